"""Every Nash equilibrium of a small bimatrix game: extreme equilibria, maximal Nash subsets, components and their index.

An extreme equilibrium is a pair of vertices of the two best-reply polyhedra at which everything played is a best reply
(Mangasarian 1964); a maximal Nash subset is a maximal set of pairwise compatible vertices (Winkels 1979; Jansen 1981).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from random import Random

from . import polyhedra
from .polyhedra import Point

Matrix = Sequence[Sequence[Fraction]]
Piece = tuple[frozenset[Point], frozenset[Point]]


def pieces(rows: Matrix, columns: Matrix) -> list[Piece]:
    """List the maximal Nash subsets, each as (row player's vertices, column player's vertices)."""
    xs = polyhedra.vertices([len(rows)], [list(zip(*columns, strict=True))])
    ys = polyhedra.vertices([len(rows[0])], [rows])
    neighbours = [sum(1 << j for j, y in enumerate(ys) if polyhedra.compatible(x, y)) for x in xs]
    return [
        (frozenset(xs[i].point for i in chosen), frozenset(ys[j].point for j in against))
        for chosen, against in polyhedra.maximal_products(neighbours)
    ]


def extreme_points(rows: Matrix, columns: Matrix) -> set[tuple[Point, Point]]:
    """List the extreme equilibria."""
    return {pair for piece in pieces(rows, columns) for pair in product(*piece)}


def components(rows: Matrix, columns: Matrix) -> frozenset[frozenset[Piece]]:
    """Group the maximal Nash subsets into connected components."""
    return polyhedra.connected(pieces(rows, columns))


def contains(rows: Matrix, columns: Matrix, x: Point, y: Point) -> bool:
    """Tell whether a profile is a Nash equilibrium, by the definition."""
    row_worth = [sum(a * q for a, q in zip(row, y, strict=True)) for row in rows]
    column_worth = [sum(b * p for b, p in zip(column, x, strict=True)) for column in zip(*columns, strict=True)]
    return (
        all(not p or worth == max(row_worth) for p, worth in zip(x, row_worth, strict=True))
        and all(not q or worth == max(column_worth) for q, worth in zip(y, column_worth, strict=True))
        and all(min(z) >= 0 and sum(z) == 1 for z in (x, y))
    )


def index(rows: Matrix, columns: Matrix, component: frozenset[Piece], rng: Random) -> int:
    """Add up the indices of the equilibria near a component of a 2 x 2 game after a tiny generic change of payoffs.

    That is what the index of a component is; one equilibrium with supports of size k has index (-1)^(k + 1) times the sign
    of the product of the two determinants on its supports, with payoffs made positive (Shapley 1974).
    """
    largest = max(abs(x) for matrix in (rows, columns) for row in matrix for x in row)

    def nearby(matrix: Matrix) -> list[list[Fraction]]:
        return [[x + largest + 1 + Fraction(rng.randrange(10**9), 10**18) for x in row] for row in matrix]

    (a, b), (c, d) = perturbed_rows = nearby(rows)
    (e, f), (g, h) = perturbed_columns = nearby(columns)
    mixed = -1 if (a * d - b * c) * (e * h - f * g) > 0 else 1
    return sum(
        mixed if all((*x, *y)) else 1
        for x, y in extreme_points(perturbed_rows, perturbed_columns)
        if any(_near(x, first) and _near(y, second) for first, second in component)
    )


def _near(point: Point, vertices: frozenset[Point]) -> bool:
    """Tell whether a mix of two actions is within 10^-6 of a segment of such mixes."""
    first = [p for p, _ in vertices]
    return min(first) - Fraction(1, 10**6) <= point[0] <= max(first) + Fraction(1, 10**6)
