"""Linear programs in exact arithmetic, for the sizes that games have."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..exact import integers
from .dictionary import Dictionary, pivot

__all__ = ["Constraint", "OptimalFace", "Optimum", "maximise", "optimal_face"]

Row = Sequence[Fraction]
#: A linear function of the variables and its bound.
Constraint = tuple[Row, Fraction]

#: Pivots that do not improve anything before the rule that cannot cycle takes over.
PATIENCE = 20


@dataclass(frozen=True)
class Optimum:
    """The value of a linear program and a point, always a vertex, that attains it."""

    value: Fraction
    point: tuple[Fraction, ...]


def maximise(objective: Row, at_most: Sequence[Constraint], equal: Sequence[Constraint] = ()) -> Optimum | None:
    """Maximise a linear function of variables that are not negative.

    Parameters
    ----------
    objective : sequence of Fraction, one per variable
    at_most, equal : sequence of (row, bound)
        ``row . x <= bound`` and ``row . x == bound``.

    Returns
    -------
    Optimum or None
        None where no point satisfies the constraints.

    Raises
    ------
    ArithmeticError
        Where the function grows without bound.

    Notes
    -----
    Simplex dictionaries in integer pivoting, as for the equilibria; the largest coefficient enters, and after a run of
    degenerate pivots Bland's rule, which cannot cycle (Bland 1977).

    Examples
    --------
    >>> one = Fraction(1)
    >>> maximise([one, one], [([one, 2 * one], 4 * one), ([3 * one, one], 6 * one)])
    Optimum(value=Fraction(14, 5), point=(Fraction(8, 5), Fraction(6, 5)))
    """
    program = _Simplex(len(objective), [*at_most, *equal])
    if not program.fix(range(len(at_most), len(at_most) + len(equal))) or not program.feasible():
        return None
    return program.maximise(objective)


@dataclass(frozen=True)
class OptimalFace:
    """All optimal points of a linear program; they must be bounded. ``point`` is one of them, a vertex."""

    point: tuple[Fraction, ...]
    dictionary: Dictionary

    def vertices(self, check: Callable[[], object] = lambda: None) -> list[tuple[Fraction, ...]]:
        """All vertices; ``check`` is called at every step, and may raise."""
        n = len(self.point)
        found = []
        for _, values, den in self.dictionary.vertices(check):
            found.append(tuple(Fraction(values.get(k, 0), den) for k in range(n)))
        return list(dict.fromkeys(found))


def optimal_face(
    objective: Row,
    at_most: Sequence[Constraint],
    equal: Sequence[Constraint] = (),
    check: Callable[[], object] = lambda: None,
) -> OptimalFace | None:
    """All points at which `maximise` attains its value; None where no point satisfies the constraints.

    A free variable that would lower the objective is 0 at all of them, and there is nothing else that they have in common.

    Examples
    --------
    >>> one = Fraction(1)
    >>> face = optimal_face([one, one], [([one, one], one)])
    >>> sorted(tuple(map(str, point)) for point in face.vertices())
    [('0', '1'), ('1', '0')]
    """
    program = _Simplex(len(objective), [*at_most, *equal], check)
    if not program.fix(range(len(at_most), len(at_most) + len(equal))) or not program.feasible():
        return None
    optimum = program.maximise(objective)
    lowered = [v for v, c in zip(program.free, program.reduced[1:], strict=True) if c < 0]
    face: Dictionary | None = Dictionary(list(program.basic), list(program.free), program.rows, program.den)
    for variable in lowered:
        assert face is not None
        face = face.without(variable)
    assert face is not None
    return OptimalFace(optimum.point, face)


class _Simplex:
    """A dictionary ``den x[basic[i]] = rows[i][0] + sum_j rows[i][j + 1] x[free[j]]``; variables, then slacks."""

    def __init__(self, n: int, constraints: Sequence[Constraint], check: Callable[[], object] = lambda: None) -> None:
        self.n, self.check = n, check
        #: the objective in the free variables, after the last climb
        self.reduced: list[int] = []
        self.free = list(range(n))
        self.basic = list(range(n, n + len(constraints)))
        # a slack may be counted in any unit, so each row becomes integral by itself
        self.rows = [integers([bound, *(-c for c in row)]) for row, bound in constraints]
        self.den = 1

    def _exchange(self, i: int, j: int) -> None:
        entry = self.rows[i][j]
        self.rows = pivot(self.rows, i, j, self.den)
        self.den = abs(entry)
        if i < len(self.basic):
            self.basic[i], self.free[j - 1] = self.free[j - 1], self.basic[i]

    def fix(self, equations: range) -> bool:
        """Force the slacks of equations to 0 and forget them; False where they contradict each other."""
        for k in equations:
            i = self.basic.index(self.n + k)
            j = next((j for j, c in enumerate(self.rows[i][1:], 1) if c), None)
            if j is None:
                if self.rows[i][0]:
                    return False
            else:
                self._exchange(i, j)
                self._forget_column(self.free.index(self.n + k) + 1)
                continue
            del self.rows[i], self.basic[i]
        return True

    def _forget_column(self, j: int) -> None:
        del self.free[j - 1]
        for row in self.rows:
            del row[j]

    def feasible(self) -> bool:
        """Find a feasible dictionary, by way of an artificial variable that all rows may borrow from."""
        worst = min(range(len(self.rows)), key=lambda i: self.rows[i][0], default=None)
        if worst is None or self.rows[worst][0] >= 0:
            return True
        artificial = -1
        self.free.append(artificial)
        for row in self.rows:
            row.append(self.den)
        self._exchange(worst, len(self.free))
        self._climb([-c for c in self.rows[worst]], artificial)
        if artificial in self.basic:
            i = self.basic.index(artificial)
            if self.rows[i][0]:
                return False
            j = next((j for j, c in enumerate(self.rows[i][1:], 1) if c), None)
            if j is None:
                del self.rows[i], self.basic[i]
                return True
            self._exchange(i, j)
        self._forget_column(self.free.index(artificial) + 1)
        return True

    def maximise(self, objective: Row) -> Optimum:
        """From a feasible dictionary to an optimal one."""
        whole = integers([Fraction(1), *objective])  # the first entry is the unit in which the value is counted
        total = [0] * (len(self.free) + 1)
        for variable, weight in enumerate(whole[1:]):
            if weight and variable in self.basic:
                total = [t + weight * c for t, c in zip(total, self.rows[self.basic.index(variable)], strict=True)]
            elif weight and variable in self.free:
                total[self.free.index(variable) + 1] += weight * self.den
        self._climb(total)
        return Optimum(self._value(objective), self._point())

    def _point(self) -> tuple[Fraction, ...]:
        at = {v: Fraction(row[0], self.den) for v, row in zip(self.basic, self.rows, strict=True)}
        return tuple(at.get(v, Fraction(0)) for v in range(self.n))

    def _value(self, objective: Row) -> Fraction:
        return sum((c * x for c, x in zip(objective, self._point(), strict=True)), Fraction(0))

    def _climb(self, objective: list[int], preferred: int | None = None) -> None:
        """Pivot until no free variable improves the objective, a row in the same units as the others."""
        self.rows.append(objective)
        idle = 0
        while True:
            last = self.rows[-1]
            rising = [j for j in range(1, len(last)) if last[j] > 0]
            if not rising:
                break
            j = max(rising, key=lambda j: last[j]) if idle < PATIENCE else min(rising, key=lambda j: self.free[j - 1])
            i = self._leaving(j, preferred)
            idle = idle + 1 if not self.rows[i][0] else 0
            self.check()
            self._exchange(i, j)
        self.reduced = self.rows.pop()

    def _leaving(self, j: int, preferred: int | None) -> int:
        best = -1
        for i, row in enumerate(self.rows[:-1]):
            if row[j] < 0:
                lead = -1 if best < 0 else row[0] * -self.rows[best][j] - self.rows[best][0] * -row[j]
                tied = lead == 0 and (
                    self.basic[i] == preferred or (self.basic[best] != preferred and self.basic[i] < self.basic[best])
                )
                if lead < 0 or tied:
                    best = i
        if best < 0:
            raise ArithmeticError("the objective grows without bound")
        return best
