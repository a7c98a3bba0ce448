"""Best-reply polytopes of a bimatrix game through the origin, as certificates state them.

With a player's opponent's payoffs made positive, ``{x >= 0 : no reply is worth over 1}`` is bounded; its vertices other
than the origin are the extreme points of strategies with levels, scaled. Labels number the first player's actions, then
the second's: a label is an unused action, or a reply that is worth 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from ..equilibria.polytope import Vector
from ..exact import integers
from ..games.normal_form import NormalForm
from .dictionary import pivot

__all__ = ["BestReplies", "Rows", "both_sides", "most_bases"]

Rows = list[list[int]]


@dataclass(frozen=True)
class BestReplies:
    """One player's polytope.

    Attributes
    ----------
    own, other : range
        Labels of this player's actions, and of the other's replies.
    worth : list of list of int
        One row per reply, one column per action: least 1 in every column.
    """

    own: range
    other: range
    worth: Rows

    @classmethod
    def of(cls, own: range, other: range, payoffs: Sequence[Sequence[Fraction]]) -> "BestReplies":
        """From the other player's payoffs, replies in rows."""
        least = [min(column) for column in zip(*payoffs, strict=True)]
        flat = integers([v - low for row in payoffs for v, low in zip(row, least, strict=True)])
        n = len(own)
        return cls(own, other, [[v + 1 for v in flat[i : i + n]] for i in range(0, len(flat), n)])

    def labels(self, strategy: Vector) -> int:
        """Bit mask of the actions that are unused and of the best replies."""
        scaled = integers(list(strategy))
        worth = [sum(w * p for w, p in zip(row, scaled, strict=True)) for row in self.worth]
        zeros = [label for label, p in zip(self.own, strategy, strict=True) if not p]
        best = [label for label, v in zip(self.other, worth, strict=True) if v == max(worth)]
        return sum(1 << label for label in zeros + best)

    @property
    def rows(self) -> Rows:
        """Dictionary at the origin: the slack of every reply is 1 minus what it is worth."""
        return [[1, *(-w for w in row)] for row in self.worth]

    def bases(self) -> list[tuple[int, ...]]:
        """Every lexicographic basis, as the labels that are 0 there, in ascending order.

        When the constants are perturbed to ``1 + e ** k`` the polytope is simple; its graph is connected, so a walk along
        its edges from the origin meets every vertex.
        """
        n, width = len(self.other), len(self.own)
        # columns for the powers of e follow those of the free variables
        rows = [[*row, *(int(i == k) for k in range(n))] for i, row in enumerate(self.rows)]
        seen = {frozenset(self.own)}
        todo = [(list(self.other), list(self.own), rows, 1)]
        while todo:
            basic, free, rows, den = todo.pop()
            for j in range(1, width + 1):
                i = _leaving(rows, j, width)
                neighbour = frozenset(free) - {free[j - 1]} | {basic[i]}
                if neighbour not in seen:
                    seen.add(neighbour)
                    next_basic, next_free = list(basic), list(free)
                    next_basic[i], next_free[j - 1] = free[j - 1], basic[i]
                    todo.append((next_basic, next_free, pivot(rows, i, j, den), -rows[i][j]))
        return sorted(tuple(sorted(basis)) for basis in seen)


def both_sides(game: NormalForm) -> tuple[BestReplies, BestReplies]:
    """The polytopes of the two players of a game."""
    first, second = game.bimatrix()
    m, n = game.shape
    rows, columns = range(m), range(m, m + n)
    transposed = [list(column) for column in zip(*second, strict=True)]
    return BestReplies.of(rows, columns, transposed), BestReplies.of(columns, rows, first)


def most_bases(shape: tuple[int, ...]) -> int:
    """The most vertices that both polytopes together can have (McMullen 1970).

    >>> most_bases((2, 2)), most_bases((10, 10))
    (8, 8008)
    """
    facets = sum(shape)
    return sum(comb(facets - (d + 1) // 2, facets - d) + comb(facets - (d + 2) // 2, facets - d) for d in shape)


def _leaving(rows: Rows, j: int, width: int) -> int:
    """The row that limits column j of the perturbed polytope."""
    best = -1
    for i, row in enumerate(rows):
        if row[j] < 0:
            if best >= 0:
                rival = rows[best]
                columns = (0, *range(width + 1, len(row)))
                lead = next(d for k in columns if (d := rival[k] * row[j] - row[k] * rival[j]))
                if lead > 0:
                    continue
            best = i
    return best
