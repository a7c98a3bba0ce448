"""``deterrence explore [FILE]``."""

import contextlib
import webbrowser
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import click

from .shared import games_of, opened, set_option, with_numbers

__all__ = ["command"]


@click.command("explore", short_help="Open a page with sliders, on which equilibria move.")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--no-browser", is_flag=True, help="Print the page's address on the first line, and open nothing.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Any free one by default.")
@click.option("--export", "target", type=click.Path(path_type=Path), help="Write one file that works without a server.")
@set_option("Give a parameter another value, exactly: 3/10, 0.3. May be repeated.")
def command(file: Path | None, *, no_browser: bool, port: int, target: Path | None, values: Mapping[str, str]) -> int:
    """Open a page with a slider for every parameter: equilibria in words, pictures and a map move with it.

    The page is served to this machine only, at an address that holds a secret of this run. Without FILE it shows an example.

    Example: deterrence explore examples/airspace.toml
    """
    from ..present.explorer import Explorer, Workers, exported, serve
    from ..scenario.writing import to_toml, write_aside

    scenario = opened(file or Path(str(files("deterrence.present.explorer").joinpath("example.toml"))), values)
    with_numbers(games_of(scenario))
    if target is not None:
        write_aside(target, exported(Explorer(scenario)))
        click.echo(f"deterrence: wrote {target}", err=True)
        return 0
    with contextlib.ExitStack() as until_the_end:
        count = Workers.count()
        workers = until_the_end.enter_context(contextlib.closing(Workers(scenario, count))) if count else None
        explorer = Explorer(scenario, lambda changed: to_toml(changed.document), workers=workers)
        server, address = serve(explorer, port)
        until_the_end.enter_context(server)
        if no_browser:
            click.echo(address)
        else:
            click.echo(f"deterrence: {address}\n(Ctrl-C ends it)", err=True)
            webbrowser.open(address)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
    return 0
