"""Nash equilibria of many 2x2 games at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import prod
from numbers import Real
from typing import Any

import numpy as np

from ...equilibria.equilibrium_set import EquilibriumSet
from ...errors import InvalidParameter
from ...games.normal_form import NormalForm
from ..nash import nash
from .arrays import doubles, is_numpy, namespace, read_pair, read_weights
from .audit import audit_2x2
from .classes import FAMILIES, classes
from .compiled import classify_compiled, fits_loop
from .compiling import use_compiled
from .expand import Bands, Boxes, band_2x2, boxes_2x2, look_up
from .rebuild import normal_form, position
from .sign_kernel import classify

__all__ = ["FAMILIES", "Nash2x2", "nash_2x2", "stream_2x2"]


@dataclass(frozen=True, eq=False, repr=False)
class Nash2x2:
    """All equilibria of a batch of 2x2 games, in a compact form that expands when asked.

    Attributes
    ----------
    payoffs : tuple of two arrays, shapes (..., 2, 2)
        As given.
    code : ndarray of uint8, shape (...)
        Class 0 to 80: the signs (-1, 0, 1 as digits 0, 1, 2 to base 3, most significant first) of A00 - A10, A01 - A11,
        B00 - B01, B10 - B11. The equilibrium set depends on nothing else, except for q and p.
    q : ndarray of float, shape (...)
        Probability of the second player's first action at which the first player is indifferent. It lies in [0, 1] where
        the first two signs are opposite; elsewhere it means nothing and may be NaN or infinite.
    p : ndarray of float, shape (...)
        The first player's likewise, from the last two signs.
    near_tie : ndarray of bool, shape (...)
        Whether some payoff difference is not zero but within the tolerance.
    """

    payoffs: tuple[Any, Any]
    code: Any
    q: Any
    p: Any
    near_tie: Any
    _xp: Any = np

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch."""
        return tuple(self.code.shape)

    @property
    def degenerate(self) -> Any:
        """Where some payoff difference is exactly zero."""
        return look_up(self._xp, classes().tied, self.code)

    @property
    def n_components(self) -> Any:
        """Number of connected components of each game's equilibrium set."""
        return look_up(self._xp, classes().n_components, self.code)

    @property
    def families(self) -> Any:
        """Support profiles that occur, as a bit mask: bit k stands for `deterrence.batch.FAMILIES[k]`."""
        return look_up(self._xp, classes().families, self.code)

    @cached_property
    def boxes(self) -> Boxes:
        """Maximal convex pieces of each game, as boxes of mixing probabilities."""
        with np.errstate(invalid="ignore"):
            return boxes_2x2(self._xp, self.code, self.q, self.p)

    def band(self, weights: Any) -> Bands:
        """Least and most of a measure over each game's equilibria.

        Parameters
        ----------
        weights : array, shape (2, 2) or (..., 2, 2)
            What the measure is worth in each cell: a player's payoffs, or the probability of an outcome.

        Returns
        -------
        Bands
            Unpacks as ``least, most``.

        Examples
        --------
        >>> import deterrence as dt
        >>> games = dt.batch.nash_2x2([[-3, 1], [0, 0]], [[-2, -1], [0, 0]])
        >>> least, most = games.band([[1, 1], [0, 0]])
        >>> float(least), float(most)
        (0.0, 1.0)
        """
        xp = self._xp
        array = read_weights(xp, weights, (2, 2), self.shape)
        with np.errstate(invalid="ignore"):
            return band_2x2(xp, self.code, self.q, self.p, doubles(xp, array))

    def game(self, index: Any) -> NormalForm:
        """One game of the batch, its payoffs the exact binary values of the floats."""
        return normal_form(self.payoffs, position(self.shape, index))

    def equilibria(self, index: Any) -> EquilibriumSet:
        """The exact equilibria of one game: an integer, or a tuple with one integer per batch axis.

        Examples
        --------
        >>> import deterrence as dt
        >>> games = dt.batch.nash_2x2([[[-3, 1], [0, 0]]], [[[-2, -1], [0, 0]]])
        >>> games.equilibria(0).extreme[0].vectors
        ((Fraction(1, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(1, 1)))
        """
        return nash(self.game(index))

    def __repr__(self) -> str:
        return f"<Nash equilibria of {prod(self.shape):,} 2x2 games, batch shape {self.shape}>"


def nash_2x2(
    A: Any,  # noqa: N803 - payoff matrices have these names in the literature
    B: Any,  # noqa: N803
    *,
    tolerance: float = 0.0,
    audit: int = 0,
    rng: Any = None,
    out: Any = None,
    compiled: bool = False,
) -> Nash2x2:
    """Find all Nash equilibria of every game in a batch of 2x2 games.

    Parameters
    ----------
    A, B : arrays, shapes (..., 2, 2)
        Payoffs of the first player (who chooses the row) and the second, floats or integers of any width, batch axes
        broadcast against each other. NumPy arrays, or arrays of one library that follows the array API standard.
    tolerance : float, optional
        Payoff differences that are not zero but at most this share of the player's largest payoff in the game, in size,
        are marked in `near_tie`. The code is unaffected: it always tells the exact signs.
    audit : int, optional
        Solve this many games, spread over all, again by exact arithmetic.
    rng : numpy.random.Generator or int, optional
        Draws the audit's sample at random instead.
    out : tuple of three ndarrays, optional
        NumPy only: arrays for code (uint8), q and p (float64) of the batch's shape, such as memory maps.
    compiled : bool, optional
        Run the numba kernel (needs the ``fast`` extra) on batches of contiguous doubles without a tolerance; all others go
        through NumPy. Its compilation pays for itself from some 10^8 games on.

    Returns
    -------
    Nash2x2

    Raises
    ------
    InvalidGame
        For wrong shapes, entries that are no real numbers or not finite, and differences that overflow.
    NotAnEquilibrium
        When the audit finds a disagreement: a fault of this package.

    Notes
    -----
    The set depends on the signs of four payoff differences, and these are exact for the payoffs as they are stored
    (integers and floats), so the classes, and with them the numbers of pieces and components, are exact. q and p are
    rounded, to within a few units in the last place. What rounding did to the payoffs before they came here cannot be
    undone; `tolerance` shows where it may matter. Beyond inputs and outputs, memory is a few MiB whatever the batch.

    Examples
    --------
    >>> import numpy as np
    >>> import deterrence as dt
    >>> A, B = [[2, 0], [0, 1]], [[1, 0], [0, 2]]
    >>> games = dt.batch.nash_2x2([A, A], [B, np.zeros((2, 2))])
    >>> games.n_components
    array([3, 1], dtype=uint8)
    >>> games.boxes.bounds[0, 1]  # the mixed equilibrium of the first
    array([[0.66666667, 0.66666667],
           [0.33333333, 0.33333333]])
    """
    xp = namespace(A, B)
    payoffs, shape = read_pair(xp, A, B, (2, 2))
    tolerance = _read_tolerance(tolerance)
    if out is not None:
        _check_out(xp, out, shape)
    if use_compiled(compiled, xp) and not tolerance and fits_loop(payoffs, shape, out):
        results = classify_compiled(payoffs, shape, out)
    else:
        results = classify(xp, payoffs, shape, tolerance, out)
    code, q, p, near = results
    found = Nash2x2(payoffs, code, q, p, near, xp)
    if audit:
        audit_2x2(found, audit, rng)
    return found


def stream_2x2(games: Iterable[tuple[Any, Any]], **options: Any) -> Iterator[Nash2x2]:
    """Solve batches of 2x2 games one after another, so that only one is in memory.

    Parameters
    ----------
    games : iterable of (A, B)
        Such as a generator, or slices of memory maps.
    **options
        As for `nash_2x2`; with ``out=`` every result lies in the same arrays, overwritten by the next.

    Yields
    ------
    Nash2x2

    Examples
    --------
    >>> import numpy as np
    >>> import deterrence as dt
    >>> rng = np.random.default_rng(1)
    >>> chunks = ((rng.normal(size=(1000, 2, 2)), rng.normal(size=(1000, 2, 2))) for _ in range(3))
    >>> sorted({int(n) for batch in dt.batch.stream_2x2(chunks) for n in batch.n_components})
    [1, 3]
    """
    for first, second in games:
        yield nash_2x2(first, second, **options)


def _read_tolerance(tolerance: Any) -> float:
    number = float(tolerance) if not isinstance(tolerance, bool) and isinstance(tolerance, Real) else -1.0
    if not 0 <= number < 1:
        raise InvalidParameter(f"tolerance is {tolerance!r}; it must lie in [0, 1), such as 1e-12")
    return number


def _check_out(xp: Any, out: Any, shape: tuple[int, ...]) -> None:
    if not is_numpy(xp):
        raise InvalidParameter("out= is for NumPy arrays only; leave it out")
    kinds = ("code", np.uint8), ("q", np.float64), ("p", np.float64)
    if not isinstance(out, tuple | list) or len(out) != len(kinds):
        raise InvalidParameter("out= takes three arrays: code, q and p")
    for array, (name, kind) in zip(out, kinds, strict=True):
        if not isinstance(array, np.ndarray) or array.dtype != kind or array.shape != shape:
            raise InvalidParameter(f"out: {name} must be an array of {np.dtype(kind)} and shape {shape}")
