"""Logit quantal response in stochastic games, against plain iteration and a matrix game."""

import numpy as np
import pytest

import deterrence as dt

BOTH = {"crisis_value": "-1/2", "war_value": -1, "threat_cost": 1, "force_cost": 2}


def contest(cost_1=0, cost_2=0, discount="1/2"):
    given = {f"{name}_{n}": value for name, value in BOTH.items() for n in (1, 2)}
    return dt.models.audience_cost_contest(
        **given,
        joint_peace=-1,
        joint_crisis="-1/2",
        joint_war="-1/2",
        audience_cost_1=cost_1,
        audience_cost_2=cost_2,
        discount=discount,
    )


def iterate(game, rationality=1.0, rounds=400):
    """The fixed point by iteration from zero, written from the definition for two players."""
    first, second = game.players
    acts = {p: {s: game.states[s][p] for s in game.states} for p in game.players}
    values = {p: {s: dict.fromkeys(acts[p][s], 0.0) for s in game.states} for p in game.players}
    d = float(game.factor)
    for _ in range(rounds):
        chance, worth = {}, {}
        for p in game.players:
            for s in game.states:
                raised = {a: np.exp(rationality * v) for a, v in values[p][s].items()}
                total = sum(raised.values())
                chance[p, s] = {a: r / total for a, r in raised.items()}
                worth[p, s] = np.log(total) / rationality
        new = {p: {s: dict.fromkeys(acts[p][s], 0.0) for s in game.states} for p in game.players}
        for (s, one, two), row in game.payoffs.items():
            for i, p in enumerate(game.players):
                own, other = (one, two) if i == 0 else (two, one)
                q = chance[second if i == 0 else first, s][other]
                later = sum(float(x) * worth[p, z] for z, x in game.transitions[s, one, two].items())
                new[p][s][own] += q * (float(game.evaluate(row[i])) + d * later)
        values = new
    return chance


@pytest.mark.parametrize("costs", [(0, 0), (2, 2), (2, 0)])
def test_newton_finds_what_iteration_finds(costs):
    game = contest(*costs)
    (point,) = dt.markov_quantal_response(game)
    expected = iterate(game)
    for p in game.players:
        for s in game.states:
            for a, x in point[p][s].items():
                assert x == pytest.approx(expected[p, s][a], abs=1e-10)
    assert sum(point.invariant.values()) == pytest.approx(1)
    assert point.residual < 1e-10
    assert "even choices" in repr(point)


def test_without_shocks_and_future_it_is_that_of_the_matrix_game():
    stage = dt.NormalForm.from_arrays(
        [[-2, 1], [0, 0]], [[-1, -3], [0, 0]], players=("a", "b"), actions={"a": ("p", "r"), "b": ("f", "t")}
    )
    game = dt.StochasticGame(
        ("a", "b"), {"s": {"a": ("p", "r"), "b": ("f", "t")}}, lambda s, x, y: stage.payoffs[x, y], {}, discount=0
    )
    (point,) = dt.markov_quantal_response(game, 2, private_shocks=False)
    other = dt.quantal_response(stage, rationality=2)
    assert point["a"]["s"]["p"] == pytest.approx(float(other["a"]["p"]), abs=1e-8)


def test_many_starts_find_several_and_claim_nothing():
    coordination = dt.StochasticGame(
        ("a", "b"),
        {"s": {"a": ("x", "y"), "b": ("x", "y")}},
        lambda s, a, b: (3, 3) if a == b else (0, 0),
        {},
        discount="1/2",
    )
    found = dt.markov_quantal_response(coordination, 4, starts=12, rng=np.random.default_rng(0))
    assert len(found) == 3
    assert not found.complete
    assert "13 starts" in found.why
    assert found[0]["a"]["s"]["x"] == pytest.approx(0.5)
    start = {p: {"s": {"x": 3.0, "y": 0.0}} for p in ("a", "b")}
    (near,) = dt.markov_quantal_response(coordination, 4, start=start)
    assert near["a"]["s"]["x"] > 0.9
    assert near.start == "the given values"


def test_bad_input():
    game = contest()
    for given, words in [
        ({"start": [1, 2]}, "start has 2 values; this game needs 18"),
        ({"start": {"first": {}}}, "start lacks"),
        ({"starts": 3}, "need rng"),
        ({"rationality": 0}, "rationality is 0"),
    ]:
        with pytest.raises(dt.InvalidParameter, match=words):
            dt.markov_quantal_response(game, **given)
    with pytest.raises(dt.UnsupportedGame, match="quantal_response"):
        dt.markov_quantal_response(dt.models.probe_game())
