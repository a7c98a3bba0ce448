"""The index of a component of Nash equilibria: how many equilibria, signed, it turns into when payoffs change a little.

An isolated equilibrium of a generic game with supports of size k has index (-1)^(k + 1) times the sign of the product of
the two payoff determinants on its supports, with payoffs made positive (Shapley 1974). Payoffs are changed by an
infinitesimal: the solver runs on polynomials in it, whose sign is that of their lowest term, and the limits of the
equilibria that it finds tell to which component each belongs. All indices add up to 1.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from ..equilibria.component import Component
from ..equilibria.polytope import Vector, value
from ..errors import NotAnEquilibrium
from ..games.normal_form import NormalForm
from .bimatrix import bimatrix_faces
from .complementarity import FacePair
from .scaling import common_scale
from .symbolic.ring import Polynomial, Signs

__all__ = ["Indices"]

#: Draws of the perturbation before giving up; each fails with probability well below one in a million.
ATTEMPTS = 20


class _Infinitesimal(Signs):
    """Polynomials in a positive number that is smaller than any other."""

    def __init__(self) -> None:
        super().__init__({"epsilon": Fraction(1, 2**30)})

    def sign(self, raw: Any) -> int:
        """Sign of the term of lowest power."""
        if not raw:
            return 0
        return 1 if min(raw.terms())[1] > 0 else -1


class Indices:
    """Indices of the components of a two-player game; those of all degenerate ones are worked out with the first of them."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game

    def __call__(self, component: Component) -> int:
        """The index of one component."""
        alone = _isolated(self.game, component)
        if alone is not None:
            return alone
        pieces = [piece.described(self.game) for piece in component.pieces]
        return sum(sign for point, sign in self._nearby if any(all(map(_contains, piece.sides, point)) for piece in pieces))

    @cached_property
    def _nearby(self) -> list[tuple[tuple[Vector, ...], int]]:
        """Limit and sign of every equilibrium of a generic game that is infinitely near."""
        rng = Random(0)  # any generic change gives the same answer
        for _ in range(ATTEMPTS):
            signs = _Infinitesimal()
            first, second = (_perturbed(signs, matrix, rng) for matrix in self.game.bimatrix())
            pairs = bimatrix_faces(first, second)
            found = [_signed(self.game.shape, pair, first, second) for pair in pairs]
            if all(f is not None for f in found):
                nearby = [f for f in found if f is not None]
                if sum(sign for _, sign in nearby) != 1:
                    raise NotAnEquilibrium("the indices of the equilibria of a nearby generic game do not add up to 1")
                return nearby
        raise NotAnEquilibrium(f"no generic game was found near this one in {ATTEMPTS} draws")


def _isolated(game: NormalForm, component: Component) -> int | None:
    """Index of a single equilibrium whose best replies are just the actions it uses; None for other components."""
    if len(component.points) > 1:
        return None
    x, y = component.points[0]
    first, second = game.bimatrix()
    rows, columns = game.shape
    used = [i for i in range(rows) if x[i]], [j for j in range(columns) if y[j]]
    worth = [value(tuple(row), y) for row in first], [value(column, x) for column in zip(*second, strict=True)]
    best = [[k for k, v in enumerate(values) if v == max(values)] for values in worth]
    if best != list(used) or len(used[0]) != len(used[1]):
        return None
    sign = 1 if len(used[0]) % 2 else -1
    for matrix in (first, second):
        least = min(min(row) for row in matrix)
        sign *= _determinant_sign([[matrix[i][j] - least + 1 for j in used[1]] for i in used[0]])
    return sign


def _contains(side: Any, vector: Vector) -> bool:
    return bool(side.contains(vector))


def _perturbed(signs: Signs, matrix: Sequence[Sequence[Fraction]], rng: Random) -> list[list[Any]]:
    """Payoffs made positive, plus an infinitesimal times a random number each."""
    epsilon = signs.parameter("epsilon")
    least = min(min(row) for row in matrix)
    return [
        [signs.number(v - least + 1) + epsilon * signs.number(Fraction(rng.randrange(1, 2**24))) for v in row]
        for row in matrix
    ]


def _signed(shape: tuple[int, ...], pair: FacePair, first: Any, second: Any) -> tuple[tuple[Vector, ...], int] | None:
    """Limit and sign of one equilibrium; None where the game is not generic after all."""
    rows, columns = shape
    mine, theirs = pair
    if len(mine.vertices) > 1 or len(theirs.vertices) > 1:
        return None
    (_, x, _), (_, y, _) = mine.vertices[0], theirs.vertices[0]
    used = [i for i in range(rows) if i in x], [j - rows for j in range(rows, rows + columns) if j in y]
    if len(used[0]) != len(used[1]):
        return None
    sign = (-1) ** (len(used[0]) + 1)
    for matrix in (first, second):
        sign *= _determinant_sign([[matrix[i][j] for j in used[1]] for i in used[0]])
    return (_limit(x, range(rows)), _limit(y, range(rows, rows + columns))), sign


def _determinant_sign(matrix: list[list[Any]]) -> int:
    """By fraction-free elimination (Bareiss 1968)."""
    scaled = common_scale([v for row in matrix for v in row])
    n = len(matrix)
    rows = [scaled[i * n : (i + 1) * n] for i in range(n)]
    sign, previous = 1, 1
    for k in range(n - 1):
        pivot = next((i for i in range(k, n) if rows[i][k] != 0), None)
        if pivot is None:
            return 0
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            sign = -sign
        for i in range(k + 1, n):
            for j in range(k + 1, n):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // previous
        previous = rows[k][k]
    last = rows[-1][-1]
    return sign if last > 0 else -sign if last < 0 else 0


def _limit(values: dict[int, Any], span: range) -> Vector:
    """Where a strategy goes as the infinitesimal vanishes: the terms of the lowest power count."""
    terms = {v: _lowest(values[v]) for v in span if v in values}
    least = min(power for power, _ in terms.values())
    weights = [Fraction(terms[v][1]) if v in terms and terms[v][0] == least else Fraction(0) for v in span]
    total = sum(weights)
    return tuple(w / total for w in weights)


def _lowest(value: Any) -> tuple[int, int]:
    """Power and coefficient of the lowest term."""
    if not isinstance(value, Polynomial):
        return 0, int(value)
    (power,), coefficient = min(value.raw.terms())
    return power, int(coefficient)
