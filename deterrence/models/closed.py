"""Closed forms of the models, as sympy expressions in their parameters.

They stand beside the solver, which never looks at them: tests hold the two against each other.
"""

from collections.abc import Callable
from typing import Any

from ..errors import InvalidParameter, did_you_mean
from . import ambiguous, probe, warning
from .declaring import bind

__all__ = ["closed_forms"]


def closed_forms(name: str, **options: Any) -> dict[str, Any]:
    """Formulae of a model.

    Parameters
    ----------
    name : {"probe_game", "ambiguous_incursion", "escalation_window", "warning_game"}
    **options
        For "warning_game" the channel: ``channel="private"``.

    Returns
    -------
    dict
        Name to sympy expression in the model's parameters.

    Raises
    ------
    InvalidParameter
        For an unknown model.

    Examples
    --------
    >>> closed_forms("probe_game")["threshold"]
    gain/(clash_cost + escalation_cost_challenger*escalation_risk + gain)
    """
    forms: dict[str, Callable[..., dict[str, Any]]] = {
        "probe_game": _probe,
        "ambiguous_incursion": _ambiguous,
        "escalation_window": _escalation,
        "warning_game": _warning,
    }
    if name not in forms:
        raise InvalidParameter(f"no closed forms for {name!r}{did_you_mean(name, forms)} (known: {', '.join(forms)})")
    return forms[name](**options)


def _probe() -> dict[str, Any]:
    """Threshold p*, what keeps the threat credible, and the inspection equilibrium when readiness is costly."""
    p, _ = bind(probe.PARAMETERS, {})
    clash = p.clash_cost + p.escalation_risk * p.escalation_cost_challenger
    respond = p.respond_cost + p.escalation_risk * p.escalation_cost_defender
    eps, mu, h = p.accident_rate, p.credibility, p.readiness_cost
    threshold = p.gain / (p.gain + clash)
    edge = mu * (p.tolerate_cost - respond)
    return {
        "threshold": threshold,
        "least_response": threshold / mu,
        "resolve_margin": p.tolerate_cost - respond,
        "inspection_probe": ((1 - eps) * h - eps * edge) / ((1 - eps) * (h + edge)),
        "inspection_respond": threshold / mu,
    }


def _ambiguous() -> dict[str, Any]:
    """The belief at which the defender is indifferent, and the mixed equilibrium below the licence to probe."""
    p, _ = bind(ambiguous.PARAMETERS, {})
    belief = (p.respond_cost - p.tolerate_cost_accident) / (p.tolerate_cost_deliberate - p.tolerate_cost_accident)
    return {
        "indifference_belief": belief,
        "licence_accident_rate": 1 - belief,
        "probe": p.accident_rate * belief / ((1 - p.accident_rate) * (1 - belief)),
        "respond": p.gain / (p.gain + p.clash_cost),
    }


def _escalation() -> dict[str, Any]:
    """Escalation risks that deter when the defender's loss from tolerating is uniform on [0, largest_loss].

    More risk makes a response hurt the challenger more and be carried out less often; deterrence needs the product
    Pr(respond) (gain + clash cost) to reach the gain, which is quadratic in the risk: a window between two roots.
    """
    import sympy

    names = "largest_loss respond_cost escalation_cost_defender gain clash_cost escalation_cost_challenger"
    top, x_d, w_d, gain, x_c, w_c = (sympy.Symbol(n, real=True) for n in names.split())
    a = -w_d * w_c
    b = w_c * (top - x_d) - w_d * (gain + x_c)
    c = (top - x_d) * (gain + x_c) - gain * top
    root = sympy.sqrt(b**2 - 4 * a * c)
    return {"discriminant": b**2 - 4 * a * c, "least_risk": (-b + root) / (2 * a), "most_risk": (-b - root) / (2 * a)}


def _warning(channel: str = "private") -> dict[str, Any]:
    """Thresholds of one channel with a single warning: prior and posterior that stop the challenger, tolerable
    incursion rates, silence-equivalents and the no-bluff size of the cost of a broken warning.
    """
    import sympy

    p, _ = bind(warning.PARAMETERS, {})
    messages = warning.warning_messages(channel, p, {})
    warnings = [m for name, m in messages.items() if name != warning.SILENT]
    forms = {"p0": p.gain / (p.gain + p.clash_cost)}
    if len(warnings) != 1:
        return forms
    (m,) = warnings
    loss_resolute = p.loss_resolute + m.forewarned
    loss_irresolute = p.loss_irresolute + m.forewarned + sympy.Min(p.commitment_gap, m.broken)
    return {
        **forms,
        "t": (p.gain + m.face) / (p.gain + p.clash_cost),
        "broken": m.broken,
        "face": m.face,
        "rate": m.rate,
        "i_R": (p.loss_resolute - m.sending) / loss_resolute,
        "i_I": (p.loss_irresolute - m.sending) / loss_irresolute,
        "j_R": (m.sending + m.rate * loss_resolute) / p.loss_resolute,
        "j_I": (m.sending + m.rate * loss_irresolute) / p.loss_irresolute,
        "no_bluff": sympy.Min(p.commitment_gap, p.loss_irresolute * (1 - m.rate) / m.rate),
    }
