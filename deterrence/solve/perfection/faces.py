"""The choices that one group of conditions leaves: polytopes where these are affine, else regions support by support."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from math import prod
from typing import Any

from ...equilibria.polytope import Polytope, simplex
from ..tree_nash import extreme_points
from .cases import Block, Condition, settled
from .polynomials import is_affine, placed, substituted, value_at, variables
from .reduction import simplified
from .regions import Weights, inner_points, nowhere_inside, rank_at, touches

__all__ = ["Face", "faces"]

#: Most supports of a group of choices that is not affine.
MOST_SUPPORTS = 729


@dataclass(frozen=True, eq=False)
class Face:
    """A set of choices.

    Attributes
    ----------
    blocks : tuple of Block
    weights : tuple of mappings
        Weights of the alternatives of every block: the vertices of a polytope, else some points of the set.
    conditions : tuple of Condition
        What cuts it out of the product of simplices, where it is no polytope.
    dimension : int
    polytopal : bool
        Whether it is the convex hull of its points.
    supports : mapping
        The alternatives of each block that have weight.
    """

    blocks: tuple[Block, ...]
    weights: tuple[Weights, ...]
    conditions: tuple[Condition, ...]
    dimension: int
    polytopal: bool
    supports: Mapping[int, tuple[int, ...]]

    @property
    def at(self) -> tuple[tuple[int, int], ...]:
        """What is chosen: information sets and actions."""
        return tuple(c for block in self.blocks for c in block.at)

    @property
    def players(self) -> set[int]:
        """Who chooses."""
        return {block.player for block in self.blocks}

    def row(self, weights: Weights) -> tuple[Any, ...]:
        """Probabilities of the actions with some weights."""
        return tuple(
            sum((w * v[c] for w, v in zip(weights[b.number], b.alternatives, strict=True) if w), Fraction(0))
            for b in self.blocks
            for c in range(len(b.at))
        )

    @cached_property
    def rows(self) -> list[tuple[Any, ...]]:
        """Probabilities of the actions at its points."""
        found = sorted({self.row(w) for w in self.weights}, reverse=True)
        return extreme_points(found) if self.polytopal else found

    @property
    def middle(self) -> tuple[Any, ...]:
        """Probabilities at the mean of its points, if it is convex; else at the first of them."""
        if not self.polytopal:
            return self.row(self.weights[0])
        rows = self.rows
        return tuple(sum(column, Fraction(0)) / len(rows) for column in zip(*rows, strict=True))


def faces(
    blocks: Sequence[Block], conditions: Sequence[Condition], sizes: Mapping[int, int], missing: list[str]
) -> Iterator[Face]:
    """All choices that fulfil some conditions."""
    whole = {b.number: tuple(range(len(b.alternatives))) for b in blocks}
    if all(is_affine(c.polynomial) for c in conditions):
        yield from _affine(tuple(blocks), conditions, whole)
        return
    if prod(2 ** len(s) - 1 for s in whole.values()) > MOST_SUPPORTS:
        missing.append(f"{len(blocks)} tied choices share conditions that are not linear")
        return
    found: list[Face] = []
    for supports in _supports(whole):
        found += _on_support(tuple(blocks), conditions, supports, sizes, missing)
    found.sort(key=lambda f: -f.dimension)
    for n, face in enumerate(found):
        if not any(_closes(other, face) for other in found[:n]):
            yield face


def _supports(whole: Mapping[int, tuple[int, ...]]) -> Iterator[dict[int, tuple[int, ...]]]:
    subsets = [[s for n in range(1, len(v) + 1) for s in combinations(v, n)] for v in whole.values()]
    for chosen in product(*subsets):
        yield dict(zip(whole, chosen, strict=True))


def _affine(
    blocks: tuple[Block, ...], conditions: Sequence[Condition], supports: Mapping[int, tuple[int, ...]]
) -> Iterator[Face]:
    """A product of simplices cut by linear conditions."""
    if not conditions:
        for_one = {b.number: _units(len(b.alternatives), supports[b.number]) for b in blocks}
        points = [dict(zip(for_one, chosen, strict=True)) for chosen in product(*for_one.values())]
        dimension = sum(len(supports[b.number]) - 1 for b in blocks)
        yield Face(blocks, tuple(points), (), dimension, True, supports)
        return
    starts, width = {}, 0
    for b in blocks:
        starts[b.number] = width
        width += len(b.alternatives)
    corners = [
        tuple(x for unit in chosen for x in unit)
        for chosen in product(*(_units(len(b.alternatives), supports[b.number]) for b in blocks))
    ]
    part: Polytope | None = Polytope(tuple(corners), simplex(width).vertices)
    for condition in conditions:
        functional = [Fraction(0)] * width
        for m, c in condition.polynomial.items():
            if m:
                functional[starts[m[0][0]] + m[0][1]] += c
            else:
                for v in range(len(blocks[0].alternatives)):
                    functional[v] += c
        if part is not None and any(functional):
            part = part.split(tuple(functional))[1] if condition.equation else part.clip(tuple(functional))
    if part is None:
        return
    points = [
        {b.number: v[starts[b.number] : starts[b.number] + len(b.alternatives)] for b in blocks} for v in part.vertices
    ]
    yield Face(blocks, tuple(points), tuple(conditions), part.dimension, True, supports)


def _units(size: int, used: Sequence[int]) -> list[tuple[Fraction, ...]]:
    return [tuple(Fraction(int(i == v)) for i in range(size)) for v in used]


def _on_support(
    blocks: tuple[Block, ...],
    conditions: Sequence[Condition],
    supports: Mapping[int, tuple[int, ...]],
    sizes: Mapping[int, int],
    missing: list[str],
) -> Iterator[Face]:
    """The choices with just these alternatives."""
    cut = [Condition(substituted(c.polynomial, supports, sizes), c.equation) for c in conditions]
    kept = settled(cut, sizes)
    kept = settled(simplified(kept, supports, sizes), sizes) if kept else kept
    if kept is None or nowhere_inside(kept, supports, sizes):
        return
    known = next(filter(None, (_determined(c, supports, sizes) for c in kept)), None)
    if known is not None and not all(is_affine(c.polynomial) for c in kept):
        yield from _with_known(blocks, kept, known, supports, sizes, missing)
        return
    if all(is_affine(c.polynomial) for c in kept):
        for face in _affine(blocks, kept, supports):
            inside = {b: {v for w in face.weights for v, x in enumerate(w[b]) if x} for b in supports}
            if all(inside[b] == set(s) for b, s in supports.items()):
                yield face
        return
    points = inner_points(kept, supports, sizes)
    free = sum(len(s) - 1 for s in supports.values())
    if points:
        rank = rank_at([c.polynomial for c in kept if c.equation], points[0], supports)
        if rank == sum(c.equation for c in kept):
            yield Face(blocks, tuple(points), tuple(kept), free - rank, False, supports)
            return
    missing.append("conditions on tied choices that are not linear were not decided: " + _names(blocks))


def _determined(
    condition: Condition, supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]
) -> tuple[Condition, int, tuple[Any, ...]] | None:
    """The block whose weights an equation determines, if that is what it does, and these weights."""
    p = condition.polynomial
    blocks = variables(p)
    if not condition.equation or len(blocks) != 1:
        return None
    (block,) = blocks
    if len(supports[block]) != 2:
        return None
    first, second = supports[block]
    share = -p.get((), Fraction(0)) / p[((block, first),)]
    weights = {first: share, second: 1 - share}
    return condition, block, tuple(weights.get(v, Fraction(0)) for v in range(sizes[block]))


def _with_known(
    blocks: tuple[Block, ...],
    conditions: Sequence[Condition],
    known: tuple[Condition, int, tuple[Any, ...]],
    supports: Mapping[int, tuple[int, ...]],
    sizes: Mapping[int, int],
    missing: list[str],
) -> Iterator[Face]:
    """The choices with the weights of one block put in, which are positive."""
    condition, number, weights = known
    if not all(weights[v] > 0 for v in supports[number]):
        return
    rest = [Condition(placed(c.polynomial, number, weights), c.equation) for c in conditions if c is not condition]
    others = {b: s for b, s in supports.items() if b != number}
    for face in _on_support(tuple(b for b in blocks if b.number != number), rest, others, sizes, missing):
        points = tuple({**w, number: weights} for w in face.weights)
        yield Face(blocks, points, (*face.conditions, condition), face.dimension, face.polytopal, supports)


def _names(blocks: Sequence[Block]) -> str:
    return f"{len(blocks)} choices of {len({b.player for b in blocks})} players"


def _closes(larger: Face, smaller: Face) -> bool:
    """Whether a face is known to lie in the closure of another."""
    if any(not set(smaller.supports[b]) <= set(s) for b, s in larger.supports.items()):
        return False
    if larger.polytopal and not larger.conditions:
        return True
    if larger.polytopal:
        return all(_holds(larger.conditions, w) for w in smaller.weights) and smaller.polytopal
    middle = smaller.weights[0]
    if smaller.polytopal:
        n = len(smaller.weights)
        middle = {
            b: tuple(sum(column, Fraction(0)) / n for column in zip(*(w[b] for w in smaller.weights), strict=True))
            for b in middle
        }
    return touches(larger.conditions, middle, larger.supports)


def _holds(conditions: Sequence[Condition], weights: Weights) -> bool:
    for condition in conditions:
        x = value_at(condition.polynomial, weights)
        if x < 0 or (condition.equation and x != 0):
            return False
    return True
