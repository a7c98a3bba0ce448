"""One idea: when a threat deters is a theorem, and a paper's conditions can be checked against the derived ones.

In the probe game a challenger probes or refrains, and a defender's threat to respond is carried out with the probability
that it is resolute. The textbook condition p* = gain / (gain + clash_cost) is derived, with and without doubt about the
defender. Run it from a clone:

    python examples/10_probe_theorem.py
"""

import sympy

import deterrence as dt

g, c, mu = sympy.symbols("gain clash_cost credibility", real=True)
p_star = g / (g + c)


def shown(what, paper, derived):
    print(f"{what}: stated {paper}, derived {derived}")
    assert sympy.simplify(paper - derived) == 0


# Complete information: a threat worth carrying out is a continuum of equilibria, from p* on.
certain = dt.atlas(dt.models.probe_game(tolerate_cost=2, respond_cost=1, credibility=1))
deterred = certain[-1]
print(deterred.name, "| exists iff", deterred.region)
(bound,) = deterred.bounds
shown("respond at least", p_star, bound.rhs)

# Incomplete information: the challenger is deterred by a credible enough defender, who must then respond often enough.
doubted = dt.atlas(dt.models.probe_game(tolerate_cost=2, respond_cost=1).free("credibility"))
deterred = doubted[-1]
print(deterred.name, "| exists iff", deterred.region)
((condition,),) = deterred.region.conditions
assert (condition.rel_op, condition.lhs) == (">", mu)
shown("credibility above", p_star, condition.rhs)
shown("respond at least", p_star / mu, deterred.bounds[0].rhs)

# Without dominated strategies the continuum is the certain response. Exactly at p* the challenger loses nothing by a
# probe, so that refraining is dominated: the condition is strict.
left = doubted.refine("undominated")
(sure,) = (f for f in left if f.supports == {"challenger": ("refrain",), "defender": ("respond",)})
((strict,),) = sure.region.conditions
print(sure.name, "| survives iff", sure.region)
assert strict.rel_op == ">"
assert not any(len(f.supports["defender"]) > 1 for f in left)
shown("credibility above", p_star, strict.rhs)

for atlas in (certain, doubted, left):
    audit = atlas.audit(60)
    print(f"{audit.points} points, {audit.on_boundaries} on boundaries, {len(audit.disagreements)} disagreements")
    assert audit.disagreements == ()
# Picture: dt.plot_best_replies(dt.nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)))
