"""Nash equilibria of games with three players and two actions each, from the definition, in two ways.

`isolated` solves games without ties outright. `slices` knows nothing of solving: it holds one player's strategy fixed,
lists the equilibria of the two-player game that is left (by `bimatrix`), and keeps points of them at which the third
player's strategy is a best reply; what it lists are equilibria, many in every continuum, whatever the ties.

A game is a mapping from (i, j, k) with entries 0 and 1 to three payoffs; a strategy is the probability of action 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isqrt

from . import bimatrix

Game = Mapping[tuple[int, int, int], Sequence[Fraction]]
CELLS = tuple(product((0, 1), repeat=3))


class Tie(Exception):
    """Something is equal that is different in almost every game."""


@dataclass(frozen=True)
class Surd:
    """a + b sqrt(d) with d no square."""

    a: Fraction
    b: Fraction
    d: Fraction

    def __add__(self, other):
        other = self.lift(other)
        return Surd(self.a + other.a, self.b + other.b, self.d)

    def __mul__(self, other):
        other = self.lift(other)
        return Surd(self.a * other.a + self.b * other.b * self.d, self.a * other.b + self.b * other.a, self.d)

    def __truediv__(self, other):
        other = self.lift(other)
        norm = other.a**2 - other.d * other.b**2
        return self * Surd(other.a / norm, -other.b / norm, self.d)

    def lift(self, other):
        return other if isinstance(other, Surd) else Surd(Fraction(other), Fraction(0), self.d)

    __radd__, __rmul__ = __add__, __mul__

    def sign(self) -> int:
        first, second = (self.a > 0) - (self.a < 0), (self.b > 0) - (self.b < 0)
        if first == second or not second:
            return first
        if not first:
            return second
        return first if self.a**2 > self.b**2 * self.d else second

    def __float__(self):
        return float(self.a) + float(self.b) * float(self.d) ** 0.5


def sign(x) -> int:
    return x.sign() if isinstance(x, Surd) else (x > 0) - (x < 0)


def gain(game: Game, player: int, p):
    """What a player gets more from action 0 than from action 1 when the others play as in p."""
    total = Fraction(0)
    for cell in CELLS:
        weight = Fraction(game[cell][player]) * (1 if cell[player] == 0 else -1)
        for other in range(3):
            if other != player:
                weight = weight * (p[other] if cell[other] == 0 else 1 + -1 * p[other])
        total = weight + total
    return total


def is_equilibrium(game: Game, p) -> bool:
    """The definition."""
    for player, x in enumerate(p):
        if sign(x) < 0 or sign(1 + -1 * x) < 0:
            return False
        wish = sign(gain(game, player, p))
        if (wish > 0 and sign(1 + -1 * x)) or (wish < 0 and sign(x)):
            return False
    return True


def isolated(game: Game) -> list[tuple]:
    """All equilibria of a game without ties; a `Tie` where there is one."""
    found = [cell for cell in product((Fraction(0), Fraction(1)), repeat=3) if _strict(game, cell)]
    for pure in range(3):
        first, second = (k for k in range(3) if k != pure)
        for x in (Fraction(0), Fraction(1)):
            p = [x, x, x]
            p[second] = _root(game, first, second, p)
            p[first] = _root(game, second, first, p)
            if p[first] is not None and p[second] is not None and _inside(p[first]) and _inside(p[second]):
                wish = sign(gain(game, pure, p))
                if not wish:
                    raise Tie
                if (wish > 0) == (x == 1):
                    found.append(tuple(p))
    return found + list(_mixed(game))


def _strict(game: Game, p) -> bool:
    wishes = [sign(gain(game, player, p)) for player in range(3)]
    if 0 in wishes:
        raise Tie
    return all((wish > 0) == (x == 1) for wish, x in zip(wishes, p, strict=True))


def _root(game: Game, player: int, unknown: int, p):
    """The strategy of one other player that makes a player indifferent, given the third; None where there is none."""
    low, high = (gain(game, player, [x if k == unknown else p[k] for k in range(3)]) for x in (Fraction(0), Fraction(1)))
    if low == high:
        if not low:
            raise Tie
        return None
    return low / (low - high)


def _inside(x) -> bool:
    if not sign(x) or not sign(1 + -1 * x):
        raise Tie
    return sign(x) > 0 and sign(1 + -1 * x) > 0


def _mixed(game: Game) -> Iterator[tuple]:
    """Everybody mixes: the first two strategies are ratios in the third; the third player's indifference is quadratic."""

    def at(player, k, x):
        """Constant and slope of the player's gain in the strategy of player k, as polynomials of degree 1 in the last."""
        values = []
        for z in (Fraction(0), Fraction(1)):
            p = [x, x, z]
            p[k] = Fraction(0)
            low = gain(game, player, p)
            p[k] = Fraction(1)
            values.append((low, gain(game, player, p) - low))
        (c0, s0), (c1, s1) = values
        return (c0, c1 - c0), (s0, s1 - s0)

    zero = Fraction(0)
    (c1, s1), (c2, s2) = at(0, 1, zero), at(1, 0, zero)  # q = -c1/s1, p = -c2/s2
    corner = {(x, y): gain(game, 2, (x, y, zero)) for x in (0, 1) for y in (0, 1)}
    a, b, c = corner[0, 0], corner[1, 0] - corner[0, 0], corner[0, 1] - corner[0, 0]
    d = corner[1, 1] - corner[1, 0] - corner[0, 1] + corner[0, 0]
    # a + b p + c q + d p q = 0, times both denominators
    terms = [_product(a, s1, s2), _product(-b, s1, c2), _product(-c, c1, s2), _product(d, c1, c2)]
    k0, k1, k2 = (sum(t[n] for t in terms) for n in range(3))
    for z in _quadratic(k2, k1, k0):
        if not _inside(z):
            continue
        bottoms = [s[0] + s[1] * z for s in (s2, s1)]
        if not all(map(sign, bottoms)):
            raise Tie
        point = (*((-1 * (t[0] + t[1] * z)) / s for t, s in zip((c2, c1), bottoms, strict=True)), z)
        if all(_inside(x) for x in point):
            yield point


def _product(scale, one, other):
    return scale * one[0] * other[0], scale * (one[0] * other[1] + one[1] * other[0]), scale * one[1] * other[1]


def _quadratic(a: Fraction, b: Fraction, c: Fraction) -> list:
    if not a:
        if not b:
            if not c:
                raise Tie
            return []
        return [-c / b]
    d = b * b - 4 * a * c
    if d < 0:
        return []
    if not d:
        raise Tie
    top, bottom = isqrt(d.numerator * d.denominator), d.denominator
    if Fraction(top, bottom) ** 2 == d:
        return [(-b + s * Fraction(top, bottom)) / (2 * a) for s in (-1, 1)]
    return [Surd(-b / (2 * a), s / (2 * a), d) for s in (Fraction(-1), Fraction(1))]


def slices(game: Game, values: Iterable[Fraction]) -> Iterator[tuple[Fraction, ...]]:
    """Equilibria in which some player's strategy is one of the values."""
    for fixed, x in product(range(3), list(values)):
        first, second = (k for k in range(3) if k != fixed)
        for one, other in bimatrix.pieces(*_slice(game, fixed, x)):
            boxes = [sorted(v[0] for v in side) for side in (one, other)]
            for y, z in _points(game, fixed, first, second, boxes):
                p = [x, x, x]
                p[first], p[second] = y, z
                if is_equilibrium(game, p):
                    yield tuple(p)


def _slice(game: Game, fixed: int, x: Fraction):
    """The game of the other two when one player's strategy is fixed."""
    first, second = (k for k in range(3) if k != fixed)
    matrices = []
    for player in (first, second):
        rows = [[Fraction(0)] * 2 for _ in range(2)]
        for cell in CELLS:
            rows[cell[first]][cell[second]] += Fraction(game[cell][player]) * (x if cell[fixed] == 0 else 1 - x)
        matrices.append(rows)
    return matrices


def _points(game: Game, fixed: int, first: int, second: int, boxes) -> Iterator[tuple[Fraction, Fraction]]:
    """Points of a box: a grid over it, and on every grid line the point where the fixed player is indifferent."""
    grids = [sorted({low + (high - low) * Fraction(n, 4) for n in range(5)}) for low, high in ((b[0], b[-1]) for b in boxes)]
    yield from product(*grids)
    for along, across in ((0, 1), (1, 0)):
        for at in grids[across]:
            p = [Fraction(0)] * 3
            p[(first, second)[across]] = at
            try:
                root = _root(game, fixed, (first, second)[along], p)
            except Tie:
                continue
            if root is not None and boxes[along][0] <= root <= boxes[along][-1]:
                yield (root, at) if along == 0 else (at, root)
