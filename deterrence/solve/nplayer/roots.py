"""Real roots of polynomials in one unknown between two bounds."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..symbolic.root import Root, real_roots
from .polynomials import line, sign_changes

__all__ = ["roots_between", "roots_inside"]


def roots_inside(p: Any, k: int) -> list[Root]:
    """Roots of a polynomial in the k-th unknown strictly between 0 and 1."""
    return roots_between(line(p, k))


def roots_between(coefficients: Sequence[int], high: int = 1) -> list[Root]:
    """Distinct roots strictly between 0 and an integer."""
    if not sign_changes(coefficients, high):
        return []
    return [root for root in real_roots(tuple(coefficients)) if _inside(root, Fraction(high))]


def _inside(root: Root, high: Fraction) -> bool:
    if root.rational is not None:
        return 0 < root.rational < high
    # irrational, so that refining decides
    while root.low < 0 < root.high or root.low < high < root.high:
        root.refine()
    return root.low >= 0 and root.high <= high
