"""Polytopes by their vertices, cut exactly by hyperplanes.

A polytope lives in a product of simplices, so a linear functional without a constant can express any half-space.
``facets`` lists functionals that are non-negative on it and describe it completely (redundant ones do no harm;
equations are listed with both signs). Two vertices are joined by an edge iff no third vertex lies on all the facets
that the two share (Motzkin et al. 1953, the double description method).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

__all__ = ["Functional", "Polytope", "Vector", "cells", "merge", "simplex", "value"]

Vector = tuple[Fraction, ...]
Functional = tuple[Fraction, ...]


def value(functional: Functional, point: Vector) -> Fraction:
    """The functional at a point."""
    return sum((f * x for f, x in zip(functional, point, strict=True) if f and x), Fraction(0))


@dataclass(frozen=True)
class Polytope:
    """The convex hull of some vertices, with functionals that describe it."""

    vertices: tuple[Vector, ...]
    facets: tuple[Functional, ...] = ()

    @property
    def count(self) -> int:
        """How many vertices it has."""
        return len(self.vertices)

    @property
    def order(self) -> tuple[tuple[Any, ...], ...]:
        """What sorts it among others."""
        return self.vertices

    @cached_property
    def centre(self) -> Vector:
        """Mean of the vertices: a point of the relative interior."""
        n = len(self.vertices)
        return tuple(sum(column, Fraction(0)) / n for column in zip(*self.vertices, strict=True))

    @cached_property
    def support(self) -> frozenset[int]:
        """Coordinates that are positive somewhere on it."""
        return frozenset(i for v in self.vertices for i, x in enumerate(v) if x)

    @cached_property
    def corners(self) -> frozenset[Vector]:
        """The vertices as a set."""
        return frozenset(self.vertices)

    @cached_property
    def box(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Least and most of every coordinate."""
        return tuple((min(column), max(column)) for column in zip(*self.vertices, strict=True))

    @property
    def dimension(self) -> int:
        """Dimension of the affine hull."""
        origin, *others = self.vertices
        return rank([[x - o for x, o in zip(v, origin, strict=True)] for v in others])

    @cached_property
    def _tight(self) -> dict[Vector, int]:
        return {v: sum(1 << k for k, f in enumerate(self.facets) if value(f, v) == 0) for v in self.vertices}

    def adjacent(self, one: Vector, other: Vector) -> bool:
        """Whether an edge joins two vertices."""
        shared = self._tight[one] & self._tight[other]
        return not any(shared & ~self._tight[v] == 0 for v in self.vertices if v not in (one, other))

    def contains(self, point: Vector) -> bool:
        """Whether a point of the surrounding simplices lies in it."""
        return all(value(f, point) >= 0 for f in self.facets)

    def split(self, functional: Functional) -> tuple["Polytope | None", "Polytope | None", "Polytope | None"]:
        """The parts where a functional is <= 0, = 0 and >= 0; None for a part that is empty."""
        at = {v: value(functional, v) for v in self.vertices}
        below = [v for v in self.vertices if at[v] < 0]
        on = [v for v in self.vertices if at[v] == 0]
        above = [v for v in self.vertices if at[v] > 0]
        for v in below:
            for w in above:
                if self.adjacent(v, w):
                    share = at[w] / (at[w] - at[v])
                    on.append(tuple(share * a + (1 - share) * b for a, b in zip(v, w, strict=True)))
        negative = tuple(-f for f in functional)
        return (
            self._part(below + on, (negative,)) if below else None,
            self._part(on, (functional, negative)) if on else None,
            self._part(above + on, (functional,)) if above else None,
        )

    def _part(self, vertices: list[Vector], cuts: tuple[Functional, ...]) -> "Polytope":
        if len(cuts) == 1 and set(vertices) == set(self.vertices):
            return self
        return Polytope(tuple(vertices), self.facets + tuple(c for c in cuts if c not in self.facets))

    def clip(self, functional: Functional) -> "Polytope | None":
        """The part on which a functional is not negative."""
        if all(value(functional, v) >= 0 for v in self.vertices):
            return self
        _, on, above = self.split(functional)
        return above or on

    def clip_all(self, functionals: Iterable[Functional]) -> "Polytope | None":
        """The part on which every functional is not negative."""
        part: Polytope | None = self
        for functional in functionals:
            part = part.clip(functional) if part is not None else None
        return part

    def face(self, zeros: Iterable[int]) -> "Polytope | None":
        """The face on which the given coordinates are 0."""
        wanted = set(zeros)
        kept = tuple(v for v in self.vertices if not any(v[i] for i in wanted))
        if not kept:
            return None
        if len(kept) == len(self.vertices):
            return self
        n = len(kept[0])
        closed = tuple(tuple(Fraction(-1 if i == k else 0) for i in range(n)) for k in wanted)
        return Polytope(kept, self.facets + tuple(c for c in closed if c not in self.facets))


def simplex(size: int) -> Polytope:
    """All probability distributions on some alternatives."""
    unit = tuple(tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size))
    return Polytope(unit, unit)


def rank(rows: Sequence[Sequence[Fraction]]) -> int:
    """Rank of a matrix of exact numbers."""
    left = [list(r) for r in rows if any(r)]
    found = 0
    while left:
        pivot = left.pop()
        k = next((i for i, x in enumerate(pivot) if x), None)
        if k is None:
            continue
        found += 1
        for row in left:
            if row[k]:
                factor = row[k] / pivot[k]
                for i, x in enumerate(pivot):
                    row[i] -= factor * x
    return found


def cells(whole: Polytope, functionals: Iterable[Functional]) -> list[Polytope]:
    """Cut a polytope until every functional has one sign on the relative interior of every part.

    The relative interiors of the parts, which have all dimensions, are disjoint and cover the polytope.
    """
    parts = [whole]
    for functional in functionals:
        parts = [p for part in parts for p in part.split(functional) if p is not None]
        # a part on which the functional vanishes is its own zero part
        parts = list({frozenset(p.vertices): p for p in parts}.values())
    return parts


def merge(parts: Sequence[Polytope], cuts: Sequence[Functional], gaps: Sequence[Polytope] = ()) -> list[Polytope]:
    """Drop parts that lie in others, and join two parts wherever their union is convex.

    Parts come from cutting one polytope, so two that can be joined are separated by one of the cuts. Two parts with a
    gap between them (a part that belongs to neither) stay apart.
    """
    left: list[Polytope] = []
    for part in sorted(parts, key=lambda p: -len(p.vertices)):
        if not any(all(other.contains(v) for v in part.vertices) for other in left):
            left = [o for o in left if not all(part.contains(v) for v in o.vertices)] + [part]
    joined = True
    while joined:
        joined = False
        for i, one in enumerate(left):
            for other in left[i + 1 :]:
                if any(one.contains(g.centre) and other.contains(g.centre) for g in gaps):
                    continue
                union = next((u for c in cuts if (u := _join(one, other, c)) is not None), None)
                if union is not None:
                    left = [p for p in left if p is not one and p is not other] + [union]
                    joined = True
                    break
            if joined:
                break
    return left


def _join(one: Polytope, other: Polytope, cut: Functional) -> Polytope | None:
    """The union of two polytopes on either side of a hyperplane if it is convex, else None.

    It is iff every vertex on the hyperplane, and every point where a segment from a vertex of one to a vertex of the
    other crosses it, belongs to both.
    """
    at = {v: value(cut, v) for v in (*one.vertices, *other.vertices)}
    low, high = [at[v] for v in one.vertices], [at[v] for v in other.vertices]
    if max(low) > 0 or min(high) < 0:
        low, high = high, low
        one, other = other, one
    if max(low) > 0 or min(high) < 0 or min(low) == 0 or max(high) == 0:
        return None
    on = [v for v in at if at[v] == 0]
    for v in one.vertices:
        for w in other.vertices:
            if at[v] < 0 < at[w]:
                share = at[w] / (at[w] - at[v])
                on.append(tuple(share * a + (1 - share) * b for a, b in zip(v, w, strict=True)))
    if not all(one.contains(p) and other.contains(p) for p in on):
        return None
    facets = [f for f in one.facets if all(value(f, v) >= 0 for v in other.vertices)]
    facets += [f for f in other.facets if f not in facets and all(value(f, v) >= 0 for v in one.vertices)]
    hull = Polytope(tuple(at), tuple(facets))
    tight = hull._tight
    extreme = [v for v in at if not any(w != v and tight[v] & ~tight[w] == 0 for w in at)]
    return Polytope(tuple(extreme), tuple(facets))
