"""What commands print of models that have formulae and measures in place of sets of equilibria."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from ..errors import UnsupportedGame
from .shared import print_json, scenario_data, with_numbers

if TYPE_CHECKING:
    from ..scenario.files import Scenario

__all__ = ["is_measured", "print_measures"]


def is_measured(games: Mapping[str, Any]) -> bool:
    """Whether some game has measures only."""
    from ..games.game import Game

    return not all(isinstance(game, Game) for game in games.values())


def print_measures(scenario: "Scenario", games: Mapping[str, Any], form: str, *, certified: bool = False) -> None:
    """For each channel the formulae, and every measure from its least to its most over all solutions."""
    from ..analysis.compare import compare
    from ..present.text import formulae_text
    from ..present.text.tables import printable, table
    from ..present.verdicts import band_text

    if certified:
        raise UnsupportedGame("--certificate: a certificate is about the Nash equilibria of a game; this model has formulae")
    with_numbers(games)
    found = compare(games)
    if form == "json":
        measures = {name: {m: band.to_dict() for m, band in bands.items()} for name, bands in found.bands.items()}
        head = {"schema": "deterrence.measures", "version": 1, "scenario": scenario_data(scenario)}
        print_json({**head, "games": {name: {"measures": bands} for name, bands in measures.items()}})
    elif form == "latex":
        click.echo(found.to_latex())
    else:
        blocks = []
        for name, game in games.items():
            rows = [(measure, band_text(band.unrefined)) for measure, band in found.bands[name].items()]
            told = [printable(name), "", formulae_text(game), "", "Measures, least and most over all solutions"]
            blocks.append("\n".join([*told, *table(rows)]))
        click.echo("\n\n".join(blocks))
