"""Brinkmanship: a threat that leaves something to chance."""

from typing import Any

from ..games.incentives import Incentives
from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model, probability
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "brinkmanship", "threat_incentives"]

PARAMETERS = (
    probability("hardliners", "probability that the challenger never gives way"),
    Parameter("comply_gain", "defender's gain if the challenger gives way", "> 0", "utils", 1),
    Parameter("defy_loss", "defender's loss if it does not, and no disaster happens", ">= 0", "utils", 2),
    Parameter("war_cost_defender", "defender's loss in a disaster", "> 0", "utils", 10),
    Parameter("withdraw_cost", "soft challenger's loss from giving way", ">= 0", "utils", 4),
    Parameter("defy_gain", "soft challenger's gain from defying without disaster", "> 0", "utils", 2),
    Parameter("war_cost_challenger", "soft challenger's loss in a disaster", "> 0", "utils", 8),
)


@model
def brinkmanship(
    *,
    hardliners: Any = None,
    comply_gain: Any = 1,
    defy_loss: Any = 2,
    war_cost_defender: Any = 10,
    withdraw_cost: Any = 4,
    defy_gain: Any = 2,
    war_cost_challenger: Any = 8,
) -> ClosedFormModel:
    """A threat of disaster with some probability: large enough to work, small enough to be made.

    A defender may demand that the challenger withdraw, under the threat that otherwise a disaster happens with probability
    `risk`. A soft challenger gives way if the risk is large enough; hardliners never do. So the threat has a window:
    effective from `least_risk` on, acceptable up to `most_risk`; it closes where hardliners are too likely::

        defender -- no threat --> (-defy_loss, defy_gain)
            +------ threaten ---> nature -- hardliner (hardliners): defies --> disaster with probability risk
                                      +---- soft -- withdraw --> (comply_gain, -withdraw_cost)
                                             +----- defy ------> disaster (-war costs) with probability risk,
                                                                 else (-defy_loss, defy_gain)

    Parameters
    ----------
    hardliners : number, optional
        Probability in [0, 1].
    comply_gain, defy_loss, war_cost_defender : number, optional
        The defender's payoffs, in utils; losses are subtracted.
    withdraw_cost, defy_gain, war_cost_challenger : number, optional
        The soft challenger's payoffs, in utils.

    Returns
    -------
    ClosedFormModel
        ``least_risk``, ``most_risk``, ``most_hardliners``; ``game`` is the tree with `risk` free.

    Notes
    -----
    After the chapter on the Cuban missile crisis in Dixit and Skeath [1]_; the default payoffs are recalled, not quoted.

    References
    ----------
    .. [1] A. K. Dixit and S. Skeath, Games of Strategy, Norton, chapter on brinkmanship.

    Examples
    --------
    >>> brinkmanship(hardliners="3/10").numbers
    {'least_risk': Fraction(3, 5), 'most_risk': Fraction(7, 8), 'most_hardliners': Fraction(5, 13)}
    """
    p, values = bound(PARAMETERS, locals())
    least = (p.defy_gain + p.withdraw_cost) / (p.defy_gain + p.war_cost_challenger)
    # (1 - h)(comply_gain + defy_loss) is won if the soft give way, h (war - defy_loss) q lost to hardliners
    odds = (p.comply_gain + p.defy_loss) / (p.war_cost_defender - p.defy_loss)
    forms = {
        "least_risk": least,
        "most_risk": odds * (1 - p.hardliners) / p.hardliners,
        "most_hardliners": odds / (odds + least),
    }
    holds = {
        "war_cost_defender > defy_loss": p.war_cost_defender > p.defy_loss,
        "war_cost_challenger > withdraw_cost": p.war_cost_challenger > p.withdraw_cost,
        "hardliners > 0": p.hardliners > 0,
    }
    return closed("Brinkmanship", p, values, forms, holds=holds, play=_tree)


def _tree(values: Any) -> ExtensiveForm:
    """The tree; a hardliner has no choice, and its payoff is 0."""
    p, _ = bind(PARAMETERS, {})
    risk = Parameter("risk", "probability of disaster after defiance", "[0, 1]", "probability")
    q = risk.symbol
    defender, challenger = players("defender challenger")
    defied = -p.defy_loss * (1 - q) - p.war_cost_defender * q
    soft = challenger.chooses(
        withdraw=outcome("compliance", defender=p.comply_gain, challenger=-p.withdraw_cost),
        defy=outcome("defiance", defender=defied, challenger=p.defy_gain * (1 - q) - p.war_cost_challenger * q),
    )
    hard = outcome("defiance by a hardliner", defender=defied, challenger=0)
    tree = ExtensiveForm(
        defender.chooses(
            no_threat=outcome("status_quo", defender=-p.defy_loss, challenger=p.defy_gain),
            threaten=nature(hardliner=(p.hardliners, hard), soft=(1 - p.hardliners, soft)),
        ),
        parameters=(*PARAMETERS, risk),
        title="Brinkmanship",
    )
    return tree.at(**values)


def threat_incentives(values: Any, who: str, *, about: str = "risk", **at: Any) -> Incentives:
    """What leaving the threat's equilibrium gains, read off the payoffs of the tree.

    Parameters
    ----------
    values : mapping
        Parameter's name to number.
    who : {"challenger", "defender"}
        The soft challenger that defies, or the defender that does not threaten although the soft would give way.
    about : {"risk", "hardliners"}
        The unknown.
    **at : number
        A value for the other one, as in ``risk="3/5"``.

    Returns
    -------
    Incentives
        In the unknown; a risk above 1 is a threat that no probability makes large enough.

    Examples
    --------
    >>> import deterrence as dt
    >>> values = brinkmanship(hardliners="3/10").values
    >>> dt.incentive_range(threat_incentives(values, "challenger")).least
    Fraction(3, 5)
    >>> dt.incentive_range(threat_incentives(values, "defender")).most
    Fraction(7, 8)
    """
    import sympy

    from ..exact import exact

    tree = _tree(values)
    known = {
        Parameter(n).symbol: sympy.Rational(*exact(v).as_integer_ratio()) for n, v in {**values, **at}.items() if n != about
    }
    ends = {cell[0]: dict(zip(tree.players, payoffs, strict=True)) for cell, payoffs in tree.payoffs.items()}
    if who == "challenger":
        gain = ends["threaten.soft.defy"][who] - ends["threaten.soft.withdraw"][who]
    else:
        hard = Parameter("hardliners").symbol
        threat = hard * ends["threaten.hardliner"][who] + (1 - hard) * ends["threaten.soft.withdraw"][who]
        gain = ends["no_threat"][who] - threat
    most = 1 if about == "hardliners" else 10**6
    return Incentives({"leave": sympy.expand(sympy.sympify(gain).subs(known))}, Parameter(about).symbol, 0, most)
