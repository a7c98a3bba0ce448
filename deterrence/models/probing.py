"""Probing as a way of life: a red line is tested in every period, until a response leads to war."""

from typing import Any

from ..games.stochastic import StochasticGame
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

__all__ = ["PARAMETERS", "repeated_probing"]

PARAMETERS = (
    Parameter("gain", "challenger's gain from a tolerated probe", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of being met", "> 0", "utils"),
    probability("war_risk", "probability that a response starts a war"),
    Parameter("war_cost_challenger", "challenger's cost of war, once", ">= 0", "utils"),
    Parameter("respond_cost", "defender's cost of responding", ">= 0", "utils"),
    Parameter("war_cost_defender", "defender's cost of war, once", ">= 0", "utils"),
    Parameter("tolerate_cost", "defender's loss from a tolerated probe", ">= 0", "utils"),
    probability("discount", "weight of the next period against this one", below_one=True),
)


@model
def repeated_probing(
    *,
    gain: Any = None,
    clash_cost: Any = None,
    war_risk: Any = None,
    war_cost_challenger: Any = None,
    respond_cost: Any = None,
    war_cost_defender: Any = None,
    tolerate_cost: Any = None,
    discount: Any = None,
) -> StochasticGame:
    """In every period a challenger probes or refrains, and a defender who is probed responds or tolerates.

    Tolerating costs the defender each time; responding risks a war that ends the game::

        peace:   challenger refrains  -> (0, 0), peace
                 challenger probes    -> probed
        probed:  defender tolerates   -> (gain, -tolerate_cost), peace
                 defender responds    -> (-clash_cost, -respond_cost), peace; or with probability war_risk
                                         (-war_cost_challenger, -war_cost_defender) more, war
        war:     nothing happens any more

    Both know everything. Where tolerating one probe costs less than one response with its risk, but not so much less that
    the future never pays, both mix: the defender responds with probability gain / (gain + clash_cost + war_risk *
    war_cost_challenger), and the challenger probes just often enough that responding is worth its risk. The more patient
    the defender, the less it takes.

    Parameters
    ----------
    gain, clash_cost : number, optional
        Positive, in utils; costs are subtracted.
    war_cost_challenger, respond_cost, war_cost_defender, tolerate_cost : number, optional
        At least 0, in utils.
    war_risk : number, optional
        Probability in [0, 1].
    discount : number, optional
        In [0, 1).

    Returns
    -------
    StochasticGame
        With outcomes ``clash``, ``unanswered``, ``war`` and ``deterred``: shares of periods, later ones discounted.

    Notes
    -----
    Derived here, not a published result: the simplest stochastic game in which today's tolerance invites tomorrow's probe.

    Examples
    --------
    >>> game = repeated_probing(gain=1, clash_cost=1, war_risk="1/10", war_cost_challenger=10, respond_cost=1,
    ...                         war_cost_defender=5, tolerate_cost="6/5", discount="9/10")
    >>> list(game.states)
    ['peace', 'probed', 'war']
    """
    p, values = bind(PARAMETERS, locals())
    risk = p.war_risk
    game = StochasticGame(
        players=("challenger", "defender"),
        states={
            "peace": {"challenger": ("probe", "refrain")},
            "probed": {"defender": ("respond", "tolerate")},
            "war": {},
        },
        payoffs={
            ("peace", "probe"): (0, 0),
            ("peace", "refrain"): (0, 0),
            ("probed", "respond"): (
                -p.clash_cost - risk * p.war_cost_challenger,
                -p.respond_cost - risk * p.war_cost_defender,
            ),
            ("probed", "tolerate"): (p.gain, -p.tolerate_cost),
            "war": (0, 0),
        },
        transitions={
            ("peace", "probe"): "probed",
            ("probed", "respond"): {"war": risk, "peace": 1 - risk},
            ("probed", "tolerate"): "peace",
        },
        discount=p.discount,
        same_period=("probed",),
        outcomes={
            ("probed", "respond"): {"clash": 1},
            ("probed", "tolerate"): {"unanswered": 1},
            ("peace", "refrain"): {"deterred": 1},
            "war": {"war": 1},
        },
        parameters=PARAMETERS,
        title="Repeated probing",
        criteria=DETERRENCE[:3],
    )
    return game.at(**values)
