"""The best-reply dynamics of two players: straight lines between the moments at which a best reply changes."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame
from ..games.normal_form import NormalForm
from .motion import Field, check_game, exact_gains, read_duration, read_start, split
from .trajectory import Trajectory

__all__ = ["best_reply_dynamics"]

#: Longest path: what is left to go shrinks e-fold in a unit of time.
LONGEST = 500
#: One vector per player.
Both = list[list[Fraction]]
#: Per player, own action and action of the other.
Tables = list[list[list[Fraction]]]


def best_reply_dynamics(
    game: NormalForm,
    start: Mapping[str, Any] | None = None,
    duration: float = 10.0,
    *,
    points: int = 1001,
    max_switches: int = 1000,
) -> Trajectory:
    """Follow the best-reply dynamics: everybody drifts towards a best reply to what the other does.

    A share of each population that is proportional to time revises its action, and then takes a best reply. Somebody who
    has several goes on as before among them. It is fictitious play in continuous time.

    Parameters
    ----------
    game : NormalForm
        Two players.
    start : mapping, optional
        Player to action to probability; actions left out have 0. An `Equilibrium` may be given. Even chances by default.
    duration : float
        In units in which an e-fold of the population revises.
    points : int
        How many evenly spaced points of time are returned; those at which a best reply changes are added to them.
    max_switches : int
        Changes of a best reply after which the path is cut off. Around a mixed equilibrium they follow each other ever
        faster.

    Returns
    -------
    Trajectory
        ``stopped`` says so where the best replies of both tie at one moment, so that how the path goes on is not decided.

    Raises
    ------
    InvalidParameter
        For a start that is no mixed strategy of both players, or a duration that is not positive.
    UnsupportedGame
        While parameters are free, for games of another kind, and for other than two players.

    Notes
    -----
    Between changes the path is a straight line, and the moments of change are found in exact arithmetic, so that a tie is a
    tie.

    References
    ----------
    .. [1] I. Gilboa and A. Matsui (1991), Social stability and equilibrium, Econometrica 59, 859-867.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    >>> path = dt.best_reply_dynamics(game, start={"challenger": {"refrain": 1}, "defender": {"respond": 1}})
    >>> path.final["challenger"]["refrain"], path.stopped
    (1.0, 'time 10, at rest')
    """
    import numpy as np

    check_game(game, "best_reply_dynamics")
    if len(game.players) != 2:
        raise UnsupportedGame(
            f"best_reply_dynamics covers two players; this game has {len(game.players)}. Try logit_dynamics, fictitious_play"
        )
    length = read_duration(duration, points)
    if length > LONGEST:
        raise InvalidParameter(
            f"duration is {duration!r}; give at most {LONGEST}, what is left to go shrinks e-fold in each"
        )
    if not isinstance(max_switches, int) or max_switches < 1:
        raise InvalidParameter(f"max_switches is {max_switches!r}; give a whole number of at least 1")
    field = Field(game)
    legs = list(_legs(exact_gains(game), [list(p) for p in read_start(game, start)], length, max_switches))
    turns = [leg.time for leg in legs]
    end = min(length, legs[-1].time) if legs[-1].stopped else length
    grid = np.linspace(0.0, length, points)
    times = np.unique(np.concatenate([grid[grid <= end], [t for t in turns if t <= end], [end]]))
    rows = np.array([legs[bisect_right(turns, t) - 1].at(t) for t in times])
    words = legs[-1].stopped or f"time {end:g}, {'at rest' if legs[-1].rests else 'still moving'}"
    return field.trajectory("best replies", times, split(rows, game.shape), words)


@dataclass(frozen=True)
class _Leg:
    """A straight part of the path: from a point, at a time, towards a target; or the place where the path breaks off."""

    time: float
    point: list[float]
    target: list[float]
    rests: bool
    stopped: str = ""

    def at(self, time: float) -> list[float]:
        left = exp(self.time - time)
        return [left * x + (1 - left) * b for x, b in zip(self.point, self.target, strict=True)]


def _legs(gains: Tables, weights: Both, length: float, max_switches: int) -> Iterator[_Leg]:
    """Parts of the path; exact weights are added in the direction of the target, as play adds to counts.

    With total weight W the strategies are weights / W, and the time is log W: adding weight at rate W to the target moves
    the strategies towards it at rate 1.
    """
    total, most = Fraction(1), Fraction(exp(length))
    for switches in range(max_switches + 1):
        time, point = log(total), [float(w / total) for side in weights for w in side]
        target = _target(gains, weights)
        step = _next_switch(gains, weights, target)
        flat = [float(b) for side in target for b in side]
        rests = all(
            w == total * b for mine, aim in zip(weights, target, strict=True) for w, b in zip(mine, aim, strict=True)
        )
        stopped = ""
        if step == 0:
            stopped = f"time {time:g}: best replies tie there, and how the path goes on is not decided"
        elif switches == max_switches and step is not None and total + step < most:
            stopped = f"limit of {max_switches} changes of a best reply at time {time:g}; a larger max_switches goes further"
        yield _Leg(time, point, flat, rests, stopped)
        if stopped or step is None or total + step >= most:
            return
        total += step
        weights = [[w + step * b for w, b in zip(mine, aim, strict=True)] for mine, aim in zip(weights, target, strict=True)]


def _payoffs(gains: Tables, others: Both) -> Both:
    """Payoff of each action of each player against the other's vector."""
    return [
        [sum((u * w for u, w in zip(row, other, strict=True) if u and w), Fraction(0)) for row in table]
        for table, other in zip(gains, reversed(others), strict=True)
    ]


def _target(gains: Tables, weights: Both) -> Both:
    """Where everybody heads: a best reply that stays one for a while.

    Among several, those that gain most from where the other one heads are left, until nothing changes; and among these
    everybody goes on as before, or takes all of them evenly.
    """
    best = [_largest(range(len(u)), u) for u in _payoffs(gains, weights)]
    while True:
        target = [_within(mine, kept) for mine, kept in zip(weights, best, strict=True)]
        narrowed = [_largest(kept, slope) for kept, slope in zip(best, _payoffs(gains, target), strict=True)]
        if narrowed == best:
            return target
        best = narrowed


def _largest(among: Any, payoffs: list[Fraction]) -> list[int]:
    most = max(payoffs[a] for a in among)
    return [a for a in among if payoffs[a] == most]


def _within(weights: list[Fraction], kept: list[int]) -> list[Fraction]:
    total = sum((weights[a] for a in kept), Fraction(0))
    share = Fraction(1, len(kept))
    return [(weights[a] / total if total else share) if a in kept else Fraction(0) for a in range(len(weights))]


def _next_switch(gains: Tables, weights: Both, target: Both) -> Fraction | None:
    """The weight after which an action off the target is as good as those on it; 0 if one is already, and gains on them."""
    steps = []
    for payoffs, slopes, aim in zip(_payoffs(gains, weights), _payoffs(gains, target), target, strict=True):
        on = next(a for a, b in enumerate(aim) if b)  # all on the target gain alike
        for a, u in enumerate(payoffs):
            if slopes[a] > slopes[on]:
                steps.append((payoffs[on] - u) / (slopes[a] - slopes[on]))
    return min(steps, default=None)
