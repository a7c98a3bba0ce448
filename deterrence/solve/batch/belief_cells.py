"""Which types may send a message so that certain replies are best to it; written for numba.

Beliefs on the types split into cells by their support T and the set A of replies that are best against them. Where nothing
is tied by accident a cell has the dimension |T| - |A|, and its corners are all the cells (T', A') with |T'| = |A'|, T'
within T and A' containing A. So the corners, one small linear system each, tell which cells there are; the largest sets of
replies that some belief justifies together are those of corners, too.
"""

from typing import Any

from .compiling import compiled_if_possible
from .small_systems import SOLVED, UNSURE, clear, count_bits, solve_small

__all__ = ["find_cells"]


@compiled_if_possible
def find_cells(costs: Any, cells: Any, sets: Any, work: Any) -> int:
    """Mark the cells of one message.

    Parameters
    ----------
    costs : ndarray, shape (types, replies)
        Payoff lost by each reply against each type, in [0, 1].
    cells : ndarray of bool, shape (2**types, 2**replies)
        Filled.
    sets : ndarray of int
        Filled with the largest sets of replies, as masks.
    work : tuple of ndarrays
        Room for one linear system.

    Returns
    -------
    int
        The number of sets; -1 where floats do not decide.
    """
    n_types, n_replies = costs.shape
    n_sets = 0
    for replies in range(1 << n_replies):
        for types in range(1 << n_types):
            cells[types, replies] = False
            if replies and count_bits(types) == count_bits(replies):
                found = _is_corner(costs, types, replies, work)
                if found == UNSURE:
                    return -1
                if found == SOLVED:
                    cells[types, replies] = True
    for replies in range((1 << n_replies) - 1, 0, -1):
        largest = False
        for types in range(1, 1 << n_types):
            largest |= cells[types, replies]
        # a larger set has a larger mask, so it has come before
        for k in range(n_sets):
            largest &= sets[k] & replies != replies
        if largest:
            sets[n_sets] = replies
            n_sets += 1
    _extend(cells, n_types, n_replies)
    return n_sets


@compiled_if_possible
def _extend(cells: Any, n_types: int, n_replies: int) -> None:
    """From the corners to all cells: more types, fewer replies."""
    for types in range(1 << n_types):
        for replies in range((1 << n_replies) - 1, 0, -1):
            for t in range(n_types):
                if types >> t & 1:
                    cells[types, replies] |= cells[types ^ 1 << t, replies]
            for a in range(n_replies):
                if not replies >> a & 1:
                    cells[types, replies] |= cells[types, replies | 1 << a]


@compiled_if_possible
def _is_corner(costs: Any, types: int, replies: int, work: Any) -> int:
    """Whether the belief on some types that makes as many replies tie is one, and makes them best."""
    system, belief, order = work
    n_types, n_replies = costs.shape
    n = count_bits(types)
    first, row = -1, 1
    for a in range(n_replies):
        if not replies >> a & 1:
            continue
        if first < 0:
            first = a
            continue
        column, scale = 0, 0.0
        for t in range(n_types):
            if types >> t & 1:
                system[row, column] = costs[t, a] - costs[t, first]
                scale = max(scale, abs(system[row, column]))
                column += 1
        if scale > 0.0:
            for j in range(n):
                system[row, j] /= scale
        system[row, n] = 0.0
        row += 1
    for j in range(n + 1):
        system[0, j] = 1.0
    found = solve_small(system, n, n, belief, order)
    if found != SOLVED:
        return found
    for j in range(n):
        found = min(found, clear(belief[j]))
    for a in range(n_replies):
        if not replies >> a & 1:
            column, more = 0, 0.0
            for t in range(n_types):
                if types >> t & 1:
                    more += belief[column] * (costs[t, a] - costs[t, first])
                    column += 1
            found = min(found, clear(more))
    return found
