"""Nash equilibria of trees through the reduced normal form, equilibria that play alike counted once."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

from ..equilibria.component import Component
from ..equilibria.continuum import Continuum
from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope, Vector
from ..equilibria.tree_piece import WeightPiece, inside
from ..equilibria.verify import verify_pieces
from ..games.reduced_form import ReducedForm, behaviour_of_weights
from .linear_program import maximise
from .tree_refined import refined_through

__all__ = ["back_to_the_tree", "extreme_points"]


def back_to_the_tree(table: ReducedForm, eqs: EquilibriumSet) -> EquilibriumSet:
    """The equilibria of a reduced normal form as equilibria of its tree.

    Mixed strategies that play alike have the same realisation weights, a linear image in which every maximal piece stays
    one; components and their indices stay too, for what is forgotten is convex.
    """
    components = []
    for component in eqs.components:
        index = component.index
        pieces = tuple(_piece(table, piece) for piece in component.pieces)
        components.append(Component(table.tree, pieces, None if index is None else _Known(index)))
    if eqs.refinements:
        components = _grouped(components)
    found = EquilibriumSet(
        table.tree,
        "nash",
        tuple(components),
        eqs.complete,
        eqs.why,
        eqs.refinements,
        tuple(replace(one, game=table.tree, piece=_piece(table, one.piece)) for one in eqs.removed),
        _refined=partial(refined_through, eqs, partial(back_to_the_tree, table), "table", "nash(tree.normal_form())"),
    )
    verify_pieces(table.tree, found.pieces, "nash")
    return found


def _grouped(components: Sequence[Component]) -> list[Component]:
    """Components of a part of a set: strategies that play alike may have lost what joined them, and what they do meets."""
    pieces: list[Piece] = []
    groups: list[list[Piece]] = []
    for component in components:
        mine = [p for p in component.pieces if not any(inside(p, other) for other in pieces)]
        met = [g for g in groups if any(p.meets(other) for p in component.pieces for other in g)]
        pieces = [p for p in pieces if not any(inside(p, other) for other in mine)] + mine
        groups = [g for g in groups if g not in met] + [[p for g in met for p in g] + mine]
    kept = [tuple(p for p in group if any(p is other for other in pieces)) for group in groups]
    return [Component(components[0].game, group) for group in kept if group]


class _Known:
    """An index that was worked out for the table."""

    def __init__(self, index: int) -> None:
        self.index = index

    def __call__(self, component: Component) -> int:
        return self.index


def _piece(table: ReducedForm, piece: Piece) -> Piece:
    if isinstance(piece, Continuum):
        return replace(
            piece,
            sides=tuple(Polytope((v,)) for v in _behaviour(table, piece.sample)),
            ends=tuple(_behaviour(table, point) for point in piece.ends),
            witnesses=tuple(_behaviour(table, point) for point in piece.witnesses),
            shape=None,
        )
    sides = []
    for i, side in enumerate(piece.sides):
        vertices = sorted({table.weights(i, v) for v in side.vertices}, reverse=True)
        sides.append(Polytope(tuple(extreme_points(vertices))))
    return WeightPiece(tuple(sides), layout=table.tree.layout)


def _behaviour(table: ReducedForm, point: Sequence[Vector]) -> tuple[Vector, ...]:
    layout = table.tree.layout
    return tuple(behaviour_of_weights(layout, i, table.weights(i, v)) for i, v in enumerate(point))


def extreme_points(points: Sequence[Vector]) -> list[Vector]:
    """Those of some distinct points that are no mean of the others."""
    kept = list(points)
    if len(kept) <= 2 or not all(isinstance(x, Fraction) for v in kept for x in v):
        return kept
    for point in points:
        others = [v for v in kept if v != point]
        if len(others) > 1 and _mean(others, point):
            kept = others
    return kept


def _mean(others: Sequence[Vector], point: Vector) -> bool:
    """Whether a point lies in the convex hull of others."""
    one: Any = Fraction(1)
    equal = [(list(column), x) for column, x in zip(zip(*others, strict=True), point, strict=True)]
    equal.append(([one] * len(others), one))
    return maximise([Fraction(0)] * len(others), [], equal) is not None
