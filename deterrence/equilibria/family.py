"""Families: all equilibria with one support profile on the path of play."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from ..frozen import FrozenDict
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .assessment import assessed_at
from .equilibrium import Equilibrium
from .piece import Piece, information_sets
from .polytope import Polytope
from .profile import shape_of
from .tree_play import on_the_path

__all__ = ["Family", "Key", "describe", "families_of"]

#: Corners of a piece of a tree up to which it is split into families.
MOST_CORNERS = 64

#: A family's key: the support of every player, off-path information sets left out.
Key = tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Family:
    """All equilibria that use the same actions on the path; replies and beliefs off the path are sets.

    Attributes
    ----------
    name : str
        Says who uses what, by labels.
    shape : str or None
        babbling, pooling, separating or semi_separating; None in a normal form.
    supports : mapping
        Player to information set to the actions used there; unsent messages are left out. In a normal form player to
        actions.
    exists_when : bool or condition
        True on numbers.
    pieces : tuple of Piece
        The closure of the family.
    """

    game: Game
    name: str
    shape: str | None
    supports: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    exists_when: Any = True

    @cached_property
    def sample(self) -> Equilibrium:
        """One equilibrium of the family, in the middle of its first piece."""
        centre = self.pieces[0].centre
        return Equilibrium(self.game, centre, assessed_at(self.pieces, centre))

    @property
    def extreme(self) -> list[Equilibrium]:
        """Extreme points of the family's closure, in a list of the caller's own."""
        return list(self._extreme)

    @cached_property
    def _extreme(self) -> tuple[Equilibrium, ...]:
        points = dict.fromkeys(p for piece in self.pieces for p in piece.points)
        return tuple(Equilibrium(self.game, p, assessed_at(self.pieces, p)) for p in points)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        supports = {
            player: {at: list(actions) for at, actions in used.items()} if isinstance(used, Mapping) else list(used)
            for player, used in self.supports.items()
        }
        return {"name": self.name, "shape": self.shape, "supports": supports}

    def __repr__(self) -> str:
        return f"<{self.shape + ': ' if self.shape else ''}{self.name}>"


def families_of(game: Game, pieces: Iterable[Piece], prior: Sequence[Any] | None = None) -> tuple[Family, ...]:
    """Families that the points of some pieces belong to, in the order of their first appearance.

    The prior is the game's own unless the pieces belong to other values of its parameters.
    """
    if prior is None:
        prior = game.numbers.prior if isinstance(game, SignallingGame) else ()
    found: dict[Key, list[Piece]] = {}
    for piece in pieces:
        for key, part in _parts(game, piece, prior):
            if not _missing(piece, part):
                found.setdefault(key, []).append(part)
    return tuple(_family(game, key, tuple(parts), prior) for key, parts in found.items())


def _missing(piece: Piece, part: Piece) -> bool:
    """Whether a part of a half-open piece's closure lies in what the piece lacks."""
    return any(
        all(lacking.contains(v) for lacking, side in zip(gap, part.sides, strict=True) for v in side.vertices)
        for gap in piece.gaps
    )


def _parts(game: Game, piece: Piece, prior: Sequence[Any]) -> Iterable[tuple[Key, Piece]]:
    """Split a piece by the supports on the path of its points."""
    if not piece.polytopal:
        supports = tuple(side.support for side in piece.sides)
        yield on_the_path(game, supports) if isinstance(game, ExtensiveForm) else supports, piece
        return
    if isinstance(game, ExtensiveForm):
        yield from _tree_parts(game, piece)
        return
    if not isinstance(game, SignallingGame):
        for supports in product(*(_unions(side, None) for side in piece.sides)):
            yield supports, Piece(tuple(_part(s, k, None) for s, k in zip(piece.sides, supports, strict=True)))
        return
    senders, receivers = piece.sides
    for sends in _unions(senders, None):
        sent = _sent(game, sends, prior)
        on_path = frozenset(i for i, m in enumerate(_message_of_reply(game)) if m in sent)
        for replies in _unions(receivers, on_path):
            yield (sends, replies), Piece((_part(senders, sends, None), _part(receivers, replies, on_path)))


def _tree_parts(game: ExtensiveForm, piece: Piece) -> Iterable[tuple[Key, Piece]]:
    """Split a piece of a tree; a piece with very many corners counts as one family, that of its inner points."""
    if prod(len(side.vertices) for side in piece.sides) > MOST_CORNERS:
        yield on_the_path(game, tuple(side.support for side in piece.sides)), piece
        return
    largest: dict[Key, Key] = {}
    for supports in product(*(_unions(side, None) for side in piece.sides)):
        key = on_the_path(game, supports)
        known = largest.get(key, supports)
        largest[key] = tuple(one | other for one, other in zip(known, supports, strict=True))
    for key, supports in largest.items():
        yield key, replace(piece, sides=tuple(_part(s, k, None) for s, k in zip(piece.sides, supports, strict=True)))


def _unions(side: Polytope, among: frozenset[int] | None) -> list[frozenset[int]]:
    """Supports of the points of a polytope: the unions of its vertices' supports."""
    single = {_support(v, among) for v in side.vertices}
    found = set(single)
    todo = list(single)
    while todo:
        one = todo.pop()
        for other in single:
            union = one | other
            if union not in found:
                found.add(union)
                todo.append(union)
    return sorted(found, key=lambda s: (len(s), sorted(s)))


def _support(vector: tuple[Any, ...], among: frozenset[int] | None) -> frozenset[int]:
    return frozenset(i for i, x in enumerate(vector) if x and (among is None or i in among))


def _part(side: Polytope, support: frozenset[int], among: frozenset[int] | None) -> Polytope:
    kept = tuple(v for v in side.vertices if _support(v, among) <= support)
    return side if len(kept) == len(side.vertices) else Polytope(kept)


def _sent(game: SignallingGame, sends: frozenset[int], prior: Sequence[Any]) -> frozenset[int]:
    """Messages sent with positive probability."""
    n = len(game.messages)
    return frozenset(i % n for i in sends if prior[i // n])


def _message_of_reply(game: SignallingGame) -> list[int]:
    return [m for m, message in enumerate(game.messages) for _ in game.replies[message]]


def describe(game: Game, key: Key) -> tuple[str, Mapping[str, Any]]:
    """Name of the family with some supports on the path, and the supports by labels."""
    supports: dict[str, Any] = {}
    phrases = []
    for player, sets, used in zip(game.players, information_sets(game), key, strict=True):
        start, by_set = 0, {}
        for label, actions in sets:
            by_set[label] = tuple(a for k, a in enumerate(actions, start) if k in used)
            start += len(actions)
        shown = FrozenDict({label: actions for label, actions in by_set.items() if actions})
        supports[player] = shown.get(None, shown)
        # several players may choose in one state
        lead = f"{player} in " if isinstance(game, StochasticGame) else ""
        phrases.append(", ".join(f"{lead}{label or player}: {' or '.join(actions)}" for label, actions in shown.items()))
    return "; ".join(filter(None, phrases)), FrozenDict(supports)


def _family(game: Game, key: Key, pieces: tuple[Piece, ...], prior: Sequence[Any]) -> Family:
    name, supports = describe(game, key)
    shape = None
    if isinstance(game, SignallingGame):
        shape = shape_of(game, [v for p in pieces for v in p.sides[0].vertices], prior)
    return Family(game, name, shape, supports, pieces)
