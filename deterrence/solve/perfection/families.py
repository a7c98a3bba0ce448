"""Subgame-perfect equilibria of trees with free parameters: backward induction that branches on the signs of payoffs.

A way to play the tree is a support at every information set. Weak inequalities say where a pure choice is best, equalities
where several are, so that ties are surfaces unless they hold for all values. Nodes are taken from the last one up, every way
with what it assumes of the parameters; what a tie leaves free is a variable, in which payoffs further up are affine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...equilibria.family import Key
from ...errors import LimitReached, UnsupportedGame
from ...games.tree import ExtensiveForm
from ..symbolic.answer import SymbolicSet
from ..symbolic.cases import Case, Explorer, Quotient, branches, field_of
from ..symbolic.context import Context
from ..symbolic.families import Derivation, check_payoffs, family_of
from ..symbolic.linear import Form, System
from ..symbolic.polynomials import ring_of
from ..symbolic.profiles import Record, restored
from ..symbolic.signs import ZERO, Oracle
from ..symbolic.simplify import Simplifier

__all__ = ["families_of_tree"]

#: Most ways that are kept at once, and most with ties on surfaces.
MOST_WAYS, MOST_WITH_SURFACES = 2000, 1000

#: A payoff: an affine form in what ties leave free, over a positive polynomial; None for one that is not affine.
Worth = tuple[Form, Any] | None
#: Payoffs at every end, and probabilities at every chance move.
Numbers = tuple[Mapping[int, tuple[Quotient, ...]], Mapping[int, tuple[Quotient, ...]]]


class _TooMany(Exception):
    """More ways than are kept."""


@dataclass(frozen=True, eq=False)
class _Way:
    """How the nodes from the last one up to some node are played.

    Attributes
    ----------
    context : Context
        What it assumes of the parameters.
    worth : mapping
        Of every node whose predecessor is still to come, ends left out: every player's payoff.
    path : mapping
        Of these nodes: the (player, position) of the actions that are played from there on.
    chosen : tuple
        The choice at one node, (information set, actions, the choices at later nodes); empty at the end.
    equations, inequalities : tuple of Form
        What it assumes of the free probabilities.
    """

    context: Context
    worth: Mapping[int, tuple[Worth, ...]]
    path: Mapping[int, frozenset[tuple[int, int]]]
    chosen: tuple[Any, ...] = ()
    equations: tuple[Form, ...] = ()
    inequalities: tuple[Form, ...] = ()


def families_of_tree(game: ExtensiveForm) -> SymbolicSet:
    """All subgame-perfect equilibria of a tree of perfect information with free parameters.

    Raises
    ------
    UnsupportedGame
        For a tree with moves that others do not see, and for payoffs that are no rational functions.
    LimitReached
        For more ways to play the tree than can be gone through.
    """
    names = ", ".join(p.name for p in game.parameters)
    example = ", ".join(f"{p.name}=..." for p in game.parameters[:3])
    lead = f"the game still has free parameters ({names}), and"
    if not game.perfect_information:
        raise UnsupportedGame(
            f"{lead} some information sets have several nodes; families are derived for trees of perfect information only. "
            f"Give the parameters values: subgame_perfect(game.at({example}))"
        )
    try:
        check_payoffs(game)
    except UnsupportedGame as error:
        raise UnsupportedGame(f"{lead} {error}") from None
    for surfaces in (True, False):
        try:
            derivation, missing = _derived(game, surfaces=surfaces)
        except _TooMany:
            continue
        reasons = [
            f"the payoffs at {path} are products of probabilities that ties below leave free, which were not decided; "
            ".at(...) decides them"
            for path in missing
        ]
        if not surfaces:
            reasons.append(
                "families that exist only where an equality of parameters holds are left out, for there are very many ways "
                "to play the tree; .at(...) is complete"
            )
        return SymbolicSet(derivation, "subgame_perfect", "; ".join(reasons))
    raise LimitReached(
        f"{lead} there are more than {MOST_WAYS:,} ways in which its moves can be best. Give some of the parameters values, "
        f"game.at({example}), and solve that"
    )


def _derived(game: ExtensiveForm, *, surfaces: bool) -> tuple[Derivation, list[str]]:
    """The derivation, and the paths of the nodes where payoffs are not affine in what ties leave free."""
    parameters = game.parameters
    ring = ring_of([p.name for p in parameters])
    oracle = Oracle(ring, [p.interval for p in parameters], surfaces=surfaces)
    simplifier = Simplifier(oracle)
    found: dict[Key, list[tuple[Record, Case]]] = {}
    induction = _Induction(game, MOST_WITH_SURFACES if surfaces else MOST_WAYS)
    for context, numbers in branches(Context(oracle), lambda explorer: _numbers(game, explorer)):
        if numbers is not None:
            for record in induction.records(context, numbers):
                found.setdefault(record.key, []).append((record, Case(record.context, (), [], [])))
    families = [family_of(simplifier, key, records) for key, records in found.items()]
    return Derivation(game, ring, simplifier, tuple(f for f in families if f.clauses)), list(induction.missing)


def _numbers(game: ExtensiveForm, explorer: Explorer) -> Numbers:
    values, number = field_of(game, explorer)
    ends = {
        node: tuple(game.evaluate(end.payoffs[player], values, number) for player in game.players)
        for node, end in game.layout.ends.items()
    }
    chances = {n: tuple(game.evaluate(p, values, number) for p in row) for n, row in game.layout.chances.items()}
    return ends, chances


class _Induction:
    """Backward induction on polynomials."""

    def __init__(self, game: ExtensiveForm, most: int) -> None:
        self.game, self.layout, self.most = game, game.layout, most
        #: Paths of the nodes at which a comparison was not decided.
        self.missing: dict[str, None] = {}
        # of every information set: its place among those of its player, and where its actions start in the player's row
        self.place: list[tuple[int, int]] = []
        counts, widths = [0] * len(game.players), [0] * len(game.players)
        for held in self.layout.sets:
            self.place.append((counts[held.player], widths[held.player]))
            counts[held.player] += 1
            widths[held.player] += len(held.actions)

    def records(self, context: Context, numbers: Numbers) -> Iterator[Record]:
        """Every way to play the whole tree, with where it is an equilibrium."""
        ends, chances = numbers
        ring = context.ring
        self._ends = {n: tuple((Form(ring, {}, x.top), x.bottom) for x in row) for n, row in ends.items()}
        ways = [_Way(context, {}, {})]
        for node in range(len(self.layout.parent) - 1, -1, -1):
            if node in ends:
                continue
            found: list[_Way] = []
            for way in ways:
                for new in self._chance(way, node, chances[node]) if node in chances else self._move(way, node):
                    found.append(new)
                    if len(found) > self.most:
                        raise _TooMany
            ways = found
        for way in ways:
            yield from self._solved(way)

    def _below(self, way: _Way, node: int) -> list[tuple[tuple[Worth, ...], frozenset[tuple[int, int]]]]:
        """For every successor of a node the payoffs, and what is played from there on."""
        return [
            (self._ends[c], frozenset()) if c in self._ends else (way.worth[c], way.path[c])
            for c in self.layout.children[node]
        ]

    def _chance(self, way: _Way, node: int, chances: Sequence[Quotient]) -> Iterator[_Way]:
        below = self._below(way, node)
        for positive, context in _positive(way.context, [p.top for p in chances]):
            used = [((chances[n].top, chances[n].bottom), *below[n]) for n in positive]
            worth = tuple(_mean([(p, row[i]) for p, row, _ in used]) for i in self._everyone)
            path = frozenset[tuple[int, int]]().union(*(played for *_, played in used))
            yield self._above(way, node, context, worth, path)

    def _move(self, way: _Way, node: int) -> Iterator[_Way]:
        k, player, below = self.layout.set_of[node], self.layout.owner[node], self._below(way, node)
        mine = [row[player] for row, _ in below]
        if len(mine) > 1 and None in mine:
            self.missing[self.layout.path(node)] = None
            return
        start = self.place[k][1]
        for context, used, equations in _tied(way.context, mine):
            gaps = [_difference(mine[used[0]], w) for a, w in enumerate(mine) if a not in used]
            path = frozenset((player, start + a) for a in used).union(*(below[a][1] for a in used))
            for branch in _not_negative(context, [g.start for g in gaps if not g.slopes]):
                worth = self._mixed(branch, k, used, [below[a][0] for a in used])
                yield replace(
                    self._above(way, node, branch, worth, path),
                    chosen=(k, used, way.chosen),
                    equations=(*way.equations, *equations),
                    inequalities=(*way.inequalities, *(g for g in gaps if g.slopes)),
                )

    @property
    def _everyone(self) -> range:
        return range(len(self.game.players))

    def _above(
        self, way: _Way, node: int, context: Context, worth: tuple[Worth, ...], path: frozenset[tuple[int, int]]
    ) -> _Way:
        """The way with a node in the place of its successors."""
        gone = self.layout.children[node]
        return replace(
            way,
            context=context,
            worth={**{n: w for n, w in way.worth.items() if n not in gone}, node: worth},
            path={**{n: p for n, p in way.path.items() if n not in gone}, node: path},
        )

    def _mixed(self, context: Context, k: int, used: Sequence[int], worth: Sequence[tuple[Worth, ...]]) -> tuple[Worth, ...]:
        """Everybody's payoffs when some actions are mixed; to who mixes they are all worth the same."""
        if len(used) == 1:
            return worth[0]
        found = list(worth[0])
        chances = self._mixture(context.ring, k, used)
        for i, column in enumerate(zip(*worth, strict=True)):
            if i == self.layout.sets[k].player:
                continue
            if None in column:
                found[i] = None
                continue
            gaps = [_difference(w, column[0]) for w in column[1:]]
            if any(g.slopes or context.mask(g.start) != ZERO for g in gaps):
                affine = not any(form.slopes for form, _ in column)
                found[i] = _weighted(list(zip(chances.values(), column, strict=True))) if affine else None
        return tuple(found)

    def _mixture(self, ring: Any, k: int, used: Sequence[int]) -> dict[tuple[int, int, int], Form]:
        """Probabilities of some actions; the last is what the others leave."""
        player, place = self.layout.sets[k].player, self.place[k][0]
        chances = {(player, place, a): Form(ring, {(player, place, a): ring.one}, ring.zero) for a in used[:-1]}
        rest = Form(ring, {}, ring.one)
        for form in chances.values():
            rest = rest - form
        return {**chances, (player, place, used[-1]): rest}

    def _solved(self, way: _Way) -> Iterator[Record]:
        """The free probabilities of a way."""
        ring = way.context.ring
        forms: dict[Any, Form] = {}
        system = System(list(way.equations), [(form, ">=") for form in way.inequalities])
        chosen = way.chosen
        while chosen:
            k, used, chosen = chosen
            mixture = self._mixture(ring, k, used)
            forms |= mixture
            if len(used) > 1:
                system.inequalities += [(form, ">") for form in mixture.values()]
        key = tuple(frozenset(a for i, a in way.path.get(0, ()) if i == player) for player in self._everyone)
        for solution in system.solve(way.context):
            yield Record(key, solution.context, restored(forms, solution), solution.bounds)


def _positive(context: Context, chances: Sequence[Any]) -> Iterator[tuple[tuple[int, ...], Context]]:
    """Which of some probabilities are positive, with where; the others are 0."""
    todo: list[tuple[tuple[int, ...], Context]] = [((), context)]
    for n, p in enumerate(chances):
        todo = [
            ((*used, n) if relation == ">" else used, branch)
            for used, c in todo
            for relation in (">", "=")
            for branch in c.assume(p, relation)
        ]
    yield from ((used, c) for used, c in todo if used)


def _tied(context: Context, worth: Sequence[Worth]) -> Iterator[tuple[Context, tuple[int, ...], tuple[Form, ...]]]:
    """Alternatives that may be worth the same, with where, and with what the free probabilities have to satisfy."""
    todo: list[tuple[Context, tuple[int, ...], tuple[Form, ...]]] = [(context, (a,), ()) for a in range(len(worth))]
    while todo:
        c, used, equations = todo.pop(0)
        yield c, used, equations
        for a in range(used[-1] + 1, len(worth)):
            gap = _difference(worth[used[0]], worth[a])
            if gap.slopes:
                todo.append((c, (*used, a), (*equations, gap)))
            else:
                todo += [(new, (*used, a), equations) for new in c.assume(gap.start, "=")]


def _not_negative(context: Context, polynomials: Sequence[Any]) -> Iterator[Context]:
    """Where no polynomial is negative."""
    todo = [context]
    for p in polynomials:
        todo = [new for c in todo for new in c.assume(p, ">=")]
    yield from todo


def _difference(one: Worth, other: Worth) -> Form:
    """What one payoff is more than another, times a positive polynomial."""
    assert one is not None
    assert other is not None
    (a, below), (b, under) = one, other
    return a - b if below == under else a * under - b * below


def _mean(parts: Sequence[tuple[tuple[Any, Any], Worth]]) -> Worth:
    """Payoffs with chances: quotients of polynomials, the denominators positive."""
    total: Worth = None
    for (p, under), worth in parts:
        if worth is None:
            return None
        form, below = worth[0] * p, worth[1] * under
        total = (form, below) if total is None else _sum(total, (form, below))
    return total


def _weighted(parts: Sequence[tuple[Form, Worth]]) -> Worth:
    """Payoffs that depend on nothing free, weighted by forms."""
    total: Worth = None
    for chance, worth in parts:
        assert worth is not None
        one = (chance * worth[0].start, worth[1])
        total = one if total is None else _sum(total, one)
    return total


def _sum(one: tuple[Form, Any], other: tuple[Form, Any]) -> tuple[Form, Any]:
    (a, below), (b, under) = one, other
    return (a + b, below) if below == under else (a * under + b * below, below * under)
