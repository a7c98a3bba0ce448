"""Polytopes as simplex dictionaries in integer pivoting, and the vertices of their faces.

A dictionary states each basic variable of ``{x >= 0 : linear equations}`` through the free ones,

    den * x[basic[i]] = rows[i][0] + sum_j rows[i][j + 1] * x[free[j]],

with integer rows (Edmonds 1967; Avis, Rosenberg, Savani, von Stengel 2010, sec. 4). Every pivot divides exactly. The
entries may belong to any ordered ring that has ``+ - *``, exact ``//``, comparison with 0 and ``/`` to float, so that
the same code runs on polynomials whose signs are those at a sample point.

All polytopes here are bounded. A dictionary is never changed: operations return another one.
"""

from collections.abc import Sequence
from typing import Any

__all__ = ["Dictionary", "Vertex"]

#: A vertex: bit mask of all variables that are 0 there, and the others' numerators and common denominator.
Vertex = tuple[int, dict[int, Any], Any]


class Dictionary:
    """A feasible basis of a face of a polytope.

    ``zeros`` is the bit mask of variables known to vanish on the whole face; their rows and columns are gone.
    """

    __slots__ = ("_reach", "basic", "den", "free", "rows", "zeros")

    def __init__(self, basic: list[int], free: list[int], rows: list[list[Any]], den: Any = 1, zeros: int = 0) -> None:
        self.basic, self.free, self.rows, self.den, self.zeros = basic, free, rows, den, zeros
        self._reach: list[tuple[Any, Any] | None] | None = None

    def status(self, variable: int) -> float:
        """How far one pivot can drive a variable towards 0.

        Returns
        -------
        float
            -1 when it cannot vanish on the face, else the share of its value that a single pivot removes, at most 1.
            Shares are floats: they steer the search and decide nothing.
        """
        if variable in self.free or self.zeros >> variable & 1:
            return 1.0
        row = self.rows[self.basic.index(variable)]
        value = row[0]
        if value == 0:
            return 1.0
        best = -1.0
        for j, reach in enumerate(self._reaches(), 1):
            if row[j] < 0:
                best = max(best, 0.0)
                if reach is not None:
                    best = max(best, min(1.0, _ratio(reach[0] * -row[j], reach[1] * value)))
        return best

    def _reaches(self) -> list[tuple[Any, Any] | None]:
        """For each free variable, how far it can grow: numerator and denominator."""
        if self._reach is None:
            self._reach = []
            for j in range(1, len(self.free) + 1):
                best: tuple[Any, Any] | None = None
                for row in self.rows:
                    if row[j] < 0 and (best is None or row[0] * best[1] < -row[j] * best[0]):
                        best = row[0], -row[j]
                self._reach.append(best)
        return self._reach

    def without(self, variable: int) -> "Dictionary | None":
        """The face on which a variable is 0, or None where that is empty."""
        if self.zeros >> variable & 1:
            return self
        current: Dictionary = self
        while variable in current.basic:
            i = current.basic.index(variable)
            row = current.rows[i]
            entering = current._entering(row)
            if entering is None:
                if row[0] > 0:
                    return None
                # The row is 0 plus non-negative terms: all of these must vanish.
                rising = [k for k, c in zip(current.free, row[1:], strict=True) if c > 0]
                return current._drop(i, rising)
            current = current._pivot(current._leaving(entering, variable), entering)
        return current._drop(None, [variable])

    def _entering(self, row: list[Any]) -> int | None:
        """The free variable whose growth lowers a row most, or None where none does.

        Where no single pivot lowers it the smallest one enters (Bland's rule), so that nothing goes round in circles.
        """
        falling = [(k, reach, c) for k, reach, c in zip(self.free, self._reaches(), row[1:], strict=True) if c < 0]
        if len(falling) < 2:
            return falling[0][0] if falling else None
        drops = [_ratio(reach[0] * -c, reach[1]) if reach is not None else 0.0 for _, reach, c in falling]
        most = max(drops)
        return falling[drops.index(most)][0] if most > 0 else min(k for k, _, _ in falling)

    def _leaving(self, entering: int, preferred: int) -> int:
        """Row that limits the entering variable; ties go to the preferred variable, then to the smallest."""
        j = self.free.index(entering) + 1
        best = -1
        for i, row in enumerate(self.rows):
            if row[j] < 0:
                if best < 0:
                    best = i
                    continue
                lead = row[0] * self.rows[best][j] - self.rows[best][0] * row[j]
                # both coefficients are negative: row is tighter when row[0]/-row[j] is smaller, that is lead > 0
                tied = lead == 0 and (
                    self.basic[i] == preferred or (self.basic[best] != preferred and self.basic[i] < self.basic[best])
                )
                if lead > 0 or tied:
                    best = i
        assert best >= 0
        return best

    def _pivot(self, leaving: int, entering: int) -> "Dictionary":
        """Exchange a basic and a free variable."""
        j = self.free.index(entering) + 1
        rows = pivot(self.rows, leaving, j, self.den)
        basic, free = list(self.basic), list(self.free)
        basic[leaving], free[j - 1] = entering, self.basic[leaving]
        den = self.rows[leaving][j]
        return Dictionary(basic, free, rows, -den if den < 0 else den, self.zeros)

    def _drop(self, row: int | None, columns: list[int]) -> "Dictionary":
        """Fix free variables at 0; take one row out; then all that follows from rows that can only be 0."""
        zeros, basic, free, rows = self.zeros, list(self.basic), list(self.free), list(self.rows)
        if row is not None:
            zeros |= 1 << basic[row]
            del basic[row], rows[row]
        while columns:
            gone = set(columns)
            for variable in columns:
                zeros |= 1 << variable
            keep = [j for j, v in enumerate(free, 1) if v not in gone]
            rows = [[r[0], *[r[j] for j in keep]] for r in rows]
            free = [v for v in free if v not in gone]
            columns = []
            for i in range(len(rows) - 1, -1, -1):
                r = rows[i]
                if r[0] == 0 and not any(c > 0 for c in r[1:]):
                    # 0 minus non-negative terms: the variable is 0 on the face, and so are those terms' variables
                    columns += [v for v, c in zip(free, r[1:], strict=True) if c < 0 and v not in columns]
                    zeros |= 1 << basic[i]
                    del basic[i], rows[i]
        return Dictionary(basic, free, rows, self.den, zeros)

    def vertices(self) -> list[Vertex]:
        """All vertices of the face, by a walk over its lexicographically feasible bases.

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
                pivoted = rows[i][j]
                todo.append((next_basic, next_free, pivot(rows, i, j, den), -pivoted if pivoted < 0 else pivoted))
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
    sign = -1 if p < 0 else 1
    size = -p if p < 0 else p
    result = []
    for k, row in enumerate(rows):
        if k == i:
            # p x_j = den x_i - (the rest), divided by |p|
            new = [-c for c in row] if sign > 0 else list(row)
            new[j] = den if sign > 0 else -den
        else:
            c = row[j]
            if c == 0:
                new = row if size == den else [v * size // den for v in row]
            else:
                c = c if sign > 0 else -c
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
