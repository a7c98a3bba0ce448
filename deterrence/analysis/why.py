"""Why a comparison comes out as it does: the conditions under which each equilibrium exists, and how far they are met."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..errors import DeterrenceError, InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data
from ..frozen import FrozenDict
from ..games.game import Game
from ..solve.symbolic.atlas_family import AtlasFamily
from ..solve.symbolic.bands import spans_of
from ..solve.symbolic.families import clause_holds
from ..solve.symbolic.region import point_of
from ..solve.symbolic.witnesses import value
from .atlas import Atlas, atlas
from .atlas_claims import Claim, claims_of
from .measures import measure_weights

if TYPE_CHECKING:
    from .comparison import Comparison

__all__ = ["Condition", "Reason", "Why", "claims", "why"]


@dataclass(frozen=True)
class Condition:
    """A condition of a region at the values that were compared.

    Attributes
    ----------
    relation : sympy relation
        In the game's abbreviations.
    holds : bool
    margin : Fraction
        By how much its sides differ: what may change before it holds no more, or before it holds.
    share : Fraction
        The margin as a share of the larger side: how near this is.
    """

    relation: Any
    holds: bool
    margin: Fraction
    share: Fraction

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"condition": str(self.relation), "holds": self.holds, "margin": as_data(self.margin)}


@dataclass(frozen=True)
class Reason:
    """A family that exists at the values, or one that would spoil a criterion and does not.

    Attributes
    ----------
    family : AtlasFamily
    exists : bool
    kept : bool
        Whether it exists and some of it survives the refinements.
    criteria : tuple of str
        Criteria that ask for "never" and that it spoils.
    conditions : tuple of Condition
        Those of the case of its region that holds, or that misses least; the nearest to its boundary first, those that fail
        before those that hold.
    """

    family: AtlasFamily
    exists: bool
    kept: bool
    criteria: tuple[str, ...]
    conditions: tuple[Condition, ...]

    @property
    def binding(self) -> Condition | None:
        """The condition that decides: of those that fail the one that fails most, else the nearest to its boundary."""
        failing = [c for c in self.conditions if not c.holds]
        if failing:
            return max(failing, key=lambda c: c.share)
        return self.conditions[0] if self.conditions else None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "family": self.family.name,
            "exists": self.exists,
            "kept": self.kept,
            "criteria": list(self.criteria),
            "conditions": [c.to_dict() for c in self.conditions],
        }


@dataclass(frozen=True, repr=False)
class Why:
    """Reasons by channel.

    Attributes
    ----------
    reasons : mapping
        Channel to its reasons.
    atlases : mapping
        Channel to the atlas that they are from, with every parameter free that was given a value of its own.
    missing : mapping
        Channel to what stands in the way, where there is no atlas.
    claims : mapping
        Channel other than the baseline to what it needs to meet the criteria, see `Comparison.suffices`; free are the
        parameters that tell it from the baseline.
    unclaimed : mapping
        Channel to what stands in the way, where this is not known as a formula.
    free : tuple of str
        Parameters in which the claims were asked for; empty where each channel's own were taken.
    """

    reasons: Mapping[str, tuple[Reason, ...]]
    atlases: Mapping[str, Atlas]
    missing: Mapping[str, str]
    claims: Mapping[str, tuple[Claim, ...]]
    unclaimed: Mapping[str, str]
    free: tuple[str, ...] = ()

    def __getitem__(self, channel: str) -> tuple[Reason, ...]:
        return self.reasons[channel]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        reasons = {channel: [r.to_dict() for r in several] for channel, several in self.reasons.items()}
        claimed = {channel: [c.to_dict() for c in several] for channel, several in self.claims.items()}
        told = {"reasons": reasons, "missing": dict(self.missing), "claims": claimed, "unclaimed": dict(self.unclaimed)}
        return {**told, "free": list(self.free)}

    def __repr__(self) -> str:
        from ..present.why import why_text

        return why_text(self)

    def _repr_html_(self) -> str:
        from ..present.why import why_html

        return why_html(self)

    def to_latex(self) -> str:
        """What each channel needs, one sentence for every criterion; plain LaTeX without packages."""
        from ..present.why import why_latex

        return why_latex(self)


def why(comparison: "Comparison", free: Iterable[str] = ()) -> Why:
    """Reasons for a comparison, see `Comparison.why`; claims in some parameters, or in those that are a channel's own."""
    symbols = tuple(dict.fromkeys(free))
    reasons: dict[str, tuple[Reason, ...]] = {}
    atlases: dict[str, Atlas] = {}
    missing: dict[str, str] = {}
    for channel, game in comparison.games.items():
        try:
            found, values = _freed(game)
        except DeterrenceError as error:
            missing[channel] = str(error)
            continue
        if found is None:
            missing[channel] = "no parameter was given a value of its own"
            continue
        refined = comparison.refined[channel]
        survivors = None if refined is None else {f.name for f in refined.families}
        atlases[channel], reasons[channel] = found, tuple(_reasons(found, values, survivors))
    claimed, unclaimed = (FrozenDict(told) for told in _claimed(comparison, symbols))
    return Why(FrozenDict(reasons), FrozenDict(atlases), FrozenDict(missing), claimed, unclaimed, symbols)


def _claimed(comparison: "Comparison", free: Sequence[str]) -> tuple[dict[str, tuple[Claim, ...]], dict[str, str]]:
    """Claims about every channel but the baseline, and what stands in the way of others."""
    claimed: dict[str, tuple[Claim, ...]] = {}
    unclaimed: dict[str, str] = {}
    for channel, game in comparison.games.items():
        if channel == comparison.baseline or not isinstance(game, Game) or not game.criteria:
            continue
        used = _used(game) if free else {}
        names = [n for n in free if n in used] if free else _own(game, comparison.games[comparison.baseline])
        if not names:
            lacks = f"its payoffs do not depend on {' or '.join(free)}" if free else ""
            unclaimed[channel] = lacks or "no parameter of its own was given a value, beside those of the baseline"
            continue
        try:
            claimed[channel] = claims(comparison, channel, names)
        except DeterrenceError as error:
            unclaimed[channel] = str(error)
    return claimed, unclaimed


def claims(comparison: "Comparison", channel: str, names: Iterable[str]) -> tuple[Claim, ...]:
    """What a channel needs to meet the criteria; see `Comparison.suffices`."""
    if channel not in comparison.games:
        known = ", ".join(comparison.games)
        raise InvalidParameter(f"no channel {channel!r}{did_you_mean(channel, comparison.games)} (channels: {known})")
    game, baseline = comparison.games[channel], comparison.games[comparison.baseline]
    if not isinstance(game, Game):
        raise UnsupportedGame(f"{channel!r} has measures only; conditions are derived for games")
    chosen = list(names) or _own(game, baseline)
    freed = game.free(*chosen)
    if channel == comparison.baseline or not isinstance(baseline, Game):
        return claims_of(freed, None, comparison.refinements)
    # what has one value here and another there moves here alone
    shared = [n for n in chosen if n in baseline.known and baseline.known[n] == game.known[n]]
    return claims_of(freed, baseline.free(*shared), comparison.refinements)


def _given(game: Game) -> dict[str, Fraction]:
    """Parameters that were given a value other than their default."""
    return {p.name: game.values[p.name] for p in game.all_parameters if game.values.get(p.name, p.default) != p.default}


def _own(game: Game, baseline: Any) -> list[str]:
    """Parameters that were given a value of their own, and that the baseline lacks or has at another value."""
    given = _given(game)
    mine, theirs = _used(game), _used(baseline) if isinstance(baseline, Game) and baseline is not game else {}
    return [name for name, value in given.items() if name in mine and theirs.get(name) != value]


def _used(game: Game) -> Mapping[str, Fraction]:
    """Values of the parameters that a game's payoffs hold."""
    return {p.name: game.known[p.name] for p in game.free(*(p.name for p in game.all_parameters)).parameters}


def _freed(game: Any) -> tuple[Atlas | None, Mapping[str, Fraction]]:
    """The atlas of a game with the parameters free that have another value than their default, and these values."""
    if not isinstance(game, Game):
        return None, {}
    given = _given(game)
    freed = game.free(*given)
    used = {p.name: given[p.name] for p in freed.parameters}
    return (atlas(freed), used) if used else (None, {})


def _reasons(found: Atlas, values: Mapping[str, Fraction], survivors: set[str] | None) -> Iterator[Reason]:
    point = point_of(found._derivation, values)
    spoiling = {c.name: c.measure for c in found.game.criteria if c.sense == "never"}
    known = _known(found.game, values)
    for family in (*found.families, *found.knife_edges):
        exists = family.region.holds_at(point, {})
        positive = {name: _positive(found, family, measure, point if exists else None) for name, measure in spoiling.items()}
        spoils = tuple(name for name, clauses in positive.items() if clauses)
        if exists or spoils:
            kept = exists and (survivors is None or family.name in survivors)
            clauses = None if exists else set().union(*positive.values())
            yield Reason(family, exists, kept, spoils, _nearest(family, point, known, clauses))


def _positive(found: Atlas, family: AtlasFamily, measure: str, point: Any) -> set[int]:
    """Clauses of a family's region in which a measure is more than 0: at a point, or somewhere."""
    derivation = found._derivation
    clauses = set()
    for span in spans_of(derivation, family._derived, measure_weights(found.game, measure)):
        if point is not None and not clause_holds(span.context.literals, point, {}):
            continue
        top = None if span.most is None else derivation.ring.atom(span.most[0])
        if top is None or (value(top, point) != 0 if point is not None else bool(top)):
            clauses.add(span.clause)
    return clauses


def _known(game: Game, values: Mapping[str, Fraction]) -> Mapping[Any, Any]:
    """Values of the symbols of the parameters, and of the abbreviations."""
    import sympy

    every = {**game.values, **values}
    known = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in every.items()}
    for name, meaning in game.abbreviations.items():
        known[sympy.Symbol(name, real=True)] = sympy.sympify(meaning).xreplace(known)
    return known


def _nearest(family: AtlasFamily, point: Any, known: Mapping[Any, Any], clauses: set[int] | None) -> tuple[Condition, ...]:
    """Conditions of the case that holds or misses least, among those that hold one of some clauses."""
    cases = [
        tuple(_measured(case, known))
        for case, (_, _, numbers) in zip(family.region.compared_at(point), family.region.merged, strict=True)
        if clauses is None or clauses & set(numbers)
    ]
    missed = [(sum(not c.holds for c in case), sum(c.share for c in case if not c.holds), k) for k, case in enumerate(cases)]
    if not cases:
        return ()
    return tuple(sorted(cases[min(missed)[2]], key=lambda c: (c.holds, c.share)))


def _measured(case: Iterable[tuple[Any, bool]], known: Mapping[Any, Any]) -> Iterator[Condition]:
    for relation, holds in case:
        left, right = (Fraction(int(v.p), int(v.q)) for v in (relation.lhs.xreplace(known), relation.rhs.xreplace(known)))
        size = max(abs(left), abs(right))
        yield Condition(relation, holds, abs(left - right), abs(left - right) / size if size else Fraction(0))
