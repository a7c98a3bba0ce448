"""One cell of a map, by the exact solver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidGame, InvalidParameter
from ..games.game import Game
from .concepts import concept_of
from .measures import measure_names, probability

__all__ = [
    "DECIDED",
    "INCOMPLETE",
    "NO_VALUE",
    "Cell",
    "Concept",
    "Name",
    "concept_name",
    "has_measure",
    "solve_cell",
    "solved",
]

#: What finds the equilibria of a game.
Concept = Callable[[Any], EquilibriumSet]

#: A family: its name and its shape (None in a normal form).
Name = tuple[str, str | None]

DECIDED, NO_VALUE, INCOMPLETE = 0, 1, 2


@dataclass(frozen=True)
class Cell:
    """What a map says of one cell.

    Attributes
    ----------
    families : tuple of (name, shape)
    n_components : int
    undecided : int
        `DECIDED`; `NO_VALUE` where the game has none, such as a knife edge that the model leaves open; `INCOMPLETE` where
        some equilibria may be missing.
    bands : tuple of (least, most)
        One per measure; None where there is nothing to measure.
    """

    families: tuple[Name, ...]
    n_components: int
    undecided: int
    bands: tuple[tuple[Fraction, Fraction] | None, ...]


def concept_name(concept: Concept | None) -> str:
    """What a concept is called where it is written down."""
    if concept is None:
        return "the game's own"
    found = getattr(concept, "__qualname__", None)
    return repr(concept) if found is None else f"{concept.__module__}.{found}"


def solved(game: Game, refinements: Sequence[str], concept: Concept | None = None) -> EquilibriumSet:
    """All equilibria in a concept, by default the game's own, after the refinements."""
    if concept is None:
        concept = concept_of(game)
    eqs = concept(game)
    for name in refinements:
        eqs = eqs.refine(name)
    return eqs


def has_measure(game: Game, name: str) -> bool:
    """Whether a game has a measure, by its plain or its qualified name."""
    known = measure_names(game)
    if name in known:
        return True
    kind, _, rest = name.partition(":")
    if not rest:
        # a plain name that means several things is refused where it is read
        return any(k.partition(":")[2] == name for k in known if not k.startswith("payoff:"))
    return rest in known and (rest in game.outcome_names if kind == "outcome" else kind in game.players)


def solve_cell(
    game: Game,
    values: Mapping[str, Fraction],
    measures: Sequence[str],
    refinements: Sequence[str],
    concept: Concept | None = None,
) -> Cell:
    """Solve a game at some values exactly; where the game has no value there, say so."""
    nothing: tuple[Any, ...] = (None,) * len(measures)
    try:
        at = game.at(**values)
        eqs = solved(at, refinements, concept)
    except (InvalidGame, InvalidParameter):
        return Cell((), 0, NO_VALUE, nothing)
    families = tuple((f.name, f.shape) for f in eqs.families)
    bands = nothing
    if eqs.components:
        bands = tuple(tuple(probability(eqs, m)) if has_measure(at, m) else None for m in measures)
    return Cell(families, len(eqs.components), DECIDED if eqs.complete else INCOMPLETE, bands)
