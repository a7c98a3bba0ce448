"""Points at which an atlas is compared with the solver: in every region, outside it, and on its boundaries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..solve.symbolic.context import Context
from ..solve.symbolic.families import Derivation
from ..solve.symbolic.polynomials import Atom
from ..solve.symbolic.simplify import Clause, Simplifier
from ..solve.symbolic.witnesses import Point, Sample, holds, value

__all__ = ["Audit", "audit_points", "points_of"]

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Audit:
    """A comparison of an atlas with the exact solver.

    Attributes
    ----------
    points : int
        How many points were compared.
    on_boundaries : int
        How many of them were chosen on a boundary.
    disagreements : tuple of (values, families of the atlas, families of the solver)
    """

    points: int
    on_boundaries: int
    disagreements: tuple[tuple[Mapping[str, Fraction], tuple[str, ...], tuple[str, ...]], ...]


def audit_points(derivation: Derivation, per_clause: int) -> Iterator[tuple[Values, bool]]:
    """Values of all parameters, and whether they were chosen on a boundary."""
    names = derivation.ring.names
    seen: set[tuple[Fraction, ...]] = set()
    third = max(per_clause // 3, 1)
    for family in derivation.families:
        for clause in family.clauses:
            sample = derivation.simplifier.sample(clause.context)
            inside = sample.satisfying(clause.context.literals)
            if clause.codimension > 1:
                if clause.codimension == len(sample.substitutions):
                    deep = ((p, True) for p in _some(sample, inside, max(third // 4, 1)))
                    yield from _fresh(names, seen, deep)
                continue
            edge = clause.on_surface
            found = [
                *((p, edge) for p in _some(sample, inside, third)),
                *((p, edge) for p in _some(sample, ~inside, third)),
                *((p, True) for p in _boundary(derivation, clause, third)),
            ]
            yield from _fresh(names, seen, found)


def _fresh(
    names: Sequence[str], seen: set[tuple[Fraction, ...]], points: Iterable[tuple[tuple[Fraction, ...], bool]]
) -> Iterator[tuple[Values, bool]]:
    """Points that were not met before, by name."""
    for point, on_boundary in points:
        if point not in seen:
            seen.add(point)
            yield dict(zip(names, point, strict=True)), on_boundary


def _some(sample: Sample, chosen: Any, count: int) -> Iterator[tuple[Fraction, ...]]:
    import numpy as np

    for k in np.flatnonzero(chosen)[:count]:
        point = sample.exact(sample.points[k])
        if point is not None:
            yield tuple(point)


def _boundary(derivation: Derivation, clause: Clause, count: int) -> Iterator[tuple[Fraction, ...]]:
    """Points where one condition holds with equality, most of them where all others hold."""
    simplifier = derivation.simplifier
    strict = [x for x in clause.literals if x.relation != "="]
    for literal in strict:
        rest = simplifier.context(clause.literals - {literal})
        if rest is None:
            continue
        for edge in rest.assume(rest.polynomial(literal), "="):
            sample = simplifier.sample(edge)
            on = sample.satisfying(edge.literals)
            each = max(count // len(strict), 1)
            if edge.literals and len(sample.substitutions) < Clause.of(edge).codimension:
                yield from points_of(simplifier, edge, each)
                continue
            yield from _some(sample, on, each)
            yield from _some(sample, ~on, max(each // 4, 1))


def points_of(simplifier: Simplifier, context: Context, count: int) -> Iterator[Point]:
    """Points of a context, exactly on its surfaces, also on one that could not be solved for a symbol throughout."""
    import numpy as np

    sample = simplifier.sample(context)
    unsolved = [x for x in context.literals if x.relation == "="][len(sample.substitutions) :]
    if len(unsolved) > 1:
        return
    weak = [x for x in context.literals if x.relation != "="]
    found = 0
    for k in np.flatnonzero(sample.satisfying(weak)):
        point = sample.exact(sample.points[k])
        if point is not None and unsolved:
            ((atom, _),) = unsolved[0].atoms
            point = _moved_onto(simplifier, atom, point, sample)
        if point is not None and all(holds(x, point) for x in context.literals):
            yield tuple(point)
            found += 1
            if found == count:
                return


def _moved_onto(simplifier: Simplifier, atom: Atom, point: list[Fraction], sample: Sample) -> list[Fraction] | None:
    """A point moved along one coordinate to where a polynomial vanishes, if it stays in the domain."""
    ring = simplifier.oracle.ring
    solved = {s.symbol for s in sample.substitutions}
    for i, domain in enumerate(sample.domains):
        parts = None if i in solved or not any(m[i] for m, _ in atom) else ring.linear_parts(ring.polynomial(atom), i)
        if parts is None:
            continue
        slope, start = (value(ring.atom(p), point) for p in parts)
        if slope and -start / slope in domain:
            return [*point[:i], -start / slope, *point[i + 1 :]]
    return None
