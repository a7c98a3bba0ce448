"""D1: after an unsent message, beliefs are on the types that gain from it most easily (Banks and Sobel 1987; Cho and
Kreps 1987).
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from ..piece import Piece
from ..polytope import Functional
from .keeping import keeping_types
from .offpath import Levels, OffPath, combine, cut_pieces

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["d1"]


def d1(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """After an unsent message, leave out a type if another gains strictly at every reply at which it gains or is even.

    Replies range over the best replies to beliefs on all declared types. Type T goes if D(T) and D0(T), where it gains
    and is indifferent, lie in D(T') of another type T' with D(T') not empty; if all go, which takes types of prior 0 that
    gain from every reply, there is no test. Cho and Kreps (1987), Quarterly Journal of Economics 102, 179-221.
    """
    return cut_pieces(eqs, "d1", keeping_types(_kept, _breaks), always=False)


def _kept(context: OffPath, message: int, levels: Levels) -> tuple[frozenset[int], str]:
    everyone = range(context.n_types)
    gone = {}
    for t in everyone:
        rival = next((k for k in everyone if k != t and _covers(context, message, levels, t, k)), None)
        if rival is not None:
            gone[t] = rival
    kept = frozenset(everyone).difference(gone)
    if not kept:
        return kept, ""
    names = context.game.types
    why = [f"{names[k]} gains from it at every reply at which {names[t]} does not lose" for t, k in gone.items()]
    return kept, "; ".join(why)


def _covers(context: OffPath, message: int, levels: Levels, t: int, rival: int) -> bool:
    """Whether the rival gains strictly wherever t gains or is even, and gains somewhere."""
    mine, theirs = context.sender[t][message], context.sender[rival][message]
    somewhere = False
    for replies in context.best_replies(message, range(context.n_types)):
        somewhere = somewhere or any(theirs[a] > levels[rival] for a in replies)
        # the replies in this simplex at which t does not lose are spanned by vertices and points on edges
        for a in replies:
            if mine[a] >= levels[t] and theirs[a] <= levels[rival]:
                return False
        for share, a, b in _even(mine, levels[t], replies):
            if share * theirs[a] + (1 - share) * theirs[b] <= levels[rival]:
                return False
    return somewhere


def _even(payoffs: tuple[Fraction, ...], level: Fraction, replies: frozenset[int]) -> Iterator[tuple[Fraction, int, int]]:
    """Points inside the edges of a simplex of replies at which a type is even: share of one end, and both ends."""
    for a, b in combinations(sorted(replies), 2):
        if (payoffs[a] - level) * (payoffs[b] - level) < 0:
            yield (level - payoffs[b]) / (payoffs[a] - payoffs[b]), a, b


def _breaks(context: OffPath, message: int, levels: list[Functional]) -> list[Functional]:
    """v_t = u_t(m, a); and on edges of jointly rational replies, where two types become even at the same reply."""
    one = context.one()
    found = []
    for replies in context.best_replies(message, range(context.n_types)):
        for t, v in enumerate(levels):
            mine = context.sender[t][message]
            found += [combine((1, v), (-mine[a], one)) for a in replies]
            for a, b in combinations(sorted(replies), 2):
                if mine[a] == mine[b]:
                    continue
                for k, w in enumerate(levels):
                    theirs = context.sender[k][message]
                    slope = (theirs[a] - theirs[b]) / (mine[a] - mine[b])
                    if k != t:
                        found.append(combine((slope, v), (theirs[b] - slope * mine[b], one), (-1, w)))
    return found
