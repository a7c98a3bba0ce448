"""``deterrence solve FILE``."""

from collections.abc import Mapping
from pathlib import Path

import click

from .certificate import write_certificate
from .measured import is_measured, print_measures
from .shared import chosen_refinements, file_options, finish, opened, print_json, refined, scenario_data, selected, solved

__all__ = ["command"]


@click.command("solve")
@file_options
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be repeated.")
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="How long to look for equilibria of each game; past it what was found is shown.",
)
@click.option(
    "--certificate",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Also write what proves the Nash equilibria of one two-player game complete, for deterrence/check.py.",
)
def command(
    file: Path,
    values: Mapping[str, str],
    refine: tuple[str, ...],
    form: str,
    channels: tuple[str, ...],
    time_limit: float | None,
    certificate: Path | None,
) -> int:
    """Find every equilibrium of each game in a scenario file.

    Shown are families of equilibria: who does what with which probability, which replies and beliefs are left open, and
    what everyone gets. With refinements, what they leave is shown too. Of a model that is its formulae, these are shown with
    every measure.

    Example: deterrence solve examples/airspace.toml --channel private --set credibility=3/10
    """
    scenario = opened(file, values)
    names = chosen_refinements(scenario, refine)
    games = selected(scenario, channels, measured=True)
    if is_measured(games):
        print_measures(scenario, games, form, certified=certificate is not None)
        return 0
    sets = solved(games, time_limit)
    after = refined(sets, names)
    if certificate is not None:
        write_certificate(sets, certificate)
    if form == "json":
        head = {"schema": "deterrence.solve", "version": 1, "scenario": scenario_data(scenario), "refinements": list(names)}
        games = {name: eqs.to_dict() for name, eqs in sets.items()}
        print_json({**head, "games": games, "refined": after and {name: eqs.to_dict() for name, eqs in after.items()}})
    elif form == "latex":
        from ..present.latex import escape_latex

        click.echo("\n\n".join(f"{escape_latex(name)}\n\n{eqs.to_latex()}" for name, eqs in (after or sets).items()))
    else:
        from ..present.text import equilibria_text
        from ..present.text.tables import printable

        blocks = []
        for name, eqs in sets.items():
            blocks.append(f"{printable(name)}\n\n{equilibria_text(eqs)}")
            blocks += [equilibria_text(after[name])] if after else []
        click.echo("\n\n".join(blocks))
    return finish(sets)
