"""Points at which an atlas is compared with the solver: in every region, outside it, and on its boundaries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from ..errors import InvalidParameter
from ..solve.symbolic.context import Clause, Context
from ..solve.symbolic.families import Derivation
from ..solve.symbolic.polynomials import Atom
from ..solve.symbolic.region import point_of
from ..solve.symbolic.signs import Literal
from ..solve.symbolic.simplify import Simplifier
from ..solve.symbolic.witnesses import Point, holds, value

__all__ = ["Audit", "asked_points", "audit_points", "boundary_points", "points_of"]

Values = Mapping[str, Fraction]
#: Steps from points that were found to others: how far, in turn, and how many for every point that is wanted.
STEPS, PATIENCE = (0.5, 0.1, 0.02), 3
#: Points looked at together in one step.
COMPANY = 16


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


def asked_points(derivation: Derivation, points: int | Iterable[Mapping[str, Any]]) -> list[tuple[Values, bool]]:
    """Points of an audit: so many for every clause, or those that are given; whether they were chosen on a boundary."""
    if isinstance(points, int):
        if points < 1:
            raise InvalidParameter(f"an audit at {points} points for every clause shows nothing; ask for 1 or more")
        return list(audit_points(derivation, points))
    if not isinstance(points, Iterable) or isinstance(points, str | Mapping):
        raise InvalidParameter(f"audit: points are a number such as 60 or a list of mappings, not {points!r}")
    names = derivation.ring.names
    return [(dict(zip(names, point_of(derivation, p), strict=True)), False) for p in points]


def audit_points(derivation: Derivation, per_clause: int) -> Iterator[tuple[Values, bool]]:
    """Values of all parameters, and whether they were chosen on a boundary."""
    simplifier = derivation.simplifier
    seen: set[Point] = set()
    third = max(per_clause // 3, 1)
    for family in derivation.families:
        for clause in family.clauses:
            if clause.codimension > 1:
                found = [(p, True) for p in points_of(simplifier, clause.context, max(third // 4, 1))]
            else:
                edge = clause.on_surface
                found = [
                    *((p, edge) for p in points_of(simplifier, clause.context, third)),
                    *((p, edge) for p in _outside(simplifier, clause.context, third)),
                    *((p, True) for p in boundary_points(simplifier, clause, third)),
                ]
            yield from _fresh(derivation.ring.names, seen, found)


def _fresh(names: Sequence[str], seen: set[Point], points: Iterable[tuple[Point, bool]]) -> Iterator[tuple[Values, bool]]:
    """Points that were not met before, by name."""
    for point, on_boundary in points:
        if point not in seen:
            seen.add(point)
            yield dict(zip(names, point, strict=True)), on_boundary


def _outside(simplifier: Simplifier, context: Context, count: int) -> Iterator[Point]:
    """Points on a context's surfaces that miss one of its inequalities."""
    sample = simplifier.sample(context)
    missed = sample.points[~sample.satisfying(context.literals)]
    yield from islice((tuple(p) for at in missed if (p := sample.exact(at)) is not None), count)


def boundary_points(simplifier: Simplifier, clause: Clause, count: int) -> Iterator[Point]:
    """Points where one inequality of a clause holds with equality and all else holds, from every side in turn."""
    edges = [
        edge
        for literal in sorted(clause.literals)
        if literal.relation != "="
        for rest in simplifier.contexts(clause.literals - {literal})
        for edge in rest.assume(rest.polynomial(literal), "=")
    ]
    return _in_turn([points_of(simplifier, edge, count) for edge in edges], count)


def points_of(simplifier: Simplifier, context: Context, count: int) -> Iterator[Point]:
    """Different points of a context, exactly on its surfaces: those of a sample, then others near them."""
    return _in_turn([_Place(simplifier, part).points(count) for part in _parts(simplifier, context)], count)


def _in_turn(sources: list[Iterator[Point]], count: int) -> Iterator[Point]:
    """At most so many different points, from every source in turn."""
    seen: set[Point] = set()
    while sources:
        for source in tuple(sources):
            point = next((p for p in source if p not in seen), None)
            if point is None:
                sources.remove(source)
                continue
            seen.add(point)
            yield point
            if len(seen) == count:
                return


def _parts(simplifier: Simplifier, context: Context) -> Iterator[Context]:
    """A context as it is; where an equality holds only at ends of domains, once for every choice of these."""
    oracle, ring = context.oracle, context.ring
    choices = [ends for x in context.literals if x.relation == "=" for a, _ in x.atoms if (ends := oracle.ends(a))]
    if not choices:
        yield context
        return
    gens = list(ring.gens.values())
    for chosen in product(*choices):
        gaps = [end.denominator * gens[i] - ring.constant(end.numerator) for i, end in frozenset.union(*chosen)]
        at_ends = [Literal(((ring.atom(p), 1),), 1, "=") for p in gaps]
        yield from simplifier.contexts([*context.literals, *at_ends])


class _Place:
    """Where the points of one context are looked for."""

    def __init__(self, simplifier: Simplifier, context: Context) -> None:
        self.ring, self.literals = simplifier.oracle.ring, context.literals
        self.sample = simplifier.sample(context)
        self.bounds = [x for x in context.literals if x.relation != "="]
        solved = len(self.sample.substitutions)
        self.unsolved = [a for x in context.literals if x.relation == "=" for a, _ in x.atoms][solved:]

    def points(self, count: int) -> Iterator[Point]:
        """At most so many different points."""
        found: dict[Point, None] = {}
        for at in self._candidates(found, count):
            point = self._exact(at)
            if point is not None and point not in found:
                found[point] = None
                yield point
                if len(found) == count:
                    return

    def _candidates(self, found: Mapping[Point, None], count: int) -> Iterator[Any]:
        """Points in floating point at which the inequalities hold; ``found`` grows meanwhile."""
        import numpy as np

        yield from self.sample.points[self.sample.satisfying(self.bounds)]
        if not found:
            start = self.sample.witness(self.bounds)
            if start is None:
                return
            yield np.array(start, dtype=float)
        for step in range(PATIENCE * count):
            if not found:
                return
            known = list(found)
            near = self.sample.near(np.array(known[step % len(known)], dtype=float), COMPANY, STEPS[step % len(STEPS)])
            yield from near[self.sample.satisfying(self.bounds, near)]

    def _exact(self, at: Any) -> Point | None:
        """A candidate as fractions, on every surface; None where it is not in the context."""
        point = self.sample.exact(at)
        fixed = {s.symbol for s in self.sample.substitutions}
        for atom in self.unsolved:
            point = None if point is None else self._moved_onto(atom, point, fixed)
            fixed |= {i for powers, _ in atom for i, k in enumerate(powers) if k}
        return tuple(point) if point is not None and all(holds(x, point) for x in self.literals) else None

    def _moved_onto(self, atom: Atom, point: list[Fraction], fixed: set[int]) -> list[Fraction] | None:
        """A point moved along one coordinate to where a polynomial vanishes, if it stays in the domain."""
        for i, domain in enumerate(self.sample.domains):
            involved = i not in fixed and any(powers[i] for powers, _ in atom)
            parts = self.ring.linear_parts(self.ring.polynomial(atom), i) if involved else None
            if parts is None:
                continue
            slope, start = (value(self.ring.atom(p), point) for p in parts)
            if slope and -start / slope in domain:
                return self.sample.onto([*point[:i], -start / slope, *point[i + 1 :]])
        return None
