"""Large two-player games: one equilibrium by Lemke and Howson, which method is chosen, and the compiled searches."""

from fractions import Fraction
from random import Random
from unittest.mock import patch

import pytest

import deterrence as dt
from deterrence.solve.bimatrix import bimatrix_faces
from deterrence.solve.lemke_howson import lemke_howson
from deterrence.solve.limits import Limits
from tests.brute import bimatrix, bridge, draw, families


def random_game(size, largest, seed=0):
    rng = Random(f"{size} {largest} {seed}")
    return dt.NormalForm.from_arrays(*(draw.matrix(rng, *size, largest) for _ in "ab"))


# --- one equilibrium ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("family", [*families.RANDOM, *families.DEGENERATE])
def test_lemke_howson_finds_an_equilibrium_of_small_games(family):
    """Ties are what makes other implementations cycle; the definition decides."""
    rng = Random(f"path {family}")
    for i in range(150):
        rows, columns = families.draw(rng, family, list(families.UNITS)[i % len(families.UNITS)])
        point = lemke_howson(rows, columns, Limits())
        assert bimatrix.contains(rows, columns, *point), (rows, columns)


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (5, 1), (2, 30), (30, 2)])
@pytest.mark.parametrize("largest", [0, 1, 1000])
def test_lemke_howson_on_narrow_and_constant_games(size, largest):
    rng = Random(f"{size} {largest}")
    rows, columns = (draw.matrix(rng, *size, largest) for _ in "ab")
    assert bimatrix.contains(rows, columns, *lemke_howson(rows, columns, Limits()))


@pytest.mark.parametrize("largest", [1, 1000])
def test_a_large_game_gets_one_equilibrium_and_says_so(largest):
    game = random_game((40, 40), largest)
    eqs = dt.nash(game)
    assert len(eqs.extreme) == 1
    assert eqs.verify().max_regret == 0
    assert not eqs.complete
    assert eqs.why == (
        "only one equilibrium of this 40 x 40 game was looked for, by Lemke and Howson's method. To look for all of them: "
        "nash(game, method='all', time_limit=seconds)"
    )
    assert eqs[0].index is None


def test_a_time_limit_means_that_all_are_looked_for():
    assert "of the search done" in dt.nash(random_game((40, 40), 1000), time_limit=0.2).why


def test_where_the_default_changes():
    assert dt.nash(random_game((2, 60), 5)).complete
    assert dt.nash(random_game((60, 2), 5)).complete
    assert not dt.nash(random_game((17, 17), 1000)).complete


def test_one_equilibrium_of_a_small_game_on_request():
    game = dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    eqs = dt.nash(game, method="one")
    assert not eqs.complete
    assert len(eqs.extreme) == 1
    assert eqs.extreme[0].vectors in {eq.vectors for eq in dt.nash(game).extreme}


def test_no_time_even_for_one():
    eqs = dt.nash(random_game((60, 60), 1000), method="one", time_limit=1e-9)
    assert len(eqs) == 0
    assert not eqs.complete
    assert eqs.why.startswith("the time limit of 1e-09 s was reached before one equilibrium was found. To look for all")


def test_a_path_that_is_long_for_one_label_may_be_short_for_another():
    """Coordination games: dropping a label leads to the pure equilibrium of its action at once."""
    identity = [[Fraction(int(i == j)) for j in range(50)] for i in range(50)]
    x, y = lemke_howson(identity, identity, Limits())
    assert x == y
    assert sum(map(bool, x)) == 1


# --- the searches in floats, which prove every step, and in small integers ------------------------------------------


def sets(pairs, n_rows, n_columns):
    """Pairs of faces as pairs of sets of strategies."""
    found = set()
    for first, second in pairs:
        spans = (first, range(n_rows)), (second, range(n_rows, n_rows + n_columns))
        found.add(
            tuple(
                frozenset(tuple(Fraction(values.get(v, 0), den) for v in span) for _, values, den in face.vertices)
                for face, span in spans
            )
        )
    return found


def compiled_sets(rows, columns, smallest_for_floats):
    with patch("deterrence.solve.bimatrix.SMALL", smallest_for_floats - 1):
        return sets(bimatrix_faces(rows, columns, compiled=True), len(rows), len(rows[0]))


def both(rows, columns):
    """The answers of the exact search and of the search in floats, after that in small integers gave the first."""
    exact = sets(bimatrix_faces(rows, columns, compiled=False), len(rows), len(rows[0]))
    assert compiled_sets(rows, columns, 2**60) == exact, (rows, columns)
    return exact, compiled_sets(rows, columns, 0)


@pytest.mark.parametrize("family", [*families.RANDOM, *families.DEGENERATE])
def test_floats_find_the_same(family):
    rng = Random(f"floats {family}")
    for i in range(60):
        rows, columns = families.draw(rng, family, list(families.UNITS)[i % len(families.UNITS)])
        exact, floats = both(rows, columns)
        assert floats == exact, (rows, columns)


NEARLY = {
    "two sizes": [0, 1, 10**9],
    "far apart": [0, 1, 2**49],
    "differences beside large numbers": [10**12, 10**12 + 1, 10**12 + 2, 0],
    "near ties": [3 * 10**14, 3 * 10**14 + 1, 1, 2],
    "tiny": [Fraction(1, 10**12), 0, 1],
}


@pytest.mark.parametrize("payoffs", NEARLY.values(), ids=NEARLY)
def test_near_ties_are_no_ties(payoffs):
    """Floats alone would get these wrong; the exact search takes over where they cannot decide."""
    rng = Random(f"near {payoffs}")
    for _ in range(40):
        n, m = rng.randint(2, 5), rng.randint(2, 5)
        rows, columns = ([[Fraction(rng.choice(payoffs)) + rng.randint(0, 1) * rng.randint(0, 2) for _ in range(m)]
                          for _ in range(n)] for _ in "ab")  # fmt: skip
        exact, floats = both(rows, columns)
        assert floats == exact, (rows, columns)
        assert exact == {tuple(map(frozenset, piece)) for piece in bimatrix.pieces(rows, columns)}, (rows, columns)


@pytest.mark.parametrize("size", [(6, 6), (7, 4), (3, 9), (8, 8)])
def test_floats_find_the_same_in_larger_games(size):
    rng = Random(f"floats {size}")
    for largest in (2, 10, 1000):
        rows, columns = (draw.matrix(rng, *size, largest) for _ in "ab")
        exact, floats = both(rows, columns)
        assert floats == exact, (rows, columns)


def test_numbers_that_floats_cannot_hold_go_to_the_exact_search():
    rng = Random("too large")
    rows, columns = ([[Fraction(rng.randint(-(2**60), 2**60)) for _ in range(4)] for _ in range(4)] for _ in "ab")
    exact, floats = both(rows, columns)
    assert floats == exact


def test_payoffs_say_which_search_is_used():
    with patch("deterrence.solve.hybrid.integer_search.explore_in_integers", side_effect=ZeroDivisionError):
        with pytest.raises(ZeroDivisionError):
            bimatrix_faces([[0, 14], [15, 0]], [[1, 0], [0, 1]], compiled=True)
        assert len(bimatrix_faces([[0, 16], [17, 0]], [[1, 0], [0, 1]], compiled=True)) == 1


@pytest.mark.parametrize(("name", "value"), [("MOST_BASES", 3), ("MOST_WAITING", 2)])
def test_faces_with_many_vertices(name, value):
    """Past these numbers the vertices of a face are listed elsewhere."""
    # by hand: player 2 never cares, so for each of the 15 sets of player 1's actions its mixtures go with those mixtures of
    # player 2 to which all of the set are best
    rows = [[Fraction(int(i == j)) for j in range(4)] for i in range(4)]
    columns = [[Fraction(0)] * 4 for _ in range(4)]
    plain = sets(bimatrix_faces(rows, columns, compiled=False), 4, 4)
    with patch(f"deterrence.solve.hybrid.integer_vertices.{name}", value):
        assert compiled_sets(rows, columns, 2**60) == plain
    assert len(plain) == 15


def test_limits_of_the_search_in_integers():
    rng = Random("integers and limits")
    rows, columns = (draw.matrix(rng, 10, 10, 2) for _ in "ab")
    told = []
    limits = Limits(time_limit=0.05, progress=lambda share, message: told.append(share))
    found = sets(bimatrix_faces(rows, columns, limits, compiled=True), 10, 10)
    assert limits.stopped == "the time limit of 0.05 s was reached" or (found and limits.share == pytest.approx(1))
    assert told == sorted(told)


def test_limits_of_the_search_in_floats():
    rng = Random("floats and limits")
    rows, columns = (draw.matrix(rng, 14, 14, 1000) for _ in "ab")
    told = []
    limits = Limits(time_limit=0.3, progress=lambda share, message: told.append(share))
    bimatrix_faces(rows, columns, limits, compiled=True)
    assert limits.stopped in ("", "the time limit of 0.3 s was reached")
    assert limits.stopped or limits.share == pytest.approx(1)
    assert told == sorted(told)
    assert all(0 <= share <= 1 for share in told)


def test_the_share_of_a_finished_search_is_one():
    rng = Random("share")
    for largest in (1, 3, 1000):
        for compiled in (False, True):
            limits = Limits()
            bimatrix_faces(*(draw.matrix(rng, 5, 4, largest) for _ in "ab"), limits, compiled=compiled)
            assert limits.share == pytest.approx(1)


# --- proofs that a face is empty ------------------------------------------------------------------------------------


def test_what_is_said_to_be_positive_is():
    """Random tables, most of which prove nothing: whatever `is_positive` affirms holds in exact arithmetic."""
    np = pytest.importorskip("numpy")
    from deterrence.solve.dictionary import Dictionary
    from deterrence.solve.hybrid.dictionary import is_positive

    rng = Random("proofs")
    affirmed = 0
    for _ in range(400):
        n_free, n_rows = rng.randint(1, 4), rng.randint(1, 4)
        payoffs = [[rng.randint(1, 8) for _ in range(n_free)] for _ in range(n_rows)]
        labels = list(range(n_free + n_rows))
        free, basic = labels[:n_free], labels[n_free:]
        zeros = sum(1 << label for label in labels if rng.random() < 0.3)
        row = rng.randrange(n_rows)
        if zeros >> basic[row] & 1:
            continue
        table = np.zeros((n_rows, n_free + 1))
        table[:, 0], table[:, 1:] = 1.0, -np.array(payoffs) / 8
        # a mix of the other replies, as multipliers
        table[row, 1:] = [rng.choice([-1, 0, 0.25, 0.5, 1]) for _ in range(n_free)]
        proved = is_positive(
            table, np.array(basic), np.array(free), zeros, row, np.array(payoffs) / 8, np.array(labels), np.zeros(9)
        )
        exact = Dictionary(list(basic), list(free), [[8, *[-c for c in r]] for r in payoffs], 8)
        for label in labels:
            if zeros >> label & 1 and exact is not None:
                exact = exact.without(label)
        if proved:
            affirmed += 1
            assert exact is None or exact.without(basic[row]) is None
    assert affirmed > 20


# --- structure ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", range(2, 9))
def test_coordination_games_have_an_equilibrium_for_every_set_of_actions(size):
    """Identity payoffs: for each non-empty set the uniform mix of it, by both players; indices alternate."""
    identity = [[int(i == j) for j in range(size)] for i in range(size)]
    eqs = dt.nash(dt.NormalForm.from_arrays(identity, identity))
    uniform = set()
    for mask in range(1, 2**size):
        chosen = [i for i in range(size) if mask >> i & 1]
        uniform.add(tuple(Fraction(int(i in chosen), len(chosen)) for i in range(size)))
    assert {eq.vectors for eq in eqs.extreme} == {(x, x) for x in uniform}
    assert eqs.complete
    if size < 6:
        assert [c.index for c in eqs] == [(-1) ** (sum(map(bool, c.points[0][0])) + 1) for c in eqs]


def test_components_of_many_pieces():
    """One action is dominated for nobody and everything ties: the whole square, and its corners, are one component."""
    game = dt.NormalForm.from_arrays([[0] * 6] * 6, [[0] * 6] * 6)
    eqs = dt.nash(game)
    assert len(eqs) == 1
    assert len(eqs[0].pieces) == 1
    assert eqs[0].dimension == 10
    assert bridge.structure(eqs) == bimatrix.components([[Fraction(0)] * 6] * 6, [[Fraction(0)] * 6] * 6)
