"""Restraint under imperfect monitoring: what is seen may be an accident, and punishment must start all the same."""

from fractions import Fraction
from typing import Any

from ..games.normal_form import NormalForm
from ..games.repeated import RepeatedGame
from ..parameters import Parameter
from .declaring import model, probability
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "hidden_restraint", "limited_punishment", "noisy_restraint"]

BAD, GOOD = "incident", "quiet"
RESTRAIN, PROVOKE = "restrain", "provoke"

PARAMETERS = (
    probability("quiet_if_restrained", "probability of a quiet round if both restrain themselves"),
    probability("quiet_if_provoked", "probability of a quiet round if one provokes"),
    Parameter("discount", "discount factor per round", "[0, 1)", ""),
    Parameter("restraint_payoff", "payoff of a round of mutual restraint", "> 0", "utils", 2),
    Parameter("provocation_gain", "what provoking a restrained side gains in that round", "> 0", "utils", 1),
    probability("hidden", "probability of an incident whatever both do", below_one=True),
)


@model
def noisy_restraint(
    *,
    quiet_if_restrained: Any = None,
    quiet_if_provoked: Any = None,
    discount: Any = None,
    restraint_payoff: Any = 2,
    provocation_gain: Any = 1,
) -> ClosedFormModel:
    """Mutual restraint until the first incident, hostility for ever after.

    In each round both sides restrain themselves or provoke; both see whether there was an incident, which accidents cause
    too. The grim reaction is an equilibrium iff the future counts enough. Hostility pays 0 a round, provoking a restrained
    side restraint_payoff + provocation_gain, being provoked -1.

    Parameters
    ----------
    quiet_if_restrained, quiet_if_provoked : number, optional
        Probabilities in [0, 1], the first the larger one.
    discount : number, optional
        In [0, 1).
    restraint_payoff, provocation_gain : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``least_discount``, ``value`` (average per round), ``rounds_to_collapse``; ``game`` is a `RepeatedGame`.

    References
    ----------
    .. [1] G. J. Mailath and L. Samuelson (2006), Repeated Games and Reputations, Oxford University Press, ch. 7.

    Examples
    --------
    >>> noisy_restraint(quiet_if_restrained=".9", quiet_if_provoked=".5", discount=".9").numbers["least_discount"]
    Fraction(10, 17)
    """
    p, values = bound(PARAMETERS, locals())
    q, r, v, g = p.quiet_if_restrained, p.quiet_if_provoked, p.restraint_payoff, p.provocation_gain
    forms = {
        # g <= discount (q - r) v / (1 - discount q)
        "least_discount": g / (v * (q - r) + g * q),
        "value": v * (1 - p.discount) / (1 - p.discount * q),
        "rounds_to_collapse": 1 / (1 - q),
    }
    holds = {"quiet_if_restrained > quiet_if_provoked": q > r, "quiet_if_restrained < 1": q < 1}
    return closed("Noisy restraint", p, values, forms, holds=holds, play=_repeated)


@model
def limited_punishment(
    *,
    quiet_if_restrained: Any = None,
    quiet_if_provoked: Any = None,
    discount: Any = None,
    restraint_payoff: Any = 2,
    provocation_gain: Any = 1,
) -> ClosedFormModel:
    """Mutual restraint; after an incident some rounds of hostility, then restraint again.

    As `noisy_restraint`, but hostility ends. The fewest rounds that keep both sides honest are best for both.

    Parameters
    ----------
    quiet_if_restrained, quiet_if_provoked : number, optional
        Probabilities in [0, 1], the first the larger one.
    discount : number, optional
        In [0, 1).
    restraint_payoff, provocation_gain : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``rounds`` (fewest of hostility), ``value`` (discounted sum), ``peaceful_share``; ``game`` is a `RepeatedGame`.

    Notes
    -----
    The setting of `noisy_restraint`, whose source it shares, with the incentive worked out for a punishment that ends.

    Examples
    --------
    >>> found = limited_punishment(quiet_if_restrained=".9", quiet_if_provoked=".5", discount=".9").numbers
    >>> found["rounds"], round(float(found["value"]), 6), round(float(found["peaceful_share"]), 6)
    (Fraction(2, 1), 17.079419, 0.833333)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    q, r, v, g, d = p.quiet_if_restrained, p.quiet_if_provoked, p.restraint_payoff, p.provocation_gain, p.discount
    # g <= d (q - r) (1 - d^T) v / (1 - d q - d^(T+1) (1 - q)), solved for d^T
    power = (d * (q - r) * v - g * (1 - d * q)) / (d * ((q - r) * v - g * (1 - q)))
    rounds = sympy.ceiling(sympy.log(power) / sympy.log(d))
    forms = {
        "rounds": rounds,
        "value": v / (1 - d * q - d ** (rounds + 1) * (1 - q)),
        "peaceful_share": 1 / (1 + (1 - q) * rounds),
    }
    holds = {
        "quiet_if_restrained > quiet_if_provoked": q > r,
        "a discount factor above the least one of noisy_restraint": d * (v * (q - r) + g * q) > g,
    }
    return closed("Limited punishment", p, values, forms, holds=holds, play=_repeated)


@model
def hidden_restraint(*, hidden: Any = None, discount: Any = None) -> ClosedFormModel:
    """Provocation can hide behind bad luck: an incident happens anyway with some probability.

    As `limited_punishment`, but a provocation always causes an incident, and restraint causes one with probability `hidden`.
    In rounds that bad luck does not spoil, mutual restraint pays 1/2 and provoking 1.

    Parameters
    ----------
    hidden : number, optional
        Probability in [0, 1).
    discount : number, optional
        In [0, 1).

    Returns
    -------
    ClosedFormModel
        ``rounds`` (fewest of hostility), ``value`` (discounted sum), ``least_discount``; ``game`` is a `RepeatedGame`.

    Notes
    -----
    Green and Porter's price wars in the textbook form of Tirole [1]_.

    References
    ----------
    .. [1] J. Tirole (1988), The Theory of Industrial Organization, MIT Press, sec. 6.7.1.

    Examples
    --------
    >>> found = hidden_restraint(hidden=".1", discount=".9").numbers
    >>> found["rounds"], round(float(found["value"]), 6)
    (Fraction(2, 1), 3.842869)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    h, d = p.hidden, p.discount
    # 1 <= 2 (1 - h) d + (2 h - 1) d^(T+1)
    rounds = sympy.ceiling(sympy.log((2 * (1 - h) * d - 1) / (1 - 2 * h)) / sympy.log(d) - 1)
    forms = {
        "rounds": rounds,
        "value": (1 - h) / 2 / (1 - (1 - h) * d - h * d ** (rounds + 1)),
        "least_discount": 1 / (2 * (1 - h)),
    }
    holds = {"hidden < 1/2": 2 * h < 1, "discount > 1 / (2 (1 - hidden))": 2 * (1 - h) * d > 1}
    return closed("Hidden restraint", p, values, forms, holds=holds, play=_unobserved)


def _repeated(values: Any) -> RepeatedGame:
    v, g = values["restraint_payoff"], values["provocation_gain"]
    quiet = (values["quiet_if_restrained"], values["quiet_if_provoked"])
    return _game((v, v + g, Fraction(-1)), quiet, values["discount"])


def _unobserved(values: Any) -> RepeatedGame:
    spared = 1 - values["hidden"]
    return _game((spared / 2, spared, Fraction(0)), (spared, Fraction(0)), values["discount"])


def _game(payoffs: tuple[Fraction, Fraction, Fraction], quiet: tuple[Fraction, Fraction], discount: Any) -> RepeatedGame:
    both, alone, provoked = payoffs
    cells = {
        (RESTRAIN, RESTRAIN): (both, both),
        (RESTRAIN, PROVOKE): (provoked, alone),
        (PROVOKE, RESTRAIN): (alone, provoked),
        (PROVOKE, PROVOKE): (Fraction(0), Fraction(0)),
    }
    stage = NormalForm(players=("side 1", "side 2"), payoffs=cells, title="Restraint")
    signals = {}
    for cell in cells:
        chance = quiet[0] if cell == (RESTRAIN, RESTRAIN) else quiet[1]
        signals[cell] = {GOOD: chance, BAD: 1 - chance}
    return RepeatedGame(stage, signals, discount=discount)
