"""Interval arithmetic in integers, to drop a point that is certainly outside before exact arithmetic is spent on it."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..symbolic.root import Root

__all__ = ["outside"]

#: Bits of the attempts.
PRECISIONS = (64, 256)

#: Bounds as multiples of 2**-bits; None where a denominator may vanish.
Interval = tuple[int, int]


def outside(
    root: Root, point: Mapping[int, tuple[Sequence[int], Sequence[int]]], solved: Sequence[tuple[int, Any, Any]]
) -> bool:
    """Whether some unknown is certainly not strictly between 0 and 1.

    Parameters
    ----------
    root : Root
    point : mapping
        Unknown to numerator and denominator: polynomials in the root, highest power first.
    solved : sequence of (unknown, numerator, denominator)
        Unknowns that depend on those of the point, or on later ones, in any case.
    """
    if root.rational is not None:
        return False
    for bits in PRECISIONS:
        root.narrow(Fraction(1, 2**bits))
        theta = (
            (root.low.numerator << bits) // root.low.denominator,
            -(-(root.high.numerator << bits) // root.high.denominator),
        )
        known: dict[int, Interval] = {}
        for k, (num, den) in point.items():
            value = _ratio(_horner(num, theta, bits), _horner(den, theta, bits), bits)
            if value is not None:
                known[k] = value
        for k, num, den in reversed(solved):
            top, bottom = _polynomial(num, known, bits), _polynomial(den, known, bits)
            value = _ratio(top, bottom, bits) if top and bottom else None
            if value is not None:
                known[k] = value
        one = 1 << bits
        if any(high <= 0 or low >= one for low, high in known.values()):
            return True
        if all(low > 0 and high < one for low, high in known.values()):
            return False
    return False


def _times(a: Interval, b: Interval, bits: int) -> Interval:
    ends = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(ends) >> bits, -(-max(ends) >> bits)


def _horner(coefficients: Sequence[int], x: Interval, bits: int) -> Interval:
    low = high = 0
    for c in coefficients:
        low, high = _times((low, high), x, bits)
        low, high = low + (c << bits), high + (c << bits)
    return low, high


def _polynomial(p: Any, known: Mapping[int, Interval], bits: int) -> Interval | None:
    low = high = 0
    for powers, c in p.iterterms():
        term = (1 << bits, 1 << bits)
        for k, exponent in enumerate(powers):
            if exponent:
                if k not in known:
                    return None
                for _ in range(exponent):
                    term = _times(term, known[k], bits)
        ends = int(c) * term[0], int(c) * term[1]
        low, high = low + min(ends), high + max(ends)
    return low, high


def _ratio(top: Interval, bottom: Interval, bits: int) -> Interval | None:
    if bottom[0] <= 0 <= bottom[1]:
        return None
    ends = [(t << bits) // b for t in top for b in bottom]
    return min(ends), max(ends) + 1
