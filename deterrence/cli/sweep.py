"""``deterrence sweep FILE``."""

import sys
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InvalidParameter, did_you_mean
from .cluster import cluster
from .shared import _assignments, chosen_refinements, games_of, opened

if TYPE_CHECKING:
    from ..scenario.files import Scenario

__all__ = ["command"]


@click.command("sweep", short_help="Map the equilibria of a scenario over ranges of its parameters.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--over",
    multiple=True,
    metavar="NAME=FROM:TO:NUMBER",
    callback=_assignments,
    help="Vary a parameter: so many values, evenly spaced, ends included. May be repeated. NAME=NUMBER takes the range of "
    "the file.",
)
@click.option("--store", metavar="PATH", required=True, help="Where to write the map: a zarr store, a folder or URL.")
@click.option("--measure", "measures", multiple=True, metavar="NAME", help="Only this measure; may be repeated.")
@click.option("--refine", "refine", multiple=True, metavar="NAME", help="As for compare; 'none' for none. Slower by far.")
@click.option(
    "--set", "values", multiple=True, metavar="NAME=VALUE", callback=_assignments, help="Give a parameter another value."
)
@click.option("--workers", type=click.IntRange(1), help="Threads or processes; by default one per processor.")
@click.option("--scheduler", metavar="ADDRESS", help="Solve on the workers of a dask scheduler, such as tcp://node1:8786.")
@click.option("--memory", default="2GiB", show_default=True, help="Memory for the work, such as 512MiB.")
def command(
    file: Path,
    over: Mapping[str, str],
    store: str,
    measures: tuple[str, ...],
    refine: tuple[str, ...],
    *,
    values: Mapping[str, str],
    workers: int | None,
    scheduler: str | None,
    memory: str,
) -> int:
    """Map the equilibria of a scenario over ranges of its parameters, into a store.

    A run that was stopped goes on when the same command is given again. Look at the map with deterrence plot, or hand it to
    other programs with deterrence export.

    Example: deterrence sweep examples/airspace.toml --refine none --over credibility=0:1:1001 --store run.zarr
    """
    from ..analysis.sweep import sweep

    scenario = opened(file, values)
    games = games_of(scenario)
    grids = {name: _grid(scenario, name, text) for name, text in over.items()}
    if not grids:
        raise InvalidParameter("--over: say what to vary, such as --over credibility=0:1:101")
    if scheduler is not None and workers is not None:
        raise InvalidParameter("--workers: the scheduler has workers of its own; leave out --workers or --scheduler")
    with nullcontext() if scheduler is None else cluster(scheduler) as executor:
        sweep(
            games,
            grids,
            list(measures) or None,
            refine=chosen_refinements(scenario, refine),
            store=store,
            workers=workers,
            executor=executor,
            memory=memory,
            progress=_progress(),
        )
    click.echo(f"deterrence: wrote {store}", err=True)
    return 0


def _grid(scenario: "Scenario", name: str, text: str) -> str:
    """The values as text; a number alone takes the range of the file."""
    if ":" in text or not text.isdigit():
        return text
    if name not in scenario.parameters:
        near = did_you_mean(name, scenario.parameters)
        raise InvalidParameter(
            f"--over: the file has no parameter {name!r}{near} (parameters: {', '.join(scenario.parameters)})"
        )
    ends = scenario.parameters[name].range
    if ends is None:
        raise InvalidParameter(f"--over: the file gives no range for {name}; write --over {name}=FROM:TO:{text}")
    return f"{ends[0]}:{ends[1]}:{text}"


def _progress() -> Callable[[float, str], None]:
    """Percentages on standard error, when somebody watches."""
    shown = -1

    def report(share: float, message: str) -> None:
        nonlocal shown
        percent = int(100 * share)
        if sys.stderr.isatty() and percent > shown:
            shown = percent
            click.echo(f"\r{message}: {percent}%" + ("\n" if share >= 1 else ""), err=True, nl=False)

    return report
