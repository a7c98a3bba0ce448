"""``deterrence convert IN OUT``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InvalidParameter, ScenarioError
from .shared import games_of, opened, selected, set_option, with_numbers

if TYPE_CHECKING:
    from ..games.game import Game
    from ..games.normal_form import NormalForm

__all__ = ["command"]


@click.command("convert", short_help="Write a game in another format: .toml, .efg or .nfg.")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Which game, where the file has several.")
@set_option("Give a parameter another value; may be repeated.")
def command(file: Path, out: Path, channels: tuple[str, ...], values: Mapping[str, str]) -> None:
    """Write the game in FILE to OUT in the format that its name ends in.

    The formats are .toml (scenario file), and Gambit's .efg (tree) and .nfg (table). Gambit's have no parameters: their
    values are written as numbers. A tree becomes a table by its reduced normal form.

    Example: deterrence convert examples/standoff.toml standoff.efg
    """
    from ..scenario.files import save

    scenario = opened(file, values)
    if out.suffix.lower() != ".toml":
        games_of(scenario)
    if not channels and (out.suffix.lower() == ".toml" or (out.suffix.lower() == ".efg" and len(scenario.games) == 1)):
        save(scenario, out)
    else:
        games = selected(scenario, channels)
        if len(games) > 1:
            raise InvalidParameter(f"{file} has {len(games)} games; pick one with --channel, such as {next(iter(games))}")
        (game,) = games.values()
        if out.suffix.lower() == ".nfg":
            with_numbers(games)
            game = _table(game)
        save(game, out)
    click.echo(f"deterrence: wrote {out}", err=True)


def _table(game: "Game") -> "NormalForm":
    """The game as a table; where chance weighs its outcomes they are left out, which is said."""
    from ..games.normal_form import NormalForm
    from ..games.signalling import SignallingGame
    from ..games.tree import ExtensiveForm

    tree = game.tree() if isinstance(game, SignallingGame) else game
    table = tree.normal_form() if isinstance(tree, ExtensiveForm) else tree
    if not isinstance(table, NormalForm):
        raise ScenarioError(f"{type(game).__name__} has no table; an .nfg file holds games in normal form")
    numbers = dict(zip(table.payoffs, table.numbers, strict=True))
    plain = all(len(w) <= 1 and all(x == 1 for x in w.values()) for w in table.outcomes.values())
    if not plain:
        click.echo("deterrence: outcomes with weights are left out; an .nfg file has one outcome in each cell", err=True)
    outcomes = table.outcomes if plain else {}
    return NormalForm(table.players, numbers, outcomes, table.actions, title=game.title)
