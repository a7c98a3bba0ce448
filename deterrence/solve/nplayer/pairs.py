"""Common zeros of equations in two unknowns, as points over number fields.

One unknown, t, is eliminated by a resultant; over each of its roots the first subresultant gives s, where its leading
coefficient does not vanish, as a ratio of polynomials in the root. Where it does, the greatest common divisor of the
equations over the field of the root tells whether there is one s all the same. Otherwise the eliminated direction is
turned: t is replaced by u - turn * s, so that different points get different u.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..symbolic.algebraic import Algebraic
from ..symbolic.root import Root
from .polynomials import collect, line, substitute
from .resultants import eliminant
from .roots import roots_between

__all__ = ["Zero", "common_zeros"]

Poly = Any
#: Coefficients of a polynomial in a root, highest power first.
Line = tuple[int, ...]
#: Directions tried; almost every one separates.
MOST_TURNS = 6


@dataclass(frozen=True)
class Zero:
    """A point whose coordinates are ratios of polynomials in one root."""

    root: Root
    ratios: dict[int, tuple[Line, Line]]


def common_zeros(equations: Sequence[Poly], pair: tuple[int, ...]) -> list[Zero] | None:
    """Common zeros, with both unknowns between 0 and 1, of equations of which the first two have no common factor.

    Only the first two are sure to vanish there; some of the points may lie outside.

    Returns
    -------
    list of Zero or None
        None where no direction separates the points.
    """
    s, t = pair
    one = equations[0].ring.one
    for turn in range(MOST_TURNS):
        turned = [substitute(e, {t: (_gen(e, t) - turn * _gen(e, s), one)}) for e in equations] if turn else list(equations)
        if not all(_content(e, s).is_ground for e in turned[:2]):
            continue
        last, (lead, constant) = eliminant(turned[0], turned[1], s, t)
        found = []
        for root in roots_between(last, 1 + turn):
            others = _others(turned, s, t, root, lead, constant)
            if others is None:
                break
            found += [Zero(root, {s: (num, den), t: (_minus(num, den, turn), den)}) for num, den in others]
        else:
            return found
    return None


def _others(
    equations: Sequence[Poly], s: int, t: int, root: Root, lead: Line, constant: Line
) -> list[tuple[Line, Line]] | None:
    """The s-coordinates over one root: none or one; None where there are several."""
    regular = any(_value(collect(e, s)[-1], t, root) for e in equations[:2])
    if regular and Algebraic.polynomial(root, lead):
        return [(tuple(-c for c in constant), lead)]
    found = _other(equations, s, t, root)
    if not found:
        return found
    x = Algebraic.polynomial(root, (0,)) + found[0]
    return [(x.numerators, (x.denominator,))]


def _minus(num: Line, den: Line, turn: int) -> Line:
    """Numerator of u - turn * num / den."""
    first = [*den, 0]
    size = max(len(first), len(num))
    padded = [[0] * (size - len(p)) + list(p) for p in (first, num)]
    return tuple(a - turn * b for a, b in zip(*padded, strict=True))


def _gen(e: Poly, k: int) -> Poly:
    return e.ring.gens[k]


def _content(e: Poly, s: int) -> Poly:
    """Greatest common divisor of the coefficients of the powers of s."""
    content = e.ring.zero
    for c in collect(e, s):
        content = content.gcd(c) if content else c
    return content


def _other(equations: Sequence[Poly], s: int, t: int, root: Root) -> list[Any] | None:
    """The s-coordinate of the common zeros over one root: none or one; None where there are several."""
    shared: list[Any] = []
    for e in equations:
        shared = _gcd(shared, _trim([_value(c, t, root) for c in reversed(collect(e, s))]))
    degree = len(shared) - 1
    if degree < 1:
        return None if degree < 0 else []
    x = -shared[1] / degree
    return [x] if _is_power(shared, x) else None


def _value(c: Poly, t: int, root: Root) -> Algebraic:
    """A polynomial in t at a root."""
    return Algebraic.polynomial(root, line(c, t) if c else (0,))


def _trim(p: list[Any]) -> list[Any]:
    while p and not p[0]:
        p = p[1:]
    return p


def _gcd(p: list[Any], q: list[Any]) -> list[Any]:
    """Monic, by Euclid's algorithm; highest power first."""
    while q:
        p, q = q, _remainder(p, q)
    return [c / p[0] for c in p] if p else p


def _remainder(p: list[Any], q: list[Any]) -> list[Any]:
    p = list(p)
    while len(p) >= len(q):
        if p[0]:
            factor = p[0] / q[0]
            for k, c in enumerate(q):
                p[k] = p[k] - factor * c
        p = p[1:]
    return _trim(p)


def _is_power(p: Sequence[Any], x: Any) -> bool:
    """Whether a monic polynomial is a power of (s - x)."""
    power: list[Any] = [1]
    for _ in range(len(p) - 1):
        longer = [*power, 0]
        for k, c in enumerate(power):
            longer[k + 1] = longer[k + 1] - x * c
        power = longer
    return all(a == b for a, b in zip(p, power, strict=True))
