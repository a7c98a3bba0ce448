"""Logit equilibria: the definition at every point, scalar equations, and the limit."""

from math import exp, inf
from random import Random

import numpy as np
import pytest
from scipy.optimize import brentq

import deterrence as dt
from tests.brute import draw


def _softmax_error(branch, k):
    """How far a point is from playing each action in proportion to exp(rationality * payoff)."""
    game, worst = branch.game, 0.0
    mixed = [np.array([chances[k] for chances in branch.probabilities[p].values()]) for p in game.players]
    for i, player in enumerate(game.players):
        expected = []
        for action in game.actions[player]:
            total = 0.0
            for cell, row in game.payoffs.items():
                if cell[i] == action:
                    chance = 1.0
                    for j, other in enumerate(game.players):
                        if j != i:
                            chance *= mixed[j][game.actions[other].index(cell[j])]
                    total += chance * float(row[i])
            expected.append(branch.rationality[k] * total)
        weights = np.exp(np.array(expected) - max(expected))
        worst = max(worst, float(np.max(np.abs(mixed[i] - weights / weights.sum()))))
    return worst


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shape", [(2, 2), (3, 4)])
def test_every_point_is_a_logit_equilibrium_and_the_end_is_near_a_nash_equilibrium(shape, seed):
    rng = Random(f"{shape} {seed}")
    game = dt.NormalForm.from_arrays(*(draw.matrix(rng, *shape, 99) for _ in range(2)))
    branch = dt.quantal_response_path(game)
    assert branch.stopped == "arrived at a Nash equilibrium"
    for k, rationality in enumerate(branch.rationality):
        # the exponents are floats of size rationality * 198, solved to 13 digits
        assert _softmax_error(branch, k) < 1e-12 + 1e-13 * 198 * rationality
    assert branch.rationality[0] == 0
    assert branch.regret <= 1e-8 * 198
    ends = [branch[p] for p in game.players]
    distances = [
        max(abs(end[a] - float(eq[p][a])) for p, end in zip(game.players, ends, strict=True) for a in end)
        for eq in dt.nash(game).extreme
    ]
    assert min(distances) < 1e-3


def test_probabilities_are_labelled():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    branch = dt.quantal_response_path(game)
    assert {p: tuple(chances) for p, chances in branch.probabilities.items()} == dict(game.actions)
    for chances in branch.probabilities.values():
        assert all(x.shape == branch.rationality.shape for x in chances.values())
        assert sum(chances.values()) == pytest.approx(1, abs=1e-12)
    # from even chances to what the challenger ends with
    assert branch.probabilities["challenger"]["refrain"][0] == 0.5
    assert branch.probabilities["challenger"]["refrain"][-1] == branch["challenger"]["refrain"] == pytest.approx(1)


def test_three_players():
    rng = Random(3)
    tables = [[draw.matrix(rng, 2, 2, 9) for _ in range(2)] for _ in range(3)]
    branch = dt.quantal_response_path(dt.NormalForm.from_arrays(*tables))
    assert max(_softmax_error(branch, k) for k in range(len(branch.rationality))) < 1e-7


@pytest.mark.parametrize("rationality", [0.1, 1, 5])
def test_a_player_against_a_constant(rationality):
    """The column player never cares and mixes evenly; the row player's odds are exp(rationality (3 - 1) / 2)."""
    game = dt.NormalForm.from_arrays([[3, 0], [0, 1]], [[0, 0], [0, 0]])
    found = dt.quantal_response(game, rationality)
    odds = exp(rationality * (3 - 1) / 2)
    assert found["player 1"]["action 1"] == pytest.approx(odds / (1 + odds), abs=1e-9)
    assert found["player 2"]["action 1"] == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("rationality", [0.5, 2, 8])
def test_a_symmetric_game_is_one_scalar_equation(rationality):
    """Hawk and dove with values 2 and 3: on the symmetric branch p = logistic(rationality (u_hawk - u_dove)), one root."""
    game = dt.NormalForm.from_arrays([[-2, 2], [0, 1]], [[-2, 0], [2, 1]])
    expected = brentq(lambda p: p - 1 / (1 + exp(-rationality * ((-2 * p + 2 * (1 - p)) - (1 - p)))), 0, 1)
    branch = dt.quantal_response_path(game)
    if rationality < branch.rationality[-1]:
        found = dt.quantal_response(game, rationality)
        assert found["player 1"]["action 1"] == pytest.approx(expected, abs=1e-8)
        assert found["player 2"]["action 1"] == pytest.approx(expected, abs=1e-8)
        (crossing,) = branch.crossings(rationality)
        assert crossing["player 1"]["action 1"] == pytest.approx(expected, abs=5e-2)
    else:
        assert "bifurcation" in branch.stopped
        with pytest.raises(dt.LimitReached, match="bifurcation"):
            dt.quantal_response(game, rationality)


def test_risk_dominance_is_selected_in_a_stag_hunt():
    """The principal branch of a symmetric 2x2 coordination game ends at the risk-dominant equilibrium, here hare."""
    game = dt.NormalForm.from_arrays([[4, 0], [3, 3]], [[4, 3], [0, 3]])
    branch = dt.quantal_response_path(game)
    assert branch["player 1"]["action 2"] == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("rows, columns", [([[9, 0], [0, 1]], [[1, 0], [0, 9]]), ([[3, 0], [0, 2]], [[2, 0], [0, 3]])])
def test_an_exact_tie_of_risk_dominance_is_reported(rows, columns):
    """The products of deviation losses are equal, so that the branch meets two others: nothing may pick an arm."""
    branch = dt.quantal_response_path(dt.NormalForm.from_arrays(rows, columns))
    assert branch.stopped.startswith("bifurcation at rationality")


def test_units_of_utility_only_rescale_the_precision():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    scaled = dt.models.probe_game(gain=1000, clash_cost=3000, tolerate_cost=2000, respond_cost=1000)
    first, second = dt.quantal_response(game, 2), dt.quantal_response(scaled, 0.002)
    assert first["challenger"]["probe"] == pytest.approx(second["challenger"]["probe"], abs=1e-9)


def test_bad_input():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    for wrong in (-1, inf, float("nan"), "much", None, True):
        with pytest.raises(dt.InvalidParameter, match="rationality"):
            dt.quantal_response(game, wrong)
    with pytest.raises(dt.UnsupportedGame, match="NormalForm"):
        dt.quantal_response(dt.models.warning_game(), 1)
    with pytest.raises(dt.UnsupportedGame, match="gain"):
        dt.quantal_response_path(game.free("gain"))
    assert dt.quantal_response_path(game, max_points=3).stopped == "limit of 3 points"
    for wrong in (0, -1, "x", True):
        with pytest.raises(dt.InvalidParameter, match="max_points is"):
            dt.quantal_response_path(game, max_points=wrong)
    with pytest.raises(dt.UnsupportedGame, match="more than a float can hold"):
        dt.quantal_response(dt.NormalForm.from_arrays([[10**400, 0], [0, 1]], [[0, 1], [1, 0]]), 1)


def test_a_large_constant_in_the_payoffs_changes_nothing():
    """With a dominant action that pays 1 more, logit at precision 1 takes it with probability e / (1 + e)."""
    table = [[2**70 + 1, 2**70 + 1], [2**70, 2**70]]
    branch = dt.quantal_response(dt.NormalForm.from_arrays(table, [[0, 0], [0, 0]]), 1)
    assert branch["player 1"]["action 1"] == pytest.approx(exp(1) / (1 + exp(1)), abs=1e-9)
    one, _ = dt.players("one two")
    tree = dt.ExtensiveForm(one.chooses(a=dt.outcome(one=2**70 + 1, two=0), b=dt.outcome(one=2**70, two=0)))
    assert dt.quantal_response(tree, 1)["one"]["root"]["a"] == pytest.approx(exp(1) / (1 + exp(1)), abs=1e-9)
