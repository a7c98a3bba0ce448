"""Dynamics, against closed forms, conserved quantities and nashpy."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from random import Random

import numpy as np
import pytest

import deterrence as dt
from deterrence.analysis.motion import read_start

F = Fraction
PENNIES = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
#: Zero-sum with value 1/5; both play their first action with probability 2/5.
SKEWED = dt.NormalForm.from_arrays([[2, -1], [-1, 1]], [[-2, 1], [1, -1]])
#: Action 2 pays 1 more whatever the other does.
DILEMMA = dt.NormalForm.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
ROCK_PAPER_SCISSORS = dt.NormalForm.from_arrays([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], [[0, 1, -1], [-1, 0, 1], [1, -1, 0]])
#: Shapley (1964): the first player wants to match, the second to be one ahead.
SHAPLEY = dt.NormalForm.from_arrays([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 0, 0]])


def start(game, *chances):
    """Labels for plain probabilities."""
    return {
        player: dict(zip(actions, given, strict=True))
        for (player, actions), given in zip(game.actions.items(), chances, strict=True)
    }


def table(trajectory, player):
    return np.array(list(trajectory.probabilities[player].values()))


def three_players(payoff):
    return dt.NormalForm(players=("a", "b", "c"), payoffs=payoff, actions=dict.fromkeys(("a", "b", "c"), ("x", "y")))


# --- replicator -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [F(1, 100), F(1, 2), F(9, 10)])
def test_a_dominated_action_dies_out_at_the_rate_of_its_disadvantage(first):
    """log(x2 / x1) grows by 1 per unit of time."""
    path = dt.replicator(DILEMMA, start(DILEMMA, (first, 1 - first), ("1/2", "1/2")), duration=30)
    x1, x2 = table(path, "player 1")
    expected = path.time + np.log(float((1 - first) / first))
    assert np.log(x2 / x1) == pytest.approx(expected, abs=1e-7)


def test_three_players_with_a_dominant_action():
    """x adds 3 to everybody's payoff and y adds 2 to one's own, so that x pays 1 more, whatever the others do."""
    game = three_players(lambda *cell: [3 * cell.count("x") + 2 * (own == "y") for own in cell])
    path = dt.replicator(game, start(game, ("1/4", "3/4"), ("1/2", "1/2"), ("1/8", "7/8")), duration=10)
    for player, ratio in (("a", 1 / 3), ("b", 1), ("c", 1 / 7)):
        x, y = table(path, player)
        assert np.log(x / y) == pytest.approx(path.time + np.log(ratio), abs=1e-7)


@pytest.mark.parametrize("game, weights", [(PENNIES, (0.5, 0.5)), (SKEWED, (0.4, 0.6))])
def test_zero_sum_games_conserve_a_product(game, weights):
    """With an inner equilibrium (p, q) of a zero-sum game, sum p log x + sum q log y stays the same."""
    path = dt.replicator(game, start(game, ("3/10", "7/10"), ("4/5", "1/5")), duration=50)
    conserved = sum(np.array(weights) @ np.log(table(path, player)) for player in game.players)
    assert np.ptp(conserved) < 1e-7
    assert np.ptp(table(path, "player 1")[0]) > 0.3  # it does go round
    assert path.stopped == "time 50, still moving"


def test_rock_paper_scissors_in_one_population_conserves_the_product():
    begin = {"action 1": "1/2", "action 2": "3/10", "action 3": "1/5"}
    path = dt.replicator(ROCK_PAPER_SCISSORS, begin, duration=40, single_population=True)
    assert table(path, "player 1").prod(axis=0) == pytest.approx(0.03, abs=1e-8)
    assert np.array_equal(table(path, "player 1"), table(path, "player 2"))


@pytest.mark.parametrize("seed", range(5))
def test_the_same_paths_as_nashpy(seed):
    rng = Random(seed)
    a, b = ([[rng.randint(-3, 3) for _ in range(3)] for _ in range(2)] for _ in range(2))
    game = dt.NormalForm.from_arrays(a, b)
    path = dt.replicator(game, start(game, ("1/4", "3/4"), ("1/2", "1/3", "1/6")), duration=4, points=41)
    theirs = game.to_nashpy().asymmetric_replicator_dynamics(
        x0=np.array([1 / 4, 3 / 4]), y0=np.array([1 / 2, 1 / 3, 1 / 6]), timepoints=np.linspace(0, 4, 41)
    )
    for player, expected in zip(game.players, theirs, strict=True):
        assert pytest.approx(expected, abs=1e-5) == table(path, player).T


@pytest.mark.parametrize("seed", range(3))
def test_one_population_as_in_nashpy(seed):
    rng = Random(seed)
    a = [[rng.randint(-3, 3) for _ in range(3)] for _ in range(3)]
    game = dt.NormalForm.from_arrays(a, np.transpose(a))
    begin = dict(zip(game.actions["player 1"], ("1/2", "1/3", "1/6"), strict=True))
    path = dt.replicator(game, begin, duration=4, single_population=True, points=41)
    theirs = game.to_nashpy().replicator_dynamics(y0=np.array([1 / 2, 1 / 3, 1 / 6]), timepoints=np.linspace(0, 4, 41))
    assert pytest.approx(theirs, abs=1e-5) == table(path, "player 2").T


def test_one_population_of_three_players():
    """Whoever plays x gains 1: the same closed form as for two."""
    game = three_players(lambda *cell: [int(own == "x") for own in cell])
    path = dt.replicator(game, {"x": "1/5", "y": "4/5"}, duration=5, single_population=True)
    x, y = table(path, "c")
    assert np.log(x / y) == pytest.approx(path.time - np.log(4), abs=1e-7)


def test_what_is_not_played_is_never_played():
    path = dt.replicator(ROCK_PAPER_SCISSORS, start(ROCK_PAPER_SCISSORS, ("1/2", "1/2", 0), (0, 1, 0)), duration=30)
    assert not table(path, "player 1")[2].any()
    assert path.final["player 2"] == {"action 1": 0.0, "action 2": 1.0, "action 3": 0.0}
    assert path.final["player 1"]["action 2"] == pytest.approx(1, abs=1e-9)


def test_probabilities_stay_probabilities():
    """Even where one falls below the smallest float, the others sum to 1."""
    path = dt.replicator(DILEMMA, duration=5000)
    assert path.final["player 1"] == {"action 1": 0.0, "action 2": 1.0}
    assert table(path, "player 1").sum(axis=0) == pytest.approx(1, abs=1e-12)
    assert path.stopped == "time 5000, at rest"
    assert path.regret == 0


def test_equilibria_are_at_rest():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    for eq in dt.nash(game).extreme:
        path = dt.replicator(game, eq)
        assert path.stopped == "time 20, at rest"
        for player in game.players:
            assert path.final[player] == pytest.approx({a: float(x) for a, x in eq[player].items()}, abs=1e-9)


def test_a_large_constant_costs_no_precision():
    """Payoffs that differ by 1e-3 around 10**15 move as those around 0."""
    shifted = dt.NormalForm.from_arrays(
        [[F(10) ** 15 + F(u, 1000) for u in row] for row in ((2, -1), (-1, 1))],
        [[F(-(10**15)) - F(u, 1000) for u in row] for row in ((2, -1), (-1, 1))],
    )
    begin = ("3/10", "7/10"), ("4/5", "1/5")
    slow = dt.replicator(shifted, start(shifted, *begin), duration=10_000)
    assert table(slow, "player 1") == pytest.approx(
        table(dt.replicator(SKEWED, start(SKEWED, *begin), 10), "player 1"), abs=1e-7
    )


def test_gaps_beyond_floats_are_refused():
    with pytest.raises(dt.UnsupportedGame, match="divide them by a common factor"):
        dt.replicator(dt.NormalForm.from_arrays([["1e400", 0], [0, 1]], [[1, 0], [0, 1]]))


def test_a_path_that_is_too_long_ends_early(monkeypatch):
    monkeypatch.setattr("deterrence.analysis.motion.MAX_STEPS", 20)
    path = dt.replicator(PENNIES, start(PENNIES, (F(1, 5), F(4, 5)), ("1/2", "1/2")), duration=1000)
    assert path.stopped.startswith("limit of 20 steps at time")
    assert path.time[-1] < 1000
    assert len(table(path, "player 1")[0]) == len(path.time)


# --- logit ----------------------------------------------------------------------------------------------------------------


def test_without_precision_everybody_drifts_to_even_chances():
    path = dt.logit_dynamics(PENNIES, 0, start(PENNIES, (1, 0), ("1/4", "3/4")), duration=5)
    assert table(path, "player 1")[0] == pytest.approx(0.5 + 0.5 * np.exp(-path.time), abs=1e-9)
    assert table(path, "player 2")[0] == pytest.approx(0.5 - 0.25 * np.exp(-path.time), abs=1e-9)


@pytest.mark.parametrize("rationality", [0.5, 2])
def test_the_logit_dynamics_end_where_everybody_answers_by_logit(rationality):
    path = dt.logit_dynamics(SKEWED, rationality, duration=200)
    x, y = path.final["player 1"]["action 1"], path.final["player 2"]["action 1"]
    # player 1 gains 2y - (1-y) - (-y + 1-y) = 5y - 2 from its first action, player 2 gains 2 - 5x
    assert np.log(x / (1 - x)) == pytest.approx(rationality * (5 * y - 2), abs=1e-6)
    assert np.log(y / (1 - y)) == pytest.approx(rationality * (2 - 5 * x), abs=1e-6)
    assert path.stopped == "time 200, at rest"


def test_logit_with_three_players():
    """x pays 1 more: everybody ends at 1 / (1 + exp(-3)) with precision 3."""
    game = three_players(lambda *cell: [cell.count("x") for _ in cell])
    path = dt.logit_dynamics(game, 3, duration=60)
    assert [path.final[p]["x"] for p in game.players] == pytest.approx([1 / (1 + np.exp(-3))] * 3, abs=1e-9)


# --- best replies ---------------------------------------------------------------------------------------------------------


def test_best_replies_to_a_dominant_action_are_a_straight_line():
    path = dt.best_reply_dynamics(DILEMMA, start(DILEMMA, ("3/4", "1/4"), (1, 0)), duration=3)
    assert table(path, "player 1")[0] == pytest.approx(0.75 * np.exp(-path.time), abs=1e-12)
    assert table(path, "player 2")[0] == pytest.approx(np.exp(-path.time), abs=1e-12)
    assert path.stopped == "time 3, still moving"


def test_the_gap_of_a_zero_sum_game_shrinks_exponentially():
    """max_i (A y)_i - min_j (x A)_j falls as exp(-t) (Hofbauer and Sorin 2006)."""
    path = dt.best_reply_dynamics(SKEWED, start(SKEWED, ("9/10", "1/10"), ("1/5", "4/5")), duration=4)
    a = np.array([[2, -1], [-1, 1]])
    gap = (a @ table(path, "player 2")).max(axis=0) - (table(path, "player 1").T @ a).T.min(axis=0)
    assert gap == pytest.approx(gap[0] * np.exp(-path.time), abs=1e-9)


def test_a_change_of_best_reply_is_met_exactly():
    """Both coordinate; from (1/4, 3/4) player 1 heads for action 1 until player 2's chance falls to 1/2: at t = log(3/2)."""
    game = dt.NormalForm.from_arrays([[1, 0], [0, 1]], [[2, 0], [0, 1]])
    path = dt.best_reply_dynamics(game, start(game, ("1/4", "3/4"), ("3/4", "1/4")), duration=10, points=2)
    # player 1's chance rises to 1/3, at which player 2 turns, when 1 - (3/4) exp(-t) = 1/3: t = log(9/8), before log(3/2)
    assert list(path.time) == pytest.approx([0, np.log(9 / 8), 10])
    assert table(path, "player 1")[0] == pytest.approx([1 / 4, 1 / 3, 1 - 0.75 * np.exp(-10)])
    assert table(path, "player 2")[0][1] == pytest.approx(3 / 4 * 8 / 9)


def test_somebody_who_is_indifferent_does_not_move():
    """At (refrain, respond) the defender's threat costs nothing, and the challenger refrains as long as p >= 1/4."""
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    path = dt.best_reply_dynamics(game, start(game, (0, 1), ("3/10", "7/10")))
    assert (path.final["defender"]["respond"], path.stopped) == (pytest.approx(0.3), "time 10, at rest")
    unsettled = dt.best_reply_dynamics(game, start(game, (0, 1), ("1/5", "4/5")), duration=40)
    assert unsettled.final["challenger"]["probe"] == pytest.approx(1)
    assert unsettled.final["defender"]["respond"] == pytest.approx(0, abs=1e-12)


def test_at_a_mixed_equilibrium_the_best_replies_rest():
    path = dt.best_reply_dynamics(SKEWED, start(SKEWED, ("2/5", "3/5"), ("2/5", "3/5")))
    assert path.stopped == "time 10, at rest"
    assert path.final["player 1"]["action 1"] == pytest.approx(0.4)


def test_shapleys_game_goes_round_for_ever():
    path = dt.best_reply_dynamics(SHAPLEY, start(SHAPLEY, (1, 0, 0), (1, 0, 0)), duration=40)
    away = np.abs(table(path, "player 1") - 1 / 3).max(axis=0)
    assert away[path.time > 20].max() > 0.15
    assert path.regret > 0.05


def test_changes_that_come_too_fast_are_cut_off():
    path = dt.best_reply_dynamics(PENNIES, start(PENNIES, ("1/2", "1/2"), ("1/5", "4/5")), max_switches=50)
    assert path.stopped.startswith("limit of 50 changes of a best reply at time")
    assert path.time[-1] < 10


def test_a_tie_of_both_that_decides_nothing_is_said():
    game = dt.NormalForm.from_arrays([[0, -1, -1], [-1, 1, 1], [1, -1, -1]], [[1, 0, -1], [-1, 0, 0], [1, -1, 1]])
    path = dt.best_reply_dynamics(game)
    assert path.stopped == "time 0.287682: best replies tie there, and how the path goes on is not decided"
    assert path.time[-1] == pytest.approx(np.log(4 / 3))
    # by hand: there actions 2 and 3 of the first player pay 0 and action 1 less, so do 1 and 3 of the second and action 2
    assert path.final["player 1"] == pytest.approx({"action 1": 1 / 4, "action 2": 1 / 2, "action 3": 1 / 4})
    assert path.final["player 2"] == pytest.approx({"action 1": 1 / 2, "action 2": 1 / 4, "action 3": 1 / 4})


@pytest.mark.parametrize("seed", range(30))
def test_everybody_heads_for_a_best_reply(seed):
    """Between two points x' + x is a strategy that uses only best replies at the middle of the way."""
    rng = Random(seed)
    a, b = ([[rng.randint(-2, 2) for _ in range(3)] for _ in range(3)] for _ in range(2))
    game = dt.NormalForm.from_arrays(a, b)
    path = dt.best_reply_dynamics(
        game, start(game, ("1/2", "1/3", "1/6"), ("1/7", "2/7", "4/7")), duration=3, max_switches=40
    )
    x, y = table(path, "player 1").T, table(path, "player 2").T
    for k in range(0, len(path.time) - 1, 7):
        left = np.exp(path.time[k] - path.time[k + 1])
        if 1 - left < 1e-4:
            continue
        middle = (x[k] + x[k + 1]) / 2, (y[k] + y[k + 1]) / 2
        payoffs = np.array(a) @ middle[1], middle[0] @ np.array(b)
        for where, payoff in zip((x, y), payoffs, strict=True):
            target = (where[k + 1] - left * where[k]) / (1 - left)
            assert (payoff.max() - payoff)[target > 1e-6].max() < 1e-9
            assert target.sum() == pytest.approx(1)


# --- fictitious play ------------------------------------------------------------------------------------------------------


def test_fictitious_play_by_hand():
    """Even expectations first; ties go to the first action. Matching pennies, in counts of a half."""
    path = dt.fictitious_play(PENNIES, 4)
    # the plays are (1, 1), both by a tie; (1, 2); (1, 2), the first by a tie; (2, 2)
    assert table(path, "player 1")[0] == pytest.approx([1 / 2, 1.5 / 2, 2.5 / 3, 3.5 / 4, 3.5 / 5])
    assert table(path, "player 2")[0] == pytest.approx([1 / 2, 1.5 / 2, 1.5 / 3, 1.5 / 4, 1.5 / 5])
    assert list(path.time) == [0, 1, 2, 3, 4]
    assert path.stopped == "played 4 times"


@pytest.mark.parametrize("rng", [None, 7])
def test_frequencies_bound_the_value_of_a_zero_sum_game(rng):
    path = dt.fictitious_play(SKEWED, 3000, start(SKEWED, (1, 0), (1, 0)), rng=rng)
    a = np.array([[2, -1], [-1, 1]])
    x, y = (np.array(list(path.final[p].values())) for p in SKEWED.players)
    assert (x @ a).min() <= 1 / 5 <= (a @ y).max()
    assert (a @ y).max() - (x @ a).min() < 0.1


def test_shapleys_game_in_discrete_time():
    path = dt.fictitious_play(SHAPLEY, 3000, start(SHAPLEY, (1, 0, 0), (0, 1, 0)))
    assert np.abs(table(path, "player 1")[:, 1500:] - 1 / 3).max() > 0.15


def test_three_players_learn_to_coordinate():
    game = three_players(lambda *cell: [cell.count("x") // 3 + 2 * (cell.count("y") // 3)] * 3)
    path = dt.fictitious_play(game, 100)
    assert [path.final[p]["y"] for p in game.players] == [pytest.approx(100.5 / 101)] * 3
    # x pays 1/9 against (2/3 y in 2/9): 2/3 * 2/3 > 2 * 1/3 * 1/3
    toward_x = dt.fictitious_play(game, 100, start(game, *[("2/3", "1/3")] * 3))
    assert [toward_x.final[p]["x"] for p in game.players] == [pytest.approx((100 + 2 / 3) / 101)] * 3


def test_ties_are_broken_by_the_generator():
    flat = dt.NormalForm.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    first = dt.fictitious_play(flat, 400, rng=np.random.default_rng(1))
    assert 0.4 < first.final["player 1"]["action 1"] < 0.6
    assert first.final == dt.fictitious_play(flat, 400, rng=1).final != dt.fictitious_play(flat, 400, rng=2).final
    assert dt.fictitious_play(flat, 400).final["player 1"]["action 1"] == pytest.approx(400.5 / 401)


def test_ties_are_exact():
    """A third against a third and a half is a tie in fractions, not in floats: the first action is kept."""
    game = dt.NormalForm.from_arrays([["1/3", "1/3", "1/3"], ["1/10", "2/10", "7/10"]], [[0, 0, 0], [0, 0, 0]])
    path = dt.fictitious_play(game, 1, start(game, (1, 0), ("1/3", "1/3", "1/3")))
    assert path.final["player 1"]["action 1"] == 1


# --- what is shared -------------------------------------------------------------------------------------------------------


def test_a_trajectory_as_a_dataset():
    game = dt.NormalForm(players=("one", "two"), payoffs={("a", "b"): (0, 0), ("a", "c"): (0, 1)})
    path = dt.replicator(game, duration=2, points=5)
    data = path.to_dataset()
    assert dict(data.sizes) == {"time": 5, "player": 2, "action": 3}
    assert list(data.time.values) == [0, 0.5, 1, 1.5, 2]
    assert data.probability.sel(player="two", action="c").values == pytest.approx(1 / (1 + np.exp(-data.time.values)))
    assert data.probability.sel(player="one", action="c").isnull().all()
    assert data.attrs["dynamics"] == "replicator"


def test_a_trajectory_is_frozen_and_prints_its_end():
    path = dt.replicator(DILEMMA, duration=100)
    with pytest.raises(FrozenInstanceError):
        path.time = None
    with pytest.raises(TypeError):
        path.probabilities["player 1"] = {}
    assert repr(path) == (
        "<Trajectory of replicator, 1001 points: player 1: 1 action 2; player 2: 1 action 2; time 100, at rest>"
    )


def test_regret_is_what_somebody_could_gain():
    path = dt.fictitious_play(PENNIES, 1, start(PENNIES, ("1/5", "4/5"), ("1/2", "1/2")))
    # the plays are (1, 1): frequencies (3/5, 2/5), (3/4, 1/4); the first could gain 1/2 - 1/10, the second 1/5 + 1/10
    assert path.regret == pytest.approx(0.4)


@pytest.mark.parametrize("length", [0, -1, float("nan"), float("inf"), "long", None])
def test_durations_are_positive(length):
    for follow in (dt.replicator, dt.best_reply_dynamics):
        with pytest.raises(dt.InvalidParameter, match=r"duration is .*; give a positive number"):
            follow(PENNIES, duration=length)


@pytest.mark.parametrize(
    "given, words",
    [
        ({"player 1": {"action 1": 1}}, r"start lacks 'player 2'; for example start=\{'player 1': \{'action 1': 1\}, ...\}"),
        ({"player 1": {"action 1": 1}, "plyer 2": {"action 1": 1}}, "did you mean 'player 2'"),
        ({"player 1": {"acton 1": 1}, "player 2": {"action 1": 1}}, r"no action 'acton 1'; did you mean 'action 1'"),
        ({"player 1": {"action 1": 0.3}, "player 2": {"action 1": 1}}, "sum to 3/10, not to 1"),
        ({"player 1": {"action 1": 2, "action 2": -1}, "player 2": {"action 1": 1}}, "not a probability"),
        ({"player 1": {"action 1": "nan"}, "player 2": {"action 1": 1}}, "not finite"),
        ({"player 1": 1, "player 2": {"action 1": 1}}, "must map actions to probabilities"),
        ([1, 0], "must be a mapping by labels, not list"),
    ],
)
def test_starts_are_checked(given, words):
    for follow in (
        dt.replicator,
        dt.best_reply_dynamics,
        lambda game, start: dt.logit_dynamics(game, 1, start),
        lambda game, start: dt.fictitious_play(game, 1, start),
    ):
        with pytest.raises(dt.InvalidParameter, match=words):
            follow(PENNIES, start=given)


def test_one_population_starts_at_an_equilibrium_that_all_share():
    game = dt.NormalForm.from_arrays([[-1, 2], [0, 1]], [[-1, 0], [2, 1]])
    by_roles, shared = sorted(dt.nash(game).extreme, key=lambda eq: eq["player 1"] == eq["player 2"])[1:]
    path = dt.replicator(game, shared, single_population=True)
    assert (path.final["player 2"]["action 1"], path.stopped) == (0.5, "time 20, at rest")
    with pytest.raises(dt.InvalidParameter, match="the players' strategies differ"):
        dt.replicator(game, by_roles, single_population=True)


def test_irrational_equilibria_are_starts():
    """A 2x2x2 game with two equilibria in sqrt(7)."""
    first, second = [[[3, 2], [6, 1]], [[6, 2], [3, 2]]], [[[0, 2], [1, 3]], [[1, 8], [1, 1]]]
    game = dt.NormalForm.from_arrays(first, second, [[[1, 0], [1, 1]], [[1, 2], [0, 1]]])
    irrational = next(eq for eq in dt.nash(game).extreme if not eq.exact)
    path = dt.replicator(game, irrational, duration=1)
    assert path.probabilities["player 1"]["action 1"][0] == pytest.approx(float(irrational["player 1"]["action 1"]))
    assert path.stopped == "time 1, at rest"


def test_floats_that_nearly_sum_to_one_are_probabilities():
    thirds = dict.fromkeys(("action 1", "action 2", "action 3"), 1 / 3)
    assert [sum(p) for p in read_start(SHAPLEY, {"player 1": thirds, "player 2": thirds})] == [1, 1]
    path = dt.fictitious_play(SHAPLEY, 1, {"player 1": thirds, "player 2": thirds})
    assert table(path, "player 1")[:, 0] == pytest.approx([1 / 3] * 3, abs=1e-15)


@pytest.mark.parametrize(
    "call, error, words",
    [
        (lambda: dt.replicator(PENNIES, single_population=True), dt.UnsupportedGame, "do not mirror each other"),
        (lambda: dt.replicator(SHAPLEY, {"action 1": 1}, single_population=True), dt.UnsupportedGame, "symmetric"),
        (lambda: dt.replicator(PENNIES, points=1), dt.InvalidParameter, "points is 1"),
        (lambda: dt.fictitious_play(PENNIES, 0), dt.InvalidParameter, "steps is 0"),
        (lambda: dt.fictitious_play(PENNIES, 1, rng="x"), dt.InvalidParameter, "rng is 'x'"),
        (lambda: dt.logit_dynamics(PENNIES, -1), dt.InvalidParameter, "rationality is -1"),
        (lambda: dt.logit_dynamics(PENNIES, "x"), dt.InvalidParameter, "rationality is 'x'"),
        (lambda: dt.best_reply_dynamics(PENNIES, duration=1e6), dt.InvalidParameter, "at most 500"),
        (lambda: dt.best_reply_dynamics(PENNIES, max_switches=0), dt.InvalidParameter, "max_switches is 0"),
        (lambda: dt.best_reply_dynamics(three_players(lambda *_: (0, 0, 0))), dt.UnsupportedGame, "this game has 3"),
        (lambda: dt.replicator(dt.models.probe_game(gain=1)), dt.UnsupportedGame, "free parameters"),
        (lambda: dt.replicator([[1, 2]]), dt.UnsupportedGame, "takes a NormalForm, not list"),
    ],
)
def test_bad_input(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_huge_payoffs_end_the_path_without_warnings():
    game = dt.NormalForm.from_arrays([["1e300", 0], [0, "1e-300"]], [[0, "1e-300"], ["1e300", 0]])
    assert "steps became too small" in repr(dt.replicator(game))
