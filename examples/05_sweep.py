"""One idea: over all that nobody knows, where does a warning deter for sure?

Credibility and the audience cost are judgements. A map solves the crisis for every pair in their ranges and every channel,
with every equilibrium of each; no cell is decided by picking one of them. Run it from a clone:

    python examples/05_sweep.py
"""

from fractions import Fraction
from pathlib import Path

import numpy as np

import deterrence as dt

scenario = dt.load(Path(__file__).with_name("airspace.toml"))
over = {"credibility": "1/20:2/5:71", "audience_cost": "1:5:81"}
found = dt.sweep(scenario.games, over, ["deterred", "clash"], audit=30, rng=1)
print(f"{found.sizes['credibility'] * found.sizes['audience_cost']:,} crises, {found.sizes['channel']} channels of each")

# Certain: every equilibrium deters all that can be deterred. Possible: some equilibrium does.
for name in found.channel.values:
    cells = found.sel(channel=name)
    decided = cells.undecided == 0
    certain, possible = ((cells[f"deterred_{end}"] == 1).where(decided).mean() for end in ("least", "most"))
    print(f"{name:8} deters for sure in {float(certain):.1%} of them, possibly in {float(possible):.1%}")

# On a knife edge the model leaves open what an indifferent defender does; such cells are flagged, not guessed.
public = found.sel(channel="public")
edge = np.unique(public.audience_cost.values[np.argwhere(public.undecided.values)[:, 1]])
print("undecided where the audience cost is", *edge, "= commitment_gap - reputation_cost")

# What must hold: silence deters iff credibility > gain / (gain + clash_cost) = 1/3; below that, a public warning deters for
# sure iff it binds: reputation_cost + audience_cost > commitment_gap = 2 (complying costs face_cost = 3/2 < clash_cost = 2).
silence, p_star = found.sel(channel="silence"), Fraction(1, 1 + 2)
above = found.credibility.values > p_star
assert ((silence.deterred_least.values == 1) == above[:, None]).all()
binds = 0.5 + public.audience_cost.values > 2
assert ((public.deterred_least.values == 1)[~above] == binds).all()
assert edge.tolist() == [1.5]
# The map holds the number of the tutorial's crisis: deterred in [0, 89/345] after a private warning.
# (credibility 1/5 is the 31st value, audience cost 3 the 41st).
tutorial = float(found.sel(channel="private").deterred_most[30, 40])
assert abs(tutorial - float(Fraction(89, 345))) < 1e-12
# Picture: dt.plot_regimes(found.sel(channel="private"))
