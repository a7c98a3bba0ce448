"""Solving a sample of a map's cells again, exactly."""

from typing import TYPE_CHECKING, Any

from ..errors import NotAnEquilibrium
from ..solve.batch.audit import sample
from .blocks import Question
from .cells import solve_cell
from .map_output import BITS, family_names, mask_name, variable

if TYPE_CHECKING:
    import xarray

__all__ = ["audit_map"]

#: Largest relative difference between a measure in floats and the exact one.
TOLERANCE = 1e-9


def audit_map(question: Question, dataset: "xarray.Dataset", size: int, rng: Any, *, several: bool) -> None:
    """Compare a random sample of cells with the exact solver; raise on any difference."""
    games = list(question.games.items())
    known = family_names(dataset)
    words = max(1, -(-len(known) // BITS))
    masks = [mask_name(k, words) for k in range(words)]
    for place in sample((len(games), *question.shape), size, rng):
        name, game = games[place[0]]
        own = {p.name for p in game.all_parameters}
        values = {a.name: a.exact(i) for a, i in zip(question.axes, place[1:], strict=True) if a.name in own}
        cell = solve_cell(game, values, question.measures, question.refinements, question.concept)
        at = dataset[dict(zip(dataset[masks[0]].dims, place if several else place[1:], strict=True))]
        present = {f for k, f in enumerate(known) if int(at[masks[k // BITS]]) >> k % BITS & 1}
        same = present == set(cell.families) and int(at["n_components"]) == cell.n_components
        same &= int(at["undecided"]) == cell.undecided
        for measure, band in zip(question.measures, cell.bands, strict=True):
            for end, exact in zip(("least", "most"), band or (None, None), strict=True):
                found = float(at[f"{variable(measure)}_{end}"])
                # NaN says that there is nothing to measure
                close = exact is not None and abs(found - float(exact)) <= TOLERANCE * max(1.0, abs(float(exact)))
                same &= close if exact is not None else found != found
        if not same:
            where = ", ".join(f"{n} = {v}" for n, v in values.items())
            raise NotAnEquilibrium(f"audit: at {where} the map of {name!r} differs from the exact solver; please report it")
