"""Mutual deterrence: two sides, each of uncertain resolve, may attack each other at the same time."""

from typing import Any

from ..games.moves import nature, outcome, players
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .declaring import bind, model, probability

__all__ = ["PARAMETERS", "mutual_deterrence"]

PARAMETERS = (
    probability("credibility_a", "prior that side A is hard: it would rather fight than capitulate"),
    probability("credibility_b", "prior that side B is hard"),
    Parameter("victory", "payoff when only the other capitulates", "real", "utils"),
    Parameter("status_quo", "payoff of the status quo", "real", "utils"),
    Parameter("conflict_hard", "a hard side's payoff of conflict", "real", "utils"),
    Parameter("capitulation", "payoff of capitulating", "real", "utils"),
    Parameter("conflict_soft", "a soft side's payoff of conflict", "real", "utils"),
)


@model
def mutual_deterrence(
    *,
    credibility_a: Any = None,
    credibility_b: Any = None,
    victory: Any = None,
    status_quo: Any = None,
    conflict_hard: Any = None,
    capitulation: Any = None,
    conflict_soft: Any = None,
) -> ExtensiveForm:
    """Two sides cooperate or defect at once; a side that is attacked alone retaliates or capitulates.

    Each is hard or soft, drawn independently, and knows only its own type::

                     B cooperates          B defects
        A cooperates status quo            A retaliates -> conflict, or capitulates
        A defects    B retaliates          conflict
                       -> conflict, or capitulates

    With victory > status quo > conflict (hard) > capitulation > conflict (soft) the hard retaliate and the soft capitulate.
    Deterrence by both types is an equilibrium iff credibility is at least (victory - status quo) / (victory - conflict of
    the hard); beside it live separation, in which the hard attack, a bluff and a mixed one. Deterrence and all-out attack by
    the hard coexist.

    Parameters
    ----------
    credibility_a, credibility_b : number, optional
        Probabilities in [0, 1].
    victory, status_quo, conflict_hard, capitulation, conflict_soft : number, optional
        In utils; the same for both sides.

    Returns
    -------
    ExtensiveForm
        Players ``A`` and ``B``, with outcomes ``status_quo``, ``capitulation_a``, ``capitulation_b`` and ``conflict``.

    Notes
    -----
    The generalised mutual deterrence game of the book [1]_, both sides having the same payoffs. The retaliation is a move
    here; ``dt.nash(tree.normal_form()).refine("undominated")`` has the equilibria in which it is credible.

    References
    ----------
    .. [1] F. C. Zagare and D. M. Kilgour (2000), Perfect Deterrence, Cambridge University Press.

    Examples
    --------
    >>> game = mutual_deterrence(credibility_a="3/5", credibility_b="3/5", victory=4, status_quo=3, conflict_hard=2,
    ...                          capitulation=1, conflict_soft=0)
    >>> list(game.information_sets["A"])
    ['A hard', 'A hard, attacked', 'A soft', 'A soft, attacked']
    """
    p, values = bind(PARAMETERS, locals())
    a, b = players("A B")
    conflict = {"hard": p.conflict_hard, "soft": p.conflict_soft}

    def crisis(mine: str, theirs: str) -> Any:
        at_war = outcome("conflict", A=conflict[mine], B=conflict[theirs])
        gives_in = (
            outcome("capitulation_a", A=p.capitulation, B=p.victory),
            outcome("capitulation_b", A=p.victory, B=p.capitulation),
        )
        attacked = (
            a.chooses(retaliate=at_war, capitulate=gives_in[0], knowing=f"A {mine}, attacked"),
            b.chooses(retaliate=at_war, capitulate=gives_in[1], knowing=f"B {theirs}, attacked"),
        )
        peace = outcome("status_quo", A=p.status_quo, B=p.status_quo)
        return a.chooses(
            cooperate=b.chooses(cooperate=peace, defect=attacked[0], knowing=f"B {theirs}"),
            defect=b.chooses(cooperate=attacked[1], defect=at_war, knowing=f"B {theirs}"),
            knowing=f"A {mine}",
        )

    chances = {"hard": p.credibility_a, "soft": 1 - p.credibility_a}
    others = {"hard": p.credibility_b, "soft": 1 - p.credibility_b}
    draws = {f"{m} against {t}": (x * y, crisis(m, t)) for m, x in chances.items() for t, y in others.items()}
    return ExtensiveForm(nature(draws), parameters=PARAMETERS, title="Mutual deterrence").at(**values)
