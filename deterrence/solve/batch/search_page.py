"""Faces of one side of a two-player game for `search_loop`: dictionaries of the simplex method, in floats, for numba.

A face is a *page* of three arrays:

``d[page, 0]`` and ``d[page, 1 + column]``: constants and coefficients of the basic variables, row by row. Rows are padded
to a multiple of `LANES` by a constant 1 and coefficients 0, so that loops over rows run in the vector registers;
``marks[page, BASIC, row]`` and ``marks[page, FREE, column]``: labels of the variables; ``marks[page, PLACE, label]``: its
row, or -1 - column, or ZERO where it vanishes on the face; ``marks[page, WIDTH, 0]``: number of free variables left;
``reads[page, SHARE, label]``: share of a basic variable's value that one pivot removes, -1 where it cannot vanish, AT_ONCE
for a free one and GONE for one that vanishes already; ``reads[page, REACH, column]``: how far a free variable can grow.
"""

from typing import Any

from .compiling import lean_if_possible

__all__ = ["BASIC", "EMPTY", "FINE", "GONE", "LANES", "LOST", "REACH", "SHARE", "WIDTH", "read", "start", "without"]

#: Distance from 0 at which a value decides nothing.
TOLERANCE = 1e-10

#: Rows come in multiples of it.
LANES = 16

ZERO = -1_000_000
BASIC, FREE, PLACE, WIDTH = 0, 1, 2, 3
SHARE, REACH = 0, 1

#: Shares of a free variable, which vanishes without a pivot, and of one that vanishes already.
AT_ONCE, GONE = 1.3, 9.0

EMPTY, LOST, FINE = 0, -1, 1
_MAX_PIVOTS = 1000


@lean_if_possible
def start(payoffs: Any, side: int, rows: int, columns: int, d: Any, marks: Any) -> None:
    """Write the root's page of one side; payoffs are finite, and have a row per row of the game."""
    padded = d.shape[2]
    marks[side, WIDTH, 0] = columns
    largest = 0.0
    for j in range(columns):
        label = j if side == 0 else rows + j
        marks[side, FREE, j], marks[side, PLACE, label] = label, -1 - j
        low = payoffs[j, 0] if side == 0 else payoffs[0, j]
        for i in range(rows):
            d[side, 1 + j, i] = payoffs[j, i] if side == 0 else payoffs[i, j]
            low = min(low, d[side, 1 + j, i])
        for i in range(rows):
            d[side, 1 + j, i] -= low
            largest = max(largest, d[side, 1 + j, i])
        for i in range(rows, padded):
            d[side, 1 + j, i] = 0.0
    for i in range(padded):
        d[side, 0, i] = 1.0
    for i in range(rows):
        label = columns + i if side == 0 else i
        marks[side, BASIC, i], marks[side, PLACE, label] = label, i
        for j in range(columns):
            # without the division a game of equal payoffs would be 0 / 0
            d[side, 1 + j, i] = -1.0 - (d[side, 1 + j, i] / largest if largest > 0 else 0.0)


@lean_if_possible
def _reach(d: Any, page: int, column: int, work: Any) -> float:
    """How far a free variable can grow, from the constants' inverses in the first row of work."""
    one, two, three, four = 1.0, 1.0, 1.0, 1.0
    # four maxima, none of which waits for another
    for i in range(0, d.shape[2], 4):
        one = max(one, -d[page, 1 + column, i] * work[0, i])
        two = max(two, -d[page, 1 + column, i + 1] * work[0, i + 1])
        three = max(three, -d[page, 1 + column, i + 2] * work[0, i + 2])
        four = max(four, -d[page, 1 + column, i + 3] * work[0, i + 3])
    return float(1.0 / max(max(one, two), max(three, four)))


@lean_if_possible
def _reaches(d: Any, reads: Any, page: int, columns: int, work: Any) -> None:
    """How far each free variable can grow; leaves the constants' inverses in the first row of work."""
    for i in range(d.shape[2]):
        work[0, i] = 1.0 / d[page, 0, i]
    for j in range(columns):
        one, two, three, four = 1.0, 1.0, 1.0, 1.0
        # four maxima, none of which waits for another
        for i in range(0, d.shape[2], 4):
            one = max(one, -d[page, 1 + j, i] * work[0, i])
            two = max(two, -d[page, 1 + j, i + 1] * work[0, i + 1])
            three = max(three, -d[page, 1 + j, i + 2] * work[0, i + 2])
            four = max(four, -d[page, 1 + j, i + 3] * work[0, i + 3])
        reads[page, REACH, j] = 1.0 / max(max(one, two), max(three, four))


@lean_if_possible
def _shares(d: Any, marks: Any, reads: Any, page: int, rows: int, work: Any) -> None:
    """Shares of a page, after its reaches."""
    for i in range(d.shape[2]):
        work[1, i] = 0.0
        work[2, i] = 0.0
    for label in range(reads.shape[2]):
        reads[page, SHARE, label] = GONE
    for j in range(marks[page, WIDTH, 0]):
        far = reads[page, REACH, j]
        reads[page, SHARE, marks[page, FREE, j]] = AT_ONCE
        for i in range(d.shape[2]):
            fall = max(-d[page, 1 + j, i], 0.0)
            work[1, i] += fall
            work[2, i] = max(work[2, i], fall * far)
    for i in range(rows):
        possible = d[page, 0, i] - work[1, i] <= TOLERANCE
        reads[page, SHARE, marks[page, BASIC, i]] = min(1.0, work[2, i] * work[0, i]) if possible else -1.0


@lean_if_possible
def read(d: Any, marks: Any, reads: Any, page: int, rows: int, work: Any) -> None:
    """Write down a page's reaches and shares."""
    _reaches(d, reads, page, marks[page, WIDTH, 0], work)
    _shares(d, marks, reads, page, rows, work)


@lean_if_possible
def _can_vanish(d: Any, page: int, row: int, columns: int) -> bool:
    total = 0.0
    for j in range(columns):
        total += max(-d[page, 1 + j, row], 0.0)
    return bool(d[page, 0, row] - total <= TOLERANCE)


@lean_if_possible
def _enters(d: Any, reads: Any, page: int, row: int, columns: int) -> int:
    """Column whose growth lowers a row most, or -1."""
    chosen, most = -1, 0.0
    for j in range(columns):
        drop = -d[page, 1 + j, row] * reads[page, REACH, j]
        if drop > most:
            chosen, most = j, drop
    return chosen


@lean_if_possible
def _leaves(d: Any, page: int, column: int, preferred: int, work: Any) -> int:
    """Row that limits a column, or -1; a preferred row wins ties."""
    for i in range(d.shape[2]):
        work[0, i] = -d[page, 1 + column, i] / d[page, 0, i]
    # no variable exceeds 1: a row that lets one grow to 2 does not limit it
    chosen, steepest = -1, 0.5
    if work[0, preferred] > steepest:
        chosen, steepest = preferred, work[0, preferred]
    for i in range(d.shape[2]):
        if work[0, i] > steepest:
            chosen, steepest = i, work[0, i]
    return chosen


@lean_if_possible
def _exchange(d: Any, page: int, columns: int, r: int, c: int, work: Any) -> None:
    """Pivot: the basic variable of row r and the free one of column c change places."""
    p = d[page, 1 + c, r]
    for i in range(d.shape[2]):
        work[0, i] = d[page, 1 + c, i]
        d[page, 1 + c, i] = 0.0
    work[0, r] = 0.0
    # so that this column is like any other
    d[page, 1 + c, r] = -1.0
    for k in range(columns + 1):
        f = -d[page, k, r] / p
        for i in range(d.shape[2]):
            d[page, k, i] += work[0, i] * f
        d[page, k, r] = f


@lean_if_possible
def _is_clear(d: Any, page: int) -> bool:
    """Whether all constants stay clear of 0."""
    least = 1.0
    for i in range(d.shape[2]):
        least = min(least, d[page, 0, i])
    return bool(least > TOLERANCE)


@lean_if_possible
def _pivot(d: Any, marks: Any, reads: Any, page: int, row: int, columns: int, work: Any) -> bool:
    """Lower the basic variable of a row by one pivot; whether that went well."""
    column = _enters(d, reads, page, row, columns)
    leaving = _leaves(d, page, column, row, work) if column >= 0 else -1
    if leaving >= 0:
        _exchange(d, page, columns, leaving, column, work)
        out, entering = marks[page, BASIC, leaving], marks[page, FREE, column]
        marks[page, BASIC, leaving], marks[page, FREE, column] = entering, out
        marks[page, PLACE, entering], marks[page, PLACE, out] = leaving, -1 - column
    return leaving >= 0 and _is_clear(d, page)


@lean_if_possible
def _copy(d: Any, marks: Any, reads: Any, source: int, target: int) -> None:
    for k in range(4):
        for i in range(marks.shape[2]):
            marks[target, k, i] = marks[source, k, i]
    for k in range(1 + marks[source, WIDTH, 0]):
        for i in range(d.shape[2]):
            d[target, k, i] = d[source, k, i]
    for j in range(reads.shape[2]):
        reads[target, REACH, j] = reads[source, REACH, j]


@lean_if_possible
def _drop(d: Any, marks: Any, page: int, label: int) -> None:
    """Delete the column of a free variable."""
    column, last = -1 - marks[page, PLACE, label], marks[page, WIDTH, 0] - 1
    for i in range(d.shape[2]):
        d[page, 1 + column, i] = d[page, 1 + last, i]
    moved = marks[page, FREE, last]
    marks[page, FREE, column] = moved
    marks[page, PLACE, moved] = -1 - column
    marks[page, PLACE, label] = ZERO
    marks[page, WIDTH, 0] = last


@lean_if_possible
def without(d: Any, marks: Any, reads: Any, source: int, target: int, rows: int, label: int, work: Any) -> int:
    """Write the face on which a label vanishes to another page: whether it is there, is empty, or is not known."""
    _copy(d, marks, reads, source, target)
    columns, row = marks[source, WIDTH, 0], marks[source, PLACE, label]
    answer, pivots = FINE, 0
    while row >= 0 and answer == FINE:
        pivots += 1
        if pivots > _MAX_PIVOTS or not _pivot(d, marks, reads, target, row, columns, work):
            answer = LOST
        row = marks[target, PLACE, label]
        if row >= 0 and answer == FINE:
            _reaches(d, reads, target, columns, work)
            if not _can_vanish(d, target, row, columns):
                answer = EMPTY
    if answer == FINE:
        _drop(d, marks, target, label)
        read(d, marks, reads, target, rows, work)
    return answer
