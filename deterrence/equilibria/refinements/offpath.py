"""What tests of replies to unsent messages have in common.

Such a test looks, at one equilibrium and one unsent message, at the payoffs v that the types get from messages that are
sent. In a piece X x Y these are linear in the replies, so Y is cut along finitely many hyperplanes until the verdict
is the same at all points of the relative interior of each part.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ...games.signalling import SignallingGame
from ..beliefs import jointly_rational
from ..piece import Piece
from ..polytope import Functional, Polytope, Vector, merge, value
from .undominated import largest

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["Levels", "OffPath", "Part", "Survive", "combine", "crossing", "cut_pieces", "settle"]

#: Payoffs of the types at one equilibrium.
Levels = tuple[Fraction, ...]

#: Context, face of the sender's polytope, receiver's polytope, unsent messages -> surviving parts, and reasons.
Survive = Callable[["OffPath", Polytope, Polytope, list[int]], tuple[list["Part"], list[str]]]


@dataclass(frozen=True)
class Part:
    """A part of the receiver's polytope: where its closure holds points that fail, and that in words ("" if nowhere)."""

    polytope: Polytope
    gaps: tuple[Polytope, ...] = ()
    note: str = ""


@dataclass
class OffPath:
    """A signalling game as the tests see it; remembers what it has worked out."""

    game: SignallingGame

    def __post_init__(self) -> None:
        table = self.game.numbers
        self.prior, self.sender, self.receiver = table.prior, table.sender, table.receiver
        self.n_types, self.n_messages = len(self.prior), len(self.game.messages)
        self.likely = [t for t, p in enumerate(self.prior) if p]
        sizes = [len(self.game.replies[m]) for m in self.game.messages]
        self.spans = [range(sum(sizes[:m]), sum(sizes[: m + 1])) for m in range(self.n_messages)]
        self._best: dict[tuple[int, frozenset[int]], list[frozenset[int]]] = {}

    def best_replies(self, message: int, types: Iterable[int]) -> list[frozenset[int]]:
        """MBR: maximal sets of replies that one belief on some types justifies together."""
        key = message, frozenset(types)
        if key not in self._best:
            rows = [self.receiver[t][message] for t in sorted(key[1])]
            self._best[key] = jointly_rational(rows)
        return self._best[key]

    def answered(self, part: Polytope, message: int, types: frozenset[int]) -> list[Polytope]:
        """Faces of a polytope of replies whose replies to a message are best for a belief on some types, or on any."""
        faces = [
            part.face(i for a, i in enumerate(self.spans[message]) if a not in replies)
            for replies in self.best_replies(message, types or range(self.n_types))
        ]
        return [face for face in faces if face is not None]

    def answers(self, point: Vector, message: int, types: frozenset[int]) -> bool:
        """Whether the reply to a message is best for a belief on some types, or on any."""
        used = {a for a, i in enumerate(self.spans[message]) if point[i]}
        return any(used <= replies for replies in self.best_replies(message, types or range(self.n_types)))

    def earns(self, kind: int, message: int) -> Functional:
        """A type's payoff from a message, as a functional of the replies."""
        return self.constant(message, self.sender[kind][message])

    def constant(self, message: int, payoffs: Iterable[Fraction]) -> Functional:
        """The functional that weighs the replies to one message."""
        row = [Fraction(0)] * self.spans[-1].stop
        for i, u in zip(self.spans[message], payoffs, strict=True):
            row[i] = u
        return tuple(row)

    def one(self) -> Functional:
        """The functional that is 1 at every strategy."""
        return self.constant(0, [Fraction(1)] * len(self.spans[0]))

    def sent(self, sends: Iterable[int]) -> frozenset[int]:
        """Messages that types of positive prior send."""
        return frozenset(i % self.n_messages for i in sends if self.prior[i // self.n_messages])

    def levels(self, senders: Polytope, receivers: Polytope) -> list[tuple[Polytope, list[Functional]]]:
        """v_t, what type t gets from its best sent message, as functionals on parts of the receiver's polytope.

        A type of positive prior gets it from any message it sends. One of prior 0 may prefer different sent messages in
        different parts, which are then returned apart.
        """
        sent = sorted(self.sent(senders.support))
        parts = [receivers]
        for t in range(self.n_types):
            if not self.prior[t]:
                pairs = [(m, k) for m in sent for k in sent if m < k]
                for m, k in pairs:
                    gap = combine((1, self.earns(t, m)), (-1, self.earns(t, k)))
                    parts = [p for part in parts for p in _halves(part, gap)]
        found = []
        for part in {frozenset(p.vertices): p for p in parts}.values():
            v = []
            for t in range(self.n_types):
                best = max(sent, key=lambda m: value(self.earns(t, m), part.centre))
                v.append(self.earns(t, best))
            found.append((part, v))
        return found


def faces_by_sent(context: OffPath, senders: Polytope, *, always: bool) -> Iterator[tuple[Polytope, frozenset[int]]]:
    """Faces of the sender's polytope with the messages that their interior points send; the whole polytope first.

    On the boundary fewer messages may be sent. While all priors are positive, what the divinity and intuitive tests
    leave of a piece is the same on its boundary, so that only the whole polytope matters.
    """
    whole = context.sent(senders.support)
    yield senders, whole
    if not always and len(context.likely) == context.n_types:
        return
    single = {context.sent(i for i, x in enumerate(v) if x) for v in senders.vertices}
    unions = set(single)
    todo = list(single)
    while todo:
        one = todo.pop()
        for other in single:
            if one | other not in unions:
                unions.add(one | other)
                todo.append(one | other)
    for sent in sorted(unions, key=lambda s: (-len(s), sorted(s))):
        if sent != whole:
            silent = [t * context.n_messages + m for t in context.likely for m in range(context.n_messages) if m not in sent]
            face = senders.face(silent)
            if face is not None:
                yield face, sent


def cut_pieces(eqs: "EquilibriumSet", name: str, survive: Survive, *, always: bool) -> tuple[list[Piece], list["Removed"]]:
    """Cut every piece of a set by a test of unsent messages, face by face of the sender's side.

    Parameters
    ----------
    eqs : EquilibriumSet
    name : str
        Of the refinement.
    survive : callable
        Parts of the receiver's polytope that pass where the given messages are unsent, and what speaks against the rest.
    always : bool
        Whether the boundary of the sender's side may fare differently although all priors are positive.
    """
    from ..equilibrium_set import Removed

    assert isinstance(eqs.game, SignallingGame)
    context = OffPath(eqs.game)
    kept: list[Piece] = []
    removed = []
    for whole in eqs.pieces:
        piece = whole.described(eqs.game)
        senders, receivers = piece.sides
        passed: list[tuple[Polytope, list[Part]]] = []
        reasons: list[str] = []
        for face, sent in faces_by_sent(context, senders, always=always):
            unsent = [m for m in range(context.n_messages) if m not in sent]
            parts, why = survive(context, face, receivers, unsent)
            passed.append((face, parts))
            reasons += why
        left = largest(_pieces(passed, piece))
        kept += left
        if [(p.key, p.open_at) for p in left] != [(piece.key, piece.open_at)]:
            removed.append(Removed(eqs.game, whole, name, "; ".join(dict.fromkeys(reasons)), not left))
    return kept, removed


def _pieces(passed: list[tuple[Polytope, list[Part]]], whole: Piece) -> Iterator[Piece]:
    """Products of faces and parts, marked where a face of the product does not belong to it."""
    for face, parts in passed:
        smaller = [(other, there) for other, there in passed if set(other.vertices) < set(face.vertices)]
        for part in parts:
            vertices = part.polytope.vertices
            lacking = [
                other
                for other, there in smaller
                if not any(not p.note and all(p.polytope.contains(v) for v in vertices) for p in there)
            ]
            notes = [part.note, "not on its boundary where fewer messages are sent" if lacking else ""]
            gaps = [(face, gap) for gap in part.gaps] + [(other, part.polytope) for other in lacking]
            yield Piece((face, part.polytope), (*whole.open_at, *(n for n in notes if n)), (*whole.gaps, *gaps))


def settle(kept: list[Polytope], cuts: list[Functional], gaps: list[Polytope], note: str) -> list[Part]:
    """Join what survives, and mark a part whose closure holds a gap; survivors inside the gaps are listed by themselves."""
    parts = merge(kept, cuts, gaps)
    inside = [p for p in kept if any(all(g.contains(v) for v in p.vertices) for g in gaps)]
    parts += [p for p in merge(inside, cuts, gaps) if not any(p.vertices == q.vertices for q in parts)]
    holes = [tuple(g for g in gaps if part.contains(g.centre)) for part in parts]
    return [Part(part, hole, note if hole else "") for part, hole in zip(parts, holes, strict=True)]


def _halves(part: Polytope, functional: Functional) -> list[Polytope]:
    """The parts on either side of a hyperplane; the polytope itself if it lies in the hyperplane."""
    below, on, above = part.split(functional)
    return [p for p in (below, above) if p is not None] or [on or part]


def crossing(functionals: Iterable[Functional], part: Polytope) -> list[Functional]:
    """Those functionals that do not have one strict sign, nor vanish, on all of a polytope; each once."""
    found = []
    for functional in dict.fromkeys(functionals):
        at = [value(functional, v) for v in part.vertices]
        if min(at) < max(at) and min(at) <= 0 <= max(at):
            found.append(functional)
    return found


def combine(*terms: tuple[Fraction | int, Functional]) -> Functional:
    """A linear combination of functionals."""
    return tuple(sum((c * f[i] for c, f in terms), Fraction(0)) for i in range(len(terms[0][1])))
