"""Nash equilibria of two-player games in normal form: all of them, exactly.

A pair of mixed strategies (x, y) is an equilibrium iff every action is unused or a best reply: complementary labels
between two polytopes, {x, level of the second player's cost} and {y, level of the first player's cost}.
"""

from fractions import Fraction
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..errors import UnsupportedGame
from ..games.normal_form import NormalForm
from .complementarity import FacePair, complementary_faces
from .dictionary import Dictionary
from .scaling import common_scale

__all__ = ["bimatrix_faces", "nash"]


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
        raise UnsupportedGame(f"nash takes a NormalForm, not {type(game).__name__}; for a SignallingGame use perfect_bayesian")
    if len(game.players) != 2:
        raise UnsupportedGame(f"nash covers two players; this game has {len(game.players)}")
    eqs = EquilibriumSet.build(game, "nash", [_piece(game, pair) for pair in bimatrix_faces(*game.bimatrix())])
    eqs.check()
    return eqs


def bimatrix_faces(first: Any, second: Any) -> list[FacePair]:
    """Maximal pairs of faces; labels are the first player's actions, then the second's."""
    rows, columns = len(first), len(first[0])
    n_labels = rows + columns
    transposed = [list(column) for column in zip(*second, strict=True)]
    x = _polytope(transposed, range(rows), range(rows, n_labels), n_labels)
    y = _polytope(first, range(rows, n_labels), range(rows), n_labels)
    return complementary_faces(x, y, n_labels)


def _polytope(payoffs: Any, mixed: range, replies: range, level: int) -> Dictionary:
    """Mixed strategies, and a level <= the cost of every reply; payoffs are [reply][mixed action].

    Only differences between replies matter, so costs are taken against the best reply to each action.
    """
    best = [max(row[k] for row in payoffs) for k in range(len(mixed))]
    costs = common_scale([best[k] - row[k] for row in payoffs for k in range(len(mixed))])
    n = len(mixed)
    first, *free = mixed
    rows = [[1, *[-1] * (n - 1), 0]]
    for i in range(len(replies)):
        base = costs[i * n]
        rows.append([base, *[costs[i * n + k] - base for k in range(1, n)], -1])
    return Dictionary([first, *replies], [*free, level], rows)


def _piece(game: NormalForm, pair: FacePair) -> Piece:
    rows, columns = game.shape
    spans = (range(rows), range(rows, rows + columns))
    return Piece.of(
        [
            [tuple(Fraction(values.get(v, 0), den) for v in span) for _, values, den in face.vertices]
            for face, span in zip(pair, spans, strict=True)
        ]
    )
