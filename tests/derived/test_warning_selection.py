"""What D1 selects in the warning game where silence does not deter: a derivation of our own, checked against the derived regions.

Stated for generic parameters, in the tolerable rates of incursions i and the silence-equivalents j of both types: one outcome
everywhere. The regions come from symbols; the statement is evaluated at rational points, which lie on no knife edge.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from random import Random

import deterrence as dt

F = Fraction
SILENT = "resolute: stay_silent, irresolute: stay_silent; stay_silent: probe"
SEPARATING = "resolute: warn, irresolute: stay_silent; stay_silent: probe, warn: refrain"
COMMITMENT = "resolute: warn, irresolute: warn; warn: refrain"
BLUFFING = "resolute: warn, irresolute: stay_silent or warn; stay_silent: probe, warn: refrain or probe"
WEAK_BIND = "resolute: stay_silent, irresolute: stay_silent or warn; stay_silent: refrain or probe, warn: refrain"


@cache
def left():
    game = dt.models.warning_game("public", reputation_cost=0)
    return dt.atlas(game.free("accident_rate", "warning_cost")).refine("d1")


def selected(v):
    """The outcome that D1 selects."""
    cost, rate, audience, gap = v["warning_cost"], v["accident_rate"], v["audience_cost"], v["commitment_gap"]
    d_r, d_i = v["loss_resolute"], v["loss_irresolute"]
    loss = d_i + min(gap, audience)
    i_r, i_i = (d_r - cost) / d_r, (d_i - cost) / loss
    j_r, j_i = (cost + rate * d_r) / d_r, (cost + rate * loss) / d_i
    if v["face_cost"] > v["clash_cost"]:
        return SILENT
    if audience > gap:
        if i_i > rate:
            return COMMITMENT if j_r <= j_i else WEAK_BIND
        return SEPARATING if i_r >= rate else SILENT
    if i_r < rate or (i_i > rate and i_i > i_r):
        return SILENT
    return SEPARATING if i_i <= rate else BLUFFING


def points(count):
    rng = Random("where silence does not deter")
    for _ in range(count):
        v = {p.name: F(rng.randint(1, 96), 97 if p.domain[0] in "[(" else 31) for p in left().game.parameters}
        v["credibility"] *= v["gain"] / (v["gain"] + v["clash_cost"])
        # costs small enough that a warning may be worth it
        v["warning_cost"] *= min(v["loss_resolute"], v["loss_irresolute"], 1) / 3
        # knife edges, of which the statement says nothing
        if v["face_cost"] != v["clash_cost"] and v["audience_cost"] != v["commitment_gap"]:
            yield v


def test_one_outcome_and_which():
    seen = Counter()
    for v in points(400):
        stated = selected(v)
        seen[stated] += 1
        assert [f.name for f in left().holding(**v)] == [stated]
    assert set(seen) == {SILENT, SEPARATING, COMMITMENT, BLUFFING, WEAK_BIND}
    assert min(seen.values()) >= 5


def test_the_region_is_the_refined_set():
    """The same at a few of the points by solving and refining there."""
    for v in points(12):
        names = [f.name for f in dt.perfect_bayesian(left().game.at(**v)).refine("d1").families]
        assert names == [selected(v)]


def test_nothing_undecided():
    assert left().undecided == 0
    assert not any(f.generic for f in left().by_point)
