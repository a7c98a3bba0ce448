"""Two-player games of up to 5 actions with awkward payoffs: against a brute force, and under what must not matter."""

from itertools import product
from random import Random

import pytest

import deterrence as dt
from tests.brute import bimatrix, bridge, families
from tests.brute.invariances import INVARIANCES

KINDS = list(product((*families.RANDOM, *families.DEGENERATE), families.UNITS))


@pytest.mark.parametrize("family, unit", KINDS)
def test_against_brute_force(family, unit):
    rng = Random(f"differential {family} {unit}")
    for i in range(140):
        rows, columns = families.draw(rng, family, unit)
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert eqs.complete
        assert bridge.structure(eqs) == bimatrix.components(rows, columns), (rows, columns)
        if i % 20 == 0:
            assert sum(component.index for component in eqs.components) == 1, (rows, columns)


@pytest.mark.parametrize("invariance", INVARIANCES)
@pytest.mark.parametrize("family", [*families.RANDOM, *families.DEGENERATE])
def test_what_must_not_matter(family, invariance):
    rng = Random(f"{invariance} {family}")
    for _ in range(40):
        rows, columns = families.draw(rng, family, largest=4)
        answer = bridge.structure(dt.nash(dt.NormalForm.from_arrays(rows, columns)))
        changed, expected = INVARIANCES[invariance](rng, rows, columns, answer)
        found = dt.nash(dt.NormalForm.from_arrays(*changed))
        assert found.complete
        assert bridge.structure(found) == expected, (rows, columns)
