"""Regions: where a family exists, as conditions that can be read, asked and compared."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from ...errors import InvalidParameter
from .abbreviations import Wording
from .context import Clause
from .families import Derivation, clause_holds
from .formulas import condition
from .signs import Literal
from .storing import Reader, Writer
from .witnesses import Point

__all__ = ["Region", "plain", "point_of"]


@dataclass(frozen=True, eq=False)
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

    def __reduce__(self) -> tuple[Any, ...]:
        writer = Writer(self.derivation.ring)
        return _region, (self.derivation, [writer.clause(c) for c in self.clauses], writer.tables)

    @property
    def _content(self) -> tuple[Any, ...]:
        return self.derivation.game, frozenset(c.literals for c in self.clauses)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Region) and self._content == other._content

    def __hash__(self) -> int:
        return hash(self._content)

    @cached_property
    def cases(self) -> tuple[tuple[tuple[Any, ...], tuple[int, ...]], ...]:
        """Conditions, and the numbers of the clauses that they stand for.

        Two clauses that differ in one strict inequality only, the one way round and the other, are one case with "is not
        equal".
        """
        return tuple((self.readable(literals, unequal), numbers) for literals, unequal, numbers in self.merged)

    @cached_property
    def merged(self) -> list[tuple[frozenset[Literal], frozenset[Literal], tuple[int, ...]]]:
        """For each case the conditions, those that hold as "is not equal", and the numbers of the clauses."""
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
        return found

    @property
    def conditions(self) -> tuple[tuple[Any, ...], ...]:
        """Conditions as sympy relations: any case, all of its conditions; surfaces apart."""
        return tuple(conditions for conditions, _ in self.cases)

    @cached_property
    def stated_cases(self) -> tuple[tuple[tuple[Any, ...], tuple[int, ...]], ...]:
        """`cases` in the game's abbreviations, where they make it shorter.

        An abbreviation may hide what tells two cases apart; then these are one, as the game's author would write it.
        """
        if not self.derivation.game.abbreviations:
            return self.cases
        found: list[tuple[tuple[Any, ...], tuple[int, ...]]] = []
        for literals, unequal, numbers in self.merged:
            case = self.readable(literals, unequal, self.wording(numbers).condition), numbers
            for j, other in enumerate(found):
                joined = _joined(other[0], case[0])
                if joined is not None:
                    found[j] = joined, other[1] + numbers
                    break
            else:
                found.append(case)
        return tuple(found)

    @property
    def stated(self) -> tuple[tuple[Any, ...], ...]:
        """`conditions` in the game's abbreviations, where they make it shorter."""
        return tuple(conditions for conditions, _ in self.stated_cases)

    def compared_at(self, point: Point) -> tuple[tuple[tuple[Any, bool], ...], ...]:
        """For every case its conditions in the game's abbreviations, each with whether it holds at a point."""
        found = []
        for literals, unequal, numbers in self.merged:
            show = self.wording(numbers).condition
            told = [(show(x), clause_holds([x], point, {})) for x in literals]
            told += [
                (_unequal(show(x)), clause_holds([x], point, {}) or clause_holds([x.negated], point, {})) for x in unequal
            ]
            found.append(tuple(sorted(told, key=lambda pair: (len(str(pair[0])), str(pair[0])))))
        return tuple(found)

    def wording(self, numbers: Iterable[int]) -> Wording:
        """The game's abbreviations in some clauses."""
        return Wording(self.derivation, tuple(self.clauses[k].context for k in numbers))

    @cached_property
    def surfaces(self) -> tuple[tuple[Any, ...], ...]:
        """Conditions of the clauses that hold one equality."""
        return tuple(self.readable(c.literals) for c in self.clauses if c.codimension == 1)

    @cached_property
    def stated_surfaces(self) -> tuple[tuple[Any, ...], ...]:
        """`surfaces` in the game's abbreviations, where they make it shorter."""
        if not self.derivation.game.abbreviations:
            return self.surfaces
        numbers = [k for k, c in enumerate(self.clauses) if c.codimension == 1]
        return tuple(self.readable(self.clauses[k].literals, (), self.wording([k]).condition) for k in numbers)

    def readable(
        self,
        literals: Iterable[Literal],
        unequal: Iterable[Literal] = (),
        show: Callable[[Literal], Any] | None = None,
    ) -> tuple[Any, ...]:
        """Literals as sympy relations, short ones first."""
        told = show or partial(condition, self.derivation.oracle)
        found = [*map(told, literals), *(_unequal(told(x)) for x in unequal)]
        return tuple(sorted(found, key=_length))

    def holds(self, **values: Any) -> bool:
        """Whether parameter values lie in the region; exact, boundaries included."""
        point = point_of(self.derivation, values)
        return self.holds_at(point, {})

    def holds_at(self, point: Point, signs: dict[Any, int]) -> bool:
        """The same at a point of the derivation; signs of polynomials are remembered."""
        return any(clause_holds(c.literals, point, signs) for c in self.clauses)

    def __str__(self) -> str:
        shown = self.conditions or self.surfaces
        clauses = [" and ".join(map(plain, c)) or "always" for c in shown]
        if not clauses:
            return "only where several equalities hold"
        return clauses[0] if len(clauses) == 1 else " or ".join(f"({c})" for c in clauses)

    __repr__ = __str__


def _unequal(r: Any) -> Any:
    """The same two sides, unequal."""
    import sympy

    return sympy.Unequality(r.lhs, r.rhs, evaluate=False)


def _joined(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Two conjunctions that differ in one inequality, the one way round and the other, as one; None if they do not."""
    common = [r for r in one if r in other]
    mine, theirs = ([r for r in c if r not in common] for c in (one, other))
    if len(mine) != 1 or len(theirs) != 1 or (mine[0].lhs, mine[0].rhs) != (theirs[0].lhs, theirs[0].rhs):
        return None
    ways = {mine[0].rel_op, theirs[0].rel_op}
    if ways == {"<", ">"}:
        common.append(_unequal(mine[0]))
    elif ways not in ({"<", ">="}, {"<=", ">"}, {"<=", ">="}):
        return None
    return tuple(sorted(common, key=_length))


def _length(r: Any) -> tuple[int, str]:
    return len(str(r)), str(r)


def plain(r: Any) -> str:
    """A relation as text."""
    sign = {"==": "=", "!=": "is not"}.get(r.rel_op, r.rel_op)
    return f"{r.lhs} {sign} {r.rhs}"


def _region(derivation: Derivation, clauses: Iterable[Any], tables: Mapping[str, Any]) -> Region:
    reader = Reader(derivation.oracle, tables)
    return Region(derivation, tuple(map(reader.clause, clauses)))


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
