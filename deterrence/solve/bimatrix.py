"""The two polytopes of a bimatrix game.

A pair of mixed strategies (x, y) is an equilibrium iff every action is unused or a best reply: complementary labels
between two polytopes, {x, level of the second player's cost} and {y, level of the first player's cost}.
"""

from typing import Any

from .complementarity import FacePair, complementary_faces
from .dictionary import Dictionary
from .scaling import common_scale

__all__ = ["bimatrix_faces"]


def bimatrix_faces(first: Any, second: Any) -> list[FacePair]:
    """Maximal pairs of faces; labels are the first player's actions, then the second's."""
    rows, columns = len(first), len(first[0])
    n_labels = rows + columns
    transposed = [list(column) for column in zip(*second, strict=True)]
    x = _polytope(transposed, range(rows), range(rows, n_labels), n_labels)
    y = _polytope(first, range(rows, n_labels), range(rows), n_labels)
    return complementary_faces(x, y, n_labels)


def _polytope(payoffs: Any, mixed: range, replies: range, level: int) -> Dictionary:
    """Mixed strategies, and a level <= the cost of every reply; payoffs are [reply][mixed action].

    Only differences between replies matter, so costs are taken against the best reply to each action.
    """
    best = [max(row[k] for row in payoffs) for k in range(len(mixed))]
    costs = common_scale([best[k] - row[k] for row in payoffs for k in range(len(mixed))])
    n = len(mixed)
    first, *free = mixed
    rows = [[1, *[-1] * (n - 1), 0]]
    for i in range(len(replies)):
        base = costs[i * n]
        rows.append([base, *[costs[i * n + k] - base for k in range(1, n)], -1])
    return Dictionary([first, *replies], [*free, level], rows)
