"""One equilibrium of a two-player game, by the lexicographic method of Lemke and Howson in exact integers.

The two polytopes are {x >= 0 : worth of every reply <= 1}, of payoffs made positive. A pair of points has a label for every
action that is unused or a best reply; an equilibrium has all of them, and so has the pair of zeros.

1. From the pair of zeros drop one label: let its action enter.
2. The variable that leaves brings a label which now both points have, unless it is the dropped one: then all labels are
   there, and this is an equilibrium.
3. Let the twin of the variable that left enter on the other side, and go on with step 2.

Ties are broken as if every bound were larger by a different infinitesimal (Lemke and Howson 1964; von Stengel 2002, sec. 2).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import count

from ..equilibria.polytope import Vector
from .limits import Limits
from .scaling import positive_integers

__all__ = ["lemke_howson"]

Matrix = Sequence[Sequence[Fraction]]

#: Pivots of the first round per label; a path that is longer waits until those of the other labels have been tried.
FIRST_ROUND = 10


def lemke_howson(first: Matrix, second: Matrix, limits: Limits) -> tuple[Vector, Vector]:
    """Find one equilibrium.

    Parameters
    ----------
    first, second : sequence of sequences of Fraction
        Payoffs of the two players; rows are the first player's actions.
    limits : Limits

    Returns
    -------
    tuple of two tuples of Fraction

    Raises
    ------
    LimitReached

    References
    ----------
    .. [1] C. E. Lemke and J. T. Howson (1964), Equilibrium points of bimatrix games, SIAM J. Appl. Math. 12, 413-423.
    .. [2] B. von Stengel (2002), Computing equilibria for two-person games, Handbook of Game Theory 3, ch. 45.

    Examples
    --------
    >>> pennies = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]
    >>> x, y = lemke_howson(pennies, [row[::-1] for row in pennies], Limits())
    >>> [str(p) for p in x + y]
    ['1/2', '1/2', '1/2', '1/2']
    """
    rows, columns = len(first), len(first[0])
    actions, replies = list(range(rows)), list(range(rows, rows + columns))
    by_reply = [list(column) for column in zip(*second, strict=True)]
    for step in count():
        allowed = FIRST_ROUND * (rows + columns) << step
        for dropped in range(rows + columns):
            sides = _Side(by_reply, actions, replies), _Side(first, replies, actions)
            if _path(sides, dropped, int(dropped >= rows), allowed, limits):
                return sides[0].strategy(actions), sides[1].strategy(replies)
    raise AssertionError("the rounds never end")


def _path(sides: "tuple[_Side, _Side]", dropped: int, side: int, allowed: int, limits: Limits) -> bool:
    """Follow the path on which one label is missing; False when it is longer than allowed."""
    entering = dropped
    for _ in range(allowed):
        limits.check("following a path to one equilibrium")
        leaving = sides[side].exchange(entering)
        if leaving == dropped:
            return True
        entering, side = leaving, 1 - side
    return False


class _Side:
    """One polytope as a tableau in integers: ``den * x[basic[i]] = rows[i][0] - (the other columns' terms)``.

    All columns are kept, so that those of the slacks hold the terms of the infinitesimals.
    """

    def __init__(self, payoffs: Matrix, mixed: list[int], replies: list[int]) -> None:
        whole = positive_integers(payoffs)
        self.column = {v: j for j, v in enumerate([*mixed, *replies], 1)}
        self.basic, self.den = list(replies), 1
        self.slacks = [self.column[v] for v in replies]
        self.rows = [[1, *row, *[int(i == k) for k in range(len(replies))]] for i, row in enumerate(whole)]

    def exchange(self, entering: int) -> int:
        """Let a variable enter; the one that leaves."""
        j = self.column[entering]
        i = self._limiting(j)
        pivot_row = self.rows[i]
        size = pivot_row[j]
        for k, row in enumerate(self.rows):
            c = row[j]
            if k == i:
                continue
            if c:
                self.rows[k] = [(v * size - c * q) // self.den for v, q in zip(row, pivot_row, strict=True)]
            elif size != self.den:
                self.rows[k] = [v * size // self.den for v in row]
        leaving, self.basic[i], self.den = self.basic[i], entering, size
        return leaving

    def _limiting(self, j: int) -> int:
        """The row that limits a column first; the infinitesimals leave no ties."""
        tied = [i for i, row in enumerate(self.rows) if row[j] > 0]
        for k in (0, *self.slacks):
            if len(tied) == 1:
                break
            least = tied[0]
            for i in tied[1:]:
                if self.rows[i][k] * self.rows[least][j] < self.rows[least][k] * self.rows[i][j]:
                    least = i
            tied = [i for i in tied if self.rows[i][k] * self.rows[least][j] == self.rows[least][k] * self.rows[i][j]]
        return tied[0]

    def strategy(self, span: list[int]) -> Vector:
        """The mixed strategy: the point scaled to a sum of 1."""
        values = {v: row[0] for v, row in zip(self.basic, self.rows, strict=True)}
        weights = [values.get(v, 0) for v in span]
        total = sum(weights)
        return tuple(Fraction(w, total) for w in weights)
