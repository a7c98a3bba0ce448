"""Measures of equilibrium sets as bands: the least and the most over all equilibria.

On a piece every measure is multilinear in the players' strategies, so its least and most values are at extreme points.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import information_sets
from ..equilibria.profile import cell_probabilities
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import Number, as_data, show
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm

__all__ = ["Band", "expected_payoff", "measure_names", "measure_weights", "measures", "probability"]

#: A measure is the expectation of a weight on cells: an outcome's weight, an action's 0 or 1, or a payoff.
Weights = Mapping[tuple[str, ...], Fraction]
#: The probability of every cell that is reached.
Play = frozenset[tuple[tuple[str, ...], Fraction]]


@dataclass(frozen=True)
class Band:
    """The least and most of a measure; unpacks as ``least, most``.

    Attributes
    ----------
    least, most : Fraction
    least_attained, most_attained : bool
        False where only a limit of equilibria, which a refinement left half-open, has the value.
    """

    least: Fraction
    most: Fraction
    least_attained: bool = True
    most_attained: bool = True

    def __iter__(self) -> Iterator[Fraction]:
        return iter((self.least, self.most))

    @property
    def single(self) -> bool:
        """Whether all equilibria agree."""
        return self.least == self.most

    def __sub__(self, other: "Band") -> "Band":
        """All differences of a value in this band and a value in the other."""
        return Band(
            self.least - other.most,
            self.most - other.least,
            self.least_attained and other.most_attained,
            self.most_attained and other.least_attained,
        )

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "least": as_data(self.least),
            "most": as_data(self.most),
            "least_attained": self.least_attained,
            "most_attained": self.most_attained,
        }

    def __str__(self) -> str:
        if self.single:
            return show(self.least)
        opening = "[" if self.least_attained else "("
        closing = "]" if self.most_attained else ")"
        return f"{opening}{show(self.least)}, {show(self.most)}{closing}"


def probability(eqs: EquilibriumSet, measure: str) -> Band:
    """The band of a measure over an equilibrium set, exact.

    Parameters
    ----------
    eqs : EquilibriumSet
    measure : str
        An outcome of the game (the expectation of its weight), an action (the probability that it is taken), or
        "payoff:player". Where a name means several of these, "outcome:name" or "player:action" says which.

    Returns
    -------
    Band
        Unpacks as ``least, most``.

    Raises
    ------
    InvalidParameter
        For a measure that the game does not have, or a name that means several things.
    UnsupportedGame
        For an empty set, and for a game that was not solved yet.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    >>> least, most = dt.probability(dt.nash(game), "probe")
    >>> print(least, most)
    0 1
    """
    _require_set(eqs, "probability")
    return _band(_plays(eqs), _weights(eqs.game, measure))


def expected_payoff(eqs: EquilibriumSet, player: str) -> Band:
    """The band of a player's expected payoff before types are drawn, in utils, exact.

    Parameters
    ----------
    eqs : EquilibriumSet
    player : str

    Returns
    -------
    Band
        Unpacks as ``least, most``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    >>> print(dt.expected_payoff(dt.nash(game), "defender"))
    [-1, 0]
    """
    _require_set(eqs, "expected_payoff")
    payoff = _payoff(eqs.game, player)
    return _band(_plays(eqs), {cell: eqs.game.evaluate(number) for cell, number in payoff.items()})


def measures(eqs: EquilibriumSet) -> dict[str, Band]:
    """Every measure of a set that has a name of its own: actions, outcomes, payoffs."""
    game, plays = eqs.game, _plays(eqs)
    named = {name: weights() for name, weights in _named(game).items()}
    return {name: _band(plays, {c: game.evaluate(n) for c, n in weights.items()}) for name, weights in named.items()}


def measure_names(game: Game) -> tuple[str, ...]:
    """Names of all measures: outcomes, then actions, then payoffs; qualified where they would be ambiguous."""
    return tuple(_named(game))


def _named(game: Game) -> dict[str, Callable[[], Mapping[tuple[str, ...], Number]]]:
    """Name of each measure to the weights of cells."""
    found: dict[str, Callable[[], Mapping[tuple[str, ...], Number]]] = {}
    for label, meanings in _kinds(game).items():
        found |= {label: next(iter(meanings.values()))} if len(meanings) == 1 else meanings
    return found | {f"payoff:{p}": partial(_payoff, game, p) for p in game.players}


def _require_set(eqs: Any, function: str) -> None:
    if not isinstance(eqs, EquilibriumSet):
        solve = "dt.perfect_bayesian" if isinstance(eqs, SignallingGame) else "dt.nash"
        hint = f"; solve it first: {function}({solve}(game), ...)" if isinstance(eqs, Game) else ""
        raise UnsupportedGame(f"{function} takes an EquilibriumSet, not {type(eqs).__name__}{hint}")


def _plays(eqs: EquilibriumSet) -> dict[Play, bool]:
    """What happens at the extreme points, and whether some equilibrium of the set has just that.

    Extreme points that differ only off the path play alike, and are looked at once.
    """
    if not eqs.components:
        raise UnsupportedGame("the set is empty: no equilibrium survives the refinements " + ", ".join(eqs.refinements))
    plays: dict[Play, bool] = {}
    for piece in eqs.pieces:
        if not piece.polytopal:
            raise UnsupportedGame(
                "a component holds a continuum that is no product of polytopes, over which the least and the most are not "
                "worked out; its conditions are in .continua, its known points in .extreme"
            )
        # a point in the closure of a half-open piece is attained if it is outside the gaps, or in another piece
        centre = [tuple(side.centre for side in piece.sides)] if piece.open_at else []
        for point in (*piece.points, *centre):
            play = frozenset(cell_probabilities(eqs.game, point).items())
            if not plays.get(play):
                plays[play] = piece.attains(point)
    return plays


def _band(plays: dict[Play, bool], weights: Weights) -> Band:
    at: dict[Fraction, bool] = {}
    for play, attained in plays.items():
        number = sum((p * weights[cell] for cell, p in play if cell in weights), Fraction(0))
        at[number] = at.get(number, False) or attained
    least, most = min(at), max(at)
    return Band(least, most, at[least], at[most])


def _weights(game: Game, name: str) -> Weights:
    return {cell: game.evaluate(number) for cell, number in measure_weights(game, name).items()}


def measure_weights(game: Game, name: str) -> Mapping[tuple[str, ...], Number]:
    """What a measure is worth in each cell, as written: parameters stay symbols; cells that are not there count 0."""
    if not isinstance(name, str):
        raise InvalidParameter(f"a measure is named by text, not by {name!r} (measures: {', '.join(measure_names(game))})")
    if name.startswith("payoff:"):
        return _payoff(game, name.removeprefix("payoff:"))
    kinds = _kinds(game)
    meanings = kinds.get(name)
    if meanings is None:
        qualified = {label: found for by_label in kinds.values() for label, found in by_label.items()}
        if name in qualified:
            return qualified[name]()
        known = measure_names(game)
        raise InvalidParameter(f"no measure {name!r}{did_you_mean(name, known)} (measures: {', '.join(known)})")
    if len(meanings) > 1:
        raise InvalidParameter(f"measure {name!r} means several things; write one of {', '.join(map(repr, meanings))}")
    return next(iter(meanings.values()))()


def _kinds(game: Game) -> dict[str, dict[str, Callable[[], Mapping[tuple[str, ...], Number]]]]:
    """Name to what it may mean: qualified name to the weights of cells."""
    found: dict[str, dict[str, Callable[[], Mapping[tuple[str, ...], Number]]]] = {}
    for name in game.outcome_names:
        found.setdefault(name, {})[f"outcome:{name}"] = partial(_outcome, game, name)
    for k, (player, sets) in enumerate(zip(game.players, information_sets(game), strict=True)):
        for action in dict.fromkeys(a for _, actions in sets for a in actions):
            found.setdefault(action, {})[f"{player}:{action}"] = partial(_action, game, k, action)
    return found


def _outcome(game: Any, name: str) -> Mapping[tuple[str, ...], Number]:
    return {cell: given[name] for cell, given in game.outcomes.items() if name in given}


def _action(game: Any, player: int, action: str) -> Mapping[tuple[str, ...], Number]:
    if isinstance(game, ExtensiveForm):
        return {cell: Fraction(1) for cell in game.taking(player, action)}
    # in a cell, the last entries are what the players did; types come before them
    position = player - len(game.players)
    return {cell: Fraction(1) for cell in game.payoffs if cell[position] == action}


def _payoff(game: Any, player: str) -> Mapping[tuple[str, ...], Number]:
    if player not in game.players:
        near = did_you_mean(player, game.players)
        raise InvalidParameter(f"no player {player!r}{near} (players: {', '.join(game.players)})")
    i = game.players.index(player)
    if isinstance(game, StochasticGame):
        # cells count by how often they happen, payoffs are sums over all periods
        return {cell: row[i] / (1 - game.discount) for cell, row in game.payoffs.items()}
    return {cell: row[i] for cell, row in game.payoffs.items()}
