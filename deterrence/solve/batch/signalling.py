"""Perfect Bayesian equilibria of many signalling games of one size at once."""

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any, NamedTuple

import numpy as np

from ...equilibria.equilibrium_set import EquilibriumSet
from ...errors import InvalidGame, UnsupportedGame
from ...games.signalling import SignallingGame
from ..perfect_bayesian import perfect_bayesian as exact_perfect_bayesian
from .arrays import blocks, broadcast_shape, in_numpy, read, read_pair, read_weights
from .audit import audit_outcomes, audit_profiles
from .compiled import exact_in_doubles
from .compiling import numba_is_installed, use_compiled
from .expand import Bands
from .outcomes import Outcome, Outcomes, covered, families_as_outcomes, find_outcomes, no_outcomes
from .rebuild import position, signalling_game, weights_of
from .sign_kernel import overflow
from .signalling_kernel import N_NUMBERS, profiles, solve_block

__all__ = ["BatchPerfectBayesian", "Profiles", "perfect_bayesian"]

#: How far a prior's sum may be from 1: rounding of the caller's arithmetic. Exact work divides by the sum.
PRIOR_TOLERANCE = 1e-9

_BLOCK = 8192


class Profiles(NamedTuple):
    """Strategies of the nine families.

    Attributes
    ----------
    sends : ndarray of float, shape (..., 9, 2)
        [family, type]: probability of the first message; NaN where there is no such family.
    replies : ndarray of float, shape (..., 9, 2, 2)
        [family, message, least or most]: probability of the first reply. They differ after unsent messages only.
    """

    sends: Any
    replies: Any


@dataclass(frozen=True, eq=False, repr=False)
class BatchPerfectBayesian:
    """All perfect Bayesian equilibria of a batch of signalling games.

    Attributes
    ----------
    prior, sender, receiver : ndarrays
        As given.
    families : ndarray of uint16, shape (...)
        Bit mask of the families that exist in 2x2x2 games: 0 and 1 separating (the first type sends the first message,
        or the second), 2 and 3 pooling on the first or second message, 4 to 7 one type mixes while the other sends m
        for sure, (type, m) = (0, 0), (0, 1), (1, 0), (1, 1), 8 both types mix. 0 in degenerate games.
    degenerate : ndarray of bool, shape (...)
        Games that are left to the exact solver: ties, near-ties within rounding, and sizes that are not searched.
    """

    prior: Any
    sender: Any
    receiver: Any
    families: Any
    degenerate: Any
    _answers: Any
    _numbers: Any
    _outcomes: Outcomes | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the batch."""
        return tuple(self.families.shape)

    @cached_property
    def profiles(self) -> Profiles:
        """Strategies of the nine families of each game that is not degenerate."""
        flat = self.families.reshape(-1), self._answers.reshape(-1), self._numbers.reshape(-1, N_NUMBERS)
        sends, replies = profiles(*flat)
        return Profiles(sends.reshape(*self.shape, *sends.shape[1:]), replies.reshape(*self.shape, *replies.shape[1:]))

    def game(self, index: Any) -> SignallingGame:
        """One game of the batch: exact binary values of the floats, the prior divided by its sum."""
        return signalling_game(self.prior, self.sender, self.receiver, position(self.shape, index))

    def equilibria(self, index: Any) -> EquilibriumSet:
        """The exact equilibria of one game: an integer, or a tuple with one integer per batch axis."""
        return exact_perfect_bayesian(self.game(index))

    def outcomes(self, index: Any) -> list[Outcome]:
        """All outcomes of one game, in floats; games that were not searched are searched now.

        Parameters
        ----------
        index : int or tuple of int
            One integer per batch axis.

        Returns
        -------
        list of Outcome
            What the types send, the replies to it, and every reply after the other messages that supports this.

        Raises
        ------
        UnsupportedGame
            For games with ties, whose equilibria need not fall into such outcomes, and for large ones.

        Examples
        --------
        >>> import deterrence as dt
        >>> strong, weak = [[1, 3], [0, 2]], [[0, 2], [1, 3]]  # beer or quiche, duel or not
        >>> receiver = [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]
        >>> games = dt.batch.perfect_bayesian([0.9, 0.1], [strong, weak], receiver)
        >>> for outcome in games.outcomes(()):  # after the other message a duel has a probability of at least 1/2
        ...     print(outcome.sends.tolist(), {m: sets[0].tolist() for m, sets in outcome.unsent.items()})
        [[1.0, 0.0], [1.0, 0.0]] {1: [[0.5, 0.5], [1.0, 0.0]]}
        [[0.0, 1.0], [0.0, 1.0]] {0: [[0.5, 0.5], [1.0, 0.0]]}
        """
        place = position(self.shape, index)
        if not self.degenerate[place]:
            if self._outcomes is None:
                return families_as_outcomes(*(part[place] for part in self.profiles))
            return self._outcomes.of_game(int(np.ravel_multi_index(place, self.shape)) if place else 0)
        given = (self.prior, self.sender, self.receiver)
        prior, *payoffs = (_wide(array, core, self.shape)[place] for array, core in zip(given, (1, 3, 3), strict=True))
        found = _search(prior, (payoffs[0], payoffs[1]), ()).of_game(0)
        if not found:
            raise UnsupportedGame(f"game {index!r} has ties or is large; equilibria({index!r}) solves it exactly")
        return found

    def band(self, weights: Any) -> Bands:
        """Least and most of an outcome's expected weight over each game's equilibria.

        Degenerate games are solved exactly, one by one.

        Parameters
        ----------
        weights : array, shape (T, M, R) or (..., T, M, R)
            What the outcome is worth for each type, message and reply: the sender's payoffs, or a probability.

        Examples
        --------
        >>> import deterrence as dt
        >>> strong, weak = [[1, 3], [0, 2]], [[0, 2], [1, 3]]  # beer or quiche, duel or not
        >>> receiver = [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]
        >>> games = dt.batch.perfect_bayesian([[0.9, 0.1], [0.4, 0.6]], [strong, weak], receiver)
        >>> games.band([[[1, 0], [1, 0]], [[1, 0], [1, 0]]]).most.round(3)  # Pr(duel)
        array([0. , 0.6])
        """
        core = self.sender.shape[-3:]
        table = read_weights(np, weights, core, self.shape)
        least, most = np.full(self.shape, np.inf), np.full(self.shape, -np.inf)
        if core == (2, 2, 2):
            self._closed_band(table, least, most)
        elif self._outcomes is not None:
            self._band_of_outcomes(self._outcomes, table, least, most)
        for place in zip(*np.nonzero(self.degenerate), strict=True) if self.shape else [()] * int(self.degenerate):
            at = tuple(int(i) for i in place)
            least[at], most[at] = _exact_band(self.equilibria(at), weights_of(table, at, 3))
        return Bands(least, most)

    def _closed_band(self, table: Any, least: Any, most: Any) -> None:
        prior = np.broadcast_to(self.prior, (*self.shape, 2))
        wide = np.broadcast_to(table, (*self.shape, 2, 2, 2))
        for block in blocks(self.shape, _BLOCK) if self.shape else [()]:
            flat = [a[block].reshape(-1, *a.shape[len(self.shape) :]) for a in (self.families, self._answers, self._numbers)]
            sends, replies = profiles(*flat)
            p, w = prior[block].reshape(-1, 1, 2), wide[block].reshape(-1, 1, 2, 2, 2).astype(np.float64)
            # a reply after an unsent message has no weight, so either end of its interval will do
            first = replies[..., 0][..., None, :]
            worth = first * w[..., 0] + (1 - first) * w[..., 1]
            value = ((sends * worth[..., 0] + (1 - sends) * worth[..., 1]) * p).sum(axis=-1) / p.sum(axis=-1)
            value[np.isnan(value)] = np.inf
            least[block] = value.min(axis=-1).reshape(least[block].shape)
            value[np.isinf(value)] = -np.inf
            most[block] = value.max(axis=-1).reshape(most[block].shape)

    def _band_of_outcomes(self, found: Outcomes, table: Any, least: Any, most: Any) -> None:
        game = np.repeat(np.arange(found.count.size), np.maximum(found.count, 0))
        prior = _wide(self.prior, 1, self.shape).reshape(found.count.size, -1)[game]
        weights = _wide(table, 3, self.shape).reshape(found.count.size, *table.shape[-3:])
        # a reply after an unsent message has no weight
        values = np.einsum("kt,ktm,kma,ktma->k", prior, found.sends, np.nan_to_num(found.replies), weights[game])
        values /= prior.sum(axis=-1)
        np.minimum.at(least.reshape(-1), game, values)
        np.maximum.at(most.reshape(-1), game, values)

    def __repr__(self) -> str:
        size = "x".join(str(n) for n in self.sender.shape[-3:])
        return f"<perfect Bayesian equilibria of {prod(self.shape):,} {size} signalling games, batch shape {self.shape}>"


def perfect_bayesian(
    prior: Any, sender: Any, receiver: Any, *, audit: int = 0, rng: Any = None, compiled: bool | None = None
) -> BatchPerfectBayesian:
    """Find the perfect Bayesian equilibria of every signalling game in a batch.

    Parameters
    ----------
    prior : ndarray, shape (..., T)
        Probabilities of the types; they sum to 1 up to rounding.
    sender, receiver : ndarrays, shapes (..., T, M, R)
        Payoffs by type, message and reply. Batch axes are broadcast against each other. Arrays
        of one other library are read where they are, if that is the memory of the processor; what comes out is NumPy's.
    audit : int, optional
        Solve this many of the games that are not degenerate, spread over all, again by exact arithmetic.
    rng : numpy.random.Generator or int, optional
        Draws the audit's sample at random instead.
    compiled : bool, optional
        True searches games of other sizes than 2x2x2 with numba (the ``fast`` extra), False leaves them to the exact
        solver; by default they are searched where numba is installed.

    Returns
    -------
    BatchPerfectBayesian

    Raises
    ------
    InvalidGame
        For wrong shapes, entries that are no real numbers or not finite, priors that are no probabilities.
    NotAnEquilibrium
        When the audit finds a disagreement: a fault of this package.

    Notes
    -----
    Two types, messages and replies: a closed form with at most nine families (see
    `deterrence.solve.batch.signalling_kernel`). Which of them exist follows from signs of differences, which floats have
    exactly, and from comparisons with a bound on rounding errors; any tie or near-tie marks the game as degenerate, and
    then the exact solver has the answer when it is asked for. Probabilities are rounded.

    Other sizes, as long as types x messages x replies is at most 125: with numba, a search over who sends each message and
    which replies are best to it (see `deterrence.solve.batch.outcome_loop`). It is complete for games without ties; that
    rounding stays below its tolerance of 1e-9 is tested, not proven, and games that come near it are marked as degenerate.
    Larger games, integers above 2**53 and all games without numba are left to the exact solver.

    Examples
    --------
    >>> import deterrence as dt
    >>> strong, weak = [[1, 3], [0, 2]], [[0, 2], [1, 3]]  # Cho and Kreps's game: beer or quiche, duel or not
    >>> receiver = [[[0, 1], [0, 1]], [[1, 0], [1, 0]]]
    >>> games = dt.batch.perfect_bayesian([[0.9, 0.1], [0.4, 0.6]], [strong, weak], receiver)
    >>> games.families  # 12: both types pool on beer, or on quiche; 64: the weak one mixes
    array([12, 64], dtype=uint16)
    """
    prior, sender, receiver = in_numpy(prior, sender, receiver)
    chances = read(np, prior, "prior", (None,))
    core: tuple[int | None, ...] = (chances.shape[-1], None, None)
    payoffs, _ = read_pair(np, sender, receiver, core, ("sender", "receiver"))
    shape = broadcast_shape(("prior", chances, 1), ("sender", payoffs[0], 3), ("receiver", payoffs[1], 3))
    _check_prior(chances)
    for name, array in zip(("sender", "receiver"), payoffs, strict=True):
        if array.dtype.kind == "f" and array.size and not np.isfinite(float(array.min()) - float(array.max())):
            bad = np.argwhere(~np.isfinite(array).all(axis=(-3, -2, -1)))
            raise overflow(name, bad[0] if len(bad) else ())
    searched = use_compiled(numba_is_installed() if compiled is None else compiled, np)
    result = _solve(chances, payoffs, shape, searched)
    if audit:
        (audit_profiles if result._outcomes is None else audit_outcomes)(result, audit, rng)
    return result


def _check_prior(prior: Any) -> None:
    values = prior.astype(np.float64)
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise InvalidGame("prior holds entries outside [0, 1]; give the probability of each type")
    off = np.abs(values.sum(axis=-1) - 1)
    if off.size and off.max() > PRIOR_TOLERANCE:
        raise InvalidGame(f"a prior sums to 1 up to {off.max():.3g}; divide it by its sum along the last axis")


def _solve(prior: Any, payoffs: tuple[Any, Any], shape: tuple[int, ...], searched: bool) -> BatchPerfectBayesian:
    families, degenerate = np.zeros(shape, np.uint16), np.ones(shape, bool)
    if payoffs[0].shape[-3:] != (2, 2, 2):
        empty = np.zeros(shape, np.uint8), np.broadcast_to(np.nan, (*shape, N_NUMBERS))
        found = _search(prior, payoffs, shape) if searched else no_outcomes(prod(shape), *payoffs[0].shape[-3:])
        return BatchPerfectBayesian(prior, *payoffs, families, found.count.reshape(shape) < 0, *empty, found)
    answers, numbers = np.zeros(shape, np.uint8), np.empty((*shape, N_NUMBERS))
    wide = [_wide(array, core, shape) for array, core in zip((prior, *payoffs), (1, 3, 3), strict=True)]
    targets = [families, degenerate, answers]
    if not shape:
        wide, targets, numbers_at = [w[None] for w in wide], [t[None] for t in targets], numbers[None]
    else:
        numbers_at = numbers
    with np.errstate(all="ignore"):
        for block in blocks(shape or (1,), _BLOCK):
            parts = [w[block] for w in wide]
            batch = parts[0].shape[:-1]
            flat = np.empty((prod(batch), N_NUMBERS))
            p, first, second = (part.reshape(-1, *part.shape[len(batch) :]) for part in parts)
            solved = solve_block(p, first, second, flat)
            for target, values in zip(targets, solved, strict=True):
                target[block] = values.reshape(batch)
            numbers_at[block] = flat.reshape(*batch, N_NUMBERS)
    return BatchPerfectBayesian(prior, *payoffs, families, degenerate, answers, numbers)


def _search(prior: Any, payoffs: tuple[Any, Any], shape: tuple[int, ...]) -> Outcomes:
    size = payoffs[0].shape[-3:]
    if not covered(*size) or not all(map(exact_in_doubles, payoffs)):
        return no_outcomes(prod(shape), *size)
    prior, first, second = (
        _wide(array, core, shape or (1,)) for array, core in zip((prior, *payoffs), (1, 3, 3), strict=True)
    )
    return find_outcomes(prior, first, second)


def _wide(array: Any, core: int, shape: tuple[int, ...]) -> Any:
    """An array with one entry per game of the batch."""
    return np.broadcast_to(array, (*shape, *array.shape[-core:]))


def _exact_band(eqs: EquilibriumSet, weights: Any) -> tuple[float, float]:
    """Least and most at extreme points, rounded at the end."""
    prior = eqs.game.numbers.prior  # type: ignore[attr-defined]
    values = []
    for sends, replies in (eq.vectors for eq in eqs.extreme):
        types, messages, answers = (range(len(prior)), range(len(replies)), range(len(replies[0])))
        values.append(
            sum(prior[t] * sends[t][m] * replies[m][a] * weights[t][m][a] for t, m, a in product(types, messages, answers))
        )
    return float(min(values)), float(max(values))
