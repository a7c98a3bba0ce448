"""``deterrence atlas FILE``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InvalidParameter, did_you_mean
from .shared import format_option, opened, print_json, scenario_data, selected

if TYPE_CHECKING:
    from ..games.game import Game

__all__ = ["command"]


@click.command("atlas")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be repeated.")
@click.option(
    "--free",
    "free",
    multiple=True,
    metavar="NAME",
    help="Keep only this parameter as a symbol, the others at their values in the file; may be repeated. Without it, every "
    "parameter that the file gives a value is a symbol.",
)
@click.option("--no-knife-edges", is_flag=True, help="Leave out families that exist only where an equality holds.")
@format_option("text", "json", "latex")
def command(file: Path, channels: tuple[str, ...], free: tuple[str, ...], no_knife_edges: bool, form: str) -> int:
    """Derive when each family of equilibria exists, as formulae.

    For every game in a scenario file: each family of equilibria, its probabilities and beliefs in closed form, and the
    conditions on the parameters under which it exists.

    Example: deterrence atlas examples/airspace.toml --channel private --free credibility --free audience_cost
    """
    from ..analysis.atlas import atlas

    scenario = opened(file, {})
    games = selected(scenario, channels)
    found = {name: atlas(game, knife_edges=not no_knife_edges) for name, game in _freed(games, free).items()}
    if form == "json":
        head = {"schema": "deterrence.atlases", "version": 1, "scenario": scenario_data(scenario)}
        print_json({**head, "games": {name: one.to_dict() for name, one in found.items()}})
    elif form == "latex":
        click.echo("\n\n".join(one.to_latex() for one in found.values()))
    else:
        from ..present.text.tables import printable

        click.echo("\n\n".join(f"{printable(name)}\n\n{one!r}" for name, one in found.items()))
    return 0


def _freed(games: Mapping[str, "Game"], names: tuple[str, ...]) -> dict[str, "Game"]:
    """Games with the chosen parameters as symbols; a game keeps those that it has."""
    known = {p.name for game in games.values() for p in game.all_parameters}
    for name in names:
        if name not in known:
            raise InvalidParameter(
                f"--free: no parameter {name!r}{did_you_mean(name, known)} (parameters: {', '.join(sorted(known))})"
            )
    found = {}
    for label, game in games.items():
        own = [p.name for p in game.all_parameters]
        given = [p.name for p in game.all_parameters if p.name in game.values and game.values[p.name] != p.default]
        found[label] = game.free(*(n for n in (names or given) if n in own))
    return found
