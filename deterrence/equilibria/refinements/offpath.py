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
from ..polytope import Functional, Polytope, Vector, cells, merge, value
from .undominated import largest

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["Levels", "OffPath", "Part", "Survive", "combine", "crossing", "cut_pieces", "keeping_types", "settle"]

#: Payoffs of the types at one equilibrium.
Levels = tuple[Fraction, ...]

#: Given the unsent message and the types' payoffs: the types that remain (none: there is no test), and why others go.
Test = Callable[["OffPath", int, Levels], tuple[frozenset[int], str]]
#: Functionals on replies along which the verdict of a test at a message may change.
Breaks = Callable[["OffPath", int, list[Functional]], list[Functional]]
#: A part of the receiver's polytope, and which of its boundary does not belong to it ("" if it is closed).
Part = tuple[Polytope, str]
#: The types that remain after a message, at a point of the receiver's polytope, and why others go.
Verdict = Callable[[int, Vector], tuple[frozenset[int], str]]
#: Context, face of the sender's polytope, receiver's polytope, unsent messages -> surviving parts, and reasons.
Survive = Callable[["OffPath", Polytope, Polytope, list[int]], tuple[list[Part], list[str]]]


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
        left = largest(_pieces(passed, piece.open_at))
        kept += left
        if [(p.key, p.open_at) for p in left] != [(piece.key, piece.open_at)]:
            removed.append(Removed(eqs.game, whole, name, "; ".join(dict.fromkeys(reasons)), not left))
    return kept, removed


def _pieces(passed: list[tuple[Polytope, list[Part]]], open_at: tuple[str, ...]) -> Iterator[Piece]:
    """Products of faces and parts, marked where a face of the product does not belong to it."""
    for face, parts in passed:
        smaller = [there for other, there in passed if set(other.vertices) < set(face.vertices)]
        for part, note in parts:
            covered = all(any(all(p.contains(v) for v in part.vertices) for p, _ in there) for there in smaller)
            notes = [note, "" if covered else "not on its boundary where fewer messages are sent"]
            yield Piece((face, part), (*open_at, *(n for n in notes if n)))


def keeping_types(test: Test, breaks: Breaks) -> Survive:
    """The survival rule of tests that say which types may have sent an unsent message.

    An equilibrium survives iff its reply after every unsent message is best for a belief on the types that are kept. Where
    no type would be kept there is no test; only then can something survive that does not at the limit, so that what is left
    is half-open.
    """
    verdicts: dict[tuple[int, Levels], tuple[frozenset[int], str]] = {}

    def survive(context: OffPath, senders: Polytope, receivers: Polytope, unsent: list[int]) -> tuple[list[Part], list[str]]:
        reasons: list[str] = []
        survivors: list[Part] = []
        for region, v in context.levels(senders, receivers):

            def verdict(m: int, point: Vector, v: list[Functional] = v) -> tuple[frozenset[int], str]:
                levels = tuple(value(f, point) for f in v)
                if (m, levels) not in verdicts:
                    verdicts[m, levels] = test(context, m, levels)
                return verdicts[m, levels]

            cuts = {m: crossing(breaks(context, m, v), region) for m in unsent}
            closed = _message_by_message(context, region, cuts, verdict, reasons)
            survivors += _all_messages(context, region, cuts, verdict) if closed is None else [(p, "") for p in closed]
        return survivors, reasons

    return survive


def _message_by_message(
    context: OffPath, region: Polytope, cuts: dict[int, list[Functional]], verdict: Verdict, reasons: list[str]
) -> list[Polytope] | None:
    """What passes the tests of all unsent messages, each cutting what the last one left; None if somewhere there is no test.

    The types that are kept can only grow in the limit, so that everything is closed, and one message can follow another.
    """
    parts, void = [region], False
    for m, functionals in cuts.items():
        passed: list[Polytope] = []
        for cell in (c for part in parts for c in cells(part, functionals)):
            types, why = verdict(m, cell.centre)
            void = void or not types
            faces = context.answered(cell, m, types)
            passed += faces
            if why and cell not in faces:
                reasons.append(f"after {context.game.messages[m]}: {why}")
        parts = merge(passed, functionals)
    return None if void else parts


def _all_messages(context: OffPath, region: Polytope, cuts: dict[int, list[Functional]], verdict: Verdict) -> list[Part]:
    """The same where somewhere there is no test: all cuts at once, and a look at what each part would gain at its limits."""
    together = list(dict.fromkeys(f for functionals in cuts.values() for f in functionals))
    parts = cells(region, together)
    kept = []
    for cell in parts:
        faces = [cell]
        for m in cuts:
            faces = [f for face in faces for f in context.answered(face, m, verdict(m, cell.centre)[0])]
        kept += [face for face in faces if _same_side(face, cell, together)]
    unused = {frozenset(i for m in cuts for i in context.spans[m] if i not in face.support) for face in kept}
    gaps = []
    for cell in parts:
        for face in (f for zeros in unused if (f := cell.face(zeros)) is not None):
            fails = any(not context.answers(face.centre, m, verdict(m, cell.centre)[0]) for m in cuts)
            if fails and _same_side(face, cell, together):
                gaps.append(face)
    return settle(kept, together, gaps, "not where it touches equilibria that fail the test of a message")


def settle(kept: list[Polytope], cuts: list[Functional], gaps: list[Polytope], note: str) -> list[Part]:
    """Join what survives, and mark a part whose closure holds a gap; survivors inside the gaps are listed by themselves."""
    parts = merge(kept, cuts, gaps)
    inside = [p for p in kept if any(all(g.contains(v) for v in p.vertices) for g in gaps)]
    parts += [p for p in merge(inside, cuts, gaps) if not any(p.vertices == q.vertices for q in parts)]
    return [(part, note if any(part.contains(g.centre) for g in gaps) else "") for part in parts]


def _same_side(face: Polytope, cell: Polytope, cuts: list[Functional]) -> bool:
    """Whether the relative interior of a face of a cell is on the same side of every cut as the cell's."""
    signs = [[(x > 0) - (x < 0) for x in (value(f, p.centre) for f in cuts)] for p in (face, cell)]
    return signs[0] == signs[1]


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
