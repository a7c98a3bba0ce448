"""Markov-perfect equilibria of stochastic games: stationary strategies, all of them, exactly."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from functools import partial
from itertools import islice

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.verify import verify_pieces
from ..errors import UnsupportedGame
from ..games.stochastic import StochasticGame
from .apart import apart
from .limits import Limits, Progress
from .markov.agents import Agents, by_player
from .markov.system import ProfileSearch
from .nplayer.eliminate import Undecided
from .nplayer.engine import largest
from .nplayer.supports import Profile

__all__ = ["markov_perfect"]

#: Support profiles examined before the rest is left undecided.
MOST_PROFILES = 20_000
#: Support profiles that are named when they are left undecided.
MOST_NAMED = 20


def markov_perfect(
    game: StochasticGame,
    *,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every equilibrium in stationary strategies of a finite discounted stochastic game.

    What a player does depends on the state alone, and is best in every state, on the path or off it. The result holds all
    such equilibria, continua included; irrational ones are exact algebraic numbers.

    Parameters
    ----------
    game : StochasticGame
        Payoffs in utils per period.
    time_limit : float, optional
        In seconds; none by default. With one, support profiles are solved in a process of their own, which is ended when
        the time is up (not on Windows).
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the support profiles that are done, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        ``eq[player][state][action]`` is a probability, ``eq.values[state][player]`` what play from a state on is worth.
        ``complete`` is False when some support profile was not solved; ``why`` names it.

    Raises
    ------
    UnsupportedGame
        While the game has free parameters, and for games of another kind.

    Notes
    -----
    Every profile of supports, one support per player and state, is solved by exact elimination [1]_. The values of a player
    are those of the policy that takes one action of each support, so that by Cramer's rule its conditions are polynomials
    in the others' probabilities; with two players each side's conditions are about the other side alone, and are solved
    apart. The number of profiles is exponential in the number of states: two players with two
    actions in four states have 6,561. For large games `markov_point` finds one equilibrium in floats, with a proved bound on
    regret.

    References
    ----------
    .. [1] E. Maskin and J. Tirole (2001), Markov perfect equilibrium, I, Journal of Economic Theory 100, 191-219.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.repeated_probing(gain=1, clash_cost=1, war_risk="1/10", war_cost_challenger=10, respond_cost=1,
    ...                                   war_cost_defender=5, tolerate_cost="6/5", discount="9/10")
    >>> (eq,) = dt.markov_perfect(game).extreme
    >>> print(eq["challenger"]["peace"]["probe"], eq["defender"]["probed"]["respond"], eq.values["peace"]["defender"])
    5/18 1/3 -10/3
    """
    if not isinstance(game, StochasticGame):
        raise UnsupportedGame(
            f"markov_perfect takes a StochasticGame, not {type(game).__name__}; for a NormalForm use nash, for a tree "
            "subgame_perfect, for a SignallingGame perfect_bayesian"
        )
    game.require_numbers()
    limits = Limits(time_limit, memory_limit, progress)
    agents = Agents(game)
    found: list[Piece] = []
    undecided: list[tuple[Profile, str]] = []
    examined, count = 0, agents.count
    # a single step of the algebra may take long, and can be ended in a process of its own only
    begin = apart(partial(_examine, game), limits) if time_limit is not None else nullcontext(_examine(game, limits))
    with limits.stopping(), begin as steps:
        for profile, pieces, reason in steps:
            found += pieces
            undecided += [(profile, reason)] if reason is not None else []
            examined += 1
            limits.share = examined / count
    whole = [by_player(agents, piece) for piece in largest(found)]
    verify_pieces(game, whole, "markov_perfect")
    why = _why(agents, undecided, count - examined, limits)
    limits.report("done")
    return EquilibriumSet.build(game, "markov_perfect", whole, complete=not why, why=why)


def _examine(game: StochasticGame, limits: Limits) -> Iterator[tuple[Profile, list[Piece], str | None]]:
    """Support profiles, what was found with each, and why that may not be all."""
    agents = Agents(game)
    search = ProfileSearch(agents)
    for profile in islice(agents.profiles(), MOST_PROFILES):
        limits.check("solving support profiles")
        pieces, reason = [], None
        try:
            pieces = search.solve(profile, limits)
        except (Undecided, ArithmeticError) as error:
            reason = str(error)
        yield profile, pieces, reason


def _why(agents: Agents, undecided: Sequence[tuple[Profile, str]], left: int, limits: Limits) -> str:
    """What was not decided; nothing when all was."""
    reasons = []
    if undecided:
        names = [f"{agents.name(profile)} ({reason})" for profile, reason in undecided[:MOST_NAMED]]
        more = f"; and {len(undecided) - len(names)} more" if len(undecided) > len(names) else ""
        reasons.append(f"equilibria with these supports were not all found: {'; '.join(names)}{more}")
    if left:
        what = limits.stopped or "there are too many of them"
        reasons.append(
            f"{left} support profiles, those with the most actions, were not looked at because {what}; "
            "markov_point finds one equilibrium of a large game"
        )
    return ". ".join(reasons)
