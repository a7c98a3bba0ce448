"""Signalling games in batches, against the exact solver and the brute force of the tests."""

from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from deterrence.solve.batch.audit import audit_profiles
from tests.brute import bridge, signalling


def random_games(seed, n_games, largest=None, size=(2, 2, 2)):
    rng = np.random.default_rng(seed)
    prior = rng.integers(1, 9, (n_games, size[0]))
    shape = (2, n_games, *size)
    payoffs = rng.normal(size=shape) if largest is None else rng.integers(-largest, largest + 1, shape)
    return prior / prior.sum(axis=-1, keepdims=True), *payoffs


def brute(prior, sender, receiver):
    """The game for the brute force, its prior scaled as the batch does."""
    weights = [Fraction(p) for p in prior.tolist()]
    first, second = ([[[Fraction(v) for v in row] for row in rows] for rows in m.tolist()] for m in (sender, receiver))
    return signalling.Game([w / sum(weights) for w in weights], first, second)


def profiles_of(games, k):
    """Families of one game: ends of the probabilities of the first message by type, and of the first reply by message."""
    sends, replies = (part[k] for part in games.profiles)
    return sorted(
        [[p, p] for p in sender] + ends
        for sender, ends in zip(sends.tolist(), replies.tolist(), strict=True)
        if sender[0] == sender[0]
    )


def brute_profiles(game):
    """The same by the brute force."""
    found = []
    for messages, replies in signalling.pieces(game):
        ends = []
        for side in (messages, replies):
            for k in (0, 1):
                first = [float(point[k][0]) for point in side]
                ends.append([min(first), max(first)])
        found.append(ends)
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_generic_games_against_the_brute_force(seed):
    prior, sender, receiver = random_games(seed, 60)
    # opposite preferences of the types after both messages: the receiver is often indifferent
    receiver[::2, :, :, 0] = receiver[::2, :, :, 1] + np.array([1, -1])[:, None] * np.abs(receiver[::2, :, :, 0])
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert not games.degenerate.any()
    for k in range(60):
        expected = brute_profiles(brute(prior[k], sender[k], receiver[k]))
        found = profiles_of(games, k)
        assert len(found) == len(expected) == int(games.families[k]).bit_count()
        assert np.allclose(found, expected, rtol=0, atol=1e-9), k


@pytest.mark.parametrize("seed", range(2))
def test_two_thousand_games_pass_the_audit(seed):
    prior, sender, receiver = random_games(10 + seed, 1000, 1000)
    receiver[::2] = np.sort(receiver[::2], axis=-1)
    receiver[::4, 1] = receiver[::4, 1, :, ::-1]
    games = dt.batch.perfect_bayesian(prior, sender, receiver, audit=1000, rng=1)
    assert games.degenerate.mean() < 0.05
    seen = [(games.families >> k & 1).sum() for k in range(9)]
    assert min(seen) > 5, seen
    assert (games.families[~games.degenerate] > 0).all()


def test_audits_can_fail():
    prior, sender, receiver = random_games(20, 50)
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    games.profiles.sends[:] = 1 - games.profiles.sends
    with pytest.raises(dt.NotAnEquilibrium, match="audit: game"):
        audit_profiles(games, 50, 1)


@pytest.mark.parametrize("largest", [1, 2])
def test_ties_are_left_to_the_exact_solver(largest):
    """Games that are not flagged have the families of the brute force; flagged ones have them on access."""
    prior, sender, receiver = random_games(30 + largest, 300, largest)
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert 0.5 < games.degenerate.mean() < 1
    checked = [*np.flatnonzero(~games.degenerate), *range(10)]
    for k in checked:
        game = brute(prior[k], sender[k], receiver[k])
        if games.degenerate[k]:
            assert games.families[k] == 0
            assert np.isnan(games.profiles.sends[k]).all()
        else:
            assert np.allclose(profiles_of(games, k), brute_profiles(game), rtol=0, atol=1e-9)
        assert bridge.structure(games.equilibria(int(k))) == signalling.components(game)


def tie_games():
    """One game for each kind of tie, made from a game without any."""
    prior, sender, receiver = np.array([0.5, 0.5]), np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    sender[:] = [[[1, 8], [2, 5]], [[7, 3], [4, 6]]]
    receiver[:] = [[[3, 0], [0, 2]], [[0, 1], [4, 0]]]
    yield "none", prior, sender, receiver
    yield "a type of prior 0", np.array([1.0, 0.0]), sender, receiver
    for t, m in np.ndindex(2, 2):
        tied = receiver.copy()
        tied[t, m] = 1
        yield f"replies to message {m} by type {t}", prior, sender, tied
    for m in (0, 1):
        tied = receiver.copy()
        tied[0, m], tied[1, m] = [1, 0], [0, 1]
        yield f"replies to message {m} by both types", prior, sender, tied
    for t, a, b in np.ndindex(2, 2, 2):
        tied = sender.copy()
        tied[t, 1, b] = tied[t, 0, a]
        yield f"messages of type {t} at replies {a} and {b}", prior, tied, receiver
    tied = sender.copy()
    tied[1] = 3 * tied[0] + 1
    yield "both types indifferent at the same replies", prior, tied, receiver


@pytest.mark.parametrize("case", list(tie_games()), ids=lambda case: case[0])
def test_every_kind_of_tie_is_flagged(case):
    name, prior, sender, receiver = case
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert bool(games.degenerate) == (name != "none")
    assert bridge.structure(games.equilibria(())) == signalling.components(brute(prior, sender, receiver))


def test_bands_against_the_brute_force():
    prior, sender, receiver = (array.astype(float) for array in random_games(40, 60, 3))
    prior[:30], sender[:30], receiver[:30] = random_games(41, 30)
    weights = np.random.default_rng(1).random((2, 2, 2))
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert 0.1 < games.degenerate.mean() < 0.6
    for table in (weights, sender):
        least, most = games.band(table)
        wide = np.broadcast_to(table, (60, 2, 2, 2))
        for k in range(60):
            game = brute(prior[k], sender[k], receiver[k])
            values = [
                sum(float(game.prior[t] * s[t][m] * r[m][a]) * wide[k, t, m, a] for t, m, a in np.ndindex(2, 2, 2))
                for s, r in signalling.extreme_points(game)
            ]
            assert (least[k], most[k]) == pytest.approx((min(values), max(values)), abs=1e-9)
    with pytest.raises(dt.InvalidGame, match="weights"):
        games.band(np.zeros((2, 2, 3)))
    with pytest.raises(dt.InvalidGame, match="weights"):
        games.band(np.zeros((3, 60, 2, 2, 2)))


def test_other_sizes_have_the_exact_solver_behind_them():
    prior, sender, receiver = random_games(50, 4, 2, size=(3, 2, 2))
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert games.degenerate.all()
    assert np.isnan(games.profiles.sends).all()
    least, most = games.band(receiver)
    for k in range(4):
        game = brute(prior[k], sender[k], receiver[k])
        assert bridge.structure(games.equilibria(k)) == signalling.components(game)
        values = [
            float(sum(game.prior[t] * s[t][m] * r[m][a] * game.receiver[t][m][a] for t, m, a in np.ndindex(3, 2, 2)))
            for s, r in signalling.extreme_points(game)
        ]
        assert (least[k], most[k]) == pytest.approx((min(values), max(values)))
    assert "3x2x2 signalling games" in repr(games)


def test_batches_of_any_shape(monkeypatch):
    prior, sender, receiver = random_games(60, 12)
    whole = dt.batch.perfect_bayesian(prior.reshape(3, 4, 2), sender.reshape(3, 4, 2, 2, 2), receiver[:4])
    monkeypatch.setattr("deterrence.solve.batch.signalling._BLOCK", 2)
    small = dt.batch.perfect_bayesian(prior.reshape(3, 4, 2), sender.reshape(3, 4, 2, 2, 2), receiver[:4])
    for one, other in zip(
        (whole.families, *whole.profiles, *whole.band(sender[0])),
        (small.families, *small.profiles, *small.band(sender[0])),
        strict=True,
    ):
        assert np.array_equal(one, other, equal_nan=True)
    for i, j in np.ndindex(3, 4):
        one = dt.batch.perfect_bayesian(prior[4 * i + j], sender[4 * i + j], receiver[j])
        assert one.shape == ()
        assert one.families == whole.families[i, j]
        assert np.array_equal(one.profiles.replies, whole.profiles.replies[i, j], equal_nan=True)
        assert float(one.band(sender[0]).most) == whole.band(sender[0]).most[i, j]
    empty = dt.batch.perfect_bayesian(prior[:0], sender[:0], receiver[:0])
    assert empty.families.shape == empty.band(sender[0]).least.shape == (0,)


@pytest.mark.parametrize("exponent", [-1000, -300, 300, 900])
def test_payoffs_of_any_magnitude(exponent):
    """Scaling by a power of two changes no probability, or leaves the game to the exact solver."""
    prior, sender, receiver = random_games(70, 40)
    plain = dt.batch.perfect_bayesian(prior, sender, receiver)
    scaled = dt.batch.perfect_bayesian(prior, np.ldexp(sender, exponent), np.ldexp(receiver, exponent), audit=40, rng=1)
    same = ~scaled.degenerate
    assert np.array_equal(plain.families[same], scaled.families[same])
    assert bridge.structure(scaled.equilibria(3)) == bridge.structure(plain.equilibria(3))


BAD = {
    "priors below 0": (([1.5, -0.5], np.ones((2, 2, 2)), np.ones((2, 2, 2))), "prior holds"),
    "priors that are no numbers": (([np.nan, 1], np.ones((2, 2, 2)), np.ones((2, 2, 2))), "prior holds"),
    "priors that sum to 0.9": (([0.5, 0.4], np.ones((2, 2, 2)), np.ones((2, 2, 2))), "divide it by its sum"),
    "three priors": (([0.5, 0.25, 0.25], np.ones((2, 2, 2)), np.ones((2, 2, 2))), "sender has the shape"),
    "sizes": (([0.5, 0.5], np.ones((2, 2, 2)), np.ones((2, 2, 3))), "must agree"),
    "infinite": (([0.5, 0.5], np.full((2, 2, 2), np.inf), np.ones((2, 2, 2))), "sender.*not finite"),
    "overflow": (([0.5, 0.5], np.ones((2, 2, 2)), np.full((2, 2, 2), 1e308) * [1, -1]), "receiver.*overflow"),
    "batches": ((np.full((3, 2), 0.5), np.ones((4, 2, 2, 2)), np.ones((2, 2, 2))), "do not fit"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(case):
    arguments, message = BAD[case]
    with pytest.raises(dt.InvalidGame, match=message):
        dt.batch.perfect_bayesian(*arguments)


def test_arrays_of_other_libraries():
    import array_api_strict

    rng = np.random.default_rng(7)
    given = np.array([0.3, 0.7]), rng.normal(size=(5, 2, 2, 2)), rng.normal(size=(5, 2, 2, 2))
    there, here = (dt.batch.perfect_bayesian(*map(f, given)) for f in (array_api_strict.asarray, np.asarray))
    assert np.array_equal(there.families, here.families)
