"""One equilibrium: a strategy profile with its payoffs, beliefs and reasons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from ..exact import as_data, show
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from .beliefs import BeliefSet, justifying
from .piece import information_sets
from .polytope import Vector

__all__ = ["Deviation", "Equilibrium", "Profile", "cell_probabilities", "shape_of"]


@dataclass(frozen=True)
class Deviation:
    """What one player would get from one alternative, all else equal.

    Attributes
    ----------
    player : str
    at : str or None
        Type or message at which the choice is made; None in a normal form.
    action : str
    payoff : Fraction
        Expected payoff of the action at that point, given the others' strategies and the belief there.
    loss : Fraction
        What is lost against the best action there; 0 for every action that is used.
    used : bool
    """

    player: str
    at: str | None
    action: str
    payoff: Fraction
    loss: Fraction
    used: bool


class Profile(Mapping[str, Any]):
    """A strategy for every player, by labels.

    In a normal form ``profile[player][action]`` is a probability; in a signalling game
    ``profile[player][type or message][action]``. Every declared action is there, zeros included.

    Parameters
    ----------
    game : Game
    vectors : tuple of tuples of Fraction
        For each player in game order, its probabilities at all information sets in a row.
    """

    def __init__(self, game: Game, vectors: tuple[Vector, ...]) -> None:
        self.game, self.flat = game, vectors

    @cached_property
    def _strategies(self) -> dict[str, Any]:
        strategies: dict[str, Any] = {}
        for player, sets, vector in zip(self.game.players, information_sets(self.game), self.flat, strict=True):
            position, by_set = 0, {}
            for label, actions in sets:
                chances = vector[position : position + len(actions)]
                by_set[label] = MappingProxyType(dict(zip(actions, chances, strict=True)))
                position += len(actions)
            strategies[player] = by_set[None] if None in by_set else MappingProxyType(by_set)
        return strategies

    def __getitem__(self, player: str) -> Any:
        return self._strategies[player]

    def __iter__(self) -> Iterator[str]:
        return iter(self._strategies)

    def __len__(self) -> int:
        return len(self._strategies)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Profile) and self.flat == other.flat and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.flat)


def cell_probabilities(game: Game, flat: tuple[Vector, ...]) -> dict[tuple[str, ...], Fraction]:
    """Probability of every cell that is reached with positive probability."""
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
    assert isinstance(game, NormalForm)
    reached = {(): Fraction(1)}
    for vector, actions in zip(flat, game.actions.values(), strict=True):
        reached = {
            (*cell, action): p * x for cell, p in reached.items() for action, x in zip(actions, vector, strict=True) if x
        }
    return reached


class Equilibrium:
    """An equilibrium of a game, exact.

    Indexing gives strategies: ``eq["defender"]["resolute"]["warn"]`` in a signalling game, ``eq["challenger"]["probe"]``
    in a normal form.

    Parameters
    ----------
    game : Game
    flat : tuple of tuples of Fraction
        For each player in game order, its probabilities at all information sets in a row. Nothing is checked here:
        equilibria come from solvers, and `EquilibriumSet.verify` checks them.
    """

    #: Whether every number is rational; otherwise `error` bounds the enclosures.
    exact = True
    error = Fraction(0)

    def __init__(self, game: Game, flat: tuple[Vector, ...]) -> None:
        self.game, self.flat = game, flat
        self.profile = Profile(game, flat)

    def __getitem__(self, player: str) -> Any:
        return self.profile[player]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equilibrium) and self.flat == other.flat and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.flat)

    @cached_property
    def vectors(self) -> tuple[Any, ...]:
        """Strategies as tuples: normal form, one per player in action order; signalling game, per type and per message."""
        if isinstance(self.game, NormalForm):
            return self.flat
        return tuple(
            tuple(tuple(chances.values()) for chances in self.profile[player].values()) for player in self.game.players
        )

    @cached_property
    def reached(self) -> Mapping[tuple[str, ...], Fraction]:
        """Probability of every cell of the game that is reached."""
        return MappingProxyType(cell_probabilities(self.game, self.flat))

    @cached_property
    def payoffs(self) -> Mapping[str, Fraction]:
        """Expected payoff of every player, before types are drawn."""
        game: Any = self.game
        totals = [Fraction(0)] * len(game.players)
        for cell, p in self.reached.items():
            for i, payoff in enumerate(game.payoffs[cell]):
                totals[i] += p * game.evaluate(payoff)
        return MappingProxyType(dict(zip(game.players, totals, strict=True)))

    @cached_property
    def payoffs_by_type(self) -> Mapping[str, Fraction]:
        """Expected payoff of each type of the sender; empty in a normal form."""
        if not isinstance(self.game, SignallingGame):
            return MappingProxyType({})
        return MappingProxyType(
            {
                kind: sum(
                    (self[self.game.sender][kind][m] * self._message_payoff(t, k) for k, m in enumerate(self.game.messages)),
                    Fraction(0),
                )
                for t, kind in enumerate(self.game.types)
            }
        )

    def _message_payoff(self, t: int, m: int) -> Fraction:
        game = self.game
        assert isinstance(game, SignallingGame)
        chances = self[game.receiver][game.messages[m]].values()
        return sum((p * u for p, u in zip(chances, game.numbers.sender[t][m], strict=True)), Fraction(0))

    @property
    def shape(self) -> str | None:
        """babbling, pooling, separating or semi_separating; None where there are no types."""
        if not isinstance(self.game, SignallingGame):
            return None
        return shape_of(self.game, [self.flat[0]], self.game.numbers.prior)

    @cached_property
    def beliefs(self) -> Mapping[str, BeliefSet]:
        """The receiver's beliefs after each message; empty in a normal form."""
        game = self.game
        if not isinstance(game, SignallingGame):
            return MappingProxyType({})
        return MappingProxyType({m: self._belief(game, k) for k, m in enumerate(game.messages)})

    def _belief(self, game: SignallingGame, m: int) -> BeliefSet:
        n = len(game.messages)
        weights = [p * self.flat[0][t * n + m] for t, p in enumerate(game.numbers.prior)]
        total = sum(weights)
        if total:
            return BeliefSet((dict(zip(game.types, (w / total for w in weights), strict=True)),), True)
        chances = self[game.receiver][game.messages[m]].values()
        used = [a for a, x in enumerate(chances) if x]
        part = justifying([row[m] for row in game.numbers.receiver], used)
        vertices = part.vertices if part is not None else ()
        return BeliefSet(tuple(dict(zip(game.types, v, strict=True)) for v in sorted(vertices, reverse=True)), False)

    def deviations(self) -> tuple[Deviation, ...]:
        """What every player would get from every alternative: why this is an equilibrium.

        After a message that is not sent, the receiver's payoffs are taken at the mean of the belief set's vertices; the
        losses of its replies are 0 at every belief in the set.

        Returns
        -------
        tuple of Deviation
            By player, information set and action, in the order of the game.
        """
        if isinstance(self.game, SignallingGame):
            return tuple(self._sender_deviations(self.game) + self._receiver_deviations(self.game))
        game = self.game
        assert isinstance(game, NormalForm)
        found: list[Deviation] = []
        for i, (player, actions) in enumerate(game.actions.items()):
            payoffs = []
            for k in range(len(actions)):
                pure = tuple(Fraction(int(k == j)) for j in range(len(actions)))
                cells = cell_probabilities(game, (*self.flat[:i], pure, *self.flat[i + 1 :]))
                payoffs.append(sum((p * game.evaluate(game.payoffs[c][i]) for c, p in cells.items()), Fraction(0)))
            found += _rows(player, None, actions, payoffs, self.flat[i])
        return tuple(found)

    def _sender_deviations(self, game: SignallingGame) -> list[Deviation]:
        rows = []
        for t, kind in enumerate(game.types):
            payoffs = [self._message_payoff(t, m) for m in range(len(game.messages))]
            rows += _rows(game.sender, kind, game.messages, payoffs, tuple(self[game.sender][kind].values()))
        return rows

    def _receiver_deviations(self, game: SignallingGame) -> list[Deviation]:
        rows = []
        for m, message in enumerate(game.messages):
            beliefs = self.beliefs[message].vertices
            mean = [sum((b[t] for b in beliefs), Fraction(0)) / len(beliefs) for t in game.types]
            payoffs = [
                sum((p * row[m][a] for p, row in zip(mean, game.numbers.receiver, strict=True)), Fraction(0))
                for a in range(len(game.replies[message]))
            ]
            chances = tuple(self[game.receiver][message].values())
            rows += _rows(game.receiver, message, game.replies[message], payoffs, chances)
        return rows

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON: strategies, payoffs, shape and beliefs by labels."""
        return {
            "strategies": _as_data(self.profile),
            "payoffs": _as_data(self.payoffs),
            "payoffs_by_type": _as_data(self.payoffs_by_type),
            "shape": self.shape,
            "beliefs": {
                m: {"on_path": b.on_path, "vertices": [_as_data(v) for v in b.vertices]} for m, b in self.beliefs.items()
            },
        }

    def __repr__(self) -> str:
        parts = []
        for player, sets, vector in zip(self.game.players, information_sets(self.game), self.flat, strict=True):
            position = 0
            for label, actions in sets:
                chances = vector[position : position + len(actions)]
                position += len(actions)
                used = [(a, x) for a, x in zip(actions, chances, strict=True) if x]
                text = used[0][0] if len(used) == 1 else " + ".join(f"{show(x)} {a}" for a, x in used)
                parts.append(f"{player}{f' ({label})' if label is not None else ''}: {text}")
        return "<" + "; ".join(parts) + ">"

    def _repr_html_(self) -> str:
        from ..present.html import equilibrium_html

        return equilibrium_html(self)


def _as_data(nested: Any) -> Any:
    if isinstance(nested, Mapping):
        return {label: _as_data(entry) for label, entry in nested.items()}
    return as_data(nested)


def _rows(
    player: str, at: str | None, actions: tuple[str, ...], payoffs: list[Fraction], chances: tuple[Fraction, ...]
) -> list[Deviation]:
    best = max(payoffs)
    return [
        Deviation(player, at, action, payoff, best - payoff, bool(x))
        for action, payoff, x in zip(actions, payoffs, chances, strict=True)
    ]


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
