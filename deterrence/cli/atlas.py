"""``deterrence atlas FILE``."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidParameter, did_you_mean
from .shared import format_option, opened, print_json, scenario_data, selected

if TYPE_CHECKING:
    from ..analysis.atlas import Atlas
    from ..analysis.atlas_statics import ComparativeStatics
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
@click.option(
    "--statics",
    "statics",
    multiple=True,
    metavar="MEASURE:PARAMETER",
    help="Say which way a measure (an outcome, an action, payoff:PLAYER) moves with a parameter in each family, instead of "
    "the families themselves; may be repeated. Example: --statics clash:audience_cost",
)
@click.option("--no-knife-edges", is_flag=True, help="Leave out families that exist only where an equality holds.")
@format_option("text", "json", "latex")
def command(
    file: Path,
    channels: tuple[str, ...],
    free: tuple[str, ...],
    *,
    statics: tuple[str, ...],
    no_knife_edges: bool,
    form: str,
) -> int:
    """Derive when each family of equilibria exists, as formulae.

    For every game in a scenario file: each family of equilibria, its probabilities and beliefs in closed form, and the
    conditions on the parameters under which it exists.

    Example: deterrence atlas examples/airspace.toml --channel private --free credibility --free audience_cost
    --statics clash:audience_cost
    """
    from ..analysis.atlas import atlas

    scenario = opened(file, {})
    asked = [_question(text) for text in statics]
    games = _freed(selected(scenario, channels), free)
    _check_parameters(games, asked)
    found = {name: atlas(game, knife_edges=not (no_knife_edges or asked)) for name, game in games.items()}
    shown: dict[str, list[Any]] = {name: [one] for name, one in found.items()}
    if asked:
        shown = {name: _effects(name, one, asked) for name, one in found.items()}
    if form == "json":
        head = {"schema": "deterrence.atlases", "version": 1, "scenario": scenario_data(scenario)}
        if asked:
            told = {name: {"statics": [one.to_dict() for one in several]} for name, several in shown.items()}
        else:
            told = {name: one.to_dict() for name, one in found.items()}
        print_json({**head, "games": told})
    elif form == "latex":
        click.echo("\n\n".join(one.to_latex() for several in shown.values() for one in several))
    else:
        from ..present.text.tables import printable

        told_of = ("\n\n".join([printable(name), *map(repr, several)]) for name, several in shown.items())
        click.echo("\n\n".join(told_of))
    return 0


def _question(text: str) -> tuple[str, str]:
    """A measure and a parameter; the measure may hold colons of its own."""
    measure, _, parameter = text.rpartition(":")
    if not (measure.strip() and parameter.strip()):
        raise InvalidParameter(
            f"--statics: {text!r} is not MEASURE:PARAMETER; write for example --statics clash:credibility"
        )
    return measure.strip(), parameter.strip()


def _check_parameters(games: Mapping[str, "Game"], asked: Sequence[tuple[str, str]]) -> None:
    """Refuse a parameter that is a symbol in none of the games."""
    known = list(dict.fromkeys(p.name for game in games.values() for p in game.parameters))
    for _, parameter in asked:
        if parameter not in known:
            raise InvalidParameter(
                f"--statics: no game has {parameter!r} as a symbol{did_you_mean(parameter, known)} (symbols: "
                f"{', '.join(known) or 'none'}); --free NAME makes one"
            )


def _effects(channel: str, found: "Atlas", asked: Sequence[tuple[str, str]]) -> "list[ComparativeStatics]":
    """What was asked about one game; what it does not have is named on standard error."""
    names = [p.name for p in found.game.parameters]
    effects = []
    for measure, parameter in asked:
        if parameter not in names:
            click.echo(
                f"deterrence: {channel}: {parameter} is no parameter of this game, so nothing moves with it", err=True
            )
            continue
        effects.append(found.comparative_statics(measure, parameter))
    return effects


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
