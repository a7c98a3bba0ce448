"""Parts of a chart: a polytope, an arc or a region in the strategies of some players.

Every part knows some inner points and some ends, all exact, its dimension, and whether its closure contains a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from ...equilibria.polytope import Polytope, Vector
from ..symbolic.algebraic import Algebraic
from ..symbolic.root import Root
from .jets import corner_directions, lowest_sign

__all__ = ["Arc", "Hull", "Line", "Part", "Region", "evaluate", "horner", "number", "plain"]

Poly = Any
#: Coefficients of a polynomial in the arc's unknown, highest power first.
Line = tuple[int, ...]
Vectors = tuple[Vector, ...]


def number(root: Root) -> Any:
    """A root as a number."""
    return root.rational if root.rational is not None else Algebraic.generator(root)


def plain(x: Any) -> Any:
    """A Fraction wherever the number is rational."""
    rational = x.rational if isinstance(x, Algebraic) else Fraction(x)
    return x if rational is None else rational


def horner(line: Sequence[int], x: Any) -> Any:
    """A polynomial at a number."""
    if isinstance(x, Algebraic) and x == Algebraic.generator(x.root):
        return Algebraic.polynomial(x.root, line)
    total: Any = Fraction(0)
    for c in line:
        total = total * x + c
    return total


@dataclass(frozen=True)
class Hull:
    """A polytope in the strategies of some players, one after the other in a row."""

    players: tuple[int, ...]
    sizes: tuple[int, ...]
    body: Polytope

    @property
    def dimension(self) -> int:
        """Dimension of the polytope."""
        return self.body.dimension

    def _cut(self, row: Vector) -> Vectors:
        parts, start = [], 0
        for size in self.sizes:
            parts.append(row[start : start + size])
            start += size
        return tuple(parts)

    @cached_property
    def ends(self) -> tuple[Vectors, ...]:
        """Its vertices."""
        return tuple(self._cut(v) for v in self.body.vertices)

    @cached_property
    def sample(self) -> Vectors:
        """The mean of the vertices."""
        return self._cut(self.body.centre)

    @property
    def inner(self) -> tuple[Vectors, ...]:
        """Points where all used actions have positive probability."""
        return (self.sample,)

    def contains(self, vectors: Vectors) -> bool:
        """Whether a point lies in it."""
        row = tuple(x for v in vectors for x in v)
        # numbers of different fields are compared, not combined
        return row in self.body.corners or (len(self.body.vertices) > 1 and self.body.contains(row))


@dataclass(frozen=True)
class Arc:
    """A curve: strategies as ratios of polynomials in one of the probabilities, between two roots.

    Attributes
    ----------
    coordinates : tuple of tuple of (Line, Line)
        For each player and action of the game numerator and denominator.
    at : (int, int)
        Player, by position in ``players``, and action whose probability is the parameter.
    low, high : Root
        Values of the parameter at the ends.
    values : tuple of Fraction
        Some values between them.
    """

    players: tuple[int, ...]
    coordinates: tuple[tuple[tuple[Line, Line], ...], ...]
    at: tuple[int, int]
    low: Root
    high: Root
    values: tuple[Fraction, ...]

    @property
    def dimension(self) -> int:
        """A curve has one."""
        return 1

    def point(self, t: Any) -> Vectors:
        """The strategies at one value of the parameter."""
        return tuple(tuple(plain(horner(num, t) / horner(den, t)) for num, den in row) for row in self.coordinates)

    @cached_property
    def ends(self) -> tuple[Vectors, ...]:
        """The limits at both ends."""
        return tuple(self.point(number(root)) for root in (self.low, self.high))

    def approach(self, end: Vectors) -> tuple[tuple[tuple[int, Any], ...], ...]:
        """What the probabilities are like on the way along the curve to an end: orders and coefficients that lead."""
        low = end == self.ends[0]
        t = number(self.low if low else self.high)
        return tuple(tuple(_leading(num, den, t, 1 if low else -1) for num, den in row) for row in self.coordinates)

    @cached_property
    def sample(self) -> Vectors:
        """A point between the ends."""
        return self.inner[0]

    @cached_property
    def inner(self) -> tuple[Vectors, ...]:
        """Points between the ends."""
        return tuple(map(self.point, self.values))

    def contains(self, vectors: Vectors) -> bool:
        """Whether a point lies on it, ends included."""
        if vectors in self.ends:
            return True
        t = vectors[self.at[0]][self.at[1]]
        if not number(self.low) < t < number(self.high):
            return False
        return all(
            horner(num, t) == horner(den, t) * x
            for row, vector in zip(self.coordinates, vectors, strict=True)
            for (num, den), x in zip(row, vector, strict=True)
        )


@dataclass(frozen=True)
class Region:
    """A set with inner points in the free unknowns of some players.

    Attributes
    ----------
    free : tuple of (unknown, player by position in ``players``, action)
    coordinates : tuple of tuple of (Poly, Poly)
        For each player and action of the game numerator and denominator.
    positive, weak : tuple of Poly
    at : tuple of Fraction
        A point, in the free unknowns, where all conditions hold strictly.
    blocks : tuple of tuple of int
        Free unknowns of each player, which add up to less than 1.
    """

    players: tuple[int, ...]
    free: tuple[tuple[int, int, int], ...]
    coordinates: tuple[tuple[tuple[Poly, Poly], ...], ...]
    positive: tuple[Poly, ...]
    weak: tuple[Poly, ...]
    at: tuple[Fraction, ...]
    blocks: tuple[tuple[int, ...], ...]

    #: Nothing is known of its boundary but the conditions.
    ends: tuple[Vectors, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        # sympy's rings cannot be pickled, their symbols and the polynomials' terms can
        (ring,) = {p.ring for row in self.coordinates for ratio in row for p in ratio}
        fields = self.players, self.free, _terms(self.coordinates), _terms(self.positive), _terms(self.weak)
        return _region, (ring.symbols, *fields, self.at, self.blocks)

    @property
    def dimension(self) -> int:
        """All free unknowns may vary."""
        return len(self.free)

    def _point(self, values: dict[int, Any]) -> Vectors:
        return tuple(
            tuple(plain(evaluate(num, values) / evaluate(den, values)) for num, den in row) for row in self.coordinates
        )

    @cached_property
    def sample(self) -> Vectors:
        """The known inner point."""
        return self._point({k: x for (k, _, _), x in zip(self.free, self.at, strict=True)})

    @property
    def inner(self) -> tuple[Vectors, ...]:
        """The known inner point."""
        return (self.sample,)

    def contains(self, vectors: Vectors) -> bool:
        """Whether the point is in the set, or certainly in its closure: one can go from it into the set."""
        values = {k: vectors[i][a] for k, i, a in self.free}
        for row, vector in zip(self.coordinates, vectors, strict=True):
            for (num, den), x in zip(row, vector, strict=True):
                bottom = evaluate(den, values)
                if not bottom or evaluate(num, values) != bottom * x:
                    return False
        positive = [*values.values(), *(evaluate(p, values) for p in self.positive)]
        weak = [evaluate(p, values) for p in self.weak]
        if any(x < 0 for x in (*positive, *weak)):
            return False
        if all(x > 0 for x in positive):
            return True
        return any(
            all(lowest_sign(p, values, direction) > 0 for p in self.positive)
            and all(lowest_sign(p, values, direction) >= 0 for p in self.weak)
            for direction in corner_directions(values, self.blocks)
        )


def _terms(polynomials: Any) -> Any:
    """Polynomials, in tuples, as their terms."""
    if isinstance(polynomials, tuple):
        return tuple(map(_terms, polynomials))
    return [(powers, int(c)) for powers, c in polynomials.iterterms()]


def _region(symbols: Any, players: Any, free: Any, coordinates: Any, positive: Any, weak: Any, *where: Any) -> Region:
    """A region from plain data."""
    from sympy import ZZ
    from sympy.polys.rings import ring

    polynomials = ring(symbols, ZZ)[0]

    def back(terms: Any) -> Any:
        return tuple(map(back, terms)) if isinstance(terms, tuple) else polynomials.from_dict(dict(terms))

    return Region(players, free, back(coordinates), back(positive), back(weak), *where)


def _leading(num: Line, den: Line, t: Any, direction: int) -> tuple[int, Any]:
    """Order and coefficient of a ratio of polynomials at a number that is no root of the lower one."""
    order, scale, rest = 0, 1, list(num)
    while any(rest) and not horner(rest, t):
        order += 1
        scale *= order * direction
        rest = [c * (len(rest) - 1 - k) for k, c in enumerate(rest[:-1])]  # the derivative
    return order, plain(horner(rest, t) / (horner(den, t) * scale))


def evaluate(p: Poly, values: dict[int, Any]) -> Any:
    """A polynomial at numbers."""
    total: Any = Fraction(0)
    for powers, c in p.iterterms():
        term: Any = Fraction(int(c))
        for k, exponent in enumerate(powers):
            for _ in range(exponent):
                term = term * values[k]
        total = total + term
    return total


Part = Hull | Arc | Region
