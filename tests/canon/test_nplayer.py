"""Known games with three players and two actions each, with all their equilibria, which are isolated.

A strategy is the probability of action 0; [a, b, d] in the file is a + b sqrt(d).
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import deterrence as dt

RECORDS = json.loads((Path(__file__).parent / "nplayer.json").read_text(encoding="utf-8"))


def is_number(x, entry):
    """Whether an exact number is the one that the file says."""
    if isinstance(entry, str):
        return isinstance(x, Fraction) and x == Fraction(entry)
    a, b, d = Fraction(entry[0]), Fraction(entry[1]), entry[2]
    return not isinstance(x, Fraction) and (x - a) * (x - a) == b * b * d and (x > a) == (b > 0)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["name"])
def test_nash(record):
    payoffs = {tuple(f"action {c}" for c in cell): row for cell, row in record["payoffs"].items()}
    eqs = dt.nash(dt.NormalForm(players=("A", "B", "C"), payoffs=payoffs))
    assert eqs.complete
    assert len(eqs.components) == len(eqs.extreme) == len(record["equilibria"])
    for point in record["equilibria"]:
        found = [eq for eq in eqs.extreme if all(is_number(v[0], entry) for v, entry in zip(eq.vectors, point, strict=True))]
        assert len(found) == 1
        assert found[0].exact == all(isinstance(entry, str) for entry in point)
        for (low, high), entry in zip((row[0] for row in found[0].enclosures), point, strict=True):
            if not isinstance(entry, str):
                assert 0 < high - low <= found[0].error < Fraction(1, 10**15)
    assert sum(component.index for component in eqs) == 1
    assert eqs.verify().max_regret == 0
