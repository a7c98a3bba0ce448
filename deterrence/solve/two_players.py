"""Nash equilibria of two-player games: all of them, or for a large game one, within limits."""

from collections.abc import Sequence

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope
from ..equilibria.verify import verify_pieces
from ..games.normal_form import NormalForm
from .answer import answer
from .bimatrix import bimatrix_faces
from .certificate import certificate
from .index import Indices
from .lemke_howson import lemke_howson
from .limits import Limits
from .rationalizable import rationalizable

__all__ = ["all_equilibria", "one_equilibrium"]

#: Up to this many actions, strictly dominated ones are left to the search.
SMALL = 3


def all_equilibria(game: NormalForm, limits: Limits, *, at_least_one: bool) -> EquilibriumSet:
    """Every equilibrium, or past a limit those found so far; for a large game there is at least one if time allows."""
    found = _by_path(game, limits) if at_least_one else []
    rows, columns = kept = _undominated(game)
    first, second = ([[matrix[i][j] for j in columns] for i in rows] for matrix in game.bimatrix())
    pairs = bimatrix_faces(first, second, limits)
    eqs = answer(game, "nash", pairs, limits, index_of=Indices(game), certify=certificate, kept=kept)
    if eqs or not found:
        return eqs
    why = f"{eqs.why}. The one that is listed was found by Lemke and Howson's method"
    return EquilibriumSet.build(game, "nash", found, complete=False, why=why)


def _undominated(game: NormalForm) -> tuple[Sequence[int], Sequence[int]]:
    """The actions that survive iterated strict dominance; in very small games looking for it costs more than it saves."""
    if max(game.shape) <= SMALL:
        return range(game.shape[0]), range(game.shape[1])
    survivors = rationalizable(game).actions
    rows, columns = (
        [k for k, action in enumerate(actions) if action in survivors[player]] for player, actions in game.actions.items()
    )
    return rows, columns


def one_equilibrium(game: NormalForm, limits: Limits) -> EquilibriumSet:
    """At least one equilibrium, by a path of Lemke and Howson."""
    found = _by_path(game, limits)
    if found:
        limits.share = 1.0
        limits.report("done")
        size = " x ".join(map(str, game.shape))
        why = f"only one equilibrium of this {size} game was looked for, by Lemke and Howson's method"
    else:
        why = f"{limits.stopped} before one equilibrium was found"
    why += ". To look for all of them: nash(game, method='all', time_limit=seconds)"
    return EquilibriumSet.build(game, "nash", found, complete=False, why=why)


def _by_path(game: NormalForm, limits: Limits) -> list[Piece]:
    """One equilibrium, verified; none where a limit was reached first."""
    found = []
    with limits.stopping():
        x, y = lemke_howson(*game.bimatrix(), limits)
        found.append(Piece((Polytope((x,)), Polytope((y,)))))
    verify_pieces(game, found)
    return found
