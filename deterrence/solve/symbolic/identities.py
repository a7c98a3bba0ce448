"""What makes a closed form an equilibrium, as expressions that must vanish: from the game's payoffs alone.

Whoever mixes is indifferent, probabilities add up to one, and beliefs after a message that is sent are Bayes'. Nothing here
is shared with the derivation.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from .solutions import Solution

__all__ = ["identities", "vanishes"]


def identities(game: Game, solution: Solution) -> Iterator[tuple[str, Any]]:
    """What must be zero, with what it says.

    Returns
    -------
    iterator of (str, sympy.Expr)
        Nothing for trees.
    """
    import sympy

    if isinstance(game, SignallingGame):
        found = _signalling(game, solution)
    elif isinstance(game, NormalForm):
        found = _normal_form(game, solution)
    else:
        return iter(())  # trees are checked at points
    return ((what, sympy.sympify(expression)) for what, expression in found)


def vanishes(expression: Any) -> bool:
    """Whether an expression is zero whatever its symbols, as far as rational functions go."""
    import sympy

    if expression.has(sympy.Piecewise, sympy.Min, sympy.Max, sympy.Abs):
        return bool(sympy.expand(expression) == 0)
    return bool(sympy.cancel(expression) == 0)


def _normal_form(game: NormalForm, solution: Solution) -> Iterator[tuple[str, Any]]:
    put = _values(game)
    first, second = game.players
    for k, (player, other) in enumerate(((first, second), (second, first))):
        mine, theirs = solution.strategies[player], solution.strategies[other]
        yield f"{player}'s probabilities add up to 1", sum(mine.values()) - 1

        def worth(action: str, k: int = k, theirs: Mapping[str, Any] = theirs) -> Any:
            cells = (((action, reply) if k == 0 else (reply, action), chance) for reply, chance in theirs.items())
            return sum(chance * put(game.payoffs[cell][k]) for cell, chance in cells)

        yield from _indifferent(player, mine, worth)


def _signalling(game: Any, solution: Solution) -> Iterator[tuple[str, Any]]:
    put = _values(game)
    sends, replies = (solution.strategies[player] for player in game.players)
    prior = {t: put(p) for t, p in game.prior.items()}
    for t, mine in sends.items():
        yield f"the probabilities of {t} add up to 1", sum(mine.values()) - 1

        def worth(message: str, t: str = t) -> Any:
            return sum(chance * put(game.payoffs[t, message, a][0]) for a, chance in replies[message].items())

        yield from _indifferent(t, mine, worth)
    for m, chances in replies.items():
        yield f"the probabilities after {m} add up to 1", sum(chances.values()) - 1
        believed = solution.beliefs[m]
        if isinstance(believed, tuple):
            continue  # not sent, or only by types that there are not: relations bound the belief
        weights = {t: prior[t] * sends[t][m] for t in game.types}

        def value(reply: str, m: str = m, weights: Mapping[str, Any] = weights) -> Any:
            return sum(w * put(game.payoffs[t, m, reply][1]) for t, w in weights.items())

        yield from _indifferent(f"{game.receiver} after {m}", chances, value)
        for t, w in weights.items():
            yield f"the belief in {t} after {m} is Bayes'", believed[t] * sum(weights.values()) - w


def _indifferent(who: str, chances: Mapping[str, Any], worth: Any) -> Iterator[tuple[str, Any]]:
    used = [action for action, chance in chances.items() if chance != 0]
    for one, other in pairwise(used):
        yield f"{who} is indifferent between {one} and {other}", worth(one) - worth(other)


def _values(game: Game) -> Any:
    """What turns a number of the game into an expression in its free parameters."""
    import sympy

    known = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in game.values.items()}

    def put(number: Any) -> Any:
        return sympy.sympify(number).xreplace(known)

    return put
