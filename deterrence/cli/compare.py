"""``deterrence compare FILE``."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from .shared import (
    chosen_refinements,
    file_options,
    finish,
    games_of,
    opened,
    options_told,
    print_json,
    scenario_data,
    with_numbers,
)

if TYPE_CHECKING:
    from ..analysis.comparison import Comparison
    from ..analysis.thresholds import Threshold
    from ..games.game import Game
    from ..scenario.files import Scenario

__all__ = ["command", "save_figure"]

_PICTURES = (".png", ".pdf", ".svg")

#: Parameter to channel to thresholds.
Found = dict[str, dict[str, Sequence["Threshold"]]]


def _picture(ctx: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix.lower() not in _PICTURES:
        raise click.BadParameter(f"{str(path)!r} should end in {', '.join(_PICTURES)}")
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}; make it first, or name another")
    return path


@click.command("compare", short_help="Compare the channels of a scenario: what each does, and why.")
@file_options
@click.option("--baseline", metavar="NAME", help="The channel with which the others are compared.")
@click.option(
    "--vary",
    multiple=True,
    metavar="NAME",
    help="Say at which values of this parameter the equilibria change; may be repeated. 'none' for none.",
)
@click.option(
    "--plot", type=click.Path(path_type=Path), callback=_picture, help="Draw the bands into a .png, .pdf or .svg file."
)
@click.option("--why", "reasons", is_flag=True, help="Say under which conditions each equilibrium exists; takes seconds.")
@click.option(
    "--free",
    multiple=True,
    metavar="NAME",
    help="With --why: a symbol in which it is said what each channel needs, the others at their values; may be repeated.",
)
def command(
    file: Path,
    values: Mapping[str, str],
    refine: tuple[str, ...],
    form: str,
    *,
    baseline: str | None,
    vary: tuple[str, ...],
    plot: Path | None,
    reasons: bool,
    free: tuple[str, ...],
) -> int:
    """Compare the channels of a scenario: what each does to the crisis, and why.

    First the answer at a glance; then the verdicts, who gains, every measure from its least to its most over all
    equilibria, the equilibria themselves, and the thresholds at which they change.

    Example: deterrence compare examples/airspace.toml --set credibility=3/10 --vary audience_cost --plot out.png
    """
    from ..analysis.compare import compare
    from ..analysis.why import why

    scenario = opened(file, values)
    games = dict(scenario.games)
    if baseline is not None and baseline not in games:
        known = ", ".join(games)
        raise InvalidParameter(f"--baseline: no channel {baseline!r}{did_you_mean(baseline, games)} (channels: {known})")
    names = chosen_refinements(scenario, refine)
    _check_free(games, free, reasons)
    varied = _varied(scenario, games, vary)
    with_numbers(games)
    if reasons:
        games_of(scenario)
    comparison = compare(games, refine=names or None, baseline=baseline or scenario.baseline)
    found = _thresholds(games, varied)
    reason = why(comparison, free) if reasons else None
    if form == "json":
        by_channel = {
            channel: {name: [t.to_dict() for t in sets[channel]] for name, sets in found.items() if channel in sets}
            for channel in games
        }
        told = {"why": reason.to_dict()} if reason else {}
        print_json({**comparison.to_dict(), "scenario": scenario_data(scenario), "thresholds": by_channel, **told})
    elif form == "latex":
        click.echo(comparison.to_latex() + (f"\n\n{reason.to_latex()}" if reason else ""))
    else:
        click.echo(_text(scenario, comparison, found) + (f"\n\n{reason!r}" if reason else ""))
    if plot is not None:
        _draw(comparison, plot)
    return finish(comparison.equilibria)


def _varied(scenario: "Scenario", games: Mapping[str, "Game"], given: tuple[str, ...]) -> tuple[str, ...]:
    """The parameters whose thresholds are wanted, checked."""
    if given == ("none",):
        return ()
    _check_names("--vary", games, given)
    if given:
        games_of(scenario)
    return given or tuple(scenario.vary or ())


def _check_free(games: Mapping[str, "Game"], given: tuple[str, ...], reasons: bool) -> None:
    """Refuse symbols that no channel has, and symbols without --why, which alone states conditions."""
    if given and not reasons:
        raise InvalidParameter(f"--free {given[0]}: conditions are stated with --why only; add --why, or leave out --free")
    _check_names("--free", games, given)


def _check_names(option: str, games: Mapping[str, "Game"], given: tuple[str, ...]) -> None:
    """Refuse names of parameters that no channel has."""
    known = list(dict.fromkeys(p.name for game in games.values() for p in game.all_parameters))
    for name in given:
        if name not in known:
            raise InvalidParameter(
                f"{option}: no parameter {name!r}{did_you_mean(name, known)} (parameters: {', '.join(known)})"
            )


def _thresholds(games: Mapping[str, "Game"], varied: Sequence[str]) -> Found:
    """Thresholds of every channel; one that has none to give is named on standard error."""
    from ..analysis.thresholds import thresholds

    found: Found = {}
    for name in varied:
        found[name] = {}
        for channel, game in games.items():
            try:
                found[name][channel] = thresholds(game, name)
            except (UnsupportedGame, InvalidParameter) as error:
                click.echo(f"deterrence: no thresholds in {name} for {channel}: {error}", err=True)
    return found


def _text(scenario: "Scenario", comparison: "Comparison", found: Found) -> str:
    from ..present.numbers import short
    from ..present.text import comparison_text, thresholds_text
    from ..present.text.scenarios import scenario_text
    from ..present.text.tables import listed

    blocks = [scenario_text(scenario.title, scenario.narrative)]
    known = options_told(scenario)
    known += [f"{name} {short(p.value)}" for name, p in scenario.parameters.items() if p.value is not None]
    blocks.append(listed("With", known) if known else "")
    blocks.append(comparison_text(comparison))
    for name, by_channel in found.items():
        blocks.append(f"Why: the values of {name} at which the equilibria change\n\n{thresholds_text(by_channel)}")
    return "\n\n".join(block for block in blocks if block)


def _draw(comparison: "Comparison", path: Path) -> None:
    from ..present.plots import plot_compare

    save_figure(plot_compare(comparison).figure, path)


def save_figure(figure: Any, path: Path) -> None:
    """Draw aside, then move into place, so that a file is never left half written."""
    handle, aside = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            figure.savefig(file, format=path.suffix[1:].lower(), dpi=150)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).chmod(0o666 & ~_mask())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    click.echo(f"deterrence: drew {path}", err=True)


def _mask() -> int:
    """The permissions that this user withholds from new files."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
