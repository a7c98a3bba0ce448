"""Connected components of equilibrium sets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..exact import show
from ..games.game import Game
from .assessment import assessed_at
from .continuum import Continuum
from .equilibrium import Equilibrium
from .piece import Piece, information_sets
from .polytope import Vector
from .product_polytope import Product

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
    _index_of: "Callable[[Component], int | None] | None" = field(default=None, compare=False)

    @cached_property
    def index(self) -> int | None:
        """Index of a Nash component, worked out when it is first asked for; None where none is defined."""
        return None if self._index_of is None else self._index_of(self)

    @cached_property
    def points(self) -> tuple[tuple[Vector, ...], ...]:
        """Extreme points of all pieces as plain vectors, each once."""
        return tuple(dict.fromkeys(p for piece in self.pieces for p in piece.points))

    @property
    def extreme(self) -> list[Equilibrium]:
        """Every extreme equilibrium of the component, in a list of the caller's own."""
        return list(self._extreme)

    @cached_property
    def _extreme(self) -> tuple[Equilibrium, ...]:
        return tuple(Equilibrium(self.game, point, assessed_at(self.pieces, point)) for point in self.points)

    @property
    def dimension(self) -> int:
        """Largest dimension of a piece."""
        return max(piece.dimension for piece in self.pieces)

    @property
    def closed(self) -> bool:
        """Whether its boundary belongs to it; only a refinement can leave a half-open set."""
        return not any(piece.open_at for piece in self.pieces)

    @cached_property
    def subsets(self) -> tuple[tuple[Any, ...], ...] | None:
        """Maximal convex pieces: for each player the vertices of a polytope, as in `Equilibrium.vectors`.

        None where some piece is a `Continuum`, no product of polytopes; `continua` has its conditions.
        """
        if self.continua:
            return None
        return tuple(
            tuple(
                tuple(_nested(vertex, sets) for vertex in vertices)
                for vertices, sets in zip(piece.strategies, information_sets(self.game), strict=True)
            )
            for piece in self.pieces
        )

    @property
    def continua(self) -> tuple[Continuum, ...]:
        """Pieces that are no products of polytopes: their conditions, a sample and the dimension of each."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Continuum))

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "dimension": self.dimension,
            "index": self.index,
            "closed": self.closed,
            "subsets": None if self.subsets is None else _as_data(self.subsets),
            **({"continua": [piece.to_dict() for piece in self.continua]} if self.continua else {}),
            "extreme": [eq.to_dict() for eq in self.extreme],
        }

    def __repr__(self) -> str:
        from ..present.text import component_text

        return component_text(self)


def _nested(vector: Vector, sets: tuple[tuple[str | None, tuple[str, ...]], ...]) -> Any:
    if sets and sets[0][0] is None:
        return vector
    rows, start = [], 0
    for _, actions in sets:
        rows.append(vector[start : start + len(actions)])
        start += len(actions)
    return tuple(rows)


def connected(pieces: list[Piece]) -> list[list[Piece]]:
    """Group pieces that share points, directly or through others."""
    groups: dict[int, list[int]] = {}  # numbers of pieces; a group that grows moves to the end
    group_of: list[int] = []
    faces = _Faces()
    for k, piece in enumerate(pieces):
        met: set[int] = set()
        for i in faces.add(piece):
            if group_of[i] not in met and (faces.share(i, k) or piece.meets(pieces[i])):
                met.add(group_of[i])
        joined = [i for g in sorted(met) for i in groups.pop(g)] + [k]
        group_of.append(k)
        for i in joined:
            group_of[i] = k
        groups[k] = joined
    return [[pieces[i] for i in group] for group in groups.values()]


class _Faces:
    """Numbers for the corners of pieces, so that many pieces are compared quickly.

    Pieces whose sides are faces of the same polytopes, and have no facets of their own, meet only where they share corners
    on every side. Of others nothing is known.
    """

    def __init__(self) -> None:
        self.corners: list[tuple[frozenset[int], ...] | None] = []
        self.numbers: dict[Vector, int] = {}
        self.at: dict[int, list[int]] = {}  # corner of the first side: pieces
        self.unknown: list[int] = []

    def add(self, piece: Piece) -> Iterable[int]:
        """Add a piece; those before it that it may meet."""
        k = len(self.corners)
        if not piece.polytopal or any(side.facets or isinstance(side, Product) for side in piece.sides):
            self.corners.append(None)
            self.unknown.append(k)
            return range(k)
        number = self.numbers
        sides = tuple(frozenset(number.setdefault(v, len(number)) for v in side.vertices) for side in piece.sides)
        self.corners.append(sides)
        found = set(self.unknown)
        for corner in sides[0]:
            others = self.at.setdefault(corner, [])
            found.update(i for i in others if i not in found and self.share(i, k))
            others.append(k)
        return found

    def share(self, i: int, k: int) -> bool:
        """Whether two pieces are known to share a corner on every side."""
        one, other = self.corners[i], self.corners[k]
        if one is None or other is None:
            return False
        return not any(map(frozenset.isdisjoint, one, other))


def _as_data(nested: Any) -> Any:
    return [_as_data(entry) for entry in nested] if isinstance(nested, tuple) else show(nested)
