"""The two polytopes of a bimatrix game.

A pair of mixed strategies (x, y) is an equilibrium iff every action is unused or a best reply: complementary labels
between two polytopes, {x, level of the second player's cost} and {y, level of the first player's cost}.
"""

import sys
from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from .complementarity import FacePair, Leaves, complementary_faces, maximal
from .dictionary import Dictionary
from .limits import Limits
from .scaling import common_scale, positive_integers, whole

if TYPE_CHECKING:
    from .hybrid.leaf import Side

__all__ = ["bimatrix_faces"]


#: From this size on, the actions of the player who has fewer, starting numba pays for itself within one search; from the
#: other one on the compiled search is worth its while once numba is there.
WORTH_STARTING, WORTH_USING = 13, 6

#: Payoffs up to here (in positive integers) often tie, which floats cannot decide, and have small determinants: compiled
#: integers suit them better.
SMALL = 16

#: Seconds that a search must be allowed before numba is started, which may have to compile first.
PATIENCE = 30.0


def bimatrix_faces(first: Any, second: Any, limits: Limits | None = None, *, compiled: bool | None = None) -> list[FacePair]:
    """Maximal pairs of faces; labels are the first player's actions, then the second's.

    Past the limits the list holds what was found, and ``limits`` says why and how far the search was. ``compiled`` says
    whether to search in compiled floats or small integers, which find the same; by default where they can and where it pays.
    """
    rows, columns = len(first), len(first[0])
    n_labels = rows + columns
    if isinstance(first[0][0], Fraction):
        first, second = whole(first), whole(second)
    transposed = [list(column) for column in zip(*second, strict=True)]

    def polytopes() -> tuple[Dictionary, Dictionary]:
        x = _polytope(transposed, range(rows), range(rows, n_labels), n_labels)
        return x, _polytope(first, range(rows, n_labels), range(rows), n_labels)

    limits = limits or Limits()
    if compiled is None:
        compiled = _compiled_pays(min(rows, columns), limits.seconds)
    sides = _compilable(transposed, first) if compiled else None
    if sides is None:
        return complementary_faces(*polytopes(), n_labels, limits=limits)
    leaves = Leaves(n_labels, limits)
    with limits.stopping():
        if max(max(map(max, side.payoffs)) for side in sides) <= SMALL:
            from .hybrid.integer_search import explore_in_integers

            explore_in_integers(polytopes, leaves)
        else:
            from .hybrid.search import explore_in_floats

            explore_in_floats(sides, polytopes, leaves)
    return maximal(leaves.pairs, limits)


def _compiled_pays(size: int, seconds: float) -> bool:
    """Whether to search in compiled floats; without numba they would be slow."""
    if f"{__package__}.hybrid.kernel" not in sys.modules:
        started = "numba" in sys.modules
        if seconds < PATIENCE or size < (WORTH_USING if started else WORTH_STARTING):
            return False
    return size >= WORTH_USING and find_spec("numba") is not None


def _compilable(by_column: Any, by_row: Any) -> "tuple[Side, Side] | None":
    """The two polytopes for the search in floats; None where numbers are too large for it, or no rationals."""
    columns, rows = len(by_column), len(by_row)
    if not isinstance(by_row[0][0], int):
        return None
    from .hybrid.leaf import LARGEST, MOST_LABELS, Side

    if rows + columns > MOST_LABELS:
        return None
    mine, theirs = [*range(rows)], [*range(rows, rows + columns)]
    sides = Side(positive_integers(by_column), mine + theirs), Side(positive_integers(by_row), theirs + mine)
    return sides if max(max(map(max, side.payoffs)) for side in sides) <= LARGEST else None


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
    return Dictionary([first, *replies], [*free, level], rows, wanted=sum(1 << k for k in mixed))
