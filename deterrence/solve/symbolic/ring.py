"""Polynomials and rational functions whose signs are those at a sample point, and which remember every sign asked for.

The solvers only add, multiply, divide exactly and compare. Run on these numbers, they do what they would do at the
sample, and the list of the polynomials whose sign was asked says for which other values of the parameters they would
have done the same: wherever none of these polynomials has changed its sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import total_ordering
from math import gcd
from typing import Any

__all__ = ["Polynomial", "Ratio", "Signs", "Unlucky"]


class Unlucky(Exception):
    """A polynomial vanishes at the sample, but not everywhere: the sample lies on a boundary by accident."""


class Signs:
    """Polynomials with integer coefficients in some parameters, their signs at a sample, and the signs asked for.

    Parameters
    ----------
    sample : mapping of str to Fraction
        A value for every parameter.
    """

    def __init__(self, sample: Mapping[str, Fraction]) -> None:
        import sympy

        names = list(sample)
        self.ring, *symbols = sympy.ring(names, sympy.ZZ)
        self.symbols = dict(zip(names, symbols, strict=True))
        self.point = [sample[n] for n in names]
        self.asked: dict[Any, int] = {}

    def parameter(self, name: str) -> "Ratio":
        """A parameter as a number."""
        return Ratio(self, self.symbols[name], self.ring.one)

    def number(self, value: Fraction) -> "Ratio":
        """A constant."""
        return Ratio(self, self.ring(value.numerator), self.ring(value.denominator))

    def sign(self, raw: Any) -> int:
        """Sign at the sample; remembered."""
        if not raw:
            return 0
        if raw.is_ground:
            constant = raw.LC
            return int(constant > 0) - int(constant < 0)
        known = self.asked.get(raw)
        if known is None:
            value = self.value(raw)
            if not value:
                raise Unlucky
            known = self.asked[raw] = 1 if value > 0 else -1
        return known

    def value(self, raw: Any) -> Fraction:
        """Value at the sample."""
        total = Fraction(0)
        for powers, coefficient in raw.terms():
            term = Fraction(int(coefficient))
            for x, k in zip(self.point, powers, strict=True):
                if k:
                    term *= x**k
            total += term
        return total


@total_ordering
class Polynomial:
    """An element of the ring; mixes with Python integers."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("raw", "signs")

    def __init__(self, signs: Signs, raw: Any) -> None:
        self.signs, self.raw = signs, raw

    def _other(self, other: Any) -> Any:
        return other.raw if isinstance(other, Polynomial) else other

    def __add__(self, other: Any) -> "Polynomial":
        return Polynomial(self.signs, self.raw + self._other(other))

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Polynomial":
        return Polynomial(self.signs, self.raw - self._other(other))

    def __rsub__(self, other: Any) -> "Polynomial":
        return Polynomial(self.signs, self._other(other) - self.raw)

    def __mul__(self, other: Any) -> "Polynomial":
        return Polynomial(self.signs, self.raw * self._other(other))

    __rmul__ = __mul__

    def __neg__(self) -> "Polynomial":
        return Polynomial(self.signs, -self.raw)

    def __floordiv__(self, other: Any) -> "Polynomial":
        divisor = self._other(other)
        if divisor == 1:
            return self
        return Polynomial(self.signs, self.raw.exquo(self.signs.ring(divisor)))

    def __rfloordiv__(self, other: int) -> "Polynomial":
        return Polynomial(self.signs, self.signs.ring(other).exquo(self.raw))

    def __truediv__(self, other: Any) -> float:
        below = self.signs.value(other.raw) if isinstance(other, Polynomial) else other
        return float(self.signs.value(self.raw) / below)

    def __rtruediv__(self, other: int) -> float:
        return float(other / self.signs.value(self.raw))

    def __eq__(self, other: object) -> bool:
        return self.signs.sign(self.raw - self._other(other)) == 0

    def __lt__(self, other: Any) -> bool:
        return self.signs.sign(self.raw - self._other(other)) < 0


@total_ordering
class Ratio:
    """A rational function: a polynomial over one that is positive at the sample."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("bottom", "signs", "top")

    def __init__(self, signs: Signs, top: Any, bottom: Any) -> None:
        self.signs, self.top, self.bottom = signs, top, bottom

    def __add__(self, other: "Ratio") -> "Ratio":
        if self.bottom == other.bottom:
            return Ratio(self.signs, self.top + other.top, self.bottom)
        return Ratio(self.signs, self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __sub__(self, other: "Ratio") -> "Ratio":
        return self + -other

    def __neg__(self) -> "Ratio":
        return Ratio(self.signs, -self.top, self.bottom)

    def __mul__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.signs, self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other: "Ratio") -> "Ratio":
        sign = self.signs.sign(other.top)
        if not sign:
            raise ZeroDivisionError("division by a rational function that is 0 everywhere")
        return Ratio(self.signs, self.top * other.bottom * sign, self.bottom * other.top * sign)

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Ratio)
        return self.signs.sign((self - other).top) == 0

    def __lt__(self, other: "Ratio") -> bool:
        return self.signs.sign((self - other).top) < 0

    def __bool__(self) -> bool:
        return self.signs.sign(self.top) != 0

    @classmethod
    def common_scale(cls, values: Sequence["Ratio"]) -> list[Polynomial]:
        """The values times one positive factor, as polynomials without a common integer factor."""
        signs = values[0].signs
        bottom = _product_lcm(v.bottom for v in values)
        tops = [v.top * bottom.exquo(v.bottom) for v in values]
        factor = gcd(*(int(t.content()) for t in tops))
        return [Polynomial(signs, t.quo_ground(factor) if factor > 1 else t) for t in tops]


def _product_lcm(raws: Iterable[Any]) -> Any:
    distinct = list(dict.fromkeys(raws))
    total = distinct[0]
    for raw in distinct[1:]:
        total = total.lcm(raw)
    return total
