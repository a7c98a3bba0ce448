"""An auction of risk: the side that is willing to run the higher risk wins."""

from typing import Any

from ..games.attrition import ValueAttrition
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "risk_auction"]

PARAMETERS = (
    Parameter("disaster_cost", "what a disaster costs each side; values of the prize are uniform on [0, 1]", "> 0", "utils"),
    Parameter("resolve", "a side's own value of the prize", "[0, 1]", "utils", "1/2"),
)


@model
def risk_auction(*, disaster_cost: Any = None, resolve: Any = "1/2") -> ClosedFormModel:
    """Two sides raise the risk of disaster until one gives in; each knows only its own value of the prize.

    Values are uniform on [0, 1]. A side with value v stands firm up to a cumulative risk r(v). How fast risk accumulates
    does not matter: it only rescales time.

    Parameters
    ----------
    disaster_cost : number, optional
        Positive, in utils, subtracted.
    resolve : number, optional
        The value v for which ``stands_until`` is given.

    Returns
    -------
    ClosedFormModel
        ``stands_until`` (the risk r(v)) and ``disaster`` (its probability); ``game`` is a `ValueAttrition`.

    Notes
    -----
    A derivation of our own; its structure is Powell's [1]_.

    References
    ----------
    .. [1] R. Powell (1988), Nuclear brinkmanship with two-sided incomplete information, American Political Science Review
       82, 155-178.

    Examples
    --------
    >>> round(risk_auction(disaster_cost=1).numbers["disaster"], 9)
    0.126872686
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    v, d = p.resolve, p.disaster_cost
    # E[r(lower of two values)] = 1 - 2 int_0^1 (1 - v) ((1 - v) e^v)^(1/d) dv, an incomplete gamma function
    power = 2 + 1 / d
    forms = {
        "stands_until": 1 - ((1 - v) * sympy.exp(v)) ** (1 / d),
        "disaster": 1 - 2 * sympy.exp(1 / d) * d**power * sympy.lowergamma(power, 1 / d),
    }
    return closed("Auction of risk", p, values, forms, play=_game)


def _game(values: Any) -> ValueAttrition:
    import sympy

    v = sympy.Symbol("v", real=True)
    return ValueAttrition(v, v, 1, disaster=values["disaster_cost"])
