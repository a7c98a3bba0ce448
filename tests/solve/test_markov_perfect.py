"""Markov-perfect equilibria against enumeration, stage games and hand calculations."""

import importlib
import random
from fractions import Fraction
from itertools import product

import numpy as np
import pytest

import deterrence as dt
from deterrence.equilibria.piece import Piece
from deterrence.equilibria.polytope import Polytope
from deterrence.equilibria.verify import verify_pieces


def random_game(seed, n_states=2, discount="4/5", size=9):
    draw = random.Random(seed)
    states = {f"s{k}": {"a": ("x", "y"), "b": ("u", "v")} for k in range(n_states)}

    def moves(*_):
        weights = [draw.randint(0, 3) for _ in states]
        weights[0] += 1
        return {s: Fraction(w, sum(weights)) for s, w in zip(states, weights, strict=True)}

    return dt.StochasticGame(
        ("a", "b"), states, lambda *_: (draw.randint(-size, size), draw.randint(-size, size)), moves, discount=discount
    )


def gains(game, profile):
    """Largest one-shot gain of any player in any state, in floats, written from the definition."""
    states = list(game.states)
    n, d = len(states), float(game.factor)
    worst = -np.inf
    for i, player in enumerate(game.players):
        matrix, right = np.eye(n), np.zeros(n)
        q = {s: {a: [0.0, np.zeros(n)] for a in game.states[s][player]} for s in states}
        for k, s in enumerate(states):
            for cell in game.cells(s):
                p = 1.0
                others = 1.0
                for j, who in enumerate(game.players):
                    x = float(profile[who][s][cell[1 + j]])
                    p *= x
                    others *= 1.0 if j == i else x
                u = float(game.payoffs[cell][i])
                t = np.array([float(game.transitions[cell].get(z, 0)) for z in states])
                matrix[k] -= d * p * t
                right[k] += p * u
                q[s][cell[1 + i]][0] += others * u
                q[s][cell[1 + i]][1] += others * d * t
        worth = np.linalg.solve(matrix, right)
        for k, s in enumerate(states):
            worst = max(worst, max(u + t @ worth for u, t in q[s].values()) - worth[k])
    return worst


@pytest.mark.parametrize("seed", range(8))
def test_pure_equilibria_are_those_of_enumeration(seed):
    game = random_game(seed)
    eqs = dt.markov_perfect(game)
    assert eqs.complete
    found = {str(eq.profile) for eq in eqs.extreme if all(x in (0, 1) for v in eq.flat for x in v)}
    expected = set()
    for picks in product((0, 1), repeat=4):
        profile = {
            who: {
                s: {a: Fraction(int(k == picks[2 * i + m])) for k, a in enumerate(game.states[s][who])}
                for m, s in enumerate(game.states)
            }
            for i, who in enumerate(game.players)
        }
        if gains(game, profile) < 1e-9:
            expected.add(str(profile))
    assert found == expected
    for eq in eqs.extreme:
        assert gains(game, eq.profile) < 1e-9


def test_three_states_are_complete_and_irrational_points_exact():
    eqs = dt.markov_perfect(random_game(3, n_states=3))
    assert eqs.complete
    assert all(gains(eqs.game, eq.profile) < 1e-9 for eq in eqs.extreme)


@pytest.mark.parametrize("seed", range(4))
def test_one_state_and_no_future_is_the_stage_game(seed):
    draw = random.Random(seed)
    a, b = ([[draw.randint(-3, 3) for _ in range(2)] for _ in range(2)] for _ in range(2))
    stage = dt.NormalForm.from_arrays(a, b, players=("a", "b"), actions={"a": ("x", "y"), "b": ("u", "v")})
    game = dt.StochasticGame(
        ("a", "b"), {"s": {"a": ("x", "y"), "b": ("u", "v")}}, lambda s, x, y: stage.payoffs[x, y], {}, discount="9/10"
    )
    one, other = dt.markov_perfect(game), dt.nash(stage)
    assert {eq.flat for eq in one.extreme} == {eq.flat for eq in other.extreme}
    assert [c.dimension for c in one] == [c.dimension for c in other]
    for eq in one.extreme:
        mate = next(e for e in other.extreme if e.flat == eq.flat)
        assert eq.payoffs == {p: 10 * v for p, v in mate.payoffs.items()}


def test_three_players_and_a_player_without_a_choice():
    # c is only there in the second state; a and b play matching pennies, whose winner decides where play goes
    states = {"one": {"a": ("h", "t"), "b": ("h", "t")}, "two": {"c": ("go", "stay")}}

    def payoffs(state, a, b, c):
        if state == "one":
            return (1, 0, 0) if a == b else (0, 1, 0)
        return (0, 0, 1 if c == "go" else 0)

    game = dt.StochasticGame(
        ("a", "b", "c"), states, payoffs, lambda s, a, b, c: "two" if s == "one" else "one", discount="1/2"
    )
    (eq,) = dt.markov_perfect(game).extreme
    assert eq["a"]["one"] == {"h": Fraction(1, 2), "t": Fraction(1, 2)}
    assert eq["c"]["two"] == {"go": 1, "stay": 0}
    # a wins half in every other period: 1/2 (1 + 1/4 + ...) = 2/3
    assert eq.payoffs == {"a": Fraction(2, 3), "b": Fraction(2, 3), "c": Fraction(2, 3)}
    assert set(eq["c"]) == {"two"}


def probing(**changed):
    given = {
        "gain": 1,
        "clash_cost": 1,
        "war_risk": "1/10",
        "war_cost_challenger": 10,
        "respond_cost": 1,
        "war_cost_defender": 5,
        "tolerate_cost": "6/5",
        "discount": "9/10",
    }
    return dt.models.repeated_probing(**{**given, **changed})


@pytest.mark.parametrize("seed", range(6))
def test_repeated_probing_has_its_closed_form(seed):
    draw = random.Random(seed)
    g, loss, w_c = (Fraction(draw.randint(1, 20), 10) for _ in range(3))
    h, k, w_d = Fraction(draw.randint(1, 5), 20), Fraction(draw.randint(1, 10), 10), Fraction(draw.randint(10, 60), 10)
    delta = Fraction(draw.randint(12, 19), 20)
    d = (k + h * w_d) * Fraction(draw.randint(80, 99), 100)
    pi = (1 - delta) * (k + h * w_d - d) / (delta * h * d)
    eqs = dt.markov_perfect(
        probing(
            gain=g,
            clash_cost=loss,
            war_risk=h,
            war_cost_challenger=w_c,
            respond_cost=k,
            war_cost_defender=w_d,
            tolerate_cost=d,
            discount=delta,
        )
    )
    assert eqs.complete
    (eq,) = eqs.extreme
    if pi < 1:
        assert eq["challenger"]["peace"]["probe"] == pi
        assert eq["defender"]["probed"]["respond"] == g / (g + loss + h * w_c)
        assert eq.values["peace"]["defender"] == -(k + h * w_d - d) / (delta * h)
    else:
        assert eq["challenger"]["peace"]["probe"] == 1


def test_measures_are_discounted_shares_of_periods():
    eqs = dt.markov_perfect(probing())
    (eq,) = eqs.extreme
    pi, rho, h, delta = Fraction(5, 18), Fraction(1, 3), Fraction(1, 10), Fraction(9, 10)
    # at peace in period t with probability (1 - pi rho h)^t
    peace = (1 - delta) / (1 - delta * (1 - pi * rho * h))
    assert dt.probability(eqs, "probe").least == peace * pi
    assert dt.probability(eqs, "clash").least == peace * pi * rho
    assert dt.probability(eqs, "war").least == 1 - peace
    assert dt.expected_payoff(eqs, "defender").least == eq.values["peace"]["defender"]
    losses = {(r.player, r.at, r.action): r.loss for r in eq.deviations()}
    assert set(losses.values()) == {0}
    assert (
        dt.compare({"silence": probing(), "other": probing(tolerate_cost="11/10")})
        .bands["silence"]["probe"]
        .unrefined.single
    )


def test_the_verifier_refuses_what_is_none():
    game = probing()
    one, zero = Fraction(1), Fraction(0)
    for flat in [((one, zero), (one, zero)), ((zero, one), (zero, one))]:
        with pytest.raises(dt.NotAnEquilibrium, match="regret"):
            verify_pieces(game, [Piece(tuple(Polytope((v,)) for v in flat))], "markov_perfect")
    with pytest.raises(dt.NotAnEquilibrium, match="entries"):
        verify_pieces(game, [Piece((Polytope(((one,),)), Polytope(((one, zero),))))])
    with pytest.raises(dt.NotAnEquilibrium, match="distribution"):
        verify_pieces(game, [Piece((Polytope(((one, one),)), Polytope(((one, zero),))))])


def test_limits_and_other_games():
    eqs = dt.markov_perfect(random_game(0, n_states=4), time_limit=0.05)
    assert not eqs.complete
    assert "support profiles" in eqs.why
    with pytest.raises(dt.UnsupportedGame, match="takes a StochasticGame"):
        dt.markov_perfect(dt.models.probe_game())


@pytest.mark.parametrize("n_states", [3, 30])
def test_a_point_of_a_large_game_has_a_small_regret(n_states):
    game = random_game(5, n_states=n_states, size=20)
    point = dt.markov_point(game)
    assert gains(game, point.probabilities) <= point.regret < 1e-6
    assert "stage games" in point.selection
    if n_states == 3:
        near = [
            max(abs(float(eq[p][s][a]) - x) for p in game.players for s in game.states for a, x in point[p][s].items())
            for eq in dt.markov_perfect(game).extreme
        ]
        assert min(near) < 1e-6


def sparse_game(seed, n_states):
    """Every pair of actions leads to two states."""
    draw = random.Random(seed)
    states = {f"s{k}": {"a": ("x", "y"), "b": ("u", "v")} for k in range(n_states)}

    def moves(*_):
        one, two = draw.sample(sorted(states), 2)
        return {one: Fraction(1, 3), two: Fraction(2, 3)}

    return dt.StochasticGame(
        ("a", "b"), states, lambda *_: (draw.randint(-9, 9), draw.randint(-9, 9)), moves, discount="9/10"
    )


@pytest.mark.parametrize("seed", [2, 3])
def test_stage_games_that_do_not_settle_begin_again(seed, monkeypatch):
    # somebody is indifferent against a pure action: play goes back and forth at first
    game = sparse_game(seed, 150)
    point = dt.markov_point(game)
    assert gains(game, point.probabilities) <= point.regret < 1e-6
    assert "stage games" in point.selection
    monkeypatch.setattr(importlib.import_module("deterrence.solve.markov_point"), "STARTS", 1)
    assert dt.markov_point(game, tolerance=1e9).regret > 1


def test_the_logit_path_gets_there_too(monkeypatch):
    monkeypatch.setattr("deterrence.solve.markov.stages.stage_play", lambda *_: None)
    game = random_game(5, n_states=12, size=20)
    point = dt.markov_point(game)
    assert gains(game, point.probabilities) <= point.regret < 1e-6
    assert "logit path" in point.selection
    assert "12 states" in repr(point)


def test_a_point_keeps_its_time_limit_while_stages_are_played():
    game = random_game(3, n_states=60)
    game.numbers  # noqa: B018  (reading the game does not count)
    with pytest.raises(dt.LimitReached):
        dt.markov_point(game, time_limit=0.001)


def test_a_point_refuses_other_games():
    with pytest.raises(dt.UnsupportedGame, match="takes a StochasticGame"):
        dt.markov_point(dt.models.probe_game())
    with pytest.raises(dt.InvalidParameter, match="tolerance"):
        dt.markov_point(probing(), tolerance=0)


def test_values_of_sparse_play_by_iteration_are_those_by_elimination(monkeypatch):
    from deterrence.solve.markov import arrays as module

    draw = random.Random(8)
    names = [f"s{k}" for k in range(80)]
    game = dt.StochasticGame(
        ("a", "b"),
        {s: {"a": ("x", "y"), "b": ("u", "v")} for s in names},
        lambda *_: (draw.randint(-9, 9), draw.randint(-9, 9)),
        lambda *_: draw.choice(names),
        discount="99/100",
    )
    play = module.Arrays.of(game)
    mixes = [np.tile([0.25, 0.75], len(names)), np.tile([0.5, 0.5], len(names))]
    matrix = np.eye(len(names)) - 0.99 * play.chain(mixes)
    right = np.array(
        [play.weights(mixes)[4 * k : 4 * k + 4] @ play.payoffs[0][4 * k : 4 * k + 4] for k in range(len(names))]
    )
    expected = np.linalg.solve(matrix, right)
    monkeypatch.setattr(module, "DENSE", 1.0)
    for many in (10, 1000):
        monkeypatch.setattr(module, "MANY", many)
        assert np.allclose(play.policy_values(0, mixes), expected, rtol=0, atol=1e-9)
    monkeypatch.setattr(module, "MANY", 10)
    monkeypatch.setattr(module, "ITERATIONS", 1)  # where iteration does not get there, elimination does
    assert np.allclose(play.policy_values(0, mixes), expected, rtol=0, atol=1e-9)


def test_the_largest_games_are_played_by_stages_only(monkeypatch):
    monkeypatch.setattr(importlib.import_module("deterrence.solve.markov_point"), "LARGEST", 5)
    game = random_game(5, n_states=12, size=20)
    monkeypatch.setattr("deterrence.solve.markov.stages.stage_play", lambda arrays, *_: [np.full(24, 0.5), np.full(24, 0.5)])
    with pytest.raises(dt.UnsupportedGame, match="the search ended at strategies with regret"):
        dt.markov_point(game)
