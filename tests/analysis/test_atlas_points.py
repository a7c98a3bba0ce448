"""Points of a region, of its boundaries, and of surfaces that lie at the ends of domains."""

from fractions import Fraction

import pytest
import sympy

import deterrence as dt
from deterrence.analysis.atlas_points import boundary_points, points_of
from deterrence.solve.symbolic.context import Clause, Context
from deterrence.solve.symbolic.families import clause_holds
from deterrence.solve.symbolic.polynomials import ring_of
from deterrence.solve.symbolic.signs import Literal, Oracle
from deterrence.solve.symbolic.simplify import Simplifier


def simplifier(**domains: str) -> Simplifier:
    ring = ring_of(list(domains), "sympy")
    return Simplifier(Oracle(ring, [dt.Parameter(n, domain=d).interval for n, d in domains.items()]))


def context(of: Simplifier, *conditions: tuple[str, str]) -> Context:
    """The one context in which polynomials, as text, are > 0, >= 0 or = 0."""
    ring = of.oracle.ring
    found = [Context(of.oracle)]
    for text, relation in conditions:
        p = sympy.Poly(sympy.sympify(text), *map(sympy.Symbol, ring.names))
        q = ring.build({m: int(c) for m, c in p.terms()})
        found = [new for c in found for new in c.assume(q, relation)]
    (one,) = found
    return one


def test_a_sliver_that_the_sample_misses_still_has_as_many_points_as_are_asked():
    of = simplifier(x="(0, 1)", y="> 0", z="> 0")
    thin = context(of, ("100*x - 99", ">"), ("50*y - z", ">"), ("101*z - 100*50*y", ">"))
    found = list(points_of(of, thin, 50))
    assert len(set(found)) == 50
    assert all(100 * x > 99 and 50 * y > z > 5000 * y / 101 for x, y, z in found)


def test_points_lie_exactly_on_a_surface_that_no_symbol_solves_throughout():
    """x y = z w + x - y: which symbol solves it depends on the signs of y - 1, x + 1, w and z."""
    of = simplifier(x="real", y="real", z="real", w="real")
    on = context(of, ("x*y - z*w - x + y", "="))
    found = list(points_of(of, on, 40))
    assert len(set(found)) == 40
    assert all(x * y - z * w - x + y == 0 for x, y, z, w in found)


def test_points_where_a_sum_vanishes_only_at_ends_of_domains():
    """a + b c + d e = 0 with none below 0: a = 0, b = 0 or c = 0, d = 0 or e = 0."""
    of = simplifier(a=">= 0", b=">= 0", c=">= 0", d=">= 0", e=">= 0", f="> 0")
    corner = context(of, ("a + b*c + d*e", "="), ("f - 1", ">"))
    found = list(points_of(of, corner, 100))
    assert len(set(found)) == 100
    assert all(a == b * c == d * e == 0 and f > 1 for a, b, c, d, e, f in found)
    assert {(bool(b), bool(d)) for _, b, _, d, _, _ in found} == {(p, q) for p in (False, True) for q in (False, True)}
    assert Clause.of(corner).codimension >= 3


@pytest.mark.parametrize(
    ("atom", "ends"),
    [
        ((((1, 0), 1), ((0, 1), 1)), [{(0, 0), (1, 1)}]),  # x + (1 - y)
        ((((1, 1), 1),), [{(0, 0)}]),  # x y, and y is above 0
        ((((1, 0), 1), ((0, 1), -1)), []),  # x - y changes sign
        ((((1, 0), 1), ((0, 0), 1)), []),  # x + 1 does not vanish
    ],
)
def test_ends_at_which_a_polynomial_of_one_sign_vanishes(atom, ends):
    of = simplifier(x=">= 0", y="(0, 1]")
    if ends and len(ends[0]) == 2:
        atom = (((1, 0), 1), ((0, 1), -1), ((0, 0), 1))
    assert [set(e) for e in of.oracle.ends(atom)] == [{(i, Fraction(x)) for i, x in e} for e in ends]


def test_boundary_points_come_from_every_side():
    of = simplifier(x="(0, 1)", y="(0, 1)")
    triangle = Clause.of(context(of, ("2*x - 1", ">="), ("y - x", ">"), ("9 - 10*y", ">")))
    found = list(boundary_points(of, triangle, 30))
    assert len(set(found)) == 30
    half, nine = Fraction(1, 2), Fraction(9, 10)
    sides = [{p for p in found if p[0] == half}, {p for p in found if p[0] == p[1]}, {p for p in found if p[1] == nine}]
    assert all(len(s) >= 10 for s in sides)
    for x, y in found:
        left = [q for q in triangle.literals if not clause_holds([Literal(q.atoms, q.sign, "=")], (x, y), {})]
        assert len(left) == 2
        assert clause_holds(left, (x, y), {})


def test_an_empty_region_has_no_points():
    of = simplifier(x="(0, 1)", y="(0, 1)")
    assert list(points_of(of, context(of, ("x - y", ">"), ("y**2 - x", ">")), 5)) == []
