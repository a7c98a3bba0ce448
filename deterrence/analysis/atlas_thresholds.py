"""Thresholds read off an atlas: where, along one parameter, some region begins or ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, did_you_mean
from ..solve.symbolic.formulas import expression, ratio
from ..solve.symbolic.root import Root, between, real_roots

if TYPE_CHECKING:
    from ..solve.symbolic.atlas_family import AtlasFamily
    from .atlas import Atlas

__all__ = ["AtlasThreshold", "thresholds_of"]


@dataclass(frozen=True)
class AtlasThreshold:
    """A value of a parameter at which the families of an atlas change.

    Attributes
    ----------
    parameter : str
    value : Fraction or sympy.Expr
        A number; an expression where it is irrational, or where other parameters are free.
    below, at, above : tuple of AtlasFamily, or None
        None where other parameters are free; ``at`` is None at an irrational value too.
    families : tuple of AtlasFamily
        Families of whose region it is a boundary.
    """

    parameter: str
    value: Any
    below: "tuple[AtlasFamily, ...] | None"
    at: "tuple[AtlasFamily, ...] | None"
    above: "tuple[AtlasFamily, ...] | None"
    families: "tuple[AtlasFamily, ...]"


def thresholds_of(atlas: "Atlas", name: str, others: Mapping[str, Any]) -> tuple[AtlasThreshold, ...]:
    """Thresholds along one parameter; see `Atlas.thresholds`."""
    known = {p.name: p for p in atlas.game.parameters}
    for given in (name, *others):
        if given not in known:
            free = ", ".join(known) or "none"
            raise InvalidParameter(f"this atlas has no free parameter {given!r}{did_you_mean(given, known)} (free: {free})")
    values = {n: known[n].check(v) for n, v in others.items() if n != name}
    if set(known) - set(values) == {name}:
        return _numbers(atlas, name, values)
    return _formulas(atlas, name, values)


def _boundaries(atlas: "Atlas") -> "dict[Any, list[AtlasFamily]]":
    """Every polynomial of a region, with the families whose regions it bounds."""
    found: dict[Any, list[AtlasFamily]] = {}
    for family in (*atlas.families, *atlas.knife_edges):
        for clause in family.region.clauses:
            for literal in clause.literals:
                for atom, _ in literal.atoms:
                    if not any(family is f for f in found.setdefault(atom, [])):
                        found[atom].append(family)
    return found


def _numbers(atlas: "Atlas", name: str, values: Mapping[str, Fraction]) -> tuple[AtlasThreshold, ...]:
    ring = atlas._derivation.ring
    at = ring.names.index(name)
    domain = next(p for p in atlas.game.parameters if p.name == name).interval
    roots: dict[Root, list[Any]] = {}
    for atom in _boundaries(atlas):
        for root in real_roots(_univariate(atom, at, [values.get(n, Fraction(0)) for n in ring.names])):
            roots.setdefault(root, []).append(atom)
    low = None if domain.least is None else Root.of(domain.least)
    high = None if domain.most is None else Root.of(domain.most)
    inside = sorted(r for r in roots if (low is None or low < r) and (high is None or r < high))
    ends = [low, *inside, high]
    families = [atlas.holding(**values, **{name: between(a, b, 0)}) for a, b in pairwise(ends)]
    bounds = _boundaries(atlas)
    found = []
    for root, (below, above) in zip(inside, pairwise(families), strict=True):
        there = None if root.rational is None else atlas.holding(**values, **{name: root.rational})
        if below == above and (there is None or there == below):
            continue
        value = root.expression if root.rational is None else root.rational
        touching = _distinct(f for a in roots[root] for f in bounds[a])
        found.append(AtlasThreshold(name, value, below, there, above, touching))
    return tuple(found)


def _distinct(families: "Iterable[AtlasFamily]") -> "tuple[AtlasFamily, ...]":
    return tuple({f.name: f for f in families}.values())


def _univariate(atom: Any, at: int, values: list[Fraction]) -> tuple[int, ...]:
    """Coefficients, the highest power first, of a polynomial in one symbol, the others given."""
    from ..exact import integers

    degree = max(m[at] for m, _ in atom)
    found = [Fraction(0)] * (degree + 1)
    for m, c in atom:
        term = Fraction(c)
        for i, k in enumerate(m):
            if k and i != at:
                term *= values[i] ** k
        found[degree - m[at]] += term
    while len(found) > 1 and not found[0]:
        found.pop(0)
    return tuple(integers(found)) if any(found) else (1,)


def _formulas(atlas: "Atlas", name: str, values: Mapping[str, Fraction]) -> tuple[AtlasThreshold, ...]:
    """Boundaries of regions that are no surfaces, solved for the parameter."""
    import sympy

    ring = atlas._derivation.ring
    at = ring.names.index(name)
    x = sympy.Symbol(name, real=True)
    known = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()}
    body = {a for f in atlas.families for c in f.region.clauses if not c.on_surface for q in c.literals for a, _ in q.atoms}
    met: dict[Any, list[Any]] = {}
    for atom, families in _boundaries(atlas).items():
        if atom not in body or not any(m[at] for m, _ in atom):
            continue
        parts = ring.linear_parts(ring.polynomial(atom), at)
        if parts is not None and not values:
            solutions = [ratio(atlas._derivation.oracle, -parts[1], parts[0])]
        else:
            shown = expression(ring, ring.polynomial(atom)).xreplace(known)
            solutions = list(sympy.roots(sympy.Poly(shown, x))) if shown.has(x) else []
        for solution in solutions:
            if solution.free_symbols:
                met.setdefault(sympy.factor(solution), []).extend(f for f in families if f.generic)
    return tuple(AtlasThreshold(name, v, None, None, None, _distinct(f)) for v, f in met.items())
