"""One idea: how far up a ladder anyone goes depends on the off-ramps of the one who would move last.

Two sides take turns at raising the stakes. Backward induction over the tree says who quits where. Run it from a clone:

    python examples/21_escalation_ladder.py
"""

from fractions import Fraction
from pathlib import Path

import deterrence as dt
from deterrence import models

# Both could back down cheaply, and a disaster would be terrible: the first step settles it.
cheap = dict.fromkeys(("backdown_cost_challenger", "backdown_cost_defender"), "1/5")
stakes = dict.fromkeys(("stake_challenger", "stake_defender"), 1)
calm = models.escalation_ladder(**stakes, **cheap, disaster_cost_challenger=4, disaster_cost_defender=4)
print(dt.subgame_perfect(calm), end="\n\n")

# A defender that can hardly back down would climb to the end, so the challenger does not begin.
cornered = models.escalation_ladder(
    **stakes,
    backdown_cost_challenger="1/5",
    backdown_cost_defender="1/2",
    disaster_cost_challenger=2,
    disaster_cost_defender=1,
)
for name, ladder in (("calm", calm), ("cornered", cornered)):
    eqs = dt.subgame_perfect(ladder)
    shares = {what: dt.probability(eqs, what).most for what in ("disaster", "backdown_challenger", "backdown_defender")}
    print(name, {what: str(share) for what, share in shares.items()})

# The channel of a warning is what backing down would cost the defender.
scenario = dt.load(Path(__file__).parent / "escalation.toml")
warned = {channel: dt.subgame_perfect(game) for channel, game in scenario.games.items()}
for channel, eqs in warned.items():
    print(f"{channel}: the challenger begins with probability {dt.probability(eqs, 'challenger:escalate')}")

(first,) = dt.subgame_perfect(calm).extreme
assert tuple(first.payoffs.values()) == (Fraction(3, 4), Fraction(-39, 100))
assert dt.probability(warned["public"], "backdown_challenger").least == 1
# Picture: dt.plot_ladder(dt.subgame_perfect(cornered))
