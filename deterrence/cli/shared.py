"""What the commands share: their options, opening a scenario, solving, JSON."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import InvalidParameter, LimitReached, UnsupportedGame, did_you_mean

if TYPE_CHECKING:
    from ..equilibria.equilibrium_set import EquilibriumSet
    from ..games.game import Game
    from ..scenario.files import Scenario

__all__ = [
    "chosen_refinements",
    "file_options",
    "finish",
    "format_option",
    "games_of",
    "opened",
    "options_told",
    "print_json",
    "refined",
    "scenario_data",
    "selected",
    "set_option",
    "solved",
]

F = TypeVar("F", bound=Callable[..., Any])


def _assignments(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Read every ``name=value``."""
    values = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise click.BadParameter(f"{text!r} is not name=value; write for example --set credibility=3/10")
        values[name.strip()] = value.strip()
    return values


def format_option(*formats: str) -> Callable[[F], F]:
    """``--format``, text by default."""
    return click.option(
        "--format", "form", type=click.Choice(formats), default="text", show_default=True, help="What to print."
    )


def set_option(text: str) -> Callable[[F], F]:
    """``--set``, which may be repeated."""
    return click.option("--set", "values", multiple=True, metavar="NAME=VALUE", callback=_assignments, help=text)


def file_options(function: F) -> F:
    """FILE, ``--set``, ``--refine`` and ``--format``: what every command on a file takes."""
    for decorate in (
        format_option("text", "json", "latex"),
        click.option(
            "--refine",
            "refine",
            multiple=True,
            metavar="NAME",
            help="Keep only equilibria that pass: undominated; for signalling games intuitive_criterion, d1 or undefeated; "
            "for normal forms risk_dominance, payoff_dominance, trembling_hand or iterated_dominance. May be repeated, "
            "applied in order. 'none' for none. Without it, what the file says.",
        ),
        set_option(
            "Give a parameter another value, exactly: 3/10, 0.3; or when_indifferent, if the model asks. May be repeated."
        ),
        click.argument("file", type=click.Path(path_type=Path)),
    ):
        function = decorate(function)
    return function


def opened(file: Path, values: Mapping[str, str]) -> "Scenario":
    """Load a scenario and put the values in."""
    from ..scenario.files import load

    scenario = load(file)
    for note in scenario.notes:
        click.echo(f"deterrence: {file}: {note}", err=True)
    return scenario.at(**values) if values else scenario


def chosen_refinements(scenario: "Scenario", given: tuple[str, ...]) -> tuple[str, ...]:
    """The refinements of the command line, or else those of the file."""
    from ..equilibria.refinements import REFINEMENTS

    if not given:
        return tuple(scenario.refine)
    if given != ("none",):
        games_of(scenario)
    if "none" in given:
        if len(given) > 1:
            raise InvalidParameter(
                f"--refine none stands alone; it was given with {', '.join(n for n in given if n != 'none')}"
            )
        return ()
    for name in given:
        if name not in REFINEMENTS:
            known = (*REFINEMENTS, "none")
            raise InvalidParameter(
                f"--refine: no refinement {name!r}{did_you_mean(name, known)} (known: {', '.join(known)})"
            )
    return given


def games_of(scenario: "Scenario") -> dict[str, "Game"]:
    """The games of a scenario, for a command that asks for more than measures."""
    from ..games.game import Game

    if not all(isinstance(game, Game) for game in scenario.games.values()):
        command = click.get_current_context().info_name
        raise UnsupportedGame(
            f"{scenario.model} is a model of formulae and measures, not a game with a table or a tree, which deterrence "
            f"{command} needs; use deterrence compare, robust, solve or validate"
        )
    return dict(scenario.games)


def selected(scenario: "Scenario", channels: tuple[str, ...], *, measured: bool = False) -> dict[str, Any]:
    """The games that were asked for, all by default; models that only have measures where these will do."""
    games = dict(scenario.games) if measured else games_of(scenario)
    for name in channels:
        if name not in games:
            known = ", ".join(games)
            raise InvalidParameter(f"--channel: no channel {name!r}{did_you_mean(name, games)} (channels: {known})")
    return {name: games[name] for name in channels} if channels else games


def with_numbers(games: Mapping[str, "Game"]) -> None:
    """Refuse games with free parameters, saying how to give values here."""
    for name, game in games.items():
        if game.parameters:
            free = [p.name for p in game.parameters]
            raise UnsupportedGame(
                f"{name}: no value for {', '.join(free)}; give one in the file under [parameters.{free[0]}], or with "
                f"--set {free[0]}=..."
            )


def solved(games: Mapping[str, "Game"], time_limit: float | None = None) -> dict[str, "EquilibriumSet"]:
    """All equilibria of every game, in the concept that goes with its kind; the time limit is for each game."""
    from ..analysis.concepts import concept_of

    with_numbers(games)
    limits = {} if time_limit is None else {"time_limit": time_limit}
    sets = {}
    for name, game in games.items():
        sets[name] = eqs = concept_of(game)(game, **limits)
        if not eqs and not eqs.complete:
            raise LimitReached(f"{name}: no equilibrium was found: {eqs.why}")
    return sets


def refined(sets: Mapping[str, "EquilibriumSet"], names: tuple[str, ...]) -> dict[str, "EquilibriumSet"] | None:
    """Every set after the refinements; None where there are none."""
    if not names:
        return None
    found = dict(sets)
    for name in names:
        found = {channel: eqs.refine(name) for channel, eqs in found.items()}
    return found


def finish(sets: Mapping[str, "EquilibriumSet | None"]) -> int:
    """The exit code of a command that has done its work: 1 if some set may lack equilibria."""
    from .group import DONE, INCOMPLETE

    open_ended = {name: eqs.why for name, eqs in sets.items() if eqs is not None and not eqs.complete}
    for name, why in open_ended.items():
        click.echo(f"deterrence: {name}: these may not be all equilibria: {why}", err=True)
    return INCOMPLETE if open_ended else DONE


def scenario_data(scenario: "Scenario") -> dict[str, Any]:
    """What the file says, ready for JSON."""
    from ..exact import as_data

    def number(value: Any) -> Any:
        return None if value is None else as_data(value)

    parameters = {}
    for name, p in scenario.parameters.items():
        ends = None if p.range is None else [number(end) for end in p.range]
        parameters[name] = {
            "value": number(p.value),
            "range": ends,
            "unit": p.unit,
            "source": p.source,
            "distribution": p.distribution,
        }
    texts = {key: getattr(scenario, key) for key in ("title", "narrative", "kind", "model")}
    options = {"options": dict(scenario.options)} if scenario.options else {}
    return {**texts, **options, "parameters": parameters}


def options_told(scenario: "Scenario") -> list[str]:
    """The options of the model that the file sets, in words."""
    told = scenario.options.items()
    return [f"{name} {' '.join(map(str, v)) if isinstance(v, tuple) else v}" for name, v in told]


def print_json(data: Mapping[str, Any]) -> None:
    """Print JSON that any terminal and any reader takes."""
    click.echo(json.dumps(data, indent=2, allow_nan=False))
