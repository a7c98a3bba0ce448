"""The sections of the page, each from what was worked out to HTML."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from html import escape
from importlib.metadata import version
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from ...analysis.comparison import Comparison
from ...analysis.thresholds import Threshold
from ...errors import DeterrenceError
from ...games.game import Game
from ..html import comparison_html, equilibria_html, game_html
from ..numbers import full, short
from ..plots import plot_compare
from ..text.comparison import comparison_text
from ..verdicts import disagreements, summaries, survived
from ..words import family_phrase, main_families
from .advice import Change

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "advice",
    "answer",
    "assumptions",
    "effects",
    "equilibria",
    "limits",
    "maps",
    "payoffs",
    "reproduce",
    "robust",
    "story",
    "thresholds_found",
]


def paragraphs(text: str) -> str:
    """Text with empty lines between its paragraphs."""
    return "".join(f"<p>{escape(' '.join(block.split()))}</p>" for block in re.split(r"\n\s*\n", text.strip()) if block)


def scrolled(html: str, label: str) -> str:
    """Something that may be wider than the page, in a box that scrolls, by keyboard too."""
    return f'<div class="scroll" role="group" aria-label="{escape(label)}" tabindex="0">{html}</div>'


def verbatim(text: str) -> str:
    """Text with its line breaks, in a box that scrolls."""
    return f'<pre tabindex="0">{escape(text)}</pre>'


def rows_html(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose cells are HTML already."""
    top = "".join(f'<th scope="col">{escape(h)}</th>' for h in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return scrolled(f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>", f"Table by {head[0]}")


def number(value: Any) -> str:
    """An exact number with its decimal."""
    return escape(full(value)) if isinstance(value, Fraction) else "&ndash;"


def picture(draw: Callable[[], "Axes"], caption: str, alternative: str) -> str:
    """A figure as inline SVG; a sentence where matplotlib is missing or the picture cannot be drawn."""
    try:
        figure = draw().figure
    except (ImportError, DeterrenceError) as error:
        return f'<p class="note">No picture: {escape(str(error))}</p>'
    import matplotlib

    stream = io.StringIO()
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": "deterrence"}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})  # type: ignore[union-attr]
    drawn = stream.getvalue()
    drawn = re.sub(r"<metadata>.*?</metadata>", "", drawn[drawn.index("<svg") :], flags=re.S).replace(
        "<svg ", f'<svg role="img" aria-label="{escape(alternative)}" ', 1
    )
    # ids of several pictures on one page must differ
    salt = "".join(c for c in alternative.lower() if c.isalnum())[:40] + "-"
    drawn = re.sub(r'\bid="', f'id="{salt}', drawn)
    drawn = re.sub(r'(href="#|url\(#)', rf"\g<1>{salt}", drawn)
    return f"<figure>{drawn}<figcaption>{escape(caption)}</figcaption></figure>"


def answer(comparison: Comparison) -> str:
    """One sentence per channel, then the numbers that the criteria ask about."""
    lines = []
    for channel, sentence in summaries(comparison).items():
        if not survived(comparison, channel):
            sentence = f"no equilibrium survives {' and '.join(comparison.refinements)}"
        said = sentence or "nothing holds for sure"
        lines.append(f'<p class="lead"><b>{escape(channel)}</b>, against {escape(comparison.baseline)}: {escape(said)}</p>')
    lines += [f"<p>{escape(line)}</p>" for line in disagreements(comparison)]
    glance = comparison_text(comparison).split("\n\n")[0].splitlines()
    # the sentences below its table are said above
    table = takewhile(lambda line: ", against " not in line, glance)
    return "".join(lines) + verbatim("\n".join(table))


def story(narrative: str) -> str:
    """The narrative of the file."""
    return paragraphs(narrative) if narrative.strip() else ""


def assumptions(parameters: Mapping[str, Any]) -> str:
    """Every number that the file gives, with what it means and where it is from."""
    rows = []
    for name, q in parameters.items():
        span = f"{escape(short(q.range[0]))} to {escape(short(q.range[1]))}" if q.range is not None else "&ndash;"
        rows.append(
            [
                f"<b>{escape(name)}</b>",
                escape(q.meaning),
                number(q.value),
                span + (f"<br>{escape(q.distribution)}" if q.distribution else ""),
                escape(q.unit),
                escape(q.source) or "not given",
            ]
        )
    if not rows:
        return ""
    head = ["parameter", "meaning", "value", "plausible range", "unit", "source"]
    return "<p>Costs are positive numbers that the model subtracts.</p>" + rows_html(head, rows)


def effects(comparison: Comparison) -> str:
    """The picture of all bands, and their table."""
    caption = "Hatched: least to most over all equilibria. Solid: what the refinements leave. A single value is a mark."
    drawn = picture(lambda: plot_compare(comparison), caption, "Bands of every measure by channel; the table below has them")
    return drawn + scrolled(comparison_html(comparison), "Bands of every measure by channel")


def equilibria(comparison: Comparison) -> str:
    """Every channel's set in words and numbers."""
    parts = []
    for channel in comparison.channels:
        eqs = comparison.equilibria[channel]
        if eqs is None:
            continue
        kept = comparison.refined[channel]
        said = "; ".join(family_phrase(f) for f in main_families(eqs))
        parts.append(f"<h3>{escape(channel)}</h3><p>{escape(said)}.</p>")
        if kept is not None:
            left = "; ".join(family_phrase(f) for f in main_families(kept)) or "nothing"
            parts.append(f"<p>After {escape(' and '.join(comparison.refinements))}: {escape(left)}.</p>")
        parts.append(scrolled(equilibria_html(eqs), f"Equilibria under {channel}"))
    return "".join(parts)


def thresholds_found(found: Mapping[str, Mapping[str, Sequence[Threshold]]], missing: Sequence[str]) -> str:
    """Values at which the list of equilibria changes, with formulae as mathematics."""
    parts = []
    for name, by_channel in found.items():
        rows = []
        for channel, several in by_channel.items():
            if not several:
                rows.append([escape(channel), "no threshold", "", "the same families everywhere", ""])
            for t in several:
                exact = number(t.value) if isinstance(t.value, Fraction) else formula(t.value)
                rows.append([escape(channel), exact, formula(t.formula), _families(t.vanish), _families(t.appear)])
        parts.append(f"<h3>{escape(name)}</h3>")
        parts.append(rows_html(["channel", "at", "which is", "below only", "above only"], rows))
    parts += [f'<p class="note">{escape(line)}</p>' for line in missing]
    return "".join(parts)


def _families(families: Sequence[Any]) -> str:
    return "<br>".join(escape(family_phrase(f)) for f in families) or "&ndash;"


def formula(expression: Any) -> str:
    """A formula as MathML, with its text for whoever reads that."""
    if expression is None:
        return "&ndash;"
    import sympy
    from sympy.printing.mathml import mathml

    named = {s: sympy.Symbol(str(s).replace("_", " ")) for s in expression.free_symbols}
    drawn = mathml(expression.xreplace(named), printer="presentation")
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML" aria-label="{escape(str(expression))}">{drawn}</math>'


def maps(
    scenario: Any,
    games: Mapping[str, Game],
    comparison: Comparison,
    found: Mapping[str, Mapping[str, Sequence[Threshold]]],
    cells: int,
) -> str:
    """Which equilibria exist over two parameters, channel by channel."""
    ranged = [name for name, q in scenario.parameters.items() if q.range is not None and q.range[0] < q.range[1]]
    first = next((name for name in scenario.vary if name in ranged), ranged[0] if ranged else None)
    if not cells or first is None:
        return ""
    parts = []
    for channel, game in games.items():
        own = {p.name for p in game.all_parameters}
        second = _second(comparison, channel, [name for name in ranged if name in own and name != first], found)
        if first not in own or second is None:
            continue
        parts.append(_map(scenario, channel, game, (first, second), cells))
    note = "<p>Letters are explained below each map. White cells are knife edges that the model leaves open.</p>"
    return note + "".join(parts) if parts else ""


def _second(
    comparison: Comparison, channel: str, candidates: Sequence[str], found: Mapping[str, Mapping[str, Sequence[Threshold]]]
) -> str | None:
    """The other parameter of a channel's map: the one that most of its thresholds depend on."""
    counts = dict.fromkeys(candidates, 0)
    for by_channel in found.values():
        for t in by_channel.get(channel, ()):
            for s in t.formula.free_symbols if t.formula is not None else ():
                if str(s) in counts:
                    counts[str(s)] += 1
    return max(counts, key=lambda name: counts[name], default=None)


def _map(scenario: Any, channel: str, game: Game, pair: tuple[str, str], cells: int) -> str:
    from ...analysis.sweep import sweep
    from ...analysis.thresholds import thresholds
    from ..plot_regimes import plot_regimes

    low_high = {name: scenario.parameters[name].range for name in pair}
    over = {name: [a + (b - a) * Fraction(2 * k + 1, 2 * cells) for k in range(cells)] for name, (a, b) in low_high.items()}
    values = {name: scenario.parameters[name].value for name in pair}

    def draw() -> "Axes":
        dataset = sweep(game, over=over, measures=[])
        curves: list[Threshold] = []
        with suppress(DeterrenceError):  # the raster shows the regions without their formulae too
            curves = list(thresholds(game.free(pair[1]), pair[0]))
        stands = values if all(v is not None for v in values.values()) else None
        ax = plot_regimes(dataset, thresholds=curves, marker=stands)
        ax.set_title(channel, loc="left", fontsize="medium")
        return ax

    where = " and ".join(f"{name} {short(v)}" for name, v in values.items() if v is not None)
    caption = f"{channel}: families by {pair[0]} and {pair[1]}, all else as assumed. The star stands at {where}."
    return picture(draw, caption, f"Map of equilibrium families for {channel}; the thresholds above say the same in numbers")


def advice(moved: Sequence[Change] | None, comparison: Comparison) -> str:
    """Which ends of which ranges turn a verdict."""
    if moved is None:
        return "<p>The file gives no ranges, so nothing was moved.</p>" if comparison.verdicts else ""
    if not moved:
        return "<p>No verdict changes when any one parameter moves to an end of its range, all else equal.</p>"
    rows = [
        [
            f"<b>{escape(c.parameter)}</b>",
            escape(short(c.value)),
            escape(c.channel),
            escape(c.criterion),
            escape(c.before),
            escape(c.after),
        ]
        for c in moved
    ]
    head = ["parameter", "moved to", "channel", "claim", "answer here", "answer there"]
    lead = "<p>Each parameter moved to both ends of its plausible range, all else equal. Only what changes is listed.</p>"
    return lead + rows_html(head, rows)


def robust(scenario: Any, samples: int) -> str:
    """In what share of all plausible cases each channel does what is hoped, over all equilibria."""
    if not samples or not any(q.range is not None for q in scenario.parameters.values()):
        return ""
    from ...analysis.robustness import robustness

    try:
        found = robustness(scenario, samples=samples, rng=0)
    except DeterrenceError as error:
        return f'<p class="note">Not worked out: {escape(str(error))}</p>'
    lead = "<p>All parameters drawn from their ranges at once, every case solved completely, no refinement applied.</p>"
    return lead + verbatim(repr(found))


def payoffs(games: Mapping[str, Game]) -> str:
    """The games themselves."""
    return "".join(
        f"<h3>{escape(channel)}</h3>{scrolled(game_html(game), f'Payoffs under {channel}')}"
        for channel, game in games.items()
    )


def limits(comparison: Comparison) -> str:
    """What was not covered here, and what no such model covers."""
    lines = [
        f"{channel}: {eqs.why}" for channel, eqs in comparison.equilibria.items() if eqs is not None and not eqs.complete
    ]
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    complete = "" if lines else "<li>Every set of equilibria on this page is complete, and each was checked exactly.</li>"
    return (
        f"<ul>{complete}{told}"
        "<li>Numbers without a source are judgements. Payoffs order outcomes; only their ratios matter.</li>"
        "<li>Where several equilibria exist, theory does not say which one happens: bands show them all.</li>"
        "<li>Players here know the game, reckon without error and do not forget. Real crises have more players, moves and "
        "mistakes than any table. The page says what follows from its assumptions, not what will happen.</li></ul>"
    )


def reproduce(scenario: Any, names: tuple[str, ...], source: str) -> str:
    """Version, command and the scenario itself."""
    path = scenario.path.name if scenario.path is not None else "scenario.toml"
    refining = "".join(f" --refine {name}" for name in names) or " --refine none"
    command = verbatim(f"deterrence report {path}{refining}")
    text = f"<p>Made with <code>deterrence</code> {escape(version('deterrence'))}:</p>{command}"
    if source:
        text += f"<details><summary>The scenario file, in full</summary>{verbatim(source)}</details>"
    return text
