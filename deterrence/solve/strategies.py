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


def pieces_of(
    game: Game,
    pairs: Sequence[FacePair],
    ratio: Callable[[Any, Any], Any] = Fraction,
    kept: tuple[Sequence[int], Sequence[int]] | None = None,
) -> list[Piece]:
    """Pieces from pairs of faces: levels and slacks are left behind.

    Parameters
    ----------
    game : Game
        Of two players, whose strategies are the first variables, information set by information set.
    pairs : sequence of (Face, Face)
    ratio : callable, optional
        Numerator and denominator to a number of the field in which the faces were found.
    kept : pair of sequences of int, optional
        Which coordinates of the players' strategies the faces are about, where others are known to be 0.
    """
    sizes = [sum(len(actions) for _, actions in sets) for sets in information_sets(game)]
    places = kept if kept is not None else (range(sizes[0]), range(sizes[1]))
    first = len(places[0])
    variables = [tuple(enumerate(places[0])), tuple(enumerate(places[1], first))]
    zero = ratio(0, 1)
    known: tuple[dict[int, Polytope], dict[int, Polytope]] = ({}, {})
    points: tuple[dict[int, Vector], dict[int, Vector]] = ({}, {})

    def point(player: int, vertex: Vertex) -> Vector:
        zeros, values, den = vertex
        if zeros not in points[player]:
            strategy = [zero] * sizes[player]
            for v, place in variables[player]:
                if v in values:
                    strategy[place] = ratio(values[v], den)
            points[player][zeros] = tuple(strategy)
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
