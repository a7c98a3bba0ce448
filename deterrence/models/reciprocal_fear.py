"""Reciprocal fear of surprise attack: striking first only because the other might."""

from typing import Any

from ..games.incentives import Incentives
from ..games.normal_form import NormalForm
from ..parameters import Parameter
from .declaring import bind, model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "patience_for_peace", "reciprocal_fear"]

PARAMETERS = (
    Parameter("peace_payoff", "payoff of a period of peace", "real", "utils"),
    Parameter("first_strike", "payoff of striking a side that does not strike", "real", "utils"),
    Parameter("struck_first", "payoff of being struck without striking", "real", "utils"),
    Parameter("mutual_strike", "payoff of both striking", "real", "utils"),
    Parameter("discount", "discount factor per period", "[0, 1)", ""),
)


@model
def reciprocal_fear(
    *,
    peace_payoff: Any = None,
    first_strike: Any = None,
    struck_first: Any = None,
    mutual_strike: Any = None,
    discount: Any = None,
) -> ClosedFormModel:
    """Peace is better than any war, and yet each may strike first, lest the other do.

    In every period both sides keep the peace or strike; a strike ends the game. With complete information peace lasts iff
    it is worth more than a first strike. A little doubt about the other's mind asks more: the risk-dominant choice is what
    survives it.

    Parameters
    ----------
    peace_payoff, first_strike, struck_first, mutual_strike : number, optional
        In utils.
    discount : number, optional
        In [0, 1).

    Returns
    -------
    ClosedFormModel
        ``trust_needed`` (probability of the other's keeping the peace at which one is indifferent),
        ``least_discount`` with complete information and ``least_discount_doubt`` with a little doubt; ``game`` is the
        `NormalForm` of one period, peace being worth its discounted sum.

    References
    ----------
    .. [1] T. C. Schelling (1960), The Strategy of Conflict, Harvard University Press, ch. 9.
    .. [2] S. Chassang and G. Padro i Miquel (2010), Conflict and deterrence under strategic risk, Quarterly Journal of
       Economics 125, 1821-1858.

    Examples
    --------
    >>> payoffs = dict(peace_payoff=1, first_strike=5, struck_first=-6, mutual_strike=-2)
    >>> reciprocal_fear(**payoffs, discount=".9").numbers["trust_needed"]
    Fraction(4, 9)
    """
    p, values = bound(PARAMETERS, locals())
    lasting = p.peace_payoff / (1 - p.discount)
    hurt = p.mutual_strike - p.struck_first
    forms = {
        "trust_needed": hurt / ((lasting - p.first_strike) + hurt),
        "least_discount": 1 - p.peace_payoff / p.first_strike,
        "least_discount_doubt": 1 - p.peace_payoff / (p.first_strike + hurt),
    }
    holds = {"mutual_strike > struck_first": p.mutual_strike > p.struck_first, "first_strike > 0": p.first_strike > 0}
    return closed("Reciprocal fear", p, values, forms, holds=holds, play=_stage)


def _stage(values: Any) -> NormalForm:
    lasting = values["peace_payoff"] / (1 - values["discount"])
    f, s, w = (values[n] for n in ("first_strike", "struck_first", "mutual_strike"))
    payoffs = {
        ("keep_peace", "keep_peace"): (lasting, lasting),
        ("keep_peace", "strike"): (s, f),
        ("strike", "keep_peace"): (f, s),
        ("strike", "strike"): (w, w),
    }
    return NormalForm(players=("side 1", "side 2"), payoffs=payoffs, title="Reciprocal fear")


def patience_for_peace(values: Any, *, doubt: bool = False) -> Incentives:
    """What striking gains as a function of the discount factor, up to the factor 1 - discount.

    Parameters
    ----------
    values : mapping
        Parameter's name to number; a discount factor in it is ignored.
    doubt : bool
        Whether the other is believed to strike or not with even odds (risk dominance), and not to keep the peace.

    Returns
    -------
    Incentives

    Examples
    --------
    >>> import deterrence as dt
    >>> numbers = dict(peace_payoff=1, first_strike=5, struck_first=-6, mutual_strike=-2)
    >>> [dt.incentive_range(patience_for_peace(numbers, doubt=d)).least for d in (False, True)]
    [Fraction(4, 5), Fraction(8, 9)]
    """
    import sympy

    from ..exact import exact

    p, _ = bind(PARAMETERS, {})
    d = p.discount
    gain = p.first_strike * (1 - d) - p.peace_payoff
    if doubt:
        gain += (p.mutual_strike - p.struck_first) * (1 - d)
    known = {Parameter(n).symbol: sympy.Rational(*exact(v).as_integer_ratio()) for n, v in values.items() if n != "discount"}
    return Incentives({"strike": sympy.sympify(gain).subs(known)}, d)
