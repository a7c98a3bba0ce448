"""A piece: a product of polytopes, one per player, all of whose points are equilibria."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .polytope import Functional, Polytope, Vector

__all__ = ["Piece", "information_sets"]


@dataclass(frozen=True)
class Piece:
    """A maximal convex set of equilibria.

    ``sides`` holds one polytope per player; a vertex is the player's strategy with all its information sets in a row.
    ``open_at`` says which of its boundary points do not belong to it, in words; most pieces are closed. These points lie in
    ``gaps``, products of polytopes too; what survives inside a gap is a piece of its own.
    """

    sides: tuple[Polytope, ...]
    open_at: tuple[str, ...] = ()
    gaps: tuple[tuple[Polytope, ...], ...] = ()

    #: Whether it is the product of its sides; a `Continuum` is not.
    polytopal = True

    @cached_property
    def points(self) -> tuple[tuple[Vector, ...], ...]:
        """Its extreme points: every choice of one vertex per player."""
        return tuple(product(*(side.vertices for side in self.sides)))

    @property
    def centre(self) -> tuple[Vector, ...]:
        """A point of its relative interior, as strategies."""
        return tuple(side.centre for side in self.sides)

    @property
    def strategies(self) -> tuple[tuple[Vector, ...], ...]:
        """For each player its strategies at the vertices of its side."""
        return tuple(side.vertices for side in self.sides)

    @cached_property
    def key(self) -> tuple[frozenset[Vector], ...]:
        """What tells two pieces apart."""
        return tuple(side.corners for side in self.sides)

    @property
    def dimension(self) -> int:
        """Sum of the players' dimensions."""
        return sum(side.dimension for side in self.sides)

    def meets(self, other: "Piece") -> bool:
        """Whether two pieces have a point in common."""
        if not other.polytopal:
            return other.meets(self)
        pairs = zip(self.sides, other.sides, strict=True)
        apart = [(mine, theirs) for mine, theirs in pairs if mine.corners.isdisjoint(theirs.corners)]
        if not all(theirs.facets for _, theirs in apart):
            return False  # faces of one polytope that share a point share a vertex
        for mine, theirs in apart:
            if any(top < low or high < bottom for (bottom, top), (low, high) in zip(mine.box, theirs.box, strict=True)):
                return False
        try:
            return all(mine.clip_all(theirs.facets) is not None for mine, theirs in apart)
        except ArithmeticError:
            return False  # irrational ends in different number fields: not proved to meet

    def described(self, game: Game) -> "Piece":
        """The same piece, each polytope with the inequalities that describe it."""
        if all(side.facets for side in self.sides):
            return self
        facets = _signalling_facets(game, self) if isinstance(game, SignallingGame) else _bimatrix_facets(game, self)
        sides = (Polytope(s.vertices, s.facets or f) for s, f in zip(self.sides, facets, strict=True))
        return Piece(tuple(sides), self.open_at, self.gaps)

    def attains(self, point: Sequence[Vector]) -> bool:
        """Whether a point of its closure lies outside its gaps."""
        return not any(all(side.contains(x) for side, x in zip(gap, point, strict=True)) for gap in self.gaps)


def information_sets(game: Game) -> tuple[tuple[tuple[str | None, tuple[str, ...]], ...], ...]:
    """For each player its information sets in order: label (None where there is just one) and actions."""
    if isinstance(game, SignallingGame):
        return (
            tuple((t, game.messages) for t in game.types),
            tuple((m, game.replies[m]) for m in game.messages),
        )
    if isinstance(game, ExtensiveForm | StochasticGame):
        return tuple(tuple(sets.items()) for sets in game.information_sets.values())
    assert isinstance(game, NormalForm)
    return tuple(((None, actions),) for actions in game.actions.values())


def _signs(side: Polytope, size: int) -> list[Functional]:
    """Signs: x >= 0, and x <= 0 where a coordinate vanishes on the whole side."""
    unit = [tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)]
    return unit + [tuple(-x for x in unit[k]) for k in range(size) if k not in side.support]


def _best(gains: Sequence[Functional], used: Sequence[bool]) -> list[Functional]:
    """That one alternative is at least as good as each other, and equal to those that are used."""
    facets = []
    for gain, equal in zip(gains, used, strict=True):
        facets.append(gain)
        if equal:
            facets.append(tuple(-g for g in gain))
    return [f for f in facets if any(f)]


def _bimatrix_facets(game: Game, piece: Piece) -> list[tuple[Functional, ...]]:
    assert isinstance(game, NormalForm)
    first, second = game.bimatrix()
    rows, columns = game.shape
    mine, theirs = piece.sides
    j0, i0 = min(theirs.support), min(mine.support)
    keeps_second = [tuple(second[i][j0] - second[i][j] for i in range(rows)) for j in range(columns)]
    keeps_first = [tuple(first[i0][j] - first[i][j] for j in range(columns)) for i in range(rows)]
    return [
        tuple(_signs(mine, rows) + _best(keeps_second, [j in theirs.support for j in range(columns)])),
        tuple(_signs(theirs, columns) + _best(keeps_first, [i in mine.support for i in range(rows)])),
    ]


def _signalling_facets(game: SignallingGame, piece: Piece) -> list[tuple[Functional, ...]]:
    table = game.numbers
    n_types, n_messages = len(game.types), len(game.messages)
    starts, width = [], 0
    for replies in game.replies.values():
        starts.append(width)
        width += len(replies)
    senders, receivers = piece.sides
    sender_facets = _signs(senders, n_types * n_messages)
    for m, start in enumerate(starts):
        size = len(table.receiver[0][m])
        used = [start + a in receivers.support for a in range(size)]
        a0 = used.index(True)
        gains = []
        for a in range(size):
            gain = [Fraction(0)] * (n_types * n_messages)
            for t in range(n_types):
                gain[t * n_messages + m] = table.prior[t] * (table.receiver[t][m][a0] - table.receiver[t][m][a])
            gains.append(tuple(gain))
        sender_facets += _best(gains, used)
    receiver_facets = _signs(receivers, width)
    for t in range(n_types):
        used = [t * n_messages + m in senders.support for m in range(n_messages)]
        m0 = used.index(True)
        gains = []
        for m in range(n_messages):
            gain = [Fraction(0)] * width
            for k, sign in ((m0, 1), (m, -1)):
                for a, payoff in enumerate(table.sender[t][k]):
                    gain[starts[k] + a] += sign * payoff
            gains.append(tuple(gain))
        receiver_facets += _best(gains, used)
    return [tuple(sender_facets), tuple(receiver_facets)]
