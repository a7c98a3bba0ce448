"""A comparison as text: the answer at a glance, then the verdicts, who gains, and every number."""

from collections.abc import Callable, Sequence
from typing import Any

from ...analysis.comparison import Comparison
from ...analysis.measures import Band
from ..numbers import decimal, interval
from ..verdicts import (
    band_text,
    criteria,
    disagreements,
    final,
    gains,
    grouped,
    measure_title,
    refinements_text,
    summaries,
    survived,
)
from ..words import heading, main_families
from .equilibria import counts, family_lines, removed_lines
from .tables import blocks, plural, printable, table, wrapped

__all__ = ["comparison_text"]

#: Families of one channel that are spelled out before the rest is only counted.
MOST_FAMILIES = 6

#: Widest cell of a table of bands; exact ends give way to decimals in wider ones.
CELL = 30


def comparison_text(comparison: Comparison) -> str:
    """A comparison as a terminal shows it.

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = dict(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> weak, firm = (dt.models.probe_game(credibility=c, **crisis) for c in ("1/10", "9/10"))
    >>> for line in comparison_text(dt.compare({"weak": weak, "firm": firm})).splitlines()[:7]:
    ...     print(line)
    At a glance, over all equilibria
                          weak (baseline)  firm
      equilibria          1 family         1 family
      deterred            0                1
      clash               0.1              0
      payoff of defender  -1.9             0
      firm, against weak: deters more often, clashes less, raises the defender's payoff
    """
    parts = [_glance(comparison), _verdicts(comparison), _gains(comparison), _bands(comparison), _differences(comparison)]
    parts.append(_equilibria(comparison))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _glance(comparison: Comparison) -> list[str]:
    """The few measures that criteria ask about, one column per channel, and a sentence for each channel."""
    asked = list(dict.fromkeys(c.measure for c in criteria(comparison)))
    asked = asked or [name for names in grouped(comparison).values() for name in names]
    lines = [f"At a glance, {refinements_text(comparison)}"]
    heads = ["equilibria", *(printable(measure_title(name)) for name in asked)]
    columns = [
        [_shapes(comparison, channel), *(_glimpse(comparison, channel, name) for name in asked)]
        for channel in comparison.channels
    ]
    lines += blocks(heads, columns, _titles(comparison))
    for channel in comparison.channels:
        if channel == comparison.baseline:
            continue
        sentence = summaries(comparison)[channel]
        if not survived(comparison, channel):
            sentence = f"no equilibrium survives {' and '.join(comparison.refinements)}"
        if sentence:
            lines.append(wrapped(f"{channel}, against {comparison.baseline}: {sentence}"))
    return lines + [wrapped(line) for line in disagreements(comparison)]


def _titles(comparison: Comparison) -> list[str]:
    return [
        f"{c} (baseline)" if c == comparison.baseline and len(comparison.channels) > 1 else c for c in comparison.channels
    ]


def _shapes(comparison: Comparison, channel: str) -> str:
    """The shapes that are left, or how many families there are."""
    eqs = comparison.refined[channel] or comparison.equilibria[channel]
    if eqs is None or not survived(comparison, channel):
        return "-" if eqs is None else "none"
    families = main_families(eqs)
    shapes = list(dict.fromkeys(heading(f) for f in families if f.shape))
    text = " or ".join(shapes)
    return text if shapes and len(text) <= CELL else plural(len(families), "family")


def _glimpse(comparison: Comparison, channel: str, name: str) -> str:
    measured = comparison.bands[channel].get(name)
    if measured is None or not survived(comparison, channel):
        return "-"
    band = final(measured)
    assert band is not None
    return decimal(band.least) if band.single else f"{decimal(band.least)} to {decimal(band.most)}"


def _verdicts(comparison: Comparison) -> list[str]:
    """One line per channel and criterion, unrefined and refined."""
    rows = []
    for channel, by_name in comparison.verdicts.items():
        for k, (name, verdict) in enumerate(by_name.items()):
            row = [channel if not k else "", name, verdict.unrefined]
            rows.append([*row, verdict.refined or "-"] if comparison.refinements else row)
    if not rows:
        return []
    head = ["", "", "over all equilibria"] + ([refinements_text(comparison)] if comparison.refinements else [])
    return [f"Verdicts, against {printable(comparison.baseline)}", *table([head, *rows])]


def _gains(comparison: Comparison) -> list[str]:
    rows = [(channel, ", ".join(f"{p} {t}" for p, t in found.items())) for channel, found in gains(comparison).items()]
    title = f"Who gains, against {printable(comparison.baseline)}, {refinements_text(comparison)}"
    return [title, *table(rows)] if rows else []


def _bands(comparison: Comparison) -> list[str]:
    """Every measure as a band over all equilibria, and after the refinements where these change it."""
    return _measures(
        comparison,
        "Every measure, least and most over all equilibria",
        comparison.channels,
        lambda channel, name: comparison.bands[channel].get(name),
    )


def _differences(comparison: Comparison) -> list[str]:
    if len(comparison.channels) == 1:
        return []
    return _measures(
        comparison,
        f"Differences from {printable(comparison.baseline)}, least and most over all pairs of equilibria",
        list(comparison.differences),
        lambda channel, name: comparison.differences[channel].get(name),
    )


def _measures(comparison: Comparison, title: str, channels: Sequence[str], find: Callable[[str, str], Any]) -> list[str]:
    heads, rows = [], []
    for names in grouped(comparison).values():
        for name in names:
            found = [find(channel, name) for channel in channels]
            if not any(found):
                continue
            heads.append(printable(measure_title(name)))
            rows.append([_cell(m.unrefined) if m else "-" for m in found])
            refined = [m.refined if m else None for m in found]
            if any(m and r != m.unrefined for m, r in zip(found, refined, strict=True)) and comparison.refinements:
                heads.append(f"  {refinements_text(comparison)}")
                rows.append([_cell(r) if r else "-" for r in refined])
    columns = [[row[k] for row in rows] for k in range(len(channels))]
    return [title, *blocks(heads, columns, list(channels))] if rows else []


def _cell(band: Band) -> str:
    text = band_text(band)
    if len(text) <= CELL:
        return text
    brackets = interval(band.least, band.most, least_attained=band.least_attained, most_attained=band.most_attained)
    if len(brackets) <= CELL and "~" not in brackets:
        return brackets
    return f"~{decimal(band.least)} to {decimal(band.most)}"


def _equilibria(comparison: Comparison) -> list[str]:
    """Per channel every family in words, with what refinements removed."""
    lines: list[str] = ["Equilibria"]
    for channel in comparison.channels:
        eqs, refined = comparison.equilibria[channel], comparison.refined[channel]
        if eqs is None:
            continue
        families = main_families(eqs)
        left = {(f.name, f.shape) for f in refined.families} if refined is not None else set()
        lines += ["", printable(f"{channel}: {counts(eqs)}")]
        for number, family in enumerate(families[:MOST_FAMILIES], 1):
            block = family_lines(number, family)
            if refined is not None and (family.name, family.shape) not in left:
                block[0] += f", removed by {' and '.join(refined.refinements)}"
            lines += block
        if len(families) > MOST_FAMILIES:
            lines.append(
                f"  ... and {plural(len(families) - MOST_FAMILIES, 'family')} more: .equilibria[{channel!r}] has all"
            )
        if refined is not None:
            lines += removed_lines(refined)
    return lines if len(lines) > 1 else []
