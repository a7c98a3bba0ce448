"""Nash equilibria of many two-player games of one size at once."""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from ...equilibria.equilibrium_set import EquilibriumSet
from ...errors import InvalidGame
from ...games.normal_form import NormalForm
from ..nash import nash as exact_nash
from .arrays import in_numpy, read_pair, read_weights
from .audit import audit_points
from .backtracking import solve_by_backtracking
from .compiled import exact_in_doubles, supports_compiled
from .compiling import numba_is_installed, use_compiled
from .expand import Bands
from .rebuild import normal_form, position
from .supports import Found, covered, solve_by_supports

__all__ = ["BatchNash", "nash"]


@dataclass(frozen=True, eq=False, repr=False)
class BatchNash:
    """Equilibria of a batch of two-player games: isolated points in floats, all else by the exact solver on access.

    Attributes
    ----------
    payoffs : tuple of two ndarrays, shapes (..., n, m)
        As given.
    degenerate : ndarray of bool, shape (...)
        Games that floats do not decide: ties, or near-ties within rounding, or sizes that are left to the exact solver.
    count : ndarray of int, shape (...)
        Number of equilibria listed in `x` and `y`: all of them, except that degenerate games have none listed (with
        ``exact=True`` their extreme equilibria).
    x : ndarray of float, shape (n_equilibria, n)
        The first player's mixtures, game after game.
    y : ndarray of float, shape (n_equilibria, m)
        The second player's.
    """

    payoffs: tuple[Any, Any]
    degenerate: Any
    count: Any
    x: Any
    y: Any
    exact: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch."""
        return tuple(self.count.shape)

    @cached_property
    def start(self) -> Any:
        """Where each game's equilibria start in `x` and `y`."""
        ends = np.cumsum(self.count.reshape(-1))
        return (ends - self.count.reshape(-1)).reshape(self.shape)

    def game(self, index: Any) -> NormalForm:
        """One game of the batch, its payoffs the exact binary values of the floats."""
        return normal_form(self.payoffs, position(self.shape, index))

    def equilibria(self, index: Any) -> EquilibriumSet:
        """The exact equilibria of one game: an integer, or a tuple with one integer per batch axis."""
        return exact_nash(self.game(index))

    def points(self, index: Any) -> list[tuple[Any, Any]]:
        """Extreme equilibria of one game in floats, whether it is degenerate or not.

        Examples
        --------
        >>> import deterrence as dt
        >>> games = dt.batch.nash([[[0, 1, -1], [-1, 0, 1], [1, -1, 0]]], [[[0, -1, 1], [1, 0, -1], [-1, 1, 0]]])
        >>> [(x.round(3).tolist(), y.round(3).tolist()) for x, y in games.points(0)]
        [([0.333, 0.333, 0.333], [0.333, 0.333, 0.333])]
        """
        place = position(self.shape, index)
        if self.degenerate[place] and not self.exact:
            return [(np.array(x, float), np.array(y, float)) for x, y in _extreme(self.equilibria(place))]
        first = int(self.start[place])
        return [(self.x[k], self.y[k]) for k in range(first, first + int(self.count[place]))]

    def band(self, weights: Any) -> Bands:
        """Least and most of a measure over each game's equilibria; degenerate games are solved exactly.

        Parameters
        ----------
        weights : array, shape (n, m) or (..., n, m)
            What the measure is worth in each cell.
        """
        sizes = self.x.shape[-1], self.y.shape[-1]
        array = read_weights(np, weights, sizes, self.shape)
        table = np.broadcast_to(array, (*self.shape, *sizes)).reshape(-1, *sizes)
        games = np.repeat(np.arange(len(table)), self.count.reshape(-1))
        values = np.einsum("ki,kij,kj->k", self.x, table[games], self.y)
        least, most = np.full(len(table), np.inf), np.full(len(table), -np.inf)
        np.minimum.at(least, games, values)
        np.maximum.at(most, games, values)
        for k in np.flatnonzero(self.count.reshape(-1) == 0):
            place = tuple(int(i) for i in np.unravel_index(k, self.shape))
            at = [float(x @ table[k] @ y) for x, y in self.points(place)]
            least[k], most[k] = min(at), max(at)
        return Bands(least.reshape(self.shape), most.reshape(self.shape))

    def __repr__(self) -> str:
        n, m = self.x.shape[-1], self.y.shape[-1]
        return f"<Nash equilibria of {prod(self.shape):,} {n}x{m} games, batch shape {self.shape}>"


def nash(
    A: Any,  # noqa: N803 - payoff matrices have these names in the literature
    B: Any,  # noqa: N803
    *,
    exact: bool = False,
    audit: int = 0,
    rng: Any = None,
    compiled: bool | None = None,
) -> BatchNash:
    """Find the Nash equilibria of every game in a batch of n x m games.

    Parameters
    ----------
    A, B : ndarrays, shapes (..., n, m)
        Payoffs of the first player (who chooses the row) and the second; batch axes are broadcast against each other. Arrays
        of one other library are read where they are, if that is the memory of the processor; what comes out is NumPy's.
    exact : bool, optional
        Solve the degenerate games exactly now; otherwise that happens when they are first asked for.
    audit : int, optional
        Solve this many of the other games, spread over all, again by exact arithmetic.
    rng : numpy.random.Generator or int, optional
        Draws the audit's sample at random instead.
    compiled : bool, optional
        True runs the numba kernels (needs the ``fast`` extra), False does not; by default they run where numba is
        installed.

    Returns
    -------
    BatchNash

    Raises
    ------
    InvalidGame
        For wrong shapes, entries that are no real numbers or not finite, and differences that overflow.
    NotAnEquilibrium
        When the audit finds a disagreement: a fault of this package.

    Notes
    -----
    Where one player has at most three actions: all pairs of supports of equal size, in closed form. Rounding errors are
    bounded, so for a game that is not marked degenerate the list is proven complete (see
    `deterrence.solve.batch.supports`); probabilities are rounded. Larger games: with numba, label backtracking in floats
    with a tolerance, where completeness is not proven but tested, and every game that comes near the tolerance is marked
    degenerate; without numba, the exact solver on access. For 2x2 games `nash_2x2` is faster and covers ties as well.

    Examples
    --------
    >>> import numpy as np
    >>> import deterrence as dt
    >>> games = dt.batch.nash([np.eye(3), np.zeros((3, 3))], np.eye(3))
    >>> games.count, games.degenerate
    (array([7, 0]), array([False,  True]))
    """
    first, second = in_numpy(A, B)
    payoffs, shape = read_pair(np, first, second, (None, None))
    wide = [np.broadcast_to(m, ((shape or (1,)) + m.shape[-2:])) for m in payoffs]
    undecided, found = _solve(wide, use_compiled(numba_is_installed() if compiled is None else compiled, np))
    count, x, y = _with_exact(wide, undecided, found) if exact else found
    result = BatchNash(payoffs, undecided.reshape(shape), count.reshape(shape), x, y, exact)
    if audit:
        audit_points(result, audit, rng)
    return result


def _solve(payoffs: list[Any], compiled: bool) -> tuple[Any, Found]:
    first, second = payoffs
    batch, (n, m) = first.shape[:-2], first.shape[-2:]
    compiled = compiled and all(map(exact_in_doubles, payoffs))
    if covered(n, m):
        return (supports_compiled if compiled else solve_by_supports)(first, second, batch)
    if compiled:
        return solve_by_backtracking(first, second, batch)
    for name, array in zip("AB", payoffs, strict=True):
        if not np.isfinite(array).all():
            raise InvalidGame(f"{name} holds payoffs that are not finite; leave such games out")
    return np.ones(prod(batch), bool), (np.zeros(prod(batch), np.intp), np.empty((0, n)), np.empty((0, m)))


def _extreme(eqs: EquilibriumSet) -> list[tuple[Any, ...]]:
    return [eq.vectors for eq in eqs.extreme]


def _with_exact(payoffs: list[Any], undecided: Any, found: Found) -> Found:
    """The exact solver's extreme equilibria for the games that have none listed."""
    count, x, y = found
    batch = payoffs[0].shape[:-2]
    added_x, added_y, owner = [x], [y], [np.repeat(np.arange(len(count)), count)]
    count = count.copy()
    for k in np.flatnonzero(undecided):
        points = _extreme(exact_nash(normal_form(payoffs, tuple(int(i) for i in np.unravel_index(k, batch)))))
        count[k] = len(points)
        owner.append(np.full(len(points), k))
        for added, player in ((added_x, 0), (added_y, 1)):
            added.append(np.array([point[player] for point in points], float))
    order = np.argsort(np.concatenate(owner), kind="stable")
    return count, np.concatenate(added_x)[order], np.concatenate(added_y)[order]
