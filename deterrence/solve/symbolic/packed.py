"""Polynomials with integer coefficients whose monomials are single integers: sixteen bits for the power of each symbol.

The polynomials of a game have few terms and many symbols. A product of monomials is then one addition of integers, and one
monomial is before another in lexicographic order where its number is larger.
"""

from collections.abc import Callable, Iterable
from functools import reduce
from math import gcd
from operator import and_, or_
from struct import Struct
from typing import Any

__all__ = ["Layout", "Packed", "common_divisor"]

#: Bits of a power. The highest of them stays free: it tells where a monomial does not divide another.
WIDTH = 16


class Layout:
    """Where the power of each symbol is in a monomial's number."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self._record = Struct(f">{len(names)}H")
        self.places = [WIDTH * i for i in reversed(range(len(names)))]
        self.fields = [(2**WIDTH - 1) << place for place in self.places]
        self.guard = sum(1 << place + WIDTH - 1 for place in self.places)

    def packed(self, powers: tuple[int, ...]) -> int:
        """The number of a monomial."""
        return int.from_bytes(self._record.pack(*powers), "big")

    def powers(self, monomial: int) -> tuple[int, ...]:
        """The powers in a monomial."""
        return self._record.unpack(monomial.to_bytes(self._record.size, "big"))

    def support(self, used: int) -> int:
        """All bits of the symbols of which some bit is set."""
        return reduce(or_, (field for field in self.fields if used & field), 0)


class Packed:
    """A polynomial that never changes; mixes with Python integers.

    What is found out about it (its hash, its terms in order, its factors) is kept with it.
    """

    __slots__ = ("_hash", "atom", "factors", "layout", "terms")

    def __init__(self, layout: Layout, terms: dict[int, int]) -> None:
        self.layout, self.terms = layout, terms
        self._hash: int | None = None
        #: Filled in by the ring.
        self.atom: Any = None
        self.factors: Any = None

    def _other(self, other: Any) -> dict[int, int]:
        terms: dict[int, int] = other.terms if isinstance(other, Packed) else {0: other} if other else {}
        return terms

    def __len__(self) -> int:
        return len(self.terms)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or self.terms == self._other(other)

    def __neg__(self) -> "Packed":
        return Packed(self.layout, {m: -c for m, c in self.terms.items()})

    def __add__(self, other: Any) -> "Packed":
        found, more = self.terms, self._other(other)
        if len(found) < len(more):
            found, more = more, found
        found = dict(found)
        for m, c in more.items():
            total = found.get(m, 0) + c
            if total:
                found[m] = total
            else:
                del found[m]
        return Packed(self.layout, found)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Packed":
        found: Packed = self + -other
        return found

    def __rsub__(self, other: int) -> "Packed":
        return -self + other

    def __mul__(self, other: Any) -> "Packed":
        one, many = self.terms, self._other(other)
        if len(one) > len(many):
            one, many = many, one
        if len(one) == 1:
            ((m, c),) = one.items()
            if not m and c == 1 and isinstance(other, Packed):
                return other if one is self.terms else self
            return Packed(self.layout, {m + n: c * d for n, d in many.items()})
        found: dict[int, int] = {}
        get = found.get
        for m, c in one.items():
            for n, d in many.items():
                found[m + n] = get(m + n, 0) + c * d
        return Packed(self.layout, {m: c for m, c in found.items() if c})

    __rmul__ = __mul__

    def __pow__(self, power: int) -> "Packed":
        found = self if power else Packed(self.layout, {0: 1})
        for _ in range(power - 1):
            found = found * self
        return found

    def __repr__(self) -> str:
        def factor(name: str, k: int) -> str:
            return name if k == 1 else f"{name}**{k}"

        text = ""
        for m, c in sorted(self.terms.items(), reverse=True):
            parts = [factor(name, k) for name, k in zip(self.layout.names, self.layout.powers(m), strict=True) if k]
            number = [] if parts and abs(c) == 1 else [str(abs(c))]
            text += (" - " if c < 0 else " + ") + "*".join(number + parts)
        return text[3:] if text.startswith(" + ") else f"-{text[3:]}" if text else "0"

    def quotient(self, other: "Packed") -> "Packed":
        """Exact division.

        Raises
        ------
        ArithmeticError
            Where the other does not divide it.
        """
        guard, lead = self.layout.guard, max(other.terms)
        first, tail = other.terms[lead], [(m, c) for m, c in other.terms.items() if m != lead]
        rest, found = dict(self.terms), {}
        while rest:
            m = max(rest) if tail else next(iter(rest))
            difference = (m | guard) - lead
            c, remainder = divmod(rest.pop(m), first)
            if difference & guard != guard or remainder:
                raise ArithmeticError(f"{other} does not divide {self}")
            found[m := difference ^ guard] = c
            for n, d in tail:
                left = rest.get(m + n, 0) - c * d
                if left:
                    rest[m + n] = left
                else:
                    del rest[m + n]
        return Packed(self.layout, found)

    def common(self) -> int:
        """The largest monomial that divides every term."""
        if 0 in self.terms:
            return 0
        return sum(min(m & field for m in self.terms) for field in self.layout.fields)

    def by_power(self, i: int) -> dict[int, "Packed"]:
        """Coefficients of the powers of the symbol of this number."""
        place, field = self.layout.places[i], self.layout.fields[i]
        found: dict[int, dict[int, int]] = {}
        for m, c in self.terms.items():
            found.setdefault((m & field) >> place, {})[m & ~field] = c
        return {k: Packed(self.layout, terms) for k, terms in found.items()}

    def used(self) -> int:
        """A number with some bit of every symbol that occurs."""
        return reduce(or_, self.terms, 0)


def common_divisor(several: Iterable[Packed], of_two: Callable[[Packed, Packed], Packed]) -> Packed:
    """Greatest common divisor up to sign; `of_two` is asked only for polynomials in the same symbols.

    A divisor has no symbol that one of the polynomials is free of: there the coefficients take a polynomial's place.
    """
    todo = [p for p in several if p.terms]
    layout = todo[0].layout
    while True:
        shared = reduce(and_, (layout.support(p.used()) for p in todo))
        if not shared:
            return Packed(layout, {0: gcd(*(c for p in todo for c in p.terms.values()))})
        if not any(p.used() & ~shared for p in todo):
            break
        todo = [part for p in todo for part in _coefficients(p, shared)]
    first, *others = sorted(dict.fromkeys(todo), key=len)
    for other in others:
        if len(first) == 1:
            break
        first = of_two(first, other)
    if len(first) > 1:
        return first
    monomials = Packed(layout, dict.fromkeys((m for p in [first, *others] for m in p.terms), 1))
    return Packed(layout, {monomials.common(): gcd(*(c for p in [first, *others] for c in p.terms.values()))})


def _coefficients(p: Packed, shared: int) -> Iterable[Packed]:
    if not p.used() & ~shared:
        return (p,)
    found: dict[int, dict[int, int]] = {}
    for m, c in p.terms.items():
        found.setdefault(m & ~shared, {})[m & shared] = c
    return [Packed(p.layout, terms) for terms in found.values()]
