"""Resultants and first subresultants of polynomials in two unknowns, by evaluation at integers and interpolation.

Determinants of integers (Bareiss 1968) and Newton's divided differences are much faster than remainder sequences of
polynomials.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...exact import integers
from .polynomials import collect, line

__all__ = ["eliminant"]

Poly = Any
Line = tuple[int, ...]


def eliminant(p: Poly, q: Poly, s: int, t: int) -> tuple[Line, tuple[Line, Line]]:
    """The resultant with respect to s, and the subresultant of degree 1, as polynomials in t.

    Returns
    -------
    resultant : tuple of int
        Coefficients, highest power first.
    lead, constant : tuple of int
        The subresultant is ``lead * s + constant``; where the resultant vanishes and ``lead`` does not, and not both leading
        coefficients of p and q vanish, the only common root is ``-constant / lead``.
    """
    first, second = _dense(p, s, t), _dense(q, s, t)
    m, n = len(first) - 1, len(second) - 1
    bound = m * (max(map(len, second)) - 1) + n * (max(map(len, first)) - 1)
    bound = min(bound, _total_degree(p) * _total_degree(q))
    lower = (n - 1) * (max(map(len, first)) - 1) + (m - 1) * (max(map(len, second)) - 1)
    points: list[int] = []
    values: list[tuple[int, int, int]] = []
    candidate = 0
    while len(points) <= max(bound, lower):
        at = [[_at(c, candidate) for c in rows] for rows in (first, second)]
        points.append(candidate)
        values.append((_minor(at[0], at[1], 0, 0), _minor(at[0], at[1], 1, 1), _minor(at[0], at[1], 1, 0)))
        candidate = -candidate if candidate > 0 else 1 - candidate
    last, lead, constant = (_interpolate(points, column) for column in zip(*values, strict=True))
    whole = integers([*lead, *constant])
    return tuple(integers(last)), (tuple(whole[: len(lead)]), tuple(whole[len(lead) :]))


def _minor(p: Sequence[int], q: Sequence[int], degree: int, power: int) -> int:
    """Coefficient of a power in the subresultant of a degree: a minor of Sylvester's matrix."""
    m, n = len(p) - 1, len(q) - 1
    width = m + n - degree  # powers below m + n - degree
    rows = []
    for poly, count in ((p, n - degree), (q, m - degree)):
        for shift in reversed(range(count)):
            row = [0] * (width - len(poly) - shift) + list(poly) + [0] * shift
            rows.append([*row[: len(row) - degree - 1], row[len(row) - 1 - power]])
    return _determinant(rows)


def _determinant(rows: list[list[int]]) -> int:
    """Without fractions."""
    n = len(rows)
    if not n:
        return 1
    sign = previous = 1
    for k in range(n - 1):
        pivot = next((i for i in range(k, n) if rows[i][k]), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        top = rows[k]
        for i in range(k + 1, n):
            row = rows[i]
            factor = row[k]
            rows[i] = [0] * (k + 1) + [(row[j] * top[k] - factor * top[j]) // previous for j in range(k + 1, n)]
        previous = top[k]
    return sign * rows[-1][-1]


def _total_degree(p: Poly) -> int:
    degree: int = max(sum(powers) for powers in p.itermonoms())
    return degree


def _dense(p: Poly, s: int, t: int) -> list[list[int]]:
    """Coefficients of the powers of s, highest first, each as coefficients of the powers of t, highest first."""
    return [list(line(c, t)) if c else [0] for c in reversed(collect(p, s))]


def _at(coefficients: Sequence[int], x: int) -> int:
    total = 0
    for c in coefficients:
        total = total * x + c
    return total


def _interpolate(points: Sequence[int], values: Sequence[int]) -> list[Fraction]:
    """Coefficients, highest power first, of the polynomial with given values (Newton's divided differences)."""
    table = [Fraction(v) for v in values]
    n = len(points)
    for step in range(1, n):
        for k in range(n - 1, step - 1, -1):
            table[k] = (table[k] - table[k - 1]) / (points[k] - points[k - step])
    dense: list[Fraction] = []
    for k in range(n - 1, -1, -1):
        # dense * (t - points[k]) + table[k], lowest power first
        shifted = [Fraction(0), *dense]
        for j, c in enumerate(dense):
            shifted[j] -= points[k] * c
        shifted[0] += table[k]
        dense = shifted
    while dense and not dense[-1]:
        dense.pop()
    return list(reversed(dense))
