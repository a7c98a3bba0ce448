"""Expressions over intervals: enclosures of all their values, with ends rounded outwards."""

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import InvalidParameter

if TYPE_CHECKING:
    import sympy

__all__ = ["Enclosure", "Ends", "enclosure", "minus"]

Ends: TypeAlias = tuple[float, float]
Enclosure: TypeAlias = Callable[[Ends], Ends]

#: Library functions such as erf are right to within this many units in the last place.
ULPS = 4
EVERYTHING = (-math.inf, math.inf)


def enclosure(expression: "sympy.Expr", unknown: "sympy.Symbol") -> Enclosure:
    """A function from intervals of the unknown to intervals that hold all values of the expression.

    Raises
    ------
    InvalidParameter
        For a function that has no enclosure here.
    """
    import sympy

    if expression == unknown:
        return lambda piece: piece
    if not expression.has(unknown):
        constant = _constant(expression)
        return lambda piece: constant
    parts = [enclosure(part, unknown) for part in expression.args]
    if expression.is_Add:
        return lambda piece: _sum(part(piece) for part in parts)
    if expression.is_Mul:
        return lambda piece: _product(part(piece) for part in parts)
    if expression.is_Pow:
        return _power(expression, parts)
    increasing = {sympy.exp: _exp, sympy.log: _log, sympy.erf: math.erf, sympy.erfinv: _erfinv}
    if expression.func in increasing:
        function, (inner,) = increasing[expression.func], parts
        return lambda piece: _increasing(function, inner(piece))
    if expression.func is sympy.erfc:
        inner = parts[0]
        return lambda piece: _increasing(lambda x: math.erfc(-x), minus(inner(piece)))
    if expression.func in (sympy.Min, sympy.Max):
        pick = min if expression.func is sympy.Min else max

        def picked(piece: Ends) -> Ends:
            found = [part(piece) for part in parts]
            return pick(low for low, _ in found), pick(high for _, high in found)

        return picked
    if expression.func is sympy.Heaviside:
        inner = parts[0]
        return lambda piece: _step(inner(piece))
    raise InvalidParameter(
        f"{expression.func.__name__} has no enclosure; use + - * /, powers, exp, log, erf, erfc, erfinv, Min, Max"
    )


def _constant(expression: Any) -> Ends:
    import sympy

    if expression.is_Rational:
        try:
            value = int(expression.p) / int(expression.q)
        except OverflowError:
            return (1e308, math.inf) if expression > 0 else (-math.inf, -1e308)
        return (value, value) if Fraction(value) == Fraction(int(expression.p), int(expression.q)) else _out((value, value))
    value = float(sympy.N(expression, 30))
    return _out((value, value))


def _out(ends: Ends, ulps: int = 1) -> Ends:
    low, high = ends
    for _ in range(ulps):
        low, high = math.nextafter(low, -math.inf), math.nextafter(high, math.inf)
    return low, high


def minus(ends: Ends) -> Ends:
    """The interval of opposite numbers."""
    return -ends[1], -ends[0]


def _sum(terms: Iterable[Ends]) -> Ends:
    low = high = 0.0
    for a, b in terms:
        if (a == -math.inf and low == math.inf) or (b == math.inf and high == -math.inf):
            return EVERYTHING
        low, high = _out((low + a, high + b))
    return (low, high) if low <= high else EVERYTHING


def _product(factors: Iterable[Ends]) -> Ends:
    low = high = 1.0
    for a, b in factors:
        products = [_times(x, y) for x in (low, high) for y in (a, b)]
        low, high = _out((min(products), max(products)))
    return low, high


def _times(x: float, y: float) -> float:
    return 0.0 if 0 in (x, y) else x * y


def _increasing(function: Callable[[float], float], ends: Ends) -> Ends:
    low, high = function(ends[0]), function(ends[1])
    if math.isnan(low) or math.isnan(high):
        return EVERYTHING
    return _out((low, high), ULPS)


def _exp(x: float) -> float:
    return math.inf if x > 709 else math.exp(x)


def _log(x: float) -> float:
    return -math.inf if x <= 0 else math.log(x)


def _erfinv(x: float) -> float:
    if abs(x) >= 1:
        return math.copysign(math.inf, x)
    from scipy.special import erfinv

    return float(erfinv(x))


def _step(ends: Ends) -> Ends:
    return (0.0 if ends[0] <= 0 else 1.0), (0.0 if ends[1] < 0 else 1.0)


def _power(expression: Any, parts: list[Enclosure]) -> Enclosure:
    base, exponent = parts
    if expression.exp.is_Integer:
        n = int(expression.exp)
        return lambda piece: _whole_power(base(piece), n)

    def general(piece: Ends) -> Ends:
        # x ** y = exp(y log x) for x >= 0
        low, high = base(piece)
        if high < 0:
            return EVERYTHING
        logs = _increasing(_log, (max(low, 0.0), high))
        low, high = _increasing(_exp, _product([exponent(piece), logs]))
        return max(low, 0.0), high

    return general


def _whole_power(ends: Ends, n: int) -> Ends:
    low, high = ends
    if n < 0:
        if low <= 0 <= high:
            return EVERYTHING
        least, most = _whole_power(ends, -n)
        return _out((1 / most, 1 / least if least else math.inf))
    values = sorted((_raised(low, n), _raised(high, n)))
    if n % 2 == 0 and low < 0 < high:
        values[0] = 0.0
    return _out((values[0], values[1]), ULPS) if values[0] != 0 else (0.0, _out((0.0, values[1]), ULPS)[1])


def _raised(x: float, n: int) -> float:
    try:
        return float(x**n)
    except OverflowError:
        return math.copysign(math.inf, x) if n % 2 else math.inf
