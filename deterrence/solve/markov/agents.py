"""A player in a state as an agent of its own: from players to agents, and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product

from ...equilibria.continuum import Continuum, Shape
from ...equilibria.piece import Piece
from ...equilibria.polytope import Polytope, Vector
from ...games.stochastic import StochasticGame
from ..nplayer.supports import Profile

__all__ = ["Agents", "by_player", "product_polytope"]


class Agents:
    """The agents of some players: what a player knows, the state, decides what it does.

    Attributes
    ----------
    pairs : list of (int, int)
        Player and state of every agent.
    number : dict
        The other way round.
    """

    def __init__(self, game: StochasticGame, players: Sequence[int] | None = None) -> None:
        self.game = game
        self.pairs = [
            (i, k)
            for i, player in enumerate(game.players)
            if players is None or i in players
            for k, choices in enumerate(game.states.values())
            if player in choices
        ]
        self.number = {pair: n for n, pair in enumerate(self.pairs)}

    @cached_property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """Label of every agent to its actions."""
        players, states = self.game.players, list(self.game.states.items())
        return {f"{players[i]}:{states[k][0]}": states[k][1][players[i]] for i, k in self.pairs}

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each agent."""
        return tuple(map(len, self.actions.values()))

    @property
    def count(self) -> int:
        """Number of support profiles."""
        total = 1
        for n in self.shape:
            total *= 2**n - 1
        return total

    def profiles(self) -> Iterator[Profile]:
        """Support profiles, small ones first."""
        sizes = product(*(range(1, n + 1) for n in self.shape))
        for chosen in sorted(sizes, key=lambda s: (sum(s), s)):
            yield from product(*(combinations(range(n), size) for n, size in zip(self.shape, chosen, strict=True)))

    def name(self, profile: Profile) -> str:
        """A support profile by labels."""
        chosen = zip(self.actions.items(), profile, strict=True)
        return ", ".join(f"{agent}: {' or '.join(actions[a] for a in support)}" for (agent, actions), support in chosen)


def by_player(agents: Agents, piece: Piece) -> Piece:
    """From one strategy per agent to one per player, its states in a row."""
    groups = [[n for n, (i, _) in enumerate(agents.pairs) if i == p] for p in range(len(agents.game.players))]
    if not isinstance(piece, Continuum):
        return Piece(tuple(product_polytope([piece.sides[n] for n in group]) for group in groups))

    def joined(point: Sequence[Vector]) -> tuple[Vector, ...]:
        return tuple(tuple(x for n in group for x in point[n]) for group in groups)

    assert piece.shape is not None
    return Continuum(
        tuple(Polytope((v,)) for v in joined(piece.sample)),
        support=piece.support,
        equations=piece.equations,
        inequalities=piece.inequalities,
        size=piece.size,
        ends=tuple(map(joined, piece.ends)),
        witnesses=tuple(map(joined, piece.witnesses)),
        shape=_Joined(piece.shape, groups, agents.shape),
    )


def product_polytope(sides: Sequence[Polytope]) -> Polytope:
    """The product of polytopes, with its facets where all have theirs."""
    vertices = tuple(tuple(x for v in choice for x in v) for choice in product(*(side.vertices for side in sides)))
    if not all(side.facets for side in sides):
        return Polytope(vertices)
    sizes = [len(side.vertices[0]) for side in sides]
    facets = []
    for n, side in enumerate(sides):
        before, after = sum(sizes[:n]), sum(sizes[n + 1 :])
        facets += [(Fraction(0),) * before + f + (Fraction(0),) * after for f in side.facets]
    return Polytope(vertices, tuple(facets))


@dataclass(frozen=True)
class _Joined:
    """A continuum of agents' strategies, asked about players' strategies."""

    inner: Shape
    groups: Sequence[Sequence[int]]
    sizes: tuple[int, ...]

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether its closure has a point."""
        found: list[Vector] = [()] * len(self.sizes)
        for group, vector in zip(self.groups, point, strict=True):
            start = 0
            for n in group:
                found[n] = tuple(vector[start : start + self.sizes[n]])
                start += self.sizes[n]
        return self.inner.contains(found)

    def meets(self, other: Piece) -> bool:
        """Whether the closures are known to have a point in common."""
        return any(self.contains(point) for point in other.points)
