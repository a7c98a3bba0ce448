"""One idea: a threat that leaves something to chance has a window, and hardliners close it.

A defender may threaten that defiance leads to disaster with some probability. Too small a risk moves nobody, too large a one
is not worth threatening. Run it from a clone:

    python examples/20_brinkmanship.py
"""

from fractions import Fraction

import deterrence as dt
from deterrence import models

# The window of risk as formulae; 3 in 10 opponents never give way.
crisis = models.brinkmanship(hardliners="3/10")
print(crisis["least_risk"], "to", crisis["most_risk"], "is the window of risk")
print("it closes where hardliners are more likely than", crisis["most_hardliners"], end="\n\n")

# The same window from the payoffs of the tree, where no deviation pays.
effective = dt.incentive_range(models.threat_incentives(crisis.values, "challenger"))
acceptable = dt.incentive_range(models.threat_incentives(crisis.values, "defender"))
print(f"the soft give way from risk {effective.least} on; the defender dares up to {acceptable.most}")

# And from the game: inside the window the threat is made and works.
for risk in ("1/2", "3/4", "9/10"):
    (eq,) = dt.subgame_perfect(crisis.game.at(risk=risk)).extreme
    threat, gives_way = eq["defender"]["root"]["threaten"], eq["challenger"]["threaten.soft"]["withdraw"]
    print(f"risk {risk}: threat {threat}, the soft give way {gives_way}")

# Two who wait while a disaster may happen: the stronger one's stake makes the *other* give in more slowly.
duel = models.risk_attrition(stake_challenger=2, stake_defender=1, disaster_cost_challenger=1, disaster_cost_defender=3)
stand_off = dt.attrition(duel.game)
print(f"\nwaiting it out ends in disaster with probability {duel.numbers['disaster']}")
print("others:", stand_off.others)

assert (effective.least, acceptable.most) == (Fraction(3, 5), Fraction(7, 8))
assert abs(stand_off.chances["disaster"] - Fraction(2, 9)) < 1e-9
# Picture: dt.plot_tree(crisis.game)
