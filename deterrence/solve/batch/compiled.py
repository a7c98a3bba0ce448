"""Batches through the compiled kernels, block by block, so that an interrupt is heard between blocks."""

from itertools import combinations
from typing import Any

import numpy as np

from .arrays import EXACT_IN_FLOAT, blocks
from .sign_kernel import overflow
from .supports import Found, pairs_of_supports

__all__ = ["classify_compiled", "exact_in_doubles", "fits_loop", "supports_compiled"]

#: Games between two chances to hear an interrupt.
_BLOCK = 2**18
_SMALL_BLOCK = 2**12


def fits_loop(payoffs: tuple[Any, Any], shape: tuple[int, ...], out: Any = None) -> bool:
    """Whether a batch is laid out as the loop over 2x2 games wants it; others go through NumPy."""
    return all(array.flags.c_contiguous for array in (*payoffs, *(out or ()))) and all(
        array.dtype == np.float64 and array.dtype.isnative and array.shape[:-2] == shape for array in payoffs
    )


def classify_compiled(payoffs: tuple[Any, Any], shape: tuple[int, ...], out: Any) -> Any:
    """As `sign_kernel.classify` without a tolerance."""
    from .sign_loop import classify_loop

    code, q, p = out if out is not None else (np.empty(shape, np.uint8), np.empty(shape), np.empty(shape))
    first, second = (array.reshape(-1, 2, 2) for array in payoffs)
    flat = code.reshape(-1), q.reshape(-1), p.reshape(-1)
    for start in range(0, len(first), _BLOCK):
        part = slice(start, start + _BLOCK)
        with np.errstate(all="ignore"):
            bad = classify_loop(first[part], second[part], *(array[part] for array in flat))
        if bad >= 0:
            raise overflow("AB"[bad % 2], np.unravel_index(start + bad // 2, shape))
    return code, q, p, np.broadcast_to(np.False_, shape)


def exact_in_doubles(array: Any) -> bool:
    """Whether every entry is a double; only wide integers may not be."""
    if array.dtype.kind == "f" or array.dtype.itemsize < 8 or not array.size:
        return True
    return bool(int(array.max()) <= EXACT_IN_FLOAT and int(array.min()) >= -EXACT_IN_FLOAT)


def supports_compiled(first: Any, second: Any, shape: tuple[int, ...]) -> tuple[Any, Found]:
    """As `supports.solve_by_supports`, for payoffs that doubles hold exactly."""
    from .support_loop import solve_by_supports_loop

    n, m = first.shape[-2:]
    size = _SMALL_BLOCK
    most = size * len(pairs_of_supports(n, m))
    counts = np.empty(shape, np.intp)
    # what is not written to takes no memory, and is cut off in the end
    rows, total = most + 2 * counts.size, 0
    x, y = np.empty((rows, n)), np.empty((rows, m))
    one_game = (
        np.empty((m, n)),
        np.empty((n, m)),
        np.empty((2, max(n, m))),
        np.empty((len(pairs_of_supports(n, m)) + 1, 4), np.intp),
    )
    row_triples, column_triples = (np.array(list(combinations(range(k), 3)), np.intp).reshape(-1, 3) for k in (n, m))
    numbers = np.arange(counts.size).reshape(shape)
    for block in blocks(shape, size):
        a, b = (np.ascontiguousarray(array[block], dtype=np.float64).reshape(-1, n, m) for array in (first, second))
        count = np.empty(len(a), np.intp)
        if rows < total + most:
            rows = 2 * (total + most)
            _resize(x, y, rows)
        with np.errstate(all="ignore"):
            found, bad = solve_by_supports_loop(a, b, *one_game, row_triples, column_triples, count, x[total:], y[total:])
        if bad >= 0:
            raise overflow("AB"[bad % 2], np.unravel_index(numbers[block].reshape(-1)[bad // 2], shape))
        counts[block] = count.reshape(counts[block].shape)
        total += found
    _resize(x, y, total)
    flat = counts.reshape(-1)
    return flat < 0, (np.maximum(flat, 0), x, y)


def _resize(x: Any, y: Any, rows: int) -> None:
    """Without a copy where the system allows; no view of the arrays is alive."""
    for array in (x, y):
        array.resize((rows, array.shape[1]), refcheck=False)
