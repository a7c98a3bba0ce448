"""Quadratic forms on cones, in exact arithmetic: is z'Mz positive for all z in which some coordinates are not negative?"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from ..errors import LimitReached

__all__ = ["MOST_BOUNDED", "lowest"]

#: Most coordinates that may be bounded below: the test looks at all subsets of them.
MOST_BOUNDED = 12

Matrix = list[list[Fraction]]


def lowest(form: Sequence[Sequence[Fraction]], bounded: Sequence[bool]) -> tuple[int, list[Fraction]]:
    """The least sign of a quadratic form on a cone other than at 0, with a point that has it.

    Parameters
    ----------
    form : square matrix of Fraction
        Symmetric.
    bounded : sequence of bool
        Which coordinates may not be negative; the others are free.

    Returns
    -------
    sign : int
        1 where the form is positive at all points of the cone but 0, 0 where it is nowhere negative, else -1.
    point : list of Fraction
        Where the form has this sign; for 1, nothing.

    Raises
    ------
    LimitReached
        When more than `MOST_BOUNDED` coordinates are bounded.

    Notes
    -----
    Free coordinates are completed to squares one by one. What is left must be copositive: for no set T of coordinates does
    M_TT w = -1 have a solution w >= 0 while M_TT is regular; and strictly so, if for no T the null space of M_TT is a line
    through the inside of the positive orthant (Cottle, Habetler and Lemke 1970; Hadeler 1983).

    Examples
    --------
    >>> lowest([[Fraction(1), Fraction(-1)], [Fraction(-1), Fraction(1)]], [True, True])
    (0, [Fraction(1, 1), Fraction(1, 1)])
    """
    matrix = [list(row) for row in form]
    n = len(matrix)
    free = [i for i in range(n) if not bounded[i]]
    if not free:
        return _lowest_bounded(matrix)
    i = max(free, key=lambda k: matrix[k][k])
    negative = next((k for k in free if matrix[k][k] < 0), None)
    if negative is not None:
        return -1, _unit(n, negative)
    if matrix[i][i] > 0:
        return _complete_square(matrix, bounded, i)
    # every free diagonal is 0: the form is linear in each free coordinate, which may have either sign
    for k in free:
        for j in range(n):
            if matrix[k][j]:
                size = (abs(matrix[j][j]) + 1) / (2 * abs(matrix[k][j]))
                point = _unit(n, j)
                point[k] = -size if matrix[k][j] > 0 else size
                return -1, point
    rest = [j for j in range(n) if bounded[j]]
    sign, point = _lowest_bounded([[matrix[a][b] for b in rest] for a in rest])
    return (-1, _spread(point, rest, n)) if sign < 0 else (0, _unit(n, i))


def _complete_square(matrix: Matrix, bounded: Sequence[bool], i: int) -> tuple[int, list[Fraction]]:
    """Take the best value of a free coordinate with a positive diagonal: the form is at least what is left."""
    rest = [j for j in range(len(matrix)) if j != i]
    pivot = matrix[i][i]
    left = [[matrix[a][b] - matrix[a][i] * matrix[i][b] / pivot for b in rest] for a in rest]
    sign, point = lowest(left, [bounded[j] for j in rest])
    if sign > 0:
        return sign, []
    whole = _spread(point, rest, len(matrix))
    whole[i] = -sum((matrix[i][j] * whole[j] for j in rest), Fraction(0)) / pivot
    return sign, whole


def _lowest_bounded(matrix: Matrix) -> tuple[int, list[Fraction]]:
    """The same where no coordinate may be negative."""
    n = len(matrix)
    if all(x > 0 for row in matrix for x in row):
        return 1, []
    if n > MOST_BOUNDED:
        raise LimitReached(f"copositivity in {n} coordinates needs 2**{n} cases; at most {MOST_BOUNDED} are covered")
    zero: list[Fraction] = []
    for size in range(1, n + 1):
        for chosen in combinations(range(n), size):
            part = [[matrix[a][b] for b in chosen] for a in chosen]
            solved, line = _solve(part)
            if solved is not None and all(w >= 0 for w in solved):
                return -1, _spread(solved, chosen, n)
            if not zero and line is not None and all(w > 0 for w in line):
                zero = _spread(line, chosen, n)
    return (0, zero) if zero else (1, [])


def _solve(matrix: Matrix) -> tuple[list[Fraction] | None, list[Fraction] | None]:
    """The solution of M w = -1 if M is regular; or a vector of the null space if that is a line, its last entry positive."""
    n = len(matrix)
    rows = [[*row, Fraction(-1)] for row in matrix]
    pivots: list[int] = []
    for column in range(n):
        k = next((r for r in range(len(pivots), n) if rows[r][column]), None)
        if k is None:
            continue
        top = len(pivots)
        rows[top], rows[k] = rows[k], rows[top]
        rows[top] = [x / rows[top][column] for x in rows[top]]
        for r in range(n):
            if r != top and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[top], strict=True)]
        pivots.append(column)
    if len(pivots) == n:
        return [row[n] for row in rows], None
    if len(pivots) < n - 1:
        return None, None
    free = next(c for c in range(n) if c not in pivots)
    line = _unit(n, free)
    for r, column in enumerate(pivots):
        line[column] = -rows[r][free]
    return None, line


def _unit(n: int, k: int) -> list[Fraction]:
    return [Fraction(int(j == k)) for j in range(n)]


def _spread(point: Sequence[Fraction], places: Sequence[int], n: int) -> list[Fraction]:
    """A point of some coordinates among all of them, the others 0."""
    whole = [Fraction(0)] * n
    for place, x in zip(places, point, strict=True):
        whole[place] = x
    return whole
