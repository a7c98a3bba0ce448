"""Thresholds as text: where the set of equilibria changes, and into what."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ...equilibria.family import Family
from ...exact import show
from ..numbers import decimal, full
from ..words import family_phrase
from .tables import printable, wrapped

if TYPE_CHECKING:
    from ...analysis.thresholds import Threshold

__all__ = ["thresholds_text"]


def thresholds_text(by_channel: Mapping[str, Sequence["Threshold"]]) -> str:
    """The thresholds of each channel in words.

    Parameters
    ----------
    by_channel : mapping
        Channel to its thresholds, in ascending order; empty where the parameter changes nothing.

    Examples
    --------
    >>> print(thresholds_text({"silence": ()}))
    silence: no threshold; the same families everywhere
    """
    lines: list[str] = []
    for channel, found in by_channel.items():
        if not found:
            lines.append(f"{printable(channel)}: no threshold; the same families everywhere")
            continue
        lines.append(f"{printable(channel)}:")
        for threshold in found:
            lines += _threshold(threshold)
    return "\n".join(lines)


def _threshold(threshold: "Threshold") -> list[str]:
    below, at, above = _keyed(threshold.below), _keyed(threshold.at), _keyed(threshold.above)
    lines = [wrapped(f"{threshold.parameter} = {_value(threshold)}")]
    lines += _group("below only", threshold.below, {k: f for k, f in below.items() if k not in above})
    lines += _group("above only", threshold.above, {k: f for k, f in above.items() if k not in below})
    lines += _group("exactly there", threshold.at, {k: f for k, f in at.items() if k not in below and k not in above})
    lines += _group("on both sides", (), {k: f for k, f in below.items() if k in above})
    return lines


def _value(threshold: "Threshold") -> str:
    value, formula = threshold.value, threshold.formula
    if isinstance(value, Fraction):
        text = full(value)
    else:
        text = f"{value} = {decimal(_approximate(value))}" if not value.free_symbols else str(value)
    # a formula that is the value itself says nothing new
    return f"{text} = {formula}" if formula is not None and str(formula) not in (text, show(value)) else text


def _approximate(value: object) -> Fraction:
    return Fraction(str(value.evalf(15)))  # type: ignore[attr-defined]


def _keyed(families: Iterable[Family] | None) -> dict[tuple[str, str | None], Family]:
    return {(family.name, family.shape): family for family in families or ()}


def _group(lead: str, side: Sequence[Family] | None, families: Mapping[tuple[str, str | None], Family]) -> list[str]:
    if side is None:
        return [wrapped(f"{lead}: the model says nothing there", indent=4)]
    if not families:
        return []
    return [wrapped(f"{lead}: {'; '.join(map(family_phrase, families.values()))}", indent=4)]
