"""Numbers of any ordered field as elements of its ring: a common positive factor clears the denominators."""

from fractions import Fraction
from typing import Any

from ..exact import integers

__all__ = ["common_scale"]


def common_scale(values: list[Any]) -> list[Any]:
    """Multiply numbers by one positive factor so that integer pivoting can start.

    Fractions become integers without a common factor; other fields know how to do this themselves.
    """
    if not values or isinstance(values[0], Fraction):
        return list(integers(values))
    return list(type(values[0]).common_scale(values))
