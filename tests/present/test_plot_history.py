"""Pictures of play over time: what they show is what was computed."""

import numpy as np
import pytest

import deterrence as dt

CRISIS = {"probes": 6, "stake": 2, "resistance_needed": "3/10", "credibility": "1/20"}


def histories():
    crisis = dt.models.successive_probes(**CRISIS)
    eq = dt.reputation(crisis.game)
    return eq, dt.simulate(crisis, eq, 80, np.random.default_rng(0))


def test_shares_add_up_and_are_named():
    _, drawn = histories()
    ax = dt.plot_history(drawn)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["deterred", "clash", "unanswered"]
    assert "80 runs" in ax.get_title()
    assert dt.plot_history(drawn, "clash").get_ylabel() == "share of runs"


def test_states_of_a_stochastic_game():
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
    drawn = dt.simulate(game, dt.markov_perfect(game).extreme[0], 50, np.random.default_rng(0), periods=5)
    assert {t.get_text() for t in dt.plot_history(drawn, "state").get_legend().get_texts()} <= {"peace", "war"}
    assert "nothing" in {t.get_text() for t in dt.plot_history(drawn, "defender").get_legend().get_texts()}
    with pytest.raises(dt.InvalidParameter, match="did you mean 'state'"):
        dt.plot_history(drawn, "stat")


def test_histories_without_periods_are_refused():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    drawn = dt.simulate(game, dt.nash(game).extreme[0], 5, np.random.default_rng(0))
    with pytest.raises(dt.InvalidParameter, match="periods"):
        dt.plot_history(drawn)


def test_thresholds_and_beliefs():
    eq, drawn = histories()
    ax = dt.plot_reputation(eq, drawn)
    line = next(x for x in ax.get_lines() if x.get_label() == "visitors stay out above")
    assert list(line.get_ydata()) == pytest.approx([0.3**n for n in range(6, 0, -1)])
    assert len(ax.get_lines()) == 60 + 2


def test_a_ladder_shows_how_far_it_goes():
    ladder = dt.models.escalation_ladder(
        stake_challenger=1,
        stake_defender=1,
        backdown_cost_challenger="1/5",
        backdown_cost_defender="1/5",
        disaster_cost_challenger=4,
        disaster_cost_defender=4,
    )
    ax = dt.plot_ladder(dt.subgame_perfect(ladder))
    # the challenger escalates on rung 1 at a risk of 1 in 20, the defender quits on rung 2
    assert [t.get_text() for t in ax.texts] == ["1", "0.95", "0", "0"]
    with pytest.raises(dt.InvalidParameter, match="tree"):
        dt.plot_ladder(dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)))


def test_cohesion_shows_bands_and_the_level_that_is_needed():
    ax = dt.plot_cohesion({"private": {1: (0.1, 0.4), 2: (0.2, 0.2)}, "public": {1: 0.5, 2: 0.6}}, needed=0.3)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["private", "public"]
    assert len(ax.collections) == 1
    with pytest.raises(dt.InvalidParameter, match="at least one label"):
        dt.plot_cohesion({})
