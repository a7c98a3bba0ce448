"""Bargaining in the shadow of war: how much to ask, when a riser is attacked, and how much to mobilise."""

from typing import Any

from ..games.cutoff_game import CutoffGame
from ..parameters import Parameter
from .declaring import bind, model, probability
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "deterrent_mobilisation", "preventive_war", "risky_demand", "risky_mobilisation", "screening"]

PARAMETERS = (
    probability("win_chance", "probability that the challenger wins a war"),
    Parameter("war_cost_challenger", "challenger's cost of war, in units of the prize", ">= 0", "utils"),
    Parameter("least_war_cost", "smallest cost of war to the defender", "real", "utils"),
    Parameter("most_war_cost", "largest cost of war to the defender", "real", "utils"),
    probability("win_chance_later", "probability that the riser wins a war later"),
    Parameter("discount", "discount factor per period", "[0, 1)", ""),
    Parameter("war_cost_decliner", "lump-sum cost of war to the side in decline", ">= 0", "utils"),
    Parameter("stake_opponent", "what the prize is worth to the opponent", "> 0", "utils"),
    Parameter("fighting_cost_opponent", "opponent's cost of fighting beside its mobilisation", ">= 0", "utils"),
    Parameter("effectiveness", "military worth of one's mobilisation against the opponent's", "> 0", ""),
    Parameter("stake", "what the prize is worth to the side that mobilises", "> 0", "utils"),
    Parameter("fighting_cost", "its cost of fighting beside its mobilisation", ">= 0", "utils"),
)


@model
def risky_demand(
    *, win_chance: Any = None, war_cost_challenger: Any = None, least_war_cost: Any = None, most_war_cost: Any = None
) -> ClosedFormModel:
    """How much to demand from a side whose cost of war is its own secret.

    The challenger demands a share of the prize; the defender accepts iff war is worse, that is iff the demand is at most
    win_chance plus its cost, which is uniform between two numbers. Asking for more risks war.

    Parameters
    ----------
    win_chance : number, optional
        Probability in [0, 1].
    war_cost_challenger, least_war_cost, most_war_cost : number, optional
        In units of the prize.

    Returns
    -------
    ClosedFormModel
        ``demand`` (kept within [0, 1]) and ``war``; ``game`` is a `CutoffGame` in the demand.

    References
    ----------
    .. [1] J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> risky_demand(win_chance=".5", war_cost_challenger=".1", least_war_cost=0, most_war_cost=".4").numbers
    {'demand': Fraction(13, 20), 'war': Fraction(3, 8)}
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    safe = p.win_chance + p.least_war_cost
    best = sympy.Max(p.win_chance + (p.most_war_cost - p.war_cost_challenger) / 2, safe)
    demand = sympy.Max(0, sympy.Min(1, best))
    refused = (demand - safe) / (p.most_war_cost - p.least_war_cost)
    forms = {"demand": demand, "war": sympy.Max(0, sympy.Min(1, refused))}
    holds = {"most_war_cost > least_war_cost": p.most_war_cost > p.least_war_cost}
    return closed("Risky demand", p, values, forms, holds=holds, play=_demand)


def _demand(values: Any) -> CutoffGame:
    """The slope of the challenger's payoff in its demand, from the demand that nobody refuses to the prize."""
    import sympy

    x = sympy.Symbol("demand", real=True)
    chance, cost, low, high = (
        sympy.Rational(*values[n].as_integer_ratio())
        for n in ("win_chance", "war_cost_challenger", "least_war_cost", "most_war_cost")
    )
    accepted = (chance + high - x) / (high - low)
    slope = sympy.diff(accepted * x + (1 - accepted) * (chance - cost), x)
    ends = sorted((max(0, min(chance + low, 1)), max(0, min(1, chance + high))))
    if ends[0] == ends[1]:
        ends[0] = ends[1] - 1  # everybody accepts everything that can be asked
        return CutoffGame(sympy.Integer(1), x, ends[0], ends[1], measures={"demand": x, "war": sympy.Integer(0)})
    return CutoffGame(slope, x, ends[0], ends[1], measures={"demand": x, "war": sympy.Max(0, 1 - accepted)})


@model
def screening(*, war_cost_challenger: Any = None, least_war_cost: Any = None, most_war_cost: Any = None) -> ClosedFormModel:
    """As `risky_demand` with a tough and a weak opponent only: how likely may a tough one be before one asks for less?

    Parameters
    ----------
    war_cost_challenger, least_war_cost, most_war_cost : number, optional
        In units of the prize; the opponent's cost is one of the last two.

    Returns
    -------
    ClosedFormModel
        ``risk_below``: the risky demand is made iff a tough opponent is less likely than this.

    References
    ----------
    .. [1] J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> screening(war_cost_challenger=".1", least_war_cost=".1", most_war_cost=".4").numbers
    {'risk_below': Fraction(3, 5)}
    """
    p, values = bound(PARAMETERS, locals())
    return closed(
        "Screening",
        p,
        values,
        {"risk_below": (p.most_war_cost - p.least_war_cost) / (p.most_war_cost + p.war_cost_challenger)},
        holds={"most_war_cost > least_war_cost": p.most_war_cost > p.least_war_cost},
    )


@model
def preventive_war(
    *, win_chance: Any = None, win_chance_later: Any = None, discount: Any = None, war_cost_decliner: Any = None
) -> ClosedFormModel:
    """A side in decline attacks now, because the riser cannot promise not to use its future strength.

    War now or later decides all later periods; its cost is paid once. No concession of a single period makes up for a
    shift of power that is large enough.

    Parameters
    ----------
    win_chance, win_chance_later : number, optional
        The riser's, now and later, in [0, 1].
    discount : number, optional
        In [0, 1).
    war_cost_decliner : number, optional
        At least 0, in units of a period's prize.

    Returns
    -------
    ClosedFormModel
        ``temptation`` and ``patience_cost``: war iff the first is larger, unless the decliner's later war would be worth
        less than nothing and it accepts whatever it is left; ``war`` is 1 or 0.

    Notes
    -----
    Fearon's condition [1]_, where a war is worth something to the decliner later too; that it may rather accept nothing is
    our addition. With costs per period instead of a lump sum the factor (1 - discount)**2 becomes 1 - discount.

    References
    ----------
    .. [1] J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> preventive_war(win_chance=".4", win_chance_later=".7", discount=".9", war_cost_decliner=".3").numbers["war"]
    Fraction(1, 1)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    shift, cost = p.discount * p.win_chance_later - p.win_chance, p.war_cost_decliner * (1 - p.discount) ** 2
    # all of this period's prize and nothing later, against war now
    beats_nothing = p.discount - p.win_chance > p.war_cost_decliner * (1 - p.discount)
    war = sympy.Piecewise((1, sympy.And(shift > cost, beats_nothing)), (0, True))
    return closed("Preventive war", p, values, {"temptation": shift, "patience_cost": cost, "war": war})


@model
def deterrent_mobilisation(
    *, stake_opponent: Any = None, fighting_cost_opponent: Any = None, effectiveness: Any = None
) -> ClosedFormModel:
    """How many forces leave the opponent no reason to fight.

    War is won with probability effectiveness m / (effectiveness m + opponent's forces). The opponent, which mobilises last,
    fights iff its best mobilisation pays.

    Parameters
    ----------
    stake_opponent, fighting_cost_opponent : number, optional
        In utils.
    effectiveness : number, optional
        Positive.

    Returns
    -------
    ClosedFormModel
        ``mobilisation``; ``game`` is a `CutoffGame` in it.

    References
    ----------
    .. [1] B. L. Slantchev (2005), Military coercion in interstate crises, American Political Science Review 99, 533-547.

    Examples
    --------
    >>> found = deterrent_mobilisation(stake_opponent=1, fighting_cost_opponent=".1", effectiveness=1).numbers
    >>> round(found["mobilisation"], 6)
    0.467544
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    needed = sympy.Max(0, sympy.sqrt(p.stake_opponent) - sympy.sqrt(p.fighting_cost_opponent)) ** 2 / p.effectiveness
    return closed("Deterrent mobilisation", p, values, {"mobilisation": needed}, play=_fight)


def _fight(values: Any) -> CutoffGame:
    """What the best reply to a mobilisation gains the opponent; it is 0 where the opponent is just deterred."""
    import sympy

    p, _ = bind(PARAMETERS, {})
    m = sympy.Symbol("m", real=True)
    known = {Parameter(n).symbol: sympy.Rational(*v.as_integer_ratio()) for n, v in values.items()}
    # stake x / (effectiveness m + x) - x is largest at x = sqrt(stake effectiveness m) - effectiveness m
    force = sympy.sqrt(p.effectiveness) * sympy.sqrt(m)
    gain = (sympy.sqrt(p.stake_opponent) - force) ** 2 - p.fighting_cost_opponent
    most = (p.stake_opponent / p.effectiveness).subs(known)
    return CutoffGame(gain.subs(known), m, 0, most, measures={"mobilisation": m})


@model
def risky_mobilisation(
    *, fighting_cost_opponent: Any = None, effectiveness: Any = None, stake: Any = None, fighting_cost: Any = None
) -> ClosedFormModel:
    """How much to mobilise against an opponent whose stake is its own secret, uniform on [0, 1].

    As `deterrent_mobilisation`: an opponent that cares enough fights all the same.

    Parameters
    ----------
    fighting_cost_opponent, fighting_cost : number, optional
        In utils.
    effectiveness, stake : number, optional
        Positive.

    Returns
    -------
    ClosedFormModel
        ``mobilisation`` and ``war``.

    Notes
    -----
    A derivation of our own: one-sided, and without the sender's private information.

    Examples
    --------
    >>> found = risky_mobilisation(fighting_cost_opponent=".05", effectiveness=1, stake=".6", fighting_cost=".1").numbers
    >>> round(found["mobilisation"], 6), round(found["war"], 6)
    (0.172148, 0.5923)
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    root = sympy.sqrt(p.fighting_cost_opponent)
    strength = (p.stake + p.fighting_cost * root) / (p.stake - p.fighting_cost + 1 / p.effectiveness)
    # whoever cares more than (strength + root)**2 fights; to mobilise more than deters everybody is a waste
    strength = sympy.Max(0, sympy.Min(strength, 1 - root))
    war = sympy.Max(0, 1 - (strength + root) ** 2)
    forms = {"mobilisation": strength**2 / p.effectiveness, "war": war}
    holds = {"stake + 1 / effectiveness > fighting_cost": p.stake + 1 / p.effectiveness > p.fighting_cost}
    return closed("Risky mobilisation", p, values, forms, holds=holds)
