"""Cho and Kreps (1987), beer and quiche with a symbol for the share of the strong: who has which, and when.

At 9/10 the catalogue of equilibria is two pools, held up by a duel with probability at least 1/2 after the other
breakfast; at 2/5 the weak have beer two thirds of the time. With a symbol p for the share the first holds from 1/2 up,
the second below.
"""

from functools import cache

import pytest
import sympy

import deterrence as dt

P = sympy.Symbol("p", real=True)
BEER = "strong: beer, weak: beer; beer: walk"
QUICHE = "strong: quiche, weak: quiche; quiche: walk"
MIXED = "strong: beer, weak: beer or quiche; beer: duel or walk, quiche: duel"


@cache
def found():
    def payoffs(kind, breakfast, reply):
        likes = breakfast == {"strong": "beer", "weak": "quiche"}[kind]
        return int(likes) + 2 * (reply == "walk"), (1 if kind == "weak" else -1) * (reply == "duel")

    return dt.atlas(
        dt.SignallingGame(
            sender="sender",
            receiver="receiver",
            types={"strong": P, "weak": 1 - P},
            messages=("beer", "quiche"),
            replies=("duel", "walk"),
            payoffs=payoffs,
            parameters=[dt.Parameter("p", "share of the strong", "[0, 1]", "probability")],
        )
    )


def family(name):
    (one,) = (f for f in found() if f.name == name)
    return one


@pytest.mark.parametrize("name, condition", [(BEER, "p >= 1/2"), (QUICHE, "p >= 1/2")])
def test_pools_need_a_strong_majority(name, condition):
    assert [[str(r) for r in case] for case in family(name).region.conditions] == [[condition]]


@pytest.mark.parametrize("name, other", [(BEER, "quiche"), (QUICHE, "beer")])
def test_duel_after_the_other_breakfast(name, other):
    """With probability at least 1/2, which a belief that leaves the receiver indifferent justifies."""
    one = family(name)
    (bound,) = one.bounds
    duel = one.strategies["receiver"][other]["duel"]
    assert duel == bound.lhs
    assert (bound.rel_op, bound.rhs) == (">=", sympy.Rational(1, 2))
    assert [str(r) for r in one.beliefs[other]] == ["Eq(strong, 1/2)"]


def test_the_weak_sometimes_have_beer_when_they_are_many():
    mixed = family(MIXED)
    (case,) = mixed.region.conditions
    assert sorted(str(r) for r in case) == ["p < 1/2", "p > 0"]
    beer = mixed.strategies["sender"]["weak"]["beer"]
    assert sympy.simplify(beer - P / (1 - P)) == 0
    assert beer.subs(P, sympy.Rational(2, 5)) == sympy.Rational(2, 3)
    assert mixed.strategies["receiver"]["beer"]["duel"] == sympy.Rational(1, 2)
    assert mixed.beliefs["beer"] == {"strong": sympy.Rational(1, 2), "weak": sympy.Rational(1, 2)}


def test_nothing_else_off_the_point_one_half_and_the_ends():
    assert {f.name for f in found()} == {BEER, QUICHE, MIXED}
    audit = found().audit([{"p": f"{k}/40"} for k in range(41)])
    assert (audit.points, audit.disagreements) == (41, ())
    assert [t.value for t in found().thresholds("p")] == [sympy.Rational(1, 2)]
