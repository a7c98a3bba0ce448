"""Arms races out of fear: each side arms because the other might."""

from typing import Any

from ..games.cutoff_game import CutoffGame
from ..parameters import Parameter
from ..roots import Implicit
from .declaring import model
from .formulae import ClosedFormModel, bound, closed, whole

__all__ = ["PARAMETERS", "arms_race", "arms_race_talk"]

PARAMETERS = (
    Parameter("advantage", "gain from arming against a side that does not", "> 0", "utils"),
    Parameter("exposure", "loss from not arming against a side that does", "> 0", "utils"),
)


@model
def arms_race(power: int = 2, *, advantage: Any = None, exposure: Any = None) -> ClosedFormModel:
    """Each side privately knows what arming costs it, and arms for fear that the other does.

    Costs c lie in [0, 1] with distribution function c ** power. Against a side that arms, arming costs c and not arming
    `exposure`; against one that does not, arming pays advantage - c and not arming 0. A side arms iff its cost is at most a
    cutoff. With evenly spread costs (power 1) fear feeds on itself until everybody arms, however small the advantage.

    Parameters
    ----------
    power : int
    advantage, exposure : number, optional
        Positive, in utils; the exposure is the larger one, and above 1 everybody arming is an equilibrium.

    Returns
    -------
    ClosedFormModel
        ``cutoff`` (all inside (0, 1)); for power 2 ``low`` and ``high`` by formula where they exist; ``game`` is a
        `CutoffGame`, whose upper corner is the arms race.

    References
    ----------
    .. [1] S. Baliga and T. Sjostrom (2004), Arms races and negotiations, Review of Economic Studies 71, 351-369.

    Examples
    --------
    >>> found = arms_race(2, advantage=".05", exposure="1.2").numbers
    >>> [round(c, 6) for c in found["cutoff"]]
    [0.053262, 0.816303]
    """
    import sympy

    n = whole(power, "power")
    p, values = bound(PARAMETERS, {"advantage": advantage, "exposure": exposure})
    x = sympy.Symbol("c", real=True)
    gain = p.exposure * x**n + p.advantage * (1 - x**n) - x
    forms: dict[str, Any] = {"cutoff": Implicit(gain, x, 0, 1)}
    holds = {"exposure > advantage": p.exposure > p.advantage}
    if n == 2:
        # no solution where the root is not real
        root, width = sympy.sqrt(1 - 4 * p.advantage * (p.exposure - p.advantage)), 2 * (p.exposure - p.advantage)
        forms |= {"low": ((1 - root) / width,), "high": ((1 + root) / width,)}

    def play(known: Any) -> CutoffGame:
        put = {Parameter(name).symbol: sympy.Rational(*v.as_integer_ratio()) for name, v in known.items()}
        return CutoffGame(gain.subs(put), x, measures={"arms": x**n, "race": x ** (2 * n)})

    return closed("Arms race", p, values, forms, holds=holds, play=play)


@model
def arms_race_talk(*, advantage: Any = None, exposure: Any = None) -> ClosedFormModel:
    """Talk before an arms race: a middle group that separates itself keeps the peace.

    As `arms_race` with costs uniform on [0, 1], but before they choose both sides say one of two words, at no cost. Sides
    with costs between two cutoffs say the first word, all others the second. After two first words nobody arms, after
    different words both do, and after two second words those with low costs do.

    Parameters
    ----------
    advantage, exposure : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``low`` and ``high`` cutoffs and ``peace``, the probability that nobody arms: for every solution of the two
        conditions of indifference.

    Notes
    -----
    A derivation of our own. That talk makes an arms race unlikely where dominant types are rare is Baliga and Sjostrom's
    theorem [1]_.

    References
    ----------
    .. [1] S. Baliga and T. Sjostrom (2004), Arms races and negotiations, Review of Economic Studies 71, 351-369.

    Examples
    --------
    >>> found = arms_race_talk(advantage=".01", exposure="1.2").numbers
    >>> round(found["low"][-1], 6), round(found["high"][-1], 6), round(found["peace"][-1], 6)
    (0.153127, 0.205042, 0.634653)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    low = sympy.Symbol("low", real=True)
    mu, d = p.advantage, p.exposure
    # low = mu (1 - high) / (high - low) gives high; high = d low / (1 - 2 (high - low)) is what is left to solve
    high = (mu + low**2) / (mu + low)
    middle = mu * (1 - low) / (mu + low)
    equation = (mu + low**2) * (low - mu + 2 * mu * low) - d * low * (mu + low) ** 2
    least = mu / (1 + 2 * mu)  # below it more than half of all types would be in the middle
    forms = {
        name: Implicit(equation, low, least, 1, what)
        for name, what in (("low", low), ("high", high), ("peace", middle**2 + (1 - high) ** 2))
    }
    return closed("Arms race with talk", p, values, forms)
