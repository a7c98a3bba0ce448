"""Thresholds of finite global games: who acts when each sees the state with normal noise."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..errors import LimitReached
from ..games.global_game import GlobalGame
from ..roots import Implicit, Root, Roots, normal_cdf

__all__ = ["one_cutoff", "own_cutoffs"]

#: The noise is integrated over this many standard deviations, in panels with this many nodes each.
REACH, PANELS, NODES = 9, 36, 16
#: Points at which a function that cannot be enclosed is sampled.
SAMPLES = 4001


def one_cutoff(game: GlobalGame) -> Roots:
    """Thresholds on the posterior mean of theta at which players who all use them are indifferent."""
    if len(game.gains) == 2:
        return _pair(game)
    return _many(game)


def _pair(game: GlobalGame) -> Roots:
    """Two players: whether the other acts is one normal probability, so the equation can be enclosed."""
    import sympy

    k = sympy.Symbol("k", real=True)
    alone, together = (sympy.sympify(g + game.resolve[0]) for g in game.gains)
    if alone == together:
        # the other does not matter
        at = -game.slope * (game.gains[0] + game.resolve[0])
        return Roots((Root(at, (float(at), float(at)), game.slope > 0),))
    acts = sympy.Rational(1, 2)
    if game.prior is not None:
        (mean, alpha), beta = (sympy.sympify(v) for v in game.prior), sympy.sympify(game.precision)
        gamma = alpha**2 * (alpha + beta) / (beta * (alpha + 2 * beta))
        # a player at the threshold k believes that the other's signal lies below its own with this probability
        below = normal_cdf(sympy.sqrt(gamma) * (k - mean))
        acts = 1 - below if game.slope > 0 else below
    ends = sorted(-game.slope * v for v in (alone, together))
    return Implicit(alone + (together - alone) * acts + game.slope * k, k, ends[0], ends[1]).solve()


def _many(game: GlobalGame) -> Roots:
    """More players: the expected gain at the threshold is integrated over theta."""
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import ndtr
    from scipy.stats import binom

    nodes, weights = _noise()
    n, beta = len(game.gains), float(game.precision)
    mean, alpha = (float(v) for v in game.prior) if game.prior is not None else (0.0, 0.0)
    gains = np.array([float(g + game.resolve[0]) for g in game.gains])

    def gain(k: float) -> float:
        # own signal less posterior mean, in units of the noise; theta given the signal
        shift = alpha / beta * (k - mean) * np.sqrt(beta)
        theta = nodes * np.sqrt(beta / (alpha + beta))
        share = ndtr(game.slope * (theta - shift))
        numbers = binom.pmf(np.arange(n)[:, None], n - 1, share[None, :])
        return float(game.slope * k + weights @ (gains @ numbers))

    ends = sorted(-game.slope * float(g) for g in (gains[0], gains[-1]))
    low, high = ends[0] - 1e-9, ends[1] + 1e-9
    # the mass of others moves with the threshold no faster than the largest density of the noise
    bend = float(max(b - a for a, b in pairwise(gains))) * (n - 1) * alpha / np.sqrt(2 * np.pi * beta)
    unique = bool(game.prior is None or bend < 1)
    points = np.array([low, high]) if unique else np.linspace(low, high, SAMPLES)
    values = [gain(k) for k in points]
    roots = []
    for (a, fa), (b, fb) in pairwise(zip(points, values, strict=True)):
        if fa == 0 or fa * fb < 0:
            root = float(brentq(gain, a, b, xtol=1e-15, rtol=1e-14)) if fa else float(a)
            roots.append(Root(root, (float(a), float(b)), fa < fb))
    why = "" if unique else f"the prior is sharp, so thresholds were searched between {SAMPLES} points only"
    return Roots(tuple(roots), unique, why)


def own_cutoffs(game: GlobalGame) -> tuple[tuple[float, ...], ...]:
    """Thresholds of players with different resolve, one each, near the common threshold that they cluster at.

    They are found by Newton's method in the units of the noise, and returned only if everybody is indifferent.

    Raises
    ------
    LimitReached
        Where the method does not arrive: the resolves differ by more than the noise can bridge.
    """
    import numpy as np
    from scipy.optimize import root

    n, noise = len(game.gains), 1 / float(game.precision) ** 0.5
    if game.prior is not None:
        raise LimitReached("players of different resolve are solved under a flat prior only; leave prior out")
    gains, own = np.array([float(g) for g in game.gains]), np.array([float(r) for r in game.resolve])
    nodes, weights = _noise()
    start = -game.slope * (gains.mean() + own.mean())

    def indifference(unknown: Any) -> Any:
        # unknown: the mean threshold, and each one's distance from it in units of the noise, which add up to 0
        apart = np.append(unknown[1:], -unknown[1:].sum())
        expected = []
        for i in range(n):
            theta = apart[i] + nodes
            acting = [_acts(game.slope * (theta - apart[j])) for j in range(n) if j != i]
            expected.append(weights @ (gains @ _numbers(acting)))
        return np.array(expected) + own + game.slope * (unknown[0] + noise * apart)

    found = root(indifference, np.append(start, np.zeros(n - 1)), tol=1e-13)
    if np.abs(indifference(found.x)).max() > 1e-9:
        raise LimitReached("no common threshold was found: the resolves differ by more than the noise can bridge")
    apart = np.append(found.x[1:], -found.x[1:].sum())
    return (tuple(float(found.x[0] + noise * a) for a in apart),)


def _noise() -> tuple[Any, Any]:
    """Nodes and weights for means over standard normal noise: Gauss-Legendre on panels, as many players make steep steps."""
    import numpy as np

    inner, share = np.polynomial.legendre.leggauss(NODES)
    edges = np.linspace(-REACH, REACH, PANELS + 1)
    half = (edges[1] - edges[0]) / 2
    nodes = ((edges[:-1] + edges[1:])[:, None] / 2 + half * inner).ravel()
    weights = np.tile(share, PANELS) * np.exp(-(nodes**2) / 2)
    return nodes, weights / weights.sum()


def _acts(distance: Any) -> Any:
    from scipy.special import ndtr

    return ndtr(distance)


def _numbers(chances: Sequence[Any]) -> Any:
    """Distribution of the number of successes of independent trials with these chances, one row per number."""
    import numpy as np

    rows = [np.ones_like(chances[0])]
    for p in chances:
        rows = [(rows[k] * (1 - p) if k < len(rows) else 0) + (rows[k - 1] * p if k else 0) for k in range(len(rows) + 1)]
    return np.array(rows)
