"""The kernels for numba give the numbers of the NumPy code: compiled where numba is installed, else as plain Python."""

import numpy as np
import pytest

import deterrence as dt
from deterrence.solve.batch.backtracking import solve_by_backtracking
from deterrence.solve.batch.compiled import classify_compiled, exact_in_doubles, fits_loop, supports_compiled
from deterrence.solve.batch.sign_kernel import classify
from deterrence.solve.batch.supports import solve_by_supports


def random_games(seed, n_games, size, largest):
    return np.random.default_rng(seed).integers(-largest, largest + 1, (2, n_games, *size)).astype(float)


@pytest.mark.parametrize("largest", [1, 1000])
def test_classes_and_mixing_probabilities(largest):
    payoffs = tuple(random_games(largest, 300, (2, 2), largest))
    with np.errstate(all="ignore"):
        for mine, theirs in zip(classify_compiled(payoffs, (300,), None), classify(np, payoffs, (300,), 0.0), strict=True):
            assert np.array_equal(mine, theirs, equal_nan=True)


@pytest.mark.parametrize("size", [(1, 2), (2, 2), (3, 3), (3, 5), (4, 2)])
@pytest.mark.parametrize("largest", [1, 3, 1000])
def test_equilibria_by_supports(size, largest):
    first, second = random_games(largest, 100, size, largest)
    first[::3] = np.ldexp(first[::3], -900)
    second[::4] = np.ldexp(second[::4], 900)
    mine, listed = supports_compiled(first, second, (100,))
    theirs, expected = solve_by_supports(first, second, (100,))
    assert np.array_equal(mine, theirs)
    for one, other in zip(listed, expected, strict=True):
        assert np.array_equal(one, other)


def test_room_for_more_equilibria_than_expected(monkeypatch):
    """Seven each, where room is made for two beyond a block; the odd games are undecided and have none."""
    monkeypatch.setattr("deterrence.solve.batch.compiled._SMALL_BLOCK", 4)
    games = np.tile(np.eye(3), (60, 1, 1))
    games[1::2] = 0
    mine, listed = supports_compiled(games, games, (60,))
    assert mine.tolist() == [False, True] * 30
    assert listed[0].tolist() == [7, 0] * 30
    theirs = solve_by_supports(games, games, (60,))[1]
    for one, other in zip(listed, theirs, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("player", [0, 1])
def test_overflow_is_named(player):
    for n, solve in (
        (2, lambda pair, shape: classify_compiled(pair, shape, None)),
        (3, lambda pair, shape: supports_compiled(*pair, shape)),
    ):
        for bad in ([np.inf, 0], [1e308, -1e308]):
            payoffs = tuple(random_games(1, 20, (n, n), 5))
            # differences of both kinds: between rows and between columns
            payoffs[player][7, 0, :2] = payoffs[player][7, :2, 0] = bad
            with (
                np.errstate(all="ignore"),
                pytest.raises(dt.InvalidGame, match=rf"{'AB'[player]}: the payoffs of game \(7,\)"),
            ):
                solve(payoffs, (20,))


def test_what_the_loops_are_for():
    doubles = np.zeros((5, 2, 2))
    assert fits_loop((doubles, doubles), (5,))
    assert not fits_loop((doubles, doubles.astype(int)), (5,))
    assert not fits_loop((doubles, doubles[::-1]), (5,))
    assert not fits_loop((doubles, doubles[:1]), (5,))
    assert not fits_loop((doubles, doubles), (5,), (np.zeros(10)[::2],))
    assert exact_in_doubles(doubles)
    assert exact_in_doubles(np.array([2**53, -(2**53)]))
    assert not exact_in_doubles(np.array([2**53 + 1]))
    assert not exact_in_doubles(np.array([2**63], np.uint64))
    assert exact_in_doubles(np.empty(0, int))


@pytest.mark.parametrize("size", [(2, 2), (3, 3), (4, 4), (3, 5), (5, 4), (6, 6), (17, 2), (3, 18)])
def test_backtracking_against_the_exact_solver(size):
    first, second = random_games(11, 12, size, 1000)
    undecided, (count, x, y) = solve_by_backtracking(first, second, (12,))
    assert undecided.mean() < 0.3
    start = np.cumsum(count) - count
    for k in np.flatnonzero(~undecided):
        eqs = dt.nash(dt.NormalForm.from_arrays(first[k].astype(int).tolist(), second[k].astype(int).tolist()))
        exact = sorted([float(p) for side in eq.vectors for p in side] for eq in eqs.extreme)
        listed = sorted(np.hstack([x, y])[start[k] : start[k] + count[k]].tolist())
        assert len(exact) == count[k]
        assert np.allclose(listed, exact, rtol=0, atol=1e-9)


def test_backtracking_leaves_ties_undecided():
    first, second = random_games(12, 20, (4, 4), 1)
    undecided, (count, x, _) = solve_by_backtracking(first, second, (20,))
    assert undecided.mean() > 0.8
    assert (count[undecided] == 0).all()
    assert count.sum() == len(x)
    # a constant game, whose payoffs have no scale
    assert solve_by_backtracking(np.zeros((1, 4, 4)), np.zeros((1, 4, 4)), (1,))[0].all()


def test_backtracking_pauses_and_grows(monkeypatch):
    """Room for one equilibrium and one node at a time: the answer is the same."""
    generic = random_games(13, 4, (4, 4), 1000)
    expected = solve_by_backtracking(*generic, (4,))
    assert expected[1][0].max() > 1
    monkeypatch.setattr("deterrence.solve.batch.backtracking._EFFORT", 0)
    monkeypatch.setattr("deterrence.solve.batch.backtracking._ROOM", 1)
    undecided, found = solve_by_backtracking(*generic, (4,))
    assert np.array_equal(undecided, expected[0])
    for one, other in zip(found, expected[1], strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("player", [0, 1])
def test_backtracking_names_the_game_that_overflows(player):
    payoffs = list(random_games(14, 6, (4, 4), 5))
    payoffs[player][2, 1, :2] = 1e308, -1e308
    with pytest.raises(dt.InvalidGame, match=rf"{'AB'[player]}: the payoffs of game \(2,\)"):
        solve_by_backtracking(*payoffs, (6,))
