"""One idea: the more an answer may get out of hand, the less a warning is worth, until it is worth nothing.

A probe may be tolerated or warned off; a warned challenger takes the off-ramp or presses on; a defender whose warning is
ignored backs down or answers; and an answer may end in war by accident. Run it from a clone:

    python examples/07_crisis_of_moves.py
"""

from fractions import Fraction

import deterrence as dt

challenger, defender = dt.players("challenger defender")
risk = dt.Parameter("risk", "chance that an answer ends in war", "[0, 1]", "probability")
r = risk.symbol

answer = dt.nature(
    contained=(1 - r, dt.outcome("clash", challenger=-1, defender=-1)),
    accident=(r, dt.outcome("war", challenger=-10, defender=-10)),
)
crisis = dt.ExtensiveForm(
    challenger.chooses(
        refrain=dt.outcome("status_quo", challenger=0, defender=0),
        probe=defender.chooses(
            tolerate=dt.outcome("capitulation", challenger=2, defender=-2),
            warn=challenger.chooses(
                take_the_off_ramp=dt.outcome("off_ramp", challenger="-1/2", defender="1/2"),
                press_on=defender.chooses(
                    back_down=dt.outcome("bluff_called", challenger=3, defender=-3),
                    respond=answer,
                ),
            ),
        ),
    ),
    parameters=[risk],
    title="A crisis of five moves",
)

# Every way in which the crisis can go, and when. By hand: the defender answers iff 1 + 9 risk <= 3.
families = {family.name: family.exists_when for family in dt.subgame_perfect(crisis).families if family.generic}
for name, region in families.items():
    print(f"{name}: {region}")

# On either side of the edge, and on it, where the defender may do either and the others' choices hang on its mixture.
(calm,) = dt.subgame_perfect(crisis.at(risk="1/10")).extreme
(tense,) = dt.subgame_perfect(crisis.at(risk="1/2")).extreme
edge = dt.subgame_perfect(crisis.at(risk="2/9"))
for name, eq in {"calm": calm, "tense": tense}.items():
    moves = {label: max(row, key=row.get) for player in crisis.players for label, row in eq[player].items()}
    print(f"{name}: {moves}")
print(f"edge: {len(edge)} component, {len(edge.pieces)} pieces")

assert calm["challenger"]["probe.warn"]["take_the_off_ramp"] == 1  # never reached, and it is why nobody probes
assert {str(region) for region in families.values()} == {"risk <= 2/9", "risk >= 2/9"}
# On the edge the defender answers as it likes; the off-ramp is best iff 3 (1 - y) - 3 y <= -1/2, y >= 7/12.
assert Fraction(7, 12) in {eq["defender"]["probe.warn.press_on"]["respond"] for eq in edge.extreme}
assert tense["challenger"]["root"]["probe"] == tense["defender"]["probe"]["tolerate"] == 1
# Picture: dt.plot_tree(crisis.at(risk="1/10"), calm)
