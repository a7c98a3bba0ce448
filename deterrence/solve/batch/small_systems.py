"""Linear equations of a few unknowns in floats, which say when floats do not decide; written for numba."""

from typing import Any

from .compiling import compiled_if_possible

__all__ = ["NONE", "SOLVED", "TOLERANCE", "UNSURE", "clear", "count_bits", "solve_small"]

#: A pivot below this may be a zero that rounding has spoilt.
TINY = 1e-6

#: Distance from 0 at which a value decides nothing: pivots above `TINY` leave errors far below it.
TOLERANCE = 1e-9

#: In this order, so that of several conditions the least answer counts.
NONE, UNSURE, SOLVED = 0, 1, 2


@compiled_if_possible
def count_bits(mask: int) -> int:
    """How many bits of a mask are set."""
    n = 0
    while mask:
        mask &= mask - 1
        n += 1
    return n


@compiled_if_possible
def clear(value: float) -> int:
    """Whether a value that must be positive is: SOLVED, NONE, or UNSURE near 0."""
    return SOLVED if value > TOLERANCE else NONE if value < -TOLERANCE else UNSURE


@compiled_if_possible
def solve_small(a: Any, n_rows: int, n: int, x: Any, order: Any) -> int:
    """Solve ``a[i, :n] x = a[i, n]`` for unknowns within [-1, 1] by elimination with complete pivoting.

    Coefficients are at most about 1; `a` is used up. SOLVED means as many independent equations as unknowns; more
    equations, or dependent ones, have NONE, or are UNSURE where they agree up to rounding.
    """
    for j in range(n):
        order[j] = j
    rank = 0
    while rank < n and rank < n_rows:
        most, row, column = TINY, -1, -1
        for i in range(rank, n_rows):
            for j in range(rank, n):
                if abs(a[i, j]) > most:
                    most, row, column = abs(a[i, j]), i, j
        if row < 0:
            break
        for j in range(n + 1):
            a[rank, j], a[row, j] = a[row, j], a[rank, j]
        for i in range(n_rows):
            a[i, rank], a[i, column] = a[i, column], a[i, rank]
        order[rank], order[column] = order[column], order[rank]
        for i in range(rank + 1, n_rows):
            factor = a[i, rank] / a[rank, rank]
            if factor != 0.0:
                for j in range(rank + 1, n + 1):
                    a[i, j] -= factor * a[rank, j]
        rank += 1
    # what is left on the left side of the other equations is at most this
    room = TOLERANCE + (n - rank) * TINY
    for i in range(rank, n_rows):
        if abs(a[i, n]) > room:
            return NONE
    if rank < n or n_rows > n:
        return UNSURE
    for i in range(n - 1, -1, -1):
        value = a[i, n]
        for j in range(i + 1, n):
            value -= a[i, j] * x[order[j]]
        x[order[i]] = value / a[i, i]
    return SOLVED
