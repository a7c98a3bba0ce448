"""One idea: when both sides have a secret, a bluff need not fool everybody to be worth its price.

The defender knows whether it is resolute, the challenger whether it is bold. Sequential equilibrium says what each may
believe at every information set, reached or not. Run it from a clone:

    python examples/08_two_secrets.py
"""

from fractions import Fraction

import deterrence as dt
from deterrence import models

crisis = models.two_sided_warning(
    credibility="2/5",
    boldness="1/4",
    gain_bold=3,
    gain_cautious=1,
    clash_cost=1,
    loss_resolute=1,
    loss_irresolute=1,
    bluff_cost=2,
)
eqs = dt.sequential(crisis)
print(eqs, end="\n\n")

# What a challenger believes of a defender that warned, and what it does about it.
bluffs = [eq for eq in eqs.extreme if 0 < eq["defender"]["irresolute"]["warn"] < 1]
for eq in bluffs:
    print(f"the irresolute warn with probability {eq['defender']['irresolute']['warn']}")
    for kind in ("bold", "cautious"):
        heard = f"{kind}, warn"
        (belief,) = eq.beliefs[heard].vertices
        resolute = belief[f"resolute, {kind}.warn"]
        print(f"the {kind} then think it resolute with {resolute} and probe with {eq['challenger'][heard]['probe']}")

# By hand: the cautious are indifferent at posterior 1/2, so bluffs come with (2/5)/(3/5) = 2/3; a bluff costs
# 3 (1/4 + 3/4 q) where silence costs 1, so the cautious probe with q = 1/9, and the bold always.
(bluff,) = bluffs
assert bluff["defender"]["irresolute"]["warn"] == Fraction(2, 3)
assert bluff["challenger"]["cautious, warn"]["probe"] == Fraction(1, 9)
assert bluff["challenger"]["bold, warn"]["probe"] == 1
assert eqs.complete
# Picture: dt.plot_tree(crisis, bluff)
