"""Assessments: behaviour strategies together with beliefs, and pieces of equilibria that carry some."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..frozen import FrozenDict
from ..games.tree import ExtensiveForm
from .beliefs import BeliefSet
from .continuum import Continuum
from .piece import Piece
from .polytope import Vector
from .tree_piece import BehaviourPiece, hulls_meet
from .tree_play import reached_nodes

__all__ = ["Assessment", "AssessedContinuum", "AssessedPiece", "assessed_at", "belief_sets"]


@dataclass(frozen=True)
class Assessment:
    """A strategy profile and a belief at every information set.

    Attributes
    ----------
    flat : tuple of tuples
        For each player its probabilities at all information sets in a row.
    beliefs : tuple of tuples
        For each information set of the tree the probabilities of its nodes.
    """

    flat: tuple[Vector, ...]
    beliefs: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class AssessedPiece(BehaviourPiece):
    """Equilibria in behaviour strategies, a product of polytopes, with assessments at its extreme points and elsewhere."""

    assessments: tuple[Assessment, ...] = field(default=(), kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, repr=False)
class AssessedContinuum(Continuum):
    """A continuum of equilibria, with assessments at its known points."""

    assessments: tuple[Assessment, ...] = field(default=(), kw_only=True, compare=False)


def assessed_at(pieces: Iterable[Piece], point: Sequence[Vector]) -> tuple[Assessment, ...]:
    """What some pieces know of the beliefs that go with a strategy profile."""
    known = (a for piece in pieces for a in getattr(piece, "assessments", ()))
    return tuple(dict.fromkeys(a for a in known if a.flat == tuple(point)))


def belief_sets(game: ExtensiveForm, assessments: Sequence[Assessment]) -> Mapping[str, BeliefSet]:
    """For each information set the smallest convex set with all beliefs of some assessments of one strategy profile."""
    if not assessments:
        return FrozenDict()
    layout = game.layout
    reached = reached_nodes(game, assessments[0].flat)
    found = {}
    for k, held in enumerate(layout.sets):
        rows = sorted({a.beliefs[k] for a in assessments}, reverse=True)
        for row in list(rows):
            others = [r for r in rows if r != row]
            if others and hulls_meet((row,), others):
                rows = others
        names = [layout.name(n) for n in held.nodes]
        vertices = tuple(FrozenDict(zip(names, row, strict=True)) for row in rows)
        found[held.label] = BeliefSet(vertices, any(reached.get(n, Fraction(0)) for n in held.nodes))
    return FrozenDict(found)
