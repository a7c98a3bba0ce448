"""Does an alliance respond when each member would rather another did?"""

from collections.abc import Sequence
from itertools import product
from math import comb
from typing import Any

from ..errors import InvalidParameter
from ..games.cutoff_game import CutoffGame
from ..games.normal_form import NormalForm
from ..parameters import Parameter
from ..roots import Implicit
from .declaring import model
from .formulae import ClosedFormModel, bound, closed, numbers, whole

__all__ = ["PARAMETERS", "private_cost_participation", "threshold_participation", "volunteers"]

PARAMETERS = (
    Parameter("response_cost", "an ally's cost of taking part", "> 0", "utils"),
    Parameter("benefit", "what a successful response is worth to every ally", "> 0", "utils", 1),
)
RESPOND, WAIT = "respond", "wait"


@model
def volunteers(costs: Sequence[Any], benefits: Sequence[Any] = ()) -> ClosedFormModel:
    """One response is enough, and each ally would rather another gave it.

    If anybody responds, ally i gains its benefit; whoever responds pays its cost. In the mixed equilibrium in which all
    respond with some probability, the ally with the lowest cost responds *least*, since it is the others who must be kept
    indifferent. That looks perverse and is right.

    Parameters
    ----------
    costs : sequence of number
        One for each ally, positive and below its benefit.
    benefits : sequence of number, optional
        1 for each if left out.

    Returns
    -------
    ClosedFormModel
        ``respond:1``, ``respond:2``, ... and ``nobody``; ``game`` is a `NormalForm`, which has other equilibria too.

    Raises
    ------
    InvalidParameter
        For fewer than two allies, or where costs and benefits do not match.

    References
    ----------
    .. [1] A. Diekmann (1985), Volunteer's dilemma, Journal of Conflict Resolution 29, 605-610.

    Examples
    --------
    >>> found = volunteers([".3", ".4", ".5"]).numbers
    >>> [round(found[f"respond:{k}"], 6) for k in (1, 2, 3)], round(found["nobody"], 6)
    ([0.183503, 0.387628, 0.510102], 0.244949)
    """
    import sympy

    paid = numbers(costs, "costs", least=2)
    won = numbers(benefits, "benefits", least=0) or (1,) * len(paid)
    if len(won) != len(paid):
        raise InvalidParameter(f"benefits has {len(won)} entries for {len(paid)} costs; give one for each ally")
    n = len(paid)
    ratios = [sympy.sympify(k) / sympy.sympify(u) for k, u in zip(paid, won, strict=True)]
    # the others' silence makes each indifferent: prod_{j != i} s_j = r_i
    silent = [sympy.Mul(*ratios) ** sympy.Rational(1, n - 1) / r for r in ratios]
    forms: dict[str, Any] = {f"respond:{k + 1}": 1 - s for k, s in enumerate(silent)}
    forms["nobody"] = sympy.Mul(*silent)
    holds = {f"0 < cost < benefit for ally {k + 1}": sympy.And(r > 0, r < 1) for k, r in enumerate(ratios)}
    holds |= {f"a cost of ally {k + 1} that is not much below the others'": s <= 1 for k, s in enumerate(silent)}
    p, values = bound(PARAMETERS, {})
    return closed("Volunteers", p, values, forms, holds=holds, play=lambda given: _response_game(paid, won, 1))


def _response_game(costs: Sequence[Any], benefits: Sequence[Any], needed: int) -> NormalForm:
    """Respond or wait, for each ally; at least `needed` must respond."""
    allies = tuple(f"ally {k + 1}" for k in range(len(costs)))
    payoffs, outcomes = {}, {}
    for cell in product((RESPOND, WAIT), repeat=len(costs)):
        works = cell.count(RESPOND) >= needed
        payoffs[cell] = tuple(
            (u if works else 0) - (k if act == RESPOND else 0) for act, k, u in zip(cell, costs, benefits, strict=True)
        )
        outcomes[cell] = {"response": int(works)}
    return NormalForm(players=allies, payoffs=payoffs, outcomes=outcomes, title="Collective response")


@model
def threshold_participation(
    allies: int = 3, needed: int = 2, *, response_cost: Any = None, benefit: Any = 1
) -> ClosedFormModel:
    """Several allies must respond together; costs are lost either way.

    The response succeeds iff at least `needed` of `allies` take part, and then it is worth `benefit` to all. In a symmetric
    mixed equilibrium each takes part with a probability at which it is as likely to be pivotal as its cost asks. There are
    two such probabilities, one or none; beside them nobody takes part wherever more than one is needed.

    Parameters
    ----------
    allies, needed : int
    response_cost, benefit : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``respond`` (all symmetric mixed ones); ``game`` is a `NormalForm`.

    References
    ----------
    .. [1] T. R. Palfrey and H. Rosenthal (1984), Participation and the provision of discrete public goods, Journal of
       Public Economics 24, 171-193.

    Examples
    --------
    >>> [round(x, 6) for x in threshold_participation(5, 3, response_cost=".2").numbers["respond"]]
    [0.240335, 0.759665]
    """
    import sympy

    given = {"response_cost": response_cost, "benefit": benefit}
    n = whole(allies, "allies", least=2)
    m = whole(needed, "needed", least=1, most=n)
    p, values = bound(PARAMETERS, given)
    x = sympy.Symbol("x", real=True)
    pivotal = comb(n - 1, m - 1) * x ** (m - 1) * (1 - x) ** (n - m)
    forms = {"respond": Implicit(p.benefit * pivotal - p.response_cost, x, 0, 1)}

    def play(known: Any) -> NormalForm:
        return _response_game([known["response_cost"]] * n, [known["benefit"]] * n, m)

    return closed("Threshold participation", p, values, forms, play=play)


def success(allies: int, needed: int, chance: Any) -> Any:
    """Probability that at least `needed` of `allies` respond, each with the same chance."""
    return sum(comb(allies, k) * chance**k * (1 - chance) ** (allies - k) for k in range(needed, allies + 1))


@model
def private_cost_participation(allies: int = 3, needed: int = 2, *, benefit: Any = 1) -> ClosedFormModel:
    """Several allies must respond together, and each knows its own cost only.

    Costs are uniform on [0, 1]. An ally responds iff its cost is at most a cutoff, at which the benefit times the chance of
    being pivotal equals the cost.

    Parameters
    ----------
    allies, needed : int
    benefit : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``cutoff`` (all inside (0, 1)); ``game`` is a `CutoffGame`, whose corners are equilibria too where they are.

    References
    ----------
    .. [1] T. R. Palfrey and H. Rosenthal (1984), Participation and the provision of discrete public goods, Journal of
       Public Economics 24, 171-193.

    Examples
    --------
    >>> private_cost_participation(3, 2, benefit=2).numbers["cutoff"]
    (Fraction(3, 4),)
    """
    import sympy

    given = {"benefit": benefit}
    n = whole(allies, "allies", least=2)
    m = whole(needed, "needed", least=1, most=n)
    p, values = bound(PARAMETERS, given)
    x = sympy.Symbol("x", real=True)
    # beside "nobody", divided out: x = 0 solves the equation wherever two or more others are needed
    pivotal = comb(n - 1, m - 1) * x ** (m - 1) * (1 - x) ** (n - m)
    inside = p.benefit * pivotal - x if m == 1 else p.benefit * sympy.expand(pivotal / x) - 1
    forms = {"cutoff": Implicit(inside, x, 0, 1)}

    def play(known: Any) -> CutoffGame:
        worth = sympy.Rational(*known["benefit"].as_integer_ratio())
        return CutoffGame(worth * pivotal - x, x, measures={"success": success(n, m, x)})

    return closed("Participation with private costs", p, values, forms, play=play)
