"""Which way measures move, against derivatives by hand, numbers by the solver, and each other."""

from fractions import Fraction
from functools import cache

import numpy as np
import pytest
import sympy

import deterrence as dt

F = Fraction


def symbol(name):
    return sympy.Symbol(name, real=True)


G, C, MU, S, R = map(symbol, ("gain", "clash_cost", "credibility", "tolerate_cost", "respond_cost"))


@cache
def probe():
    return dt.atlas(dt.models.probe_game().free("credibility"))


def effects(found, name):
    return {e.end: e for e in found if e.family.name == name}


def test_the_bounds_of_a_continuum_by_hand():
    """respond lies in [p*/mu, 1] with p* = g/(g+c): its least falls in c by g/(mu (g+c)^2), its most stays."""
    found = probe().comparative_statics("respond", "clash_cost")
    ends = effects(found, "challenger: refrain; defender: respond or tolerate")
    assert sorted(ends) == ["least", "most"]
    least, most = ends["least"], ends["most"]
    assert sympy.simplify(least.value - G / (G + C) / MU) == 0
    assert sympy.simplify(least.derivative + G / (MU * (G + C) ** 2)) == 0
    assert (least.sign, most.sign, most.value, most.derivative) == ("negative", "zero", 1, 0)
    tolerated = effects(
        probe().comparative_statics("tolerate", "clash_cost"), "challenger: refrain; defender: respond or tolerate"
    )
    assert sympy.simplify(tolerated["most"].value - (1 - G / (G + C) / MU)) == 0
    assert (tolerated["most"].sign, tolerated["least"].sign) == ("positive", "zero")


def test_a_payoff_by_hand():
    """Probed and always answered where it is resolute, the defender gets -mu r - (1 - mu) s."""
    (effect,) = [
        e for e in probe().comparative_statics("payoff:defender", "credibility") if "defender: respond" in e.family.name
    ][:1]
    assert sympy.expand(effect.value + MU * R + (1 - MU) * S) == 0
    assert sympy.expand(effect.derivative - (S - R)) == 0
    # the family needs s >= r
    assert effect.sign == "not negative"
    assert "challenger: probe; defender: tolerate" in {e.family.name for e in probe().comparative_statics("clash", "gain")}


@cache
def public():
    return dt.atlas(dt.models.warning_game("public", gain=1).free("accident_rate", "reputation_cost", "defiance"))


def test_bluffing_in_the_warning_game():
    """q_m = (i_I - rate)/(1 - rate), i_I = d/(d + A): a larger audience cost lets fewer bluffs be called, and more deters."""
    name = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"
    loss, broken = symbol("loss_irresolute"), symbol("audience_cost") + symbol("reputation_cost")
    clash = effects(public().comparative_statics("clash", "audience_cost"), name)["value"]
    assert sympy.simplify(clash.value - MU * loss / (loss + broken)) == 0
    assert clash.sign == "negative"
    # Pr(warn) = mu/t, of which the share 1 - i_I meets no incursion; over the avoidable ones
    t = (1 + symbol("face_cost")) / (1 + C)
    deterred = effects(public().comparative_statics("deterred", "audience_cost"), name)["value"]
    assert sympy.simplify(deterred.value - MU / t * broken / (loss + broken) / (1 - symbol("accident_rate"))) == 0
    assert deterred.sign == "positive"
    assert effects(public().comparative_statics("deterred", "face_cost"), name)["value"].sign == "negative"


def test_formulae_that_differ_by_case_say_where():
    """Pooling on a warning that does not bind, only the resolute clash; on one that binds, both do."""
    name = "resolute: warn, irresolute: warn; warn: refrain"
    several = [e for e in public().comparative_statics("clash", "credibility") if e.family.name == name]
    rate = symbol("accident_rate") + symbol("defiance") * (1 - symbol("accident_rate"))
    by_value = {bool(e.value.has(MU)): e for e in several}
    assert sympy.expand(by_value[True].value - MU * rate) == 0
    assert sympy.expand(by_value[False].value - rate) == 0
    assert "commitment_gap > audience_cost + reputation_cost" in str(by_value[True].where)
    assert "commitment_gap < audience_cost + reputation_cost" in str(by_value[False].where)
    assert (by_value[True].sign, by_value[False].sign) == ("not negative", "zero")


@pytest.mark.parametrize("measure", ["deterred", "clash", "payoff:challenger", "warn"])
def test_values_are_the_solver_s(measure):
    """At a point of each family's region the formula is the measure over that family's equilibria."""
    found = public().comparative_statics(measure, "credibility")
    checked = 0
    for family in public():
        values, _ = next(iter(family.witnessed))
        eqs = public().at(**values)
        (same,) = (f for f in eqs.families if f.name == family.name)
        part = dt.EquilibriumSet.build(eqs.game, eqs.concept, same.pieces)
        band = dt.expected_payoff(part, "challenger") if measure.startswith("payoff") else dt.probability(part, measure)
        known = {symbol(n): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()}
        for effect in found:
            holds = not effect.where or any(all(r.xreplace(known) for r in case) for case in effect.where)
            if effect.family.name == family.name and holds:
                number = effect.value.xreplace(known)
                expected = {"value": band.least, "least": band.least, "most": band.most}[effect.end]
                assert F(int(number.p), int(number.q)) == expected
                checked += 1
    assert checked >= len(public())


def test_a_sign_that_depends_says_on_what():
    """One row is always best for player one; its payoff x (1 - x) rises until x = 1/2."""
    x = symbol("x")
    game = dt.NormalForm(("one", "two"), {("a", "c"): (x * (1 - x), 0)}, parameters=[dt.Parameter("x", "", "[0, 1]")])
    (effect,) = dt.atlas(game).comparative_statics("payoff:one", "x")
    assert effect.sign == "depends"
    assert effect.positive_when.subs(x, sympy.Rational(49, 100))
    assert not effect.positive_when.subs(x, sympy.Rational(1, 2))
    assert "positive iff" in repr(dt.atlas(game).comparative_statics("payoff:one", "x"))


def test_shown_and_written():
    found = probe().comparative_statics("respond", "gain")
    assert "positive: least respond = gain/(credibility*(clash_cost + gain))" in repr(found)
    assert found.to_dict()["effects"][-1]["sign"] == "zero"
    assert [e.sign for e in found[:2]] == ["zero", "zero"]
    where = repr(public().comparative_statics("clash", "credibility"))
    assert ", where" in where


def test_bad_input():
    with pytest.raises(dt.InvalidParameter, match="did you mean 'gain'"):
        probe().comparative_statics("probe", "gian")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'probe'"):
        probe().comparative_statics("prob", "gain")
    # nobody cares: any mixture of both is an equilibrium, and the outcome is a product of free probabilities
    x = symbol("x")
    game = dt.NormalForm(("one", "two"), {(a, c): (x, x) for a in "ab" for c in "cd"}, {("a", "c"): {"met": 1}})
    with pytest.raises(dt.UnsupportedGame, match=r"products of free probabilities.*atlas\.at"):
        dt.atlas(game).comparative_statics("met", "x")


def test_an_interval_over_three_actions():
    """Player two may mix as it likes over actions worth x, 2x, 4x to one: the payoff spans [x, 4x]."""
    x = symbol("x")
    payoffs = {("a", c): (k * x, 1) for c, k in (("c", 1), ("d", 2), ("e", 4))}
    game = dt.NormalForm(("one", "two"), payoffs, parameters=[dt.Parameter("x", "", "> 0")])
    found = dt.atlas(game).comparative_statics("payoff:one", "x")
    ends = effects(found, "one: a; two: c or d or e")
    assert (ends["least"].value, ends["most"].value) == (x, 4 * x)
    assert (ends["least"].derivative, ends["most"].derivative) == (1, 4)


def test_a_sweep_with_measures_is_the_solver_s():
    """Bands over all equilibria at points off the boundaries; where nothing is known to exist, there is no band."""
    rng = np.random.default_rng(7)
    game = public().game
    grid = {p.name: rng.uniform(0.05, 0.95, 40).round(3) for p in game.parameters}
    measures = ("deterred", "payoff:defender", "warn")
    found = public().sweep(grid, measures)
    assert {"deterred_least", "payoff_defender_most", "warn_most"} < set(found)
    for k in range(40):
        eqs = dt.perfect_bayesian(game.at(**{n: F(repr(float(v[k]))) for n, v in grid.items()}))
        for name in measures:
            band = dt.expected_payoff(eqs, "defender") if ":" in name else dt.probability(eqs, name)
            told = [found[f"{name.replace(':', '_')}_{end}"][k] for end in ("least", "most")]
            assert told == pytest.approx([float(band.least), float(band.most)])
    # where a warning costs exactly the commitment gap to break, the model has no value
    edge = dict.fromkeys(grid, 0.5) | {"audience_cost": 0.25, "reputation_cost": 0.25}
    assert np.isnan(public().sweep(edge, ["deterred"])["deterred_least"])
    with pytest.raises(dt.InvalidParameter, match="no measure 'deterredd'"):
        public().sweep(grid, ["deterredd"])
