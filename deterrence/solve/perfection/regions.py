"""Points of regions that polynomial conditions cut out of the inside of a product of simplices.

A polynomial is affine in the weights of each block, so along a segment that moves one block only a zero is rational.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ...equilibria.polytope import rank
from .cases import Condition
from .polynomials import value_at

__all__ = ["Weights", "inner_points", "rank_at", "touches"]

#: Weights of the alternatives of every block.
Weights = Mapping[int, tuple[Any, ...]]

#: How close to the corners points are looked for: the share of the weight that stays elsewhere.
SHARES = tuple(Fraction(1, n) for n in (2, 3, 5, 9, 17, 65, 257, 1025))

#: Points that a search looks at, and points that are enough.
MOST_POINTS, ENOUGH = 20_000, 3


def inner_points(
    conditions: Sequence[Condition], supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> list[Weights]:
    """Points where all weights of the supports and all inequalities are strictly positive, and the equations hold.

    At most one equation can be met; an empty list proves nothing.
    """
    equations = [c.polynomial for c in conditions if c.equation]
    inequalities = [c.polynomial for c in conditions if not c.equation]
    found: list[Weights] = []
    if len(equations) > 1:
        return found
    candidates = _grid(supports, sizes)
    for count, point in enumerate(candidates):
        if count > MOST_POINTS or len(found) >= ENOUGH:
            break
        on = _moved_to_zero(equations[0], point, supports, sizes) if equations else [point]
        found += [w for w in on if all(value_at(p, w) > 0 for p in inequalities) and w not in found]
    return found[:ENOUGH]


def _grid(supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]) -> Iterator[Weights]:
    """Points inside the product of simplices: the middle, then points ever nearer to the corners."""
    middle = {b: _near(s, sizes[b], None, Fraction(0)) for b, s in supports.items()}
    yield middle
    for share in SHARES:
        for chosen in product(*((None, *s) for s in supports.values())):
            yield {b: _near(supports[b], sizes[b], v, share) for b, v in zip(supports, chosen, strict=True)}


def _near(support: Sequence[int], size: int, corner: int | None, share: Fraction) -> tuple[Fraction, ...]:
    """Weights near a corner: the given share is spread evenly; the middle for no corner."""
    n = len(support)
    if corner is None or n == 1:
        return tuple(Fraction(int(v in support), n) for v in range(size))
    return tuple((1 - share) * int(v == corner) + share * Fraction(int(v in support), n) for v in range(size))


def _moved_to_zero(
    p: Any, point: Weights, supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> Iterator[Weights]:
    """Points where the polynomial vanishes, reached by moving the weights of one block towards or away from a corner."""
    start = value_at(p, point)
    if start == 0:
        yield point
        return
    for b, support in supports.items():
        for v in support if len(support) > 1 else ():
            corner = tuple(Fraction(int(u == v)) for u in range(sizes[b]))
            slope = value_at(p, {**point, b: corner}) - start
            if slope:
                step = -start / slope
                moved = tuple((1 - step) * x + step * y for x, y in zip(point[b], corner, strict=True))
                if all(moved[u] > 0 for u in support):
                    yield {**point, b: moved}


def _gradient(p: Any, point: Weights, supports: Mapping[int, tuple[int, ...]]) -> list[tuple[int, int, int, Any]]:
    """Slopes when weight moves from one alternative of a block to another: (block, to, from, slope)."""
    found = []
    for b, support in supports.items():
        size = len(point[b])
        corners = {v: tuple(Fraction(int(u == v)) for u in range(size)) for v in support}
        worth = {v: value_at(p, {**point, b: corner}) for v, corner in corners.items()}
        for v in support:
            for u in support:
                if u != v:
                    found.append((b, v, u, worth[v] - worth[u]))
    return found


def rank_at(equations: Sequence[Any], point: Weights, supports: Mapping[int, tuple[int, ...]]) -> int:
    """Rank of the equations' derivatives at a point."""
    return rank([[slope for *_, slope in _gradient(p, point, supports)] for p in equations])


def touches(conditions: Sequence[Condition], point: Weights, supports: Mapping[int, tuple[int, ...]]) -> bool:
    """Whether a point is known to lie in the closure of the points inside the supports that fulfil the conditions.

    It does if the inequalities are strict there and the one equation can be kept while all weights become positive.
    """
    equations = [c.polynomial for c in conditions if c.equation]
    if len(equations) > 1 or any(value_at(c.polynomial, point) <= 0 for c in conditions if not c.equation):
        return False
    if not equations:
        return True
    if value_at(equations[0], point):
        return False
    slopes = [(slope, point[b][v]) for b, v, u, slope in _gradient(equations[0], point, supports) if point[b][u]]
    if any(slope and weight for slope, weight in slopes):
        return True  # weight can move both ways along this direction, so that any change elsewhere is made up for
    signs = {slope > 0 for slope, _ in slopes if slope}
    return len(signs) == 2
