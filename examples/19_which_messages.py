"""One idea: a defender may gain by making a warning impossible.

Where a warning can be sent, not to send one says something too. So each set of messages is a game of its own: all its
equilibria are found, and compared with those of silence. Run it from a clone:

    python examples/19_which_messages.py
"""

from fractions import Fraction

import deterrence as dt

SILENT, PRIVATE, PUBLIC = "stay_silent", "warn_privately", "warn_publicly"
crisis = {
    "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1, "reputation_cost": "1/2",
    "audience_cost": 3, "leak": "1/10", "warning_cost": "1/1000",
}  # fmt: skip

print("A doubtful defender; the public warning ties its hands:")
doubtful = dt.models.warning_game("both", **crisis, credibility="1/5", commitment_gap=2, face_cost="3/2")
allowed = dt.best_messages(doubtful, refine="d1")
print(allowed)

print("\nIn full view the challenger had rather fight, but a private warning that leaks enough binds as well:")
proud = dt.models.warning_game("both", **crisis, credibility="1/5", commitment_gap=2, face_cost="5/2")
leaking = dt.best_messages(proud, "deterred", "leak")
print(leaking)

print("\nA defender that is believed anyway:")
believed = dt.models.warning_game("both", **crisis, credibility="1/2", commitment_gap=12, face_cost="2/5")
silent = dt.best_messages(believed, "deterred")
print(silent)

# What must hold. Silence loses 1 each time; committed in public, only accidents (1/10) cost, 1 or 1 + 2 by type.
assert tuple(allowed[[SILENT]].band) == (-1, -1)
assert allowed[[SILENT, PUBLIC]].band.least == -Fraction(1, 10) * (Fraction(1, 5) + Fraction(4, 5) * 3) - Fraction(1, 1000)
assert allowed.best.messages == (SILENT, PUBLIC)
# The leak must make breaking the warning (1/2 + 3 leak) dearer than honouring it (2), and complying bearable (5/2 leak < 2).
assert Fraction(1, 2) < leaking.best.value < Fraction(4, 5)
assert PUBLIC not in leaking.best.messages
# Silence deters for sure where credibility exceeds 1/3; any warning that may be sent puts that at risk.
assert silent.best.messages == (SILENT,)
assert all(one.band.least < 1 for one in silent.sets[1:])
# Picture: dt.plot_publicity(dt.best_publicity(proud, "deterred", "leak"))
