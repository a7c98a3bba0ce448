"""Signs of polynomials infinitely near a point, in a given direction."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

__all__ = ["corner_directions", "lowest_sign"]

Poly = Any
#: First and second order of a move away from a point, by unknown.
Direction = dict[int, tuple[Any, Any]]


def corner_directions(point: Mapping[int, Any], blocks: Sequence[Sequence[int]]) -> Iterator[Direction]:
    """Moves towards every corner of a product of simplices, and in second order towards its centre."""
    corners = [[(), *((k,) for k in block)] for block in blocks]
    for chosen in product(*corners):
        ones = {k for corner in chosen for k in corner}
        direction = {}
        for block in blocks:
            for k in block:
                centre = Fraction(1, len(block) + 1)
                direction[k] = ((1 if k in ones else 0) - point[k], centre - point[k])
        yield direction


def lowest_sign(p: Poly, point: Mapping[int, Any], direction: Direction) -> int:
    """Sign of a polynomial a little away from a point: that of its term of lowest order."""
    total: list[Any] = []
    for powers, c in p.iterterms():
        term: list[Any] = [Fraction(int(c))]
        for k, exponent in enumerate(powers):
            for _ in range(exponent):
                term = _times(term, [point[k], *direction[k]])
        total += [Fraction(0)] * (len(term) - len(total))
        for order, value in enumerate(term):
            total[order] = total[order] + value
    for value in total:
        if value != 0:
            return 1 if value > 0 else -1
    return 0


def _times(a: Sequence[Any], b: Sequence[Any]) -> list[Any]:
    product = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] = product[i + j] + x * y
    return product
