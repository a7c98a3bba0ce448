"""A war of attrition in risk: both sides wait while a disaster may happen at any moment."""

from typing import Any

from ..games.attrition import Attrition
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "risk_attrition"]

PARAMETERS = (
    Parameter("stake_challenger", "what winning is worth to the challenger", "> 0", "utils"),
    Parameter("stake_defender", "what winning is worth to the defender", "> 0", "utils"),
    Parameter("disaster_cost_challenger", "what the disaster costs the challenger", "> 0", "utils"),
    Parameter("disaster_cost_defender", "what the disaster costs the defender", "> 0", "utils"),
)


@model
def risk_attrition(
    *,
    stake_challenger: Any = None,
    stake_defender: Any = None,
    disaster_cost_challenger: Any = None,
    disaster_cost_defender: Any = None,
) -> ClosedFormModel:
    """Two sides stand firm while the risk of disaster piles up, and each knows what is at stake for the other.

    Time is measured so that a disaster comes at rate 1. In the mixed equilibrium each side gives in at the rate that
    compensates the *other* for the risk of waiting: higher stakes of one's own make the other side give in more slowly.
    That looks perverse and is right; it holds in all mixed wars of attrition. Beside it there are equilibria in which one
    side gives in at once.

    Parameters
    ----------
    stake_challenger, stake_defender : number, optional
        Positive, in utils.
    disaster_cost_challenger, disaster_cost_defender : number, optional
        Positive, in utils, subtracted.

    Returns
    -------
    ClosedFormModel
        ``rate_challenger``, ``rate_defender`` (of giving in), ``disaster``, ``challenger_wins``; ``game`` is an `Attrition`.

    Notes
    -----
    A derivation of our own: Maynard Smith's war of attrition [1]_ with a hazard of disaster for the cost of waiting.

    References
    ----------
    .. [1] J. Maynard Smith (1974), The theory of games and the evolution of animal conflicts, Journal of Theoretical
       Biology 47, 209-221.

    Examples
    --------
    >>> risk_attrition(stake_challenger=2, stake_defender=1, disaster_cost_challenger=1,
    ...                disaster_cost_defender=3).numbers["disaster"]
    Fraction(2, 9)
    """
    p, values = bound(PARAMETERS, locals())
    rate_c = p.disaster_cost_defender / p.stake_defender
    rate_d = p.disaster_cost_challenger / p.stake_challenger
    disaster = 1 / (1 + rate_c + rate_d)
    forms = {
        "rate_challenger": rate_c,
        "rate_defender": rate_d,
        "disaster": disaster,
        "challenger_wins": rate_d * disaster,
        "defender_wins": rate_c * disaster,
    }
    return closed("War of attrition in risk", p, values, forms, play=_game)


def _game(values: Any) -> Attrition:
    return Attrition(
        (values["stake_challenger"], values["stake_defender"]),
        disaster=(values["disaster_cost_challenger"], values["disaster_cost_defender"]),
        hazard=1,
    )
