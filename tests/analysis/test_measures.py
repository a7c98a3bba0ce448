"""Measures: what a name means, and bands."""

from fractions import Fraction

import pytest

import deterrence as dt

F = Fraction


def test_probe_game_in_bands():
    """(1, 3, 1, 2): probing unanswered, or refraining against a threat; so everything lies between these two."""
    eqs = dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2))
    assert tuple(dt.probability(eqs, "probe")) == (0, 1)
    assert tuple(dt.probability(eqs, "respond")) == (0, 1)
    assert tuple(dt.probability(eqs, "clash")) == (0, 0)
    assert tuple(dt.probability(eqs, "unanswered")) == (0, 1)
    assert tuple(dt.probability(eqs, "deterred")) == (0, 1)
    assert tuple(dt.probability(eqs, "payoff:challenger")) == tuple(dt.expected_payoff(eqs, "challenger")) == (0, 1)
    assert tuple(dt.probability(eqs.refine("undominated"), "probe")) == (1, 1)


def test_a_band_reads_as_text():
    assert str(dt.Band(F(1, 2), F(1, 2))) == "1/2"
    assert str(dt.Band(F(0), F(1, 2))) == "[0, 1/2]"
    assert str(dt.Band(F(0), F(1, 2), most_attained=False)) == "[0, 1/2)"


def twice_named():
    return dt.NormalForm(
        players=("one", "two"),
        payoffs={("war", "war"): (0, 0), ("war", "peace"): (1, -1), ("peace", "war"): (-1, 1), ("peace", "peace"): (2, 2)},
        outcomes=lambda a, b: {"war": int(a == b == "war")},
    )


def test_a_name_with_several_meanings_must_be_qualified():
    eqs = dt.nash(twice_named())
    with pytest.raises(dt.InvalidParameter, match="'outcome:war', 'one:war', 'two:war'"):
        dt.probability(eqs, "war")
    assert tuple(dt.probability(eqs, "outcome:war")) == (0, 1)
    assert tuple(dt.probability(eqs, "one:war")) == (0, 1)
    # the mixed equilibrium: two is indifferent when one plays war with p: 0 = p 0 + (1-p) 1 ... = -p + 2 (1-p)
    assert len(eqs.extreme) == 3


def test_unknown_measure_and_player():
    eqs = dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2))
    with pytest.raises(dt.InvalidParameter, match="did you mean 'clash'"):
        dt.probability(eqs, "clahs")
    with pytest.raises(dt.InvalidParameter, match="did you mean 'defender'"):
        dt.expected_payoff(eqs, "defendr")


def test_messages_and_replies_of_a_signalling_game():
    game = dt.SignallingGame(
        sender="s", receiver="r", types={"t": "1/4", "u": "3/4"}, messages=("m", "n"), replies=("a", "b"),
        payoffs=lambda t, m, a: (int((t == "t") == (m == "m")), int((m == "m") == (a == "a"))),
    )  # fmt: skip
    eqs = dt.perfect_bayesian(game)  # each type sends its own message, and the receiver matches it
    assert tuple(dt.probability(eqs, "m")) == (F(1, 4), F(1, 4))
    assert tuple(dt.probability(eqs, "b")) == (F(3, 4), F(3, 4))
    assert tuple(dt.probability(eqs, "payoff:r")) == (1, 1)


def test_a_game_is_solved_before_it_is_measured():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    with pytest.raises(dt.UnsupportedGame, match=r"not NormalForm; solve it first: probability\(dt\.nash\(game\), \.\.\.\)"):
        dt.probability(game, "probe")
    with pytest.raises(dt.UnsupportedGame, match=r"expected_payoff\(dt\.perfect_bayesian\(game\)"):
        dt.expected_payoff(dt.models.warning_game("silence"), "defender")
    with pytest.raises(dt.UnsupportedGame, match="not float"):
        dt.probability(0.5, "probe")


def test_a_measure_is_named_by_text():
    with pytest.raises(dt.InvalidParameter, match=r"named by text, not by 3 .*payoff:player 1"):
        dt.probability(dt.nash(dt.NormalForm.from_arrays([[1]], [[1]])), 3)
