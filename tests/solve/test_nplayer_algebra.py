"""The algebra of support profiles, piece by piece: factors, resultants, regions; sympy is the second method."""

from fractions import Fraction
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest
import sympy
from sympy import ZZ
from sympy.polys.rings import ring

from deterrence.solve.nplayer.cells import open_cells
from deterrence.solve.nplayer.eliminate import Chart, eliminate
from deterrence.solve.nplayer.pairs import common_zeros
from deterrence.solve.nplayer.parts import evaluate
from deterrence.solve.nplayer.polynomials import factors, kernel, line, may_vanish, sign_changes, substitute
from deterrence.solve.nplayer.regions import inner_point
from deterrence.solve.nplayer.resultants import eliminant
from deterrence.solve.nplayer.roots import roots_between
from deterrence.solve.symbolic.algebraic import Algebraic

R, X, Y, Z, W = ring("x, y, z, w", ZZ)
R6 = ring("a:f", ZZ)[0]
HALF = Fraction(1, 2)
OWNER = (0, 1, 2, 3)


def draw(rng, variables, degree, terms):
    """A random polynomial."""
    total = R.zero
    for _ in range(terms):
        term = R.one * rng.choice([-3, -2, -1, 1, 2, 3])
        for v in variables:
            term = term * v ** rng.randint(0, degree)
        total = total + term
    return total


@pytest.mark.parametrize("seed", range(30))
def test_factors_of_polynomials_that_are_linear_in_each_unknown(seed):
    rng = Random(seed)
    p = R.zero
    while p.is_ground:
        p = draw(rng, (X, Y), 1, 3) * draw(rng, (Z,), 1, 2) * draw(rng, (W,), 1, 2)
    found = [f for f in factors(p) if not f.is_ground]
    expected = [f for f, _ in p.factor_list()[1]]
    assert {abs_sign(f) for f in found} == {abs_sign(f) for f in expected}


def abs_sign(p):
    p = p.primitive()[1]
    return p if p.LC > 0 else -p


@pytest.mark.parametrize("seed", range(15))
def test_resultant_and_subresultant(seed):
    rng = Random(seed)
    p = q = R.one
    while min(p.degrees()[0], q.degrees()[0]) < 2:
        p, q = (draw(rng, (X, Y), 3, 6) for _ in range(2))
    last, (lead, constant) = eliminant(p, q, 0, 1)
    x, y = sympy.symbols("x y")
    expected = sympy.Poly(sympy.resultant(p.as_expr(), q.as_expr(), x), y)
    mine = sympy.Poly(last, y) if last else sympy.Poly(0, y)
    assert mine.primitive()[1] in (expected.primitive()[1], -expected.primitive()[1])
    # the subresultant of degree 1 is a combination of both polynomials: it vanishes at their common zeros
    for number in (2, 5):
        at = [sympy.Poly(f.as_expr().subs(y, number), x) for f in (p, q)]
        if sympy.gcd(*at).degree() == 1:
            root = sympy.roots(sympy.gcd(*at)).popitem()[0]
            assert sympy.Poly(lead, y).eval(number) * root + sympy.Poly(constant, y).eval(number) == 0


def test_common_zeros_that_need_a_turn():
    """On x(1 - x) = 2/9 and y(1 - y) = 2/9 no coordinate tells the four points apart."""
    equations = [9 * X * X - 9 * X + 2, 9 * Y * Y - 9 * Y + 2 + (9 * X * X - 9 * X + 2) * Y]
    found = common_zeros(equations, (0, 1))
    points = set()
    for zero in found:
        u = zero.root.rational
        points.add(tuple(at(num, u) / at(den, u) for num, den in (zero.ratios[0], zero.ratios[1])))
    thirds = (Fraction(1, 3), Fraction(2, 3))
    assert {(x, y) for x in thirds for y in thirds} <= points


def at(coefficients, x):
    total = Fraction(0)
    for c in coefficients:
        total = total * x + c
    return total


def test_common_zeros_in_a_number_field():
    """x + y = 1 and 8xy = 1: (2 +- sqrt 2) / 4."""
    found = common_zeros([X * X + Y * Y + 2 * X * Y - X - Y + (X + Y - 1), 8 * X * Y - 1], (0, 1))
    points = {
        tuple(
            Algebraic.polynomial(zero.root, zero.ratios[k][0]) / Algebraic.polynomial(zero.root, zero.ratios[k][1])
            for k in (0, 1)
        )
        for zero in found
        if zero.root.rational is None
    }
    inside = {p for p in points if p[0] + p[1] == 1}
    assert len(inside) == 2
    assert all(8 * x * y == 1 and (4 * x - 2) * (4 * x - 2) == 2 for x, y in inside)


@pytest.mark.parametrize(
    ("coefficients", "high", "expected"),
    [((6, -5, 1), 1, 2), ((1, -1), 1, 0), ((2, -3, 1), 2, 2), ((1, 0, -2), 2, 1), ((1, 0, 1), 1, 0), ((4, -4, 1), 1, 1)],
)
def test_roots_between(coefficients, high, expected):
    found = roots_between(coefficients, high)
    assert len(found) == expected
    assert expected <= sign_changes(coefficients, high)


@pytest.mark.parametrize(
    ("p", "expected"),
    [
        (X * Y + 1, False),
        (X + Y - 2, False),  # 0 at a corner only
        (X + Y - 1, True),
        (X * Y - X, False),
        (2 * X * Y - X - Y, False),
        (3 * X * Y - X - Y, True),
        (R.zero, True),
        (X**2 + 1, False),
        (2 * X**2 - 1, True),
    ],
    ids=str,
)
def test_what_may_vanish_inside(p, expected):
    assert may_vanish(p, OWNER) == expected


def test_one_player_with_two_unknowns_ranges_over_a_triangle():
    assert not may_vanish(1 - X - Y, (0, 0, 1, 1))
    assert may_vanish(1 - X - Y, (0, 1, 2, 2))
    assert may_vanish(1 - 2 * X - Y, (0, 0, 1, 1))


def test_kernel():
    """Two equations linear in z and w: the vector (1, z, w) up to a factor."""
    equations = [X + Y * Z - W, 1 - Z + X * W]
    minors = kernel(equations, (2, 3))
    values = {2: (minors[1], minors[0]), 3: (minors[2], minors[0])}
    assert all(substitute(e, values) == 0 for e in equations)
    assert any(minors)


def test_a_point_of_a_region_or_none():
    blocks = ((0,), (1,))
    point = inner_point((0, 1), blocks, (4 * X * Y - 3, 5 * X - 4 * Y - 1))
    assert point is not None
    x, y = point
    assert 4 * x * y > 3
    assert 5 * x - 4 * y > 1
    assert inner_point((0, 1), blocks, (X + Y - 1, 1 - 2 * X - 2 * Y)) is None
    assert inner_point((0, 1), blocks, (10**30 * (X + Y) - 2 * 10**30 + 1,)) is not None
    # two disks that miss each other, neither near a corner
    disk = 100 * ((2 * X - 1) ** 2 + (2 * Y - 1) ** 2)
    assert inner_point((0, 1), blocks, (1 - disk,)) is not None
    assert inner_point((0, 1), blocks, (1 - disk, disk - 2)) is None


def test_cells_show_every_combination_of_signs():
    """The diagonals cross at (1/2, 1/2), and nothing else tells that x = 1/2 is special."""
    points = open_cells([(X - Y) * (X + Y - 1), X + Y - 1], (0, 1))
    assert len({(p[0] > p[1], p[0] + p[1] > 1) for p in points}) == 4


def test_cells_of_a_circle():
    """Inside and outside of a circle that touches nothing, and of its half."""
    circle = 4 * (2 * X - 1) ** 2 + 4 * (2 * Y - 1) ** 2 - 1
    points = [(p[0], p[1]) for p in open_cells([circle, 4 * Y - 3], (0, 1))]
    found = {((2 * x - 1) ** 2 + (2 * y - 1) ** 2 < Fraction(1, 4), 4 * y > 3) for x, y in points}
    assert found == {(True, False), (False, False), (False, True)}


def plant(rng, point, one, other):
    """A polynomial linear in each of two players' unknowns that vanishes at a point: products of a factor that does."""
    total = R6.zero
    for _ in range(3):
        k = rng.choice([*one, *other])
        away = R6.gens[k] * point[k].denominator - point[k].numerator
        rest = rng.choice(other if k in one else one)
        total = total + away * (rng.choice([-2, -1, 1, 2]) + rng.choice([-3, -2, 2, 3]) * R6.gens[rest])
    return total


def holds_at(found, point):
    """Whether a chart has a rational point, or a solution over a number field is it."""
    values = dict(enumerate(point))
    if not isinstance(found, Chart):
        return all(found.values.get(k) == x for k, x in values.items())
    return all(
        (bottom := evaluate(den, values)) and evaluate(num, values) == bottom * values[k]
        for k, (num, den) in found.values.items()
    )


def charts(blocks, equations):
    owner = [i for i, block in enumerate(blocks) for _ in block]
    system = SimpleNamespace(unknowns=SimpleNamespace(owner=owner, ring=R6), blocks=blocks)
    return list(eliminate(system, equations, lambda: None))


def dense(rng, point, unknowns):
    """A polynomial with all products of some unknowns, that vanishes at a point."""
    total = R6.zero
    for chosen in product((0, 1), repeat=len(unknowns)):
        term = R6.one * rng.choice([-5, -3, -2, 2, 3, 5])
        for k, used in zip(unknowns, chosen, strict=True):
            term = term * R6.gens[k] ** used
        total = total + term
    value = evaluate(total, dict(enumerate(point)))
    return total * value.denominator - value.numerator


@pytest.mark.parametrize("seed", range(12))
def test_a_solution_where_a_coefficient_vanishes(seed):
    """The first equation contains z only beside y - y0 and the rest vanishes there too: no ratio gives z."""
    rng = Random(seed)
    point = [Fraction(rng.randint(1, 6), 7) for _ in range(4)] + [HALF, HALF]
    y, z, w = R6.gens[1], R6.gens[2], R6.gens[3]
    a, b = (g * point[k].denominator - point[k].numerator for g, k in ((y, 1), (w, 3)))
    first = a * (rng.choice([2, 3]) * z + 1) + b * (rng.choice([2, 3]) * y - rng.choice([1, 5]))
    others = [dense(rng, point, (0, 2, 3)), dense(rng, point, (0, 1, 3)), dense(rng, point, (0, 1, 2))]
    found = charts(((0,), (1,), (2,), (3,)), [first, *others])
    assert any(holds_at(f, point) for f in found)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("shared", [False, True])
def test_a_solution_where_all_minors_vanish(seed, shared):
    """The first player's equations are multiples of each other at the planted z, so that they do not give y."""
    rng = Random(f"{seed} {shared}")
    point = [Fraction(rng.randint(1, 3), 8) for _ in range(6)]
    x, y, z = (0, 1), (2, 3), (4, 5)
    line_in_y = sum(rng.choice([-2, -1, 1, 2]) * (8 * R6.gens[k] - int(8 * point[k])) for k in y)
    away = [8 * R6.gens[k] - int(8 * point[k]) for k in z]

    def affine():
        return sum((rng.choice([-3, -1, 1, 2]) * R6.gens[k] for k in y), R6.one * rng.choice([-2, 1, 3]))

    if shared:
        first, second = line_in_y * (1 + R6.gens[4]), 3 * line_in_y + away[0] * affine()
    else:
        first = line_in_y + away[0] * affine() + away[1] * affine()
        second = 2 * line_in_y + away[0] * affine() + away[1] * affine()
    others = [plant(rng, point, x, z), plant(rng, point, x, z), plant(rng, point, x, y), plant(rng, point, x, y)]
    found = charts((x, y, z), [first, second, *others])
    assert any(holds_at(f, point) for f in found)


def test_line():
    assert line(3 * Y**2 - 1, 1) == (3, 0, -1)
