"""The polynomial systems of a support profile of a stochastic game, and their solutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm
from typing import Any

from ...equilibria.continuum import Continuum
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope, Vector
from ..limits import Limits
from ..nplayer.engine import solve_support
from ..nplayer.layout import Layout
from ..nplayer.supports import Profile
from ..nplayer.system import Poly, System, Unknowns
from ..symbolic.compositum import together
from .agents import Agents
from .bernstein import contradictory

__all__ = ["ProfileSearch"]


class ProfileSearch:
    """Solves support profiles of a game.

    A player's conditions are about the others' strategies alone. With two players they are therefore two systems, each in
    one player's unknowns; otherwise one system holds all.
    """

    def __init__(self, game_agents: Agents) -> None:
        self.agents = game_agents
        game = game_agents.game
        scale = [u for row in game.numbers.payoffs for u in row]
        scale += [x * q for x in (Fraction(1), game.factor) for row in game.numbers.moves for q in row.values()]
        self.scale = lcm(*(x.denominator for x in scale))
        players = range(len(game.players))
        sides = [(tuple(players), tuple(players))] if len(players) != 2 else [((1,), (0,)), ((0,), (1,))]
        self.sides = []
        for choosing, judging in sides:
            agents = Agents(game, choosing)
            layout = Layout(agents, tuple(tuple(range(n)) for n in agents.shape))
            self.sides.append((agents, judging, Unknowns(agents.shape), layout))

    def solve(self, profile: Profile, limits: Limits) -> list[Piece]:
        """Pieces of equilibria with these supports, one strategy per agent.

        Raises
        ------
        Undecided
        ArithmeticError
            Where numbers of fields of high degree would have to be put together.
        """
        supports = dict(zip(self.agents.pairs, profile, strict=True))
        systems = []
        for agents, judging, unknowns, layout in self.sides:
            chosen = tuple(supports[pair] for pair in agents.pairs)
            system = MarkovSystem(unknowns, chosen, agents, judging, supports, self.scale)
            # most profiles are ruled out cheaply, by either side
            if contradictory(system.equations, [g for *_, g in system.inequalities], [k for b in system.blocks for k in b]):
                return []
            systems.append((agents, system, layout))
        halves: list[tuple[Agents, list[Piece]]] = []
        for agents, system, layout in sorted(systems, key=lambda s: sum(map(len, s[1].blocks))):
            found = solve_support(system, layout, limits)
            if not found:
                return []
            halves.append((agents, found))
        return [self._together(halves, choice) for choice in product(*(found for _, found in halves))]

    def _together(self, halves: Sequence[tuple[Agents, list[Piece]]], choice: Sequence[Piece]) -> Piece:
        """The product of one piece of each side."""
        owners = [(agents, piece) for (agents, _), piece in zip(halves, choice, strict=True)]
        if all(piece.polytopal for piece in choice):
            sides = {pair: s for agents, piece in owners for pair, s in zip(agents.pairs, piece.sides, strict=True)}
            return Piece(tuple(_one_field([sides[pair] for pair in self.agents.pairs])))
        return self._continuum(owners)

    def _continuum(self, owners: Sequence[tuple[Agents, Piece]]) -> Piece:
        """A product with factors that are no polytopes."""
        order = {pair: n for n, pair in enumerate(pair for agents, _ in owners for pair in agents.pairs)}

        def merged(points: Sequence[Sequence[Vector]]) -> tuple[Vector, ...]:
            row = [v for point in points for v in point]
            numbers = iter(together([x for v in row for x in v]))
            row = [tuple(next(numbers) for _ in v) for v in row]
            return tuple(row[order[pair]] for pair in self.agents.pairs)

        curved = [piece for _, piece in owners if isinstance(piece, Continuum)]
        support = {
            label: tuple(a for a, x in zip(actions, piece.centre[n], strict=True) if x)
            for agents, piece in owners
            for n, (label, actions) in enumerate(agents.actions.items())
        }
        samples = merged([piece.sample if isinstance(piece, Continuum) else piece.centre for _, piece in owners])
        inner = [piece.witnesses or (piece.sample,) if isinstance(piece, Continuum) else piece.points for _, piece in owners]
        return Continuum(
            tuple(Polytope((v,)) for v in samples),
            support={label: support[label] for label in self.agents.actions},
            equations=tuple(e for piece in curved for e in piece.equations),
            inequalities=tuple(e for piece in curved for e in piece.inequalities),
            size=sum(piece.dimension for _, piece in owners),
            ends=tuple(map(merged, product(*(piece.points for _, piece in owners)))),
            witnesses=tuple(map(merged, product(*inner))),
            shape=_Product(tuple((agents, piece) for agents, piece in owners), self.agents),
        )


def _one_field(sides: Sequence[Polytope]) -> list[Polytope]:
    """Polytopes whose irrational numbers all lie in one field, so that points of their product can be worked with."""
    rows = [row for side in sides for row in (*side.vertices, *side.facets)]
    numbers = iter(together([x for row in rows for x in row]))
    moved = iter([tuple(next(numbers) for _ in row) for row in rows])
    return [Polytope(tuple(next(moved) for _ in s.vertices), tuple(next(moved) for _ in s.facets)) for s in sides]


@dataclass(frozen=True)
class _Product:
    """A product of pieces of different agents."""

    owners: tuple[tuple[Agents, Piece], ...]
    agents: Agents

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether its closure has a point."""
        for agents, piece in self.owners:
            part = tuple(point[self.agents.number[pair]] for pair in agents.pairs)
            if isinstance(piece, Continuum):
                if piece.shape is None or not piece.shape.contains(part):
                    return False
            elif not all(_holds(side, v) for side, v in zip(piece.sides, part, strict=True)):
                return False
        return True

    def meets(self, other: Piece) -> bool:
        """Whether the closures are known to have a point in common."""
        return any(self.contains(point) for point in other.points)


def _holds(side: Polytope, vector: Vector) -> bool:
    """Whether a polytope is known to have a point, whatever fields their numbers lie in."""
    if len(side.vertices) == 1:
        return side.vertices[0] == vector
    try:
        return side.contains(vector)
    except ArithmeticError:
        return False  # not proved


@dataclass(frozen=True)
class MarkovSystem(System):
    """What makes the actions of some players' supports equally good, and no other better.

    For each player the values solve (I - discount P) v = u, where P and u belong to one action of every support and to the
    others' mixtures. With D its determinant, which is positive, D times the gain of an action is again a determinant.

    Attributes
    ----------
    agents : Agents
        Whose probabilities are unknown.
    judging : tuple of int
        The players whose conditions these are.
    supports : dict
        Player and state to the support.
    scale : int
        What makes all numbers of the game's rows integers.
    """

    agents: Agents
    judging: tuple[int, ...]
    supports: dict[tuple[int, int], tuple[int, ...]]
    scale: int

    @cached_property
    def equations(self) -> list[Poly]:
        """Differences between actions of a support that must vanish."""
        return [
            self._gain(i, k, a, support[-1])
            for (i, k), support in self.supports.items()
            if i in self.judging
            for a in support[:-1]
        ]

    @cached_property
    def inequalities(self) -> list[tuple[int, int, Poly]]:
        """Player, unused action, and what is lost by it, which must not be negative."""
        states = list(self.agents.game.states.values())
        return [
            (i, b, self._gain(i, k, support[-1], b))
            for (i, k), support in self.supports.items()
            if i in self.judging
            for b in range(len(states[k][self.agents.game.players[i]]))
            if b not in support
        ]

    def _gain(self, player: int, state: int, a: int, b: int) -> Poly:
        """What a player gets more from a than from b, times a positive number."""
        one, other = self._row(player, state, a), self._row(player, state, b)
        difference = [y - x for x, y in zip(one[:-1], other[:-1], strict=True)]
        bordered = [*self._reference[player], [*(-d for d in difference), one[-1] - other[-1]]]
        return _determinant(bordered, self.unknowns.ring)

    @cached_property
    def _reference(self) -> dict[int, list[list[Poly]]]:
        """For each judging player the rows [I - discount P | u], one per state, each times a positive integer."""
        return {i: [self._row(i, k, None) for k in range(len(self.agents.game.states))] for i in self.judging}

    def _row(self, player: int, k: int, action: int | None) -> list[Poly]:
        """The row of a state, when the player takes one action there; by default the last of its support."""
        game, ring = self.agents.game, self.unknowns.ring
        table, factors = game.numbers, game.factors
        n = len(game.states)
        row = [ring.zero] * (n + 1)
        row[k] = ring.one * self.scale
        choices = [self._mix(j, k, action, own=j == player) for j in range(len(game.players))]
        for cell, picked in zip(table.cells_of[k], product(*choices), strict=True):
            p = ring.one
            for x in picked:
                p = p * x
            if p:
                for j, q in table.moves[cell].items():
                    row[j] -= p * int(self.scale * factors[j] * q)
                row[n] += p * int(self.scale * table.payoffs[cell][player])
        return row

    def _mix(self, j: int, k: int, action: int | None, *, own: bool) -> list[Poly]:
        """Probabilities of a player's actions in a state; one action for sure for the player whose row it is."""
        ring = self.unknowns.ring
        support = self.supports.get((j, k))
        if support is None:
            return [ring.one]
        state = list(self.agents.game.states.values())[k]
        size = len(state[self.agents.game.players[j]])
        if own:
            chosen = support[-1] if action is None else action
            return [ring.one if a == chosen else ring.zero for a in range(size)]
        agent = self.agents.number[j, k]
        used = {a: self.unknowns.variable(self.unknowns.position[agent, a]) for a in support[:-1]}
        used[support[-1]] = ring.one - sum(used.values(), ring.zero)
        return [used.get(a, ring.zero) for a in range(size)]


def _determinant(rows: Sequence[Sequence[Poly]], ring: Any) -> Poly:
    """A determinant of polynomials by fraction-free elimination (Bareiss 1968)."""
    left = [list(row) for row in rows]
    size, sign, last = len(left), 1, ring.one
    for k in range(size - 1):
        chosen = next((m for m in range(k, size) if left[m][k]), None)
        if chosen is None:
            return ring.zero
        if chosen != k:
            left[k], left[chosen], sign = left[chosen], left[k], -sign
        for m in range(k + 1, size):
            for j in range(k + 1, size):
                left[m][j] = (left[m][j] * left[k][k] - left[m][k] * left[k][j]).exquo(last)
        last = left[k][k]
    return left[-1][-1] * sign
