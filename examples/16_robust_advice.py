"""One idea: advice should come with the share of plausible cases in which it holds.

Every number of the airspace crisis is a judgement with a range. Here thousands of cases are drawn from all ranges at once;
each is solved completely, under every channel. Run it from a clone:

    python examples/16_robust_advice.py
"""

from pathlib import Path

import deterrence as dt

scenario = dt.load(Path(__file__).with_name("airspace.toml"))
found = dt.robustness(scenario, samples=1024, rng=1)
print(found)

matters = dt.sensitivity(scenario, samples=256, measures=["deterred"], rng=1)
verdict = matters["public: deters more often"]
print("\nwhat decides whether a public warning deters more often than silence:")
for index in verdict.ranked[:3]:
    print(f"  {index.name}: {index.total.value:.2f} of the variance, with its interactions")

# What must hold: silence deters iff credibility > gain / (gain + clash_cost), whatever else is uncertain.
deters = found.bands["silence"]["deterred"][0] == 1
credibility, gain, clash_cost = (found.values[name] for name in ("credibility", "gain", "clash_cost"))
assert (deters == (credibility > gain / (gain + clash_cost))).all()
# A public warning deters more often than a private one, but no warning deters for sure in most cases.
full = {row.channel: row.full for row in found.advice if row.criterion.measure == "deterred"}
assert full["silence"].high < full["public"].low
assert full["private"].high < full["public"].low < 1 / 2
# Picture: dt.plot_tornado(found, "public", "deterred")
