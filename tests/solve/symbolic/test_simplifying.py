"""Regions are simplified soundly: what solves an equality stays a condition, what is flat lies on its surface."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from scipy.optimize import linprog

from deterrence.parameters import Interval
from deterrence.solve.symbolic.context import Clause, Context
from deterrence.solve.symbolic.families import clause_holds
from deterrence.solve.symbolic.linear import Form, System
from deterrence.solve.symbolic.polynomials import ring_of
from deterrence.solve.symbolic.proofs import Prover
from deterrence.solve.symbolic.signs import Literal, Oracle
from deterrence.solve.symbolic.simplify import Simplifier

F = Fraction


def oracle(**domains):
    found = Oracle(ring_of(list(domains), "sympy"), [Interval.read(d) for d in domains.values()])
    return found, *(found.ring.gens[n] for n in domains)


def together(known, *conditions):
    """The contexts in which polynomials are > 0, >= 0 or = 0."""
    found = [Context(known)]
    for p, relation in conditions:
        found = [new for c in found for new in c.assume(p, relation)]
    return found


def holds(clauses, *point):
    return any(clause_holds(c.literals, tuple(map(F, point)), {}) for c in clauses)


def test_that_an_equality_can_be_solved_stays_a_condition():
    """p x = y (p + 1) gives x for p > 0; at p = 0 it says y = 0, and x is free."""
    known, p, x, y = oracle(p="[0, 1]", x="[-9, 9]", y="<= 1")
    clauses = [Clause.of(c) for c in together(known, (p, ">"), (-p - y, ">="), (p * x - p * y - y, "="))]
    assert holds(clauses, "1/2", -6, -2)
    assert holds(clauses, "1/2", "-3/2", "-1/2")
    assert not holds(clauses, 0, -6, 0)
    assert not holds(clauses, 0, 5, 0)


def test_a_clause_without_inside_lies_on_its_surface():
    """x >= y and z (y - x) >= 0 with z > 0 is x = y; with z >= 0 also z = 0."""
    known, x, y, z = oracle(x="> 0", y="> 0", z="> 0")
    contexts = together(known, (x - y, ">="), (z * (y - x), ">="))
    clauses = Simplifier(known).region(contexts)
    assert [c.codimension for c in clauses] == [1]
    assert holds(clauses, 2, 2, 5)
    assert not holds(clauses, 2, 1, 5)


def test_regions_of_many_clauses_are_merged():
    """Twenty strips side by side are one."""
    known, x, y = oracle(x="> 0", y="> 0")
    strips = [c for k in range(20) for c in together(known, (x - k * y, ">="), ((k + 1) * y - x, ">="))]
    (clause,) = Simplifier(known).region(strips)
    assert {(x.relation, len(x.atoms)) for x in clause.literals} == {(">=", 1)}
    assert holds([clause], 20, 1)
    assert not holds([clause], 21, 1)


def literal(known, p, relation):
    content, factors = known.ring.factors(p)
    return Literal(tuple((a, 2 - k % 2) for a, k in factors), 1 if content > 0 else -1, relation)


def test_a_proof_serves_wherever_its_premises_hold(monkeypatch):
    known, a, b, c, d = oracle(a="> 0", b="> 0", c="> 0", d="> 0")
    prover = Prover(known)
    first, second, other = (literal(known, p, ">") for p in (a - b, b - c, d - a))
    goal = literal(known, a - c, ">")
    proof = prover.implied([first, second], goal)
    assert prover.implied([first], goal) is None
    searched = []
    monkeypatch.setattr(prover, "_search", lambda *args: searched.append(args))
    assert prover.implied([other, second, first], goal) is proof
    # nor is a proof looked for again among fewer premises than were not enough
    assert prover.implied([], goal) is None
    assert not searched
    # of what excludes itself, the part that does is remembered
    monkeypatch.undo()
    assert prover.contradiction([first, second, goal.negated]) is not None
    monkeypatch.setattr(prover, "_search", lambda *args: searched.append(args))
    assert prover.contradiction([goal.negated, other, second, first]) is not None
    assert not searched


@pytest.mark.parametrize("seed", range(60))
def test_elimination_finds_out_whether_inequalities_can_hold_together(seed):
    """Integer coefficients, three to five variables, against a linear program."""
    rng = Random(f"elimination {seed}")
    known, _ = oracle(x="> 0")
    count = rng.randint(3, 5)
    rows = [[rng.randint(-2, 2) for _ in range(count + 1)] for _ in range(rng.randint(count, count + 3))]
    ring = known.ring
    forms = [
        Form(ring, {(0, 0, i): ring.constant(c) for i, c in enumerate(row[1:]) if c}, ring.constant(row[0])) for row in rows
    ]
    solved = list(System(inequalities=[(f, ">=") for f in forms]).solve(Context(known)))
    table = np.array(rows, float)
    program = linprog(np.zeros(count), A_ub=-table[:, 1:], b_ub=table[:, 0], bounds=[(None, None)] * count)
    assert bool(solved) == (program.status == 0)


def test_strict_inequalities_stay_strict_when_they_are_put_together():
    """x > y >= z >= x cannot be, x >= y >= z >= x can."""
    known, _ = oracle(p="> 0")
    ring = known.ring
    one = ring.constant(1)
    pairs = [(0, 1), (1, 2), (2, 0)]
    forms = [Form(ring, {(0, 0, a): one, (0, 0, b): -one}, ring.zero) for a, b in pairs]
    for strict, expected in (((">=",) * 3, True), ((">", ">=", ">="), False), ((">=", ">=", ">"), False)):
        system = System(inequalities=list(zip(forms, strict, strict=True)))
        assert bool(list(system.solve(Context(known)))) is expected
