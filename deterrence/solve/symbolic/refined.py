"""What a refinement leaves of derived families: the region where each survives, by the same branching on signs.

The types' payoffs in an equilibrium are quotients of polynomials, and a test of unsent messages asks for signs of
polynomials only. So it is carried out once for every way in which these signs can come out; each way is a context, and those
in which a record passes make up the region. With two replies to a message everything that is asked is such a sign. Where
payoffs vary on the path, and with more replies, the exact solver decides at each point: these records stay apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from ...equilibria.refinements import REFINEMENTS
from ...errors import UnsupportedGame, did_you_mean
from ...games.game import Game
from ...games.signalling import SignallingGame
from .cases import Case, branches
from .context import Context
from .families import Derivation, DerivedFamily, family_of, records_of
from .profiles import Key, Record
from .simplify import Simplifier
from .survival import Free, View, keeps_d1, keeps_intuitive, undefeated, undominated

__all__ = ["Refined", "refined"]

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
    by_point : tuple of DerivedFamily
        Families in the regions where survival is not a function of the signs of polynomials alone, before the refinement.
    """

    derivation: Derivation
    by_point: tuple[DerivedFamily, ...]


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
        return Refined(replace(derivation, families=()), derivation.families)
    found = records_of(game, oracle)
    survives = _test(name, [pair for records in found.values() for pair in records])
    simplifier = Simplifier(oracle)
    families, by_point = [], []
    for key, records in found.items():
        passing, open_ones = _sorted(records, survives)
        if passing:
            families.append(family_of(simplifier, key, _joined(simplifier, passing)))
        if open_ones:
            by_point.append(family_of(Simplifier(oracle), key, open_ones))
    left = Derivation(game, derivation.ring, simplifier, tuple(f for f in families if f.clauses))
    return Refined(left, tuple(f for f in by_point if f.clauses))


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
    """Records of each case: only these can hold together."""
    found: dict[int, list[Record]] = {}
    for record, case in records:
        found.setdefault(id(case), []).append(record)
    return found


def _sorted(records: Records, survives: Test) -> tuple[list[tuple[Record, Case]], list[tuple[Record, Case]]]:
    """Records in the contexts in which they survive, and those in which a point must be looked at by itself."""
    passing, open_ones = [], []
    for record, case in records:
        for context, verdict in _verdicts(record, case, survives):
            if verdict is None:
                open_ones.append((replace(record, context=context), case))
            elif verdict:
                passing.append((replace(record, context=context), case))
    return passing, open_ones


def _verdicts(record: Record, case: Case, survives: Test) -> Iterator[tuple[Context, bool | None]]:
    def evaluated(explorer):  # type: ignore[no-untyped-def]
        try:
            return (survives(View(explorer, case, record)),)
        except Free:
            return (None,)

    for context, found in branches(record.context, evaluated):
        assert found is not None
        yield context, found[0]


def _joined(simplifier: Simplifier, records: Records) -> list[tuple[Record, Case]]:
    return list(records)
