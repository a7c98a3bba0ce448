"""All Nash equilibria of a game with any number of players, support by support."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from typing import Any

from ...equilibria.continuum import Continuum
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope
from ...games.normal_form import NormalForm
from ..apart import apart
from ..limits import Limits
from .bodies import Body
from .charts import groups
from .eliminate import Chart, Undecided, eliminate
from .field import Spot
from .layout import Layout, single
from .parts import Arc, Region
from .shapes import Tight, parts_of
from .spots import spot_body
from .supports import Profile, Supports, Table
from .system import StageSystem, System, Unknowns

__all__ = ["Found", "Step", "examine", "largest", "search", "solve_support"]

#: Support profiles examined before the rest is left undecided.
MOST_PROFILES = 50_000
#: Unknowns with which every step of the algebra is short.
SMALL = 3


@dataclass(frozen=True)
class Found:
    """What was found, and the support profiles that were not decided, with the reason."""

    pieces: list[Piece]
    undecided: list[tuple[Profile, str]]
    unexamined: int


@dataclass(frozen=True)
class Step:
    """What was found with one support profile; ``undecided`` says why that is not all, where it is not."""

    profile: Profile
    pieces: list[Piece]
    undecided: str | None = None


def search(game: NormalForm, kept: Profile, limits: Limits, *, punctual: bool = False) -> Found:
    """Pieces of all equilibria that use only the kept actions; the others are strictly dominated.

    A single step of the algebra may take long. Where the search must be ``punctual``, all but small support profiles are
    solved in a process that is ended when the time is up.
    """
    supports = Supports(Table(game, kept))
    most = max(supports.up_to(0), min(supports.count, MOST_PROFILES))
    here = min(supports.up_to(SMALL), most) if punctual else most
    steps: list[Step] = []

    def take(found: Iterator[Step]) -> None:
        for step in found:
            steps.append(step)
            limits.share = len(steps) / supports.count

    with limits.stopping():
        take(examine(game, kept, 0, here, limits))
        if here < most:
            with apart(partial(examine, game, kept, here, most), limits) as found:
                take(found)
    pieces = [piece for step in steps for piece in step.pieces]
    undecided = [(step.profile, step.undecided) for step in steps if step.undecided is not None]
    return Found(largest(pieces), undecided, supports.count - len(steps))


def examine(game: NormalForm, kept: Profile, start: int, stop: int, limits: Limits) -> Iterator[Step]:
    """Solve the support profiles from one number up to another."""
    layout = Layout(game, kept)
    table = Table(game, kept)
    unknowns = Unknowns(table.shape)
    supports = Supports(table)
    for profile in islice(supports, start, stop):
        pure = all(len(s) == 1 for s in profile)
        mine = Limits() if pure else limits  # pure equilibria are all found, whatever the limits
        mine.check("solving support profiles")
        pieces, reason = [], None
        if supports.possible(profile):
            try:
                pieces = solve_support(StageSystem(unknowns, profile, table), layout, mine)
            except Undecided as undecided:
                reason = str(undecided)
        yield Step(profile, pieces, reason)


def solve_support(system: System, layout: Layout, limits: Limits) -> list[Piece]:
    """The equilibria with one support profile."""
    return distinct([_piece(layout, system, body, equations) for body, equations in _bodies(system, layout, limits)])


def _bodies(system: System, layout: Layout, limits: Limits) -> Iterator[tuple[Body, list[Any]]]:
    """Products of parts that make up the equilibria with one support profile, with their equations."""
    todo: list[list[Any]] = [system.equations]
    tried: set[frozenset[Any]] = set()
    while todo:
        equations = todo.pop()
        if frozenset(equations) in tried:
            continue
        tried.add(frozenset(equations))
        for found in eliminate(system, equations, limits.check):
            if isinstance(found, Spot):
                body = spot_body(system, layout, found)
                if body is not None:
                    yield body, []
                continue
            graph = _graph(system, found)
            for bundle in groups(system, found):
                alternatives = []
                for group in bundle:
                    try:
                        alternatives.append(parts_of(system, layout, group))
                    except Tight as tight:
                        alternatives.append([])
                        todo += [[*graph, p] for p in tight.polynomials]
                for chosen in product(*alternatives):
                    yield Body(tuple(part for parts in chosen for part in parts)), graph


def _graph(system: System, chart: Chart) -> list[Any]:
    """The expressions of a chart as equations."""
    return [den * system.unknowns.variable(k) - num for k, (num, den) in chart.values.items()]


def _piece(layout: Layout, system: System, body: Body, graph: Sequence[Any]) -> Piece:
    sides = body.polytopes
    if sides is not None:
        return Piece(tuple(Polytope(tuple(sorted(s.vertices, reverse=True)), s.facets) for s in sides))
    return Continuum(
        tuple(single(v) for v in body.sample),
        support=layout.labels(system.profile),
        equations=tuple(layout.expression(e) for e in graph),
        inequalities=tuple(_inequalities(layout, system, body)),
        size=body.dimension,
        ends=body.ends,
        witnesses=body.inner,
        shape=body,
    )


def _inequalities(layout: Layout, system: System, body: Body) -> list[Any]:
    """What is not negative on a continuum, in symbols."""
    found = [layout.expression(g) for _, _, g in system.inequalities if g]
    for part in body.parts:
        if isinstance(part, Region):
            found += [layout.expression(p) for p in (*part.positive, *part.weak)]
        if isinstance(part, Arc):
            i, a = part.players[part.at[0]], part.at[1]
            symbol = layout.symbols[sum(map(len, layout.kept[:i])) + layout.kept[i].index(a)]
            found += [symbol - part.low.expression, part.high.expression - symbol]
    return list(dict.fromkeys(found))


def distinct(pieces: list[Piece]) -> list[Piece]:
    """Pieces with one support profile, without points that lie in other pieces."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: -p.dimension):
        point = tuple(side.vertices[0] for side in piece.sides) if not piece.dimension else None
        if point is None or not any(Body.of(other).contains(point) for other in kept):
            kept.append(piece)
    return kept


def largest(pieces: list[Piece]) -> list[Piece]:
    """Pieces that lie in no product of polytopes other than themselves."""
    kept: list[Piece] = []
    for piece in sorted((p for p in pieces if p.polytopal), key=lambda p: -p.dimension):
        if not any(_inside(piece, other) for other in kept):
            kept.append(piece)
    return kept + [p for p in pieces if not p.polytopal]


def _inside(piece: Piece, other: Piece) -> bool:
    pairs = list(zip(piece.sides, other.sides, strict=True))
    if any(not mine.support <= theirs.support for mine, theirs in pairs):
        return False
    whole = Body.of(other)
    return all(part.contains((v,)) for part, side in zip(whole.parts, piece.sides, strict=True) for v in side.vertices)
