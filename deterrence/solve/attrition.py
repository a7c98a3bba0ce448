"""Equilibria of wars of attrition: who gives in when, and how the stand-off ends."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import UnsupportedGame
from ..frozen import FrozenDict
from ..games.attrition import Attrition, OutsideAttrition, ValueAttrition
from ..roots import Implicit

__all__ = ["StandOff", "attrition"]


@dataclass(frozen=True)
class StandOff:
    """The mixed equilibrium of a war of attrition.

    Attributes
    ----------
    game : Attrition, ValueAttrition or OutsideAttrition
    rates : tuple
        Hazard at which each side gives in, all its kinds together, where it is constant; else empty.
    horizon : float
        When nobody who would ever give in is left.
    at_once : tuple of float
        Probability that each side gives in at time 0.
    chances : mapping
        "first wins", "second wins", "disaster" (or "war"), "deadlock": probabilities that add up to 1.
    others : str
        Equilibria beside this one.
    stands_until : callable or None
        With private values: from a value to the cumulative risk up to which it stands firm.
    """

    game: Any
    rates: tuple[Any, ...]
    horizon: float
    at_once: tuple[float, float]
    chances: Mapping[str, float] = field(hash=False)
    others: str = ""
    stands_until: Callable[[Any], float] | None = field(default=None, compare=False, repr=False)

    def measures(self) -> dict[str, tuple[float, float]]:
        """Every probability as (least, most); what `compare` takes."""
        return {name: (chance, chance) for name, chance in self.chances.items()}


def attrition(game: Attrition | ValueAttrition | OutsideAttrition) -> StandOff:
    """Find the equilibrium of a war of attrition in which both sides wait with positive probability.

    Each side gives in at the rate that leaves the other indifferent about waiting a moment longer; how the stand-off ends
    is then integrated over time.

    Parameters
    ----------
    game : Attrition, ValueAttrition or OutsideAttrition

    Returns
    -------
    StandOff
        ``others`` names the equilibria that are not of this kind.

    Raises
    ------
    UnsupportedGame
        For a game of another kind.

    References
    ----------
    .. [1] D. Abreu and F. Gul (2000), Bargaining and reputation, Econometrica 68, 85-117.
    .. [2] J. D. Fearon (1994), Domestic political audiences and the escalation of international disputes, American
       Political Science Review 88, 577-592.

    Examples
    --------
    >>> import deterrence as dt
    >>> stand_off = dt.attrition(dt.Attrition((1, 1), waiting=("1/10", "1/10"), stubborn=("1/5", "1/10")))
    >>> round(stand_off.horizon, 6), round(stand_off.at_once[1], 9), round(stand_off.chances["first wins"], 9)
    (16.094379, 0.5, 0.74)
    """
    if isinstance(game, Attrition):
        return _known_stakes(game)
    if isinstance(game, ValueAttrition):
        return _private_values(game)
    if isinstance(game, OutsideAttrition):
        return _outside(game)
    raise UnsupportedGame(f"attrition takes Attrition, ValueAttrition or OutsideAttrition, not {type(game).__name__}")


def _known_stakes(game: Attrition) -> StandOff:
    # i gives in at the rate that compensates j for waiting
    rates = tuple(game.loss(1 - i) / game.prizes[1 - i] for i in (0, 1))
    speed, stubborn, hazard = [float(r) for r in rates], [float(z) for z in game.stubborn], float(game.hazard)
    # a side's survival must have fallen to its stubborn kinds when the last others give in; it cannot have begun above 1
    horizon = min(-math.log(z) / r if z else math.inf for z, r in zip(stubborn, speed, strict=True))
    if any(stubborn):
        begins = [z * math.exp(r * horizon) if z else 0.0 for z, r in zip(stubborn, speed, strict=True)]
    else:
        begins = [1.0, 1.0]
    at_once = (max(0.0, 1 - begins[0]), max(0.0, 1 - begins[1]))
    if begins[0] < 1e-300 or begins[1] < 1e-300:
        # a side that gives in sooner or later for sure, facing one that may not, gives in at once
        return _at_once(game, rates, at_once)

    def going(t: float) -> float:
        return begins[0] * begins[1] * math.exp(-(speed[0] + speed[1] + hazard) * t)

    total = _integral(going, horizon)
    end = going(horizon) if horizon < math.inf else 0.0
    wins = [at_once[1 - i] * (1 - at_once[i] / 2) + speed[1 - i] * total for i in (0, 1)]
    chances = {"first wins": wins[0], "second wins": wins[1], "disaster": hazard * total, "deadlock": end}
    if hazard and horizon < math.inf:
        # stubborn kinds wait on until the disaster
        chances["disaster"], chances["deadlock"] = chances["disaster"] + end, 0.0
    others = "" if any(stubborn) else "either side giving in at once for sure, and mixtures in which one may give in at once"
    return StandOff(game, rates, horizon, at_once, FrozenDict(chances), others)


def _at_once(game: Attrition, rates: tuple[Any, ...], at_once: tuple[float, float]) -> StandOff:
    loser = 0 if at_once[0] >= 1 else 1
    chances = {"first wins": float(loser == 1), "second wins": float(loser == 0), "disaster": 0.0, "deadlock": 0.0}
    certain = (1.0, 0.0) if loser == 0 else (0.0, 1.0)
    return StandOff(game, rates, 0.0, certain, FrozenDict(chances))


def _integral(function: Callable[[float], float], end: float) -> float:
    from scipy.integrate import quad

    return float(quad(function, 0, end, epsabs=1e-14, epsrel=1e-13, limit=200)[0])


def _private_values(game: ValueAttrition) -> StandOff:
    """Type x stands firm until the risk at which the hazard of the other's giving in no longer pays (symmetric)."""
    import sympy
    from scipy.integrate import quad

    cdf = sympy.lambdify(game.value, game.cdf, "math")
    density = sympy.lambdify(game.value, sympy.diff(game.cdf, game.value), "math")
    cost, top = float(game.disaster), float(game.most)

    def time(v: float) -> float:
        # x f(x) / (1 - F(x)) / disaster: how long the type a little above x waits beyond x
        found = quad(lambda x: x * density(x) / (1 - cdf(x)), 0, v, epsabs=1e-14, epsrel=1e-12, limit=400)[0]
        return float(found) / cost

    def risk(v: Any) -> float:
        return 1.0 if float(v) >= top else float(-math.expm1(-time(float(v))))

    # the lower of both values ends the stand-off; substitute v = top (1 - s**3), as the risk bends at the top
    def lost(s: float) -> float:
        v = top * (1 - s**3)
        return float(6 * (1 - cdf(v)) * density(v)) * risk(v) * top * s * s

    disaster = float(quad(lost, 0, 1, epsabs=1e-13, epsrel=1e-12, limit=200)[0])
    won = (1 - disaster) / 2
    chances = FrozenDict({"first wins": won, "second wins": won, "disaster": disaster, "deadlock": 0.0})
    return StandOff(game, (), math.inf, (0.0, 0.0), chances, "asymmetric equilibria are not looked for", risk)


def _outside(game: OutsideAttrition) -> StandOff:
    """Linear costs of giving in: the kinds that will attack wait until the horizon, the others give in before it."""
    import sympy

    t = sympy.Symbol("t", real=True)
    v, a, worst = ([sympy.Rational(*x.as_integer_ratio()) for x in xs] for xs in (game.prizes, game.rates, game.worst))
    ends = []
    for i, j in ((0, 1), (1, 0)):
        # chance that the other would rather give in than attack at t, and what waiting until then is worth
        yields = (worst[j] - a[j] * t) / worst[j]
        (root,) = Implicit(yields * v[i] - (1 - yields) * a[i] * t, t, 0, worst[j] / a[j]).solve().values
        ends.append(float(root))
    horizon = min(ends)
    fights = [min(1.0, float(a[i]) * horizon / float(worst[i])) for i in (0, 1)]
    # the survival of j just after 0 leaves i indifferent: what remains at the horizon are those who fight
    begins = [fights[j] * (float(v[1 - j]) + float(a[1 - j]) * horizon) / float(v[1 - j]) for j in (0, 1)]
    at_once = (max(0.0, 1 - begins[0]), max(0.0, 1 - begins[1]))
    wins = [_gives_in(j, begins, fights, (v, a), horizon) + at_once[j] for j in (1, 0)]
    chances = FrozenDict({"first wins": wins[0], "second wins": wins[1], "war": fights[0] * fights[1], "deadlock": 0.0})
    return StandOff(game, (), horizon, at_once, chances)


def _gives_in(j: int, begins: list[float], fights: list[float], stakes: tuple[Any, Any], horizon: float) -> float:
    """Chance that j gives in during the stand-off, before the other does."""
    prizes, rates = ([float(x) for x in xs] for xs in stakes)

    def survival(k: int, t: float) -> float:
        other = 1 - k
        return begins[k] * prizes[other] / (prizes[other] + rates[other] * t)

    def flow(t: float) -> float:
        other = 1 - j
        return survival(j, t) * rates[other] / (prizes[other] + rates[other] * t) * survival(other, t)

    return _integral(flow, horizon)
