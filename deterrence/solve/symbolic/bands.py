"""Measures of families in closed form: the least and the most over a family, as quotients of polynomials.

A measure is the expectation of a weight, so it is multilinear in the probabilities. Where it depends on free ones, of one
player at a time, one of them is expressed by the measure's value, and the others are eliminated from what they satisfy:
what is left are the bounds of the value.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...equilibria.piece import information_sets
from ...exact import Number
from ...games.game import Game
from ...games.signalling import SignallingGame
from .cases import Explorer, Quotient, branches, field_of
from .context import Context
from .families import Derivation, DerivedFamily
from .linear import Form, Row, Variable, put, rows_of, without
from .profiles import Record
from .signs import NEGATIVE, POSITIVE

__all__ = ["Ratio", "Span", "bands_of", "spans_of"]

#: Numerator and positive denominator.
Ratio = tuple[Any, Any]
Rows = Sequence[tuple[Form, str]]

_VALUE: Variable = (-1, 0, 0)


@dataclass(frozen=True)
class Span:
    """The band of a measure over a family in a part of one clause of its region.

    Attributes
    ----------
    clause : int
        Which clause.
    context : Context
        The clause, and what is assumed beside it.
    least, most : (numerator, denominator), or None
        None where they were not worked out: the measure depends on products of free probabilities.
    """

    clause: int
    context: Context
    least: Ratio | None
    most: Ratio | None


def spans_of(derivation: Derivation, family: DerivedFamily, weights: Mapping[tuple[str, ...], Number]) -> Iterator[Span]:
    """Bands of a measure over a family, off surfaces: each holds throughout its context, and these cover the region."""
    for k, (clause, parts) in enumerate(zip(family.clauses, family.solutions, strict=True)):
        if clause.on_surface:
            continue
        for part in parts:
            starts = [clause.context]
            if part.where:
                joined = [derivation.simplifier.context({*clause.literals, *w.literals}) for w in part.where]
                starts = [c for c in joined if c is not None]
            for start in starts:
                for context, least, most in bands_of(derivation.game, part.record, start, weights):
                    if not any(x.relation == "=" for x in context.literals):
                        yield Span(k, context, least, most)


def bands_of(
    game: Game, record: Record, start: Context, weights: Mapping[tuple[str, ...], Number], *, surfaces: bool = False
) -> Iterator[tuple[Context, Ratio | None, Ratio | None]]:
    """Least and most of a measure over the equilibria of one record, by contexts; on surfaces too if that is wanted."""
    for context, total in branches(start, lambda explorer: _expectation(game, record, explorer, weights)):
        if total is None or (not surfaces and any(x.relation == "=" for x in context.literals)):
            continue
        if any(len(variables) > 1 for variables in total):
            yield context, None, None
            continue
        bottom = _common(context, total.values())
        ring = context.ring
        value = Form(
            ring,
            {v: q.top * ring.quotient(bottom, q.bottom) for (v,), q in ((k, q) for k, q in total.items() if k)},
            total[()].top * ring.quotient(bottom, total[()].bottom),
        )
        yield from _range(context, record.bounds, value, bottom)


def _expectation(
    game: Game, record: Record, explorer: Explorer, weights: Mapping[tuple[str, ...], Number]
) -> dict[tuple[Variable, ...], Quotient]:
    """Products of free probabilities to their coefficients."""
    values, number = field_of(game, explorer)
    chances = _chances(game, record, explorer)
    total: dict[tuple[Variable, ...], Quotient] = {(): number(Fraction(0))}
    for cell, weight in weights.items():
        product: dict[tuple[Variable, ...], Quotient] = {(): game.evaluate(weight, values, number)}
        if isinstance(game, SignallingGame):
            product = {(): product[()] * game.evaluate(game.prior[cell[0]], values, number)}
        for factor in chances(cell):
            product = _times(product, factor)
        for k, q in product.items():
            total[k] = _lowest(total[k] + q if k in total else q)
    return {k: q for k, q in total.items() if not k or not explorer.context.ring.is_zero(q.top)}


def _chances(game: Game, record: Record, explorer: Explorer) -> Any:
    """Cell to the probabilities of the moves in it, each as free probabilities to coefficients."""
    place: dict[tuple[int, str | None, str], tuple[int, int, int]] = {}
    for k, sets in enumerate(information_sets(game)):
        for at, (label, actions) in enumerate(sets):
            place.update({(k, label, action): (k, at, a) for a, action in enumerate(actions)})

    def factor(k: int, label: str | None, action: str) -> dict[tuple[Variable, ...], Quotient]:
        found = record.values.get(place[k, label, action])
        if found is None:
            return {}
        form, bottom = found
        terms: dict[tuple[Variable, ...], Quotient] = {(v,): Quotient(explorer, c, bottom) for v, c in form.slopes.items()}
        return {(): Quotient(explorer, form.start, bottom), **terms}

    def of(cell: tuple[str, ...]) -> list[dict[tuple[Variable, ...], Quotient]]:
        if isinstance(game, SignallingGame):
            kind, message, reply = cell
            return [factor(0, kind, message), factor(1, message, reply)]
        return [factor(k, None, action) for k, action in enumerate(cell)]

    return of


def _times(
    one: Mapping[tuple[Variable, ...], Quotient], other: Mapping[tuple[Variable, ...], Quotient]
) -> dict[tuple[Variable, ...], Quotient]:
    found: dict[tuple[Variable, ...], Quotient] = {}
    for k, q in one.items():
        for m, r in other.items():
            key = tuple(sorted(k + m))
            found[key] = found[key] + q * r if key in found else q * r
    return found


def _lowest(q: Quotient) -> Quotient:
    ring = q.explorer.context.ring
    common = ring.gcd(q.top, q.bottom)
    if q.explorer.context.mask(common) == NEGATIVE:
        common = -common
    return Quotient(q.explorer, ring.quotient(q.top, common), ring.quotient(q.bottom, common))


def _common(context: Context, several: Any) -> Any:
    ring = context.ring
    common = ring.one
    for q in several:
        common = common * ring.quotient(q.bottom, ring.gcd(common, q.bottom))
    return common if context.mask(common) != NEGATIVE else -common


def _range(context: Context, rows: Rows, value: Form, bottom: Any) -> Iterator[tuple[Context, Ratio, Ratio]]:
    """Bounds of value / bottom, where free probabilities satisfy the rows."""
    if not value.slopes:
        yield context, (value.start, bottom), (value.start, bottom)
        return
    v, slope = min(value.slopes.items(), key=lambda item: context.mask(item[1]) not in (POSITIVE, NEGATIVE))
    mask = context.mask(slope)
    if mask not in (POSITIVE, NEGATIVE):
        for branch in context.split(slope):
            kept = {w: c for w, c in value.slopes.items() if branch.mask(c) & (POSITIVE | NEGATIVE)}
            yield from _range(branch, rows, Form(value.ring, kept, value.start), bottom)
        return
    # v = (bottom z - the rest) / slope, for the value z
    rest = Form(value.ring, {w: c for w, c in value.slopes.items() if w != v}, value.start)
    solved = Form(value.ring, {_VALUE: bottom}, value.ring.zero) - rest
    if mask == NEGATIVE:
        solved, slope = -solved, -slope
    changed = [(put(f, v, solved, slope, context), relation) for f, relation in rows]
    others = sorted({w for f, _ in changed for w in f.slopes} - {_VALUE})
    yield from _bounds(context, rows_of(changed), others, 0)


def _bounds(
    context: Context, rows: Sequence[Row], others: Sequence[Variable], done: int
) -> Iterator[tuple[Context, Ratio, Ratio]]:
    if others:
        for branch, left in without(context, rows, others[0], done):
            yield from _bounds(branch, left, others[1:], done + 1)
        return
    lower: list[Ratio] = []
    upper: list[Ratio] = []
    for f in (row.form for row in rows):
        slope = f.slopes.get(_VALUE, context.ring.zero)
        mask = context.mask(slope)
        if mask in (POSITIVE, NEGATIVE):
            found = (-f.start, slope) if mask == POSITIVE else (f.start, -slope)
            (lower if mask == POSITIVE else upper).append(found)
        elif mask & (POSITIVE | NEGATIVE):
            for branch in context.split(slope):
                yield from _bounds(branch, rows, (), done)
            return
    for branch, least in _largest(context, lower, 1):
        for final, most in _largest(branch, upper, -1):
            yield final, least, most


def _largest(context: Context, several: Sequence[Ratio], side: int) -> Iterator[tuple[Context, Ratio]]:
    """The largest of some quotients (the smallest, with side -1), by contexts that say which it is."""
    best, *rest = several
    if not rest:
        yield context, best
        return
    other, *more = rest
    gap = side * (best[0] * other[1] - other[0] * best[1])
    for branch in context.assume(gap, ">="):
        yield from _largest(branch, [best, *more], side)
    for branch in context.assume(-gap, ">"):
        yield from _largest(branch, [other, *more], side)
