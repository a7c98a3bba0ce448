"""Audience costs in the dynamics of war and peace: two states may threaten, fight or back down, for ever."""

from typing import Any

from ..games.stochastic import StochasticGame
from ..parameters import Parameter
from .declaring import bind, model, probability

__all__ = ["PARAMETERS", "audience_cost_contest"]

COUNTRIES = ("first", "second")
ACTIONS = ("nothing", "threat", "force")
STATES = ("peace", "crisis", "war")


def _pair(name: str, meaning: str, domain: str = "real") -> tuple[Parameter, ...]:
    return tuple(
        Parameter(f"{name}_{n}", f"{meaning} ({who} country)", domain, "utils") for n, who in enumerate(COUNTRIES, 1)
    )


PARAMETERS = (
    *_pair("crisis_value", "payoff of a period of crisis"),
    *_pair("war_value", "payoff of a period of war"),
    *_pair("threat_cost", "cost of a threat"),
    *_pair("force_cost", "cost of using force"),
    Parameter("joint_peace", "payoff to both when both act in peace", "real", "utils"),
    Parameter("joint_crisis", "payoff to both when both act in a crisis", "real", "utils"),
    Parameter("joint_war", "payoff to both when both act in war", "real", "utils"),
    *_pair("audience_cost", "cost of backing down while the other stands firm"),
    probability("discount", "weight of the next period against this one", below_one=True),
)


@model
def audience_cost_contest(
    *,
    crisis_value_1: Any = None,
    crisis_value_2: Any = None,
    war_value_1: Any = None,
    war_value_2: Any = None,
    threat_cost_1: Any = None,
    threat_cost_2: Any = None,
    force_cost_1: Any = None,
    force_cost_2: Any = None,
    joint_peace: Any = None,
    joint_crisis: Any = None,
    joint_war: Any = None,
    audience_cost_1: Any = None,
    audience_cost_2: Any = None,
    discount: Any = None,
) -> StochasticGame:
    """Two countries are at peace, in a crisis or at war; the harsher of their acts is where they are next.

    In every period each does nothing, threatens or uses force::

        next period's state = the harsher act (nothing: peace, threat: crisis, force: war)
        backing down        = doing less than the present state while the other does at least as much: audience_cost

    Both know everything but each other's private shocks, so that the model is solved by `markov_quantal_response` with
    rationality 1. Its equilibrium need not be unique: several are usual where the costs are large.

    Parameters
    ----------
    crisis_value_1, crisis_value_2, war_value_1, war_value_2 : number, optional
        In utils per period, for the first and the second country.
    threat_cost_1, threat_cost_2, force_cost_1, force_cost_2 : number, optional
        In utils, subtracted whenever the act is chosen.
    joint_peace, joint_crisis, joint_war : number, optional
        In utils, added for both when both do more than nothing, by the present state.
    audience_cost_1, audience_cost_2 : number, optional
        In utils, subtracted from who backs down.
    discount : number, optional
        In [0, 1).

    Returns
    -------
    StochasticGame
        With outcomes ``backdown:first``, ``backdown:second`` and ``war``.

    Notes
    -----
    The paper writes costs as negative parameters (kappa, alpha); here they are positive and subtracted.

    References
    ----------
    .. [1] C. Crisman-Cox and M. Gibilisco (2018), Audience costs and the dynamics of war and peace, American Journal of
       Political Science 62, 566-580.

    Examples
    --------
    >>> game = audience_cost_contest(discount="9/10")
    >>> list(game.states), game.transitions["peace", "threat", "nothing"]
    (['peace', 'crisis', 'war'], {'crisis': Fraction(1, 1)})
    """
    p, values = bind(PARAMETERS, locals())
    acts = dict.fromkeys(COUNTRIES, ACTIONS)
    state_value = {"peace": (0, 0), "crisis": (p.crisis_value_1, p.crisis_value_2), "war": (p.war_value_1, p.war_value_2)}
    joint = {"peace": p.joint_peace, "crisis": p.joint_crisis, "war": p.joint_war}
    cost = {"nothing": (0, 0), "threat": (p.threat_cost_1, p.threat_cost_2), "force": (p.force_cost_1, p.force_cost_2)}
    audience = (p.audience_cost_1, p.audience_cost_2)

    def backs_down(state: str, own: str, other: str) -> bool:
        level = STATES.index(state)
        return level > 0 and ACTIONS.index(other) >= level > ACTIONS.index(own)

    def payoffs(state: str, one: str, two: str) -> list[Any]:
        row = []
        for i, (own, other) in enumerate(((one, two), (two, one))):
            both = joint[state] if "nothing" not in (own, other) else 0
            row.append(state_value[state][i] - cost[own][i] + both - (audience[i] if backs_down(state, own, other) else 0))
        return row

    def outcomes(state: str, one: str, two: str) -> dict[str, int]:
        return {
            "backdown:first": int(backs_down(state, one, two)),
            "backdown:second": int(backs_down(state, two, one)),
            "war": int(state == "war"),
        }

    game = StochasticGame(
        players=COUNTRIES,
        states=dict.fromkeys(STATES, acts),
        payoffs=payoffs,
        transitions=lambda state, one, two: STATES[max(ACTIONS.index(one), ACTIONS.index(two))],
        discount=p.discount,
        outcomes=outcomes,
        parameters=PARAMETERS,
        title="Audience costs in the dynamics of war and peace",
    )
    return game.at(**values)
