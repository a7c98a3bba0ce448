"""One idea: a deterrence game has a whole segment of equilibria, and a threat is worth what its credibility is worth.

A challenger may probe a border; a defender has taken a posture, to respond or to tolerate. Run it from a clone:

    python examples/01_probe_game.py
"""

from fractions import Fraction

import deterrence as dt
from deterrence import models

# A defender who would rather tolerate (it loses 1) than respond (it would lose 2).
reluctant = models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
print(reluctant, end="\n\n")

# Every equilibrium: one in which the challenger probes, and a segment in which it refrains.
equilibria = dt.nash(reluctant)
print(equilibria, end="\n\n")
print("deterred, over all equilibria:", dt.probability(equilibria, "deterred"))

# The segment is held up by a threat that the defender would not carry out; the refinement says so.
credible = equilibria.refine("undominated")
for removed in credible.removed:
    print(f"removed by {removed.refinement}: {removed.families[-1].name} ({removed.reason})")
print("deterred, by credible threats:", dt.probability(credible, "deterred"), end="\n\n")

# A defender that responds when it is resolute: how likely must that be?
resolute = models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
(threshold,) = dt.thresholds(resolute, "credibility")
print(f"the threat deters from credibility {threshold.value} = {threshold.formula} on")

# What is known: p* = gain / (gain + clash cost), a segment from p* up, and no deterrence by incredible threats.
p_star = Fraction(1, 1 + 3)
segment = next(eqs for eqs in equilibria if eqs.dimension == 1)
assert equilibria.complete
assert {eq["challenger"]["probe"] for eq in segment.extreme} == {0}
assert {eq["defender"]["respond"] for eq in segment.extreme} == {p_star, 1}
assert tuple(dt.probability(equilibria, "deterred")) == (0, 1)
assert tuple(dt.probability(credible, "deterred")) == (0, 0)
assert threshold.value == p_star
# Picture: dt.plot_best_replies(equilibria)
