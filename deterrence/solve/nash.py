"""Nash equilibria of games in normal form: all of them, exactly."""

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, UnsupportedGame
from ..games.normal_form import NormalForm
from ..games.reduced_form import has_table
from ..games.tree import ExtensiveForm
from . import many_players, zero_sum
from .limits import Limits, Progress
from .sequence_form import one_equilibrium as one_equilibrium_of_a_tree
from .tree_nash import back_to_the_tree
from .two_players import all_equilibria, one_equilibrium

__all__ = ["nash"]

#: With at most as many actions on one side, all equilibria are looked for unless the caller says otherwise.
SMALL = 16

#: Time limit, in seconds, where the caller sets none.
DEFAULT_SECONDS = 60.0


def nash(
    game: NormalForm | ExtensiveForm,
    *,
    method: str | None = None,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every Nash equilibrium of a game in normal form, or of a tree through its reduced normal form.

    Deterrence games are degenerate by construction (``refrain`` pays the same whatever the answer would have been), so
    equilibria come as points, segments and polygons: the maximal convex pieces, merged into connected components. With
    three or more players they may also be irrational points, and continua that are no products of polytopes.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any numbers of players and actions; payoffs in utils. Of a tree, equilibria that play alike are counted once: where
        a player's own moves exclude an information set, its actions there are given equal probabilities.
    method : {"all", "one"}, optional
        Whether to look for all equilibria or to be content with one. By default all, unless both players have more
        than 16 actions, the game is not zero-sum and no time limit is given. One equilibrium of a tree with two players is
        found by its sequence form, also where the reduced normal form would have more than a million cells.
    time_limit : float, optional
        In seconds, 60 by default; ``math.inf`` for none. Past it the answer comes back with what was found, within a
        second. To that end a limit that is set has the larger supports of three or more players solved in a process of
        their own (not on Windows).
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the search that is done, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        Complete for two players, unless a limit was reached or only one equilibrium was looked for; ``why`` says which, and
        how far the search was. An incomplete set has no indices. With another number of players always complete for two
        actions each and three players, and pure equilibria are never missing; ``why`` names every support that the algebra
        did not decide. Irrational numbers are exact too, with enclosures: see `Equilibrium.error`.
        Of a two-player game with free parameters the families, each with its formulae and the region where it exists: see
        `atlas`, which derives them. Of a two-player tree they are those of its reduced normal form, ``game`` of the answer.

    Raises
    ------
    UnsupportedGame
        For games of another kind; while parameters are free in a game with another number of players, and where payoffs are
        no rational functions.
    LimitReached
        While parameters are free, for too many support profiles.
    InvalidParameter
        For an unknown method or a limit that is no positive number.

    Notes
    -----
    Two players: label backtracking in exact integer pivoting [1]_. Worst-case exponential in the number of actions, as is
    the number of equilibria. If their payoffs add up to a constant, in some units, two linear programs instead: the set is
    the product of both players' optimal strategies.

    Other numbers of players: strictly dominated actions are eliminated, then every support profile is solved by elimination,
    resultants and number fields; a player with k actions in a support is expressed by minors, so two such players leave
    little. With four players or more, or three actions or more, which regions of dimension two and more hang together is
    decided by sufficient tests only.

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
    if isinstance(game, ExtensiveForm):
        if game.parameters and len(game.players) == 2:
            return nash(game.normal_form(), method=method)
        game.require_numbers()
        if len(game.players) == 2 and (method == "one" or (method is None and not has_table(game))):
            return one_equilibrium_of_a_tree(
                game, Limits(DEFAULT_SECONDS if time_limit is None else time_limit, memory_limit, progress)
            )
        table = game.normal_form()
        limited = {"time_limit": time_limit, "memory_limit": memory_limit, "progress": progress}
        return back_to_the_tree(table, nash(table, method=method, **limited))  # type: ignore[arg-type]
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(
            f"nash takes a NormalForm or an ExtensiveForm, not {type(game).__name__}; for a SignallingGame use "
            "perfect_bayesian, or nash(game.tree())"
        )
    if method not in (None, "all", "one"):
        raise InvalidParameter(f"method is {method!r}; give 'all', 'one', or None for all where the game is small enough")
    if game.parameters:
        from .symbolic.answer import symbolic_set

        return symbolic_set(game, "nash")
    limits = Limits(DEFAULT_SECONDS if time_limit is None else time_limit, memory_limit, progress)
    if len(game.players) != 2:
        return many_players.all_equilibria(game, limits, punctual=time_limit is not None)
    if method != "one" and zero_sum.is_zero_sum(game):
        return zero_sum.all_equilibria(game, limits)
    large = min(game.shape) > SMALL
    if method == "one" or (method is None and large and time_limit is None):
        return one_equilibrium(game, limits)
    return all_equilibria(game, limits, at_least_one=large)
