"""Batches of games of any size through `search_loop`, with a chance to hear an interrupt on the way."""

from typing import Any

import numpy as np

from .arrays import blocks
from .search_loop import FULL, UNDECIDED, search, start_search
from .sign_kernel import overflow
from .supports import Found

__all__ = ["solve_by_backtracking"]

#: Entries of dictionaries worked on between two returns to Python: about 0.1 s.
_EFFORT = 10_000_000

_ROOM = 64


class _Search:
    """Room for the search in games of one size."""

    def __init__(self, n: int, m: int) -> None:
        self.n, self.m, size = n, m, max(n, m)
        slots = n + m + 2
        self.state = (
            np.empty((slots, 2, size, size + 1)),
            np.empty((slots, 2, 2, size), np.intp),
            np.empty((slots, 2, n + m), np.intp),
            np.empty((slots, 2), np.intp),
        )
        self.reach = np.empty((2, size))
        self.x, self.y = np.empty((_ROOM, n)), np.empty((_ROOM, m))

    def solve(self, a: Any, b: Any) -> int:
        """Number of equilibria, written into the first rows of x and y; -1 where floats do not decide."""
        start_search(a, b, *self.state)
        budget = _EFFORT // (self.n * self.m) + 1
        slots, found = 1, 0
        while slots:
            end, slots, found = search(self.state, self.n, self.m, slots, budget, self.reach, found, self.x, self.y)
            if end == UNDECIDED:
                return -1
            if end == FULL:
                self.x, self.y = (np.concatenate([rows, np.empty_like(rows)]) for rows in (self.x, self.y))
        # a game without ties has an odd number
        return found if found % 2 else -1


def solve_by_backtracking(first: Any, second: Any, shape: tuple[int, ...]) -> tuple[Any, Found]:
    """Undecided games (a mask over the flattened batch), and the equilibria of the others."""
    n, m = first.shape[-2:]
    room = _Search(n, m)
    counts = np.zeros(shape, np.intp)
    numbers = np.arange(counts.size).reshape(shape)
    found_x, found_y = [np.empty((0, n))], [np.empty((0, m))]
    for block in blocks(shape, 1024):
        a, b = (np.ascontiguousarray(array[block], dtype=np.float64).reshape(-1, n, m) for array in (first, second))
        count = np.empty(len(a), np.intp)
        for name, payoffs in (("A", a), ("B", b)):
            with np.errstate(all="ignore"):
                bad = ~np.isfinite(payoffs.max(axis=(1, 2)) - payoffs.min(axis=(1, 2)))
            if bad.any():
                raise overflow(name, np.unravel_index(numbers[block].reshape(-1)[np.argmax(bad)], shape))
        for k in range(len(a)):
            count[k] = room.solve(a[k], b[k])
            if count[k] > 0:
                found_x.append(room.x[: count[k]].copy())
                found_y.append(room.y[: count[k]].copy())
        counts[block] = count.reshape(counts[block].shape)
    flat = counts.reshape(-1)
    return flat < 0, (np.maximum(flat, 0), np.concatenate(found_x), np.concatenate(found_y))
