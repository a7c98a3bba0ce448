"""The brute force against something still slower, so that an error in it cannot pass for an error of the solvers."""

from fractions import Fraction
from itertools import combinations, pairwise, product
from random import Random

import pytest

from . import bimatrix, draw, polyhedra, signalling


def _solve(matrix, right):
    """The unique solution of a linear system by Gauss and Jordan, or None."""
    rows = [[Fraction(x) for x in [*row, b]] for row, b in zip(matrix, right, strict=True)]
    n = len(matrix[0])
    for column in range(n):
        pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if pivot is None:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [x / rows[column][column] for x in rows[column]]
        for i, row in enumerate(rows):
            if i != column:
                rows[i] = [x - row[column] * y for x, y in zip(row, rows[column], strict=True)]
    return None if any(row[n] for row in rows[n:]) else [row[n] for row in rows[:n]]


def _vertices_by_bases(sizes, levels):
    """Solve every choice of as many tight constraints as there are variables; keep the feasible solutions."""
    n, n_levels = sum(sizes), len(levels)
    unit = [[int(i == j) for j in range(n + n_levels)] for i in range(n + n_levels)]
    offsets = [sum(sizes[:b]) for b in range(len(sizes) + 1)]
    sums = [[int(a <= j < b) for j in range(n + n_levels)] for a, b in pairwise(offsets)]
    constraints = unit[:n] + [
        [*(-x for x in row), *unit[n + k][n:]] for k, functions in enumerate(levels) for row in functions
    ]
    found = set()
    for tight in combinations(range(len(constraints)), n + n_levels - len(sizes)):
        system = sums + [constraints[i] for i in tight]
        x = _solve(system, [1] * len(sizes) + [0] * len(tight))
        if x and all(sum(map(Fraction.__mul__, map(Fraction, row), x)) >= 0 for row in constraints):
            slack = [sum(a * b for a, b in zip(row, x, strict=True)) for row in constraints]
            support = sum(1 << j for j in range(n) if slack[j])
            found.add(polyhedra.Vertex(tuple(x[:n]), support, sum(1 << i for i, s in enumerate(slack[n:]) if not s)))
    return found


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("sizes, n_functions", [([3], [3]), ([2, 2], [2, 2]), ([2, 3], [2, 2]), ([2, 2, 2], [3])])
def test_vertices(sizes, n_functions, seed):
    rng = Random(f"{sizes} {n_functions} {seed}")
    levels = [draw.matrix(rng, n, sum(sizes), 2) for n in n_functions]
    found = polyhedra.vertices(sizes, levels)
    assert len(set(found)) == len(found)
    assert set(found) == _vertices_by_bases(sizes, levels)


def _subsets(n):
    return list(range(1, 1 << n))


def _pieces_by_supports(game):
    """Walk through all support profiles, and keep the products that no other product holds."""
    n_messages = len(game.n_replies)
    senders, receivers = signalling._sender_vertices(game), signalling._receiver_vertices(game)
    rational = [signalling.rational_sets(game, m) for m in range(n_messages)]
    products = set()
    for sent in product(_subsets(n_messages), repeat=game.n_types):
        sent_mask = sum(mask << n_messages * t for t, mask in enumerate(sent))
        for replied in product(*map(_subsets, game.n_replies)):
            if not all(any(not mask & ~q for q in sets) for mask, sets in zip(replied, rational, strict=True)):
                continue
            replied_mask = sum(mask << sum(game.n_replies[:m]) for m, mask in enumerate(replied))
            products.add(
                (
                    frozenset(v.point for v in senders if not v.support & ~sent_mask and not replied_mask & ~v.best),
                    frozenset(v.point for v in receivers if not v.support & ~replied_mask and not sent_mask & ~v.best),
                )
            )
    products = {piece for piece in products if all(piece)}
    return {p for p in products if not any(p != q and p[0] <= q[0] and p[1] <= q[1] for q in products)}


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("n_types, n_replies", [(2, (2, 2)), (2, (3, 2)), (2, (2, 2, 2)), (3, (2, 2))])
def test_pieces_are_those_of_support_enumeration(n_types, n_replies, seed):
    game = draw.signalling(Random(f"{n_types} {n_replies} {seed}"), n_types, n_replies, 1)
    flat = {tuple(frozenset(sum(point, ()) for point in side) for side in piece) for piece in signalling.pieces(game)}
    assert flat == _pieces_by_supports(game)


GRID = [(Fraction(i, 6), 1 - Fraction(i, 6)) for i in range(7)]


@pytest.mark.parametrize("seed", range(40))
def test_pieces_hold_what_the_definition_says(seed):
    """On a grid of profiles, which the payoffs are small enough to hit: an equilibrium by the definition iff in a piece."""
    game = draw.signalling(Random(f"grid {seed}"), 2, (2, 2), 1)
    grid = list(product(GRID, repeat=2))
    inside = {
        (s, r)
        for sender, receiver in signalling.pieces(game)
        for s in [point for point in grid if _in_hull(point, sender)]
        for r in [point for point in grid if _in_hull(point, receiver)]
    }
    assert inside == {(s, r) for s in grid for r in grid if signalling.contains(game, s, r)}


def _in_hull(point, side):
    """Tell whether a point is a convex combination of at most three of these points of the square (Caratheodory)."""
    target = [point[0][0], point[1][0], 1]
    for size in (1, 2, 3):
        for corners in combinations(side, size):
            weights = _solve([[c[0][0] for c in corners], [c[1][0] for c in corners], [1] * size], target)
            if weights and min(weights) >= 0:
                return True
    return False


@pytest.mark.parametrize("seed", range(200))
def test_indices_add_up_to_one(seed):
    rng = Random(seed)
    rows, columns = (draw.matrix(rng, 2, 2, 2) for _ in range(2))
    groups = bimatrix.components(rows, columns)
    assert sum(bimatrix.index(rows, columns, group, rng) for group in groups) == 1
