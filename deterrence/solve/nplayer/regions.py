"""Regions in several unknowns: a point where conditions hold strictly, or the proof that there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count, product
from math import comb
from typing import Any

from .cells import open_cells
from .charts import Group
from .polynomials import collect, simplify, variables

__all__ = ["Unsettled", "inner_point", "opposites", "two_sides"]

Poly = Any
Box = dict[int, tuple[Fraction, Fraction]]
#: Boxes looked at before cells are, and cells before a region is given up.
MOST_BOXES = 100
MOST_CELLS = 20_000
#: Halvings of the way from a corner to the centre.
MOST_HALVINGS = 120


class Unsettled(Exception):
    """Neither a point nor a proof was found within the limit."""


def inner_point(
    free: Sequence[int], blocks: Sequence[Sequence[int]], conditions: Sequence[Poly]
) -> tuple[Fraction, ...] | None:
    """A point of the open unit cube where all polynomials are positive; None where there is none.

    Points near the corners are tried first: a polynomial that is linear in each unknown and positive anywhere is positive
    near one of them. Then some boxes are halved, those first on which most is possible, until one of them has a good centre
    or on all of them some polynomial is nowhere positive. What is left undecided, since regions may touch, is decided by
    one point of every cell on which no polynomial changes its sign.

    Raises
    ------
    Unsettled
    """
    if opposites(conditions):
        return None
    point = _near_corners(free, blocks, conditions)
    if point is not None:
        return point
    try:
        return _by_boxes(free, conditions)
    except Unsettled:
        samples = open_cells(conditions, free)
    for number, sample in enumerate(samples):
        if number >= MOST_CELLS:
            raise Unsettled
        if all(_value(p, sample) > 0 for p in conditions):
            return tuple(sample[k] for k in free)
    return None


def opposites(conditions: Sequence[Poly]) -> list[Poly]:
    """Polynomials that are conditions with both signs, so that they vanish wherever all hold."""
    known = dict.fromkeys(simplify(p) for p in conditions)
    return [p for p in known if -p in known]


def _by_boxes(free: Sequence[int], conditions: Sequence[Poly]) -> tuple[Fraction, ...] | None:
    order = count()
    whole: Box = dict.fromkeys(free, (Fraction(0), Fraction(1)))
    heap: list[tuple[Fraction, int, Box]] = []
    _push(heap, order, whole, conditions)
    for _ in range(MOST_BOXES):
        if not heap:
            return None
        _, _, box = heappop(heap)
        middle = {k: (low + high) / 2 for k, (low, high) in box.items()}
        if all(_value(p, middle) > 0 for p in conditions):
            return tuple(middle[k] for k in free)
        widest = max(free, key=lambda k: box[k][1] - box[k][0])
        low, high = box[widest]
        for half in ((low, middle[widest]), (middle[widest], high)):
            _push(heap, order, {**box, widest: half}, conditions)
    raise Unsettled


def _near_corners(
    free: Sequence[int], blocks: Sequence[Sequence[int]], conditions: Sequence[Poly]
) -> tuple[Fraction, ...] | None:
    centre = {k: Fraction(1, len(block) + 1) for block in blocks for k in block}
    for chosen in product(*([(), *((k,) for k in block)] for block in blocks)):
        ones = {k for corner in chosen for k in corner}
        share = Fraction(1)
        for _ in range(MOST_HALVINGS):
            point = {k: (1 - share) * (1 if k in ones else 0) + share * centre[k] for k in free}
            values = [_value(p, point) for p in conditions]
            if all(v > 0 for v in values):
                return tuple(point[k] for k in free)
            share /= 2
            if any(_value(p, {k: Fraction(int(k in ones)) for k in free}) < 0 for p in conditions):
                break
    return None


def _push(heap: list[tuple[Fraction, int, Box]], order: "count[int]", box: Box, conditions: Sequence[Poly]) -> None:
    bounds = [_most(p, box) for p in conditions]
    if all(b > 0 for b in bounds):
        heappush(heap, (-min(bounds), next(order), box))


def _most(p: Poly, box: Box) -> Fraction:
    """An upper bound: exact where the polynomial is linear in each unknown."""
    if p.degrees() and max(p.degrees()) == 1:
        used = variables(p)
        return max(_value(p, dict(zip(used, corner, strict=True))) for corner in product(*(box[k] for k in used)))
    # around the middle, with every unknown between -1 and 1; even powers are not negative
    terms: dict[tuple[int, ...], Fraction] = {}
    for powers, c in p.iterterms():
        product_of: dict[tuple[int, ...], Fraction] = {(0,) * len(powers): Fraction(int(c))}
        for k, exponent in enumerate(powers):
            if exponent:
                middle, half = (box[k][0] + box[k][1]) / 2, (box[k][1] - box[k][0]) / 2
                product_of = {
                    (*key[:k], n, *key[k + 1 :]): value * comb(exponent, n) * middle ** (exponent - n) * half**n
                    for key, value in product_of.items()
                    for n in range(exponent + 1)
                }
        for key, value in product_of.items():
            terms[key] = terms.get(key, Fraction(0)) + value
    constant = (0,) * len(p.degrees())
    total = Fraction(0)
    for key, value in terms.items():
        odd = any(n % 2 for n in key)
        total += value if key == constant or (value > 0 and not odd) else abs(value) if odd else 0
    return total


def _value(p: Poly, point: dict[int, Fraction]) -> Fraction:
    total = Fraction(0)
    for powers, c in p.iterterms():
        term = Fraction(int(c))
        for k, exponent in enumerate(powers):
            if exponent:
                term *= point[k] ** exponent
        total += term
    return total


def two_sides(group: Group) -> Iterator[Group]:
    """Cut a region under one hyperbola in two where its branches leave it in two pieces.

    A x y + B x + C y + D >= 0 in the unit square falls apart iff on the line A x + C = 0 it is negative, that is, where the
    line lies between two branches. The unknowns are probabilities themselves, of two players with two actions.
    """
    if len(group.free) != 2 or group.positive or len(group.weak) != 1:
        yield group
        return
    x, y = group.free
    p = group.weak[0]
    if max(p.degrees()) != 1 or len(variables(p)) != 2:
        yield group
        return
    rest, slope = collect(p, y)  # slope y + rest, both in x
    (b, a) = ([*collect(slope, x), slope * 0])[:2]
    if not a:
        yield group
        return
    pole = Fraction(-int(b.LC) if b else 0, int(a.LC))
    if not 0 < pole < 1 or _value(rest, {x: pole}) >= 0:
        yield group
        return
    cut = slope if a.LC > 0 else -slope
    for sign in (1, -1):
        yield replace(group, weak=(p, cut * sign))
