"""Multi-affine polynomials in the free choices of players, as dicts from monomials to coefficients.

A free choice is a point of a simplex: weights on some alternatives, of which the last weight is one minus the rest. The
variable ``(block, v)`` is the weight of alternative v; a monomial holds at most one variable of every block, so that a
polynomial takes its least and greatest values where all weights are 0 or 1.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import prod
from typing import Any

__all__ = [
    "Poly",
    "at_corner",
    "bounds",
    "combined",
    "constant",
    "is_affine",
    "minus",
    "substituted",
    "value_at",
    "variables",
]

Variable = tuple[int, int]
Poly = Mapping[tuple[Variable, ...], Any]

#: Most corners at which a polynomial is evaluated to bound it.
MOST_CORNERS = 4096


def constant(x: Any) -> Poly:
    """A number as a polynomial."""
    return {(): x} if x else {}


def minus(p: Poly, q: Poly) -> Poly:
    """A difference."""
    found = dict(p)
    for m, c in q.items():
        left = found.get(m, Fraction(0)) - c
        if left:
            found[m] = left
        else:
            found.pop(m, None)
    return found


def combined(parts: Iterable[tuple[Any, Poly]]) -> Poly:
    """A sum of polynomials with numbers as factors."""
    found: dict[tuple[Variable, ...], Any] = {}
    for factor, p in parts:
        for m, c in p.items():
            found[m] = found.get(m, Fraction(0)) + factor * c
    return {m: c for m, c in found.items() if c}


def times(variable: Variable, p: Poly) -> Poly:
    """A variable times a polynomial without variables of the same block."""
    return {tuple(sorted((*m, variable))): c for m, c in p.items()}


def mixed(block: int, parts: list[Poly]) -> Poly:
    """The mean of some polynomials with the weights of a block: the last one, plus weights times differences from it."""
    last = parts[-1]
    differences = [(Fraction(1), times((block, v), minus(p, last))) for v, p in enumerate(parts[:-1])]
    return combined([(Fraction(1), last), *differences])


def variables(p: Poly) -> set[int]:
    """Blocks that occur."""
    return {block for m in p for block, _ in m}


def is_affine(p: Poly) -> bool:
    """Whether no monomial has two variables."""
    return all(len(m) <= 1 for m in p)


def value_at(p: Poly, weights: Mapping[int, tuple[Any, ...]]) -> Any:
    """The polynomial where every block has some weights."""
    total: Any = Fraction(0)
    for m, c in p.items():
        for block, v in m:
            c = c * weights[block][v]
        total = total + c
    return total


def placed(p: Poly, block: int, weights: tuple[Any, ...]) -> Poly:
    """The polynomial where one block has some weights."""
    found: dict[tuple[Variable, ...], Any] = {}
    for m, c in p.items():
        for b, v in m:
            c = c * weights[v] if b == block else c
        rest = tuple(x for x in m if x[0] != block)
        found[rest] = found.get(rest, Fraction(0)) + c
    return {m: c for m, c in found.items() if c}


def substituted(p: Poly, supports: Mapping[int, tuple[int, ...]], sizes: Mapping[int, int]) -> Poly:
    """The polynomial on a face: only the alternatives in the supports have weight, the last of each one minus the rest."""
    found: Poly = p
    for block in sorted(variables(p)):
        if block not in supports:
            continue
        used = supports[block]
        parts = [at_corner(found, block, v, sizes[block]) for v in used]
        last = parts[-1]
        differences = [(Fraction(1), times((block, v), minus(q, last))) for v, q in zip(used, parts[:-1], strict=False)]
        found = combined([(Fraction(1), last), *differences])
    return found


def at_corner(p: Poly, block: int, v: int, size: int) -> Poly:
    """The polynomial where one alternative of a block has all weight."""
    found: dict[tuple[Variable, ...], Any] = {}
    for m, c in p.items():
        mine = [x for x in m if x[0] == block]
        if mine and mine[0][1] != v:
            continue
        rest = tuple(x for x in m if x[0] != block)
        found[rest] = found.get(rest, Fraction(0)) + c
    return {m: c for m, c in found.items() if c}


def bounds(p: Poly, sizes: Mapping[int, int]) -> tuple[Any, Any] | None:
    """Least and greatest value; None where there are too many corners to look at.

    Blocks that share no monomial are chosen apart, so that the bounds of a sum of such parts are sums.
    """
    least = most = p.get((), Fraction(0))
    for part in _parts(p):
        if prod(sizes[b] for b in variables(part)) > MOST_CORNERS:
            return None
        low, high = _extremes(part, sizes)
        least, most = least + low, most + high
    return least, most


def _parts(p: Poly) -> list[Poly]:
    """A polynomial without its constant as a sum of parts that have no blocks in common."""
    owner: dict[int, list[tuple[Variable, ...]]] = {}
    for m in p:
        groups = {id(g): g for g in (owner.get(b) for b, _ in m) if g is not None}
        joined = [m, *(n for g in groups.values() for n in g)] if m else []
        owner.update((b, joined) for n in joined for b, _ in n)
    return [{m: p[m] for m in part} for part in {id(g): g for g in owner.values()}.values()]


def _extremes(p: Poly, sizes: Mapping[int, int]) -> tuple[Any, Any]:
    """Least and greatest value at the corners, block by block."""
    if not any(p):
        x = p.get((), Fraction(0))
        return x, x
    block = next(m for m in p if m)[0][0]
    found = [_extremes(at_corner(p, block, v, sizes[block]), sizes) for v in range(sizes[block])]
    return min(low for low, _ in found), max(high for _, high in found)
