"""Quantal response equilibria: players who choose better actions more often, not always."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..errors import InvalidParameter, LimitReached, UnsupportedGame
from ..games.normal_form import NormalForm
from ..games.tree import ExtensiveForm
from .branch import Branch, above_the_least, read_rationality

__all__ = ["Branch", "quantal_response", "quantal_response_path"]

#: Newton's method stops when no equation is off by more than this times 1 + the precision (no unit).
RESIDUAL = 1e-13
#: Consecutive tangents whose cosine is smaller than this are too far apart: the step is halved.
STRAIGHT = 0.9
#: A bifurcation: the steps have become this small, and the Jacobian's smallest singular value too.
SMALL_STEP, SINGULAR = 1e-4, 1e-6
#: The branch counts as having arrived when nobody could gain more than this share of the payoff range.
ARRIVED = 1e-8


def quantal_response(game: NormalForm | ExtensiveForm, rationality: float) -> Branch:
    """Find the logit equilibrium of a given precision on the principal branch.

    Each action is played with probability proportional to exp(rationality * its expected payoff); in a tree at every
    information set, given that it is reached, as if somebody else moved at each (the agent equilibrium [3]_). The principal
    branch starts at uniform play and is followed until it first reaches the precision.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players.
    rationality : float
        Precision lambda >= 0, in 1 / utils.

    Returns
    -------
    Branch
        Its last point is the equilibrium. Others may exist off the branch or beyond turning points; see
        `quantal_response_path`.

    Raises
    ------
    InvalidParameter
        For a negative or infinite precision.
    UnsupportedGame
        While parameters are free, and for games of another kind.
    LimitReached
        Where the branch ends before the precision, at a bifurcation of an exactly symmetric game.

    References
    ----------
    .. [1] R. D. McKelvey and T. R. Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic
       Behavior 10, 6-38.
    .. [2] T. L. Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium
       correspondence, Games and Economic Behavior 51, 243-263.
    .. [3] R. D. McKelvey and T. R. Palfrey (1998), Quantal response equilibria for extensive form games, Experimental
       Economics 1, 9-41.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> dt.quantal_response(game, rationality=0)["challenger"]
    {'probe': 0.5, 'refrain': 0.5}
    """
    target = read_rationality(rationality)
    branch = _tracer(game).follow(target, 5000)
    if abs(branch.rationality[-1] - target) > 1e-9 * max(1.0, target):
        raise LimitReached(f"the principal branch ends at rationality {branch.rationality[-1]:.6g}: {branch.stopped}")
    return branch


def quantal_response_path(game: NormalForm | ExtensiveForm, *, max_points: int = 5000) -> Branch:
    """Follow the principal branch of logit equilibria from uniform play to a Nash equilibrium.

    Parameters
    ----------
    game : NormalForm or ExtensiveForm
        Any number of players.
    max_points : int
        Points after which the curve is cut off; `Branch.stopped` says so.

    Returns
    -------
    Branch

    Raises
    ------
    UnsupportedGame
        While parameters are free, and for games of another kind.
    InvalidParameter
        When `max_points` is no positive whole number.

    Notes
    -----
    Continuation by arclength with Newton corrections in logarithms of probabilities. The tangent is oriented by the sign
    of a determinant, never flipped by hand, and steps on which it turns sharply are refused, so that the curve does not
    jump between branches. For generic games its end is McKelvey and Palfrey's selection of a Nash equilibrium.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> branch = dt.quantal_response_path(game)
    >>> branch.stopped, round(branch["challenger"]["refrain"], 6)
    ('arrived at a Nash equilibrium', 1.0)
    """
    if isinstance(max_points, bool) or not isinstance(max_points, int) or max_points < 1:
        raise InvalidParameter(f"max_points is {max_points!r}; give a whole number of at least 1")
    return _tracer(game).follow(None, max_points)


def _tracer(game: NormalForm | ExtensiveForm) -> "Tracer":
    if isinstance(game, ExtensiveForm):
        from .tree_quantal_response import TreeTracer

        return TreeTracer(game)
    return Tracer(game)


class Tracer:
    """The equations log p[i,a] - log p[i,0] = lambda (u[i,a] - u[i,0]), sum_a p[i,a] = 1, and the curve of their roots."""

    game: Any
    widths: tuple[int, ...]

    def __init__(self, game: NormalForm) -> None:
        import numpy as np

        if not isinstance(game, NormalForm):
            raise UnsupportedGame(f"quantal_response takes a NormalForm or an ExtensiveForm, not {type(game).__name__}")
        game.require_numbers()
        self.np, self.game = np, game
        flat = np.array(above_the_least(game.numbers))
        self.payoffs = [flat[:, i].reshape(game.shape) for i in range(len(game.shape))]
        self.scale = max(float(np.ptp(u)) for u in self.payoffs) or 1.0
        # units in which the payoff range is 1; the precision is converted at the end
        self.payoffs = [u / self.scale for u in self.payoffs]
        self.orientation = 1
        self.widths = game.shape
        self.starts = np.concatenate([[0], np.cumsum(game.shape)])
        players = range(len(game.shape))
        own_first = [np.moveaxis(u, i, 0) for i, u in enumerate(self.payoffs)]
        #: gains over each player's first action, by its actions, then by those of the others, or first by those of one
        self.gains = [table[1:] - table[:1] for table in own_first]
        self.slopes = {(i, k): np.moveaxis(self.gains[i], k + (k < i), 1) for i in players for k in players if k != i}
        #: what of the Jacobian never changes
        self.jacobian = np.zeros((sum(game.shape), sum(game.shape) + 1))
        for s, e in pairwise(self.starts):
            self.jacobian[s + 1 : e, s + 1 : e] = np.eye(e - s - 1)
            self.jacobian[s + 1 : e, s] = -1

    def _split(self, flat: Any) -> list[Any]:
        return [flat[a:b] for a, b in pairwise(self.starts)]

    def _expected(self, mixed: Sequence[Any], i: int) -> Any:
        """Payoff of each action of a player."""
        return _against(self.np.moveaxis(self.payoffs[i], i, 0), mixed, i)

    def _system(self, point: Any) -> tuple[Any, Any]:
        """Values of the equations and their Jacobian, the precision last."""
        np = self.np
        logs, precision = point[:-1], point[-1]
        mixed = self._split(np.exp(logs))
        n = len(logs)
        values, jacobian = np.empty(n), self.jacobian.copy()
        for i, p in enumerate(mixed):
            s, e = self.starts[i], self.starts[i + 1]
            gains = _against(self.gains[i], mixed, i)
            values[s] = p.sum() - 1
            jacobian[s, s:e] = p
            values[s + 1 : e] = logs[s + 1 : e] - logs[s] - precision * gains
            jacobian[s + 1 : e, n] = -gains
            for k, q in enumerate(mixed):
                if k != i:
                    slopes = _against(self.slopes[i, k], mixed, i, k)
                    jacobian[s + 1 : e, self.starts[k] : self.starts[k + 1]] = -precision * slopes * q
        return values, jacobian

    def _tangent(self, jacobian: Any) -> Any:
        """The unit null vector t for which the determinant of the Jacobian with t below it has the sign of the branch."""
        np = self.np
        q, r = np.linalg.qr(jacobian.T, mode="complete")
        t = q[:, -1]
        # det [J; t] = det(r) det(q) up to transposition
        sign = np.prod(np.sign(np.diag(r))) * np.sign(np.linalg.det(q))
        return t * (self.orientation if sign >= 0 else -self.orientation)

    def _singular(self, point: Any) -> bool:
        """Whether the equations no longer determine a curve: several branches meet."""
        return bool(self.np.linalg.svd(self._system(point)[1], compute_uv=False)[-1] < SINGULAR)

    def _correct(self, guess: Any, tangent: Any) -> tuple[Any, Any] | None:
        """Newton's method back to the curve, across the tangent: the point and the Jacobian there; None where it fails."""
        np = self.np
        point = guess.copy()
        for _ in range(8):
            values, jacobian = self._system(point)
            if np.max(np.abs(values)) < RESIDUAL * (1 + abs(point[-1])):
                return point, jacobian
            system = np.vstack([jacobian, tangent])
            try:
                step = np.linalg.solve(system, np.append(-values, 0.0))
            except np.linalg.LinAlgError:
                return None
            if not np.all(np.isfinite(step)) or np.max(np.abs(step)) > 5:
                return None
            point = point + step
        return None

    def _fix_precision(self, point: Any, precision: float) -> Any:
        """The point of the curve near another one at a given precision; None where Newton's method fails."""
        across = self.np.zeros(len(point))
        across[-1] = 1.0
        guess = point.copy()
        guess[-1] = precision
        found = self._correct(guess, across)
        return None if found is None else found[0]

    def _regret(self, point: Any) -> float:
        mixed = self._split(self.np.exp(point[:-1]))
        gaps = []
        for i, p in enumerate(mixed):
            expected = self._expected(mixed, i)
            gaps.append(float(expected.max() - p @ expected))
        return max(gaps)

    def follow(self, target: float | None, max_points: int) -> Branch:
        """Trace the curve to a precision (in 1 / utils), or until it has arrived."""
        np = self.np
        goal = None if target is None else target * self.scale
        start = np.concatenate([np.full(n, -np.log(n)) for n in self.widths] + [[0.0]])
        points, tangent = [start], self._tangent(self._system(start)[1])
        if tangent[-1] < 0:
            # the determinant's sign at uniform play fixes the orientation that leads to positive precision
            self.orientation, tangent = -1, -tangent
        step, stopped = 0.05, ""
        if goal == 0:
            stopped = "reached the rationality asked for"
        while not stopped:
            here = points[-1]
            if goal is None and self._regret(here) <= ARRIVED:
                stopped = "arrived at a Nash equilibrium"
            elif len(points) >= max_points:
                stopped = f"limit of {max_points} points"
            elif step < SMALL_STEP and self._singular(here):
                stopped = f"bifurcation at rationality {here[-1] / self.scale:.6g}: the game has an exact tie there"
            else:
                found = self._correct(here + step * tangent, tangent)
                turned = None if found is None else self._tangent(found[1])
                if found is None or turned @ tangent < STRAIGHT:
                    step /= 2
                    continue
                there = found[0]
                if goal is not None and there[-1] >= goal:
                    exact = self._fix_precision(here if goal - here[-1] < there[-1] - goal else there, goal)
                    if exact is None:
                        step /= 2
                        continue
                    points.append(exact)
                    stopped = "reached the rationality asked for"
                else:
                    points.append(there)
                    tangent = turned
                    step = min(step * 1.5, 0.5 * (1 + abs(there[-1])))
        return self._branch(np.array(points), stopped)

    def _branch(self, points: Any, stopped: str) -> Branch:
        precision = points[:, -1] / self.scale
        rising = [b > a for a, b in pairwise(precision)]
        turns = tuple(float(precision[k + 1]) for k, (a, b) in enumerate(pairwise(rising)) if a != b)
        probabilities = self._labelled(self._split(self.np.exp(points[:, :-1]).T))
        return Branch(self.game, precision, probabilities, self._regret(points[-1]) * self.scale, turns, stopped)

    def _labelled(self, mixed: Sequence[Any]) -> dict[str, dict[str, Any]]:
        return {
            player: dict(zip(actions, chances, strict=True))
            for (player, actions), chances in zip(self.game.actions.items(), mixed, strict=True)
        }


def _against(table: Any, mixed: Sequence[Any], *players: int) -> Any:
    """A table whose first axes belong to some players, in expectation over what the others play."""
    for p in reversed([p for k, p in enumerate(mixed) if k not in players]):
        table = table @ p
    return table
