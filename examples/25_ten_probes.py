"""Ten more probes are likely: is it worth responding to the first, if only the challenger sees it?

Run it from anywhere: ``python examples/25_ten_probes.py``.
"""

import numpy as np

import deterrence as dt

# a response costs 1, a period without a probe is worth 3/2; one defender in twenty is resolute
crises = dt.models.successive_probes_channels(
    probes=10,
    stake="3/2",
    resistance_needed="2/5",
    credibility="1/20",
    private_visibility="1/5",
    audience_cost="4/5",
)
plays = {channel: dt.reputation(crisis.game) for channel, crisis in crises.items()}
for channel, play in plays.items():
    respond = play.resists(10, "1/20")
    print(f"{channel}: deters with more than {play.thresholds[9]} at stake; answers the first probe with {respond}")

comparison = dt.compare(plays, baseline="private")
print(comparison.table.to_string())

drawn = dt.simulate(crises["private"], plays["private"], 500, np.random.default_rng(3))
print({name: round(f["simulated"], 3) for name, f in drawn.attrs["frequencies"].items()})

# out of sight a response buys little, so it is rarely given; in public, with a warning at stake, it always is
assert plays["public"].resists(10, "1/20") == 1
assert plays["private"].resists(10, "1/20") < 1 / 2
assert comparison.bands["public"]["first:deterred"].unrefined.least == 1
# Picture: dt.plot_reputation(plays["private"], drawn)
# The same from a file: deterrence compare examples/reputation.toml
