"""``deterrence plot STORE OUT``."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidParameter
from .compare import save_figure

if TYPE_CHECKING:
    import xarray

__all__ = ["command"]


@click.command("plot", short_help="Draw a map: bands over one parameter, regions over two.")
@click.argument("store")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--measure", metavar="NAME", help="Over two parameters: colour by the verdict on it.")
@click.option("--feared", is_flag=True, help="Of a verdict: the measure had better be 0.")
@click.option("--channel", metavar="NAME", help="Over two parameters: which channel; the first by default.")
def command(store: str, out: Path, *, measure: str | None, feared: bool, channel: str | None) -> int:
    """Draw a map that sweep made: over one parameter the bands of a measure, by default the first.

    Over two parameters, the regions of equilibrium families; with --measure those in which it is 1 in every equilibrium, in
    some, in none, or less than under the first channel.

    Example: deterrence plot run.zarr run.png --measure deterred
    """
    from ..analysis.map_store import open_map

    if out.suffix.lower() not in (".png", ".pdf", ".svg"):
        raise InvalidParameter(f"{str(out)!r} should end in .png, .pdf, .svg")
    if not out.absolute().parent.is_dir():
        raise InvalidParameter(f"there is no folder {str(out.parent)!r}; make it first, or name another")
    save_figure(_drawn(open_map(store), measure, channel, feared=feared).figure, out)
    return 0


def _drawn(dataset: "xarray.Dataset", measure: str | None, channel: str | None, *, feared: bool) -> Any:
    from ..present.plot_regimes import plot_regimes
    from ..present.plot_sweep import plot_band

    parameters = [d for d in dataset["n_components"].dims if d != "channel"]
    if len(parameters) == 2:
        if measure is None and feared:
            raise InvalidParameter("--feared goes with a measure; name one: --measure NAME")
        chosen = "families" if measure is None else "verdict"
        return plot_regimes(dataset, channel, colour=chosen, measure=measure, best=0 if feared else 1)
    if feared:
        raise InvalidParameter("--feared: over one parameter bands are drawn, no verdict; leave it out")
    if channel is not None:
        raise InvalidParameter("--channel: over one parameter all channels are drawn; leave it out")
    return plot_band(dataset, measure)
