"""Spence (1973), Job market signaling, Quarterly Journal of Economics 87, 355-374, on finite grids.

A worker of ability 1 or 2, each with probability 1/2, chooses an effort e at cost e / ability; an employer that sees the
effort pays the wage nearest to the ability that it expects (quadratic loss over a grid of wages). On a continuum the
separating efforts of the able are [1, 2], the pooled ones [0, 1/2], and the intuitive criterion leaves the least separating
effort alone: e = 0 and e = 1 (Riley's outcome). On a grid it also leaves the next effort above 1, since at 1 the less able
are exactly indifferent and stay under suspicion; D1 does not.
"""

from fractions import Fraction
from functools import cache

import pytest

import deterrence as dt

F = Fraction
WAGES = (F(1), F(3, 2), F(2))
EFFORTS = tuple(F(k, 4) for k in (0, 2, 3, 4, 5, 8))
ABILITY = {"low": 1, "high": 2}


@cache
def solved():
    def payoffs(kind, effort, wage):
        return F(wage) - F(effort) / ABILITY[kind], -((F(wage) - ABILITY[kind]) ** 2)

    game = dt.SignallingGame(
        sender="worker",
        receiver="employer",
        types=dict.fromkeys(ABILITY, F(1, 2)),
        messages=[str(e) for e in EFFORTS],
        replies=[str(w) for w in WAGES],
        payoffs=payoffs,
    )
    return dt.perfect_bayesian(game)


def efforts(eq, kind):
    return {F(e) for e, chance in eq["worker"][kind].items() if chance}


def pure(eqs, shape):
    """Efforts (low, high) of the pure equilibria of a shape, seen at extreme points."""
    found = set()
    for eq in eqs.extreme:
        low, high = efforts(eq, "low"), efforts(eq, "high")
        if eq.shape == shape and len(low) == len(high) == 1:
            found.add((*low, *high))
    return found


def test_separating_and_pooled_efforts():
    eqs = solved()
    assert pure(eqs, "separating") == {(F(0), e) for e in EFFORTS if 1 <= e <= 2}
    assert pure(eqs, "pooling") == {(e, e) for e in EFFORTS if e <= F(1, 2)}
    assert eqs.complete


@pytest.mark.parametrize("name, able", [("intuitive_criterion", {F(1), F(5, 4)}), ("d1", {F(1)})])
def test_what_refinements_leave(name, able):
    refined = solved().refine(name)
    assert pure(refined, "pooling") == set()
    assert pure(refined, "separating") == {(F(0), e) for e in able}
    for eq in refined.extreme:
        # whatever else is left mixes efforts that pay the same; nobody gets less than by separating at those efforts
        assert eq.payoffs_by_type["low"] == 1
        assert eq.payoffs_by_type["high"] in {2 - e / 2 for e in able}
    assert refined.complete


def test_riley_outcome_after_d1():
    """The able choose 1. The less able may join them as long as the employer still rounds up to 2: a third of the time."""
    refined = solved().refine("d1")
    assert {frozenset(efforts(eq, "high")) for eq in refined.extreme} == {frozenset({F(1)})}
    assert {eq["worker"]["low"]["0"] + eq["worker"]["low"]["1"] for eq in refined.extreme} == {F(1)}
    assert {eq["worker"]["low"]["1"] for eq in refined.extreme} == {F(0), F(1, 3)}
