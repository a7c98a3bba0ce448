"""Pieces of equilibria of trees."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product

from ..games.reduced_form import behaviour_of_weights
from ..games.tree_layout import Layout
from .piece import Piece
from .polytope import Polytope, Vector, simplex
from .product_polytope import Product, clusters

__all__ = ["BehaviourPiece", "WeightPiece", "hulls_meet", "inside"]


@dataclass(frozen=True)
class WeightPiece(Piece):
    """Nash equilibria of a tree: a product of polytopes of realisation weights, one per player.

    A weight is the probability with which a player makes all its moves up to an action; what happens is multilinear in the
    players' weights, and equilibria that play alike have the same. ``points`` and ``strategies`` are behaviour strategies.
    """

    layout: Layout = field(kw_only=True, compare=False, repr=False)

    @cached_property
    def strategies(self) -> tuple[tuple[Vector, ...], ...]:
        """For each player the behaviour strategies at the vertices of its side."""
        return tuple(
            tuple(behaviour_of_weights(self.layout, i, v) for v in side.vertices) for i, side in enumerate(self.sides)
        )

    @property
    def centre(self) -> tuple[Vector, ...]:
        """A point of its relative interior, in behaviour strategies."""
        return tuple(behaviour_of_weights(self.layout, i, side.centre) for i, side in enumerate(self.sides))

    @cached_property
    def points(self) -> tuple[tuple[Vector, ...], ...]:
        """Its extreme points, in behaviour strategies."""
        return tuple(product(*self.strategies))

    def meets(self, other: Piece) -> bool:
        """Whether two pieces have a point in common."""
        if not other.polytopal:
            return other.meets(self)
        return all(hulls_meet(a.vertices, b.vertices) for a, b in zip(self.sides, other.sides, strict=True))


@dataclass(frozen=True)
class BehaviourPiece(Piece):
    """Equilibria of a tree in behaviour strategies: a product of polytopes, one per player."""

    def meets(self, other: Piece) -> bool:
        """Whether two pieces have a point in common."""
        if not other.polytopal:
            return other.meets(self)
        return all(_sides_meet(a, b) for a, b in zip(self.sides, other.sides, strict=True))


def _sides_meet(one: Polytope, other: Polytope) -> bool:
    if isinstance(one, Product) and isinstance(other, Product):
        return all(hulls_meet(mine, theirs) for mine, theirs in clusters(one, other))
    return hulls_meet(one.vertices, other.vertices)


def hulls_meet(one: Sequence[Vector], other: Sequence[Vector]) -> bool:
    """Whether the convex hulls of two sets of points have a point in common."""
    if not set(one).isdisjoint(other):
        return True
    if len(one) == 1 and len(other) == 1:
        return False
    columns = list(zip(*one, *other, strict=True))
    for column in columns:
        mine, theirs = column[: len(one)], column[len(one) :]
        if max(mine) < min(theirs) or max(theirs) < min(mine):
            return False
    try:
        return _same_combination(one, other)
    except ArithmeticError:
        return False  # irrational ends in different number fields: not proved to meet


def _same_combination(one: Sequence[Vector], other: Sequence[Vector]) -> bool:
    """Whether some weights on the first points give the same as some weights on the others."""
    n, m = len(one), len(other)
    zero = Fraction(0)
    pairs = tuple((*a, *b) for a in simplex(n).vertices for b in simplex(m).vertices)
    unit = tuple(tuple(Fraction(int(i == k)) for i in range(n + m)) for k in range(n + m))
    part: Polytope | None = Polytope(pairs, unit)
    for column in zip(*one, *other, strict=True):
        row = tuple(x if k < n else -x for k, x in enumerate(column))
        if part is not None and any(x != zero for x in row):
            _, part, _ = part.split(row)
    return part is not None


def inside(piece: Piece, other: Piece) -> bool:
    """Whether a product of polytopes lies in another."""
    if not (piece.polytopal and other.polytopal):
        return False
    return all(_side_inside(mine, theirs) for mine, theirs in zip(piece.sides, other.sides, strict=True))


def _side_inside(one: Polytope, other: Polytope) -> bool:
    if isinstance(one, Product) and isinstance(other, Product):
        return all(hulls_meet((v,), theirs) for mine, theirs in clusters(one, other) for v in mine)
    return one.support <= other.support and all(hulls_meet((v,), other.vertices) for v in one.vertices)
