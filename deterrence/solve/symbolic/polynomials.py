"""Polynomials with integer coefficients in a game's parameters: flint where it is installed, sympy otherwise.

Both give the same answers; flint factors and multiplies many times faster. Factors are normalised (no common integer
factor, positive leading coefficient in lexicographic order), so that equal factors are equal whoever found them.
"""

from collections.abc import Mapping, Sequence
from math import gcd, prod
from typing import Any

__all__ = ["Atom", "FlintRing", "Ring", "ring_of"]

#: Powers and coefficient of every term, the largest powers first: what a polynomial is, whoever computed it.
Atom = tuple[tuple[tuple[int, ...], int], ...]


class Ring:
    """Arithmetic that sympy does."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._build()
        self.zero, self.one = self.constant(0), self.constant(1)
        self._factored: dict[Atom, tuple[int, tuple[tuple[Atom, int], ...]]] = {}
        self._polynomials: dict[Atom, Any] = {}

    def _build(self) -> None:
        import sympy

        # a ring without symbols is no ring for sympy
        self._ring, *gens = sympy.ring(self.names or ("unused",), sympy.ZZ)
        self.gens = dict(zip(self.names, gens, strict=False))

    def constant(self, value: int) -> Any:
        """An integer as a polynomial."""
        return self._ring(value)

    def build(self, terms: Mapping[tuple[int, ...], int]) -> Any:
        """A polynomial from its terms."""
        return self._ring.from_dict({k: self._ring.domain(v) for k, v in terms.items() if v})

    def _terms(self, p: Any) -> dict[tuple[int, ...], int]:
        return {k: int(v) for k, v in p.items()}

    def gcd(self, p: Any, q: Any) -> Any:
        """Greatest common divisor."""
        return p.gcd(q)

    def quotient(self, p: Any, q: Any) -> Any:
        """Exact division."""
        return p.exquo(q)

    def degree(self, p: Any, i: int) -> int:
        """Largest power of the symbol of this number."""
        return max((m[i] for m in p), default=0)

    def _irreducible(self, p: Any) -> list[tuple[Any, int]]:
        return [(factor, k) for factor, k in p.factor_list()[1]]

    # --- the same for both ------------------------------------------------------------------------------------

    def atom(self, p: Any) -> Atom:
        """The terms of a polynomial in a fixed order: a key that can be compared and kept."""
        key = tuple(sorted(self._terms(p).items(), reverse=True))
        self._polynomials.setdefault(key, p)
        return key

    def polynomial(self, atom: Atom) -> Any:
        """The polynomial with some terms."""
        found = self._polynomials.get(atom)
        if found is None:
            found = self._polynomials[atom] = self.build(dict(atom))
        return found

    def is_zero(self, p: Any) -> bool:
        """Whether it is 0 everywhere."""
        return bool(p == 0)

    def factors(self, p: Any) -> tuple[int, tuple[tuple[Atom, int], ...]]:
        """Integer content with the sign, and the irreducible factors with their powers."""
        key = self.atom(p)
        found = self._factored.get(key)
        if found is None:
            found = self._factored[key] = self._factor(key)
        return found

    def _factor(self, key: Atom) -> tuple[int, tuple[tuple[Atom, int], ...]]:
        if not key:
            return 0, ()
        content = gcd(*(c for _, c in key)) * (1 if key[0][1] > 0 else -1)
        common = [min(powers) for powers in zip(*(m for m, _ in key), strict=True)]
        found: dict[Atom, int] = {}
        for i, k in enumerate(common):
            if k:
                found[self.variable(i)] = k
        rest = {tuple(a - b for a, b in zip(m, common, strict=True)): c // content for m, c in key}
        if len(rest) > 1:
            for part in self._split(self.build(rest)):
                for factor, k in part:
                    atom = self._normal(factor)
                    found[atom] = found.get(atom, 0) + k
        return content, tuple(sorted(found.items()))

    def variable(self, i: int) -> Atom:
        """One symbol as an atom."""
        return ((tuple(int(j == i) for j in range(max(len(self.names), 1))), 1),)

    def _normal(self, p: Any) -> Atom:
        key = self.atom(p)
        return key if key[0][1] > 0 else self.atom(-p)

    def _split(self, p: Any) -> list[list[tuple[Any, int]]]:
        """Factors of a primitive polynomial that no symbol divides.

        Where it is a x + b with a and b free of the symbol x, gcd(a, b) splits off and the rest is irreducible: cheaper
        than factoring, and nearly every polynomial of a game is of this kind.
        """
        terms = self._terms(p)
        degrees = [max(column) for column in zip(*terms, strict=True)]
        if not any(degrees):
            return []
        linear = [i for i, d in enumerate(degrees) if d == 1]
        if not linear:
            return [self._irreducible(p)]
        i = min(linear, key=lambda j: sum(1 for m in terms if m[j]))
        slope = {(*m[:i], 0, *m[i + 1 :]): c for m, c in terms.items() if m[i]}
        start = {m: c for m, c in terms.items() if not m[i]}
        if len(slope) == 1:
            # a monomial without its common part has nothing in common with the rest
            return [[(p, 1)]]
        common = self.gcd(self.build(slope), self.build(start))
        if common == 1 or common == -1:
            return [[(p, 1)]]
        return [[(self.quotient(p, common), 1)], *self._split(common)]

    def linear_parts(self, p: Any, i: int) -> tuple[Any, Any] | None:
        """(a, b) with p = a x + b in the symbol x of this number; None where it is not linear in x, or free of it."""
        slope: dict[tuple[int, ...], int] = {}
        start: dict[tuple[int, ...], int] = {}
        for m, c in self._terms(p).items():
            if m[i] > 1:
                return None
            if m[i]:
                slope[(*m[:i], 0, *m[i + 1 :])] = c
            else:
                start[m] = c
        return (self.build(slope), self.build(start)) if slope else None

    def derivative(self, p: Any, i: int) -> Any:
        """The derivative with respect to the symbol of this number."""
        return self.build({(*m[:i], m[i] - 1, *m[i + 1 :]): c * m[i] for m, c in self._terms(p).items() if m[i]})

    def substitute(self, p: Any, i: int, top: Any, bottom: Any) -> Any:
        """Put top / bottom for a symbol, times the power of bottom that clears it (its degree)."""
        if self.degree(p, i) <= 0:
            return p
        by_power: dict[int, dict[tuple[int, ...], int]] = {}
        for m, c in self._terms(p).items():
            by_power.setdefault(m[i], {})[(*m[:i], 0, *m[i + 1 :])] = c
        degree = max(by_power)
        total = self.zero
        for k, terms in by_power.items():
            total = total + self.build(terms) * prod([top] * k, start=self.one) * prod(
                [bottom] * (degree - k), start=self.one
            )
        return total


class FlintRing(Ring):
    """Arithmetic that flint does."""

    def _build(self) -> None:
        from flint import Ordering, fmpz_mpoly_ctx

        self._by_text: dict[str, dict[tuple[int, ...], int]] = {}
        self._context = fmpz_mpoly_ctx.get(list(self.names or ("unused",)), Ordering.lex)
        self.gens = dict(zip(self.names, self._context.gens(), strict=False))

    def constant(self, value: int) -> Any:
        """An integer as a polynomial."""
        return self._context.constant(value)

    def build(self, terms: Mapping[tuple[int, ...], int]) -> Any:
        """A polynomial from its terms."""
        return self._context.from_dict(dict(terms))

    def _terms(self, p: Any) -> dict[tuple[int, ...], int]:
        # the same polynomials come again and again, and their text costs less than their terms
        text = str(p)
        found = self._by_text.get(text)
        if found is None:
            terms = zip(p.monoms(), p.coeffs(), strict=True)
            found = self._by_text[text] = {tuple(map(int, m)): int(c) for m, c in terms}
        return found

    def degree(self, p: Any, i: int) -> int:
        """Largest power of the symbol of this number."""
        return int(p.degrees()[i])

    def quotient(self, p: Any, q: Any) -> Any:
        """Exact division."""
        return p // q

    def _irreducible(self, p: Any) -> list[tuple[Any, int]]:
        return [(factor, int(k)) for factor, k in p.factor()[1]]


def ring_of(names: Sequence[str], engine: str | None = None) -> Ring:
    """The ring in some symbols.

    Parameters
    ----------
    names : sequence of str
    engine : {"flint", "sympy"}, optional
        flint where it is installed, by default.
    """
    if engine != "sympy":
        try:
            return FlintRing(names)
        except ImportError:
            if engine == "flint":
                raise
    return Ring(names)
