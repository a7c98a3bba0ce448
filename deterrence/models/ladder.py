"""An escalation ladder: who climbs how far before it takes the off-ramp."""

from collections.abc import Sequence
from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model
from .formulae import numbers

__all__ = ["PARAMETERS", "escalation_ladder"]

PARAMETERS = (
    Parameter("stake_challenger", "what winning is worth to the challenger", "real", "utils"),
    Parameter("stake_defender", "what winning is worth to the defender", "real", "utils"),
    Parameter("backdown_cost_challenger", "what quitting costs the challenger", "real", "utils"),
    Parameter("backdown_cost_defender", "what quitting costs the defender", "real", "utils"),
    Parameter("disaster_cost_challenger", "what a disaster costs the challenger", "real", "utils"),
    Parameter("disaster_cost_defender", "what a disaster costs the defender", "real", "utils"),
)


@model
def escalation_ladder(
    risks: Sequence[Any] = ("1/20", "1/10", "1/5", "2/5"),
    *,
    stake_challenger: Any = None,
    stake_defender: Any = None,
    backdown_cost_challenger: Any = None,
    backdown_cost_defender: Any = None,
    disaster_cost_challenger: Any = None,
    disaster_cost_defender: Any = None,
) -> ExtensiveForm:
    """Two sides take turns; each rung up risks a disaster, each quitter pays for backing down.

    The challenger moves at the odd rungs, the defender at the even ones. Whoever quits pays its backdown cost, and the
    other side wins. After the last rung the side that escalated last wins. An off-ramp is a small backdown cost::

        challenger -- quit --> (-backdown cost, stake)
             +--- escalate --> disaster with probability risks[0]; else
                               defender -- quit --> (stake, -backdown cost)
                                   +--- escalate --> disaster with probability risks[1]; else the challenger again ...

    Backward induction finds how far it goes. Resolve, (stake + backdown cost) / (stake + disaster cost), is the risk that
    a side would run rather than quit: at the last rung it escalates iff the risk is below its resolve.

    Parameters
    ----------
    risks : sequence of number
        Probability of disaster when a rung is climbed, one per rung.
    stake_challenger, stake_defender : number, optional
        In utils.
    backdown_cost_challenger, backdown_cost_defender : number, optional
        In utils, subtracted.
    disaster_cost_challenger, disaster_cost_defender : number, optional
        In utils, subtracted.

    Returns
    -------
    ExtensiveForm
        With outcomes ``backdown_challenger``, ``backdown_defender``, ``won_challenger``, ``won_defender``, ``disaster``.

    Raises
    ------
    InvalidParameter
        For a ladder without rungs, or risks outside [0, 1].

    Notes
    -----
    A derivation of our own, with the vocabulary of Powell's work on brinkmanship.

    Examples
    --------
    >>> import deterrence as dt
    >>> ladder = escalation_ladder(stake_challenger=1, stake_defender=1, backdown_cost_challenger="1/5",
    ...     backdown_cost_defender="1/5", disaster_cost_challenger=4, disaster_cost_defender=4)
    >>> eqs = dt.subgame_perfect(ladder)
    >>> [(eq["challenger"]["rung 1"]["escalate"], eq["defender"]["rung 2"]["quit"]) for eq in eqs.extreme]
    [(Fraction(1, 1), Fraction(1, 1))]
    """
    p, values = bind(PARAMETERS, locals())
    steps = numbers(risks, "risks")
    for k, risk in enumerate(steps):
        Parameter(f"risk_{k + 1}", "probability of disaster", "[0, 1]").check(risk)
    challenger, defender = players("challenger defender")
    sides = (challenger, defender)
    disaster = outcome("disaster", challenger=-p.disaster_cost_challenger, defender=-p.disaster_cost_defender)
    quits = (
        outcome("backdown_challenger", challenger=-p.backdown_cost_challenger, defender=p.stake_defender),
        outcome("backdown_defender", challenger=p.stake_challenger, defender=-p.backdown_cost_defender),
    )
    last = (len(steps) - 1) % 2
    node: Any = (
        outcome("won_challenger", challenger=p.stake_challenger, defender=-p.backdown_cost_defender)
        if last == 0
        else outcome("won_defender", challenger=-p.backdown_cost_challenger, defender=p.stake_defender)
    )
    for k in reversed(range(len(steps))):
        climbed = nature(disaster=(steps[k], disaster), on=(1 - steps[k], node))
        node = sides[k % 2].chooses(quit=quits[k % 2], escalate=climbed, knowing=f"rung {k + 1}")
    return ExtensiveForm(node, parameters=PARAMETERS, title="Escalation ladder").at(**values)
