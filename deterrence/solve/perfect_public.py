"""Whether an automaton is a perfect public equilibrium of a repeated game, and what it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import UnsupportedGame
from ..frozen import FrozenDict
from ..games.incentives import Incentives
from ..games.repeated import Automaton, RepeatedGame

__all__ = ["PublicPlay", "perfect_public"]


@dataclass(frozen=True)
class PublicPlay:
    """What following an automaton is worth, and what leaving it once gains.

    Attributes
    ----------
    game : RepeatedGame
    automaton : Automaton
    values : mapping
        State to the players' discounted sums of payoffs from there on.
    gains : mapping
        (state, player, action) to what playing that action once gains; not positive anywhere in an equilibrium.
    """

    game: RepeatedGame
    automaton: Automaton
    values: Mapping[str, tuple[Any, ...]]
    gains: Mapping[tuple[str, str, str], Any]

    @property
    def equilibrium(self) -> bool:
        """Whether no one-shot deviation gains anything, which makes it a perfect public equilibrium."""
        return all(gain <= 0 for gain in self.gains.values())

    @property
    def averages(self) -> tuple[Any, ...]:
        """Values in the first state as averages per round."""
        return tuple((1 - self.game.discount) * v for v in next(iter(self.values.values())))

    @property
    def incentives(self) -> Incentives:
        """Where a discount factor that was left a symbol makes it an equilibrium; what `incentive_range` takes."""
        names = {" / ".join(key): gain for key, gain in self.gains.items()}
        return Incentives(names, self.game.discount, 0, Fraction(10**9 - 1, 10**9))


def perfect_public(game: RepeatedGame, automaton: Automaton) -> PublicPlay:
    """Value an automaton in every state and check all one-shot deviations, exactly.

    Parameters
    ----------
    game : RepeatedGame
        The discount factor may be a symbol.
    automaton : Automaton

    Returns
    -------
    PublicPlay

    Raises
    ------
    UnsupportedGame
        For another kind of game.

    Notes
    -----
    The values solve one linear equation per state, by elimination. A public profile is an equilibrium after every public
    history iff no one-shot deviation pays [1]_.

    References
    ----------
    .. [1] G. J. Mailath and L. Samuelson (2006), Repeated Games and Reputations, Oxford University Press, ch. 7.

    Examples
    --------
    >>> import deterrence as dt
    >>> stage = dt.NormalForm.from_arrays([[2, -1], [3, 0]], [[2, 3], [-1, 0]], actions=[["C", "D"], ["C", "D"]])
    >>> quiet, loud = {"good": "9/10", "bad": "1/10"}, {"good": "1/2", "bad": "1/2"}
    >>> seen = {p: quiet if p == ("C", "C") else loud for p in stage.payoffs}
    >>> grim = dt.Automaton.punishment(("C", "C"), ("D", "D"), bad="bad", good="good", rounds=None)
    >>> play = dt.perfect_public(dt.RepeatedGame(stage, seen, discount="9/10"), grim)
    >>> play.equilibrium, play.averages[0]
    (True, Fraction(20, 19))
    """
    if not isinstance(game, RepeatedGame):
        raise UnsupportedGame(f"perfect_public takes a RepeatedGame, not {type(game).__name__}")
    stage, delta = game.stage, game.discount
    payoffs = dict(zip(stage.payoffs, stage.numbers, strict=True))
    states = list(automaton.actions)
    moves = {(s, p): _after(game, automaton, s, p) for s, p in automaton.actions.items()}
    matrix = [[_unit(s == t) - delta * moves[(s, automaton.actions[s])].get(t, 0) for t in states] for s in states]
    rewards = [list(payoffs[automaton.actions[s]]) for s in states]
    values = dict(zip(states, _solve(matrix, rewards), strict=True))
    gains = {}
    for state, i, profile in automaton.deviations(game):
        later = sum(p * values[t][i] for t, p in _after(game, automaton, state, profile).items())
        gain = payoffs[profile][i] + delta * later - values[state][i]
        gains[(state, stage.players[i], profile[i])] = gain if isinstance(gain, Fraction) else gain.factor()
    return PublicPlay(game, automaton, FrozenDict({s: tuple(v) for s, v in values.items()}), FrozenDict(gains))


def _after(game: RepeatedGame, automaton: Automaton, state: str, profile: tuple[str, ...]) -> dict[str, Fraction]:
    chances: dict[str, Fraction] = {}
    for signal, p in game.signals[profile].items():
        target = automaton.next(state, signal)
        chances[target] = chances.get(target, Fraction(0)) + p
    return chances


def _unit(same: bool) -> Fraction:
    return Fraction(int(same))


def _solve(matrix: list[list[Any]], right: list[list[Any]]) -> list[list[Any]]:
    """Gauss-Jordan elimination; the diagonal of 1 - delta P dominates, so no pivot vanishes."""
    rows = [[*a, *b] for a, b in zip(matrix, right, strict=True)]
    n = len(rows)
    for k in range(n):
        rows[k] = [_tidy(x / rows[k][k]) for x in rows[k]]
        for j in range(n):
            if j != k and rows[j][k] != 0:
                factor = rows[j][k]
                rows[j] = [_tidy(x - factor * y) if y else x for x, y in zip(rows[j], rows[k], strict=True)]
    return [row[n:] for row in rows]


def _tidy(value: Any) -> Any:
    return value if isinstance(value, Fraction) else value.cancel()
