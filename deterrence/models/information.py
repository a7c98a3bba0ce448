"""What to reveal about resolve, when to report, and where to patrol."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..parameters import Parameter
from .declaring import model, probability
from .formulae import ClosedFormModel, bound, closed, whole

__all__ = ["PARAMETERS", "Revelation", "delayed_report", "patrols", "resolve_persuasion"]

PARAMETERS = (
    Parameter("credibility", "the challenger's prior that the defender is resolute", "(0, 1)", "probability"),
    Parameter("belief_needed", "belief from which on the challenger refrains", "(0, 1)", "probability"),
    Parameter("event_rate", "rate at which the event happens that would make the challenger act", "> 0", "per unit of time"),
    probability("detection_needed", "detection probability from which on a sector is deterred"),
)


@dataclass(frozen=True)
class Revelation:
    """A prior, and what the sender gets at each belief where that changes: the arguments of `persuasion`.

    Attributes
    ----------
    prior : Fraction
    values : dict
    """

    prior: Fraction
    values: dict[Fraction, Fraction]


@model
def resolve_persuasion(*, credibility: Any = None, belief_needed: Any = None) -> ClosedFormModel:
    """How far an information policy can stretch credibility.

    The defender commits to what the challenger learns about its resolve; the challenger refrains iff it believes with at
    least probability `belief_needed` that the defender is resolute. The best policy lets the irresolute pass for resolute
    just as often as the challenger will bear.

    Parameters
    ----------
    credibility, belief_needed : number, optional
        Probabilities in (0, 1).

    Returns
    -------
    ClosedFormModel
        ``deterred`` and ``bluff`` (how often the irresolute pass); ``game`` is a `Revelation`.

    References
    ----------
    .. [1] E. Kamenica and M. Gentzkow (2011), Bayesian persuasion, American Economic Review 101, 2590-2615.

    Examples
    --------
    >>> resolve_persuasion(credibility=".2", belief_needed=".5").numbers
    {'deterred': Fraction(2, 5), 'bluff': Fraction(1, 4)}
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    mu, need = p.credibility, p.belief_needed
    forms = {
        "deterred": sympy.Min(1, mu / need),
        "bluff": sympy.Min(1, mu * (1 - need) / (need * (1 - mu))),
    }
    return closed("Persuasion about resolve", p, values, forms, play=_revelation)


def _revelation(values: Any) -> Revelation:
    return Revelation(
        values["credibility"], {Fraction(0): Fraction(0), values["belief_needed"]: Fraction(1), Fraction(1): Fraction(1)}
    )


@model
def delayed_report(*, event_rate: Any = None, belief_needed: Any = None) -> ClosedFormModel:
    """How long to sit on bad news.

    An event that would make the challenger act happens at a constant rate, and stays. The challenger acts once it believes
    with probability above `belief_needed` that it has happened. Reporting it with a fixed delay keeps its belief, as long as
    no report comes, just at that level.

    Parameters
    ----------
    event_rate : number, optional
        Positive, per unit of time.
    belief_needed : number, optional
        In (0, 1).

    Returns
    -------
    ClosedFormModel
        ``delay``; ``game`` holds what acting gains after that long a silence, an `Incentives`.

    References
    ----------
    .. [1] J. C. Ely (2017), Beeps, American Economic Review 107, 31-53.

    Examples
    --------
    >>> round(delayed_report(event_rate=".1", belief_needed=".5").numbers["delay"], 6)
    6.931472
    """
    import sympy

    from ..games.incentives import Incentives

    p, values = bound(PARAMETERS, locals())

    def play(known: Any) -> Incentives:
        t = sympy.Symbol("delay", real=True)
        rate, need = (sympy.Rational(*known[n].as_integer_ratio()) for n in ("event_rate", "belief_needed"))
        belief = 1 - sympy.exp(-rate * t)
        # 40 mean waiting times are beyond any belief that a float can tell from 1
        return Incentives({"act": belief - need}, t, 0, Fraction(40) / known["event_rate"])

    forms = {"delay": -sympy.log(1 - p.belief_needed) / p.event_rate}
    return closed("Delayed report", p, values, forms, play=play)


@model
def patrols(forces: int, sectors: int, *, detection_needed: Any = None) -> ClosedFormModel:
    """Spread too thin, patrols deter nowhere; announced, they deter somewhere.

    Forces are spread over sectors; a sector is deterred iff a probe there is detected with at least a given probability.
    Spreading them evenly deters everywhere or nowhere; saying where they are lets each be as thin as it may.

    Parameters
    ----------
    forces, sectors : int
    detection_needed : number, optional
        In (0, 1].

    Returns
    -------
    ClosedFormModel
        ``spread`` and ``announced``: sectors deterred; ``share``: the largest expected share of sectors.

    References
    ----------
    .. [1] J. Eeckhout, N. Persico and P. E. Todd (2010), A theory of optimal random crackdowns, American Economic Review
       100, 1104-1135.

    Examples
    --------
    >>> {name: str(v) for name, v in patrols(3, 10, detection_needed=".5").numbers.items()}
    {'spread': '0', 'announced': '6', 'share': '3/5'}
    """
    import sympy

    m, n = whole(forces, "forces", least=0), whole(sectors, "sectors")
    p, values = bound(PARAMETERS, {"detection_needed": detection_needed})
    need = p.detection_needed
    even = sympy.Rational(m, n)
    forms = {
        "spread": sympy.Piecewise((n, need <= even), (0, True)),
        "announced": sympy.Min(n, sympy.floor(m / need)),
        "share": sympy.Min(1, even / need),
    }
    return closed("Patrols", p, values, forms, holds={"detection_needed > 0": need > 0})
