"""Proofs that polynomial conditions cannot all hold on a box, by Bernstein coefficients and halving.

A polynomial on a box lies between the least and the most of its Bernstein coefficients (Garloff 1986). Exact integers.
"""

from collections.abc import Sequence
from itertools import pairwise, product
from math import comb, lcm
from typing import Any

__all__ = ["contradictory"]

#: Boxes looked at before the proof is given up.
MOST_BOXES = 400

#: Coefficients of one polynomial, by their exponents' position, with its degree in every unknown.
Grid = dict[tuple[int, ...], int]


def contradictory(equations: Sequence[Any], inequalities: Sequence[Any], unknowns: Sequence[int]) -> bool:
    """Whether it is proved that no point of the unit box makes all equations 0 and no inequality negative.

    Parameters
    ----------
    equations, inequalities : sequence of Poly
    unknowns : sequence of int
        Positions of the unknowns that may occur.

    Examples
    --------
    >>> from sympy import ZZ, ring
    >>> _, x, y = ring("x,y", ZZ)
    >>> contradictory([x * y - 2 * x + y - 3], [], (0, 1)), contradictory([x - y], [x + y - 2], (0, 1))
    (True, False)
    """
    forms = [(_bernstein(p, unknowns), True) for p in equations] + [(_bernstein(p, unknowns), False) for p in inequalities]
    todo = [forms]
    for _ in range(MOST_BOXES):
        if not todo:
            return True
        box = todo.pop()
        if any(_excluded(grid, equal) for (grid, _), equal in box):
            continue
        axis = _widest(box, len(unknowns))
        if axis is None:
            return False
        low, high = [], []
        for (grid, degrees), equal in box:
            one, other = _halved(grid, degrees, axis)
            low.append(((one, degrees), equal))
            high.append(((other, degrees), equal))
        todo += [low, high]
    return False


def _excluded(grid: Grid, equal: bool) -> bool:
    values = grid.values()
    return max(values) < 0 or (equal and min(values) > 0)


def _bernstein(p: Any, unknowns: Sequence[int]) -> tuple[Grid, tuple[int, ...]]:
    """Bernstein coefficients on the unit box, times a positive integer."""
    degrees = (
        tuple(max((powers[k] for powers in p.itermonoms()), default=0) for k in unknowns) if p else (0,) * len(unknowns)
    )
    places = list(product(*(range(d + 1) for d in degrees)))
    terms = {tuple(powers[k] for k in unknowns): int(c) for powers, c in p.iterterms()} if p else {}
    scale = lcm(*(comb(d, j) for d in degrees for j in range(d + 1))) ** len(degrees)
    grid: Grid = {}
    for place in places:
        total = 0
        for powers, c in terms.items():
            if all(j <= i for i, j in zip(place, powers, strict=True)):
                share = scale * c
                for i, j, d in zip(place, powers, degrees, strict=True):
                    share = share * comb(i, j) // comb(d, j)  # exact: the scale holds every binomial
                total += share
        grid[place] = total
    return grid, degrees


def _halved(grid: Grid, degrees: tuple[int, ...], axis: int) -> tuple[Grid, Grid]:
    """Coefficients on both halves of the box along one unknown (de Casteljau), times a power of two."""
    d = degrees[axis]
    low: Grid = {}
    high: Grid = {}
    for place in grid:
        if place[axis]:
            continue
        row = [grid[(*place[:axis], j, *place[axis + 1 :])] for j in range(d + 1)]
        first, last = [row[0] << d], [row[-1] << d]
        for step in range(1, d + 1):
            row = [a + b for a, b in pairwise(row)]
            first.append(row[0] << (d - step))
            last.append(row[-1] << (d - step))
        for j in range(d + 1):
            low[(*place[:axis], j, *place[axis + 1 :])] = first[j]
            high[(*place[:axis], j, *place[axis + 1 :])] = last[d - j]
    return low, high


def _widest(box: Sequence[Any], size: int) -> int | None:
    """The unknown along which the coefficients vary most; None where nothing varies."""
    best, most = None, 0.0
    for axis in range(size):
        spread = 0.0
        for (grid, degrees), _ in box:
            if degrees[axis]:
                whole = max(map(abs, grid.values())) or 1
                steps = (
                    abs(value - grid[(*place[:axis], place[axis] + 1, *place[axis + 1 :])])
                    for place, value in grid.items()
                    if place[axis] < degrees[axis]
                )
                spread = max(spread, max(steps, default=0) / whole)
        if spread > most:
            best, most = axis, spread
    return best
