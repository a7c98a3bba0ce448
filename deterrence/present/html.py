"""Tables for notebooks: HTML that stands alone, runs nothing, and escapes every label."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from ..analysis.comparison import Comparison
from ..analysis.measures import Band
from ..equilibria.continuum import Continuum
from ..equilibria.equilibrium import Equilibrium
from ..equilibria.equilibrium_set import EquilibriumSet
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .numbers import decimal, interval, short
from .payoffs import Entry, PayoffTable, domain, kind, payoff_tables
from .stochastic import stochastic_lines
from .text.equilibria import counts, extent
from .tree_svg import tree_svg
from .trees import tree_lines
from .verdicts import band_text, disagreements, grouped, measure_title, refinements_text
from .words import Choice, after_message, beliefs, choices, heading, main_families, plain_shape, telling

__all__ = ["comparison_html", "equilibria_html", "equilibrium_html", "game_html", "table_html"]

#: Families, and payoff tables, that are drawn before the rest is only counted.
MOST = 12

#: Ends of a tree that is drawn; a larger one is listed.
MOST_DRAWN = 60

_TABLE = "border-collapse:collapse;margin:0.4em 0"
_CELL = "border:1px solid #9c9ca1;padding:0.2em 0.6em;text-align:left"


def game_html(game: Game) -> str:
    """A game's payoffs, row player first; best replies are bold and starred."""
    title = f"{kind(game)}: {game.title}" if game.title else kind(game)
    order = f"payoffs ({', '.join(game.players)}); bold with * where best"
    if isinstance(game, SignallingGame):
        order = f"payoffs ({game.sender}, {game.receiver}); bold with *: best replies of {game.receiver} to a type it knows"
    if isinstance(game, ExtensiveForm) and len(game.layout.ends) <= MOST_DRAWN:
        parts = [_heading(title), _drawn(tree_svg(game))]
    elif isinstance(game, ExtensiveForm | StochasticGame):
        drawn = escape("\n".join(tree_lines(game) if isinstance(game, ExtensiveForm) else stochastic_lines(game)))
        parts = [_heading(title), f"<pre>{drawn}</pre>", _paragraph(f"payoffs ({', '.join(game.players)})")]
    else:
        parts = _tables(title, order, payoff_tables(game))
    if game.parameters:
        rows = [[escape(p.name), escape(domain(p)), escape(p.unit), escape(p.meaning)] for p in game.parameters]
        parts += [_paragraph("Free parameters"), _table(["name", "domain", "unit", "meaning"], rows)]
    return _wrap(parts)


def _tables(title: str, order: str, tables: list[PayoffTable]) -> list[str]:
    parts = [_heading(title), *(_payoffs(t) for t in tables[:MOST]), _paragraph(order)]
    if len(tables) > MOST:
        parts.insert(-1, _paragraph(f"... and {len(tables) - MOST} more tables: game.payoffs has every cell"))
    return parts


def _payoffs(one: PayoffTable) -> str:
    corner = f"{one.row_player} \\ {one.column_player}" if one.column_player else one.row_player
    rows = [[f"<b>{escape(label)}</b>", *(_entry(e) for e in entries)] for label, entries in one.rows.items()]
    return (_paragraph(one.title) if one.title else "") + _table([corner, *one.columns], rows)


def _entry(entry: Entry | None) -> str:
    if entry is None:
        return "&ndash;"
    shown = (f"<b>{_number(u)}*</b>" if best else _number(u) for u, best in zip(entry.payoffs, entry.best, strict=True))
    return f"({', '.join(shown)})"


def equilibrium_html(eq: Equilibrium) -> str:
    """One equilibrium: what everyone does, gets, and could get instead."""
    title = f"Equilibrium: {plain_shape(eq.shape)}" if eq.shape else "Equilibrium"
    rows = []
    for d in eq.deviations():
        used = eq[d.player][d.action] if d.at is None else eq[d.player][d.at][d.action]
        name = f"<b>{escape(d.action)}</b>" if d.used else escape(d.action)
        judged = "best" if not d.loss else f"loses {_number(d.loss)}"
        at = d.at or ""
        if at in eq.beliefs and d.player == eq.game.players[-1]:
            at = after_message(at, eq.beliefs[at].on_path)
        rows.append([escape(d.player), escape(at), name, _number(used), _number(d.payoff), judged])
    payoffs = ", ".join(f"{escape(p)} {_number(u)}" for p, u in eq.payoffs.items())
    head = ["player", "at", "action", "probability", "payoff", "against the best"]
    game = eq.game
    picture = []
    if isinstance(game, ExtensiveForm) and len(game.layout.ends) <= MOST_DRAWN:
        picture = [_drawn(tree_svg(game, eq))]
    return _wrap([_heading(title), *picture, _table(head, rows), f"<p>Payoffs: {payoffs}</p>"])


def _drawn(picture: str) -> str:
    """A picture that scrolls where it is wider than the page."""
    return f'<div style="overflow-x:auto">{picture}</div>'


def equilibria_html(eqs: EquilibriumSet) -> str:
    """Every family of a set in one table."""
    families = main_families(eqs)
    rows = []
    for family in families[:MOST]:
        whole = all(piece.polytopal for piece in family.pieces)
        points = telling(family) if whole else [family.sample]
        sent = list(family.supports[eqs.game.receiver]) if isinstance(eqs.game, SignallingGame) else None
        does = [f"{escape(_where(eqs.game, c))}: {escape(str(c))}" for c in choices(eqs.game, family.pieces, sent)]
        believed = beliefs(eqs.game, family.pieces, sent)
        holds = [f"{escape(after_message(b.message, b.sent))}: {escape(str(b))}" for b in believed]
        pays = [f"{escape(p)} {_band([eq.payoffs[p] for eq in points])}" for p in eqs.game.players]
        if not whole:
            conditions = [c for piece in family.pieces if isinstance(piece, Continuum) for c in piece.conditions]
            does = [*(f"where {escape(c)}" for c in conditions), "for example", *does]
        rows.append([escape(heading(family)), extent(family), "<br>".join(does), "<br>".join(holds), "<br>".join(pays)])
    head = ["family", "size", "who does what", "beliefs", "payoffs"]
    if not isinstance(eqs.game, SignallingGame):
        head.pop(3)
        rows = [row[:3] + row[4:] for row in rows]
    parts = [_heading(counts(eqs)), *([] if eqs.complete else [_paragraph(f"not complete: {eqs.why}")]), _table(head, rows)]
    if len(families) > MOST:
        parts.append(_paragraph(f"... and {len(families) - MOST} more: .families has all of them"))
    return _wrap(parts)


def _where(game: Game, choice: Choice) -> str:
    """Where a choice is made: a type, a message, or the player where there is just one place."""
    if choice.at is None:
        return choice.player
    if not isinstance(game, SignallingGame):
        return f"{choice.player} at {choice.at}"
    return after_message(choice.at, choice.sent) if choice.player == game.players[-1] else choice.at


def comparison_html(comparison: Comparison) -> str:
    """Every measure of every channel as a band, refined below unrefined; then the verdicts."""
    rows = []
    for names in grouped(comparison).values():
        for name in names:
            cells = [_measured(comparison, channel, name) for channel in comparison.channels]
            rows.append([f"<b>{escape(measure_title(name))}</b>", *cells])
    titles = [f"{c} (baseline)" if c == comparison.baseline else c for c in comparison.channels]
    parts = [_heading("Comparison, least and most over all equilibria"), _table(["measure", *titles], rows)]
    if comparison.refinements:
        parts.append(_paragraph(f"Second lines, in bold: {refinements_text(comparison)}."))
    verdicts = [
        [escape(channel), escape(name), escape(v.unrefined), escape(v.refined or "-")]
        for channel, by_name in comparison.verdicts.items()
        for name, v in by_name.items()
    ]
    if verdicts:
        after = refinements_text(comparison) if comparison.refinements else "refined"
        parts.append(_table([f"against {comparison.baseline}", "criterion", "over all equilibria", after], verdicts))
    return _wrap(parts + [_paragraph(line) for line in disagreements(comparison)])


def _measured(comparison: Comparison, channel: str, name: str) -> str:
    measured = comparison.bands[channel].get(name)
    if measured is None:
        return "&ndash;"
    lines = [_range(measured.unrefined)]
    if comparison.refinements:
        lines.append(f"<b>{_range(measured.refined)}</b>" if measured.refined is not None else "none")
    return "<br>".join(lines)


def _range(band: Band) -> str:
    if band.single:
        return _number(band.least)
    text = interval(band.least, band.most, least_attained=band.least_attained, most_attained=band.most_attained)
    return f'<span title="{escape(band_text(band))}">{escape(text)}</span>'


def _band(numbers: Sequence[Any]) -> str:
    return _range(Band(min(numbers), max(numbers)))


def _number(value: Any) -> str:
    """Exact, the decimal as a tooltip."""
    return f'<span title="{escape(decimal(value))}">{escape(short(value))}</span>'


def table_html(title: str, head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of texts under a title."""
    return _wrap([_heading(title), _table(head, [[escape(cell) for cell in row] for row in rows])])


def _heading(text: str) -> str:
    return f"<p><b>{escape(text)}</b></p>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(head: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; the head is escaped here, the cells of the rows are HTML already."""
    top = "".join(f'<th style="{_CELL}">{escape(h)}</th>' for h in head)
    cells = ("".join(f'<td style="{_CELL}">{cell}</td>' for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<table style="{_TABLE}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _wrap(parts: Iterable[str]) -> str:
    return f"<div>{''.join(parts)}</div>"
