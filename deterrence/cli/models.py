"""``deterrence models [NAME]``."""

import inspect
import sys
from typing import TYPE_CHECKING, Any

import click

from .shared import format_option, print_json, set_option

if TYPE_CHECKING:
    from ..parameters import Parameter

__all__ = ["command"]


@click.command("models", short_help="List the models for scenario files, or tell about one.")
@click.argument("name", required=False)
@format_option("text", "json", "latex")
@set_option("With NAME: a parameter's value, exactly, or a choice such as channel=public. May be repeated.")
def command(name: str | None, form: str, values: dict[str, str]) -> None:
    """List the models that scenario files can build on; with NAME, tell its story, its parameters and its payoffs.

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
    games = {n: f(**values) for n, f in chosen.items()} if name is not None or form == "latex" else {}
    if form == "json":
        found = {label: _data(function) for label, function in chosen.items()}
        print_json({"schema": "deterrence.models", "version": 1, "models": found, "values": values})
    elif form == "latex":
        click.echo("\n\n".join(game.to_latex() for game in games.values()))
    elif name is None:
        from ..present.text.tables import table

        rows = [(label, _story(function).splitlines()[0]) for label, function in known.items()]
        click.echo("\n".join(["Models", *table(rows), "", "deterrence models NAME tells more about one of them."]))
    else:
        click.echo(f"{_text(name, known[name])}\n\n{games[name]!r}")


def _story(function: Any) -> str:
    """A model's docstring up to its list of parameters."""
    text = inspect.getdoc(function) or ""
    return text.partition("\nParameters\n")[0].strip().replace("\n::\n", "\n").replace("::\n", ":\n")


def _parameters(function: Any) -> list["Parameter"]:
    arguments = inspect.signature(function).parameters
    declared: tuple[Parameter, ...] = getattr(sys.modules[function.__module__], "PARAMETERS", ())
    return [p for p in declared if p.name in arguments]


def _choices(function: Any) -> dict[str, Any]:
    """Arguments that are no parameters, such as the channel, with their defaults."""
    names = {p.name for p in _parameters(function)}
    return {n: a.default for n, a in inspect.signature(function).parameters.items() if n not in names}


def _text(name: str, function: Any) -> str:
    from ..exact import show
    from ..present.payoffs import domain
    from ..present.text.tables import table

    rows = [
        (p.name, domain(p), p.unit, "" if p.default is None else f"default {show(p.default)}", p.meaning)
        for p in _parameters(function)
    ]
    lines = [name, "", _story(function), "", "Parameters", *table(rows)]
    choices = [(n, "" if default is None else f"default {default}") for n, default in _choices(function).items()]
    if choices:
        lines += ["", "Choices", *table(choices)]
    return "\n".join(lines)


def _data(function: Any) -> dict[str, Any]:
    from ..exact import as_data

    parameters = {
        p.name: {
            "meaning": p.meaning,
            "domain": p.domain,
            "unit": p.unit,
            "default": None if p.default is None else as_data(p.default),
        }
        for p in _parameters(function)
    }
    story = _story(function)
    return {"summary": story.splitlines()[0], "story": story, "choices": _choices(function), "parameters": parameters}
