"""Games of pure conflict: by hand, against the search for all equilibria, at sizes that the search does not reach."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from deterrence.solve.bimatrix import bimatrix_faces
from deterrence.solve.linear_program import optimal_face
from deterrence.solve.strategies import pieces_of
from deterrence.solve.zero_sum import is_zero_sum
from tests.brute import bimatrix, bridge, draw


def conflict(rows, unit=1, zero=0):
    return dt.NormalForm.from_arrays(rows, [[zero - unit * x for x in row] for row in rows])


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 5), (5, 2), (1, 4), (4, 4)])
@pytest.mark.parametrize("largest", [1, 2, 99])
def test_against_brute_force(shape, largest):
    rng = Random(f"{shape} {largest}")
    for _ in range(8):
        rows = draw.matrix(rng, *shape, largest)
        game = conflict(rows, Fraction(rng.randint(1, 9), 7), rng.randint(-9, 9))
        eqs = dt.nash(game)
        assert bridge.structure(eqs) == bimatrix.components(*game.bimatrix()), rows
        assert eqs.complete
        assert [component.index for component in eqs] == [1]
        assert eqs.certificate()["components"]


@pytest.mark.parametrize("largest", [1, 1000])
@pytest.mark.parametrize("size", [7, 9])
def test_against_the_search_for_any_game(size, largest):
    rng = Random(f"search {size} {largest}")
    for _ in range(3):
        game = conflict(draw.matrix(rng, size, size, largest))
        (piece,) = pieces_of(game, bimatrix_faces(*game.bimatrix()))
        (found,) = dt.nash(game).pieces
        assert found.key == piece.key


@pytest.mark.parametrize("size", [3, 17, 41])
def test_cyclic_games_have_one_equilibrium_at_any_size(size):
    """Rock, paper, scissors and so on: each action beats the half that follow it; even chances alone are optimal."""
    half = size // 2
    rows = [[0 if i == j else 1 if (j - i) % size <= half else -1 for j in range(size)] for i in range(size)]
    eqs = dt.nash(conflict(rows))
    assert eqs.complete
    (eq,) = eqs.extreme
    assert eq.vectors == ((Fraction(1, size),) * size,) * 2
    assert set(eq.payoffs.values()) == {0}


def test_large_sets_of_optimal_strategies():
    """Only the total chance of the first half of each player's actions matters, as in matching pennies."""
    rows = [[1 if (i < 9) == (j < 9) else -1 for j in range(18)] for i in range(18)]
    eqs = dt.nash(conflict(rows))
    assert eqs.complete
    (piece,) = eqs.pieces
    # one half of the chance on one action of either half
    assert [len(side.vertices) for side in piece.sides] == [81, 81]
    assert {x for side in piece.sides for v in side.vertices for x in v} == {0, Fraction(1, 2)}
    assert piece.dimension == 32


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], True),
        ([[1, -1], [-1, 1]], [[-3, 3], [3, -3]], True),  # in other units
        ([[5, 0]], [[0, 5]], True),  # the sum is 5 everywhere
        ([[1, -1], [-1, 1]], [[1, -1], [-1, 1]], False),  # the same interest
        ([[1, -1], [-1, 1]], [[-1, 1], [1, -2]], False),
        ([[1, 1], [1, 1]], [[0, 1], [2, 3]], False),  # nobody's loss
        ([[0, 1]], [[2, 2]], False),
        ([[3]], [[4]], False),
    ],
)
def test_what_is_pure_conflict(first, second, expected):
    assert is_zero_sum(dt.NormalForm.from_arrays(first, second)) is expected


def test_limits():
    rows = [[1 if (i < 9) == (j < 9) else -1 for j in range(18)] for i in range(18)]
    none = dt.nash(conflict(rows), time_limit=1e-9)
    assert not none.complete
    assert none.why.startswith("the time limit of 1e-09 s was reached before one equilibrium was found")
    assert len(none) == 0
    done = []
    assert dt.nash(conflict(rows), progress=lambda share, message: done.append(share)).complete
    assert done[-1] == 1


def test_past_a_limit_one_optimal_pair_is_there():
    """So many optimal strategies that they cannot be listed in time; two linear programs can be solved."""
    rows = [[1 if i % 4 == j % 4 else 0 for j in range(120)] for i in range(120)]
    eqs = dt.nash(conflict(rows), time_limit=1.5)
    assert not eqs.complete
    assert "while optimal strategies were listed, of which one pair is given" in eqs.why
    (eq,) = eqs.extreme
    assert eq.payoffs["player 1"] == Fraction(1, 4)


def test_only_one_is_asked_for():
    eqs = dt.nash(conflict([[0, 0], [0, 0]][:1] + [[1, -1]]), method="one")
    assert not eqs.complete
    assert len(eqs.extreme) == 1


def test_an_optimal_face_of_a_cube():
    one = Fraction(1)
    rows = [([one if i == k else 0 * one for i in range(3)], one) for k in range(3)]
    face = optimal_face([one, one, 0 * one], rows)
    assert sorted(face.vertices()) == [(1, 1, 0), (1, 1, 1)]
    assert optimal_face([one], [([one], -one)]) is None
