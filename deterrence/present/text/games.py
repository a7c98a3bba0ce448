"""Games as text."""

from ...games.game import Game
from ...games.signalling import SignallingGame
from ...games.stochastic import StochasticGame
from ...games.tree import ExtensiveForm
from ..numbers import full, short
from ..payoffs import Entry, PayoffTable, domain, kind, payoff_tables, priors
from ..stochastic import stochastic_lines
from ..trees import tree_lines
from .tables import WIDTH, plural, printable, table, wrapped

__all__ = ["game_text"]

#: Payoff tables printed before the rest is only counted.
MOST_TABLES = 12


def game_text(game: Game) -> str:
    """A game as a terminal shows it: who plays, the payoffs, the priors, and what is still free.

    Examples
    --------
    >>> from deterrence import models
    >>> print(game_text(models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)))
    Game in normal form: Probe game
      players: challenger (rows), defender (columns)
    <BLANKLINE>
               respond     tolerate
      probe    (-3, -1*)   (1*, -2)
      refrain  (0*, 0*)    (0, 0*)
    <BLANKLINE>
      payoffs (challenger, defender); * marks a best reply
    """
    title = f": {printable(game.title)}" if game.title else ""
    lines = [kind(game) + title]
    if isinstance(game, SignallingGame):
        chances = ", ".join(f"{t} {full(p)}" for t, p in priors(game).items())
        lines += [wrapped(f"sender: {game.sender}; receiver: {game.receiver}"), wrapped(f"types: {chances}")]
    elif isinstance(game, ExtensiveForm):
        lines.append(wrapped(f"players: {', '.join(game.players)}"))
        lines += ["", *(f"  {printable(line)}" for line in tree_lines(game))]
    elif isinstance(game, StochasticGame):
        lines.append(wrapped(f"players: {', '.join(game.players)}"))
        lines += ["", *(f"  {printable(line)}" for line in stochastic_lines(game))]
    else:
        roles = {0: " (rows)", 1: " (columns)"} if len(game.players) > 1 else {}
        lines.append(wrapped("players: " + ", ".join(f"{p}{roles.get(i, '')}" for i, p in enumerate(game.players))))
    tables = payoff_tables(game)
    drawn = [_rectangle(one) for one in tables[:MOST_TABLES]]
    if drawn and max(len(line) for block in drawn for line in block) > WIDTH:
        # formulae make wide cells: then one line per cell and player
        drawn = [_list(one, game.players) for one in tables[:MOST_TABLES]]
    lines += [line for block in drawn for line in ("", *block)]
    if len(tables) > MOST_TABLES:
        lines += ["", f"  ... and {plural(len(tables) - MOST_TABLES, 'table')} more: game.payoffs has every cell"]
    lines += ["", wrapped(_legend(game, tables))]
    if game.parameters:
        lines += ["", "  free parameters:", *_free(game)]
    return "\n".join(lines)


def _legend(game: Game, tables: list[PayoffTable]) -> str:
    order = f"payoffs ({', '.join(game.players)})"
    marked = any(e and any(e.best) for t in tables for row in t.rows.values() for e in row)
    if not marked:
        return order
    if isinstance(game, SignallingGame):
        return f"{order}; * marks the best replies of {game.receiver} to a type that it knows"
    return f"{order}; * marks a best reply"


def _rectangle(one: PayoffTable) -> list[str]:
    rows = [[label, *(_cell(e) for e in entries)] for label, entries in one.rows.items()]
    return [*_title(one), *table([["", *one.columns], *rows])]


def _list(one: PayoffTable, players: tuple[str, ...]) -> list[str]:
    lines = _title(one)
    for label, entries in one.rows.items():
        for column, entry in zip(one.columns, entries, strict=True):
            if entry is not None:
                lines.append(printable(f"  {label} / {column}" if one.column_player else f"  {label}"))
                lines += [wrapped(f"{p}: {u}", indent=4) for p, u in zip(players, entry.payoffs, strict=True)]
    return lines


def _title(one: PayoffTable) -> list[str]:
    return [printable(f"  {one.title}")] if one.title else []


def _cell(entry: Entry | None) -> str:
    if entry is None:
        return "-"
    marked = (f"{short(u)}{'*' if b else ''}" for u, b in zip(entry.payoffs, entry.best, strict=True))
    return f"({', '.join(marked)})"


def _free(game: Game) -> list[str]:
    rows = [(p.name, domain(p), p.unit, p.meaning) for p in game.parameters]
    return table(rows, indent=4)
