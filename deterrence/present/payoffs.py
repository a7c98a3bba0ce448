"""Payoff tables of a game, ready to be drawn as text, HTML or LaTeX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .numbers import full

__all__ = ["Entry", "PayoffTable", "domain", "kind", "payoff_tables", "priors", "settled"]


@dataclass(frozen=True)
class Entry:
    """One cell: a payoff per player, and which of these are best replies to what the others do there."""

    payoffs: tuple[Any, ...]
    best: tuple[bool, ...]


@dataclass(frozen=True)
class PayoffTable:
    """One rectangle of cells, the row player first.

    ``rows`` maps a row's label to its entries; an entry is None where the game has no such cell.
    """

    title: str
    row_player: str
    column_player: str
    columns: tuple[str, ...]
    rows: Mapping[str, tuple[Entry | None, ...]]


def kind(game: Game) -> str:
    """What sort of game it is, in words."""
    if isinstance(game, ExtensiveForm):
        return "Game in extensive form"
    if isinstance(game, StochasticGame):
        return "Stochastic game"
    return "Signalling game" if isinstance(game, SignallingGame) else "Game in normal form"


def domain(parameter: Parameter) -> str:
    """A parameter's domain as it is read aloud: ``in [0, 1]``, ``> 0``, ``real``."""
    return f"in {parameter.domain}" if parameter.domain[:1] in "[(" else parameter.domain


def settled(game: Game, value: Any) -> Any:
    """A number of the game with the known parameters put in: a Fraction once nothing is free."""
    if isinstance(value, Fraction):
        return value
    if not game.parameters:
        return game.evaluate(value)
    import sympy

    known = {
        p.symbol: sympy.Rational(*game.values[p.name].as_integer_ratio())
        for p in game.all_parameters
        if p.name in game.values
    }
    changed = value.subs(known)
    return Fraction(int(changed.p), int(changed.q)) if changed.is_Rational else changed


def priors(game: SignallingGame) -> dict[str, Any]:
    """Prior of every type, with the known parameters put in."""
    return {t: settled(game, p) for t, p in game.prior.items()}


def payoff_tables(game: Game) -> list[PayoffTable]:
    """The payoffs as rectangles.

    A game of two players has one; one of more players has one per choice of the others. A signalling game has one per
    type, messages by replies, in which the receiver's best replies to that type are marked. Other games have none.
    """
    if isinstance(game, ExtensiveForm | StochasticGame):
        return []
    if isinstance(game, SignallingGame):
        return _by_type(game)
    assert isinstance(game, NormalForm)
    return _by_others(game)


def _by_type(game: SignallingGame) -> list[PayoffTable]:
    columns = tuple(dict.fromkeys(a for replies in game.replies.values() for a in replies))
    tables = []
    for t, prior in priors(game).items():
        rows = {}
        for m in game.messages:
            found = {a: tuple(settled(game, u) for u in game.payoffs[t, m, a]) for a in game.replies[m]}
            best = _best([u[1] for u in found.values()])
            marked = {a: Entry(u, (False, b)) for (a, u), b in zip(found.items(), best, strict=True)}
            rows[m] = tuple(marked.get(a) for a in columns)
        tables.append(PayoffTable(f"{t} (prior {full(prior)})", game.sender, game.receiver, columns, rows))
    return tables


def _best(payoffs: Sequence[Any]) -> list[bool]:
    """Which numbers are largest; none while some are symbols."""
    if not all(isinstance(u, Fraction) for u in payoffs):
        return [False] * len(payoffs)
    return [u == max(payoffs) for u in payoffs]


def _by_others(game: NormalForm) -> list[PayoffTable]:
    players, actions = game.players, list(game.actions.values())
    found = {cell: tuple(settled(game, u) for u in payoffs) for cell, payoffs in game.payoffs.items()}
    if len(players) == 1:
        best = _best([u[0] for u in found.values()])
        rows: dict[str, tuple[Entry | None, ...]] = {
            cell[0]: (Entry(u, (b,)),) for (cell, u), b in zip(found.items(), best, strict=True)
        }
        return [PayoffTable("", players[0], "", ("payoff",), rows)]
    tables = []
    for others in product(*actions[2:]):
        rows = {row: tuple(_entry(game, found, (row, column, *others)) for column in actions[1]) for row in actions[0]}
        title = ", ".join(f"{p}: {a}" for p, a in zip(players[2:], others, strict=True))
        tables.append(PayoffTable(title, players[0], players[1], actions[1], rows))
    return tables


def _entry(game: NormalForm, found: Mapping[tuple[str, ...], tuple[Any, ...]], cell: tuple[str, ...]) -> Entry:
    best = []
    for i, actions in enumerate(game.actions.values()):
        rivals = [found[(*cell[:i], a, *cell[i + 1 :])][i] for a in actions]
        best.append(_best(rivals)[actions.index(cell[i])])
    return Entry(found[cell], tuple(best))
