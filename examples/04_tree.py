"""One idea: an off-ramp can make a threat credible, and a tree shows why.

A challenger probes, a defender answers or not, and an answered challenger escalates or not. Whether it has a face-saving
way out decides whether the defender dares to answer, and so whether the challenger probes at all. Run it from a clone:

    python examples/04_tree.py
"""

import sympy

import deterrence as dt

challenger, defender = dt.players("challenger defender")
face = sympy.Symbol("face", real=True)  # what backing down costs the challenger; war costs it 3

crisis = dt.ExtensiveForm(
    challenger.chooses(
        refrain=dt.outcome("status_quo", challenger=0, defender=0),
        probe=defender.chooses(
            tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
            respond=challenger.chooses(
                back_down=dt.outcome("backdown", challenger=-face, defender="1/2"),
                escalate=dt.outcome("war", challenger=-3, defender=-4),
            ),
        ),
    ),
    title="Probe with an off-ramp",
)
print(crisis, end="\n\n")

# With an off-ramp (face = 1) the defender answers, because the challenger would then back down: nobody probes.
off_ramp, cornered = crisis.at(face=1), crisis.at(face=4)
print(dt.subgame_perfect(off_ramp), end="\n\n")

# A cornered challenger (face = 4) would escalate. The defender tolerates the probe, and it comes.
print(dt.subgame_perfect(cornered), end="\n\n")

# Nash equilibria count threats that nobody would carry out; on the edge, face = 3, the tie leaves a continuum.
games = {"off-ramp": off_ramp, "edge": crisis.at(face=3), "cornered": cornered}
for name, game in games.items():
    perfect, nash = (dt.probability(solve(game), "probe") for solve in (dt.subgame_perfect, dt.nash))
    print(f"{name}: probe {perfect}, all Nash {nash}")

edge = dt.subgame_perfect(crisis.at(face=3))
assert edge.complete
assert dt.probability(dt.subgame_perfect(off_ramp), "probe").most == 0
assert dt.probability(dt.subgame_perfect(cornered), "probe").least == 1
# The defender answers iff 1/2 b - 4 (1 - b) >= -1: the challenger backs down with probability 2/3 or more.
backs_down = {eq["challenger"]["probe.respond"]["back_down"] for eq in edge.extreme}
assert {sympy.Rational(x.numerator, x.denominator) for x in backs_down} == {0, sympy.Rational(2, 3), 1}
# Picture: dt.plot_tree(crisis)
