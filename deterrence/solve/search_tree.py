"""A proof, as a tree, that a game has no equilibria but those found; short where every equilibrium is isolated.

Every equilibrium makes each label zero on one of two sides. The tree decides one label after another for the first side or
the second. A branch ends at the one equilibrium that is left, or where multipliers show that the face is empty (Farkas).
What is true of every branch point is true of the tree: all ways to decide the labels are covered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import gcd
from typing import Any

from .best_reply import BestReplies, Rows
from .dictionary import pivot

__all__ = ["NotIsolated", "search_tree"]


class NotIsolated(Exception):
    """Some equilibrium is degenerate, so that a leaf of the tree would hold more than one point."""


def search_tree(sides: tuple[BestReplies, BestReplies], equilibria: Mapping[tuple[int, int], int]) -> Any:
    """The tree, as nested lists.

    Parameters
    ----------
    sides : pair of BestReplies
    equilibria : mapping of (labels of the first strategy, labels of the second), as masks, to number

    Returns
    -------
    list, int, str or dict
        ``[label, tree, tree]`` with the label zero on the first side, then on the second; the number of an equilibrium;
        "origin" where both strategies would be zero; ``{"first": [...]}`` or ``{"second": [...]}``, the multipliers.

    Raises
    ------
    NotIsolated
        When an equilibrium has a label on both sides.
    """
    first, second = (_Face(side, list(side.other), list(side.own), side.rows, 1, 0, 0) for side in sides)
    n_labels = len(sides[0].own) + len(sides[0].other)
    leaves: dict[tuple[int, int], int | str] = {**equilibria, _origin(sides): "origin"}
    if any(one & two or (one | two) + 1 != 1 << n_labels for one, two in equilibria):
        raise NotIsolated
    return _branch(first, second, (1 << n_labels) - 1, leaves)


def _origin(sides: tuple[BestReplies, BestReplies]) -> tuple[int, int]:
    first, second = (sum(1 << label for label in side.own) for side in sides)
    return first, second


@dataclass(frozen=True)
class _Face:
    """A basis of the face of a polytope on which the labels in ``decided`` are zero.

    Slacks that are zero on the face stay as columns, from which multipliers are read; ``closed`` has their variables.
    """

    side: BestReplies
    basic: list[int]
    free: list[int]
    rows: Rows
    den: int
    decided: int
    closed: int

    @cached_property
    def open(self) -> list[int]:
        """Columns that may grow."""
        return [j for j, v in enumerate(self.free, 1) if not self.closed >> v & 1]

    @cached_property
    def reaches(self) -> dict[int, tuple[int, int]]:
        """For each open column how far it can grow: numerator and denominator."""
        found = {}
        for j in self.open:
            top, bottom = 1, 0
            for row in self.rows:
                if row[j] < 0 and row[0] * bottom < -row[j] * top:
                    top, bottom = row[0], -row[j]
            found[j] = top, bottom
        return found

    def share(self, label: int) -> float:
        """Share of a label's value that one pivot removes, which steers the search; -1 where it cannot be zero."""
        if label in self.free:
            return 1.0
        row = self.rows[self.basic.index(label)]
        if row[0] == 0:
            return 1.0
        best = -1.0
        for j in self.open:
            if row[j] < 0:
                top, bottom = self.reaches[j]
                best = max(best, min(1.0, _ratio(top * -row[j], bottom * row[0])))
        return best

    def without(self, label: int) -> "_Face | list[int]":
        """The face on which a label is zero too, or multipliers that show that there is none."""
        face = self
        while label in face.basic:
            i = face.basic.index(label)
            row = face.rows[i]
            falling = [j for j in face.open if row[j] < 0]
            if not falling and row[0]:
                return face._multipliers(i)
            if not falling:
                # 0 plus non-negative terms: leave the basis against one of them, or stay where there are none
                rising = next((j for j in face.open if row[j]), None)
                return face._decided(label) if rising is None else face._pivot(i, rising)._decided(label)
            j = min(falling, key=lambda j: face.free[j - 1])  # Bland's rule: no cycling
            face = face._pivot(face._leaving(j, label), j)
        return face._decided(label)

    def _leaving(self, j: int, preferred: int) -> int:
        """Row that limits a column; of those that tie the preferred one, else the smallest."""
        top, bottom = self.reaches[j]
        tied = [i for i, row in enumerate(self.rows) if row[j] < 0 and row[0] * bottom == -row[j] * top]
        return min(tied, key=lambda i: (self.basic[i] != preferred, self.basic[i]))

    def _pivot(self, i: int, j: int) -> "_Face":
        basic, free = list(self.basic), list(self.free)
        basic[i], free[j - 1] = free[j - 1], basic[i]
        rows = pivot(self.rows, i, j, self.den)
        return _Face(self.side, basic, free, rows, abs(self.rows[i][j]), self.decided, self.closed)

    def _decided(self, label: int) -> "_Face":
        """Fix a label at zero; an action's column is not needed any more."""
        rows, free = self.rows, self.free
        if label in free and label in self.side.own:
            j = free.index(label)
            rows, free = [[*row[: j + 1], *row[j + 2 :]] for row in rows], [*free[:j], *free[j + 1 :]]
        bit = 1 << label
        return _Face(self.side, self.basic, free, rows, self.den, self.decided | bit, self.closed | bit)

    def _multipliers(self, i: int) -> list[int]:
        """Where a row cannot be zero: factors of the equations worth + slack = 1, by what the row has of each slack."""
        row, found = self.rows[i], []
        for slack in self.side.other:
            if slack == self.basic[i]:
                found.append(-self.den)
            else:
                found.append(row[self.free.index(slack) + 1] if slack in self.free else 0)
        factor = gcd(*found)
        return [u // factor for u in found]


def _branch(first: _Face, second: _Face, pending: int, leaves: Mapping[tuple[int, int], int | str]) -> Any:
    """The tree below two faces: a label that is zero on one side only, else the one that is hardest to make zero."""
    if not pending:
        leaf = leaves.get((first.decided, second.decided))
        if leaf is None:
            raise NotIsolated
        return leaf
    chosen, least = -1, 3.0
    for label in range(pending.bit_length()):
        if pending >> label & 1:
            one, two = first.share(label), second.share(label)
            hardness = -1.0 if one < 0 or two < 0 else one + two
            if hardness < least:
                chosen, least = label, hardness
            if least < 0:
                break
    rest = pending & ~(1 << chosen)
    mine, theirs = first.without(chosen), second.without(chosen)
    return [
        chosen,
        _branch(mine, second, rest, leaves) if isinstance(mine, _Face) else {"first": [str(u) for u in mine]},
        _branch(first, theirs, rest, leaves) if isinstance(theirs, _Face) else {"second": [str(u) for u in theirs]},
    ]


def _ratio(top: int, bottom: int) -> float:
    try:
        return top / bottom
    except (OverflowError, ZeroDivisionError):
        return 1.0
