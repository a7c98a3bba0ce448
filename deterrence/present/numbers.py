"""Numbers for readers: exact where that is short, with a decimal beside it, and never an error for a long one."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from ..exact import show
from ..solve.symbolic.algebraic import Algebraic

__all__ = ["decimal", "full", "interval", "short", "span"]

#: Longest exact number, in characters, that is printed as it is.
LONGEST = 13

#: The same for an irrational number in radicals.
LONGEST_ROOT = 30

#: Bits that a number of LONGEST characters cannot have, so that a giant is recognised without printing it.
_BITS = 50

_WIDE = Context(prec=30, Emax=MAX_EMAX, Emin=MIN_EMIN, rounding=ROUND_HALF_EVEN)


def decimal(value: Any, digits: int = 3) -> str:
    """Round to some digits: decimals above 1, significant digits below; a rounded number never looks like an integer.

    >>> decimal(Fraction(89, 345)), decimal(Fraction(1, 900)), decimal(Fraction(-7, 2)), decimal(Fraction(9999, 10000))
    ('0.258', '0.00111', '-3.5', '0.9999')
    >>> decimal(Fraction(10**300, 3))
    '3.33e+299'
    """
    if isinstance(value, Algebraic):
        value = sum(value.enclosure(Fraction(1, 10**30))) / 2
    if not isinstance(value, Fraction):
        return _clip(str(value))
    if value.denominator == 1 and abs(value) < 10**6:
        return str(value.numerator)
    number = _WIDE.divide(_WIDE.create_decimal(value.numerator), _WIDE.create_decimal(value.denominator))
    if not number.is_finite() or not Decimal("1e-4") <= abs(number) < 10**6:
        return _scientific(number)
    for shown in range(digits, 7):
        text = _rounded(number, shown)
        if Decimal(text) != Decimal(text).to_integral_value():
            return text
    return str(number.quantize(Decimal("1e-6"), rounding=ROUND_DOWN, context=_WIDE))


def _rounded(number: Decimal, digits: int) -> str:
    places = digits if abs(number) >= 1 else digits - 1 - number.adjusted()
    text = format(number.quantize(Decimal(1).scaleb(-places), context=_WIDE), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(number: Decimal) -> str:
    if not number:
        return "0"
    mantissa, _, power = format(number, ".2e").partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{power}"


def _clip(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _exact(value: Any) -> str | None:
    """The exact number if it is short enough to read."""
    if isinstance(value, Algebraic):
        text = str(value)
        return text if len(text) <= LONGEST_ROOT else None
    if not isinstance(value, Fraction):
        return _clip(str(value))
    if value.numerator.bit_length() + value.denominator.bit_length() > _BITS:
        return None
    text = show(value)
    return text if len(text) <= LONGEST else None


def short(value: Any) -> str:
    """Exact if that is short, else rounded and marked so.

    >>> short(Fraction(37, 92)), short(Fraction(10**40 + 1, 10**41))
    ('37/92', '~0.1')
    """
    exact = _exact(value)
    return exact if exact is not None else f"~{decimal(value)}"


def full(value: Any) -> str:
    """Exact with a decimal beside it where it is not an integer.

    >>> full(Fraction(89, 345)), full(Fraction(4)), full(Fraction(10**40 + 1, 10**41))
    ('89/345 = 0.258', '4', '~0.1')
    """
    exact = _exact(value)
    if exact is None:
        return f"~{decimal(value)}"
    if not isinstance(value, Algebraic) and (not isinstance(value, Fraction) or value.denominator == 1):
        return exact
    return f"{exact} = {decimal(value)}"


def interval(least: Any, most: Any, *, least_attained: bool = True, most_attained: bool = True) -> str:
    """Both ends, exact if they are short; a round bracket marks an end that is only approached.

    >>> interval(Fraction(1, 4), Fraction(1)), interval(Fraction(0), Fraction(1, 3), most_attained=False)
    ('[1/4, 1]', '[0, 1/3)')
    """
    return f"{'[' if least_attained else '('}{short(least)}, {short(most)}{']' if most_attained else ')'}"


def span(least: Any, most: Any, *, least_attained: bool = True, most_attained: bool = True) -> str:
    """One number in full, or an interval with decimals beside it.

    >>> span(Fraction(1, 4), Fraction(1)), span(Fraction(1, 4), Fraction(1, 4)), span(Fraction(0), Fraction(1))
    ('[1/4, 1] = 0.25 to 1', '1/4 = 0.25', '[0, 1]')
    """
    if least == most:
        return full(least)
    text = interval(least, most, least_attained=least_attained, most_attained=most_attained)
    if all(isinstance(x, Fraction) and x.denominator == 1 for x in (least, most)) or "~" in text:
        return text
    return f"{text} = {decimal(least)} to {decimal(most)}"
