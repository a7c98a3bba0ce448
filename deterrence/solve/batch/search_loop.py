"""Isolated equilibria of two-player games of any size by label backtracking in floats, written for numba.

Payoffs are shifted and scaled so that all lie in [1, 2]. Side 0 is {x >= 0 : s = 1 - B'x >= 0}, side 1 is
{y >= 0 : r = 1 - A y >= 0}; all variables lie in [0, 1]. Label i < n is x_i and r_i, label n + j is s_j and y_j. An
equilibrium is a pair of vertices, not both 0, at which each label is 0 on one side. As in
`deterrence.solve.complementarity`: labels that can vanish on one side only go there, then comes the one that is hardest to
drive to 0; here a label is given up on a side when its value exceeds the sum of its negative coefficients.

A game is *undecided* when a basic variable comes within `search_page.TOLERANCE` of 0, which is where it is degenerate or
where rounding may have decided. That the rounding errors of all pivots stay below it is tested, not proven.

A node of the search is a face of either side, each a page of `search_page`: ``nodes[slot]`` holds the page of side 0, that
of side 1, and the first page not in use. A child has one new page, and shares the other with its parent.
"""

from typing import Any

from .compiling import lean_if_possible
from .search_page import BASIC, EMPTY, FINE, GONE, LOST, SHARE, WIDTH, read, start, without

__all__ = ["DONE", "FULL", "PAUSED", "solve_games"]

DONE, PAUSED, FULL = 0, 1, 2


@lean_if_possible
def _choose(reads: Any, one: int, other: int) -> int:
    """The label that comes next; -1 at a leaf."""
    chosen, least = -1, GONE / 2
    for label in range(reads.shape[2]):
        both = reads[one, SHARE, label] + reads[other, SHARE, label]
        if both < least:
            chosen, least = label, both
    return chosen


@lean_if_possible
def _write(d: Any, marks: Any, one: int, other: int, row: int, x: Any, y: Any) -> int:
    """Write a leaf's vertices as mixtures; whether it is one, is the pair of origins, or is no pair of vertices."""
    n, m = x.shape[1], y.shape[1]
    if marks[one, WIDTH, 0] > 0 or marks[other, WIDTH, 0] > 0:
        return LOST
    total_x, total_y = 0.0, 0.0
    for i in range(n):
        x[row, i] = 0.0
    for j in range(m):
        y[row, j] = 0.0
    for i in range(m):
        label = marks[one, BASIC, i]
        if label < n:
            x[row, label] = d[one, 0, i]
            total_x += d[one, 0, i]
    for i in range(n):
        label = marks[other, BASIC, i]
        if label >= n:
            y[row, label - n] = d[other, 0, i]
            total_y += d[other, 0, i]
    if total_x == 0 or total_y == 0:
        return EMPTY
    for i in range(n):
        x[row, i] /= total_x
    for j in range(m):
        y[row, j] /= total_y
    return FINE


@lean_if_possible
def _branch(d: Any, marks: Any, reads: Any, nodes: Any, slot: int, label: int, sizes: tuple[int, int], work: Any) -> int:
    """Replace a node by those in which a label vanishes on a side; the number of slots then, or -1 if one is not known."""
    one, other, free = nodes[slot, 0], nodes[slot, 1], nodes[slot, 2]
    known = True
    if reads[one, SHARE, label] >= 0:
        answer = without(d, marks, reads, one, free, sizes[1], label, work)
        known = answer != LOST
        if answer == FINE:
            nodes[slot, 0], nodes[slot, 1], nodes[slot, 2] = free, other, free + 1
            free += 1
            slot += 1
    if known and reads[other, SHARE, label] >= 0:
        answer = without(d, marks, reads, other, free, sizes[0], label, work)
        known = answer != LOST
        if answer == FINE:
            nodes[slot, 0], nodes[slot, 1], nodes[slot, 2] = one, free, free + 1
            slot += 1
    return slot if known else -1


@lean_if_possible
def _begin(a: Any, b: Any, game: int, d: Any, marks: Any, reads: Any, nodes: Any, work: Any) -> int:
    """Put one game's root into the first slot; the number of slots."""
    n, m = a.shape[1:]
    start(b[game], 0, m, n, d, marks)
    start(a[game], 1, n, m, d, marks)
    for side in range(2):
        read(d, marks, reads, side, n if side else m, work)
        nodes[0, side] = side
    nodes[0, 2] = 2
    return 1


@lean_if_possible
def solve_games(
    a: Any, b: Any, d: Any, marks: Any, reads: Any, nodes: Any, work: Any, budget: int, at: Any, count: Any, x: Any, y: Any
) -> int:
    """Equilibria of some games, one after another in x and y, with their numbers in count (-1: undecided).

    It pauses after `budget` nodes, or when x and y are full, and can go on from there: `at` holds the game, the slots in
    use, where the game's equilibria begin, and where they end; at first all 0.
    """
    sizes = a.shape[1], a.shape[2]
    game, slots, begin, found = at[0], at[1], at[2], at[3]
    end = DONE
    while game < len(a) and end == DONE:
        if slots == 0:
            slots = _begin(a, b, game, d, marks, reads, nodes, work)
        while slots > 0 and end == DONE:
            if budget <= 0 or found == len(x):
                end = PAUSED if budget <= 0 else FULL
                continue
            budget -= 1
            slots -= 1
            label = _choose(reads, nodes[slots, 0], nodes[slots, 1])
            if label >= 0:
                slots = _branch(d, marks, reads, nodes, slots, label, sizes, work)
            else:
                answer = _write(d, marks, nodes[slots, 0], nodes[slots, 1], found, x, y)
                found += max(answer, 0)
                slots = -1 if answer == LOST else slots
        if end == DONE:
            # a game without ties has an odd number
            decided = slots == 0 and (found - begin) % 2 == 1
            found = found if decided else begin
            count[game] = found - begin if decided else -1
            game, slots, begin = game + 1, 0, found
    at[0], at[1], at[2], at[3] = game, slots, begin, found
    return end
