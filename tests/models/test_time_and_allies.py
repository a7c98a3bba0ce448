"""Numbers of the models of time and allies that the catalogue of published cases does not hold, and their bad input."""

from fractions import Fraction as F

import pytest
import sympy

import deterrence as dt
from deterrence import models


def near(found, *expected, tol=1e-6):
    found = found if isinstance(found, (list, tuple)) else [found]
    assert [round(float(x), 9) for x in found] == pytest.approx(list(expected), abs=tol)


# --- escalation ---------------------------------------------------------------------------------------------------


def ladder(stakes, quits, disasters):
    names = ("stake", "backdown_cost", "disaster_cost")
    given = {
        f"{n}_{s}": row[i]
        for n, row in zip(names, (stakes, quits, disasters), strict=True)
        for i, s in enumerate(("challenger", "defender"))
    }
    return models.escalation_ladder(("1/20", "1/10", "1/5", "2/5"), **given)


def test_ladder_first_case():
    """v = (1, 1), s = (.2, .2), d = (4, 4): the first side escalates, the second quits."""
    (eq,) = dt.subgame_perfect(ladder((1, 1), (F(1, 5),) * 2, (4, 4))).extreme
    assert tuple(eq.payoffs.values()) == (F(3, 4), F(-39, 100))
    up = [eq[s][f"rung {k}"]["escalate"] for k, s in enumerate(("challenger", "defender") * 2, 1)]
    assert up == [1, 0, 1, 0]


def test_ladder_off_ramp():
    """v = (1, 1), s = (.2, .5), d = (2, 1): the first side quits, since the second would go on to the end."""
    (eq,) = dt.subgame_perfect(ladder((1, 1), (F(1, 5), F(1, 2)), (2, 1))).extreme
    up = [eq[s][f"rung {k}"]["escalate"] for k, s in enumerate(("challenger", "defender") * 2, 1)]
    assert up == [0, 1, 0, 1]
    assert dt.probability(dt.subgame_perfect(ladder((1, 1), (F(1, 5), F(1, 2)), (2, 1))), "backdown_challenger").least == 1


def test_ladder_of_odd_length_and_bad_risks():
    game = models.escalation_ladder(
        ["1/10"],
        stake_challenger=1,
        stake_defender=1,
        backdown_cost_challenger=0,
        backdown_cost_defender=0,
        disaster_cost_challenger=1,
        disaster_cost_defender=1,
    )
    assert set(game.outcome_names) == {"backdown_challenger", "won_challenger", "disaster"}
    with pytest.raises(dt.InvalidParameter, match="risk_2"):
        models.escalation_ladder(["1/10", 2])
    with pytest.raises(dt.InvalidParameter, match="give at least 1"):
        models.escalation_ladder([])
    with pytest.raises(dt.InvalidParameter, match=r"risks\[0\]"):
        models.escalation_ladder(["much"])
    with pytest.raises(dt.InvalidParameter, match="sequence of numbers"):
        models.escalation_ladder("1/10")


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"audience_rate_1": 1, "audience_rate_2": 1, "worst_war_1": 2, "worst_war_2": 2}, (1, 0, 0, 0.25, 0.25, 0.5, 0.5)),
        (
            {"audience_rate_1": 3, "audience_rate_2": "1/2", "worst_war_1": 2, "worst_war_2": 2},
            (0.527525, 0, 0.659407, 0.104356, 0.306395, 0.208712, 0.612790),
        ),
        (
            {"stake_1": 2, "audience_rate_1": 1, "audience_rate_2": 1, "worst_war_1": 2, "worst_war_2": 2},
            (1, 0, 0.25, 0.25, 1 / 3, 0.5, 1 / 3),
        ),
    ],
)
def test_audience_costs(given, expected):
    model = models.audience_cost_standoff(**given)
    near(list(model.numbers.values()), *expected)
    solved = dt.attrition(model.game)
    near([solved.horizon, *solved.at_once, solved.chances["war"]], *expected[:4])


def test_threats():
    """Three cases: secrecy beside no bluff, all in public, and bluffs."""
    first = models.public_or_private_threat(
        audience_cost=".4", face_cost=".8", least_war_value="-.5", most_war_value=".8",
        least_war_value_target=-1, most_war_value_target=".9",
    ).numbers  # fmt: skip
    near([first[k][0] for k in ("private: concede", "private: robust", "private: war")], 0.197368, 1, 0.493927)
    near([first[k][0] for k in ("public: concede", "public: war")], 0.105263, 0.631579)
    near(
        [first[k][0] for k in ("secrecy: concede", "secrecy: private share of fighters", "secrecy: war")],
        0.105263,
        0.78125,
        0.550607,
    )
    assert first["public with bluff: war"] == first["public by all: war"] == ()
    second = models.public_or_private_threat(
        audience_cost=".3", face_cost=".5", least_war_value=-1, most_war_value=".5",
        least_war_value_target=-3, most_war_value_target=".5",
    )  # fmt: skip
    found = second.numbers
    near([found[k][0] for k in ("private: concede", "private: robust", "private: war")], 0.285714, 0, 0.238095)
    near([found[k][0] for k in ("public by all: concede", "public by all: war")], 0.339286, 0.352381)
    assert found["secrecy: war"] == ()
    # a kind that does not exist is no measure
    assert "secrecy: war" not in second.measures()
    third = models.public_or_private_threat(
        audience_cost=".3", face_cost=".5", least_war_value=-2, most_war_value=".5",
        least_war_value_target=-2, most_war_value_target=".5",
    ).numbers  # fmt: skip
    near([third[f"public with bluff: {k}"][0] for k in ("concede", "bluffers", "war")], 0.230769, 0.196923, 0.246154)


# --- noise --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "p, q, delta, expected",
    [
        (".9", ".5", ".9", (2, 17.079419, 0.833333)),
        (".95", ".7", ".9", (3, 17.826106, 0.869565)),
        (".9", ".5", ".75", (3, 6.817577, 0.769231)),
    ],
)
def test_limited_punishment(p, q, delta, expected):
    near(
        list(models.limited_punishment(quiet_if_restrained=p, quiet_if_provoked=q, discount=delta).numbers.values()),
        *expected,
    )


def test_hidden_restraint_has_limits():
    with pytest.raises(dt.InvalidParameter, match=r"discount > 1 / \(2 \(1 - hidden\)\)"):
        _ = models.hidden_restraint(hidden=".4", discount=".8").numbers
    assert models.hidden_restraint(hidden=".4")["least_discount"] == sympy.Rational(5, 6)


def test_retaliation_average():
    assert [
        models.generous_reciprocity(temptation=t, reward=3, punishment=1, sucker=0).numbers["retaliation_average"]
        for t in (5, 4)
    ] == [F(9, 4), 2]


def test_permanent_trap():
    model = models.conflict_spiral(bad_share=".5", tolerance=".5", misperception=".1")
    assert model.game.walk() == (None, 1)
    with pytest.raises(dt.InvalidParameter, match="trap is permanent"):
        _ = model.numbers
    # doubt that takes longer than one is ready to wait
    assert models.conflict_spiral(bad_share=".3", tolerance=".5", misperception=".1").game.walk(most=3) == (None, 1)


def test_even_odds():
    assert [
        models.cumulative_risk(encounters=1, accident_risk=q).numbers["even_odds"] for q in (".001", ".01", ".02", 1)
    ] == [693, 69, 35, 1]
    assert models.cumulative_risk(encounters=1, accident_risk=0).numbers["even_odds"] == float("inf")
    near(models.uncertain_risk(encounters=100, accidents_seen=1, safe_seen=99).numbers["accident"], 0.502512563, tol=1e-9)


def test_encounters():
    numbers = {"encounter_gain": 1, "encounter_cost": 2, "discount_rate": ".1"}
    near(list(models.encounter_rate(accident_risk=".01", accident_cost=20, **numbers).numbers.values()), 0.392305, 0.038471)
    assert models.encounter_rate(accident_risk=0, accident_cost=20, **numbers).numbers["rate"] == F(1, 2)
    # where an encounter costs more than it gains, nobody goes
    shut = models.encounter_rate(accident_risk=".1", accident_cost=20, **numbers)
    assert shut.numbers["rate"] == 0
    assert dt.cutoffs(shut.game).values == (0,)


# --- alliances ----------------------------------------------------------------------------------------------------


def test_private_cost_participation():
    assert models.private_cost_participation(2, 1, benefit="1/2").numbers["cutoff"] == (F(1, 3),)
    near(models.private_cost_participation(5, 3, benefit=3).numbers["cutoff"], 0.063321, 0.722751)
    found = dt.cutoffs(models.private_cost_participation(3, 2, benefit=2).game)
    assert found.values == (0, F(3, 4))
    assert found.measures()["success"] == (0, F(27, 32))


def test_blotto():
    values = [models.blotto(3, ratio=r) for r in (1, "3/4", "2/3", "7/12")]
    assert [m.numbers["weaker_share"] for m in values] == [F(1, 2), F(3, 8), F(1, 3), F(2, 7)]
    near([dt.minmax(m.game)["weaker"].value for m in values], 0.5, 0.379630, 0.333333, 0.294444)
    with pytest.raises(dt.InvalidParameter, match="1/2 to 1"):
        models.blotto(3, ratio="1/3")
    with pytest.raises(dt.InvalidParameter, match="choose units"):
        _ = models.blotto(3, ratio="5/7").game


def test_bad_alliances():
    with pytest.raises(dt.InvalidParameter, match="needed is 4; allowed: 1 to 3"):
        models.alliance_threshold(3, 4)
    with pytest.raises(dt.InvalidParameter, match="2 entries for 3 allies"):
        models.alliance_threshold(3, 2, resolve=[0, 1])
    with pytest.raises(dt.InvalidParameter, match="each acts by itself"):
        _ = models.alliance_threshold(3, 1, resolve=[0, 0, "1/10"]).numbers
    with pytest.raises(dt.InvalidParameter, match="that the noise can bridge"):
        _ = models.alliance_threshold(2, 2, resolve=[0, 3]).numbers
    with pytest.raises(dt.InvalidParameter, match="whole number"):
        models.alliance_threshold("three", 2)
    with pytest.raises(dt.InvalidParameter, match="whole number"):
        models.alliance_threshold(2.5, 2)
    with pytest.raises(dt.InvalidParameter, match="1 entries for 2 costs"):
        models.volunteers([".1", ".2"], [1])
    with pytest.raises(dt.InvalidParameter, match="not much below the others"):
        _ = models.volunteers([".1", ".4", ".5"]).numbers
    with pytest.raises(dt.InvalidParameter, match="3 payoffs; give four"):
        models.member_to_probe({"north": (1, 2, 3)})


def test_weakest_link_ends_where_the_defender_gives_up():
    assert models.weakest_link(3, stake_challenger=1, stake_defender=2).numbers["payoff:defender"] == 0
    weak = models.weakest_link(3, stake_challenger=1, stake_defender="3/2")
    with pytest.raises(dt.InvalidParameter, match=r"\(fronts - 1\)"):
        _ = weak.numbers
    with pytest.raises(dt.UnsupportedGame, match="would rather give up"):
        dt.contest(weak.game)


# --- fear, trust, bargaining --------------------------------------------------------------------------------------


def test_everybody_arms():
    """Above a quarter the equation has no root, and only the arms race is left."""
    model = models.arms_race(2, advantage=".3", exposure="1.5")
    assert model.numbers == {"cutoff": (), "low": (), "high": ()}
    assert model.measures() == {}
    assert dt.cutoffs(model.game).values == (1,)
    assert dt.cutoffs(model.game).measures()["race"] == (1, 1)


@pytest.mark.parametrize(
    "advantage, expected",
    [
        (".01", (0.153127, 0.205042, 0.634653)),
        (".001", (0.062459, 0.077233, 0.851717)),
        ("1/10000", (0.021486, 0.026019, 0.948659)),
    ],
)
def test_arms_race_talk(advantage, expected):
    found = models.arms_race_talk(advantage=advantage, exposure="1.2").numbers
    near([found[name][-1] for name in ("low", "high", "peace")], *expected)


def test_arms_race_talk_deviations():
    """No type gains by another word or another choice after it, in the solution with the rarer arms races."""
    mu, d = 0.01, 1.2
    found = models.arms_race_talk(advantage=".01", exposure="1.2").numbers
    low, high = found["low"][-1], found["high"][-1]
    middle = high - low
    for c in (0.001, 0.1, low - 1e-6, low + 1e-6, 0.18, high - 1e-6, high + 1e-6, 0.5, 0.99):
        # word "first": the other is in the middle with chance `middle`, and then nobody arms; else both do
        first = middle * max(0, mu - c) + (1 - middle) * max(-c, -d)
        # word "second": after a middle one the other arms; among the second, those below low arm
        second = middle * max(-c, -d) + low * max(-c, -d) + (1 - high) * max(mu - c, 0)
        # one choice serves both kinds of others after the second word
        second = middle * max(-c, -d) + max(-c * low + (mu - c) * (1 - high), -d * low)
        best = max(first, second)
        played = first if low < c < high else second
        assert played >= best - 1e-5


def test_screening_and_prevention():
    assert models.screening(war_cost_challenger=".1", least_war_cost=".1", most_war_cost=".4").numbers["risk_below"] == F(
        3, 5
    )
    cases = [(".4", ".7", ".9", ".3"), (".5", ".55", ".5", ".5"), (".1", ".9", ".5", ".5")]
    names = ("win_chance", "win_chance_later", "discount", "war_cost_decliner")
    found = [models.preventive_war(**dict(zip(names, case, strict=True))).numbers for case in cases]
    assert [f["war"] for f in found] == [1, 0, 1]
    assert (found[0]["temptation"], found[0]["patience_cost"]) == (F(23, 100), F(3, 1000))


def test_demand_that_nobody_refuses():
    model = models.risky_demand(win_chance=".9", war_cost_challenger=".1", least_war_cost=".2", most_war_cost=".9")
    assert model.numbers == {"demand": 1, "war": 0}
    assert dt.cutoffs(model.game).measures() == {"demand": (1, 1), "war": (0, 0)}


def test_risky_mobilisation():
    found = models.risky_mobilisation(fighting_cost_opponent=".05", effectiveness=1, stake=".6", fighting_cost=".1").numbers
    near(list(found.values()), 0.172148, 0.592300)


def test_patrols():
    found = models.patrols(3, 10, detection_needed=".5").numbers
    assert list(found.values()) == [0, 6, F(3, 5)]
    near(list(models.patrols(2, 8, detection_needed=".6").numbers.values()), 0, 3, 0.416667)


def test_hawks_and_doves():
    """The share of hawks is V / C (Maynard Smith and Price 1973), found as the symmetric equilibrium."""
    for value, cost, share in ((2, 6, F(1, 3)), (4, 5, F(4, 5))):
        own = [[F(value - cost, 2), value], [0, F(value, 2)]]
        game = dt.NormalForm.from_arrays(own, [list(column) for column in zip(*own, strict=True)])
        (mixed,) = dt.symmetric_nash(game).extreme
        assert mixed.vectors[0] == (share, 1 - share)


# --- models as values ---------------------------------------------------------------------------------------------


def test_a_model_is_a_formula_until_it_has_values():
    free = models.risk_attrition(stake_challenger=1, stake_defender=1)
    assert [p.name for p in free.parameters] == ["disaster_cost_challenger", "disaster_cost_defender"]
    c, d = (p.symbol for p in free.parameters)
    assert sympy.simplify(free["disaster"] - 1 / (1 + c + d)) == 0
    full = free.at(disaster_cost_challenger=1, disaster_cost_defender=1)
    assert full.numbers["disaster"] == F(1, 3)
    assert full.measures()["disaster"] == (F(1, 3), F(1, 3))
    assert full.free("disaster_cost_challenger").parameters == free.parameters[:1]
    assert full.all_parameters == free.all_parameters
    assert "stake_challenger=1" in repr(full)


def test_an_expression_takes_a_parameters_place():
    k = sympy.Symbol("k", real=True)
    model = models.risk_attrition(
        stake_challenger=1, stake_defender=1, disaster_cost_challenger=k, disaster_cost_defender=2 * k
    )
    assert [p.name for p in model.parameters] == ["k"]
    assert model.at(k="1/3").numbers["disaster"] == F(1, 2)


def test_what_a_model_refuses():
    model = models.brinkmanship()
    with pytest.raises(dt.UnsupportedGame, match=r"hardliners.*model\.at\(hardliners"):
        _ = model.numbers
    with pytest.raises(dt.UnsupportedGame, match="hardliners"):
        _ = model.game
    with pytest.raises(dt.InvalidParameter, match="did you mean 'hardliners'"):
        model.at(hardliner=1)
    with pytest.raises(dt.InvalidParameter, match="did you mean 'hardliners'"):
        model.free("hardliner")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'most_risk'"):
        _ = model["most_risks"]
    with pytest.raises(dt.InvalidParameter, match="war_cost_defender > defy_loss"):
        _ = model.at(hardliners=".3", war_cost_defender=1).numbers
    with pytest.raises(dt.UnsupportedGame, match="no game beside"):
        _ = models.cumulative_risk(encounters=3, accident_risk=0).game


def test_compared_by_channel():
    """A public warning adds an audience cost: resolve looks firmer, the target's face is at stake."""
    common = {
        "least_war_value": "-1/2",
        "most_war_value": "4/5",
        "least_war_value_target": -1,
        "most_war_value_target": "9/10",
    }
    channels = {
        "private": models.public_or_private_threat(audience_cost=0, face_cost=0, **common),
        "public": models.public_or_private_threat(audience_cost=".4", face_cost=".8", **common),
    }
    comparison = dt.compare(channels, baseline="private")
    least, most = comparison.bands["public"]["public: war"]
    assert least == most == F(12, 19)
    # what is threatened in private does not depend on audiences
    assert comparison.differences["public"]["private: war"].plain == 0


def test_several_equilibria_are_a_band():
    wide = models.collective_response(response_cost=".4", prior_mean=".6", prior_precision=10, precision=4)
    one = models.collective_response(response_cost=".4", prior_mean=".6", prior_precision=1, precision=4)
    comparison = dt.compare({"public": wide, "private": one})
    least, most = comparison.bands["public"]["threshold"]
    near([least, most], 0.006307, 0.992594)
    assert comparison.bands["private"]["threshold"].least == comparison.bands["private"]["threshold"].most
