"""Cases: ways in which a subgame can be played, each with the choices that it leaves free and the conditions on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Any

from .polynomials import Poly, bounds, variables

__all__ = ["Block", "Case", "Condition", "Numbering", "settled", "unit"]


@dataclass(frozen=True, slots=True)
class Block:
    """A choice: a point in the convex hull of some alternatives.

    Attributes
    ----------
    number : int
    player : int
    at : tuple of (information set, action)
        What is chosen: probabilities of these actions.
    alternatives : tuple of tuples
        The vertices; just one where nothing is free.
    """

    number: int
    player: int
    at: tuple[tuple[int, int], ...]
    alternatives: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Condition:
    """A polynomial that is not negative, or that vanishes."""

    polynomial: Poly = field(hash=False)
    equation: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Case:
    """A way in which the game from some node on can be played.

    Attributes
    ----------
    values : tuple of Poly
        Every player's expected payoff.
    blocks, conditions : tuple
        Choices and conditions that come on top of those of the cases below.
    below : tuple of Case
    """

    values: tuple[Poly, ...]
    blocks: tuple[Block, ...] = ()
    conditions: tuple[Condition, ...] = ()
    below: "tuple[Case, ...]" = ()


class Numbering:
    """Numbers for blocks, and how many alternatives each of them has."""

    def __init__(self) -> None:
        self.sizes: dict[int, int] = {}

    def block(self, player: int, at: tuple[tuple[int, int], ...], alternatives: tuple[tuple[Any, ...], ...]) -> Block:
        """A new block."""
        number = len(self.sizes)
        self.sizes[number] = len(alternatives)
        return Block(number, player, at, alternatives)

    def settled(self, conditions: list[Condition]) -> list[Condition] | None:
        """Conditions without those that always hold; None if one never does."""
        return settled(conditions, self.sizes)


def settled(conditions: list[Condition], sizes: Mapping[int, int]) -> list[Condition] | None:
    """Conditions without those that always hold; None if one never does."""
    kept = []
    for condition in conditions:
        p = condition.polynomial
        if not p:
            continue
        if not variables(p):
            if condition.equation or p[()] < 0:
                return None
            continue
        known = bounds(p, sizes)
        if known is not None:
            least, most = known
            if most < 0 or (condition.equation and least > 0):
                return None
            if least >= 0 and (most <= 0 or not condition.equation):
                continue
        kept.append(condition)
    return kept


@cache
def unit(size: int, a: int) -> tuple[Fraction, ...]:
    """All weight on one of some alternatives."""
    return tuple(Fraction(int(a == b)) for b in range(size))
