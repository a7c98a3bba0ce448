"""Sets of equilibria in words: who does what, which ranges are left open, what is believed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..equilibria.beliefs import justifying
from ..equilibria.equilibrium import Equilibrium
from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.family import Family
from ..equilibria.piece import Piece, information_sets
from ..equilibria.polytope import Vector
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .numbers import full, span

__all__ = [
    "Belief",
    "Choice",
    "after_message",
    "beliefs",
    "choices",
    "dependent",
    "family_phrase",
    "heading",
    "main_families",
    "plain_shape",
    "telling",
]

#: Least and most, closed.
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Choice:
    """What a player does at one information set, over some pieces.

    ``chances`` maps every action that is used somewhere to the ranges of its probability; ``free`` says that every
    mixture of these actions is among them; ``sent`` is False after a message that nobody sends.
    """

    player: str
    at: str | None
    chances: Mapping[str, tuple[Range, ...]]
    free: bool
    sent: bool

    def __str__(self) -> str:
        used = list(self.chances)
        if len(used) == 1:
            return used[0]
        if self.free:
            return f"any mixture of {', '.join(used[:-1])} and {used[-1]}"
        if len(used) == 2:
            main, rest = sorted(used, key=lambda a: -self.chances[a][-1][1])
            return f"{main} with probability {_among(self.chances[main])}, else {rest}"
        return "mixes " + "; ".join(f"{a}: {_among(ranges).removeprefix('in ')}" for a, ranges in self.chances.items())


def _among(ranges: Sequence[Range]) -> str:
    """``1/2 = 0.5``, ``in [1/4, 1] = 0.25 to 1``, ``0 or in [3/4, 1]``."""
    return " or ".join(full(least) if least == most else f"in {span(least, most)}" for least, most in ranges)


def _merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """The union of closed ranges."""
    found: list[Range] = []
    for least, most in sorted(ranges):
        if found and least <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], most))
        else:
            found.append((least, most))
    return tuple(found)


def after_message(message: str, sent: bool) -> str:
    """Where the receiver chooses, and whether anyone takes it there."""
    return f"after {message}{'' if sent else ' (unsent)'}"


def choices(game: Game, pieces: Sequence[Piece], sent: Iterable[str] | None = None) -> list[Choice]:
    """What every player does, by information set, in the order of the game.

    Parameters
    ----------
    game : Game
    pieces : sequence of Piece
    sent : iterable of str, optional
        Messages that count as sent; found from the pieces by default.
    """
    on_path = set(messages_sent(game, pieces) if sent is None else sent)
    found = []
    for k, (player, sets) in enumerate(zip(game.players, information_sets(game), strict=True)):
        start = 0
        for label, actions in sets:
            stop = start + len(actions)
            by_piece = [{v[start:stop] for v in piece.strategies[k]} for piece in pieces]
            is_reply = isinstance(game, SignallingGame) and k == 1
            found.append(_choice(player, label, actions, by_piece, not is_reply or label in on_path))
            start = stop
    return found


def _choice(
    player: str, at: str | None, actions: Sequence[str], by_piece: list[set[tuple[Fraction, ...]]], sent: bool
) -> Choice:
    ranges = {
        action: _merged((min(v[a] for v in points), max(v[a] for v in points)) for points in by_piece)
        for a, action in enumerate(actions)
    }
    used = {action: found for action, found in ranges.items() if found[-1][1]}
    pure = {v.index(1) for points in by_piece for v in points if max(v) == 1}
    free = len(by_piece) == 1 and len(pure) == len(used) > 1
    return Choice(player, at, used, free, sent)


def messages_sent(game: Game, pieces: Sequence[Piece]) -> list[str]:
    """Messages that some equilibrium of the pieces sends with positive probability."""
    if not isinstance(game, SignallingGame):
        return []
    n = len(game.messages)
    used = {i for piece in pieces for i in piece.sides[0].support}
    return [m for k, m in enumerate(game.messages) if any(t * n + k in used and p for t, p in enumerate(game.numbers.prior))]


def dependent(game: Game, pieces: Sequence[Piece]) -> bool:
    """Whether some player's ranges at different information sets depend on each other."""
    for piece in pieces:
        for vertices, sets in zip(piece.strategies, information_sets(game), strict=True):
            product, start = 1, 0
            for _, actions in sets:
                product *= len({v[start : start + len(actions)] for v in vertices})
                start += len(actions)
            if product != len(set(vertices)):
                return True
    return False


@dataclass(frozen=True)
class Belief:
    """The range of each type's probability after one message; exact where the message is sent, else a set."""

    message: str
    sent: bool
    ranges: Mapping[str, Range]

    def __str__(self) -> str:
        # with two types the second adds nothing
        shown = list(self.ranges.items())[: 1 if len(self.ranges) == 2 else None]
        return ", ".join(f"Pr({t}) {'=' if a == b else 'in'} {span(a, b)}" for t, (a, b) in shown)


def beliefs(game: Game, pieces: Sequence[Piece], sent: Iterable[str] | None = None) -> list[Belief]:
    """Beliefs after every message: posteriors where it is sent, elsewhere all that justify the replies of the pieces."""
    if not isinstance(game, SignallingGame):
        return []
    on_path = set(messages_sent(game, pieces) if sent is None else sent)
    found, start = [], 0
    for m, message in enumerate(game.messages):
        stop = start + len(game.replies[message])
        points = set(
            _posteriors(game, m, pieces) if message in on_path else _justifying(game, m, pieces, slice(start, stop))
        )
        ranges = {t: (min(p[k] for p in points), max(p[k] for p in points)) for k, t in enumerate(game.types)}
        found.append(Belief(message, message in on_path, ranges))
        start = stop
    return found


def _posteriors(game: SignallingGame, m: int, pieces: Sequence[Piece]) -> Iterator[tuple[Fraction, ...]]:
    n = len(game.messages)
    for vector in {v for piece in pieces for v in piece.sides[0].vertices}:
        weights = [p * vector[t * n + m] for t, p in enumerate(game.numbers.prior)]
        total = sum(weights)
        if total:
            yield tuple(w / total for w in weights)


def _justifying(game: SignallingGame, m: int, pieces: Sequence[Piece], span: slice) -> Iterator[tuple[Fraction, ...]]:
    payoffs = [row[m] for row in game.numbers.receiver]
    supports = {tuple(a for a, x in enumerate(v[span]) if x) for piece in pieces for v in piece.sides[1].vertices}
    for used in supports:
        part = justifying(payoffs, used)
        if part is not None:
            yield from part.vertices


def plain_shape(shape: str) -> str:
    """A shape as it is said: semi-separating."""
    return shape.replace("_", "-")


def heading(family: Family) -> str:
    """The shape with the message of a pool, or who uses what."""
    if family.shape is None:
        if isinstance(family.game, ExtensiveForm | StochasticGame):
            return family.name
        return "; ".join(f"{player}: {' or '.join(used)}" for player, used in family.supports.items())
    if family.shape == "pooling" and isinstance(family.game, SignallingGame):
        return f"pooling on {' or '.join(family.supports[family.game.receiver])}"
    return plain_shape(family.shape)


def family_phrase(family: Family) -> str:
    """A family in one phrase: its shape, and who uses what on the path."""
    if not isinstance(family.game, SignallingGame):
        return heading(family)
    replies = ", ".join(f"{' or '.join(used)} after {m}" for m, used in family.supports[family.game.receiver].items())
    if family.shape == "pooling":
        (used,) = family.supports[family.game.receiver].values()
        return f"{heading(family)}, then {' or '.join(used)}"
    sends = ", ".join(f"{t}: {' or '.join(used)}" for t, used in family.supports[family.game.sender].items())
    return f"{heading(family)} ({sends}; then {replies})"


def main_families(eqs: EquilibriumSet) -> list[Family]:
    """The families that hold a whole piece: with their boundaries they are the set, the others lie on boundaries."""
    whole = {piece.key for piece in eqs.pieces}
    return [family for family in eqs.families if any(piece.key in whole for piece in family.pieces)]


def telling(family: Family) -> list[Equilibrium]:
    """Extreme equilibria of a family, those that differ only after messages that no type sends counted once.

    All of them have the same payoffs and outcomes, and there may be thousands.
    """
    game = family.game
    if not isinstance(game, SignallingGame):
        return family.extreme
    n = len(game.messages)
    message_of = [m for m, message in enumerate(game.messages) for _ in game.replies[message]]
    found: dict[tuple[Vector, ...], Equilibrium] = {}
    for piece in family.pieces:
        senders, receivers = piece.sides
        used = {i % n for i in senders.support}
        seen = {tuple(x for x, m in zip(v, message_of, strict=True) if m in used): v for v in receivers.vertices}
        for sends in senders.vertices:
            for on_path, replies in seen.items():
                found.setdefault((sends, on_path), Equilibrium(game, (sends, replies)))
    return list(found.values())
