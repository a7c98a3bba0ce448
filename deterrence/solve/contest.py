"""Equilibria of contests in pure efforts: mutual best replies, found by iteration and checked by their deviations."""

from dataclasses import dataclass

from ..errors import UnsupportedGame
from ..games.contest import WeakestLinkContest

__all__ = ["Efforts", "contest"]

#: Payoffs count as equal when they differ by no more than this share of the prizes.
EQUAL = 1e-9


@dataclass(frozen=True)
class Efforts:
    """An equilibrium in pure efforts, the same on every front.

    Attributes
    ----------
    game : WeakestLinkContest
    attack, defence : float
        Effort on each front.
    front_held, all_held : float
        Probabilities.
    payoffs : tuple of float
        Of the attacker and the defender.
    """

    game: WeakestLinkContest
    attack: float
    defence: float
    front_held: float
    all_held: float
    payoffs: tuple[float, float]

    def measures(self) -> dict[str, tuple[float, float]]:
        """Probabilities and payoffs; what `compare` takes."""
        found = {"front_held": self.front_held, "all_held": self.all_held}
        found |= {f"payoff:{name}": u for name, u in zip(self.game.players, self.payoffs, strict=True)}
        return {name: (value, value) for name, value in found.items()}


def contest(game: WeakestLinkContest) -> Efforts:
    """Find the equilibrium in pure efforts of a contest on several fronts.

    Parameters
    ----------
    game : WeakestLinkContest

    Returns
    -------
    Efforts

    Raises
    ------
    UnsupportedGame
        Where there is none, because the defender would rather give up (its prize is too small), and for other games.

    Notes
    -----
    The first-order conditions are solved by Newton's method in logarithms; then every uniform effort, and every effort
    on some of the fronts only, is checked as a deviation.

    References
    ----------
    .. [1] D. J. Clark and K. A. Konrad (2007), Asymmetric conflict: weakest link against best shot, Journal of Conflict
       Resolution 51, 457-469.

    Examples
    --------
    >>> import deterrence as dt
    >>> held = dt.contest(dt.WeakestLinkContest(1, 3, fronts=2))
    >>> round(held.front_held, 9), round(held.payoffs[0], 9)
    (0.75, 0.15625)
    """
    if not isinstance(game, WeakestLinkContest):
        raise UnsupportedGame(f"contest takes a WeakestLinkContest, not {type(game).__name__}")
    import numpy as np
    from scipy.optimize import root

    prizes, n = [float(game.attacker_prize), float(game.defender_prize)], game.fronts

    def conditions(logs: np.ndarray) -> list[float]:
        attack, defence = np.exp(logs)
        held = defence / (attack + defence)
        # the gain of one more unit of effort on one front, in logarithms, is 0
        common = (n - 1) * np.log(held) - 2 * np.log(attack + defence)
        return [np.log(prizes[0]) + common + logs[1], np.log(prizes[1]) + common + logs[0]]

    start = np.log([prizes[0] / 4, prizes[1] / 4])
    found = root(conditions, start, tol=1e-14)
    attack, defence = (float(x) for x in np.exp(found.x))
    held = defence / (attack + defence)
    payoffs = game.payoffs(attack, defence)
    if not found.success and max(map(abs, conditions(found.x))) > 1e-10:
        raise UnsupportedGame("no equilibrium in pure efforts was found; the prizes are too far apart")
    if payoffs[1] < -EQUAL * prizes[1] or _regret(game, attack, defence, payoffs) > EQUAL * max(prizes):
        raise UnsupportedGame(
            "there is no equilibrium in pure efforts: the defender would rather give up. Its prize must be at least "
            f"{n - 1} times the attacker's"
        )
    return Efforts(game, attack, defence, held, held**n, payoffs)


def _regret(game: WeakestLinkContest, attack: float, defence: float, payoffs: tuple[float, float]) -> float:
    """What the best of many deviations gains: any effort on any number of fronts, as equilibrium effort or not at all."""
    import numpy as np

    n, held = game.fronts, defence / (attack + defence)
    scale = np.concatenate([[0.0], np.geomspace(1e-3, 1e3, 601)])
    best = 0.0
    for fronts in range(1, n + 1):
        efforts = attack * scale
        # fronts that the attacker leaves alone are held
        safe = (defence / (defence + efforts)) ** fronts
        best = max(best, float((float(game.attacker_prize) * (1 - safe) - fronts * efforts).max()) - payoffs[0])
        efforts = defence * scale
        safe = (efforts / (efforts + attack)) ** fronts * held ** (n - fronts)
        cost = fronts * efforts + (n - fronts) * defence
        best = max(best, float((float(game.defender_prize) * safe - cost).max()) - payoffs[1])
    return best
