"""The vertices of a face in compiled small integers: as `deterrence.solve.dictionary.Dictionary.vertices`."""

from typing import Any

import numpy as np

from ..batch.compiling import compiled_if_possible
from .integers import pivot

__all__ = ["Walk", "list_vertices"]

#: Bases of one face that are visited here, and kept for later, at most; beyond that the face is left to Python.
MOST_BASES, MOST_WAITING = 2048, 256


class Walk:
    """Room for walks over faces with some numbers of rows, free variables and variables in all."""

    def __init__(self, n_rows: int, n_free: int, n_variables: int) -> None:
        slots = MOST_WAITING + 1
        self.stack = (
            np.empty((slots, n_rows, 1 + n_free + n_rows), np.int64),
            np.empty((slots, n_rows), np.int64),
            np.empty((slots, n_free), np.int64),
            np.empty((slots, 3), np.int64),
        )
        self.seen = np.empty(MOST_BASES, np.int64)
        self.found = np.empty((MOST_BASES, 2), np.int64), np.empty((MOST_BASES, n_variables), np.int64)


@compiled_if_possible
def list_vertices(t: Any, basic: Any, free: Any, size: Any, zeros: int, stack: Any, seen: Any, found: Any) -> int:
    """Walk over the lexicographically feasible bases of a face.

    Parameters
    ----------
    t, basic, free, size : ndarrays
        A dictionary as in `deterrence.solve.hybrid.integers`.
    zeros : int
        Mask of the variables that vanish on the face.
    stack, seen, found : (tuples of) ndarrays
        Of a `Walk`. The last is filled with each vertex's mask of zeros, its denominator, and the variables' numerators.

    Returns
    -------
    int
        The number of vertices; -1 where they are too many, or numbers become too large.
    """
    n_rows, n_free = size[0], size[1]
    here = len(stack[3]) - 1
    _start(t, basic, free, size, stack)
    n_found, n_seen, used = 0, 1, 1
    seen[0] = _mask(free, n_free)
    while used:
        used -= 1
        _copy(stack, used, here, n_rows, n_free)
        tables, names, columns = stack[0][here], stack[1][here], stack[2][here]
        n_found = _write(tables, names, columns, n_rows, n_free, stack[3][here, 2], zeros, found, n_found)
        mask = _mask(columns, n_free)
        for j in range(n_free):
            i = _leaving(tables, n_rows, n_free, j)
            other = (mask ^ 1 << columns[j]) | 1 << names[i]
            if _holds(seen, n_seen, other):
                continue
            if n_seen == len(seen) or used == here:
                return -1
            seen[n_seen] = other
            n_seen += 1
            _copy(stack, here, used, n_rows, n_free)
            if not pivot(stack[0][used], stack[1][used], stack[2][used], stack[3][used], i, j):
                return -1
            used += 1
    return n_found


@compiled_if_possible
def _start(t: Any, basic: Any, free: Any, size: Any, stack: Any) -> None:
    """Write the dictionary into the first slot, with a column for each row's perturbation."""
    n_rows, n_free, den = size[0], size[1], size[2]
    for i in range(n_rows):
        stack[1][0, i] = basic[i]
        for k in range(n_free + 1):
            stack[0][0, i, k] = t[i, k]
        for k in range(n_rows):
            stack[0][0, i, 1 + n_free + k] = den if i == k else 0
    for j in range(n_free):
        stack[2][0, j] = free[j]
    stack[3][0, 0], stack[3][0, 1], stack[3][0, 2] = n_rows, n_free + n_rows, den


@compiled_if_possible
def _copy(stack: Any, here: int, there: int, n_rows: int, n_free: int) -> None:
    for i in range(n_rows):
        stack[1][there, i] = stack[1][here, i]
        for k in range(1 + n_free + n_rows):
            stack[0][there, i, k] = stack[0][here, i, k]
    for j in range(n_free):
        stack[2][there, j] = stack[2][here, j]
    for k in range(3):
        stack[3][there, k] = stack[3][here, k]


@compiled_if_possible
def _leaving(t: Any, n_rows: int, n_free: int, j: int) -> int:
    """The row that limits a column when every constant is perturbed; unique in a bounded polytope."""
    best = -1
    for i in range(n_rows):
        if t[i, j + 1] < 0:
            if best < 0:
                best = i
                continue
            k = 0
            lead = t[best, 0] * t[i, j + 1] - t[i, 0] * t[best, j + 1]
            while lead == 0:
                k = k + 1 if k else n_free + 1
                lead = t[best, k] * t[i, j + 1] - t[i, k] * t[best, j + 1]
            if lead < 0:
                best = i
    return best


@compiled_if_possible
def _write(t: Any, basic: Any, free: Any, n_rows: int, n_free: int, den: int, zeros: int, found: Any, n_found: int) -> int:
    """Add the vertex of a basis, unless it is known; the number of vertices."""
    mask = zeros | _mask(free, n_free)
    for i in range(n_rows):
        if t[i, 0] == 0:
            mask |= 1 << basic[i]
    marks, values = found
    for k in range(n_found):
        if marks[k, 0] == mask:
            return n_found
    marks[n_found, 0], marks[n_found, 1] = mask, den
    for v in range(values.shape[1]):
        values[n_found, v] = 0
    for i in range(n_rows):
        values[n_found, basic[i]] = t[i, 0]
    return n_found + 1


@compiled_if_possible
def _mask(variables: Any, n: int) -> int:
    mask = 0
    for j in range(n):
        mask |= 1 << variables[j]
    return mask


@compiled_if_possible
def _holds(seen: Any, n_seen: int, mask: int) -> bool:
    k = n_seen - 1
    while k >= 0 and seen[k] != mask:
        k -= 1
    return k >= 0
