"""The `deterrence` command: loads each subcommand when it is used, and turns every outcome into an exit code."""

import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module

import click

from .. import __version__
from ..errors import DeterrenceError, LimitReached, NotAnEquilibrium, did_you_mean

__all__ = ["BAD_INPUT", "DONE", "FAULT", "INCOMPLETE", "INTERRUPTED", "LIMIT", "deterrence", "main", "run"]

DONE, INCOMPLETE, BAD_INPUT, LIMIT, FAULT, INTERRUPTED = 0, 1, 2, 3, 4, 130

_COMMANDS = (
    "validate",
    "solve",
    "compare",
    "explain",
    "atlas",
    "sweep",
    "robust",
    "plot",
    "export",
    "convert",
    "report",
    "explore",
    "models",
    "schema",
)


class _Lazy(click.Group):
    """A group whose commands live in one module each."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, in the order in which a newcomer meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load a command."""
        if name not in _COMMANDS:
            return None
        command = import_module(f".{name}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant, or suggest the nearest."""
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            ctx.fail(f"no command {name!r}{did_you_mean(name, _COMMANDS)} (commands: {', '.join(_COMMANDS)})")
        return super().resolve_command(ctx, args)


_HELP = """Deterrence as games: every equilibrium of a crisis, and what a warning changes.

A scenario file (TOML) says what the crisis is. Start with

\b
  deterrence compare examples/airspace.toml      what each channel of warning does
  deterrence explain examples/airspace.toml      why each equilibrium is one
  deterrence models                              the crises that files can build on

Exit codes: 0 done, 1 done but a set may be incomplete, 2 bad input, 3 a limit was reached, 4 a fault of this program.
"""


@click.group(cls=_Lazy, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="deterrence", message="%(prog)s %(version)s")
def deterrence() -> None:
    """Load the command that is asked for."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; errors become one message on standard error and a code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # labels are any text, and a terminal may know few characters
            reconfigure(errors="backslashreplace")
    try:
        code = deterrence.main(arguments, prog_name="deterrence", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except (SystemExit, BrokenPipeError):
        # click leaves by SystemExit when the reader of a pipe has gone
        return _quiet()
    except BaseException as error:
        if os.environ.get("DETERRENCE_TRACEBACK"):
            traceback.print_exc()
        return _report(error)


def _report(error: BaseException) -> int:
    """Say what went wrong in one message, and give the code that goes with it."""
    if isinstance(error, click.Abort | KeyboardInterrupt):
        _say("interrupted")
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return BAD_INPUT
    if isinstance(error, LimitReached | MemoryError):
        _say(f"a limit was reached: {str(error) or 'out of memory'}")
        return LIMIT
    if isinstance(error, DeterrenceError) and not isinstance(error, NotAnEquilibrium):
        _say(str(error))
        return BAD_INPUT
    if isinstance(error, OSError) and error.filename is not None:
        _say(f"{error.filename}: {error.strerror}")
        return BAD_INPUT
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    _say(
        f"{what}\nthis is a fault of deterrence {__version__}, please report it to its developers with the command and "
        "the file; DETERRENCE_TRACEBACK=1 shows the traceback"
    )
    return FAULT


def _say(text: str) -> None:
    click.echo(f"deterrence: {text}", err=True)


def _quiet() -> int:
    """The reader of our output has seen enough; nothing is left to say, not even at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE
