"""One idea: how public should a warning be, and how much of what can be attained does it attain?

Here a private warning does not bind and a fully public one corners the challenger, whose face is worth more than a clash. A
controlled leak does both enough. Run it from a clone:

    python examples/17_best_warning.py
"""

from fractions import Fraction

import deterrence as dt

crisis = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "face_cost": "5/2",
}  # fmt: skip
leak = dt.models.warning_game("leak", **crisis)
best = dt.best_publicity(leak, "deterred", "publicity")
(window,) = best.windows("deterred", 1)
print(f"deters for sure at a publicity in {window}: from {window.low_formula} to {window.high_formula}")

private = dt.models.warning_game("private", **crisis)
bound = dt.persuade(private, "deterred")
least, most = dt.probability(dt.perfect_bayesian(private), "deterred")
print(bound)
print(f"a private warning deters [{least}, {most}]: at best {float(bound.share(most)):.0%} of what informing could attain")

# What must hold: the window of the closed form, and credibility / p* as the bound on warnings that only inform.
assert (window.low, window.high) == ((2 - Fraction(1, 2)) / 3, 2 / Fraction(5, 2))
assert bound.informing.value == Fraction(1, 5) / Fraction(1, 3) == bound.binding.value
assert dt.persuade(leak.at(publicity="3/5"), "deterred").binding.value == 1
# Picture: dt.plot_publicity(best, windows=[window])
