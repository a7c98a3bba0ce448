"""What would change the advice: each parameter moved to the ends of its range, all else equal."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...analysis.compare import compare
from ...analysis.comparison import Comparison
from ...errors import DeterrenceError

__all__ = ["Change", "changes"]


@dataclass(frozen=True)
class Change:
    """A verdict that is another one at an end of a parameter's range.

    Attributes
    ----------
    parameter : str
    value : Fraction
        The end.
    channel, criterion : str
    before, after : str
        Answers: yes, no, or depends on which equilibrium.
    """

    parameter: str
    value: Fraction
    channel: str
    criterion: str
    before: str
    after: str


def changes(scenario: Any, comparison: Comparison, names: tuple[str, ...]) -> list[Change] | None:
    """Every verdict that some end of a range turns; None where the file gives no ranges.

    Parameters
    ----------
    scenario : Scenario
    comparison : Comparison
        At the file's values.
    names : tuple of str
        Refinements.
    """
    ranged = {name: q.range for name, q in scenario.parameters.items() if q.range is not None}
    if not ranged or not comparison.verdicts:
        return None
    before = dict(_answers(comparison))
    found = []
    for name, ends in ranged.items():
        for value in ends:
            try:
                games = dict(scenario.at(**{name: value}).games)
                moved = compare(games, refine=names or None, baseline=comparison.baseline)
            except DeterrenceError:
                continue  # a knife edge that the model leaves open, or an end at which it says nothing
            for key, answer in _answers(moved):
                if answer != before.get(key, answer):
                    found.append(Change(name, value, *key, before[key], answer))
    return found


def _answers(comparison: Comparison) -> Iterator[tuple[tuple[str, str], str]]:
    for channel, by_name in comparison.verdicts.items():
        for criterion, verdict in by_name.items():
            yield (channel, criterion), verdict.refined or verdict.unrefined
