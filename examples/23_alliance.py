"""One idea: what everybody hears can unite an alliance, or freeze it; what each knows alone decides by itself.

A response succeeds iff enough allies take part. Each fears to stand alone. Run it from a clone:

    python examples/23_alliance.py
"""

from pathlib import Path

import deterrence as dt
from deterrence import models

# A private warning leaves each ally with its own information, a public one tells all the same.
response = models.collective_response(response_cost=".4", prior_mean=".6", precision=4)
channels = {"private": response.at(prior_precision=1), "public": response.at(prior_precision=10)}
for name, model in channels.items():
    found = dt.cutoffs(model.game)
    shown = ", ".join(f"{float(t):.4f}" for t in found.values)
    print(f"{name}: the response succeeds below theta = {shown} (complete: {found.complete})")
comparison = dt.compare(channels, baseline="private")
least, most = comparison.bands["public"]["threshold"]
print(f"public information leaves a band from {float(least):.3f} to {float(most):.3f}", end="\n\n")

# Three allies, two must respond: different resolves pull one common threshold.
for resolve in ((0, 0, 0), (".2", ".1", "-.05")):
    model = models.alliance_threshold(3, 2, resolve=resolve)
    exact, solved = model.numbers["threshold"], dt.cutoffs(model.game).values[0]
    each = solved if isinstance(solved, tuple) else (solved,) * 3
    print(f"resolve {resolve}: respond below cost {exact}, at small noise {', '.join(f'{float(x):.4f}' for x in each)}")

# One response is enough: the ally with the lowest cost responds least, in the equilibrium in which all may respond.
volunteers = models.volunteers([".3", ".4", ".5"])
eqs = dt.nash(volunteers.game)
print(f"\n{len(eqs.extreme)} equilibria; the mixed one has", {k: round(float(v), 4) for k, v in volunteers.numbers.items()})

# The two-ally scenario beside this file: blame for waiting makes a response likelier where both may wait.
scenario = dt.load(Path(__file__).parent / "alliance.toml")
duel = dt.compare(scenario.games, baseline=scenario.baseline)
for channel in duel.channels:
    print(f"{channel}: a response comes with probability {duel.bands[channel]['response']}")

assert len(dt.cutoffs(channels["public"].game).values) == 3
assert dt.cutoffs(channels["private"].game).unique
numbers = volunteers.numbers
assert numbers["respond:1"] < numbers["respond:2"] < numbers["respond:3"]
assert duel.bands["public"]["response"].least > duel.bands["private"]["response"].least
# Picture: dt.plot_compare(duel)
