"""Exact arithmetic in the field that a real root generates."""

from collections.abc import Sequence
from fractions import Fraction
from functools import total_ordering
from math import gcd, lcm
from typing import Any

from ...exact import integers
from .inverse import inverse
from .root import Coefficients, Root, isolate

__all__ = ["Algebraic"]


@total_ordering
class Algebraic:
    """A number in the field of the rationals and one root: a polynomial in the root, reduced.

    ``numerators`` are integers, highest power first, over one positive denominator, without a common factor.

    Examples
    --------
    >>> golden = Algebraic.generator(Root((1, -1, -1), 1))
    >>> golden * golden == golden + 1, golden > 1
    (True, True)
    >>> print(golden, golden - golden)
    1/2 + sqrt(5)/2 0
    """

    __slots__ = ("denominator", "numerators", "root")

    def __init__(self, root: Root, numerators: Sequence[int], denominator: int = 1) -> None:
        self.root = root
        first = 0
        while first < len(numerators) and not numerators[first]:
            first += 1
        shared = gcd(denominator, *numerators)
        if denominator < 0:
            shared = -shared
        self.numerators = tuple(c // shared for c in numerators[first:])
        self.denominator = denominator // shared

    @classmethod
    def generator(cls, root: Root) -> "Algebraic":
        """The root itself, as a member of its field."""
        return cls.polynomial(root, (Fraction(1), Fraction(0)))

    @classmethod
    def number(cls, root: Root, value: Fraction | int) -> "Algebraic":
        """A rational number as a member of the field."""
        value = Fraction(value)
        return cls(root, (value.numerator,), value.denominator)

    @classmethod
    def polynomial(cls, root: Root, coefficients: Sequence[Fraction | int]) -> "Algebraic":
        """A polynomial in the root, highest power first."""
        scale = lcm(*(Fraction(c).denominator for c in coefficients))
        return cls(root, *_reduced(root.coefficients, [int(c * scale) for c in coefficients], scale))

    @property
    def rational(self) -> Fraction | None:
        """The number itself, if it is rational."""
        if len(self.numerators) > 1:
            return None
        return Fraction(self.numerators[0], self.denominator) if self.numerators else Fraction(0)

    def _other(self, other: Any) -> "Algebraic":
        if not isinstance(other, Algebraic):
            return Algebraic.number(self.root, other)
        if other.root != self.root:
            raise ArithmeticError("numbers of different fields cannot be combined")
        return other

    def __add__(self, other: Any) -> "Algebraic":
        other = self._other(other)
        size = max(len(self.numerators), len(other.numerators))
        mine, theirs = ([0] * (size - len(x.numerators)) + list(x.numerators) for x in (self, other))
        total = [a * other.denominator + b * self.denominator for a, b in zip(mine, theirs, strict=True)]
        return Algebraic(self.root, total, self.denominator * other.denominator)

    __radd__ = __add__

    def __neg__(self) -> "Algebraic":
        return Algebraic(self.root, [-c for c in self.numerators], self.denominator)

    def __sub__(self, other: Any) -> "Algebraic":
        return self + -self._other(other)

    def __rsub__(self, other: Any) -> "Algebraic":
        return self._other(other) + -self

    def __mul__(self, other: Any) -> "Algebraic":
        if isinstance(other, Fraction | int):
            top, bottom = other.numerator, other.denominator
            return Algebraic(self.root, [c * top for c in self.numerators], self.denominator * bottom)
        other = self._other(other)
        product = [0] * (len(self.numerators) + len(other.numerators) - 1)
        for i, a in enumerate(self.numerators):
            for j, b in enumerate(other.numerators):
                product[i + j] += a * b
        return Algebraic(self.root, *_reduced(self.root.coefficients, product, self.denominator * other.denominator))

    __rmul__ = __mul__

    def inverse(self) -> "Algebraic":
        """One over it."""
        if not self.numerators:
            raise ZeroDivisionError("division by zero")
        if len(self.numerators) == 1:
            return Algebraic(self.root, (self.denominator,), self.numerators[0])
        numerators, bottom = inverse(self.root.coefficients, self.numerators)
        return Algebraic(self.root, [c * self.denominator for c in numerators], bottom)

    def __truediv__(self, other: Any) -> "Algebraic":
        if isinstance(other, Fraction | int):
            return self * (1 / Fraction(other))
        return self * self._other(other).inverse()

    def __rtruediv__(self, other: Any) -> "Algebraic":
        return self._other(other) * self.inverse()

    __floordiv__, __rfloordiv__ = __truediv__, __rtruediv__

    def sign(self) -> int:
        """Exact: a reduced polynomial vanishes at the root only if it is 0; else intervals decide."""
        if not self.numerators:
            return 0
        while True:
            low, high = self._bounds()
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            self.root.refine()

    def _bounds(self) -> tuple[Fraction, Fraction]:
        """An enclosure by interval arithmetic on the root's interval."""
        a, b = self.root.low, self.root.high
        bottom = lcm(a.denominator, b.denominator)
        a_top, b_top = a.numerator * (bottom // a.denominator), b.numerator * (bottom // b.denominator)
        low = high = 0
        scale = 1
        for c in self.numerators:
            ends = (low * a_top, low * b_top, high * a_top, high * b_top)
            scale *= bottom
            low, high = min(ends) + c * scale, max(ends) + c * scale
        return Fraction(low, scale * self.denominator), Fraction(high, scale * self.denominator)

    def enclosure(self, width: Fraction) -> tuple[Fraction, Fraction]:
        """Rational bounds that are certain and no further apart than this."""
        while True:
            low, high = self._bounds()
            if high - low <= width:
                return low, high
            self.root.refine()

    @property
    def minimal(self) -> Root:
        """The number as a root of its own minimal polynomial: equal numbers give equal roots."""
        return _minimal(self)

    def __float__(self) -> float:
        low, high = self.enclosure(Fraction(1, 10**17))
        return float((low + high) / 2)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Algebraic):
            if other.root == self.root:
                return (self.numerators, self.denominator) == (other.numerators, other.denominator)
            low, high = self._bounds()
            other_low, other_high = other._bounds()
            return low <= other_high and other_low <= high and self.minimal == other.minimal
        if isinstance(other, Fraction | int):
            return self.rational == other
        return NotImplemented

    def __hash__(self) -> int:
        if self.rational is not None:
            return hash(self.rational)
        while True:
            low, high = (x * 2**20 // 1 for x in self._bounds())
            if low == high:
                return hash(("algebraic", int(low)))
            self.root.refine()

    def __lt__(self, other: Any) -> bool:
        if isinstance(other, Algebraic) and other.root != self.root:
            if self == other:
                return False
            width = Fraction(1, 2**20)
            while True:
                (low, high), (other_low, other_high) = self.enclosure(width), other.enclosure(width)
                if high < other_low or other_high < low:
                    return high < other_low
                width /= 2**20
        return (self + -self._other(other)).sign() < 0

    def __bool__(self) -> bool:
        return bool(self.numerators)

    def __str__(self) -> str:
        number = self.rational
        if number is not None:
            return str(number)
        root = self.minimal
        if len(root.coefficients) == 3:
            return str(root.expression)
        from sympy import Poly, Symbol

        polynomial = Poly(root.coefficients, Symbol("x")).as_expr()
        return f"root {root.index + 1} of {polynomial}, about {float(self):.6g}"

    def __repr__(self) -> str:
        return f"<{self}>"

    @classmethod
    def common_scale(cls, values: Sequence["Algebraic"]) -> list["Algebraic"]:
        """The values as they are: a field needs no common denominator."""
        return list(values)


def _reduced(modulus: Coefficients, coefficients: list[int], denominator: int) -> tuple[list[int], int]:
    """An integer polynomial over a denominator modulo an irreducible one, highest power first."""
    n = len(modulus) - 1
    lead = modulus[0]
    left = list(coefficients)
    while len(left) > n:
        top = left.pop(0)
        if not top:
            continue
        factor, rest = divmod(top, lead)
        if rest:
            shared = gcd(top, lead)
            scale = abs(lead // shared)
            factor = top * scale // lead
            left = [c * scale for c in left]
            denominator *= scale
        for k in range(n):
            left[k] -= factor * modulus[k + 1]
    return left, denominator


def _minimal(number: Algebraic) -> Root:
    """Minimal polynomial from the first linear relation between the powers of a number, then the right root of it."""
    n = len(number.root.coefficients) - 1
    power = Algebraic.number(number.root, 1)
    known: list[tuple[int, list[Fraction], list[Fraction]]] = []  # pivot, reduced row, combination of powers
    for k in range(n + 1):
        row = [Fraction(0)] * (n - len(power.numerators)) + [Fraction(c, power.denominator) for c in power.numerators]
        combination = [Fraction(int(j == k)) for j in range(n + 1)]
        for pivot, other, theirs in known:
            if row[pivot]:
                factor = row[pivot] / other[pivot]
                row = [x - factor * y for x, y in zip(row, other, strict=True)]
                combination = [x - factor * y for x, y in zip(combination, theirs, strict=True)]
        pivot = next((j for j, x in enumerate(row) if x), -1)
        if pivot < 0:
            return _root_near(number, integers(list(reversed(combination[: k + 1]))))
        known.append((pivot, row, combination))
        power = power * number
    raise AssertionError("powers of a number in a field of degree n are dependent from the n-th on")


def _root_near(number: Algebraic, coefficients: Sequence[int]) -> Root:
    polynomial = tuple(coefficients) if coefficients[0] > 0 else tuple(-c for c in coefficients)
    roots = [Root(polynomial, k) for k in range(len(isolate(polynomial)))]
    width = Fraction(1, 2**10)
    while len(roots) > 1:
        low, high = number.enclosure(width)
        for root in roots:
            root.narrow(width)
        roots = [root for root in roots if root.low <= high and low <= root.high]
        width /= 2**10
    return roots[0]
