"""Thresholds against the catalogue's closed forms, and against solving at many points."""

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
import sympy

import deterrence as dt

F = Fraction
CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "face_cost": "3/2",
    "warning_cost": "1/1000",
}  # fmt: skip


def symbols(names):
    return (sympy.Symbol(name, real=True) for name in names.split())


def values(found):
    return [t.value for t in found]


def test_probe_game_deters_from_the_share_of_gain_on():
    (threshold,) = dt.thresholds(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1), "credibility")
    assert threshold.value == F(1, 4)
    gain, clash_cost = symbols("gain clash_cost")
    assert sympy.simplify(threshold.formula - gain / (gain + clash_cost)) == 0
    assert [f.supports["challenger"] for f in threshold.below] == [("probe",)]
    assert {f.supports["challenger"] for f in threshold.above} == {("refrain",)}
    assert {f.supports["challenger"] for f in threshold.at} == {("probe",), ("refrain",), ("probe", "refrain")}
    # deterrence comes with a continuum of postures; the family above is both new and not below
    assert threshold.appear == threshold.above
    assert threshold.vanish == threshold.below


def test_a_parameter_with_or_without_a_value():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, credibility="9/10")
    assert values(dt.thresholds(game, "credibility")) == values(dt.thresholds(game.free("credibility"), "credibility"))


# channel, parameter: thresholds and, as functions of the parameters, their formulae (p0, t, i_I, i_R, A = kappa, F = c)
CLOSED = {
    ("silence", "credibility"): [(F(1, 3), "gain/(gain + clash_cost)")],
    ("private", "credibility"): [
        (F(1, 3), "gain/(gain + clash_cost)"),
        (F(23, 60), "(gain + leak*face_cost)/(gain + clash_cost)"),
    ],
    ("public", "credibility"): [(F(1, 3), "gain/(gain + clash_cost)")],
    ("private", "reputation_cost"): [(F(17, 10), "commitment_gap - leak*audience_cost")],
    ("public", "face_cost"): [(F(2), "clash_cost")],
    ("private", "face_cost"): [(F(20), "clash_cost/leak")],
    ("private", "accident_rate"): [
        (F(111, 200), "(loss_irresolute - warning_cost)/(loss_irresolute + reputation_cost + leak*audience_cost)"),
        (F(999, 1000), "(loss_resolute - warning_cost)/loss_resolute"),
    ],
    ("public", "accident_rate"): [
        (F(333, 1000), "(loss_irresolute - warning_cost)/(loss_irresolute + commitment_gap)"),
        (F(999, 1000), "(loss_resolute - warning_cost)/loss_resolute"),
    ],
    ("public", "leak"): [],
}  # fmt: skip


@pytest.mark.parametrize("channel, parameter", CLOSED, ids=" ".join)
def test_closed_forms_of_the_warning_game(channel, parameter):
    found = dt.thresholds(dt.models.warning_game(channel, **CRISIS), parameter)
    expected = CLOSED[channel, parameter]
    assert values(found) == [value for value, _ in expected]
    for threshold, (_, formula) in zip(found, expected, strict=True):
        read = sympy.sympify(formula, locals={str(s): s for s in threshold.formula.free_symbols})
        assert sympy.simplify(threshold.formula - read) == 0


def test_where_the_model_leaves_the_equilibria_open():
    """At a cost of breaking the warning equal to the commitment gap, what the irresolute type does is not given."""
    (threshold,) = dt.thresholds(dt.models.warning_game("public", **CRISIS), "commitment_gap")
    assert threshold.value == F(7, 2)
    assert threshold.at is None
    (decided,) = dt.thresholds(dt.models.warning_game("public", **CRISIS, when_indifferent="honour"), "commitment_gap")
    assert {f.name for f in decided.at} == {f.name for f in decided.below}


@pytest.mark.parametrize("model", [{"tolerate_cost": 2, "respond_cost": 1}, {}])
def test_free_parameters_give_the_formula(model):
    (threshold,) = dt.thresholds(dt.models.probe_game(**model), "credibility")
    gain, clash_cost = symbols("gain clash_cost")
    assert sympy.simplify(threshold.value - gain / (gain + clash_cost)) == 0


def test_irrational_thresholds_are_exact():
    """x^2 = 2 makes the first player indifferent where the second plays its first action, x^3 = x + 1 the second."""
    x = sympy.Symbol("x", real=True)
    game = dt.NormalForm.from_arrays([[x**2 - 2, 0], [0, 1]], [[1, 0], [0, x**3 - x - 1]])
    found = dt.thresholds(game, "x")
    assert [t.value for t in found] == [-sympy.sqrt(2), sympy.rootof(x**3 - x - 1, 0), sympy.sqrt(2)]
    low, middle, high = found
    # at -sqrt(2) the second player plays its first action, and the first one anything
    assert {(f.supports["player 1"], f.supports["player 2"]) for f in low.at} == {
        (("action 1",), ("action 1",)),
        (("action 2",), ("action 1",)),
        (("action 1", "action 2"), ("action 1",)),
    }
    assert {f.supports["player 2"] for f in middle.at} == {("action 1",), ("action 2",), ("action 1", "action 2")}
    assert len(high.above) == 3
    mixed = next(f for f in high.above if len(f.supports["player 1"]) == 2)
    assert mixed.supports["player 2"] == ("action 1", "action 2")


def test_coincidences_vanish_in_general():
    """With equal gains and costs p0 is 1/2 and also equals gain / 2; only the first holds in general."""
    game = dt.models.probe_game(gain=1, clash_cost=1, tolerate_cost=2, respond_cost=1)
    (threshold,) = dt.thresholds(game, "credibility")
    gain, clash_cost = symbols("gain clash_cost")
    assert sympy.simplify(threshold.formula - gain / (gain + clash_cost)) == 0


def test_prior_out_of_range_has_no_families():
    x = sympy.Symbol("x", real=True)
    game = dt.SignallingGame(
        sender="s", receiver="r", types={"t": x, "u": 1 - x}, messages=("m",), replies=("a", "b"),
        payoffs=lambda t, m, a: (0, int((t == "t") == (a == "a"))),
    )  # fmt: skip
    found = dt.thresholds(game, "x")
    assert values(found) == [0, F(1, 2), 1]
    assert found[0].below is None
    assert found[2].above is None
    assert [f.supports["r"]["m"] for f in found[0].above] == [("b",)]
    assert [f.supports["r"]["m"] for f in found[1].above] == [("a",)]


def test_nothing_to_find():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    assert dt.thresholds(game, "escalation_risk") == ()  # escalation costs nothing, so nothing depends on it


def test_unknown_parameter_and_game():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    with pytest.raises(dt.InvalidParameter, match="did you mean 'credibility'"):
        dt.thresholds(game, "credibilty")
    x = sympy.Symbol("x", real=True)
    cube = dt.NormalForm.from_arrays(*[[[[x, 0], [0, 0]], [[0, 0], [0, 1]]]] * 3)
    with pytest.raises(dt.UnsupportedGame, match="3 players"):
        dt.thresholds(cube, "x")


def _random_game(rng):
    x = sympy.Symbol("x", real=True)

    def payoff(*_):
        return tuple(rng.randint(-3, 3) + rng.choice([0, 0, 1, -1, 2]) * x for _ in range(2))

    if rng.random() < 0.3:
        cells = {(a, b): payoff() for a in "ab" for b in "cd"}
        return dt.NormalForm(players=("one", "two"), payoffs=cells, parameters=[dt.Parameter("x", domain="[-3, 3]")])
    return dt.SignallingGame(
        sender="sender", receiver="receiver", types={"t": "1/3", "u": "2/3"}, messages=("m", "n"), replies=("a", "b"),
        payoffs=payoff, parameters=[dt.Parameter("x", domain="[-3, 3]")],
    )  # fmt: skip


def _families(game, x):
    at = game.at(x=x)
    eqs = dt.nash(at) if isinstance(at, dt.NormalForm) else dt.perfect_bayesian(at)
    return {(f.name, f.shape) for f in eqs.families}


def _names(families):
    return {(f.name, f.shape) for f in families}


@pytest.mark.parametrize("seed", range(30))
def test_between_thresholds_nothing_changes(seed):
    """Solve at 25 random points: the families are those that the thresholds around them announce."""
    rng = Random(f"thresholds {seed}")
    game = _random_game(rng)
    found = dt.thresholds(game, "x")
    for t in found:
        assert not (_names(t.below) == _names(t.at) == _names(t.above))
    for first, second in pairwise(found):
        assert _names(first.above) == _names(second.below)
    for _ in range(25):
        x = F(rng.randint(-300, 300), 101)
        below = [t for t in found if t.value < x]
        above = [t for t in found if t.value > x]
        here = [t for t in found if t.value == x]
        if here:
            assert _families(game, x) == _names(here[0].at)
        elif below:
            assert _families(game, x) == _names(below[-1].above)
        elif above:
            assert _families(game, x) == _names(above[0].below)
        else:
            assert _families(game, x) == _families(game, F(1, 7))


@pytest.mark.parametrize("payoff", ["exp(x)", "sqrt(x)", "x**(1/3)", "2**x", "Max(x, log(x))"])
def test_payoffs_that_are_not_rational_in_the_parameter_are_refused(payoff):
    """Not answered by an empty tuple: with exp(x) there are two equilibria more where x is positive."""
    (x,) = symbols("x")
    game = dt.NormalForm.from_arrays([[sympy.sympify(payoff, {"x": x}), 0], [0, 1]], [[x, 0], [0, 1]])
    with pytest.raises(dt.UnsupportedGame, match="not rational in x"):
        dt.thresholds(game, "x")


def test_other_parameters_may_be_used_irrationally_where_their_value_is_rational():
    """(action 1, action 1) is an equilibrium where x sqrt(y) >= 1 and exp(y - 4) >= 0: at y = 4 from x = 1/2 on."""
    x, y = symbols("x y")
    game = dt.NormalForm.from_arrays([[x * sympy.sqrt(y) - 1, 0], [0, 1]], [[sympy.exp(y - 4), 0], [0, 1]])
    assert values(dt.thresholds(game.at(y=4), "x")) == [F(1, 2)]
    with pytest.raises(dt.InvalidParameter, match="exp"):
        dt.thresholds(game.at(y=9), "x")  # exp(5) is not rational: no value at any x
    with pytest.raises(dt.UnsupportedGame, match="not rational in y"):
        dt.thresholds(game, "x")


def test_a_tree_is_asked_for_its_normal_form():
    tree = dt.models.escalation_ladder(["1/10"], stake_challenger=1, stake_defender=1, backdown_cost_challenger=0,
                                       backdown_cost_defender=0, disaster_cost_challenger=1, disaster_cost_defender=1)  # fmt: skip
    with pytest.raises(dt.UnsupportedGame, match=r"thresholds\(tree\.normal_form\(\), 'stake_challenger'\)"):
        dt.thresholds(tree, "stake_challenger")
