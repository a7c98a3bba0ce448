"""Certified roots: all of them, or a word about where they may be missing."""

import math
from fractions import Fraction as F
from random import Random

import pytest
import sympy

import deterrence as dt
from deterrence.roots import Implicit, enclosure, normal_cdf, normal_quantile

x = sympy.Symbol("x", real=True)


def test_polynomials_with_known_roots():
    rng = Random("polynomials")
    for _ in range(40):
        roots = sorted({F(rng.randint(-30, 30), 7) for _ in range(rng.randint(1, 5))})
        poly = sympy.expand(sympy.Mul(*(x - sympy.Rational(*r.as_integer_ratio()) for r in roots)))
        found = dt.all_roots(poly, x, -5, 5)
        assert found.complete
        assert found.values == tuple(roots)
        for root in found.roots:
            assert root.bracket[0] <= float(root) <= root.bracket[1]
            slope = sympy.diff(poly, x).subs(x, sympy.Rational(*root.value.as_integer_ratio()))
            assert (slope > 0) == root.rising


@pytest.mark.parametrize(
    "equation, least, most, expected",
    [
        (sympy.exp(-x) - sympy.sqrt(x), 0, 1, [0.426302751]),
        (sympy.log(x) + x, 0, 2, [0.567143290]),
        (normal_cdf(x) - sympy.Rational(3, 4), -5, 5, [0.674489750]),
        (normal_quantile(x) - 1, 0, 1, [0.841344746]),
        (sympy.erf(x) - sympy.Rational(1, 2), -3, 3, [0.476936276]),
        (sympy.Min(x, 1 - x) - sympy.Rational(1, 4), 0, 1, [0.25, 0.75]),
        (sympy.Max(x, 0) ** 2 - sympy.Rational(1, 4), -1, 1, [0.5]),
        (1 / (1 + x**2) - sympy.Rational(1, 2), -3, 3, [-1, 1]),
        (x ** sympy.Rational(3, 2) - sympy.Rational(1, 8), 0, 2, [0.25]),
        ((2 - x) ** (x + 1) - 1, 0, 1.5, [1]),
        (x**2 + 1, -1, 1, []),
        (x**-2 - 4, 0.1, 3, [0.5]),
    ],
)
def test_functions(equation, least, most, expected):
    found = dt.all_roots(equation, x, least, most)
    assert found.complete
    assert [float(r) for r in found.roots] == pytest.approx(expected, abs=1e-9)


def test_a_root_of_even_order_is_reported():
    found = dt.all_roots((3 * x - 1) ** 2, x, 0, 1)
    assert found.values == (F(1, 3),)
    assert not found.complete
    assert "even order" in found.why
    # a miss that the enclosure can tell, and one that it cannot, where no root is claimed
    assert dt.all_roots((3 * x - 1) ** 2 + sympy.Rational(1, 10**30), x, 0, 1).complete
    near = dt.all_roots(9 * x**2 - 6 * x + 1 + sympy.Rational(1, 10**30), x, 0, 1)
    assert near.values == ()
    assert not near.complete


def test_a_flat_function_is_left_open():
    found = dt.all_roots(sympy.Max(0, x - sympy.Rational(1, 2)), x, 0, sympy.Rational(3, 4))
    assert not found.complete


def test_roots_at_the_ends_and_on_common_ends_count_once():
    assert dt.all_roots(x * (1 - x), x, 0, 1).values == (0, 1)
    assert dt.all_roots((x - sympy.Rational(1, 2)) * (x**2 + 1), x, 0, 1).values == (F(1, 2),)
    assert dt.all_roots(sympy.sin(0) + x**3 - x / 4, x, -1, 1).values == (F(-1, 2), 0, F(1, 2))


def test_bad_equations():
    with pytest.raises(dt.InvalidParameter, match="least < most"):
        dt.all_roots(x, x, 1, 1)
    with pytest.raises(dt.InvalidParameter, match="still holds y"):
        dt.all_roots(x - sympy.Symbol("y"), x, 0, 1)
    with pytest.raises(dt.InvalidParameter, match="tan has no enclosure"):
        dt.all_roots(sympy.tan(x), x, 0, 1)


def test_enclosures_hold_all_values():
    rng = Random("enclosures")
    forms = [
        x**3 - 2 * x**2,
        sympy.exp(-x) * (x - 1),
        normal_cdf(3 * x) - x**2,
        1 / (x + 3),
        sympy.Min(x, x**2) - sympy.Max(0, x),
        sympy.log(x + 3),
        (x + 3) ** sympy.Rational(1, 3),
        x**-2,
        sympy.exp(1000 * x),
        (x / 1000) ** 3,
    ]
    for form in forms:
        f = enclosure(form, x)
        number = sympy.lambdify(x, form, "mpmath")
        for _ in range(30):
            a, b = sorted((rng.uniform(-2, 2), rng.uniform(-2, 2)))
            low, high = f((a, b))
            for k in range(6):
                assert low <= number(min(b, a + (b - a) * k / 5)) <= high or math.isinf(high)


def test_constants_beyond_floats():
    huge = sympy.Integer(10) ** 400
    assert dt.all_roots(x - huge, x, 0, 1).values == ()
    assert dt.all_roots(x + huge, x, 0, 1).values == ()


def test_implicit():
    y = sympy.Symbol("y", real=True)
    root = Implicit(x**2 - y, x, 0, 1 + y, reported=2 * x)
    assert root.free_symbols == {y}
    assert root.subs({y: 4}).values == (4.0,)
    assert Implicit(x**2 - y, x, 0, 1).subs({y: sympy.Rational(1, 4)}).values == (F(1, 2),)
