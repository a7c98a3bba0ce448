"""``deterrence explain FILE``."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from .shared import chosen_refinements, file_options, finish, opened, print_json, refined, scenario_data, selected, solved

if TYPE_CHECKING:
    from ..equilibria.equilibrium_set import EquilibriumSet

__all__ = ["command"]


@click.command("explain", short_help="Say why each equilibrium is one, or was removed.")
@file_options
@click.option("--channel", "channels", multiple=True, metavar="NAME", help="Only this channel; may be repeated.")
def command(file: Path, values: Mapping[str, str], refine: tuple[str, ...], form: str, channels: tuple[str, ...]) -> int:
    """Say why each equilibrium is one, and why a refinement removed it.

    For each extreme equilibrium: what every player would get from every alternative, and what is believed.

    Example: deterrence explain examples/airspace.toml --channel private --refine d1
    """
    scenario = opened(file, values)
    names = chosen_refinements(scenario, refine)
    sets = solved(selected(scenario, channels))
    after = refined(sets, names)
    if form == "json":
        games = {name: _data(eqs, after[name] if after else None) for name, eqs in sets.items()}
        head = {"schema": "deterrence.explanation", "version": 1, "scenario": scenario_data(scenario)}
        print_json({**head, "refinements": list(names), "games": games})
    elif form == "latex":
        from ..present.latex import explain_latex

        click.echo("\n\n".join(explain_latex(name, eqs, after[name] if after else None) for name, eqs in sets.items()))
    else:
        from ..present.text import explain_text
        from ..present.text.tables import printable

        blocks = (f"{printable(name)}\n\n{explain_text(eqs, after[name] if after else None)}" for name, eqs in sets.items())
        click.echo("\n\n\n".join(blocks))
    return finish(sets)


def _data(eqs: "EquilibriumSet", after: "EquilibriumSet | None") -> dict[str, Any]:
    """Every extreme equilibrium with its deviations, and whether it survives; None without refinements."""
    from ..exact import as_data

    left = None if after is None else {p for piece in after.pieces for p in piece.points if piece.attains(p)}
    equilibria = []
    for eq in eqs.extreme:
        deviations = [
            {
                "player": d.player,
                "at": d.at,
                "action": d.action,
                "used": d.used,
                "payoff": as_data(d.payoff),
                "loss": as_data(d.loss),
            }
            for d in eq.deviations()
        ]
        equilibria.append({**eq.to_dict(), "deviations": deviations, "kept": None if left is None else eq.flat in left})
    return {"equilibria": equilibria, "removed": [] if after is None else [r.to_dict() for r in after.removed]}
