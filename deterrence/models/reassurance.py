"""Trust, and how a small concession can create it."""

from itertools import product
from typing import Any

from ..games.incentives import Incentives
from ..parameters import Parameter
from .declaring import model, probability
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "reassurance", "reassuring_stakes"]

PARAMETERS = (
    Parameter("reward", "payoff of mutual cooperation", "real", "utils"),
    Parameter("temptation_trustworthy", "payoff of a trustworthy side that exploits cooperation", "real", "utils"),
    Parameter("temptation_untrustworthy", "payoff of an untrustworthy side that exploits it", "real", "utils"),
    Parameter("punishment", "payoff of mutual defection", "real", "utils"),
    Parameter("sucker", "payoff of cooperation that is exploited", "real", "utils"),
    probability("trust", "probability that the other side is trustworthy"),
)


@model
def reassurance(
    *,
    reward: Any = None,
    temptation_trustworthy: Any = None,
    temptation_untrustworthy: Any = None,
    punishment: Any = None,
    sucker: Any = None,
    trust: Any = None,
) -> ClosedFormModel:
    """Two sides would cooperate if they trusted each other; a first, smaller step can show who can be trusted.

    A trustworthy side prefers mutual cooperation to exploiting the other, an untrustworthy one does not. All at once, the
    trustworthy cooperate iff the other is trustworthy with probability `trust_needed`. If a share of the stake is put at
    risk first, the trustworthy cooperate there and go on with those who did: the first share must be large enough that the
    untrustworthy do not feign (`least_first`), and small enough that the trustworthy dare (`most_first`). Reassurance can
    work below `trust_needed`; where least_first > most_first it cannot.

    Parameters
    ----------
    reward, temptation_trustworthy, temptation_untrustworthy, punishment, sucker : number, optional
        In utils.
    trust : number, optional
        Probability in [0, 1].

    Returns
    -------
    ClosedFormModel
        ``trust_needed``, ``least_first``, ``most_first``; ``game`` is an `Incentives` in the first share. Use
        `reassuring_stakes` for what one type alone would ask.

    Notes
    -----
    The threshold is Kydd's [1]_; the bounds on the first step are a derivation of our own.

    References
    ----------
    .. [1] A. H. Kydd (2005), Trust and Mistrust in International Relations, Princeton University Press.

    Examples
    --------
    >>> found = reassurance(reward=4, temptation_trustworthy="3.5", temptation_untrustworthy=5, punishment=2, sucker=0,
    ...                     trust=".5").numbers
    >>> [str(found[name]) for name in ("trust_needed", "least_first", "most_first")]
    ['4/5', '1/2', '4/7']
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    t, r, pu, s = p.trust, p.reward, p.punishment, p.sucker
    dare = (pu - s) * (1 - t) - (r - p.temptation_trustworthy) * t
    feign = t * (p.temptation_untrustworthy - pu)
    forms = {
        "trust_needed": (pu - s) / ((pu - s) + (r - p.temptation_trustworthy)),
        "least_first": feign / (feign + t * (p.temptation_untrustworthy - r) + (1 - t) * (pu - s)),
        "most_first": sympy.Piecewise((t * (r - pu) / (t * (r - pu) + dare), dare > 0), (1, True)),
    }
    holds = {
        "reward > temptation_trustworthy": r > p.temptation_trustworthy,
        "temptation_untrustworthy > reward > punishment > sucker": sympy.And(p.temptation_untrustworthy > r, r > pu, pu > s),
    }
    return closed("Reassurance", p, values, forms, holds=holds, play=lambda given: reassuring_stakes(given))


def reassuring_stakes(values: Any, kind: str = "both") -> Incentives:
    """Gains of every plan that differs from reassurance, as a function of the share of the stake in the first round.

    A plan is an action in the first round and one in the second after each action of the other side in the first.

    Parameters
    ----------
    values : mapping
        Parameter's name to number.
    kind : {"trustworthy", "untrustworthy", "both"}
        Whose deviations.

    Returns
    -------
    Incentives

    Examples
    --------
    >>> tempted = dict(temptation_trustworthy="7/2", temptation_untrustworthy=5)
    >>> payoffs = dict(reward=4, punishment=2, sucker=0, trust="1/2") | tempted
    >>> len(reassuring_stakes(payoffs, "trustworthy").gains)
    7
    """
    import sympy

    from ..exact import exact

    v = {name: exact(value) for name, value in values.items()}
    first = sympy.Symbol("first", real=True)
    # the trustworthy cooperate, and go on with those who did; the untrustworthy never cooperate
    prescribed = {"trustworthy": ("C", "C", "D"), "untrustworthy": ("D", "D", "D")}
    gains = {}
    for own, plan in prescribed.items():
        if kind not in (own, "both"):
            continue
        pays = {
            ("C", "C"): v["reward"],
            ("C", "D"): v["sucker"],
            ("D", "C"): v[f"temptation_{own}"],
            ("D", "D"): v["punishment"],
        }
        follow = _rounds(plan, prescribed, pays, v["trust"])
        for other in product("CD", repeat=3):
            if other != plan:
                early, late = (
                    sympy.Rational(*(x - y).as_integer_ratio())
                    for x, y in zip(_rounds(other, prescribed, pays, v["trust"]), follow, strict=True)
                )
                gains[f"{own}: {''.join(other)}"] = late + first * (early - late)
    return Incentives(gains, first)


def _rounds(mine: tuple[str, ...], prescribed: Any, pays: Any, trust: Any) -> tuple[Any, Any]:
    """Expected payoffs of a plan in the first and the second round, per unit of stake, against those who follow theirs."""
    early = late = 0 * trust
    for weight, theirs in ((trust, prescribed["trustworthy"]), (1 - trust, prescribed["untrustworthy"])):
        early += weight * pays[(mine[0], theirs[0])]
        late += weight * pays[(mine[1 if theirs[0] == "C" else 2], theirs[1 if mine[0] == "C" else 2])]
    return early, late
