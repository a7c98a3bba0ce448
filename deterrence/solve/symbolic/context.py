"""Assumptions on parameters: what they say of the signs of polynomials, and the branches into which they split."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .polynomials import Atom
from .signs import ANY, NEGATIVE, POSITIVE, ZERO, Literal, Oracle, times

__all__ = ["Clause", "Context", "Substitution"]


@dataclass(frozen=True)
class Substitution:
    """The symbol of this number is top / bottom, where bottom > 0."""

    symbol: int
    top: Any
    bottom: Any


class Context:
    """Assumptions on the parameters: literals, what they say of single atoms, and symbols that they eliminate.

    A context never changes, and many support profiles ask it the same: it remembers its answers.
    """

    def __init__(
        self,
        oracle: Oracle,
        literals: tuple[Literal, ...] = (),
        known: dict[Atom, int] | None = None,
        substitutions: tuple[Substitution, ...] = (),
        implied: frozenset[Literal] = frozenset(),
    ) -> None:
        self.oracle, self.ring = oracle, oracle.ring
        self.literals, self.known, self.substitutions = literals, known or {}, substitutions
        #: Literals that only say that an eliminated symbol lies in its domain.
        self.implied = implied
        self._reduced = oracle.reduced(substitutions)
        self._masks: dict[Any, int] = {}
        self._assumed: dict[tuple[Any, str], tuple[Context, ...]] = {}

    def reduce(self, p: Any) -> Any:
        """The same sign with eliminated symbols put in."""
        if not self.substitutions:
            return p
        found = self._reduced.get(p)
        if found is None:
            found = p
            for s in self.substitutions:
                found = self.ring.substitute(found, s.symbol, s.top, s.bottom)
            self._reduced[p] = found
        return found

    def atom_mask(self, atom: Atom) -> int:
        """Possible signs of a reduced atom."""
        return self.known.get(atom, ANY) & self.oracle.mask(atom)

    def mask(self, p: Any) -> int:
        """Possible signs of a polynomial."""
        found = self._masks.get(p)
        if found is None:
            found = self._masks[p] = self._product(*self.ring.factors(self.reduce(p)))
        return found

    def _product(self, content: int, factors: Iterable[tuple[Atom, int]]) -> int:
        if not content:
            return ZERO
        found = POSITIVE if content > 0 else NEGATIVE
        for atom, power in factors:
            mask = self.atom_mask(atom)
            found = times(found, mask if power % 2 else times(mask, mask) & ~NEGATIVE)
        return found

    def assume(self, p: Any, relation: str) -> "tuple[Context, ...]":
        """Contexts in which p is also > 0, >= 0 or = 0: none if it cannot be, several if it can vanish in several ways."""
        found = self._assumed.get((p, relation))
        if found is None:
            found = self._assumed[p, relation] = tuple(self._assume(p, relation))
        return found

    def _assume(self, p: Any, relation: str) -> Iterator["Context"]:
        content, factors = self.ring.factors(self.reduce(p))
        mask = self._product(content, factors)
        wanted = {">": POSITIVE, ">=": POSITIVE | ZERO, "=": ZERO}[relation]
        if not mask & ~wanted:
            yield self
        elif mask & wanted == ZERO:
            yield from self._vanish(factors)
        elif mask & wanted:
            yield from self._signed(1 if content > 0 else -1, factors, relation)

    def split(self, p: Any) -> Iterator["Context"]:
        """Contexts that cover this one, and in which the sign of p is known."""
        _, factors = self.ring.factors(self.reduce(p))
        for atom, _ in factors:
            if self.atom_mask(atom) not in (POSITIVE, ZERO, NEGATIVE):
                one = self.ring.polynomial(atom)
                for q, relation in ((one, ">"), (-one, ">"), (one, "=")):
                    for branch in self.assume(q, relation):
                        yield from branch.split(p)
                return
        yield self

    def _vanish(self, factors: Iterable[tuple[Atom, int]]) -> Iterator["Context"]:
        for atom, _ in factors:
            if self.atom_mask(atom) & ZERO:
                yield from self._equate(atom)

    def _signed(self, sign: int, factors: Sequence[tuple[Atom, int]], relation: str) -> Iterator["Context"]:
        left: list[tuple[Atom, int]] = []
        apart: list[Literal] = []
        zeros: list[Atom] = []
        for atom, power in factors:
            mask = self.atom_mask(atom)
            if mask in (POSITIVE, NEGATIVE):
                sign *= -1 if mask == NEGATIVE and power % 2 else 1
            elif power % 2 and mask & ~ZERO in (POSITIVE, NEGATIVE):
                # a factor of one sign: the others decide, unless it vanishes
                side = 1 if mask & POSITIVE else -1
                sign *= side
                if relation == ">":
                    apart.append(Literal(((atom, 1),), side, ">"))
                else:
                    zeros.append(atom)
            else:
                left.append((atom, 2 - power % 2))
        if left:
            apart.append(Literal(tuple(sorted(left)), sign, relation))
        if left or sign > 0:
            yield self._with(apart)
        for atom in zeros:
            yield from self._equate(atom)

    def _with(self, literals: Sequence[Literal]) -> "Context":
        known = dict(self.known)
        for literal in literals:
            if len(literal.atoms) == 1:
                ((atom, power),) = literal.atoms
                strict = literal.relation == ">"
                side = POSITIVE if literal.sign > 0 else NEGATIVE
                allowed = side | (0 if strict else ZERO) if power == 1 else POSITIVE | NEGATIVE if strict else ANY
                known[atom] = known.get(atom, ANY) & allowed
        fresh = tuple(x for x in literals if x not in self.literals)
        return Context(self.oracle, (*self.literals, *fresh), known, self.substitutions, self.implied)

    def _equate(self, atom: Atom) -> Iterator["Context"]:
        if not self.oracle.surfaces:
            return
        literal = Literal(((atom, 1),), 1, "=")
        found = self._eliminated(atom)
        if found is None:
            known = {**self.known, atom: ZERO}
            yield Context(self.oracle, (*self.literals, literal), known, self.substitutions, self.implied)
            return
        # start over with the symbol eliminated: what was assumed is now about other polynomials
        equal = tuple(x for x in (*self.literals, literal) if x.relation == "=")
        todo = [Context(self.oracle, equal, {}, (*self.substitutions, found))]
        substitutions = todo[0].substitutions
        todo = [new for c in todo for new in c.assume(found.bottom, ">")]
        # that the equality can be solved is a condition, unless the domains say so
        solvable = Context(self.oracle).mask(found.top) in (POSITIVE, NEGATIVE)
        needed = {x for c in todo for x in c.literals if not solvable}
        for s in substitutions:
            domain = self.oracle.domains[s.symbol]
            for bound, side, is_open in ((domain.least, 1, domain.least_open), (domain.most, -1, domain.most_open)):
                if bound is not None:
                    gap = side * (bound.denominator * s.top - bound.numerator * s.bottom)
                    todo = [new for c in todo for new in c.assume(gap, ">" if is_open else ">=")]
        # assuming a gap may eliminate another symbol; where that can happen in several ways, each is a case of its own
        alone = len(todo) == 1
        todo = [
            Context(
                c.oracle,
                c.literals,
                c.known,
                c.substitutions,
                frozenset(x for x in c.literals if x not in needed and x not in equal and (alone or x.relation != "=")),
            )
            for c in todo
        ]
        for old in self.literals:
            if old.relation != "=" and old not in self.implied:
                todo = [new for c in todo for new in c.assume(self.polynomial(old), old.relation)]
        yield from todo

    def polynomial(self, literal: Literal) -> Any:
        """What a literal says is positive, or zero."""
        total = self.ring.constant(literal.sign)
        for atom, power in literal.atoms:
            for _ in range(power):
                total = total * self.ring.polynomial(atom)
        return total

    def _eliminated(self, atom: Atom) -> Substitution | None:
        """A symbol for which atom = 0 can be solved, the simplest way."""
        p = self.ring.polynomial(atom)
        best: tuple[int, int] | None = None
        found = None
        for i in range(len(self.ring.names)):
            parts = self.ring.linear_parts(p, i)
            if parts is None:
                continue
            slope, start = parts
            mask = self.mask(slope)
            if self.mask(start) in (POSITIVE, NEGATIVE):
                mask &= ~ZERO  # where the slope is 0, nothing is solved
            if mask not in (POSITIVE, NEGATIVE):
                continue
            cost = (len(self.ring.atom(slope)), i)
            if best is None or cost < best:
                best = cost
                found = Substitution(i, -start, slope) if mask == POSITIVE else Substitution(i, start, -slope)
        return found


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

    @cached_property
    def ordered(self) -> tuple[Literal, ...]:
        """Its literals, short ones first, in an order that is the same in every run."""
        return tuple(sorted(self.literals, key=lambda x: (x.length, x)))

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
