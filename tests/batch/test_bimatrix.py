"""Games of other sizes in batches, against the exact solver and the brute force of the tests."""

from fractions import Fraction

import numpy as np
import pytest

import deterrence as dt
from deterrence.solve.batch.compiling import numba_is_installed
from deterrence.solve.batch.supports import covered
from tests.brute import bimatrix

SIZES = [(1, 1), (1, 3), (2, 2), (2, 3), (3, 2), (3, 3), (3, 4), (2, 5)]


def random_games(seed, n_games, size, largest):
    return np.random.default_rng(seed).integers(-largest, largest + 1, (2, n_games, *size))


def exact_points(first, second):
    """Extreme equilibria by the brute force."""
    rows, columns = ([[Fraction(v) for v in row] for row in matrix.tolist()] for matrix in (first, second))
    return bimatrix.extreme_points(rows, columns)


def same_points(listed, exact, error=1e-9):
    left = [np.concatenate([x, y]) for x, y in listed]
    for x, y in exact:
        point = np.array([*x, *y], float)
        near = [k for k, other in enumerate(left) if np.abs(other - point).max() < error]
        if not near:
            return False
        del left[near[0]]
    return not left


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("largest", [2, 7, 1000])
def test_against_the_brute_force(size, largest):
    """Decided games have just the equilibria of the brute force, and only games with ties are left undecided."""
    first, second = random_games(largest, 60, size, largest)
    games = dt.batch.nash(first, second, compiled=False)
    for k in range(60):
        exact = exact_points(first[k], second[k])
        if games.degenerate[k]:
            assert games.count[k] == 0
        else:
            assert len(exact) == games.count[k]
            assert len(exact) % 2 == 1
            assert same_points(games.points(k), exact), (first[k], second[k])
    if largest == 1000:
        assert games.degenerate.mean() < 0.1


@pytest.mark.parametrize("largest", [1, 2, 1000])
def test_degenerate_games_go_to_the_exact_solver(largest):
    first, second = random_games(largest, 40, (3, 3), largest)
    lazy = dt.batch.nash(first, second, compiled=False)
    eager = dt.batch.nash(first, second, exact=True, compiled=False)
    assert np.array_equal(lazy.degenerate, eager.degenerate)
    assert lazy.degenerate.any() == (largest < 1000)
    assert eager.count.sum() == len(eager.x) == len(eager.y)
    for k in range(40):
        exact = exact_points(first[k], second[k])
        assert same_points(lazy.points(k), exact)
        assert same_points(eager.points(k), exact)
        assert {eq.vectors for eq in lazy.equilibria(k).extreme} == exact
    for left, right in zip(lazy.band(first), eager.band(first), strict=True):
        assert np.allclose(left, right, rtol=0, atol=1e-9)


def test_bands_are_least_and_most_over_all_equilibria():
    first, second = random_games(3, 30, (3, 3), 3)
    games = dt.batch.nash(first, second)
    weights = np.arange(9).reshape(3, 3)
    least, most = games.band(weights)
    for k in range(30):
        values = [
            float(sum(Fraction(int(weights[i, j])) * x[i] * y[j] for i in range(3) for j in range(3)))
            for x, y in exact_points(first[k], second[k])
        ]
        assert least[k] == pytest.approx(min(values), abs=1e-9)
        assert most[k] == pytest.approx(max(values), abs=1e-9)
    with pytest.raises(dt.InvalidGame, match="weights"):
        games.band(np.zeros((2, 3)))
    with pytest.raises(dt.InvalidGame, match="weights"):
        games.band(np.zeros((7, 30, 3, 3)))


@pytest.mark.parametrize("exponents", [(-300, 290), (150, -150), (0, 300)])
def test_payoffs_of_any_magnitude(exponents):
    """Scaling by powers of two changes nothing, though products of payoffs would overflow or vanish."""
    first, second = random_games(4, 50, (3, 3), 1000)
    games = dt.batch.nash(first, second)
    scaled = dt.batch.nash(*(np.ldexp(m.astype(float), e) for m, e in zip((first, second), exponents, strict=True)))
    assert np.array_equal(games.degenerate, scaled.degenerate)
    assert np.array_equal(games.x, scaled.x)
    assert np.array_equal(games.y, scaled.y)


def test_a_game_at_the_edge_of_rounding_is_left_undecided():
    """Three weights that cancel up to the last bits: floats cannot tell on which side of 0 they are."""
    u, v = np.array([1.0, -1.0, 0.25]), np.array([1.0 / 3, -1.0 / 3, 0.25 / 3])  # v is u / 3 up to rounding
    second = np.stack([np.zeros(3), u, v], axis=1)
    first = np.array([[0.0, 1, -1], [-1, 0, 1], [1, -1, 0]])
    games = dt.batch.nash(first[None], second[None])
    assert games.degenerate[0]
    assert len(games.points(0)) == len(games.equilibria(0).extreme)


def test_audits_pass_and_can_fail():
    first, second = random_games(5, 300, (3, 4), 50)
    games = dt.batch.nash(first, second, audit=300, rng=1)
    from deterrence.solve.batch.audit import audit_points

    games.x[:, :2] = games.x[:, 1::-1]
    with pytest.raises(dt.NotAnEquilibrium, match="audit: game"):
        audit_points(games, 300, 1)


def test_batches_of_any_shape():
    first, second = np.random.default_rng(6).normal(size=(5, 1, 3, 3)), np.random.default_rng(7).normal(size=(4, 3, 3))
    games = dt.batch.nash(first, second)
    assert games.shape == (5, 4)
    for i, j in ((0, 0), (4, 3), (2, 1)):
        one = dt.batch.nash(first[i, 0], second[j])
        assert one.shape == ()
        assert np.array_equal(one.x, np.array([x for x, _ in games.points((i, j))]))
        assert int(games.start[i, j]) == games.count.reshape(-1)[: 4 * i + j].sum()
    empty = dt.batch.nash(np.empty((0, 3, 3)), np.empty((0, 3, 3)))
    assert empty.count.shape == (0,)
    assert "3x3 games" in repr(games)


def test_the_block_size_does_not_show(monkeypatch):
    first, second = random_games(8, 500, (3, 3), 9)
    whole = dt.batch.nash(first, second, compiled=False)
    monkeypatch.setattr("deterrence.solve.batch.supports._WORK", 0)
    small = dt.batch.nash(first.reshape(5, 100, 3, 3), second.reshape(5, 100, 3, 3), compiled=False)
    assert np.array_equal(whole.x, small.x)
    assert np.array_equal(whole.count, small.count.reshape(-1))


def test_wide_integers_are_not_rounded():
    """In floats the second row would tie with the first."""
    first = np.array([[2**62, 0, 0], [2**62 + 1, 0, 0], [0, 0, 1]])
    second = np.array([[1, 0, 0], [1, 0, 0], [0, 0, 1]])
    games = dt.batch.nash(first[None], second[None], exact=True)
    assert same_points(games.points(0), exact_points(first, second))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("size", [(3, 3), (5, 5)])
def test_payoffs_are_finite(bad, size):
    first = np.zeros((4, *size))
    first[2, 1, 1] = bad
    with pytest.raises(dt.InvalidGame, match=r"A.*not finite"):
        dt.batch.nash(first, np.zeros(size))
    with pytest.raises(dt.InvalidGame, match=r"B.*not finite"):
        dt.batch.nash(np.zeros(size), first, compiled=False)


def test_arrays_of_other_libraries_are_read_where_they_are():
    import array_api_strict

    games = dt.batch.nash(*[array_api_strict.asarray(np.eye(3))] * 2)
    assert games.count == 7  # a coordination game has an equilibrium for every set of actions
    mixed = dt.batch.nash([[[2, 0], [0, 1]]], array_api_strict.asarray([[1.0, 0.0], [0.0, 2.0]]))
    assert mixed.count.tolist() == [3]

    class OnAnotherDevice:
        def __array_namespace__(self, api_version=None):
            return array_api_strict

        def __dlpack__(self, **_):
            raise BufferError("the memory belongs to another device")

        def __dlpack_device__(self):
            return (2, 0)

    with pytest.raises(dt.UnsupportedGame, match="copy it to the CPU first"):
        dt.batch.nash(OnAnotherDevice(), OnAnotherDevice())


def test_bad_input():
    with pytest.raises(dt.InvalidGame, match="sizes must agree"):
        dt.batch.nash(np.zeros((3, 3)), np.zeros((3, 2)))
    with pytest.raises(dt.InvalidGame, match="at least one action"):
        dt.batch.nash(np.zeros((3, 0)), np.zeros((3, 0)))
    with pytest.raises(dt.InvalidGame, match="must be"):
        dt.batch.nash(np.zeros(3), np.zeros(3))
    with pytest.raises(dt.InvalidParameter, match="no game"):
        dt.batch.nash(np.eye(3), np.eye(3)).points(0)


def test_large_games_have_the_exact_solver_behind_them():
    assert not covered(4, 4)
    assert not covered(3, 40)
    first, second = random_games(9, 3, (4, 4), 5)
    games = dt.batch.nash(first, second, compiled=False)
    assert games.degenerate.all()
    eager = dt.batch.nash(first, second, compiled=False, exact=True)
    for k in range(3):
        assert same_points(games.points(k), exact_points(first[k], second[k]))
        assert same_points(eager.points(k), exact_points(first[k], second[k]))
    with pytest.raises(dt.InvalidGame, match="not finite"):
        dt.batch.nash(np.full((4, 4), np.nan), np.eye(4), compiled=False)


@pytest.mark.skipif(numba_is_installed(), reason="numba is installed")
def test_compiled_kernels_need_numba():
    for solve, size in ((dt.batch.nash, 3), (dt.batch.nash_2x2, 2)):
        with pytest.raises(dt.InvalidParameter, match=r"deterrence\[fast\]"):
            solve(np.eye(size), np.eye(size), compiled=True)
