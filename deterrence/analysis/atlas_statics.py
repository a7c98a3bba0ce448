"""Comparative statics: which way a measure of each family moves with a parameter, and how fast."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..solve.symbolic.atlas_family import AtlasFamily
from ..solve.symbolic.bands import Ratio, Span, spans_of
from ..solve.symbolic.context import Context
from ..solve.symbolic.families import Derivation
from ..solve.symbolic.formulas import condition, ratio
from .measures import measure_weights

if TYPE_CHECKING:
    from .atlas import Atlas

__all__ = ["ComparativeStatics", "Effect", "statics_of"]


@dataclass(frozen=True)
class Effect:
    """What a parameter does to the least or the most of a measure over one family.

    Attributes
    ----------
    family : AtlasFamily
    end : str
        "least" or "most" of a continuum; "value" where all equilibria of the family agree.
    value, derivative : sympy.Expr
        The measure, and its derivative with respect to the parameter.
    sign : str
        Of the derivative throughout: "positive", "negative", "zero", "not negative", "not positive", or "depends".
    positive_when : sympy relation or None
        Where it depends: when the derivative is positive.
    where : tuple of tuple of sympy relations
        Any case, all of its conditions; empty where this holds throughout the family's region.
    """

    family: AtlasFamily
    end: str
    value: Any
    derivative: Any
    sign: str
    positive_when: Any
    where: tuple[tuple[Any, ...], ...]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; formulae as text."""
        when = None if self.positive_when is None else str(self.positive_when)
        found = {"family": self.family.name, "end": self.end, "value": str(self.value), "derivative": str(self.derivative)}
        return {**found, "sign": self.sign, "positive_when": when, "where": [[str(r) for r in c] for c in self.where]}


@dataclass(frozen=True, repr=False)
class ComparativeStatics(Sequence[Effect]):
    """What a parameter does to a measure: a sequence of effects, family by family.

    Attributes
    ----------
    measure, parameter : str
    effects : tuple of Effect
    """

    measure: str
    parameter: str
    effects: tuple[Effect, ...]

    @overload
    def __getitem__(self, index: int) -> Effect: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Effect, ...]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.effects[index]

    def __len__(self) -> int:
        return len(self.effects)

    def __iter__(self) -> Iterator[Effect]:
        return iter(self.effects)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"measure": self.measure, "parameter": self.parameter, "effects": [e.to_dict() for e in self.effects]}

    def __repr__(self) -> str:
        from ..present.atlas_statics import statics_text

        return statics_text(self)

    def to_latex(self) -> str:
        """A paragraph for every family; plain LaTeX without packages."""
        from ..present.atlas_statics import statics_latex

        return statics_latex(self)

    def _repr_latex_(self) -> str:
        return self.to_latex()


def statics_of(atlas: "Atlas", measure: str, parameter: str) -> ComparativeStatics:
    """Effects of a parameter on a measure; see `Atlas.comparative_statics`."""
    names = atlas._derivation.ring.names
    if parameter not in names:
        free = ", ".join(names) or "none"
        raise InvalidParameter(
            f"this atlas has no free parameter {parameter!r}{did_you_mean(parameter, names)} (free: {free})"
        )
    weights = measure_weights(atlas.game, measure)
    found = (e for f in atlas.families for e in _effects(atlas._derivation, f, spans(atlas, f, measure, weights), parameter))
    return ComparativeStatics(measure, parameter, tuple(found))


def spans(atlas: "Atlas", family: AtlasFamily, measure: str, weights: Mapping[Any, Any]) -> list[Span]:
    """Bands of a measure over a family, which must be known in closed form."""
    found = list(spans_of(atlas._derivation, family._derived, weights))
    if any(s.least is None or s.most is None for s in found):
        raise UnsupportedGame(
            f"{measure!r} depends on products of free probabilities in the family {family.name!r}, whose least and most "
            "were not worked out; at values they are exact: dt.probability(atlas.at(...), ...)"
        )
    return found


def _effects(derivation: Derivation, family: AtlasFamily, found: Iterable[Span], parameter: str) -> Iterator[Effect]:
    """One effect for each different formula, with where it holds if there are several."""
    at = derivation.ring.names.index(parameter)
    single: dict[bool, list[Span]] = {True: [], False: []}
    for span in found:
        assert span.least is not None
        assert span.most is not None
        single[_same(derivation, span.least, span.most)].append(span)
    ends = [("value", s.context, s.least) for s in single[True]]
    ends += [("least", s.context, s.least) for s in single[False]] + [("most", s.context, s.most) for s in single[False]]
    groups: dict[Any, list[tuple[Context, Ratio, Ratio]]] = {}
    for end, context, value in ends:
        assert value is not None
        top, bottom = _lowest(derivation, *value)
        change = _derivative(derivation, top, bottom, at)
        key = end, derivation.ring.atom(top), derivation.ring.atom(bottom), sign_of(derivation, context, change[0])
        groups.setdefault(key, []).append((context, (top, bottom), change))
    for (end, _, _, sign), several in groups.items():
        alone = sum(e == end for e, *_ in groups) == 1 and (end == "value") == (not single[False])
        contexts = [c for c, _, _ in several]
        _, value, change = several[0]
        where = () if alone else derivation.simplifier.union(contexts)
        when = None
        if sign == "depends":
            when = condition(derivation.oracle, derivation.simplifier.reduced(contexts[0], change[0], ">"))
        shown = ratio(derivation.oracle, *value), ratio(derivation.oracle, *change)
        yield Effect(family, end, *shown, sign, when, tuple(family.region.readable(c.literals) for c in where))


def _same(derivation: Derivation, one: Ratio, other: Ratio) -> bool:
    return derivation.ring.is_zero(one[0] * other[1] - other[0] * one[1])


def _lowest(derivation: Derivation, top: Any, bottom: Any) -> Ratio:
    ring = derivation.ring
    common = ring.gcd(top, bottom)
    top, bottom = ring.quotient(top, common), ring.quotient(bottom, common)
    # the denominator stays positive, whichever sign the common factor has
    return (top, bottom) if ring.atom(common)[0][1] > 0 else (-top, -bottom)


def _derivative(derivation: Derivation, top: Any, bottom: Any, at: int) -> Ratio:
    ring = derivation.ring
    change = ring.derivative(top, at) * bottom - top * ring.derivative(bottom, at)
    return change, bottom * bottom


def sign_of(derivation: Derivation, context: Context, p: Any) -> str:
    """Sign of a polynomial throughout a context, as far as it can be proved."""
    if derivation.ring.is_zero(p):
        return "zero"
    implied = derivation.simplifier.implied
    for q, strict, weak in ((p, "positive", "not negative"), (-p, "negative", "not positive")):
        if implied(context, q, ">"):
            return strict
        if implied(context, q, ">="):
            return weak
    return "depends"
