"""Nash equilibria of two-player games in normal form: all of them, exactly."""

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import UnsupportedGame
from ..games.normal_form import NormalForm
from .bimatrix import bimatrix_faces
from .index import Indices
from .strategies import pieces_of

__all__ = ["nash"]


def nash(game: NormalForm) -> EquilibriumSet:
    """Find every Nash equilibrium of a two-player game in normal form.

    Deterrence games are degenerate by construction (``refrain`` pays the same whatever the answer would have been), so
    equilibria come as points, segments and polygons: the maximal convex pieces, merged into connected components.

    Parameters
    ----------
    game : NormalForm
        Two players, any numbers of actions; payoffs in utils.

    Returns
    -------
    EquilibriumSet
        Always complete for two players.

    Raises
    ------
    UnsupportedGame
        While the game has free parameters; for games of another kind or with other than two players.

    Notes
    -----
    Label backtracking in exact integer pivoting [1]_. Worst-case exponential in the number of actions, as is the
    number of equilibria.

    References
    ----------
    .. [1] D. Avis, G. Rosenberg, R. Savani and B. von Stengel (2010), Enumeration of Nash equilibria for two-player
       games, Economic Theory 42, 9-37.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> for eq in dt.nash(game).extreme:
    ...     print(eq["challenger"]["probe"], eq["defender"]["respond"])
    0 1
    0 1/4
    """
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(
            f"nash takes a NormalForm, not {type(game).__name__}; for a SignallingGame use perfect_bayesian"
        )
    if len(game.players) != 2:
        raise UnsupportedGame(f"nash covers two players; this game has {len(game.players)}")
    pieces = pieces_of(game, bimatrix_faces(*game.bimatrix()))
    eqs = EquilibriumSet.build(game, "nash", pieces, index_of=Indices(game))
    eqs.check()
    return eqs
