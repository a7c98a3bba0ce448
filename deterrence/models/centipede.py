"""The centipede: two who would gain by going on, each of whom fears that the other stops first."""

from typing import Any

from ..errors import InvalidParameter
from ..games.moves import Subtree, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model

__all__ = ["PARAMETERS", "centipede"]

PARAMETERS = (
    Parameter("large", "the larger pile at the start", "> 0", "utils", "2/5"),
    Parameter("small", "the smaller pile at the start", ">= 0", "utils", "1/10"),
    Parameter("growth", "what both piles are multiplied by when somebody passes", "> 0", "", 2),
)


@model
def centipede(moves: int = 4, *, large: Any = "2/5", small: Any = "1/10", growth: Any = 2) -> ExtensiveForm:
    """Two players take turns to take the larger of two growing piles or pass.

    ::

        1 -- take -> (large, small)
         +- pass -> 2 -- take -> (small, large) x growth
                     +- pass -> 1 -- take -> (large, small) x growth^2 ... and after the last pass (large, small) or
                                                                           (small, large) x growth^moves

    By backward induction the first to move takes at once, for large > growth * small: a détente unravels from its end.
    People pass; `quantal_response` says how often.

    Parameters
    ----------
    moves : int
        Number of moves, from 1 to 500.
    large, small : number, optional
        In utils. The defaults are those of the experiment [2]_.
    growth : number, optional
        A factor.

    Returns
    -------
    ExtensiveForm
        Players ``1`` and ``2``; information sets ``move 1``, ``move 2``, ...

    Raises
    ------
    InvalidParameter
        For a number of moves out of range.

    References
    ----------
    .. [1] R. W. Rosenthal (1981), Games of perfect information, predatory pricing and the chain-store paradox, Journal of
       Economic Theory 25, 92-100.
    .. [2] R. D. McKelvey and T. R. Palfrey (1992), An experimental study of the centipede game, Econometrica 60, 803-836.

    Examples
    --------
    >>> import deterrence as dt
    >>> (eq,) = dt.subgame_perfect(centipede()).extreme
    >>> eq["1"]["move 1"]["take"], eq.payoffs["1"]
    (Fraction(1, 1), Fraction(2, 5))
    """
    p, values = bind(PARAMETERS, locals())
    if isinstance(moves, bool) or not isinstance(moves, int) or not 1 <= moves <= 500:
        raise InvalidParameter(f"moves is {moves!r}; give a whole number from 1 to 500")
    sides = players(("1", "2"))

    def piles(k: int) -> Subtree:
        # whoever moves at k takes the larger pile
        pair = (p.large, p.small) if k % 2 == 0 else (p.small, p.large)
        return outcome(payoffs={str(i + 1): x * p.growth**k for i, x in enumerate(pair)})

    node = piles(moves)
    for k in reversed(range(moves)):
        node = sides[k % 2].chooses({"take": piles(k), "pass": node}, knowing=f"move {k + 1}")
    return ExtensiveForm(node, parameters=PARAMETERS, title="Centipede").at(**values)
