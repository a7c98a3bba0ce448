"""Refinement of a tree's equilibria in the form of the game in which they were found."""

from collections.abc import Callable

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import UnsupportedGame

__all__ = ["refined_through"]


def refined_through(
    eqs: EquilibriumSet, back: Callable[[EquilibriumSet], EquilibriumSet], form: str, call: str, name: str
) -> EquilibriumSet:
    """What a refinement leaves in another form of a tree, as equilibria of the tree.

    Parameters
    ----------
    eqs : EquilibriumSet
        In that form.
    back : callable
        Turns such a set into one of the tree.
    form, call : str
        What the form is called, and the call that solves it.
    name : str
        The refinement.

    Raises
    ------
    UnsupportedGame
        Where it leaves a set that is not closed.
    """
    left = eqs.refine(name)
    if any(piece.open_at for piece in left.pieces):
        raise UnsupportedGame(
            f"what {name} leaves of this tree is not closed, which is only told of its {form}; use {call}.refine({name!r})"
        )
    return back(left)
