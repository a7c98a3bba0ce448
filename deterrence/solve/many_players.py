"""All equilibria of games with one, three or more players, with limits and an honest account of what is missing."""

from collections.abc import Sequence

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.verify import verify_pieces
from ..games.normal_form import NormalForm
from .limits import Limits
from .nplayer.engine import Found, search
from .nplayer.index import PointIndices
from .nplayer.supports import Profile
from .rationalizable import rationalizable

__all__ = ["all_equilibria"]

#: Support profiles that are named when they are left undecided; the others are counted.
MOST_NAMED = 50


def all_equilibria(game: NormalForm, limits: Limits, *, punctual: bool = False) -> EquilibriumSet:
    """Find all equilibria, support profile by support profile, after iterated elimination of strictly dominated actions.

    ``punctual`` means that no step of the algebra may go on past the time limit.
    """
    game.require_numbers()
    survivors = rationalizable(game).actions
    kept: Profile = tuple(
        tuple(k for k, action in enumerate(actions) if action in survivors[player])
        for player, actions in game.actions.items()
    )
    found = search(game, kept, limits, punctual=punctual)
    verify_pieces(game, found.pieces)
    why = _why(game, kept, found, limits)
    index_of = PointIndices(game, found.pieces, complete=not why)
    limits.report("done")
    return EquilibriumSet.build(game, "nash", found.pieces, complete=not why, why=why, index_of=index_of)


def _why(game: NormalForm, kept: Profile, found: Found, limits: Limits) -> str:
    """What was not decided; nothing when all was."""
    reasons = []
    if found.undecided:
        names = [f"{_name(game, kept, profile)} ({reason})" for profile, reason in found.undecided[:MOST_NAMED]]
        more = len(found.undecided) - len(names)
        reasons.append(
            f"equilibria with these supports were not all found: {'; '.join(names)}" + (f"; and {more} more" if more else "")
        )
    if found.unexamined:
        what = limits.stopped or "there are too many of them"
        reasons.append(
            f"{found.unexamined} support profiles, those with the most actions, were not looked at because {what}; "
            "pure equilibria are all there"
        )
    return ". ".join(reasons)


def _name(game: NormalForm, kept: Profile, profile: Sequence[Sequence[int]]) -> str:
    """A support profile by labels."""
    return ", ".join(
        f"{player}: {' or '.join(actions[known[a]] for a in support)}"
        for (player, actions), known, support in zip(game.actions.items(), kept, profile, strict=True)
    )
