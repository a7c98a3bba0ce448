"""Iterated weak dominance: strategies that are weakly dominated go, then those that are in what is left, and so on.

In games that somebody may leave for an outside option, or burn money before, this is the test of forward induction (van
Damme 1989; Ben-Porath and Dekel 1992): a move is read as the plan that could have made it worth while. In every round all
that is dominated, also by mixed strategies, goes at once, so that the answer does not depend on an order.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ...games.normal_form import NormalForm
from ..beliefs import jointly_rational
from ..piece import Piece
from .undominated import largest

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["iterated_dominance"]


def iterated_dominance(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Keep the equilibria all of whose strategies survive iterated weak dominance."""
    from ..equilibrium_set import Removed

    game = eqs.game
    assert isinstance(game, NormalForm)
    gone = _rounds(game)
    kept: list[Piece] = []
    removed = []
    for piece in eqs.pieces:
        piece = piece.described(game)
        used = [side.support for side in piece.sides]
        bad = [(i, a) for i, support in enumerate(used) for a in sorted(support) if a in gone[i]]
        if not bad:
            kept.append(piece)
            continue
        sides = [side.face(gone[i]) for i, side in enumerate(piece.sides)] if piece.polytopal else [None]
        whole = any(side is None for side in sides)
        if not whole:
            kept.append(Piece(tuple(side for side in sides if side is not None), piece.open_at, piece.gaps))
        reason = "; ".join(
            f"{game.players[i]}: {game.actions[game.players[i]][a]} is weakly dominated in round {gone[i][a]}"
            for i, a in bad
        )
        removed.append(Removed(game, piece, "iterated_dominance", reason, whole))
    return largest(kept), removed


def _rounds(game: NormalForm) -> list[dict[int, int]]:
    """For each player the strategies that go, and in which round."""
    cells = dict(zip(product(*map(range, game.shape)), game.numbers, strict=True))
    left = [list(range(n)) for n in game.shape]
    gone: list[dict[int, int]] = [{} for _ in game.shape]
    count, changed = 0, True
    while changed:
        count += 1
        found = [_undominated(cells, left, i) for i in range(len(left))]
        changed = found != left
        for i, (before, after) in enumerate(zip(left, found, strict=True)):
            gone[i].update((a, count) for a in before if a not in after)
        left = found
    return gone


def _undominated(cells: Mapping[tuple[int, ...], Sequence[Fraction]], left: Sequence[list[int]], player: int) -> list[int]:
    """The strategies of a player that none of those left, and no mixture of them, weakly dominates."""
    mine = left[player]
    others = product(*(own for i, own in enumerate(left) if i != player))
    rows = [[cells[*rest[:player], a, *rest[player:]][player] for a in mine] for rest in others]
    best = frozenset().union(*jointly_rational(rows, full=True))
    return [a for n, a in enumerate(mine) if n in best]
