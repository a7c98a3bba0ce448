"""Conditions and formulae stated in a game's abbreviations, where that makes them shorter.

An abbreviation t = top / bottom that is linear in some symbol gives that symbol in terms of t and the others. Put into a
polynomial, the symbol goes, and what is left is the same polynomial wherever t has its meaning: no sign changes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from ...parameters import Interval
from .cases import Explorer, Quotient, branches, field_of
from .context import Context
from .families import Derivation
from .formulas import condition, ratio
from .polynomials import ring_of
from .signs import NEGATIVE, POSITIVE, ZERO, Literal, Oracle
from .solutions import Solution

__all__ = ["Wording"]

#: Ways to put abbreviations into a polynomial that are followed side by side.
KEPT = 4


@dataclass(frozen=True)
class Wording:
    """The abbreviations of a game in some contexts, which say what Min and Piecewise in them are."""

    derivation: Derivation
    contexts: tuple[Context, ...]

    @cached_property
    def definitions(self) -> dict[str, tuple[Any, Any]]:
        """Abbreviations that say more than one symbol, as (numerator, positive denominator)."""
        game, found = self.derivation.game, dict[str, tuple[Any, Any]]()

        def evaluated(explorer: Explorer, name: str) -> Any:
            values, number = field_of(game, explorer)
            for earlier, expression in game.abbreviations.items():
                value = game.evaluate(expression, values, number)
                if earlier == name:
                    return value
                values = {**values, earlier: value}
            raise AssertionError(name)

        ring = self.derivation.ring
        for name in game.abbreviations:

            def this(explorer: Explorer, name: str = name) -> Any:
                return evaluated(explorer, name)

            several: list[Any] = [q for c in self.contexts for _, q in branches(c, this)]
            if not all(isinstance(q, Quotient) for q in several) or len({self._key(q) for q in several}) != 1:
                continue  # it means one thing here and another there
            top, bottom = several[0].top, several[0].bottom
            if len(ring.atom(top)) > 1 or len(set(self._symbols(top))) > 1:
                found[name] = top, bottom  # a symbol or a number needs no name
        return found

    def _key(self, q: Quotient) -> tuple[Any, Any]:
        return self.derivation.ring.atom(q.top), self.derivation.ring.atom(q.bottom)

    def _symbols(self, p: Any) -> Iterable[int]:
        return (i for m, _ in self.derivation.ring.atom(p) for i, k in enumerate(m) if k)

    @cached_property
    def oracle(self) -> Oracle:
        """Signs in the symbols of the abbreviations, first, and those of the game."""
        names = [*self.definitions, *self.derivation.ring.names]
        domains = [self._domain(*d) for d in self.definitions.values()]
        return Oracle(ring_of(names), [*domains, *self.derivation.oracle.domains])

    def _domain(self, top: Any, bottom: Any) -> Interval:
        """What the contexts say of an abbreviation: its sign, and whether it is less than 1."""
        mask = rest = 0
        for c in self.contexts:
            mask, rest = mask | c.mask(top), rest | c.mask(bottom - top)
        if mask & NEGATIVE:
            return Interval()
        below = not rest & NEGATIVE
        return Interval(Fraction(0), Fraction(1) if below else None, not mask & ZERO, below and not rest & ZERO)

    @cached_property
    def _rules(self) -> list[tuple[int, Any, Any]]:
        """Symbol, and the numerator and denominator of what may be put for it."""
        ring, found = self.oracle.ring, []
        for k, (top, bottom) in enumerate(self.definitions.values()):
            t = ring.polynomial(ring.variable(k))
            top, bottom = self._moved(top), self._moved(bottom)
            for i in range(len(self.definitions), len(ring.names)):
                parts = ring.linear_parts(top, i)
                if parts is not None and ring.degree(bottom, i) <= 0:
                    found.append((i, t * bottom - parts[1], parts[0]))
        return found

    def _moved(self, p: Any) -> Any:
        shift = (0,) * len(self.definitions)
        return self.oracle.ring.build({shift + m: c for m, c in self.derivation.ring.atom(p)})

    def polynomial(self, p: Any) -> Any:
        """A polynomial of the derivation with abbreviations put in while that makes it shorter."""
        atom = self.oracle.ring.atom
        best = start = self._moved(p)
        kept, seen = [start], {atom(start)}
        for _ in self.definitions:
            # the shortest way may not begin with the step that shortens most
            options = {atom(q): q for old in kept for rule in self._rules if (q := self._put(old, *rule)) is not None}
            fresh = [q for key, q in options.items() if key not in seen and self._length(q) <= self._length(start)]
            seen |= options.keys()
            kept = sorted(fresh, key=self._length)[:KEPT]
            best = min(best, *kept, key=self._length) if kept else best
        return best

    def _put(self, p: Any, i: int, top: Any, bottom: Any) -> Any:
        """A polynomial without a symbol; None where a denominator would be left."""
        ring, degree = self.oracle.ring, self.oracle.ring.degree(p, i)
        if degree <= 0:
            return None
        changed = ring.substitute(p, i, top, bottom)
        for _ in range(degree):
            common = ring.gcd(changed, bottom)
            if common != bottom and common != -bottom:
                return None
            changed = ring.quotient(changed, bottom)
        return changed

    def _length(self, p: Any) -> tuple[int, int]:
        atom = self.oracle.ring.atom(p)
        return len(atom), sum(sum(m) for m, _ in atom)

    def condition(self, literal: Literal) -> Any:
        """A literal as a relation in abbreviations."""
        if not self.definitions:
            return condition(self.derivation.oracle, literal)
        ring, sign, powers = self.oracle.ring, literal.sign, dict[Any, int]()
        for atom, power in literal.atoms:
            content, factors = ring.factors(self.polynomial(self.derivation.ring.polynomial(atom)))
            sign *= 1 if content > 0 or power == 2 else -1
            for factor, k in factors:
                mask = self.oracle.mask(factor)
                if mask in (POSITIVE, NEGATIVE):
                    sign *= -1 if mask == NEGATIVE and k * power % 2 else 1
                else:
                    powers[factor] = powers.get(factor, 0) + k * power
        if not powers:
            return condition(self.derivation.oracle, literal)
        return condition(
            self.oracle, Literal(tuple((a, 2 - k % 2) for a, k in sorted(powers.items())), sign, literal.relation)
        )

    def expression(self, e: Any) -> Any:
        """A rational function of the parameters in abbreviations; also one that is linear in other symbols."""
        import sympy

        e = sympy.sympify(e)
        names = {sympy.Symbol(n, real=True): n for n in self.derivation.ring.names}
        others = sorted(e.free_symbols - set(names), key=str)
        if others:
            slopes = {v: sympy.diff(e, v) for v in others}
            if any(slope.has(*others) for slope in slopes.values()):
                return e  # a belief where the sender's mixture is free
            start = e.xreplace(dict.fromkeys(others, sympy.Integer(0)))
            return sympy.Add(self.expression(start), *(self.expression(slope) * v for v, slope in slopes.items()))
        if not e.free_symbols:
            return e
        top, bottom = sympy.fraction(sympy.together(e))
        return ratio(self.oracle, *(self.polynomial(self._read(p, list(names))) for p in (top, bottom)))

    def _read(self, p: Any, symbols: list[Any]) -> Any:
        import sympy

        terms = sympy.Poly(p, *symbols).terms()
        return self.derivation.ring.build({tuple(m): int(c) for m, c in terms})

    def relation(self, r: Any) -> Any:
        """A relation, each side by itself."""
        return r.func(self.expression(r.lhs), self.expression(r.rhs), evaluate=False)

    def solution(self, solution: Solution) -> Solution:
        """Closed forms in abbreviations."""
        if not self.definitions:
            return solution

        def shown(x: Any) -> Any:
            if isinstance(x, Mapping):
                return {k: shown(v) for k, v in x.items()}
            return tuple(map(self.relation, x)) if isinstance(x, tuple) else self.expression(x)

        told = shown(solution.strategies), tuple(map(self.relation, solution.bounds)), shown(solution.beliefs)
        where = tuple(tuple(map(self.relation, c)) for c in solution.where)
        return replace(solution, strategies=told[0], bounds=told[1], beliefs=told[2], where=where)
