"""Strategic probit: crises in which sides err, or know something about their own payoffs that nobody else knows."""

from typing import Any

from ..errors import InvalidParameter
from ..parameters import Parameter
from ..roots import normal_cdf
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "strategic_choice", "strategic_deterrence"]

PARAMETERS = (
    Parameter("status_quo_challenger", "challenger's payoff of the status quo", "real", "utils"),
    Parameter("concession_challenger", "challenger's payoff when the defender concedes", "real", "utils"),
    Parameter("backdown_challenger", "challenger's payoff of backing down", "real", "utils"),
    Parameter("war_challenger", "challenger's payoff of war", "real", "utils"),
    Parameter("concession_defender", "defender's payoff of conceding", "real", "utils", 0),
    Parameter("backdown_defender", "defender's payoff when the challenger backs down", "real", "utils"),
    Parameter("war_defender", "defender's payoff of war", "real", "utils"),
    Parameter("noise", "standard deviation of every error or secret", "> 0", "utils", 1),
)


@model
def strategic_choice(
    *,
    errors: str = "agents",
    status_quo_challenger: Any = None,
    concession_challenger: Any = None,
    war_challenger: Any = None,
    concession_defender: Any = 0,
    war_defender: Any = None,
    noise: Any = 1,
) -> ClosedFormModel:
    """A challenger moves or not, a defender concedes or fights, both with normal noise.

    ::

        challenger -- stay -> status quo
                   +- move -> defender -- concede -> concession
                                       +- fight   -> war

    Noise is an error of whoever moves (agents), or a part of every payoff that only its owner knows (private). Both are
    solved backwards, so there is one equilibrium for every noise; without noise it becomes the subgame-perfect one.

    Parameters
    ----------
    errors : {"agents", "private"}
    status_quo_challenger, concession_challenger, war_challenger : number, optional
        In utils.
    concession_defender, war_defender : number, optional
        In utils.
    noise : number, optional
        Positive, in utils: standard deviation of each error or secret; all are independent.

    Returns
    -------
    ClosedFormModel
        Probabilities ``status_quo``, ``concession`` and ``war``.

    Raises
    ------
    InvalidParameter
        For another kind of errors.

    Notes
    -----
    With logit errors of agents it is ``dt.quantal_response`` of the tree.

    References
    ----------
    .. [1] C. S. Signorino (1999), Strategic interaction and the statistical analysis of international conflict, American
       Political Science Review 93, 279-297.
    .. [2] C. S. Signorino (2003), Structure and uncertainty in discrete choice models, Political Analysis 11, 316-344.

    Examples
    --------
    >>> crisis = strategic_choice(status_quo_challenger=0, concession_challenger=1, war_challenger=-2, war_defender="1/2")
    >>> {name: round(p, 6) for name, p in crisis.numbers.items()}
    {'status_quo': 0.741068, 'concession': 0.093691, 'war': 0.165241}
    """
    import sympy

    if errors not in ("agents", "private"):
        raise InvalidParameter(f"errors is {errors!r}; allowed: 'agents', 'private'")
    p, values = bound(PARAMETERS, locals())
    fights = normal_cdf((p.war_defender - p.concession_defender) / (sympy.sqrt(2) * p.noise))
    # private: what the challenger does not know of its own payoffs is weighed by how often they come about
    spread = sympy.sqrt(2 if errors == "agents" else 1 + fights**2 + (1 - fights) ** 2)
    worth = (1 - fights) * p.concession_challenger + fights * p.war_challenger
    moves = normal_cdf((worth - p.status_quo_challenger) / (spread * p.noise))
    forms = {"status_quo": 1 - moves, "concession": moves * (1 - fights), "war": moves * fights}
    return closed(f"Strategic choice, {errors}", p, values, forms)


@model
def strategic_deterrence(
    *,
    status_quo_challenger: Any = None,
    concession_challenger: Any = None,
    backdown_challenger: Any = None,
    war_challenger: Any = None,
    concession_defender: Any = 0,
    backdown_defender: Any = None,
    war_defender: Any = None,
    noise: Any = 1,
) -> ClosedFormModel:
    """Three moves of deterrence, each with a normal error of whoever moves.

    ::

        challenger -- stay -> status quo
                   +- move -> defender -- concede -> concession
                                       +- resist  -> challenger -- back_down -> backdown
                                                                +- fight     -> war

    Parameters
    ----------
    status_quo_challenger, concession_challenger, backdown_challenger, war_challenger : number, optional
        In utils.
    concession_defender, backdown_defender, war_defender : number, optional
        In utils.
    noise : number, optional
        Positive, in utils: standard deviation of the error of each action.

    Returns
    -------
    ClosedFormModel
        Probabilities ``status_quo``, ``concession``, ``backdown`` and ``war``.

    References
    ----------
    .. [1] C. S. Signorino (1999), Strategic interaction and the statistical analysis of international conflict, American
       Political Science Review 93, 279-297.

    Examples
    --------
    >>> crisis = strategic_deterrence(status_quo_challenger=0, concession_challenger=1, backdown_challenger="-1/2",
    ...     war_challenger=-1, concession_defender=-1, backdown_defender="1/2", war_defender="-3/2")
    >>> [round(p, 6) for p in crisis.numbers.values()]
    [0.553687, 0.13011, 0.201789, 0.114414]
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    spread = sympy.sqrt(2) * p.noise
    fights = normal_cdf((p.war_challenger - p.backdown_challenger) / spread)
    resisting = (1 - fights) * p.backdown_defender + fights * p.war_defender
    resists = normal_cdf((resisting - p.concession_defender) / spread)
    resisted = (1 - fights) * p.backdown_challenger + fights * p.war_challenger
    moving = (1 - resists) * p.concession_challenger + resists * resisted
    moves = normal_cdf((moving - p.status_quo_challenger) / spread)
    forms = {
        "status_quo": 1 - moves,
        "concession": moves * (1 - resists),
        "backdown": moves * resists * (1 - fights),
        "war": moves * resists * fights,
    }
    return closed("Strategic deterrence", p, values, forms)
