"""Closed forms of the models of time and allies against general solvers, at random admissible values."""

import math
from fractions import Fraction as F

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence import models
from deterrence.models.monitoring import BAD, GOOD, PROVOKE, RESTRAIN
from tests.properties.draws import DRAWS, drawing, near


def test_brinkmanship():
    draw = drawing("brinkmanship")
    for _ in range(DRAWS):
        war, defy = draw(5, 12), draw(0, 3)
        model = models.brinkmanship(
            hardliners=draw(0, 1),
            comply_gain=draw(0, 3),
            defy_loss=defy,
            war_cost_defender=war,
            withdraw_cost=draw(0, 4),
            defy_gain=draw(0, 3),
            war_cost_challenger=draw(5, 12),
        )
        found = model.numbers
        assert dt.incentive_range(models.threat_incentives(model.values, "challenger")).least == found["least_risk"]
        assert dt.incentive_range(models.threat_incentives(model.values, "defender")).most == found["most_risk"]
        closing = models.threat_incentives(model.values, "defender", about="hardliners", risk=found["least_risk"])
        assert dt.incentive_range(closing).most == found["most_hardliners"]


def test_brinkmanship_is_played_so():
    """Subgame perfection on the tree: just inside the window the threat works, just outside it does not."""
    model = models.brinkmanship(hardliners="3/10")
    for risk, threat, gives_way in (("59/100", 1, 0), ("61/100", 1, 1), ("87/100", 1, 1), ("88/100", 0, 1)):
        (eq,) = dt.subgame_perfect(model.game.at(risk=risk)).extreme
        assert eq["challenger"]["threaten.soft"]["withdraw"] == gives_way
        # below 3/5 a threat that fails is no better than none
        if gives_way:
            assert eq["defender"]["root"]["threaten"] == threat


def test_risk_attrition():
    draw = drawing("risk attrition")
    for _ in range(DRAWS):
        model = models.risk_attrition(
            stake_challenger=draw(0, 3),
            stake_defender=draw(0, 3),
            disaster_cost_challenger=draw(0, 3),
            disaster_cost_defender=draw(0, 3),
        )
        found, solved = model.numbers, dt.attrition(model.game)
        assert solved.rates == (found["rate_challenger"], found["rate_defender"])
        assert near(solved.chances["disaster"], found["disaster"])
        assert near(solved.chances["first wins"], found["challenger_wins"])
        assert near(sum(solved.chances.values()), 1)
        # nobody gains by giving in at any other time: a moment's wait costs what the other's giving in promises
        assert solved.rates[1] * model.game.prizes[0] == model.game.loss(0)


def test_risk_auction():
    draw = drawing("risk auction")
    for _ in range(DRAWS):
        model = models.risk_auction(disaster_cost=draw("1/5", 6), resolve=draw(0, 1))
        found, solved = model.numbers, dt.attrition(model.game)
        assert near(solved.stands_until(model.values["resolve"]), found["stands_until"])
        assert near(solved.chances["disaster"], found["disaster"], 1e-8)


def test_risk_auction_best_reply():
    """Brute force: a type that stands firm as long as another type would gets less."""
    cost, types = 2.0, np.linspace(0.0005, 0.9995, 1000)
    solved = dt.attrition(models.risk_auction(disaster_cost=2).game)
    risk = np.array([solved.stands_until(v) for v in types])
    for own in (0.2, 0.5, 0.8):
        # the other's values on the grid: it gives in at its own risk, a disaster comes before with that probability
        gains = []
        for stand in range(0, 1000, 20):
            wins = types <= types[stand]
            survived = 1 - risk
            until = np.where(wins, survived * own - risk * cost, -risk[stand] * cost)
            gains.append(until.mean())
        best = types[range(0, 1000, 20)][int(np.argmax(gains))]
        assert abs(best - own) < 0.03


def test_reputational_standoff():
    draw = drawing("standoff")
    for _ in range(DRAWS):
        model = models.reputational_standoff(
            waiting_cost_challenger=draw(0, 1),
            waiting_cost_defender=draw(0, 1),
            stake_challenger=draw("1/2", 3),
            stake_defender=draw("1/2", 3),
            stubborn_challenger=draw(0, "1/2"),
            stubborn_defender=draw(0, "1/2"),
        )
        found, solved = model.numbers, dt.attrition(model.game)
        assert near(solved.horizon, found["horizon"])
        assert near(solved.at_once[0], found["at_once_challenger"])
        assert near(solved.at_once[1], found["at_once_defender"])
        assert near(solved.chances["first wins"], found["challenger_wins"])
        assert near(solved.chances["deadlock"], found["deadlock"])
        assert near(sum(solved.chances.values()), 1)


def test_audience_cost_standoff():
    draw, free = drawing("audience costs"), models.audience_cost_standoff()
    for _ in range(DRAWS):
        names = ("stake_1", "stake_2", "audience_rate_1", "audience_rate_2", "worst_war_1", "worst_war_2")
        model = free.at(**{name: draw("1/4", 4) for name in names})
        found, solved = model.numbers, dt.attrition(model.game)
        assert near(solved.horizon, found["horizon"])
        assert near(solved.chances["war"], found["war"])
        assert all(near(solved.at_once[i], found[f"at_once_{i + 1}"]) for i in (0, 1))
        assert near(sum(solved.chances.values()), 1)
        assert min(solved.at_once) == 0 or min(solved.at_once) < 1e-12


def test_escalation_ladder():
    """Backward induction by hand against subgame perfection on the tree."""
    draw = drawing("ladder")
    for _ in range(DRAWS):
        stakes, quits, disaster = ([draw(low, high) for _ in (0, 1)] for low, high in ((0, 2), (0, 1), (0, 4)))
        risks = [draw(0, 1) for _ in range(4)]
        names = ("stake", "backdown_cost", "disaster_cost")
        given = {
            f"{name}_{side}": row[i]
            for name, row in zip(names, (stakes, quits, disaster), strict=True)
            for i, side in enumerate(("challenger", "defender"))
        }
        values = (-quits[0], stakes[1])  # after the last rung, which is the defender's
        plan = {}
        for k in reversed(range(4)):
            mover = k % 2
            climbed = [-risks[k] * disaster[i] + (1 - risks[k]) * values[i] for i in (0, 1)]
            quit_now = [stakes[i] if i != mover else -quits[i] for i in (0, 1)]
            if climbed[mover] == quit_now[mover]:
                break
            plan[k + 1] = climbed[mover] > quit_now[mover]
            values = tuple(climbed if plan[k + 1] else quit_now)
        else:
            (eq,) = dt.subgame_perfect(models.escalation_ladder(risks, **given)).extreme
            assert tuple(eq.payoffs.values()) == values
            for k, up in plan.items():
                side = ("challenger", "defender")[(k - 1) % 2]
                assert eq[side][f"rung {k}"]["escalate"] == int(up)


def test_response_threshold():
    draw = drawing("response threshold")
    for _ in range(DRAWS):
        model = models.response_threshold(
            deliberate_share=draw(0, 1),
            signal_distance=draw("1/4", 4),
            false_alarm_cost=draw(0, 9),
            miss_cost=draw(0, 9),
        )
        found, solved = model.numbers, dt.cutoffs(model.game)
        assert solved.unique
        assert near(solved.values[0], found["threshold"])
        assert near(solved.measures()["hit"][0], found["hit"])


def test_accident_or_probe():
    draw = drawing("accident or probe")
    for _ in range(DRAWS):
        model = models.accident_or_probe(
            signal_distance=draw("1/4", 4),
            false_alarm_cost=draw(0, 9),
            miss_cost=draw(0, 9),
            gain=draw(0, 3),
            clash_cost=draw(0, 3),
            accident_rate=draw(0, 1),
        )
        found, solved = model.numbers, dt.cutoffs(model.game)
        assert solved.unique
        assert near(solved.values[0], found["threshold"])
        assert near(solved.measures()["probe_rate"][0], found["probe_rate"])
        # the defender, who learns x, is indifferent at the threshold
        x, v = float(found["threshold"]), model.values
        ratio = math.exp(float(v["signal_distance"]) * x - float(v["signal_distance"]) ** 2 / 2)
        odds = float(found["probe_rate"] / float(v["accident_rate"])) * ratio
        assert near(odds * float(v["miss_cost"]), float(v["false_alarm_cost"]))


def reaction(rounds):
    return dt.Automaton.punishment((RESTRAIN,) * 2, (PROVOKE,) * 2, bad=BAD, good=GOOD, rounds=rounds)


def test_noisy_restraint():
    draw = drawing("noisy restraint")
    for k in range(DRAWS):
        quiet = draw("1/2", 1)
        model = models.noisy_restraint(
            quiet_if_restrained=quiet, quiet_if_provoked=draw(0, quiet), discount=draw(0, 1), provocation_gain=draw(0, 2)
        )
        found, played = model.numbers, dt.perfect_public(model.game, reaction(None))
        assert played.averages[0] == found["value"]
        assert played.equilibrium == (model.values["discount"] >= found["least_discount"])
        if k % 10 == 0 and found["least_discount"] < 1:
            free = dt.RepeatedGame(model.game.stage, model.game.signals, discount=sympy.Symbol("discount", real=True))
            solved = dt.incentive_range(dt.perfect_public(free, reaction(None)).incentives)
            assert solved.least == found["least_discount"]


@pytest.mark.parametrize("kind", ["limited", "hidden"])
def test_fewest_rounds_of_punishment(kind):
    """With the formula's rounds nobody deviates, with one less somebody does."""
    draw, seen = drawing(kind), 0
    while seen < DRAWS:
        if kind == "limited":
            quiet = draw("1/2", 1)
            model = models.limited_punishment(
                quiet_if_restrained=quiet, quiet_if_provoked=draw(0, quiet), discount=draw("1/2", 1)
            )
        else:
            model = models.hidden_restraint(hidden=draw(0, "1/2"), discount=draw("1/2", 1))
        try:
            found = model.numbers
        except dt.InvalidParameter:
            assert not dt.perfect_public(model.game, reaction(None)).equilibrium
            seen += 1
            continue
        if not 1 <= found["rounds"] <= 12:
            continue
        rounds = int(found["rounds"])
        played = dt.perfect_public(model.game, reaction(rounds))
        assert played.equilibrium
        assert not dt.perfect_public(model.game, reaction(rounds - 1)).equilibrium
        assert played.values["peace"][0] == found["value"]
        seen += 1


def test_generous_reciprocity():
    draw = drawing("generosity")
    for _ in range(DRAWS):
        sucker = draw(-2, 0)
        punishment = draw(0, 2)
        reward = draw(2, 4)
        model = models.generous_reciprocity(
            temptation=draw(reward, 2 * reward - sucker), reward=reward, punishment=punishment, sucker=sucker
        )
        solved = dt.incentive_range(model.game)
        forgive = model.numbers["forgive"]
        assert (solved.most if forgive >= 0 else None) == (forgive if forgive >= 0 else None)


def test_conflict_spiral():
    draw, seen = drawing("spiral"), 0
    while seen < DRAWS:
        model = models.conflict_spiral(bad_share=draw(0, 1), tolerance=draw(0, 1), misperception=draw(0, "1/2"))
        rounds, share = model.game.walk()
        seen += 1
        if rounds is None:
            with pytest.raises(dt.InvalidParameter, match="trap is permanent"):
                _ = model.numbers
        else:
            found = model.numbers
            assert rounds == found["rounds"]
            assert near(share, found["hostile_share"])


def test_encounter_rate():
    draw = drawing("encounters")
    for _ in range(DRAWS):
        model = models.encounter_rate(
            accident_risk=draw(0, "1/5"),
            encounter_gain=draw(0, 3),
            accident_cost=draw(0, 40),
            encounter_cost=draw(0, 3),
            discount_rate=draw(0, "1/2"),
        )
        found, solved = model.numbers, dt.cutoffs(model.game)
        assert solved.unique
        assert near(solved.values[0], found["rate"])
        # brute force over rates
        q, g, c, k, r = (float(v) for v in model.values.values())
        rates = np.linspace(0, g / k, 4001)
        worth = (g * rates - k * rates**2 / 2 - q * c * rates) / (r + q * rates)
        assert abs(rates[worth.argmax()] - float(found["rate"])) <= g / k / 2000


def test_cumulative_risk():
    draw = drawing("hazard")
    for _ in range(DRAWS):
        n, q = draw.rng.randint(1, 40), draw(0, "1/3")
        survived = F(1)
        for _step in range(n):
            survived *= 1 - q
        found = models.cumulative_risk(encounters=n, accident_risk=q).numbers
        assert found["accident"] == 1 - survived
        even = int(found["even_odds"])
        assert (1 - q) ** even <= F(1, 2) < (1 - q) ** (even - 1)


def test_uncertain_risk():
    from scipy.integrate import quad
    from scipy.stats import beta

    draw = drawing("uncertain risk")
    for _ in range(DRAWS):
        n, a, b = draw.rng.randint(1, 40), draw(1, 4), draw(1, 40)
        found = models.uncertain_risk(encounters=n, accidents_seen=a, safe_seen=b).numbers
        mixed = quad(lambda q, a=a, b=b, n=n: beta.pdf(q, float(a), float(b)) * (1 - q) ** n, 0, 1)[0]
        assert near(found["accident"], 1 - mixed, 1e-7)
        assert found["accident"] < found["accident_plug_in"] or n == 1


def test_collective_response():
    """All thresholds of the equation, each a fixed point of who acts, by its definition."""
    from scipy.special import ndtr, ndtri

    draw = drawing("collective response")
    for _ in range(DRAWS):
        c, z, alpha, beta = draw(0, 1), draw(0, 1), draw("1/4", 12), draw("1/4", 12)
        model = models.collective_response(response_cost=c, prior_mean=z, prior_precision=alpha, precision=beta)
        found = dt.cutoffs(model.game)
        # a threshold may lie so near to 0 or 1 that a float cannot tell
        assert found.complete or "rounding of the end" in found.why
        assert len(found.values) in (1, 3)
        c, z, alpha, beta = (float(v) for v in (c, z, alpha, beta))
        if alpha / beta**0.5 <= (2 * math.pi) ** 0.5:
            assert found.unique
        # a threshold next to 0 or 1 is known to 15 digits, and its quantile to fewer
        for theta in (t for t in map(float, found.values) if 1e-5 < t < 1 - 1e-5):
            # the signal at which an ally is indifferent, and the share of allies below it where theta is the state
            x = theta + ndtri(theta) / beta**0.5
            succeeds = ndtr((theta - (alpha * z + beta * x) / (alpha + beta)) * (alpha + beta) ** 0.5)
            assert abs(succeeds - c) < 1e-8


def test_joint_response():
    draw = drawing("joint response")
    for _ in range(DRAWS):
        model = models.joint_response(prior_mean=draw(0, 1), prior_precision=draw("1/4", 9), precision=draw("1/4", 9))
        found = model.numbers
        solved = dt.cutoffs(model.game)
        assert all(near(x, y) for x, y in zip(solved.values, found["cutoff"], strict=True))
        if float(found["sharpness"]) <= 2 * math.pi:
            assert len(found["cutoff"]) == 1


def test_alliance_threshold():
    draw = drawing("alliance")
    for k in range(DRAWS):
        n = draw.rng.randint(2, 6)
        m = draw.rng.randint(1, n)
        own = [draw("-1/20", "1/20") for _ in range(n)] if k % 5 == 0 and m > 1 else ()
        model = models.alliance_threshold(n, m, resolve=own, benefit=draw("1/2", 3))
        solved = dt.cutoffs(model.game).values[0]
        each = solved if isinstance(solved, tuple) else (solved,)
        assert all(abs(float(x) - float(model.numbers["threshold"])) < (1e-4 if own else 1e-9) for x in each)


def test_volunteers():
    draw, seen = drawing("volunteers"), 0
    while seen < DRAWS:
        n = draw.rng.randint(2, 3)
        model = models.volunteers([draw("1/5", "1/2") for _ in range(n)], [draw("3/4", 2) for _ in range(n)])
        try:
            found = model.numbers
        except dt.InvalidParameter:
            continue
        seen += 1
        eqs = [eq for eq in dt.nash(model.game).extreme if all(0 < float(v[0]) < 1 for v in eq.vectors)]
        (mixed,) = eqs
        assert all(near(v[0], found[f"respond:{k + 1}"]) for k, v in enumerate(mixed.vectors))


def test_threshold_participation():
    draw = drawing("participation")
    for _ in range(DRAWS):
        n = draw.rng.randint(2, 6)
        m = draw.rng.randint(1, n)
        model = models.threshold_participation(n, m, response_cost=draw(0, "9/10"))
        eqs = dt.symmetric_nash(model.game)
        assert eqs.complete
        mixed = sorted(float(eq.vectors[0][0]) for eq in eqs.extreme if 0 < float(eq.vectors[0][0]) < 1)
        assert all(near(x, y) for x, y in zip(mixed, model.numbers["respond"], strict=True))


def test_private_cost_participation():
    draw = drawing("private costs")
    for _ in range(DRAWS):
        n = draw.rng.randint(2, 6)
        m = draw.rng.randint(1, n)
        model = models.private_cost_participation(n, m, benefit=draw("1/2", 4))
        inside = [float(x) for x in dt.cutoffs(model.game).values if 0 < float(x) < 1]
        found = [float(x) for x in model.numbers["cutoff"] if 0 < float(x) < 1]
        assert all(near(x, y) for x, y in zip(inside, found, strict=True))


def test_weakest_link():
    draw = drawing("weakest link")
    for _ in range(DRAWS):
        n, stake = draw.rng.randint(1, 5), draw("1/2", 2)
        model = models.weakest_link(n, stake_challenger=stake, stake_defender=stake * max(n - 1, F(1, 2)) * draw(1, 3))
        found, solved = model.numbers, dt.contest(model.game)
        assert near(solved.attack, found["attack"])
        assert near(solved.defence, found["defence"])
        assert near(solved.payoffs[1], found["payoff:defender"])


def test_member_to_probe():
    """The coverage that equalises temptation, cut off where it is used up, against the linear programs."""
    draw = drawing("security")
    for _ in range(DRAWS):
        n = draw.rng.randint(2, 5)
        worth = [draw("1/2", 6) for _ in range(n)]
        caught = [-draw("1/2", 3) for _ in range(n)]
        guards = draw("1/10", 1)
        plan = dt.coverage(
            models.member_to_probe({str(k): (worth[k], caught[k], -worth[k], 0) for k in range(n)}, guards=guards)
        )
        order = sorted(range(n), key=lambda k: -worth[k])
        for size in range(1, n + 1):
            inside = order[:size]
            slack = sum(worth[k] / (worth[k] - caught[k]) for k in inside) - guards
            level = slack / sum(1 / (worth[k] - caught[k]) for k in inside)
            if size == n or level >= worth[order[size]]:
                break
        expected = {k: max(F(0), (worth[k] - level) / (worth[k] - caught[k])) for k in range(n)}
        assert plan.attacker == level
        assert all(plan.chances[str(k)] == c for k, c in expected.items())


def test_arms_race():
    draw = drawing("arms race")
    for _ in range(DRAWS):
        advantage = draw(0, "1/2")
        model = models.arms_race(2, advantage=advantage, exposure=draw(1, 2))
        found, solved = model.numbers, dt.cutoffs(model.game)
        formula = [v for name in ("low", "high") for v in found[name] if 0 < v < 1]
        assert all(near(x, y) for x, y in zip([r.value for r in solved.roots], formula, strict=True))
        assert solved.values[-1] == 1
        assert dt.cutoffs(models.arms_race(1, advantage=advantage, exposure=draw(1, 2)).game).values == (1,)


def test_reassurance():
    draw = drawing("reassurance")
    for _ in range(DRAWS):
        sucker, punishment, reward = draw(-2, 0), draw(0, 2), draw(2, 4)
        model = models.reassurance(
            reward=reward,
            temptation_trustworthy=draw(punishment, reward),
            temptation_untrustworthy=draw(reward, 7),
            punishment=punishment,
            sucker=sucker,
            trust=draw(0, 1),
        )
        found = model.numbers
        assert dt.incentive_range(models.reassuring_stakes(model.values, "untrustworthy")).least == found["least_first"]
        assert dt.incentive_range(models.reassuring_stakes(model.values, "trustworthy")).most == found["most_first"]
        both = dt.incentive_range(model.game)
        works = found["least_first"] <= found["most_first"]
        assert both.intervals == (((found["least_first"], found["most_first"]),) if works else ())


def test_reciprocal_fear():
    draw = drawing("fear")
    for _ in range(DRAWS):
        model = models.reciprocal_fear(
            peace_payoff=draw("1/2", 2),
            first_strike=draw(2, 9),
            struck_first=draw(-9, -4),
            mutual_strike=draw(-4, 0),
            discount=draw(0, 1),
        )
        found = model.numbers
        assert dt.incentive_range(models.patience_for_peace(model.values)).least == found["least_discount"]
        assert dt.incentive_range(models.patience_for_peace(model.values, doubt=True)).least == found["least_discount_doubt"]
        mixed = [eq.vectors[0][0] for eq in dt.nash(model.game).extreme if 0 < eq.vectors[0][0] < 1]
        assert mixed == ([found["trust_needed"]] if 0 < found["trust_needed"] < 1 else [])


def test_risky_demand():
    draw = drawing("demand")
    for _ in range(DRAWS):
        low = draw(0, "1/2")
        model = models.risky_demand(
            win_chance=draw(0, 1), war_cost_challenger=draw(0, "1/2"), least_war_cost=low, most_war_cost=draw(low, 1)
        )
        found, solved = model.numbers, dt.cutoffs(model.game)
        assert solved.values[-1] == found["demand"]
        assert solved.measures()["war"][1] == found["war"]
        # brute force over demands
        p, c, lo, hi = (float(v) for v in model.values.values())
        x = np.linspace(0, 1, 5001)
        war = np.clip((x - p - lo) / (hi - lo), 0, 1)
        best = ((1 - war) * x + war * (p - c)).max()
        mine, fights = float(found["demand"]), float(found["war"])
        assert (1 - fights) * mine + fights * (p - c) >= best - 1e-9


def test_mobilisation():
    draw = drawing("mobilisation")
    for _ in range(DRAWS):
        stake = draw("1/2", 3)
        model = models.deterrent_mobilisation(
            stake_opponent=stake, fighting_cost_opponent=draw(0, stake), effectiveness=draw("1/2", 3)
        )
        found, solved = model.numbers, dt.cutoffs(model.game)
        inside = [v for v in solved.values if float(v) > 0]
        assert near(inside[0], found["mobilisation"])
        # the opponent's best of many mobilisations gains nothing just there
        m, lam, v, c = (
            float(found["mobilisation"]),
            *(float(model.values[n]) for n in ("effectiveness", "stake_opponent", "fighting_cost_opponent")),
        )
        x = np.linspace(1e-6, v, 20001)
        assert abs((v * x / (lam * m + x) - x - c).max()) < 1e-6


def test_information():
    draw = drawing("information")
    for _ in range(DRAWS):
        model = models.resolve_persuasion(credibility=draw(0, 1), belief_needed=draw(0, 1))
        found, best = model.numbers, dt.persuasion(model.game.prior, model.game.values)
        assert best.value == found["deterred"]
        if best.value < 1:
            assert best.message_if(model.values["belief_needed"], true=False) == found["bluff"]
        report = models.delayed_report(event_rate=draw(0, 2), belief_needed=draw(0, 1))
        assert near(dt.incentive_range(report.game).most, report.numbers["delay"])


def test_patrols():
    draw = drawing("patrols")
    for _ in range(DRAWS):
        n = draw.rng.randint(1, 12)
        m, need = draw.rng.randint(0, n), draw("1/10", 1)
        found = models.patrols(m, n, detection_needed=need).numbers
        # as many sectors as can each be given just enough
        assert found["announced"] == max(k for k in range(n + 1) if k * need <= m)
        assert found["spread"] == (n if F(m, n) >= need else 0)


def test_threats_against_deviations():
    """Each equilibrium of public and private threats against every type's other channels, on a grid of types."""
    draw, free = drawing("threats"), models.public_or_private_threat()
    for _ in range(DRAWS):
        v = {
            "audience_cost": draw("1/10", 1),
            "face_cost": draw("1/10", 2),
            "least_war_value": draw(-2, "-3/4"),
            "most_war_value": draw("1/4", 1),
            "least_war_value_target": draw(-3, -1),
            "most_war_value_target": draw("1/4", 1),
        }
        found = free.at(**v).numbers
        a, g, lo, hi, lo_t, hi_t = map(float, v.values())
        types = np.linspace(lo, hi, 4001)

        def worth(q, back_down, types=types):
            return q + (1 - q) * np.maximum(types, -back_down)

        def yields(s, face, lo_t=lo_t, hi_t=hi_t):
            return min(1.0, max(0.0, (-(face + 1 - s) / s - lo_t) / (hi_t - lo_t)))

        for kind in ("public", "public with bluff", "public by all"):
            for q in found[f"{kind}: concede"]:
                q = float(q)
                gains = worth(q, a)
                goes = gains > 1e-12
                fights = types >= -a
                if kind == "public with bluff":
                    # low types are indifferent; just enough of them bluff
                    assert abs(q - (1 - q) * a) < 1e-12
                    share = fights.mean()
                    s = share / (share + float(found["public with bluff: bluffers"][0]))
                else:
                    s = (goes & fights).mean() / goes.mean()
                assert abs(yields(s, g) - q) < 2e-3
                war = float(found[f"{kind}: war"][0])
                assert abs((goes & fights).mean() * (1 - q) - war) < 2e-3
        for q in found["private: concede"]:
            s = (types >= 0).mean()
            assert abs(yields(s, 0.0) - float(q)) < 2e-3
