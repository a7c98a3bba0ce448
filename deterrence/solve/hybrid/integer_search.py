"""The search for all equilibria in compiled small integers, with the exact search behind it where they do not suffice."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..batch.compiling import compiled_if_possible
from ..complementarity import Leaves, Node, explore
from ..dictionary import Dictionary, Vertex
from .integer_vertices import Walk, list_vertices
from .integers import BEYOND, DONE, LARGEST, shares, without
from .search import face_of

__all__ = ["explore_in_integers"]

#: Nodes between two looks at the clock: far less than 0.2 s.
STEPS = 5_000

ROOM = 256

_LEAF, _PAUSED, _FULL = 0, 1, 2


def explore_in_integers(exact: Callable[[], tuple[Dictionary, Dictionary]], leaves: Leaves) -> None:
    """Find all leaves.

    Parameters
    ----------
    exact : callable
        The two polytopes.
    leaves : Leaves
    """
    roots = exact()
    if any(abs(v) > LARGEST for root in roots for row in root.rows for v in row):
        explore([Node(*roots)], leaves)
        return
    known: tuple[dict[int, Dictionary | None], ...] = ({0: roots[0]}, {0: roots[1]})
    limits = leaves.limits
    search = _Search(roots, leaves.labels.bit_length())
    before = 1.0
    while search.used:
        limits.check()
        beyond, leaf = search.go_on()
        if leaf is not None:
            leaves.add(*leaf)
        left = search.left
        limits.share += before - left - sum(node[-1] for node in beyond)
        before = left
        for one, two, not_first, not_second, share in beyond:
            first, second = face_of(known[0], one, limits.check), face_of(known[1], two, limits.check)
            if first is None or second is None or first.zeros & not_first or second.zeros & not_second:
                limits.share += share
            else:
                explore([Node(first, second, not_first, not_second, share)], leaves)


class _Search:
    """The arrays of the compiled search."""

    def __init__(self, roots: tuple[Dictionary, Dictionary], n_labels: int) -> None:
        slots = n_labels + 3
        n_rows, n_free = (max(len(part) for part in parts) for parts in zip(*((r.rows, r.free) for r in roots), strict=True))
        self.node = (
            np.zeros((slots, 2, n_rows, n_free + 1), np.int64),
            np.zeros((slots, 2, n_rows), np.int64),
            np.zeros((slots, 2, n_free), np.int64),
            np.zeros((slots, 2, 3), np.int64),
            np.zeros((slots, 6), np.int64),
        )
        t, basic, free, size, _ = self.node
        for side, root in enumerate(roots):
            t[0, side, : len(root.rows), : len(root.free) + 1] = root.rows
            basic[0, side, : len(root.rows)], free[0, side, : len(root.free)] = root.basic, root.free
            size[0, side] = len(root.rows), len(root.free), root.den
        self.wanted = np.array([root.wanted & (1 << n_labels + 1) - 1 for root in roots])
        self.share = np.zeros(slots)
        self.share[0] = 1.0
        self.used, self.n_labels = 1, n_labels
        self.walk = Walk(n_rows, n_free, n_labels + 1)
        self.beyond = np.zeros((ROOM, 4), np.int64), np.zeros(ROOM)
        self.found = np.zeros((2, n_labels + 1))

    @property
    def left(self) -> float:
        """The share of the search that is still to be done."""
        return float(self.share[: self.used].sum())

    def go_on(self) -> tuple[list[Any], tuple["_Face", "_Face"] | None]:
        """Some steps, up to the next leaf: nodes whose numbers became too large, and the leaf, if it was reached."""
        state, self.used, n = _run(self.node, self.share, self.used, STEPS, self.wanted, self.beyond, self.found)
        masks, shares_of = (array[:n].tolist() for array in self.beyond)
        leaf = None
        if state == _LEAF:
            self.used -= 1
            leaf = _Face(self, 0), _Face(self, 1)
        return [(*mask, share) for mask, share in zip(masks, shares_of, strict=True)], leaf


class _Face:
    """One side of a leaf, to be used before the search goes on."""

    def __init__(self, search: _Search, side: int) -> None:
        self.search, self.side = search, side
        self.zeros = int(search.node[4][search.used, side])

    def vertices(self, check: Callable[[], object]) -> list[Vertex]:
        """All vertices."""
        t, basic, free, size = (array[self.search.used, self.side] for array in self.search.node[:4])
        walk = self.search.walk
        n = list_vertices(t, basic, free, size, self.zeros, walk.stack, walk.seen, walk.found)
        if n >= 0:
            marks, values = (array[:n].tolist() for array in walk.found)
            return [
                (mask, {v: x for v, x in enumerate(row) if x}, den) for (mask, den), row in zip(marks, values, strict=True)
            ]
        n_rows, n_free, den = size.tolist()
        names = basic[:n_rows].tolist(), free[:n_free].tolist()
        rows = t[:n_rows, : n_free + 1].tolist()
        return Dictionary(*names, rows, den, self.zeros, int(self.search.wanted[self.side])).vertices(check)


@compiled_if_possible
def _run(node: Any, share: Any, used: int, n_steps: int, wanted: Any, beyond: Any, found: Any) -> Any:
    """Go on for some steps, to a leaf, or until there is no room; how it ended, slots in use, and nodes put aside."""
    masks = node[4]
    n_labels = found.shape[1] - 1
    everything = (1 << n_labels) - 1
    n_beyond = 0
    for _ in range(n_steps):
        if used == 0 or n_beyond + 2 > len(beyond[1]):
            return _FULL, used, n_beyond
        p = used - 1
        pending = everything & ~(masks[p, 0] | masks[p, 1])
        if pending == 0:
            return _LEAF, used, n_beyond
        shares(node, p, 0, wanted[0], found[0])
        shares(node, p, 1, wanted[1], found[1])
        label = _choose(pending, n_labels, found)
        on_first, on_second = found[0, label] >= 0.0, found[1, label] >= 0.0
        used, n_beyond = _branch(node, share, p, label, on_first, on_second, beyond, n_beyond)
    return _PAUSED, used, n_beyond


@compiled_if_possible
def _choose(pending: int, n_labels: int, found: Any) -> int:
    """A label that can be zero on one side at most, else the one that is hardest to drive to zero."""
    chosen, least = -1, 3.0
    for label in range(n_labels):
        if pending >> label & 1:
            one, two = found[0, label], found[1, label]
            if one < 0.0 or two < 0.0:
                return label
            if one + two < least:
                chosen, least = label, one + two
    return chosen


@compiled_if_possible
def _branch(node: Any, share: Any, p: int, label: int, on_first: bool, on_second: bool, beyond: Any, n_beyond: int) -> Any:
    """Replace a node by those in which a label is zero on the second side, and on the first."""
    masks = node[4]
    bit = 1 << label
    q = p
    if on_first and on_second:
        q = p + 1
        share[p] /= 2
        _copy(node, share, p, q)
        masks[p, 2] |= bit  # the first branch has everything on which the first side vanishes
    used = p
    for side in range(1, -1, -1):
        slot = p if side else q
        if not (on_second if side else on_first):
            continue
        state = without(node, slot, side, label)
        if state == BEYOND:
            beyond[0][n_beyond] = masks[slot, :4]
            beyond[0][n_beyond, side] |= bit
            beyond[1][n_beyond] = share[slot]
            n_beyond += 1
        elif state == DONE and not masks[slot, 0] & masks[slot, 2] and not masks[slot, 1] & masks[slot, 3]:
            if used < slot:
                _copy(node, share, slot, used)
            used += 1
    return used, n_beyond


@compiled_if_possible
def _copy(node: Any, share: Any, here: int, there: int) -> None:
    t, basic, free, size, masks = node
    for side in range(2):
        for i in range(size[here, side, 0]):
            basic[there, side, i] = basic[here, side, i]
            for k in range(size[here, side, 1] + 1):
                t[there, side, i, k] = t[here, side, i, k]
        for j in range(size[here, side, 1]):
            free[there, side, j] = free[here, side, j]
        for k in range(3):
            size[there, side, k] = size[here, side, k]
    for k in range(6):
        masks[there, k] = masks[here, k]
    share[there] = share[here]
