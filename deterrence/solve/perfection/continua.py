"""What is known of subgame-perfect equilibria that are no products of polytopes: their conditions, and points of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from ...equilibria.piece import Piece
from ...equilibria.polytope import Vector
from ...equilibria.product_polytope import Factor, Product, differences
from ...equilibria.tree_piece import BehaviourPiece
from ...games.tree import ExtensiveForm
from .cases import Block
from .faces import Face
from .polynomials import value_at
from .profiles import Profiles

__all__ = ["MOST_ENDS", "Region", "Terms"]

#: Most known points of a continuum that are kept.
MOST_ENDS = 64


class Terms:
    """Polynomials in weights as expressions in probabilities, which are called ``information set:action``."""

    def __init__(self, game: ExtensiveForm, chosen: Sequence[Face]) -> None:
        import sympy

        self.weights: dict[tuple[int, int], Any] = {}
        for face in chosen:
            for block in face.blocks:
                symbols = []
                for k, a in block.at:
                    held = game.layout.sets[k]
                    symbols.append(sympy.Symbol(f"{held.label}:{held.actions[a]}", real=True))
                for v, row in enumerate(weights_of(block, symbols) or ()):
                    self.weights[block.number, v] = row
                if weights_of(block, symbols) is None:
                    for v in range(len(block.alternatives)):
                        self.weights[block.number, v] = sympy.Symbol(f"weight {v + 1} of {symbols[0]}, ...", real=True)

    def expression(self, p: Any) -> Any:
        """A polynomial as an expression."""
        import sympy

        total = sympy.Integer(0)
        for m, c in p.items():
            number = sympy.Rational(c.numerator, c.denominator) if isinstance(c, Fraction) else c
            total += number * sympy.Mul(*(self.weights[x] for x in m))
        return total


def weights_of(block: Block, row: Sequence[Any]) -> list[Any] | None:
    """Weights of a block's alternatives from the probabilities of its actions; None where these do not determine them."""
    alternatives = block.alternatives
    if all(sum(1 for x in v if x) == 1 and max(v) == 1 for v in alternatives):
        return [row[v.index(1)] for v in alternatives]
    if len(alternatives) == 2:
        first, second = alternatives
        c = next(n for n in range(len(first)) if first[n] != second[n])
        share = (row[c] - second[c]) / (first[c] - second[c])
        return [share, 1 - share]
    return None


@dataclass(frozen=True, eq=False)
class Region:
    """The points of a continuum: whether one lies in it, and whether a piece touches it."""

    rows: Profiles
    faces: tuple[Face, ...]

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether a point fulfils all conditions."""
        return self.holds(tuple(map(Product, point)))

    def holds(self, point: Sequence[Product]) -> bool:
        """Whether a point, each side a product without free factors, fulfils all conditions."""
        free = {self.rows.place[c] for face in self.faces for c in face.at}
        there: dict[tuple[int, int], Any] = {}
        for i, (own, other) in enumerate(zip(self.rows.sides(), point, strict=True)):
            for p in {*differences(own.base, other.base), *own.fixed, *other.fixed}:
                there[i, p] = other.fixed.get(p, other.base[p])
                if (i, p) not in free and there[i, p] != own.fixed.get(p, own.base[p]):
                    return False
        return all(self._holds(face, there) for face in self.faces)

    def _holds(self, face: Face, there: Mapping[tuple[int, int], Any]) -> bool:
        weights: dict[int, tuple[Any, ...]] = {}
        for block in face.blocks:
            places = [self.rows.place[c] for c in block.at]
            row = [there[place] if place in there else self.rows.base[place[0]][place[1]] for place in places]
            found = weights_of(block, row)
            if found is None or sum(found) != 1 or min(found) < 0:
                return False
            if any(w and v not in face.supports[block.number] for v, w in enumerate(found)):
                return False
            weights[block.number] = tuple(found)
            made = zip(*([w * x for x in v] for w, v in zip(found, block.alternatives, strict=True)), strict=True)
            if [sum(column) for column in made] != row:
                return False
        for condition in face.conditions:
            x = value_at(condition.polynomial, weights)
            if x < 0 or (condition.equation and x != 0):
                return False
        return True

    def meets(self, other: Piece) -> bool:
        """Whether some known point of a piece lies in it, or one of its own in the piece."""
        shape = getattr(other, "shape", None)
        if isinstance(shape, Region):
            return any(map(self.holds, shape.known)) or any(map(shape.holds, self.known))
        if any(self.holds(point) for point in _corners(other)):
            return True
        return any(other.meets(BehaviourPiece(point)) for point in self.known)

    @cached_property
    def known(self) -> list[tuple[Product, ...]]:
        """Some points of it."""
        rows = [f.rows for f in self.faces]
        if prod(map(len, rows)) > MOST_ENDS:
            return [self.rows.sides([(f.at, f.middle) for f in self.faces])]
        ends = product(*rows)
        return [self.rows.sides(list(zip((f.at for f in self.faces), one, strict=True))) for one in ends]


def _corners(piece: Piece) -> Iterator[tuple[Product, ...]]:
    """The extreme points of a piece whose sides are products, as products without free factors."""
    sides = [side for side in piece.sides if isinstance(side, Product)]
    for chosen in product(*(product(*(factor.rows for factor in side.factors)) for side in sides)):
        pairs = zip(sides, chosen, strict=True)
        yield tuple(
            Product(s.base, [Factor(f.positions, (r,)) for f, r in zip(s.factors, rows, strict=True)]) for s, rows in pairs
        )
