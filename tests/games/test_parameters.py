"""Parameters of games: substitution keeps the symbols, and nothing is guessed."""

from fractions import Fraction

import pytest
import sympy

import deterrence as dt
from deterrence.parameters import Interval

F = Fraction
GAIN = dt.Parameter("gain", "what the challenger gains", "> 0", "utils")
TRUST = dt.Parameter("trust", "prior of the honest type", "[0, 1]", "probability", "1/4")


def matching(**values):
    """Matching pennies in which matching heads pays `gain`."""
    g = GAIN.symbol
    game = dt.NormalForm(
        ("even", "odd"),
        {("h", "h"): (g, -g), ("h", "t"): (-1, 1), ("t", "h"): (-1, 1), ("t", "t"): (1, -1)},
        parameters=[GAIN],
    )
    return game.at(**values)


def messenger():
    q = TRUST.symbol
    return dt.SignallingGame(
        "sender",
        "receiver",
        {"honest": q, "other": 1 - q},
        ("word",),
        ("believe", "doubt"),
        payoffs=lambda t, m, a: (int(a == "believe"), int((t == "honest") == (a == "believe"))),
        outcomes=lambda t, m, a: {"fooled": 2 * q if (t, a) == ("other", "believe") else 0},
        parameters=[TRUST],
    )


def test_what_is_free():
    game = matching()
    assert game.parameters == (GAIN,)
    assert [str(p) for p in game.parameters] == ["gain"]
    assert (game.parameters[0].meaning, game.parameters[0].domain, game.parameters[0].unit) == (
        "what the challenger gains",
        "> 0",
        "utils",
    )
    assert matching(gain=2).parameters == ()
    assert dict(matching(gain=2).values) == {"gain": 2}


def test_the_same_number_in_any_spelling():
    assert matching(gain="3/10") == matching(gain=0.3) == matching(gain=F(3, 10)) == matching(gain=sympy.Rational(3, 10))


def test_at_makes_another_game():
    game = matching()
    assert game.at(gain=2) is not game
    assert game.parameters == (GAIN,)
    assert game.at(gain=2).at(gain=3) == game.at(gain=3)
    assert game.at(gain=2) != game.at(gain=3)
    assert game.at(gain=2) != game


def test_substitute_then_solve():
    """By indifference the odd player heads with 2 / (gain + 3), from gain q - (1 - q) = -q + (1 - q)."""
    for gain in (F(1), F(2), F(7, 3)):
        (eq,) = dt.nash(matching(gain=gain)).extreme
        assert eq["odd"]["h"] == 2 / (gain + 3)


def test_free_again():
    game = matching(gain=2)
    assert game.free("gain") == matching()
    assert game.free("gain").at(gain=5).bimatrix()[0][0][0] == 5
    with pytest.raises(dt.InvalidParameter, match=r"no parameter 'gian'; did you mean 'gain'\?"):
        game.free("gian")


def test_a_parameter_without_effect_is_not_free():
    """A cost that is multiplied by 0 needs no value."""
    g, share = GAIN.symbol, sympy.Symbol("share", real=True)
    game = dt.NormalForm.from_arrays([[g * share, 1]], [[0, 0]])
    assert [p.name for p in game.parameters] == ["gain", "share"]
    assert game.at(share=0).parameters == ()
    assert game.at(share=0).bimatrix()[0] == [[0, 1]]


def test_undeclared_symbols_are_real_parameters():
    """Assumptions made elsewhere do not matter: symbols are told apart by name."""
    positive, plain = sympy.Symbol("x", positive=True), sympy.Symbol("x")
    game = dt.NormalForm.from_arrays([[positive, plain]], [[0, 0]])
    assert [(p.name, p.domain) for p in game.parameters] == [("x", "real")]
    assert game.at(x=-1).bimatrix()[0] == [[-1, -1]]


def test_a_prior_with_a_parameter():
    game = messenger()
    assert game.at(trust="2/5").numbers.prior == (F(2, 5), F(3, 5))
    with pytest.raises(dt.InvalidParameter, match=r"is 5/4, outside its domain \[0, 1\] \(prior of the honest type\)"):
        game.at(trust="5/4")


def test_weights_with_parameters_are_checked():
    least, most = dt.probability(dt.perfect_bayesian(messenger().at(trust="1/2")), "fooled")
    assert (least, most) == (0, F(1, 2))  # the receiver is indifferent; the other type is there half of the time
    with pytest.raises(dt.InvalidGame, match=r"'fooled' at other / word / believe is 6/5; weights lie in \[0, 1\]"):
        messenger().at(trust="3/5")


def test_priors_with_parameters_sum_to_one():
    q = sympy.Symbol("q", real=True)
    game = dt.SignallingGame("s", "r", {"a": q, "b": q}, ("m",), ("x",), payoffs=lambda *cell: (0, 0))
    assert game.at(q="1/2").numbers.prior == (F(1, 2), F(1, 2))
    with pytest.raises(dt.InvalidGame, match="sum to 2/3; they must sum to 1"):
        game.at(q="1/3")


def test_values_at_which_a_payoff_has_no_value():
    x = sympy.Symbol("x", real=True)
    game = dt.NormalForm.from_arrays([[1 / x]], [[0]])
    with pytest.raises(dt.InvalidParameter, match="divides by zero"):
        game.at(x=0)
    with pytest.raises(dt.InvalidParameter, match="not rational"):
        dt.NormalForm.from_arrays([[sympy.sqrt(x)]], [[0]]).at(x=2)
    assert dt.NormalForm.from_arrays([[sympy.sqrt(x)]], [[0]]).at(x="9/4").bimatrix()[0] == [[F(3, 2)]]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"gian": 1}, r"no parameter 'gian'; did you mean 'gain'\? \(parameters: gain\)"),
        ({"gain": 0}, r"'gain' is 0, outside its domain > 0 \(what the challenger gains\)"),
        (
            {"gain": "much"},
            "parameter 'gain': 'much' is not a number; write an integer, a decimal or a ratio",
        ),
        ({"gain": float("nan")}, "'nan' is not finite"),
        ({"gain": float("inf")}, "'inf' is not finite"),
        ({"gain": True}, "True is a truth value, not a number; write 0 or 1"),
        ({"gain": None}, "None is not a number"),
        ({"gain": sympy.Symbol("z")}, "z is not a number; give a number such as '3/10'"),
    ],
)
def test_bad_values(values, words):
    with pytest.raises(dt.InvalidParameter, match=words):
        matching(**values)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("real", (-5, 0, 5), ()),
        ("> 0", ("1/100",), (0, -1)),
        (">= 0", (0, 1), ("-1/100",)),
        ("< 1/2", (0,), ("1/2",)),
        ("<= -1.5", ("-3/2", -2), (-1,)),
        ("[0, 1]", (0, 1), ("-1/9", "10/9")),
        ("[0, 1)", (0, "99/100"), (1,)),
        ("(0, 1]", (1,), (0,)),
        ("(-1, 1)", (0,), (-1, 1)),
        ("[2, 2]", (2,), (1, 3)),
    ],
)
def test_domains(text, inside, outside):
    interval = Interval.read(text)
    assert all(F(x) in interval for x in inside)
    assert not any(F(x) in interval for x in outside)


@pytest.mark.parametrize("text", ["", "positive", "[0, 1", "[a, b]", "> x", "[0; 1]", "(0, 1/0)", "> 1e9", None])
def test_bad_domains(text):
    with pytest.raises(dt.InvalidParameter, match=r"is not a domain; write 'real', '> 0', '>= 0' or an interval"):
        dt.Parameter("x", domain=text)


@pytest.mark.parametrize("text", ["[1, 0]", "(1, 1)", "[1, 1)"])
def test_empty_domains(text):
    with pytest.raises(dt.InvalidParameter, match="is empty; the smaller bound comes first"):
        dt.Parameter("x", domain=text)


@pytest.mark.parametrize("name", ["", "1x", "a b", "a-b", "é", "x" * 65, "__import__", "a.b", 5])
def test_bad_names(name):
    with pytest.raises(dt.InvalidParameter, match="use a letter, then letters, digits or underscores, at most 64"):
        dt.Parameter(name)


@pytest.mark.parametrize("name", ["lambda", "class", "exp", "max"])
def test_words_of_the_language(name):
    with pytest.raises(dt.InvalidParameter, match=f"try '{name}_'"):
        dt.Parameter(name)
    assert dt.Parameter(f"{name}_").name == f"{name}_"


def test_a_default_lies_in_the_domain():
    assert TRUST.default == F(1, 4)
    with pytest.raises(dt.InvalidParameter, match=r"is 2, outside its domain \[0, 1\]"):
        dt.Parameter("x", domain="[0, 1]", default=2)
