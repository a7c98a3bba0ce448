"""The probe game: payoffs as the story tells them, worked equilibria, and closed forms against the solver."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from deterrence import models
from tests.models.forms import exact

F = Fraction


def solve(**values):
    return dt.nash(models.probe_game(**values))


def pieces(eqs):
    """Maximal pieces as (chances of probing, chances of responding) at their corners."""
    return {
        (tuple(sorted(v[0] for v in challenger)), tuple(sorted(v[0] for v in defender)))
        for component in eqs
        for challenger, defender in component.subsets
    }


def pure(x, y):
    return (F(x),), (F(y),)


CONTINUUM = (F(0),), (F(1, 4), F(1))
STAGE = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1}
WEAK = {"gain": 1, "clash_cost": 3, "tolerate_cost": 1, "respond_cost": 2}


@pytest.mark.parametrize(
    "values, expected",
    [
        (STAGE, {CONTINUUM}),
        (WEAK, {pure(1, 0), CONTINUUM}),
        (
            {"gain": 2, "clash_cost": 3, "tolerate_cost": 1, "respond_cost": 1},
            {((F(0),), (F(2, 5), F(1))), ((F(1),), (F(0), F(2, 5))), ((F(0), F(1)), (F(2, 5),))},
        ),
        (STAGE | {"readiness_cost": "1/2"}, {pure("1/3", "1/4")}),
        (WEAK | {"readiness_cost": "-1/2"}, {pure(0, 1), pure(1, 0), pure("1/3", "1/4")}),
        (STAGE | {"readiness_cost": "1/2", "accident_rate": "1/5"}, {pure("1/6", "1/4")}),
        (STAGE | {"readiness_cost": "1/2", "accident_rate": "1/5", "credibility": "3/5"}, {pure("7/22", "5/12")}),
        # an accident now and then, and the defender is no longer indifferent about its posture
        (STAGE | {"accident_rate": "1/100"}, {pure(0, 1)}),
        # with a positive cost of readiness an irresolute defender never bears it
        (WEAK | {"readiness_cost": "1/2"}, {pure(1, 0)}),
    ],
)
def test_equilibria(values, expected):
    eqs = solve(**values)
    assert pieces(eqs) == expected
    assert eqs.complete
    assert eqs.verify().max_regret == 0


def test_only_carried_out_threats_are_undominated():
    assert pieces(solve(**STAGE).refine("undominated")) == {pure(0, 1)}
    assert pieces(solve(**WEAK).refine("undominated")) == {pure(1, 0)}


@pytest.mark.parametrize(
    "credibility, expected",
    [
        ("1/5", {((F(1),), (F(1),))}),  # it would respond, and is not believed
        ("1/4", {((F(0), F(1)), (F(1),))}),  # the threshold p* = 1/4
        ("1/2", {((F(0),), (F(1, 2), F(1)))}),  # p* / credibility = 1/2
        (1, {CONTINUUM}),
    ],
)
def test_credibility_is_a_step(credibility, expected):
    assert pieces(solve(**STAGE, credibility=credibility)) == expected


def draw(rng):
    values = {name: F(rng.randint(1, 40), rng.randint(1, 9)) for name in ("gain", "clash_cost", "tolerate_cost")}
    values["respond_cost"] = F(rng.randint(-10, 60), rng.randint(1, 9))
    values["readiness_cost"] = F(rng.choice([0, rng.randint(0, 12)]), rng.randint(1, 9))
    values |= {name: F(rng.randint(0, 10), 10) for name in ("credibility", "escalation_risk")}
    values |= {f"escalation_cost_{who}": F(rng.randint(0, 20), 3) for who in ("challenger", "defender")}
    return values | {"accident_rate": F(rng.choice([0, 0, rng.randint(1, 9)]), 10)}


def test_payoffs_and_outcomes_follow_the_story():
    """Average over escalation, resolve and accidents, one after the other."""
    rng = Random("probe game, story")
    for _ in range(25):
        v = draw(rng)
        game = models.probe_game(**v)
        clash = [
            -v["clash_cost"] - v["escalation_risk"] * v["escalation_cost_challenger"],
            -v["respond_cost"] - v["escalation_risk"] * v["escalation_cost_defender"],
        ]
        passed = [v["gain"], -v["tolerate_cost"]]
        for posture, answered in (("respond", v["credibility"]), ("tolerate", F(0))):
            incursion = [answered * a + (1 - answered) * b for a, b in zip(clash, passed, strict=True)]
            quiet = [F(0), -v["readiness_cost"] if posture == "respond" else F(0)]
            for move, rate in (("probe", F(1)), ("refrain", v["accident_rate"])):
                mixed = tuple(rate * a + (1 - rate) * b for a, b in zip(incursion, quiet, strict=True))
                assert tuple(map(game.evaluate, game.payoffs[move, posture])) == mixed, (move, posture, v)
                weights = {name: game.evaluate(w) for name, w in game.outcomes[move, posture].items()}
                assert weights == {
                    "clash": rate * answered,
                    "unanswered": rate * (1 - answered),
                    "deterred": int(move == "refrain"),
                }, (move, posture, v)


def test_closed_forms_against_the_solver():
    rng = Random("probe game, closed forms")
    forms = models.closed_forms("probe_game")
    counts = {"inspection": 0, "ready": 0, "continuum": 0, "undeterred": 0, "irresolute": 0}
    for _ in range(300):
        v = draw(rng)
        threshold, margin = (exact(forms[name], v) for name in ("threshold", "resolve_margin"))
        eqs, mu, h = solve(**v), v["credibility"], v["readiness_cost"]
        if margin == 0 or mu in (0, threshold):
            continue  # knife edges
        if margin > 0 and mu > threshold:
            least, respond = exact(forms["least_response"], v), exact(forms["inspection_respond"], v)
            assert least == respond == threshold / mu
            if not (h or v["accident_rate"]):
                counts["continuum"] += 1
                assert pieces(eqs) == {((F(0),), (least, F(1)))}, v
                continue
            probe = exact(forms["inspection_probe"], v)
            if probe > 0:
                counts["inspection"] += 1
                assert pieces(eqs) == {((probe,), (least,))}, v
            elif probe < 0:
                counts["ready"] += 1
                assert pieces(eqs) == {pure(0, 1)}, v
        elif margin > 0 and mu * margin > 0:
            counts["undeterred"] += 1
            assert pieces(eqs) == {pure(1, 1)}, v
        elif h > 0:
            counts["irresolute"] += 1
            assert pieces(eqs) == {pure(1, 0)}, v
    assert min(counts.values()) >= 10, counts


def test_the_posture_is_the_silent_channel():
    """Without accidents a responding defender of given credibility is the warning game without a warning."""
    rng = Random("probe game, silence")
    for _ in range(10):
        v = {name: F(rng.randint(1, 20), 7) for name in ("gain", "clash_cost")} | {"credibility": F(rng.randint(1, 6), 7)}
        posture = models.probe_game(**v, tolerate_cost=2, respond_cost=1)
        silent = models.warning_game("silence", **v, loss_resolute=1, loss_irresolute=1)
        for move in ("probe", "refrain"):
            known = [silent.evaluate(silent.payoffs[kind, "stay_silent", move][1]) for kind in silent.types]
            expected = v["credibility"] * known[0] + (1 - v["credibility"]) * known[1]
            assert posture.evaluate(posture.payoffs[move, "respond"][0]) == expected


def test_escalation_strengthens_a_threat_until_it_is_no_longer_carried_out():
    # responding costs 1/2 + 4e against 2 for tolerating: carried out while e < 3/8
    values = {"gain": 1, "clash_cost": "1/10", "tolerate_cost": 2, "respond_cost": "1/2"}
    values |= {"escalation_cost_challenger": 10, "escalation_cost_defender": 4}
    for risk, deterred in (("0", 1), ("1/4", 1), ("37/100", 1), ("38/100", 0), ("1", 0)):
        left = solve(**values, escalation_risk=risk).refine("undominated")
        assert tuple(dt.probability(left, "deterred")) == (deterred, deterred), risk
