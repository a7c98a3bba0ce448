"""The page: what is worked out, in which order it is told, and how it looks on a screen and on paper."""

from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from ...analysis.compare import compare
from ...analysis.thresholds import Threshold, thresholds
from ...errors import DeterrenceError
from ...games.game import Game
from . import sections
from .advice import changes

__all__ = ["Crisis", "report"]

#: Headings in order, with the anchor of each.
ORDER = (
    ("answer", "The answer"),
    ("story", "The story"),
    ("assumptions", "Assumptions"),
    ("effects", "What each channel does"),
    ("equilibria", "Equilibria, channel by channel"),
    ("thresholds", "Where it changes"),
    ("map", "Map of regimes"),
    ("advice", "What would change the advice"),
    ("robustness", "How robust it is"),
    ("payoffs", "Payoffs"),
    ("limits", "Limits"),
    ("reproduce", "How to reproduce this page"),
)


class Crisis(Protocol):
    """What the report asks of a scenario."""

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def narrative(self) -> str:
        """The story, paragraphs apart by empty lines."""
        ...

    @property
    def parameters(self) -> Mapping[str, Any]:
        """Name to value, range, unit and source."""
        ...

    @property
    def games(self) -> Mapping[str, Game]:
        """Channel to game."""
        ...

    @property
    def baseline(self) -> str:
        """The channel that others are compared with."""
        ...

    @property
    def refine(self) -> tuple[str, ...]:
        """Refinements that the file asks for."""
        ...

    @property
    def vary(self) -> tuple[str, ...]:
        """Parameters whose thresholds are reported."""
        ...

    @property
    def path(self) -> Path | None:
        """Where it was read."""
        ...

    def at(self, **values: Any) -> Any:
        """The same scenario at other values."""


def report(
    scenario: Crisis, *, refine: tuple[str, ...] | None = None, source: str = "", maps: int = 41, samples: int = 1024
) -> str:
    """Write everything that a scenario's games say onto one page of HTML.

    The page needs no network and no other file, and prints well.

    Parameters
    ----------
    scenario : Scenario
        With values for all parameters. Ranges, units and sources of the file are told as assumptions.
    refine : tuple of str, optional
        Refinements; by default those of the file.
    source : str, optional
        The scenario as text, to be printed at the end so that the page can be reproduced from itself.
    maps : int, optional
        Cells along each side of the maps of regimes; 0 for none.
    samples : int, optional
        Plausible cases drawn from the ranges of the file, a power of 2; 0 for none.

    Returns
    -------
    str
        The page.

    Raises
    ------
    UnsupportedGame
        While a parameter has no value.

    Examples
    --------
    >>> import deterrence as dt
    >>> page = dt.report(dt.load("examples/brinkmanship.toml"), maps=0)
    >>> page.startswith("<!doctype html>"), "http" in page.replace("http://www.w3.org", "")
    (True, False)
    """
    games = dict(scenario.games)
    names = tuple(scenario.refine) if refine is None else refine
    comparison = compare(games, refine=names or None, baseline=scenario.baseline)
    found, missing = _thresholds(games, scenario.vary)
    moved = changes(scenario, comparison, names)
    parts = {
        "answer": sections.answer(comparison),
        "story": sections.story(scenario.narrative),
        "assumptions": sections.assumptions(scenario.parameters),
        "effects": sections.effects(comparison),
        "equilibria": sections.equilibria(comparison),
        "thresholds": sections.thresholds_found(found, missing),
        "map": sections.maps(scenario, games, comparison, found, maps),
        "advice": sections.advice(moved, comparison),
        "robustness": sections.robust(scenario, samples),
        "payoffs": sections.payoffs(games),
        "limits": sections.limits(comparison),
        "reproduce": sections.reproduce(scenario, names, source),
    }
    return _page(scenario.title or "A crisis", {key: html for key, html in parts.items() if html})


def _thresholds(
    games: Mapping[str, Game], vary: tuple[str, ...]
) -> tuple[dict[str, dict[str, tuple[Threshold, ...]]], list[str]]:
    """Parameter to channel to thresholds, and what could not be worked out."""
    found: dict[str, dict[str, tuple[Threshold, ...]]] = {}
    missing = []
    for name in vary:
        for channel, game in games.items():
            try:
                found.setdefault(name, {})[channel] = thresholds(game, name)
            except DeterrenceError as error:
                missing.append(f"no thresholds in {name} for {channel}: {error}")
    return found, missing


def _page(title: str, parts: Mapping[str, str]) -> str:
    style = files(__package__).joinpath("report.css").read_text(encoding="utf-8")
    told = [(anchor, heading) for anchor, heading in ORDER if anchor in parts]
    contents = "".join(f'<li><a href="#{anchor}">{escape(heading)}</a></li>' for anchor, heading in told)
    body = "".join(f'<section id="{anchor}"><h2>{escape(heading)}</h2>{parts[anchor]}</section>' for anchor, heading in told)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body><header><h1>{escape(title)}</h1><nav aria-label='Contents'><ol>{contents}</ol></nav></header>"
        f"<main>{body}</main></body></html>\n"
    )
