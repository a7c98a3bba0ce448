"""Batches of games of any size through `search_loop`, with a chance to hear an interrupt on the way."""

from typing import Any

import numpy as np

from .arrays import blocks
from .search_loop import DONE, FULL, PAUSED, solve_games
from .search_page import LANES
from .sign_kernel import overflow
from .supports import Found

__all__ = ["solve_by_backtracking"]

#: Entries of dictionaries worked on between two returns to Python: about 0.1 s.
_EFFORT = 30_000_000

_ROOM = 64
_BLOCK = 1024


class _Search:
    """Room for the search in games of one size."""

    def __init__(self, n: int, m: int) -> None:
        self.budget = _EFFORT // (n * m) + 1
        # a level of the search takes a label from one side, and has two new pages at most
        size, pages = max(n, m), 2 * (n + m) + 4
        padded = -(-size // LANES) * LANES
        self.state = (
            np.empty((pages, size + 1, padded)),
            np.empty((pages, 4, n + m), np.intp),
            np.empty((pages, 2, n + m)),
            np.empty((n + m + 2, 3), np.intp),
        )
        self.work = np.empty((3, padded))
        self.x, self.y = np.empty((_ROOM, n)), np.empty((_ROOM, m))

    def solve(self, a: Any, b: Any) -> tuple[Any, Any, Any]:
        """Numbers of equilibria (-1 where floats do not decide), and their mixtures."""
        count, at, end = np.empty(len(a), np.intp), np.zeros(4, np.intp), PAUSED
        while end != DONE:
            end = solve_games(a, b, *self.state, self.work, self.budget, at, count, self.x, self.y)
            if end == FULL:
                self.x, self.y = (np.concatenate([rows, np.empty_like(rows)]) for rows in (self.x, self.y))
        return count, self.x[: at[3]].copy(), self.y[: at[3]].copy()


def solve_by_backtracking(first: Any, second: Any, shape: tuple[int, ...]) -> tuple[Any, Found]:
    """Undecided games (a mask over the flattened batch), and the equilibria of the others."""
    n, m = first.shape[-2:]
    room = _Search(n, m)
    counts = np.zeros(shape, np.intp)
    numbers = np.arange(counts.size).reshape(shape)
    found_x, found_y = [np.empty((0, n))], [np.empty((0, m))]
    for block in blocks(shape, _BLOCK):
        a, b = (np.ascontiguousarray(array[block], dtype=np.float64).reshape(-1, n, m) for array in (first, second))
        for name, payoffs in (("A", a), ("B", b)):
            with np.errstate(all="ignore"):
                bad = ~np.isfinite(payoffs.max(axis=(1, 2)) - payoffs.min(axis=(1, 2)))
            if bad.any():
                raise overflow(name, np.unravel_index(numbers[block].reshape(-1)[np.argmax(bad)], shape))
        count, x, y = room.solve(a, b)
        found_x.append(x)
        found_y.append(y)
        counts[block] = count.reshape(counts[block].shape)
    flat = counts.reshape(-1)
    return flat < 0, (np.maximum(flat, 0), np.concatenate(found_x), np.concatenate(found_y))
