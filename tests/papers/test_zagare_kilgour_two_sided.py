"""Two-sided incomplete information, after Zagare and Kilgour, Perfect Deterrence (Cambridge, 2000): the equilibria by region.

Expected values were derived by hand from the games' indifference conditions; every equilibrium's last move is credible.
"""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence import models

F = Fraction
UNILATERAL = {
    "concession_challenger": 1,
    "status_quo_challenger": "3/5",
    "conflict_hard_challenger": "1/5",
    "backdown_challenger": 0,
    "conflict_soft_challenger": -1,
    "backdown_defender": "4/5",
    "conflict_hard_defender": "2/5",
    "concession_defender": "1/5",
    "conflict_soft_defender": "-2/5",
}


def credible(tree):
    """The equilibria of the table whose strategies are undominated, as behaviour."""
    table = tree.normal_form()
    eqs = dt.nash(table)
    assert eqs.complete
    left = eqs.refine("undominated")
    return left, [table.behaviour(eq) for eq in left.extreme]


@pytest.mark.parametrize(
    ("challenger", "defender", "backdown", "expected"),
    [
        # separating, and steadfast deterrence with yS in [1/11, 1]
        ("3/10", "9/20", 0, {(1, 0, 0), (0, 0, F(1, 11)), (0, 0, 1)}),
        # bluff with u = 3/7 and v = 1/4, and steadfast deterrence with yS >= 3/8
        ("3/10", "1/5", 0, {(1, F(3, 7), F(1, 4)), (0, 0, F(3, 8)), (0, 0, 1)}),
        # attack
        ("7/10", "1/5", 0, {(1, 1, 0), (0, 0, F(3, 8)), (0, 0, 1)}),
        # certain deterrence, which joins steadfast deterrence
        ("3/10", "3/5", "1/10", {(0, 0, 0), (0, 0, 1)}),
    ],
)
def test_unilateral_deterrence(challenger, defender, backdown, expected):
    numbers = UNILATERAL | {"backdown_challenger": backdown}
    tree = models.unilateral_deterrence(credibility_challenger=challenger, credibility_defender=defender, **numbers)
    eqs, found = credible(tree)
    played = {
        (
            one["challenger"]["hard challenger"]["defect"],
            one["challenger"]["soft challenger"]["defect"],
            one["defender"]["soft defender"]["resist"],
        )
        for one in found
    }
    assert played == expected
    assert all(one["defender"]["hard defender"]["resist"] == 1 for one in found)
    # steadfast deterrence is one segment, the other equilibria are points
    assert sorted(c.dimension for c in eqs.components) == [0, 1][-len(expected) + 1 :]


@pytest.mark.parametrize(
    ("challenger", "defender", "hard"), [("3/10", "9/20", F(9, 20)), ("3/10", "1/5", F(2, 5)), ("7/10", "1/5", F(1, 5))]
)
def test_conflict(challenger, defender, hard):
    """Conflict has probability pCh times the probability that the defender resists."""
    tree = models.unilateral_deterrence(credibility_challenger=challenger, credibility_defender=defender, **UNILATERAL)
    eqs, _ = credible(tree)
    assert tuple(dt.probability(eqs, "conflict")) == (0, F(challenger) * hard)


@pytest.mark.parametrize(
    ("credibility", "expected"),
    [
        # the symmetric bluff, and all-out attack by one side against a hard other side that defects with yH in [1/3, 1]
        (
            "3/10",
            {(1, F(2, 7), 1, F(2, 7)), (1, 1, 1, 0), (1, 1, F(1, 3), 0), (1, 0, 1, 1), (F(1, 3), 0, 1, 1)},
        ),
        ("3/5", {(0, 0, 0, 0), (1, 0, 1, 0), (F(1, 3), 0, F(1, 3), 0)}),
        ("4/5", {(0, 0, 0, 0), (1, 0, 1, 0), (F(3, 4), 0, F(3, 4), 0)}),
    ],
)
def test_mutual_deterrence(credibility, expected):
    payoffs = {"victory": 4, "status_quo": 3, "conflict_hard": 2, "capitulation": 1, "conflict_soft": 0}
    tree = models.mutual_deterrence(credibility_a=credibility, credibility_b=credibility, **payoffs)
    _, found = credible(tree)
    assert {tuple(one[s][f"{s} {kind}"]["defect"] for s in "AB" for kind in ("hard", "soft")) for one in found} == expected
