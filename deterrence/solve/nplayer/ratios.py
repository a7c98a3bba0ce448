"""Ratios of polynomials: a polynomial at ratios, and sums."""

from collections.abc import Mapping, Sequence
from typing import Any

from .polynomials import substitute, variables

__all__ = ["Ratio", "at", "cancelled", "ratio_at", "total"]

Poly = Any
#: Numerator and denominator.
Ratio = tuple[Poly, Poly]


def at(p: Poly, values: Mapping[int, Ratio]) -> Ratio:
    """A polynomial at ratios whose denominators do not vanish."""
    return cancelled(*ratio_at(p, p.ring.one, values))


def cancelled(num: Poly, den: Poly) -> Ratio:
    """Without common factors."""
    common = num.gcd(den)
    return (num, den) if common.is_ground and common.LC == 1 else (num.exquo(common), den.exquo(common))


def total(ratios: Sequence[Ratio], ring: Any) -> Ratio:
    """The sum of some ratios."""
    top, bottom = ring.zero, ring.one
    for num, den in ratios:
        if den == bottom:
            top = top + num
        else:
            top, bottom = cancelled(top * den + num * bottom, bottom * den)
    return top, bottom


def ratio_at(num: Poly, den: Poly, values: Mapping[int, Ratio]) -> Ratio:
    """A ratio at ratios: numerator and denominator cleared by the same powers of denominators."""
    values = {k: v for k, v in values.items() if k in {*variables(num), *variables(den)}}
    bases = {id(d): d for _, d in values.values()}
    cleared = []
    for p, q in ((num, den), (den, num)):
        result = substitute(p, values)
        for key, base in bases.items():
            missing = _power(q, values, key) - _power(p, values, key)
            if missing > 0:
                result = result * base**missing
        cleared.append(result)
    return cleared[0], cleared[1]


def _power(p: Poly, values: Mapping[int, Ratio], key: int) -> int:
    """Power of a denominator that clears a polynomial."""
    mine = [k for k, (_, den) in values.items() if id(den) == key]
    return max((sum(powers[k] for k in mine) for powers in p.itermonoms()), default=0)
