"""Connected components of equilibrium sets."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..exact import show
from ..games.game import Game
from .equilibrium import Equilibrium
from .piece import Piece, information_sets
from .polytope import Vector

__all__ = ["Component", "connected"]


@dataclass(frozen=True)
class Component:
    """A connected component: pieces that hang together.

    Attributes
    ----------
    game : Game
    pieces : tuple of Piece
        Its maximal convex pieces.
    """

    game: Game
    pieces: tuple[Piece, ...]
    _index_of: "Callable[[Component], int] | None" = field(default=None, compare=False)

    @cached_property
    def index(self) -> int | None:
        """Index of a Nash component, worked out when it is first asked for; None where none is defined."""
        return None if self._index_of is None else self._index_of(self)

    @cached_property
    def points(self) -> tuple[tuple[Vector, ...], ...]:
        """Extreme points of all pieces as plain vectors, each once."""
        return tuple(dict.fromkeys(p for piece in self.pieces for p in piece.points))

    @cached_property
    def extreme(self) -> list[Equilibrium]:
        """Every extreme equilibrium of the component."""
        return [Equilibrium(self.game, point) for point in self.points]

    @property
    def dimension(self) -> int:
        """Largest dimension of a piece."""
        return max(piece.dimension for piece in self.pieces)

    @property
    def closed(self) -> bool:
        """Whether its boundary belongs to it; only a refinement can leave a half-open set."""
        return not any(piece.open_at for piece in self.pieces)

    @cached_property
    def subsets(self) -> tuple[tuple[Any, ...], ...]:
        """Maximal convex pieces: for each player the vertices of a polytope, as in `Equilibrium.vectors`."""
        return tuple(
            tuple(
                tuple(_nested(vertex, sets) for vertex in side.vertices)
                for side, sets in zip(piece.sides, information_sets(self.game), strict=True)
            )
            for piece in self.pieces
        )

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "dimension": self.dimension,
            "index": self.index,
            "closed": self.closed,
            "subsets": _as_data(self.subsets),
            "extreme": [eq.to_dict() for eq in self.extreme],
        }

    def __repr__(self) -> str:
        from ..present.text import component_text

        return component_text(self)


def _nested(vector: Vector, sets: tuple[tuple[str | None, tuple[str, ...]], ...]) -> Any:
    if sets[0][0] is None:
        return vector
    rows, start = [], 0
    for _, actions in sets:
        rows.append(vector[start : start + len(actions)])
        start += len(actions)
    return tuple(rows)


def connected(pieces: list[Piece]) -> list[list[Piece]]:
    """Group pieces that share points, directly or through others."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        touching = [g for g in groups if any(piece.meets(other) for other in g)]
        joined = [p for g in touching for p in g] + [piece]
        groups = [g for g in groups if g not in touching] + [joined]
    return groups


def _as_data(nested: Any) -> Any:
    return [_as_data(entry) for entry in nested] if isinstance(nested, tuple) else show(nested)
