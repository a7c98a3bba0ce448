"""Numbers of any ordered field as elements of its ring: a common positive factor clears the denominators."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..exact import integers

__all__ = ["common_scale", "positive_integers"]


def common_scale(values: list[Any]) -> list[Any]:
    """Multiply numbers by one positive factor so that integer pivoting can start.

    Rationals become integers without a common factor; other fields know how to do this themselves.
    """
    if not values or isinstance(values[0], (int, Fraction)):
        return list(integers(values))
    return list(type(values[0]).common_scale(values))


def whole(matrix: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """A positive multiple of a matrix, in integers."""
    n = len(matrix[0])
    flat = integers([v for row in matrix for v in row])
    return [flat[i : i + n] for i in range(0, len(flat), n)]


def positive_integers(payoffs: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """Payoffs [reply][mixed action] as positive integers that leave the same replies best against every mix.

    Only differences between replies to one action count, so that the best reply to every action gets the same.
    """
    best = [max(column) for column in zip(*payoffs, strict=True)]
    below = [[v - b for v, b in zip(row, best, strict=True)] for row in payoffs]
    least = min(map(min, below))
    return [[v + 1 for v in row] for row in whole([[b - least for b in row] for row in below])]
