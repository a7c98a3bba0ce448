"""Closed forms of the models of time and allies against brute force over deviations, at random admissible values."""

import inspect
import math
from fractions import Fraction as F
from pathlib import Path

import numpy as np

import deterrence as dt
from deterrence import models
from tests.properties.draws import DRAWS, drawing, near


def test_successive_probes():
    """The threshold and how often it falls, against backward induction over beliefs; what answering is worth, by both moves."""
    draw = drawing("successive probes")
    for _ in range(DRAWS):
        n = draw.rng.randint(1, 12)
        model = models.successive_probes(
            probes=n,
            stake=draw("1/4", 4),
            resistance_needed=draw(0, 1),
            credibility=draw(0, 1),
            visibility=draw(0, 1),
            audience_cost=draw(0, "6/5"),
        )
        found, eq = model.numbers, dt.reputation(model.game)
        assert found["threshold"] == eq.thresholds[-1]
        if found["horizon"] < n and eq.thresholds[-1]:
            assert found["horizon"] == eq.thresholds.count(eq.thresholds[0])
        p = model.values["credibility"]
        _, yielded, resisted = model.game.host
        if n > 1 and eq.game.stakes is not None and p not in eq.thresholds:
            reached, psi = eq.posterior(n, p), eq.game.visibility
            # the belief after an answer that was seen, and after tolerance that was
            after = [psi * eq.value(n - 1, b)[k] for b in (reached, F(0)) for k in (0, 1)]
            least, most = (resisted + after[k] - yielded - after[2] for k in (0, 1))
            gained = eq.gain(n, p)
            assert least <= gained[0] <= gained[1] <= most
            # nobody gains by doing the other thing
            assert eq.resists(n, p) == 0 or gained[0] >= 0
            assert eq.resists(n, p) == 1 or gained[1] <= 0


def test_chain_store():
    """The entrant stays out iff the incumbent is likely enough to be tough, by perfection on the tree."""
    draw = drawing("chain store")
    for _ in range(DRAWS):
        fought, out, entry = draw(-2, 0), draw(0, 1), draw(1, 3)
        game = models.chain_store(entry=entry, out=out, fought=fought)
        edge = (entry - out) / (entry - fought)
        for toughness, enters in ((edge * F(9, 10), 1), (edge + (1 - edge) / 10, 0)):
            assert tuple(dt.probability(dt.subgame_perfect(game.at(toughness=toughness)), "enter")) == (enters, enters)


def test_repeated_probing():
    """Both mix where tolerating costs less than a response with its risk, against all stationary equilibria."""
    draw, seen = drawing("repeated probing"), 0
    while seen < DRAWS:
        v = {
            "gain": draw("1/2", 2),
            "clash_cost": draw("1/2", 2),
            "war_risk": draw("1/10", "1/2"),
            "war_cost_challenger": draw(5, 20),
            "respond_cost": draw("1/2", 1),
            "war_cost_defender": draw(2, 8),
            "tolerate_cost": draw("1/2", 2),
            "discount": draw("7/10", "19/20"),
        }
        risky = v["respond_cost"] + v["war_risk"] * v["war_cost_defender"] - v["tolerate_cost"]
        probes = (1 - v["discount"]) * risky / (v["discount"] * v["war_risk"] * v["tolerate_cost"])
        if not 0 < probes < 1:
            continue
        seen += 1
        responds = v["gain"] / (v["gain"] + v["clash_cost"] + v["war_risk"] * v["war_cost_challenger"])
        ((peace, probed),) = [
            (eq["challenger"]["peace"]["probe"], eq["defender"]["probed"]["respond"])
            for eq in dt.markov_perfect(models.repeated_probing(**v)).extreme
            if 0 < eq["challenger"]["peace"]["probe"] < 1
        ]
        assert (peace, probed) == (probes, responds)


def test_blotto():
    """Either side guarantees itself the value by its equilibrium forces per front, whatever the other sends where."""
    draw = drawing("blotto")
    rng = np.random.default_rng(11)
    for _ in range(DRAWS):
        n = draw.rng.randint(3, 6)
        ratio = draw(F(1, n - 1), 1)
        value = models.blotto(n, ratio=ratio).numbers["weaker_share"]
        weaker, stronger = float(ratio), 1.0
        if ratio * n >= 2:
            # both uniform up to twice an even share; the weaker side sends nothing in some cases
            top, nothing, all_of_it = 2 * stronger / n, 1 - weaker, 0.0
        else:
            # the weaker side up to all it has; the stronger sends as much in some cases
            top, nothing, all_of_it = weaker, 1 - 2 / n, 1 - (2 - 2 / (n * weaker))
        # forces spent are forces there are
        assert near((1 - nothing) * top / 2, weaker / n)
        assert near((1 - all_of_it) * top / 2 + all_of_it * top, stronger / n)
        sent = rng.dirichlet(np.ones(n), 400)
        wins = (1 - all_of_it) * np.minimum(sent * weaker, top) / top
        assert wins.mean(axis=1).max() <= float(value) + 1e-12
        holds = nothing + (1 - nothing) * np.minimum(sent * stronger / top, 1)
        assert holds.mean(axis=1).max() <= 1 - float(value) + 1e-12
        # an even split wastes nothing, so it gets just that much
        assert near((1 - all_of_it) * min(weaker / n, top) / top, value)
        assert near(nothing + (1 - nothing) * min(stronger / n / top, 1), 1 - value)


def test_arms_race_talk():
    """In every solution no cost gains by another word, nor by another choice after it."""
    draw, seen = drawing("arms race talk"), 0
    grid = np.linspace(0.0005, 0.9995, 400)
    while seen < DRAWS:
        advantage, exposure = draw(0, "1/12"), draw("11/10", 2)
        found = models.arms_race_talk(advantage=advantage, exposure=exposure).numbers
        mu, d = float(advantage), float(exposure)
        seen += bool(found["low"])
        for low, high, peace in zip(*(found[name] for name in ("low", "high", "peace")), strict=True):
            middle = high - low
            assert 0 < low < high < 1
            assert near(peace, middle**2 + (1 - high) ** 2)
            first = middle * np.maximum(0, mu - grid) + (1 - middle) * np.maximum(-grid, -d)
            after_two = np.maximum(-grid * low + (mu - grid) * (1 - high), -d * low)
            second = middle * np.maximum(-grid, -d) + after_two
            played = np.where((grid > low) & (grid < high), first, second)
            assert (played >= np.maximum(first, second) - 1e-9).all()
            # after two second words those below the lower cutoff arm, and those above the upper do not
            arms = -grid * low + (mu - grid) * (1 - high) > -d * low
            assert arms[grid < low].all()
            assert not arms[grid > high].any()
            assert (mu <= grid[(grid > low) & (grid < high)]).all()


def test_screening():
    """The best of many demands is the risky one just where a tough opponent is less likely than the formula says."""
    draw = drawing("screening")
    for _ in range(DRAWS):
        cost, low = draw(0, "1/4"), draw(0, "1/4")
        high = draw(low, "1/2")
        edge = models.screening(war_cost_challenger=cost, least_war_cost=low, most_war_cost=high).numbers["risk_below"]
        win = draw("1/4", "1/2")
        demands = [win + low, win + high, *(F(k, 40) for k in range(41))]
        for tough, best in ((edge * F(99, 100), win + high), (edge + (1 - edge) / 100, win + low)):

            def worth(x, tough=tough, low=low, high=high, win=win, cost=cost):
                accepted = (tough if x <= win + low else 0) + (1 - tough if x <= win + high else 0)
                return accepted * x + (1 - accepted) * (win - cost)

            assert max(demands, key=worth) == best


def test_preventive_war():
    """War iff no concession of one period buys peace from a side that can only fight or take what it is left later."""
    draw, wars = drawing("preventive war"), 0
    for _ in range(DRAWS):
        now, later, discount, cost = draw(0, "1/2"), draw("1/2", 1), draw(0, 1), draw(0, 1)
        found = models.preventive_war(
            win_chance=now, win_chance_later=later, discount=discount, war_cost_decliner=cost
        ).numbers
        fight_now = (1 - now) / (1 - discount) - cost
        # later the riser leaves the decliner as little as it accepts
        accepted = max(F(0), (1 - later) / (1 - discount) - cost)
        peace = any(F(k, 20) + discount * accepted >= fight_now for k in range(21))
        assert found["war"] == (not peace)
        wars += found["war"]
    assert 10 <= wars <= 40


def test_preventive_war_is_not_fought_for_less_than_nothing():
    """Fearon's condition holds, but the decliner, whose later war is worth -3/10, takes a whole prize now and nothing later."""
    found = models.preventive_war(win_chance=".3", win_chance_later=".9", discount=".5", war_cost_decliner=".5").numbers
    assert found["temptation"] == F(3, 20) > found["patience_cost"] == F(1, 8)
    assert found["war"] == 0


def test_risky_mobilisation():
    """The best of many mobilisations, against an opponent whose best reply is taken over a grid of forces and stakes."""
    draw, everybody = drawing("risky mobilisation"), 0
    stakes = (np.arange(4000) + 0.5) / 4000
    for _ in range(DRAWS):
        given = {
            "fighting_cost_opponent": draw(0, "1/2"),
            "effectiveness": draw("1/2", 2),
            "stake": draw("1/2", 2),
            "fighting_cost": draw(0, "1/2"),
        }
        found = models.risky_mobilisation(**given).numbers
        c2, lam, v, c1 = map(float, given.values())
        most = float(found["mobilisation"])
        tried = np.append(np.linspace(0, 1.2 / lam, 241), most)[:, None]
        # the opponent's best forces against m are sqrt(stake lam m) - lam m
        forces = np.maximum(0, np.sqrt(stakes * lam * tried) - lam * tried)
        total = np.maximum(lam * tried + forces, 1e-300)
        fights = stakes * forces / total - forces - c2 > 0
        fights[0] = stakes > c2  # hardly any force wins against none
        worth = np.where(fights, v * np.where(tried > 0, lam * tried / total, 0) - c1, v).mean(axis=1) - tried[:, 0]
        assert worth[-1] >= worth.max() - 1e-3
        assert abs(fights[-1].mean() - float(found["war"])) < 1e-3
        everybody += found["war"] == 0
    assert 0 < everybody < DRAWS


def chance(difference, nodes=64):
    """Probability that one standard normal exceeds another by minus the difference, by quadrature over the first."""
    x, w = np.polynomial.hermite_e.hermegauss(nodes)
    return float((w * normal(x + difference)).sum() / w.sum())


def normal(x):
    return np.vectorize(lambda y: math.erfc(-y / math.sqrt(2)) / 2)(x)


def test_strategic_choice():
    """Errors and secrets integrated out one by one; the closed forms add their variances."""
    draw = drawing("strategic choice")
    x, w = np.polynomial.hermite_e.hermegauss(32)
    weights = w[:, None] * w[None, :] / w.sum() ** 2
    for k in range(DRAWS):
        errors = ("agents", "private")[k % 2]
        sq, con, war, con_d, war_d = (draw(-2, 2) for _ in range(5))
        noise = draw("1/2", 2)
        found = models.strategic_choice(
            errors=errors,
            status_quo_challenger=sq,
            concession_challenger=con,
            war_challenger=war,
            concession_defender=con_d,
            war_defender=war_d,
            noise=noise,
        ).numbers
        s = float(noise)
        fights = chance(float(war_d - con_d) / s)
        worth = (1 - fights) * float(con) + fights * float(war) - float(sq)
        if errors == "agents":
            moves = chance(worth / s)
        else:
            # its secrets about concession and war are weighed by how often these come about; that about the status quo is last
            own = (1 - fights) * x[:, None] + fights * x[None, :]
            moves = float((weights * normal(worth / s + own)).sum())
        assert near(found["war"], moves * fights, 1e-7)
        assert near(found["concession"], moves * (1 - fights), 1e-7)
        assert near(found["status_quo"], 1 - moves, 1e-7)


def test_strategic_deterrence():
    draw = drawing("strategic deterrence")
    for _ in range(DRAWS):
        names = ("status_quo", "concession", "backdown", "war")
        u = {name: draw(-2, 2) for name in names}
        d = {name: draw(-2, 2) for name in names[1:]}
        noise = draw("1/2", 2)
        found = models.strategic_deterrence(
            **{f"{name}_challenger": value for name, value in u.items()},
            **{f"{name}_defender": value for name, value in d.items()},
            noise=noise,
        ).numbers
        s = float(noise)
        fights = chance(float(u["war"] - u["backdown"]) / s)
        resisting = (1 - fights) * float(d["backdown"]) + fights * float(d["war"])
        resists = chance((resisting - float(d["concession"])) / s)
        resisted = (1 - fights) * float(u["backdown"]) + fights * float(u["war"])
        moves = chance(((1 - resists) * float(u["concession"]) + resists * resisted - float(u["status_quo"])) / s)
        expected = (1 - moves, moves * (1 - resists), moves * resists * (1 - fights), moves * resists * fights)
        assert all(near(found[name], p, 1e-7) for name, p in zip(names, expected, strict=True))


def test_every_model_of_formulae_is_drawn():
    """Each model that is its formulae is built in this file or the one beside it, whose tests run over `DRAWS` values."""
    folder = Path(__file__).parent
    text = "".join((folder / f"test_closed_forms_{part}.py").read_text("utf-8") for part in ("dynamic", "by_deviation"))
    functions = {name: getattr(models, name) for name in models.__all__}
    closed = {n for n, f in functions.items() if inspect.signature(f).return_annotation is models.ClosedFormModel}
    assert len(closed) > 30
    assert {name for name in closed if f"models.{name}(" not in text} == set()
