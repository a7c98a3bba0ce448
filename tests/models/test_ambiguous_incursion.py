"""Ambiguous incursions: accidents buy licence to probe."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from deterrence import models
from tests.models.forms import exact

F = Fraction
NAMES = ["accident_rate", "gain", "clash_cost", "tolerate_cost_deliberate", "tolerate_cost_accident", "respond_cost"]


def solve(*values):
    eqs = dt.nash(models.ambiguous_incursion(**dict(zip(NAMES, values, strict=True))))
    assert eqs.verify().max_regret == 0
    assert eqs.complete
    return [(eq["challenger"]["probe"], eq["defender"]["respond"]) for eq in eqs.extreme]


@pytest.mark.parametrize(
    "values, probe, respond",
    [
        (("1/10", 1, 3, 4, 0, 1), F(1, 27), F(1, 4)),
        (("3/10", 1, 1, 2, "1/2", 1), F(3, 14), F(1, 2)),
        (("7/10", 1, 3, 2, 0, 1), F(1), F(0)),
    ],
)
def test_worked_equilibria(values, probe, respond):
    assert solve(*values) == [(probe, respond)]


def test_closed_forms_against_the_solver():
    """With b* = (r - s_a)/(s_d - s_a): rare accidents, q = eps b*/((1 - eps)(1 - b*)) and p*; frequent ones, licence."""
    rng = Random("ambiguous incursion")
    forms = models.closed_forms("ambiguous_incursion")
    seen = set()
    for _ in range(150):
        accident, respond, deliberate = sorted(rng.sample(range(1, 60), 3))
        eps = F(rng.randint(1, 30), 31)
        values = (eps, F(rng.randint(1, 9), 2), F(rng.randint(1, 9), 3), deliberate, accident, respond)
        belief = F(respond - accident, deliberate - accident)
        if eps == 1 - belief:
            continue
        rare = eps < 1 - belief
        q = eps * belief / ((1 - eps) * (1 - belief)) if rare else F(1)
        y = values[1] / (values[1] + values[2]) if rare else F(0)
        assert solve(*values) == [(q, y)], values
        found = {name: exact(form, dict(zip(NAMES, values, strict=True))) for name, form in forms.items()}
        assert found["indifference_belief"] == 1 - found["licence_accident_rate"] == belief
        if rare:
            assert (found["probe"], found["respond"]) == (q, y)
        seen.add(rare)
    assert seen == {True, False}


def test_more_accidents_more_probes():
    chances = [solve(F(k, 100), 1, 3, 4, 0, 1)[0][0] for k in range(1, 75, 5)]
    assert chances == sorted(set(chances))


def test_payoffs_and_outcomes_follow_the_story():
    game = models.ambiguous_incursion(**dict(zip(NAMES, ("1/10", 1, 3, 4, 0, 1), strict=True)))
    eps = F(1, 10)
    told = {
        # accident and probe, then accident alone; letting pass costs by cause
        ("probe", "respond"): ((-3, -1), (1, 0, 0)),
        ("probe", "tolerate"): ((1, -(1 - eps) * 4), (0, 1, 0)),
        ("refrain", "respond"): ((-3 * eps, -eps), (eps, 0, 1)),
        ("refrain", "tolerate"): ((eps, 0), (0, eps, 1)),
    }
    for cell, (payoffs, weights) in told.items():
        assert tuple(map(game.evaluate, game.payoffs[cell])) == payoffs, cell
        found = {name: game.evaluate(weight) for name, weight in game.outcomes[cell].items()}
        assert found == dict(zip(("clash", "unanswered", "deterred"), weights, strict=True)), cell
