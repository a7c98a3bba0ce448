"""Refinements: predicates on equilibria that cut sets exactly and say why.

Each refinement cuts the pieces of a set, not a list of points: a segment may become a point, and a piece may lose its
middle. What goes is kept beside what stays, with the reason.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...errors import UnsupportedGame, did_you_mean
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...games.tree import ExtensiveForm
from ..piece import Piece
from .divinity import d1
from .intuitive import intuitive_criterion
from .iterated import iterated_dominance
from .selection import payoff_dominance, risk_dominance
from .undefeated import undefeated
from .undominated import trembling_hand, undominated

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["REFINEMENTS", "refine"]

Cut = Callable[["EquilibriumSet"], tuple[list[Piece], list["Removed"]]]

#: Name to the function that cuts a set.
REFINEMENTS: dict[str, Cut] = {
    "undominated": undominated,
    "intuitive_criterion": intuitive_criterion,
    "d1": d1,
    "undefeated": undefeated,
    "risk_dominance": risk_dominance,
    "payoff_dominance": payoff_dominance,
    "trembling_hand": trembling_hand,
    "iterated_dominance": iterated_dominance,
}

#: Refinements that compare equilibria of games in normal form; "undominated" is for all games, the others for messages.
_OF_NORMAL_FORMS = ("risk_dominance", "payoff_dominance")


def refine(eqs: "EquilibriumSet", name: str) -> tuple[list[Piece], list["Removed"]]:
    """What a refinement leaves of a set, and what it removes."""
    if name not in REFINEMENTS:
        raise UnsupportedGame(f"no refinement {name!r}{did_you_mean(name, REFINEMENTS)} (known: {', '.join(REFINEMENTS)})")
    if isinstance(eqs.game, ExtensiveForm):
        raise UnsupportedGame(
            f"{name} is not defined on trees for {eqs.concept}; refine nash(tree), which is cut in the reduced normal form, "
            "or perfect_bayesian(tree) where the tree is a signalling game"
        )
    if name in _OF_NORMAL_FORMS:
        if not isinstance(eqs.game, NormalForm):
            raise UnsupportedGame(f"{name} compares equilibria of games in normal form, not of a {type(eqs.game).__name__}")
    elif name == "iterated_dominance":
        if not isinstance(eqs.game, NormalForm):
            raise UnsupportedGame(
                f"{name} eliminates strategies of games in normal form, not of a {type(eqs.game).__name__}; for a "
                "SignallingGame refine nash(game.tree()), or use 'undominated'"
            )
    elif name == "trembling_hand":
        if not isinstance(eqs.game, NormalForm) or len(eqs.game.players) != 2:
            kind = f"a {type(eqs.game).__name__} with {len(eqs.game.players)} players"
            raise UnsupportedGame(
                f"trembling_hand is decided for two players in normal form, not for {kind}; use 'undominated', which every "
                "trembling-hand perfect equilibrium is"
            )
    elif name != "undominated" and not isinstance(eqs.game, SignallingGame):
        kind = "game in normal form" if isinstance(eqs.game, NormalForm) else type(eqs.game).__name__
        raise UnsupportedGame(
            f"{name} is defined for signalling games; for a {kind} use 'undominated', 'iterated_dominance', "
            "'trembling_hand', " + " or ".join(map(repr, _OF_NORMAL_FORMS))
        )
    return REFINEMENTS[name](eqs)
