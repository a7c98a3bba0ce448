"""Compiled dictionaries in floats: as `deterrence.solve.dictionary`, with a proof wherever a face is said to be empty.

A polytope is {x >= 0 : slack[r] = 1 - sum_k c[r, k] x[k] >= 0 for every reply r} with c in (0, 1], exact in floats, so that
also x[k] <= 1 / max_r c[r, k] and slack[r] <= 1. One dictionary is a table ``t``: row i states the variable ``basic[i]`` as
``t[i, 0]`` plus the sum of ``t[i, j + 1]`` times ``free[j]``. ``zeros`` is the bit mask of variables that are held at 0;
these stay free.
"""

from typing import Any

from ..batch.compiling import compiled_if_possible

__all__ = ["DONE", "EMPTY", "UNSURE", "is_positive", "shares", "without"]

#: What becomes of a face on which one more variable is 0. When nothing is sure the exact search has to see to it.
DONE, EMPTY, UNSURE = 0, 1, 2

#: Numbers below this may be zeros that rounding has spoilt; it decides how often the exact search is asked, nothing else.
TINY = 1e-10

#: Twice the relative error of one operation; and a bound of all that may be lost where numbers are too small for floats.
ROUNDING, LOST = 2.3e-16, 1e-280

MOST_PIVOTS = 300


@compiled_if_possible
def shares(t: Any, basic: Any, free: Any, zeros: int, reach: Any, found: Any) -> bool:
    """For each variable that is not held at 0, which share of its value one pivot removes; -1 where none does.

    Returns
    -------
    bool
        False where some value may be 0, so that ties have to be looked at exactly.
    """
    n_rows, n_free = t.shape[0], t.shape[1] - 1
    for i in range(n_rows):
        if t[i, 0] <= TINY:
            return False
    for j in range(n_free):
        reach[j] = 0.0
        if zeros >> free[j] & 1:
            continue
        found[free[j]] = 1.0
        limit = 1e300
        for i in range(n_rows):
            c = t[i, j + 1]
            if c < -TINY:
                limit = min(limit, t[i, 0] / -c)
        reach[j] = limit
    for i in range(n_rows):
        best = -1.0
        for j in range(n_free):
            c = t[i, j + 1]
            if c < -TINY and reach[j] > 0.0:
                best = max(best, min(1.0, -c * reach[j] / t[i, 0]))
        found[basic[i]] = best
    return True


@compiled_if_possible
def without(t: Any, basic: Any, free: Any, zeros: int, variable: int, payoffs: Any, labels: Any, work: Any) -> int:
    """Go to a vertex of the face on which a variable is 0 too; the table changes in place.

    ``labels`` are the variables of the columns of ``payoffs``, then those of its rows. EMPTY is proved.
    """
    n_rows, n_free = t.shape[0], t.shape[1] - 1
    for _ in range(MOST_PIVOTS):
        row = -1
        for i in range(n_rows):
            if basic[i] == variable:
                row = i
        if row < 0:
            return DONE
        entering, leaving, most = -1, -1, 0.0
        for j in range(n_free):
            c = t[row, j + 1]
            if c < -TINY and not zeros >> free[j] & 1:
                limit, first = t[row, 0] / -c, row
                for i in range(n_rows):
                    if t[i, j + 1] < -TINY and t[i, 0] < -t[i, j + 1] * limit:
                        limit, first = t[i, 0] / -t[i, j + 1], i
                if -c * limit > most:
                    entering, leaving, most = j, first, -c * limit
        if entering < 0:
            return EMPTY if is_positive(t, basic, free, zeros, row, payoffs, labels, work) else UNSURE
        _exchange(t, basic, free, leaving, entering)
        for i in range(n_rows):
            if t[i, 0] <= TINY:
                return UNSURE
    return UNSURE


@compiled_if_possible
def _exchange(t: Any, basic: Any, free: Any, row: int, column: int) -> None:
    """Let a free variable and a basic one change places."""
    j = column + 1
    pivot = t[row, j]
    for k in range(t.shape[1]):
        t[row, k] /= -pivot
    t[row, j] = 1.0 / pivot
    for i in range(t.shape[0]):
        c = t[i, j]
        if i != row and c != 0.0:
            for k in range(t.shape[1]):
                t[i, k] += c * t[row, k]
            t[i, j] = c * t[row, j]
    basic[row], free[column] = free[column], basic[row]


@compiled_if_possible
def is_positive(t: Any, basic: Any, free: Any, zeros: int, row: int, payoffs: Any, labels: Any, work: Any) -> bool:
    """Prove that the variable of a row is positive on the whole face, from the payoffs alone (Farkas).

    Some multiples w of the equations slack + worth = 1 add up to

        variable = sum(w) + sum over slacks of -w[r] slack[r] + sum_k (e[k] - sum_r w[r] c[r, k]) x[k]  (+ slack itself).

    The row of the table suggests w. Whatever w is, this is true, and a proof when the right-hand side is positive with
    every variable in its bounds, allowing for the rounding of this very sum.
    """
    n_rows, n_free = t.shape[0], t.shape[1] - 1
    variable = basic[row]
    total = size = 0.0
    for r in range(n_rows):
        work[r] = 0.0
        label = labels[n_free + r]
        if label == variable:
            work[r] = 1.0
        for j in range(n_free):
            if free[j] == label:
                work[r] = -t[row, j + 1]
        if label != variable and not zeros >> label & 1 and work[r] > 0.0:
            work[r] = 0.0
        total += work[r]
        size += abs(work[r])
    rounding = (n_rows + 8) * ROUNDING
    least = total - rounding * size
    for k in range(n_free):
        if zeros >> labels[k] & 1:
            continue
        c = 1.0 if labels[k] == variable else 0.0
        size = c
        most = 0.0
        for r in range(n_rows):
            c -= work[r] * payoffs[r, k]
            size += abs(work[r]) * payoffs[r, k]
            most = max(most, payoffs[r, k])
        c -= rounding * size + LOST
        if c < 0.0:
            least += c / most * (1.0 + 8 * ROUNDING)
    return bool(least > rounding * (abs(total) + n_free * LOST) + (n_free + 4) * ROUNDING * abs(total) + LOST)
