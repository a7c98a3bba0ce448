"""One Markov-perfect equilibrium of a large stochastic game, in floats, with a proved bound on regret."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import InvalidParameter, UnsupportedGame
from ..games.stochastic import StochasticGame
from .limits import Limits, Progress
from .markov_quantal_response import _labelled

if TYPE_CHECKING:
    from .markov.arrays import Arrays, Floats

__all__ = ["MarkovPoint", "markov_point"]

#: Steps along the path, and the rationality at which it ends, in units of one over the range of payoffs.
MOST_STEPS, LAST = 2_000, 1e5
#: How often play by stage games begins again, from the values of what it came to.
STARTS = 60
#: From here on supports are read off, leaving out actions that are played less than so often.
SHARP, RARE = 50.0, (1e-2, 5e-2, 1e-3, 1e-4)
#: By how much rationality grows until they are read again.
LOOK = 2.0
#: With more states than this only stage games are played: the linear systems of the rest would fill the memory.
LARGEST = 4_000


@dataclass(frozen=True, repr=False)
class MarkovPoint:
    """A profile of stationary strategies in floats that is nearly an equilibrium, and how nearly.

    Attributes
    ----------
    game : StochasticGame
    probabilities : mapping
        Player to state to action to its probability.
    regret : float
        A bound, rounding included, on what any player could gain in any state by any other strategy, in utils.
    selection : str
        How this one was selected among what may be many.
    """

    game: StochasticGame
    probabilities: Mapping[str, Mapping[str, Mapping[str, float]]]
    regret: float
    selection: str

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, float]]:
        return self.probabilities[player]

    def __repr__(self) -> str:
        n = len(self.game.states)
        return f"<stationary strategies in {n} states, regret at most {self.regret:.3g}; selected by {self.selection}>"


def markov_point(
    game: StochasticGame,
    *,
    tolerance: float = 1e-6,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> MarkovPoint:
    """Find one equilibrium in stationary strategies of a stochastic game that is too large for `markov_perfect`.

    Parameters
    ----------
    game : StochasticGame
    tolerance : float, optional
        Largest regret accepted, as a share of the range of payoffs over ``1 - discount``.
    time_limit : float, optional
        In seconds.
    progress : callable, optional
        Called now and then with the share of the path that is done, and a message.

    Returns
    -------
    MarkovPoint
        With a bound on regret that holds whatever happened on the way.

    Raises
    ------
    UnsupportedGame
        While the game has free parameters, for games of another kind, and where the path does not get there.
    LimitReached
        When the time limit is over first.

    Notes
    -----
    Where players are two with two actions, equilibria of stage games, over and over; where that does not settle, the average
    play late on says who mixes where, and all begins again from its values. Otherwise, or where that does not get there, the
    logit path [1]_: quantal response equilibria of growing rationality, each found by Newton's method from the one
    before, from even mixing on, in steps of arclength, so that the path may turn back. From a point where choices are sharp
    the supports are read, and their equations solved. A step costs a few dense linear systems with a row per player and
    state, so that beyond 4,000 states only stage games are played.

    References
    ----------
    .. [1] S. Eibelshaeuser, V. Klockmann, D. Poensgen and A. von Schenk (2023), The logarithmic stochastic tracing
       procedure: a homotopy method to compute stationary equilibria of stochastic games, INFORMS Journal on Computing 35.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.repeated_probing(gain=1, clash_cost=1, war_risk="1/10", war_cost_challenger=10, respond_cost=1,
    ...                                   war_cost_defender=5, tolerate_cost="6/5", discount="9/10")
    >>> point = dt.markov_point(game)
    >>> round(point["defender"]["probed"]["respond"], 9), point.regret < 1e-9
    (0.333333333, True)
    """
    if not isinstance(game, StochasticGame):
        raise UnsupportedGame(f"markov_point takes a StochasticGame, not {type(game).__name__}")
    game.require_numbers()
    if not tolerance > 0:
        raise InvalidParameter(f"tolerance is {tolerance!r}; give a positive share of the range of payoffs")
    from .markov.arrays import Arrays

    limits = Limits(time_limit, None, progress)
    arrays = Arrays.of(game)
    spread = float(arrays.payoffs.max() - arrays.payoffs.min()) or 1.0
    accepted = tolerance * spread / (1 - float(game.factor))
    best, regret = _by_stages(arrays, accepted, limits)
    selection = "stage games, each with the values of the next states put in"
    if regret > accepted and arrays.n_states <= LARGEST:
        best, regret, turns = _path(arrays, spread, accepted, limits)
        selection = "the logit path from even mixing" + (f", through {turns} turning points" if turns else "")
    if regret > accepted:
        raise UnsupportedGame(
            f"the search ended at strategies with regret {regret:.3g}, more than {accepted:.3g}; give a larger "
            "tolerance, or solve a smaller game with markov_perfect"
        )
    return MarkovPoint(game, _labelled(game, best), regret, selection)


def _by_stages(arrays: "Arrays", accepted: float, limits: Limits) -> "tuple[list[Floats], float]":
    """Play by stage games, begun again from the values of the best that it came to until that is good enough."""
    from .markov.stages import stage_play

    worth = None
    best: list[Floats] = []
    regret = float("inf")
    for number in range(STARTS):
        limits.share = number / STARTS
        played = stage_play(arrays, limits, worth)
        if played is None:
            break
        best, regret = _best(arrays, played)
        if regret <= accepted:
            break
        worth = [arrays.policy_values(i, best) for i in range(arrays.n_players)]
    return best, regret


def _path(arrays: "Arrays", spread: float, accepted: float, limits: Limits) -> "tuple[list[Floats], float, int]":
    """Follow the logit path until its supports are those of an equilibrium, or choices are all but sharp."""
    import math

    from .markov.path import LogitPath
    from .markov.polish import regret_bound

    path = LogitPath(arrays, spread)
    looked = 0.0
    for _ in range(MOST_STEPS):
        limits.check("following the logit path")
        limits.share = min(1.0, max(0.0, math.log(path.rationality * spread + 1e-9) / math.log(LAST)))
        if path.rationality * spread >= max(SHARP, looked):
            looked = path.rationality * spread * LOOK
            best, regret = _best(arrays, path.point.mixes)
            if regret <= accepted:
                return best, regret, path.turns
        if path.rationality * spread >= LAST or not path.advance():
            break
    return path.point.mixes, regret_bound(arrays, path.point.mixes), path.turns


def _best(arrays: "Arrays", mixes: "list[Floats]") -> "tuple[list[Floats], float]":
    """Some mixtures, or those over the supports that they show: with the least regret of those tried."""
    from .markov.polish import polished, regret_bound

    best, regret = mixes, regret_bound(arrays, mixes)
    for rare in RARE if arrays.n_states <= LARGEST else ():
        tried = polished(arrays, mixes, rare)
        if tried is not None and (bound := regret_bound(arrays, tried)) < regret:
            best, regret = tried, bound
    return best, regret
