"""Replies after an unsent message that keep every type away from it; written for numba.

For each largest set of replies that some belief justifies together they form a polytope: mixtures of these replies that pay
no type more than it gets. Where nothing is tied by accident it is empty or has the dimension of the set. Its corners have
as many types that are just kept away as replies, less one.
"""

from typing import Any

from .compiling import compiled_if_possible
from .small_systems import SOLVED, UNSURE, clear, count_bits, solve_small

__all__ = ["list_corners"]


@compiled_if_possible
def list_corners(payoffs: Any, worth: Any, allowed: int, corners: Any, start: int, work: Any) -> int:
    """Write the corners of one polytope into rows of an array, from a row on.

    Parameters
    ----------
    payoffs : ndarray, shape (types, replies)
        The sender's, of this message, in [0, 1].
    worth : ndarray, shape (types,)
        What each type gets.
    allowed : int
        Mask of the replies.
    corners : ndarray, shape (n, replies)
    start : int
    work : tuple of ndarrays
        Room for one linear system.

    Returns
    -------
    int
        The row after the last corner: `start` where there is none, len(corners) + 1 without room, -1 where floats do not
        decide.
    """
    n_types = len(payoffs)
    mixed = allowed
    while mixed:
        for tight in range(1 << n_types):
            if count_bits(tight) + 1 == count_bits(mixed):
                found = _corner(payoffs, worth, mixed, tight, work)
                if found == UNSURE:
                    return -1
                if found == SOLVED:
                    if start >= len(corners):
                        return len(corners) + 1
                    _write(corners[start], mixed, work[1])
                    start += 1
        mixed = (mixed - 1) & allowed
    return start


@compiled_if_possible
def _corner(payoffs: Any, worth: Any, mixed: int, tight: int, work: Any) -> int:
    """Whether the mixture of some replies that just keeps some types away is one, and keeps the others away, too."""
    system, chances, order = work
    n_types, n_replies = payoffs.shape
    n = count_bits(mixed)
    row = 1
    for t in range(n_types):
        if tight >> t & 1:
            _fill(system[row], payoffs[t], mixed, n, worth[t])
            row += 1
    for j in range(n + 1):
        system[0, j] = 1.0
    found = solve_small(system, n, n, chances, order)
    if found != SOLVED:
        return found
    for j in range(n):
        found = min(found, clear(chances[j]))
    for t in range(n_types):
        if not tight >> t & 1:
            column, left = 0, worth[t]
            for a in range(n_replies):
                if mixed >> a & 1:
                    left -= chances[column] * payoffs[t, a]
                    column += 1
            found = min(found, clear(left))
    return found


@compiled_if_possible
def _fill(row: Any, payoffs: Any, mixed: int, n: int, value: float) -> None:
    """The equation that a mixture of n replies pays a value."""
    column = 0
    for a in range(len(payoffs)):
        if mixed >> a & 1:
            row[column] = payoffs[a]
            column += 1
    row[n] = value


@compiled_if_possible
def _write(row: Any, mixed: int, chances: Any) -> None:
    column = 0
    for a in range(len(row)):
        row[a] = 0.0
        if mixed >> a & 1:
            row[a] = chances[column]
            column += 1
