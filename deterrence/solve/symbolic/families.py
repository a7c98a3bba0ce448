"""Families of equilibria derived from symbols: supports, strategies in closed form, and the region where each exists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

from ...equilibria.family import Key
from ...equilibria.piece import information_sets
from ...errors import LimitReached, UnsupportedGame
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...games.tree import ExtensiveForm
from .cases import Case, cases
from .certificates import Log
from .context import Clause, Context
from .lifting import odd_terms
from .parts import Part, parts_of
from .polynomials import Ring, ring_of
from .profiles import Record, bimatrix_records, count_profiles, signalling_records
from .signs import Literal, Oracle
from .simplify import Simplifier
from .witnesses import Point, exact_signs

__all__ = [
    "Derivation", "DerivedFamily", "check_game", "check_payoffs", "clause_holds", "count_of", "derive", "family_of",
    "records_of",
]  # fmt: skip

#: More support profiles than this are refused.
MAX_PROFILES = 20_000


@dataclass(frozen=True)
class DerivedFamily:
    """A support profile with its region.

    Attributes
    ----------
    key : tuple of frozenset
        Supports on the path, as in `deterrence.equilibria.family`.
    clauses : tuple of Clause
        Their union is the region; those on a surface come last.
    solutions : tuple of tuple of Part
        For each clause the closed forms that hold in it, each with where; empty where no point of it is known.
    witnesses : tuple of point or None
        A point of each clause.
    """

    key: Key
    clauses: tuple[Clause, ...]
    solutions: tuple[tuple[Part, ...], ...]
    witnesses: tuple[Point | None, ...]

    @property
    def generic(self) -> bool:
        """Whether it exists on more than a surface."""
        return any(not c.on_surface for c in self.clauses)


@dataclass(frozen=True, eq=False)
class Derivation:
    """Everything that was derived for one game."""

    game: Game
    ring: Ring
    simplifier: Simplifier
    families: tuple[DerivedFamily, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        from .storing import read, written

        return read, (self.game, written(self))

    @property
    def oracle(self) -> Oracle:
        """Signs that follow from the domains."""
        return self.simplifier.oracle

    @property
    def log(self) -> Log:
        """What was removed with proof, and what is undecided."""
        return self.simplifier.log

    def point(self, values: Mapping[str, Fraction]) -> Point:
        """Values of the symbols in the ring's order."""
        return tuple(values[name] for name in self.ring.names)


def clause_holds(literals: Sequence[Literal] | frozenset[Literal], point: Point, signs: dict[Any, int]) -> bool:
    """Whether all literals hold at a point, exactly; signs are remembered."""
    for literal in literals:
        for atom, _ in literal.atoms:
            if atom not in signs:
                (signs[atom],) = exact_signs([atom], point)
        if not literal.holds([signs[a] for a, _ in literal.atoms]):
            return False
    return True


def derive(game: Game, engine: str | None = None, *, surfaces: bool = True) -> Derivation:
    """Derive every family of equilibria of a game with free parameters.

    Parameters
    ----------
    game : NormalForm or SignallingGame
        Two players; payoffs and priors are rational functions of the parameters, which may stand in Min, Max and Piecewise.
    engine : {"flint", "sympy"}, optional
    surfaces : bool, optional
        Whether families on surfaces are derived too.

    Raises
    ------
    UnsupportedGame
        For games of another kind, and for payoffs that are no rational functions.
    LimitReached
        For more support profiles than can be gone through.
    """
    check_game(game)
    parameters = game.parameters
    ring = ring_of([p.name for p in parameters], engine)
    oracle = Oracle(ring, [p.interval for p in parameters], surfaces=surfaces)
    simplifier = Simplifier(oracle)
    families = [family_of(simplifier, key, records) for key, records in records_of(game, oracle).items()]
    return Derivation(game, ring, simplifier, tuple(f for f in families if f.clauses))


def records_of(game: Game, oracle: Oracle) -> dict[Key, list[tuple[Record, Case]]]:
    """Every record of a game, with its case, by support profile on the path."""
    found: dict[Key, list[tuple[Record, Case]]] = {}
    for case in cases(game, Context(oracle)):
        records = signalling_records(case) if isinstance(game, SignallingGame) else bimatrix_records(case)
        for record in records:
            found.setdefault(record.key, []).append((record, case))
    return found


def family_of(simplifier: Simplifier, key: Key, records: Sequence[tuple[Record, Case]]) -> DerivedFamily:
    """The family that some records make up: its region, and the closed forms that hold in each clause."""
    clauses = simplifier.region(record.context for record, _ in records)
    witnesses = []
    solutions = []
    for clause in clauses:
        sample = simplifier.sample(clause.context)
        literals = clause.context.literals
        point = sample.witness(literals, walk=not clause.on_surface) if clause.codimension < 2 else None
        at = None if point is None else _at(records, tuple(point))
        witnesses.append(None if point is None else tuple(point))
        solutions.append(() if at is None else parts_of(simplifier, clause, records, at))
    return DerivedFamily(key, tuple(clauses), tuple(solutions), tuple(witnesses))


def _at(records: Sequence[tuple[Record, Case]], point: Point) -> tuple[Record, Case] | None:
    """The record that holds at a point, that with most freedom off the path."""
    signs: dict[Any, int] = {}
    holding = [(r, c) for r, c in records if clause_holds(r.context.literals, point, signs)]
    return max(holding, key=lambda rc: sum(len(a) for _, a in rc[0].off_path), default=None)


def check_game(game: Game) -> None:
    """Refuse what cannot be derived, before anything is done; see `derive`."""
    if not isinstance(game, NormalForm | SignallingGame) or len(game.players) != 2:
        raise UnsupportedGame("an atlas covers two-player games in normal form and signalling games")
    _check_size(game)
    check_payoffs(game)


def count_of(game: Game) -> int:
    """How many support profiles a game has."""
    sizes = [[len(actions) for _, actions in sets] for sets in information_sets(game)]
    return count_profiles(sizes, signalling=isinstance(game, SignallingGame))


def _check_size(game: Game) -> None:
    count = count_of(game)
    if count > MAX_PROFILES:
        raise LimitReached(
            f"this game has {count} support profiles; an atlas goes through at most {MAX_PROFILES}. Give the parameters "
            "values, game.at(...), and solve it: that is exact too"
        )


def check_payoffs(game: Game) -> None:
    """Payoffs must be built from parameters, numbers, + - * /, integer powers, Min, Max, Abs and Piecewise."""
    for number in _numbers(game):
        if any(True for _ in odd_terms(number)):
            raise UnsupportedGame(
                f"an answer in symbols needs payoffs that are rational functions of the parameters; {number} is not one. "
                "dt.atlas puts parameters in the place of such terms; or give the parameters values: game.at(...)"
            )


def _numbers(game: Game) -> Iterator[Any]:
    assert isinstance(game, NormalForm | SignallingGame | ExtensiveForm)
    yield from chain.from_iterable(game.payoffs.values())
    if isinstance(game, ExtensiveForm):
        yield from chain.from_iterable(game.layout.chances.values())
    if isinstance(game, SignallingGame):
        yield from game.prior.values()
