"""Repeated games with imperfect public monitoring, and strategies that are automata on public signals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from ..errors import InvalidGame, did_you_mean
from ..exact import exact, show
from ..frozen import FrozenDict
from .normal_form import NormalForm

__all__ = ["Automaton", "RepeatedGame"]


@dataclass(frozen=True, init=False)
class RepeatedGame:
    """A stage game played for ever, after each round of which all see a public signal and not the actions.

    Parameters
    ----------
    stage : NormalForm
        Without free parameters; its payoffs are expected payoffs of a round.
    signals : mapping
        Action profile to {signal: probability}.
    discount : number or sympy.Symbol
        In [0, 1).

    Raises
    ------
    InvalidGame
        For a discount factor outside [0, 1), a profile without signals, or probabilities that do not add up to 1.

    Examples
    --------
    >>> stage = NormalForm.from_arrays([[2, -1], [3, 0]], [[2, 3], [-1, 0]])
    >>> seen = {profile: {"good": "1/2", "bad": "1/2"} for profile in stage.payoffs}
    >>> RepeatedGame(stage, seen, discount="9/10").discount
    Fraction(9, 10)
    """

    stage: NormalForm
    signals: Mapping[tuple[str, ...], Mapping[str, Fraction]]
    discount: Any

    def __init__(self, stage: NormalForm, signals: Mapping[Any, Mapping[str, Any]], *, discount: Any) -> None:
        stage.require_numbers()
        read = {}
        for profile in stage.payoffs:
            if profile not in signals:
                raise InvalidGame(f"signals lack the profile {profile!r}; every profile needs {{signal: probability}}")
            chances = {name: Fraction(exact(p)) for name, p in signals[profile].items()}
            if sum(chances.values()) != 1 or min(chances.values()) < 0:
                raise InvalidGame(
                    f"signals after {' / '.join(profile)} have probabilities that add up to {show(sum(chances.values()))}; "
                    "they must be at least 0 and add up to 1"
                )
            read[profile] = FrozenDict(chances)
        delta = exact(discount)
        if isinstance(delta, Fraction) and not 0 <= delta < 1:
            raise InvalidGame(f"the discount factor is {show(delta)}; allowed: [0, 1)")
        for name, value in (("stage", stage), ("signals", FrozenDict(read)), ("discount", delta)):
            object.__setattr__(self, name, value)


@dataclass(frozen=True, init=False)
class Automaton:
    """A public strategy profile: what everybody does in each state, and which state each signal leads to.

    Parameters
    ----------
    actions : mapping
        State to action profile; the first state is the initial one.
    moves : mapping
        State to {signal: state}, or to one state whatever the signal.

    Raises
    ------
    InvalidGame
        For a state without moves, or a move to a state that does not exist.

    Examples
    --------
    >>> grim = Automaton({"peace": ("C", "C"), "war": ("D", "D")}, {"peace": {"good": "peace", "bad": "war"}, "war": "war"})
    >>> grim.next("peace", "bad")
    'war'
    """

    actions: Mapping[str, tuple[str, ...]]
    moves: Mapping[str, Any]

    def __init__(self, actions: Mapping[str, Sequence[str]], moves: Mapping[str, Any]) -> None:
        for state in actions:
            if state not in moves:
                raise InvalidGame(f"the automaton does not say where state {state!r} leads; add it to moves")
            targets = [moves[state]] if isinstance(moves[state], str) else moves[state].values()
            for target in targets:
                if target not in actions:
                    near = did_you_mean(target, actions)
                    raise InvalidGame(f"state {state!r} leads to {target!r}, which is no state{near}")
        object.__setattr__(self, "actions", FrozenDict({s: tuple(a) for s, a in actions.items()}))
        object.__setattr__(self, "moves", FrozenDict(moves))

    @classmethod
    def punishment(
        cls, together: Sequence[str], apart: Sequence[str], *, bad: str, good: str, rounds: int | None
    ) -> "Automaton":
        """Play one profile until a bad signal, another one for some rounds (None: for ever), and begin again."""
        states = {"peace": tuple(together)}
        if rounds == 0:
            return cls(states, {"peace": "peace"})
        names = ["punishment"] if rounds is None else [f"punishment {k}" for k in range(rounds, 0, -1)]
        moves: dict[str, Any] = {"peace": {good: "peace", bad: names[0]}}
        for name, after in zip(names, [*names[1:], "peace"], strict=True):
            states[name], moves[name] = tuple(apart), name if rounds is None else after
        return cls(states, moves)

    def next(self, state: str, signal: str) -> str:
        """The state after a signal."""
        move = self.moves[state]
        if isinstance(move, str):
            return move
        if signal not in move:
            raise InvalidGame(f"state {state!r} has no move for the signal {signal!r} (signals: {', '.join(move)})")
        return str(move[signal])

    def deviations(self, game: RepeatedGame) -> list[tuple[str, int, tuple[str, ...]]]:
        """Every one-shot deviation: the state, the player, and the profile that it leads to."""
        found = []
        for (state, profile), (i, player) in product(self.actions.items(), enumerate(game.stage.players)):
            for action in game.stage.actions[player]:
                if action != profile[i]:
                    found.append((state, i, (*profile[:i], action, *profile[i + 1 :])))
        return found
