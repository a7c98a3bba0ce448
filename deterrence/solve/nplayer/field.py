"""The rest of a branch over a number field, where only what is linear is solved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..symbolic.algebraic import Algebraic
from .pairs import Zero
from .polynomials import variables

__all__ = ["Spot", "Terms", "finish", "put", "terms_of"]

Poly = Any
#: Powers of all unknowns to coefficients in the field.
Terms = dict[tuple[int, ...], Any]


@dataclass(frozen=True)
class Spot:
    """Solutions over a number field.

    Attributes
    ----------
    values : dict
        Unknown to Fraction or Algebraic, for those that are determined.
    links : dict
        Unknown to its expression, of degree 1, in the free ones.
    free : tuple of int
        Unknowns that are free.
    """

    values: dict[int, Any]
    links: dict[int, Terms]
    free: tuple[int, ...]


def finish(
    zero: Zero, equations: Iterable[Poly], solved: Sequence[tuple[int, Poly, Poly]], unknowns: Sequence[int]
) -> list[Spot] | None:
    """Solve the equations of a branch, which are linear once some unknowns are put in.

    Returns
    -------
    list of Spot or None
        At most one; None where the equations are not linear.
    """
    values: dict[int, Any] = {}
    for k, (num, den) in zero.ratios.items():
        top, bottom = (Algebraic.polynomial(zero.root, p) for p in (num, den))
        values[k] = top / bottom
    left = [t for e in equations if (t := put(terms_of(e), values))]
    affine: list[tuple[int, Terms]] = []
    while left:
        if any(not any(map(any, terms)) for terms in left):
            return []  # a constant that is not 0
        linear = min((t for t in left if max(map(sum, t)) == 1), key=len, default=None)
        if linear is None:
            return None
        k, expression = _solved(linear)
        affine.append((k, expression))
        left = [t for terms in left if terms is not linear and (t := _put(terms, k, expression))]
    links: dict[int, Terms] = {}
    for k, expression in reversed(affine):
        for j, other in links.items():
            expression = _put(expression, j, other)
        known = put(expression, values)
        if any(map(any, known)):
            links[k] = known
        else:
            values[k] = next(iter(known.values()), Fraction(0))
    for k, num, den in reversed(solved):
        if any(j not in values for j in (*variables(num), *variables(den))):
            return None
        bottom = constant(put(terms_of(den), values))
        if not bottom:
            return []
        values[k] = constant(put(terms_of(num), values)) / bottom
    return [Spot(values, links, tuple(k for k in unknowns if k not in values and k not in links))]


def terms_of(e: Poly) -> Terms:
    """A polynomial as powers and coefficients."""
    return {powers: Fraction(int(c)) for powers, c in e.iterterms()}


def constant(terms: Terms) -> Any:
    """The value of what holds no unknown."""
    return next(iter(terms.values()), Fraction(0))


def put(terms: Terms, values: dict[int, Any]) -> Terms:
    """With some unknowns replaced by numbers."""
    result: Terms = {}
    for powers, c in terms.items():
        value = c
        for k, exponent in enumerate(powers):
            if exponent and k in values:
                for _ in range(exponent):
                    value = value * values[k]
        rest = tuple(0 if k in values else exponent for k, exponent in enumerate(powers))
        result[rest] = result[rest] + value if rest in result else value
    return {powers: c for powers, c in result.items() if c}


def _solved(linear: Terms) -> tuple[int, Terms]:
    """An unknown of a linear equation, and the others' expression for it."""
    pivot = next(powers for powers in linear if any(powers))
    scale = linear[pivot]
    return pivot.index(1), {powers: -c / scale for powers, c in linear.items() if powers != pivot}


def _put(terms: Terms, k: int, expression: Terms) -> Terms:
    """Put an expression for an unknown into a polynomial."""
    result: Terms = {}
    for powers, c in terms.items():
        product: Terms = {(*powers[:k], 0, *powers[k + 1 :]): c}
        for _ in range(powers[k]):
            longer: Terms = {}
            for one, a in product.items():
                for other, b in expression.items():
                    key = tuple(map(sum, zip(one, other, strict=True)))
                    longer[key] = longer[key] + a * b if key in longer else a * b
            product = longer
        for key, value in product.items():
            result[key] = result[key] + value if key in result else value
    return {powers: c for powers, c in result.items() if c}
