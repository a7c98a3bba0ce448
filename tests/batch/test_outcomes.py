"""Signalling games of any size in floats, against the brute force of the tests and the exact solver."""

from itertools import product

import numpy as np
import pytest

import deterrence as dt
from deterrence.solve.batch import outcomes
from deterrence.solve.batch.audit import audit_outcomes
from deterrence.solve.batch.outcomes import covered, find_outcomes
from tests.batch.test_signalling import brute, random_games
from tests.brute import signalling


@pytest.fixture
def searched(monkeypatch):
    """The kernels, as plain Python where numba is missing."""
    monkeypatch.setattr("deterrence.solve.batch.signalling.numba_is_installed", lambda: True)
    monkeypatch.setattr("deterrence.solve.batch.signalling.use_compiled", lambda wanted, xp: wanted)


def rounded(point):
    return tuple((np.asarray(point, float).round(7) + 0.0).ravel().tolist())


def listed_pieces(found):
    """Outcomes of one game as products of polytopes: what is sent, and for each message the corners of its replies."""
    pieces = []
    for sends, replies, unsent in found:
        choices = [unsent.get(m, [replies[m : m + 1]]) for m in range(len(replies))]
        pieces += [
            (rounded(sends), *(frozenset(map(rounded, corners)) for corners in choice)) for choice in product(*choices)
        ]
    return pieces


def brute_pieces(game):
    """The same by the brute force; each piece is isolated in what is sent."""
    pieces = []
    for senders, receivers in signalling.pieces(game):
        (sends,) = senders
        pieces.append((rounded(sends), *(frozenset(rounded(point[m]) for point in receivers) for m in range(len(sends[0])))))
    return pieces


def exact_pieces(eqs, n_replies):
    """The same by the exact solver."""
    pieces = []
    for piece in eqs.pieces:
        (sends,), replies = (side.vertices for side in piece.sides)
        spans = range(0, len(replies[0]), n_replies)
        pieces.append((rounded(sends), *(frozenset(rounded(v[k : k + n_replies]) for v in replies) for k in spans)))
    return pieces


def same(one, other):
    return len(one) == len(set(one)) == len(other) and set(one) == set(other)


@pytest.mark.parametrize("size", [(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 2, 3), (1, 2, 2), (2, 1, 3), (2, 2, 1)])
@pytest.mark.parametrize("largest", [None, 1000])
def test_generic_games_against_the_brute_force(size, largest):
    games = random_games(100, 6, largest, size)
    found = find_outcomes(*games)
    assert (found.count > 0).mean() > 0.8
    for k in np.flatnonzero(found.count > 0):
        assert same(listed_pieces(found.of_game(k)), brute_pieces(brute(*(array[k] for array in games)))), k


@pytest.mark.parametrize(
    ("size", "n_games"), [((3, 3, 3), 25), ((2, 4, 3), 10), ((4, 2, 3), 10), ((5, 2, 2), 5), ((2, 6, 2), 5)]
)
def test_larger_games_against_the_exact_solver(searched, size, n_games):
    games = dt.batch.perfect_bayesian(*random_games(101, n_games, None, size))
    assert not games.degenerate.any()
    for k in range(n_games):
        assert same(listed_pieces(games.outcomes(k)), exact_pieces(games.equilibria(k), size[2])), k


@pytest.mark.parametrize("largest", [1, 2, 5])
def test_ties_are_flagged_and_what_is_not_flagged_is_right(largest):
    games = random_games(102, 60, largest, (2, 3, 2))
    found = find_outcomes(*games)
    # a tie between payoffs that no equilibrium comes near need not be flagged
    assert 0.2 < (found.count < 0).mean() <= 1
    for k in np.flatnonzero(found.count > 0):
        assert same(listed_pieces(found.of_game(k)), brute_pieces(brute(*(array[k] for array in games)))), k


def degenerate_games():
    """For each kind of accident a game of two types, messages and replies that has it and no other."""
    prior, sender, receiver = np.array([0.5, 0.5]), np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    sender[:] = [[[1, 8], [2, 5]], [[7, 3], [4, 6]]]
    receiver[:] = [[[3, 0], [0, 2]], [[0, 1], [4, 0]]]
    yield "none", prior, sender, receiver, False
    yield "a type of prior 0", np.array([1.0, 0.0]), sender, receiver, True
    tied = receiver.copy()
    tied[0, 0] = 1
    yield "replies tie against a type", prior, sender, tied, True
    tied = receiver.copy()
    tied[:, 0] = 1
    yield "replies always tie", prior, sender, tied, True
    # both types pool on message 0, where the prior makes both replies best
    pooling = sender.copy()
    pooling[:, 0] += 10
    tied = receiver.copy()
    tied[:, 0] = [[1, 0], [0, 1]]
    yield "replies tie against the prior", prior, pooling, tied, True
    # the reply to message 0 is 0 whoever sends it; type 0 gets 1 there and 1 from reply 0 to message 1
    tied, clear = sender.copy(), receiver.copy()
    tied[0, 1, 0] = tied[0, 0, 0]
    clear[:, :] = [1, 0]
    yield "messages tie", prior, tied, clear, True
    # both types get 2 on message 0; after message 1 reply 0, which is best against type 0, gives that type 2 as well
    tied = np.array([[[2, -1], [2, 1]], [[2, -1], [0, 1]]])
    clear = np.array([[[1, 0], [1, 0]], [[1, 0], [0, 1]]])
    yield "a reply just keeps a type away", prior, tied, clear, True
    tied = sender.copy()
    tied[0] = 1
    yield "a type never cares", prior, tied, receiver, True


@pytest.mark.parametrize("case", list(degenerate_games()), ids=lambda case: case[0])
def test_kinds_of_accidents(case):
    _, *game, flagged = case
    found = find_outcomes(*(array[None] for array in game))
    assert bool(found.count[0] < 0) == flagged
    # without the accident all is well
    moved = [np.array([0.5, 0.5]), *(array + np.random.default_rng(1).random(array.shape) / 64 for array in game[1:])]
    near = find_outcomes(*(array[None] for array in moved))
    assert near.count[0] > 0
    assert same(listed_pieces(near.of_game(0)), brute_pieces(brute(*moved)))


def test_closed_form_and_search_agree_on_two_types_messages_and_replies():
    games = random_games(103, 60)
    closed, found = dt.batch.perfect_bayesian(*games), find_outcomes(*games)
    assert not closed.degenerate.any()
    for k in range(60):
        assert same(listed_pieces(closed.outcomes(k)), listed_pieces(found.of_game(k)))


def test_more_outcomes_than_room_and_pauses(monkeypatch):
    games = random_games(104, 4, None, (3, 3, 2))
    plain = find_outcomes(*games)
    assert plain.count.max() > 1
    monkeypatch.setattr(outcomes, "_ROOM", 1)
    monkeypatch.setattr(outcomes, "_EFFORT", 7)
    for one, other in zip(plain, find_outcomes(*games), strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_bands(searched):
    prior, sender, receiver = random_games(105, 6, None, (3, 2, 2))
    receiver[5, :, 0] = 1
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    assert games.degenerate.tolist() == [False] * 5 + [True]
    least, most = games.band(receiver)
    for k in range(6):
        game = brute(prior[k], sender[k], receiver[k])
        values = [
            float(sum(game.prior[t] * s[t][m] * r[m][a] * game.receiver[t][m][a] for t, m, a in np.ndindex(3, 2, 2)))
            for s, r in signalling.extreme_points(game)
        ]
        assert (least[k], most[k]) == pytest.approx((min(values), max(values)))
    with pytest.raises(dt.UnsupportedGame, match=r"game 5 has ties or is large.*equilibria\(5\)"):
        games.outcomes(5)


def test_shapes_and_types_of_arrays(searched):
    prior, sender, receiver = random_games(106, 6, 1000, (2, 3, 2))
    plain = dt.batch.perfect_bayesian(prior, sender, receiver)
    folded = dt.batch.perfect_bayesian(
        prior.reshape(2, 3, 2), sender.reshape(2, 3, 2, 3, 2).astype(np.int16), receiver.reshape(2, 3, 2, 3, 2)[..., ::-1, :]
    )
    turned = dt.batch.perfect_bayesian(prior, sender, receiver[..., ::-1, :])
    assert np.array_equal(folded.degenerate, turned.degenerate.reshape(2, 3))
    for k in range(6):
        if not turned.degenerate[k]:
            assert listed_pieces(folded.outcomes(divmod(k, 3))) == listed_pieces(turned.outcomes(k))
    single = dt.batch.perfect_bayesian(prior[0], sender[0], receiver[0])
    assert listed_pieces(single.outcomes(())) == listed_pieces(plain.outcomes(0))
    assert float(single.band(sender[0]).most) == plain.band(sender[0]).most[0]
    assert dt.batch.perfect_bayesian(prior[:0], sender[:0], receiver[:0]).degenerate.shape == (0,)
    large = dt.batch.perfect_bayesian(prior, sender.astype(np.int64) + 2**53, receiver)
    assert large.degenerate.all()


@pytest.mark.parametrize("exponent", [-1000, -300, 900])
def test_scaled_payoffs_have_the_same_outcomes(exponent):
    games = random_games(107, 8, None, (2, 3, 2))
    plain = find_outcomes(*games)
    scaled = find_outcomes(games[0], *(np.ldexp(array, exponent) for array in games[1:]))
    assert plain.count.min() > 0
    for one, other in zip(plain, scaled, strict=True):
        assert np.array_equal(one, other, equal_nan=True)


def test_audits(searched):
    games = dt.batch.perfect_bayesian(*random_games(108, 8, 20, (2, 3, 2)), audit=8, rng=1)
    wrong = next(k for k in range(8) if not games.degenerate[k])
    for outcome in games.outcomes(wrong):
        outcome.sends[:] = outcome.sends[:, [1, 0, 2]]
    with pytest.raises(dt.NotAnEquilibrium, match=f"audit: game \\({wrong},\\)"):
        audit_outcomes(games, 8, 1)


def test_what_is_left_to_the_exact_solver(searched):
    assert covered(5, 5, 5)
    assert covered(2, 12, 2)
    assert not covered(6, 5, 5)
    assert not covered(1, 13, 1)
    assert not covered(11, 1, 2)
    games = random_games(109, 2, None, (2, 2, 3))
    left, found = dt.batch.perfect_bayesian(*games, compiled=False), dt.batch.perfect_bayesian(*games)
    assert left.degenerate.all()
    assert not found.degenerate.any()
    assert listed_pieces(left.outcomes(1)) == listed_pieces(found.outcomes(1))
    large = np.ones((6, 5, 5))
    assert dt.batch.perfect_bayesian(np.full(6, 1 / 6), large, large).degenerate
