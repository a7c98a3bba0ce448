"""Exact algebraic numbers, against sympy and by hand."""

from fractions import Fraction
from random import Random

import pytest
import sympy

from deterrence.exact import as_data, show
from deterrence.solve.symbolic.algebraic import Algebraic
from deterrence.solve.symbolic.root import Root, between, real_roots

X = sympy.Symbol("x")
GOLDEN = (1, -1, -1)
QUINTIC = (1, 0, 0, 0, -10, 1)  # x^5 - 10 x + 1: three real roots, not solvable in radicals


def value(coefficients, index, terms):
    """A polynomial at a root, to 60 digits, by sympy."""
    root = sympy.Poly(coefficients, X).real_roots()[index]
    return sympy.Poly([sympy.Rational(*Fraction(t).as_integer_ratio()) for t in terms], X).as_expr().subs(X, root).evalf(60)


def draw(rng, coefficients, index):
    terms = [Fraction(rng.randint(-9, 9), rng.randint(1, 9)) for _ in coefficients[1:]]
    return Algebraic.polynomial(Root(coefficients, index), terms), value(coefficients, index, terms)


def close(number, expected):
    low, high = number.enclosure(Fraction(1, 10**40))
    assert high - low <= Fraction(1, 10**40)
    slack = sympy.Rational(1, 10**45)
    low, high = (sympy.Rational(x.numerator, x.denominator) for x in (low, high))
    return low - slack <= expected <= high + slack


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("coefficients, index", [(GOLDEN, 1), (QUINTIC, 0), (QUINTIC, 2), ((3, 0, -7, 5, -2, -1), 0)])
def test_arithmetic(coefficients, index, seed):
    rng = Random(f"{coefficients} {index} {seed}")
    (a, x), (b, y) = (draw(rng, coefficients, index) for _ in range(2))
    assert close(a + b, x + y)
    assert close(a - b, x - y)
    assert close(a * b, x * y)
    assert (a < b, a > b) == (x < y, x > y)
    if b:
        assert close(a / b, x / y)
        assert a / b * b == a
        assert 1 / b * b == 1
    assert close(3 - a / 2, 3 - x / 2)
    assert float(a) == pytest.approx(float(x), rel=1e-14)


def test_a_reducible_polynomial_splits():
    roots = real_roots((1, 0, -5, 0, 6))  # (x^2 - 2)(x^2 - 3)
    assert [float(Algebraic.generator(r)) for r in sorted(roots)] == pytest.approx([-(3**0.5), -(2**0.5), 2**0.5, 3**0.5])


def test_equal_numbers_of_different_fields():
    """sqrt(2) from x^2 = 2, from (x - 1)^2 = 2, and as 3 sqrt(2) / 3 from x^2 = 18."""
    plain = Algebraic.generator(Root((1, 0, -2), 1))
    shifted = Algebraic.generator(Root((1, -2, -1), 1)) - 1
    scaled = Algebraic.generator(Root((1, 0, -18), 1)) / 3
    assert plain == shifted == scaled
    assert len({plain, shifted, scaled}) == 1
    assert plain.minimal == scaled.minimal == Root((1, 0, -2), 1)
    assert plain != Algebraic.generator(Root((1, 0, -3), 1))
    assert not plain < shifted
    assert shifted < Algebraic.generator(Root((1, 0, -3), 1))
    with pytest.raises(ArithmeticError, match="different fields"):
        plain + Algebraic.generator(Root((1, 0, -3), 1))


def test_a_rational_member_is_that_number():
    golden = Algebraic.generator(Root(GOLDEN, 1))
    one = golden * golden - golden
    assert one == 1
    assert one.rational == 1
    assert hash(one) == hash(Fraction(1))
    assert not golden - golden
    with pytest.raises(ZeroDivisionError):
        golden / (golden - golden)


def test_text():
    golden = Algebraic.generator(Root(GOLDEN, 1))
    assert show(golden) == "1/2 + sqrt(5)/2"
    assert as_data(golden / 2)["float"] == pytest.approx(0.8090169943749475)
    assert show(Algebraic.generator(Root(QUINTIC, 1)) * 1) == "root 2 of x**5 - 10*x + 1, about 0.100001"


@pytest.mark.parametrize("index", range(3))
def test_intervals_shrink_around_the_root(index):
    root = Root(QUINTIC, index)
    exact = sympy.Poly(QUINTIC, X).real_roots()[index].evalf(320)
    root.narrow(Fraction(1, 10**300))
    assert root.high - root.low <= Fraction(1, 10**300)
    assert sympy.Rational(root.low.numerator, root.low.denominator) <= exact
    assert exact <= sympy.Rational(root.high.numerator, root.high.denominator)


def test_order_of_roots_that_are_close():
    near = Root((10**9, -(10**9) - 1), 0)  # 1 + 10^-9
    assert Root.of(Fraction(1)) < near < Root((10**8, -(10**8) - 1), 0)
    assert Fraction(1) < between(Root.of(Fraction(1)), near) < Fraction(10**9 + 1, 10**9)


def test_comparing_with_a_coarse_root_does_not_refine_a_fine_one():
    """Refining both would square the precision of one root with every comparison."""
    fine = Root((1, 0, -2), 1)
    fine.narrow(Fraction(1, 2**64))
    width = fine.high - fine.low
    for n in (3, 5, 6, 7, 10, 11, 13, 14, 15, 17):
        assert fine < Root((1, 0, -n), 1)
    assert fine.high - fine.low == width
