"""Where in a clause which closed form holds: the records of a family whose formulae agree are one part."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .cases import Case
from .context import Clause
from .linear import Form
from .profiles import Record
from .simplify import Simplifier

__all__ = ["Part", "parts_of"]


@dataclass(frozen=True)
class Part:
    """A record that gives the closed forms, and where.

    ``where`` is a union of clauses beside the clause that is divided; empty where the forms hold throughout it.
    """

    record: Record
    case: Case
    where: tuple[Clause, ...] = ()


def parts_of(
    simplifier: Simplifier, clause: Clause, records: Sequence[tuple[Record, Case]], at: tuple[Record, Case]
) -> tuple[Part, ...]:
    """Parts of a clause, first that of one record.

    Payoffs with Min or Piecewise have other formulae on either side of a case's boundary, also where the region does not
    care. Sampled points say which formulae are met.
    """
    import numpy as np

    whole = (Part(*at),)
    body = [(r, c) for r, c in records if not Clause.of(r.context).on_surface]
    if clause.on_surface or len(body) < 2:
        return whole
    groups: dict[Any, list[tuple[Record, Case]]] = {}
    for pair in body:
        groups.setdefault(_signature(pair[0]), []).append(pair)
    if len(groups) < 2:
        return whole
    sample = simplifier.sample(clause.context)
    inside = sample.satisfying(clause.context.literals)
    met = {k: np.logical_or.reduce([sample.satisfying(r.context.literals) for r, _ in g]) for k, g in groups.items()}
    left, chosen = inside, [_signature(at[0])]
    while (left := left & ~met[chosen[-1]]).any():
        best = max(groups, key=lambda k: int((left & met[k]).sum()))
        if not (left & met[best]).any():
            break
        chosen.append(best)
    if len(chosen) == 1:
        return whole
    found = []
    for k, key in enumerate(chosen):
        record = at if k == 0 else max(groups[key], key=lambda pair: _freedom(pair[0]))
        contexts = (simplifier.context({*clause.literals, *r.context.literals}) for r, _ in groups[key])
        where = simplifier.union(c for c in contexts if c is not None)
        found.append(Part(*record, tuple(Clause(w.context, w.literals - clause.literals) for w in where)))
    return tuple(found)


def _freedom(record: Record) -> int:
    """How many replies it leaves open off the path."""
    return sum(len(used) for _, used in record.off_path)


def _signature(record: Record) -> Any:
    """What its closed forms on the path are, in lowest terms."""
    unsent = {m for m, _ in record.off_path}
    values = {v: _lowest(*x) for v, x in record.values.items() if v[0] == 0 or v[1] not in unsent}
    bounds = {
        (_lowest(form, None), relation)
        for form, relation in record.bounds
        if not any(v[0] == 1 and v[1] in unsent for v in form.slopes)
    }
    return frozenset(values.items()), frozenset(bounds)


def _lowest(form: Form, bottom: Any) -> Any:
    """A form over a polynomial without common factors, the denominator (if any) with a positive leading coefficient."""
    ring = form.ring
    entries: dict[Any, Any] = dict(form.slopes)
    entries[None] = form.start
    if bottom is not None:
        entries["bottom"] = bottom
    common = ring.zero
    for p in entries.values():
        common = ring.gcd(common, p)
    if ring.is_zero(common):
        return ()
    # a bound keeps its direction, a quotient may be turned round
    side = ring.atom(common)[0][1] > 0
    if side != (True if bottom is None else ring.atom(bottom)[0][1] > 0):
        common = -common
    return frozenset((v, ring.atom(ring.quotient(p, common))) for v, p in entries.items() if not ring.is_zero(p))
