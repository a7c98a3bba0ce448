"""Claims of a comparison as regions of parameters: where a channel meets a criterion, in every equilibrium or in some."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..errors import UnsupportedGame
from ..games.game import Criterion, Game
from ..games.signalling import SignallingGame
from ..solve.symbolic.bands import Ratio, bands_of
from ..solve.symbolic.cases import Case, valueless
from ..solve.symbolic.context import Clause, Context
from ..solve.symbolic.families import Derivation, check_game, clause_holds, records_of
from ..solve.symbolic.polynomials import ring_of
from ..solve.symbolic.profiles import Record
from ..solve.symbolic.refined import surviving
from ..solve.symbolic.region import Region, point_of
from ..solve.symbolic.signs import Oracle
from ..solve.symbolic.simplify import Simplifier
from .atlas_regions import complement, differing, inside
from .measures import measure_weights

__all__ = ["Claim", "claims_of"]

#: Refinements that keep or remove all equilibria of a record, and leave closed sets.
CLOSED = ("d1", "intuitive_criterion", "undominated")

Banded = tuple[Context, Ratio, Ratio]


@dataclass(frozen=True)
class _Verdicts:
    """Verdicts of the comparison solved at values: all claims of a channel ask at the same points of their surfaces."""

    game: Game
    baseline: Game
    refinements: tuple[str, ...]
    _known: dict[tuple[Any, ...], Mapping[str, str]] = field(default_factory=dict, compare=False, repr=False)

    def at(self, point: tuple[Any, ...], values: Mapping[str, Any]) -> Mapping[str, str]:
        """The answer to each criterion, after the refinement if there is one."""
        if point not in self._known:
            from .compare import compare

            shared = {p.name: values[p.name] for p in self.baseline.parameters}
            games = {"baseline": self.baseline.at(**shared), "game": self.game.at(**values)}
            found = compare(games, refine=self.refinements or None, baseline="baseline").verdicts["game"]
            told = {name: (v.refined if self.refinements else v.unrefined) or "" for name, v in found.items()}
            self._known[point] = told
        return self._known[point]


@dataclass(frozen=True)
class Claim:
    """Where a channel meets criteria: a region of its free parameters, the others at their values.

    Attributes
    ----------
    criteria : tuple of str
        Names of the criteria that are met together.
    quantifier : {"every", "some"}
        Whether in every equilibrium (against every one of the baseline), or in some.
    region : Region
        As it is stated: a union of few conjunctions; right on its boundary but for `exceptions`.
    exceptions : tuple of tuple of sympy relations
        Surfaces on which what is stated and what is so differ; `holds` knows them.
    """

    criteria: tuple[str, ...]
    quantifier: str
    region: Region
    exceptions: tuple[tuple[Any, ...], ...]
    _met: tuple[Clause, ...] = field(compare=False, repr=False)
    _open: tuple[Clause, ...] = field(compare=False, repr=False)
    _verdicts: _Verdicts = field(compare=False, repr=False)

    @property
    def game(self) -> Game:
        """The game, with its free parameters and the values of the others."""
        return self.region.derivation.game

    @property
    def always(self) -> bool:
        """Whether nothing is asked of the parameters."""
        return any(not c.literals for c in self.region.clauses)

    @property
    def never(self) -> bool:
        """Whether it holds nowhere, knife edges apart."""
        return not self.region.cases

    def within(self, other: "Claim") -> bool:
        """Whether its region is proved to lie in that of another claim about the same game, boundaries apart."""
        return inside(self.region.derivation.simplifier, self.region.clauses, other.region.clauses)

    def holds(self, **values: Any) -> bool:
        """Whether the criteria are met at values of the free parameters; exact everywhere, on every boundary too."""
        return self.holds_at(point_of(self.region.derivation, values))

    def holds_at(self, point: Any) -> bool:
        """The same at a point of the region's derivation."""
        signs: dict[Any, int] = {}
        if any(clause_holds(c.literals, point, signs) for c in self._open):
            return self._solved(point)
        met = any(clause_holds(c.literals, point, signs) for c in self._met)
        # every equilibrium meets a criterion where none misses it
        return met == (self.quantifier == "some")

    def _solved(self, point: Any) -> bool:
        """The verdict of the comparison at a point: on knife edges that have no formula."""
        values = dict(zip(self.region.derivation.ring.names, point, strict=True))
        found = self._verdicts.at(tuple(point), values)
        told = [found[name] for name in self.criteria]
        return all(t == "yes" for t in told) if self.quantifier == "every" else told[0] != "no"

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; conditions as text."""
        from ..solve.symbolic.region import plain

        cases = [[plain(r) for r in case] for case in self.region.stated]
        beside = [[plain(r) for r in case] for case in self.exceptions]
        head = {"criteria": list(self.criteria), "quantifier": self.quantifier}
        return {**head, "free": [p.name for p in self.game.parameters], "cases": cases, "exceptions": beside}


def claims_of(game: Game, baseline: Game | None, refinements: Sequence[str]) -> tuple[Claim, ...]:
    """For every criterion of a game where it is met, in every equilibrium and in some; last, where all are met in every one.

    Parameters
    ----------
    game, baseline : Game
        The free parameters of the baseline are among those of the game. Without a baseline only criteria that ask for
        "never".
    refinements : sequence of str
        At most one.

    Raises
    ------
    UnsupportedGame
        Where the conditions are not known in closed form, saying why.
    """
    question = _Question(game, baseline, tuple(refinements))
    asked = [c for c in game.criteria if baseline is not None or c.sense == "never"]
    found, missed = [], list[Context]()
    for criterion in asked:
        failing = list(question.failing(criterion))
        missed += failing
        found.append(question.every((criterion.name,), failing))
        found.append(question.some((criterion.name,), question.meeting(criterion)))
    if len(asked) > 1:
        found.append(question.every(tuple(c.name for c in asked), missed))
    return tuple(found)


@dataclass(frozen=True)
class _Question:
    """A game and its baseline over one ring of symbols."""

    game: Game
    baseline: Game | None
    refinements: tuple[str, ...]
    #: Bands by measure, and surfaces on which they, or what a refinement leaves, were not worked out.
    _known: dict[str, list[Banded]] = field(default_factory=dict)
    unknown: list[Context] = field(default_factory=list)

    @cached_property
    def verdicts(self) -> _Verdicts:
        return _Verdicts(self.game, self.baseline or self.game, self.refinements)

    @cached_property
    def simplifier(self) -> Simplifier:
        parameters = self.game.parameters
        return Simplifier(Oracle(ring_of([p.name for p in parameters]), [p.interval for p in parameters]))

    @cached_property
    def derivation(self) -> Derivation:
        """What regions are stated in; it holds no families."""
        return Derivation(self.game, self.simplifier.oracle.ring, self.simplifier, ())

    @cached_property
    def valueless(self) -> list[Context]:
        """Where the game, or the baseline, has no value."""
        games = [g for g in (self.game, self.baseline) if g is not None]
        return [c for g in games for c in valueless(g, Context(self.simplifier.oracle))]

    @cached_property
    def records(self) -> list[Record]:
        """Equilibria of the game, by support profile and branch, after the refinement."""
        return self._records(self.game)

    @cached_property
    def base_records(self) -> list[Record]:
        """The same of the baseline."""
        assert self.baseline is not None
        return self._records(self.baseline)

    def _records(self, game: Game) -> list[Record]:
        check_game(game)
        found: Mapping[Any, Sequence[tuple[Record, Case]]] = records_of(game, self.simplifier.oracle)
        for name in self.refinements:
            if name not in CLOSED or len(self.refinements) > 1:
                told = " then ".join(self.refinements)
                raise UnsupportedGame(f"conditions after {told} are not known in closed form; without it they are")
            if isinstance(game, SignallingGame) and any(len(replies) > 2 for replies in game.replies.values()):
                raise UnsupportedGame(f"with more than two replies, what {name} leaves is decided at values only")
            found, by_point = surviving(found, name)
            left = [r.context for records in by_point.values() for r, _ in records]
            self.unknown.extend(left)
            if any(not Clause.of(c).on_surface for c in left):
                raise UnsupportedGame(f"payoffs vary on the path, where what {name} leaves is decided at values only")
        return [record for records in found.values() for record, _ in records]

    def _own(self, measure: str) -> list[Banded]:
        """Bands of the game by contexts, worked out once."""
        if measure not in self._known:
            self._known[measure] = list(self._bands(self.game, self.records, measure))
        return self._known[measure]

    def _bands(self, game: Game, records: Iterable[Record], measure: str) -> Iterator[Banded]:
        weights = measure_weights(game, measure)
        for record in records:
            for context, least, most in bands_of(game, record, record.context, weights, surfaces=True):
                if least is not None and most is not None:
                    yield context, least, most
                elif Clause.of(context).on_surface:
                    self.unknown.append(context)
                else:
                    raise UnsupportedGame(f"{measure!r} depends on products of free probabilities, and has no formula")

    def _pairs(self, criterion: Criterion) -> Iterator[tuple[Context, Ratio, Ratio, Ratio, Ratio]]:
        """Bands of the game and of the baseline wherever both exist."""
        theirs = self._by_value(criterion.measure)
        for context, least, most in self._own(criterion.measure):
            for other, base_least, base_most in theirs:
                for joint in _both(context, other):
                    yield joint, least, most, base_least, base_most

    def _by_value(self, measure: str) -> list[Banded]:
        """Bands of the baseline, each with a simplified part of its region."""
        assert self.baseline is not None
        ring = self.simplifier.oracle.ring
        groups: dict[Any, tuple[Ratio, Ratio, list[Context]]] = {}
        for context, least, most in self._bands(self.baseline, self.base_records, measure):
            key = tuple(ring.atom(p) for p in (*least, *most))
            groups.setdefault(key, (least, most, []))[2].append(context)
        return [
            (clause.context, least, most)
            for least, most, contexts in groups.values()
            for clause in self.simplifier.region([*contexts, *self.valueless])
        ]

    def failing(self, criterion: Criterion) -> Iterator[Context]:
        """Where some equilibrium misses a criterion."""
        if criterion.sense == "never":
            for context, _, most in self._own(criterion.measure):
                yield from context.assume(most[0], ">")
            return
        for context, least, most, base_least, base_most in self._pairs(criterion):
            gap = _gap(base_most, least) if criterion.sense == "more" else _gap(most, base_least)
            yield from context.assume(gap, ">=")

    def meeting(self, criterion: Criterion) -> Iterator[Context]:
        """Where some equilibrium meets a criterion."""
        if criterion.sense == "never":
            for context, least, _ in self._own(criterion.measure):
                yield from context.assume(-least[0], ">=")
            return
        for context, least, most, base_least, base_most in self._pairs(criterion):
            gap = _gap(most, base_least) if criterion.sense == "more" else _gap(base_most, least)
            yield from context.assume(gap, ">")

    def every(self, names: tuple[str, ...], failing: Sequence[Context]) -> Claim:
        """The claim that no equilibrium misses some criteria."""
        exact = tuple({c.literals: c for c in map(Clause.of, failing)}.values())
        stated = complement(self.simplifier, [*failing, *self.unknown], self.valueless)
        return self._claim(names, "every", stated, exact)

    def some(self, names: tuple[str, ...], meeting: Iterable[Context]) -> Claim:
        """The claim that some equilibrium meets some criteria."""
        contexts = list(meeting)
        exact = tuple({c.literals: c for c in map(Clause.of, contexts)}.values())
        stated = [c for c in self.simplifier.region([*contexts, *self.valueless]) if not c.on_surface]
        return self._claim(names, "some", stated, exact)

    def _claim(self, names: tuple[str, ...], quantifier: str, stated: Sequence[Clause], exact: tuple[Clause, ...]) -> Claim:
        unknown = tuple({c.literals: c for c in map(Clause.of, self.unknown)}.values())
        region = Region(self.derivation, tuple(stated))
        claim = Claim(names, quantifier, region, (), exact, unknown, self.verdicts)
        edges = differing(claim.region, claim.holds_at, [*exact, *unknown], self.valueless)
        told = tuple(claim.region.readable(c.literals, (), claim.region.wording([]).condition) for c in edges)
        return replace(claim, exceptions=told)


def _both(one: Context, other: Context) -> Iterator[Context]:
    todo = [one]
    for literal in other.literals:
        todo = [new for c in todo for new in c.assume(c.polynomial(literal), literal.relation)]
    yield from todo


def _gap(one: Ratio, other: Ratio) -> Any:
    """What has the sign of the difference of two quotients with positive denominators."""
    return one[0] * other[1] - other[0] * one[1]
