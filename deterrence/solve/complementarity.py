"""Pairs of faces of two polytopes that together make every label zero.

An equilibrium is a pair of points, one in each player's polytope, such that for every label its variable is 0 on one
side or on the other. The set of all of them is a finite union of products face x face. `complementary_faces` finds
all the maximal ones by backtracking over labels (after Avis, Rosenberg, Savani and von Stengel 2010):

1. take a label that is not zero on either face; if it can vanish on one side only, it must;
2. otherwise take the one that is hardest to drive to zero, and try both sides;
3. in the second branch give up as soon as the label vanishes on the first side after all: the first branch has that.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from .dictionary import Dictionary, Vertex
from .limits import Limits

__all__ = ["Face", "FacePair", "Leaves", "Node", "complementary_faces", "explore", "maximal"]


@dataclass(frozen=True)
class Face:
    """A face of a polytope: its vertices, and the labels that are 0 on all of it."""

    vertices: tuple[Vertex, ...]
    labels: int  # bit mask of all labels

    @cached_property
    def zeros(self) -> int:
        """Bit mask of the labels that vanish on the whole face."""
        mask = self.labels
        for vertex in self.vertices:
            mask &= vertex[0]
        return mask


FacePair = tuple[Face, Face]

#: Seconds past the time limit in which sets that lie in larger ones are still dropped.
GRACE = 0.2


class Node(NamedTuple):
    """Two faces, and for each side the labels that must not vanish there (another branch has these)."""

    first: Dictionary
    second: Dictionary
    not_first: int = 0
    not_second: int = 0
    share: float = 1.0  # of the whole search, halved wherever both sides are tried


class HasVertices(Protocol):
    """A face, such as a `Dictionary`."""

    zeros: int

    def vertices(self, check: Callable[[], object]) -> list[Vertex]:
        """All vertices."""


class Leaves:
    """Pairs of faces as the search meets them: many share a face, and some lie in others.

    Parameters
    ----------
    n_labels : int
    limits : Limits, optional
        Checked while vertices are listed, too.
    """

    def __init__(self, n_labels: int, limits: Limits) -> None:
        self.labels, self.limits = (1 << n_labels) - 1, limits
        self.pairs: dict[tuple[int, int], FacePair] = {}
        self._known: tuple[dict[int, Face], dict[int, Face]] = ({}, {})

    def add(self, first: HasVertices, second: HasVertices) -> None:
        """Add a pair of faces on which every label is zero."""
        self.put((self._face(0, first), self._face(1, second)))

    def put(self, pair: FacePair) -> None:
        """Add a pair whose vertices are known."""
        self.pairs.setdefault((pair[0].zeros, pair[1].zeros), pair)

    def _face(self, side: int, dictionary: HasVertices) -> Face:
        key = dictionary.zeros
        if key not in self._known[side]:
            self._known[side][key] = Face(tuple(dictionary.vertices(self.limits.check)), self.labels)
        return self._known[side][key]


def complementary_faces(
    first: Dictionary,
    second: Dictionary,
    n_labels: int,
    restrict: Callable[[Dictionary], Iterator[Dictionary]] = lambda face: iter((face,)),
    limits: Limits | None = None,
) -> list[FacePair]:
    """Find all maximal pairs of faces on which every label is zero on one side.

    Parameters
    ----------
    first, second : Dictionary
        The two polytopes; variable ``l < n_labels`` is label ``l`` on both sides.
    n_labels : int
    restrict : callable, optional
        Cuts a face of the second polytope into the faces that are allowed.
    limits : Limits, optional
        Past them the list holds what was found; ``limits.stopped`` says why, ``limits.share`` how far the search was.

    Returns
    -------
    list of (Face, Face)
    """
    leaves = Leaves(n_labels, limits or Limits())
    with leaves.limits.stopping():
        explore([Node(first, second)], leaves, restrict)
    return maximal(leaves.pairs, leaves.limits)


def explore(
    todo: list[Node],
    leaves: Leaves,
    restrict: Callable[[Dictionary], Iterator[Dictionary]] = lambda face: iter((face,)),
) -> None:
    """Find all leaves below some nodes; the list is used up."""
    labels, limits = leaves.labels, leaves.limits
    while todo:
        limits.check()
        node = todo.pop()
        pending = labels & ~(node.first.zeros | node.second.zeros)
        if pending:
            children = _branch(node, pending, limits.check)
            todo += children
            limits.share += node.share - sum(child.share for child in children)
            continue
        for allowed in restrict(node.second):
            leaves.add(node.first, allowed)
        limits.share += node.share


def maximal(pairs: dict[tuple[int, int], FacePair], limits: Limits) -> list[FacePair]:
    """Those pairs that lie in no other: a face contains another when it has fewer zeros.

    When the time is up the pairs that have not been looked at stay.
    """
    by_size: dict[int, list[tuple[int, int]]] = {}
    for a, b in pairs:
        by_size.setdefault(a.bit_count() + b.bit_count(), []).append((a, b))
    larger: list[tuple[int, int]] = []
    dropped = set()
    with limits.stopping():
        for _, keys in sorted(by_size.items()):
            kept = []
            for a, b in keys:
                if any(c & a == c and d & b == d for c, d in larger):
                    dropped.add((a, b))
                else:
                    kept.append((a, b))
                limits.check("dropping what lies in larger sets", GRACE)
            larger += kept
    return [pair for key, pair in pairs.items() if key not in dropped]


def _branch(node: Node, pending: int, check: Callable[[], object]) -> list[Node]:
    """The one or two ways to make the next label zero; none at a dead end."""
    first, second = node.first.status, node.second.status
    chosen, least = -1, 3.0
    while pending:
        label = (pending & -pending).bit_length() - 1
        pending &= pending - 1
        one, two = first(label), second(label)
        if one < 0 or two < 0:
            if one < 0 and two < 0:
                return []
            return _children(node, label, check, first=two < 0, second=one < 0)
        if one + two < least:
            chosen, least = label, one + two
    return _children(node, chosen, check, first=True, second=True)


def _children(node: Node, label: int, check: Callable[[], object], *, first: bool, second: bool) -> list[Node]:
    children = []
    share = node.share / (first + second)
    not_first = node.not_first
    if second:
        face = node.second.without(label, check)
        # when both sides are tried, the first branch has everything on which the first side vanishes
        watch = not_first | (1 << label if first else 0)
        if face is not None and not face.zeros & node.not_second and not node.first.zeros & watch:
            children.append(Node(node.first, face, watch, node.not_second, share))
    if first:
        face = node.first.without(label, check)
        if face is not None and not face.zeros & node.not_first:
            children.append(Node(face, node.second, not_first, node.not_second, share))
    return children
