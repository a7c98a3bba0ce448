"""The verifier: the definition of equilibrium, in exact arithmetic.

It shares nothing with the solvers. A piece is a product of polytopes; it consists of equilibria iff

- for every player, each action that some vertex of its side uses is best against every choice of vertices of the
  others (then the used actions have equal, maximal payoffs at every vertex, and payoffs are multilinear); and
- in a signalling game, after every message, the replies used anywhere on the piece are justified together: by Bayes'
  rule at every vertex of the sender's side that sends it, and by one belief on the declared types in any case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..errors import NotAnEquilibrium
from ..exact import show
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from .beliefs import justifying
from .piece import Piece
from .polytope import Vector

__all__ = ["Verification", "verify_pieces"]


@dataclass(frozen=True)
class Verification:
    """What the verifier found: always a maximum regret of exactly 0, for anything else raises.

    Attributes
    ----------
    max_regret : Fraction
        Largest gain of any player from any deviation, over all checked points.
    pieces, points : int
        How many pieces, and how many of their extreme points, were checked.
    """

    max_regret: Fraction
    pieces: int
    points: int


def verify_pieces(game: Game, pieces: Iterable[Piece]) -> Verification:
    """Check pieces against the definition.

    Raises
    ------
    NotAnEquilibrium
        Naming the player, the information set and the regret.
    """
    checked = points = 0
    for piece in pieces:
        for side, sizes in zip(piece.sides, _sizes(game), strict=True):
            _check_strategies(side.vertices, sizes)
        if isinstance(game, SignallingGame):
            _check_signalling(game, piece)
        else:
            assert isinstance(game, NormalForm)
            _check_normal_form(game, piece)
        checked += 1
        points += len(piece.points)
    return Verification(Fraction(0), checked, points)


def _sizes(game: Game) -> list[list[int]]:
    if isinstance(game, SignallingGame):
        return [[len(game.messages)] * len(game.types), [len(game.replies[m]) for m in game.messages]]
    assert isinstance(game, NormalForm)
    return [[n] for n in game.shape]


def _check_strategies(vertices: Sequence[Vector], sizes: Sequence[int]) -> None:
    for vector in vertices:
        position = 0
        for size in sizes:
            chances = vector[position : position + size]
            position += size
            if sum(chances) != 1 or any(x < 0 for x in chances):
                raise NotAnEquilibrium(f"{[show(x) for x in chances]} is not a probability distribution")
        if position != len(vector):
            raise NotAnEquilibrium(f"a strategy has {len(vector)} entries instead of {position}")


def _check_best(payoffs: Sequence[Fraction], used: Iterable[int], where: str) -> None:
    best = max(payoffs)
    for action in used:
        if payoffs[action] != best:
            raise NotAnEquilibrium(f"{where}: action {action + 1} is used with regret {show(best - payoffs[action])}")


def _check_normal_form(game: NormalForm, piece: Piece) -> None:
    cells = list(product(*(range(n) for n in game.shape)))
    for i, player in enumerate(game.players):
        used = sorted(piece.sides[i].support)
        others = [[None] if k == i else side.vertices for k, side in enumerate(piece.sides)]
        for choice in product(*others):
            payoffs = [Fraction(0)] * game.shape[i]
            for cell, row in zip(cells, game.numbers, strict=True):
                p = row[i]
                for k, vector in enumerate(choice):
                    if vector is not None:
                        p *= vector[cell[k]]
                payoffs[cell[i]] += p
            _check_best(payoffs, used, player)


def _check_signalling(game: SignallingGame, piece: Piece) -> None:
    table, n = game.numbers, len(game.messages)
    senders, receivers = piece.sides
    for replies in receivers.vertices:
        by_message = list(_by_message(game, replies))
        for t, kind in enumerate(game.types):
            payoffs = [
                sum((x * u for x, u in zip(chances, table.sender[t][m], strict=True) if x), Fraction(0))
                for m, chances in enumerate(by_message)
            ]
            used = [m for m in range(n) if t * n + m in senders.support]
            _check_best(payoffs, used, f"{game.sender} of type {kind}")
    start = 0
    for m, message in enumerate(game.messages):
        size = len(game.replies[message])
        used = [a for a in range(size) if start + a in receivers.support]
        start += size
        where = f"{game.receiver} after {message}"
        for sends in senders.vertices:
            weights = [p * sends[t * n + m] for t, p in enumerate(table.prior)]
            if any(weights):
                payoffs = [
                    sum((w * table.receiver[t][m][a] for t, w in enumerate(weights) if w), Fraction(0)) for a in range(size)
                ]
                _check_best(payoffs, used, where)
        if justifying([row[m] for row in table.receiver], used) is None:
            raise NotAnEquilibrium(f"{where}: no belief justifies its replies together")


def _by_message(game: SignallingGame, replies: Vector) -> Iterable[Vector]:
    start = 0
    for message in game.messages:
        yield replies[start : start + len(game.replies[message])]
        start += len(game.replies[message])
