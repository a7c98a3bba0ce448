"""One equilibrium: a strategy profile with its payoffs, beliefs and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..exact import as_data, decimal, show
from ..frozen import FrozenDict
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from . import markov_play
from .assessment import Assessment, belief_sets
from .beliefs import BeliefSet, justifying
from .piece import information_sets
from .polytope import Vector
from .profile import Profile, cell_probabilities, shape_of
from .tree_play import alternatives, tree_payoffs

__all__ = ["Deviation", "Equilibrium"]

#: Longest irrational number, in characters, that stands in a repr.
LONGEST = 40


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


@dataclass(frozen=True, repr=False, eq=False)
class Equilibrium:
    """An equilibrium of a game, exact.

    Indexing gives strategies: ``eq["defender"]["resolute"]["warn"]`` in a signalling game, ``eq["challenger"]["probe"]``
    in a normal form.

    Parameters
    ----------
    game : Game
    flat : tuple of tuples of Fraction
        For each player in game order, its probabilities at all information sets in a row; algebraic numbers where they are
        irrational. Nothing is checked here: equilibria come from solvers, and `EquilibriumSet.verify` checks them.
    """

    game: Game
    flat: tuple[Vector, ...]
    #: What is known of the beliefs that go with it in a tree.
    assessments: tuple[Assessment, ...] = ()

    #: How wide the enclosures of irrational probabilities are at most.
    WIDTH = Fraction(1, 10**20)

    @cached_property
    def profile(self) -> Profile:
        """Everyone's strategy, by labels."""
        return Profile(self.game, self.flat)

    def __getitem__(self, player: str) -> Any:
        return self.profile[player]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equilibrium) and self.flat == other.flat and self.game == other.game

    def __hash__(self) -> int:
        return hash(self.flat)

    @cached_property
    def exact(self) -> bool:
        """Whether every probability is rational; otherwise they are algebraic numbers, and `enclosures` bounds them."""
        return all(isinstance(x, Fraction) for vector in self.flat for x in vector)

    @property
    def error(self) -> Fraction:
        """Bound on the width of all enclosures: 0 where every probability is rational."""
        return Fraction(0) if self.exact else self.WIDTH

    @cached_property
    def enclosures(self) -> tuple[tuple[tuple[Fraction, Fraction], ...], ...]:
        """Rational bounds of every probability, certain and at most `error` apart; players as in `flat`."""
        bounds: Any = [[(x, x) if isinstance(x, Fraction) else x.enclosure(self.WIDTH) for x in v] for v in self.flat]
        return tuple(map(tuple, bounds))

    def decimals(self, digits: int = 15) -> tuple[tuple[str, ...], ...]:
        """Probabilities as decimals, each within one unit of the last digit; players as in `flat`.

        Examples
        --------
        >>> import deterrence as dt
        >>> dt.nash(dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])).extreme[1].decimals(4)
        (('0.6667', '0.3333'), ('0.3333', '0.6667'))
        """
        width = Fraction(1, 10 ** (digits + 2))
        rows: Any = [[x if isinstance(x, Fraction) else sum(x.enclosure(width)) / 2 for x in v] for v in self.flat]
        return tuple(tuple(decimal(x, digits) for x in row) for row in rows)

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
        return FrozenDict(cell_probabilities(self.game, self.flat))

    @cached_property
    def payoffs(self) -> Mapping[str, Fraction]:
        """Expected payoff of every player, before types are drawn; in a stochastic game summed over all periods."""
        if isinstance(self.game, ExtensiveForm):
            return tree_payoffs(self.game, self.flat)
        game: Any = self.game
        totals = [Fraction(0)] * len(game.players)
        for cell, p in self.reached.items():
            for i, payoff in enumerate(game.payoffs[cell]):
                totals[i] += p * game.evaluate(payoff)
        if isinstance(self.game, StochasticGame):
            totals = [t / (1 - self.game.factor) for t in totals]
        return FrozenDict(zip(game.players, totals, strict=True))

    @cached_property
    def values(self) -> Mapping[str, Mapping[str, Any]]:
        """In a stochastic game, what play from each state on is worth to each player; empty for other games."""
        game = self.game
        if not isinstance(game, StochasticGame):
            return FrozenDict()
        worth = markov_play.state_values(game, markov_play.strategies(game, self.flat))
        return FrozenDict(
            {s: FrozenDict(zip(game.players, row, strict=True)) for s, row in zip(game.states, worth, strict=True)}
        )

    @cached_property
    def payoffs_by_type(self) -> Mapping[str, Fraction]:
        """Expected payoff of each type of the sender; empty in a normal form."""
        if not isinstance(self.game, SignallingGame):
            return FrozenDict()
        return FrozenDict(
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
        """The receiver's beliefs after each message; of a sequential equilibrium of a tree those at every information set.

        Empty in a normal form, and of equilibria of trees that are defined without beliefs.
        """
        game = self.game
        if isinstance(game, ExtensiveForm):
            return belief_sets(game, self.assessments)
        if not isinstance(game, SignallingGame):
            return FrozenDict()
        return FrozenDict({m: self._belief(game, k) for k, m in enumerate(game.messages)})

    def _belief(self, game: SignallingGame, m: int) -> BeliefSet:
        n = len(game.messages)
        weights = [p * self.flat[0][t * n + m] for t, p in enumerate(game.numbers.prior)]
        total = sum(weights)
        if total:
            return BeliefSet((FrozenDict(zip(game.types, (w / total for w in weights), strict=True)),), True)
        chances = self[game.receiver][game.messages[m]].values()
        used = [a for a, x in enumerate(chances) if x]
        part = justifying([row[m] for row in game.numbers.receiver], used)
        vertices = part.vertices if part is not None else ()
        return BeliefSet(tuple(FrozenDict(zip(game.types, v, strict=True)) for v in sorted(vertices, reverse=True)), False)

    def deviations(self) -> tuple[Deviation, ...]:
        """What every player would get from every alternative: why this is an equilibrium.

        After a message that is not sent, the receiver's payoffs are taken at the mean of the belief set's vertices; the
        losses of its replies are 0 at every belief in the set. In a tree a payoff is what the action gets with the player's
        best play later, in the smallest subgame around the information set; a set that the others never let happen there is
        left out, and in a Nash equilibrium an unreached one may show a loss: a threat that would not be carried out. In a
        stochastic game a payoff is what the action gets when it is taken once and all goes on as planned.

        Returns
        -------
        tuple of Deviation
            By player, information set and action, in the order of the game.
        """
        if isinstance(self.game, SignallingGame):
            return tuple(self._sender_deviations(self.game) + self._receiver_deviations(self.game))
        found: list[Deviation] = []
        if isinstance(self.game, StochasticGame):
            for player, at, actions, payoffs, chances in markov_play.alternatives(self.game, self.flat):
                found += _rows(player, at, actions, payoffs, chances)
            return tuple(found)
        if isinstance(self.game, ExtensiveForm):
            for player, at, actions, payoffs, chances in alternatives(self.game, self.flat):
                found += _rows(player, at, actions, payoffs, chances)
            return tuple(found)
        game = self.game
        assert isinstance(game, NormalForm)
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
                text = used[0][0] if len(used) == 1 else " + ".join(f"{_factor(x)} {a}" for a, x in used)
                parts.append(f"{player}{f' ({label})' if label is not None else ''}: {text}")
        return "<" + "; ".join(parts) + ">"

    def _repr_html_(self) -> str:
        from ..present.html import equilibrium_html

        return equilibrium_html(self)


def _factor(x: Any) -> str:
    """A number as it stands before a label; what is no fraction and not short, as a decimal."""
    text = show(x)
    if " " in text:
        return f"({text})" if len(text) <= LONGEST else f"~{float(x):.6g}"
    return text


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
