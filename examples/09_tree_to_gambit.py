"""One idea: a tree written here is a file that other programs read, and comes back the same.

The crisis goes to Gambit's format for trees and back, with its equilibria; the same tree, drawn, goes into a paper. Run it
from a clone:

    python examples/09_tree_to_gambit.py
"""

import tempfile
from pathlib import Path

import deterrence as dt

challenger, defender = dt.players("challenger defender")
incursion = dt.ExtensiveForm(
    dt.nature(
        deliberate=(
            "7/10",
            defender.chooses(
                tolerate=dt.outcome("unanswered", challenger=1, defender=-2),
                respond=dt.outcome("clash", challenger=-1, defender=-1),
                knowing="an incursion",
            ),
        ),
        accident=(
            "3/10",
            defender.chooses(
                tolerate=dt.outcome("no harm done", challenger=0, defender=0),
                respond=dt.outcome("clash by mistake", challenger=-2, defender="-5/2"),
                knowing="an incursion",
            ),
        ),
    ),
    title="Deliberate or an accident?",
)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder, "incursion.efg")
    dt.save(incursion, path)
    text = path.read_text(encoding="utf-8")
    back = dt.load(path).game
print(text)

# By hand: tolerating costs 7/10 * 2 = 7/5, responding 7/10 * 1 + 3/10 * 5/2 = 29/20, which is more.
(here,), (there,) = (dt.nash(tree).extreme for tree in (incursion, back))
print("payoffs here", *map(str, here.payoffs.values()), "and there", *map(str, there.payoffs.values()))

# The picture for a paper, which needs tikz alone, with the equilibrium on it.
picture = dt.to_tikz(incursion, here)
print(picture.splitlines()[0], "...", picture.splitlines()[-1])

assert back.information_sets == incursion.information_sets
assert back.payoffs == incursion.payoffs
assert here["defender"] == there["defender"] == {"an incursion": {"tolerate": 1, "respond": 0}}
# Picture: dt.plot_tree(incursion, here)
