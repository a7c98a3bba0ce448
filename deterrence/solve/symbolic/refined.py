"""What a refinement leaves of derived families: the region where each survives, by the same branching on signs.

The types' payoffs in an equilibrium are quotients of polynomials, and a test of unsent messages asks for signs of
polynomials only. So it is carried out once for every way in which these signs can come out; each way is a context, and those
in which a record passes make up the region. With two replies to a message everything that is asked is such a sign. Where
payoffs vary on the path, and with more replies, the exact solver decides at each point: these records stay apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

from ...equilibria.refinements import REFINEMENTS
from ...errors import UnsupportedGame, did_you_mean
from ...games.game import Game
from ...games.signalling import SignallingGame
from .cases import Case, Explorer
from .context import Clause, Context
from .families import Derivation, DerivedFamily, family_of, records_of
from .profiles import Key, Record
from .simplify import Simplifier
from .survival import Free, View, keeps_d1, keeps_intuitive, undefeated, undominated

__all__ = ["Refined", "refined", "surviving"]

Records = Sequence[tuple[Record, Case]]
#: Whether the equilibria of a record survive, as a view of it sees them.
Test = Callable[[View], bool]


@dataclass(frozen=True)
class Refined:
    """What a refinement leaves.

    Attributes
    ----------
    derivation : Derivation
        Families with the regions where they survive.
    undecided : Derivation
        Families in the regions where survival is not a function of the signs of polynomials alone, before the refinement.
    """

    derivation: Derivation
    undecided: Derivation


def refined(derivation: Derivation, name: str) -> Refined:
    """Regions in which families survive a refinement.

    Raises
    ------
    UnsupportedGame
        For a refinement that there is not, or that is not defined for the kind of game.
    """
    game, oracle = derivation.game, derivation.oracle
    check_refinement(game, name)
    if not _of_signs(game):
        return Refined(replace(derivation, families=()), derivation)
    found = records_of(game, oracle)
    passing, open_ones = surviving(found, name)
    left, undecided = _derivation(derivation, passing), _derivation(derivation, open_ones)
    return Refined(left, _with_rivals(undecided, found) if name == "undefeated" else undecided)


def surviving(found: Mapping[Key, Records], name: str) -> tuple[dict[Key, Records], dict[Key, Records]]:
    """Records in the contexts in which they survive, and those in which the solver decides at each point, by supports."""
    survives = _test(name, [pair for records in found.values() for pair in records])
    passing: dict[Key, Records] = {}
    open_ones: dict[Key, Records] = {}
    for key, records in found.items():
        passing[key], open_ones[key] = _sorted(records, survives)
    return passing, open_ones


def _with_rivals(undecided: Derivation, found: Mapping[Key, Records]) -> Derivation:
    """Families that an equilibrium on a surface may defeat are looked at by points on all surfaces."""
    surfaces = [c for records in found.values() for record, _ in records if (c := Clause.of(record.context)).on_surface]
    clauses = tuple({c.literals: c for c in surfaces}.values())
    known = {f.key: f for f in undecided.families}
    families = []
    for key, records in found.items():
        here = known.get(key)
        rivals = clauses if any(record.off_path for record, _ in records) else ()
        every = (*(here.clauses if here else ()), *rivals)
        if every:
            more = len(rivals)
            solutions = (*(here.solutions if here else ()), *[()] * more)
            families.append(DerivedFamily(key, every, solutions, (*(here.witnesses if here else ()), *[None] * more)))
    return replace(undecided, families=tuple(families))


def _derivation(whole: Derivation, records: Mapping[Key, Records]) -> Derivation:
    """The families of some records."""
    simplifier = Simplifier(whole.oracle)
    families = (family_of(simplifier, key, some) for key, some in records.items() if some)
    return replace(whole, simplifier=simplifier, families=tuple(f for f in families if f.clauses))


def check_refinement(game: Game, name: str) -> None:
    """Refuse a refinement that cannot be carried over."""
    known = ("undominated", *(("d1", "intuitive_criterion", "undefeated") if isinstance(game, SignallingGame) else ()))
    if name not in known:
        kind = type(game).__name__
        hint = f"; {name} is applied at values, atlas.at(...).refine({name!r})" if name in REFINEMENTS else ""
        raise UnsupportedGame(
            f"no refinement {name!r}{did_you_mean(name, known)} of the atlas of a {kind} (known: {', '.join(known)}){hint}"
        )


def _of_signs(game: Game) -> bool:
    """Whether no information set of the receiver, and in a normal form of either player, has more than two actions."""
    if isinstance(game, SignallingGame):
        return all(len(replies) <= 2 for replies in game.replies.values())
    return all(n <= 2 for n in game.shape)  # type: ignore[attr-defined]


def _test(name: str, records: Records) -> Test:
    if name == "undominated":
        return undominated
    if name == "undefeated":
        return partial(undefeated, by_case=_by_case(records))
    return keeps_d1 if name == "d1" else keeps_intuitive


def _by_case(records: Records) -> Mapping[int, list[Record]]:
    """Records of each case, those on surfaces left out: only these can hold together."""
    found: dict[int, list[Record]] = {id(case): [] for _, case in records}
    for record, case in records:
        if not Clause.of(record.context).on_surface:
            found[id(case)].append(record)
    return found


def _sorted(records: Records, survives: Test) -> tuple[list[tuple[Record, Case]], list[tuple[Record, Case]]]:
    """Records in the contexts in which they survive, and those in which a point must be looked at by itself."""
    passing, open_ones = [], []
    for record, case in records:
        ways = list(_ways(record, case, survives))
        passing += [(replace(record, context=c), case) for c in _together(ways, Verdict.PASSES)]
        open_ones += [(replace(record, context=c), case) for c in _together(ways, Verdict.BY_POINT)]
    return passing, open_ones


class Verdict(Enum):
    """What becomes of a record in one context."""

    PASSES, FAILS, BY_POINT = range(3)


@dataclass(frozen=True)
class Way:
    """How the signs that a test asks for can come out: the choices, the contexts before each and after all, the verdict."""

    path: tuple[int, ...]
    contexts: tuple[Context, ...]
    verdict: Verdict


def _ways(record: Record, case: Case, survives: Test) -> Iterator[Way]:
    todo: list[tuple[int, ...]] = [()]
    memory: dict[Any, Any] = {}
    while todo:
        explorer = Explorer(record.context, todo.pop(), memory)
        try:
            verdict = Verdict.PASSES if survives(View(explorer, case, record)) else Verdict.FAILS
        except Free:
            verdict = Verdict.BY_POINT
        todo += explorer.others
        yield Way(tuple(explorer.path), (*explorer.trail, explorer.context), verdict)


def _together(ways: Sequence[Way], verdict: Verdict, depth: int = 0) -> Iterator[Context]:
    """Contexts in which the verdict is this one; a choice that does not matter is not made."""
    verdicts = {way.verdict for way in ways}
    if verdicts == {verdict}:
        yield ways[0].contexts[depth]
    elif verdict in verdicts:
        for choice in sorted({way.path[depth] for way in ways}):
            yield from _together([way for way in ways if way.path[depth] == choice], verdict, depth + 1)
