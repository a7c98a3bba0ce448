"""The intuitive criterion of Cho and Kreps (1987)."""

from typing import TYPE_CHECKING

from ..piece import Piece
from ..polytope import Functional
from .keeping import keeping_types
from .offpath import Levels, OffPath, combine, cut_pieces

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["intuitive_criterion"]


def intuitive_criterion(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """After an unsent message, leave out types that cannot gain by it whatever the receiver believes.

    Type T goes if its best payoff over all best replies to beliefs on the declared types is strictly below what it gets
    in equilibrium; if all go, there is no test. Cho and Kreps (1987), Quarterly Journal of Economics 102, 179-221.
    """
    return cut_pieces(eqs, "intuitive_criterion", keeping_types(_kept, _breaks), always=False)


def _kept(context: OffPath, message: int, levels: Levels) -> tuple[frozenset[int], str]:
    everyone = frozenset(range(context.n_types))
    replies = _replies(context, message)
    gone = [t for t in everyone if max(context.sender[t][message][a] for a in replies) < levels[t]]
    if not gone:
        return everyone, ""
    if len(gone) == len(everyone):
        return frozenset(), ""
    names = " and ".join(context.game.types[t] for t in gone)
    return everyone.difference(gone), f"{names} would lose by it whatever the reply, so beliefs are on the others"


def _breaks(context: OffPath, message: int, levels: list[Functional]) -> list[Functional]:
    one = context.one()
    return [
        combine((1, v), (-context.sender[t][message][a], one))
        for t, v in enumerate(levels)
        for a in _replies(context, message)
    ]


def _replies(context: OffPath, message: int) -> list[int]:
    """Replies that are best for some belief."""
    return sorted(frozenset().union(*context.best_replies(message, range(context.n_types))))
