"""Products of parts: the shape of a piece, and whether two of them touch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, product
from typing import Any

from ...equilibria.continuum import Continuum
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope, Vector
from ..symbolic.algebraic import Algebraic
from ..symbolic.root import Root, between
from .parts import Arc, Hull, Part, Vectors, horner, number
from .roots import roots_between

__all__ = ["Body"]

#: Known points of a body that are tried in another one.
MOST_POINTS = 500


@dataclass(frozen=True)
class Body:
    """A product of parts, one strategy of every player in each point."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, piece: Piece) -> "Body":
        """The body of any piece of this solver."""
        if isinstance(piece, Continuum):
            assert isinstance(piece.shape, Body)
            return piece.shape
        sizes = [len(side.vertices[0]) for side in piece.sides]
        return cls(tuple(Hull((i,), (size,), side) for i, (size, side) in enumerate(zip(sizes, piece.sides, strict=True))))

    @property
    def polytopes(self) -> tuple[Polytope, ...] | None:
        """One polytope per player, in order, if it is a product of them."""
        sides = {p.players[0]: p.body for p in self.parts if isinstance(p, Hull) and len(p.players) == 1}
        return tuple(sides[i] for i in sorted(sides)) if len(sides) == len(self.parts) else None

    def _whole(self, choice: Sequence[Vectors]) -> tuple[Vector, ...]:
        by_player = {
            i: v
            for part, vectors in zip(self.parts, choice, strict=True)
            for i, v in zip(part.players, vectors, strict=True)
        }
        return tuple(by_player[i] for i in sorted(by_player))

    @cached_property
    def sample(self) -> tuple[Vector, ...]:
        """One point, where all used actions have positive probability."""
        return self._whole([part.sample for part in self.parts])

    @cached_property
    def ends(self) -> tuple[tuple[Vector, ...], ...]:
        """Products of the parts' ends; none where some part's are not known."""
        return tuple(dict.fromkeys(self._whole(choice) for choice in product(*(part.ends for part in self.parts))))

    @cached_property
    def inner(self) -> tuple[tuple[Vector, ...], ...]:
        """Some points where all used actions have positive probability."""
        choices = product(*(part.inner for part in self.parts))
        return tuple(self._whole(choice) for choice in islice(choices, MOST_POINTS))

    @cached_property
    def points(self) -> tuple[tuple[Vector, ...], ...]:
        """Known points of its closure."""
        choices = product(*((*part.inner, *part.ends) for part in self.parts))
        return tuple(dict.fromkeys(self._whole(choice) for choice in islice(choices, MOST_POINTS)))

    @property
    def dimension(self) -> int:
        """Sum of the parts' dimensions."""
        return sum(part.dimension for part in self.parts)

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether the closure has a point."""
        return all(part.contains(tuple(point[i] for i in part.players)) for part in self.parts)

    def meets(self, other: Piece) -> bool:
        """Whether the closures are known to have a point in common."""
        theirs = Body.of(other)
        if any(theirs.contains(p) for p in self.points) or any(self.contains(p) for p in theirs.points):
            return True
        return _crossing(self, theirs) or _crossing(theirs, self)


def _crossing(mine: Body, theirs: Body) -> bool:
    """Whether arcs of a body cross polytopes of the other, and its polytopes meet the other's."""
    sides = theirs.polytopes
    if sides is None:
        return False
    for part in mine.parts:
        if isinstance(part, Arc):
            if not _enters(part, [sides[i] for i in part.players]):
                return False
        elif isinstance(part, Hull) and len(part.players) == 1:
            if part.body.clip_all(sides[part.players[0]].facets) is None:
                return False
        else:
            return False
    return True


def _enters(arc: Arc, sides: Sequence[Polytope]) -> bool:
    """Whether an arc has a point in a product of polytopes: signs at roots and between them decide."""
    bounds = []
    for row, side in zip(arc.coordinates, sides, strict=True):
        facets: Sequence[Any] = side.facets
        if any(isinstance(x, Algebraic) for facet in facets for x in facet):
            return False
        for facet in facets:
            bounds.append([(f, num, den) for f, (num, den) in zip(facet, row, strict=True) if f])
    marks = _marks(arc, [line for bound in bounds if (line := _numerator(bound))])
    candidates: list[Any] = [number(root) for root in marks]
    candidates += [between(low, high) for low, high in pairwise(marks)]
    for t in candidates:
        if all(sum((f * horner(num, t) / horner(den, t) for f, num, den in bound), 0) >= 0 for bound in bounds):
            return True
    return False


def _marks(arc: Arc, lines: Iterator[tuple[int, ...]] | Sequence[tuple[int, ...]]) -> list[Root]:
    inner = {root for line in lines if len(line) > 1 for root in roots_between(line) if arc.low < root < arc.high}
    return [arc.low, *sorted(inner), arc.high]


def _numerator(bound: Sequence[tuple[Any, Sequence[int], Sequence[int]]]) -> tuple[int, ...]:
    """Numerator of a sum of ratios times constants, with integer coefficients."""
    from fractions import Fraction

    from ...exact import integers

    total: list[Fraction] = []
    for n, (f, num, _) in enumerate(bound):
        term = [f * c for c in num]
        for m, (_, _, den) in enumerate(bound):
            if m != n:
                term = _times(term, den)
        size = max(len(total), len(term))
        total = [
            a + b
            for a, b in zip(
                [Fraction(0)] * (size - len(total)) + total, [Fraction(0)] * (size - len(term)) + term, strict=True
            )
        ]
    while total and not total[0]:
        total.pop(0)
    return tuple(integers(total))


def _times(a: Sequence[Any], b: Sequence[int]) -> list[Any]:
    result = [a[0] * 0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            result[i + j] += x * y
    return result
