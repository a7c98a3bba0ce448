"""``deterrence validate FILE``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .measured import is_measured
from .shared import chosen_refinements, file_options, opened, options_told, print_json, scenario_data

if TYPE_CHECKING:
    from ..scenario.files import Scenario

__all__ = ["command"]


@click.command("validate")
@file_options
def command(file: Path, values: Mapping[str, str], refine: tuple[str, ...], form: str) -> None:
    """Check a scenario file, and show how it was read.

    Nothing is solved. A mistake is reported with its line and column.

    Example: deterrence validate examples/airspace.toml
    """
    scenario = opened(file, values)
    refinements = chosen_refinements(scenario, refine)
    if form == "json":
        games = {
            name: {
                "kind": type(game).__name__,
                "players": list(getattr(game, "players", ())),
                "free": [p.name for p in game.parameters],
            }
            for name, game in scenario.games.items()
        }
        head = {"schema": "deterrence.validation", "version": 1, "scenario": scenario_data(scenario)}
        print_json({**head, "refinements": list(refinements), "games": games})
        return
    if form == "latex":
        click.echo("\n\n".join(game.to_latex() for game in scenario.games.values()))
        return
    click.echo(_summary(file, scenario, refinements))


def _summary(file: Path, scenario: "Scenario", refinements: tuple[str, ...]) -> str:
    from ..present.text import formulae_text, game_text
    from ..present.text.scenarios import scenario_text
    from ..present.text.tables import listed

    lines = [f"{file}: valid", "", scenario_text(scenario.title, scenario.narrative, _rows(scenario))]
    lines += ["", listed("options", options_told(scenario))] if scenario.options else []
    lines += ["", f"refinements: {', '.join(refinements) or 'none'}"]
    for name, game in scenario.games.items():
        lines += ["", f"{name}: {formulae_text(game) if is_measured({name: game}) else game_text(game)}"]
    return "\n".join(lines)


def _rows(scenario: "Scenario") -> list[tuple[str, ...]]:
    from ..present.numbers import full, interval

    return [
        (
            name,
            "free" if p.value is None else full(p.value),
            "" if p.range is None else interval(*p.range),
            p.unit,
            p.source,
        )
        for name, p in scenario.parameters.items()
    ]
