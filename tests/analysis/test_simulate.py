"""Simulated histories: frequencies agree with the probabilities that solvers compute."""

from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt

RUNS = 4_000


def rng(seed=7):
    return np.random.default_rng(seed)


def agrees(found, sigmas=2.0):
    """Simulated and computed within twice the half-width of a 95% interval (about four standard errors)."""
    return all(abs(f["simulated"] - f["computed"]) <= sigmas * f["error"] + 1e-12 for f in found.values())


def test_a_normal_form_is_drawn_as_it_is_solved():
    game = dt.models.probe_game(
        gain=1, clash_cost=1, tolerate_cost=2, respond_cost=1, readiness_cost=1, credibility="9/10", accident_rate="1/10"
    )
    for eq in dt.nash(game).extreme:
        drawn = dt.simulate(game, eq, RUNS, rng())
        assert agrees(drawn.attrs["frequencies"])
        assert set(drawn.attrs["frequencies"]) == set(game.outcome_names)
        assert set(np.unique(drawn["challenger"])) <= {"probe", "refrain"}


def test_a_signalling_game_has_types_messages_and_beliefs():
    game = dt.load("examples/airspace.toml").games["private"]
    eq = dt.perfect_bayesian(game).refine("d1").extreme[0]
    drawn = dt.simulate(game, eq, RUNS, rng())
    assert agrees(drawn.attrs["frequencies"])
    resolute = drawn["type"] == "resolute"
    assert float(resolute.mean()) == pytest.approx(float(game.numbers.prior[0]), abs=0.03)
    # beliefs are right on average: among runs with a belief, that share is resolute
    for value in np.unique(drawn["belief_resolute"]):
        held = drawn["belief_resolute"] == value
        assert float(resolute.where(held).mean()) == pytest.approx(float(value), abs=0.06)


def test_a_tree_is_drawn_end_by_end():
    ladder = dt.models.escalation_ladder(
        stake_challenger=1,
        stake_defender=1,
        backdown_cost_challenger="1/5",
        backdown_cost_defender="1/5",
        disaster_cost_challenger=4,
        disaster_cost_defender=4,
    )
    eq = dt.subgame_perfect(ladder).extreme[0]
    assert agrees(dt.simulate(ladder, eq, RUNS, rng()).attrs["frequencies"])


def test_a_stochastic_game_is_drawn_period_by_period():
    game = dt.models.repeated_probing(
        gain=1,
        clash_cost=1,
        war_risk="1/10",
        war_cost_challenger=10,
        respond_cost=1,
        war_cost_defender=5,
        tolerate_cost="6/5",
        discount="9/10",
    )
    (eq,) = dt.markov_perfect(game).extreme
    drawn = dt.simulate(game, eq, RUNS, rng(), periods=6)
    assert dict(drawn.sizes) == {"run": RUNS, "period": 6}
    pi, rho, h = 5 / 18, 1 / 3, 1 / 10
    peace = (drawn["state"] == "peace").mean("run").values
    assert peace == pytest.approx([(1 - pi * rho * h) ** t for t in range(6)], abs=0.02)
    assert drawn["clash"].mean("run").values == pytest.approx(peace * pi * rho, abs=0.02)
    assert bool(((drawn["war"] == 1) == (drawn["state"] == "war")).all())
    # the same from labelled probabilities, and from a point in floats
    for strategies in (dict(eq.profile), dt.markov_point(game)):
        again = dt.simulate(game, strategies, RUNS, rng(), periods=6)
        assert (again["state"] == drawn["state"]).mean() > 0.99


@pytest.mark.parametrize("visibility", [1, "2/5"])
def test_reputations_are_drawn_as_they_are_computed(visibility):
    crisis = dt.models.successive_probes(
        probes=6, stake=3, resistance_needed="1/2", credibility="1/10", visibility=visibility
    )
    eq = dt.reputation(crisis.game)
    drawn = dt.simulate(crisis, eq, RUNS, rng())
    assert agrees(drawn.attrs["frequencies"])
    assert list(drawn["remaining"].values) == [6, 5, 4, 3, 2, 1]
    entered = 1 - drawn["deterred"].mean("run").values
    assert entered == pytest.approx([float(p.enters) for p in eq.path], abs=0.04)
    # beliefs are martingales
    assert drawn["belief"].mean("run").values == pytest.approx([0.1] * 6, abs=0.02)


def test_bad_input():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    eqs = dt.nash(game)
    eq = eqs.extreme[0]
    for call, error, words in [
        (lambda: dt.simulate(game, eq, 10), dt.InvalidParameter, "rng="),
        (lambda: dt.simulate(game, eq, 0, rng()), dt.InvalidParameter, "runs is 0"),
        (lambda: dt.simulate(game, eqs, 10, rng()), dt.UnsupportedGame, "not a set"),
        (lambda: dt.simulate(game, "eq", 10, rng()), dt.UnsupportedGame, "takes one equilibrium"),
        (lambda: dt.simulate(game.at(gain=2), eq, 10, rng()), dt.InvalidParameter, "another game"),
    ]:
        with pytest.raises(error, match=words):
            call()
    stochastic = dt.models.repeated_probing(
        gain=1,
        clash_cost=1,
        war_risk="1/10",
        war_cost_challenger=10,
        respond_cost=1,
        war_cost_defender=5,
        tolerate_cost="6/5",
        discount="9/10",
    )
    with pytest.raises(dt.InvalidParameter, match="player to state"):
        dt.simulate(stochastic, {"challenger": {}}, 10, rng())
    with pytest.raises(dt.InvalidParameter, match="periods"):
        dt.simulate(stochastic, {"challenger": {"peace": {"probe": 1}}}, 10, rng(), periods=0)


def test_half_a_weight_is_half_of_the_runs():
    game = dt.NormalForm(("a",), {("x",): (1,)}, {("x",): {"clash": "1/4"}})
    found = dt.simulate(game, dt.nash(game).extreme[0], RUNS, rng()).attrs["frequencies"]["clash"]
    assert found["computed"] == Fraction(1, 4)
    assert abs(found["simulated"] - 0.25) < 0.03
