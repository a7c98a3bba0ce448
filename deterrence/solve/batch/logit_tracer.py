"""The principal branches of many games followed side by side, each at its own pace.

In every round each game makes one move: a Newton step while its point is off the curve, else a step along the tangent.
Games that have come to their end make room for others, so that few rounds are spent on few games.
"""

from typing import Any, NamedTuple

import numpy as np

from ..quantal_response import ARRIVED, SINGULAR, SMALL_STEP, STRAIGHT
from .logit_equations import LogitEquations

__all__ = [
    "ARRIVED_CODE",
    "BIFURCATION_CODE",
    "CLOSE",
    "CLOSE_AT_END",
    "FAR",
    "FIRST",
    "FLAT",
    "LEFT",
    "LIMIT_CODE",
    "LONGEST",
    "PATIENCE",
    "REACHED_CODE",
    "STOPPED",
    "STRAIGHTER",
    "Ends",
    "follow",
]

#: Why a branch ends, in the order of the codes.
STOPPED = ("arrived", "reached", "bifurcation", "limit")
ARRIVED_CODE, REACHED_CODE, BIFURCATION_CODE, LIMIT_CODE = range(4)
#: The branch has not come to its end; a compiled loop leaves it to the code below.
LEFT = 255

#: Newton's method has arrived when its next step is shorter than this; it doubles the digits, and the step is still made.
CLOSE = 1e-5
#: The same for the last point, and what rounding allows there beside 1 + the precision.
CLOSE_AT_END = 1e-9
#: Newton steps after which, and length of a step beyond which, the step along the tangent was too long.
PATIENCE, FAR = 8, 5.0
#: Steps along the tangent: the first, and the longest beside 1 + the precision.
FIRST, LONGEST = 0.25, 0.5
#: A branch that advances by less than this is given up.
STUCK = 1e-12

#: Where the precision hardly changes along the curve, a turning point is near: steps may turn less, so as not to pass it.
FLAT, STRAIGHTER = 0.1, 0.995

#: Games followed at a time.
WIDTH = 4096


class Ends(NamedTuple):
    """Where branches end: games along the last axis."""

    x: Any
    y: Any
    precision: Any
    regret: Any
    stopped: Any
    turning_points: Any


class _State:
    """The games that are being followed, from uniform play on."""

    def __init__(self, games: Any, equations: LogitEquations, goals: Any) -> None:
        size, n = equations.size, len(games)
        self.games, self.goals = games, goals
        self.here, upwards = np.zeros((size, n)), np.zeros((size, n))
        upwards[-1] = 1
        # the determinant's sign leads to positive precision
        self.tangent = equations.move(self.here, upwards).tangent
        self.step, self.newton, self.points = np.full(n, FIRST), np.zeros(n, int), np.ones(n, int)
        self.guess = self.here + self.step * self.tangent
        self.turns, self.stopped = np.zeros(n, int), np.full(n, LEFT, np.uint8)
        self.stopped[np.isinf(goals) & (equations.regret(self.here) <= ARRIVED)] = ARRIVED_CODE
        self.stopped[goals == 0] = REACHED_CODE
        #: whether only the precision asked for remains to be met
        self.last = np.zeros(n, bool)

    def joined(self, keep: Any, other: "_State") -> "_State":
        """Some of these games, then others."""
        for name, mine in vars(self).items():
            setattr(other, name, np.concatenate([mine[..., keep], getattr(other, name)], axis=-1))
        return other


def follow(equations: LogitEquations, goals: Any, max_points: int) -> Ends:
    """Follow each branch from uniform play until nobody gains more than a tiny share, or to a precision.

    Parameters
    ----------
    equations : LogitEquations
        In units in which payoffs range over 1.
    goals : ndarray of float, shape (n_games,)
        Precisions at which to stop; infinity where the branch is to arrive at a Nash equilibrium.
    max_points : int
        Points of a branch after which it is given up.
    """
    total = len(goals)
    sizes = len(equations.rows) + 1, len(equations.columns) + 1
    x, y = (np.empty((n, total)) for n in sizes)
    ends = Ends(x, y, np.empty(total), np.empty(total), np.empty(total, np.uint8), np.zeros(total, int))
    none = np.arange(0)
    waiting: int = 0
    current = equations[none]
    state = _State(none, current, goals[none])
    while len(state.games) or waiting < total:
        going = state.stopped == LEFT
        _note(ends, state, current, ~going)
        fresh = np.arange(waiting, min(total, waiting + WIDTH - int(going.sum())))
        waiting += len(fresh)
        state = state.joined(going, _State(fresh, equations[fresh], goals[fresh]))
        current = current[going].joined(equations[fresh])
        # until an eighth of them, or the first of the last ones, is done
        enough = max(1, len(state.games) // 8)
        while len(state.games) and np.count_nonzero(state.stopped != LEFT) < enough:
            _round(state, current, max_points)
    return ends


def _note(ends: Ends, state: _State, equations: LogitEquations, over: Any) -> None:
    """Write down where some branches ended."""
    if not over.any():
        return
    point, solved, games = state.here[:, over], equations[over], state.games[over]
    results = (*solved.ordered_mixtures(point), point[-1], solved.regret(point), state.stopped[over], state.turns[over])
    for end, result in zip(ends, results, strict=True):
        end[..., games] = result


def _round(state: _State, equations: LogitEquations, max_points: int) -> None:
    """One move of every game."""
    going, last = state.stopped == LEFT, state.last
    across = state.tangent
    if last.any():
        across = np.where(last, 0.0, across)
        across[-1, last] = 1
    step, tangent = equations.move(state.guess, across)
    far = np.abs(step).max(axis=0)
    there = state.guess + step
    near = far <= np.where(last, CLOSE_AT_END, CLOSE) * (1 + np.where(last, 1e-4, 0) * np.abs(there[-1]))
    # NaN is not near, nor within reach
    failed = ~(far <= FAR) | (state.newton >= PATIENCE)
    flat = np.minimum(np.abs(tangent[-1]), np.abs(state.tangent[-1])) < FLAT
    straight = last | ((tangent * state.tangent).sum(axis=0) >= np.where(flat, STRAIGHTER, STRAIGHT))
    refused = going & ((near & ~straight) | (failed & ~near))
    accepted = going & near & straight
    beyond = accepted & ~last & (there[-1] >= state.goals)
    state.newton += 1
    np.copyto(state.guess, there, where=going)
    if beyond.any():
        _aim(state, there, beyond)
    ahead = accepted & ~beyond
    done = ahead & last
    ahead &= ~last
    _advance(state, there, tangent, ahead, done)
    if equations.put_likely_actions_first(state.here, state.tangent, state.guess):
        state.tangent /= np.sqrt((state.tangent**2).sum(axis=0))
    state.step[refused] /= 2
    state.last[refused] = False
    again = (ahead | refused) & ~state.last
    np.copyto(state.guess, state.here + state.step * state.tangent, where=again)
    state.newton[again] = 0
    _stop(state, equations, ahead, refused, max_points)


def _aim(state: _State, there: Any, beyond: Any) -> None:
    """From the nearer of two points that enclose the precision asked for, to just there."""
    nearer = state.goals - state.here[-1] < there[-1] - state.goals
    start = np.where(nearer, state.here, there)
    start[-1] = state.goals
    np.copyto(state.guess, start, where=beyond)
    state.last[beyond] = True
    state.newton[beyond] = 0


def _advance(state: _State, there: Any, tangent: Any, ahead: Any, done: Any) -> None:
    """Accept points."""
    state.turns += ahead & ((tangent[-1] < 0) != (state.tangent[-1] < 0))
    np.copyto(state.here, there, where=ahead | done)
    np.copyto(state.tangent, tangent, where=ahead)
    # a point that was found quickly lets the next step be longer
    growth = np.where(state.newton <= 2, 2.0, np.where(state.newton <= 4, 1.5, 1.0))
    longer = np.minimum(state.step * growth, LONGEST * (1 + np.abs(there[-1])))
    np.copyto(state.step, longer, where=ahead)
    state.points += ahead | done
    state.stopped[done] = REACHED_CODE


def _stop(state: _State, equations: LogitEquations, ahead: Any, refused: Any, max_points: int) -> None:
    """Find the branches that have come to an end."""
    to_the_end = ahead & np.isinf(state.goals)
    if to_the_end.any():
        state.stopped[to_the_end & (equations.regret(state.here) <= ARRIVED)] = ARRIVED_CODE
    state.stopped[(ahead & (state.points >= max_points)) | (refused & (state.step < STUCK))] = LIMIT_CODE
    small = np.flatnonzero(refused & (state.step < SMALL_STEP))
    if len(small):
        jacobian = equations[small].jacobian(state.here[:, small])
        singular = np.linalg.svd(jacobian, compute_uv=False)[:, -1] < SINGULAR
        state.stopped[small[singular]] = BIFURCATION_CODE
