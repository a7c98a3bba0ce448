"""What the domains of the parameters say of the signs of polynomials.

A sign is a set of possible signs, written as a mask: `POSITIVE`, `ZERO`, `NEGATIVE`, or a union of them. A literal says that
a product of irreducible polynomials, up to its sign, is > 0, >= 0 or = 0.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

from ...parameters import Interval
from .polynomials import Atom, Ring

__all__ = ["ANY", "NEGATIVE", "POSITIVE", "ZERO", "Literal", "Monomial", "Oracle", "lifted", "times"]

POSITIVE, ZERO, NEGATIVE, ANY = 1, 2, 4, 7
_FLIP = {m: (m & ZERO) | (NEGATIVE if m & POSITIVE else 0) | (POSITIVE if m & NEGATIVE else 0) for m in range(8)}

#: Powers of u and v for every symbol, see `lifted`.
Monomial = tuple[int, ...]


def times(a: int, b: int) -> int:
    """Possible signs of a product."""
    found = (a & ZERO) | (b & ZERO)
    if a & POSITIVE:
        found |= b
    if a & NEGATIVE:
        found |= _FLIP[b]
    return found


@dataclass(frozen=True, order=True)
class Literal:
    """``sign`` times a product of atoms (each with power 1 or 2) is > 0, >= 0 or = 0."""

    atoms: tuple[tuple[Atom, int], ...]
    sign: int
    relation: str

    @property
    def length(self) -> int:
        """How many terms it has, for those who read it."""
        return sum(len(atom) * power for atom, power in self.atoms)

    @property
    def negated(self) -> "Literal":
        """What holds where it does not (not for equalities)."""
        return Literal(self.atoms, -self.sign, ">" if self.relation == ">=" else ">=")

    def holds(self, signs: Iterable[int]) -> bool:
        """Whether it holds where its atoms have these signs."""
        total = self.sign
        for (_, power), s in zip(self.atoms, signs, strict=True):
            total *= s if power == 1 else s * s
        return total == 0 if self.relation == "=" else total > 0 or (total == 0 and self.relation == ">=")


def lifted(atom: Atom, domains: Sequence[Interval]) -> dict[Monomial, Fraction]:
    """A polynomial in symbols that are never negative, times a positive factor.

    A symbol x of [a, oo) becomes a + u, of (-oo, b] b - u, of [a, b] (a v + b u) / (u + v); a real one stays. The powers
    of u (or x) come first, those of v after them.
    """
    n = len(domains)
    found: dict[Monomial, Fraction] = {m[:n] + (0,) * n: Fraction(c) for m, c in atom}
    for i, domain in enumerate(domains):
        low, high = domain.least, domain.most
        degree = max(m[i] for m in found)
        if not degree or (low is None and high is None) or (low == 0 and high is None):
            continue
        changed: dict[Monomial, Fraction] = {}
        for m, c in found.items():
            for (u, v), share in _powers(m[i], degree, low, high).items():
                moved = (*m[:i], u, *m[i + 1 : n + i], v, *m[n + i + 1 :])
                changed[moved] = changed.get(moved, Fraction(0)) + c * share
        found = {m: c for m, c in changed.items() if c}
    return found


def _powers(k: int, degree: int, low: Fraction | None, high: Fraction | None) -> dict[tuple[int, int], Fraction]:
    """x**k as a polynomial in u and v, times (u + v)**degree where the domain is bounded on both sides."""
    if low is None or high is None:
        start, sign = (low, 1) if low is not None else (high, -1)
        assert start is not None
        return {(j, 0): Fraction(comb(k, j)) * start ** (k - j) * sign**j for j in range(k + 1)}
    found: dict[tuple[int, int], Fraction] = {}
    for j in range(k + 1):
        for i in range(degree - k + 1):
            key = (j + i, degree - j - i)
            found[key] = found.get(key, Fraction(0)) + comb(k, j) * high**j * low ** (k - j) * comb(degree - k, i)
    return found


class Oracle:
    """Signs that follow from the domains alone.

    Parameters
    ----------
    ring : Ring
    domains : sequence of Interval
        One for every symbol.
    surfaces : bool
        Whether polynomials may be assumed to vanish; if not, only what holds off all surfaces is found.
    """

    def __init__(self, ring: Ring, domains: Sequence[Interval], *, surfaces: bool = True) -> None:
        self.ring, self.domains, self.surfaces = ring, tuple(domains), surfaces
        n = len(domains)
        self.real = [i for i, d in enumerate(domains) if d.least is None and d.most is None]
        # patterns in which as many of the symbols vanish as can vanish together
        choices: list[list[tuple[int, ...]]] = []
        for i, d in enumerate(domains):
            bounded = d.least is not None and d.most is not None
            closed = [n * k + i for k, end in ((0, d.least_open), (1, d.most_open)) if not end] if bounded else []
            if not bounded and not (d.least_open if d.least is not None else d.most_open):
                closed = [i]
            choices.append([(k,) for k in closed] or [()])
        self._vanishing = choices
        self._masks: dict[Atom, int] = {}
        self._ends: dict[Atom, tuple[frozenset[tuple[int, Fraction]], ...]] = {}
        self._reduced: dict[tuple[Any, ...], dict[Any, Any]] = {}

    def reduced(self, substitutions: tuple[Any, ...]) -> dict[Any, Any]:
        """Polynomials into which these substitutions have been put, with what came out: contexts share and fill it."""
        return self._reduced.setdefault(substitutions, {})

    def mask(self, atom: Atom) -> int:
        """Possible signs of an atom; may name more than there are."""
        found = self._masks.get(atom)
        if found is None:
            found = self._masks[atom] = self._mask(lifted(atom, self.domains))
        return found

    def _mask(self, terms: dict[Monomial, Fraction]) -> int:
        if any(m[i] % 2 for m in terms for i in self.real):
            return ANY
        signs = {c > 0 for c in terms.values()}
        if len(signs) > 1:
            return ANY
        side = POSITIVE if True in signs else NEGATIVE
        return side if self.never_zero(terms) else side | ZERO

    def ends(self, atom: Atom) -> tuple[frozenset[tuple[int, Fraction]], ...]:
        """Smallest sets of symbols and ends of their domains at which an atom of one sign vanishes; none for other atoms."""
        found = self._ends.get(atom)
        if found is None:
            terms = lifted(atom, self.domains)
            one_sided = self._mask(terms) in (POSITIVE | ZERO, NEGATIVE | ZERO) and not any(
                m[i] for m in terms for i in self.real
            )
            found = self._ends[atom] = tuple(self._hitting([self._at_end(m) for m in terms])) if one_sided else ()
        return found

    def _at_end(self, monomial: Monomial) -> list[tuple[int, Fraction]]:
        """Symbols and ends of their domains at which a monomial vanishes."""
        n = len(self.domains)
        found = []
        for k in {k for options in self._vanishing for option in options for k in option if monomial[k]}:
            domain = self.domains[k % n]
            end = domain.most if k >= n or domain.least is None else domain.least
            assert end is not None  # only ends vanish
            found.append((k % n, end))
        return sorted(found)

    @staticmethod
    def _hitting(choices: list[list[tuple[int, Fraction]]]) -> list[frozenset[tuple[int, Fraction]]]:
        """Smallest sets with an element of every list, no symbol at two ends."""
        found: list[frozenset[tuple[int, Fraction]]] = []
        todo: list[dict[int, Fraction]] = [{}]
        while todo:
            known = todo.pop()
            left = next((c for c in choices if not any(known.get(i) == x for i, x in c)), None)
            if left is None:
                found.append(frozenset(known.items()))
            else:
                todo += [{**known, i: x} for i, x in left if i not in known]
        found = sorted(set(found), key=lambda f: (len(f), sorted(f)))
        return [f for k, f in enumerate(found) if not any(other < f for other in found[:k])]

    def patterns(self, terms: Iterable[Monomial]) -> Iterator[frozenset[int]]:
        """Largest sets of lifted symbols that can vanish together, among those that occur in some terms."""
        yield from self.vanishing({i for m in terms for i, k in enumerate(m) if k})

    def vanishing(self, used: Collection[int]) -> Iterator[frozenset[int]]:
        """Largest sets of lifted symbols that can vanish together, among some."""
        relevant = [c for c in self._vanishing if any(i in used for option in c for i in option)]
        for pattern in product(*relevant):
            yield frozenset(i for option in pattern for i in option)

    def never_zero(self, terms: Iterable[Monomial]) -> bool:
        """Whether a sum of positive terms stays positive whatever vanishes."""
        listed = list(terms)
        return all(any(not any(m[i] for i in gone) for m in listed) for gone in self.patterns(listed))
