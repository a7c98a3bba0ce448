"""Regions made readable: empty clauses dropped, implied conditions removed, clauses merged, each step proved.

A region is a union of clauses, a clause a conjunction of literals. Clauses without an equality are the body of a region,
those with one lie on a surface. A condition is removed only with a proof; one that stays has a witness, a point at which
it alone fails, or is counted as undecided.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .certificates import Certificate
from .context import Context, Substitution
from .proofs import Prover
from .signs import POSITIVE, ZERO, Literal, Oracle, lifted
from .witnesses import SIZE, Sample

__all__ = ["Clause", "Log", "Simplifier"]

Point = tuple[Fraction, ...]

#: A region of more clauses than this is left as it was found; rounds of merging.
MAX_CLAUSES, MAX_ROUNDS = 12, 6
#: Where a family lies on more surfaces than this, its clauses there are kept as they were found.
MAX_SURFACES = 24
#: Points sampled on a surface.
SURFACE = 1024


@dataclass(frozen=True)
class Clause:
    """A conjunction of literals.

    Attributes
    ----------
    context : Context
        What the literals say together.
    literals : frozenset of Literal
        The conditions; those that only say that an eliminated symbol lies in its domain are left out.
    """

    context: Context
    literals: frozenset[Literal]

    @classmethod
    def of(cls, context: Context) -> "Clause":
        """The clause of a context."""
        return cls(context, frozenset(context.literals) - context.implied)

    @property
    def on_surface(self) -> bool:
        """Whether it holds an equality."""
        return self.codimension > 0

    @property
    def codimension(self) -> int:
        """How many equalities it holds.

        One that can hold only where several symbols are at the ends of their domains counts as many.
        """
        return sum(self._surfaces(x) for x in self.literals if x.relation == "=")

    def _surfaces(self, equality: Literal) -> int:
        ends = [at for atom, _ in equality.atoms for at in self.context.oracle.ends(atom)]
        return min(map(len, ends), default=1)


@dataclass
class Log:
    """What was removed, with proof, and what could not be decided.

    ``removed`` pairs a sentence with a certificate; ``needed`` a kept literal with the point at which only it fails.
    """

    removed: list[tuple[str, Certificate]] = field(default_factory=list)
    needed: dict[tuple[frozenset[Literal], Literal], Point] = field(default_factory=dict)
    undecided: set[tuple[frozenset[Literal], Literal]] = field(default_factory=set)
    perhaps_empty: set[frozenset[Literal]] = field(default_factory=set)


class Simplifier:
    """Simplifies the regions of one game."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle, self.prover = oracle, Prover(oracle)
        self.log = Log()
        self._samples: dict[Any, Sample] = {}

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
        body = [c for c in clauses if not c.on_surface and self._possible(c)]
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

    def _possible(self, clause: Clause) -> bool:
        """Whether a clause has a point, or cannot be proved empty."""
        if self.sample(clause.context).witness(clause.context.literals) is not None:
            return True
        found = self.prover.contradiction(clause.context.literals)
        if found is None:
            self.log.perhaps_empty.add(clause.literals)
            return True
        self.log.removed.append(("a clause without a point", found))
        return False

    # --- redundancy ---------------------------------------------------------------------------------------------

    def _shortened(self, clause: Clause) -> Clause:
        """Conditions that the others imply removed, long ones first."""
        for literal in sorted(clause.literals, key=_order, reverse=True):
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
        for literal in sorted(literals, key=lambda x: (x.relation != "=", _length(x), x)):
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
        ordered = sorted(clause.literals, key=_order)
        if any(x.relation == "=" and context.mask(context.polynomial(x)) != ZERO for x in ordered):
            return False
        return all(self.implied_literal(context, x, prove=prove) for x in ordered)

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
        for literal in sorted(clause.literals, key=_order):
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
            for literal in sorted(clause.literals, key=_order, reverse=True):
                rest = self._without(clause, literal)
                if rest is None:
                    continue
                p = -rest.context.polynomial(literal)
                outside = list(rest.context.assume(p, ">" if literal.relation == ">=" else ">="))
                others = [d for j, d in enumerate(found) if j != k]
                if all(any(self._covers(c, d) for d in others) for c in outside):
                    clause = found[k] = rest
        return self._absorbed(found)


def _length(literal: Literal) -> int:
    return sum(len(a) * k for a, k in literal.atoms)


def _order(literal: Literal) -> tuple[int, Literal]:
    """Short literals first, in an order that is the same in every run."""
    return _length(literal), literal
