"""Accident or intent: a defender sees an incursion through noise, and must decide whether to respond."""

from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

__all__ = ["PARAMETERS", "noisy_incursion"]

PARAMETERS = (
    probability("accident_rate", "probability that somebody strays across the border, unasked", below_one=True),
    probability("accuracy", "probability that the track looks like what it is"),
    Parameter("gain", "challenger's gain from a tolerated probe", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of any response", "> 0", "utils"),
    Parameter("tolerate_cost", "defender's loss from tolerating a probe", "> 0", "utils"),
    Parameter("respond_cost", "defender's cost of responding to a probe", ">= 0", "utils"),
    Parameter("mistake_cost", "defender's cost of responding to an accident", ">= 0", "utils"),
)


@model
def noisy_incursion(
    *,
    accident_rate: Any = None,
    accuracy: Any = None,
    gain: Any = None,
    clash_cost: Any = None,
    tolerate_cost: Any = None,
    respond_cost: Any = None,
    mistake_cost: Any = None,
) -> ExtensiveForm:
    """Somebody strays across the border, or a challenger sends somebody; the track looks one way or the other.

    The challenger moves only on days without accidents. The defender sees how the track looks, not what it is::

        nature -- stray (accident_rate) -> nature -- looks like an accident (accuracy) / deliberate -> defender
               +- calm -> challenger -- refrain -> status quo
                                     +- probe   -> nature -- looks deliberate (accuracy) / like an accident -> defender
        defender -- tolerate | respond, knowing how the track looks

    A probe hides among accidents. The more there are, and the less a track tells, the less often a probe is answered; where
    the defender answers deliberate looks only, a probe is answered with probability `accuracy`. Where a defender that is
    sure to answer deters, nobody probes, and then an incursion must have been an accident, which a defender would rather
    tolerate: so the challenger probes sometimes.

    Parameters
    ----------
    accident_rate : number, optional
        Probability in [0, 1).
    accuracy : number, optional
        Probability in [0, 1]; 1/2 tells nothing.
    gain, clash_cost, tolerate_cost : number, optional
        Positive, in utils; costs are subtracted.
    respond_cost, mistake_cost : number, optional
        At least 0, in utils, subtracted.

    Returns
    -------
    ExtensiveForm
        With outcomes ``status_quo``, ``unanswered`` and ``clash`` after a probe, ``tolerated_accident`` and
        ``mistaken_response`` after an accident; ``deterred`` has weight 1 where the challenger refrains.

    Notes
    -----
    Derived here, not a published result. `ambiguous_incursion` is the case without a track to look at.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = noisy_incursion(accident_rate="1/2", accuracy="4/5", gain=1, clash_cost=1, tolerate_cost=2, respond_cost=1,
    ...                        mistake_cost=1)
    >>> eq, = dt.nash(game).extreme
    >>> eq["challenger"]["calm"]["probe"], eq["defender"]["looks deliberate"]["respond"]
    (Fraction(1, 4), Fraction(5, 8))
    """
    p, values = bind(PARAMETERS, locals())
    challenger, defender = players("challenger defender")

    def tracked(looks: str, tolerated: Any, answered: Any) -> Any:
        return defender.chooses(tolerate=tolerated, respond=answered, knowing=f"looks {looks}")

    stray = (
        outcome("tolerated_accident", challenger=0, defender=0),
        outcome("mistaken_response", challenger=-p.clash_cost, defender=-p.mistake_cost),
    )
    probe = (
        outcome("unanswered", challenger=p.gain, defender=-p.tolerate_cost),
        outcome("clash", challenger=-p.clash_cost, defender=-p.respond_cost),
    )
    seen = {
        "accidental": (p.accuracy, tracked("accidental", *stray)),
        "deliberate": (1 - p.accuracy, tracked("deliberate", *stray)),
    }
    sent = {
        "accidental": (1 - p.accuracy, tracked("accidental", *probe)),
        "deliberate": (p.accuracy, tracked("deliberate", *probe)),
    }
    refrain = outcome("status_quo", challenger=0, defender=0, weights={"status_quo": 1, "deterred": 1})
    calm = challenger.chooses(refrain=refrain, probe=nature(sent))
    root = nature(stray=(p.accident_rate, nature(seen)), calm=(1 - p.accident_rate, calm))
    criteria = DETERRENCE[:3]
    return ExtensiveForm(root, parameters=PARAMETERS, title="Noisy incursion", criteria=criteria).at(**values)
