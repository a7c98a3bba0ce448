"""Polynomials with integer coefficients in a game's parameters, and their factors.

Arithmetic is this package's own (see `packed`); flint factors where it is installed, sympy otherwise. Both give the same
answers. Factors are normalised (no common integer factor, positive leading coefficient in lexicographic order), so that
equal factors are equal whoever found them.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from math import gcd
from operator import or_
from typing import Any

from ...errors import InvalidParameter
from .packed import Layout, Packed, common_divisor

__all__ = ["Atom", "FlintRing", "Ring", "ring_of"]

#: Powers and coefficient of every term, the largest powers first: what a polynomial is, whoever computed it.
Atom = tuple[tuple[tuple[int, ...], int], ...]


class Ring:
    """Polynomials that sympy factors."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        # a ring without symbols is no ring for sympy
        self._layout = Layout(self.names or ("unused",))
        self.zero, self.one = self.constant(0), self.constant(1)
        self._factored: dict[Packed, tuple[int, tuple[tuple[Atom, int], ...]]] = {}
        self._polynomials: dict[Atom, Packed] = {}
        self._engines: dict[int, tuple[list[int], Any]] = {}
        self.gens = {name: self.polynomial(self.variable(i)) for i, name in enumerate(self.names)}

    def constant(self, value: int) -> Packed:
        """An integer as a polynomial."""
        return Packed(self._layout, {0: value} if value else {})

    def build(self, terms: Mapping[tuple[int, ...], int]) -> Packed:
        """A polynomial from its terms."""
        return Packed(self._layout, {self._layout.packed(m): c for m, c in terms.items() if c})

    def atom(self, p: Packed) -> Atom:
        """The terms of a polynomial in a fixed order: a key that can be compared and kept."""
        if p.atom is None:
            key = tuple((self._layout.powers(m), c) for m, c in sorted(p.terms.items(), reverse=True))
            p.atom = key
            p.atom = self._polynomials.setdefault(key, p).atom
        found: Atom = p.atom
        return found

    def polynomial(self, atom: Atom) -> Packed:
        """The polynomial with some terms."""
        found = self._polynomials.get(atom)
        if found is None:
            found = self._polynomials[atom] = self.build(dict(atom))
            found.atom = atom
        return found

    def is_zero(self, p: Packed) -> bool:
        """Whether it is 0 everywhere."""
        return not p.terms

    def degree(self, p: Packed, i: int) -> int:
        """Largest power of the symbol of this number."""
        return max(p.by_power(i), default=0)

    def quotient(self, p: Packed, q: Packed) -> Packed:
        """Exact division."""
        return p.quotient(q)

    def gcd(self, p: Packed, q: Packed) -> Packed:
        """Greatest common divisor."""
        if not p.terms and not q.terms:
            return self.zero
        found = common_divisor([p, q], self._common)
        return found if found.terms[max(found.terms)] > 0 else -found

    def factors(self, p: Packed) -> tuple[int, tuple[tuple[Atom, int], ...]]:
        """Integer content with the sign, and the irreducible factors with their powers."""
        if p.factors is None:
            p.factors = self._factored.get(p)
            if p.factors is None:
                p.factors = self._factored[p] = self._factor(p)
        found: tuple[int, tuple[tuple[Atom, int], ...]] = p.factors
        return found

    def _factor(self, p: Packed) -> tuple[int, tuple[tuple[Atom, int], ...]]:
        if not p.terms:
            return 0, ()
        content = gcd(*p.terms.values()) * (1 if p.terms[max(p.terms)] > 0 else -1)
        common = p.common()
        found = {self.variable(i): k for i, k in enumerate(self._layout.powers(common)) if k}
        for factor, k in self._split(Packed(self._layout, {m - common: c // content for m, c in p.terms.items()})):
            atom = self.atom(factor if factor.terms[max(factor.terms)] > 0 else -factor)
            found[atom] = found.get(atom, 0) + k
        return content, tuple(sorted(found.items()))

    def variable(self, i: int) -> Atom:
        """One symbol as an atom."""
        return ((tuple(int(j == i) for j in range(max(len(self.names), 1))), 1),)

    def _split(self, p: Packed) -> list[tuple[Packed, int]]:
        """Factors of a primitive polynomial that no symbol divides.

        Where it is a x + b with a and b free of the symbol x, gcd(a, b) splits off and the rest is irreducible: cheaper
        than factoring, and nearly every polynomial of a game is of this kind.
        """
        if len(p) == 1:
            return []
        used = p.used()
        linear = []
        for i, field in enumerate(self._layout.fields):
            if used & field and max(p_i := p.by_power(i)) == 1:
                linear.append((len(p_i[1]), i, p_i))
        if not linear:
            return self._irreducible(p)
        _, _, parts = min(linear, key=lambda x: x[:2])
        common = common_divisor(parts.values(), self._common)
        if len(common) == 1:
            return [(p, 1)]
        return [(p.quotient(common), 1), *self._split(common)]

    def linear_parts(self, p: Packed, i: int) -> tuple[Packed, Packed] | None:
        """(a, b) with p = a x + b in the symbol x of this number; None where it is not linear in x, or free of it."""
        parts = p.by_power(i)
        return (parts[1], parts.get(0, self.zero)) if max(parts, default=0) == 1 else None

    def derivative(self, p: Packed, i: int) -> Packed:
        """The derivative with respect to the symbol of this number."""
        one = 1 << self._layout.places[i]
        parts = [(k - 1, part) for k, part in p.by_power(i).items() if k]
        return Packed(self._layout, {m + one * k: c * (k + 1) for k, part in parts for m, c in part.terms.items()})

    def substitute(self, p: Packed, i: int, top: Packed, bottom: Packed) -> Packed:
        """Put top / bottom for a symbol, times the power of bottom that clears it (its degree)."""
        if not p.used() & self._layout.fields[i]:
            return p
        parts = p.by_power(i)
        degree = max(parts)
        total = self.zero
        for k, part in parts.items():
            total = total + part * top**k * bottom ** (degree - k)
        return total

    # --- what is left to another library ------------------------------------------------------------------------

    def _common(self, p: Packed, q: Packed) -> Packed:
        a, b = self._handed(p, q)
        return self._returned(p.used() | q.used(), a.gcd(b))

    def _irreducible(self, p: Packed) -> list[tuple[Packed, int]]:
        (a,) = self._handed(p)
        return [(self._returned(p.used(), factor), int(k)) for factor, k in self._factor_list(a)]

    def _handed(self, *several: Packed) -> list[Any]:
        """Polynomials in the other library's form, in the symbols that occur alone: it is slow where there are many."""
        places, engine = self._engine(reduce(or_, (p.used() for p in several)))
        powers = self._layout.powers
        return [self._made(engine, {tuple(powers(m)[i] for i in places): c for m, c in p.terms.items()}) for p in several]

    def _returned(self, used: int, element: Any) -> Packed:
        places = [self._layout.places[i] for i in self._engine(used)[0]]
        terms = {sum(int(k) << place for k, place in zip(m, places, strict=True)): int(c) for m, c in _listed(element)}
        return Packed(self._layout, terms)

    def _engine(self, used: int) -> tuple[list[int], Any]:
        support = self._layout.support(used)
        if support not in self._engines:
            places = [i for i, field in enumerate(self._layout.fields) if support & field]
            self._engines[support] = places, self._ring([self.names[i] for i in places])
        return self._engines[support]

    def _ring(self, names: list[str]) -> Any:
        import sympy

        return sympy.ring(names, sympy.ZZ)[0]

    def _made(self, engine: Any, terms: dict[tuple[int, ...], int]) -> Any:
        return engine.from_dict({m: engine.domain(c) for m, c in terms.items()})

    def _factor_list(self, element: Any) -> list[tuple[Any, int]]:
        found: list[tuple[Any, int]] = element.factor_list()[1]
        return found


class FlintRing(Ring):
    """Polynomials that flint factors."""

    def __init__(self, names: Sequence[str]) -> None:
        import flint  # noqa: F401 (fails here where it is not installed)

        super().__init__(names)

    def _ring(self, names: list[str]) -> Any:
        from flint import Ordering, fmpz_mpoly_ctx

        return fmpz_mpoly_ctx.get(names, Ordering.lex)

    def _made(self, engine: Any, terms: dict[tuple[int, ...], int]) -> Any:
        return engine.from_dict(terms)

    def _factor_list(self, element: Any) -> list[tuple[Any, int]]:
        found: list[tuple[Any, int]] = element.factor()[1]
        return found


def _listed(element: Any) -> Iterable[tuple[tuple[Any, ...], Any]]:
    """Terms of another library's polynomial."""
    return zip(element.monoms(), element.coeffs(), strict=True)


def ring_of(names: Sequence[str], engine: str | None = None) -> Ring:
    """The ring in some symbols.

    Parameters
    ----------
    names : sequence of str
    engine : {"flint", "sympy"}, optional
        flint where it is installed, by default.

    Raises
    ------
    InvalidParameter
        For an engine that there is not, or that is not installed.
    """
    if engine not in (None, "flint", "sympy"):
        raise InvalidParameter(f"no engine {engine!r} (engines: flint, sympy); leave it out for the faster one")
    if engine != "sympy":
        try:
            return FlintRing(names)
        except ImportError as error:
            if engine == "flint":
                hint = 'pip install "deterrence[fast]", or leave the engine out'
                raise InvalidParameter(f"the engine flint needs python-flint, which is not installed; {hint}") from error
    return Ring(names)
