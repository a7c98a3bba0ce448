"""Refinements of signalling games at one equilibrium: does it survive? Each answer is a few exact linear programs.

Notation: v_t is what type t gets from its best message among those that types of positive prior send; a set of replies to a
message is rational on some types if one belief on them makes all of it best; a mixed reply is in MBR(types, message) iff
its support is rational on them.

- D1 and the intuitive criterion leave out types at each unsent message; the reply there must be in MBR(types that are left).
  D1 leaves out T if some T' with D(T') not empty has D(T) and D0(T) inside D(T'), where D and D0 are the replies in MBR(all
  types) at which a type gains and is even. The intuitive criterion leaves out T if it loses at all of MBR(all types).
  Where all types would go, none does.
- Undominated: no type's mixed message, and no mixed reply, is weakly dominated by a mixed one.
- Undefeated: no other equilibrium defeats it, see `Refinements.undefeated`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations, product

from . import signalling
from .linear import Constraint, feasible, maximise
from .signalling import Behaviour, Game

NAMES = ("d1", "intuitive_criterion", "undominated", "undefeated")
Levels = tuple[Fraction, ...]
Rival = tuple[frozenset[int], tuple[tuple[Fraction, ...], ...]]


def subsets(items: Iterable[int]) -> Iterator[frozenset[int]]:
    """List the subsets that are not empty."""
    listed = sorted(items)
    return (frozenset(chosen) for n in range(1, len(listed) + 1) for chosen in combinations(listed, n))


class Refinements:
    """The four refinements of one game, each a function of an equilibrium (messages by type, replies by message)."""

    def __init__(self, game: Game) -> None:
        self.game = game
        self.types = range(game.n_types)
        self.likely = [t for t in self.types if game.prior[t]]
        self._answers: dict = {}
        self._rivals: dict[int, set[Rival]] | None = None

    def survives(self, name: str, messages: Behaviour, replies: Behaviour) -> bool:
        """Ask one refinement by name."""
        return getattr(self, name)(messages, replies)

    def _once(self, key, answer):
        if key not in self._answers:
            self._answers[key] = answer()
        return self._answers[key]

    # --- what several of them need ---------------------------------------------------------------------------------

    def sent(self, messages: Behaviour) -> list[int]:
        """List the messages that have positive probability."""
        return [m for m in range(len(self.game.n_replies)) if any(messages[t][m] for t in self.likely)]

    def levels(self, messages: Behaviour, replies: Behaviour) -> Levels:
        """Work out v."""
        return tuple(max(self._earns(t, m, replies[m]) for m in self.sent(messages)) for t in self.types)

    def _earns(self, t: int, m: int, reply) -> Fraction:
        return sum((p * u for p, u in zip(reply, self.game.sender[t][m], strict=True)), Fraction(0))

    def _unsent(self, messages: Behaviour) -> list[int]:
        sent = self.sent(messages)
        return [m for m in range(len(self.game.n_replies)) if m not in sent]

    def rational(self, m: int, types: frozenset[int]) -> list[frozenset[int]]:
        """List all sets of replies that one belief on these types makes best."""
        among = sorted(types)
        return self._once((m, types), lambda: list(self._justified(m, among, [([1] * len(among), "=", 1)])))

    def _justified(self, m: int, among: list[int], beliefs: list[Constraint]) -> Iterator[frozenset[int]]:
        extra = len(beliefs[0][0]) - len(among)
        for chosen in subsets(range(self.game.n_replies[m])):
            rows: list[Constraint] = []
            for a, b in product(chosen, range(self.game.n_replies[m])):
                payoffs = [self.game.receiver[t][m] for t in among]
                rows.append(([row[a] - row[b] for row in payoffs] + [0] * extra, ">=", 0))
            if feasible(len(among) + extra, beliefs + rows):
                yield chosen

    # --- beliefs after unsent messages -----------------------------------------------------------------------------

    def d1(self, messages: Behaviour, replies: Behaviour) -> bool:
        return self._replies_fit(messages, replies, self._left_by_d1)

    def intuitive_criterion(self, messages: Behaviour, replies: Behaviour) -> bool:
        return self._replies_fit(messages, replies, self._left_by_intuition)

    def _replies_fit(self, messages, replies, rule) -> bool:
        v = self.levels(messages, replies)
        for m in self._unsent(messages):
            left = self._once((rule.__name__, m, v), lambda m=m: rule(m, v)) or frozenset(self.types)
            if frozenset(a for a, p in enumerate(replies[m]) if p) not in self.rational(m, left):
                return False
        return True

    def _left_by_d1(self, m: int, v: Levels) -> frozenset[int]:
        gone = {t for t in self.types if any(self._easier(m, v, t, other) for other in self.types if other != t)}
        return frozenset(self.types) - gone

    def _easier(self, m: int, v: Levels, t: int, other: int) -> bool:
        """Whether the other type gains somewhere, and wherever t gains or is even."""
        everywhere = self.rational(m, frozenset(self.types))
        if all(self.game.sender[other][m][a] <= v[other] for chosen in everywhere for a in chosen):
            return False
        for chosen in everywhere:
            at = sorted(chosen)
            mine = [self.game.sender[t][m][a] - v[t] for a in at]
            loses = [v[other] - self.game.sender[other][m][a] for a in at]
            worst = maximise(loses, [([1] * len(at), "=", 1), (mine, ">=", 0)])
            if worst is not None and worst >= 0:
                return False
        return True

    def _left_by_intuition(self, m: int, v: Levels) -> frozenset[int]:
        possible = frozenset().union(*self.rational(m, frozenset(self.types)))
        return frozenset(t for t in self.types if any(self.game.sender[t][m][a] >= v[t] for a in possible))

    # --- dominance -------------------------------------------------------------------------------------------------

    def undominated(self, messages: Behaviour, replies: Behaviour) -> bool:
        """Whether nobody can do at least as well against everything, and better against something."""
        contingencies = list(product(*map(range, self.game.n_replies)))
        for t, chances in enumerate(messages):
            tables = [[self.game.sender[t][m][a] for m, a in enumerate(plan)] for plan in contingencies]
            if self._once(("message", t, chances), lambda c=chances, x=tables: _dominated(c, x)):
                return False
        for m, chances in enumerate(replies):
            tables = [self.game.receiver[t][m] for t in self.types]
            if self._once(("reply", m, chances), lambda c=chances, x=tables: _dominated(c, x)):
                return False
        return True

    # --- defeat ----------------------------------------------------------------------------------------------------

    def undefeated(self, messages: Behaviour, replies: Behaviour) -> bool:
        """Whether no equilibrium that sends a message unsent here defeats this one.

        With K the types of positive prior that send m in the other equilibrium and J those of K that it makes better off, it
        defeats this one if nobody in K is worse off, J is not empty, and no reply to m that is best for an admissible belief
        keeps all types of positive prior at or below v. Admissible beliefs on K are proportional to the prior on J and
        proportionally at most as large on the rest of K.
        """
        v = self.levels(messages, replies)
        rivals = self.rivals()
        return not any(
            self._once(("defeat", m, rival, v), lambda m=m, rival=rival: self._defeats(m, rival, v))
            for m in self._unsent(messages)
            for rival in rivals.get(m, ())
        )

    def rivals(self) -> dict[int, set[Rival]]:
        """List, for each message, who sends it and which replies to it are seen then; the replies to hull."""
        if self._rivals is None:
            self._rivals = {}
            for senders, receivers in signalling.pieces(self.game):
                for m in range(len(self.game.n_replies)):
                    groups: set[frozenset[int]] = {frozenset()}
                    for vertex in senders:
                        groups |= {group | {t for t in self.likely if vertex[t][m]} for group in groups}
                    seen = tuple(sorted({vertex[m] for vertex in receivers}))
                    self._rivals.setdefault(m, set()).update((group, seen) for group in groups if group)
        return self._rivals

    def _defeats(self, m: int, rival: Rival, v: Levels) -> bool:
        group, seen = rival
        # whoever sends m gets there what m earns
        gains = {t: [self._earns(t, m, reply) - v[t] for reply in seen] for t in group}
        for better in subsets(group):
            rows: list[Constraint] = [([1] * len(seen), "=", 1)]
            rows += [(gains[t], ">=" if t in better else "=", 0) for t in group]
            best = [maximise(gains[t], rows) for t in better]
            if all(gain is not None and gain > 0 for gain in best) and not self._withstands(m, group, better, v):
                return True
        return False

    def _withstands(self, m: int, group: frozenset[int], better: frozenset[int], v: Levels) -> bool:
        for chosen in self._once((m, group, better), lambda: list(self._admissible(m, group, better))):
            at = sorted(chosen)
            rows = [([self.game.sender[t][m][a] for a in at], "<=", v[t]) for t in self.likely]
            if feasible(len(at), [([1] * len(at), "=", 1), *rows]):
                return True
        return False

    def _admissible(self, m: int, group: frozenset[int], better: frozenset[int]) -> Iterator[frozenset[int]]:
        among = sorted(group)
        beliefs: list[Constraint] = [([1] * len(among) + [0], "=", 1)]
        for k, t in enumerate(among):  # belief in t against prior of t, times a common factor: the last variable
            unit = [int(i == k) for i in range(len(among))]
            beliefs.append(([*unit, -self.game.prior[t]], "=" if t in better else "<=", 0))
        return self._justified(m, among, beliefs)


def _dominated(chances, tables) -> bool:
    """Whether another mixture never gets less than this one, and sometimes more; one row of payoffs per contingency."""
    gains = [[u - sum(p * w for p, w in zip(chances, row, strict=True)) for u in row] for row in tables]
    rows: list[Constraint] = [([1] * len(chances), "=", 1), *((row, ">=", 0) for row in gains)]
    best = maximise([sum(column) for column in zip(*gains, strict=True)], rows)
    return best is not None and best > 0
