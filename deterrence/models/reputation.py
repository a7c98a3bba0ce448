"""Successive probes of a defender who may be resolute: what tolerating one costs against the next."""

from dataclasses import replace
from typing import Any

from ..games.game import Criterion
from ..games.reputation import ReputationGame
from ..parameters import Parameter
from .declaring import DETERRENCE, model, probability
from .formulae import ClosedFormModel, bound, closed, whole

__all__ = ["PARAMETERS", "successive_probes", "successive_probes_channels"]

PARAMETERS = (
    Parameter("stake", "what a period without a probe is worth against a tolerated one", "> 0", "costs of a response"),
    Parameter("resistance_needed", "probability of a response at which a challenger refrains", "(0, 1)", "probability"),
    probability("credibility", "probability that the defender is resolute"),
    probability("visibility", "probability that later challengers see how a probe was answered", default=1),
    Parameter("audience_cost", "defender's cost of tolerating a probe after its warning", ">= 0", "costs of a response", 0),
)

#: The three questions of every deterrence game that arise without messages, and two about the first probe.
CRITERIA = (
    *DETERRENCE[:3],
    Criterion("answers the first probe more often", "first:resists", "more"),
    Criterion("makes answering the first probe worth more", "first:worth", "more"),
)


@model
def successive_probes(
    *,
    probes: int = 10,
    stake: Any = None,
    resistance_needed: Any = None,
    credibility: Any = None,
    visibility: Any = 1,
    audience_cost: Any = 0,
) -> ClosedFormModel:
    """Challengers come one after the other; each probes or refrains, and a probed defender responds or tolerates.

    A resolute defender always responds; an irresolute one would rather not, but may respond so as to be taken for resolute::

        challenger n -- refrain --> 0, stake                                     (n - 1 more to come)
             |
             +-- probe --> defender -- tolerate --> resistance_needed, -audience_cost
                              |
                              +------- respond ---> resistance_needed - 1, -1

    Everybody sees whether there was a probe. How it was answered is seen by later challengers with probability `visibility`.
    With n probes to come a challenger refrains iff it believes the defender to be resolute with more than a threshold
    probability, which falls with n: the defender responds early, when much is still at stake. A response that few see buys
    little: the threshold then falls only once every `horizon` probes. A public warning adds an audience cost to tolerating
    and lets the answer be seen; at an audience cost of 1 or more every kind of defender responds.

    Parameters
    ----------
    probes : int, optional
        How many challengers are to come, at least 1.
    stake : number, optional
        Positive, in units of the cost of a response.
    resistance_needed : number, optional
        In (0, 1): the challenger's gain over its gain plus its loss.
    credibility, visibility : number, optional
        Probabilities in [0, 1].
    audience_cost : number, optional
        At least 0, in units of the cost of a response.

    Returns
    -------
    ClosedFormModel
        ``horizon`` and ``threshold`` with all probes to come; ``game`` is a `ReputationGame`, for `reputation`. A comparison
        asks both.

    Notes
    -----
    With visibility 1 and no audience cost, the model of Kreps and Wilson [1]_, section 3. Visibility and audience costs are
    derived here, not a published result. A costless private warning alone changes nothing: both kinds would send it.

    References
    ----------
    .. [1] D. M. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic Theory 27, 253-279.

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = successive_probes(probes=10, stake=2, resistance_needed="3/10", credibility="1/20")
    >>> crisis["threshold"], dt.reputation(crisis.game).measures()["first:deterred"]
    (59049/10000000000, (Fraction(1, 1), Fraction(1, 1)))
    """
    import sympy

    n = whole(probes, "probes")
    p, values = bound(PARAMETERS, locals())
    # with a warning tolerating costs more, which makes responding relatively cheaper and deterrence worth more
    stakes = (p.stake + p.audience_cost) / (1 - p.audience_cost)
    seen = stakes * p.visibility
    horizon = sympy.Piecewise((1, p.audience_cost >= 1), (n, sympy.Eq(p.visibility, 0)), (sympy.ceiling(1 / seen), True))
    threshold = sympy.Piecewise(
        (0, p.audience_cost >= 1),
        (p.resistance_needed, sympy.Eq(p.visibility, 0)),
        (p.resistance_needed ** sympy.ceiling(n / sympy.ceiling(1 / seen)), True),
    )
    found = closed("Successive probes", p, values, {"horizon": horizon, "threshold": threshold}, play=_Probes(n))
    return replace(found, plays_out=True, criteria=CRITERIA)


class _Probes:
    """From values to the game with a number of probes."""

    def __init__(self, probes: int) -> None:
        self.probes = probes

    def __call__(self, values: Any) -> ReputationGame:
        needed = values["resistance_needed"]
        return ReputationGame(
            values["credibility"],
            entered=(needed, needed - 1),
            host=(values["stake"], -values["audience_cost"], -1),
            periods=self.probes,
            visibility=values["visibility"],
            outcomes=("deterred", "clash", "unanswered"),
            players=("challenger", "defender"),
            criteria=CRITERIA,
        )


@model
def successive_probes_channels(
    *,
    probes: int = 10,
    stake: Any = None,
    resistance_needed: Any = None,
    credibility: Any = None,
    private_visibility: Any = None,
    public_visibility: Any = 1,
    audience_cost: Any = None,
) -> dict[str, ClosedFormModel]:
    """The same crisis when responses stay between the two sides, and when a warning and its response are public.

    Parameters
    ----------
    probes : int, optional
        How many challengers are to come, at least 1.
    stake : number, optional
        Positive, in units of the cost of a response.
    resistance_needed : number, optional
        In (0, 1).
    credibility : number, optional
        Probability in [0, 1].
    private_visibility : number, optional
        How likely a response behind closed doors is seen by later challengers, in [0, 1].
    public_visibility : number, optional
        How likely a public one is, in [0, 1].
    audience_cost : number, optional
        At least 0, in units of the cost of a response.

    Returns
    -------
    dict
        Channel to model: ``private`` and ``public``.

    Examples
    --------
    Is it worth responding to the first of ten probes if hardly anybody else sees it?

    >>> import deterrence as dt
    >>> models = successive_probes_channels(probes=10, stake="3/2", resistance_needed="2/5", credibility="1/20",
    ...                                     private_visibility="1/5", audience_cost="4/5")
    >>> {name: str(dt.reputation(m.game).resists(10, "1/20")) for name, m in models.items()}
    {'private': '21/76', 'public': '1'}
    """
    shared = {"probes": probes, "stake": stake, "resistance_needed": resistance_needed, "credibility": credibility}
    return {
        "private": successive_probes(**shared, visibility=private_visibility),
        "public": successive_probes(**shared, visibility=public_visibility, audience_cost=audience_cost),
    }
