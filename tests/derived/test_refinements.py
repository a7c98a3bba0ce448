"""Refinements on games small enough to work out by hand; derived here, not published."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

import deterrence as dt
from tests.brute import bridge
from tests.brute.linear import in_hull
from tests.brute.refinements import NAMES, Refinements
from tests.brute.signalling import Game
from tests.derived.test_warning_channels import BOTH_CHANNELS

F = Fraction
WARNINGS = json.loads((Path(__file__).parent / "warning_game.json").read_text(encoding="utf-8"))


def read(prior, sender, receiver):
    def numbers(nested):
        return [numbers(entry) for entry in nested] if isinstance(nested, list) else F(nested)

    return Game(numbers(prior), numbers(sender), numbers(receiver))


def solve(game):
    return dt.perfect_bayesian(bridge.declare(game))


def holds(eqs, messages, replies):
    """Whether a profile, given with each strategy in one row, belongs to the closure of a set."""
    return any(
        in_hull(senders.vertices, messages) and in_hull(receivers.vertices, replies)
        for senders, receivers in (piece.sides for piece in eqs.pieces)
    )


def pooling_on(eqs, message):
    """Pieces in which every type sends one message."""
    n = len(eqs.game.messages)
    position = eqs.game.messages.index(message)
    return [p for p in eqs.pieces if all(i % n == position for i in p.sides[0].support)]


def on_segment(eqs, messages, start, end, share):
    """Whether the point of a segment of replies at this share belongs to the closure of a set."""
    return holds(eqs, messages, [(1 - share) * x + share * y for x, y in zip(start, end, strict=True)])


def whole(*strategies):
    return [F(x) for row in strategies for x in row]


# Pooling on m1, which ties the receiver: q is the chance of a0 there, a1 answers m0. Then v = (1 - 2q, 3q - 1), and replies
# x to m0 pay 3x - 1 and 2x. t0 is even at x = (2 - 2q)/3 and t1 at (3q - 1)/2, which is the lower for q < 7/13: the reply
# a1 to m0, which is meant for t1, stays until then.
SHORTENED = read(["3/4", "1/4"], [[[2, -1], [-1, 1]], [[2, 0], [2, -1]]], [[[0, -2], [-1, -2]], [[-2, 1], [-2, 1]]])


def test_d1_shortens_a_segment():
    messages, start, end = whole((0, 1), (0, 1)), whole((0, 1), ("1/3", "2/3")), whole((0, 1), (1, 0))
    eqs = solve(SHORTENED)
    refined = eqs.refine("d1")
    until = (F(7, 13) - F(1, 3)) / F(2, 3)
    assert all(on_segment(eqs, messages, start, end, share) for share in (0, F(1, 2), until, 1))
    kept = {
        share: on_segment(refined, messages, start, end, share) for share in (0, until / 2, until, until + F(1, 10**9), 1)
    }
    assert list(kept.values()) == [True, True, True, False, False]
    assert refined.complete
    assert all(component.closed for component in refined)
    assert any("t1" in r.reason and "m0" in r.reason and not r.whole for r in refined.removed)


# Along the segment t0 sends m0 and t1 sends m2; only the replies to these are compared, since a refinement may ask for
# another reply to the unsent m1. At share L of the segment v = (2 - 2L/3, 2 - 4L/3), and m1 pays at most (2, 1). t1 loses by
# it while L < 3/4, and is left out unless nobody can gain by m1, at L = 0 (D1); the best reply to t0 alone pays t0 2 after
# m1, which is an equilibrium at L = 0 only. From 3/4 on nobody is left out.
WITH_A_GAP = read(
    ["1/2", "1/2"],
    [[[1, 2], [2, 1], [2, 0]], [[0, 2], [0, 1], [0, 2]]],
    [[[2, 2], [2, 1], [2, 1]], [[2, 1], [2, 2], [1, 1]]],
)


@pytest.mark.parametrize("name", ["d1", "intuitive_criterion"])
def test_a_segment_loses_its_middle(name):
    messages = whole((1, 0, 0), (0, 0, 1))
    start, end = whole((0, 1), (0, 1), (0, 1)), whole(("2/3", "1/3"), ("1/3", "2/3"), ("2/3", "1/3"))
    eqs = solve(WITH_A_GAP)
    shares = [F(0), F(1, 10**6), F(1, 2), F(3, 4) - F(1, 10**6), F(3, 4), F(7, 8), F(1)]
    assert all(on_segment(eqs, messages, start, end, share) for share in shares)
    refined = eqs.refine(name)

    def outcome_stays(share):
        replies = [(1 - share) * x + share * y for x, y in zip(start, end, strict=True)]
        return any(
            in_hull(senders.vertices, messages)
            and in_hull([v[:2] + v[4:] for v in receivers.vertices], replies[:2] + replies[4:])
            for senders, receivers in (piece.sides for piece in refined.pieces)
        )

    assert [outcome_stays(share) for share in shares] == [True, False, False, False, True, True, True]
    assert all(component.closed for component in refined)
    # with the reply to m1 that the segment has, m1 is no test for D1 at its start, but asks for another reply by intuition
    assert on_segment(refined, messages, start, end, F(0)) == (name == "d1")


# Both types stay; y is the chance of "high" after that, which ties the receiver, and pays t1 y; t0 gets 2. Going pays t0
# nothing, and t1 half the chance z of "high" there. While y > 1/2 both would lose by going whatever the reply: no test.
# At y = 1/2 only t0 would, so going is met by "high", the best reply to t1; below, that is not an equilibrium.
HALF_OPEN = read(
    ["1/2", "1/2"],
    [[[2, 2], [0, 0]], [[0, 1], [0, "1/2"]]],
    [[[0, 0], [1, 0]], [[0, 0], [0, 1]]],
)


def test_the_intuitive_criterion_can_leave_a_half_open_set():
    eqs = solve(HALF_OPEN)
    refined = eqs.refine("intuitive_criterion")
    assert refined.complete
    staying = pooling_on(refined, "m0")
    corners = {tuple(whole((1 - y, y), (1 - z, z))) for y in (F(1, 2), F(1)) for z in (F(0), F(1))}
    (half_open,) = (piece for piece in staying if piece.open_at)
    assert half_open.key[1] == corners
    # the corner y = 1/2, z = 1 belongs to the set; it is listed by itself, or in the piece where t1 mixes there
    attained = [piece for piece in refined.pieces if not piece.open_at]
    corner = whole((1, 0), (1, 0)), whole(("1/2", "1/2"), (0, 1))
    assert any(all(in_hull(side.vertices, x) for side, x in zip(piece.sides, corner, strict=True)) for piece in attained)
    for z in (F(0), F(1, 2)):
        limit = whole((1, 0), (1, 0)), whole(("1/2", "1/2"), (1 - z, z))
        assert not any(
            all(in_hull(side.vertices, x) for side, x in zip(piece.sides, limit, strict=True)) for piece in attained
        )


def test_bands_of_a_half_open_set_say_what_is_attained():
    """y = 1 belongs to it; so does 5/4, at y = 1/2 with the right reply, and where t1 goes."""
    refined = solve(HALF_OPEN).refine("intuitive_criterion")
    assert dt.expected_payoff(refined, "sender") == dt.Band(F(5, 4), F(3, 2), True, True)
    (half_open,) = (piece for piece in refined.pieces if piece.open_at)
    assert half_open.attains((whole((1, 0), (1, 0)), whole((0, 1), (1, 0))))
    assert not half_open.attains((whole((1, 0), (1, 0)), whole(("1/2", "1/2"), (1, 0))))


# t0 has prior 1 and gets 1 from staying; the others, of prior 0, gain from going whatever the reply, so that each of them
# leaves out everyone else by D1. Nobody is left: no test. They do not by themselves make going a message that is sent.
NOBODY_LEFT = read(
    [1, 0, 0],
    [[[1], [0, 0]], [[0], [1, 2]], [[0], [2, 1]]],
    [[[0], [1, 0]], [[0], [0, 1]], [[0], [0, 1]]],
)


def test_d1_without_anybody_left():
    eqs = solve(NOBODY_LEFT)
    refined = eqs.refine("d1")
    assert bridge.structure(refined) == bridge.structure(eqs)
    assert not refined.removed
    assert holds(refined, whole((1, 0), (0, 1), (0, 1)), whole((1,), (1, 0)))
    assert holds(refined, whole((1, 0), (0, 1), (0, 1)), whole((1,), (0, 1)))


@pytest.mark.parametrize("case", WARNINGS, ids=lambda case: case["name"])
@pytest.mark.parametrize("name", NAMES)
def test_warning_game_point_by_point(case, name):
    """Which extreme equilibria each refinement keeps, against the definitions."""
    eqs = dt.perfect_bayesian(dt.models.warning_game("public", **case["parameters"], **case["public"]))
    check_extreme_points(eqs, name)


@pytest.mark.parametrize("case", BOTH_CHANNELS)
@pytest.mark.parametrize("name", NAMES)
def test_both_channels_point_by_point(case, name):
    eqs = dt.perfect_bayesian(dt.models.warning_game("both", **BOTH_CHANNELS[case][0]))
    check_extreme_points(eqs, name)


def check_extreme_points(eqs, name):
    numbers = eqs.game.numbers
    oracle = Refinements(Game(numbers.prior, numbers.sender, numbers.receiver))
    refined = eqs.refine(name)
    for eq in eqs.extreme:
        assert holds(refined, *eq.flat) == oracle.survives(name, *eq.vectors), eq
    for eq in refined.extreme:
        assert oracle.survives(name, *eq.vectors), eq


# With both channels every equilibrium that D1 leaves gives the resolute type the loss k + i L of its better channel, where i
# is the rate of incursions that stops the irresolute type, given what that type can get by binding itself.
def _least_loss(p):
    channels = [(p["leak"], p["warning_cost_private"]), (F(1), p["warning_cost_public"])]
    found, bound = [], [p["loss_irresolute"]]
    for publicity, cost in channels:
        broken = p["reputation_cost"] + publicity * p["audience_cost"]
        binds = broken > p["commitment_gap"]
        found.append((cost, binds, p["loss_irresolute"] + min(p["commitment_gap"], broken)))
    bound += [cost + p["accident_rate"] * loss for cost, binds, loss in found if binds]
    rates = [p["accident_rate"] if b else max(p["accident_rate"], (min(bound) - cost) / loss) for cost, b, loss in found]
    return min(cost + rate * p["loss_resolute"] for (cost, _, _), rate in zip(found, rates, strict=True))


@pytest.mark.parametrize("case", BOTH_CHANNELS)
def test_resolute_loss_after_d1(case):
    p = BOTH_CHANNELS[case][0]
    eqs = dt.perfect_bayesian(dt.models.warning_game("both", **p)).refine("d1")
    assert {eq.payoffs_by_type["resolute"] for eq in eqs.extreme} == {-_least_loss(p)}
