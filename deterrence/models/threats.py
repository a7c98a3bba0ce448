"""Public or private threats: audiences tie hands on both sides, secrecy spares both."""

from typing import Any

from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["KINDS", "PARAMETERS", "public_or_private_threat"]

PARAMETERS = (
    Parameter("audience_cost", "cost to the side that threatens of backing down in public", ">= 0", "utils"),
    Parameter("face_cost", "cost to the target of conceding to a public threat", ">= 0", "utils"),
    Parameter("least_war_value", "least value of war to the side that threatens", "< 0", "utils"),
    Parameter("most_war_value", "largest value of war to the side that threatens", "> 0", "utils"),
    Parameter("least_war_value_target", "least value of war to the target", "< 0", "utils"),
    Parameter("most_war_value_target", "largest value of war to the target", "real", "utils"),
)
KINDS = ("private", "public", "public with bluff", "public by all", "secrecy")


@model
def public_or_private_threat(
    *,
    audience_cost: Any = None,
    face_cost: Any = None,
    least_war_value: Any = None,
    most_war_value: Any = None,
    least_war_value_target: Any = None,
    most_war_value_target: Any = None,
) -> ClosedFormModel:
    """A side threatens in public, in private or not at all; the target concedes or resists; the threat is kept or not.

    Winning is worth 1. Backing down costs the side that threatens its audience cost, conceding costs the target its face
    cost, but only in public. Values of war are private and uniform. Whom a threat convinces depends on how likely it is to
    be kept: a private one that is kept with probability 1 / (1 + face_cost) compels exactly as much as a public one that is
    certain to be kept.

    Parameters
    ----------
    audience_cost, face_cost : number, optional
        At least 0, in utils.
    least_war_value, most_war_value, least_war_value_target, most_war_value_target : number, optional
        Ends of the uniform distributions, in utils.

    Returns
    -------
    ClosedFormModel
        For each kind of equilibrium (see `KINDS`) how often the target concedes and how often there is war, such as
        ``private: concede``; only of kinds that exist. ``private: robust`` is 1 where the equilibrium in private survives
        the most favourable belief about a public threat.

    Notes
    -----
    After Kurizaki [1]_; the equilibria are a derivation of our own, and that these are all is argued, not proved.

    References
    ----------
    .. [1] S. Kurizaki (2007), Efficient secrecy: public versus private threats in crisis diplomacy, American Political
       Science Review 101, 543-558.

    Examples
    --------
    >>> found = public_or_private_threat(audience_cost=".4", face_cost=".8", least_war_value="-.5", most_war_value=".8",
    ...                                  least_war_value_target="-1", most_war_value_target=".9").numbers
    >>> [round(float(found[f"{kind}: war"][0]), 6) for kind in ("private", "public", "secrecy")]
    [0.493927, 0.631579, 0.550607]
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    a, g = p.audience_cost, p.face_cost
    low, high, low_t, high_t = p.least_war_value, p.most_war_value, p.least_war_value_target, p.most_war_value_target

    def below(x: Any) -> Any:
        return sympy.Max(0, sympy.Min(1, (x - low) / (high - low)))

    def conceding(x: Any) -> Any:
        return sympy.Max(0, sympy.Min(1, (x - low_t) / (high_t - low_t)))

    kept = 1 - below(0)
    compelled = conceding(-g)
    secret = conceding(-(1 - kept) / kept)
    cutoff = compelled / (1 - compelled)
    # with bluffs: the target concedes just often enough that bluffing gains nothing
    bluffed = a / (1 + a)
    believed = (1 + g) / (1 - (low_t + bluffed * (high_t - low_t)))
    bluffs = (1 - below(-a)) * (1 - believed) / believed
    pooled = 1 - below(-a)
    all_public = conceding(-(g + 1 - pooled) / pooled)
    few, enough = cutoff <= a, bluffs <= below(-a)
    secrecy = sympy.And(kept * (1 + g) >= 1, sympy.true)
    forms = {
        **_kind("private", below(-a) > 0, secret, kept * (1 - secret)),
        "private: robust": _if(below(-a) > 0, sympy.Piecewise((1, kept * (1 + g) >= 1), (0, True))),
        **_kind("public", few, compelled, (1 - below(-cutoff)) * (1 - compelled)),
        **_kind("public with bluff", sympy.And(~few, enough), bluffed, pooled * (1 - bluffed)),
        "public with bluff: bluffers": _if(sympy.And(~few, enough), bluffs),
        **_kind("public by all", sympy.And(~few, ~enough), all_public, pooled * (1 - all_public)),
        **_kind("secrecy", secrecy, compelled, kept * (1 - compelled)),
        "secrecy: private share of fighters": _if(secrecy, below(0) / (g * kept)),
    }
    holds = {"least_war_value_target < most_war_value_target": low_t < high_t}
    return closed("Public or private threat", p, values, forms, holds=holds)


def _if(condition: Any, value: Any) -> tuple[Any, ...]:
    """A solution that exists under a condition: the imaginary unit, which is no number, stands for none."""
    import sympy

    return (sympy.Piecewise((value, condition), (sympy.I, True)),)


def _kind(name: str, exists: Any, concede: Any, war: Any) -> dict[str, Any]:
    return {f"{name}: concede": _if(exists, concede), f"{name}: war": _if(exists, war)}
