"""Atlases of small games: regions and formulae against the catalogue and the solver, and what an atlas can be asked."""

import json
from fractions import Fraction
from functools import cache
from random import Random

import numpy as np
import pytest
import sympy

import deterrence as dt
from tests.analysis.atlas_tools import draw, same_cases

F = Fraction


def symbol(name):
    return sympy.Symbol(name, real=True)


def gt(x, y):
    return sympy.StrictGreaterThan(x, y, evaluate=False)


def ge(x, y):
    return sympy.GreaterThan(x, y, evaluate=False)


G, C, S, R, MU, H, E, EPS = map(
    symbol,
    [
        "gain",
        "clash_cost",
        "tolerate_cost",
        "respond_cost",
        "credibility",
        "readiness_cost",
        "escalation_risk",
        "accident_rate",
    ],
)


@cache
def probe():
    return dt.atlas(dt.models.probe_game().free("credibility"))


@cache
def probe_with_everything():
    game = dt.models.probe_game()
    return dt.atlas(game.free(*(p.name for p in game.all_parameters)))


def family(atlas, name):
    (one,) = (f for f in (*atlas.families, *atlas.knife_edges) if f.name == name)
    return one


# --- the probe game ---------------------------------------------------------------------------------------------------


def test_regions_of_the_probe_game():
    """A resolute defender deters iff credibility reaches p* = g / (g + c); a reluctant one is also probed."""
    parameters = probe().game.parameters
    p_star = G / (G + C)
    expected = {
        "challenger: probe; defender: respond": [(ge(S, R), ge(p_star, MU))],
        "challenger: probe; defender: tolerate": [(ge(R, S),)],
        "challenger: refrain; defender: respond": [(ge(MU, p_star),)],
        "challenger: refrain; defender: respond or tolerate": [(gt(MU, p_star),)],
    }
    assert [f.name for f in probe()] == list(expected)
    for f in probe():
        assert same_cases(f, expected[f.name], parameters), f


def test_the_continuum_has_a_symbolic_bound():
    (bound,) = family(probe(), "challenger: refrain; defender: respond or tolerate").bounds
    assert str(bound.lhs) == "respond"
    assert bound.rel_op == ">="
    assert sympy.simplify(bound.rhs - G / (G + C) / MU) == 0


def test_inspection_equilibrium():
    """Readiness costs h: x = [(1-eps) h - eps mu (s-r')] / [(1-eps) (h + mu (s-r'))], y = p*/mu."""
    mixed = family(probe_with_everything(), "challenger: probe or refrain; defender: respond or tolerate")
    r = R + E * symbol("escalation_cost_defender")
    c = C + E * symbol("escalation_cost_challenger")
    x = ((1 - EPS) * H - EPS * MU * (S - r)) / ((1 - EPS) * (H + MU * (S - r)))
    assert sympy.cancel(mixed.strategies["challenger"]["probe"] - x) == 0
    assert sympy.cancel(mixed.strategies["defender"]["respond"] - G / (G + c) / MU) == 0


@pytest.mark.parametrize("atlas", [probe, probe_with_everything])
def test_audit(atlas):
    audit = atlas().audit(60)
    assert audit.disagreements == ()
    assert audit.points > 100
    assert audit.on_boundaries > audit.points / 3
    assert atlas().undecided == 0
    assert all(c.check() for c in atlas().certificates)


# --- other games ------------------------------------------------------------------------------------------------------


def free_bimatrix(rows, columns):
    a, b = ([[symbol(f"{name}{i}{j}") for j in range(columns)] for i in range(rows)] for name in ("first", "second"))
    return dt.NormalForm.from_arrays(a, b)


def test_any_two_by_two_game():
    atlas = dt.atlas(free_bimatrix(2, 2))
    assert len(atlas) == 5
    mixed = atlas[-1]
    # the signs of four differences: two cyclic and two coordination patterns
    assert sorted(len(c) for c in mixed.region.conditions) == [4, 4, 4, 4]
    assert atlas.audit(60).disagreements == ()


def test_three_by_three_without_knife_edges():
    atlas = dt.atlas(free_bimatrix(3, 3), knife_edges=False)
    # 9 pure, 9 mixing two against two, 1 mixing all
    assert len(atlas) == 19
    rng = Random("three by three")
    for _ in range(30):
        values = {p.name: F(rng.randint(-50, 50), 7) + F(rng.randint(1, 10**6), 10**9) for p in atlas.game.parameters}
        names = {f.name for f in atlas.holding(**values)}
        assert names == {f.name for f in dt.nash(atlas.game.at(**values)).families}


@pytest.mark.parametrize("seed", range(4))
def test_random_signalling_games_with_two_parameters(seed):
    rng = Random(f"signalling {seed}")
    x, y = symbol("x"), symbol("y")
    numbers = [*range(-2, 3), x, y, 1 - x, x - y, sympy.Max(x, y)]
    game = dt.SignallingGame(
        "sender", "receiver", {"one": symbol("p"), "two": 1 - symbol("p")}, ("left", "right"), ("up", "down"),
        payoffs=lambda *_: (rng.choice(numbers), rng.choice(numbers)),
        parameters=[dt.Parameter("p", "", "[0, 1]"), dt.Parameter("x", "", "[-1, 3)"), dt.Parameter("y", "", "<= 1")],
    )  # fmt: skip
    atlas = dt.atlas(game)
    audit = atlas.audit(15)
    assert audit.points > 20
    assert audit.disagreements == ()
    # the ends of the prior's domain, where a type does not occur
    ends = [draw(atlas.game.parameters, rng) | {"p": p} for p in (F(0), F(1)) for _ in range(15)]
    names = {p.name for p in atlas.game.parameters}
    assert atlas.audit([{n: v for n, v in e.items() if n in names} for e in ends]).disagreements == ()


def test_three_types_and_three_replies():
    x = symbol("x")
    for types, replies in ((("a", "b", "c"), ("up", "down")), (("a", "b"), ("up", "middle", "down"))):
        rng = Random(f"{types}")
        game = dt.SignallingGame(
            "sender", "receiver", dict.fromkeys(types, F(1, len(types))), ("left", "right"), replies,
            payoffs=lambda *_, rng=rng: (rng.choice([0, 1, 2, x]), rng.randint(-3, 3)),
            parameters=[dt.Parameter("x", "", "[-1, 3]")],
        )  # fmt: skip
        assert dt.atlas(game).audit(12).disagreements == ()


def test_a_piecewise_payoff_splits_the_region():
    x = symbol("x")
    game = dt.NormalForm(
        ("one", "two"),
        {("a", "c"): (sympy.Piecewise((x, x < 1), (2 - x, True)), 0), ("b", "c"): (F(1, 2), 0)},
        parameters=[dt.Parameter("x", "", "[0, 5]")],
    )
    atlas = dt.atlas(game)
    first = family(atlas, "one: a; two: c")
    inside = [v for v in ("0", "1/4", "1/2", "3/4", "1", "5/4", "3/2", "7/4", "5") if first.region.holds(x=v)]
    assert inside == ["1/2", "3/4", "1", "5/4", "3/2"]
    (mixed,) = atlas.knife_edges
    assert {v for v in ("1/2", "1", "3/2") if mixed.region.holds(x=v)} == {"1/2", "3/2"}


# --- what an atlas can be asked -----------------------------------------------------------------------------------------

VALUES = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1}


def test_at_is_the_solver_s_set_with_conditions():
    eqs = probe().at(**VALUES, credibility="1/2")
    assert eqs == dt.nash(probe().game.at(**VALUES, credibility="1/2"))
    assert eqs.complete
    conditions = {f.name: str(f.exists_when) for f in eqs.families}
    assert conditions["challenger: refrain; defender: respond"] == "credibility >= gain/(clash_cost + gain)"


def test_boundaries_are_weak_or_strict():
    inside = family(probe(), "challenger: refrain; defender: respond or tolerate").region
    closed = family(probe(), "challenger: refrain; defender: respond").region
    for credibility, one, other in (("1/4", False, True), ("26/100", True, True), ("24/100", False, False)):
        assert inside.holds(**VALUES, credibility=credibility) is one
        assert closed.holds(**VALUES, credibility=credibility) is other


def test_thresholds_are_numbers_or_formulae():
    (number,) = probe().thresholds("credibility", **VALUES)
    assert number.value == F(1, 4)
    assert {f.name for f in number.above} - {f.name for f in number.below} == {
        "challenger: refrain; defender: respond",
        "challenger: refrain; defender: respond or tolerate",
    }
    assert number.value == dt.thresholds(probe().game.at(**VALUES), "credibility")[0].value
    (formula,) = probe().thresholds("credibility")
    assert sympy.simplify(formula.value - G / (G + C)) == 0
    (partial,) = probe().thresholds("credibility", gain=2)
    assert sympy.simplify(partial.value - 2 / (2 + C)) == 0


def test_irrational_threshold():
    x = symbol("x")
    game = dt.NormalForm(
        ("one", "two"), {("a", "c"): (x**2, 0), ("b", "c"): (2, 0)}, parameters=[dt.Parameter("x", "", ">= 0")]
    )
    (threshold,) = dt.atlas(game).thresholds("x")
    assert threshold.value == sympy.sqrt(2)
    assert [f.name for f in threshold.below] == ["one: b; two: c"]
    assert [f.name for f in threshold.above] == ["one: a; two: c"]


def test_sweep_names_the_same_families():
    rng = np.random.default_rng(1)
    n = 200
    grid = {name: rng.uniform(0.1, 3, n).round(3) for name in ("gain", "clash_cost", "tolerate_cost", "respond_cost")}
    grid["credibility"] = rng.uniform(0, 1, n).round(3)
    masks = probe().sweep(grid)
    assert set(masks) == {f.name for f in probe()}
    assert any(m.any() and not m.all() for m in masks.values())
    for k in range(n):
        names = {f.name for f in probe().holding(**{a: F(repr(float(v[k]))) for a, v in grid.items()})}
        assert names & set(masks) == {name for name, mask in masks.items() if mask[k]}
    wide = probe().sweep({**VALUES, "credibility": np.linspace(0, 1, 5)[:, None]})
    assert {m.shape for m in wide.values()} == {(5, 1)}


def test_shown():
    text = repr(probe())
    assert "4. challenger: refrain; defender: respond or tolerate" in text
    assert "where respond >= gain/(credibility*(clash_cost + gain))" in text
    latex = probe().to_latex()
    assert latex.count("Proposition") == 4
    assert r"\geq" in latex
    assert latex.count("{") == latex.count("}")
    assert "<table" in probe()._repr_html_()
    data = json.loads(json.dumps(probe().to_dict()))
    assert data["schema"] == "deterrence.atlas"
    assert data["families"][2]["region"]["cases"] == [["credibility >= gain/(clash_cost + gain)"]]


def test_undeclared_parameters_are_said_to_be_real():
    assert "taken to be any real number" in repr(dt.atlas(free_bimatrix(2, 1)))
    assert "taken to be any real number" not in repr(probe())


def test_bad_input():
    x = symbol("x")
    with pytest.raises(dt.UnsupportedGame, match=r"rational functions.*exp"):
        dt.nash(dt.NormalForm.from_arrays([[sympy.exp(x)], [1]], [[0], [0]]))
    with pytest.raises(dt.UnsupportedGame, match="two-player"):
        dt.atlas(dt.NormalForm.from_arrays([[[1, 2]]], [[[1, 2]]], [[[1, 2]]]))
    with pytest.raises(dt.LimitReached, match="support profiles"):
        dt.atlas(free_bimatrix(10, 10))
    with pytest.raises(dt.InvalidParameter, match="no free parameter 'credence'"):
        probe().holding(**VALUES, credence=1)
    with pytest.raises(dt.InvalidParameter, match="no value for credibility"):
        probe().holding(**VALUES)
    with pytest.raises(dt.InvalidParameter, match="no values for"):
        probe().sweep(VALUES)
    with pytest.raises(dt.InvalidParameter, match="outside its domain"):
        probe().holding(**VALUES, credibility=2)


def test_flint_gives_the_same_atlas():
    pytest.importorskip("flint")
    one, other = (dt.atlas(probe_with_everything().game, engine=e) for e in ("flint", "sympy"))
    assert [(f.name, {frozenset(map(str, c)) for c in f.region.conditions}) for f in one] == [
        (f.name, {frozenset(map(str, c)) for c in f.region.conditions}) for f in other
    ]
