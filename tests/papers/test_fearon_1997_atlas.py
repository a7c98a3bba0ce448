"""Tying hands and sinking costs, after Fearon, Journal of Conflict Resolution 41 (1997), 68-90, in a version with two types.

A defender values the stake at v, more than the cost of a fight if it is resolute and less if it is not; a share of
challengers wants war anyway. A signal is sunk (it costs k whatever follows) or ties hands (backing down afterwards costs
a). Both are warning games without face costs. The thresholds are those of the two-type version, derived from symbols for
a prior that does not deter.
"""

from functools import cache

import pytest
import sympy

import deterrence as dt
from tests.analysis.atlas_tools import same

MU, G, C, GAMMA, FIGHT, V, GAP, K, A = (
    sympy.Symbol(n, real=True)
    for n in (
        "credibility", "gain", "clash_cost", "accident_rate", "loss_resolute", "loss_irresolute", "commitment_gap",
        "warning_cost", "audience_cost",
    )
)  # fmt: skip
P_STAR = G / (G + C)
SEPARATING = "resolute: warn, irresolute: stay_silent; stay_silent: probe, warn: refrain"
BLUFFING = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"
BOTH = "resolute: warn, irresolute: warn; warn: refrain"


@cache
def sunk():
    game = dt.models.warning_game("private", audience_cost=0, leak=0, face_cost=0)
    return dt.atlas(game.free("accident_rate", "warning_cost"))


@cache
def tied():
    return dt.atlas(dt.models.warning_game("public", face_cost=0).free("accident_rate"))


def conditions(atlas, name):
    (one,) = (f for f in atlas if f.name == name)
    return one, one.region.conditions


def has(case, atlas, *expected):
    """Whether each expected condition is among those of a case."""
    return all(any(r.rel_op != "!=" and same(r, e, atlas.game.parameters) for r in case) for e in expected)


def gt(x, y):
    return sympy.StrictGreaterThan(x, y, evaluate=False)


def ge(x, y):
    return sympy.GreaterThan(x, y, evaluate=False)


def test_a_sunk_signal_separates_in_a_window():
    """(1 - gamma) v_I <= k <= (1 - gamma) c_D."""
    _, (case,) = conditions(sunk(), SEPARATING)
    assert len(case) == 4
    assert has(case, sunk(), ge(K, (1 - GAMMA) * V), ge((1 - GAMMA) * FIGHT, K), gt(MU, 0), gt(1, MU))


def test_a_cheaper_sunk_signal_is_bluffed():
    """The irresolute sends it with probability mu (1 - p*) / ((1 - mu) p*), and is probed with (v - k) / v in all."""
    one, (case,) = conditions(sunk(), BLUFFING)
    assert has(case, sunk(), gt((1 - GAMMA) * V, K), gt(P_STAR, MU), gt(K, 0), ge(FIGHT, V))
    assert len(case) == 5
    sends = MU * (1 - P_STAR) / ((1 - MU) * P_STAR)
    assert sympy.cancel(one.strategies["defender"]["irresolute"]["warn"] - sends) == 0
    probed = one.strategies["challenger"]["warn"]["probe"]
    assert sympy.cancel(GAMMA + (1 - GAMMA) * probed - (V - K) / V) == 0


def test_tied_hands_separate_or_commit():
    """No bluff from a* = min(gap, v (1 - gamma) / gamma) on: commitment if the gap is the smaller, else separation."""
    _, cases = conditions(tied(), SEPARATING)
    (free,) = (c for c in cases if has(c, tied(), gt(GAP, A)))
    # a >= v (1 - gamma) / gamma, multiplied out
    assert has(free, tied(), ge(A * GAMMA, V * (1 - GAMMA)))
    _, cases = conditions(tied(), BOTH)
    (binding,) = (c for c in cases if has(c, tied(), gt(A, GAP)))
    assert has(binding, tied(), ge(V * (1 - GAMMA), GAP * GAMMA))
    assert len(binding) == 2


def test_hands_tied_too_loosely_are_bluffed():
    one, (case,) = conditions(tied(), BLUFFING)
    assert has(case, tied(), gt(GAP, A), gt(V * (1 - GAMMA), A * GAMMA), gt(P_STAR, MU), gt(A, 0))
    probed = one.strategies["challenger"]["warn"]["probe"]
    assert sympy.cancel(GAMMA + (1 - GAMMA) * probed - V / (V + A)) == 0


@pytest.mark.parametrize("atlas", [sunk, tied])
def test_audit(atlas):
    assert atlas().undecided == 0
    assert atlas().audit(15).disagreements == ()
