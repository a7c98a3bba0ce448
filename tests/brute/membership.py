"""Whether an equilibrium set holds a point, from what the set says of itself in public."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sympy

import deterrence as dt

from .linear import in_hull

Point = Sequence[Sequence[Fraction]]


def holds(eqs: dt.EquilibriumSet, point: Point) -> bool:
    """Tell whether some piece has a rational point: as a product of hulls, or by the conditions of a continuum."""
    return any(has(eqs.game, piece, point) for piece in eqs.pieces)


def has(game, piece, point: Point) -> bool:
    """Tell whether one piece has a point; of a continuum only the points with its own support."""
    if piece.polytopal:
        return all(_in_side(side.vertices, vector) for side, vector in zip(piece.sides, point, strict=True))
    used = {
        player: tuple(a for a, x in zip(actions, vector, strict=True) if x)
        for (player, actions), vector in zip(game.actions.items(), point, strict=True)
    }
    if used != dict(piece.support):
        return False
    values = {
        f"{player}:{action}": sympy.Rational(x.numerator, x.denominator)
        for (player, actions), vector in zip(game.actions.items(), point, strict=True)
        for action, x in zip(actions, vector, strict=True)
    }

    def at(expression):
        return expression.subs({s: values[s.name] for s in expression.free_symbols})

    return all(at(e) == 0 for e in piece.equations) and all(at(e) >= 0 for e in piece.inequalities)


def _in_side(vertices, vector) -> bool:
    if any(not isinstance(x, Fraction) for v in vertices for x in v):
        return False  # a rational point is no irrational one
    return tuple(vector) in vertices or (len(vertices) > 1 and in_hull(vertices, vector))
