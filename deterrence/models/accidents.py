"""Accident or probe: a radar track is noisy, and the defender must decide whether to shoot."""

from typing import Any

from ..games.cutoff_game import CutoffGame
from ..parameters import Parameter
from ..roots import normal_cdf, normal_quantile
from .declaring import bind, model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "accident_or_probe", "response_threshold"]

PARAMETERS = (
    Parameter("deliberate_share", "prior probability that an incursion is deliberate", "(0, 1)", "probability"),
    Parameter("signal_distance", "mean of a deliberate track; an accident has mean 0, both deviation 1", "> 0", ""),
    Parameter("false_alarm_cost", "defender's cost of shooting at an accident", "> 0", "utils"),
    Parameter("miss_cost", "defender's cost of letting a deliberate incursion pass", "> 0", "utils"),
    Parameter("gain", "challenger's gain from a probe that is not shot at", "> 0", "utils"),
    Parameter("clash_cost", "challenger's loss from one that is", "> 0", "utils"),
    Parameter("accident_rate", "accidents per unit of time", "> 0", "per unit of time"),
)


@model
def response_threshold(
    *, deliberate_share: Any = None, signal_distance: Any = None, false_alarm_cost: Any = None, miss_cost: Any = None
) -> ClosedFormModel:
    """When to shoot at a track that may be an accident.

    The defender sees a number x, normal with mean 0 if the incursion is an accident and mean `signal_distance` if it is
    deliberate. It responds iff x is at least a threshold, where the posterior is false_alarm_cost / (false_alarm_cost +
    miss_cost).

    Parameters
    ----------
    deliberate_share : number, optional
        Probability in (0, 1).
    signal_distance : number, optional
        Positive, in standard deviations of the noise.
    false_alarm_cost, miss_cost : number, optional
        Positive, in utils, subtracted.

    Returns
    -------
    ClosedFormModel
        ``threshold``, ``false_response`` (to an accident), ``hit`` (a deliberate one answered); ``game`` is a `CutoffGame`.

    References
    ----------
    .. [1] D. M. Green and J. A. Swets (1966), Signal Detection Theory and Psychophysics, Wiley.

    Examples
    --------
    >>> found = response_threshold(deliberate_share=".3", signal_distance=2, false_alarm_cost=5, miss_cost=1).numbers
    >>> round(found["threshold"], 6), round(found["false_response"], 6), round(found["hit"], 6)
    (2.228368, 0.012928, 0.40968)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    d, share = p.signal_distance, p.deliberate_share
    x = d / 2 + sympy.log((1 - share) * p.false_alarm_cost / (share * p.miss_cost)) / d
    forms = {"threshold": x, "false_response": normal_cdf(-x), "hit": normal_cdf(d - x)}
    return closed("Response threshold", p, values, forms, play=_decision)


def _decision(values: Any) -> CutoffGame:
    """Below the cutoff the defender tolerates: what that gains, in units of the likelihood of an accident there."""
    import sympy

    p, _ = bind(PARAMETERS, {})
    x = sympy.Symbol("x", real=True)
    d, share = p.signal_distance, p.deliberate_share
    likelihood_ratio = sympy.exp(d * x - d**2 / 2)
    gain = (1 - share) * p.false_alarm_cost - share * p.miss_cost * likelihood_ratio
    return _cutoff_game(gain, x, values, {"false_response": normal_cdf(-x), "hit": normal_cdf(d - x)})


def _cutoff_game(gain: Any, x: Any, values: Any, measures: Any) -> CutoffGame:
    """A threshold on a normal signal: it has no ends, and is looked for where a float can tell tails from 0."""
    import sympy

    known = {Parameter(n).symbol: sympy.Rational(*v.as_integer_ratio()) for n, v in values.items()}
    d = values["signal_distance"]
    far = 40 + d + 40 / d
    put = {name: sympy.sympify(form).subs(known) for name, form in measures.items()}
    return CutoffGame(gain.subs(known), x, -far, far, measures=put, corners=False)


@model
def accident_or_probe(
    *,
    signal_distance: Any = None,
    false_alarm_cost: Any = None,
    miss_cost: Any = None,
    gain: Any = None,
    clash_cost: Any = None,
    accident_rate: Any = None,
) -> ClosedFormModel:
    """Accidents happen, and a challenger hides its probes among them.

    Accidents arrive at `accident_rate`; the challenger probes at a rate of its choice. The defender sees a noisy track as
    in `response_threshold` and shoots above a threshold. In the interior equilibrium the challenger is indifferent, which
    fixes the threshold, and the defender is indifferent at it, which fixes the rate of probing. So the defender's costs do
    not move the threshold; they move the probing. That looks perverse and is right.

    Parameters
    ----------
    signal_distance : number, optional
        Positive, in standard deviations of the noise.
    false_alarm_cost, miss_cost : number, optional
        The defender's, positive, in utils, subtracted.
    gain, clash_cost : number, optional
        The challenger's, positive, in utils; the cost is subtracted.
    accident_rate : number, optional
        Positive, per unit of time.

    Returns
    -------
    ClosedFormModel
        ``threshold``, ``shot`` (a probe is shot at), ``false_response``, ``probe_rate``, ``deliberate_share``; ``game`` is a
        `CutoffGame`.

    Notes
    -----
    A derivation of our own.

    Examples
    --------
    >>> found = accident_or_probe(signal_distance=2, false_alarm_cost=5, miss_cost=1, gain=1, clash_cost=3,
    ...                           accident_rate=".05").numbers
    >>> found["shot"], round(found["threshold"], 6), round(found["probe_rate"], 6), round(found["deliberate_share"], 6)
    (Fraction(1, 4), 2.67449, 0.00878, 0.149371)
    """
    p, values = bound(PARAMETERS, locals())
    shot = p.gain / (p.gain + p.clash_cost)
    forms = {"threshold": p.signal_distance - normal_quantile(shot), "shot": shot}
    forms |= _at_threshold(forms["threshold"], p)
    return closed("Accident or probe", p, values, forms, play=_hiding)


def _at_threshold(x: Any, p: Any) -> dict[str, Any]:
    """What follows from the threshold: the defender is indifferent there."""
    import sympy

    odds = p.false_alarm_cost / p.miss_cost * sympy.exp(-p.signal_distance * x + p.signal_distance**2 / 2)
    return {
        "false_response": normal_cdf(-x),
        "probe_rate": p.accident_rate * odds,
        "deliberate_share": odds / (1 + odds),
    }


def _hiding(values: Any) -> CutoffGame:
    import sympy

    p, _ = bind(PARAMETERS, {})
    x = sympy.Symbol("x", real=True)
    shot = normal_cdf(p.signal_distance - x)
    gain = p.gain * (1 - shot) - p.clash_cost * shot
    return _cutoff_game(gain, x, values, {"shot": shot, **_at_threshold(x, p)})
