"""Formulae at numbers: exact as long as arithmetic stays rational, with forty digits beyond."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from math import ceil, floor, isqrt
from typing import Any

__all__ = ["as_number", "holds_at", "value_at"]

#: Digits of irrational numbers on the way.
DIGITS = 40
#: A number this near a whole one is that one, where it is rounded up or down.
WHOLE = 1e-20


@cache
def _mp() -> Any:
    import mpmath

    context = mpmath.mp.clone()
    context.dps = DIGITS
    return context


def value_at(expression: Any, known: Mapping[Any, Fraction]) -> Any:
    """Evaluate an expression at values of its symbols.

    Returns
    -------
    Fraction, or a number of mpmath
        Complex where a root of a negative number was taken.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> value_at(sympy.Max(x, 1 / (1 + x)), {x: Fraction(1, 3)})
    Fraction(3, 4)
    >>> value_at(sympy.sqrt(x), {x: Fraction(4, 9)})
    Fraction(2, 3)
    """
    seen: dict[Any, Any] = {}

    def value(e: Any) -> Any:
        if e not in seen:
            seen[e] = _value(e, known, value)
        return seen[e]

    return value(expression)


def holds_at(condition: Any, known: Mapping[Any, Fraction]) -> bool:
    """Decide a condition: relations joined by and, or, not."""
    return _decide(condition, lambda e: value_at(e, known))


def as_number(value: Any) -> Any:
    """A Fraction, or the float nearest to a number of mpmath; None where it is not real."""
    if isinstance(value, Fraction):
        return value
    return None if _mp().im(value) else float(_mp().re(value))


def _value(e: Any, known: Mapping[Any, Fraction], value: Callable[[Any], Any]) -> Any:
    import sympy

    if e.is_Rational:
        return Fraction(int(e.p), int(e.q))
    if e.is_Symbol:
        return known[e]
    if e.is_infinite:
        return _mp().inf if e.is_extended_positive else -_mp().inf
    if e.is_number and not e.args:
        return _mp().mpc(0, 1) if e is sympy.I else _mp().mpf(str(sympy.N(e, DIGITS + 5)))
    if e.is_Piecewise:
        return next(value(part) for part, condition in e.args if _decide(condition, value))
    parts = [value(part) for part in e.args]
    if e.is_Add:
        return _fold(parts, lambda a, b: a + b)
    if e.is_Mul:
        return _fold(parts, lambda a, b: a * b)
    if e.is_Pow:
        return _power(*parts)
    if e.func in (sympy.Min, sympy.Max):
        return (min if e.func is sympy.Min else max)(parts, key=_comparable)
    return _function(e.func.__name__, parts)


def _fold(parts: list[Any], join: Callable[[Any, Any], Any]) -> Any:
    total = parts[0]
    for part in parts[1:]:
        both = isinstance(total, Fraction) and isinstance(part, Fraction)
        total = join(total, part) if both else join(_real(total), _real(part))
    return total


def _real(x: Any) -> Any:
    return _mp().mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else x


def _comparable(x: Any) -> Any:
    return _real(x) if isinstance(x, Fraction) else _mp().re(x)


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        if exponent.denominator == 1 and (base or exponent >= 0) and abs(exponent) < 10_000:
            return base**exponent.numerator
        roots = [isqrt(n) if n >= 0 else 0 for n in (base.numerator, base.denominator)]
        if exponent.denominator == 2 and [r * r for r in roots] == [base.numerator, base.denominator]:
            return _power(Fraction(*roots), Fraction(exponent.numerator))
    if not base and isinstance(base, Fraction):
        return _mp().inf if _comparable(exponent) < 0 else Fraction(0)
    return _real(base) ** _real(exponent)


def _function(name: str, parts: list[Any]) -> Any:
    mp, x = _mp(), parts[0]
    if name in ("ceiling", "floor"):
        return _rounded(x, ceil if name == "ceiling" else floor)
    exact = {("exp", 0): 1, ("log", 1): 0, ("erf", 0): 0, ("erfc", 0): 1, ("erfinv", 0): 0}
    if isinstance(x, Fraction) and x.denominator == 1 and (name, int(x)) in exact:
        return Fraction(exact[(name, int(x))])
    reals = [_real(p) for p in parts]
    if name == "lowergamma":
        return mp.gammainc(reals[0], 0, reals[1])
    if name == "RisingFactorial":
        return _rising(*parts)
    return getattr(mp, name)(*reals)


def _rounded(x: Any, how: Callable[[Any], int]) -> Any:
    """Up or down to a whole number; what is whole but for the last digits stays."""
    if isinstance(x, Fraction):
        return Fraction(how(x))
    mp = _mp()
    x = mp.re(x)
    if not mp.isfinite(x):
        return x
    near = mp.nint(x)
    return Fraction(int(near) if abs(x - near) < WHOLE else how(x))


def _rising(x: Any, n: Any) -> Any:
    total: Any = Fraction(1)
    for k in range(int(n)):
        total = _fold([total, _fold([x, Fraction(k)], lambda a, b: a + b)], lambda a, b: a * b)
    return total


def _decide(condition: Any, value: Callable[[Any], Any]) -> bool:
    import sympy

    if condition in (True, False, sympy.true, sympy.false):
        return bool(condition)
    if isinstance(condition, sympy.And):
        return all(_decide(part, value) for part in condition.args)
    if isinstance(condition, sympy.Or):
        return any(_decide(part, value) for part in condition.args)
    if isinstance(condition, sympy.Not):
        return not _decide(condition.args[0], value)
    left, right = (_comparable(value(side)) for side in (condition.lhs, condition.rhs))
    compare = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "==": left == right}
    return bool(compare[condition.rel_op])
