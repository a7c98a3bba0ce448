"""Known games with their complete equilibrium sets, each with its source; one body per concept.

In the files a component is a list of maximal pieces, and a piece a pair of lists of vertices, one per player.
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import deterrence as dt
from tests.brute import bimatrix, bridge, signalling

HERE = Path(__file__).parent
BIMATRIX = json.loads((HERE / "bimatrix.json").read_text(encoding="utf-8"))
SIGNALLING = json.loads((HERE / "signalling.json").read_text(encoding="utf-8"))


def exact(entry):
    """Read nested lists of numbers in strings as tuples of Fractions."""
    return Fraction(entry) if isinstance(entry, str) else tuple(map(exact, entry))


def expected(record):
    return frozenset(
        frozenset((frozenset(first), frozenset(second)) for first, second in component)
        for component in exact(record["components"])
    )


def check(eqs, record):
    """The set is complete, equal to the record's, and passes the verifier."""
    assert bridge.structure(eqs) == expected(record)
    assert len(eqs.extreme) == len({eq.vectors for eq in eqs.extreme}) == sum(len(c.extreme) for c in eqs.components)
    assert eqs.complete
    eqs.verify()


@pytest.mark.parametrize("record", BIMATRIX, ids=lambda record: record["name"])
def test_nash(record):
    check(dt.nash(dt.NormalForm.from_arrays(record["rows"], record["columns"])), record)


@pytest.mark.parametrize("record", SIGNALLING, ids=lambda record: record["name"])
def test_perfect_bayesian(record):
    game = dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types=record["types"],
        messages=list(record["messages"]),
        replies=record["messages"],
        payoffs=lambda t, m, a: record["payoffs"][t][m][a],
    )
    check(dt.perfect_bayesian(game), record)


@pytest.mark.parametrize("record", BIMATRIX, ids=lambda record: record["name"])
def test_brute_force_on_bimatrix_games(record):
    """What the solvers are held against elsewhere must itself know these games."""
    assert bimatrix.components(exact(record["rows"]), exact(record["columns"])) == expected(record)


@pytest.mark.parametrize("record", SIGNALLING, ids=lambda record: record["name"])
def test_brute_force_on_signalling_games(record):
    payoffs = [
        [[record["payoffs"][t][m][a] for a in replies] for m, replies in record["messages"].items()] for t in record["types"]
    ]
    sender, receiver = ([[[exact(cell[i]) for cell in row] for row in rows] for rows in payoffs] for i in range(2))
    game = signalling.Game(exact(list(record["types"].values())), sender, receiver)
    assert signalling.components(game) == expected(record)
