"""Risk dominance and payoff dominance: criteria that select among equilibria of games in normal form."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ...errors import UnsupportedGame
from ...exact import show
from ...games.normal_form import NormalForm
from ..equilibrium import Equilibrium
from ..piece import Piece
from ..polytope import Polytope, Vector
from ..profile import cell_probabilities
from .pareto import Payoffs, Run, Segment, survivors
from .undominated import largest

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["payoff_dominance", "risk_dominance"]


def risk_dominance(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Keep the equilibria of a 2x2 game from which deviating costs most: the largest product of the players' losses.

    Harsanyi and Selten (1988), A general theory of equilibrium selection in games, compare two strict equilibria this way.
    Where an equilibrium is not strict, somebody loses nothing by deviating and the product is 0, which is the limit of
    their comparison. Ties keep everything that ties: two strict equilibria with the same product, or all equilibria where
    none is strict. Strict equilibria are single points, so pieces stay or go whole.
    """
    from ..equilibrium_set import Removed

    game = eqs.game
    assert isinstance(game, NormalForm)
    if game.shape != (2, 2):
        raise UnsupportedGame("risk_dominance compares equilibria of games with two players and two actions each")
    products = [_product_of_losses(game, piece) for piece in eqs.pieces]
    most = max(products, default=Fraction(0))
    kept = [piece for piece, loss in zip(eqs.pieces, products, strict=True) if loss == most]
    tie = f"; {len(kept)} equilibria tie at the largest" if most and len(kept) > 1 else ""
    removed = [
        Removed(game, piece, "risk_dominance", f"product of deviation losses {show(loss)}, against {show(most)}{tie}", True)
        for piece, loss in zip(eqs.pieces, products, strict=True)
        if loss < most
    ]
    return kept, removed


def _product_of_losses(game: NormalForm, piece: Piece) -> Fraction:
    """What the players lose by deviating, multiplied; 0 unless the piece is one strict equilibrium."""
    if any(len(side.vertices) > 1 or len(side.support) > 1 for side in piece.sides):
        return Fraction(0)
    (point,) = piece.points
    result = Fraction(1)
    for deviation in Equilibrium(game, point).deviations():
        if not deviation.used:
            result *= deviation.loss
    return result


def payoff_dominance(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Keep the equilibria that no other one of the set Pareto-dominates: nobody gets less there, and somebody more.

    Harsanyi and Selten (1988) ask for more for everybody; in games in which somebody is often indifferent that would cut
    little.

    In a maximal piece X x Y of a two-player game each player's payoff depends on the other one's strategy only, and
    linearly: somebody whose strategies are all best replies to all of Y cannot change what he gets by the choice among
    them. So the best of both payoffs occur together, and what survives of a piece is at most the face on which both are
    largest. It is closed, and survives whole unless the best point of another piece dominates it.

    With more players, where one of them moves along a segment, some payoffs may rise while others fall. Then a part of the
    segment may be dominated by another piece; where that part has an end at which payoffs are equal, what is left of the
    segment lacks that end. Pieces along which more than that changes are not covered.
    """
    from ..equilibrium_set import Removed

    game = eqs.game
    assert isinstance(game, NormalForm)
    try:
        tops = [_top(game, piece) for piece in eqs.pieces]
        rivals = list(dict.fromkeys(segment for _, segment in tops))
        found = [survivors(segment, rivals) for _, segment in tops]
    except ArithmeticError as error:
        raise UnsupportedGame(f"payoff_dominance cannot compare all pieces: {error}") from None
    kept: list[Piece] = []
    removed = []
    for piece, (top, segment), (runs, better) in zip(eqs.pieces, tops, found, strict=True):
        left = [_part(top, run) for run in runs]
        kept += left
        if [(p.key, p.open_at) for p in left] != [(piece.key, piece.open_at)]:
            removed.append(Removed(game, piece, "payoff_dominance", _reason(game, segment, better), not left))
    return largest(kept), removed


def _top(game: NormalForm, piece: Piece) -> tuple[Piece, Segment]:
    """The part of a piece that nothing else in it dominates, and its payoffs: a point, or a segment."""
    if not piece.polytopal:
        raise _not_covered("one is no product of polytopes")
    totals = {point: tuple(Equilibrium(game, point).payoffs.values()) for point in piece.points}
    best = tuple(max(column) for column in zip(*totals.values(), strict=True))
    top = [point for point, payoffs in totals.items() if payoffs == best]
    if len(top) == len(totals):
        return piece, (best, best)
    if not top:
        if len(totals) > 2:
            raise _not_covered("along one, payoffs of several players change in different directions, and not along a line")
        # sorted as the vertices of the only side that moves
        return piece, (totals[piece.points[0]], totals[piece.points[1]])
    whole = piece.described(game) if len(game.players) == 2 else piece
    sides = tuple(_face(game, side, i, top[0], best) for i, side in enumerate(whole.sides))
    if len(list(product(*(side.vertices for side in sides)))) != len(top):
        raise _not_covered("along one, what several players do changes payoffs together")
    return Piece(sides, whole.open_at, whole.gaps), (best, best)


def _not_covered(why: str) -> UnsupportedGame:
    return UnsupportedGame(
        f"payoff_dominance does not cover all sets of more than two players: of the pieces here, {why}; "
        "compare eq.payoffs of eqs.extreme instead"
    )


def _face(game: NormalForm, side: Polytope, i: int, point: Sequence[Vector], best: Payoffs) -> Polytope:
    """The face of a player's polytope on which all payoffs are largest, the others at a point where they are."""
    size = game.shape[i]
    for k, most in enumerate(best):
        gain = []
        for a in range(size):
            pure = tuple(Fraction(int(a == b)) for b in range(size))
            reached = cell_probabilities(game, (*point[:i], pure, *point[i + 1 :]))
            gain.append(sum((p * game.evaluate(game.payoffs[cell][k]) for cell, p in reached.items()), Fraction(0)) - most)
        clipped = side.clip(tuple(gain))
        assert clipped is not None
        side = clipped
    return side


def _part(piece: Piece, run: Run) -> Piece:
    """A part of a piece that is one segment."""
    if run.low == 0 and run.high == 1 and run.has_low and run.has_high:
        return piece
    k = next(i for i, side in enumerate(piece.sides) if len(side.vertices) > 1)
    start, end = piece.sides[k].vertices
    a = next(i for i, (x, y) in enumerate(zip(start, end, strict=True)) if x != y)

    def cut(side: Polytope, share: Fraction, sign: int) -> Polytope:
        # 0 at the share of the way; positive after it, or before it for a negative sign
        at = start[a] + share * (end[a] - start[a])
        direction = sign if end[a] > start[a] else -sign
        part = side.clip(tuple(direction * ((1 if i == a else 0) - at) for i in range(len(start))))
        assert part is not None
        return part

    def sides(part: Polytope) -> tuple[Polytope, ...]:
        return (*piece.sides[:k], part, *piece.sides[k + 1 :])

    inner = cut(cut(piece.sides[k], run.low, 1), run.high, -1)
    lacking = [cut(inner, run.low, -1)] * (not run.has_low) + [cut(inner, run.high, 1)] * (not run.has_high)
    note = ("not where another equilibrium begins to dominate it",) if lacking else ()
    return Piece(sides(inner), (*piece.open_at, *note), (*piece.gaps, *map(sides, lacking)))


def _reason(game: NormalForm, segment: Segment, better: Payoffs | None) -> str:
    if better is None:
        return f"only where payoffs are largest: {_listed(game, segment[0])}"
    here = f"at most {_listed(game, segment[0])}"
    if segment[0] != segment[1]:
        here = f"they run from {_listed(game, segment[0])} to {_listed(game, segment[1])}"
    return f"another equilibrium pays {_listed(game, better)}; here {here}"


def _listed(game: NormalForm, payoffs: Payoffs) -> str:
    return ", ".join(f"{player} {show(u)}" for player, u in zip(game.players, payoffs, strict=True))
