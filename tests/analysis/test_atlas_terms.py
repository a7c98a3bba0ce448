"""Payoffs that are no rational functions: their families, with parameters in the place of the terms."""

from fractions import Fraction

import pytest
import sympy

import deterrence as dt

X, C = (sympy.Symbol(n, real=True) for n in ("x", "c"))


def names(families):
    return {f.name for f in families}


def test_a_term_becomes_a_parameter_of_its_own():
    """Staying pays c, going exp(x): stay iff exp(x) <= c, whatever x is."""
    game = dt.NormalForm(
        ("one", "two"),
        {("go", "wait"): (sympy.exp(X), 0), ("stay", "wait"): (C, 0)},
        parameters=[dt.Parameter("c", "what staying pays", "> 0"), dt.Parameter("x", "growth")],
    )
    atlas = dt.atlas(game)
    (term,) = (p for p in atlas.game.parameters if p.name not in ("c", "x"))
    assert (term.name, term.domain, term.meaning) == ("exp_x", "> 0", "stands for exp(x)")
    assert "exp_x stands for exp(x)" in repr(atlas)
    assert {f.name: str(f.region) for f in atlas} == {
        "one: go; two: wait": "c <= exp_x",
        "one: stay; two: wait": "c >= exp_x",
    }
    assert names(atlas.holding(c=3, exp_x="27/10")) == {"one: stay; two: wait"}
    assert len(names(atlas.holding(c=1, exp_x=1))) == 3  # indifferent: both, and every mixture
    assert atlas.audit(30).disagreements == ()


def test_every_term_once_with_its_sign_and_a_name_that_is_free():
    """The square root of x is not negative, log(x) is any number; exp_x is taken by a parameter of that name."""
    taken = sympy.Symbol("exp_x", real=True)
    root, log = sympy.sqrt(X), sympy.log(X)
    game = dt.NormalForm.from_arrays(
        [[root + log, sympy.exp(X) * taken], [root, sympy.Max(log, sympy.exp(X))]], [[1, root], [0, 2]]
    )
    atlas = dt.atlas(game)
    new = {p.name: (p.domain, str(p.term)) for p in atlas.game.parameters if hasattr(p, "term")}
    assert new == {"root_x": (">= 0", "sqrt(x)"), "log_x": ("real", "log(x)"), "exp_x_2": ("> 0", "exp(x)")}
    assert len(atlas) > 0


def test_terms_in_signalling_games_and_beside_values():
    share = sympy.Symbol("share", real=True)
    game = dt.SignallingGame(
        "sender", "receiver", {"strong": share, "weak": 1 - share}, ("fight", "yield"), ("in", "out"),
        payoffs=lambda kind, message, reply: (
            (sympy.exp(-X) if message == "fight" else 0) - int(reply == "in"), (1 if kind == "weak" else -1) * int(reply == "in")
        ),
        parameters=[dt.Parameter("share", "", "(0, 1)"), dt.Parameter("x", "", ">= 0")],
    ).at(share="2/3")  # fmt: skip
    atlas = dt.atlas(game)
    assert [p.name for p in atlas.game.parameters] == ["exp_x"]
    # fighting pays more whatever is replied; nobody enters against two thirds of strong ones
    assert names(atlas.holding(exp_x="3/8")) == names(dt.perfect_bayesian(atlas.game.at(exp_x=Fraction(3, 8))).families)


def test_solvers_still_say_what_to_do():
    game = dt.NormalForm.from_arrays([[sympy.exp(X)], [1]], [[0], [0]])
    with pytest.raises(dt.UnsupportedGame, match=r"exp\(x\) is not one\. dt\.atlas puts parameters"):
        dt.nash(game)
