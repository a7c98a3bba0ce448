"""Polytopes as simplex dictionaries in integer pivoting, and the vertices of their faces.

A dictionary states each basic variable of ``{x >= 0 : linear equations}`` through the free ones,

    den * x[basic[i]] = rows[i][0] + sum_j rows[i][j + 1] * x[free[j]],

with integer rows (Edmonds 1967; Avis, Rosenberg, Savani, von Stengel 2010, sec. 4). Every pivot divides exactly. The
entries may belong to any ordered ring that has ``+ - *``, exact ``//``, comparison with 0 and ``/`` to float, so that
the same code runs on polynomials whose signs are those at a sample point.

All polytopes here are bounded. A dictionary is never changed: operations return another one.
"""

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Dictionary", "Vertex"]

#: A vertex: bit mask of all variables that are 0 there, and the others' numerators and common denominator.
Vertex = tuple[int, dict[int, Any], Any]


class Dictionary:
    """A feasible basis of a face of a polytope.

    ``zeros`` is the bit mask of variables known to vanish on the whole face; their rows and columns are gone. Rows of
    variables that can vanish nowhere on the face may be gone too, unless the bit mask ``wanted`` says that their values
    are.
    """

    __slots__ = ("_reach", "_status", "basic", "den", "free", "rows", "wanted", "zeros")

    def __init__(
        self,
        basic: list[int],
        free: list[int],
        rows: list[list[Any]],
        den: Any = 1,
        zeros: int = 0,
        wanted: int = -1,
        never: dict[int, float] | None = None,
    ) -> None:
        self.basic, self.free, self.rows, self.den, self.zeros, self.wanted = basic, free, rows, den, zeros, wanted
        self._reach: list[tuple[Any, Any, int] | None] | None = None
        self._status: dict[int, float] = never or {}

    def status(self, variable: int) -> float:
        """How far one pivot can drive a variable towards 0.

        Returns
        -------
        float
            -1 when it cannot vanish on the face, else the share of its value that a single pivot removes, at most 1.
            Shares are floats: they steer the search and decide nothing.
        """
        known = self._status.get(variable)
        if known is None:
            known = self._status[variable] = self._share(variable)
        return known

    def _share(self, variable: int) -> float:
        if self.zeros >> variable & 1 or variable in self.free:
            return 1.0
        if variable not in self.basic:
            return -1.0  # its row is gone, as it can vanish nowhere
        row = self.rows[self.basic.index(variable)]
        value = row[0]
        if value == 0:
            return 1.0
        best = -1.0
        for j, c in enumerate(row[1:]):
            if c < 0:
                reach = self._reaches()[j]
                share = 0.0 if reach is None else _ratio(reach[0] * -c, reach[1] * value)
                if share >= 1:
                    return 1.0
                best = max(best, 0.0, share)  # a float may have the wrong sign where an infinitesimal counts
        return best

    def _reaches(self) -> list[tuple[Any, Any, int] | None]:
        """For each free variable, how far it can grow: numerator, denominator, and the row that stops it first.

        Of rows that stop it together the one of the smallest variable counts.
        """
        if self._reach is None:
            self._reach = []
            for j in range(1, len(self.free) + 1):
                top, bottom, limit = None, None, -1
                for i, row in enumerate(self.rows):
                    c = row[j]
                    if c < 0:
                        value = row[0]
                        if limit >= 0:
                            lead = value * bottom + c * top
                            if lead > 0 or (lead == 0 and self.basic[i] > self.basic[limit]):
                                continue
                        top, bottom, limit = value, -c, i
                self._reach.append((top, bottom, limit) if limit >= 0 else None)
        return self._reach

    def without(self, variable: int, check: Callable[[], object] = lambda: None) -> "Dictionary | None":
        """The face on which a variable is 0, or None where that is empty; ``check`` is called before every pivot."""
        if self.zeros >> variable & 1:
            return self
        current: Dictionary = self
        while variable in current.basic:
            i = current.basic.index(variable)
            row = current.rows[i]
            entering = current._entering(row)
            if entering < 0:
                if row[0] > 0:
                    return None
                # The row is 0 plus non-negative terms: all of these must vanish.
                rising = [k for k, c in zip(current.free, row[1:], strict=True) if c > 0]
                return current._drop(i, rising)
            check()
            leaving = current._leaving(entering, i)
            if leaving != i and current._stays_positive(i, leaving, entering):
                return None
            current = current._pivot(leaving, entering)
        return current._drop(None, [variable]) if variable in current.free else None

    def _entering(self, row: list[Any]) -> int:
        """Position of the free variable whose growth lowers a row most, or -1 where none does.

        Where no single pivot lowers it the smallest one enters (Bland's rule), so that nothing goes round in circles.
        """
        falling = [j for j, c in enumerate(row[1:]) if c < 0]
        if not falling:
            return -1
        if len(falling) == 1:
            return falling[0]
        reaches = self._reaches()
        drops = [_ratio(reach[0] * -row[j + 1], reach[1]) if (reach := reaches[j]) else 0.0 for j in falling]
        most = max(drops)
        return falling[drops.index(most)] if most > 0 else min(falling, key=self.free.__getitem__)

    def _leaving(self, entering: int, preferred: int) -> int:
        """Row that limits the entering column; ties go to the preferred row, which falls, then to the smallest variable."""
        reach = self._reaches()[entering]
        assert reach is not None  # polytopes are bounded
        top, bottom, limit = reach
        row = self.rows[preferred]
        return preferred if row[0] * bottom + row[entering + 1] * top == 0 else limit

    def _stays_positive(self, i: int, leaving: int, entering: int) -> bool:
        """Whether a pivot would bring the variable of row i to its least value, above 0; that row alone says it."""
        j = entering + 1
        pivot_row, row = self.rows[leaving], self.rows[i]
        p, c = pivot_row[j], row[j]
        ahead = [c * q - v * p for v, q in zip(row, pivot_row, strict=True)]  # times the old denominator; p is negative
        ahead[j] = -c
        return not any(v < 0 for v in ahead[1:]) and ahead[0] > 0

    def _pivot(self, leaving: int, entering: int) -> "Dictionary":
        """Exchange the basic variable of a row and the free variable of a column.

        Rows of variables that were seen to vanish nowhere are left out, as they limit nothing.
        """
        rows, basic = self.rows, list(self.basic)
        never = self._never()
        if never:
            kept = [i for i, v in enumerate(basic) if v not in never or self.wanted >> v & 1]
            if len(kept) < len(basic):
                leaving = kept.index(leaving)
                rows, basic = [rows[i] for i in kept], [basic[i] for i in kept]
        den = rows[leaving][entering + 1]
        free = list(self.free)
        basic[leaving], free[entering] = free[entering], basic[leaving]
        rows = pivot(rows, leaving, entering + 1, self.den)
        return Dictionary(basic, free, rows, -den if den < 0 else den, self.zeros, self.wanted, never)

    def _never(self) -> dict[int, float]:
        """What was seen to vanish nowhere on this face; nor does it then on a part of it."""
        return {v: share for v, share in self._status.items() if share < 0}

    def _drop(self, row: int | None, columns: list[int]) -> "Dictionary":
        """Fix free variables at 0; take one row out; then all that follows from rows that can only be 0."""
        zeros, basic, free, rows = self.zeros, list(self.basic), list(self.free), list(self.rows)
        if row is not None:
            zeros |= 1 << basic[row]
            del basic[row], rows[row]
        while True:
            if columns:
                zeros |= sum(1 << v for v in columns)
                keep = [j for j, v in enumerate(free, 1) if v not in columns]
                rows = [[r[0], *[r[j] for j in keep]] for r in rows]
                free = [v for v in free if v not in columns]
            columns = []
            for i in range(len(rows) - 1, -1, -1):
                r = rows[i]
                if r[0] == 0 and not any(c > 0 for c in r[1:]):
                    # 0 minus non-negative terms: the variable is 0 on the face, and so are those terms' variables
                    columns += [v for v, c in zip(free, r[1:], strict=True) if c < 0 and v not in columns]
                    zeros |= 1 << basic[i]
                    del basic[i], rows[i]
            if not columns:
                return Dictionary(basic, free, rows, self.den, zeros, self.wanted, self._never())

    def vertices(self, check: Callable[[], object] = lambda: None) -> list[Vertex]:
        """All vertices of the face, by a walk over its lexicographically feasible bases.

        ``check`` is called at every step, and may raise to end the walk.
        The perturbed polytope is simple and its graph connected, so every vertex is met, degenerate ones included.
        """
        if not self.free:
            return [self._vertex(self.basic, self.free, self.rows, self.den)]
        n, width = len(self.rows), len(self.free)
        rows = [[*row, *[self.den if i == k else 0 for k in range(n)]] for i, row in enumerate(self.rows)]
        found: dict[int, Vertex] = {}
        seen = {frozenset(self.free)}
        todo = [(list(self.basic), list(self.free), rows, self.den)]
        while todo:
            check()
            basic, free, rows, den = todo.pop()
            vertex = self._vertex(basic, free, rows, den)
            found.setdefault(vertex[0], vertex)
            for j in range(1, width + 1):
                i = _lexicographic_leaving(rows, j, width)
                new_free = frozenset(free) - {free[j - 1]} | {basic[i]}
                if new_free in seen:
                    continue
                seen.add(new_free)
                next_basic, next_free = list(basic), list(free)
                next_basic[i], next_free[j - 1] = free[j - 1], basic[i]
                todo.append((next_basic, next_free, pivot(rows, i, j, den), -rows[i][j]))  # which falls
        return list(found.values())

    def _vertex(self, basic: Sequence[int], free: Sequence[int], rows: list[list[Any]], den: Any) -> Vertex:
        zeros = self.zeros
        for variable in free:
            zeros |= 1 << variable
        values = {}
        for variable, row in zip(basic, rows, strict=True):
            if row[0] == 0:
                zeros |= 1 << variable
            else:
                values[variable] = row[0]
        return zeros, values, den


def pivot(rows: list[list[Any]], i: int, j: int, den: Any) -> list[list[Any]]:
    """Rows after the basic variable of row i and the free variable of column j have changed places."""
    pivot_row = rows[i]
    p = pivot_row[j]
    negative = p < 0
    size = -p if negative else p
    result = []
    for k, row in enumerate(rows):
        c = row[j]
        if k == i:
            # p x_j = den x_i - (the rest), divided by |p|
            new = list(row) if negative else [-v for v in row]
            new[j] = -den if negative else den
        elif c == 0:
            new = row if size == den else [v * size // den for v in row]
        else:
            if negative:
                c = -c
            new = [(v * size - c * q) // den for v, q in zip(row, pivot_row, strict=True)]
            new[j] = c
        result.append(new)
    return result


def _lexicographic_leaving(rows: list[list[Any]], j: int, width: int) -> int:
    """The row that limits column j when every constant is perturbed; unique in a bounded polytope."""
    best = -1
    for i, row in enumerate(rows):
        if row[j] < 0:
            if best < 0:
                best = i
                continue
            rival = rows[best]
            a, b = -row[j], -rival[j]
            lead = row[0] * b - rival[0] * a
            k = width + 1
            while lead == 0:
                lead = row[k] * b - rival[k] * a
                k += 1
            if lead < 0:
                best = i
    assert best >= 0
    return best


def _ratio(top: Any, bottom: Any) -> float:
    try:
        return float(top / bottom)
    except OverflowError:
        return 1.0
