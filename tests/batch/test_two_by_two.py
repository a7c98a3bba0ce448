"""2x2 games in batches: against the brute force of the tests, the exact solver, and each other's arithmetic."""

from fractions import Fraction
from importlib.util import find_spec
from itertools import product

import array_api_strict
import numpy as np
import pytest

import deterrence as dt
from deterrence.solve.batch.arrays import doubles, namespace
from deterrence.solve.batch.classes import N_CLASSES, classes, signs_of
from deterrence.solve.batch.sign_kernel import classify
from tests.brute import bimatrix

TERNARY = np.array(list(product(range(3), repeat=8)), np.int64).reshape(-1, 2, 2, 2)


def random_games(seed, shape, largest=None):
    rng = np.random.default_rng(seed)
    size = (2, *shape, 2, 2)
    return rng.normal(size=size) if largest is None else rng.integers(-largest, largest + 1, size)


def boxes_of(games, index):
    """The boxes of one game, as sets of corners."""
    bounds, count = games.boxes.bounds[index], int(games.boxes.count[index])
    assert np.isnan(bounds[count:]).all()
    return {tuple(tuple(sorted(set(side))) for side in box) for box in bounds[:count].tolist()}


def brute_boxes(first, second):
    """The maximal Nash subsets by the brute force, each as the ends of both players' probabilities of action 0."""
    rows, columns = ([[Fraction(v) for v in row] for row in matrix.tolist()] for matrix in (first, second))
    components = bimatrix.components(rows, columns)
    boxes = [
        tuple(tuple(sorted({float(vertex[0]) for vertex in side})) for side in piece)
        for component in components
        for piece in component
    ]
    return boxes, len(components)


def test_the_table_has_one_row_for_each_pattern_of_signs():
    """Every class on one game whose differences have just these signs, against the brute force."""
    sizes = np.array([2, 3, 5, 7])  # no two alike: indifference points are 2/5 and 5/12, from either end
    seen = set()
    for code in range(N_CLASSES):
        a1, a2, b1, b2 = np.array(signs_of(code)) * sizes
        first, second = np.array([[a1, a2], [0, 0]]), np.array([[b1, 0], [b2, 0]])
        games = dt.batch.nash_2x2(first[None], second[None])
        assert games.code[0] == code
        boxes, n_components = brute_boxes(first, second)
        found = boxes_of(games, 0)
        assert len(found) == games.boxes.count[0] == len(boxes)
        assert {tuple(map(pytest.approx, box)) == box for box in found} == {True}
        assert sorted(map(repr, found)) == sorted(map(repr, boxes)), code
        assert games.n_components[0] == n_components == len(set(games.boxes.component[0][: len(boxes)].tolist()))
        seen.add((len(boxes), n_components))
    # 67 classes have one component, 12 two, 2 three; no set has more than three boxes
    assert np.bincount(classes().n_components).tolist() == [0, 67, 12, 2]
    assert max(n for n, _ in seen) == 3


@pytest.mark.parametrize("shard", range(4))
def test_every_game_with_three_payoffs(shard):
    """All 6561 games with payoffs 0, 1, 2 against the exact solver: boxes, components, bands of both payoffs."""
    tables = TERNARY[shard::4]
    games = dt.batch.nash_2x2(tables[:, 0], tables[:, 1])
    bands = [games.band(tables[:, player]) for player in (0, 1)]
    for k in range(len(tables)):
        eqs = dt.nash(dt.NormalForm.from_arrays(*tables[k].tolist()))
        exact = {tuple(tuple(sorted({float(v[0]) for v in side.vertices})) for side in piece.sides) for piece in eqs.pieces}
        assert boxes_of(games, k) == exact, tables[k]
        groups = {}
        for box, component in zip(games.boxes.bounds[k], games.boxes.component[k][: games.boxes.count[k]], strict=False):
            groups.setdefault(int(component), set()).add(tuple(map(tuple, box.tolist())))
        expected = {frozenset(_ends(piece) for piece in component.pieces) for component in eqs.components}
        assert {frozenset(group) for group in groups.values()} == expected, tables[k]
        for player, (least, most) in enumerate(bands):
            values = [float(eq.payoffs[f"player {player + 1}"]) for eq in eqs.extreme]
            assert (least[k], most[k]) == pytest.approx((min(values), max(values)), abs=1e-15), tables[k]


def _ends(piece):
    return tuple((float(min(v[0] for v in side.vertices)), float(max(v[0] for v in side.vertices))) for side in piece.sides)


def test_families_are_those_of_the_exact_solver():
    for k in range(0, len(TERNARY), 17):
        first, second = TERNARY[k]
        games = dt.batch.nash_2x2(first, second)
        eqs = games.equilibria(())
        supports = {
            tuple(tuple(int(action[-1]) - 1 for action in used) for used in family.supports.values())
            for family in eqs.families
        }
        mask = int(games.families)
        assert {family for bit, family in enumerate(dt.batch.FAMILIES) if mask >> bit & 1} == supports, TERNARY[k]


@pytest.mark.parametrize("shard", range(4))
def test_random_floats_pass_the_audit(shard):
    """20,000 games in all, some of them with ties and payoffs of very different sizes."""
    rng = np.random.default_rng(shard)
    first, second = random_games(shard, (5000,))
    first[:1000] = first[:1000].round(0)
    second[500:1500] *= 10.0 ** rng.integers(-300, 300, (1000, 1, 1))
    games = dt.batch.nash_2x2(first, second, audit=5000, rng=rng)
    assert set(np.unique(games.n_components)) == {1, 2, 3}


@pytest.mark.parametrize("field", ["code", "q", "p"])
def test_the_audit_finds_a_wrong_answer(field):
    from deterrence.solve.batch.audit import audit_2x2

    # matching pennies: q and p matter
    games = dt.batch.nash_2x2([[[1.0, 0.0], [0.0, 1.0]]], [[[0.0, 1.0], [1.0, 0.0]]])
    audit_2x2(games, 1, 1)
    getattr(games, field)[0] += 1 if field == "code" else 1e-9
    with pytest.raises(dt.NotAnEquilibrium, match="audit: game"):
        audit_2x2(games, 1, 1)


@pytest.mark.parametrize("shape", [(), (1,), (7,), (12, 10), (3, 0), (2, 3, 4)])
def test_without_a_source_of_randomness_an_audit_is_spread_over_the_batch(shape):
    from deterrence.solve.batch.audit import sample

    total = int(np.prod(shape))
    for size in (0, 1, 5, total, total + 3):
        places = sample(shape, size, None)
        assert len(places) == len(set(places)) == min(size, total)
        assert all(len(p) == len(shape) and all(0 <= i < n for i, n in zip(p, shape, strict=True)) for p in places)
    if shape == (12, 10):
        # no row and no column is left out
        assert [len({p[axis] for p in sample(shape, 24, None)}) for axis in (0, 1)] == [12, 10]


def test_what_an_audit_refuses():
    for wrong in (-1, 1.5, "many", True):
        with pytest.raises(dt.InvalidParameter, match="audit is"):
            dt.batch.nash_2x2(np.eye(2), np.eye(2), audit=wrong, rng=1)
    with pytest.raises(dt.InvalidParameter, match="rng is 'x'"):
        dt.batch.nash_2x2(np.eye(2), np.eye(2), audit=1, rng="x")
    for wrong in ("small", None, True, -1, 1):
        with pytest.raises(dt.InvalidParameter, match="tolerance is"):
            dt.batch.nash_2x2(np.eye(2), np.eye(2), tolerance=wrong)


@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", ">i4", ">f8"])
def test_integers_and_floats_of_any_width(kind):
    """The extremes of each kind: no difference wraps around."""
    kind = np.dtype(kind)
    if kind.kind == "f":
        values = [-100, 0, 1, 100]
    else:
        info = np.iinfo(kind)
        values = [info.min, info.min + 1, info.max - 1, info.max]
    rng = np.random.default_rng(1)
    first, second = rng.choice(np.array(values, kind), (2, 300, 2, 2))
    games = dt.batch.nash_2x2(first, second, audit=300, rng=2)
    for k in range(0, 300, 10):
        boxes, n_components = brute_boxes(first[k].astype(object), second[k].astype(object))
        assert games.n_components[k] == n_components
        assert len(boxes) == games.boxes.count[k]


def test_different_kinds_for_the_two_players():
    first, second = TERNARY[:200, 0].astype(np.uint8), TERNARY[:200, 1].astype(np.float32)
    expected = dt.batch.nash_2x2(TERNARY[:200, 0], TERNARY[:200, 1])
    assert np.array_equal(dt.batch.nash_2x2(first, second).code, expected.code)


def test_broadcasting_and_strides():
    first, second = random_games(3, (6, 1, 5)), random_games(4, (7, 5))
    first, second = first[0], second[1]
    games = dt.batch.nash_2x2(first, second)
    assert games.shape == (6, 7, 5)
    wide = [np.ascontiguousarray(np.broadcast_to(m, (6, 7, 5, 2, 2))) for m in (first, second)]
    plain = dt.batch.nash_2x2(*wide)
    for field in ("code", "q", "p", "n_components", "families"):
        assert np.array_equal(getattr(games, field), getattr(plain, field))
    odd = [np.moveaxis(np.moveaxis(m, (-2, -1), (0, 1)).copy(), (0, 1), (-2, -1))[::-1, ::2] for m in wide]
    assert np.array_equal(dt.batch.nash_2x2(*odd).code, plain.code[::-1, ::2])
    band = games.band(first)
    assert band.least.shape == (6, 7, 5)
    at = (5, 6, 4)
    values = [float(eq.payoffs["player 1"]) for eq in games.equilibria(at).extreme]
    assert float(band.least[at]) == pytest.approx(min(values))
    assert float(band.most[at]) == pytest.approx(max(values))


def test_blocks_do_not_show(monkeypatch):
    """Batches of many shapes, cut into small blocks, against one game at a time."""
    monkeypatch.setattr("deterrence.solve.batch.arrays.BLOCK", 16)
    for shape in [(100,), (3, 50), (2, 3, 17), (40, 2, 3), (1, 1, 33), (5, 1)]:
        first, second = random_games(5, shape)
        games = dt.batch.nash_2x2(first, second)
        assert games.code.shape == games.q.shape == shape
        for place in list(np.ndindex(*shape))[::7]:
            one = dt.batch.nash_2x2(first[place], second[place])
            assert (one.code, one.q, one.p) == (games.code[place], games.q[place], games.p[place])


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 2)])
def test_no_games_at_all(shape):
    games = dt.batch.nash_2x2(np.empty((*shape, 2, 2)), np.empty((*shape, 2, 2)), audit=5, rng=1)
    assert games.shape == games.n_components.shape == games.band(np.eye(2)).least.shape == shape
    assert games.boxes.bounds.shape == (*shape, 3, 2, 2)


def test_one_game_without_batch_axes():
    games = dt.batch.nash_2x2([[2, 0], [0, 1]], [[1, 0], [0, 2]], tolerance=1e-9)
    assert games.shape == ()
    assert (float(games.p), float(games.q)) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert games.boxes.bounds[1].tolist() == [[float(games.p)] * 2, [float(games.q)] * 2]
    assert [float(v) for v in games.band([[2, 0], [0, 1]])] == [pytest.approx(2 / 3), 2]
    assert "1 2x2 games" in repr(games)


def test_the_deterrence_game_on_a_grid():
    """A = [[-c, 1], [0, 0]], B = [[-r, -1], [0, 0]]: probe or refrain against respond or tolerate.

    For c > 0 and r > 1 the defender tolerates: (probe, tolerate), beside refrain against responses of at least
    1 / (1 + c), which the unreached threat supports. For r < 1 a probe is answered, and refrain stands alone.
    """
    c, r = np.array([0.5, 2.0, 4.0])[:, None], np.array([0.5, 2.0])[None, :]
    zero = np.zeros((3, 2))
    first = np.stack([np.stack([-c + zero, 1 + zero], -1), np.stack([zero, zero], -1)], -2)
    second = np.stack([np.stack([-r + zero, -1 + zero], -1), np.stack([zero, zero], -1)], -2)
    games = dt.batch.nash_2x2(first, second)
    assert games.n_components.tolist() == [[1, 2]] * 3
    least, most = games.band([[1, 1], [0, 0]])
    assert least.tolist() == [[0, 0]] * 3
    assert most.tolist() == [[0, 1]] * 3
    assert np.allclose(games.q, 1 / (1 + c))


def test_tolerance_marks_near_ties_and_changes_nothing_else():
    tiny, tie, clear = 0.1 + 0.2 - 0.3, 0.0, 1e-3
    first = np.array([[[1.0 + d, 0.0], [1.0, 1.0]] for d in (2e-13, tie, clear, -2e-13)])
    second = np.array([[0.3 + tiny, 0.3], [1.0, 0.0]])
    games = dt.batch.nash_2x2(first, second[None] * [[[1, 1], [1, 1]]], tolerance=1e-9)
    assert games.near_tie.tolist() == [True] * 4  # the second player's payoffs are nearly tied in all
    games = dt.batch.nash_2x2(first, np.eye(2), tolerance=1e-9)
    assert games.near_tie.tolist() == [True, False, False, True]
    assert games.degenerate.tolist() == [False, True, False, False]
    plain = dt.batch.nash_2x2(first, np.eye(2))
    assert np.array_equal(plain.code, games.code)
    assert not plain.near_tie.any()
    # relative to the largest payoff of the player: scaling does not matter
    scaled = dt.batch.nash_2x2(first * 2.0**60, np.eye(2) * 2.0**-60, tolerance=1e-9)
    assert np.array_equal(scaled.near_tie, games.near_tie)


@pytest.mark.parametrize("tolerance", [-1e-9, 1.0, float("nan")])
def test_a_tolerance_is_a_small_share(tolerance):
    with pytest.raises(dt.InvalidParameter, match="must lie in"):
        dt.batch.nash_2x2(np.eye(2), np.eye(2), tolerance=tolerance)


def test_results_may_be_written_into_given_arrays():
    first, second = random_games(6, (50,))
    out = np.empty(50, np.uint8), np.empty((50, 2))[:, 0], np.empty(50)
    games = dt.batch.nash_2x2(first, second, out=out)
    assert games.code is out[0]
    assert np.array_equal(out[1], dt.batch.nash_2x2(first, second).q)
    for wrong in (out[:2], (out[0], out[1], np.empty(49)), (out[1], out[1], out[2]), 3):
        with pytest.raises(dt.InvalidParameter, match="out"):
            dt.batch.nash_2x2(first, second, out=wrong)


def test_streams_and_memory_maps(tmp_path):
    first, second = random_games(7, (1000,))
    np.save(tmp_path / "A.npy", first)
    mapped = np.load(tmp_path / "A.npy", mmap_mode="r")
    whole = dt.batch.nash_2x2(mapped, second)
    parts = list(
        dt.batch.stream_2x2(((mapped[k : k + 300], second[k : k + 300]) for k in range(0, 1000, 300)), tolerance=1e-9)
    )
    assert [len(part.code) for part in parts] == [300, 300, 300, 100]
    assert np.array_equal(np.concatenate([part.code for part in parts]), whole.code)


BAD = {
    "(2, 3)": (np.zeros((2, 3)), "has the shape"),
    "one axis": (np.zeros(2), "has the shape"),
    "ragged": ([[1, 2], [3]], "rectangular"),
    "not a number": ([[np.nan, 0], [0, 0]], "not finite"),
    "infinite": ([[np.inf, 0], [0, 0]], "not finite"),
    "two infinities": ([[np.inf, 0], [np.inf, 0]], "not finite"),
    "overflow": ([[1e308, 0], [-1e308, 0]], "overflow"),
    "overflow of the slope": ([[1e308, 0], [0, 1e308]], "overflow"),
    "complex": (np.eye(2) * 1j, "complex"),
    "truth values": (np.eye(2).astype(bool), "truth values"),
    "objects": (np.array([[Fraction(1), 0], [0, 0]], object), "dt.nash"),
    "text": ([["1", "0"], ["0", "1"]], "dt.nash"),
    "long double": (np.eye(2).astype(np.longdouble), "64 bits"),
    "integers beyond 64 bits": ([[2**70, 0], [0, 0]], "dt.nash"),
    "integers that a list would round": ([[2**63 + 1, 0], [0, -1]], "exact float"),
    "masked": (np.ma.masked_array(np.eye(2), np.eye(2) > 0), "masked"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("player", [0, 1])
def test_bad_input(case, player):
    matrix, message = BAD[case]
    pair = [matrix, np.eye(2)] if player == 0 else [np.eye(2), matrix]
    with pytest.raises(dt.InvalidGame, match=message):
        dt.batch.nash_2x2(*pair)


def test_the_bad_game_is_named():
    first, second = random_games(8, (40, 30))
    second[17, 5, 1, 0] = np.inf
    with pytest.raises(dt.InvalidGame, match=r"B: the payoffs of game \(17, 5\)"):
        dt.batch.nash_2x2(first, second)


def test_large_finite_payoffs_are_no_overflow():
    """The quick check overflows on its own; the careful one must then pass."""
    games = dt.batch.nash_2x2(np.full((100, 2, 2), 1e307) * [[1, 0], [0, 1]], np.eye(2))
    assert (games.n_components == 3).all()


def test_batches_that_do_not_fit():
    with pytest.raises(dt.InvalidGame, match="do not fit together"):
        dt.batch.nash_2x2(np.zeros((3, 2, 2)), np.zeros((4, 2, 2)))
    with pytest.raises(dt.InvalidGame, match="weights have the shape"):
        dt.batch.nash_2x2(np.zeros((3, 2, 2)), np.zeros((3, 2, 2))).band(np.zeros((5, 3, 2, 2)))


@pytest.mark.parametrize("index", [5, -6, (1, 1), "a", ()])
def test_an_index_names_one_game(index):
    games = dt.batch.nash_2x2(np.zeros((5, 2, 2)), np.zeros((5, 2, 2)))
    assert len(games.equilibria(-1)) == 1
    with pytest.raises(dt.InvalidParameter, match="no game"):
        games.equilibria(index)


@pytest.mark.parametrize("kind", ["float64", "float32", "int8", "uint8", "int64", "uint64"])
def test_the_array_api_gives_the_same(kind):
    rng = np.random.default_rng(9)
    low, high = (-50, 50) if np.dtype(kind).kind != "u" else (0, 100)
    first, second = rng.integers(low, high, (2, 4, 30, 2, 2)).astype(kind)
    first[0, :10] = 7
    plain = dt.batch.nash_2x2(first, second, tolerance=0.02)
    strict = dt.batch.nash_2x2(
        array_api_strict.asarray(first), array_api_strict.asarray(second), tolerance=0.02, audit=20, rng=1
    )
    for field in ("code", "near_tie", "n_components", "families", "degenerate"):
        mine = getattr(strict, field)
        assert type(mine).__module__.startswith("array_api_strict"), field
        assert np.array_equal(np.asarray(mine), getattr(plain, field)), field
    for mine, theirs in zip(strict.boxes, plain.boxes, strict=True):
        assert np.array_equal(np.asarray(mine), theirs, equal_nan=True)
    weights = rng.random((2, 2))
    for mine, theirs in zip(strict.band(array_api_strict.asarray(weights)), plain.band(weights), strict=True):
        assert np.array_equal(np.asarray(mine), theirs)


def test_the_array_api_refuses_the_same():
    first = array_api_strict.asarray([[1e308, 0.0], [-1e308, 0.0]])
    fine = array_api_strict.asarray(np.eye(2))
    with pytest.raises(dt.InvalidGame, match="overflow"):
        dt.batch.nash_2x2(first, fine)
    with pytest.raises(dt.InvalidGame, match="different libraries"):
        dt.batch.nash_2x2(fine, np.eye(2))
    with pytest.raises(dt.InvalidGame, match="floats or integers"):
        dt.batch.nash_2x2(fine, fine > 0)
    with pytest.raises(dt.InvalidParameter, match="NumPy"):
        dt.batch.nash_2x2(fine, fine, out=(1, 2, 3))
    with pytest.raises(dt.InvalidParameter, match="NumPy"):
        dt.batch.nash_2x2(fine, fine, compiled=True)


def test_wide_integers_are_not_rounded():
    """2**62 and 2**62 + 1 are one float, but not one payoff."""
    large = 2**62
    first = np.array([[large + 1, 0], [large, 0]])
    for array in (first, array_api_strict.asarray(first)):
        code = classify(namespace(array), (array, array), (), 0.0)[0]
        assert signs_of(int(code))[0] == 1


def test_a_library_without_doubles_is_refused():
    """JAX, as it comes, turns 64 bits into 32 without an error."""

    class Single:
        __name__ = "single"
        float64 = np.float64

        @staticmethod
        def astype(array, _):
            return array.astype(np.float32)

    with pytest.raises(dt.UnsupportedGame, match="allow 64 bits"):
        doubles(Single(), np.eye(2))


@pytest.mark.skipif(find_spec("array_api_compat") is not None, reason="array-api-compat is installed")
def test_arrays_that_need_another_package_say_so():
    tensor = type("Tensor", (), {"__module__": "torch"})()
    with pytest.raises(dt.UnsupportedGame, match="arrays of torch need the array-api-compat package"):
        dt.batch.nash_2x2(tensor, tensor)
