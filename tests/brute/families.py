"""Families of two-player games on which solvers have failed: ties, zero-sum games, and payoffs of awkward sizes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

Matrix = list[list[Fraction]]
Bimatrix = tuple[Matrix, Matrix]

RANDOM = ("within 1000", "rational")
DEGENERATE = ("-1..1", "0..2", "-3..3", "zero-sum")

#: How payoffs are changed afterwards: factor and summand. The equilibria stay the same.
UNITS = {
    "plain": (Fraction(1), Fraction(0)),
    "times 10^10": (Fraction(10**10), Fraction(0)),
    "times 10^-10": (Fraction(1, 10**10), Fraction(0)),
    "plus 10^15": (Fraction(1), Fraction(10**15)),
    "above 2^31": (Fraction(2**31 + 1), Fraction(2**32)),
    "above 2^63": (Fraction(2**63 + 1), Fraction(-(2**64))),
}


def draw(rng: Random, family: str, unit: str = "plain", largest: int = 5) -> Bimatrix:
    """Draw a game of 2 to ``largest`` actions on either side."""
    n_rows, n_columns = rng.randint(2, largest), rng.randint(2, largest)
    factor, summand = UNITS[unit]

    def matrix() -> Matrix:
        return [[factor * _payoff(rng, family) + summand for _ in range(n_columns)] for _ in range(n_rows)]

    rows = matrix()
    if family == "zero-sum":
        return rows, [[-x for x in row] for row in rows]
    return rows, matrix()


def _payoff(rng: Random, family: str) -> Fraction:
    if family == "within 1000":
        return Fraction(rng.randint(-1000, 1000))
    if family == "rational":
        return Fraction(rng.randint(-99, 99), rng.randint(1, 9))
    low, high = {"-1..1": (-1, 1), "0..2": (0, 2), "-3..3": (-3, 3), "zero-sum": (-2, 2)}[family]
    return Fraction(rng.randint(low, high))
