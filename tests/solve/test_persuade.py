"""Bounds by persuasion: published numbers, the concave closure, and every equilibrium below them."""

from fractions import Fraction

import pytest

import deterrence as dt

F = Fraction


def judge(prior, needed):
    """A receiver that acts (1) iff it believes the state good with probability `needed`; the sender wants it to."""
    return dt.SignallingGame(
        "prosecutor", "judge", {"good": prior, "bad": 1 - prior}, ("charge",), ("act", "wait"),
        payoffs=lambda t, m, a: (int(a == "act"), 0 if a == "wait" else (1 - needed if t == "good" else -needed)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("prior", "needed", "value", "lie"), [(F(3, 10), F(1, 2), F(3, 5), F(3, 7)), (F(1, 5), F(1, 3), F(3, 5), F(1, 2))]
)
def test_kamenica_and_gentzkow_example(prior, needed, value, lie):
    """Prior 0.3 and threshold 1/2: the action in 60 % of cases, bad cases pass as good with probability 3/7."""
    best = dt.persuade(judge(prior, needed)).informing
    assert best.value == value == prior / needed
    assert best.policy["bad"]["charge", "act"] == lie
    assert best.policy["good"] == {("charge", "act"): 1}
    assert best.posteriors["charge", "act"]["good"] == needed


@pytest.mark.parametrize("prior", [F(k, 12) for k in range(1, 12)])
def test_concave_closure(prior):
    """Two types: the value is the concave closure, at the prior, of what the receiver's best reply gives the sender."""
    receiver = {"left": (3, 0), "middle": (F(9, 5), F(9, 5)), "right": (0, 2)}
    sender = {"left": (0, 1), "middle": (3, -1), "right": (2, 2)}
    game = dt.SignallingGame(
        "s", "r", {"a": prior, "b": 1 - prior}, ("say",), tuple(receiver),
        payoffs=lambda t, m, a: (sender[a]["ab".index(t)], receiver[a]["ab".index(t)]),
    )  # fmt: skip

    def at(pair, p):
        return p * pair[0] + (1 - p) * pair[1]

    kinks = {F(0), F(1)}
    for x in receiver:
        for y in receiver:
            slope = (receiver[x][0] - receiver[x][1]) - (receiver[y][0] - receiver[y][1])
            if slope:
                kinks.add(F(receiver[y][1] - receiver[x][1]) / slope)
    points = []
    for p in sorted(k for k in kinks if 0 <= k <= 1):
        most = max(at(r, p) for r in receiver.values())
        points.append((p, max(at(sender[a], p) for a, r in receiver.items() if at(r, p) == most)))
    closure = max(
        v if p == q else v + (w - v) * (prior - p) / (q - p) for p, v in points for q, w in points if p <= prior <= q
    )
    assert dt.persuade(game).informing.value == closure


CRISIS = {
    "credibility": F(1, 5), "gain": 1, "clash_cost": 2, "accident_rate": F(1, 10), "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": F(1, 2), "audience_cost": 3, "leak": 0, "face_cost": F(3, 2),
}  # fmt: skip


@pytest.mark.parametrize(("channel", "binding"), [("private", F(3, 5)), ("public", F(1)), ("both", F(1))])
def test_only_binding_exceeds_the_bound_on_informing(channel, binding):
    """Informing deters at most credibility / p* = (1/5) / (1/3); a warning that binds the irresolute deters all."""
    game = dt.models.warning_game(channel, **CRISIS)
    bound = dt.persuade(game, "deterred")
    assert bound.nothing == (0, 0)
    assert bound.informing.value == F(3, 5)
    assert bound.binding.value == binding
    least, most = dt.probability(dt.perfect_bayesian(game), "deterred")
    assert least <= most <= bound.binding.value
    assert bound.share(most) == most / binding


def test_committed_policy_with_weights():
    """Losses weigh the types: the resolute always deters, the irresolute with probability mu c / ((1 - mu) g), here 1/2."""
    bound = dt.persuade(dt.models.warning_game("private", **CRISIS))
    stopped = F(1, 5) * 1 + F(4, 5) * F(1, 2)
    # each probe avoided saves the loss of 1 in all but the tenth of cases in which an incursion happens anyway
    assert bound.informing.value == -1 + stopped * F(9, 10)


def test_nothing_to_gain():
    bound = dt.persuade(dt.models.warning_game("private", **{**CRISIS, "credibility": F(1, 2)}), "deterred")
    assert bound.nothing == (1, 1)
    assert bound.share(1) is None
    assert bound.to_dict()["binding"]["value"]["exact"] == "1"
    assert dt.persuade(dt.models.warning_game("private", **CRISIS), "refrain").informing.value == F(3, 5)


def test_bad_input():
    game = dt.models.warning_game("private", **CRISIS)
    with pytest.raises(dt.InvalidParameter, match="did you mean 'deterred'"):
        dt.persuade(game, "deterrd")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'stay_silent'"):
        dt.persuade(game, base="staysilent")
    with pytest.raises(dt.UnsupportedGame, match="SignallingGame"):
        dt.persuade(dt.models.probe_game(gain=1, clash_cost=1, tolerate_cost=1, respond_cost=1))
    with pytest.raises(dt.UnsupportedGame, match="gain"):
        dt.persuade(game.free("gain"))


@pytest.mark.parametrize("credibility", [F(1, 5), F(1, 3), F(1, 2)])
def test_a_mediator_gains_nothing_without_costs(credibility):
    """Both types want the challenger to refrain, so they get the same recommendation: it deters iff silence may (p* = 1/3)."""
    crisis = {**CRISIS, "credibility": credibility, "reputation_cost": 0, "audience_cost": 0, "face_cost": 0}
    game = dt.models.warning_game("private", **crisis)
    bound = dt.persuade(game, "deterred")
    assert bound.mediated.value == bound.nothing[1] == (credibility >= F(1, 3))
    assert bound.mediated.policy["resolute"] == bound.mediated.policy["irresolute"]
    assert bound.informing.value == min(1, credibility / F(1, 3))
    # and no equilibrium of costless talk does better
    assert dt.probability(dt.perfect_bayesian(game), "deterred").most <= bound.mediated.value


def test_a_mediator_helps_where_interests_agree_in_part():
    """Types 0, 1, 2 and a bias of 3/5. Talk tells the lowest type at most, and 1 and 2 lose 1/4 each under the reply 3/2.

    A mediator tells more; its program is written down once more and solved in floats.
    """
    from scipy.optimize import linprog

    bias, kinds, replies = F(3, 5), (0, 1, 2), [F(k, 2) for k in range(5)]
    game = dt.SignallingGame(
        "s", "r", {str(t): F(1, 3) for t in kinds}, ("a", "b", "c"), [str(y) for y in replies],
        payoffs=lambda t, m, y: (-((F(y) - F(t) - bias) ** 2), -((F(y) - F(t)) ** 2)),
    )  # fmt: skip
    bound = dt.persuade(game, "payoff:r")
    assert dt.probability(dt.perfect_bayesian(game), "payoff:r").most == -F(1, 6)
    assert -F(1, 6) < bound.mediated.value < bound.informing.value == 0
    sender = {(t, y): -float((y - t - bias) ** 2) for t in kinds for y in replies}
    receiver = {(t, y): -float((y - t) ** 2) for t in kinds for y in replies}
    cells = list(sender)
    conditions = [
        [(receiver[t, other] - receiver[t, y]) * (y == told) for t, y in cells] for told in replies for other in replies
    ]
    conditions += [
        [sender[true, y] * ((t == lie) - (t == true)) for t, y in cells] for true in kinds for lie in kinds if true != lie
    ]
    best = linprog(
        [-receiver[cell] / 3 for cell in cells],
        A_ub=conditions, b_ub=[0] * len(conditions),
        A_eq=[[float(t == kind) for t, _ in cells] for kind in kinds], b_eq=[1] * 3,
    )  # fmt: skip
    assert float(bound.mediated.value) == pytest.approx(-best.fun, abs=1e-9)


def test_types_that_never_occur_report_nothing():
    game = dt.models.warning_game("private", **{**CRISIS, "credibility": 1})
    assert dt.persuade(game, "deterred").mediated.value == 1


@pytest.mark.parametrize("weights", [(1, 1), (3, 1), (1, 5)])
def test_the_committed_warning(weights):
    """Losses weigh the types, yet the resolute always deter, and the irresolute with min(1, mu c / ((1 - mu) g))."""
    resolute, irresolute = weights
    for credibility, share in ((F(1, 5), F(1, 2)), (F(3, 10), F(6, 7)), (F(2, 5), F(1))):
        crisis = {**CRISIS, "credibility": credibility, "loss_resolute": resolute, "loss_irresolute": irresolute}
        policy = dt.persuade(dt.models.warning_game("private", **crisis)).informing.policy
        chance = {kind: sum(p for (_, reply), p in row.items() if reply == "refrain") for kind, row in policy.items()}
        assert chance == {"resolute": 1, "irresolute": share}


def test_two_types_are_a_fact():
    """`persuasion` at the judge's beliefs gives what `persuade` finds from the game."""
    for prior, needed in ((F(3, 10), F(1, 2)), (F(1, 5), F(1, 3))):
        fact = dt.persuasion(prior, {0: 0, needed: 1, 1: 1})
        assert fact.value == dt.persuade(judge(prior, needed)).informing.value == prior / needed
        assert fact.message_if(needed, true=False) == prior * (1 - needed) / ((1 - prior) * needed)
