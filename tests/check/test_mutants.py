"""Ten thousand changed certificates of small games: those that are still true are confirmed, and no others.

True means that every statement holds, those of the proof included; `truth` decides that by brute force.
"""

import json
from collections import Counter
from contextlib import suppress
from functools import cache
from random import Random

import pytest

import deterrence as dt
from tests.check import truth
from tests.check.mutants import mutant
from tests.check.test_checker import checked

SHAPES = [(2, 2), (2, 2), (2, 3), (3, 2), (3, 3)]
BATCHES, SIZE = 8, 1250


@cache
def certificates():
    """Certificates of some games with and without ties, in both forms where there are two."""
    rng, found = Random(20), []
    for k in range(45):
        m, n = SHAPES[k % len(SHAPES)]
        largest = (1, 2, 9)[k % 3]
        first, second = ([[rng.randint(-largest, largest) for _ in range(n)] for _ in range(m)] for _ in range(2))
        eqs = dt.nash(dt.NormalForm.from_arrays(first, second))
        found.append(json.dumps(eqs.certificate("vertices")))
        with suppress(dt.UnsupportedGame):
            found.append(json.dumps(eqs.certificate("tree")))
    return found


def test_the_originals_are_true():
    forms = Counter()
    for text in certificates():
        document = json.loads(text)
        forms[document["form"]] += 1
        assert truth.holds(document)
        assert checked(document)[0] == 0
    assert forms["vertices"] == 45
    assert forms["tree"] >= 10


@pytest.mark.parametrize("batch", range(BATCHES))
def test_mutants(batch):
    rng, codes = Random(f"mutants {batch}"), Counter()
    for _ in range(SIZE):
        document = mutant(rng.choice(certificates()), rng)
        true = truth.holds(document)
        code, said = checked(document)
        assert true == (code == 0), (said, json.dumps(document))
        codes[code] += 1
    assert codes[1] + codes[2] >= 0.9 * SIZE
    # most are well-formed and false, some still true
    assert codes[1] >= 0.6 * SIZE
    assert codes[0] > 0
