"""Ambiguous incursions: the defender cannot tell an accident from a probe."""

from typing import Any

from ..games.normal_form import NormalForm
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

__all__ = ["PARAMETERS", "ambiguous_incursion"]

PARAMETERS = (
    Parameter("gain", "challenger's gain from an unanswered incursion", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of being answered", "> 0", "utils"),
    Parameter("tolerate_cost_deliberate", "defender's loss from letting a deliberate incursion pass", "real", "utils"),
    Parameter("tolerate_cost_accident", "defender's loss from letting an accident pass", "real", "utils"),
    Parameter("respond_cost", "defender's cost of responding", "real", "utils"),
    probability("accident_rate", "probability that an incursion happens by accident", below_one=True),
)


@model
def ambiguous_incursion(
    *,
    gain: Any = None,
    clash_cost: Any = None,
    tolerate_cost_deliberate: Any = None,
    tolerate_cost_accident: Any = None,
    respond_cost: Any = None,
    accident_rate: Any = None,
) -> NormalForm:
    """An incursion is seen, and nobody can tell whether it was meant.

    With probability `accident_rate` an aircraft strays whatever the challenger does; otherwise there is an incursion iff
    the challenger probes. The defender sees the incursion, not its cause, and responds or tolerates. Letting a
    deliberate incursion pass costs more than responding, letting an accident pass costs less::

        nature -- accident (accident_rate) ----------> defender: respond (-clash_cost, -respond_cost)
           |                                                     tolerate (gain, -tolerate_cost_accident)
           +----- otherwise: challenger -- refrain --> (0, 0)
                                  +------- probe ----> defender: respond (-clash_cost, -respond_cost)
                                                                 tolerate (gain, -tolerate_cost_deliberate)

    The defender's two nodes are one information set. While tolerate_cost_accident < respond_cost <
    tolerate_cost_deliberate the equilibrium is unique away from a knife edge: frequent accidents buy complete licence
    to probe, rare ones a probing rate that rises with the accident rate. Full deterrence is impossible.

    Parameters
    ----------
    gain, clash_cost : number, optional
        Positive, in utils.
    tolerate_cost_deliberate, tolerate_cost_accident, respond_cost : number, optional
        In utils, subtracted.
    accident_rate : number, optional
        Probability in [0, 1).

    Returns
    -------
    NormalForm
        With outcomes ``clash``, ``unanswered`` and ``deterred``.

    Notes
    -----
    A derivation of our own; it is an inspection game with noise.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = ambiguous_incursion(gain=1, clash_cost=3, tolerate_cost_deliberate=4, tolerate_cost_accident=0,
    ...                            respond_cost=1, accident_rate="1/10")
    >>> [eq["challenger"]["probe"] for eq in dt.nash(game).extreme]
    [Fraction(1, 27)]
    """
    p, values = bind(PARAMETERS, locals())
    eps = p.accident_rate
    let_pass = eps * p.tolerate_cost_accident + (1 - eps) * p.tolerate_cost_deliberate
    payoffs = {
        ("probe", "respond"): (-p.clash_cost, -p.respond_cost),
        ("probe", "tolerate"): (p.gain, -let_pass),
        ("refrain", "respond"): (-eps * p.clash_cost, -eps * p.respond_cost),
        ("refrain", "tolerate"): (eps * p.gain, -eps * p.tolerate_cost_accident),
    }
    outcomes = {
        ("probe", "respond"): {"clash": 1, "unanswered": 0, "deterred": 0},
        ("probe", "tolerate"): {"clash": 0, "unanswered": 1, "deterred": 0},
        ("refrain", "respond"): {"clash": eps, "unanswered": 0, "deterred": 1},
        ("refrain", "tolerate"): {"clash": 0, "unanswered": eps, "deterred": 1},
    }
    game = NormalForm(
        players=("challenger", "defender"),
        payoffs=payoffs,
        outcomes=outcomes,
        parameters=PARAMETERS,
        title="Ambiguous incursions",
        criteria=DETERRENCE[:3],
    )
    return game.at(**values)
