"""A point of every open cell of the unit cube on which no polynomial of some changes its sign.

Cylindrical algebraic decomposition (Collins 1975) for open cells only (McCallum 1993): an unknown is projected away by
leading coefficients, discriminants and resultants of the irreducible factors, and by their values at 0 and 1; over a point
of each cell below, rational points between the roots are taken.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from ...exact import integers
from ..symbolic.root import Root, between
from .polynomials import collect, variables
from .roots import roots_between

__all__ = ["open_cells"]

Poly = Any


def open_cells(polynomials: Sequence[Poly], unknowns: Sequence[int]) -> Iterator[dict[int, Fraction]]:
    """Rational points, at least one in every open cell; unknowns to values."""
    parts = _factors(polynomials)
    if len(unknowns) == 1:
        yield from ({unknowns[0]: x} for x in _between_roots(parts, unknowns[0], {}))
        return
    k = min(unknowns, key=lambda j: (max((p.degrees()[j] for p in parts), default=0), sum(p.degrees()[j] for p in parts)))
    below = [j for j in unknowns if j != k]
    for sample in open_cells(_projection(parts, k), below):
        yield from ({**sample, k: x} for x in _between_roots(parts, k, sample))


def _factors(polynomials: Sequence[Poly]) -> list[Poly]:
    """Irreducible factors, each once."""
    found: dict[Poly, None] = {}
    for p in polynomials:
        if p and not p.is_ground:
            found.update((f, None) for f, _ in p.factor_list()[1])
    return list(found)


def _projection(parts: Sequence[Poly], k: int) -> list[Poly]:
    """Where the roots in an unknown may meet, leave the unit interval or run off to infinity."""
    found = []
    above = []
    for p in parts:
        coefficients = collect(p, k)
        if len(coefficients) == 1:
            found.append(p)
            continue
        above.append(p)
        found += [coefficients[-1], coefficients[0], sum(coefficients, p.ring.zero)]
        if len(coefficients) > 2:
            found.append(_resultant(p, p.diff(p.ring.gens[k]), k))
    found += [_resultant(p, q, k) for p, q in combinations(above, 2)]
    return found


def _resultant(p: Poly, q: Poly, k: int) -> Poly:
    """With respect to one unknown."""
    first, second = collect(p, k), collect(q, k)
    if len(first) == len(second) == 2:
        return first[0] * second[1] - first[1] * second[0]
    import sympy

    symbol = p.ring.symbols[k]
    return p.ring.from_expr(sympy.resultant(p.as_expr(), q.as_expr(), symbol))


def _between_roots(parts: Sequence[Poly], k: int, sample: dict[int, Fraction]) -> list[Fraction]:
    roots: set[Root] = set()
    for p in parts:
        if k in variables(p):
            coefficients = _at(p, k, sample)
            if len(coefficients) > 1:
                roots.update(roots_between(coefficients))
    marks = [Root.of(Fraction(0)), *sorted(roots), Root.of(Fraction(1))]
    return [between(low, high) for low, high in pairwise(marks)]


def _at(p: Poly, k: int, sample: dict[int, Fraction]) -> tuple[int, ...]:
    """Coefficients in one unknown, highest power first, as integers, when the others have values."""
    dense = [Fraction(0)] * (p.degrees()[k] + 1)
    for powers, c in p.iterterms():
        term = Fraction(int(c))
        for j, exponent in enumerate(powers):
            if exponent and j != k:
                term *= sample[j] ** exponent
        dense[-1 - powers[k]] += term
    while dense and not dense[0]:
        dense.pop(0)
    return tuple(integers(dense))
