"""The tools behind the refinements' brute force against the other ones, and against answers known by hand."""

from fractions import Fraction
from random import Random

import pytest

from . import draw, polyhedra
from .linear import feasible, in_hull, maximise
from .refinements import Refinements
from .signalling import Game

F = Fraction


@pytest.mark.parametrize("seed", range(40))
def test_maximise_against_vertices(seed):
    """The best reply of a mixture is decided at a vertex of the polyhedron of best replies."""
    rng = Random(f"linear {seed}")
    n = rng.randint(2, 4)
    objective, *rows = draw.matrix(rng, rng.randint(2, 4), n, 2)
    # least of the largest row: minimise v >= 0 after lifting all rows above 0
    lifted = [[x + 3 for x in row] for row in rows]
    total = [([1] * n + [0], "=", 1)]
    least = maximise([0] * n + [-1], [*total, *(([*row, -1], "<=", 0) for row in lifted)])
    points = [vertex.point for vertex in polyhedra.vertices([n], [rows])]
    largest = [max(sum(x * y for x, y in zip(row, point, strict=True)) for row in lifted) for point in points]
    assert -least == min(largest)
    # the largest objective where no row is positive
    best = maximise(objective, [([1] * n, "=", 1), *((row, "<=", 0) for row in rows)])
    cut = [v.point for v in polyhedra.vertices([n], [[row, [F(0)] * n] for row in rows])]
    inner = [p for p in cut if all(sum(x * y for x, y in zip(row, p, strict=True)) <= 0 for row in rows)]
    values = [sum(x * y for x, y in zip(objective, p, strict=True)) for p in inner]
    assert best == (max(values) if values else None)


def test_maximise_by_hand():
    assert maximise([3, 5], [([1, 0], "<=", 4), ([0, 2], "<=", 12), ([3, 2], "<=", 18)]) == 36
    assert maximise([-1, -1], [([1, 2], ">=", 3), ([1, 0], "=", F(1, 2))]) == F(-7, 4)
    assert maximise([1], [([1], "<=", -1)]) is None
    assert maximise([1, 1], [([1, 1], "=", 1), ([2, 2], "=", 2)]) == 1
    assert maximise([1], [([-1], "<=", -1), ([1], "<=", 2)]) == 2
    with pytest.raises(ArithmeticError, match="unbounded"):
        maximise([1], [([1], ">=", 1)])
    assert not feasible(2, [([1, 1], "=", 1), ([1, 1], "=", 2)])


SQUARE = [(F(x), F(y)) for x in (0, 1) for y in (0, 1)]


@pytest.mark.parametrize(
    "point, within", [((F(1, 2), F(1, 3)), True), ((F(1), F(1, 3)), True), ((F(1), F(1)), True), ((F(2), F(0)), False)]
)
def test_hull(point, within):
    assert in_hull(SQUARE, point) == within
    assert in_hull(SQUARE[1:], point) == (within and sum(point) >= 1)


# Beer (m0) and quiche (m1); the strong, of probability 9/10, like beer; reply 0 is a duel.
BREAKFAST = Game(
    [F(9, 10), F(1, 10)],
    [[[F(1), F(3)], [F(0), F(2)]], [[F(0), F(2)], [F(1), F(3)]]],
    [[[F(-1), F(0)], [F(-1), F(0)]], [[F(1), F(0)], [F(1), F(0)]]],
)
BEER, QUICHE = ((F(1), F(0)), (F(1), F(0))), ((F(0), F(1)), (F(0), F(1)))
WALK, DUEL, HALF = (F(0), F(1)), (F(1), F(0)), (F(1, 2), F(1, 2))


@pytest.mark.parametrize(
    "messages, replies, passes",
    [
        (BEER, (WALK, DUEL), ("d1", "intuitive_criterion", "undominated", "undefeated")),
        (BEER, (WALK, HALF), ("undominated", "undefeated")),
        (QUICHE, (DUEL, WALK), ("undominated", "undefeated")),
        (QUICHE, (HALF, WALK), ("undominated", "undefeated")),
    ],
)
def test_beer_and_quiche(messages, replies, passes):
    oracle = Refinements(BREAKFAST)
    for name in ("d1", "intuitive_criterion", "undominated", "undefeated"):
        assert oracle.survives(name, messages, replies) == (name in passes), name


def test_dominated_by_a_mixture():
    """Half of each outer reply beats the middle one, which no pure reply does; so do the sender's outer messages."""
    flat = [[F(0)] * 3]
    game = Game([F(1, 2)] * 2, [flat, flat], [[[F(4), F(1), F(0)]], [[F(0), F(1), F(4)]]])
    oracle = Refinements(game)
    always = ((F(1),), (F(1),))
    assert not oracle.undominated(always, ((F(0), F(1), F(0)),))
    assert oracle.undominated(always, ((F(1, 2), F(0), F(1, 2)),))
    rows = [[F(4), F(0)], [F(1), F(1)], [F(0), F(4)]]
    game = Game([F(1)], [rows], [[[F(0), F(0)]] * 3])
    replies = ((F(1, 2), F(1, 2)),) * 3
    # each message has replies of its own, so that the outer ones may both be answered badly
    assert Refinements(game).undominated(((F(0), F(1), F(0)),), replies)
    worse = Game([F(1)], [[[F(4), F(2)], [F(1), F(2)]]], [[[F(0), F(0)]] * 2])
    assert not Refinements(worse).undominated(((F(0), F(1)),), replies[:2])


def test_defeat_by_a_better_equilibrium():
    """t0 would send m1 if it were believed, and get 2 in place of 1; t1 never would."""
    game = Game(
        [F(1, 2)] * 2,
        [[[F(1)], [F(2), F(0)]], [[F(1)], [F(0), F(0)]]],
        [[[F(0)], [F(1), F(0)]], [[F(0)], [F(0), F(1)]]],
    )
    oracle = Refinements(game)
    silent, separating = ((F(1), F(0)), (F(1), F(0))), ((F(0), F(1)), (F(1), F(0)))
    assert not oracle.undefeated(silent, ((F(1),), (F(0), F(1))))
    assert oracle.undefeated(separating, ((F(1),), (F(1), F(0))))
    assert oracle.rivals()[1] == {(frozenset({0}), ((F(1), F(0)),))}
