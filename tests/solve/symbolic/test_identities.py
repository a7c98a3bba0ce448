"""Families in closed form are held against the game's payoffs, as identities where they are some."""

from dataclasses import replace
from pathlib import Path

import pytest
import sympy

import deterrence as dt
from deterrence.solve.symbolic.atlas_family import AtlasFamily
from deterrence.solve.symbolic.checking import verify_families
from deterrence.solve.symbolic.identities import identities, vanishes

AIRSPACE = Path(__file__).parents[3] / "examples" / "airspace.toml"


def private():
    return dt.load(AIRSPACE).games["private"].free("credibility", "gain", "clash_cost")


def test_off_the_surfaces_all_is_proved():
    eqs = dt.perfect_bayesian(private())
    found = eqs.verify()
    surfaces = {family.name for family in eqs.knife_edges}
    assert found.proved > 50
    # an equality of parameters is what makes somebody indifferent there
    assert found.at_points
    assert {text.rpartition(": ")[0] for text in found.at_points} <= surfaces


def test_where_payoffs_have_cases_points_are_tried():
    game = dt.models.warning_game("private").free("commitment_gap", "reputation_cost")
    eqs = dt.perfect_bayesian(game)
    generic = {family.name for family in eqs.families if family.generic}
    left = [text for text in eqs.verify().at_points if text.rpartition(": ")[0] in generic]
    # whether the irresolute type honours a warning is a case in its own payoff after one, and in the challenger's
    assert {text.rpartition(": ")[2].partition(" is ")[0] for text in left} == {"irresolute", "challenger after warn"}


def test_by_hand():
    # a fair coin is matched: each has 1/2, and with 1/3 the other is not indifferent
    x = sympy.Symbol("x", real=True)
    game = dt.NormalForm(
        ("odd", "even"),
        {("h", "h"): (0, x), ("h", "t"): (x, 0), ("t", "h"): (x, 0), ("t", "t"): (0, x)},
        parameters=[dt.Parameter("x", "", "(0, 5]")],
    )
    (family,) = (f for f in dt.nash(game).families if f.generic)
    (_, solution) = family.solutions[0]
    assert dict(identities(game, solution)) == {
        "odd's probabilities add up to 1": 0,
        "even's probabilities add up to 1": 0,
        "odd is indifferent between h and t": 0,
        "even is indifferent between h and t": 0,
    }
    third = {"h": sympy.Rational(1, 3), "t": sympy.Rational(2, 3)}
    wrong = replace(solution, strategies={**solution.strategies, "even": third})
    assert dict(identities(game, wrong))["odd is indifferent between h and t"] == x / 3


@pytest.mark.parametrize("scale", [0, 1])
def test_a_wrong_formula_is_seen(monkeypatch, scale):
    told = AtlasFamily.witnessed.fget

    def spoilt(self):
        for values, solution in told(self):
            replies = solution.strategies["challenger"]
            warned = {"refrain": replies["warn"]["refrain"] / 2, "probe": 1 - replies["warn"]["refrain"] / 2}
            strategies = {**solution.strategies, "challenger": {**replies, "warn": warned}}
            yield values, replace(solution, strategies=strategies) if scale else solution

    monkeypatch.setattr(AtlasFamily, "witnessed", property(spoilt))
    eqs = dt.perfect_bayesian(private())
    if scale:
        with pytest.raises(dt.NotAnEquilibrium, match=r"it is not so that .* is indifferent"):
            verify_families(eqs.game, [f for f in eqs.families if f.generic])
    else:
        assert eqs.verify().proved > 50


def test_what_vanishes():
    x, y = sympy.symbols("x y", real=True)
    assert vanishes((x + y) ** 2 - x**2 - 2 * x * y - y**2)
    assert vanishes(1 / x - y / (x * y))
    assert not vanishes(x - y)
    assert not vanishes(sympy.Min(x, y) - x)
