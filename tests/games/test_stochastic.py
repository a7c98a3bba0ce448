"""Stochastic games: what they read, what they refuse, and what they keep."""

from fractions import Fraction

import pytest
import sympy

import deterrence as dt

STATES = {"calm": {"a": ("x", "y"), "b": ("u", "v")}, "over": {}}
PAYOFFS = {
    ("calm", "x", "u"): (1, 0),
    ("calm", "x", "v"): (0, 1),
    ("calm", "y", "u"): (0, 1),
    ("calm", "y", "v"): (1, 0),
    "over": (0, 0),
}


def build(**changed):
    given = {
        "players": ("a", "b"),
        "states": STATES,
        "payoffs": PAYOFFS,
        "transitions": {("calm", "x", "u"): "over"},
        "discount": "1/2",
    }
    return dt.StochasticGame(**{**given, **changed})


def test_cells_without_a_move_stay_where_they_are():
    game = build()
    assert game.transitions["calm", "y", "v"] == {"calm": 1}
    assert game.transitions["calm", "x", "u"] == {"over": 1}
    assert game.transitions["over", "", ""] == {"over": 1}
    assert game.information_sets == {"a": {"calm": ("x", "y")}, "b": {"calm": ("u", "v")}}
    assert game.start == {"calm": 1}


@pytest.mark.parametrize(
    "changed, words",
    [
        ({"discount": 1}, r"discount factor is 1; it lies in \[0, 1\)"),
        ({"discount": "-1/2"}, r"lies in \[0, 1\)"),
        ({"transitions": {("calm", "x", "u"): {"over": "1/2", "calm": "1/3"}}}, "add up to 5/6"),
        ({"transitions": {("calm", "x", "u"): {"over": "3/2", "calm": "-1/2"}}}, r"lie in \[0, 1\]"),
        ({"transitions": {("calm", "x", "u"): "ovr"}}, "did you mean 'over'"),
        ({"transitions": {("calm", "x", "u"): {}}}, "expected a state"),
        ({"transitions": {("calm", "x", "w"): "over"}}, "which the game does not have"),
        ({"payoffs": {k: v for k, v in PAYOFFS.items() if k != "over"}}, "lack the cell"),
        ({"payoffs": {**PAYOFFS, "over": (0,)}}, "1 given for 2 players"),
        ({"payoffs": {**PAYOFFS, "over": "nothing"}}, "expected one per player"),
        ({"states": {"calm": {"c": ("x",)}}}, "must map players"),
        ({"states": ["calm"]}, "must be a mapping"),
        ({"start": "nowhere"}, "no state 'nowhere'"),
        ({"same_period": ("nowhere",)}, "same_period: no state"),
        ({"same_period": ("calm",)}, "may go round in calm"),
        ({"outcomes": {("calm", "x", "u"): {"clash": 2}}}, r"weights lie in \[0, 1\]"),
    ],
)
def test_what_is_wrong_is_said(changed, words):
    with pytest.raises(dt.InvalidGame, match=words):
        build(**changed)


def test_symbols_in_every_place():
    p, d = sympy.symbols("p d")
    game = build(transitions={("calm", "x", "u"): {"over": p, "calm": 1 - p}}, discount=d, start={"calm": p, "over": 1 - p})
    assert [str(x) for x in game.parameters] == ["d", "p"]
    fixed = game.at(p="1/4", d="1/2")
    assert fixed.numbers.moves[0] == {1: Fraction(1, 4), 0: Fraction(3, 4)}
    assert fixed.first == (Fraction(1, 4), Fraction(3, 4))
    assert fixed == game.at(d="1/2").at(p="1/4")
    with pytest.raises(dt.InvalidGame, match="discount factor is 2"):
        game.at(p="1/4", d=2)
    with pytest.raises(dt.InvalidGame, match="probability of 'over'"):
        game.at(p=2, d=0)
    with pytest.raises(dt.InvalidGame, match="not 1 for all parameters"):
        build(transitions={("calm", "x", "u"): {"over": p, "calm": p}})
    with pytest.raises(dt.UnsupportedGame, match="free parameters"):
        dt.markov_perfect(game)


def test_games_are_values():
    import copy
    import pickle

    game = build()
    assert pickle.loads(pickle.dumps(game)) == game == copy.deepcopy(game)
    assert hash(game) == hash(build())
    assert game != build(discount="1/3")
    with pytest.raises(AttributeError, match="immutable"):
        game.discount = 0


def test_the_text_names_states_and_moves():
    text = repr(build(transitions={("calm", "x", "u"): {"over": "1/4", "calm": "3/4"}}))
    for part in ("calm", "over", "x", "discount", "1/2", "1/4"):
        assert part in text
