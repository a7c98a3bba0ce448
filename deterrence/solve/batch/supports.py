"""Isolated equilibria of small two-player games, by all pairs of supports of equal size, many games at once.

In a game without ties every equilibrium has supports of equal size, and each pair of supports has at most one. For each
pair and each player three answers are possible: the mixture exists and everything left out is strictly worse; there is
no mixture, not even with weak inequalities; or rounding does not allow to say. A game in which some pair is not
excluded by either player and not strict for both is *undecided*.

Why that finds everything: let (x, y) be an extreme equilibrium with supports I, J and best replies I', J'. A vertex has
as many tight constraints as dimensions, so |J'| >= |I| and |I'| >= |J|; hence there are sets between I and I', and
between J and J', of one size. That pair is weakly possible for both players, so either it is strict, and then (x, y) is
the equilibrium found there, or the game is undecided. The bounds below cover all rounding errors, so for the games that
are not undecided the list is complete, and each equilibrium is one of the game as stored.
"""

from functools import cache
from itertools import combinations
from typing import Any

import numpy as np

from .arrays import blocks, subtract
from .sign_kernel import overflow

__all__ = [
    "LARGEST_SUPPORT",
    "ROUNDING",
    "SAFE",
    "SLACK",
    "SMALL",
    "Found",
    "covered",
    "pairs_of_supports",
    "solve_by_supports",
]

#: Supports of at most this size have a mixture in closed form.
LARGEST_SUPPORT = 3

#: Bound on the rounding errors of the sums of products below, relative to the largest difference to the power of the
#: number of factors: the longest errs by less than 60 units of 2**-53.
ROUNDING = 2.0**-46

#: Weights of three actions that are smaller than this, likewise relative, would leave few digits after the point.
SMALL = 2.0**-16

#: Largest differences between which products of three neither overflow nor vanish.
SAFE = (1e-90, 1e90)

#: Pairs of supports beyond which label backtracking is quicker.
MOST_PAIRS = 256

#: Numbers per array of gains and block: few enough for the cache, enough to spread the overhead of calls.
_WORK = 500_000

#: A weight of doubtful sign is off by at most twice the bound, and there are three of them.
SLACK = 8.0

Pair = tuple[tuple[int, ...], tuple[int, ...]]
#: Equilibria of some games: how many each has, and their mixtures, game after game.
Found = tuple[Any, Any, Any]


@cache
def pairs_of_supports(n_rows: int, n_columns: int) -> tuple[Pair, ...]:
    """All pairs of supports of equal size, small ones first.

    >>> len(pairs_of_supports(3, 3))
    19
    """
    return tuple(
        (rows, columns)
        for size in range(1, min(n_rows, n_columns) + 1)
        for rows in combinations(range(n_rows), size)
        for columns in combinations(range(n_columns), size)
    )


def covered(n_rows: int, n_columns: int) -> bool:
    """Whether games of this size are solved here."""
    return min(n_rows, n_columns) <= LARGEST_SUPPORT and len(pairs_of_supports(n_rows, n_columns)) <= MOST_PAIRS


def solve_by_supports(first: Any, second: Any, shape: tuple[int, ...]) -> tuple[Any, Found]:
    """Undecided games (a mask over the flattened batch), and the equilibria of the others.

    The payoffs are NumPy arrays of `shape` + (n_rows, n_columns), with at least one batch axis.
    """
    rows, columns = first.shape[-2:]
    size = max(64, _WORK // (rows * columns * (rows + columns)))
    undecided, counts = np.zeros(shape, bool), np.zeros(shape, np.intp)
    numbers = np.arange(undecided.size).reshape(shape)
    found_x, found_y = [np.empty((0, rows))], [np.empty((0, columns))]
    with np.errstate(all="ignore"):
        for block in blocks(shape, size):
            a, b = (m[block].reshape(-1, rows, columns) for m in (first, second))
            sides = _Gains(b, "B", numbers[block], shape), _Gains(np.swapaxes(a, 1, 2), "A", numbers[block], shape)
            doubt, (count, x, y) = _one_block(*sides)
            undecided[block], counts[block] = (part.reshape(undecided[block].shape) for part in (doubt, count))
            found_x.append(x)
            found_y.append(y)
    return undecided.reshape(-1), (counts.reshape(-1), np.concatenate(found_x), np.concatenate(found_y))


def _one_block(for_x: "_Gains", for_y: "_Gains") -> tuple[Any, Found]:
    """One block: the second player's indifference fixes x, the first player's fixes y."""
    undecided, solved = np.zeros(for_x.n_games, bool), []
    for mine, theirs in pairs_of_supports(for_x.n_mixing, for_y.n_mixing):
        # signs alone exclude most games; the rest of the work is done on those that are left
        games = np.flatnonzero(for_x.signs(mine, theirs) & for_y.signs(theirs, mine))
        may, strict, x = for_x.mixture(mine, theirs, games)
        if len(mine) == LARGEST_SUPPORT:
            games, strict, x = games[may], strict[may], [w[may] for w in x]
            may = np.ones(len(games), bool)
        may_y, strict_y, y = for_y.mixture(theirs, mine, games)
        strict = strict & strict_y
        undecided[games[may & may_y & ~strict]] = True
        solved.append((mine, theirs, games[strict], [w[strict] for w in x], [w[strict] for w in y]))
    return undecided, _listed(for_x, for_y, undecided, solved)


def _listed(for_x: "_Gains", for_y: "_Gains", undecided: Any, solved: list[Any]) -> Found:
    """The equilibria of the games that are decided, game after game."""
    count = np.zeros(for_x.n_games, np.intp)
    for _, _, games, _, _ in solved:
        count[games] += 1
    count[undecided] = 0
    place = np.cumsum(count) - count
    total = int(count.sum())
    found_x, found_y = np.zeros((total, for_x.n_mixing)), np.zeros((total, for_y.n_mixing))
    for mine, theirs, games, x, y in solved:
        kept = ~undecided[games]
        games = games[kept]
        at = place[games]
        place[games] += 1
        _write(found_x, at, mine, [w[kept] for w in x])
        _write(found_y, at, theirs, [w[kept] for w in y])
    return count, found_x, found_y


def _write(found: Any, at: Any, support: tuple[int, ...], weights: list[Any]) -> None:
    """Probabilities on a support from weights, into some rows."""
    if not weights:
        found[at, support[0]] = 1.0
        return
    total = weights[0] + weights[1]
    for w in weights[2:]:
        total = total + w
    for action, w in zip(support, weights, strict=True):
        found[at, action] = w / total


class _Gains:
    """One player's gains from switching replies, against each action of the other: [mixing action][from][to]."""

    def __init__(self, payoffs: Any, name: str, numbers: Any, shape: tuple[int, ...]) -> None:
        self.n_games, self.n_mixing, self.n_replies = payoffs.shape
        self.of, self.up = {}, {}
        largest = np.zeros(self.n_games)
        for i in range(self.n_mixing):
            for j, k in combinations(range(self.n_replies), 2):
                gain = self.of[i, j, k] = np.empty(self.n_games)
                subtract(payoffs[:, i, k], payoffs[:, i, j], gain)
                np.maximum(largest, gain, out=largest)
                np.maximum(largest, -gain, out=largest)
        if not np.isfinite(largest).all():
            bad = int(np.flatnonzero(~np.isfinite(largest))[0])
            raise overflow(name, np.unravel_index(numbers.reshape(-1)[bad], shape))
        if largest.size and (largest.min() < SAFE[0] or largest.max() > SAFE[1]):
            # by powers of two, where products of differences would overflow or vanish
            exponent = -np.frexp(largest)[1]
            largest = np.ldexp(largest, exponent)
            for gain in self.of.values():
                np.ldexp(gain, exponent, out=gain)
        self.largest = largest
        for (i, j, k), gain in self.of.items():
            self.up[i, j, k] = gain > 0
            self.up[i, k, j] = gain < 0

    def gain(self, action: int, origin: int, target: int, games: Any) -> Any:
        """Gain of one reply over another against an action, in some games."""
        if origin < target:
            return self.of[action, origin, target][games]
        return -self.of[action, target, origin][games]

    def signs(self, mixing: tuple[int, ...], replies: tuple[int, ...]) -> Any:
        """Where the signs of the gains do not exclude a mixture on a support that makes exactly these replies best."""
        possible = np.ones(self.n_games, bool)
        if len(mixing) == 1:
            for k in range(self.n_replies):
                if k != replies[0]:
                    possible &= ~self.up[mixing[0], replies[0], k]
        elif len(mixing) == 2:
            (i, k), (m, n) = mixing, replies
            possible &= ~((self.up[i, m, n] & self.up[k, m, n]) | (self.up[i, n, m] & self.up[k, n, m]))
        return possible

    def mixture(self, mixing: tuple[int, ...], replies: tuple[int, ...], games: Any) -> tuple[Any, Any, list[Any]]:
        """Where there may be such a mixture, where there surely is, and its weights, in games not excluded by signs."""
        outside = [k for k in range(self.n_replies) if k not in replies]
        may, strict = np.ones(len(games), bool), np.ones(len(games), bool)
        if len(mixing) == 1:
            for k in outside:
                strict &= self.up[mixing[0], k, replies[0]][games]
            return may, strict, []
        largest = self.largest[games]
        bound = ROUNDING * largest * largest
        if len(mixing) == 2:
            weights = [np.abs(self.gain(i, replies[0], replies[1], games)) for i in reversed(mixing)]
            strict = (weights[0] > 0) & (weights[1] > 0)
            known = (weights[0] > 0) | (weights[1] > 0)
        else:
            may, strict, known, weights = self._three(mixing, replies, games, bound)
            bound = bound * largest
        weak, strong = np.ones(len(games), bool), strict
        for k in outside:
            worth = weights[0] * self.gain(mixing[0], replies[0], k, games)
            for w, i in zip(weights[1:], mixing[1:], strict=True):
                worth = worth + w * self.gain(i, replies[0], k, games)
            weak = weak & (worth <= SLACK * bound)
            strong = strong & (worth < -bound)
        # where the weights themselves are in doubt, so is what they are worth
        return may & (weak | ~known), strong, weights

    def _three(self, mixing: Any, replies: Any, games: Any, bound: Any) -> tuple[Any, Any, Any, list[Any]]:
        (u1, u2, u3), (v1, v2, v3) = ([self.gain(i, replies[0], k, games) for i in mixing] for k in replies[1:])
        weights = [u2 * v3 - u3 * v2, u3 * v1 - u1 * v3, u1 * v2 - u2 * v1]
        above = [w > bound for w in weights]
        below = [w < -bound for w in weights]
        clear = np.abs(weights[0] + weights[1] + weights[2]) > SMALL / ROUNDING * bound
        strict = clear & ((above[0] & above[1] & above[2]) | (below[0] & below[1] & below[2]))
        excluded = (above[0] | above[1] | above[2]) & (below[0] | below[1] | below[2])
        return ~excluded, strict, clear, [np.abs(w) for w in weights]
