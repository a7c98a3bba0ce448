"""Cho and Kreps (1987), Signaling games and stable equilibria, Quarterly Journal of Economics 102, 179-221: beer and quiche.

Breakfast is worth 1 to the type that likes it (the strong beer, the weak quiche), not being challenged to a duel 2. The
receiver gets 1 from duelling the weak, -1 from duelling the strong, and 0 from walking away.
"""

from fractions import Fraction

import pytest

import deterrence as dt
from tests.brute.refinements import Refinements
from tests.brute.signalling import Game

F = Fraction
ALL = ("d1", "intuitive_criterion", "undefeated")


def game(strong):
    def payoffs(kind, breakfast, reply):
        likes = breakfast == {"strong": "beer", "weak": "quiche"}[kind]
        duel = reply == "duel"
        return int(likes) + 2 * (not duel), (1 if kind == "weak" else -1) * duel

    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={"strong": strong, "weak": 1 - F(strong)},
        messages=("beer", "quiche"),
        replies=("duel", "walk"),
        payoffs=payoffs,
    )


def by_breakfast(eqs):
    """Pooled breakfast to the chances of a duel after the other one."""
    found = {}
    for eq in eqs.extreme:
        assert eq.shape == "pooling"
        (breakfast,) = {m for _, m, _ in eq.reached}
        (other,) = {"beer", "quiche"} - {breakfast}
        assert eq["receiver"][breakfast]["duel"] == 0
        found.setdefault(breakfast, set()).add(eq["receiver"][other]["duel"])
    return found


def test_both_types_have_the_same_breakfast():
    eqs = dt.perfect_bayesian(game("9/10"))
    assert by_breakfast(eqs) == {"beer": {F(1, 2), F(1)}, "quiche": {F(1, 2), F(1)}}
    assert len(eqs) == 2
    assert [component.dimension for component in eqs] == [1, 1]
    pay = {"beer": (3, 2), "quiche": (2, 3)}
    for eq in eqs.extreme:
        (breakfast,) = {m for _, m, _ in eq.reached}
        assert tuple(eq.payoffs_by_type[kind] for kind in ("strong", "weak")) == pay[breakfast]


@pytest.mark.parametrize("name", ["intuitive_criterion", "d1"])
def test_only_beer_is_intuitive(name):
    """The weak cannot gain by giving up quiche, so a quiche for everybody does not survive; after quiche there is a duel."""
    refined = dt.perfect_bayesian(game("9/10")).refine(name)
    assert by_breakfast(refined) == {"beer": {F(1)}}
    quiche = [r for r in refined.removed if r.whole]
    assert len(quiche) == 1
    assert "beer" in quiche[0].reason
    assert "weak" in quiche[0].reason


def test_neither_breakfast_defeats_the_other():
    """Each pool is better for one type and worse for the other."""
    eqs = dt.perfect_bayesian(game("9/10"))
    assert by_breakfast(eqs.refine("undefeated")) == by_breakfast(eqs)


def test_the_weak_sometimes_have_beer_when_they_are_many():
    eqs = dt.perfect_bayesian(game("2/5"))
    (eq,) = eqs.extreme
    assert eq["sender"]["strong"]["beer"] == 1
    assert eq["sender"]["weak"]["beer"] == F(2, 3)
    assert (eq["receiver"]["beer"]["duel"], eq["receiver"]["quiche"]["duel"]) == (F(1, 2), F(1))
    assert dict(eq.payoffs_by_type) == {"strong": 2, "weak": 1}
    assert eq.shape == "semi_separating"
    for name in ALL:
        assert eqs.refine(name).extreme == eqs.extreme


@pytest.mark.parametrize("strong", ["9/10", "2/5", "1/2"])
@pytest.mark.parametrize("name", ALL)
def test_against_the_definitions(strong, name):
    eqs = dt.perfect_bayesian(game(strong))
    numbers = eqs.game.numbers
    oracle = Refinements(Game(numbers.prior, numbers.sender, numbers.receiver))
    left = eqs.refine(name).extreme
    assert all(oracle.survives(name, *eq.vectors) for eq in left)
    assert all(oracle.survives(name, *eq.vectors) == (eq in left) for eq in eqs.extreme)
