"""All extreme equilibria, against lrsnash where it is installed; it takes whole payoffs only."""

from random import Random

import pytest

import deterrence as dt
from tests.brute import lrs

pytestmark = pytest.mark.skipif(lrs.path() is None, reason="lrsnash is not installed (lrslib)")

SIZES = [(2, 2), (2, 4), (3, 3), (4, 3), (5, 5), (7, 7), (8, 8)]


def _draw(rng, shape, largest):
    return [[rng.randint(0, largest) for _ in range(shape[1])] for _ in range(shape[0])]


@pytest.mark.parametrize("shape", SIZES, ids=str)
@pytest.mark.parametrize("largest", [1, 2, 2000])
def test_extreme_equilibria(shape, largest):
    rng = Random(f"lrsnash {shape} {largest}")
    for _ in range(20 if min(shape) < 7 else 3):
        rows, columns = _draw(rng, shape, largest), _draw(rng, shape, largest)
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert eqs.complete
        assert {eq.vectors for eq in eqs.extreme} == lrs.extreme_points(rows, columns), (rows, columns)


def test_pure_conflict():
    rng = Random("lrsnash zero-sum")
    for _ in range(20):
        rows = _draw(rng, (6, 6), 2)
        columns = [[-x for x in row] for row in rows]
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert {eq.vectors for eq in eqs.extreme} == lrs.extreme_points(rows, columns), rows
