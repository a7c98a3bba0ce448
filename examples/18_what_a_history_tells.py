"""One idea: a map can be read backwards, from what was seen to the numbers that are still possible.

In three of ten crises a private warning was called as a bluff. Nobody knows which equilibrium was played, so what is left is
not an estimate but a set: every cell of the map in some equilibrium of which that may happen. Run it from a clone:

    python examples/18_what_a_history_tells.py
"""

import deterrence as dt

crisis = {
    "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1, "commitment_gap": 2,
    "reputation_cost": "1/2", "leak": "1/3", "face_cost": "3/2", "warning_cost": "1/1000",
}  # fmt: skip
game = dt.models.warning_game("private", **crisis)
over = {"credibility": "0.02:0.5:49", "audience_cost": "1:8:141"}
cells = dt.sweep(game, over=over, measures=["bluff_called"])
seen = dt.consistent(cells, None, {"bluff_called": (3, 10)})
print(seen)

# Ten times as long a history of the same kind rules out more.
longer = dt.consistent(cells, None, {"bluff_called": (30, 100)})
print(longer)
assert (longer.cases <= seen.cases).all()
assert longer.cases.sum() < seen.cases.sum()

# What must hold: a bluff is called at the rate at which the irresolute gain nothing by it, (1 - warning_cost)/(1 + broken),
# where breaking a warning costs 1/2 + audience_cost / 3; and as many warnings are bluffs as are meant, since complying takes
# a belief of (gain + face) / (gain + clash_cost) = 1/2. From 2 = commitment_gap on every warning is honoured.
credibility, broken = cells.credibility, 0.5 + cells.audience_cost / 3
called = credibility * (1 - 0.001) / (1 + broken)
for history in (seen, longer):
    low, high = history.observed["bluff_called"]
    expected = (called >= low) & (broken < 2)
    assert (history.cases == expected).where(credibility < 1 / 3, other=True).all()
# Picture: seen.cases.plot(x="credibility", y="audience_cost", cmap="Greys", vmax=2, add_colorbar=False)
