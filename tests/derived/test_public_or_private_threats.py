"""Public and private threats after Kurizaki (2007), one channel at a time, with two types of threatener; derived here.

A target of value w of war concedes iff w is at most a cutoff: -(1 - s) / s after a private threat that is kept with probability
s, -(face + 1 - s) / s after a public one. So a private threat kept with probability 1 / (1 + face) compels exactly as
much as a public one that is certain to be kept. Here the target's values lie on a grid, and its strategy is a plan for each.
"""

from fractions import Fraction

import pytest

import deterrence as dt

F = Fraction


HALF = F(1, 2)


def game(values, kept, *, face=0, audience=0, war=HALF):
    """Shares are equal; a reply is how many of the targets, those with least to gain from war first, concede."""
    share = F(1, len(values))

    def payoffs(kind, message, reply):
        if message == "quiet":
            return 0, 1
        conceding = int(reply.split()[0])
        ours = conceding * share + (1 - conceding * share) * (war if kind == "resolute" else -audience)
        resisting = sum(w if kind == "resolute" else 1 for w in values[conceding:])
        return ours, share * (resisting - face * conceding)

    return dt.SignallingGame(
        sender="threatener",
        receiver="target",
        types={"resolute": kept, "irresolute": 1 - kept},
        messages=("quiet", "threaten"),
        replies={"quiet": ("wait",), "threaten": tuple(f"{k} concede" for k in range(len(values) + 1))},
        payoffs=payoffs,
    )


def conceding(eqs, shape):
    """How many concede after a threat in the equilibria of a shape in which everyone who threatens is answered alike."""
    return {
        f.supports["target"]["threaten"] for f in eqs.families if f.shape == shape and "threaten" in f.supports["target"]
    }


GRIDS = {3: (F(-2), F(-3, 4), F(-1, 5)), 4: (F(-3), F(-7, 5), F(-1, 2), F(1, 10))}


@pytest.mark.parametrize("size", GRIDS)
@pytest.mark.parametrize("kept", [F(1, 5), F(2, 5), F(3, 5), F(4, 5)])
def test_everyone_threatens_in_private(size, kept):
    values = GRIDS[size]
    eqs = dt.perfect_bayesian(game(values, kept))
    expected = sum(w <= -(1 - kept) / kept for w in values)
    assert conceding(eqs, "pooling") == {(f"{expected} concede",)}


@pytest.mark.parametrize("size", GRIDS)
@pytest.mark.parametrize("face", [F(2, 5), F(4, 5), F(8, 5)])
def test_a_private_threat_kept_often_enough_compels_as_much_as_a_certain_public_one(size, face):
    values = GRIDS[size]
    public = dt.perfect_bayesian(game(values, F(1, 2), face=face, audience=9))
    private = dt.perfect_bayesian(game(values, 1 / (1 + face)))
    expected = sum(w <= -face for w in values)
    assert conceding(public, "separating") == conceding(private, "pooling") == {(f"{expected} concede",)}


@pytest.mark.parametrize("size", GRIDS)
def test_bluffs_in_public(size):
    """Concessions keep the irresolute indifferent, q = audience / (1 + audience); a threat is kept as often as the marginal
    target demands, (1 + face) / (1 - w)."""
    values, face, audience, share = GRIDS[size], F(1, 10), F(9, 10), F(1, size)
    quota = audience / (1 + audience)
    marginal = values[int(quota / share)]
    kept = F(1, 10)
    assert kept < (1 + face) / (1 - marginal) < 1
    eqs = dt.perfect_bayesian(game(values, kept, face=face, audience=audience))
    (eq,) = [e for e in eqs.extreme if e.shape == "semi_separating"]
    chances = eq["target"]["threaten"]
    assert sum(int(r.split()[0]) * share * p for r, p in chances.items()) == quota
    (belief,) = eq.beliefs["threaten"].vertices
    assert belief["resolute"] == (1 + face) / (1 - marginal)


def test_the_smallest_lie_in_the_cutoff_is_seen():
    """At exactly the cutoff the marginal target is indifferent, so that both plans and every mixture are equilibria."""
    values = (F(-2), F(-2, 3), F(-1, 5))
    kept = 1 / (1 + F(2, 3))
    eqs = dt.perfect_bayesian(game(values, kept))
    assert ("1 concede", "2 concede") in conceding(eqs, "pooling")
