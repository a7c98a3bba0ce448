"""Solvers for private types on a line, time, several fronts: what they return beside the models' closed forms, and refuse."""

from fractions import Fraction as F

import numpy as np
import pytest
import sympy

import deterrence as dt

x = sympy.Symbol("x", real=True)


def test_corners_of_a_cutoff_game():
    both = dt.cutoffs(dt.CutoffGame(2 * x - 1, x, 0, 1, measures={"share": x, "root": sympy.sqrt(x + 1)}))
    assert both.values == (0, F(1, 2), 1)
    assert not both.unique
    assert len(both) == 3
    assert both.measures()["share"] == (0, 1)
    assert both.measures()["root"] == (1.0, pytest.approx(2**0.5))
    assert dt.cutoffs(dt.CutoffGame(2 * x - 1, x, 0, 1, corners=False)).values == (F(1, 2),)
    assert dt.cutoffs(dt.CutoffGame(x + 1, x, 0, sympy.sqrt(2))).values == (2**0.5,)
    # nobody acts: acting loses there
    assert dt.cutoffs(dt.CutoffGame(-x - 1, x)).values == (0,)
    with pytest.raises(dt.InvalidGame, match="still holds k"):
        dt.CutoffGame(x - sympy.Symbol("k"), x)
    with pytest.raises(dt.UnsupportedGame, match="not int"):
        dt.cutoffs(3)


def test_global_games_of_many_players():
    flat = dt.cutoffs(dt.GlobalGame([-1, 0, 1, 1], slope=1))
    assert flat.unique
    assert float(flat.values[0]) == pytest.approx(-1 / 4)
    mild = dt.cutoffs(dt.GlobalGame([-1, 0, 0], prior=("1/2", "1/100"), precision=4))
    assert mild.unique
    sharp = dt.cutoffs(dt.GlobalGame([-1, -1, 0], prior=("1/2", 4), precision="1/4"))
    assert len(sharp.values) == 3
    assert not sharp.complete
    assert "sharp" in sharp.why
    # the definition: at the threshold a player is indifferent, by simulation
    game = dt.GlobalGame([-1, 0, 0], prior=(".4", "1/2"), precision=2)
    (k,) = map(float, dt.cutoffs(game).values)
    rng = np.random.default_rng(5)
    theta = k + rng.standard_normal(400_000) / 2.5**0.5
    own = (k * 2.5 - 0.5 * 0.4) / 2
    others = sum(theta + rng.standard_normal(len(theta)) / 2**0.5 > own for _ in range(2))
    gain = theta + np.array([-1, 0, 0])[others]
    assert abs(gain.mean()) < 5 * gain.std() / len(theta) ** 0.5


def test_two_players_under_a_flat_prior():
    assert dt.cutoffs(dt.GlobalGame([-1, 0])).values == (F(1, 2),)
    assert dt.cutoffs(dt.GlobalGame(["1/3", "1/3"], slope=-1)).values == (F(1, 3),)
    assert dt.cutoffs(dt.GlobalGame([0, 1], slope=-1, prior=("1/2", 1), precision=1)).unique


def test_global_games_that_are_refused():
    with pytest.raises(dt.InvalidGame, match="at least two players"):
        dt.GlobalGame([1])
    with pytest.raises(dt.InvalidGame, match="fall from 1 to 0 at 1 others"):
        dt.GlobalGame([1, 0])
    with pytest.raises(dt.InvalidGame, match="slope is 2"):
        dt.GlobalGame([0, 1], slope=2)
    with pytest.raises(dt.InvalidGame, match="1 entries for 2 players"):
        dt.GlobalGame([0, 1], resolve=[1])
    with pytest.raises(dt.InvalidGame, match="precision is 0"):
        dt.GlobalGame([0, 1], precision=0)
    with pytest.raises(dt.InvalidGame, match=r"gains\[1\]: 'much'"):
        dt.GlobalGame([0, "much"])
    with pytest.raises(dt.InvalidGame, match="still holds a parameter"):
        dt.GlobalGame([0, x])
    with pytest.raises(dt.LimitReached, match="flat prior"):
        dt.cutoffs(dt.GlobalGame([0, 1], resolve=[0, "1/10"], prior=(0, 1)))


def test_incentive_ranges():
    found = dt.incentive_range(dt.Incentives({"a": (x - F(1, 4)) * (x - F(3, 4)) * -1, "b": sympy.Integer(-1)}, x))
    assert found.intervals == ((0, F(1, 4)), (F(3, 4), 1))
    assert (found.least, found.most) == (0, 1)
    assert found.measures() == {"x": (0, 1)}
    point = dt.incentive_range(dt.Incentives({"a": x - F(1, 2), "b": F(1, 2) - x}, x))
    assert point.intervals == ((F(1, 2), F(1, 2)),)
    never = dt.incentive_range(dt.Incentives({"a": 1 + x}, x))
    assert (never.intervals, never.least, never.most, never.measures()) == ((), None, None, {})
    touch = dt.incentive_range(dt.Incentives({"a": (x - F(1, 2)) ** 2}, x))
    assert touch.intervals == ((F(1, 2), F(1, 2)),)
    assert not touch.complete
    with pytest.raises(dt.InvalidGame, match="still holds y"):
        dt.Incentives({"a": sympy.Symbol("y")}, x)
    with pytest.raises(dt.UnsupportedGame, match="takes Incentives"):
        dt.incentive_range(x)


def test_one_stubborn_side_alone():
    """A side that gives in sooner or later for sure does so at once against one that may never."""
    found = dt.attrition(dt.Attrition((1, 1), waiting=(1, 1), stubborn=(0, "1/10")))
    assert found.at_once == (1.0, 0.0)
    assert found.chances["second wins"] == 1
    assert found.measures()["deadlock"] == (0, 0)
    other = dt.attrition(dt.Attrition((1, 1), waiting=(1, 1), stubborn=("1/10", 0)))
    assert other.chances["first wins"] == 1


def test_stubborn_sides_wait_for_the_disaster():
    found = dt.attrition(dt.Attrition((1, 1), disaster=(1, 1), hazard=1, stubborn=("1/5", "1/5")))
    assert found.chances["deadlock"] == 0
    assert sum(found.chances.values()) == pytest.approx(1)
    # both give in at rate 1 until 1/5 is left; then only the disaster ends it
    both = (1 - (1 / 5) ** 3) / 3
    assert found.chances["first wins"] == pytest.approx(both)
    assert found.chances["disaster"] == pytest.approx(both + (1 / 5) ** 3)


def test_stand_offs_that_are_refused():
    with pytest.raises(dt.InvalidGame, match="costs side 1 nothing"):
        dt.Attrition((1, 1), waiting=(0, 1))
    with pytest.raises(dt.InvalidGame, match="below 1"):
        dt.Attrition((1, 1), waiting=(1, 1), stubborn=(0, 1))
    with pytest.raises(dt.InvalidGame, match="two numbers"):
        dt.Attrition((1,), waiting=(1, 1))
    with pytest.raises(dt.InvalidGame, match="must be positive"):
        dt.Attrition((1, 0), waiting=(1, 1))
    with pytest.raises(dt.InvalidGame, match="at least 0"):
        dt.Attrition((1, -1), waiting=(1, 1))
    with pytest.raises(dt.InvalidGame, match=r"prizes\[0\]: 'much'"):
        dt.Attrition(("much", 1), waiting=(1, 1))
    with pytest.raises(dt.InvalidGame, match="still holds a parameter"):
        dt.Attrition((x, 1), waiting=(1, 1))
    with pytest.raises(dt.InvalidGame, match="must be positive"):
        dt.ValueAttrition(x, x, 1, disaster=0)
    with pytest.raises(dt.InvalidGame, match="must be 0 and 1"):
        dt.ValueAttrition(x / 2, x, 1, disaster=1)
    with pytest.raises(dt.UnsupportedGame, match="not str"):
        dt.attrition("game")


def test_a_value_distribution_that_is_not_uniform():
    """F(v) = v**2 and disaster cost 1: r(v) = 1 - exp(-int 2 x**2 / (1 - x**2)), by hand 2 artanh(v) - 2 v."""
    found = dt.attrition(dt.ValueAttrition(x**2, x, 1, disaster=1))
    for v in (0.2, 0.5, 0.9):
        assert found.stands_until(v) == pytest.approx(1 - np.exp(-(2 * np.arctanh(v) - 2 * v)), abs=1e-10)
    assert found.stands_until(1) == 1


def test_public_strategies():
    stage = dt.NormalForm.from_arrays([[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions=[["C", "D"], ["C", "D"]])
    seen = {cell: {"good": "1/2", "bad": "1/2"} for cell in stage.payoffs}
    game = dt.RepeatedGame(stage, seen, discount="9/10")
    never = dt.Automaton.punishment(("C", "C"), ("D", "D"), bad="bad", good="good", rounds=0)
    played = dt.perfect_public(game, never)
    assert played.values["peace"] == (20, 20)
    assert played.averages == (2, 2)
    assert played.gains[("peace", "player 1", "D")] == 1
    assert not played.equilibrium
    with pytest.raises(dt.InvalidGame, match=r"1; allowed: \[0, 1\)"):
        dt.RepeatedGame(stage, seen, discount=1)
    with pytest.raises(dt.InvalidGame, match="lack the profile"):
        dt.RepeatedGame(stage, {}, discount="1/2")
    with pytest.raises(dt.InvalidGame, match="add up to 3/4"):
        dt.RepeatedGame(stage, {**seen, ("D", "D"): {"good": "3/4"}}, discount="1/2")
    with pytest.raises(dt.InvalidGame, match="does not say where"):
        dt.Automaton({"a": ("C", "C")}, {})
    with pytest.raises(dt.InvalidGame, match="'peec', which is no state; did you mean 'peace'"):
        dt.Automaton({"peace": ("C", "C")}, {"peace": "peec"})
    with pytest.raises(dt.InvalidGame, match="no move for the signal 'bad'"):
        dt.perfect_public(game, dt.Automaton({"a": ("C", "C")}, {"a": {"good": "a"}}))
    with pytest.raises(dt.UnsupportedGame, match="takes a RepeatedGame"):
        dt.perfect_public(stage, never)


def test_coverage():
    plan = dt.coverage(
        dt.SecurityGame(
            {
                "a": dt.Target(2, 0, defender_open=-1, defender_guarded=-1),
                "b": dt.Target(1, 0, defender_open=-1, defender_guarded=0),
            },
            guards=2,
        )
    )
    # with enough guards everything is covered, and the attacker, who gets nothing anywhere, picks what hurts least
    assert plan.attacker == 0
    assert plan.defender == 0
    assert plan.attacked == "b"
    assert plan.measures()["guarded:b"] == (1, 1)
    with pytest.raises(dt.InvalidGame, match="must hurt the attacker"):
        dt.Target(1, 1, defender_open=0, defender_guarded=0)
    with pytest.raises(dt.InvalidGame, match="attacker_open: 'x'"):
        dt.Target("x", 1, defender_open=0, defender_guarded=0)
    with pytest.raises(dt.InvalidGame, match="at least one target"):
        dt.SecurityGame({}, guards=1)
    with pytest.raises(dt.InvalidGame, match="at least 0"):
        dt.SecurityGame(plan.game.targets, guards=-1)
    with pytest.raises(dt.UnsupportedGame, match="takes a SecurityGame"):
        dt.coverage("game")


def test_contests_that_are_refused():
    with pytest.raises(dt.InvalidGame, match="must be positive"):
        dt.WeakestLinkContest(0, 1, fronts=2)
    with pytest.raises(dt.InvalidGame, match="give at least 1"):
        dt.WeakestLinkContest(1, 1, fronts=0)
    with pytest.raises(dt.UnsupportedGame, match="takes a WeakestLinkContest"):
        dt.contest("game")
    assert dt.WeakestLinkContest(1, 3, fronts=2).payoffs(0, 0) == (0, 3)
    assert dt.contest(dt.WeakestLinkContest(1, 3, fronts=2)).measures()["all_held"][0] == pytest.approx(9 / 16)


def test_persuasion():
    jump = dt.persuasion("3/10", {0: 0, "3/4": 1, 1: 1})
    assert jump.value == F(2, 5)
    assert jump.measures() == {"value": (F(2, 5), F(2, 5))}
    # revealing everything is best where the payoff is convex
    assert dt.persuasion("1/3", {0: 1, "1/2": 0, 1: 1}).posteriors == {0: F(2, 3), 1: F(1, 3)}
    with pytest.raises(dt.InvalidParameter, match="more than 0"):
        dt.persuasion(1, {0: 0, 1: 1})
    with pytest.raises(dt.InvalidParameter, match="0 and 1 are needed"):
        dt.persuasion("1/2", {0: 0, "1/2": 1})


def test_agents_with_information_sets():
    """Two who move at once: the agents' equilibrium is the logit equilibrium of the matrix."""
    one, two = dt.players("one two")
    payoffs = [[(4, 0), (0, 3)], [(1, 2), (2, 1)]]
    rows = {
        name: two.chooses({c: dt.outcome(one=u, two=v) for c, (u, v) in zip("lr", row, strict=True)}, knowing="two")
        for name, row in zip("ud", payoffs, strict=True)
    }
    tree = dt.ExtensiveForm(one.chooses(rows, knowing="one"))
    matrix = dt.NormalForm.from_arrays([[4, 0], [1, 2]], [[0, 3], [2, 1]])
    for precision in (0, 0.5, 2):
        found = dt.agent_quantal_response(tree, precision)
        expected = dt.quantal_response(matrix, precision)
        assert found["one"]["u"] == pytest.approx(expected["player 1"]["action 1"], abs=1e-9)
        assert found["two"]["l"] == pytest.approx(expected["player 2"]["action 1"], abs=1e-9)
        assert not found.unique
        assert sum(found.outcomes.values()) == pytest.approx(1)
    with pytest.raises(dt.InvalidParameter, match="give a number >= 0"):
        dt.agent_quantal_response(tree, -1)
    with pytest.raises(dt.UnsupportedGame, match="takes an ExtensiveForm"):
        dt.agent_quantal_response(matrix, 1)


def test_agents_with_a_chance_move():
    one, two = dt.players("one two")
    tree = dt.ExtensiveForm(
        dt.nature(
            calm=("1/4", one.chooses(a=dt.outcome("x", one=1, two=0), b=dt.outcome("y", one=0, two=0))),
            storm=("3/4", two.chooses(a=dt.outcome("x", one=0, two=0), b=dt.outcome("y", one=0, two=0))),
        )
    )
    found = dt.agent_quantal_response(tree, 1)
    p = np.e / (1 + np.e)
    assert found.outcomes["x"] == pytest.approx(p / 4 + 3 / 8)
    assert found.payoffs["one"] == pytest.approx(p / 4)


def test_fitting():
    game = dt.NormalForm.from_arrays([[4, 0], [0, 1]], [[0, 4], [4, 0]])
    even = dt.fit_quantal_response(
        game, {"player 1": {"action 1": 5, "action 2": 5}, "player 2": {"action 1": 5, "action 2": 5}}
    )
    assert even.rationality < 0.05
    with pytest.raises(dt.InvalidParameter, match="no player 'player 3'"):
        dt.fit_quantal_response(game, {"player 3": {}})
    with pytest.raises(dt.InvalidParameter, match="no action 'action 3'"):
        dt.fit_quantal_response(game, {"player 1": {"action 3": 1}})
    with pytest.raises(dt.InvalidParameter, match="at least 0"):
        dt.fit_quantal_response(game, {"player 1": {"action 1": -1}})


def test_shock_signalling():
    three = dt.shock_signalling(dt.ShockSignalling(fight="-1.9", back_down="-1.2", fought="-2.9"))
    assert not three.complete
    assert three.measures()["resist"] == pytest.approx((0.25110462, 0.81332172), abs=1e-7)
    with pytest.raises(dt.InvalidGame, match="fight: 'much'"):
        dt.ShockSignalling(fight="much", back_down=0, fought=0)
    with pytest.raises(dt.UnsupportedGame, match="takes a ShockSignalling"):
        dt.shock_signalling("game")


def test_games_of_every_kind_are_compared():
    alone, many = dt.GlobalGame([0, 0, 1], slope=-1), dt.GlobalGame([0, 1, 1], slope=-1)
    found = dt.compare({"private": alone, "public": many}, baseline="private")
    assert float(found.differences["public"]["threshold"].plain) == pytest.approx(1 / 3)
    uneven = dt.GlobalGame([0, 1, 1], slope=-1, resolve=["1/10", 0, 0])
    assert float(dt.compare({"game": uneven}).bands["game"]["threshold"].least) == pytest.approx(0.7, abs=1e-3)
    targets = {n: dt.Target(w, -1, defender_open=-w, defender_guarded=0) for n, w in (("north", 5), ("south", 4))}
    guarded = dt.compare({k: dt.SecurityGame(targets, guards=k) for k in ("1/2", "1")}).bands
    assert guarded["1"]["payoff:attacker"].most < guarded["1/2"]["payoff:attacker"].least
    waits = dt.compare({"stand-off": dt.Attrition((1, 1), disaster=(1, 1), hazard=1)}).bands["stand-off"]
    assert float(waits["disaster"].least) == pytest.approx(1 / 3)
    with pytest.raises(dt.UnsupportedGame, match="weak: there is no equilibrium in pure efforts"):
        dt.compare({"weak": dt.WeakestLinkContest(2, 1, fronts=3)})
