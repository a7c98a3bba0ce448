"""From cases to pieces: products of polytopes where the conditions are affine, else continua."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from ...equilibria.continuum import Continuum
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope, Vector
from ...equilibria.tree_piece import BehaviourPiece
from ...games.tree import ExtensiveForm
from .cases import Block, Case, Condition
from .faces import Face, faces
from .polynomials import value_at, variables

__all__ = ["MOST_POINTS", "assemble"]

#: Most extreme points of a product of polytopes; a larger one is described by its choices and conditions alone.
MOST_POINTS = 4096

#: Most known points of a continuum that are kept.
MOST_ENDS = 64


def assemble(game: ExtensiveForm, case: Case, sizes: Mapping[int, int], missing: list[str]) -> Iterator[Piece]:
    """The pieces of one case."""
    blocks: dict[int, Block] = {}
    fixed: list[Block] = []
    conditions: list[Condition] = []
    for part in case.walk():
        conditions += part.conditions
        for block in part.blocks:
            if block.number < 0:
                fixed.append(block)
            else:
                blocks[block.number] = block
    parts = []
    for group in _coupled(blocks, conditions):
        mine = [c for c in conditions if variables(c.polynomial) <= group]
        found = list(faces([blocks[b] for b in sorted(group)], mine, sizes, missing))
        if not found:
            return
        parts.append(found)
    layout = _Rows(game, fixed)
    for chosen in product(*parts):
        yield layout.piece(chosen)


def _coupled(blocks: Mapping[int, Block], conditions: Sequence[Condition]) -> list[set[int]]:
    """Blocks grouped by the conditions that they share."""
    groups = [{b} for b in blocks]
    for condition in conditions:
        shared = variables(condition.polynomial)
        met = [g for g in groups if g & shared]
        groups = [g for g in groups if not g & shared] + ([set().union(*met)] if met else [])
    return groups


class _Rows:
    """Behaviour strategies from the choices of a case."""

    def __init__(self, game: ExtensiveForm, fixed: Sequence[Block]) -> None:
        self.game = game
        self.place: dict[tuple[int, int], tuple[int, int]] = {}
        widths = [0] * len(game.players)
        for k, held in enumerate(game.layout.sets):
            for a in range(len(held.actions)):
                self.place[k, a] = held.player, widths[held.player]
                widths[held.player] += 1
        zero = Fraction(0)
        self.base: list[list[Any]] = [[zero] * w for w in widths]
        for block in fixed:
            self._put(self.base, block.at, block.alternatives[0])

    def _put(self, rows: list[list[Any]], at: Sequence[tuple[int, int]], values: Sequence[Any]) -> None:
        for c, x in zip(at, values, strict=True):
            i, position = self.place[c]
            rows[i][position] = x

    def point(self, chosen: Sequence[tuple[Sequence[tuple[int, int]], Sequence[Any]]]) -> tuple[Vector, ...]:
        """The profile with some choices."""
        rows = [list(row) for row in self.base]
        for at, values in chosen:
            self._put(rows, at, values)
        return tuple(map(tuple, rows))

    def piece(self, chosen: Sequence[Face]) -> Piece:
        """The product of some faces."""
        plain = all(face.polytopal and self._separate(face) for face in chosen)
        if plain and prod(len(face.rows) for face in chosen) <= MOST_POINTS:
            sides = []
            for i, row in enumerate(self.base):
                mine = [f for f in chosen if f.players == {i}]
                vertices = []
                for combination in product(*(f.rows for f in mine)):
                    side = list(row)
                    for face, values in zip(mine, combination, strict=True):
                        for c, x in zip(face.at, values, strict=True):
                            side[self.place[c][1]] = x
                    vertices.append(tuple(side))
                sides.append(Polytope(tuple(sorted(set(vertices), reverse=True))))
            return BehaviourPiece(tuple(sides))
        return self._continuum(chosen)

    def _separate(self, face: Face) -> bool:
        """Whether what happens is linear in a face: no two of its choices are made by one player on one path."""
        if len(face.players) > 1:
            return False
        if len(face.blocks) == 1 or not face.conditions:
            return True
        sets = self.game.layout.sets
        owner = {k: block.number for block in face.blocks for k, _ in block.at}
        for k in owner:
            before = sets[k].after
            while before is not None:
                if owner.get(before[0], owner[k]) != owner[k]:
                    return False
                before = sets[before[0]].after
        return True

    def _continuum(self, chosen: Sequence[Face]) -> Continuum:
        """The product of some faces, described by its conditions."""
        middle = self.point([(face.at, face.middle) for face in chosen])
        rows = [face.rows for face in chosen]
        few = prod(map(len, rows)) <= MOST_ENDS
        points = [self.point(list(zip((f.at for f in chosen), one, strict=True))) for one in product(*rows)] if few else []
        exact = all(face.polytopal for face in chosen)
        terms = Terms(self.game, chosen)
        conditions = [(c.equation, terms.expression(c.polynomial)) for face in chosen for c in face.conditions]
        return Continuum(
            tuple(Polytope((v,)) for v in middle),
            support=self._support(middle),
            equations=tuple(e for equation, e in conditions if equation),
            inequalities=tuple(e for equation, e in conditions if not equation),
            size=sum(face.dimension for face in chosen),
            ends=tuple(points) if exact else (),
            witnesses=() if exact else tuple(points),
            shape=Region(self, tuple(chosen)),
        )

    def _support(self, point: Sequence[Vector]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {player: [] for player in self.game.players}
        for k, held in enumerate(self.game.layout.sets):
            for a, action in enumerate(held.actions):
                i, position = self.place[k, a]
                if point[i][position]:
                    found[self.game.players[i]].append(f"{held.label}: {action}")
        return {player: tuple(actions) for player, actions in found.items()}


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

    rows: _Rows
    faces: tuple[Face, ...]

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether a point fulfils all conditions."""
        free = {c for face in self.faces for c in face.at}
        for c, (i, position) in self.rows.place.items():
            if c not in free and point[i][position] != self.rows.base[i][position]:
                return False
        return all(self._holds(face, point) for face in self.faces)

    def _holds(self, face: Face, point: Sequence[Vector]) -> bool:
        weights: dict[int, tuple[Any, ...]] = {}
        for block in face.blocks:
            places = [self.rows.place[c] for c in block.at]
            row = [point[i][position] for i, position in places]
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
        if any(self.contains(point) for point in (*other.points, *getattr(other, "witnesses", ()))):
            return True
        shape = getattr(other, "shape", None)
        rows = [f.rows for f in self.faces]
        if prod(map(len, rows)) > MOST_ENDS:
            return False
        mine = [self.rows.point([(f.at, row) for f, row in zip(self.faces, one, strict=True)]) for one in product(*rows)]
        if shape is not None:
            return any(shape.contains(point) for point in mine)
        return any(other.meets(BehaviourPiece(tuple(Polytope((v,)) for v in point))) for point in mine)
