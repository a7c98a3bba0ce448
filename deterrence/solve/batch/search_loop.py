"""Isolated equilibria of a two-player game of any size by label backtracking in floats, written for numba.

Payoffs are shifted and scaled so that all lie in [1, 2]. Side 0 is {x >= 0 : s = 1 - B'x >= 0}, side 1 is
{y >= 0 : r = 1 - A y >= 0}; all variables lie in [0, 1]. Label i < n is x_i and r_i, label n + j is s_j and y_j. An
equilibrium is a pair of vertices, not both 0, at which each label is 0 on one side. As in
`deterrence.solve.complementarity`: labels that can vanish on one side only go there, then comes the one that is hardest to
drive to 0; here a label is given up on a side when its value exceeds the sum of its negative coefficients.

A game is *undecided* when a basic variable comes within `TOLERANCE` of 0, which is where it is degenerate or where rounding
may have decided. That the rounding errors of all pivots stay below it is tested, not proven.

A node of the search is a slot of these arrays:

``t[slot, side, row, 0]`` and ``t[slot, side, row, 1 + column]``: constant and coefficients of the basic variables;
``names[slot, side, 0, row]`` and ``names[slot, side, 1, column]``: labels of the basic and the free variables;
``place[slot, side, label]``: its row, or -1 - column, or ZERO where it vanishes on the face;
``width[slot, side]``: number of free variables left.
"""

from typing import Any

from .compiling import compiled_if_possible

__all__ = ["DONE", "FULL", "PAUSED", "UNDECIDED", "search", "start_search"]

#: Distance from 0 at which a value decides nothing.
TOLERANCE = 1e-10

ZERO = -1_000_000
DONE, UNDECIDED, PAUSED, FULL = 0, 1, 2, 3

_EMPTY, _LOST, _FINE = 0, -1, 1
_MAX_PIVOTS = 1000


@compiled_if_possible
def start_search(a: Any, b: Any, t: Any, names: Any, place: Any, width: Any) -> None:
    """Write the root of the search for one game into slot 0; payoffs are finite."""
    n, m = a.shape
    for side in range(2):
        rows, columns = (m, n) if side == 0 else (n, m)
        width[0, side] = columns
        payoffs = b.T if side == 0 else a
        for j in range(columns):
            names[0, side, 1, j] = j if side == 0 else n + j
            place[0, side, names[0, side, 1, j]] = -1 - j
        largest = 0.0
        for j in range(columns):
            low = payoffs[0, j]
            for i in range(rows):
                low = min(low, payoffs[i, j])
            for i in range(rows):
                t[0, side, i, 1 + j] = payoffs[i, j] - low
                largest = max(largest, payoffs[i, j] - low)
        for i in range(rows):
            names[0, side, 0, i] = n + i if side == 0 else i
            place[0, side, names[0, side, 0, i]] = i
            t[0, side, i, 0] = 1.0
            for j in range(columns):
                # without the division a game of equal payoffs would be 0 / 0
                share = t[0, side, i, 1 + j] / largest if largest > 0 else 0.0
                t[0, side, i, 1 + j] = -1.0 - share


@compiled_if_possible
def _reaches(d: Any, rows: int, columns: int, reach: Any) -> None:
    """How far each free variable can grow."""
    for j in range(columns):
        reach[j] = 1.0
    for i in range(rows):
        value = d[i, 0]
        for j in range(columns):
            c = d[i, 1 + j]
            if c < 0 and value < -c * reach[j]:
                reach[j] = value / -c


@compiled_if_possible
def _status(d: Any, row: int, columns: int, reach: Any) -> float:
    """Share of a basic variable's value that one pivot removes, or -1 where it cannot vanish."""
    value = d[row, 0]
    negative, most = 0.0, 0.0
    for j in range(columns):
        c = d[row, 1 + j]
        if c < 0:
            negative -= c
            most = max(most, -c * reach[j])
    if value - negative > TOLERANCE:
        return -1.0
    return float(min(1.0, most / value))


@compiled_if_possible
def _pivot(d: Any, rows: int, columns: int, r: int, c: int) -> bool:
    """Exchange the basic variable of row r and the free one of column c; whether all constants stay clear of 0."""
    p = d[r, 1 + c]
    for k in range(columns + 1):
        d[r, k] = -d[r, k] / p
    d[r, 1 + c] = 1.0 / p
    clear = d[r, 0] > TOLERANCE
    for i in range(rows):
        if i != r:
            f = d[i, 1 + c]
            if f != 0:
                d[i, 1 + c] = 0.0
                for k in range(columns + 1):
                    d[i, k] += f * d[r, k]
                clear = clear & (d[i, 0] > TOLERANCE)
    return bool(clear)


@compiled_if_possible
def _enters(d: Any, row: int, columns: int, reach: Any) -> int:
    """Column whose growth lowers a row most, or -1."""
    chosen, most = -1, 0.0
    for j in range(columns):
        drop = -d[row, 1 + j] * reach[j]
        if drop > most:
            chosen, most = j, drop
    return chosen


@compiled_if_possible
def _leaves(d: Any, rows: int, column: int, preferred: int) -> int:
    """Row that limits a column; a preferred row wins ties."""
    chosen, least = -1, 2.0
    c = d[preferred, 1 + column]
    if c < 0:
        chosen, least = preferred, d[preferred, 0] / -c
    for i in range(rows):
        c = d[i, 1 + column]
        if c < 0 and d[i, 0] < -c * least and i != preferred:
            chosen, least = i, d[i, 0] / -c
    return chosen


@compiled_if_possible
def _without(state: Any, slot: int, side: int, rows: int, label: int, reach: Any) -> int:
    """Move to the face on which a label vanishes: whether it is there, is empty, or is not known."""
    t, names, place, width = state
    for _ in range(_MAX_PIVOTS):
        columns = width[slot, side]
        row = place[slot, side, label]
        if row < 0:
            column, last = -1 - row, columns - 1
            for i in range(rows):
                t[slot, side, i, 1 + column] = t[slot, side, i, 1 + last]
            moved = names[slot, side, 1, last]
            names[slot, side, 1, column] = moved
            place[slot, side, moved] = -1 - column
            place[slot, side, label] = ZERO
            width[slot, side] = last
            return _FINE
        _reaches(t[slot, side], rows, columns, reach[side])
        if _status(t[slot, side], row, columns, reach[side]) < 0:
            return _EMPTY
        column = _enters(t[slot, side], row, columns, reach[side])
        if column < 0:
            return _LOST
        leaving = _leaves(t[slot, side], rows, column, row)
        if leaving < 0 or not _pivot(t[slot, side], rows, columns, leaving, column):
            return _LOST
        out, entering = names[slot, side, 0, leaving], names[slot, side, 1, column]
        names[slot, side, 0, leaving], names[slot, side, 1, column] = entering, out
        place[slot, side, entering], place[slot, side, out] = leaving, -1 - column
    return _LOST


@compiled_if_possible
def _choose(state: Any, slot: int, n: int, m: int, reach: Any) -> tuple[int, bool, bool]:
    """The next label, and on which sides it may vanish; label -1 at a leaf."""
    t, _, place, width = state
    _reaches(t[slot, 0], m, width[slot, 0], reach[0])
    _reaches(t[slot, 1], n, width[slot, 1], reach[1])
    chosen, least = -1, 3.0
    for label in range(n + m):
        one, other = place[slot, 0, label], place[slot, 1, label]
        if one == ZERO or other == ZERO:
            continue
        first = 1.0 if one < 0 else _status(t[slot, 0], one, width[slot, 0], reach[0])
        second = 1.0 if other < 0 else _status(t[slot, 1], other, width[slot, 1], reach[1])
        if first < 0 or second < 0:
            return label, first >= 0, second >= 0
        if first + second < least:
            chosen, least = label, first + second
    return chosen, True, True


@compiled_if_possible
def _copy(state: Any, source: int, target: int, n: int, m: int) -> None:
    t, names, place, width = state
    for side in range(2):
        rows = m if side == 0 else n
        columns = width[source, side]
        width[target, side] = columns
        for i in range(rows):
            names[target, side, 0, i] = names[source, side, 0, i]
            for k in range(columns + 1):
                t[target, side, i, k] = t[source, side, i, k]
        for j in range(columns):
            names[target, side, 1, j] = names[source, side, 1, j]
        for label in range(n + m):
            place[target, side, label] = place[source, side, label]


@compiled_if_possible
def _write(state: Any, slot: int, n: int, m: int, row: int, x: Any, y: Any) -> int:
    """Write a leaf's vertices as mixtures; whether it is one, is the pair of origins, or is no pair of vertices."""
    t, names, _, width = state
    if width[slot, 0] > 0 or width[slot, 1] > 0:
        return _LOST
    total_x, total_y = 0.0, 0.0
    for i in range(n):
        x[row, i] = 0.0
    for j in range(m):
        y[row, j] = 0.0
    for i in range(m):
        label = names[slot, 0, 0, i]
        if label < n:
            x[row, label] = t[slot, 0, i, 0]
            total_x += t[slot, 0, i, 0]
    for i in range(n):
        label = names[slot, 1, 0, i]
        if label >= n:
            y[row, label - n] = t[slot, 1, i, 0]
            total_y += t[slot, 1, i, 0]
    if total_x == 0 or total_y == 0:
        return _EMPTY
    for i in range(n):
        x[row, i] /= total_x
    for j in range(m):
        y[row, j] /= total_y
    return _FINE


@compiled_if_possible
def search(
    state: Any, n: int, m: int, slots: int, budget: int, reach: Any, found: int, x: Any, y: Any
) -> tuple[int, int, int]:
    """Work on the nodes in the first slots; return how it ended, and the numbers of slots and of equilibria.

    It pauses after `budget` nodes, or when x and y are full, and can go on from there.
    """
    while slots:
        if budget == 0:
            return PAUSED, slots, found
        if found == len(x):
            return FULL, slots, found
        budget -= 1
        slot = slots - 1
        label, first, second = _choose(state, slot, n, m, reach)
        if label < 0:
            answer = _write(state, slot, n, m, found, x, y)
            if answer == _LOST:
                return UNDECIDED, slots, found
            found += answer
            slots -= 1
            continue
        top = slot
        if first and second:
            _copy(state, slot, slot + 1, n, m)
        for side in range(2):
            if first if side == 0 else second:
                answer = _without(state, top, side, m if side == 0 else n, label, reach)
                if answer == _LOST:
                    return UNDECIDED, slots, found
                if answer == _FINE:
                    top += 1
                elif side == 0 and second:
                    # the copy has the node as it was
                    _copy(state, slot + 1, slot, n, m)
        slots = top
    return DONE, 0, found
