"""Points that satisfy conditions: a fixed sample of the domain, and short walks from near misses.

Floating-point signs propose, exact arithmetic confirms. Coordinates are decimals of few digits, so that a witness is short.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...parameters import Interval
from .context import Substitution
from .polynomials import Atom, Ring
from .signs import Literal

__all__ = ["Point", "Sample", "exact_signs", "value"]

#: A float below this share of the sum of its terms' sizes has no sign.
NOISE = 1e-9
SIZE = 4096
#: Walks: how many near misses, how many steps.
WALKERS, STEPS = 48, 28

Array = Any
Point = tuple[Fraction, ...]


def value(atom: Atom, point: Sequence[Fraction]) -> Fraction:
    """Exact value of a polynomial."""
    total = Fraction(0)
    for powers, coefficient in atom:
        term = Fraction(coefficient)
        for x, k in zip(point, powers, strict=False):
            if k:
                term *= x**k
        total += term
    return total


def exact_signs(atoms: Sequence[Atom], point: Sequence[Fraction]) -> list[int]:
    """Exact signs at a point."""
    found = [value(a, point) for a in atoms]
    return [int(v > 0) - int(v < 0) for v in found]


def holds(literal: Literal, point: Sequence[Fraction]) -> bool:
    """Whether a literal holds at a point, exactly."""
    return literal.holds(exact_signs([a for a, _ in literal.atoms], point))


class Sample:
    """Points of the domain on which some symbols are given by the others.

    Parameters
    ----------
    ring : Ring
    domains : sequence of Interval
    substitutions : sequence of Substitution
        In the order in which they were made.
    size : int
    ends : float
        Chance of a symbol to be at a closed end of its domain.
    """

    def __init__(
        self,
        ring: Ring,
        domains: Sequence[Interval],
        substitutions: Sequence[Substitution] = (),
        size: int = SIZE,
        ends: float = 0,
    ) -> None:
        import numpy as np

        self.ring, self.domains, self.substitutions = ring, tuple(domains), tuple(substitutions)
        # only symbols that were put at an end of their domain are ever 0
        self._may_vanish = ends > 0 or any(ring.is_zero(s.top) for s in substitutions)
        rng = np.random.default_rng(20_25)
        self._rng = rng
        raw = np.column_stack([_draw(d, rng, size) for d in domains]) if domains else np.zeros((1, 0))
        for i, d in enumerate(domains if ends else ()):
            closed = [
                float(x) for x, is_open in ((d.least, d.least_open), (d.most, d.most_open)) if x is not None and not is_open
            ]
            at = rng.random(size) < ends
            raw[at, i] = rng.choice(closed, at.sum()) if closed else raw[at, i]
        self.points = self._completed(raw)
        self._ends = _grouped(domains)
        self._signs: dict[Atom, Array] = {}
        self._zeros: dict[Atom, Array] = {}

    def _completed(self, points: Array) -> Array:
        """Eliminated symbols from the others; points outside the domain are left out."""
        import numpy as np

        for s in reversed(self.substitutions):
            with np.errstate(all="ignore"):
                points[:, s.symbol] = (
                    self._raw(self.ring.atom(s.top), points)[0] / self._raw(self.ring.atom(s.bottom), points)[0]
                )
        keep = np.ones(len(points), dtype=bool)
        for s in self.substitutions:
            x, d = points[:, s.symbol], self.domains[s.symbol]
            keep &= np.isfinite(x)
            if d.least is not None:
                keep &= x > float(d.least) + NOISE if d.least_open else x >= float(d.least)
            if d.most is not None:
                keep &= x < float(d.most) - NOISE if d.most_open else x <= float(d.most)
        return points[keep]

    @staticmethod
    def _raw(atom: Atom, points: Array) -> tuple[Array, Array]:
        """Values, and the sums of the sizes of their terms."""
        import numpy as np

        total, size = np.zeros(len(points)), np.zeros(len(points))
        for powers, coefficient in atom:
            term = np.full(len(points), float(coefficient))
            for i, k in enumerate(powers[: points.shape[1]]):
                if k:
                    term = term * (points[:, i] if k == 1 else points[:, i] ** k)
            total += term
            size += np.abs(term)
        return total, size

    def signs(self, atom: Atom, points: Array | None = None) -> Array:
        """Signs of an atom at the points; 0 where a float cannot tell."""
        import numpy as np

        if points is None:
            if atom not in self._signs:
                self._signs[atom] = self.signs(atom, self.points)
            return self._signs[atom]
        total, size = self._raw(atom, points)
        return (np.sign(total) * (np.abs(total) > NOISE * size)).astype(np.int8)

    def product(self, literal: Literal, points: Array | None = None) -> Array:
        """Sign of what a literal is about; 0 where it is not known."""
        total = literal.sign
        for atom, power in literal.atoms:
            s = self.signs(atom, points)
            total = total * (s if power == 1 else s * s)
        return total

    def satisfying(self, literals: Sequence[Literal], points: Array | None = None) -> Array:
        """Where literals hold for certain; equalities are taken for granted."""
        import numpy as np

        found = np.ones(len(self.points if points is None else points), dtype=bool)
        for literal in literals:
            if literal.relation != "=":
                right = self.product(literal, points) > 0
                found &= right | self._vanishes(literal, points) if literal.relation == ">=" else right
        return found

    def _vanishes(self, literal: Literal, points: Array | None) -> Array:
        """Where every term of a factor is 0, which a float can tell."""
        import numpy as np

        at = self.points if points is None else points
        if not self._may_vanish:
            return np.zeros(len(at), dtype=bool)
        if points is not None:
            return np.logical_or.reduce([self._raw(atom, at)[1] == 0 for atom, _ in literal.atoms])
        for atom, _ in literal.atoms:
            if atom not in self._zeros:
                self._zeros[atom] = self._raw(atom, at)[1] == 0
        return np.logical_or.reduce([self._zeros[atom] for atom, _ in literal.atoms])

    def witness(self, literals: Sequence[Literal], *, walk: bool = True) -> list[Fraction] | None:
        """A point at which some literals hold, confirmed exactly; None if none was found."""
        import numpy as np

        if sum(x.relation == "=" for x in literals) > len(self.substitutions):
            return None  # an equality that could not be solved for a symbol: no sample lies on it
        for k in np.flatnonzero(self.satisfying(literals))[:8]:
            found = self._confirmed(self.points[k], literals)
            if found is not None:
                return found
        return self._walk(literals) if walk and len(self.points) else None

    def exact(self, point: Array) -> list[Fraction] | None:
        """A sample point as decimals, eliminated symbols exact; None where it leaves the domain."""
        return self.onto([Fraction(format(x, ".5g")) for x in point])

    def onto(self, point: Sequence[Fraction]) -> list[Fraction] | None:
        """A point with its eliminated symbols given by the others; None where it leaves the domain."""
        found = list(point)
        for s in reversed(self.substitutions):
            bottom = value(self.ring.atom(s.bottom), found)
            if bottom <= 0:
                return None
            found[s.symbol] = value(self.ring.atom(s.top), found) / bottom
        return found if all(x in d for x, d in zip(found, self.domains, strict=True)) else None

    def _confirmed(self, point: Array, literals: Sequence[Literal]) -> list[Fraction] | None:
        found = self.exact(point)
        return found if found is not None and all(holds(x, found) for x in literals) else None

    def _walk(self, literals: Sequence[Literal]) -> list[Fraction] | None:
        """From the points that miss least, step at random and keep what comes nearer."""
        import numpy as np

        points = self.points
        order = np.argsort(self._miss(literals, points), kind="stable")[:WALKERS]
        walkers = points[order].copy()
        misses = self._miss(literals, walkers)
        tries = 0
        for step in range(STEPS):
            moved = self._moved(walkers, 0.5 * 0.9**step if step % 3 else 1.0)
            if len(moved) != len(walkers):
                continue
            better = self._miss(literals, moved)
            nearer = better < misses
            walkers[nearer], misses[nearer] = moved[nearer], better[nearer]
            for k in np.flatnonzero(misses == 0)[:3]:
                found = self._confirmed(walkers[k], literals)
                tries += 1
                if found is not None or tries > 9:
                    return found
        return None

    def _miss(self, literals: Sequence[Literal], points: Array) -> Array:
        import numpy as np

        total = np.zeros(len(points))
        for literal in literals:
            if literal.relation == "=":
                continue
            share = np.full(len(points), float(literal.sign))
            for atom, power in literal.atoms:
                v, size = self._raw(atom, points)
                relative = v / np.where(size > 0, size, 1)
                share = share * (relative if power == 1 else relative**2)
            total += np.where(share > NOISE, 0, np.abs(share) + 1e-3)
        return total

    def near(self, point: Array, count: int, scale: float) -> Array:
        """At most ``count`` points of the sample's surfaces near one of them."""
        import numpy as np

        return self._completed(self._stepped(np.tile(point, (count, 1)), scale))

    def _moved(self, points: Array, scale: float) -> Array:
        """All of some points a step away, or where they were if one of them would leave the domain."""
        done = self._completed(self._stepped(points, scale))
        return done if len(done) == len(points) else points

    def _stepped(self, points: Array, scale: float) -> Array:
        """Each coordinate moved at random inside its domain, only some of them at a time."""
        import numpy as np

        some = self._rng.random(points.shape) < 0.4
        push = self._rng.normal(0, scale, points.shape)
        fresh = np.where(push > 1.5 * scale, -points, points * np.exp(push))  # real symbols change their sign now and then
        for which, low, high in self._ends:
            x, stretch = points[:, which], np.exp(push[:, which])
            if low is not None and high is not None:
                share = ((x - low) / (high - low)).clip(1e-4, 1 - 1e-4)
                fresh[:, which] = low + (high - low) / (1 + (1 / share - 1) / stretch)
            else:
                fresh[:, which] = low + (x - low) * stretch if low is not None else high - (high - x) * stretch
        return np.where(some, _rounded(fresh), points)


def _grouped(domains: Sequence[Interval]) -> list[tuple[list[int], Array | None, Array | None]]:
    """Symbols with two ends, with a least and with a most value, each with these ends."""
    import numpy as np

    found = []
    for has_least, has_most in ((True, True), (True, False), (False, True)):
        which = [i for i, d in enumerate(domains) if (d.least is not None, d.most is not None) == (has_least, has_most)]
        low = np.array([float(domains[i].least or 0) for i in which]) if has_least else None
        high = np.array([float(domains[i].most or 0) for i in which]) if has_most else None
        if which:
            found.append((which, low, high))
    return found


def _draw(domain: Interval, rng: Any, size: int) -> Array:
    import numpy as np

    low, high = domain.least, domain.most
    if low is not None and high is not None:
        share = rng.beta(0.6, 0.6, size).clip(1e-3, 1 - 1e-3)
        return _rounded(float(low) + share * (float(high) - float(low)))
    away = np.exp(rng.normal(0, 1.2, size))
    if low is not None:
        return _rounded(float(low) + away)
    if high is not None:
        return _rounded(float(high) - away)
    return _rounded(away * rng.choice([-1, 1], size))


def _rounded(x: Array) -> Array:
    """Three significant digits."""
    import numpy as np

    with np.errstate(all="ignore"):
        scale = 10.0 ** (2 - np.floor(np.log10(np.abs(x))))
        return np.where(x == 0, 0.0, np.round(x * scale) / scale)
