"""One idea: what makes a private warning honest can be a name, an office, or the risk of a rupture; each is a threshold.

The two-type static form of honest threats and deterrence by diplomacy: the resolute warn, the irresolute stay silent, and
an incursion may happen anyway. What a bluff costs is a reputation (or an office: the same symbol), or nothing, while a
challenger that is warned prepares. Conditions are derived beside the stated ones. Run it from a clone:

    python examples/13_honest_threats.py
"""

from fractions import Fraction
from random import Random

import sympy

import deterrence as dt

NAMES = "accident_rate reputation_cost commitment_gap loss_irresolute loss_resolute forewarning_cost"
gamma, rho, kappa, d_i, d_r, b = sympy.symbols(NAMES, real=True)
FREE_TALK = {"leak": 0, "face_cost": 0, "audience_cost": 0, "warning_cost": 0}


def honest(atlas):
    (one,) = (f for f in atlas if f.supports["defender"] == {"resolute": ("warn",), "irresolute": ("stay_silent",)})
    return one


def shown(what, paper, derived):
    print(f"{what}: stated {paper}, derived {derived}")
    assert sympy.simplify(paper - derived) == 0


# A name at stake: honest iff gamma min(kappa, rho) >= (1 - gamma) d_I.
name = dt.atlas(dt.models.warning_game("private", **FREE_TALK).free("accident_rate", "reputation_cost"))
for case, at_stake in zip(honest(name).region.conditions, (rho, kappa), strict=True):
    (condition,) = (r for r in case if gamma in r.free_symbols)
    assert (condition.rel_op, condition.lhs) == (">=", gamma)
    shown(f"honest where {at_stake} is the less, from accident_rate", d_i / (d_i + at_stake), condition.rhs)

# The union of the two cases is the condition with the minimum in it; 1,000 points, a third of them where it is an equality.
rng, boundary = Random(1), 0
for k in range(1000):
    values = {p.name: Fraction(rng.randint(1, 40), 41 if p.domain[0] in "[(" else 8) for p in name.game.parameters}
    stake = min(values["commitment_gap"], values["reputation_cost"])
    if k % 3 == 0:
        values["loss_irresolute"] = values["accident_rate"] * stake / (1 - values["accident_rate"])
    gap = values["accident_rate"] * stake - (1 - values["accident_rate"]) * values["loss_irresolute"]
    boundary += gap == 0
    if values["commitment_gap"] != values["reputation_cost"]:
        assert honest(name).region.holds(**values) == (gap >= 0)
print(f"the two cases together: 1,000 points, {boundary} of them on the boundary, no disagreement")

# Nothing at stake, but the warned prepare: honest in a window of risks, from d_I / (d_I + b) to d_R / (d_R + b).
nameless = dt.models.warning_game("private", reputation_cost=0, **FREE_TALK)
rupture = dt.atlas(nameless.free("accident_rate", "forewarning_cost"))
ends = {r.rel_op: r.rhs for r in honest(rupture).region.conditions[0] if gamma in r.free_symbols}
shown("honest from accident_rate", d_i / (d_i + b), ends[">="])
shown("honest up to accident_rate", d_r / (d_r + b), ends["<="])
assert not any(a.undecided or a.audit(20).disagreements for a in (name, rupture))
# Picture: dt.plot_regimes(dt.sweep(rupture.game.at(credibility="1/5", gain=1, clash_cost=3, loss_resolute=3, loss_irresolute=1, commitment_gap=2), {"forewarning_cost": "0.05:2.95:59", "accident_rate": "0.02:0.98:49"}, []))
