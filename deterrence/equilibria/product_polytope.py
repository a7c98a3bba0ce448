"""Products of small polytopes, written by their factors: their vertices, many and long, wait until they are asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from .polytope import Polytope, Vector, rank

__all__ = ["Factor", "Product", "clusters", "differences"]


@dataclass(frozen=True)
class Factor:
    """A polytope in a few of the coordinates; with one vertex these coordinates are fixed.

    Attributes
    ----------
    positions : tuple of int
        In ascending order.
    rows : tuple of tuple
        What stands there at each vertex.
    """

    positions: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]


class Product(Polytope):
    """A polytope that is a product: of a point, and of factors that take the place of some of its coordinates.

    Products that were made together share the point, the very object, so that comparing them looks at their factors alone.

    Parameters
    ----------
    base : tuple
        What stands where no factor has a say.
    factors : sequence of Factor
        In disjoint positions.
    """

    base: Vector
    factors: tuple[Factor, ...]

    def __init__(self, base: Vector, factors: Sequence[Factor] = ()) -> None:
        self.__dict__.update(base=base, factors=tuple(factors), facets=())

    @cached_property
    def vertices(self) -> tuple[Vector, ...]:
        """Its vertices, greatest first."""
        found = []
        for chosen in product(*(factor.rows for factor in self.factors)):
            found.append(self.at(chosen))
        return tuple(sorted(found, reverse=True))

    def at(self, chosen: Sequence[tuple[Any, ...]]) -> Vector:
        """The point with one row per factor."""
        vector = list(self.base)
        for factor, row in zip(self.factors, chosen, strict=True):
            for p, x in zip(factor.positions, row, strict=True):
                vector[p] = x
        return tuple(vector)

    @cached_property
    def fixed(self) -> dict[int, Any]:
        """The coordinates that factors with one vertex fix."""
        alone = (f for f in self.factors if len(f.rows) == 1)
        return {p: x for f in alone for p, x in zip(f.positions, f.rows[0], strict=True)}

    @property
    def count(self) -> int:
        """How many vertices it has."""
        return prod(len(factor.rows) for factor in self.factors)

    @property
    def order(self) -> tuple[tuple[Any, ...], ...]:
        """What sorts it among others: its greatest vertex, then its factors."""
        rows = [sorted(factor.rows, reverse=True) for factor in self.factors]
        return (self.at([mine[0] for mine in rows]), *(row for mine in rows for row in mine))

    @cached_property
    def centre(self) -> Vector:
        """Mean of the vertices: a point of the relative interior."""
        return self.at([tuple(sum(c, Fraction(0)) / len(f.rows) for c in zip(*f.rows, strict=True)) for f in self.factors])

    @cached_property
    def support(self) -> frozenset[int]:
        """Coordinates that are positive somewhere on it."""
        free = {p for factor in self.factors for p in factor.positions}
        used = {p for f in self.factors for row in f.rows for p, x in zip(f.positions, row, strict=True) if x}
        return frozenset(used.union(p for p, x in enumerate(self.base) if x and p not in free))

    @property
    def dimension(self) -> int:
        """Dimension of the affine hull."""
        found = 0
        for factor in self.factors:
            first, *others = factor.rows
            found += rank([[x - o for x, o in zip(row, first, strict=True)] for row in others])
        return found


def clusters(one: Product, other: Product) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
    """Cut two products into coordinates that can be compared apart: the vertices of both in each such group."""
    owner: dict[int, set[int]] = {}
    owner.update((p, {p}) for p in differences(one.base, other.base))
    for factor in (*one.factors, *other.factors):
        group = set(factor.positions).union(*(owner.get(p, ()) for p in factor.positions))
        owner.update((p, group) for p in group)
    for group in {id(group): group for group in owner.values()}.values():
        positions = sorted(group)
        yield _within(one, positions), _within(other, positions)


def differences(one: Sequence[Any], other: Sequence[Any]) -> Iterator[int]:
    """Where two vectors differ; long ones are compared by the hundred."""
    if one is other:
        return
    for start in range(0, len(one), 100):
        mine, theirs = one[start : start + 100], other[start : start + 100]
        if mine != theirs:
            yield from (start + p for p, (x, y) in enumerate(zip(mine, theirs, strict=True)) if x != y)


def _within(whole: Product, positions: Sequence[int]) -> list[tuple[Any, ...]]:
    """The vertices of a product's shadow on some coordinates, which hold whole factors only."""
    place = {p: n for n, p in enumerate(positions)}
    mine = [factor for factor in whole.factors if factor.positions[0] in place]
    found = []
    for chosen in product(*(factor.rows for factor in mine)):
        row = [whole.base[p] for p in positions]
        for factor, values in zip(mine, chosen, strict=True):
            for p, x in zip(factor.positions, values, strict=True):
                row[place[p]] = x
        found.append(tuple(row))
    return found
