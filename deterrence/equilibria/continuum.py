"""A continuum of equilibria that is no product of polytopes: its conditions, an exact sample, its dimension."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from .piece import Piece
from .polytope import Vector

if TYPE_CHECKING:
    import sympy

__all__ = ["Continuum", "Shape"]

Point = tuple[Vector, ...]


class Shape(Protocol):
    """What a solver knows of a continuum."""

    def contains(self, point: Sequence[Vector]) -> bool:
        """Whether its closure has a point."""
        ...

    def meets(self, other: Piece) -> bool:
        """Whether its closure and that of a piece have a point in common; True only where that is proved."""
        ...


@dataclass(frozen=True, repr=False)
class Continuum(Piece):
    """Equilibria with one support that form a curve, a surface or a region.

    ``sides`` holds one equilibrium of it, the sample. The probability of an action stands in the conditions as a symbol
    named ``player:action``; every action of the support has positive probability, all others have none. Its closure
    consists of equilibria too; those with a smaller support are pieces of their own.

    Solvers make it: Nash sets of three or more players, and subgame-perfect sets of trees with ties, may hold some.

    Attributes
    ----------
    support : mapping
        Player to the actions that are used.
    equations : tuple of sympy.Expr
        What vanishes.
    inequalities : tuple of sympy.Expr
        What is not negative.
    size : int
        Its dimension.
    ends : tuple of points
        Known points where it ends.
    witnesses : tuple of points
        More points of it, exact, for the verifier.
    """

    support: Mapping[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True, hash=False)
    equations: "tuple[sympy.Expr, ...]" = field(default=(), kw_only=True)
    inequalities: "tuple[sympy.Expr, ...]" = field(default=(), kw_only=True)
    size: int = field(default=1, kw_only=True)
    ends: tuple[Point, ...] = field(default=(), kw_only=True)
    witnesses: tuple[Point, ...] = field(default=(), kw_only=True)
    shape: Shape | None = field(default=None, kw_only=True, compare=False)

    #: No product of polytopes: the vertices of its sides do not span it.
    polytopal = False

    @property
    def sample(self) -> Point:
        """One point of it."""
        return tuple(side.vertices[0] for side in self.sides)

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Where it ends, as far as that is known; else the sample."""
        return self.ends or (self.sample,)

    @property
    def dimension(self) -> int:
        """Its dimension."""
        return self.size

    def meets(self, other: Piece) -> bool:
        """Whether the closures of two pieces are known to have a point in common."""
        return self.shape is not None and self.shape.meets(other)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions as text."""
        return tuple(f"{e} = 0" for e in self.equations) + tuple(f"{e} >= 0" for e in self.inequalities)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "support": {player: list(actions) for player, actions in self.support.items()},
            "conditions": list(self.conditions),
            "dimension": self.size,
        }

    def __repr__(self) -> str:
        used = "; ".join(f"{player}: {' or '.join(actions)}" for player, actions in self.support.items())
        return f"<continuum of dimension {self.size}; {used}; {', '.join(self.conditions)}>"
