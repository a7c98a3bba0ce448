"""Compiled dictionaries in small integers: as `deterrence.solve.dictionary`, exact, with ties and all.

A node is a slot of some arrays, with two dictionaries each, side by side:

``t[slot, side]``: rows, constant first; ``basic`` and ``free[slot, side]``: variables of rows and columns;
``size[slot, side]``: numbers of rows and columns in use, and the denominator;
``masks[slot]``: variables that vanish on the first face and on the second, labels that another branch has there, and
variables that can vanish nowhere there.

Rows of variables that can vanish nowhere are dropped unless they are wanted. All entries stay below `LARGEST`, so that no
product overflows; an operation that would lead beyond it says so, and the node must be looked at in larger integers.
"""

from typing import Any

from ..batch.compiling import compiled_if_possible

__all__ = ["BEYOND", "DONE", "EMPTY", "LARGEST", "pivot", "shares", "without"]

#: What becomes of a face on which one more variable is 0.
DONE, EMPTY, BEYOND = 0, 1, 2

LARGEST = 2**30


@compiled_if_possible
def shares(node: Any, p: int, side: int, wanted: int, found: Any) -> None:
    """For each variable which share of its value one pivot removes, -1 where it can vanish nowhere; drop rows of these."""
    t, basic, free, size, masks = node
    n_rows, n_free = size[p, side, 0], size[p, side, 1]
    never = masks[p, 4 + side]
    for v in range(len(found)):
        found[v] = -1.0
    for j in range(n_free):
        found[free[p, side, j]] = 1.0
    for i in range(n_rows):
        v = basic[p, side, i]
        if not never >> v & 1:
            found[v] = _share(t[p, side], n_rows, n_free, basic[p, side], i)
            if found[v] < 0.0:
                never |= 1 << v
    masks[p, 4 + side] = never
    kept = 0
    for i in range(n_rows):
        v = basic[p, side, i]
        if wanted >> v & 1 or not never >> v & 1:
            if kept < i:
                _move_row(t[p, side], basic[p, side], i, kept, n_free)
            kept += 1
    size[p, side, 0] = kept


@compiled_if_possible
def _share(t: Any, n_rows: int, n_free: int, basic: Any, i: int) -> float:
    """The share of a row's value that one pivot removes, at most 1; -1 where no entry is negative."""
    if t[i, 0] == 0:
        return 1.0
    best = -1.0
    for j in range(n_free):
        c = t[i, j + 1]
        if c < 0:
            k = _limit(t, n_rows, basic, j)
            best = max(best, min(1.0, float(t[k, 0]) * -c / (float(-t[k, j + 1]) * t[i, 0])))
    return best


@compiled_if_possible
def _limit(t: Any, n_rows: int, basic: Any, j: int) -> int:
    """The row that limits a column; of several the one of the smallest variable."""
    limit = -1
    for i in range(n_rows):
        c = t[i, j + 1]
        if c < 0:
            if limit >= 0:
                lead = t[limit, 0] * c - t[i, 0] * t[limit, j + 1]
                if lead > 0 or (lead == 0 and basic[i] > basic[limit]):
                    continue
            limit = i
    return limit


@compiled_if_possible
def without(node: Any, p: int, side: int, variable: int) -> int:
    """Go to the face on which a variable vanishes, too; DONE, EMPTY or BEYOND."""
    t, basic, free, size, masks = node
    if masks[p, 4 + side] >> variable & 1:
        return EMPTY
    while not masks[p, side] >> variable & 1:
        n_rows, n_free = size[p, side, 0], size[p, side, 1]
        i = -1
        for k in range(n_rows):
            if basic[p, side, k] == variable:
                i = k
        if i < 0:
            for j in range(n_free):
                if free[p, side, j] == variable:
                    _drop_column(node, p, side, j)
                    break
            _drop_zeros(node, p, side)
            continue
        entering = _entering(t[p, side], n_rows, n_free, basic[p, side], free[p, side], i)
        if entering < 0:
            if t[p, side, i, 0] > 0:
                return EMPTY
            # the row is 0 plus non-negative terms: all of these must vanish
            for j in range(n_free - 1, -1, -1):
                if t[p, side, i, j + 1] > 0:
                    _drop_column(node, p, side, j)
            _drop_row(node, p, side, i)
            _drop_zeros(node, p, side)
            continue
        leaving = _limit(t[p, side], n_rows, basic[p, side], entering)
        j = entering + 1
        if t[p, side, leaving, 0] * t[p, side, i, j] == t[p, side, i, 0] * t[p, side, leaving, j]:
            leaving = i
        if not pivot(t[p, side], basic[p, side], free[p, side], size[p, side], leaving, entering):
            return BEYOND
    return DONE


@compiled_if_possible
def _entering(t: Any, n_rows: int, n_free: int, basic: Any, free: Any, i: int) -> int:
    """The column whose growth lowers a row most; where none lowers it the one of the smallest variable (Bland's rule)."""
    chosen, most, smallest = -1, 0.0, -1
    for j in range(n_free):
        c = t[i, j + 1]
        if c < 0:
            k = _limit(t, n_rows, basic, j)
            drop = float(t[k, 0]) * -c / -t[k, j + 1]
            if drop > most:
                chosen, most = j, drop
            if smallest < 0 or free[j] < free[smallest]:
                smallest = j
    return chosen if chosen >= 0 else smallest


@compiled_if_possible
def pivot(t: Any, basic: Any, free: Any, size: Any, row: int, column: int) -> bool:
    """Exchange a basic and a free variable; False where some entry becomes too large."""
    n_rows, width, den = size[0], size[1] + 1, size[2]
    j = column + 1
    p = -t[row, j]  # which is positive
    for i in range(n_rows):
        c = t[i, j]
        if i == row:
            continue
        for k in range(width):
            if k != j:
                t[i, k] = (t[i, k] * p + c * t[row, k]) // den
                if abs(t[i, k]) > LARGEST:
                    return False
        t[i, j] = -c
    t[row, j] = -den
    size[2] = p
    basic[row], free[column] = free[column], basic[row]
    return True


@compiled_if_possible
def _drop_zeros(node: Any, p: int, side: int) -> None:
    """Take out what follows from rows that are 0 minus non-negative terms: they vanish, and so do these terms."""
    t, _, _, size, _ = node
    again = True
    while again:
        again = False
        for i in range(size[p, side, 0] - 1, -1, -1):
            zero = t[p, side, i, 0] == 0
            for j in range(size[p, side, 1]):
                zero &= t[p, side, i, j + 1] <= 0
            if zero:
                for j in range(size[p, side, 1] - 1, -1, -1):
                    if t[p, side, i, j + 1] < 0:
                        _drop_column(node, p, side, j)
                        again = True
                _drop_row(node, p, side, i)


@compiled_if_possible
def _drop_column(node: Any, p: int, side: int, j: int) -> None:
    """Hold a free variable at 0."""
    t, _, free, size, masks = node
    last = size[p, side, 1] - 1
    masks[p, side] |= 1 << free[p, side, j]
    free[p, side, j] = free[p, side, last]
    for i in range(size[p, side, 0]):
        t[p, side, i, j + 1] = t[p, side, i, last + 1]
    size[p, side, 1] = last


@compiled_if_possible
def _drop_row(node: Any, p: int, side: int, i: int) -> None:
    """Hold a basic variable at 0."""
    t, basic, _, size, masks = node
    last = size[p, side, 0] - 1
    masks[p, side] |= 1 << basic[p, side, i]
    _move_row(t[p, side], basic[p, side], last, i, size[p, side, 1])
    size[p, side, 0] = last


@compiled_if_possible
def _move_row(t: Any, basic: Any, here: int, there: int, n_free: int) -> None:
    basic[there] = basic[here]
    for k in range(n_free + 1):
        t[there, k] = t[here, k]
