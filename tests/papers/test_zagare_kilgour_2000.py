"""The rudimentary asymmetric deterrence game, after Zagare and Kilgour, Perfect Deterrence (Cambridge, 2000).

A challenger either keeps the status quo (SQ) or defects; a defender then concedes (DC) or resists (DD). For the challenger
DD < SQ < DC. The defender is hard with probability p and then resists; a soft one concedes. With t = (DC - SQ)/(DC - DD) the
challenger keeps the status quo if p > t, defects if p < t, and does either at p = t: credibility deters in one step.
"""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt

F = Fraction


def defections(concession, status_quo, conflict, hard):
    """Least and most probability of a defection, and the defender's chances of resisting at every equilibrium.

    The defender plans for both of its types before the challenger moves, each without seeing the other's choice.
    """
    defender = {"DC": {"hard": F(1), "soft": F(2)}, "DD": {"hard": F(2), "soft": F(1)}, "SQ": F(3)}
    plans = [(h, s) for h in ("DC", "DD") for s in ("DC", "DD")]
    challenger = {"DC": F(concession), "DD": F(conflict)}
    payoffs = {}
    for h, s in plans:
        mine = hard * challenger[h] + (1 - hard) * challenger[s]
        theirs = hard * defender[h]["hard"] + (1 - hard) * defender[s]["soft"]
        payoffs["defect", f"{h} {s}"] = mine, theirs
        payoffs["keep", f"{h} {s}"] = status_quo, defender["SQ"]
    eqs = dt.nash(dt.NormalForm(("challenger", "defender"), payoffs)).refine("undominated")
    plans_used = {plan for eq in eqs.extreme for plan, chance in eq["defender"].items() if chance}
    return tuple(dt.probability(eqs, "defect")), plans_used


@pytest.mark.parametrize("seed", range(20))
def test_deterrence_is_a_step_in_credibility(seed):
    rng = Random(f"rudimentary asymmetric deterrence {seed}")
    conflict, status_quo, concession = (F(x, 7) for x in sorted(rng.sample(range(-50, 50), 3)))
    threshold = (concession - status_quo) / (concession - conflict)
    for hard, expected in ((threshold / 2, (1, 1)), (threshold, (0, 1)), ((1 + threshold) / 2, (0, 0))):
        # the hard resist and the soft concede: anything else is weakly dominated
        assert defections(concession, status_quo, conflict, hard) == (expected, {"DD DC"})
        silent = dt.models.warning_game(
            "silence",
            credibility=hard,
            gain=concession - status_quo,
            clash_cost=status_quo - conflict,
            loss_resolute=1,
            loss_irresolute=1,
        )
        assert tuple(dt.probability(dt.perfect_bayesian(silent), "probe")) == expected
