"""From faces of the solvers' polytopes back to strategies."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from ..equilibria.piece import Piece, information_sets
from ..equilibria.polytope import Polytope, Vector
from ..games.game import Game
from .complementarity import Face, FacePair
from .dictionary import Vertex

__all__ = ["pieces_of"]


def pieces_of(game: Game, pairs: Sequence[FacePair], ratio: Callable[[Any, Any], Any] = Fraction) -> list[Piece]:
    """Pieces from pairs of faces: levels and slacks are left behind.

    Parameters
    ----------
    game : Game
        Of two players, whose strategies are the first variables, information set by information set.
    pairs : sequence of (Face, Face)
    ratio : callable, optional
        Numerator and denominator to a number of the field in which the faces were found.
    """
    sizes = [sum(len(actions) for _, actions in sets) for sets in information_sets(game)]
    spans = range(sizes[0]), range(sizes[0], sizes[0] + sizes[1])
    zero = ratio(0, 1)
    known: tuple[dict[int, Polytope], dict[int, Polytope]] = ({}, {})
    points: tuple[dict[int, Vector], dict[int, Vector]] = ({}, {})

    def point(player: int, vertex: Vertex) -> Vector:
        zeros, values, den = vertex
        if zeros not in points[player]:
            points[player][zeros] = tuple(ratio(values[v], den) if v in values else zero for v in spans[player])
        return points[player][zeros]

    def side(player: int, face: Face) -> Polytope:
        # many pieces share a face, and many faces a vertex
        if face.zeros not in known[player]:
            vertices = [point(player, vertex) for vertex in face.vertices]
            if len(vertices) > 1:
                vertices = sorted(set(vertices), reverse=True)
            known[player][face.zeros] = Polytope(tuple(vertices))
        return known[player][face.zeros]

    return [Piece((side(0, first), side(1, second))) for first, second in pairs]
