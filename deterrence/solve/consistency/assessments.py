"""From solutions of a basis to pieces of strategies that carry their beliefs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product
from typing import Any

from ...equilibria.assessment import AssessedContinuum, AssessedPiece, Assessment
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope, Vector, rank
from ...equilibria.tree_piece import hulls_meet
from ...games.tree_layout import InformationSet
from ..markov.agents import product_polytope
from ..nplayer.bodies import Body
from ..nplayer.engine import solve_support
from ..nplayer.layout import Layout
from ..nplayer.parts import Arc, Hull, Part, Region, evaluate
from ..tree_nash import extreme_points
from .system import Agents, BasisSystem

__all__ = ["Solution", "solutions", "to_piece"]

#: Points of a solution at which its beliefs are worked out.
MOST_POINTS = 500

#: One vector for each agent.
Point = Sequence[Vector]


@dataclass(frozen=True)
class Solution:
    """A piece of the solutions of a basis: strategies and shares together.

    Attributes
    ----------
    agents : Agents
    body : Body
    piece : Piece
        What the engine says about it.
    """

    agents: Agents
    body: Body
    piece: Piece

    def assessment(self, point: Point) -> Assessment:
        """The assessment at a point; on the boundary the limit on a way there, straight or along a curve."""
        choices, basis = self.agents.choices, self.agents.basis
        middle = self.body.sample
        pair = {number: (k, a) for (k, a), number in choices.number.items()}

        curved: dict[int, Sequence[tuple[int, Any]]] = {}
        for part in self.body.parts:
            if isinstance(part, Arc) and (end := tuple(point[i] for i in part.players)) in part.ends:
                curved |= dict(zip(part.players, part.approach(end), strict=True))

        def leading(agent: int, a: int) -> tuple[int, Any]:
            """Order and coefficient of what an action's probability is like near the point."""
            if agent in curved:
                return curved[agent][a]
            return (0, point[agent][a]) if point[agent][a] else (1, middle[agent][a])

        beliefs = []
        for k, held in enumerate(choices.game.layout.sets):
            found: dict[int, tuple[int, Any]] = {}
            for g, nodes in enumerate(self.agents.factors(k)):
                open_here = k in self.agents.beliefs
                share = leading(self.agents.first + self.agents.beliefs.index(k), g) if open_here else (0, Fraction(1))
                for node, chance, step in nodes:
                    order, weight = share[0], share[1] * chance
                    for c in step:
                        more, factor = leading(*pair[c])
                        order, weight = order + more, weight * factor
                    found[node] = order, weight
            least = min(order for order, _ in found.values())
            found = {n: one for n, one in found.items() if one[0] == least}
            total = sum((w for _, w in found.values()), Fraction(0))
            beliefs.append(tuple(found[n][1] / total if n in found else Fraction(0) for n in held.nodes))
        assert len(basis.supports) == len(beliefs)
        return Assessment(self.flat(point), tuple(beliefs))

    def flat(self, point: Point) -> tuple[Vector, ...]:
        """One strategy per player from one per agent."""
        return tuple(tuple(x for k in group for x in point[k]) for group in self.groups)

    @property
    def groups(self) -> list[list[int]]:
        """Each player's information sets."""
        game = self.agents.choices.game
        return [[k for k, held in enumerate(game.layout.sets) if held.player == i] for i in range(len(game.players))]

    def points(self) -> Iterator[Point]:
        """Known points: every choice of strategies with the beliefs in the middle, and with every end of the beliefs."""
        first = self.agents.first
        mine = [part for part in self.body.parts if part.players[0] < first]
        theirs = [part for part in self.body.parts if part.players[0] >= first]
        ways = [tuple(dict.fromkeys((*part.ends, *part.inner))) for part in mine]
        for chosen in islice(product(*ways), MOST_POINTS):
            base = {i: v for part, vs in zip(mine, chosen, strict=True) for i, v in zip(part.players, vs, strict=True)}
            base |= {i: v for part in theirs for i, v in zip(part.players, part.sample, strict=True)}
            yield tuple(base[i] for i in sorted(base))
            for part in theirs:
                for end in part.ends:
                    moved = base | dict(zip(part.players, end, strict=True))
                    yield tuple(moved[i] for i in sorted(moved))


def solutions(system: BasisSystem, check: Any) -> list[Solution]:
    """All solutions of a basis."""
    agents = system.agents
    layout = Layout(agents, tuple(tuple(range(n)) for n in agents.shape))
    return [Solution(agents, Body.of(piece), piece) for piece in solve_support(system, layout, check)]


def to_piece(solution: Solution) -> Piece:
    """The strategies of a solution as a piece that carries assessments."""
    first = solution.agents.first
    parts = [part for whole in solution.body.parts if (part := _projected(whole, first)) is not None]
    assessments = tuple(dict.fromkeys(map(solution.assessment, solution.points())))
    sides = _sides(solution, parts)
    if sides is not None:
        return AssessedPiece(sides, assessments=assessments)
    points = tuple(dict.fromkeys(a.flat for a in assessments))
    labels = list(solution.agents.actions.items())[:first]
    support: dict[str, tuple[str, ...]] = {}
    for player, group in zip(solution.agents.choices.game.players, solution.groups, strict=True):
        used = [(labels[k], solution.agents.basis.supports[k]) for k in group]
        support[player] = tuple(f"{label}: {actions[a]}" for (label, actions), s in used for a in s)
    piece: Any = solution.piece
    return AssessedContinuum(
        tuple(Polytope((v,)) for v in solution.flat(solution.body.sample)),
        support=support,
        equations=piece.equations,
        inequalities=tuple(e for e in piece.inequalities if not e.is_number),
        size=sum(_size(part, first) for part in parts),
        witnesses=points,
        shape=_Strategies(solution, points, tuple(part for part in parts if max(part.players) < first)),
        assessments=assessments,
    )


def _sides(solution: Solution, parts: Sequence[Part]) -> tuple[Polytope, ...] | None:
    """One polytope per player, if the parts make them up."""
    sets = solution.agents.choices.game.layout.sets
    hulls = [part for part in parts if isinstance(part, Hull)]
    if len(hulls) < len(parts) or any(_nested(sets, part.players) for part in hulls):
        return None
    sides = []
    for group in solution.groups:
        mine = [hull for hull in hulls if hull.players[0] in group]
        whole = product_polytope([hull.body for hull in mine])
        at: dict[int, range] = {}
        for hull in mine:
            for k, size in zip(hull.players, hull.sizes, strict=True):
                start = sum(len(s) for s in at.values())
                at[k] = range(start, start + size)
        order = [j for k in group for j in at[k]]
        vertices, facets = (tuple(tuple(v[j] for j in order) for v in rows) for rows in (whole.vertices, whole.facets))
        sides.append(Polytope(vertices, facets))
    return tuple(sides)


def _nested(sets: Sequence[InformationSet], together: Sequence[int]) -> bool:
    """Whether information sets that vary together have several players, or stand on one path.

    Only otherwise is what happens linear in the point of a polytope, so that the vertices tell everything.
    """
    if len({sets[k].player for k in together}) > 1:
        return True
    for k in together:
        before = sets[k].after
        while before is not None:
            if before[0] in together:
                return True
            before = sets[before[0]].after
    return False


def _projected(part: Part, first: int) -> Part | None:
    """A part without its beliefs, where what is left is simple; the part itself where it is not."""
    mine = [n for n, i in enumerate(part.players) if i < first]
    if not mine:
        return None
    if isinstance(part, Region) or (isinstance(part, Hull) and len(mine) == len(part.players)):
        return part
    players = tuple(part.players[n] for n in mine)
    if isinstance(part, Hull):
        rows = sorted({tuple(x for n in mine for x in end[n]) for end in part.ends}, reverse=True)
        return Hull(players, tuple(part.sizes[n] for n in mine), Polytope(tuple(extreme_points(rows))))
    lines = [part.coordinates[n] for n in mine]
    moving = [(n, row) for n, row in zip(mine, lines, strict=True) if any(len(p) > 1 for pair in row for p in pair)]
    (end, other) = part.ends
    straight = len(moving) == 1 and sum(any(pair[0]) for pair in moving[0][1]) == 2
    if len(mine) > 1 or not (not moving or (straight and all(len(p) <= 2 for pair in moving[0][1] for p in pair))):
        return part
    # one agent with two actions, whose probabilities rise or fall all along the curve
    rows = sorted({end[mine[0]], other[mine[0]]}, reverse=True)
    return Hull(players, (len(rows[0]),), Polytope(tuple(rows)))


def _size(part: Part, first: int) -> int:
    """The dimension of a part's strategies, at its sample."""
    if max(part.players) < first or isinstance(part, Hull):
        return part.dimension
    if isinstance(part, Arc):
        rows = [row for n, row in zip(part.players, part.coordinates, strict=True) if n < first]
        return int(any(len(p) > 1 for row in rows for pair in row for p in pair))
    at = {k: x for (k, _, _), x in zip(part.free, part.at, strict=True)}
    slopes = []
    for n, row in zip(part.players, part.coordinates, strict=True):
        for num, den in row if n < first else ():
            top, bottom = evaluate(num, at), evaluate(den, at)
            slopes.append(
                [
                    evaluate(num.diff(num.ring.gens[k]), at) * bottom - top * evaluate(den.diff(den.ring.gens[k]), at)
                    for k in at
                ]
            )
    return rank(slopes)


@dataclass(frozen=True, eq=False)
class _Strategies:
    """The strategies of a solution, asked about points; True only where that is proved."""

    solution: Solution
    points: tuple[tuple[Vector, ...], ...]
    parts: tuple[Part, ...]

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether the closure is known to have a point."""
        if tuple(point) in self.points:
            return True
        game = self.solution.agents.choices.game
        strategies: dict[int, Vector] = {}
        for group, vector in zip(self.solution.groups, point, strict=True):
            start = 0
            for k in group:
                size = len(game.layout.sets[k].actions)
                strategies[k] = tuple(vector[start : start + size])
                start += size
        known = {i for part in self.parts for i in part.players}
        return known == set(strategies) and all(
            part.contains(tuple(strategies[i] for i in part.players))
            if not isinstance(part, Hull) or part.body.facets
            else hulls_meet((tuple(x for i in part.players for x in strategies[i]),), part.body.vertices)
            for part in self.parts
        )

    def meets(self, other: Piece) -> bool:
        """Whether the closures are known to have a point in common."""
        theirs = (*other.points, *getattr(other, "witnesses", ()))
        if any(self.contains(point) for point in theirs):
            return True
        if not other.polytopal:
            return False
        return any(
            all(hulls_meet((v,), side.vertices) for v, side in zip(point, other.sides, strict=True)) for point in self.points
        )
