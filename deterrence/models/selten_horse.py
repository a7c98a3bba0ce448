"""Selten's horse: the smallest tree that tells perfect from subgame-perfect play."""

from ..games.moves import outcome, players
from ..games.tree import ExtensiveForm

__all__ = ["selten_horse"]


def selten_horse() -> ExtensiveForm:
    """Three players, of whom the last does not know which of the other two let it move.

    ::

        1 -- across -> 2 -- across -> (1, 1, 1)
         |              +- down   -> 3 -- left (4, 4, 0) | right (0, 0, 1)
         +- down   ---------------> 3 -- left (3, 3, 2) | right (0, 0, 0)      (3 cannot tell which)

    Nash equilibria are {1 down, 3 left, 2 across with probability at least 1/3} and {1 and 2 across, 3 right with
    probability at least 3/4}. There is no proper subgame, so all are subgame-perfect; but in the first kind 2, asked, would
    rather go down. Only the second kind is sequential, and perfect.

    Returns
    -------
    ExtensiveForm
        Players ``1``, ``2`` and ``3``.

    Notes
    -----
    The game is that of figure 1 in the paper [1]_.

    References
    ----------
    .. [1] R. Selten (1975), Reexamination of the perfectness concept for equilibrium points in extensive games,
       International Journal of Game Theory 4, 25-55.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.nash(selten_horse()).complete
    True
    """
    one, two, three = players(("1", "2", "3"))

    def pays(a: int, b: int, c: int) -> object:
        return outcome(payoffs={"1": a, "2": b, "3": c})

    def last(left: object, right: object) -> object:
        return three.chooses({"left": left, "right": right}, knowing="3")  # type: ignore[dict-item]

    middle = two.chooses({"across": pays(1, 1, 1), "down": last(pays(4, 4, 0), pays(0, 0, 1))}, knowing="2")  # type: ignore[dict-item]
    root = one.chooses({"across": middle, "down": last(pays(3, 3, 2), pays(0, 0, 0))}, knowing="1")  # type: ignore[dict-item]
    return ExtensiveForm(root, title="Selten's horse")
