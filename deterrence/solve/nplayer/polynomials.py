"""What elimination needs from sparse integer polynomials beyond their arithmetic: parts, factors, signs, resultants."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, product
from math import comb
from typing import Any

__all__ = [
    "collect",
    "factors",
    "kernel",
    "line",
    "may_vanish",
    "sign_changes",
    "signed_factors",
    "simplify",
    "strip",
    "substitute",
    "variables",
    "vertex_signs",
]

Poly = Any


def variables(p: Poly) -> tuple[int, ...]:
    """Positions of the unknowns that occur."""
    return tuple(k for k, degree in enumerate(p.degrees()) if degree > 0) if p else ()


def simplify(p: Poly) -> Poly:
    """Without its integer content."""
    return p.primitive()[1] if p else p


def collect(p: Poly, k: int) -> list[Poly]:
    """Coefficients of the powers of one unknown, lowest first."""
    parts: list[dict[Any, Any]] = []
    for powers, c in p.iterterms():
        while len(parts) <= powers[k]:
            parts.append({})
        parts[powers[k]][(*powers[:k], 0, *powers[k + 1 :])] = c
    return [p.ring.from_dict(part) for part in parts]


def substitute(p: Poly, values: Mapping[int, tuple[Poly, Poly]]) -> Poly:
    """A polynomial at ratios of polynomials, times the least power of each distinct denominator that clears it.

    Unknowns with the same denominator (the same object) share its power.
    """
    ring = p.ring
    denominators = {id(den): den for _, den in values.values()}
    top = dict.fromkeys(denominators, 0)
    degrees = []
    for powers, _ in p.iterterms():
        used = dict.fromkeys(denominators, 0)
        for k, (_, den) in values.items():
            used[id(den)] += powers[k]
        degrees.append(used)
        for key, degree in used.items():
            top[key] = max(top[key], degree)
    powers_of: dict[tuple[Any, int], Poly] = {}

    def power(key: Any, base: Poly, exponent: int) -> Poly:
        if (key, exponent) not in powers_of:
            powers_of[key, exponent] = base**exponent
        return powers_of[key, exponent]

    by_factor: dict[Any, dict[Any, Any]] = {}
    for (powers, c), used in zip(p.iterterms(), degrees, strict=True):
        rest = tuple(0 if k in values else e for k, e in enumerate(powers))
        factor = tuple((k, powers[k]) for k in values if powers[k]) + tuple(
            (-1 - n, top[key] - used[key]) for n, key in enumerate(denominators) if top[key] > used[key]
        )
        by_factor.setdefault(factor, {})[rest] = c
    total = ring.zero
    keys = list(denominators)
    for factor, part in by_factor.items():
        term = ring.from_dict(part)
        for k, exponent in factor:
            term = term * power(k, values[k][0] if k >= 0 else denominators[keys[-1 - k]], exponent)
        total = total + term
    return total


def strip(p: Poly, divisors: Iterable[Poly]) -> Poly:
    """Divide by the divisors as often as they divide."""
    for d in divisors:
        if not d.is_ground:
            while not p.is_ground:
                quotient, remainder = p.div(d)
                if remainder:
                    break
                p = quotient
    return p


def factors(p: Poly) -> list[Poly]:
    """Factors of a polynomial that is linear in each unknown, irreducible; others in two unknowns or less by sympy.

    Two unknowns u, v of A u v + B u + C v + D are in different factors iff A D = B C.
    """
    found = variables(p)
    if len(found) < 2:
        return [p]
    if max(p.degrees()) > 1:
        return [f for f, _ in p.factor_list()[1]] if len(found) == 2 and len(p) <= 12 else [p]
    groups: list[set[int]] = []
    for k in found:
        touching = [g for g in groups if any(_joined(p, k, j) for j in g)]
        groups = [g for g in groups if g not in touching] + [{k}.union(*touching)]
    if len(groups) == 1:
        return [p]
    return [_part(p, group) for group in groups]


def signed_factors(p: Poly) -> tuple[int, list[tuple[Poly, int]]]:
    """The sign of the constant, and factors with their powers, of a polynomial that is not 0."""
    if p.is_ground:
        return (1 if p.LC > 0 else -1), []
    if max(p.degrees()) == 1:
        parts = [(f, 1) for f in factors(p)]
        sign = 1 if p.LC > 0 else -1
        for f, _ in parts:
            sign = sign if f.LC > 0 else -sign
        return sign, parts
    constant, found = p.factor_list()
    return (1 if constant > 0 else -1), [(f, exponent) for f, exponent in found]


def _joined(p: Poly, u: int, v: int) -> bool:
    low, high = _two(p, u)
    (d, c), (b, a) = _two(low, v), _two(high, v)
    return bool(a * d != b * c)


def _two(p: Poly, k: int) -> tuple[Poly, Poly]:
    parts = collect(p, k)
    return (parts + [p.ring.zero] * 2)[0], (parts + [p.ring.zero] * 2)[1]


def _part(p: Poly, group: set[int]) -> Poly:
    """The factor in some unknowns: the others are set where it does not vanish."""
    others = [k for k in variables(p) if k not in group]
    for point in product((0, 1, 2), repeat=len(others)):
        one = p.ring.one
        value = substitute(p, {k: (one * x, one) for k, x in zip(others, point, strict=True)})
        if value:
            return simplify(value)
    raise AssertionError("a polynomial that is linear in each unknown vanishes on a grid of three values only if it is 0")


def vertex_signs(p: Poly, owner: Sequence[int]) -> tuple[bool, bool]:
    """Whether a polynomial that is linear in each unknown is negative, and positive, at some corner of its domain.

    The domain is the product of the players' simplices; unknowns of one player that are multiplied range over a cube.
    """
    blocks: dict[int, list[int]] = {}
    for k in variables(p):
        blocks.setdefault(owner[k], []).append(k)
    choices = []
    for block in blocks.values():
        cube = len(block) > 1 and any(sum(powers[k] for k in block) > 1 for powers in p.itermonoms())
        if cube:
            choices.append(
                [frozenset(k for k, x in zip(block, bits, strict=True) if x) for bits in product((0, 1), repeat=len(block))]
            )
        else:
            choices.append([frozenset(), *(frozenset((k,)) for k in block)])
    terms = [(frozenset(k for k, e in enumerate(powers) if e), c) for powers, c in p.iterterms()]
    negative = positive = False
    for chosen in product(*choices):
        corner = frozenset().union(*chosen)
        value = sum(c for used, c in terms if used <= corner)
        negative, positive = negative or value < 0, positive or value > 0
        if negative and positive:
            break
    return negative, positive


def may_vanish(p: Poly, owner: Sequence[int]) -> bool:
    """Whether a polynomial may be 0 where all probabilities are positive; True when in doubt."""
    if p.is_ground:
        return not p
    if max(p.degrees()) > 1:
        found = variables(p)
        return len(found) > 1 or sign_changes(line(p, found[0])) > 0
    negative, positive = vertex_signs(p, owner)
    return negative == positive


def line(p: Poly, k: int) -> tuple[int, ...]:
    """Integer coefficients of a polynomial in one unknown, highest power first."""
    dense = [0] * (p.degrees()[k] + 1)
    for powers, c in p.iterterms():
        dense[-1 - powers[k]] = int(c)
    return tuple(dense)


def sign_changes(coefficients: Sequence[int], high: int = 1) -> int:
    """Upper bound, exact where it is 0 or 1, on the number of roots strictly between 0 and ``high`` (Descartes)."""
    scaled = [c * high**k for k, c in enumerate(reversed(coefficients))]
    n = len(scaled) - 1
    bernstein = [sum(scaled[j] * comb(n - j, k - j) for j in range(k + 1)) for k in range(n + 1)]
    signs = [b > 0 for b in bernstein if b]
    return sum(x != y for x, y in pairwise(signs))


def _determinant(rows: Sequence[Sequence[Poly]]) -> Poly:
    """By the definition; matrices here have as many rows as a player has actions less one."""
    if len(rows) == 1:
        return rows[0][0]
    total = rows[0][0].ring.zero
    for k, entry in enumerate(rows[0]):
        if entry:
            minor = _determinant([[*row[:k], *row[k + 1 :]] for row in rows[1:]])
            total = total + (entry * minor if k % 2 == 0 else -entry * minor)
    return total


def kernel(chosen: Sequence[Poly], block: Sequence[int]) -> list[Poly]:
    """The vector (1, unknowns of the block), up to a factor, that some equations linear in the block annul."""
    rows = []
    for e in chosen:
        constant = e
        coefficients = []
        for k in block:
            parts = collect(e, k)
            coefficient = parts[1] if len(parts) > 1 else e.ring.zero
            coefficients.append(coefficient)
            constant = constant - coefficient * e.ring.gens[k]
        rows.append([constant, *coefficients])
    minors = []
    for k in range(len(block) + 1):
        minor = _determinant([[*row[:k], *row[k + 1 :]] for row in rows])
        minors.append(minor if k % 2 == 0 else -minor)
    return minors
