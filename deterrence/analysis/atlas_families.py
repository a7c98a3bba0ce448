"""Families of an atlas, and their regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame
from ..games.game import Game
from ..solve.symbolic.families import Derivation, DerivedFamily, Point, clause_holds
from ..solve.symbolic.formulas import condition
from ..solve.symbolic.signs import Literal
from ..solve.symbolic.simplify import Clause
from .atlas_solutions import Solution, solution_of

__all__ = ["AtlasFamily", "Region", "point_of"]


@dataclass(frozen=True)
class Region:
    """A set of parameter values: a union of conjunctions of polynomial conditions, beside the parameters' domains.

    Attributes
    ----------
    derivation : Derivation
    clauses : tuple of Clause
        Those that hold an equality, on a surface, come last.
    """

    derivation: Derivation
    clauses: tuple[Clause, ...]

    @cached_property
    def cases(self) -> tuple[tuple[tuple[Any, ...], tuple[int, ...]], ...]:
        """Conditions, and the numbers of the clauses that they stand for.

        Two clauses that differ in one strict inequality only, the one way round and the other, are one case with "is not
        equal".
        """
        found: list[tuple[frozenset[Literal], frozenset[Literal], tuple[int, ...]]] = []
        for k, clause in enumerate(self.clauses):
            if clause.on_surface:
                continue
            for j, (literals, unequal, numbers) in enumerate(found):
                mine, theirs = clause.literals - literals, literals - clause.literals
                if len(mine) == len(theirs) == 1 and not unequal:
                    (x,), (y,) = mine, theirs
                    if (x.atoms, x.sign, x.relation, y.relation) == (y.atoms, -y.sign, ">", ">"):
                        found[j] = literals & clause.literals, frozenset([x]), (*numbers, k)
                        break
            else:
                found.append((clause.literals, frozenset(), (k,)))
        return tuple((self._readable(literals, unequal), numbers) for literals, unequal, numbers in found)

    @property
    def conditions(self) -> tuple[tuple[Any, ...], ...]:
        """Conditions as sympy relations: any case, all of its conditions; surfaces apart."""
        return tuple(conditions for conditions, _ in self.cases)

    @cached_property
    def surfaces(self) -> tuple[tuple[Any, ...], ...]:
        """Conditions of the clauses that hold one equality."""
        return tuple(self._readable(c.literals) for c in self.clauses if c.codimension == 1)

    def _readable(self, literals: Iterable[Literal], unequal: Iterable[Literal] = ()) -> tuple[Any, ...]:
        oracle = self.derivation.oracle
        found = [condition(oracle, x) for x in literals]
        found += [_unequal(condition(oracle, x)) for x in unequal]
        return tuple(sorted(found, key=lambda r: (len(str(r)), str(r))))

    def holds(self, **values: Any) -> bool:
        """Whether parameter values lie in the region; exact, boundaries included."""
        point = point_of(self.derivation, values)
        return self.holds_at(point, {})

    def holds_at(self, point: Point, signs: dict[Any, int]) -> bool:
        """The same at a point of the derivation; signs of polynomials are remembered."""
        return any(clause_holds(c.literals, point, signs) for c in self.clauses)

    def __str__(self) -> str:
        shown = self.conditions or self.surfaces
        clauses = [" and ".join(map(_plain, c)) or "always" for c in shown]
        if not clauses:
            return "only where several equalities hold"
        return clauses[0] if len(clauses) == 1 else " or ".join(f"({c})" for c in clauses)

    __repr__ = __str__


def _unequal(r: Any) -> Any:
    """The same two sides, unequal."""
    import sympy

    return sympy.Unequality(r.lhs, r.rhs, evaluate=False)


def _plain(r: Any) -> str:
    sign = {"==": "=", "!=": "is not"}.get(r.rel_op, r.rel_op)
    return f"{r.lhs} {sign} {r.rhs}"


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
    _derived: DerivedFamily

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
        for k, pair in enumerate(self._derived.solutions):
            if pair is not None and (k in case_of or not self.generic):
                solution = solution_of(self.region.derivation, *pair)
                cases = found.setdefault(solution.key, ([], solution))[0]
                cases += [case_of[k]] if k in case_of and case_of[k] not in cases else []
        return tuple((tuple(cases), solution) for cases, solution in found.values())

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
        shown = {k: [[_plain(r) for r in c] for c in v] for k, v in regions.items()}
        solutions = [{"cases": list(k), **s.to_dict()} for k, s in self.solutions]
        return {"name": self.name, "shape": self.shape, "generic": self.generic, "region": shown, "solutions": solutions}

    def __repr__(self) -> str:
        return f"<{self.shape + ': ' if self.shape else ''}{self.name} | {self.region}>"


def point_of(derivation: Derivation, values: Mapping[str, Any]) -> Point:
    """Values of all free parameters, checked, in the order of the derivation."""
    known = {p.name: p for p in derivation.game.parameters}
    for name in values:
        if name not in known:
            raise InvalidParameter(f"this atlas has no free parameter {name!r} (free: {', '.join(known) or 'none'})")
    missing = [n for n in known if n not in values]
    if missing:
        raise InvalidParameter(f"no value for {', '.join(missing)}; give one for every free parameter")
    return derivation.point({n: known[n].check(v) for n, v in values.items()})
