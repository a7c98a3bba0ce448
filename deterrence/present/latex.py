"""LaTeX tables: plain ``tabular`` that compiles without packages, every label escaped."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..analysis.comparison import Comparison
from ..analysis.measures import Band
from ..equilibria.equilibrium_set import EquilibriumSet
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from ..solve.symbolic.algebraic import Algebraic
from .numbers import decimal, short
from .payoffs import Entry, payoff_tables, settled
from .text.explain import fate, place, used
from .text.formulae import formulae_told
from .verdicts import grouped, measure_title, refinements_text
from .words import plain_shape

__all__ = [
    "comparison_latex",
    "equilibria_latex",
    "escape_latex",
    "explain_latex",
    "formulae_latex",
    "formulae_mathjax",
    "game_latex",
]

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    # the old font encoding has no straight double quote
    '"': "''",
    **{c: "\\" + c for c in "_&%#${}"},
}


def escape_latex(text: object) -> str:
    r"""A label as LaTeX text.

    >>> escape_latex("50% & more_or_less")
    '50\\% \\& more\\_or\\_less'
    """
    shown = "".join(_SPECIAL.get(c, c if c.isprintable() else " ") for c in str(text))
    # a bracket at the start of a row would be read as an option of the \\ before it
    return "{" + shown + "}" if shown[:1] in ("[", "*") else shown


def game_latex(game: Game) -> str:
    r"""The payoff tables of a game, best replies bold and starred.

    Examples
    --------
    >>> import deterrence as dt
    >>> print(game_latex(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)))
    \begin{tabular}{lll}
    challenger $\backslash$ defender & respond & tolerate \\
    \hline
    probe & ($-3$, $\mathbf{-1}^{*}$) & ($\mathbf{1}^{*}$, $-2$) \\
    refrain & ($\mathbf{0}^{*}$, $\mathbf{0}^{*}$) & ($0$, $\mathbf{0}^{*}$) \\
    \end{tabular}
    """
    if isinstance(game, ExtensiveForm):
        ends = [[escape_latex(c), *(f"${_math(settled(game, u))}$" for u in row)] for (c,), row in game.payoffs.items()]
        return _tabular(["end", *map(escape_latex, game.players)], ends)
    if isinstance(game, StochasticGame):
        cells = [
            [escape_latex(" / ".join(filter(None, cell))), *(f"${_math(settled(game, u))}$" for u in row)]
            for cell, row in game.payoffs.items()
        ]
        return _tabular(["cell", *map(escape_latex, game.players)], cells)
    blocks = []
    for one in payoff_tables(game):
        corner = escape_latex(one.row_player)
        if one.column_player:
            corner += rf" $\backslash$ {escape_latex(one.column_player)}"
        rows = [[escape_latex(label), *(_entry(e) for e in entries)] for label, entries in one.rows.items()]
        caption = f"{escape_latex(one.title)}\n\n" if one.title else ""
        blocks.append(caption + _tabular([corner, *map(escape_latex, one.columns)], rows))
    return "\n\n".join(blocks)


def _entry(entry: Entry | None) -> str:
    if entry is None:
        return "--"
    shown = (
        rf"$\mathbf{{{_math(u)}}}^{{*}}$" if best else f"${_math(u)}$"
        for u, best in zip(entry.payoffs, entry.best, strict=True)
    )
    return f"({', '.join(shown)})"


def formulae_latex(model: Any) -> str:
    r"""Every formula of a model that is its formulae, in a table.

    Examples
    --------
    >>> import deterrence as dt
    >>> print(formulae_latex(dt.models.weakest_link()).splitlines()[1])
    front\_held & $\frac{\mathit{stake\_defender}}{\mathit{stake\_challenger} + \mathit{stake\_defender}}$ \\
    """
    lines = [rf"{escape_latex(name)} & {told} \\" for name, told in formulae_told(model, _inline)]
    return "\n".join([r"\begin{tabular}{ll}", *lines, r"\end{tabular}"])


def formulae_mathjax(model: Any) -> str:
    """The same as a notebook sets it, which knows no tables of text."""
    lines = [rf"\text{{{escape_latex(name)}}} & \text{{{told}}} \\" for name, told in formulae_told(model, _inline)]
    return "\n".join([r"$$\begin{array}{ll}", *lines, r"\end{array}$$"])


def _inline(form: Any) -> str:
    return f"${_math(form)}$"


def equilibria_latex(eqs: EquilibriumSet) -> str:
    """The extreme equilibria, one row each: what is done at every information set, and the payoffs."""
    game = eqs.game
    head = ["", *(escape_latex(title) for title in _columns(game)), *(f"payoff of {escape_latex(p)}" for p in game.players)]
    shapes = isinstance(game, SignallingGame)
    rows = []
    for number, eq in enumerate(eqs.extreme, 1):
        label = escape_latex(f"{number}. {eq.shape.replace('_', '-')}") if shapes and eq.shape else f"{number}."
        cells = [_mixture(chances) for player in game.players for chances in _strategies(eq[player])]
        rows.append([label, *cells, *(f"${_math(u)}$" for u in eq.payoffs.values())])
    if not rows:
        return "% no equilibrium is left"
    return _tabular(head, rows)


def _columns(game: Game) -> list[str]:
    if isinstance(game, ExtensiveForm | StochasticGame):
        return [f"{player} at {label}" for player, sets in game.information_sets.items() for label in sets]
    if not isinstance(game, SignallingGame):
        return list(game.players)
    return [f"{game.sender}, {t}" for t in game.types] + [f"{game.receiver} after {m}" for m in game.messages]


def _strategies(strategy: Any) -> list[Any]:
    values = list(strategy.values())
    return values if not values or isinstance(values[0], Mapping) else [strategy]


def _mixture(chances: Any) -> str:
    taken = [(a, x) for a, x in chances.items() if x]
    if len(taken) == 1:
        return escape_latex(taken[0][0])
    return ", ".join(f"${_math(x)}$ {escape_latex(a)}" for a, x in taken)


def explain_latex(name: str, eqs: EquilibriumSet, refined: EquilibriumSet | None = None) -> str:
    """A table for each extreme equilibrium: what everyone would get from every alternative, and what refinements say."""
    extreme = eqs.extreme
    blocks = []
    for number, eq in enumerate(extreme, 1):
        shape = f", {plain_shape(eq.shape)}" if eq.shape else ""
        rows = [
            [
                *map(escape_latex, (d.player, place(eq, d), d.action)),
                f"${_math(used(eq, d))}$",
                f"${_math(d.payoff)}$",
                f"loses ${_math(d.loss)}$" if d.loss else "best",
            ]
            for d in eq.deviations()
        ]
        table = _tabular(["player", "at", "action", "used", "pays", "against the best"], rows)
        title = escape_latex(f"{name}: extreme equilibrium {number} of {len(extreme)}{shape}")
        blocks.append("\n\n".join([title, table, *map(escape_latex, fate(eq, refined))]))
    return "\n\n".join(blocks) or "% no equilibrium is left"


def comparison_latex(comparison: Comparison) -> str:
    """Every measure of every channel as a band; a row below it after the refinements where these change it."""
    rows = []
    for names in grouped(comparison).values():
        for name in names:
            found = [comparison.bands[c].get(name) for c in comparison.channels]
            rows.append([escape_latex(measure_title(name)), *(_band(m.unrefined if m else None) for m in found)])
            if comparison.refinements and any(m and m.refined != m.unrefined for m in found):
                label = rf"\quad {escape_latex(refinements_text(comparison))}"
                rows.append([label, *(_band(m.refined if m else None) for m in found)])
    return _tabular(["", *map(escape_latex, comparison.channels)], rows)


def _band(band: Band | None) -> str:
    if band is None:
        return "--"
    if band.single:
        return f"${_math(band.least)}$"
    left, right = "[" if band.least_attained else "(", "]" if band.most_attained else ")"
    return f"${left}{_math(band.least)}, {_math(band.most)}{right}$"


def _math(value: Any) -> str:
    """A number or formula in math mode; no command beyond LaTeX itself."""
    if isinstance(value, Fraction):
        text = short(value)
        if text.startswith("~"):
            mantissa, _, power = decimal(value).partition("e")
            return rf"\approx {mantissa}" + (rf"\cdot 10^{{{int(power)}}}" if power else "")
        return text
    import sympy

    value = sympy.sympify(value) if isinstance(value, int) else value
    if isinstance(value, Algebraic):
        text = short(value)
        return rf"\approx {decimal(value)}" if text.startswith("~") else str(sympy.latex(value.minimal.expression))
    names = {s: rf"\mathit{{{escape_latex(s.name)}}}" for s in value.free_symbols}
    text = sympy.latex(value, symbol_names=names)
    # these commands need amsmath
    for command, plain in (
        (r"\begin{cases}", r"\left\{\begin{array}{ll}"),
        (r"\end{cases}", r"\end{array}\right."),
        (r"\text{", r"\mbox{"),
        (r"\operatorname{", r"\mathrm{"),
    ):
        text = text.replace(command, plain)
    return str(text)


def _tabular(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [rf"\begin{{tabular}}{{{'l' * len(head)}}}", " & ".join(head) + r" \\", r"\hline"]
    lines += [" & ".join(row) + r" \\" for row in rows]
    return "\n".join([*lines, r"\end{tabular}"])
