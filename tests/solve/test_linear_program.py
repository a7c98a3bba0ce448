"""Exact linear programs against floating-point ones, on thousands of small random programs."""

from fractions import Fraction
from random import Random

import pytest
from scipy.optimize import linprog

from deterrence.solve.linear_program import maximise

F = Fraction


def _draw(rng):
    n = rng.randint(1, 5)

    def rows(count, width):
        return [
            ([F(rng.randint(-width, width), rng.randint(1, 3)) for _ in range(n)], F(rng.randint(-3, 5)))
            for _ in range(count)
        ]

    at_most, equal = rows(rng.randint(0, 5), 3), rows(rng.randint(0, 3), 2)
    if rng.random() < 0.5:
        at_most.append(([F(1)] * n, F(10)))
    return [F(rng.randint(-3, 3)) for _ in range(n)], at_most, equal


def _in_floats(objective, at_most, equal):
    def split(constraints):
        rows = [[float(c) for c in row] for row, _ in constraints] or None
        return rows, [float(b) for _, b in constraints] or None

    a_ub, b_ub = split(at_most)
    a_eq, b_eq = split(equal)
    return linprog([-float(c) for c in objective], A_ub=a_ub, b_ub=b_ub, A_eq=a_eq, b_eq=b_eq, method="highs")


@pytest.mark.parametrize("seed", range(8))
def test_against_floating_point(seed):
    rng = Random(seed)
    solved = 0
    for _ in range(150):
        objective, at_most, equal = _draw(rng)
        floats = _in_floats(objective, at_most, equal)
        try:
            found = maximise(objective, at_most, equal)
        except ArithmeticError:
            assert floats.status in (2, 3, 4)
            continue
        if found is None:
            assert floats.status in (2, 4)
            continue
        solved += 1
        assert floats.status == 0
        assert abs(float(found.value) + floats.fun) < 1e-7
        assert min(found.point) >= 0
        assert all(sum(map(F.__mul__, row, found.point)) <= bound for row, bound in at_most)
        assert all(sum(map(F.__mul__, row, found.point)) == bound for row, bound in equal)
    assert solved > 20


def test_a_cycling_example():
    """Beale's program, on which the largest-coefficient rule alone goes round for ever."""
    objective = [F(3, 4), F(-20), F(1, 2), F(-6)]
    at_most = [
        ([F(1, 4), F(-8), F(-1), F(9)], F(0)),
        ([F(1, 2), F(-12), F(-1, 2), F(3)], F(0)),
        ([F(0), F(0), F(1), F(0)], F(1)),
    ]
    assert maximise(objective, at_most).value == F(5, 4)
