"""One idea: when a private warning works is a theorem, and the atlas derives it.

A defender of uncertain resolve may warn a challenger in private. Nothing has a number here: the atlas derives every family
of equilibria with the conditions under which it exists, as propositions of a paper would. Run it from a clone:

    python examples/03_atlas.py
"""

import sympy

import deterrence as dt
from deterrence import models

# The warning costs the defender a reputation if it is a bluff; it never leaks. Accidents happen at some rate.
game = models.warning_game("private", leak=0).free("accident_rate", "reputation_cost", "warning_cost")
atlas = dt.atlas(game)
print(atlas, end="\n\n")

# The propositions in LaTeX, to be pasted.
print(atlas.to_latex().split("\n\n")[0], end="\n\n")

# Bluffing: the resolute warn, the irresolute sometimes do, and the challenger sometimes calls the bluff.
(bluffing,) = (f for f in atlas if f.supports["challenger"] == {"stay_silent": ("probe",), "warn": ("refrain", "probe")})
print("bluffing exists iff", bluffing.region)
warns = bluffing.strategies["defender"]["irresolute"]["warn"]
print("the irresolute warn with probability", warns, end="\n\n")

# The closed forms of the model stand beside the derived ones: rates and posteriors at which players are indifferent.
forms = models.closed_forms("warning_game", channel="private")
mu, p0 = sympy.Symbol("credibility", real=True), forms["p0"]
print("derived:", warns, "  stated:", sympy.factor(mu * (1 - p0) / ((1 - mu) * p0)), end="\n\n")

# A number is an exact question to the same atlas, boundaries included.
values = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 12, "warning_cost": "1/1000",
}  # fmt: skip
(threshold,) = (t for t in atlas.thresholds("reputation_cost", **values) if t.value < 12)
print("bluffing ends, and separation begins, at reputation_cost =", threshold.value)

# What must hold: the probability is the stated one, the threshold is where the rate of accidents is the tolerable rate
# (1 - cost) / (1 + reputation_cost), and the regions name what the exact solver finds, on their boundaries too.
assert sympy.cancel(warns - mu * (1 - p0) / ((1 - mu) * p0)) == 0
assert threshold.value == (1 - sympy.Rational(1, 1000)) / sympy.Rational(1, 10) - 1
assert [f.shape for f in threshold.below] == ["pooling", "semi_separating"]
assert [f.shape for f in threshold.above] == ["pooling", "separating"]
assert atlas.undecided == 0
assert atlas.audit(10).disagreements == ()
# Picture: dt.plot_band(dt.sweep(game.at(**values), {"reputation_cost": "0:11:111"}, ["deterred"]), "deterred")
