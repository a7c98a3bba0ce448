"""Closed forms at given numbers."""

from fractions import Fraction

import sympy


def at(form, values):
    """Put numbers, by name, into a sympy expression."""
    known = {s: sympy.Rational(*Fraction(values[s.name]).as_integer_ratio()) for s in form.free_symbols}
    return form.subs(known)


def exact(form, values):
    """The same, where the result is rational."""
    return Fraction(str(at(form, values)))
