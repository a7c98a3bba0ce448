"""Comparing derived conditions with expected ones: the same sign everywhere, shown by factoring, not by sampling alone."""

from fractions import Fraction
from random import Random

import sympy


def polynomial(condition):
    """What a relation says is positive (or not negative), as a polynomial's factors; and whether it is strict."""
    gap = {">": 1, ">=": 1, "<": -1, "<=": -1}[condition.rel_op] * (condition.lhs - condition.rhs)
    return gap, condition.rel_op in (">", "<")


def draw(parameters, rng):
    """Values in the domains, away from their ends."""
    found = {}
    for p in parameters:
        low, high = p.interval.least, p.interval.most
        if low is not None and high is not None:
            found[p.name] = low + (high - low) * Fraction(rng.randint(1, 96), 97)
        elif low is not None:
            found[p.name] = low + Fraction(rng.randint(1, 300), rng.choice([7, 101]))
        elif high is not None:
            found[p.name] = high - Fraction(rng.randint(1, 300), rng.choice([7, 101]))
        else:
            found[p.name] = Fraction(rng.randint(-300, 300), 101)
    return found


def same(derived, expected, parameters):
    """Whether two relations hold at the same points of the domain: the quotient of what they say is positive.

    Factors that both have cancel; those left over must be of one sign at 200 points of the domain.
    """
    (one, strict), (other, also) = polynomial(derived), polynomial(expected)
    if strict != also:
        return False
    quotient = sympy.factor(sympy.cancel(one / other))
    rng = Random("points")
    points = [draw(parameters, rng) for _ in range(200)]
    sign = 1
    for factor in sympy.Mul.make_args(quotient):
        base = factor.base if factor.is_Pow else factor
        signs = {_sign(base, p) for p in points}
        if len(signs) != 1:
            return False
        power = factor.exp if factor.is_Pow else 1
        sign *= signs.pop() ** int(power)
    return sign == 1


def _sign(e, values):
    value = e.xreplace({s: sympy.Rational(values[s.name].numerator, values[s.name].denominator) for s in e.free_symbols})
    return int(sympy.sign(value))


def matches(case, expected, parameters):
    """Whether a case holds exactly the expected conditions, each once."""
    left = list(expected)
    for condition in case:
        found = next((e for e in left if same(condition, e, parameters)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def same_cases(family, expected, parameters):
    """Whether the cases of a region are the expected ones, in any order."""
    left = list(expected)
    for case in family.region.conditions:
        found = next((e for e in left if matches(case, e, parameters)), None)
        if found is None:
            return False
        left.remove(found)
    return not left
