"""Conditions made simpler: others that say the same wherever all alternatives have weight."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from .cases import Condition
from .polynomials import Poly, at_corner, combined, minus, variables

__all__ = ["simplified"]


def simplified(
    conditions: Sequence[Condition], supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> list[Condition]:
    """Conditions without factors that are positive, and equations of as low a degree as sums of them have.

    Two inequalities that say the opposite of each other are an equation; what says the same as another is left out.
    """
    if not all(isinstance(x, Fraction) for c in conditions for x in c.polynomial.values()):
        return list(conditions)
    found = [Condition(_without_factors(c.polynomial, supports, sizes), c.equation) for c in conditions]
    scaled = {_scaled(c.polynomial) for c in found if not c.equation}
    opposite = [not c.equation and _scaled(minus({}, c.polynomial)) in scaled for c in found]
    equations = _echelon([c.polynomial for c, twice in zip(found, opposite, strict=True) if c.equation or twice])
    kept = {_scaled(c.polynomial): c for c, twice in zip(found, opposite, strict=True) if not (c.equation or twice)}
    lines = {_scaled(side) for p in equations for side in (p, minus({}, p))}
    return [Condition(p, equation=True) for p in equations] + [c for key, c in kept.items() if key not in lines]


def _without_factors(p: Poly, supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]) -> Poly:
    """A polynomial without weights that are factors of it: it has one where it vanishes at all other alternatives."""
    for block in sorted(variables(p)):
        parts = [q for v in supports[block] if (q := at_corner(p, block, v, sizes[block]))]
        if len(parts) == 1:
            p = parts[0]
    return p


def _scaled(p: Poly) -> frozenset[tuple[Any, Any]]:
    """A polynomial up to a positive factor."""
    return frozenset((m, c / abs(p[min(p)])) for m, c in p.items())


def _echelon(polynomials: Sequence[Poly]) -> list[Poly]:
    """Sums of polynomials, with factors, that vanish together where these do: monomials of high degree are eliminated."""
    todo = [p for p in polynomials if p]
    found: list[Poly] = []
    while todo:
        leading = [min(p, key=_rank) for p in todo]
        n = min(range(len(todo)), key=lambda k: _rank(leading[k]))
        pivot, m = todo.pop(n), leading[n]
        found.append(pivot)
        reduced = [combined([(Fraction(1), p), (-p.get(m, Fraction(0)) / pivot[m], pivot)]) for p in todo]
        todo = [p for p in reduced if p]
    return found


def _rank(monomial: tuple[Any, ...]) -> tuple[int, tuple[Any, ...]]:
    """Monomials of high degree first."""
    return -len(monomial), monomial
