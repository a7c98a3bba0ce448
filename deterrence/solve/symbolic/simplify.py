"""Regions made readable: empty clauses dropped, implied conditions removed, clauses merged, each step proved.

A region is a union of clauses, a clause a conjunction of literals. Clauses without an equality are the body of a region,
those with one lie on a surface. A condition is removed only with a proof; one that stays has a witness, a point at which
it alone fails, or is counted as undecided.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from .certificates import Certificate, Log
from .context import Clause, Context, Substitution
from .proofs import Prover
from .signs import POSITIVE, ZERO, Literal, Oracle, lifted
from .witnesses import SIZE, Sample

__all__ = ["Simplifier"]

#: A region of more clauses than this is left as it was found; rounds of merging.
MAX_CLAUSES, MAX_ROUNDS = 32, 6
#: Where a family lies on more surfaces than this, its clauses there are kept as they were found.
MAX_SURFACES = 48
#: Points sampled on a surface.
SURFACE = 1024
#: Points that refute proofs, and how often a symbol is at an end of its domain there.
CLOUD, AT_ENDS = 4 * SIZE, 0.15


class Simplifier:
    """Simplifies the regions of one game."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle, self.prover = oracle, Prover(oracle)
        self.log = Log()
        self._samples: dict[Any, Sample] = {}
        #: Points off all surfaces but those at the ends of domains.
        self._cloud = Sample(oracle.ring, oracle.domains, size=CLOUD, ends=AT_ENDS)

    def sample(self, context: Context) -> Sample:
        """Points on the surfaces of a context."""
        return self._sample(context.substitutions)

    def _sample(self, substitutions: tuple[Substitution, ...]) -> Sample:
        atom = self.oracle.ring.atom
        key = tuple((s.symbol, atom(s.top), atom(s.bottom)) for s in substitutions)
        if key not in self._samples:
            self._samples[key] = Sample(self.oracle.ring, self.oracle.domains, substitutions, SURFACE if key else SIZE)
        return self._samples[key]

    def region(self, contexts: Iterable[Context]) -> list[Clause]:
        """Few short clauses with the same union."""
        clauses = list({c.literals: c for c in map(Clause.of, contexts)}.values())
        edges = [c for c in clauses if c.on_surface]
        body: list[Clause] = []
        for c in (c for c in clauses if not c.on_surface):
            if self._witnessed(c):
                body.append(c)
            elif (flat := self._flat(c)) is not None:
                edges += flat
            elif not self._empty(c):
                body.append(c)
        if len(body) > MAX_CLAUSES:
            self.log.undecided |= {(c.literals, x) for c in body for x in c.literals}
            return body + sorted(edges, key=lambda c: c.codimension)
        body = self._merged(body, edges)
        for c in body:
            self._settle(c)
        return body + self._edges(edges, body)

    def union(self, contexts: Iterable[Context]) -> list[Clause]:
        """Short clauses with the same union, off surfaces; that their conditions are needed is not looked into."""
        return self._merged([Clause.of(c) for c in contexts], ())

    def _merged(self, body: list[Clause], edges: Sequence[Clause]) -> list[Clause]:
        body = self._absorbed([self._shortened(c) for c in body])
        for _ in range(MAX_ROUNDS):
            before = [c.literals for c in body]
            body = [self._weakened(c, [*body, *edges]) for c in body]
            body = self._absorbed([self._shortened(c) for c in body])
            body = self._joined(body)
            if [c.literals for c in body] == before:
                break
        return body

    def _edges(self, clauses: Sequence[Clause], body: Sequence[Clause]) -> list[Clause]:
        """Clauses on surfaces: those of one equality are simplified, the others kept for evaluation as they are."""
        single = [c for c in clauses if c.codimension == 1]
        deeper = [c for c in clauses if c.codimension > 1]
        if len(single) > MAX_SURFACES:
            return sorted(clauses, key=lambda c: c.codimension)
        single = [c for c in single if not any(self._covers(c.context, d) for d in body)]
        single = self._absorbed([self._shortened(c) for c in single if self._possible(c)])
        deeper = [c for c in deeper if not any(self._covers(c.context, d, prove=False) for d in [*body, *single])]
        return single + sorted(deeper, key=lambda c: c.codimension)

    # --- emptiness ----------------------------------------------------------------------------------------------

    def _witnessed(self, clause: Clause) -> bool:
        """Whether a point of a clause is found."""
        literals, sample = clause.context.literals, self.sample(clause.context)
        if sample.witness(literals, walk=False) is not None:
            return True
        # a walk takes longer than the likeliest proof that it is in vain
        return self._contradiction(clause, thorough=False) is None and sample.witness(literals) is not None

    def _flat(self, clause: Clause) -> list[Clause] | None:
        """The surfaces on which a clause lies, where the others forbid a weak inequality to be strict; None if none do."""
        for literal in reversed(clause.ordered):
            rest = self.context(clause.literals - {literal}) if literal.relation == ">=" else None
            if rest is not None and self.implied_literal(rest, Literal(literal.atoms, -literal.sign, ">=")):
                return [Clause.of(c) for c in rest.assume(rest.polynomial(literal), "=")]
        return None

    def _possible(self, clause: Clause) -> bool:
        """Whether a clause has a point, or cannot be proved empty."""
        return self._witnessed(clause) or not self._empty(clause)

    def _empty(self, clause: Clause) -> bool:
        """Whether a clause without a known point is proved to have none."""
        found = self._contradiction(clause)
        if found is None:
            self.log.perhaps_empty.add(clause.literals)
            return False
        self.log.removed.append(("a clause without a point", found))
        return True

    def _contradiction(self, clause: Clause, *, thorough: bool = True) -> Certificate | None:
        literals = clause.context.literals
        suspects = self._suspects(literals)
        if suspects is None:
            return None
        return self.prover.contradiction(literals, suspects if thorough else suspects[:1], thorough=thorough)

    def _suspects(self, literals: Iterable[Literal]) -> list[Literal] | None:
        """Inequalities that fail alone somewhere, most often first; None if all hold somewhere, on the surfaces or not."""
        import numpy as np

        bounds = [x for x in literals if x.relation != "="]
        holds = np.array([self._cloud.satisfying([x]) for x in bounds])
        count = holds.sum(axis=0)
        if (count == len(bounds)).any():
            return None
        alone = (~holds & (count == len(bounds) - 1)).sum(axis=1)
        return [bounds[k] for k in np.argsort(-alone, kind="stable") if alone[k]]

    # --- redundancy ---------------------------------------------------------------------------------------------

    def _shortened(self, clause: Clause) -> Clause:
        """Conditions that the others imply removed, long ones first."""
        for literal in reversed(clause.ordered):
            if literal.relation == "=":
                continue
            rest = self._without(clause, literal)
            if rest is not None and self.implied_literal(rest.context, literal):
                clause = rest
        return clause

    def _without(self, clause: Clause, literal: Literal) -> Clause | None:
        context = self.context(clause.literals - {literal})
        return None if context is None else Clause(context, clause.literals - {literal})

    def context(self, literals: Iterable[Literal]) -> Context | None:
        """One context in which literals hold; None where they fall into several, or cannot hold."""
        found = self.contexts(literals)
        return found[0] if len(found) == 1 else None

    def contexts(self, literals: Iterable[Literal]) -> list[Context]:
        """Contexts in which literals hold."""
        todo = [Context(self.oracle)]
        for literal in sorted(literals, key=lambda x: (x.relation != "=", x.length, x)):
            todo = [new for c in todo for new in c.assume(c.polynomial(literal), literal.relation)]
        return todo

    def implied_literal(self, context: Context, literal: Literal, *, prove: bool = True) -> bool:
        """Whether a literal is proved to hold throughout a context."""
        wanted = {">": POSITIVE, ">=": POSITIVE | ZERO, "=": ZERO}[literal.relation]
        p = context.polynomial(literal)
        if not context.mask(p) & ~wanted:
            return True
        if literal.relation == "=" or not prove:
            return False
        reduced = self.reduced(context, p, literal.relation)
        sample = self.sample(context)
        fails = sample.product(reduced) < 0
        if (fails & sample.satisfying(context.literals)).any():
            return False
        if self._cloud.satisfying((*context.literals, reduced.negated)).any():
            return False  # a proof would hold there too
        found = self.prover.implied(context.literals, reduced)
        if found is not None:
            self.log.removed.append(("a condition that others imply", found))
        return found is not None

    def implied(self, context: Context, p: Any, relation: str) -> bool:
        """Whether a polynomial is proved to be > 0 or >= 0 throughout a context."""
        content, factors = self.oracle.ring.factors(p)
        if not content:
            return relation == ">="
        atoms = tuple(sorted((a, 2 - k % 2) for a, k in factors))
        return self.implied_literal(context, Literal(atoms, 1 if content > 0 else -1, relation))

    def reduced(self, context: Context, p: Any, relation: str) -> Literal:
        """A literal about a polynomial without the factors whose sign a context knows."""
        content, factors = self.oracle.ring.factors(context.reduce(p))
        sign = 1 if content > 0 else -1
        left = []
        for atom, power in factors:
            mask = context.atom_mask(atom)
            if mask == POSITIVE:
                continue
            if not mask & (POSITIVE | ZERO):
                sign *= -1 if power % 2 else 1
                continue
            left.append((atom, 2 - power % 2))
        return Literal(tuple(sorted(left)), sign, relation)

    def _settle(self, clause: Clause) -> None:
        """Find for every condition a point at which only it fails, or say that none was found."""
        for literal in sorted(clause.literals):
            if literal.relation == "=":
                continue
            rest = self.context(clause.literals - {literal})
            key = clause.literals, literal
            point: Sequence[Fraction] | None = None
            if rest is not None:
                negated = self.reduced(rest, -rest.polynomial(literal), ">")
                point = self.sample(rest).witness([*rest.literals, negated])
                if point is None and literal.relation == ">":
                    for edge in rest.assume(rest.polynomial(literal), "="):
                        point = point or self.sample(edge).witness(edge.literals)
                    point = point or self._at_ends(rest, literal)
            if point is None:
                self.log.undecided.add(key)
            else:
                self.log.needed[key] = tuple(point)

    def _at_ends(self, context: Context, literal: Literal) -> Sequence[Fraction] | None:
        """A point of a context at which a literal fails because some symbols are at the ends of their domains."""
        n, domains = len(self.oracle.domains), self.oracle.domains
        terms = [m for atom, _ in literal.atoms for m in lifted(atom, domains)]
        for gone in self.oracle.patterns(terms):
            if any(not any(m[i] for i in gone) for m in terms):
                continue
            for first in sorted(gone):
                # as few symbols at their ends as will do
                least = set(gone)
                for i in sorted(gone, key=lambda i: i == first):
                    if all(any(m[j] for j in least - {i}) for m in terms):
                        least.discard(i)
                ends = [
                    (i % n, domains[i % n].most if i >= n or domains[i].least is None else domains[i].least) for i in least
                ]
                fixed = tuple(
                    Substitution(i, self.oracle.ring.constant(x.numerator), self.oracle.ring.constant(x.denominator))
                    for i, x in ends
                    if x is not None
                )
                found = self._sample(context.substitutions + fixed).witness(context.literals)
                if found is not None:
                    return found
        return None

    # --- merging ------------------------------------------------------------------------------------------------

    def _covers(self, context: Context, clause: Clause, *, prove: bool = True) -> bool:
        """Whether a clause is proved to hold throughout a context."""
        if any(x.relation == "=" and context.mask(context.polynomial(x)) != ZERO for x in clause.ordered):
            return False
        return all(self.implied_literal(context, x, prove=prove) for x in clause.ordered)

    def _absorbed(self, clauses: Sequence[Clause]) -> list[Clause]:
        """Clauses that lie in others left out."""
        kept: list[Clause] = []
        for c in sorted(clauses, key=lambda c: (c.codimension, len(c.literals))):
            if not any(c.literals >= d.literals or self._covers(c.context, d) for d in kept):
                short = [d for d in kept if len(d.literals) < len(c.literals) or not self._covers(d.context, c)]
                kept = [*short, c]
        return kept

    def _weakened(self, clause: Clause, others: Sequence[Clause]) -> Clause:
        """Strict conditions made weak where their boundary lies in other clauses."""
        for literal in clause.ordered:
            if literal.relation != ">":
                continue
            rest = self.context(clause.literals - {literal})
            if rest is None:
                continue
            boundary = list(rest.assume(rest.polynomial(literal), "="))
            if all(any(self._covers(b, d) for d in others if d.literals != clause.literals) for b in boundary):
                weak = Literal(literal.atoms, literal.sign, ">=")
                literals = clause.literals - {literal} | {weak}
                context = self.context(literals)
                if context is not None:
                    clause = Clause(context, literals)
        return clause

    def _joined(self, clauses: Sequence[Clause]) -> list[Clause]:
        """A condition is removed where the part in which it fails lies in another clause."""
        found = list(clauses)
        for k, clause in enumerate(found):
            for literal in reversed(clause.ordered):
                rest = self._without(clause, literal)
                if rest is None:
                    continue
                p = -rest.context.polynomial(literal)
                outside = list(rest.context.assume(p, ">" if literal.relation == ">=" else ">="))
                others = [d for j, d in enumerate(found) if j != k]
                if all(any(self._covers(c, d) for d in others) for c in outside):
                    clause = found[k] = rest
        return self._absorbed(found)
