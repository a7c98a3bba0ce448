"""Profiles of behaviour strategies, written as what differs from one that they share."""

from collections.abc import Sequence
from copy import copy
from fractions import Fraction
from typing import Any

from ...equilibria.polytope import Vector
from ...equilibria.product_polytope import Factor, Product
from ...games.tree import ExtensiveForm
from .cases import Block

__all__ = ["Profiles"]

#: Choices (information set, action), and their probabilities.
Chosen = Sequence[tuple[Sequence[tuple[int, int]], Sequence[Any]]]


class Profiles:
    """Behaviour strategies from the choices of a case.

    Parameters
    ----------
    game : ExtensiveForm
    fixed : sequence of Block
        Choices that are not free.
    """

    def __init__(self, game: ExtensiveForm, fixed: Sequence[Block]) -> None:
        self.game = game
        self.place: dict[tuple[int, int], tuple[int, int]] = {}
        widths = [0] * len(game.players)
        for k, held in enumerate(game.layout.sets):
            for a in range(len(held.actions)):
                self.place[k, a] = held.player, widths[held.player]
                widths[held.player] += 1
        zero = Fraction(0)
        rows: list[list[Any]] = [[zero] * w for w in widths]
        for block in fixed:
            self._put(rows, block.at, block.alternatives[0])
        self.base: list[Vector] = [tuple(row) for row in rows]
        self.fixed: list[list[Factor]] = [[] for _ in self.base]

    def changed(self, fixed: Sequence[Block], free: Sequence[Block]) -> "Profiles":
        """The same with other fixed choices; what is free elsewhere has no probabilities of its own."""
        found = copy(self)
        found.fixed = [[] for _ in self.base]
        for block in (*fixed, *free):
            row = block.alternatives[0] if block.number < 0 else [Fraction(0)] * len(block.at)
            for c, x in zip(block.at, row, strict=True):
                i, position = self.place[c]
                if self.base[i][position] != x:
                    found.fixed[i].append(Factor((position,), ((x,),)))
        return found

    def _put(self, rows: list[list[Any]], at: Sequence[tuple[int, int]], values: Sequence[Any]) -> None:
        for c, x in zip(at, values, strict=True):
            i, position = self.place[c]
            rows[i][position] = x

    def sides(self, chosen: Chosen = ()) -> tuple[Product, ...]:
        """The profile with some choices, one side per player, none of it free."""
        over = [{f.positions[0]: f.rows[0][0] for f in own} for own in self.fixed]
        for at, values in chosen:
            for c, x in zip(at, values, strict=True):
                i, position = self.place[c]
                over[i][position] = x
        pairs = zip(self.base, over, strict=True)
        return tuple(Product(base, [Factor((p,), ((x,),)) for p, x in mine.items()]) for base, mine in pairs)

    def point(self, chosen: Chosen) -> tuple[Vector, ...]:
        """The profile with some choices."""
        return tuple(side.centre for side in self.sides(chosen))

    def support(self, point: Sequence[Vector]) -> dict[str, tuple[str, ...]]:
        """The actions that a profile uses, by player."""
        found: dict[str, list[str]] = {player: [] for player in self.game.players}
        for k, held in enumerate(self.game.layout.sets):
            for a, action in enumerate(held.actions):
                i, position = self.place[k, a]
                if point[i][position]:
                    found[self.game.players[i]].append(f"{held.label}: {action}")
        return {player: tuple(actions) for player, actions in found.items()}
