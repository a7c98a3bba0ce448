"""``deterrence models [NAME]``."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import click

from .shared import format_option, print_json, set_option

__all__ = ["command"]


@click.command("models", short_help="List the models for scenario files, or tell about one.")
@click.argument("name", required=False)
@format_option("text", "json", "latex")
@set_option("With NAME: a parameter's value, exactly, or a choice such as channel=public. May be repeated.")
def command(name: str | None, form: str, values: dict[str, str]) -> None:
    """List the models that scenario files can build on; with NAME, tell its story, parameters, and payoffs or formulae.

    Example: deterrence models warning_game --set channel=public --set credibility=1/5
    """
    from ..errors import InvalidParameter, did_you_mean
    from ..scenario.build import known_models

    known = known_models()
    if name is not None and name not in known:
        raise InvalidParameter(f"no model {name!r}{did_you_mean(name, known)} (models: {', '.join(known)})")
    if values and name is None:
        raise InvalidParameter("--set needs the NAME of a model, as in: deterrence models probe_game --set gain=1")
    chosen = {name: known[name]} if name is not None else known
    games = {name: _built(name, values, wanted=form == "latex")} if name is not None else {}
    if form == "json":
        found = {label: _data(function) for label, function in chosen.items()}
        print_json({"schema": "deterrence.models", "version": 1, "models": found, "values": values})
    elif form == "latex":
        # without a NAME those that have a table: a model that needs an option has none before it is chosen
        told = games or {n: f() for n, f in known.items() if not _required(n)}
        click.echo("\n\n".join(game.to_latex() for game in told.values()))
    elif name is None:
        click.echo(_list(known))
    else:
        click.echo("\n\n".join(part for part in (_text(name, known[name]), _shown(games[name])) if part))


def _list(known: Mapping[str, Callable[..., Any]]) -> str:
    """Every model in a line, by section."""
    from ..models.catalogue import SECTIONS, story_of
    from ..present.text.tables import table

    lines = ["Models"]
    rows = dict(zip(known, table((n, story_of(f).splitlines()[0]) for n, f in known.items()), strict=True))
    for section, names in SECTIONS.items():
        lines += ["", section, *(rows[name] for name in names)]
    return "\n".join([*lines, "", "deterrence models NAME tells more about one of them."])


def _required(name: str) -> list[str]:
    """Options without a default."""
    from ..scenario.build import model_options

    return [option for option, default in model_options(name).items() if default is inspect.Parameter.empty]


def _built(name: str, values: Mapping[str, str], *, wanted: bool) -> Any:
    """The model at the values given; None where none are given, and it needs an option that has no default."""
    from ..errors import InvalidParameter
    from ..scenario.build import known_models, model_options
    from ..scenario.quantities import read_option

    function, options = known_models()[name], model_options(name)
    missing = [option for option in _required(name) if option not in values]
    known = set(values) <= set(inspect.signature(function).parameters)
    if missing and known and (values or wanted):
        raise InvalidParameter(f"{name} needs {', '.join(missing)}; add --set {missing[0]}=...")
    read = {n: read_option(value) if n in options else value for n, value in values.items()}
    return function(**read) if values or not missing else None


def _shown(game: Any) -> str:
    """A game's payoffs, or a model's formulae."""
    from ..games.game import Game
    from ..present.text import formulae_text

    return "" if game is None else repr(game) if isinstance(game, Game) else formulae_text(game)


def _choices(function: Callable[..., Any]) -> dict[str, Any]:
    """Arguments that are no parameters, such as the channel, with their defaults; None for none."""
    from ..scenario.build import model_parameters

    names = {p.name for p in model_parameters(function.__name__)}
    empty = inspect.Parameter.empty
    arguments = inspect.signature(function).parameters.items()
    return {n: None if a.default is empty else a.default for n, a in arguments if n not in names}


def _text(name: str, function: Callable[..., Any]) -> str:
    from ..exact import show
    from ..models.catalogue import section_of, sources_of, story_of
    from ..present.payoffs import domain
    from ..present.text.tables import table, wrapped
    from ..scenario.build import model_parameters

    rows = [
        (p.name, domain(p), p.unit, "" if p.default is None else f"default {show(p.default)}", p.meaning)
        for p in model_parameters(name)
    ]
    lines = [f"{name} ({section_of(name)})", "", story_of(function)]
    lines += ["", "Parameters", *table(rows)] if rows else []
    needed = _required(name)
    choices = [(n, "needed" if n in needed else _told(default)) for n, default in _choices(function).items()]
    if choices:
        lines += ["", "Choices", *table(choices)]
    return "\n".join([*lines, "", "Sources", *map(wrapped, sources_of(function))])


def _told(default: Any) -> str:
    if default in (None, ()):
        return ""
    return f"default {','.join(default) if isinstance(default, tuple) else default}"


def _data(function: Callable[..., Any]) -> dict[str, Any]:
    from ..exact import as_data
    from ..models.catalogue import section_of, sources_of, story_of
    from ..scenario.build import model_parameters

    parameters = {
        p.name: {
            "meaning": p.meaning,
            "domain": p.domain,
            "unit": p.unit,
            "default": None if p.default is None else as_data(p.default),
        }
        for p in model_parameters(function.__name__)
    }
    story = story_of(function)
    return {
        "summary": story.splitlines()[0],
        "story": story,
        "section": section_of(function.__name__),
        "sources": list(sources_of(function)),
        "choices": _choices(function),
        "parameters": parameters,
    }
