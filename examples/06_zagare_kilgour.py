"""One idea: credible threats deter, and so may threats that are only believed; both are equilibria of one game.

In Zagare and Kilgour's unilateral deterrence game each side is hard or soft and knows only its own type. A defender that is
credible enough separates hard challengers from soft ones; a less credible one is bluffed. Beside either stands steadfast
deterrence, held up by the belief that whoever attacks is probably soft. Run it from a clone:

    python examples/06_zagare_kilgour.py
"""

from fractions import Fraction

import deterrence as dt

crisis = dt.models.unilateral_deterrence(
    concession_challenger=1,
    status_quo_challenger="3/5",
    conflict_hard_challenger="1/5",
    backdown_challenger=0,
    conflict_soft_challenger=-1,
    backdown_defender="4/5",
    conflict_hard_defender="2/5",
    concession_defender="1/5",
    conflict_soft_defender="-2/5",
)

conflicts = {}
for credibility in ("9/20", "1/5"):
    game = crisis.at(credibility_challenger="3/10", credibility_defender=credibility)
    table = game.normal_form()
    # undominated: nobody's last move is worse than another
    credible = dt.nash(table).refine("undominated")
    print(f"The defender is hard with probability {credibility}:")
    for eq in credible.extreme:
        play = table.behaviour(eq)
        attacks = {t: str(play["challenger"][f"{t} challenger"]["defect"]) for t in ("hard", "soft")}
        print(f"  attacks {attacks}, a soft defender resists with {play['defender']['soft defender']['resist']}")
    conflicts[credibility] = dt.probability(credible, "conflict").most
    print(f"  conflict with probability up to {conflicts[credibility]}")

# separating: both are hard, 3/10 * 9/20; bluff: a resisting defender has probability 2/5
assert conflicts == {"9/20": Fraction(27, 200), "1/5": Fraction(3, 25)}
# Picture: dt.plot_tree(game)
