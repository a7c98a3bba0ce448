"""Indices of isolated equilibria, and of a last component by what is missing to 1.

An isolated equilibrium at which unused actions are strictly worse and the Jacobian J of the payoff differences within the
supports is regular has index sign det(-J); all indices add up to 1.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from ...equilibria.component import Component, connected
from ...equilibria.piece import Piece
from ...equilibria.polytope import Vector
from ...games.normal_form import NormalForm
from ..symbolic.algebraic import Algebraic

__all__ = ["PointIndices"]

#: Widths of the enclosures that are tried before the determinant is worked out exactly.
WIDTHS = (Fraction(1, 2**64), Fraction(1, 2**400))

#: Least and most.
Interval = tuple[Fraction, Fraction]


class PointIndices:
    """Indices of components; None where neither rule applies.

    Parameters
    ----------
    game : NormalForm
    pieces : sequence of Piece
    complete : bool
        Whether these are all equilibria.
    """

    def __init__(self, game: NormalForm, pieces: Sequence[Piece], *, complete: bool) -> None:
        self.game, self.pieces, self.complete = game, list(pieces), complete

    def __call__(self, component: Component) -> int | None:
        """The index of one component."""
        own = self._regular(component.pieces)
        if own is not None or not self.complete:
            return own
        indices = [self._regular(group) for group in self._groups]
        known = [index for index in indices if index is not None]
        return 1 - sum(known) if len(known) == len(indices) - 1 else None

    @cached_property
    def _groups(self) -> list[list[Piece]]:
        return connected(self.pieces)

    def _regular(self, pieces: Sequence[Piece]) -> int | None:
        """Index of a component that is one regular point."""
        piece = pieces[0]
        if len(pieces) > 1 or not piece.polytopal or len(piece.points) > 1:
            return None
        (point,) = piece.points
        supports = [[a for a, x in enumerate(vector) if x] for vector in point]
        for i, support in enumerate(supports):
            worth = self._payoffs(i, point, {})
            if any(worth[a] == worth[support[0]] for a in range(len(worth)) if a not in support):
                return None
        # columns are the unknowns: probabilities of all used actions but the last, whose change it takes up
        unknowns = [(i, a, support[-1]) for i, support in enumerate(supports) for a in support[:-1]]
        rows = []
        for i, a, last in unknowns:
            row = []
            for j, b, end in unknowns:
                if j == i:
                    row.append(Fraction(0))
                    continue
                worth = self._payoffs(i, point, {j: (b, end)})
                row.append(worth[last] - worth[a])
            rows.append(row)
        return _sign_of_determinant(rows) or None

    def _payoffs(self, i: int, point: Sequence[Vector], moves: dict[int, tuple[int, int]]) -> list[Any]:
        """What each action of player i gets, or how that changes when others move weight from one action to another."""
        game = self.game
        worth: list[Any] = [Fraction(0)] * game.shape[i]
        for cell, row in zip(product(*(range(n) for n in game.shape)), game.numbers, strict=True):
            p: Any = row[i]
            for j, a in enumerate(cell):
                if j in moves:
                    up, down = moves[j]
                    p = p if a == up else -p if a == down else Fraction(0)
                elif j != i:
                    p = p * point[j][a]
            worth[cell[i]] += p
        return worth


def _sign_of_determinant(rows: list[list[Any]]) -> int:
    """Exact; enclosures first, since numbers of high degree are slow."""
    if any(isinstance(x, Algebraic) for row in rows for x in row):
        for width in WIDTHS:
            low, high = _determinant([[_enclosed(x, width) for x in row] for row in rows], _interval_product, _interval_sum)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
    value = _determinant(rows, lambda a, b: a * b, lambda a, b: a + b)
    return 1 if value > 0 else -1 if value < 0 else 0


def _enclosed(x: Any, width: Fraction) -> Interval:
    return x.enclosure(width) if isinstance(x, Algebraic) else (x, x)


def _interval_product(a: Any, b: Interval) -> Interval:
    """The first may be a plain sign."""
    if not isinstance(a, tuple):
        a = (a, a)
    ends = [x * y for x in a for y in b]
    return min(ends), max(ends)


def _interval_sum(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def _determinant(rows: list[list[Any]], times: Any, plus: Any) -> Any:
    """By expansion along the rows, each set of columns once."""
    if not rows:
        return 1
    known: dict[int, Any] = {0: None}
    for row in rows:
        following: dict[int, Any] = {}
        for used, value in known.items():
            for k, entry in enumerate(row):
                if used >> k & 1:
                    continue
                sign = -1 if (used >> (k + 1)).bit_count() % 2 else 1
                term = times(sign, entry) if value is None else times(times(sign, value), entry)
                key = used | 1 << k
                following[key] = plus(following[key], term) if key in following else term
        known = following
    return known[(1 << len(rows)) - 1]
