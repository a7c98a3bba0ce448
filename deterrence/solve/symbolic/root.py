"""Real roots of integer polynomials, each an irreducible polynomial with an interval that can be refined."""

from fractions import Fraction
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy

__all__ = ["Coefficients", "Root", "between", "isolate", "real_roots"]

#: An integer polynomial in one variable, highest power first.
Coefficients = tuple[int, ...]


@total_ordering
class Root:
    """A real root of an irreducible polynomial, in an interval that holds no other root of it.

    Roots of different irreducible polynomials are different, so refining their intervals always tells them apart.

    Parameters
    ----------
    coefficients : tuple of int
        Irreducible over the rationals.
    index : int
        Which of its real roots, in ascending order.
    """

    def __init__(self, coefficients: Coefficients, index: int) -> None:
        self.coefficients, self.index = coefficients, index
        self.low, self.high = isolate(coefficients)[index]
        self._parts = 4

    @classmethod
    def of(cls, number: Fraction) -> "Root":
        """A rational number as a root."""
        return cls((number.denominator, -number.numerator), 0)

    @property
    def rational(self) -> Fraction | None:
        """The root itself, if it is rational."""
        return self.low if len(self.coefficients) == 2 else None

    def refine(self) -> None:
        """Shrink the interval, sooner or later to the square of its size each time (Abbott 2006)."""
        if self.rational is not None:
            return
        at_low, at_high = self._at(self.low), self._at(self.high)
        size = self.high - self.low
        # where the chord crosses, rounded to one of the parts: the root is likely to lie next to it
        guess = round(self._parts * at_low / (at_low - at_high)) if at_low != at_high else 0
        for k in (guess, guess - 1, guess + 1):
            low, high = self.low + size * k / self._parts, self.low + size * (k + 1) / self._parts
            if self.low <= low and high <= self.high and (self._at(low) > 0) != (self._at(high) > 0):
                self.low, self.high = low, high
                self._parts *= self._parts
                return
        self._parts = 4
        middle = (self.low + self.high) / 2
        if (at_low > 0) == (self._at(middle) > 0):
            self.low = middle
        else:
            self.high = middle

    def narrow(self, width: Fraction) -> None:
        """Refine until the interval is no wider than this."""
        while self.high - self.low > width:
            self.refine()

    def _at(self, x: Fraction) -> Fraction:
        top, bottom = x.numerator, x.denominator
        total, power = 0, 1
        for c in self.coefficients:
            total = total * top + c * power
            power *= bottom
        return Fraction(total * bottom, power)

    @property
    def expression(self) -> "sympy.Expr":
        """The root as a sympy number, in radicals where sympy has them."""
        import sympy

        return sympy.Poly(self.coefficients, sympy.Symbol("x")).real_roots()[self.index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Root) and (self.coefficients, self.index) == (other.coefficients, other.index)

    def __hash__(self) -> int:
        return hash((self.coefficients, self.index))

    def __lt__(self, other: "Root") -> bool:
        if self == other:
            return False
        while self.low <= other.high and other.low <= self.high:
            wider = self if self.high - self.low > other.high - other.low else other
            wider.refine()
        return self.high < other.low


@lru_cache(maxsize=4096)
def isolate(coefficients: Coefficients) -> list[tuple[Fraction, Fraction]]:
    """Disjoint intervals around the real roots of an irreducible polynomial."""
    if len(coefficients) == 2:
        root = Fraction(-coefficients[1], coefficients[0])
        return [(root, root)]
    from sympy import ZZ
    from sympy.polys.rootisolation import dup_isolate_real_roots_sqf

    found = dup_isolate_real_roots_sqf([ZZ(c) for c in coefficients], ZZ)
    return [(_fraction(low), _fraction(high)) for low, high in found]


def _fraction(number: Any) -> Fraction:
    return Fraction(int(number.numerator), int(number.denominator))


@lru_cache(maxsize=4096)
def _factors(coefficients: Coefficients) -> list[Coefficients]:
    from sympy import ZZ
    from sympy.polys.factortools import dup_factor_list

    _, factors = dup_factor_list([ZZ(c) for c in coefficients], ZZ)
    return [tuple(int(c) for c in factor) for factor, _ in factors]


def real_roots(coefficients: Coefficients) -> list[Root]:
    """The distinct real roots of any integer polynomial that is not constant."""
    return [Root(f, k) for f in _factors(coefficients) for k in range(len(isolate(f)))]


def between(low: Root | None, high: Root | None, attempt: int = 0) -> Fraction:
    """A rational number with a small denominator strictly between two roots; None is no bound.

    Other attempts give other numbers.
    """
    if low is None or high is None:
        if low is None and high is None:
            return Fraction(attempt, 3)
        end = low.high if low is not None else high.low  # type: ignore[union-attr]
        step = 1 + Fraction(attempt, 3)
        return end + step if low is not None else end - step
    while not low.high < high.low:
        wider = low if low.high - low.low > high.high - high.low else high
        wider.refine()
    a, b = low.high, high.low
    # simple fractions keep the numbers of the sample game small
    for share in range(attempt + 1):
        middle = _simplest(a, b)
        if share < attempt:
            a, b = (middle, b) if share % 2 == 0 else (a, middle)
    return middle


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of smallest denominator strictly between two numbers (Stern and Brocot's tree)."""
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        # between whole and high <= whole + 1
        return whole + 1 / Fraction(int(1 / (high - whole)) + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))
