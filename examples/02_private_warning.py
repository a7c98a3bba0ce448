"""One idea: publicity ties the defender's hands and corners the challenger, so which warning deters depends on face.

A defender whose resolve is its secret may warn in private, in public, or not at all. Run it from a clone:

    python examples/02_private_warning.py
"""

from fractions import Fraction

import deterrence as dt
from deterrence import models

# The numbers are judgements made for illustration; examples/airspace.toml gives a reason for each.
crisis = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "warning_cost": "1/1000",
}  # fmt: skip


def deterred(face_cost: str) -> dict[str, dt.Band]:
    """Share of avoidable incursions avoided by each channel, over all equilibria that pass D1."""
    channels = models.warning_channels(**crisis, face_cost=face_cost)
    comparison = dt.compare(channels, refine="d1", baseline="silence")
    print(f"\nLosing face costs the challenger {face_cost}. Deterred, over all equilibria and after D1:")
    for channel in comparison.channels:
        band = comparison.bands[channel]["deterred"]
        print(f"  {channel:8} {band.unrefined!s:12} {band.refined}")
    return {channel: comparison.bands[channel]["deterred"].refined for channel in comparison.channels}


private = dt.perfect_bayesian(models.warning_game("private", **crisis, face_cost="3/2"))
print("A private warning.", private)

modest, proud = deterred("3/2"), deterred("5/2")

(limit,) = dt.thresholds(models.warning_game("public", **crisis, face_cost="3/2"), "face_cost")
print(f"\nA public warning works up to face_cost = {limit.value} = {limit.formula}.")

# What is known: the bluffing, commitment and silent equilibria of these two cases in closed form.
bluffing = private.refine("d1").extreme[0]
posterior = (1 + Fraction(1, 10) * Fraction(3, 2)) / (1 + 2)  # (gain + leak face_cost) / (gain + clash_cost)
bluffs = Fraction(1, 5) * (1 - posterior) / (Fraction(4, 5) * posterior)
assert bluffing.shape == "semi_separating"
assert bluffing["defender"]["irresolute"]["warn"] == bluffs == Fraction(37, 92)
assert {channel: tuple(band) for channel, band in modest.items()} == {
    "silence": (0, 0), "private": (Fraction(89, 345),) * 2, "public": (1, 1),
}  # fmt: skip
assert {channel: tuple(band) for channel, band in proud.items()} == {
    "silence": (0, 0), "private": (Fraction(89, 375),) * 2, "public": (0, 0),
}  # fmt: skip
assert limit.value == 2
# Picture: dt.plot_compare(dt.compare(models.warning_channels(**crisis, face_cost="3/2"), refine="d1", baseline="silence"))
