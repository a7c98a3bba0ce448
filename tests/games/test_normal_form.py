"""Games in normal form: what may be given, and what is kept of it."""

from decimal import Decimal
from fractions import Fraction

import nashpy
import numpy as np
import pytest
import sympy

import deterrence as dt

F = Fraction
PROBE = {
    ("probe", "respond"): (-4, -1),
    ("probe", "tolerate"): (3, -2),
    ("refrain", "respond"): (0, 0),
    ("refrain", "tolerate"): (0, 0),
}


def probe(**more):
    return dt.NormalForm(players=("challenger", "defender"), payoffs=PROBE, **more)


def test_labels_in_the_order_of_the_payoffs():
    game = probe()
    assert game.players == ("challenger", "defender")
    assert dict(game.actions) == {"challenger": ("probe", "refrain"), "defender": ("respond", "tolerate")}
    assert game.shape == (2, 2)
    assert game.payoffs["probe", "respond"] == (-4, -1)
    assert game.bimatrix() == ([[-4, 3], [0, 0]], [[-1, -2], [0, 0]])


def test_payoffs_as_a_function():
    same = ("a", "b")
    game = dt.NormalForm(("row", "column"), lambda r, c: (int(r == c), -int(r == c)), actions={"row": same, "column": same})
    assert game.bimatrix() == ([[1, 0], [0, 1]], [[-1, 0], [0, -1]])


def test_actions_may_be_ordered_otherwise():
    game = probe(actions={"challenger": ("refrain", "probe"), "defender": ("respond", "tolerate")})
    assert game.bimatrix()[0] == [[0, 0], [-4, 3]]


def test_outcomes_may_overlap_and_be_left_out():
    game = probe(outcomes={("probe", "respond"): {"clash": 1, "crisis": "1/2"}, ("probe", "tolerate"): "crisis"})
    assert game.outcome_names == ("clash", "crisis")
    assert game.outcomes["probe", "respond"] == {"clash": 1, "crisis": F(1, 2)}
    assert game.outcomes["probe", "tolerate"] == {"crisis": 1}
    assert game.outcomes["refrain", "respond"] == {}


@pytest.mark.parametrize(
    "given",
    [
        [[1, "3/7"], ["-0.5", 0]],
        ((1, F(3, 7)), (Decimal("-0.5"), 0)),
        np.array([[1, "3/7"], [-0.5, 0]], dtype=object),
        np.array([["1", "3/7"], ["-0.5", "0"]]),
        [[1.0, sympy.Rational(3, 7)], [np.float64(-0.5), np.int64(0)]],
    ],
    ids=["lists", "tuples", "objects", "numpy text", "scalars"],
)
def test_from_arrays_reads_exactly(given):
    game = dt.NormalForm.from_arrays(given, [[0, 0], [0, 0]])
    assert game.bimatrix()[0] == [[1, F(3, 7)], [F(-1, 2), 0]]


@pytest.mark.parametrize("kind", [float, np.float64, np.float32, np.float16])
def test_floats_are_the_decimals_that_print_them(kind):
    """0.1 + 0.2 is another decimal than 0.3, so it is another number; 0.1 is 1/10 in every width."""
    game = dt.NormalForm.from_arrays([[kind(0.1), 0.1 + 0.2]], [[0, 0]])
    assert game.numbers[0][0] == F(1, 10)
    assert game.numbers[1][0] == F("0.30000000000000004")


def test_from_arrays_names():
    game = dt.NormalForm.from_arrays([[1, 0, 0]], [[0, 0, 2]])
    assert game.players == ("player 1", "player 2")
    assert game.actions["player 2"] == ("action 1", "action 2", "action 3")
    named = dt.NormalForm.from_arrays(
        [[1, 0]], [[0, 2]], players=("us", "them"), actions={"us": ["wait"], "them": ["come", "go"]}, title="Gate"
    )
    assert named.payoffs["wait", "go"] == (0, 2)
    assert named.title == "Gate"
    assert named == dt.NormalForm.from_arrays([[1, 0]], [[0, 2]], players=("us", "them"), actions=[["wait"], ["come", "go"]])


def test_three_players():
    """Entry [i][j][k] of the n-th tensor is what the n-th player gets at (i, j, k)."""
    tensors = [np.arange(12).reshape(1, 2, 6)[:, :, :3] + 100 * n for n in range(3)]
    game = dt.NormalForm.from_arrays(*tensors)
    assert game.shape == (1, 2, 3)
    assert game.payoffs["action 1", "action 2", "action 3"] == (8, 108, 208)


def test_nashpy_and_back():
    first, second = [[1, 0.25], [-3, 2]], [[0.1, 5], [2, 7]]
    theirs = nashpy.Game(first, second)
    game = dt.NormalForm.from_nashpy(theirs, players=("r", "c"))
    assert game.bimatrix() == ([[1, F(1, 4)], [-3, 2]], [[F(1, 10), 5], [2, 7]])
    back = game.to_nashpy()
    assert isinstance(back, nashpy.Game)
    assert np.array_equal(back.payoff_matrices[0], first)
    assert np.array_equal(back.payoff_matrices[1], second)
    assert dt.NormalForm.from_nashpy(back, players=("r", "c")) == game


def test_zero_sum_games_of_nashpy():
    assert dt.NormalForm.from_nashpy(nashpy.Game([[1, -2]])).bimatrix()[1] == [[-1, 2]]


def test_nashpy_has_two_players_only():
    with pytest.raises(dt.UnsupportedGame, match="two-player games only; this one has 3 players"):
        dt.NormalForm.from_arrays([[[1]]], [[[1]]], [[[1]]]).to_nashpy()


def test_equality_and_hash():
    assert probe() == probe()
    assert hash(probe()) == hash(probe())
    assert probe() != probe(outcomes={("probe", "respond"): "clash"})
    assert probe() != dt.NormalForm(("challenger", "defender"), PROBE | {("probe", "respond"): (-4, -2)})
    assert probe() != dt.NormalForm(("challenger", "ally"), PROBE)
    assert probe() != PROBE
    assert len({probe(), probe()}) == 1


def test_games_are_immutable():
    game = probe()
    with pytest.raises(AttributeError, match="games are immutable"):
        game.title = "another"
    with pytest.raises(TypeError):
        game.payoffs["probe", "respond"] = (0, 0)
    with pytest.raises(TypeError):
        game.actions["challenger"] = ()
    with pytest.raises(TypeError):
        game.outcomes["probe", "respond"]["clash"] = 1


def test_a_list_given_may_change_afterwards():
    rows = [[1, 2]]
    game = dt.NormalForm.from_arrays(rows, [[0, 0]])
    rows[0][0] = 9
    assert game.bimatrix()[0] == [[1, 2]]
