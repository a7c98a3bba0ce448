"""Strategy profiles: who does what with which probability, by labels."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..frozen import FrozenDict
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .markov_play import frequencies
from .piece import information_sets
from .polytope import Vector
from .tree_play import reached_ends

__all__ = ["Profile", "cell_probabilities", "shape_of"]


@dataclass(frozen=True, repr=False, eq=False)
class Profile(Mapping[str, Any]):
    """A strategy for every player, by labels.

    In a normal form ``profile[player][action]`` is a probability; in other games
    ``profile[player][type, message, information set or state][action]``. Every declared action is there, zeros included.

    Parameters
    ----------
    game : Game
    flat : tuple of tuples of Fraction
        For each player in game order, its probabilities at all information sets in a row.
    """

    game: Game
    flat: tuple[Vector, ...]

    @cached_property
    def _strategies(self) -> Mapping[str, Any]:
        strategies: dict[str, Any] = {}
        for player, sets, vector in zip(self.game.players, information_sets(self.game), self.flat, strict=True):
            position, by_set = 0, {}
            for label, actions in sets:
                chances = vector[position : position + len(actions)]
                by_set[label] = FrozenDict(zip(actions, chances, strict=True))
                position += len(actions)
            strategies[player] = by_set[None] if None in by_set else FrozenDict(by_set)
        return FrozenDict(strategies)

    def __getitem__(self, player: str) -> Any:
        return self._strategies[player]

    def __iter__(self) -> Iterator[str]:
        return iter(self._strategies)

    def __len__(self) -> int:
        return len(self._strategies)

    def __hash__(self) -> int:
        return hash(self._strategies)  # equal as mappings are

    def __repr__(self) -> str:
        return repr(self._strategies)


def cell_probabilities(game: Game, flat: tuple[Vector, ...]) -> dict[tuple[str, ...], Fraction]:
    """Probability of every cell that is reached; in a stochastic game, how often it is reached over all periods."""
    reached: dict[tuple[str, ...], Fraction] = {}
    if isinstance(game, SignallingGame):
        sends, replies = flat
        n = len(game.messages)
        start = 0
        for m, message in enumerate(game.messages):
            for t, (kind, prior) in enumerate(zip(game.types, game.numbers.prior, strict=True)):
                weight = prior * sends[t * n + m]
                if weight:
                    for a, reply in enumerate(game.replies[message]):
                        if replies[start + a]:
                            reached[kind, message, reply] = weight * replies[start + a]
            start += len(game.replies[message])
        return reached
    if isinstance(game, ExtensiveForm):
        return game.by_cell(reached_ends(game, flat))
    if isinstance(game, StochasticGame):
        return frequencies(game, flat)
    assert isinstance(game, NormalForm)
    reached = {(): Fraction(1)}
    for vector, actions in zip(flat, game.actions.values(), strict=True):
        reached = {
            (*cell, action): p * x for cell, p in reached.items() for action, x in zip(actions, vector, strict=True) if x
        }
    return reached


def shape_of(game: SignallingGame, senders: list[Vector], prior: Sequence[Any]) -> str:
    """The shape that a set of sender strategies with one support profile shares, types of prior 0 left aside.

    Babbling is asked of every strategy in the list, so a set of which only some babble has the shape of the others.
    """
    n = len(game.messages)
    types = [t for t, p in enumerate(prior) if p]
    rows = [[s[t * n : (t + 1) * n] for t in types] for s in senders]
    used = [frozenset(m for strategy in rows for m in range(n) if strategy[k][m]) for k in range(len(types))]
    sent = frozenset().union(*used)
    if len(sent) == 1:
        return "pooling"
    if all(row == strategy[0] for strategy in rows for row in strategy):
        return "babbling"
    disjoint = sum(len(u) for u in used) == len(sent)
    return "separating" if disjoint else "semi_separating"
