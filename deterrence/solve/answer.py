"""From the faces that a search found to a verified equilibrium set, complete or not."""

from collections.abc import Callable, Sequence
from typing import Any

from ..equilibria.component import Component
from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.verify import verify_pieces
from ..games.game import Game
from .complementarity import FacePair
from .limits import Limits
from .strategies import pieces_of

__all__ = ["answer"]

#: Seconds past the time limit in which what was found is still verified; the rest of the second is for grouping it.
GRACE = 0.4

#: Sets that are verified between two looks at the clock.
BATCH = 200


def answer(
    game: Game,
    concept: str,
    pairs: Sequence[FacePair],
    limits: Limits,
    index_of: Callable[[Component], int] | None = None,
    certify: Callable[[EquilibriumSet, str | None], dict[str, Any]] | None = None,
    kept: tuple[Sequence[int], Sequence[int]] | None = None,
) -> EquilibriumSet:
    """Build the set from faces, each piece verified; incomplete when a limit ended the search.

    Parameters
    ----------
    game : Game
    concept : str
        Name of the function that the user called.
    pairs : sequence of (Face, Face)
    limits : Limits
        Of the search that found them.
    index_of : callable, optional
        For a complete set: a component's index.
    certify : callable, optional
        For a complete set: its certificate.
    kept : pair of sequences of int, optional
        The actions that the faces are about, where others were eliminated.
    """
    pieces: list[Piece] = []
    for start in range(0, len(pairs), BATCH):
        if limits.elapsed > limits.seconds + GRACE:
            break
        batch = pieces_of(game, pairs[start : start + BATCH], kept=kept)
        verify_pieces(game, batch)
        pieces += batch
    left = len(pairs) - len(pieces)
    if not limits.stopped and not left:
        limits.share = 1.0
        limits.report("done")
        return EquilibriumSet.build(game, concept, pieces, index_of=index_of, certify=certify)
    why = limits.stopped or limits.out_of_time
    why += f" with {_percent(limits.share)} of the search done; what is listed may be part of larger sets"
    if left:
        why += f", and {left} more sets were found but not verified in time"
    why += f". Give {concept} a larger time_limit or memory_limit"
    return EquilibriumSet.build(game, concept, pieces, complete=False, why=why)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%" if 0.01 <= share <= 0.99 else "less than 1%" if share < 0.01 else "more than 99%"
