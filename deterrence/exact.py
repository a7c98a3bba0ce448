"""Exact numbers: how they are read, evaluated and printed.

A number is a `fractions.Fraction`, or a sympy expression while it still holds parameters. A float is read as the
decimal that prints it (0.1 is 1/10), so that a tie which the user typed stays a tie. sympy is loaded only when a value
is a sympy object.
"""

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import sympy

__all__ = ["Number", "Undefined", "as_data", "decimal", "evaluate", "exact", "integers", "is_symbolic", "show", "symbols_in"]

Number: TypeAlias = "Fraction | sympy.Expr"

#: Longest numeral, and largest power of ten, that is read from text: beyond it, arithmetic would hang.
MAX_DIGITS = 4_000


class Undefined(ArithmeticError):
    """An expression has no value here: a pole, no case of a piecewise, or an irrational number."""


def exact(value: Any) -> Number:
    """Read a number exactly.

    Parameters
    ----------
    value : int, Fraction, str, float, Decimal, numpy scalar or sympy expression
        Text is an integer, a decimal or a ratio ("3/7", "0.1", "1e-3").

    Returns
    -------
    Fraction or sympy.Expr
        A Fraction whenever the value is rational.

    Raises
    ------
    ValueError
        When it is not a finite number.

    Examples
    --------
    >>> exact("3/10"), exact(0.1), exact(2)
    (Fraction(3, 10), Fraction(1, 10), Fraction(2, 1))
    """
    kind = type(value)
    if kind is int or kind is Fraction:
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(str(value))
    if is_symbolic(value):
        return _from_sympy(value)
    if isinstance(value, bool) or kind.__name__ in ("bool_", "bool"):
        raise ValueError(f"{value!r} is a truth value, not a number; write 0 or 1")
    if isinstance(value, Integral):
        return Fraction(int(value))
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, Decimal):
        return _from_text(str(value))
    if isinstance(value, float):
        return _from_text(repr(float(value)))
    if isinstance(value, Real):
        # a numpy scalar of another width prints as the shortest decimal of that width
        return _from_text(str(value))
    raise ValueError(f"{_clip(repr(value))} is not a number; write an integer, a decimal or a ratio such as '3/10'")


def _from_text(text: str) -> Fraction:
    body = text.strip()
    if len(body) > MAX_DIGITS + 10:
        raise ValueError(f"a number of {len(body)} characters is too long; at most {MAX_DIGITS} digits are read")
    mantissa, _, power = body.lower().partition("e")
    try:
        if not body.isascii():
            raise ValueError
        if power and abs(int(power)) > MAX_DIGITS:
            raise ValueError(f"the power of ten in {_clip(body)!r} is beyond {MAX_DIGITS}")
        if mantissa.lstrip("+-") in ("inf", "infinity", "nan"):
            raise ValueError(f"{body!r} is not finite; payoffs and probabilities are finite numbers")
        return Fraction(body)
    except ZeroDivisionError:
        raise ValueError(f"{_clip(body)!r} divides by zero") from None
    except ValueError as error:
        if str(error).startswith(("the power", repr(body))):
            raise
        raise ValueError(f"{_clip(body)!r} is not a number; write an integer, a decimal or a ratio such as '3/10'") from None


def _clip(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def is_symbolic(value: Any) -> bool:
    """Tell whether a value is a sympy object, without loading sympy."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(value, sympy.Basic)


def _from_sympy(value: "sympy.Basic") -> Number:
    import sympy

    if isinstance(value, sympy.Rational):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, sympy.Float):
        return _from_text(repr(float(value)))
    if not isinstance(value, sympy.Expr) or value.has(sympy.nan, sympy.oo, sympy.zoo, -sympy.oo, sympy.I):
        raise ValueError(f"{_clip(str(value))!r} is not a finite real number or an expression of parameters")
    if value.has(sympy.Float):
        floats = {f: sympy.Rational(repr(float(f))) for f in value.atoms(sympy.Float)}
        value = value.xreplace(floats)
    if not value.free_symbols:
        try:
            return evaluate(value, {})
        except Undefined as error:
            raise ValueError(str(error)) from None
    return value


def symbols_in(value: Number) -> set[str]:
    """Names of the parameters in a number."""
    return set() if isinstance(value, Fraction) else {s.name for s in value.free_symbols}


def evaluate(
    value: Number,
    values: Mapping[str, Any],
    number: Callable[[Fraction], Any] = lambda fraction: fraction,
    seen: dict[Any, Any] | None = None,
) -> Any:
    """Evaluate an expression over any ordered field.

    Parameters
    ----------
    value : Fraction or sympy.Expr
        Built from numbers, parameters, ``+ - * /``, integer powers, ``abs``, ``Min``, ``Max`` and ``Piecewise``.
    values : mapping of name to field element
        A value for every parameter in the expression.
    number : callable, optional
        Turns a Fraction into a field element; Fractions by default.
    seen : dict, optional
        Sub-expressions that were evaluated at these values before; what is found is added.

    Returns
    -------
    field element
        Comparisons are those of the field, so that a symbolic field can record which signs were asked for.

    Raises
    ------
    Undefined
        At a pole, where no case of a piecewise holds, or where the value is irrational.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x", real=True)
    >>> evaluate(sympy.Min(x, 1 - x) / 2, {"x": Fraction(1, 3)})
    Fraction(1, 6)
    """
    if isinstance(value, Fraction):
        return number(value)
    return _Evaluator(values, number, {} if seen is None else seen)(value)


class _Evaluator:
    """One walk over an expression, sub-expressions evaluated once."""

    def __init__(self, values: Mapping[str, Any], number: Callable[[Fraction], Any], seen: dict[Any, Any]) -> None:
        import sympy

        self.values, self.number, self.sympy, self.seen = values, number, sympy, seen

    def __call__(self, node: Any) -> Any:
        if node not in self.seen:
            self.seen[node] = self._value(node)
        return self.seen[node]

    def _value(self, node: Any) -> Any:
        sympy = self.sympy
        if node.is_Rational:
            return self.number(Fraction(int(node.p), int(node.q)))
        if node.is_Symbol:
            value = self.values[node.name]
            return self.number(value) if isinstance(value, Fraction) else value
        if node.is_Pow and node.exp.is_Integer:
            return self._power(self(node.base), int(node.exp), node)
        if node.is_Pow and node.exp == sympy.Rational(1, 2):
            return self._root(self(node.base), node)
        if node.is_Add or node.is_Mul:
            parts = [self(a) for a in node.args]
            total = parts[0]
            for part in parts[1:]:
                total = total + part if node.is_Add else total * part
            return total
        if isinstance(node, sympy.Min | sympy.Max):
            parts = [self(a) for a in node.args]
            best = parts[0]
            for part in parts[1:]:
                if (part < best) if isinstance(node, sympy.Min) else (part > best):
                    best = part
            return best
        if isinstance(node, sympy.Abs):
            inner = self(node.args[0])
            return -inner if inner < self.number(Fraction(0)) else inner
        if isinstance(node, sympy.Piecewise):
            for case, condition in node.args:
                if self._holds(condition):
                    return self(case)
            raise Undefined(f"no case of {node} holds")
        return self._rational_or_refuse(node)

    def _power(self, base: Any, exponent: int, node: Any) -> Any:
        zero = self.number(Fraction(0))
        if exponent < 0 and base == zero:
            raise Undefined(f"{node} divides by zero")
        result = self.number(Fraction(1))
        for _ in range(abs(exponent)):
            result = result * base
        return self.number(Fraction(1)) / result if exponent < 0 else result

    def _root(self, base: Any, node: Any) -> Any:
        if isinstance(base, Fraction) and base >= 0:
            root = self.sympy.sqrt(self.sympy.Rational(base.numerator, base.denominator))
            if root.is_Rational:
                return Fraction(int(root.p), int(root.q))
        return self._rational_or_refuse(node)

    def _holds(self, condition: Any) -> bool:
        sympy = self.sympy
        if condition in (True, sympy.true):
            return True
        if condition in (False, sympy.false):
            return False
        if isinstance(condition, sympy.And | sympy.Or):
            holds = [self._holds(c) for c in condition.args]
            return all(holds) if isinstance(condition, sympy.And) else any(holds)
        if isinstance(condition, sympy.Not):
            return not self._holds(condition.args[0])
        left, right = self(condition.lhs), self(condition.rhs)
        holds_for: bool = {
            sympy.StrictGreaterThan: lambda: left > right,
            sympy.GreaterThan: lambda: left >= right,
            sympy.StrictLessThan: lambda: left < right,
            sympy.LessThan: lambda: left <= right,
            sympy.Equality: lambda: left == right,
            sympy.Unequality: lambda: left != right,
        }[condition.func]()
        return holds_for

    def _rational_or_refuse(self, node: Any) -> Any:
        """Functions such as exp and log are exact only where they happen to be rational."""
        rational = {}
        for s in node.free_symbols:
            if not isinstance(self.values[s.name], Fraction):
                raise Undefined(f"{node} is not a rational function of its parameters")
            v = self.values[s.name]
            rational[s] = self.sympy.Rational(v.numerator, v.denominator)
        result = self.sympy.simplify(node.xreplace(rational))
        if result.is_Rational:
            return self.number(Fraction(int(result.p), int(result.q)))
        raise Undefined(f"{node} is not rational; the solvers are exact, so write it as a decimal or a ratio")


def integers(values: list[Fraction]) -> list[int]:
    """Smallest positive multiple of some rationals that is integral, common factors taken out.

    >>> integers([Fraction(1, 2), Fraction(-3, 4)])
    [2, -3]
    """
    from math import gcd, lcm

    ratios = [v.as_integer_ratio() for v in values]
    scale = lcm(*(bottom for _, bottom in ratios))
    whole = [top * (scale // bottom) for top, bottom in ratios]
    factor = gcd(*whole)
    return [w // factor for w in whole] if factor > 1 else whole


def show(value: Any) -> str:
    """Print an exact number; cannot raise, whatever its length.

    >>> show(Fraction(3, 10)), show(Fraction(4))
    ('3/10', '4')
    """
    if isinstance(value, Fraction):
        top, bottom = _digits(value.numerator), _digits(value.denominator)
        return top if value.denominator == 1 else f"{top}/{bottom}"
    if isinstance(value, int):
        return _digits(value)
    return str(value)


def decimal(value: Fraction, digits: int) -> str:
    """A fraction rounded to a number of digits after the point; zeros at the end are left out.

    >>> decimal(Fraction(2, 3), 4), decimal(Fraction(-1, 2), 4), decimal(Fraction(7), 4)
    ('0.6667', '-0.5', '7')
    """
    scaled = round(abs(value) * 10**digits)
    whole, rest = divmod(scaled, 10**digits)
    sign = "-" if value < 0 and scaled else ""
    after = _digits(rest).rjust(digits, "0").rstrip("0") if rest else ""
    return f"{sign}{_digits(whole)}{'.' + after if after else ''}"


def as_data(value: Any) -> dict[str, Any]:
    """An exact number for JSON: as text, and as a float beside it (None where no float can hold it).

    >>> as_data(Fraction(1, 4))
    {'exact': '1/4', 'float': 0.25}
    """
    try:
        approximate = float(value)
    except (OverflowError, TypeError):
        approximate = None
    return {"exact": show(value), "float": approximate}


def _digits(whole: int) -> str:
    # Python refuses str() of integers over 4,300 digits; Decimal does not.
    return str(whole) if whole.bit_length() < 13_000 else format(Decimal(whole), "f")
