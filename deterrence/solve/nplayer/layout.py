"""From the actions that survive elimination back to the game: full vectors and functionals, labels, symbols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from ...equilibria.polytope import Functional, Polytope, Vector, simplex
from .supports import Profile

if TYPE_CHECKING:
    import sympy

__all__ = ["Choosers", "Layout", "single"]


class Choosers(Protocol):
    """Whoever chooses, and between what."""

    @property
    def actions(self) -> Mapping[str, tuple[str, ...]]:
        """Label to the actions."""
        ...

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each."""
        ...


@dataclass(frozen=True)
class Layout:
    """A game and the actions of each player that were kept, by position."""

    game: Choosers
    kept: Profile

    def vector(self, i: int, weights: Mapping[int, Any]) -> Vector:
        """A strategy of player i from the weights of some of its kept actions."""
        full: list[Any] = [Fraction(0)] * self.game.shape[i]
        for a, weight in weights.items():
            full[self.kept[i][a]] = weight
        return tuple(full)

    def functional(self, i: int, weights: Mapping[int, Any], constant: Any) -> Functional:
        """``weights . x + constant`` on strategies of player i, whose entries add up to 1."""
        return tuple(w + constant for w in self.vector(i, weights))

    def face(self, i: int, support: Sequence[int]) -> Polytope:
        """All strategies of player i that use no other actions."""
        used = {self.kept[i][a] for a in support}
        face = simplex(self.game.shape[i]).face(k for k in range(self.game.shape[i]) if k not in used)
        assert face is not None
        return face

    def labels(self, profile: Profile) -> dict[str, tuple[str, ...]]:
        """Player to the labels of a support."""
        return {
            player: tuple(actions[kept[a]] for a in support)
            for (player, actions), kept, support in zip(self.game.actions.items(), self.kept, profile, strict=True)
        }

    @cached_property
    def symbols(self) -> "list[sympy.Symbol]":
        """One symbol per kept action, players in order."""
        import sympy

        return [
            sympy.Symbol(f"{player}:{actions[k]}", real=True)
            for (player, actions), kept in zip(self.game.actions.items(), self.kept, strict=True)
            for k in kept
        ]

    def expression(self, p: Any) -> "sympy.Expr":
        """A polynomial in the unknowns, in these symbols."""
        return p.as_expr(*self.symbols)


def single(vector: Vector) -> Polytope:
    """One strategy, with the functionals that vanish on it alone."""
    n = len(vector)
    facets = []
    for k, x in enumerate(vector):
        if k < n - 1 or n == 1:
            away = tuple((1 if j == k else 0) - x for j in range(n))
            facets += [away, tuple(-f for f in away)]
    return Polytope((vector,), tuple(facets))
