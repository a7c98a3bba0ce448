"""Real roots of integer polynomials, and exact arithmetic in the field that such a root generates."""

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property, lru_cache, total_ordering
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy

__all__ = ["Algebraic", "Root", "between", "real_roots"]

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
        self.low, self.high = _isolate(coefficients)[index]

    @classmethod
    def of(cls, number: Fraction) -> "Root":
        """A rational number as a root."""
        return cls((number.denominator, -number.numerator), 0)

    @property
    def rational(self) -> Fraction | None:
        """The root itself, if it is rational."""
        return self.low if len(self.coefficients) == 2 else None

    def refine(self) -> None:
        """Halve the interval."""
        if self.rational is None:
            middle = (self.low + self.high) / 2
            if (self._at(self.low) > 0) == (self._at(middle) > 0):
                self.low = middle
            else:
                self.high = middle

    def _at(self, x: Fraction) -> Fraction:
        total = Fraction(0)
        for c in self.coefficients:
            total = total * x + c
        return total

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
            self.refine()
            other.refine()
        return self.high < other.low


@lru_cache(maxsize=4096)
def _isolate(coefficients: Coefficients) -> list[tuple[Fraction, Fraction]]:
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
    return [Root(f, k) for f in _factors(coefficients) for k in range(len(_isolate(f)))]


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
        low.refine()
        high.refine()
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


@total_ordering
class Algebraic:
    """A number in the field of the rationals and one root: a polynomial in the root, reduced."""

    __slots__ = ("root", "terms")

    def __init__(self, root: Root, terms: Sequence[Any]) -> None:
        self.root, self.terms = root, tuple(terms)

    @classmethod
    def generator(cls, root: Root) -> "Algebraic":
        """The root itself, as a member of its field."""
        from sympy import QQ

        return cls(root, _Field(root).reduce([QQ(1), QQ(0)]))

    @classmethod
    def number(cls, root: Root, value: Fraction | int) -> "Algebraic":
        """A rational number as a member of the field."""
        from sympy import QQ

        value = Fraction(value)
        return cls(root, [QQ(value.numerator, value.denominator)] if value else [])

    def _other(self, other: Any) -> "Algebraic":
        return other if isinstance(other, Algebraic) else Algebraic.number(self.root, other)

    def __add__(self, other: Any) -> "Algebraic":
        return Algebraic(self.root, _Field(self.root).add(self.terms, self._other(other).terms))

    __radd__ = __add__

    def __neg__(self) -> "Algebraic":
        return Algebraic(self.root, [-t for t in self.terms])

    def __sub__(self, other: Any) -> "Algebraic":
        return self + -self._other(other)

    def __rsub__(self, other: Any) -> "Algebraic":
        return self._other(other) + -self

    def __mul__(self, other: Any) -> "Algebraic":
        return Algebraic(self.root, _Field(self.root).multiply(self.terms, self._other(other).terms))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Algebraic":
        return self * Algebraic(self.root, _Field(self.root).inverse(self._other(other).terms))

    def __rtruediv__(self, other: Any) -> "Algebraic":
        return self._other(other) / self

    __floordiv__, __rfloordiv__ = __truediv__, __rtruediv__

    def sign(self) -> int:
        """Exact: a reduced polynomial vanishes at the root only if it is 0; else intervals decide."""
        if not self.terms:
            return 0
        while True:
            low, high = self._enclosure()
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            self.root.refine()

    def _enclosure(self) -> tuple[Fraction, Fraction]:
        low = high = Fraction(0)
        for t in self.terms:
            ends = [x * y for x in (low, high) for y in (self.root.low, self.root.high)]
            c = _fraction(t)
            low, high = min(ends) + c, max(ends) + c
        return low, high

    def __float__(self) -> float:
        while self.root.rational is None and self.root.high - self.root.low > Fraction(1, 10**12):
            self.root.refine()
        low, high = self._enclosure()
        return float((low + high) / 2)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Algebraic | Fraction | int):
            return NotImplemented
        return bool(self.terms == self._other(other).terms)

    def __hash__(self) -> int:
        return hash(self.terms)

    def __lt__(self, other: Any) -> bool:
        return (self + -self._other(other)).sign() < 0

    def __bool__(self) -> bool:
        return bool(self.terms)

    @classmethod
    def common_scale(cls, values: Sequence["Algebraic"]) -> list["Algebraic"]:
        """The values as they are: a field needs no common denominator."""
        return list(values)


class _Field:
    """Arithmetic of polynomials in one root, by sympy's dense rational polynomials."""

    def __init__(self, root: Root) -> None:
        self.root = root

    @cached_property
    def modulus(self) -> list[Any]:
        from sympy import QQ

        return [QQ(c) for c in self.root.coefficients]

    def reduce(self, terms: list[Any]) -> list[Any]:
        from sympy import QQ
        from sympy.polys.densearith import dup_rem

        return dup_rem(terms, self.modulus, QQ)  # type: ignore[no-any-return]

    def add(self, one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
        from sympy import QQ
        from sympy.polys.densearith import dup_add

        return dup_add(list(one), list(other), QQ)  # type: ignore[no-any-return]

    def multiply(self, one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
        from sympy import QQ
        from sympy.polys.densearith import dup_mul

        return self.reduce(dup_mul(list(one), list(other), QQ))

    def inverse(self, terms: Sequence[Any]) -> list[Any]:
        from sympy import QQ
        from sympy.polys.euclidtools import dup_invert

        if not terms:
            raise ZeroDivisionError("division by zero")
        return dup_invert(list(terms), self.modulus, QQ)  # type: ignore[no-any-return]
