"""A comparison in words: what holds of each channel, who gains, where criteria disagree."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from ..analysis.comparison import Comparison, Measured
from ..analysis.measures import Band
from .numbers import decimal, full, span

__all__ = [
    "band_text",
    "criteria",
    "disagreements",
    "final",
    "gains",
    "grouped",
    "measure_title",
    "refinements_text",
    "summaries",
    "survived",
]


def refinements_text(comparison: Comparison) -> str:
    """``after d1``, or ``over all equilibria``."""
    return f"after {' and '.join(comparison.refinements)}" if comparison.refinements else "over all equilibria"


def final(measured: Measured) -> Band | None:
    """The refined band where refinements were asked for (None if nothing survives them), else the unrefined one."""
    return measured.refined if measured.refined is not None else measured.unrefined


def survived(comparison: Comparison, channel: str) -> bool:
    """Whether refinements leave anything of a channel."""
    refined = comparison.refined[channel]
    return refined is None or bool(refined.components)


def band_text(band: Band | None) -> str:
    """A band with decimals beside it."""
    if band is None:
        return "-"
    return span(band.least, band.most, least_attained=band.least_attained, most_attained=band.most_attained)


def measure_title(name: str) -> str:
    """How a measure is called in a table."""
    return f"payoff of {name.removeprefix('payoff:')}" if name.startswith("payoff:") else name


def criteria(comparison: Comparison) -> list[Any]:
    """Every criterion of the games that are compared, once."""
    games = comparison.games.values()
    return list({c.name: c for game in games for c in getattr(game, "criteria", ())}.values())


def grouped(comparison: Comparison) -> dict[str, list[str]]:
    """Names of all measures by kind: outcomes, actions, payoffs."""
    outcomes = {name for game in comparison.games.values() for name in getattr(game, "outcome_names", ())}
    outcomes |= {f"outcome:{name}" for name in outcomes}
    names = list(dict.fromkeys(name for bands in comparison.bands.values() for name in bands))
    found: dict[str, list[str]] = {"outcomes": [], "actions": [], "payoffs": []}
    for name in names:
        kind = "payoffs" if name.startswith("payoff:") else "outcomes" if name in outcomes else "actions"
        found[kind].append(name)
    return {kind: members for kind, members in found.items() if members}


def summaries(comparison: Comparison) -> dict[str, str]:
    """For each channel but the baseline one sentence: what it does, what it does not, what depends."""
    found = {}
    for channel, by_name in comparison.verdicts.items():
        answers: dict[str, list[str]] = {"yes": [], "no": [], "depends": []}
        for name, verdict in by_name.items():
            given = verdict.refined or verdict.unrefined
            answers[given if given in ("yes", "no") else "depends"].append(name)
        parts = [", ".join(answers["yes"])] if answers["yes"] else []
        parts += [f"does not hold: {', '.join(answers['no'])}"] if answers["no"] else []
        parts += [f"depends on which equilibrium: {', '.join(answers['depends'])}"] if answers["depends"] else []
        found[channel] = "; ".join(parts)
    return found


def gains(comparison: Comparison) -> dict[str, dict[str, str]]:
    """``gains[channel][player]``: what a player gains or loses against the baseline, in words."""
    found: dict[str, dict[str, str]] = {}
    for channel, differences in comparison.differences.items():
        if not (survived(comparison, channel) and survived(comparison, comparison.baseline)):
            continue
        payoffs = {n.removeprefix("payoff:"): final(d) for n, d in differences.items() if n.startswith("payoff:")}
        if payoffs:
            found[channel] = {player: _gain(band) for player, band in payoffs.items() if band is not None}
    return found


def _gain(band: Band) -> str:
    least, most = band.least, band.most
    if least == most == 0:
        return "neither gains nor loses"
    if least == most:
        return f"{'gains' if least > 0 else 'loses'} {full(abs(least))}"
    if least >= 0:
        return f"gains {span(least, most, least_attained=band.least_attained, most_attained=band.most_attained)}"
    if most <= 0:
        return f"loses {span(-most, -least, least_attained=band.most_attained, most_attained=band.least_attained)}"
    return f"may gain or lose: {band_text(band)}"


def disagreements(comparison: Comparison) -> list[str]:
    """Pairs of channels of which each is better by some criterion, in every equilibrium that is left."""
    found = []
    for one, other in combinations(comparison.channels, 2):
        ahead = dict(_ahead(comparison, one, other))
        behind = dict(_ahead(comparison, other, one))
        if ahead and behind:
            found.append(f"criteria disagree: {_better(one, ahead)}; {_better(other, behind)}")
    return found


def _better(channel: str, names: dict[str, tuple[str, str]]) -> str:
    return f"{channel} is ahead on {', '.join(f'{n!r} ({a} against {b})' for n, (a, b) in names.items())}"


def _ahead(comparison: Comparison, one: str, other: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Criteria on which one channel is strictly better than another whatever equilibria are played."""
    for criterion in criteria(comparison):
        bands = [
            final(comparison.bands[c][criterion.measure]) if criterion.measure in comparison.bands[c] else None
            for c in (one, other)
        ]
        first, second = bands
        if first is None or second is None or not (survived(comparison, one) and survived(comparison, other)):
            continue
        if _beats(criterion.sense, first, second):
            yield criterion.name, (_value(first), _value(second))


def _beats(sense: str, first: Band, second: Band) -> bool:
    if sense == "more":
        return first.least > second.most
    if sense == "less":
        return first.most < second.least
    return first.most == 0 < second.least


def _value(band: Band) -> str:
    return decimal(band.least) if band.single else f"{decimal(band.least)} to {decimal(band.most)}"
