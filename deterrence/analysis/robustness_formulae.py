"""Models of formulae at scattered parameter values: what they measure, in place of sets of equilibria."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame, InvalidParameter, UnsupportedGame
from .cells import DECIDED, NO_VALUE, Cell
from .robustness_spread import Spread
from .solved import solved

__all__ = ["formula_cell", "formula_measures", "is_formulae"]

#: Quantiles at which a model is asked what it measures, until it has an answer.
TRIED = (0.5, 0.25, 0.75, 0.05, 0.95)


def is_formulae(model: Any) -> bool:
    """Whether something has parameters and measures, and no equilibria to solve for."""
    return callable(getattr(model, "measures", None)) and hasattr(model, "all_parameters")


def formula_cell(model: Any, values: Mapping[str, Fraction], measures: Sequence[str]) -> Cell:
    """What a model measures at some values; where its formulae do not hold, say so."""
    try:
        found = solved(model.at(**values)).measures()
    except (InvalidGame, InvalidParameter):
        return Cell((), 0, NO_VALUE, (None,) * len(measures))
    return Cell((), 0, DECIDED, tuple(found.get(name) for name in measures))


def formula_measures(channel: str, model: Any, spreads: Sequence[Spread]) -> tuple[str, ...]:
    """The names of what a model measures: which they are is known once it has values."""
    why: Exception | None = None
    for share in TRIED:
        try:
            here = {spread.name: Fraction(repr(float(spread.ppf([share])[0]))) for spread in spreads}
            return tuple(solved(model.at(**here)).measures())
        except (InvalidGame, InvalidParameter) as error:
            why = error
    raise UnsupportedGame(f"{channel}: the model has no value in the middle of its ranges, nor towards their ends: {why}")
