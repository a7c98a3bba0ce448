"""Linear programs in exact arithmetic: the simplex method in two phases, with Bland's rule, which cannot cycle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

Constraint = tuple[Sequence[Fraction | int], str, Fraction | int]


def maximise(objective: Sequence[Fraction | int], constraints: Iterable[Constraint]) -> Fraction | None:
    """Maximise a linear objective over x >= 0; None if no x is feasible.

    A constraint is (coefficients, "<=", ">=" or "=", bound). An unbounded objective is an ArithmeticError.
    """
    rows, basis, n = _start(len(objective), list(constraints))
    artificial = range(n, n + len(rows))
    _climb(rows, basis, [Fraction(0)] * n + [Fraction(-1)] * len(rows), range(n))
    if any(row[-1] for row, k in zip(rows, basis, strict=True) if k in artificial):
        return None
    for i in reversed(range(len(rows))):  # artificial variables that are still in the basis are 0 there
        if basis[i] in artificial:
            column = next((k for k in range(n) if rows[i][k]), None)
            if column is None:
                del rows[i], basis[i]
            else:
                _pivot(rows, basis, i, column)
    gains = [Fraction(x) for x in objective]
    gains += [Fraction(0)] * (n + len(artificial) - len(gains))
    _climb(rows, basis, gains, range(n))
    return sum((gains[k] * row[-1] for row, k in zip(rows, basis, strict=True)), Fraction(0))


def feasible(n: int, constraints: Iterable[Constraint]) -> bool:
    """Tell whether some x >= 0 with n entries meets the constraints."""
    return maximise([0] * n, constraints) is not None


def in_hull(points: Iterable[Sequence[Fraction]], point: Sequence[Fraction]) -> bool:
    """Tell whether a point is a mixture of some points."""
    points = list(points)
    rows: list[Constraint] = [([p[k] for p in points], "=", x) for k, x in enumerate(point)]
    return feasible(len(points), [*rows, ([1] * len(points), "=", 1)])


def _start(n, constraints):
    """Write equations with slacks and artificial variables: the rows, the basis, and how many columns come before these."""
    slacks = [i for i, (_, sense, _) in enumerate(constraints) if sense != "="]
    rows, basis = [], []
    for i, (coefficients, sense, bound) in enumerate(constraints):
        slack = [Fraction((1 if sense == "<=" else -1) * (i == k)) for k in slacks]
        body = [*map(Fraction, coefficients), *slack]
        assert len(coefficients) == n
        sign = -1 if bound < 0 else 1
        unit = [Fraction(int(i == k)) for k in range(len(constraints))]
        rows.append([sign * x for x in body] + unit + [sign * Fraction(bound)])
        basis.append(n + len(slacks) + i)
    return rows, basis, n + len(slacks)


def _climb(rows, basis, gains, columns) -> None:
    """Pivot until no column in the range raises the objective."""
    while True:
        entering = next((k for k in columns if k not in basis and _worth(rows, basis, gains, k) > 0), None)
        if entering is None:
            return
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(rows) if row[entering] > 0]
        if not ratios:
            raise ArithmeticError("the objective is unbounded")
        _pivot(rows, basis, min(ratios)[2], entering)


def _worth(rows, basis, gains, column) -> Fraction:
    return gains[column] - sum(gains[k] * row[column] for row, k in zip(rows, basis, strict=True) if gains[k])


def _pivot(rows, basis, i, column) -> None:
    pivot = rows[i][column]
    rows[i] = [x / pivot for x in rows[i]]
    for j, row in enumerate(rows):
        if j != i and row[column]:
            factor = row[column]
            rows[j] = [x - factor * y if y else x for x, y in zip(row, rows[i], strict=True)]
    basis[i] = column
