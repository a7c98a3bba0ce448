"""Polynomials whose monomials are integers, against sympy's and against what can be seen by hand."""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from deterrence.solve.symbolic.packed import common_divisor
from deterrence.solve.symbolic.polynomials import ring_of

NAMES = ("x", "y", "z")
SYMBOLS = sympy.symbols(NAMES)
RING = ring_of(NAMES, "sympy")
TERMS = st.dictionaries(st.tuples(*[st.integers(0, 3)] * 3), st.integers(-6, 6), max_size=5)


def expression(terms):
    return sympy.Add(*(c * sympy.Mul(*(s**k for s, k in zip(SYMBOLS, m, strict=True))) for m, c in terms.items()))


def same(p, other):
    return sympy.expand(sympy.sympify(str(p)) - other) == 0


@settings(max_examples=20, deadline=None, derandomize=True)
@given(TERMS, TERMS, st.integers(-3, 3))
def test_arithmetic_is_that_of_sympy(one, other, number):
    p, q = RING.build(one), RING.build(other)
    a, b = expression(one), expression(other)
    assert same(p + q, a + b)
    assert same(p - q, a - b)
    assert same(p * q, a * b)
    assert same(number - p * number, number - a * number)
    assert same(p**2 + number, a**2 + number)
    assert same(RING.derivative(p, 1), sympy.diff(a, SYMBOLS[1]))
    assert (p == q) == (sympy.expand(a - b) == 0)
    # equal polynomials have equal hashes, however they came about
    assert hash(p + q) == hash(q + p)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(TERMS, TERMS)
def test_what_was_multiplied_divides(one, other):
    p, q = RING.build(one), RING.build(other)
    if q:
        assert RING.quotient(p * q, q) == p


def test_what_does_not_divide_is_refused():
    x, y, z = RING.gens.values()
    for p, q in ((x * x + 1, x + 1), (3 * x, RING.constant(2)), (y, x), (x, y), (x * z, y + z)):
        with pytest.raises(ArithmeticError, match="does not divide"):
            RING.quotient(p, q)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(TERMS, TERMS, TERMS)
def test_greatest_common_divisors_are_those_of_sympy(one, other, shared):
    p, q, r = map(RING.build, (one, other, shared))
    found = RING.gcd(p * r, q * r)
    wanted = sympy.gcd(
        sympy.expand(expression(one) * expression(shared)), sympy.expand(expression(other) * expression(shared))
    )
    assert same(found, wanted) or same(found, -wanted)


def test_a_symbol_of_one_polynomial_alone_is_in_no_common_divisor():
    def never(p, q):
        raise AssertionError("nothing to ask")

    x, y, z = RING.gens.values()
    # coefficients of z: x y and y; their greatest common divisor with y (x + 1) is y
    assert common_divisor([x * y * z + y, y * (x + 1)], never) == y
    # no symbol is in both
    assert common_divisor([6 * x + 4, 10 * y], never) == RING.constant(2)


@pytest.mark.parametrize("engine", ["sympy", "flint"])
def test_factors_multiply_out(engine):
    if engine == "flint":
        pytest.importorskip("flint")
    ring = ring_of(NAMES, engine)
    x, y, z = ring.gens.values()
    p = -6 * x**2 * (x + y) ** 2 * (x**2 - y**2 + z**2 - 1) * (x**2 + y**2 + z**2) * (x**2 + 1)
    content, factors = ring.factors(p)
    total = ring.constant(content)
    for atom, power in factors:
        total = total * ring.polynomial(atom) ** power
    assert content == -6
    assert total == p
    assert sorted(k for _, k in factors) == [1, 1, 1, 2, 2]


def test_how_polynomials_are_written():
    x, y, _ = RING.gens.values()
    shown = {x * 0: "0", RING.constant(-1): "-1", 2 * x**2 * y - x + 3: "2*x**2*y - x + 3", -x: "-x"}
    assert [str(p) for p in shown] == list(shown.values())


def test_substitution_clears_the_denominator():
    x, y, z = RING.gens.values()
    # x = y / z in x**2 + x y + 1, times z**2
    assert RING.substitute(x**2 + x * y + 1, 0, y, z) == y**2 + y**2 * z + z**2
    # what the symbol does not occur in stays
    assert RING.substitute(y + z, 0, y, z) == y + z
