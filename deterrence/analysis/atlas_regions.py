"""Regions complemented: where none of some conditions hold, as few short clauses."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..solve.symbolic.context import Clause, Context
from ..solve.symbolic.families import clause_holds
from ..solve.symbolic.region import Region
from ..solve.symbolic.signs import Literal
from ..solve.symbolic.simplify import Simplifier
from .atlas_points import points_of

__all__ = ["complement", "differing", "inside"]

#: A face of a region that falls into more parts than this is left as it was found.
MAX_PARTS = 60
#: Points looked at on a surface.
POINTS = 4


def complement(simplifier: Simplifier, contexts: Iterable[Context], idle: Sequence[Context]) -> list[Clause]:
    """Where none of some contexts hold, off surfaces, and with its boundary where that was found.

    Parameters
    ----------
    simplifier : Simplifier
    contexts : iterable of Context
    idle : sequence of Context
        Where it does not matter.
    """
    gone = simplifier.region([*contexts, *idle])
    body = [c for c in gone if not c.on_surface]
    left = [Clause.of(Context(simplifier.oracle))]
    for clause in sorted(body, key=lambda c: len(c.literals)):
        cut = (new for c in left for new in without(c.context, clause))
        found = [c for c in map(Clause.of, cut) if not c.on_surface]
        left = simplifier.union(c.context for c in found if _possible(simplifier, c))
    faces = [c for c in gone if c.on_surface]
    for k, clause in enumerate(left):
        left[k] = _opened(simplifier, clause, [*left[:k], *left[k + 1 :], *faces])
    return [c for c in simplifier.region([*(c.context for c in left), *idle]) if not c.on_surface]


def without(context: Context, clause: Clause) -> Iterator[Context]:
    """The parts of a context in which a clause fails."""
    for literal in clause.literals:
        p = context.polynomial(literal)
        if literal.relation == "=":
            yield from chain(context.assume(p, ">"), context.assume(-p, ">"))
        else:
            yield from context.assume(-p, ">=" if literal.relation == ">" else ">")


def inside(simplifier: Simplifier, clauses: Sequence[Clause], others: Sequence[Clause]) -> bool:
    """Whether a union of clauses is proved to lie in another, surfaces apart."""
    left = list(clauses)
    for other in others:
        cut = {c.context.literals: c for old in left for c in map(Clause.of, without(old.context, other))}
        left = [c for c in cut.values() if not c.on_surface and _possible(simplifier, c, strictly=True)]
    return not left


def _possible(simplifier: Simplifier, clause: Clause, *, strictly: bool = False) -> bool:
    """Whether a clause has a point (off the boundaries of its conditions), or cannot be proved to have none."""
    literals = clause.context.literals
    if strictly:
        literals = tuple(Literal(x.atoms, x.sign, ">") for x in literals)
    found = simplifier.sample(clause.context).witness(literals, walk=False)
    return found is not None or simplifier.prover.contradiction(literals) is None


def _opened(simplifier: Simplifier, clause: Clause, gone: Sequence[Clause]) -> Clause:
    """Weak conditions made strict where their boundary is proved to be gone, or in another clause."""
    for literal in clause.literals:
        if literal.relation != ">=":
            continue
        rest = simplifier.context(clause.literals - {literal})
        if rest is None:
            continue
        parts: list[Context] = list(rest.assume(rest.polynomial(literal), "="))
        if all(_covered(simplifier, part, gone) for part in parts):
            strict = Literal(literal.atoms, literal.sign, ">")
            literals = clause.literals - {literal} | {strict}
            context = simplifier.context(literals)
            clause = clause if context is None else Clause(context, literals)
    return clause


def _covered(simplifier: Simplifier, context: Context, clauses: Sequence[Clause]) -> bool:
    """Whether a context is proved to lie in the union of some clauses."""
    left = [Clause.of(context)]
    for clause in clauses:
        if all(_apart(c.context, clause) for c in left):
            continue
        found = {c.context.literals: c for old in left for c in map(Clause.of, without(old.context, clause))}
        left = [c for c in found.values() if _possible(simplifier, c)]
        if len(left) > MAX_PARTS:
            return False
        if not left:
            return True
    return not left


def _apart(context: Context, clause: Clause) -> bool:
    """Whether signs that are known say that a clause fails throughout a context."""
    return not any(True for _ in _joint(context, clause))


def _joint(context: Context, clause: Clause) -> Iterator[Context]:
    todo = [context]
    for literal in sorted(clause.literals, key=lambda x: x.relation != "="):
        todo = [new for c in todo for new in c.assume(c.polynomial(literal), literal.relation)]
    yield from todo


def differing(
    stated: Region, holds: Callable[[Any], bool], exact: Sequence[Clause], idle: Sequence[Context]
) -> list[Clause]:
    """Surfaces at points of which what is stated and what is so differ.

    Looked for on the surfaces among the exact clauses, and on the boundary of what is stated.
    """
    simplifier = stated.derivation.simplifier
    edges = [c for c in exact if c.codimension == 1]
    for clause in stated.clauses:
        for literal in clause.literals:
            rest = simplifier.context(clause.literals - {literal})
            if rest is not None:
                edges += [Clause.of(c) for c in rest.assume(rest.polynomial(literal), "=")]
    found: dict[Any, Clause] = {}
    for edge in edges:
        if edge.codimension == 1 and not _agree(edge, stated, holds, idle):
            (equality,) = (x for x in edge.literals if x.relation == "=")
            found.setdefault(equality, edge)
    return list(found.values())


def _agree(edge: Clause, stated: Region, holds: Callable[[Any], bool], idle: Sequence[Context]) -> bool:
    """Whether what is stated is so at points of a surface; those where it does not matter are left out."""
    for at in points_of(stated.derivation.simplifier, edge.context, POINTS):
        if not any(clause_holds(c.literals, at, {}) for c in idle) and stated.holds_at(at, {}) != holds(at):
            return False
    return True
