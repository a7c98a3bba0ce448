"""Random small games; small integers make ties in nearly every one."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from .signalling import Game


def signalling(rng: Random, n_types: int, n_replies: Sequence[int], largest: int) -> Game:
    """Draw payoffs from the integers up to ``largest`` in size, and a prior in which some types may have none."""
    weights = [0]
    while not any(weights):
        weights = [rng.randint(0, 3) for _ in range(n_types)]

    def payoffs() -> list[list[list[Fraction]]]:
        return [[[Fraction(rng.randint(-largest, largest)) for _ in range(n)] for n in n_replies] for _ in range(n_types)]

    return Game([Fraction(w, sum(weights)) for w in weights], payoffs(), payoffs())


def matrix(rng: Random, n_rows: int, n_columns: int, largest: int) -> list[list[Fraction]]:
    """Draw a matrix of integers up to ``largest`` in size."""
    return [[Fraction(rng.randint(-largest, largest)) for _ in range(n_columns)] for _ in range(n_rows)]
