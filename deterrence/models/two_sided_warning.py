"""A warning between two who both have a secret: the defender its resolve, the challenger what it stands to gain."""

from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import DETERRENCE, bind, model, probability

__all__ = ["PARAMETERS", "two_sided_warning"]

PARAMETERS = (
    probability("credibility", "prior that the defender is resolute"),
    probability("boldness", "prior that the challenger is bold"),
    Parameter("gain_bold", "a bold challenger's gain from an unanswered probe", "> 0", "utils"),
    Parameter("gain_cautious", "a cautious challenger's gain from an unanswered probe", "> 0", "utils"),
    Parameter("clash_cost", "challenger's cost of being answered", "> 0", "utils"),
    Parameter("loss_resolute", "resolute defender's loss from a probe, which it answers", "> 0", "utils"),
    Parameter("loss_irresolute", "irresolute defender's loss from a probe, which it tolerates", "> 0", "utils"),
    Parameter("bluff_cost", "irresolute defender's cost of a warning that is called", ">= 0", "utils"),
    Parameter("face_cost", "challenger's cost of complying with a warning", ">= 0", "utils", 0),
)


@model
def two_sided_warning(
    *,
    credibility: Any = None,
    boldness: Any = None,
    gain_bold: Any = None,
    gain_cautious: Any = None,
    clash_cost: Any = None,
    loss_resolute: Any = None,
    loss_irresolute: Any = None,
    bluff_cost: Any = None,
    face_cost: Any = 0,
) -> ExtensiveForm:
    """A defender of secret resolve warns or not, and a challenger of secret boldness probes or not.

    ::

        nature -- (resolute or irresolute) x (bold or cautious), drawn independently
          defender, knowing its resolve -- stay_silent | warn
            challenger, knowing its boldness and the message -- refrain: -face_cost after a warning
                                                             +- probe:   answered iff the defender is resolute

    A challenger probes iff the posterior that the defender is resolute is below gain / (gain + clash_cost), which is
    higher for the bold. Between the two values a bluff works on the cautious only: the irresolute defender weighs the
    probes that a warning avoids against the bold ones that call it.

    Parameters
    ----------
    credibility, boldness : number, optional
        Probabilities in [0, 1].
    gain_bold, gain_cautious, clash_cost, loss_resolute, loss_irresolute : number, optional
        Positive, in utils; all but the gains are subtracted.
    bluff_cost, face_cost : number, optional
        At least 0, in utils, subtracted.

    Returns
    -------
    ExtensiveForm
        With outcomes ``clash``, ``unanswered``, ``bluff_called`` and ``deterred``, as in `warning_game`.

    Notes
    -----
    This package's own. With boldness 0 or 1 it is `warning_game` without accidents, `bluff_cost` being an audience cost
    below the commitment gap.

    Examples
    --------
    >>> game = two_sided_warning(credibility="2/5", boldness="1/4", gain_bold=3, gain_cautious=1, clash_cost=1,
    ...                          loss_resolute=1, loss_irresolute=1, bluff_cost=2)
    >>> list(game.information_sets["challenger"])
    ['bold, stay_silent', 'bold, warn', 'cautious, stay_silent', 'cautious, warn']
    """
    p, values = bind(PARAMETERS, locals())
    defender, challenger = players("defender challenger")
    gains = {"bold": p.gain_bold, "cautious": p.gain_cautious}

    def reply(resolve: str, boldness: str, message: str) -> Any:
        warned = message == "warn"
        refrain = outcome("deterred", defender=0, challenger=-p.face_cost if warned else 0)
        if resolve == "resolute":
            probe = outcome("clash", defender=-p.loss_resolute, challenger=-p.clash_cost)
        else:
            probe = outcome(
                "unanswered",
                defender=-p.loss_irresolute - (p.bluff_cost if warned else 0),
                challenger=gains[boldness],
                weights={"unanswered": 1, "bluff_called": int(warned)},
            )
        return challenger.chooses(refrain=refrain, probe=probe, knowing=f"{boldness}, {message}")

    def crisis(resolve: str, boldness: str) -> Any:
        messages = {m: reply(resolve, boldness, m) for m in ("stay_silent", "warn")}
        return defender.chooses(messages, knowing=resolve)

    chances = {"resolute": p.credibility, "irresolute": 1 - p.credibility}
    others = {"bold": p.boldness, "cautious": 1 - p.boldness}
    draws = {f"{r}, {b}": (x * y, crisis(r, b)) for r, x in chances.items() for b, y in others.items()}
    tree = ExtensiveForm(nature(draws), parameters=PARAMETERS, title="Two-sided warning", criteria=DETERRENCE)
    return tree.at(**values)
