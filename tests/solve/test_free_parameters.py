"""Solvers given a game with free parameters: families as formulae, with the regions where they exist."""

import pickle
from fractions import Fraction

import pytest
import sympy

import deterrence as dt
from deterrence.solve.symbolic import answer

F = Fraction
VALUES = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, "credibility": "1/2"}


def symbol(name):
    return sympy.Symbol(name, real=True)


def probe():
    return dt.models.probe_game().free("credibility")


def test_nash_answers_with_families_and_regions():
    """The challenger is deterred iff mu >= g/(g+c), by every answer of probability g/(mu (g+c)) or more."""
    eqs = dt.nash(probe())
    assert isinstance(eqs, dt.EquilibriumSet)
    assert (eqs.complete, eqs.why, eqs.concept) == (True, "", "nash")
    deterred = next(f for f in eqs.families if f.name == "challenger: refrain; defender: respond or tolerate")
    p_star = symbol("gain") / (symbol("gain") + symbol("clash_cost"))
    ((condition,),) = deterred.exists_when.conditions
    assert condition.rel_op == ">"
    assert sympy.simplify(condition.lhs - condition.rhs - (symbol("credibility") - p_star)) == 0
    assert sympy.simplify(deterred.bounds[0].rhs - p_star / symbol("credibility")) == 0
    assert deterred.strategies["challenger"] == {"probe": 0, "refrain": 1}
    # those on surfaces come last
    assert [f.generic for f in eqs.families] == [True] * 4 + [False] * 3
    assert len(eqs.knife_edges) == 3


def test_perfect_bayesian_answers_with_beliefs():
    x = symbol("x")
    game = dt.SignallingGame(
        "sender", "receiver", {"strong": x, "weak": 1 - x}, ("left", "right"), ("fight", "flee"),
        payoffs=lambda t, m, a: (int(m == "left") + 2 * int(a == "flee"), int((a == "flee") == (t == "strong"))),
        parameters=[dt.Parameter("x", "", "(0, 1)")],
    )  # fmt: skip
    eqs = dt.perfect_bayesian(game)
    pooled = next(f for f in eqs.families if f.name == "strong: left, weak: left; left: flee")
    assert pooled.shape == "pooling"
    assert str(pooled.exists_when) == "x >= 1/2"
    assert pooled.beliefs["left"] == {"strong": x, "weak": 1 - x}
    assert eqs.verify().max_regret == 0


def test_at_is_the_solver_s_answer():
    eqs = dt.nash(probe())
    there = eqs.at(**VALUES)
    assert there == dt.nash(probe().at(**VALUES))
    assert {f.name for f in there.families} == {f.name for f in eqs.families if f.exists_when.holds(**VALUES)}
    assert all(f.exists_when.holds(**VALUES) for f in there.families)
    with pytest.raises(dt.UnsupportedGame, match="credibility"):
        eqs.at(gain=1)


def test_the_closed_forms_are_verified():
    eqs = dt.nash(probe())
    found = eqs.verify()
    assert (found.max_regret, found.pieces) == (0, 7)
    assert found.points >= 7
    eqs.check()
    right = eqs.families[0]
    assert right.strategies["challenger"]["probe"] == 1
    # a wrong formula, and a family where there is none, are found out
    wrong = object.__new__(answer.SymbolicSet)
    wrong.__dict__.update(eqs.__dict__, families=(Forged(right, right.name, {"probe": 0, "refrain": 1}),))
    with pytest.raises(dt.NotAnEquilibrium, match="another probability of probe"):
        wrong.verify()
    wrong.__dict__["families"] = (Forged(right, "challenger: refrain; defender: tolerate", {"probe": 0, "refrain": 1}),)
    with pytest.raises(dt.NotAnEquilibrium, match="does not exist at"):
        wrong.verify()


class Forged:
    """A family with another name and another strategy of the challenger."""

    def __init__(self, family, name, challenger):
        self.name, self.supports = name, family.supports
        values, solution = next(iter(family.witnessed))
        strategies = {**solution.strategies, "challenger": challenger}
        self.witnessed = [(values, type(solution)(strategies, (), {}))]


@pytest.mark.parametrize(
    "ask",
    [
        lambda e: e.components, lambda e: e.extreme, lambda e: e.pieces, lambda e: len(e), lambda e: list(e), lambda e: e[0],
        lambda e: e.refine("undominated"), lambda e: e.certificate(), lambda e: dt.probability(e, "probe"),
    ],
)  # fmt: skip
def test_what_depends_on_values_says_how_to_give_them(ask):
    with pytest.raises(dt.UnsupportedGame, match=r"not fixed while parameters are free; .*\.at\(gain=\.\.\."):
        ask(dt.nash(probe()))


def test_shown_written_and_pickled():
    eqs = dt.nash(probe())
    assert repr(eqs).startswith("nash, parameters free: Probe game: 4 families of equilibria, 3 more on knife edges")
    assert "exists iff credibility > gain/(clash_cost + gain)" in repr(eqs)
    assert eqs.to_latex() == dt.atlas(probe()).to_latex()
    assert eqs._repr_html_() == dt.atlas(probe())._repr_html_()
    data = eqs.to_dict()
    assert (data["complete"], data["components"], len(data["families"])) == (True, None, 7)
    again = pickle.loads(pickle.dumps(eqs))
    assert again == eqs
    assert hash(again) == hash(eqs)
    assert again.to_dict() == data
    assert eqs != dt.nash(probe().at(gain=1))
    assert eqs


def test_a_large_game_leaves_knife_edges_out_and_says_so(monkeypatch):
    monkeypatch.setattr(answer, "WITH_SURFACES", 8)
    eqs = dt.nash(probe())
    assert not eqs.complete
    assert "dt.atlas(game) derives them too" in eqs.why
    assert f"not complete: {eqs.why[:20]}" in repr(eqs)
    assert eqs.knife_edges == ()


def test_what_is_not_derived_says_what_to_do():
    x = symbol("x")
    with pytest.raises(dt.UnsupportedGame, match=r"free parameters \(x\), and .*rational functions.*game\.at"):
        dt.nash(dt.NormalForm.from_arrays([[sympy.exp(x)], [1]], [[0], [0]]))
    names = [[symbol(f"a{i}_{j}") for j in range(10)] for i in range(10)]
    with pytest.raises(dt.LimitReached, match="support profiles"):
        dt.nash(dt.NormalForm.from_arrays(names, names))
    one, two = dt.players("one two")
    tree = dt.ExtensiveForm(
        one.chooses(
            a=two.chooses(knowing="h", c=dt.outcome("end", one=x, two=0), d=dt.outcome("end", one=0, two=0)),
            b=two.chooses(knowing="h", c=dt.outcome("c", one=0, two=0), d=dt.outcome("d", one=0, two=1)),
        )
    )
    assert not tree.perfect_information
    with pytest.raises(dt.UnsupportedGame, match=r"game\.at\(x="):
        dt.subgame_perfect(tree)
    with pytest.raises(dt.UnsupportedGame, match=r"game\.at\(x="):
        dt.sequential(tree)


def test_payoffs_with_min_have_a_formula_on_either_side():
    """Player one mixes so that two is indifferent: with weight 1/(1 + Min(x, y)) on the first row."""
    x, y = symbol("x"), symbol("y")
    least = sympy.Min(x, y)
    game = dt.NormalForm(
        ("one", "two"),
        {("a", "c"): (least, 0), ("a", "d"): (0, least), ("b", "c"): (0, 1), ("b", "d"): (1, 0)},
        parameters=[dt.Parameter(n, "", "> 0") for n in "xy"],
    )
    (family,) = dt.nash(game).families
    assert str(family.exists_when) == "always"
    found = {str(s.where): s.strategies["one"]["a"] for _, s in family.solutions}
    assert found == {"((x < y,),)": 1 / (1 + x), "((x > y,),)": 1 / (1 + y)}
    text = repr(dt.atlas(game))
    assert "where x < y:" in text
    assert "where $\\mathit{x} < \\mathit{y}$" in dt.atlas(game).to_latex()
    assert "where x &lt; y:" in dt.atlas(game)._repr_html_()
    assert family.to_dict()["solutions"][0]["where"] in (["x < y"], [["x < y"]])
