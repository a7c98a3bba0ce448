"""``deterrence robust FILE``."""

from collections.abc import Mapping
from pathlib import Path

import click

from .shared import chosen_refinements, format_option, opened, print_json, scenario_data, set_option

__all__ = ["command"]


@click.command("robust", short_help="Say in what share of all plausible cases the advice holds, and what matters.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--samples", default=4096, show_default=True, help="Number of cases; a power of 2.")
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same cases.")
@click.option("--method", default="quasi", show_default=True, help="quasi or random.")
@click.option(
    "--refine", "refine", multiple=True, metavar="NAME", help="As for compare, but none by default. Slower by far."
)
@click.option("--indices", is_flag=True, help="Also say which parameters matter: Sobol indices.")
@set_option("Give a parameter another value, exactly.")
@format_option("text", "json")
def command(
    file: Path,
    samples: int,
    seed: int,
    method: str,
    refine: tuple[str, ...],
    *,
    indices: bool,
    values: Mapping[str, str],
    form: str,
) -> int:
    """Say in what share of all plausible cases the advice holds.

    Parameters are drawn from the ranges of the file, spread as their distribution says; every case is solved completely.

    Example: deterrence robust examples/airspace.toml --samples 1024 --seed 1 --indices
    """
    from ..analysis.robustness import robustness
    from ..analysis.robustness_sobol import sensitivity

    scenario = opened(file, values)
    chosen = chosen_refinements(scenario, refine) if refine else ()
    found = robustness(scenario, samples=samples, method=method, refine=chosen, rng=seed)
    matters = sensitivity(scenario, samples=max(64, samples // 4), refine=chosen, rng=seed) if indices else None
    if form == "json":
        said = {**found.to_dict(), "scenario": scenario_data(scenario)}
        if matters is not None:
            said["sensitivity"] = matters.to_dict()
        print_json(said)
    else:
        click.echo(repr(found))
        if matters is not None:
            click.echo("\n" + repr(matters))
    return 0
