"""What atlases are made of: polynomials, signs, elimination and proofs, each against what can be seen by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from deterrence.parameters import Interval
from deterrence.solve.symbolic.context import Context
from deterrence.solve.symbolic.linear import Form, System
from deterrence.solve.symbolic.polynomials import ring_of
from deterrence.solve.symbolic.proofs import Prover
from deterrence.solve.symbolic.signs import ANY, NEGATIVE, POSITIVE, ZERO, Literal, Oracle
from deterrence.solve.symbolic.witnesses import Sample

F = Fraction
ENGINES = ["sympy", "flint"]


def ring(names, engine):
    if engine == "flint":
        pytest.importorskip("flint")
    return ring_of(names.split(), engine)


def oracle(domains, engine="sympy"):
    """Symbols and their domains: {"x": "> 0"}."""
    found = Oracle(ring(" ".join(domains), engine), [Interval.read(d) for d in domains.values()])
    return found, *(found.ring.gens[n] for n in domains)


def literal(known, p, relation):
    content, factors = known.ring.factors(p)
    return Literal(tuple((a, 2 - k % 2) for a, k in factors), 1 if content > 0 else -1, relation)


@pytest.mark.parametrize("engine", ENGINES)
def test_factors_are_normalised(engine):
    r = ring("x y z", engine)
    x, y, z = r.gens.values()
    content, factors = r.factors(-6 * (x - y) * (y - x) * x * (z + 1) ** 3)
    assert content == 6
    assert {(str(r.polynomial(a)), k) for a, k in factors} == {("x", 1), ("x - y", 2), ("z + 1", 3)}
    # linear in no symbol
    _, factors = r.factors((x**2 + 1) * (x * x - y * y))
    assert len(factors) == 3


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "domains, make, expected",
    [
        ({"x": "> 0", "y": ">= 0"}, lambda x, y: x + y, POSITIVE),
        ({"x": ">= 0", "y": ">= 0"}, lambda x, y: x + y, POSITIVE | ZERO),
        ({"x": "[0, 1]", "y": "[0, 1)"}, lambda x, y: 1 - x * y, POSITIVE),
        ({"x": "[0, 1]", "y": "[0, 1]"}, lambda x, y: 1 - x * y, POSITIVE | ZERO),
        ({"x": "(0, 1)", "y": "> 0"}, lambda x, y: x - 1, NEGATIVE),
        ({"x": ">= 2", "y": "<= 1"}, lambda x, y: x - y, POSITIVE),
        ({"x": ">= 1", "y": "<= 1"}, lambda x, y: x - y, POSITIVE | ZERO),
        ({"x": "real", "y": "> 0"}, lambda x, y: x * x + y, POSITIVE),
        ({"x": "real", "y": "> 0"}, lambda x, y: x + y, ANY),
        ({"x": "> 0", "y": "> 0"}, lambda x, y: x - y, ANY),
        ({"x": "[-1, 3]", "y": "> 0"}, lambda x, y: x + 1, POSITIVE | ZERO),
    ],
)
def test_signs_from_domains(engine, domains, make, expected):
    known, *symbols = oracle(domains, engine)
    assert Context(known).mask(make(*symbols)) == expected


def test_assumptions_split_and_exclude_each_other():
    known, x, y = oracle({"x": "real", "y": "> 0"})
    start = Context(known)
    (positive,) = start.assume(x * y, ">")
    assert positive.mask(x) == POSITIVE
    assert list(positive.assume(-x, ">=")) == []
    # x (x - y) = 0 in two ways
    zeros = list(start.assume(x * (x - y), "="))
    assert sorted(c.mask(x) for c in zeros) == [POSITIVE, ZERO]
    assert [len(list(start.split(x)))] == [3]


def test_an_eliminated_symbol_stays_in_its_domain():
    known, x, y = oracle({"x": "[0, 1]", "y": "> 0"})
    (found,) = Context(known).assume(2 * x - y, "=")
    # x = y / 2 <= 1
    assert found.mask(2 - y) == POSITIVE | ZERO
    assert list(found.assume(y - 2, ">")) == []
    # x + y = 0 with x >= 0 and y > 0 is impossible
    assert list(Context(known).assume(x + y, "=")) == []


def test_a_sum_that_vanishes_in_two_ways_is_two_cases():
    known, x, y, z = oracle({"x": ">= 0", "y": ">= 0", "z": ">= 0"})
    found = list(Context(known).assume(x + y * z, "="))
    assert len(found) == 2
    for case, other in ((0, 1), (1, 0)):
        kept = {c for c in found[case].literals if c not in found[case].implied}
        # each says which factor vanishes, so that it does not hold where only the other does
        assert kept != {c for c in found[other].literals if c not in found[other].implied}


def test_elimination_branches_on_the_pivot():
    """a x = b with x in (0, 1): b / a between 0 and 1, or a = b = 0."""
    known, a, b = oracle({"a": "real", "b": "real"})
    r = known.ring
    x = Form(r, {("x",): r.one}, r.zero)
    one = Form(r, {}, r.one)
    system = System([x * a - one * b], [(x, ">"), (one - x, ">")])
    found = list(system.solve(Context(known)))
    signs = sorted((s.context.mask(a), s.context.mask(b)) for s in found)
    assert signs == [(POSITIVE, POSITIVE), (ZERO, ZERO), (NEGATIVE, NEGATIVE)]
    (free,) = (s for s in found if s.context.mask(a) == ZERO)
    assert not free.values
    assert len(free.bounds) == 2


def test_motzkin_projects_exactly():
    """There is an x with x >= a, x >= b and x <= c iff a <= c and b <= c."""
    known, a, b, c = oracle({"a": "real", "b": "real", "c": "real"})
    r = known.ring
    x = Form(r, {("x",): r.one}, r.zero)
    bounds = [(x - Form(r, {}, p), ">=") for p in (a, b)] + [(Form(r, {}, c) - x, ">")]
    (found,) = System([], bounds).solve(Context(known))
    assert {x.relation for x in found.context.literals} == {">"}
    assert {found.context.mask(c - a), found.context.mask(c - b)} == {POSITIVE}


POSITIVES = {"a": "> 0", "b": "> 0", "c": "> 0", "d": "> 0"}


def test_proofs():
    known, a, b, c, d = oracle(POSITIVES)
    prover = Prover(known)
    larger, also = literal(known, a - b, ">"), literal(known, c - d, ">")
    product = literal(known, a * c - b * d, ">")
    found = prover.implied([larger, also], product)
    assert found is not None
    assert found.check()
    # from one of them alone it does not follow, and no proof is found
    assert prover.implied([larger], product) is None
    # a > b, c > d and b d > a c exclude each other
    assert prover.contradiction([larger, also, literal(known, b * d - a * c, ">")]) is not None
    assert prover.contradiction([larger, also]) is None


def test_strict_and_weak_are_told_apart():
    known, a, b, c, _ = oracle(POSITIVES)
    prover = Prover(known)
    weak = [literal(known, a - b, ">="), literal(known, b - c, ">=")]
    assert prover.implied(weak, literal(known, a - c, ">=")) is not None
    assert prover.implied(weak, literal(known, a - c, ">")) is None
    strict = [weak[0], literal(known, b - c, ">")]
    assert prover.implied(strict, literal(known, a - c, ">")) is not None


def test_a_multiplier_that_can_vanish_needs_its_face():
    """k (x - y) > 0 with k >= 0 gives x > y; from k (x - y) >= 0 nothing follows where k = 0."""
    known, k, x, y = oracle({"k": ">= 0", "x": "> 0", "y": "> 0"})
    prover = Prover(known)
    conclusion = literal(known, x - y, ">=")
    assert prover.implied([literal(known, k * (x - y), ">")], conclusion) is not None
    assert prover.implied([literal(known, k * (x - y), ">=")], conclusion) is None


def test_a_spoilt_certificate_fails():
    known, a, b, c, d = oracle(POSITIVES)
    premises = [literal(known, a - b, ">"), literal(known, c - d, ">")]
    found = Prover(known).implied(premises, literal(known, a * c - b * d, ">"))
    polynomial, factor = found.premises[0]
    spoilt = tuple((m, c + F(1)) for m, c in factor)
    assert not replace(found, premises=((polynomial, spoilt), *found.premises[1:])).check()
    negative = tuple((m, -c) for m, c in found.multiplier)
    assert not replace(found, goal=(found.goal[0], negative)).check()


def test_witnesses_are_exact():
    known, x, y = oracle({"x": "(0, 1)", "y": "> 0"})
    narrow = [literal(known, 1000 * x - y, ">"), literal(known, y - 980 * x, ">")]
    found = Sample(known.ring, known.domains).witness(narrow)
    assert found is not None
    a, b = found
    assert 1000 * a > b
    assert b > 980 * a
    none = [literal(known, x - y, ">"), literal(known, y - x, ">")]
    assert Sample(known.ring, known.domains).witness(none) is None
