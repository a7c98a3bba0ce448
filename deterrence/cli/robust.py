"""``deterrence robust FILE``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from ..errors import InvalidParameter
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
@click.option("--interactions", is_flag=True, help="Also say which matter together: second-order indices. Needs SALib.")
@click.option("--screening", is_flag=True, help="Also say which do not matter, from few cases (Morris). Needs SALib.")
@click.option(
    "--seen",
    multiple=True,
    metavar="MEASURE=TIMES/TRIALS",
    help="Also say which values an observed history leaves, such as probe=2/10. May be repeated.",
)
@click.option("--under", metavar="CHANNEL", help="The channel of that history; needed where the file has several.")
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
    interactions: bool,
    screening: bool,
    seen: tuple[str, ...],
    under: str | None,
    values: Mapping[str, str],
    form: str,
) -> int:
    """Say in what share of all plausible cases the advice holds.

    Parameters are drawn from the ranges of the file, spread as their distribution says; every case is solved completely.

    Example: deterrence robust examples/airspace.toml --samples 1024 --seed 1 --indices
    """
    from ..analysis.robustness import robustness
    from ..analysis.robustness_evidence import consistent
    from ..analysis.robustness_interactions import interactions as interactions_of
    from ..analysis.robustness_screening import screening as screening_of
    from ..analysis.robustness_sobol import sensitivity

    scenario = opened(file, values)
    chosen = chosen_refinements(scenario, refine) if refine else ()
    history = _history(seen)
    if under is not None and not history:
        raise InvalidParameter("--under goes with a history; name one: --seen MEASURE=TIMES/TRIALS")
    found = robustness(scenario, samples=samples, method=method, refine=chosen, rng=seed)
    fewer = max(64, samples // 4)
    further: dict[str, Any] = {}
    if indices:
        further["sensitivity"] = sensitivity(scenario, samples=fewer, refine=chosen, rng=seed)
    if interactions:
        further["interactions"] = interactions_of(scenario, samples=fewer, refine=chosen, rng=seed)
    if screening:
        further["screening"] = screening_of(scenario, refine=chosen, rng=seed)
    if history:
        counted = found
        if not set(history) <= set(found.study.measures):
            # the same cases again, with the measures that were counted
            counted = robustness(scenario, samples=samples, method=method, refine=chosen, measures=list(history), rng=seed)
        further["consistent"] = consistent(counted, under, history)
    if form == "json":
        told = {name: result.to_dict() for name, result in further.items()}
        print_json({**found.to_dict(), "scenario": scenario_data(scenario), **told})
    else:
        click.echo("\n\n".join(map(repr, [found, *further.values()])))
    return 0


def _history(given: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Read every ``measure=times/trials``."""
    found = {}
    for text in given:
        measure, _, counts = text.rpartition("=")
        numbers = [part.strip() for part in counts.split("/")]
        if not measure.strip() or len(numbers) != 2 or not all(n.isdecimal() for n in numbers):
            raise InvalidParameter(f"--seen: {text!r} is not MEASURE=TIMES/TRIALS; write for example --seen probe=2/10")
        found[measure.strip()] = int(numbers[0]), int(numbers[1])
    return found
