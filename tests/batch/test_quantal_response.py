"""Branches of logit equilibria in batches, against the definition, a root finder, and the tracer for one game."""

from math import exp

import numpy as np
import pytest
from scipy.optimize import brentq

import deterrence as dt
from deterrence.solve.batch import logit
from deterrence.solve.batch.logit_equations import LogitEquations, logit_equations

SIZES = [(2, 2), (2, 3), (3, 2), (4, 4), (1, 3), (3, 1), (1, 1)]
STOPPED = ["arrived", "reached", "bifurcation", "limit"]


def random_games(seed, n_games, size, largest=1000):
    return np.random.default_rng(seed).integers(-largest, largest + 1, (2, n_games, *size))


def softmax(payoffs):
    weights = np.exp(payoffs - payoffs.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


@pytest.fixture(params=["arrays", "loop"])
def solve(request, monkeypatch):
    """Through NumPy, and through the loops for numba (in plain Python where that is not installed)."""
    monkeypatch.setattr(logit, "use_compiled", lambda wanted, xp: request.param == "loop")
    return dt.batch.quantal_response


@pytest.mark.parametrize("size", SIZES)
def test_each_action_is_as_likely_as_its_payoff_says(size, solve):
    first, second = random_games(1, 20, size)
    precision = np.random.default_rng(2).uniform(0, 0.02, 20)
    games = solve(first, second, rationality=precision)
    assert (games.stopped == 1).all()
    assert not games.unfinished.any()
    assert games.rationality == pytest.approx(precision, rel=1e-12)
    to_rows, to_columns = np.einsum("gij,gj->gi", first, games.y), np.einsum("gij,gi->gj", second, games.x)
    assert games.x == pytest.approx(softmax(precision[:, None] * to_rows), abs=1e-9)
    assert games.y == pytest.approx(softmax(precision[:, None] * to_columns), abs=1e-9)


@pytest.mark.parametrize("rationality", [0.0, 0.5, 1.0])
def test_hawk_and_dove(rationality, solve):
    """On the symmetric branch p = logistic(rationality (u_hawk - u_dove)), which has one root."""
    games = solve([[-2, 2], [0, 1]], [[-2, 0], [2, 1]], rationality=rationality)
    expected = brentq(lambda p: p - 1 / (1 + exp(-rationality * ((-2 * p + 2 * (1 - p)) - (1 - p)))), 0, 1)
    assert games.x[0] == pytest.approx(expected, abs=1e-9)
    assert games.y[0] == pytest.approx(expected, abs=1e-9)
    assert games.shape == ()


@pytest.mark.parametrize(("size", "n_games"), [((2, 2), 25), ((3, 3), 12), ((2, 4), 8), ((5, 5), 4)])
def test_the_end_is_that_of_the_single_tracer(size, n_games, solve):
    first, second = random_games(3, n_games, size)
    games = solve(first, second)
    assert (games.stopped == 0).all()
    for k in range(n_games):
        branch = games.path(k)
        assert games.x[k] == pytest.approx(list(branch["player 1"].values()), abs=1e-5)
        assert games.y[k] == pytest.approx(list(branch["player 2"].values()), abs=1e-5)
        assert games.turning_points[k] == len(branch.turning_points)


@pytest.mark.parametrize("size", [(2, 2), (3, 4), (6, 6)])
def test_nobody_gains_at_the_end(size, solve):
    first, second = random_games(4, 12, size)
    games = solve(first, second)
    to_rows, to_columns = np.einsum("gij,gj->gi", first, games.y), np.einsum("gij,gi->gj", second, games.x)
    worst = np.maximum(
        to_rows.max(axis=-1) - (games.x * to_rows).sum(axis=-1),
        to_columns.max(axis=-1) - (games.y * to_columns).sum(axis=-1),
    )
    span = np.maximum(np.ptp(first, axis=(1, 2)), np.ptp(second, axis=(1, 2)))
    assert (worst <= 1.01e-8 * span).all()
    assert games.regret == pytest.approx(worst, abs=1e-12 * 2000)


FOLDED = (
    ([[7, 7], [-9, 7]], [[4, 5], [0, 8]]),
    ([[5, -8], [5, 10]], [[5, -1], [-5, -6]]),
    ([[334, -669, -395], [-931, 427, 935], [578, -644, -972]], [[-548, 325, 969], [549, 338, -349], [-703, -748, -996]]),
)


@pytest.mark.parametrize(("first", "second"), FOLDED)
def test_turning_points(first, second, solve):
    """Games whose branch turns back for a while: a precision on the way is reached three times, and the first counts."""
    games = solve(first, second)
    branch = games.path(())
    assert games.turning_points == len(branch.turning_points) == 2
    middle = sum(branch.turning_points) / 2
    crossings = branch.crossings(middle)
    assert len(crossings) == 3
    found = solve(first, second, rationality=middle)
    assert found.turning_points == 0
    assert found.x == pytest.approx(list(crossings[0]["player 1"].values()), abs=0.05)
    assert found.x == pytest.approx(list(dt.quantal_response(games.game(()), middle)["player 1"].values()), abs=1e-8)


def test_exact_ties_are_reported(solve):
    """Equal products of deviation losses: two other branches cross the principal one."""
    games = solve([[[9, 0], [0, 1]], [[3, 0], [0, 2]]], [[[1, 0], [0, 9]], [[2, 0], [0, 3]]])
    assert [STOPPED[code] for code in games.stopped] == ["bifurcation", "bifurcation"]
    assert games.unfinished.all()
    # the symmetric branch of hawk and dove ends at 1.372, before the precision
    symmetric = solve([[-2, 2], [0, 1]], [[-2, 0], [2, 1]], rationality=2)
    assert symmetric.stopped == 2
    assert symmetric.rationality == pytest.approx(1.372, abs=1e-3)
    for k in (0, 1):
        assert games.rationality[k] == pytest.approx(games.path(k).rationality[-1], abs=1e-3)


def test_units_order_and_shape(solve):
    first, second = random_games(6, 3, (2, 3))
    plain = solve(first, second)
    scaled = solve(first * 1024.0, second * 1024.0)
    assert scaled.x == pytest.approx(plain.x, abs=1e-12)
    assert scaled.rationality * 1024 == pytest.approx(plain.rationality)
    turned = solve(first[:, ::-1], second[:, ::-1])
    assert turned.x[:, ::-1] == pytest.approx(plain.x, abs=1e-5)
    crossed = solve(np.swapaxes(second, 1, 2), np.swapaxes(first, 1, 2))
    assert crossed.y == pytest.approx(plain.x, abs=1e-5)
    wide = solve(first[:, None], second[None, :])
    assert wide.x.shape == (3, 3, 2)
    assert wide.y.shape == (3, 3, 3)
    assert [wide.x[k, k].tolist() for k in range(3)] == plain.x.tolist()
    assert repr(wide) == "<logit equilibria of 9 2x3 games, batch shape (3, 3)>"
    assert solve(first[:0], second[:0]).x.shape == (0, 2)


def test_constant_games_and_limits(solve):
    constant = solve(np.ones((3, 3)), np.full((3, 3), 5))
    assert constant.x == pytest.approx(np.full(3, 1 / 3))
    assert constant.stopped == 0
    cut = solve(*random_games(7, 1, (3, 3))[:, 0], max_points=3)
    assert cut.stopped == 3
    assert cut.unfinished


def test_more_games_than_are_followed_at_a_time(monkeypatch):
    from deterrence.solve.batch import logit_tracer

    first, second = random_games(8, 30, (3, 3))
    whole = dt.batch.quantal_response(first, second, compiled=False)
    monkeypatch.setattr(logit_tracer, "WIDTH", 4)
    parts = dt.batch.quantal_response(first, second, compiled=False)
    assert parts.x == pytest.approx(whole.x, abs=1e-6)
    assert np.array_equal(whole.stopped, parts.stopped)


@pytest.mark.parametrize("size", [(2, 2), (3, 4)])
def test_moves(size):
    """Newton's step solves the linearised equations across the direction; the tangent spans the kernel, rightly oriented."""
    rng = np.random.default_rng(9)
    equations = logit_equations(*rng.normal(size=(2, 6, *size)))
    point, across = rng.normal(size=(2, equations.size, 6))
    general = LogitEquations(equations.rows, equations.columns, equations.orders)
    cut = size[0] - 1
    (x, y), precision = general.mixtures(point), point[-1]
    values = np.concatenate(
        [
            point[:cut] - precision * (equations.rows * y).sum(axis=1),
            point[cut:-1] - precision * (equations.columns * x).sum(axis=1),
        ]
    )
    for way in (equations, general):
        step, tangent = way.move(point, across)
        for k, jacobian in enumerate(way.jacobian(point)):
            assert jacobian @ step[:, k] == pytest.approx(-values[:, k])
            assert across[:, k] @ step[:, k] == pytest.approx(0, abs=1e-9)
            assert jacobian @ tangent[:, k] == pytest.approx(np.zeros(equations.size - 1), abs=1e-9)
            assert tangent[:, k] @ tangent[:, k] == pytest.approx(1)
            assert np.linalg.det(np.vstack([jacobian, tangent[:, k]])) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rationality": -1}, "rationality holds entries that are negative"),
        ({"rationality": np.inf}, "rationality holds entries that are negative or infinite"),
        ({"rationality": [1, 2, 3]}, r"rationality has the shape \(3,\)"),
        ({"max_points": 1}, "max_points is 1; give at least 2"),
    ],
)
def test_bad_options(options, message):
    with pytest.raises(dt.InvalidParameter, match=message):
        dt.batch.quantal_response(*random_games(1, 2, (2, 2)), **options)


def test_bad_payoffs():
    with pytest.raises(dt.InvalidGame, match=r"A has games of \(2, 3\), B of \(3, 2\)"):
        dt.batch.quantal_response(np.zeros((2, 3)), np.zeros((3, 2)))
    with pytest.raises(dt.InvalidGame, match=r"B: the payoffs of game \(1,\) are not finite"):
        dt.batch.quantal_response(np.zeros((2, 2, 2)), [[[0, 0], [0, 0]], [[1e308, -1e308], [0, 0]]])


def test_arrays_of_other_libraries():
    xp = pytest.importorskip("array_api_strict")
    first, second = random_games(3, 2, (2, 2))
    there, here = (dt.batch.quantal_response(f(first), f(second)) for f in (xp.asarray, np.asarray))
    assert np.array_equal(there.x, here.x)
    with pytest.raises(dt.InvalidGame, match="different libraries"):
        dt.batch.quantal_response(xp.asarray(first), second)
