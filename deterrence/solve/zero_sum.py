"""Two-player games of pure conflict: all equilibria, as the product of both players' optimal strategies.

One player's gain is the other's loss (in some units), so x and y are an equilibrium iff each is optimal on its own: it
guarantees the value of the game. Optimal strategies are the solutions of a linear program (von Neumann 1928; Dantzig 1951),
a polytope whose vertices are listed from an optimal dictionary.
"""

from collections.abc import Sequence
from fractions import Fraction

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope, Vector
from ..equilibria.verify import verify_pieces
from ..games.normal_form import NormalForm
from .certificate import certificate
from .limits import Limits
from .linear_program import Constraint, OptimalFace, optimal_face

__all__ = ["all_equilibria", "is_zero_sum"]

Matrix = Sequence[Sequence[Fraction]]


def is_zero_sum(game: NormalForm) -> bool:
    """Whether the payoffs of two players add up to a constant in some units, unless one player is indifferent to all."""
    pairs = game.numbers
    (a, b) = pairs[0]
    other = next((pair for pair in pairs if pair[0] != a), None)
    if other is None or (other[0] - a) * (other[1] - b) >= 0:
        return False
    slope = (other[1] - b) / (other[0] - a)
    return all(v - b == slope * (u - a) for u, v in pairs)


def all_equilibria(game: NormalForm, limits: Limits) -> EquilibriumSet:
    """Every equilibrium of a game that `is_zero_sum`; past a limit one, if there is time for one."""
    first, second = game.bimatrix()
    faces: list[OptimalFace] = []
    sides: list[Polytope] = []
    with limits.stopping():
        for matrix in (first, [list(column) for column in zip(*second, strict=True)]):
            faces.append(_optimal(matrix, limits))
            limits.share += 0.25
        for face, n in zip(faces, game.shape, strict=True):
            sides.append(Polytope(tuple(sorted(_strategies(face, n, limits), reverse=True))))
            limits.share += 0.25
    if len(sides) == 2:
        whole = Piece((sides[0], sides[1]))
        verify_pieces(game, [whole])
        limits.report("done")
        # the set is connected, and all indices add up to 1
        return EquilibriumSet.build(game, "nash", [whole], index_of=lambda component: 1, certify=certificate)
    found = []
    if len(faces) == 2:
        x, y = (face.point[:n] for face, n in zip(faces, game.shape, strict=True))
        found = [Piece((Polytope((x,)), Polytope((y,))))]
        verify_pieces(game, found)
    what = (
        "while optimal strategies were listed, of which one pair is given" if found else "before one equilibrium was found"
    )
    why = f"{limits.stopped} {what}. Give nash a larger time_limit or memory_limit"
    return EquilibriumSet.build(game, "nash", found, complete=False, why=why)


def _optimal(matrix: Matrix, limits: Limits) -> OptimalFace:
    """Mixed rows that guarantee most, and that level, counted from the smallest entry so that it is not negative."""
    base = min(min(row) for row in matrix)
    n = len(matrix)
    at_least: list[Constraint] = [
        ([*(base - u for u in column), Fraction(1)], Fraction(0)) for column in zip(*matrix, strict=True)
    ]
    total = [([Fraction(1)] * n + [Fraction(0)], Fraction(1))]
    face = optimal_face([Fraction(0)] * n + [Fraction(1)], at_least, total, lambda: limits.check("solving a linear program"))
    assert face is not None
    return face


def _strategies(face: OptimalFace, n: int, limits: Limits) -> list[Vector]:
    return [point[:n] for point in face.vertices(lambda: limits.check("listing optimal strategies"))]
