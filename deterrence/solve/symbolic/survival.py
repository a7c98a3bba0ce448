"""The tests behind refinements, asked of a record of a derivation: answers are signs of polynomials.

Each states the definition in `deterrence.equilibria.refinements` for at most two replies to a message.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from typing import Any

from .cases import Case, Explorer
from .context import Context
from .profiles import Record

__all__ = ["Free", "View", "keeps_d1", "keeps_intuitive", "undefeated", "undominated"]


class Free(Exception):
    """Payoffs vary on the path of one record."""


@dataclass(frozen=True)
class View:
    """A record of a game, and an explorer that answers for the signs of polynomials."""

    explorer: Explorer
    case: Case
    record: Record

    def sign(self, p: Any) -> int:
        """Sign of a polynomial."""
        return self.explorer.sign(p)

    @property
    def types(self) -> range:
        """All declared types."""
        return range(len(self.case.prior))

    @cached_property
    def likely(self) -> list[int]:
        """Types of positive prior."""
        return [t for t in self.types if self.sign(self.case.prior[t]) > 0]

    @cached_property
    def unsent(self) -> dict[int, tuple[int, ...]]:
        """Messages that are not sent, and the replies that the record uses there."""
        return dict(self.record.off_path)

    @cached_property
    def levels(self) -> list[tuple[Any, Any]]:
        """What each type gets from the best sent message: a polynomial, and its positive denominator."""
        sent = [m for m in range(len(self.case.first[0])) if m not in self.unsent]
        return [self._level(t, sent) for t in self.types]

    def _level(self, t: int, sent: list[int]) -> tuple[Any, Any]:
        # a type of positive prior gets the same from all that it sends; one of prior 0 may send what is off the path
        used = [m for m in sent if (0, t, m) in self.record.values] if t in self.likely else sent
        best = self._earned(t, used[0])
        for m in () if t in self.likely else used[1:]:
            other = self._earned(t, m)
            best = other if self.sign(other[0] * best[1] - best[0] * other[1]) > 0 else best
        return best

    def _earned(self, t: int, m: int) -> tuple[Any, Any]:
        """What a type gets from a sent message."""
        ring = self.record.context.ring
        total, bottom = ring.zero, ring.one
        slopes: dict[Any, Any] = {}
        for a, u in enumerate(self.case.first[t][m]):
            if (1, m, a) not in self.record.values:
                continue
            form, below = self.record.values[1, m, a]
            total = total * below + form.start * u * bottom
            moved = {v: c * u * bottom for v, c in form.slopes.items()}
            slopes = {v: slopes.get(v, ring.zero) * below + moved.get(v, ring.zero) for v in {*slopes, *moved}}
            bottom = bottom * below
        if any(self.sign(c) for c in slopes.values()):
            raise Free
        return total, bottom

    def gains(self, t: int, m: int) -> list[Any]:
        """What a type would gain by a message if it met each reply, up to a positive factor."""
        top, bottom = self.levels[t]
        return [u * bottom - top for u in self.case.first[t][m]]

    def rational(self, m: int, weights: Iterable[Iterable[Any]]) -> list[frozenset[int]]:
        """Maximal sets of replies to a message that one belief justifies together, among those spanned by some beliefs."""
        replies = range(len(self.case.second[0][m]))
        if len(replies) == 1:
            return [frozenset(replies)]
        zero = self.record.context.ring.zero
        gaps = [
            self.sign(sum((w * (row[m][0] - row[m][1]) for w, row in zip(belief, self.case.second, strict=True)), zero))
            for belief in weights
        ]
        found = frozenset(a for a, side in ((0, 1), (1, -1)) if any(s * side >= 0 for s in gaps))
        return [found]

    def on(self, types: Iterable[int]) -> list[list[int]]:
        """Beliefs on single types, whose mixtures are all beliefs on these types."""
        return [[int(t == k) for t in self.types] for k in types]


#: The types that may have sent an unsent message; empty where there is no test.
Kept = Callable[[View, int], list[int]]


def _keeps(view: View, kept: Kept) -> bool:
    """Whether the reply after every unsent message is best for a belief on the types that are kept."""
    for m, used in view.unsent.items():
        types = kept(view, m) or view.types
        if not any(set(used) <= replies for replies in view.rational(m, view.on(types))):
            return False
    return True


def keeps_d1(view: View) -> bool:
    """Whether a record's equilibria pass D1."""
    return _keeps(view, _d1)


def keeps_intuitive(view: View) -> bool:
    """Whether a record's equilibria pass the intuitive criterion."""
    return _keeps(view, _intuitive)


def _d1(view: View, m: int) -> list[int]:
    (replies,) = view.rational(m, view.on(view.types))
    return [t for t in view.types if not any(k != t and _covers(view, m, sorted(replies), t, k) for k in view.types)]


def _covers(view: View, m: int, replies: list[int], t: int, rival: int) -> bool:
    """Whether the rival gains strictly wherever a type gains or is even, and gains somewhere."""
    mine, theirs = ([view.gains(k, m)[a] for a in replies] for k in (t, rival))
    signs = [view.sign(g) for g in theirs]
    if not any(s > 0 for s in signs):
        return False
    ours = [view.sign(g) for g in mine]
    if any(a >= 0 and b <= 0 for a, b in zip(ours, signs, strict=True)):
        return False
    if len(replies) == 2 and ours[0] * ours[1] < 0:
        # what the rival gains at the mixture at which the type is even
        return ours[1] * view.sign(mine[1] * theirs[0] - mine[0] * theirs[1]) > 0
    return True


def _intuitive(view: View, m: int) -> list[int]:
    (replies,) = view.rational(m, view.on(view.types))
    return [t for t in view.types if any(view.sign(view.gains(t, m)[a]) >= 0 for a in replies)]


def undominated(view: View) -> bool:
    """Whether nobody uses a weakly dominated action."""
    case, used = view.case, view.record.values
    if not case.prior:
        columns = [[row[j] for row in case.second] for j in range(len(case.second[0]))]
        return not any(
            _dominated(view, rows, a)
            for player, rows in enumerate((case.first, columns))
            for a in range(len(rows))
            if (player, 0, a) in used
        )
    for t, rows in enumerate(case.first):
        for m in range(len(rows)):
            if (0, t, m) in used and any(_outdone(view, rows[m], other) for k, other in enumerate(rows) if k != m):
                return False
    answered = {(m, a) for p, m, a in used if p == 1 and m not in view.unsent}
    answered |= {(m, a) for m, replies in view.unsent.items() for a in replies}
    return not any(_dominated(view, [[row[m][b] for row in case.second] for b in range(len(case.second[0][m]))], a)
                   for m, a in sorted(answered))  # fmt: skip


def _dominated(view: View, rows: Any, a: int) -> bool:
    """Whether the other of two actions is never worse than this one, and sometimes better."""
    for k, other in enumerate(rows):
        gaps = [x - y for x, y in zip(other, rows[a], strict=True)]
        if k != a and all(view.sign(g) >= 0 for g in gaps) and any(view.sign(g) > 0 for g in gaps):
            return True
    return False


def _outdone(view: View, mine: Any, other: Any) -> bool:
    """Whether another message earns at least as much whatever the replies to both, and sometimes more.

    A mixture that dominates a message, or a mixture of several, holds a pair that does: replies to different messages are
    independent, so that the least of one is set against the most of the other.
    """
    gaps = [x - y for x in other for y in mine]
    return all(view.sign(g) >= 0 for g in gaps) and any(view.sign(g) > 0 for g in gaps)


def undefeated(view: View, by_case: Mapping[int, list[Record]]) -> bool:
    """Whether no other equilibrium explains an unsent message and is preferred by the types that send it there."""
    for record in by_case[id(view.case)]:
        rival = View(view.explorer, view.case, record)
        messages = [m for m in view.unsent if m not in rival.unsent]
        if not messages:
            continue
        try:
            wins = any(_defeats(view, rival, m) for m in messages)
        except Free:
            if _holds(view, record.context):
                raise
            continue
        if wins and _holds(view, record.context):
            return False
    return True


def _holds(view: View, context: Context) -> bool:
    """Whether what a context assumes is true here."""
    for literal in context.literals:
        sign = view.sign(context.polynomial(literal))
        if sign < 0 or (sign > 0 and literal.relation == "=") or (not sign and literal.relation == ">"):
            return False
    return True


def _defeats(view: View, rival: View, m: int) -> bool:
    senders = [t for t in view.likely if (0, t, m) in rival.record.values]
    better = []
    for t in senders:
        (top, bottom), (other, below) = view.levels[t], rival.levels[t]
        sign = view.sign(other * bottom - top * below)
        if sign < 0:
            return False
        better += [t] if sign else []
    if not better:
        return False
    rest = [t for t in senders if t not in better]
    beliefs = [
        [view.case.prior[t] if t in (*better, *some) else view.record.context.ring.zero for t in view.types]
        for some in chain.from_iterable(combinations(rest, n) for n in range(len(rest) + 1))
    ]
    return not any(_deterring(view, m, sorted(replies)) for replies in view.rational(m, beliefs))


def _deterring(view: View, m: int, replies: list[int]) -> bool:
    """Whether some mixture of replies keeps every type of positive prior at or below what it gets."""
    gains = [[view.gains(t, m)[a] for a in replies] for t in view.likely]
    if len(replies) == 1:
        return all(view.sign(g) <= 0 for (g,) in gains)
    return any(all(view.sign(w[0] * g[0] + w[1] * g[1]) <= 0 for g in gains) for w in _candidates(view, gains))


def _candidates(view: View, gains: list[list[Any]]) -> Iterator[tuple[Any, Any]]:
    """Weights of two replies at one of which all gains are at most 0, if they are anywhere."""
    ring = view.record.context.ring
    yield ring.one, ring.zero
    yield ring.zero, ring.one
    for first, second in gains:
        signs = view.sign(first), view.sign(second)
        if signs[0] * signs[1] < 0:
            yield (second, -first) if signs[1] > 0 else (-second, first)
