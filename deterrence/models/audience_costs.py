"""A stand-off in which backing down costs more the longer it has lasted."""

from typing import Any

from ..games.attrition import OutsideAttrition
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "audience_cost_standoff"]

PARAMETERS = (
    Parameter("stake_1", "what winning is worth to side 1", "> 0", "utils", 1),
    Parameter("stake_2", "what winning is worth to side 2", "> 0", "utils", 1),
    Parameter("audience_rate_1", "how fast side 1's cost of backing down grows", "> 0", "utils per unit of time"),
    Parameter("audience_rate_2", "how fast side 2's cost of backing down grows", "> 0", "utils per unit of time"),
    Parameter("worst_war_1", "largest loss that war may mean to side 1", "> 0", "utils"),
    Parameter("worst_war_2", "largest loss that war may mean to side 2", "> 0", "utils"),
)


@model
def audience_cost_standoff(
    *,
    stake_1: Any = 1,
    stake_2: Any = 1,
    audience_rate_1: Any = None,
    audience_rate_2: Any = None,
    worst_war_1: Any = None,
    worst_war_2: Any = None,
) -> ClosedFormModel:
    """Two leaders wait before their publics; backing down costs more every day, and either may attack.

    Each side's value of war is its own secret, uniform between a largest loss and 0. Up to a horizon, those who would not
    fight back down one by one; at the horizon the others attack. The side whose public punishes more backs down less often.
    At most one side gives in at once.

    Parameters
    ----------
    stake_1, stake_2 : number, optional
        Positive, in utils.
    audience_rate_1, audience_rate_2 : number, optional
        Positive, in utils per unit of time.
    worst_war_1, worst_war_2 : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``horizon``, ``at_once_1``, ``at_once_2``, ``war``, ``war_in_crisis`` and ``backs_down_1``, ``backs_down_2`` (given a
        crisis, the probability of a kind that backs down); ``game`` is an `OutsideAttrition`.

    References
    ----------
    .. [1] J. D. Fearon (1994), Domestic political audiences and the escalation of international disputes, American
       Political Science Review 88, 577-592.

    Examples
    --------
    >>> found = audience_cost_standoff(audience_rate_1=3, audience_rate_2="1/2", worst_war_1=2, worst_war_2=2).numbers
    >>> round(found["horizon"], 6), round(found["at_once_2"], 6), round(found["war"], 6)
    (0.527525, 0.659407, 0.104356)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    v, a, w = ([getattr(p, f"{name}_{i}") for i in (1, 2)] for name in ("stake", "audience_rate", "worst_war"))
    ends = []
    for i, j in ((0, 1), (1, 0)):
        root = sympy.sqrt(a[j] ** 2 * v[i] ** 2 + 4 * a[i] * a[j] * v[i] * w[j])
        ends.append((root - a[j] * v[i]) / (2 * a[i] * a[j]))
    t = sympy.Min(*ends)
    fights = [a[i] * t / w[i] for i in (0, 1)]
    # survival of each side just after the start, which leaves the other one indifferent
    begins = [fights[i] * (v[1 - i] + a[1 - i] * t) / v[1 - i] for i in (0, 1)]
    stays = [v[1 - i] / (v[1 - i] + a[1 - i] * t) for i in (0, 1)]
    forms = {
        "horizon": t,
        "at_once_1": sympy.Max(0, 1 - begins[0]),
        "at_once_2": sympy.Max(0, 1 - begins[1]),
        "war": fights[0] * fights[1],
        "war_in_crisis": stays[0] * stays[1],
        "backs_down_1": 1 - stays[0],
        "backs_down_2": 1 - stays[1],
    }
    return closed("Audience-cost stand-off", p, values, forms, play=_game)


def _game(values: Any) -> OutsideAttrition:
    v, a, w = (tuple(values[f"{name}_{i}"] for i in (1, 2)) for name in ("stake", "audience_rate", "worst_war"))
    return OutsideAttrition(v, rates=a, worst=w)
