"""Unilateral deterrence: a challenger may attack a defender, and neither knows how much the other would rather fight."""

from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model, probability

__all__ = ["PARAMETERS", "unilateral_deterrence"]

PARAMETERS = (
    probability("credibility_challenger", "prior that the challenger is hard: it would rather fight than back down"),
    probability("credibility_defender", "prior that the defender is hard: it would rather fight than concede"),
    Parameter("concession_challenger", "challenger's payoff when the defender concedes", "real", "utils"),
    Parameter("status_quo_challenger", "challenger's payoff of the status quo", "real", "utils"),
    Parameter("conflict_hard_challenger", "a hard challenger's payoff of conflict", "real", "utils"),
    Parameter("backdown_challenger", "challenger's payoff of backing down", "real", "utils"),
    Parameter("conflict_soft_challenger", "a soft challenger's payoff of conflict", "real", "utils"),
    Parameter("status_quo_defender", "defender's payoff of the status quo", "real", "utils", 1),
    Parameter("backdown_defender", "defender's payoff when the challenger backs down", "real", "utils"),
    Parameter("conflict_hard_defender", "a hard defender's payoff of conflict", "real", "utils"),
    Parameter("concession_defender", "defender's payoff of conceding", "real", "utils"),
    Parameter("conflict_soft_defender", "a soft defender's payoff of conflict", "real", "utils"),
)


@model
def unilateral_deterrence(
    *,
    credibility_challenger: Any = None,
    credibility_defender: Any = None,
    concession_challenger: Any = None,
    status_quo_challenger: Any = None,
    conflict_hard_challenger: Any = None,
    backdown_challenger: Any = None,
    conflict_soft_challenger: Any = None,
    status_quo_defender: Any = 1,
    backdown_defender: Any = None,
    conflict_hard_defender: Any = None,
    concession_defender: Any = None,
    conflict_soft_defender: Any = None,
) -> ExtensiveForm:
    """A challenger demands or not, a defender concedes or resists, a resisted challenger backs down or fights.

    Each is hard or soft and knows only its own type. Hard sides prefer conflict to giving in, soft ones do not::

        nature -- (hard or soft challenger) x (hard or soft defender)
          challenger -- cooperate -> status quo
                     +- defect    -> defender -- concede -> concession
                                              +- resist  -> challenger -- back_down -> backdown
                                                                       +- fight     -> conflict

    The challenger prefers concession > status quo > conflict (hard) > backdown > conflict (soft), the defender backdown >
    conflict (hard) > concession > conflict (soft). In the last move the hard fight and the soft back down, and hard
    defenders resist. Then there are: deterrence, certain (soft defenders would concede, the defender is credible enough)
    or steadfast (soft ones would resist, believing that whoever defects is probably soft; it always exists); separation
    (hard challengers defect); bluff (soft ones defect sometimes and soft defenders resist sometimes); attack (everyone
    defects, soft defenders concede).

    Parameters
    ----------
    credibility_challenger, credibility_defender : number, optional
        Probability in [0, 1] that it is hard; drawn independently.
    concession_challenger, status_quo_challenger, conflict_hard_challenger : number, optional
        In utils.
    backdown_challenger, conflict_soft_challenger : number, optional
        In utils.
    status_quo_defender, backdown_defender, conflict_hard_defender : number, optional
        In utils.
    concession_defender, conflict_soft_defender : number, optional
        In utils.

    Returns
    -------
    ExtensiveForm
        With outcomes ``status_quo``, ``concession``, ``backdown`` and ``conflict``.
        ``dt.nash(tree.normal_form()).refine("undominated")`` has the equilibria in which nobody's last move is worse than
        another.

    Notes
    -----
    The game is the asymmetric deterrence game of the book [1]_; the regions were derived anew. The order of payoffs is not
    enforced.

    References
    ----------
    .. [1] F. C. Zagare and D. M. Kilgour (2000), Perfect Deterrence, Cambridge University Press.

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = unilateral_deterrence(
    ...     credibility_challenger="3/10", credibility_defender="9/20", concession_challenger=1,
    ...     status_quo_challenger="3/5", conflict_hard_challenger="1/5", backdown_challenger=0, conflict_soft_challenger=-1,
    ...     backdown_defender="4/5", conflict_hard_defender="2/5", concession_defender="1/5", conflict_soft_defender="-2/5")
    >>> credible = dt.nash(crisis.normal_form()).refine("undominated")
    >>> tuple(dt.probability(credible, "conflict"))
    (Fraction(0, 1), Fraction(27, 200))
    """
    p, values = bind(PARAMETERS, locals())
    challenger, defender = players("challenger defender")
    fighting = {
        "hard": (p.conflict_hard_challenger, p.conflict_hard_defender),
        "soft": (p.conflict_soft_challenger, p.conflict_soft_defender),
    }

    def crisis(mine: str, theirs: str) -> Any:
        at_war = outcome("conflict", challenger=fighting[mine][0], defender=fighting[theirs][1])
        backdown = outcome("backdown", challenger=p.backdown_challenger, defender=p.backdown_defender)
        concession = outcome("concession", challenger=p.concession_challenger, defender=p.concession_defender)
        last = challenger.chooses(back_down=backdown, fight=at_war, knowing=f"{mine} challenger, resisted")
        reply = defender.chooses(concede=concession, resist=last, knowing=f"{theirs} defender")
        status_quo = outcome("status_quo", challenger=p.status_quo_challenger, defender=p.status_quo_defender)
        return challenger.chooses(cooperate=status_quo, defect=reply, knowing=f"{mine} challenger")

    chances = {"hard": p.credibility_challenger, "soft": 1 - p.credibility_challenger}
    others = {"hard": p.credibility_defender, "soft": 1 - p.credibility_defender}
    draws = {f"{m} against {t}": (x * y, crisis(m, t)) for m, x in chances.items() for t, y in others.items()}
    return ExtensiveForm(nature(draws), parameters=PARAMETERS, title="Unilateral deterrence").at(**values)
