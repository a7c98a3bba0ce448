"""Conditions on exact numbers: truth values where they are decided, sympy's conditions where they hold parameters."""

import ast
import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..exact import Number

__all__ = ["as_sympy", "compare", "holds_piecewise", "join"]

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def as_sympy(value: Number) -> Any:
    """A number as sympy holds it."""
    if not isinstance(value, Fraction):
        return value
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def compare(op: ast.cmpop, a: Number, b: Number) -> Any:
    """One comparison."""
    equal = isinstance(op, ast.Eq)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        if isinstance(op, ast.Eq | ast.NotEq):
            return (a == b) is equal
        return _COMPARISONS[type(op)](a, b)
    import sympy

    left, right = as_sympy(a), as_sympy(b)
    if isinstance(op, ast.Eq | ast.NotEq):
        return _plain((sympy.Eq if equal else sympy.Ne)(left, right))
    return _plain(_COMPARISONS[type(op)](left, right))


def join(conditions: list[Any], every: bool) -> Any:
    """All of some conditions, or any of them."""
    decisive = not every
    if any(c is decisive for c in conditions):
        return decisive
    open_ones = [c for c in conditions if c is not every]
    if not open_ones:
        return every
    import sympy

    return _plain((sympy.And if every else sympy.Or)(*open_ones))


def holds_piecewise(value: Number) -> bool:
    """Whether a number has cases."""
    if isinstance(value, Fraction):
        return False
    import sympy

    return bool(value.has(sympy.Piecewise))


def _plain(condition: Any) -> Any:
    """Sympy's own truth values as Python's."""
    return bool(condition) if condition in (True, False) else condition
