"""One idea: guards go where the challenger is tempted, until it is tempted by several places alike.

Run it from a clone:

    python examples/24_which_member.py
"""

from fractions import Fraction

import deterrence as dt
from deterrence import models

# Payoffs of a probe: the challenger's, unguarded and guarded; then the alliance's.
members = {"north": (5, -2, -5, 0), "east": (4, -1, -4, 0), "south": (3, -1, -3, 0), "west": (1, -1, -1, 0)}
covered = {name: {} for name in members}
for guards in (1, "3/2", 2):
    plan = dt.coverage(models.member_to_probe(members, guards=guards))
    for name, chance in plan.chances.items():
        covered[name][float(Fraction(guards))] = chance
    shown = ", ".join(f"{name} {float(c):.3f}" for name, c in plan.chances.items())
    print(f"guards {guards}: {shown}; the challenger expects {float(plan.attacker):.3f}")

# A chain of fronts: the defender must hold all of them, and gives up where its stake is too small.
for fronts in (1, 2, 3, 4):
    model = models.weakest_link(fronts, stake_challenger=1, stake_defender=3)
    held = dt.contest(model.game).all_held
    print(f"{fronts} fronts: all held with probability {held:.4f}")

# Forces spread over three fronts: whole units give a value near that of divisible forces.
for ratio in (1, "3/4", "2/3"):
    split = models.blotto(3, ratio=ratio)
    exact = dt.minmax(split.game)["weaker"].value
    print(f"forces {ratio}: the weaker side holds {split.numbers['weaker_share']} of the fronts, in twelve units {exact}")

plan = dt.coverage(models.member_to_probe(members))
assert plan.chances["west"] == 0
assert plan.tempting == ("north", "east", "south")
assert dt.minmax(models.blotto(3, ratio="3/4").game)["weaker"].value == Fraction(41, 108)
# Picture: dt.plot_cohesion(covered)
