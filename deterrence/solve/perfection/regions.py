"""Points of regions that polynomial conditions cut out of the inside of a product of simplices.

A polynomial is affine in the weights of each block, so along a segment that moves one block only a zero is rational.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from ...equilibria.polytope import rank
from ..linear_program import maximise
from .cases import Condition
from .polynomials import value_at, variables

__all__ = ["Weights", "inner_points", "nowhere_inside", "rank_at", "touches"]

#: Weights of the alternatives of every block.
Weights = Mapping[int, tuple[Any, ...]]

#: How close to the corners points are looked for: the share of the weight that stays elsewhere.
SHARES = tuple(Fraction(*pair) for pair in ((1, 2), (1, 3), (4, 5), (1, 5), (1, 9), (1, 17), (1, 65), (1, 257), (1, 1025)))

#: Points that a search looks at, and points that are enough.
MOST_POINTS, ENOUGH = 3000, 3

#: Points that are scattered, the same ones every time.
SCATTERED = 300


def inner_points(
    conditions: Sequence[Condition], supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> list[Weights]:
    """Points where all weights of the supports and all inequalities are strictly positive, and the equations hold.

    Several equations can be met where, in some order, each has a choice that does not occur in those before it; an empty
    list proves nothing.
    """
    inequalities = [c.polynomial for c in conditions if not c.equation]
    found: list[Weights] = []
    ordered = _ordered([c.polynomial for c in conditions if c.equation])
    if ordered is None:
        return found
    candidates = _grid(supports, sizes)
    for count, point in enumerate(candidates):
        if count > MOST_POINTS or len(found) >= ENOUGH:
            break
        on = [point]
        for p, own in ordered:
            on = [moved for w in on for moved in _moved_to_zero(p, w, {b: supports[b] for b in own}, sizes)]
        found += [w for w in on if all(value_at(p, w) > 0 for p in inequalities) and w not in found]
    return found[:ENOUGH]


def nowhere_inside(
    conditions: Sequence[Condition], supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> bool:
    """Whether conditions are proved to fail wherever all alternatives have weight.

    They do if a sum of them, with factors, is nowhere positive at the corners, and negative at one: then it is negative
    wherever all corners have weight. Factors are numbers, and weights of choices that a condition does not speak of. One
    condition alone is looked at first.
    """
    units = [[tuple(Fraction(int(i == v)) for i in range(sizes[b])) for v in used] for b, used in supports.items()]
    corners = [dict(zip(supports, chosen, strict=True)) for chosen in product(*units)]
    rows = [[side * value_at(c.polynomial, corner) for corner in corners] for c in conditions for side in _sides(c)]
    if any(max(row) <= 0 and min(row) < 0 for row in rows):
        return True
    rows += [
        [x * corner[b][v] for x, corner in zip(row, corners, strict=True)]
        for row, c in zip(rows, (c for c in conditions for _ in _sides(c)), strict=True)
        for b, used in supports.items()
        if len(used) > 1 and b not in variables(c.polynomial)
        for v in used
    ]
    if len(conditions) < 2 or not all(isinstance(x, Fraction) for row in rows for x in row):
        return False
    one, zero = Fraction(1), Fraction(0)
    limits = [([one if i == j else zero for j in range(len(rows))], one) for i in range(len(rows))]
    best = maximise([-sum(row, zero) for row in rows], [*((column, zero) for column in zip(*rows, strict=True)), *limits])
    return best is not None and best.value > 0


def _sides(condition: Condition) -> tuple[int, ...]:
    """The factors with which a condition says that something is not negative."""
    return (1, -1) if condition.equation else (1,)


def _ordered(equations: Sequence[Any]) -> list[tuple[Any, list[int]]] | None:
    """Equations, each with the blocks that occur in none before it; None where no order leaves every one such a block."""
    found: list[tuple[Any, list[int]]] = []
    left = list(equations)
    while left:  # the last one needs a block that no other has, and so on
        used = [variables(p) for p in left]
        own = [sorted(mine.difference(*used[:n], *used[n + 1 :])) for n, mine in enumerate(used)]
        n = next((n for n, blocks in enumerate(own) if blocks), None)
        if n is None:
            return None
        found.insert(0, (left.pop(n), own[n]))
    return found


def _grid(supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]) -> Iterator[Weights]:
    """Points inside the product of simplices: the middle, scattered ones, then points ever nearer to the corners."""
    middle = {b: _near(s, sizes[b], None, Fraction(0)) for b, s in supports.items()}
    yield middle
    scattered = Random(0)
    for _ in range(SCATTERED):
        yield {b: _scattered(s, sizes[b], scattered) for b, s in supports.items()}
    for share in SHARES:
        for chosen in product(*((None, *s) for s in supports.values())):
            yield {b: _near(supports[b], sizes[b], v, share) for b, v in zip(supports, chosen, strict=True)}


def _scattered(support: Sequence[int], size: int, rng: Random) -> tuple[Fraction, ...]:
    shares = {v: rng.randint(1, 40) for v in support}
    return tuple(Fraction(shares.get(v, 0), sum(shares.values())) for v in range(size))


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
