"""Correlated equilibrium, commitment, security levels and rationalizability: known values, and the definitions."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

import deterrence as dt
from tests.brute import draw

F = Fraction


def _game(rows, columns):
    return dt.NormalForm.from_arrays(rows, columns)


def _random(seed, shape, largest=3):
    rng = Random(f"{seed} {shape}")
    return _game(*(draw.matrix(rng, *shape, largest) for _ in range(2)))


# --- correlated equilibrium ---------------------------------------------------------------------------------------


def test_chicken():
    """Aumann's chicken: the best sum is 21/2, by (1/2, 1/4, 1/4, 0), more than any Nash equilibrium's 9."""
    found = dt.correlated(_game([[6, 2], [7, 0]], [[6, 7], [2, 0]]))
    assert found.optimum == F(21, 2)
    assert dict(found.distribution) == {
        ("action 1", "action 1"): F(1, 2),
        ("action 1", "action 2"): F(1, 4),
        ("action 2", "action 1"): F(1, 4),
    }
    assert len(found.extreme) == 5
    found.verify()


def test_an_inspection_game_gains_nothing():
    """Where the Nash equilibrium is unique and mixed in a 2x2 game, it is the only correlated one."""
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, readiness_cost="1/2")
    found = dt.correlated(game, "payoff:defender")
    (equilibrium,) = dt.nash(game).extreme
    assert equilibrium["challenger"]["probe"] == F(1, 3)
    assert found.optimum == equilibrium.payoffs["defender"]
    assert found.band("clash") == (F(1, 12), F(1, 12))  # 1/3 * 1/4
    assert found.band({("probe", "respond"): 1}) == (F(1, 12), F(1, 12))


@pytest.mark.parametrize("seed", range(25))
def test_the_set_holds_every_nash_equilibrium(seed):
    game = _random(seed, (3, 3))
    for player in game.players:
        least, most = dt.correlated(game).band(f"payoff:{player}")
        for eq in dt.nash(game).extreme:
            assert least <= eq.payoffs[player] <= most


def _obeys(game, distribution):
    for i, player in enumerate(game.players):
        for told, instead in product(game.actions[player], repeat=2):
            gain = sum(
                p * (game.payoffs[(*cell[:i], instead, *cell[i + 1 :])][i] - game.payoffs[cell][i])
                for cell, p in distribution.items()
                if cell[i] == told
            )
            if gain > 0:
                return False
    return sum(distribution.values()) == 1


@pytest.mark.parametrize("seed", range(20))
def test_vertices_obey_and_bound_every_objective(seed):
    game = _random(seed, (2, 3))
    found = dt.correlated(game)
    assert all(_obeys(game, vertex) for vertex in found.extreme)
    rng = Random(seed)
    weights = {cell: rng.randint(-5, 5) for cell in game.payoffs}
    values = [sum(p * weights[cell] for cell, p in vertex.items()) for vertex in found.extreme]
    assert found.band(weights) == (min(values), max(values))


def test_three_players():
    """Majority: each of three earns 1 if it agrees with both others, so agreeing on either action is best."""
    cube = [[[int(i == j == k) for k in range(2)] for j in range(2)] for i in range(2)]
    assert dt.correlated(dt.NormalForm.from_arrays(cube, cube, cube)).optimum == 3


def test_bad_objectives():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    with pytest.raises(dt.InvalidParameter, match="did you mean 'clash'"):
        dt.correlated(game, "clahs")
    with pytest.raises(dt.InvalidParameter, match="does not have"):
        dt.correlated(game, {("probe", "wait"): 1})
    with pytest.raises(dt.InvalidParameter, match="the objective is 3; give a measure such as 'payoff:challenger'"):
        dt.correlated(game, 3)
    with pytest.raises(dt.InvalidParameter, match="nan"):
        dt.correlated(game, {("probe", "respond"): float("nan")})
    with pytest.raises(dt.UnsupportedGame, match="vertices"):
        _ = dt.correlated(_random(1, (5, 5))).extreme


# --- commitment ---------------------------------------------------------------------------------------------------


def test_commitment_of_conitzer_and_sandholm():
    """The row player's dominant action is worth 2 in equilibrium; it commits to an even mix and gets 7/2."""
    game = _game([[2, 4], [1, 3]], [[1, 0], [0, 1]])
    found = dt.stackelberg(game, leader="player 1")
    assert (found.value, found.reply) == (F(7, 2), "action 2")
    assert set(found.strategy.values()) == {F(1, 2)}
    assert not found.attained  # the follower is indifferent there
    assert dt.stackelberg(game, leader="player 1", ties="weak").value == F(7, 2)


def test_weak_commitment_fears_the_worst_tie():
    """The follower never cares: strongly the leader takes its best column, weakly it must fear the worst one."""
    game = _game([[3, 0], [2, 1]], [[0, 0], [0, 0]])
    assert dt.stackelberg(game, leader="player 1").value == 3
    weak = dt.stackelberg(game, leader="player 1", ties="weak")
    assert (weak.value, weak.attained) == (1, True)


@pytest.mark.parametrize("seed", range(40))
def test_no_commitment_on_a_grid_does_better(seed):
    """Over a grid of 61 mixes of two actions: none beats the value, and near the optimum some come close to the weak one."""
    game = _random(seed, (2, 3), 2)
    strong, weak = (dt.stackelberg(game, leader="player 1", ties=ties) for ties in ("strong", "weak"))
    first, second = game.bimatrix()
    optimum = next(iter(weak.strategy.values()))
    grid = [F(i, 60) for i in range(61)]
    near = [x for x in (optimum - F(1, 10**6), optimum, optimum + F(1, 10**6)) if 0 <= x <= 1]
    best_weak = None
    for x in grid + near:
        gets = [x * second[0][j] + (1 - x) * second[1][j] for j in range(3)]
        earns = [x * first[0][j] + (1 - x) * first[1][j] for j in range(3)]
        replies = [j for j in range(3) if gets[j] == max(gets)]
        assert max(earns[j] for j in replies) <= strong.value
        pessimistic = min(earns[j] for j in replies)
        assert pessimistic <= weak.value
        best_weak = pessimistic if best_weak is None else max(best_weak, pessimistic)
    assert weak.value - best_weak <= F(1, 10**4)
    for eq in dt.nash(game).extreme:
        assert eq.payoffs["player 1"] <= strong.value


def test_bad_commitments():
    game = _game([[1]], [[1]])
    with pytest.raises(dt.InvalidParameter, match="player 1, player 2"):
        dt.stackelberg(game, leader="player 3")
    with pytest.raises(dt.InvalidParameter, match="'strong', 'weak'"):
        dt.stackelberg(game, leader="player 1", ties="random")


# --- security levels ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_security_from_both_sides(seed):
    """The strategy earns the value against everything, and the punishment lets nothing earn more."""
    rng = Random(seed)
    tables = [[[[rng.randint(-4, 4) for _ in range(2)] for _ in range(3)] for _ in range(2)] for _ in range(3)]
    game = dt.NormalForm.from_arrays(*tables)
    for i, (player, level) in enumerate(dt.minmax(game).items()):
        assert sum(level.strategy.values()) == sum(level.punishment.values()) == 1
        for other in product(*(a for p, a in game.actions.items() if p != player)):
            cells = {own: (*other[:i], own, *other[i:]) for own in game.actions[player]}
            assert sum(x * game.payoffs[cells[own]][i] for own, x in level.strategy.items()) >= level.value
        for own in game.actions[player]:
            held = sum(p * game.payoffs[(*o[:i], own, *o[i:])][i] for o, p in level.punishment.items())
            assert held <= level.value


def test_security_of_zero_sum_games_is_the_value():
    game = _game([[3, -1], [-2, 4]], [[-3, 1], [2, -4]])
    levels = dt.minmax(game)
    assert levels["player 1"].value == -levels["player 2"].value == F(3 * 4 - 2, 3 + 1 + 2 + 4)


# --- rationalizability --------------------------------------------------------------------------------------------


def test_elimination_tells_why():
    """Action 3 is dominated only by an even mix of the two others, and then action 2 of the column player falls."""
    game = _game([[4, 0], [0, 4], [1, 1]], [[1, 0], [1, 0], [0, 9]])
    found = dt.rationalizable(game)
    assert dict(found.actions) == {"player 1": ("action 1",), "player 2": ("action 1",)}
    first, second, third = found.eliminated
    assert (first.action, first.round, sum(first.by.values())) == ("action 3", 1, 1)
    assert (second.player, second.action, second.round) == ("player 2", "action 2", 2)
    assert (third.action, third.round) == ("action 2", 3)


@pytest.mark.parametrize("seed", range(30))
def test_nothing_that_an_equilibrium_uses_is_eliminated(seed):
    game = _random(seed, (3, 3))
    left = dt.rationalizable(game).actions
    for eq in dt.nash(game).extreme:
        for player in game.players:
            assert {a for a, p in eq[player].items() if p} <= set(left[player])


def test_weak_dominance_is_not_enough():
    assert dt.rationalizable(_game([[1, 1], [1, 0]], [[0, 0], [0, 0]])).eliminated == ()
