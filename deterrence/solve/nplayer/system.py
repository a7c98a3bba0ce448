"""The polynomial system of a support profile.

Unknowns are the probabilities of all actions of a support but its last. Every player is indifferent between the actions of
its support (equations) and does no better with another action (inequalities); all are linear in each other player's mix.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

from .supports import Profile, Table

__all__ = ["Poly", "StageSystem", "System", "Unknowns"]

#: A sparse polynomial with integer coefficients (sympy's PolyElement).
Poly = Any


class Unknowns:
    """The ring of polynomials in the probabilities of all actions of a game."""

    def __init__(self, shape: Sequence[int]) -> None:
        from sympy import ZZ
        from sympy.polys.rings import ring

        self.shape = tuple(shape)
        self.pairs = [(i, a) for i, n in enumerate(shape) for a in range(n)]
        self.position = {pair: k for k, pair in enumerate(self.pairs)}
        self.ring = ring([f"x{i}_{a}" for i, a in self.pairs], ZZ)[0]
        self.owner = [i for i, _ in self.pairs]

    def variable(self, k: int) -> Poly:
        """The k-th unknown as a polynomial."""
        return self.ring.gens[k]


@dataclass(frozen=True)
class System(ABC):
    """Equations and inequalities of one support profile.

    Attributes
    ----------
    unknowns : Unknowns
    profile : tuple of tuple of int
    """

    unknowns: Unknowns
    profile: Profile

    @cached_property
    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """Each player's unknowns."""
        return tuple(tuple(self.unknowns.position[i, a] for a in support[:-1]) for i, support in enumerate(self.profile))

    @property
    @abstractmethod
    def equations(self) -> list[Poly]:
        """What must vanish."""

    @property
    @abstractmethod
    def inequalities(self) -> list[tuple[int, int, Poly]]:
        """Player, unused action, and what is lost by it, which must not be negative."""


@dataclass(frozen=True)
class StageSystem(System):
    """The system of a game in which everybody chooses once.

    Attributes
    ----------
    table : Table
    """

    table: Table

    @cached_property
    def equations(self) -> list[Poly]:
        """Differences between actions of a support that must vanish."""
        return [self._gain(i, a, support[-1]) for i, support in enumerate(self.profile) for a in support[:-1]]

    @cached_property
    def inequalities(self) -> list[tuple[int, int, Poly]]:
        """Player, unused action, and what is lost by it, which must not be negative."""
        return [
            (i, b, self._gain(i, support[-1], b))
            for i, support in enumerate(self.profile)
            for b in range(self.unknowns.shape[i])
            if b not in support
        ]

    def _gain(self, i: int, a: int, b: int) -> Poly:
        """What player i gets more from a than from b, as a polynomial in the others' unknowns."""
        others = self.table.others(i)
        rows = self.table.payoffs[i]
        sizes = [self.table.shape[j] for j in others]
        values: dict[tuple[int, ...], int] = {}
        for choice in product(*(self.profile[j] for j in others)):
            position = 0
            for size, c in zip(sizes, choice, strict=True):
                position = position * size + c
            values[choice] = rows[a][position] - rows[b][position]
        for axis, j in enumerate(others):
            # the last action's probability is one minus the rest
            last = self.profile[j][-1]
            for choice in values:
                if choice[axis] != last:
                    values[choice] -= values[(*choice[:axis], last, *choice[axis + 1 :])]
        return self._polynomial(others, values)

    def _polynomial(self, others: Sequence[int], values: dict[tuple[int, ...], int]) -> Poly:
        terms = {}
        n = len(self.unknowns.pairs)
        for choice, value in values.items():
            if value:
                powers = [0] * n
                for j, c in zip(others, choice, strict=True):
                    if c != self.profile[j][-1]:
                        powers[self.unknowns.position[j, c]] = 1
                terms[tuple(powers)] = value
        return self.unknowns.ring.from_dict(terms)
