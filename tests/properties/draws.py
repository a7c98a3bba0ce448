"""Random admissible values for the tests of closed forms."""

from fractions import Fraction as F
from random import Random

#: At how many values each closed form is checked.
DRAWS = 50


def drawing(name):
    """A function that draws short fractions, with a seed of its own."""
    rng = Random(f"closed forms, {name}")

    def between(low, high, steps=60):
        return F(low) + (F(high) - F(low)) * F(rng.randint(1, steps - 1), steps)

    between.rng = rng
    return between


def near(x, y, tol=1e-9):
    return float(x) == float(y) or abs(float(x) - float(y)) <= tol * max(1, abs(float(y)))
