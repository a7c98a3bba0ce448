"""Vertices of best-reply polyhedra, and the maximal products of faces of two of them.

A best-reply polyhedron is

    {(x, v): x in a product of simplices, v_k >= f(x) for each linear f of level k},

where x is a mixed (behaviour) strategy of one player and v_k is what the other player, or one of its types, can get
against it. At a vertex some v_k equal one or more of their f: those are the best replies there. The vertices are found by
double description (Motzkin, Raiffa, Thompson and Thrall 1953): start with v_k >= the first f of each level, whose
vertices are the pure x, and cut with one further f at a time; a cut makes a new vertex on each edge it crosses.
Ties are no special case: two generators share an edge iff no third one is tight wherever both are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, lcm

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Vertex:
    """A vertex x with two bit masks: the coordinates that are positive, and the functions that are best."""

    point: Point
    support: int
    best: int


def vertices(sizes: Sequence[int], levels: Sequence[Sequence[Sequence[Fraction]]]) -> list[Vertex]:
    """Find all vertices of the polyhedron over simplices of these sizes, with these functions (as rows) per level.

    Bit j of ``support`` is coordinate j; bit i of ``best`` is the i-th function, counted through all levels.
    """
    n, n_levels = sum(sizes), len(levels)
    functions = [(k, row) for k, rows in enumerate(levels) for row in _integers(rows)]
    first = {k: i for i, (k, _) in reversed(list(enumerate(functions)))}
    generators = _start(sizes, functions, first)
    edge = sum(sizes) - len(sizes) + n_levels - 1  # as many independent tight constraints as an edge needs
    for i, (k, row) in enumerate(functions):
        if i != first[k]:
            generators = _cut(generators, n + k, row, 1 << n + i, edge)
    everything = (1 << n) - 1
    found = []
    for vector, tight in generators:
        scale = sum(vector[: sizes[0]])
        if scale:  # otherwise a direction in which a level rises, not a vertex
            point = tuple(Fraction(x, scale) for x in vector[:n])
            found.append(Vertex(point, everything & ~tight, tight >> n))
    return found


def _integers(rows: Sequence[Sequence[Fraction]]) -> list[list[int]]:
    """Scale the functions of one level together to integers; which of them is largest does not change."""
    scale = lcm(*(Fraction(x).denominator for row in rows for x in row))
    return [[int(x * scale) for x in row] for row in rows]


def _start(sizes, functions, first):
    """Make the generators, (vector, tight mask), of the polyhedron that keeps the first function of each level only."""
    n, n_levels = sum(sizes), len(first)
    firsts = sum(1 << n + i for i in first.values())
    offsets = [sum(sizes[:b]) for b in range(len(sizes))]
    generators = []
    for pure in product(*map(range, sizes)):
        ones = {offset + j for offset, j in zip(offsets, pure, strict=True)}
        x = [int(j in ones) for j in range(n)]
        level = [sum(functions[first[k]][1][j] for j in ones) for k in range(n_levels)]
        zeros = sum(1 << j for j in range(n) if j not in ones)
        generators.append((x + level, zeros | firsts))
    for k in range(n_levels):
        direction = [0] * n + [int(j == k) for j in range(n_levels)]
        generators.append((direction, (1 << n) - 1 | firsts & ~(1 << n + first[k])))
    return generators


def _cut(generators, level, row, bit, edge):
    """Keep the part where the level is at least this function."""
    above, on, below = [], [], []
    for vector, tight in generators:
        slack = vector[level] - sum(map(int.__mul__, row, vector))
        if slack:
            (above if slack > 0 else below).append((slack, vector, tight))
        else:
            on.append((vector, tight | bit))
    masks = [tight for _, tight in generators]
    for slack, vector, tight in above:
        for lack, other, other_tight in below:
            common = tight & other_tight
            if common.bit_count() < edge or sum(common & mask == common for mask in masks) > 2:
                continue
            new = [slack * y - lack * x for x, y in zip(vector, other, strict=True)]
            divisor = gcd(*new)
            on.append(([x // divisor for x in new], common | bit))
    return on + [(vector, tight) for _, vector, tight in above]


def compatible(vertex: Vertex, other: Vertex) -> bool:
    """Tell whether everything played at each vertex is a best reply to the other one."""
    return not (vertex.support & ~other.best or other.support & ~vertex.best)


def maximal_products(neighbours: Sequence[int]) -> list[tuple[frozenset[int], frozenset[int]]]:
    """List the pairs (rows, columns), neither empty, that are all neighbours of each other and to which nothing can be added.

    ``neighbours[i]`` is the bit mask of the columns that row i goes with.
    """
    columns: set[int] = set()
    for mask in neighbours:
        columns |= {mask & other for other in columns} | {mask}
    return [
        (
            frozenset(i for i, mask in enumerate(neighbours) if mask & chosen == chosen),
            frozenset(j for j in range(chosen.bit_length()) if chosen >> j & 1),
        )
        for chosen in columns
        if chosen
    ]


def connected(pieces: Iterable[tuple[frozenset, frozenset]]) -> frozenset[frozenset]:
    """Group product pieces that touch. Two faces of a polyhedron meet iff they have a vertex in common."""
    groups: list[list] = []
    for piece in pieces:
        touching = [group for group in groups if any(piece[0] & x and piece[1] & y for x, y in group)]
        groups = [group for group in groups if group not in touching]
        groups.append([piece, *(member for group in touching for member in group)])
    return frozenset(map(frozenset, groups))


def dimension(points: Iterable[Point]) -> int:
    """Measure the dimension of the convex hull of points by elimination."""
    origin, *others = points
    rows = [[a - b for a, b in zip(point, origin, strict=True)] for point in others]
    rank = 0
    for column in range(len(origin)):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rank += 1
        rows = [
            [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
            for row in rows
            if row is not pivot
        ]
    return rank
