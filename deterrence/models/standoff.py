"""A stand-off in which each side may be of a kind that never gives in."""

from typing import Any

from ..games.attrition import Attrition
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "reputational_standoff"]

PARAMETERS = (
    Parameter("waiting_cost_challenger", "what a unit of time costs the challenger", "> 0", "utils per unit of time"),
    Parameter("waiting_cost_defender", "what a unit of time costs the defender", "> 0", "utils per unit of time"),
    Parameter("stake_challenger", "what winning is worth to the challenger", "> 0", "utils", 1),
    Parameter("stake_defender", "what winning is worth to the defender", "> 0", "utils", 1),
    Parameter("stubborn_challenger", "probability that the challenger never gives in", "(0, 1)", "probability"),
    Parameter("stubborn_defender", "probability that the defender never gives in", "(0, 1)", "probability"),
)


@model
def reputational_standoff(
    *,
    waiting_cost_challenger: Any = None,
    waiting_cost_defender: Any = None,
    stake_challenger: Any = 1,
    stake_defender: Any = 1,
    stubborn_challenger: Any = None,
    stubborn_defender: Any = None,
) -> ClosedFormModel:
    """Both sides wait at a cost, and each would be believed stubborn.

    With some probability a side never gives in. The others give in at rates that leave the opponent indifferent, so each
    side's reputation grows; both must be exhausted at the same time, so the side that would be late gives in at the start
    with positive probability. The equilibrium is unique.

    Parameters
    ----------
    waiting_cost_challenger, waiting_cost_defender : number, optional
        Positive, in utils per unit of time.
    stake_challenger, stake_defender : number, optional
        Positive, in utils.
    stubborn_challenger, stubborn_defender : number, optional
        Probabilities in (0, 1).

    Returns
    -------
    ClosedFormModel
        ``rate_*`` of giving in, ``horizon``, ``at_once_*``, ``deadlock``, ``challenger_wins``; ``game`` is an `Attrition`.

    References
    ----------
    .. [1] D. Abreu and F. Gul (2000), Bargaining and reputation, Econometrica 68, 85-117.

    Examples
    --------
    >>> model = reputational_standoff(waiting_cost_challenger="1/10", waiting_cost_defender="1/10",
    ...                               stubborn_challenger="1/5", stubborn_defender="1/10")
    >>> round(model.numbers["horizon"], 6), round(model.numbers["challenger_wins"], 9)
    (16.094379, 0.74)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    rates = (p.waiting_cost_defender / p.stake_defender, p.waiting_cost_challenger / p.stake_challenger)
    stubborn = (p.stubborn_challenger, p.stubborn_defender)
    horizon = sympy.Min(*(-sympy.log(z) / r for z, r in zip(stubborn, rates, strict=True)))
    at_once = [sympy.Max(0, 1 - stubborn[i] * stubborn[1 - i] ** (-rates[i] / rates[1 - i])) for i in (0, 1)]
    both = sum(rates)
    later = rates[1] / both * (1 - sympy.exp(-both * horizon))
    forms = {
        "rate_challenger": rates[0],
        "rate_defender": rates[1],
        "horizon": horizon,
        "at_once_challenger": at_once[0],
        "at_once_defender": at_once[1],
        "deadlock": stubborn[0] * stubborn[1],
        "challenger_wins": at_once[1] + (1 - at_once[0]) * (1 - at_once[1]) * later,
    }
    return closed("Reputational stand-off", p, values, forms, play=_game)


def _game(values: Any) -> Attrition:
    return Attrition(
        (values["stake_challenger"], values["stake_defender"]),
        waiting=(values["waiting_cost_challenger"], values["waiting_cost_defender"]),
        stubborn=(values["stubborn_challenger"], values["stubborn_defender"]),
    )
