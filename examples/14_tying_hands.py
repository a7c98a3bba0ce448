"""One idea: sinking costs and tying hands signal in different ways, and the regions of both are derived.

After Fearon (1997), in a form with two types. A signal that is paid at once separates in a window of sizes and is bluffed
below it; one that costs something only on backing down separates, or commits, from a size on. Run it from a clone:

    python examples/14_tying_hands.py
"""

import sympy

import deterrence as dt

NAMES = "credibility gain clash_cost accident_rate loss_resolute loss_irresolute warning_cost audience_cost commitment_gap"
mu, g, c, gamma, fight, v, k, a, gap = sympy.symbols(NAMES, real=True)
p_star = g / (g + c)


def shown(what, paper, derived):
    print(f"{what}: stated {paper}, derived {derived}")
    assert sympy.simplify(paper - derived) == 0


def ends(family, symbol, case=0):
    """Bounds of a symbol in a case of a family's region, where a condition is about it and the rate of accidents."""
    conditions = [r for r in family.region.conditions[case] if {symbol, gamma} <= r.free_symbols]
    return {sympy.solve(r.lhs - r.rhs, symbol)[0] for r in conditions}


def only(atlas, shape):
    (one,) = (f for f in atlas if f.shape == shape and f.supports["challenger"]["stay_silent"] == ("probe",))
    return one


secret = dt.models.warning_game("private", audience_cost=0, leak=0, face_cost=0)
sunk = dt.atlas(secret.free("accident_rate", "warning_cost"))
least, most = sorted(ends(only(sunk, "separating"), k), key=lambda e: fight in e.free_symbols)
shown("a sunk cost separates from", (1 - gamma) * v, least)
shown("and up to", (1 - gamma) * fight, most)
bluffing = only(sunk, "semi_separating")
shown("it is bluffed below", (1 - gamma) * v, *ends(bluffing, k))
sends = bluffing.strategies["defender"]["irresolute"]["warn"]
shown("with probability", mu * (1 - p_star) / ((1 - mu) * p_star), sends)
probed = bluffing.strategies["challenger"]["warn"]["probe"]
shown("and met with incursions at rate", (v - k) / v, sympy.cancel(gamma + (1 - gamma) * probed))

tied = dt.atlas(dt.models.warning_game("public", face_cost=0).free("accident_rate"))
cases = only(tied, "separating").region.conditions
(free,) = (j for j, case in enumerate(cases) if any({a, gamma} <= r.free_symbols for r in case))
shown("tied hands separate from", v * (1 - gamma) / gamma, *ends(only(tied, "separating"), a, free))
bluffing = only(tied, "semi_separating")
shown("they are bluffed below", v * (1 - gamma) / gamma, *ends(bluffing, a))
probed = bluffing.strategies["challenger"]["warn"]["probe"]
shown("and met with incursions at rate", v / (v + a), sympy.cancel(gamma + (1 - gamma) * probed))
(both,) = (f for f in tied if f.shape == "pooling" and "warn" in f.supports["challenger"])
(bound,) = (case for case in both.region.conditions if any(gap in r.free_symbols and gamma in r.free_symbols for r in case))
shown("hands are tied for good up to a gap of", v * (1 - gamma) / gamma,
      sympy.solve(next(r.lhs - r.rhs for r in bound if gamma in r.free_symbols), gap)[0])  # fmt: skip
assert not any(x.undecided or x.audit(15).disagreements for x in (sunk, tied))
# Picture: dt.plot_band(dt.sweep(sunk.game.at(credibility="1/5", gain=1, clash_cost=3, accident_rate="1/10", loss_resolute=3, loss_irresolute=1, commitment_gap=2), {"warning_cost": "0.01:3.5:350"}, ["warn"]), "warn")
