"""Games with three or more players: against brute force, by hand, and by what must not change."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

import deterrence as dt
from deterrence.solve.limits import Limits
from deterrence.solve.nplayer.engine import search
from tests.brute import bimatrix, three_players
from tests.brute.membership import has, holds

HALF = Fraction(1, 2)
GRID = (Fraction(0), Fraction(1, 4), Fraction(1, 3), HALF, Fraction(2, 3), Fraction(1))


def draw(seed, shape, values):
    """One array of payoffs per player, in nested lists."""
    rng = Random(f"{seed} {shape}")

    def array(sizes):
        return [array(sizes[1:]) for _ in range(sizes[0])] if sizes else rng.choice(values)

    return [array(shape) for _ in shape]


def entry(array, cell):
    for k in cell:
        array = array[k]
    return array


def cells_of(arrays):
    return {cell: [entry(a, cell) for a in arrays] for cell in three_players.CELLS}


def both(p):
    """From probabilities of action 0 to vectors."""
    return tuple((x, 1 - x) for x in p)


def points_inside(piece):
    """Extreme points, the middle, and points on the way between the middle and the extreme points."""
    if not piece.polytopal:
        return [*piece.ends, *piece.witnesses, piece.sample]
    middle = tuple(side.centre for side in piece.sides)
    some = piece.points[:8]
    return [*some, middle, *(tuple(_between(v, w) for v, w in zip(p, middle, strict=True)) for p in some)]


def _between(v, w):
    return tuple((2 * x + y) / 3 for x, y in zip(v, w, strict=True))


@pytest.mark.parametrize("part", range(4))
def test_games_with_payoffs_up_to_nine(part):
    """Two hundred games: those without ties have just the equilibria that a direct solution has."""
    plain = 0
    for seed in range(50 * part, 50 * part + 50):
        arrays = draw(seed, (2, 2, 2), range(-9, 10))
        eqs = dt.nash(dt.NormalForm.from_arrays(*arrays))
        assert eqs.complete
        for piece in eqs.pieces:
            for point in points_inside(piece):
                if all(isinstance(x, Fraction) for v in point for x in v):
                    assert three_players.is_equilibrium(cells_of(arrays), [v[0] for v in point])
        try:
            expected = three_players.isolated(cells_of(arrays))
        except three_players.Tie:
            continue
        plain += 1
        assert len(expected) == len(eqs.extreme) == len(eqs.components)
        found = sorted(tuple(float(v[0]) for v in eq.vectors) for eq in eqs.extreme)
        for one, other in zip(sorted(tuple(map(float, p)) for p in expected), found, strict=True):
            assert one == pytest.approx(other, abs=1e-12)
        rational = {p for p in expected if all(isinstance(x, Fraction) for x in p)}
        assert rational == {tuple(v[0] for v in eq.vectors) for eq in eqs.extreme if eq.exact}
        assert sum(component.index for component in eqs) == 1
    assert plain > 10


@pytest.mark.parametrize("values", [(0, 1), (-1, 0, 1)], ids=str)
@pytest.mark.parametrize("part", range(10))
def test_games_full_of_ties(values, part):
    """Two hundred games: what the definition calls an equilibrium lies in a piece, and points of pieces are equilibria."""
    for seed in range(10 * part, 10 * part + 10):
        arrays = draw(seed, (2, 2, 2), values)
        cells = cells_of(arrays)
        eqs = dt.nash(dt.NormalForm.from_arrays(*arrays))
        assert eqs.complete
        for piece in eqs.pieces:
            for point in points_inside(piece):
                assert three_players.is_equilibrium(cells, [v[0] for v in point])
            if not piece.polytopal:
                assert all(has(eqs.game, piece, point) for point in (piece.sample, *piece.witnesses))
        for p in set(three_players.slices(cells, GRID)):
            assert holds(eqs, both(p)), (arrays, p)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 3)])
def test_two_players_by_the_same_algebra(shape, seed):
    """The engine knows nothing of two players; of their games the complete sets are known."""
    arrays = draw(seed, shape, (0, 1, 2))
    game = dt.NormalForm.from_arrays(*arrays)
    found = search(game, tuple(tuple(range(n)) for n in shape), Limits())
    assert not found.undecided
    assert not found.unexamined
    rows, columns = ([[Fraction(x) for x in row] for row in array] for array in arrays)
    pieces = {tuple(frozenset(side.vertices) for side in piece.sides) for piece in found.pieces}
    assert pieces == set(bimatrix.pieces(rows, columns))


@pytest.mark.parametrize("shape", [(2, 2, 3), (3, 3, 2), (2, 2, 2, 2), (1, 2, 3)])
def test_indices_add_up(shape):
    """Where all equilibria are isolated and regular, none may be missing: their indices add up to 1."""
    regular = 0
    for seed in range(6):
        eqs = dt.nash(dt.NormalForm.from_arrays(*draw(seed, shape, range(-99, 100))))
        assert eqs.complete
        eqs.verify()
        if all(len(c.pieces) == 1 and c.dimension == 0 for c in eqs):
            own = [index for c in eqs if (index := c.index) is not None]
            assert len(own) == len(eqs.components)
            assert sum(own) == 1
            regular += 1
    assert regular >= 4


def test_a_game_with_three_actions_each():
    eqs = dt.nash(dt.NormalForm.from_arrays(*draw(0, (3, 3, 3), range(-99, 100))))
    assert eqs.complete
    assert sum(component.index for component in eqs) == 1
    eqs.verify()


@pytest.mark.parametrize("seed", range(12))
def test_a_dummy_player_makes_a_product(seed):
    """A third player without influence may do anything: every piece times the segment of her strategies."""
    rows, columns = draw(seed, (3, 2), (0, 1, 2))
    base = dt.nash(dt.NormalForm.from_arrays(rows, columns))
    arrays = [[[[x, x] for x in row] for row in array] for array in (rows, columns, [[0] * 2] * 3)]
    eqs = dt.nash(dt.NormalForm.from_arrays(*arrays))
    ends = frozenset({(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))})
    expected = {(*(frozenset(side.vertices) for side in piece.sides), ends) for piece in base.pieces}
    assert {tuple(frozenset(side.vertices) for side in piece.sides) for piece in eqs.pieces} == expected
    assert len(eqs.components) == len(base.components)


def test_a_dummy_player_beside_an_irrational_equilibrium():
    """The game of Nau, Gomez Canovas and Hansen (2004), sec. 4, with a fourth player who may do anything."""
    payoffs = {
        "000": (3, 0, 2), "001": (1, 0, 0), "010": (0, 2, 0), "011": (0, 1, 0),
        "100": (0, 1, 0), "101": (0, 3, 0), "110": (1, 0, 0), "111": (2, 0, 3),
    }  # fmt: skip
    game = dt.NormalForm(
        players=("A", "B", "C", "D"),
        actions=dict.fromkeys("ABCD", ("0", "1")),
        payoffs=lambda a, b, c, d: (*payoffs[a + b + c], 0),
    )
    eqs = dt.nash(game)
    (component,) = eqs
    assert eqs.complete
    assert component.dimension == 1
    (x, y, z, w), (_, _, _, other) = (eq.vectors for eq in component.extreme)
    assert (w, other) == ((1, 0), (0, 1))
    assert (
        (46 * x[0] - 53) * (46 * x[0] - 53)
        == (24 * y[0] + 13) * (24 * y[0] + 13)
        == (4 * z[0] + 23) * (4 * z[0] + 23)
        == 601
    )


def structure(eqs, order):
    """Pieces with the players in another order; of a continuum its dimension and supports."""
    names = eqs.game.players
    found = []
    for component in eqs:
        pieces = []
        for piece in component.pieces:
            sides = [frozenset(piece.sides[names.index(p)].vertices) for p in order]
            if not piece.polytopal:
                sides = [frozenset(piece.support[p]) for p in order]
            pieces.append((piece.polytopal, piece.dimension, tuple(sides)))
        found.append(frozenset(pieces))
    return frozenset(found)


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("values", [(0, 1), (-1, 0, 1), tuple(range(-9, 10))], ids=["ties", "more ties", "few ties"])
def test_the_order_of_players_and_actions_does_not_matter(seed, values):
    arrays = draw(seed, (2, 2, 3), values)
    names = ("A", "B", "C")
    actions = {p: tuple(f"{p}{k}" for k in range(n)) for p, n in zip(names, (2, 2, 3), strict=True)}

    def payoff(cell):
        return [entry(a, tuple(actions[p].index(c) for p, c in zip(names, cell, strict=True))) for a in arrays]

    game = dt.NormalForm(players=names, actions=actions, payoffs=lambda *cell: payoff(cell))
    turned = dt.NormalForm(
        players=("C", "A", "B"),
        actions={p: actions[p] for p in ("C", "A", "B")},
        payoffs=lambda c, a, b: [payoff((a, b, c))[k] for k in (2, 0, 1)],
    )
    assert structure(dt.nash(game), names) == structure(dt.nash(turned), names)
    backwards = {p: actions[p][::-1] for p in names}
    mirrored = dt.NormalForm(players=names, actions=backwards, payoffs=lambda *cell: payoff(cell))
    expected = {
        (p, d, tuple(frozenset(v[::-1] for v in s) if p else s for s in sides))
        for c in structure(dt.nash(game), names)
        for p, d, sides in c
    }
    assert {piece for c in structure(dt.nash(mirrored), names) for piece in c} == expected


@pytest.mark.parametrize("seed", range(8))
def test_strictly_dominated_actions_change_nothing(seed):
    arrays = draw(seed, (2, 2, 2), range(-3, 4))
    plain = dt.nash(dt.NormalForm.from_arrays(*arrays))
    # a third action of player 1, worse than the mean of the first two everywhere
    worse = [[(entry(arrays[0], (0, j, k)) + entry(arrays[0], (1, j, k))) * HALF - 1 for k in (0, 1)] for j in (0, 1)]
    wide = [[*arrays[0], worse], *([*array, [[7, -7], [-7, 7]]] for array in arrays[1:])]
    eqs = dt.nash(dt.NormalForm.from_arrays(*wide))
    assert all(eq["player 1"]["action 3"] == 0 for eq in eqs.extreme)
    assert {(p.polytopal, p.dimension, p.points) for p in plain.pieces} == {
        (p.polytopal, p.dimension, tuple((first[:2], *rest) for first, *rest in p.points)) for p in eqs.pieces
    }


def test_what_is_not_decided_is_named():
    """Five players who all mix are beyond the algebra; the answer says who, and everything else is there."""
    game = dt.NormalForm.from_arrays(*draw(0, (2,) * 5, range(-9, 10)))
    eqs = dt.nash(game)
    assert not eqs.complete
    assert "player 5: action 1 or action 2" in eqs.why
    pure = [
        cell
        for cell in product((0, 1), repeat=5)
        if all(
            game.numbers[sum(a << (4 - k) for k, a in enumerate(cell))][i]
            >= game.numbers[sum((1 - a if k == i else a) << (4 - k) for k, a in enumerate(cell))][i]
            for i in range(5)
        )
    ]
    found = [tuple(v.index(1) for v in eq.vectors) for eq in eqs.extreme if all(1 in v for v in eq.vectors)]
    assert sorted(found) == pure
    eqs.verify()


def test_a_time_limit():
    game = dt.NormalForm.from_arrays(*draw(1, (3, 3, 3), range(-9, 10)))
    eqs = dt.nash(game, time_limit=1e-9)
    assert not eqs.complete
    assert "the time limit of 1e-09 s was reached" in eqs.why
    assert all(component.dimension == 0 for component in eqs)


def test_one_player():
    eqs = dt.nash(dt.NormalForm(players=("alone",), payoffs={("a",): (2,), ("b",): (1,), ("c",): (2,)}))
    (component,) = eqs
    assert component.subsets == ((((1, 0, 0), (0, 0, 1)),),)
    assert component.index == 1


def test_huge_and_tiny_payoffs():
    """Scales differ by player and within a game; the set is that of the signs."""
    big, small = Fraction(10**300), Fraction(1, 10**300)
    rows = [[[big, -big], [0, small]], [[0, 0], [small, -small]]]
    plain = [[[1, -1], [0, 1]], [[0, 0], [1, -1]]]
    other = [[[1, 0], [0, 1]], [[0, 1], [1, 0]]]
    third = [[[0, 1], [1, 0]], [[1, 0], [0, 1]]]
    eqs = dt.nash(dt.NormalForm.from_arrays(rows, other, third))
    eqs.verify()
    pure = {eq.vectors for eq in eqs.extreme if all(1 in v for v in eq.vectors)}
    assert pure == {
        eq.vectors
        for eq in dt.nash(dt.NormalForm.from_arrays(plain, other, third)).extreme
        if all(1 in v for v in eq.vectors)
    }
