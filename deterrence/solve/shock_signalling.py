"""Equilibria of crisis signalling with private shocks: fixed points of the probability that the target resists."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..errors import UnsupportedGame
from ..games.shock_signalling import ShockSignalling

__all__ = ["ShockEquilibrium", "ShockSet", "shock_signalling"]

#: Points between which fixed points are looked for.
SAMPLES = 20_001
#: Nodes of the quadrature of the bivariate normal.
NODES = 48


@dataclass(frozen=True)
class ShockEquilibrium:
    """One equilibrium.

    Attributes
    ----------
    resist, challenge, fight : float
        Probabilities: that B resists a challenge, that A challenges, and that A, if resisted, fights.
    """

    resist: float
    challenge: float
    fight: float


@dataclass(frozen=True)
class ShockSet:
    """All equilibria found, by the probability of resistance.

    Attributes
    ----------
    game : ShockSignalling
    equilibria : tuple of ShockEquilibrium
    complete : bool
        False: fixed points are looked for between sampled points.
    why : str
    """

    game: ShockSignalling
    equilibria: tuple[ShockEquilibrium, ...]
    complete: bool
    why: str

    def measures(self) -> dict[str, tuple[float, float]]:
        """Bands over the equilibria found; what `compare` takes."""
        names = ("resist", "challenge", "fight")
        found = {name: [getattr(eq, name) for eq in self.equilibria] for name in names}
        return {name: (min(v), max(v)) for name, v in found.items() if v}


def shock_signalling(game: ShockSignalling) -> ShockSet:
    """Find the perfect Bayesian equilibria of crisis signalling with standard normal shocks.

    Parameters
    ----------
    game : ShockSignalling

    Returns
    -------
    ShockSet
        There may be several. They are the sign changes of one function between 20,001 points, refined; so ``complete`` is
        False.

    Raises
    ------
    UnsupportedGame
        For another kind of game.

    References
    ----------
    .. [1] J. B. Lewis and K. A. Schultz (2003), Revealing preferences: empirical estimation of a crisis bargaining game
       with incomplete information, Political Analysis 11, 345-367.

    Examples
    --------
    >>> import deterrence as dt
    >>> found = dt.shock_signalling(dt.ShockSignalling(fight="-1.9", back_down="-1.2", fought="-2.9"))
    >>> [round(eq.resist, 6) for eq in found.equilibria]
    [0.251105, 0.594723, 0.813322]
    """
    if not isinstance(game, ShockSignalling):
        raise UnsupportedGame(f"shock_signalling takes a ShockSignalling, not {type(game).__name__}")
    import numpy as np
    from scipy.optimize import brentq

    # dense near the ends, where probabilities are small
    points = (1 - np.cos(np.linspace(0, np.pi, SAMPLES)[1:-1])) / 2

    def gap(p: Any) -> Any:
        return _reply(game, p)[0] - p

    values = gap(points)
    roots = [
        float(brentq(lambda p: float(gap(np.array(p))), a, b, xtol=1e-15, rtol=1e-14))
        for (a, fa), (b, fb) in pairwise(zip(points, values, strict=True))
        if fa * fb < 0 or fa == 0
    ]
    equilibria = []
    for p in roots:
        _, challenge, fight = _reply(game, np.array(p))
        equilibria.append(ShockEquilibrium(p, float(challenge), float(fight)))
    why = f"fixed points were looked for between {SAMPLES:,} points; two that are closer together would be missed"
    return ShockSet(game, tuple(equilibria), False, why)


def _reply(game: ShockSignalling, resist: Any) -> Sequence[Any]:
    """B's best reply to what A does when it expects resistance with some probability; A's challenge and fight rates."""
    import numpy as np
    from scipy.special import ndtr

    # A challenges iff the better of fighting and backing down is worth at least this much
    needed = (game.status_quo - (1 - resist) * game.concession) / resist
    challenge = 1 - ndtr(needed - game.fight) * ndtr(needed - game.back_down)
    with np.errstate(divide="ignore", invalid="ignore"):
        both = _both_below((game.fight - game.back_down) / np.sqrt(2), game.fight - needed)
        fight = np.clip(both / challenge, 0, 1)
        worth = (fight * game.fought + (1 - fight) * game.unfought - game.give_way) / fight
    return np.where(fight > 0, ndtr(worth), 1.0), challenge, fight


def _both_below(h: Any, k: Any) -> Any:
    """Distribution function of two standard normals with correlation 1/sqrt(2) (Drezner and Wesolowsky 1990)."""
    import numpy as np
    from scipy.special import ndtr

    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    angle = np.pi / 8 * (nodes + 1)
    k = np.asarray(k)[..., None]
    exponent = -(h * h + k * k - 2 * h * k * np.sin(angle)) / (2 * np.cos(angle) ** 2)
    return ndtr(h) * ndtr(k[..., 0]) + (np.exp(exponent) @ weights) * (np.pi / 8) / (2 * np.pi)
