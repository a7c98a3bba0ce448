"""The search for all equilibria in compiled floats, with exact leaves, and exact help where floats cannot decide."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..complementarity import Leaves, Node, explore
from ..dictionary import Dictionary
from .kernel import run
from .leaf import Side, isolated

__all__ = ["explore_in_floats", "face_of"]

#: Floating-point operations between two looks at the clock: far less than 0.2 s.
OPERATIONS = 10_000_000

#: Room for what is found between two looks.
ROOM = 256

_Known = dict[int, Dictionary | None]


def explore_in_floats(sides: tuple[Side, Side], exact: Callable[[], tuple[Dictionary, Dictionary]], leaves: Leaves) -> None:
    """Find all leaves.

    Parameters
    ----------
    sides : tuple of Side
        The two polytopes in integers.
    exact : callable
        The same two polytopes for the exact search; called when they are needed.
    leaves : Leaves
    """
    search = _Search(sides)
    known: tuple[_Known, _Known] = ({}, {})
    limits = leaves.limits
    before = 1.0
    while search.used:
        limits.check()
        found, unsure = search.go_on()
        for zeros in found:
            pair = isolated(sides, zeros, leaves.labels)
            if pair is None:
                unsure.append((*zeros, 0, 0, 0.0))
            elif pair:
                leaves.put(pair)
        left = search.share
        limits.share += before - left - sum(node[-1] for node in unsure)
        before = left
        if unsure and not known[0]:
            known[0][0], known[1][0] = exact()
        for one, two, not_first, not_second, share in unsure:
            limits.check()
            first, second = face_of(known[0], one, limits.check), face_of(known[1], two, limits.check)
            if first is None or second is None or first.zeros & not_first or second.zeros & not_second:
                limits.share += share
            else:
                explore([Node(first, second, not_first, not_second, share)], leaves)


def face_of(known: _Known, zeros: int, check: Callable[[], object]) -> Dictionary | None:
    """The exact face on which some variables are 0, by way of faces that were made before."""
    if zeros not in known:
        top = 1 << zeros.bit_length() - 1
        larger = face_of(known, zeros ^ top, check)
        known[zeros] = None if larger is None else larger.without(top.bit_length() - 1, check)
    return known[zeros]


class _Search:
    """The arrays of the compiled search."""

    def __init__(self, sides: tuple[Side, Side]) -> None:
        n_labels = len(sides[0].labels)
        slots = n_labels + 3
        nodes: list[Any] = []
        self.sides: tuple[Any, ...] = ()
        for side in sides:
            n_rows, n_free = len(side.payoffs), len(side.payoffs[0])
            c = np.ldexp(np.array(side.payoffs, float), -max(max(row) for row in side.payoffs).bit_length())
            labels = np.array(side.labels, np.int64)
            table = np.zeros((slots, n_rows, n_free + 1))
            basic, free = np.zeros((slots, n_rows), np.int64), np.zeros((slots, n_free), np.int64)
            table[0, :, 0], table[0, :, 1:] = 1.0, -c
            basic[0], free[0] = labels[n_free:], labels[:n_free]
            nodes += [table, basic, free]
            self.sides += (c, labels)
        share = np.zeros(slots)
        share[0] = 1.0
        self.nodes = (*nodes, np.zeros((slots, 4), np.int64), share)
        self.used = 1
        cells = len(sides[0].payoffs) * len(sides[0].payoffs[0])
        self.n_steps = max(1, OPERATIONS // (40 * cells))
        self.leaves, self.unsure = np.zeros((ROOM, 2), np.int64), (np.zeros((ROOM, 4), np.int64), np.zeros(ROOM))
        self.work = tuple(np.zeros(n_labels) for _ in range(4))

    @property
    def share(self) -> float:
        """The share of the search that is still to be done."""
        return float(self.nodes[-1][: self.used].sum())

    def go_on(self) -> tuple[list[tuple[int, int]], list[tuple[int, int, int, int, float]]]:
        """Some steps: the leaves and the unsure nodes that were met."""
        state = run(self.nodes, self.sides, self.used, self.n_steps, self.leaves, self.unsure, self.work)
        self.used, n_leaves, n_unsure = map(int, state)
        masks, shares = (array[:n_unsure].tolist() for array in self.unsure)
        found = [(one, two) for one, two in self.leaves[:n_leaves].tolist()]
        return found, [(*mask, share) for mask, share in zip(masks, shares, strict=True)]
