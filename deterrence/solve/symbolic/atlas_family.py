"""Families of an atlas: names, regions and closed forms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from ...equilibria.family import describe
from ...errors import UnsupportedGame
from ...games.game import Game
from ...games.signalling import SignallingGame
from .families import Derivation, DerivedFamily
from .parts import Part
from .regimes import families_at
from .region import Region, plain
from .solutions import Solution, solution_of
from .storing import Reader, Writer

__all__ = ["AtlasFamily", "families_of"]


@dataclass(frozen=True)
class AtlasFamily:
    """One family of equilibria of a game with free parameters.

    Attributes
    ----------
    name : str
        Says who uses what on the path, as `Family.name` does.
    shape : str or None
        As `Family.shape`.
    supports : mapping
        As `Family.supports`.
    region : Region
        Where it exists.
    """

    name: str
    shape: str | None
    supports: Mapping[str, Any]
    region: Region
    _derived: DerivedFamily = field(compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        writer = Writer(self.region.derivation.ring)
        derived = writer.family(self._derived)
        return _family, (self.name, self.shape, self.supports, self.region, derived, writer.tables)

    @property
    def game(self) -> Game:
        """The game with its free parameters."""
        return self.region.derivation.game

    @property
    def exists_when(self) -> Region:
        """The region, under the name that it has in a `Family`."""
        return self.region

    @property
    def generic(self) -> bool:
        """Whether it exists on more than a surface."""
        return self._derived.generic

    @cached_property
    def solutions(self) -> tuple[tuple[tuple[int, ...], Solution], ...]:
        """Different closed forms, each with the numbers of the cases of the region (`Region.cases`) in which it holds."""
        case_of = {k: j for j, (_, numbers) in enumerate(self.region.cases) for k in numbers}
        found: dict[Any, tuple[list[int], Solution]] = {}
        for k, parts in enumerate(self._derived.solutions):
            if k not in case_of and self.generic:
                continue
            for solution in self._told(parts):
                found.setdefault((solution.key, solution.where), ([], solution))[0].append(k)
        told = []
        for clauses, solution in found.values():
            cases = dict.fromkeys(case_of[k] for k in clauses if k in case_of)
            told.append((tuple(cases), self._limited(solution, clauses)))
        return tuple(told)

    def _limited(self, solution: Solution, clauses: Iterable[int]) -> Solution:
        """Closed forms that hold in some clauses, with a condition where these are only a part of their cases."""
        here = set(clauses)
        partly = [
            self.region.readable(self.region.clauses[k].literals - literals)
            for literals, _, numbers in self.region.merged
            if here & set(numbers) < set(numbers)
            for k in sorted(here & set(numbers))
        ]
        return replace(solution, where=tuple(partly)) if partly and not solution.where else solution

    @cached_property
    def stated(self) -> tuple[tuple[tuple[int, ...], Solution], ...]:
        """`solutions` in the game's abbreviations, where they make it shorter, with the numbers of the `stated` cases."""
        if not self.game.abbreviations:
            return self.solutions
        found: dict[Any, tuple[Solution, list[int]]] = {}
        for cases, solution in self.solutions:
            of_case = [self.region.cases[c][1] for c in cases]
            for j, (_, numbers) in enumerate(self.region.stated_cases):
                for mine in (n for n in of_case if set(n) <= set(numbers)):
                    told = self.region.wording(mine).solution(solution)
                    where = found.setdefault((told.key, told.where), (told, []))[1]
                    where += [] if j in where else [j]
        return tuple((tuple(sorted(where)), told) for told, where in found.values())

    def _told(self, parts: Iterable[Part]) -> Iterator[Solution]:
        """Closed forms of one clause; where they differ, each says where it holds."""
        by_key: dict[str, tuple[Solution, list[tuple[Any, ...]]]] = {}
        for part in parts:
            solution = solution_of(self.region.derivation, part.record, part.case)
            where = by_key.setdefault(solution.key, (solution, []))[1]
            where += [self.region.readable(c.literals) for c in part.where]
        for solution, where in by_key.values():
            yield replace(solution, where=tuple(where)) if len(by_key) > 1 else solution

    @property
    def witnessed(self) -> Iterator[tuple[Mapping[str, Fraction], Solution]]:
        """Values in each clause of the region, where some are known, and the closed form that holds there."""
        derivation = self.region.derivation
        for point, parts in zip(self._derived.witnesses, self._derived.solutions, strict=True):
            if point is not None and parts:
                values = dict(zip(derivation.ring.names, point, strict=True))
                yield values, solution_of(derivation, parts[0].record, parts[0].case)

    @property
    def strategies(self) -> Mapping[str, Any]:
        """Probabilities in closed form, as in an `Equilibrium`; free ones are symbols that `bounds` limits.

        Those of the first clause of the region, where they differ; see `solutions`.
        """
        return self._first.strategies

    @property
    def bounds(self) -> tuple[Any, ...]:
        """What the free probabilities satisfy, as sympy relations."""
        return self._first.bounds

    @property
    def beliefs(self) -> Mapping[str, Mapping[str, Any]]:
        """Message to type to its probability: by Bayes' rule where it is sent, elsewhere relations that bound it."""
        return self._first.beliefs

    @property
    def _first(self) -> Solution:
        if not self.solutions:
            raise UnsupportedGame(f"the family {self.name!r} exists on surfaces only; its closed form was not worked out")
        return self.solutions[0][1]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        regions = {"cases": self.region.conditions, "surfaces": self.region.surfaces}
        shown = {k: [[plain(r) for r in c] for c in v] for k, v in regions.items()}
        solutions = [{"cases": list(k), **s.to_dict()} for k, s in self.solutions]
        return {"name": self.name, "shape": self.shape, "generic": self.generic, "region": shown, "solutions": solutions}

    def __repr__(self) -> str:
        return f"<{self.shape + ': ' if self.shape else ''}{self.name} | {self.region}>"


def _family(
    name: str, shape: str | None, supports: Mapping[str, Any], region: Region, derived: Any, tables: Mapping[str, Any]
) -> AtlasFamily:
    reader = Reader(region.derivation.oracle, tables)
    return AtlasFamily(name, shape, supports, region, reader.family(derived))


def families_of(derivation: Derivation) -> tuple[AtlasFamily, ...]:
    """The families of a derivation, with their names and shapes."""
    found = []
    for one in derivation.families:
        name, supports = describe(derivation.game, one.key)
        found.append(AtlasFamily(name, _shape(derivation, one, name), supports, Region(derivation, one.clauses), one))
    return tuple(found)


def _shape(derivation: Derivation, family: DerivedFamily, name: str) -> str | None:
    """The shape that the solver gives the family at a point of its region, or else what the supports say."""
    if not isinstance(derivation.game, SignallingGame):
        return None
    for point in family.witnesses:
        if point is not None:
            values = dict(zip(derivation.ring.names, point, strict=True))
            for at in families_at(derivation.game, values) or ():
                if at.name == name:
                    return at.shape
    n = len(derivation.game.messages)
    by_type: dict[int, set[int]] = {}
    for i in family.key[0]:
        by_type.setdefault(i // n, set()).add(i % n)
    sent = set().union(*by_type.values())
    if len(sent) == 1:
        return "pooling"
    return "separating" if sum(map(len, by_type.values())) == len(sent) else "semi_separating"
