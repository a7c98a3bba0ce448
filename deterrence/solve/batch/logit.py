"""Quantal response equilibria of many two-player games of one size at once."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from ...errors import InvalidParameter
from ...games.normal_form import NormalForm
from ..quantal_response import Branch, quantal_response_path
from .arrays import in_numpy, read, read_pair
from .compiling import numba_is_installed, use_compiled
from .logit_equations import logit_equations
from .logit_loop import follow_loop
from .logit_loop_2x2 import follow_loop_2x2
from .logit_tracer import BIFURCATION_CODE, LEFT, LIMIT_CODE, Ends, follow
from .rebuild import normal_form, position
from .sign_kernel import overflow

__all__ = ["BatchQuantalResponse", "quantal_response"]


@dataclass(frozen=True, eq=False, repr=False)
class BatchQuantalResponse:
    """Where the principal branch of logit equilibria of each game ends.

    Attributes
    ----------
    payoffs : tuple of two ndarrays, shapes (..., n, m)
        As given.
    x : ndarray of float, shape (..., n)
        The first player's mixture.
    y : ndarray of float, shape (..., m)
        The second player's.
    rationality : ndarray of float, shape (...)
        The precision there, in 1 / utils.
    regret : ndarray of float, shape (...)
        What the player that does worst could gain, in utils.
    stopped : ndarray of uint8, shape (...)
        0: arrived at a Nash equilibrium. 1: reached the precision asked for. 2: at a bifurcation, which games with an exact
        tie have. 3: limit of points.
    turning_points : ndarray of int, shape (...)
        How often the branch turned back on its way.
    """

    payoffs: tuple[Any, Any]
    x: Any
    y: Any
    rationality: Any
    regret: Any
    stopped: Any
    turning_points: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch."""
        return tuple(self.stopped.shape)

    @property
    def unfinished(self) -> Any:
        """Where the branch ended before it should: x and y are its last point, and no equilibrium that was asked for."""
        return (self.stopped == BIFURCATION_CODE) | (self.stopped == LIMIT_CODE)

    def game(self, index: Any) -> NormalForm:
        """One game of the batch, its payoffs the exact binary values of the floats."""
        return normal_form(self.payoffs, position(self.shape, index))

    def path(self, index: Any) -> Branch:
        """The whole principal branch of one game: an integer, or a tuple with one integer per batch axis."""
        return quantal_response_path(self.game(index))

    def __repr__(self) -> str:
        n, m = self.x.shape[-1], self.y.shape[-1]
        return f"<logit equilibria of {prod(self.shape):,} {n}x{m} games, batch shape {self.shape}>"


def quantal_response(
    A: Any,  # noqa: N803 - payoff matrices have these names in the literature
    B: Any,  # noqa: N803
    *,
    rationality: Any = None,
    max_points: int = 5000,
    compiled: bool | None = None,
) -> BatchQuantalResponse:
    """Follow the principal branch of logit equilibria of every game in a batch of n x m games.

    Parameters
    ----------
    A, B : ndarrays, shapes (..., n, m)
        Payoffs of the first player (who chooses the row) and the second; batch axes are broadcast against each other. Arrays
        of one other library are read where they are, if that is the memory of the processor; what comes out is NumPy's.
    rationality : array or number, optional
        Precisions lambda >= 0, in 1 / utils, broadcast to the batch: where to stop. By default each branch is followed
        to a Nash equilibrium: until nobody could gain more than 1e-8 of the game's payoff range.
    max_points : int, optional
        Points after which a branch is given up.
    compiled : bool, optional
        True runs the numba kernels (needs the ``fast`` extra), False does not; by default they run where numba is
        installed.

    Returns
    -------
    BatchQuantalResponse

    Raises
    ------
    InvalidGame
        For wrong shapes, entries that are no real numbers or not finite, and differences that overflow.
    InvalidParameter
        For a negative or infinite precision, and for fewer than two points.

    Notes
    -----
    As `deterrence.quantal_response`: continuation by arclength, the tangent oriented by the sign of a determinant and never
    flipped, steps on which it turns sharply refused, turning points counted and bifurcations reported. A branch that turns
    back and forth within one step counts as straight. The games advance side by side, each at its own pace.

    References
    ----------
    .. [1] T. L. Turocy (2005), A dynamic homotopy interpretation of the logistic quantal response equilibrium
       correspondence, Games and Economic Behavior 51, 243-263.

    Examples
    --------
    Two stag hunts, which end at their risk-dominant equilibria, and a game with an exact tie, which nothing decides:

    >>> import deterrence as dt
    >>> A = [[[4, 0], [3, 3]], [[4, 0], [1, 1]], [[3, 0], [0, 2]]]
    >>> B = [[[4, 3], [0, 3]], [[4, 1], [0, 1]], [[2, 0], [0, 3]]]
    >>> games = dt.batch.quantal_response(A, B)
    >>> games.x[:2, 0].round(6), games.stopped
    (array([0., 1.]), array([0, 0, 2], dtype=uint8))
    """
    first, second = in_numpy(A, B)
    payoffs, shape = read_pair(np, first, second, (None, None))
    if max_points < 2:
        raise InvalidParameter(f"max_points is {max_points}; give at least 2")
    wide = [np.broadcast_to(m, (*shape, *m.shape[-2:])).reshape(-1, *m.shape[-2:]).astype(np.float64) for m in payoffs]
    scale = _scale(wide)
    goals = _goals(rationality, shape) * scale
    first, second = (m / scale[:, None, None] for m in wide)
    use = use_compiled(numba_is_installed() if compiled is None else compiled, np)
    with np.errstate(all="ignore"):
        ends = (_compiled if use else _follow)(first, second, goals, max_points)
    x, y = (np.ascontiguousarray(mixture.T).reshape(*shape, len(mixture)) for mixture in (ends.x, ends.y))
    precision, regret = (ends.precision / scale).reshape(shape), (ends.regret * scale).reshape(shape)
    turns = ends.turning_points.reshape(shape)
    return BatchQuantalResponse(payoffs, x, y, precision, regret, ends.stopped.reshape(shape), turns)


def _scale(payoffs: list[Any]) -> Any:
    """Each game's range of payoffs, the larger of the two players'; 1 where there is none."""
    ranges = []
    for name, array in zip("AB", payoffs, strict=True):
        with np.errstate(all="ignore"):
            ranges.append(array.max(axis=(-2, -1), initial=-np.inf) - array.min(axis=(-2, -1), initial=np.inf))
        bad = np.flatnonzero(~np.isfinite(ranges[-1]))
        if len(bad):
            raise overflow(name, bad[:1])
    largest = np.maximum(*ranges)
    return np.where(largest > 0, largest, 1.0)


def _goals(rationality: Any, shape: tuple[int, ...]) -> Any:
    if rationality is None:
        return np.full(prod(shape), np.inf)
    goals = read(np, rationality, "rationality", ()).astype(np.float64)
    if not (np.isfinite(goals) & (goals >= 0)).all():
        raise InvalidParameter("rationality holds entries that are negative or infinite; give numbers >= 0, in 1 / utils")
    try:
        return np.broadcast_to(goals, shape).reshape(-1)
    except ValueError:
        raise InvalidParameter(
            f"rationality has the shape {goals.shape}, which does not fit the batch's shape {shape}; give one number, or "
            "one per game"
        ) from None


def _follow(first: Any, second: Any, goals: Any, max_points: int) -> Ends:
    return follow(logit_equations(first, second), goals, max_points)


def _compiled(first: Any, second: Any, goals: Any, max_points: int) -> Ends:
    n_games, n, m = first.shape
    ends = Ends(np.empty((n, n_games)), np.empty((m, n_games)), *np.empty((2, n_games)), *np.zeros((2, n_games), int))
    (follow_loop_2x2 if (n, m) == (2, 2) else follow_loop)(first, second, goals, max_points, tuple(ends))
    left = np.flatnonzero(ends.stopped == LEFT)
    if len(left):
        for end, again in zip(ends, _follow(first[left], second[left], goals[left], max_points), strict=True):
            end[..., left] = again
    return ends._replace(stopped=ends.stopped.astype(np.uint8))
