"""One idea: with accidents about, costs move the probing and not the shooting, and some restraint must end by design.

Run it from a clone:

    python examples/22_accidents.py
"""

import pandas

import deterrence as dt
from deterrence import models

# A challenger hides its probes among accidents. The defender fears shooting at an accident, more or less.
hiding = models.accident_or_probe(signal_distance=2, miss_cost=1, gain=1, clash_cost=3, accident_rate="1/20")
for cost in (2, 5, 10):
    found = hiding.at(false_alarm_cost=cost).numbers
    threshold, rate = (round(float(found[name]), 4) for name in ("threshold", "probe_rate"))
    print(f"false alarms cost {cost:2}: shoot at {threshold} and above, probes come at rate {rate}")

# All equilibria of the same game, from the challenger's indifference, with a certified bracket.
solved = dt.cutoffs(hiding.at(false_alarm_cost=5).game)
print(f"the threshold is unique: {solved.unique}", end="\n\n")

# Restraint under noise: punish an incident for a while, and begin again.
restraint = models.limited_punishment(quiet_if_restrained=".9", quiet_if_provoked=".5", discount=".9")
rounds = int(restraint.numbers["rounds"])
for k in (rounds - 1, rounds):
    reaction = dt.Automaton.punishment(("restrain",) * 2, ("provoke",) * 2, bad="incident", good="quiet", rounds=k)
    played = dt.perfect_public(restraint.game, reaction)
    print(f"{k} rounds of hostility after an incident: equilibrium {played.equilibrium}")

# A spiral that an accident started ends when doubt has grown enough, or never.
spiral = models.conflict_spiral(tolerance="1/2", misperception="1/10")
for share in ("1/10", "3/10", "1/2"):
    ends, hostile = spiral.at(bad_share=share).game.walk()
    print(f"hostile kinds {share}: a fresh start after {ends} rounds, hostile {float(hostile):.3f} of the time")

# The more hostile kinds there are, the later the fresh start; from some share on it never comes.
walks = {k / 100: spiral.at(bad_share=f"{k}/100").game.walk() for k in range(1, 60)}
lasting = pandas.Series({share: float(hostile) for share, (_, hostile) in walks.items()})

thresholds = {round(float(hiding.at(false_alarm_cost=c).numbers["threshold"]), 9) for c in (2, 5, 10)}
assert len(thresholds) == 1
assert abs(float(solved.values[0]) - 2.674490) < 1e-6
assert rounds == 2
assert spiral.at(bad_share="1/2").game.walk()[0] is None
assert lasting.is_monotonic_increasing
# Picture: lasting.plot(xlabel="share of hostile kinds", ylabel="share of the time in hostility", drawstyle="steps-mid", color="black")
