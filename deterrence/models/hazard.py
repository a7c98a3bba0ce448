"""Near misses add up: cumulative risk, and how often to meet the other side."""

from typing import Any

from ..games.cutoff_game import CutoffGame
from ..parameters import Parameter
from .declaring import bind, model, probability
from .formulae import ClosedFormModel, bound, closed, whole

__all__ = ["PARAMETERS", "cumulative_risk", "encounter_rate", "uncertain_risk"]

PARAMETERS = (
    probability("accident_risk", "probability that an encounter ends in an accident"),
    Parameter("encounter_gain", "flow gain per unit of encounter rate", "> 0", "utils"),
    Parameter("accident_cost", "cost of an accident, which ends the game", ">= 0", "utils"),
    Parameter("encounter_cost", "curvature of the cost of meeting often", "> 0", "utils"),
    Parameter("discount_rate", "discount rate per unit of time", "> 0", "per unit of time"),
    Parameter("accidents_seen", "first parameter of the beta prior of the accident risk", "> 0", ""),
    Parameter("safe_seen", "second parameter of the beta prior of the accident risk", "> 0", ""),
)


@model
def cumulative_risk(*, encounters: int, accident_risk: Any = None) -> ClosedFormModel:
    """The chance of at least one accident in many encounters.

    Parameters
    ----------
    encounters : int
    accident_risk : number, optional
        Probability in [0, 1] that one encounter ends in an accident.

    Returns
    -------
    ClosedFormModel
        ``accident``, ``accident_poisson`` (the approximation for rare accidents) and ``even_odds`` (encounters after which
        an accident is as likely as not).

    Notes
    -----
    Elementary probability: encounters are independent, and the risk of one is known.

    Examples
    --------
    >>> cumulative_risk(encounters=100, accident_risk=".01").numbers["even_odds"]
    Fraction(69, 1)
    """
    import sympy

    n = whole(encounters, "encounters", least=0)
    p, values = bound(PARAMETERS, locals())
    q = p.accident_risk
    even = sympy.Piecewise((sympy.oo, q <= 0), (1, q >= 1), (sympy.ceiling(-sympy.log(2) / sympy.log(1 - q)), True))
    forms = {"accident": 1 - (1 - q) ** n, "accident_poisson": 1 - sympy.exp(-q * n), "even_odds": even}
    return closed("Cumulative risk", p, values, forms)


@model
def uncertain_risk(*, encounters: int, accidents_seen: Any = None, safe_seen: Any = None) -> ClosedFormModel:
    """The chance of an accident in many encounters when the risk of one is itself uncertain.

    The risk has a beta distribution. The answer is smaller than with the mean risk plugged in: where nothing happened for
    long, the risk was probably small.

    Parameters
    ----------
    encounters : int
    accidents_seen, safe_seen : number, optional
        Parameters of the beta distribution, positive.

    Returns
    -------
    ClosedFormModel
        ``accident`` and ``accident_plug_in``.

    Notes
    -----
    Elementary probability: the beta-binomial distribution. That the plug-in overstates the risk is Jensen's inequality.

    Examples
    --------
    >>> found = uncertain_risk(encounters=100, accidents_seen=1, safe_seen=99).numbers
    >>> round(float(found["accident"]), 9), round(float(found["accident_plug_in"]), 9)
    (0.502512563, 0.633967659)
    """
    import sympy

    n = whole(encounters, "encounters", least=0)
    p, values = bound(PARAMETERS, locals())
    a, b = p.accidents_seen, p.safe_seen
    # B(a, b + n) / B(a, b) by rising factorials
    forms = {"accident": 1 - sympy.rf(b, n) / sympy.rf(a + b, n), "accident_plug_in": 1 - (b / (a + b)) ** n}
    return closed("Uncertain risk", p, values, forms)


@model
def encounter_rate(
    *,
    accident_risk: Any = None,
    encounter_gain: Any = None,
    accident_cost: Any = None,
    encounter_cost: Any = None,
    discount_rate: Any = None,
) -> ClosedFormModel:
    """How often to meet the other side when each meeting may end everything.

    Meeting at rate x pays encounter_gain x - encounter_cost x**2 / 2 per unit of time; each encounter ends in an accident
    with probability `accident_risk`, which costs `accident_cost` and ends the game.

    Parameters
    ----------
    accident_risk : number, optional
        Probability in [0, 1].
    encounter_gain, accident_cost, encounter_cost : number, optional
        In utils.
    discount_rate : number, optional
        Positive, per unit of time.

    Returns
    -------
    ClosedFormModel
        ``rate`` and ``accident_in_10``, the chance of an accident within 10 units of time; ``game`` is a `CutoffGame`.

    Notes
    -----
    A derivation of our own. The rate is 0 where one encounter costs more than it gains.

    Examples
    --------
    >>> found = encounter_rate(accident_risk=".01", encounter_gain=1, accident_cost=20, encounter_cost=2, discount_rate=".1")
    >>> round(found.numbers["rate"], 6)
    0.392305
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    q, g, c, k, r = p.accident_risk, p.encounter_gain, p.accident_cost, p.encounter_cost, p.discount_rate
    inside = (-r + sympy.sqrt(r**2 + 2 * q * (g - q * c) * r / k)) / q
    rate = sympy.Piecewise((g / k, q <= 0), (0, g <= q * c), (inside, True))
    forms = {"rate": rate, "accident_in_10": 1 - sympy.exp(-10 * q * rate)}
    return closed("Encounter rate", p, values, forms, play=_flow)


def _flow(values: Any) -> CutoffGame:
    """The slope of the value (g x - k x**2 / 2 - q c x) / (r + q x) in the rate, up to a positive factor."""
    import sympy

    p, _ = bind(PARAMETERS, {})
    x = sympy.Symbol("rate", real=True)
    known = {Parameter(n).symbol: sympy.Rational(*v.as_integer_ratio()) for n, v in values.items()}
    flow = p.encounter_gain * x - p.encounter_cost * x**2 / 2 - p.accident_risk * p.accident_cost * x
    value = (flow / (p.discount_rate + p.accident_risk * x)).subs(known)
    slope, _ = sympy.fraction(sympy.together(sympy.diff(value, x)))
    accident = 1 - sympy.exp(-10 * known[p.accident_risk] * x)
    top = (p.encounter_gain / p.encounter_cost).subs(known) + 1
    return CutoffGame(sympy.expand(slope), x, 0, top, measures={"accident_in_10": accident})
