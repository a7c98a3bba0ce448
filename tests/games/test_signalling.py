"""Signalling games: what may be given, and what is kept of it."""

from fractions import Fraction

import pytest

import deterrence as dt

F = Fraction


def warning(**more):
    """Two types, two messages; the reply `call` exists after a warning only."""
    given = {
        "sender": "defender",
        "receiver": "challenger",
        "types": {"resolute": 0.2, "irresolute": "4/5"},
        "messages": ("warn", "wait"),
        "replies": {"warn": ("refrain", "call"), "wait": ("refrain", "probe", "negotiate")},
        "payoffs": lambda kind, message, reply: (len(kind), F(len(message), len(reply))),
    }
    return dt.SignallingGame(**given | more)


def test_replies_may_differ_by_message():
    game = warning()
    assert game.players == (game.sender, game.receiver) == ("defender", "challenger")
    assert dict(game.replies) == {"warn": ("refrain", "call"), "wait": ("refrain", "probe", "negotiate")}
    assert len(game.payoffs) == 2 * (2 + 3)
    assert game.payoffs["irresolute", "wait", "negotiate"] == (10, F(4, 9))


def test_replies_may_be_the_same_after_every_message():
    game = warning(replies=("refrain", "probe"))
    assert game.replies["warn"] == game.replies["wait"] == ("refrain", "probe")


def test_tables_are_in_declared_order():
    """[type][message][reply]: the sender's payoff counts the letters of its type."""
    table = warning().numbers
    assert table.prior == (F(1, 5), F(4, 5))
    assert table.sender == (((8, 8), (8, 8, 8)), ((10, 10), (10, 10, 10)))
    assert table.receiver[0] == ((F(4, 7), 1), (F(4, 7), F(4, 5), F(4, 9)))


def test_priors_are_read_exactly():
    game = warning(types={"a": 0.1, "b": 0.2, "c": 0.7})
    assert dict(game.prior) == {"a": F(1, 10), "b": F(1, 5), "c": F(7, 10)}
    assert warning(types={"a": 0, "b": 1}).numbers.prior == (0, 1)


def test_payoffs_as_a_mapping():
    game = warning()
    assert warning(payoffs=dict(game.payoffs)) == game


def test_outcomes():
    game = warning(outcomes={("irresolute", "warn", "call"): {"bluff": "1/2"}})
    assert game.outcome_names == ("bluff",)
    assert game.outcomes["irresolute", "warn", "call"] == {"bluff": F(1, 2)}
    assert game.outcomes["resolute", "wait", "probe"] == {}


def test_equality_and_hash():
    payoffs = dict(warning().payoffs)
    assert warning(payoffs=payoffs) == warning(payoffs=payoffs)
    assert hash(warning(payoffs=payoffs)) == hash(warning(payoffs=payoffs))
    assert warning(payoffs=payoffs) != warning(payoffs=payoffs, types={"resolute": "1/2", "irresolute": "1/2"})
    assert warning(payoffs=payoffs) != warning(payoffs=payoffs, receiver="rival")
    assert warning() != dt.NormalForm.from_arrays([[0]], [[0]])


def test_games_are_immutable():
    game = warning()
    with pytest.raises(AttributeError, match="games are immutable"):
        game.sender = "ally"
    for mapping, key in ((game.prior, "resolute"), (game.replies, "warn"), (game.payoffs, ("resolute", "warn", "call"))):
        with pytest.raises(TypeError):
            mapping[key] = None
