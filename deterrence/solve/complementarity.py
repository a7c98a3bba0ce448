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

from .dictionary import Dictionary, Vertex

__all__ = ["Face", "FacePair", "complementary_faces", "maximal"]


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


@dataclass(frozen=True)
class _Node:
    """Two faces, and for each side the labels that must not vanish there (another branch has these)."""

    first: Dictionary
    second: Dictionary
    not_first: int = 0
    not_second: int = 0


def complementary_faces(
    first: Dictionary,
    second: Dictionary,
    n_labels: int,
    restrict: Callable[[Dictionary], Iterator[Dictionary]] = lambda face: iter((face,)),
) -> list[FacePair]:
    """Find all maximal pairs of faces on which every label is zero on one side.

    Parameters
    ----------
    first, second : Dictionary
        The two polytopes; variable ``l < n_labels`` is label ``l`` on both sides.
    n_labels : int
    restrict : callable, optional
        Cuts a face of the second polytope into the faces that are allowed.

    Returns
    -------
    list of (Face, Face)
    """
    labels = (1 << n_labels) - 1
    known: tuple[dict[int, Face], dict[int, Face]] = ({}, {})

    def face(side: int, dictionary: Dictionary) -> Face:
        key = dictionary.zeros
        if key not in known[side]:
            known[side][key] = Face(tuple(dictionary.vertices()), labels)
        return known[side][key]

    pairs: dict[tuple[int, int], FacePair] = {}
    todo = [_Node(first, second)]
    while todo:
        node = todo.pop()
        pending = labels & ~(node.first.zeros | node.second.zeros)
        if pending:
            todo += _branch(node, pending)
            continue
        for allowed in restrict(node.second):
            pair = face(0, node.first), face(1, allowed)
            pairs.setdefault((pair[0].zeros, pair[1].zeros), pair)
    return maximal(pairs)


def maximal(pairs: dict[tuple[int, int], FacePair]) -> list[FacePair]:
    """Those pairs that lie in no other: a face contains another when it has fewer zeros."""
    keys = list(pairs)
    return [pairs[a, b] for a, b in keys if not any((c, d) != (a, b) and c & a == c and d & b == d for c, d in keys)]


def _branch(node: _Node, pending: int) -> list[_Node]:
    """The one or two ways to make the next label zero; none at a dead end."""
    chosen, least = -1, 3.0
    label = 0
    while pending >> label:
        if pending >> label & 1:
            one, two = node.first.status(label), node.second.status(label)
            if one < 0 or two < 0:
                if one < 0 and two < 0:
                    return []
                return _children(node, label, first=two < 0, second=one < 0)
            if one + two < least:
                chosen, least = label, one + two
        label += 1
    return _children(node, chosen, first=True, second=True)


def _children(node: _Node, label: int, *, first: bool, second: bool) -> list[_Node]:
    children = []
    not_first = node.not_first
    if second:
        face = node.second.without(label)
        # when both sides are tried, the first branch has everything on which the first side vanishes
        watch = not_first | (1 << label if first else 0)
        if face is not None and not face.zeros & node.not_second and not node.first.zeros & watch:
            children.append(_Node(node.first, face, watch, node.not_second))
    if first:
        face = node.first.without(label)
        if face is not None and not face.zeros & node.not_first:
            children.append(_Node(face, node.second, not_first, node.not_second))
    return children
