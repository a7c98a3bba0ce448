"""Collective response under private information: each ally acts iff it expects enough others to."""

from collections.abc import Sequence
from typing import Any

from ..errors import InvalidParameter
from ..games.cutoff_game import CutoffGame, regime_change
from ..games.global_game import GlobalGame
from ..parameters import Parameter
from ..roots import Implicit, normal_cdf
from .declaring import model
from .formulae import ClosedFormModel, bound, closed, numbers, whole

__all__ = ["PARAMETERS", "alliance_threshold", "collective_response", "joint_response"]

PARAMETERS = (
    Parameter("response_cost", "an ally's cost of taking part, in units of what success is worth", "(0, 1)", "share"),
    Parameter("prior_mean", "public estimate of how hard success, or how good acting, is", "real", ""),
    Parameter("prior_precision", "precision of the public estimate", "> 0", "1 / variance"),
    Parameter("precision", "precision of private information", "> 0", "1 / variance"),
    Parameter("benefit", "what a successful response is worth to each who took part", "> 0", "utils", 1),
)


@model
def collective_response(
    *, response_cost: Any = None, prior_mean: Any = None, prior_precision: Any = None, precision: Any = None
) -> ClosedFormModel:
    """A response succeeds iff enough allies take part, and each fears to stand alone.

    The response succeeds iff the share of allies that take part is at least theta, which nobody knows: theta is drawn from a
    public prior, and each ally has private information. Taking part costs `response_cost` and pays 1 on success. Allies act
    on low signals; the response succeeds iff theta is below a threshold. Precise public information brings back several
    equilibria: a public warning that everybody hears can coordinate allies, or make them all wait.

    Parameters
    ----------
    response_cost : number, optional
        In (0, 1).
    prior_mean : number, optional
    prior_precision, precision : number, optional
        Positive.

    Returns
    -------
    ClosedFormModel
        ``threshold`` (all of them, as an equation), ``ratio`` and ``unique_up_to``: for every prior mean the threshold is
        unique iff the ratio is at most that; ``threshold_private`` without public information.

    Notes
    -----
    High theta means that success is hard, so allies act on low signals. The model is that of [1]_.

    References
    ----------
    .. [1] S. Morris and H. S. Shin (2003), Global games: theory and applications, in Advances in Economics and
       Econometrics, Cambridge University Press.

    Examples
    --------
    >>> sharp = collective_response(response_cost=".4", prior_mean=".6", prior_precision=10, precision=4)
    >>> [round(x, 6) for x in sharp.numbers["threshold"]]
    [0.006307, 0.510441, 0.992594]
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    forms = {
        "threshold": regime_change(
            p.response_cost, prior_mean=p.prior_mean, prior_precision=p.prior_precision, precision=p.precision
        ),
        "ratio": p.prior_precision / sympy.sqrt(p.precision),
        "unique_up_to": sympy.sqrt(2 * sympy.pi),
        "threshold_private": 1 - p.response_cost,
    }
    return closed("Collective response", p, values, forms, play=_regime)


def _regime(values: Any) -> CutoffGame:
    equation = regime_change(
        values["response_cost"],
        prior_mean=values["prior_mean"],
        prior_precision=values["prior_precision"],
        precision=values["precision"],
    )
    return CutoffGame(equation.equation, equation.unknown, measures={"threshold": equation.unknown}, corners=False)


@model
def alliance_threshold(
    allies: int = 3, needed: int = 2, *, resolve: Sequence[Any] = (), benefit: Any = 1, precision: Any = 10**8
) -> ClosedFormModel:
    """Some of the allies must respond together, and each sees the common cost a little differently.

    A response succeeds iff at least `needed` of `allies` take part; then it is worth `benefit` to each who did. Taking part
    costs theta, less an ally's own `resolve`. With small private noise about theta all allies switch at the same threshold
    even where their resolves differ: each must reckon with the doubts of the others, not only with its own.

    Parameters
    ----------
    allies, needed : int
        How many there are, and how many must respond.
    resolve : sequence of number, optional
        One for each ally, in utils; all 0 if left out.
    benefit : number, optional
        Positive, in utils.
    precision : number, optional
        Of the private signals in the game that a solver takes; the formula is the limit of small noise.

    Returns
    -------
    ClosedFormModel
        ``threshold``: the allies respond iff the common cost is below it; ``game`` is a `GlobalGame`.

    Raises
    ------
    InvalidParameter
        Where more allies are needed than there are, or resolves do not match them.

    Notes
    -----
    For equal allies this is the Laplacian threshold of [1]_: each believes that every number of others is equally likely.
    With different resolves it is a derivation of our own, for differences that the noise can bridge; for two allies who
    must both respond these are differences below the benefit.

    References
    ----------
    .. [1] S. Morris and H. S. Shin (2003), Global games: theory and applications, in Advances in Economics and
       Econometrics, Cambridge University Press.

    Examples
    --------
    >>> alliance_threshold(5, 3).numbers["threshold"]
    Fraction(3, 5)
    >>> alliance_threshold(3, 2, resolve=[".2", ".1", "-.05"]).numbers["threshold"]
    Fraction(3, 4)
    """
    import sympy

    p, values = bound(PARAMETERS, {"benefit": benefit})
    n = whole(allies, "allies", least=2)
    m = whole(needed, "needed", least=1, most=n)
    own = numbers(resolve, "resolve", least=0) or (0,) * n
    if len(own) != n:
        raise InvalidParameter(f"resolve has {len(own)} entries for {n} allies; give one each, or leave it out")
    threshold = sum(own) / n + p.benefit * (n - m + 1) / n
    holds: dict[str, Any] = {}
    if len(set(own)) > 1:
        holds["needed >= 2 where resolves differ (else each acts by itself)"] = m >= 2
        # the chance that enough others act, which each must be indifferent at, is a probability
        for k, r in enumerate(own):
            share = (threshold - r) / p.benefit
            holds[f"a resolve of ally {k + 1} that the noise can bridge"] = sympy.And(share > 0, share < 1)

    def play(given: Any) -> GlobalGame:
        return GlobalGame([0] * (m - 1) + [given["benefit"]] * (n - m + 1), slope=-1, resolve=own, precision=precision)

    return closed("Alliance threshold", p, values, {"threshold": threshold}, holds=holds, play=play)


@model
def joint_response(*, prior_mean: Any = None, prior_precision: Any = None, precision: Any = None) -> ClosedFormModel:
    """Two allies respond together or not at all.

    Responding pays theta if both respond, theta - 1 alone; not responding pays 0. Each sees theta with noise, and responds
    iff its posterior mean is above a cutoff. Precise public information leaves several cutoffs.

    Parameters
    ----------
    prior_mean : number, optional
    prior_precision, precision : number, optional
        Positive.

    Returns
    -------
    ClosedFormModel
        ``cutoff`` (all of them, as an equation), ``sharpness`` and ``unique_up_to``; ``game`` is a `GlobalGame`.

    References
    ----------
    .. [1] S. Morris and H. S. Shin (2003), Global games: theory and applications, in Advances in Economics and
       Econometrics, Cambridge University Press, sec. 2.

    Examples
    --------
    >>> [round(k, 8) for k in joint_response(prior_mean=".6", prior_precision=1, precision=1).numbers["cutoff"]]
    [0.45186446]
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    a, b = p.prior_precision, p.precision
    gamma = a**2 * (a + b) / (b * (a + 2 * b))
    k = sympy.Symbol("k", real=True)
    forms = {
        "cutoff": Implicit(k - normal_cdf(sympy.sqrt(gamma) * (k - p.prior_mean)), k, 0, 1),
        "sharpness": gamma,
        "unique_up_to": 2 * sympy.pi,
    }
    return closed("Joint response", p, values, forms, play=_pair)


def _pair(values: Any) -> GlobalGame:
    prior = (values["prior_mean"], values["prior_precision"])
    return GlobalGame([-1, 0], prior=prior, precision=values["precision"])
