"""Generous reciprocity: how often to let a provocation pass when some are errors."""

from typing import Any

from ..games.incentives import Incentives
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "generous_reciprocity"]

PARAMETERS = (
    Parameter("temptation", "payoff of provoking a side that restrains itself", "real", "utils"),
    Parameter("reward", "payoff of mutual restraint", "real", "utils"),
    Parameter("punishment", "payoff of mutual hostility", "real", "utils"),
    Parameter("sucker", "payoff of restraint against a provocation", "real", "utils"),
)


@model
def generous_reciprocity(
    *, temptation: Any = None, reward: Any = None, punishment: Any = None, sucker: Any = None
) -> ClosedFormModel:
    """Answer in kind, but let a provocation pass with some probability.

    Two sides play a prisoner's dilemma again and again, patiently. Answering every provocation turns one error into endless
    retaliation; forgiving too often invites provocation. The most generous rule that does not pay to exploit forgives with
    probability `forgive`.

    Parameters
    ----------
    temptation, reward, punishment, sucker : number, optional
        In utils, in falling order.

    Returns
    -------
    ClosedFormModel
        ``forgive`` and ``retaliation_average`` (what answering every provocation is worth with rare errors); ``game`` holds
        what exploiting a rule gains, an `Incentives`.

    References
    ----------
    .. [1] P. Molander (1985), The optimal level of generosity in a selfish, uncertain environment, Journal of Conflict
       Resolution 29, 611-618.
    .. [2] M. A. Nowak and K. Sigmund (1992), Tit for tat in heterogeneous populations, Nature 355, 250-253.

    Examples
    --------
    >>> generous_reciprocity(temptation=5, reward=3, punishment=1, sucker=0).numbers["forgive"]
    Fraction(1, 3)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    t, r, pu, s = p.temptation, p.reward, p.punishment, p.sucker
    forms = {
        "forgive": sympy.Min(1 - (t - r) / (r - s), (r - pu) / (t - pu)),
        "retaliation_average": (r + s + t + pu) / 4,
    }
    holds = {
        "temptation > reward > punishment > sucker": sympy.And(t > r, r > pu, pu > s),
        "2 reward > temptation + sucker": 2 * r > t + s,
    }
    return closed("Generous reciprocity", p, values, forms, holds=holds, play=_exploits)


def _exploits(values: Any) -> Incentives:
    """Average gains of the stationary rules that differ: the rule restrains itself after restraint, else with chance x."""
    import sympy

    t, r, pu, s = (sympy.Rational(*values[p.name].as_integer_ratio()) for p in PARAMETERS)
    x = sympy.Symbol("forgive", real=True)
    always = x * t + (1 - x) * pu
    in_turns = (t + x * r + (1 - x) * s) / 2
    return Incentives({"always provoke": always - r, "provoke every other round": in_turns - r}, x)
