"""The probe game: a challenger tests a red line, a defender has taken a posture."""

from typing import Any

from ..games.normal_form import NormalForm
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

__all__ = ["PARAMETERS", "probe_game"]

PARAMETERS = (
    Parameter("gain", "challenger's gain from an unanswered incursion", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of being answered", "> 0", "utils"),
    Parameter("tolerate_cost", "defender's loss from an unanswered incursion", "> 0", "utils"),
    Parameter("respond_cost", "defender's cost of responding", "real", "utils"),
    Parameter("readiness_cost", "defender's cost of the posture when nothing happens", "real", "utils", 0),
    probability("credibility", "probability that a defender who chose to respond does so", default=1),
    probability("escalation_risk", "probability that a response escalates", default=0),
    Parameter("escalation_cost_challenger", "challenger's further cost if it escalates", ">= 0", "utils", 0),
    Parameter("escalation_cost_defender", "defender's further cost if it escalates", ">= 0", "utils", 0),
    probability("accident_rate", "probability of an incursion although the challenger refrains", below_one=True, default=0),
)


@model
def probe_game(
    *,
    gain: Any = None,
    clash_cost: Any = None,
    tolerate_cost: Any = None,
    respond_cost: Any = None,
    readiness_cost: Any = 0,
    credibility: Any = 1,
    escalation_risk: Any = 0,
    escalation_cost_challenger: Any = 0,
    escalation_cost_defender: Any = 0,
    accident_rate: Any = 0,
) -> NormalForm:
    """A challenger probes or refrains; a defender's posture is to respond or to tolerate.

    Jets may cross a border for three minutes. If they do, a defender whose posture is to respond answers with
    probability `credibility` (it is resolute when it comes to it) and otherwise lets the incursion pass. A response may
    escalate, and an incursion may happen by accident although the challenger refrains::

        challenger -- refrain --> (0, 0), or (0, -readiness_cost) against the posture respond
             |                     [with probability accident_rate: as if it had probed]
             +------- probe ----> defender's posture
                                   tolerate: (gain, -tolerate_cost)
                                   respond:  (-clash_cost - escalation, -respond_cost - escalation) with probability
                                             credibility, else as tolerate

    Both move without seeing the other's choice, and both know all parameters. The threat is carried out iff
    respond_cost + escalation_risk * escalation_cost_defender < tolerate_cost; it deters iff the defender responds with
    probability at least p* = gain / (gain + clash cost, escalation included). Then `refrain` against every posture that
    responds often enough is a continuum of equilibria. A defender who would not respond leaves that continuum in place,
    held up by a weakly dominated threat, which the refinement ``undominated`` removes.

    Parameters
    ----------
    gain, clash_cost, tolerate_cost : number, optional
        Positive, in utils; costs are subtracted.
    respond_cost, readiness_cost : number, optional
        In utils, of either sign.
    credibility, escalation_risk : number, optional
        Probabilities in [0, 1].
    escalation_cost_challenger, escalation_cost_defender : number, optional
        At least 0, in utils.
    accident_rate : number, optional
        Probability in [0, 1).

    Returns
    -------
    NormalForm
        With outcomes ``clash`` (an incursion is answered), ``unanswered`` and ``deterred`` (the share of avoidable
        incursions avoided).

    Notes
    -----
    The complete-information stage and its equilibria are folklore. With a defender that is resolute with probability
    `credibility` it is after Zagare and Kilgour's rudimentary asymmetric deterrence game [1]_, whose threshold is p*.

    References
    ----------
    .. [1] F. C. Zagare and D. M. Kilgour (2000), Perfect Deterrence, Cambridge University Press.

    Examples
    --------
    >>> game = probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, credibility="3/10")
    >>> [p.name for p in game.parameters]
    []
    >>> [p.name for p in game.free("credibility").parameters]
    ['credibility']
    """
    p, values = bind(PARAMETERS, locals())
    respond_if_called = {
        "challenger": p.gain - p.credibility * (p.gain + p.clash_cost + p.escalation_risk * p.escalation_cost_challenger),
        "defender": -p.tolerate_cost
        + p.credibility * (p.tolerate_cost - p.respond_cost - p.escalation_risk * p.escalation_cost_defender),
    }
    eps, mu = p.accident_rate, p.credibility
    payoffs = {
        ("probe", "respond"): (respond_if_called["challenger"], respond_if_called["defender"]),
        ("probe", "tolerate"): (p.gain, -p.tolerate_cost),
        ("refrain", "respond"): (
            eps * respond_if_called["challenger"],
            eps * respond_if_called["defender"] - (1 - eps) * p.readiness_cost,
        ),
        ("refrain", "tolerate"): (eps * p.gain, -eps * p.tolerate_cost),
    }
    outcomes = {
        ("probe", "respond"): {"clash": mu, "unanswered": 1 - mu, "deterred": 0},
        ("probe", "tolerate"): {"clash": 0, "unanswered": 1, "deterred": 0},
        ("refrain", "respond"): {"clash": eps * mu, "unanswered": eps * (1 - mu), "deterred": 1},
        ("refrain", "tolerate"): {"clash": 0, "unanswered": eps, "deterred": 1},
    }
    game = NormalForm(
        players=("challenger", "defender"),
        payoffs=payoffs,
        outcomes=outcomes,
        parameters=PARAMETERS,
        title="Probe game",
        criteria=DETERRENCE[:3],
    )
    return game.at(**values)
