"""``deterrence export STORE OUT``."""

from pathlib import Path

import click

__all__ = ["command"]


@click.command("export", short_help="Write a map as .csv, .parquet or .nc for other programs.")
@click.argument("store")
@click.argument("out", type=click.Path(path_type=Path))
def command(store: str, out: Path) -> int:
    """Write a map that sweep made as .csv, .parquet or .nc, with a data dictionary.

    Example: deterrence export run.zarr run.csv
    """
    from ..analysis.map_export import export_map
    from ..analysis.map_store import open_map

    for path in export_map(open_map(store), out):
        click.echo(f"deterrence: wrote {path}", err=True)
    return 0
