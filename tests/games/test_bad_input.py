"""Bad declarations get one sentence: what was given, where, what is allowed."""

from decimal import Decimal

import numpy as np
import pytest
import sympy

import deterrence as dt

CELL = {("a", "c"): (1, 2)}


def normal_form(players=("x", "y"), payoffs=CELL, **more):
    return dt.NormalForm(players, payoffs, **more)


def signalling(**changed):
    given = {
        "sender": "s",
        "receiver": "r",
        "types": {"t": "1/2", "u": "1/2"},
        "messages": ("m", "n"),
        "replies": ("a", "b"),
        "payoffs": lambda *cell: (0, 0),
    }
    return dt.SignallingGame(**given | changed)


def refuse(words, build, *given, **more):
    with pytest.raises(dt.InvalidGame, match=words) as caught:
        build(*given, **more)
    assert isinstance(caught.value, ValueError)
    assert "\n" not in str(caught.value)


NOT_NUMBERS = [
    (float("nan"), "'nan' is not finite; payoffs and probabilities are finite numbers"),
    (float("inf"), "'inf' is not finite"),
    (float("-inf"), "'-inf' is not finite"),
    (np.float64("nan"), "'nan' is not finite"),
    (np.float32("inf"), "'inf' is not finite"),
    ("nan", "'nan' is not finite"),
    ("Infinity", "'Infinity' is not finite"),
    (Decimal("NaN"), "not finite"),
    (True, "True is a truth value, not a number; write 0 or 1"),
    (np.bool_(False), "is a truth value, not a number"),
    ("abc", "'abc' is not a number; write an integer, a decimal or a ratio such as '3/10'"),
    ("", "'' is not a number"),
    ("1/0", "'1/0' divides by zero"),
    ("0x10", "'0x10' is not a number"),
    ("1,5", "'1,5' is not a number"),
    ("1 2", "'1 2' is not a number"),
    ("２", "'２' is not a number"),  # a full-width digit
    ("1e99999", "the power of ten in '1e99999' is beyond 4000"),
    ("9" * 5000, "a number of 5000 characters is too long; at most 4000 digits are read"),
    (None, "None is not a number"),
    (1j, "1j is not a number"),
    ([1], r"\[1\] is not a number"),
    (sympy.oo, "'oo' is not a finite real number or an expression of parameters"),
    (sympy.I, "'I' is not a finite real number"),
    (sympy.nan, "'nan' is not a finite real number"),
    (sympy.sqrt(2), r"sqrt\(2\) is not rational; .* write it as a decimal or a ratio"),
]


@pytest.mark.parametrize(("value", "words"), NOT_NUMBERS, ids=lambda v: repr(v)[:20])
def test_what_is_no_number(value, words):
    refuse(f"payoff of 'y' at a / c: .*{words}", normal_form, payoffs={("a", "c"): (0, value)})
    refuse(f"payoff of 'player 1' at action 1 / action 2: .*{words}", dt.NormalForm.from_arrays, [[0, value]], [[0, 0]])
    refuse(f"sender's payoff at t / m / a: .*{words}", signalling, payoffs=lambda *cell: (value, 0))
    refuse(f"receiver's payoff at t / m / a: .*{words}", signalling, payoffs=lambda *cell: (0, value))
    refuse(f"prior of 't': .*{words}", signalling, types={"t": value, "u": 1})
    refuse(f"weight of 'o' at a / c: .*{words}", normal_form, outcomes={("a", "c"): {"o": value}})


def test_arrays_of_numpy():
    refuse("'nan' is not finite", dt.NormalForm.from_arrays, np.array([[np.nan]]), np.array([[0.0]]))
    refuse("is a truth value", dt.NormalForm.from_arrays, np.array([[True]]), np.array([[0]]))
    refuse("'x' is not a number", dt.NormalForm.from_arrays, np.array([["x"]]), np.array([["0"]]))


ARRAYS = [
    ((), "no arrays given; pass one payoff array per player"),
    (([1, 2], [3, 4]), "a payoff array has 1 dimensions; 2 players need 2"),
    ((5, 5), "a payoff array has 0 dimensions"),
    (("ab", "cd"), "a payoff array has 0 dimensions"),
    (([[[1]]], [[[1]]]), "more than 2 dimensions; give one array per player"),
    (([], []), "a payoff array is empty; every player needs at least one action"),
    (([[]], [[]]), "a payoff array is empty"),
    (([[1, 2], [3]], [[1, 2], [3, 4]]), "payoffs of 'player 1': the array does not have the shape .* every row needs 2"),
    (([[1, 2]], [[1, 2], [3, 4]]), "payoffs of 'player 2': the array does not have the shape of the others"),
    (([[1, 2]], [[1], [2]]), "payoffs of 'player 2': the array does not have the shape of the others"),
    ((np.zeros((2, 2)), np.zeros((2, 3))), "payoffs of 'player 2': the array does not have the shape of the others"),
]


@pytest.mark.parametrize(("arrays", "words"), ARRAYS)
def test_arrays_of_the_wrong_shape(arrays, words):
    refuse(words, dt.NormalForm.from_arrays, *arrays)


def test_labels_that_do_not_fit_the_arrays():
    build = dt.NormalForm.from_arrays
    refuse("1 players named for 2 payoff arrays", build, [[1]], [[1]], players=("a",))
    refuse("players name 'a' twice", build, [[1]], [[1]], players=("a", "a"))
    refuse(r"shape \(1, 1\); give one label per row, column", build, [[1]], [[1]], actions=[["a", "b"], ["c"]])
    refuse(r"shape \(1, 1\); give one label per row, column", build, [[1]], [[1]], actions={"player 1": ["a"]})


NORMAL_FORMS = [
    ({"players": ()}, "players are empty; name at least one"),
    ({"players": ("x", "x")}, "players name 'x' twice"),
    ({"players": ("x", "")}, "players: '' is not a label; use non-empty text"),
    ({"players": ("x", 5)}, "players: 5 is not a label; use non-empty text"),
    ({"players": "xy"}, "players must be a sequence of labels, not 'xy'"),
    ({"payoffs": {}}, "actions of 'x' are empty; name at least one"),
    ({"payoffs": 5}, "payoffs must be a mapping or a function of a cell, not int"),
    ({"payoffs": lambda a, c: (0, 0)}, r"payoffs given as a function need actions=\{player: \(\.\.\.\)\} too"),
    ({"payoffs": {("a",): (1, 2)}}, r"\('a',\) is not a cell; name one action for each of 2 players"),
    ({"payoffs": {"ac": (1, 2)}}, "'ac' is not a cell; name one action for each of 2 players"),
    ({"payoffs": {("a", "c"): (0, 0), ("b", "d"): (0, 0)}}, r"lack the cell \('a', 'd'\); every cell needs an entry"),
    ({"payoffs": {("a", "c"): (1,)}}, "payoffs at a / c: 1 given for 2 players"),
    ({"payoffs": {("a", "c"): (1, 2, 3)}}, "payoffs at a / c: 3 given for 2 players"),
    ({"payoffs": {("a", "c"): 5}}, "payoffs at a / c: expected one per player, got 5"),
    ({"payoffs": {("a", "c"): "12"}}, "payoffs at a / c: expected one per player, got '12'"),
    ({"payoffs": {("a", 3): (1, 2)}}, "actions of 'y': 3 is not a label; use non-empty text"),
    ({"actions": {"x": ("a",)}}, "actions must name exactly the players x, y"),
    ({"actions": {"x": ("a", "a"), "y": ("c",)}}, "actions of 'x' name 'a' twice"),
    ({"actions": {"x": (), "y": ("c",)}}, "actions of 'x' are empty; name at least one"),
    (
        {"actions": {"x": ("b",), "y": ("c",)}},
        r"payoffs name the cell \('a', 'c'\), which the game does not have; did you",
    ),
    (
        {"outcomes": {("a", "d"): {"o": 1}}},
        r"outcomes name the cell \('a', 'd'\), which the game does not have; did you",
    ),
    ({"outcomes": {("a", "c"): {"o": "11/10"}}}, r"weight of 'o' at a / c is 11/10; weights lie in \[0, 1\]"),
    ({"outcomes": {("a", "c"): {"o": -1}}}, r"weight of 'o' at a / c is -1; weights lie in \[0, 1\]"),
    ({"outcomes": {("a", "c"): [1]}}, r"outcomes at a / c: expected \{name: weight\}, got \[1\]"),
    ({"outcomes": {("a", "c"): {"": 1}}}, "outcomes at a / c: '' is not a name"),
    ({"outcomes": 5}, "outcomes must be a mapping or a function of a cell, not int"),
]


@pytest.mark.parametrize(("changed", "words"), NORMAL_FORMS)
def test_normal_forms(changed, words):
    refuse(words, normal_form, **changed)


SIGNALLING = [
    ({"types": {"t": "1/2", "u": "1/3"}}, "the priors of 't', 'u' sum to 5/6; they must sum to 1"),
    ({"types": {"t": 0.3, "u": 0.69}}, "sum to 99/100; they must sum to 1"),
    ({"types": {"t": "3/2", "u": "-1/2"}}, r"the prior of type 't' is 3/2; probabilities lie in \[0, 1\]"),
    ({"types": {"t": 1, "u": "-1/2"}}, r"the prior of type 'u' is -1/2; probabilities lie in \[0, 1\]"),
    ({"types": {}}, "types are empty; name at least one"),
    ({"types": ["t", "u"]}, r"types must map each type to its prior probability, not \['t', 'u'\]"),
    ({"types": {"": 1}}, "types: '' is not a label"),
    ({"messages": ()}, "messages are empty; name at least one"),
    ({"messages": ("m", "m")}, "messages name 'm' twice"),
    ({"messages": "mn"}, "messages must be a sequence of labels, not 'mn'"),
    ({"replies": ()}, "replies are empty; name at least one"),
    ({"replies": ("a", "a")}, "replies name 'a' twice"),
    ({"replies": {"m": ("a",)}}, "replies must name exactly the messages m, n"),
    ({"replies": {"m": ("a",), "n": ()}}, "replies to 'n' are empty; name at least one"),
    ({"sender": "r"}, "players name 'r' twice"),
    ({"sender": ""}, "players: '' is not a label"),
    ({"payoffs": lambda *cell: (0,)}, r"payoffs at t / m / a: expected \(sender's, receiver's\), got \(0,\)"),
    ({"payoffs": lambda *cell: 5}, r"payoffs at t / m / a: expected \(sender's, receiver's\), got 5"),
    ({"payoffs": {("t", "m", "a"): (0, 0)}}, r"payoffs lack the cell \('t', 'm', 'b'\); every cell needs an entry"),
    ({"payoffs": {("t", "m", "z"): (0, 0)}}, r"payoffs name the cell \('t', 'm', 'z'\), which .* did you mean"),
    ({"outcomes": lambda *cell: {"o": "3/2"}}, r"weight of 'o' at t / m / a is 3/2; weights lie in \[0, 1\]"),
]


@pytest.mark.parametrize(("changed", "words"), SIGNALLING)
def test_signalling_games(changed, words):
    refuse(words, signalling, **changed)


def test_the_unchanged_declarations_are_right():
    assert normal_form().shape == (1, 1)
    assert signalling().numbers.prior == (0.5, 0.5)


def test_criteria_say_what_they_claim():
    with pytest.raises(dt.InvalidGame, match="criterion 'safer' has sense 'bigger'; allowed: 'more', 'less', 'never'"):
        dt.Criterion("safer", "clash", "bigger")
