"""From cases to pieces: products of polytopes where the conditions are affine, else continua."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from ...equilibria.continuum import Continuum
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope
from ...equilibria.product_polytope import Factor, Product
from ...equilibria.tree_piece import BehaviourPiece
from ...games.tree import ExtensiveForm
from .cases import Block, Case, Condition
from .continua import MOST_ENDS, Region, Terms
from .faces import Face, faces
from .polynomials import variables
from .profiles import Profiles

__all__ = ["MOST_POINTS", "Assembly"]

#: Most extreme points of a product of polytopes; a larger one is described by its choices and conditions alone.
MOST_POINTS = 4096


class Assembly:
    """The pieces of cases, one case after the other.

    Cases of a large tree differ in a small part of it. What the first of them fixes is written down once; of the others,
    only what does not belong to the first as well is looked at again.

    Parameters
    ----------
    game : ExtensiveForm
    sizes : mapping
        How many alternatives every block has.
    missing : list of str
        What is not covered is added here.
    """

    def __init__(self, game: ExtensiveForm, sizes: Mapping[int, int], missing: list[str]) -> None:
        self.game, self.sizes, self.missing = game, sizes, missing
        self.first: Profiles | None = None
        #: for all that belongs to the first case, the uppermost parts, there or below, that leave choices or have conditions
        self.known: dict[Case, tuple[Case, ...]] = {}

    def pieces(self, case: Case) -> Iterator[Piece]:
        """The pieces of one case."""
        free, conditions, fixed = self._gathered(case)
        rows = Profiles(self.game, fixed) if self.first is None else self.first.changed(fixed, free)
        self.first = self.first or rows
        blocks = {block.number: block for block in free}
        parts = []
        for group in _coupled(blocks, conditions):
            mine = [c for c in conditions if variables(c.polynomial) <= group]
            found = list(faces([blocks[b] for b in sorted(group)], mine, self.sizes, self.missing))
            if not found:
                return
            parts.append(found)
        for chosen in product(*parts):
            yield self._piece(rows, chosen)

    def _gathered(self, case: Case) -> tuple[list[Block], list[Condition], list[Block]]:
        """Free blocks, conditions, and blocks that are fixed other than in the first case."""
        free: list[Block] = []
        conditions: list[Condition] = []
        fixed: list[Block] = []
        todo, order = [case], []
        while todo:
            one = todo.pop()
            seen = one in self.known
            if seen and self.known[one] != (one,):
                todo += self.known[one]
                continue
            order.append(one)
            conditions += one.conditions
            free += [block for block in one.blocks if block.number >= 0]
            fixed += [block for block in one.blocks if block.number < 0 and not seen]
            todo += one.below
        if self.first is None:
            for one in reversed(order):
                below = [b for b in one.below if self.known[b]]
                mine = one.conditions or any(block.number >= 0 for block in one.blocks) or len(below) > 1
                self.known[one] = (one,) if mine else self.known[below[0]] if below else ()
        return free, conditions, fixed

    def _piece(self, rows: Profiles, chosen: Sequence[Face]) -> Piece:
        """The product of some faces."""
        plain = all(face.polytopal and self._separate(face) for face in chosen)
        if plain and prod(len(face.rows) for face in chosen) <= MOST_POINTS:
            sides = []
            for i, row in enumerate(rows.base):
                factors = [_factor(rows, f) for f in chosen if f.players == {i}]
                free = {p for factor in factors for p in factor.positions}
                fixed = [f for f in rows.fixed[i] if f.positions[0] not in free]
                sides.append(Product(row, (*fixed, *factors)))
            return BehaviourPiece(tuple(sides))
        return self._continuum(rows, chosen)

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

    def _continuum(self, rows: Profiles, chosen: Sequence[Face]) -> Continuum:
        """The product of some faces, described by its conditions."""
        middle = rows.point([(face.at, face.middle) for face in chosen])
        ends = [face.rows for face in chosen]
        few = prod(map(len, ends)) <= MOST_ENDS
        points = [rows.point(list(zip((f.at for f in chosen), one, strict=True))) for one in product(*ends)] if few else []
        exact = all(face.polytopal for face in chosen)
        terms = Terms(self.game, chosen)
        conditions = [(c.equation, terms.expression(c.polynomial)) for face in chosen for c in face.conditions]
        return Continuum(
            tuple(Polytope((v,)) for v in middle),
            support=rows.support(middle),
            equations=tuple(e for equation, e in conditions if equation),
            inequalities=tuple(e for equation, e in conditions if not equation),
            size=sum(face.dimension for face in chosen),
            ends=tuple(points) if exact else (),
            witnesses=() if exact else tuple(points),
            shape=Region(rows, tuple(chosen)),
        )


def _factor(rows: Profiles, face: Face) -> Factor:
    """A face of one player as a part of its side."""
    places = [rows.place[c][1] for c in face.at]
    order = sorted(range(len(places)), key=places.__getitem__)
    return Factor(tuple(places[n] for n in order), tuple(tuple(row[n] for n in order) for row in face.rows))


def _coupled(blocks: Mapping[int, Block], conditions: Sequence[Condition]) -> list[set[int]]:
    """Blocks grouped by the conditions that they share."""
    groups = [{b} for b in blocks]
    for condition in conditions:
        shared = variables(condition.polynomial)
        met = [g for g in groups if g & shared]
        groups = [g for g in groups if not g & shared] + ([set().union(*met)] if met else [])
    return groups
