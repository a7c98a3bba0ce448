"""``deterrence report FILE``."""

from collections.abc import Mapping
from pathlib import Path

import click

from .shared import chosen_refinements, games_of, opened, set_option, with_numbers

__all__ = ["command"]


@click.command("report", short_help="Write one page about a scenario that stands alone.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it; FILE with .html by default.")
@click.option("--refine", multiple=True, metavar="NAME", help="As for compare; 'none' for none.")
@click.option(
    "--maps", type=click.IntRange(0, 400), default=41, show_default=True, help="Cells along a map's side; 0 for none."
)
@set_option("Give a parameter another value, exactly: 3/10, 0.3. May be repeated.")
def command(file: Path, output: Path | None, refine: tuple[str, ...], maps: int, values: Mapping[str, str]) -> int:
    """Write one page about a scenario: story, assumptions, equilibria, thresholds, maps, and what would change the advice.

    The page needs no network and no other file; it can be sent by mail, and prints well.

    Example: deterrence report examples/airspace.toml -o airspace.html
    """
    from ..present.report import report
    from ..scenario.writing import to_toml, write_aside

    scenario = opened(file, values)
    with_numbers(games_of(scenario))
    target = output or Path(file.with_suffix(".html").name)
    page = report(scenario, refine=chosen_refinements(scenario, refine), source=to_toml(scenario.document), maps=maps)
    write_aside(target, page)
    click.echo(f"deterrence: wrote {target}", err=True)
    return 0
