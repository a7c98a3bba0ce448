"""Linear programs that propose certificates."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from .certificates import Certificate, Terms, multiplied
from .signs import Monomial, Oracle

__all__ = ["Problem"]

#: Larger problems are not tried.
MAX_COLUMNS, MAX_ROWS, MAX_MULTIPLIERS = 1500, 3000, 200
#: Degree of a multiplier that is tried where small ones do not do.
MAX_DEGREE = 1
#: Largest denominators with which weights are made rational, one after the other.
DENOMINATORS = (1000, 10**6)


class Problem:
    """One linear program: columns are monomials that multiply the target (-1) or a premise (0, 1, ...)."""

    def __init__(
        self,
        oracle: Oracle,
        bounded: Sequence[int],
        premises: list[tuple[Terms, bool]],
        goal: Terms,
        gone: frozenset[int],
        *,
        wide: bool,
        strict: bool,
    ) -> None:
        self.oracle, self.n, self.gone = oracle, len(oracle.domains), gone
        self.wide, self.strict = wide, strict
        self.premises, self.goal = premises, goal
        self._codes = _Codes(2 * self.n)
        #: Terms of the target (-1) and of every premise, monomials as codes.
        self._coded = {k: [(self._codes.encode(m), c) for m, c in self._side(k).items()] for k in range(-1, len(premises))}
        tops = [goal, *(q for q, _ in premises)]
        self.degrees = {i: max(max(m[i] + m[self.n + i] for m in q) for q in tops) for i in bounded}

    def _side(self, k: int) -> Terms:
        return self.premises[k][0] if k >= 0 else self.goal

    def _lifts(self, terms: Terms) -> list[Monomial]:
        """Monomials by which a polynomial must be multiplied to reach the degrees."""
        some = next(iter(terms))
        found: list[Monomial] = [(0,) * (2 * self.n)]
        for i, degree in self.degrees.items():
            short = degree - some[i] - some[self.n + i]
            if short:
                steps = [
                    tuple(k if j == i else short - k if j == self.n + i else 0 for j in range(2 * self.n))
                    for k in range(short + 1)
                ]
                found = [tuple(map(sum, zip(a, b, strict=True))) for a, b in product(found, steps)]
        return found

    @cached_property
    def columns(self) -> list[tuple[int, Monomial]]:
        """Multipliers of the target, then of every premise: what has terms in common with another."""
        return self._columns()

    def solved(self, *, inside: bool) -> Certificate | None:
        """The certificate, if there is one with these columns; inside the domain if that is all that is asked."""
        columns = self.columns
        if not columns or len(columns) > MAX_COLUMNS:
            return None
        weights = self._weights(columns, inside=inside)
        if weights is None:
            return None
        for size in DENOMINATORS:
            found = self._certificate(columns, [w.limit_denominator(size) for w in weights], inside=inside)
            if found is not None:
                return found
        return None

    def everywhere(self, found: Certificate) -> bool:
        """Whether a proof inside the domain is one on all of it: what must be positive stays so whatever vanishes."""
        return all(map(self.oracle.never_zero, self._needed(found)))

    def may_vanish(self, found: Certificate) -> set[int]:
        """Lifted symbols that are taken to be positive by a proof inside the domain."""
        used = [m for monomials in self._needed(found) for m in monomials]
        return {i for gone in self.oracle.patterns(used) for i in gone if any(m[i] for m in used)}

    def _needed(self, found: Certificate) -> list[list[Monomial]]:
        """Sums of monomials that must not vanish: the multiplier's, in a strict proof also those on the right side."""
        sums = [[m for m, _ in found.multiplier]]
        if self.strict:
            firm = [m for (_, f), s in zip(found.premises, found.firm, strict=True) if s for m, _ in f]
            sums.append([*firm, *(m for m, _ in found.rest)])
        return sums

    def _columns(self) -> list[tuple[int, Monomial]]:
        codes = self._codes
        goal, *sides = [[code for code, _ in self._coded[k]] for k in range(-1, len(self.premises))]
        lifts = [codes.encode(m) for m in self._lifts(self.goal)]
        first = set(lifts)
        for side in sides:
            first |= codes.quotients(side, goal)
        if self.wide:
            first |= {codes.encode(m) + lift for m in self._pairs() for lift in lifts}
        multipliers = [m for m in map(codes.decode, sorted(first)) if self._fits(m, self.goal)][:MAX_MULTIPLIERS]
        found = [(-1, m) for m in multipliers]
        rows = {codes.encode(m) + g for m in multipliers for g in goal}
        for k, side in enumerate(sides):
            q = self.premises[k][0]
            found += [(k, m) for m in map(codes.decode, sorted(codes.quotients(rows, side))) if self._fits(m, q)]
        return found

    def _pairs(self) -> set[Monomial]:
        """Multipliers of the target that give it a term in common with a multiple of a premise; unbounded symbols only."""
        bounded = {k for i in self.degrees for k in (i, self.n + i)}
        free = [i for i in range(2 * self.n) if i not in bounded]

        def short(terms: Terms) -> set[Monomial]:
            return {tuple(m[i] for i in free) for m in terms}

        goal = short(self.goal)
        found = set()
        for q, _ in self.premises:
            for a, b in product(short(q), goal):
                m = [max(x - y, 0) for x, y in zip(a, b, strict=True)]
                if 0 < sum(m) <= MAX_DEGREE:
                    whole = dict(zip(free, m, strict=True))
                    found.add(tuple(whole.get(i, 0) for i in range(2 * self.n)))
        return found

    def _fits(self, m: Monomial, terms: Terms) -> bool:
        """Whether a monomial lifts a polynomial to the degrees, and is never negative."""
        some = next(iter(terms))
        n = self.n
        if any(m[i] + m[n + i] + some[i] + some[n + i] != d for i, d in self.degrees.items()):
            return False
        return not any(m[i] % 2 for i in self.oracle.real) and not any(m[i] for i in self.gone)

    def _weights(self, columns: Sequence[tuple[int, Monomial]], *, inside: bool) -> list[Fraction] | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array

        codes = self._codes
        sides = {k: [(b, float(c if k < 0 else -c)) for b, c in coded] for k, coded in self._coded.items()}
        places: dict[int, int] = {}
        at: list[tuple[int, int, float]] = []
        for column, (k, m) in enumerate(columns):
            code = codes.encode(m)
            at += [(places.setdefault(code + b, len(places)), column, c) for b, c in sides[k]]
        if len(places) > MAX_ROWS:
            return None
        n = len(columns)
        # what multiplier * target exceeds the premises by; it must not be negative
        rest = tuple(map(np.array, zip(*at, strict=True)))
        rows = codes.table(places)
        odd = (rows[:, self.oracle.real] % 2).any(axis=1)
        margins = self._margins(columns, rows, rest, inside=inside)
        margins = np.vstack([margins, [1.0 if k < 0 else 0.0 for k, _ in columns] + [0.0]])
        down, across = np.nonzero(margins)
        beside = (down + len(places), across, margins[down, across])
        down, across, entries = map(np.concatenate, zip(rest, beside, strict=True))
        matrix = csc_array((entries, (down, across)), shape=(len(places) + len(margins), n + 1))
        least = np.concatenate([np.zeros(len(places)), np.full(len(margins) - 1, -np.inf), [1.0]])
        most = np.concatenate([np.where(odd, 0.0, np.inf), np.zeros(len(margins) - 1), [1.0]])
        done = milp(
            # small weights on few columns: their vertices have small denominators
            np.array([1e-3] * n + [-1.0]),
            bounds=Bounds(0, np.array([np.inf] * n + [1.0])),
            constraints=LinearConstraint(matrix, least, most),
        )
        if done.status != 0 or done.x[-1] < 1e-7:
            return None
        # the multiplier's weights sum to 1, so the vertex is rational with a small common denominator
        largest = max(done.x[:n])
        return [Fraction(w / largest) if w > 1e-9 else Fraction(0) for w in done.x[:n]]

    def _margins(self, columns: Sequence[tuple[int, Monomial]], rows: Any, rest: Any, *, inside: bool) -> Any:
        """Rows that say: whatever vanishes, the multiplier stays positive, and in a strict proof the right side too."""
        import numpy as np

        found = []
        multiplier = np.array([k < 0 for k, _ in columns])
        firm = np.array([k >= 0 and self.premises[k][1] for k, _ in columns])
        down, across, entries = rest
        powers = np.array([m for _, m in columns])
        used = set(np.flatnonzero(np.vstack([rows, powers]).any(axis=0)).tolist())
        for gone in [frozenset[int]()] if inside else self.oracle.vanishing(used):
            there = sorted(gone)
            stays = ~powers[:, there].any(axis=1)
            found.append(np.append(-(stays & multiplier).astype(float), 1.0))
            if self.strict:
                kept = (~rows[:, there].any(axis=1)).astype(float)
                found.append(
                    np.append(-(stays & firm).astype(float) - np.bincount(across, entries * kept[down], len(columns)), 1.0)
                )
        return np.array(found)

    def _certificate(
        self, columns: Sequence[tuple[int, Monomial]], weights: Sequence[Fraction], *, inside: bool
    ) -> Certificate | None:
        factors: dict[int, Terms] = {}
        for (k, m), w in zip(columns, weights, strict=True):
            if w:
                factors.setdefault(k, {})[m] = w
        rest: Terms = {}
        for k, factor in factors.items():
            for m, c in multiplied(self._side(k), factor).items():
                rest[m] = rest.get(m, Fraction(0)) + (c if k < 0 else -c)
        rest = {m: c for m, c in rest.items() if c}
        if any(c < 0 or any(m[i] % 2 for i in self.oracle.real) for m, c in rest.items()):
            return None
        multiplier = factors.pop(-1, {})
        firm = [*rest, *(m for k, f in factors.items() if self.premises[k][1] for m in f)]
        for needed in (list(multiplier), firm) if self.strict else (list(multiplier),):
            if not needed or not (inside or self.oracle.never_zero(needed)):
                return None
        return Certificate(
            (tuple(self.goal.items()), tuple(multiplier.items())),
            tuple((tuple(self.premises[k][0].items()), tuple(f.items())) for k, f in factors.items()),
            tuple(rest.items()),
            tuple(self.premises[k][1] for k in factors),
        )


class _Codes:
    """Monomials as integers, seven bits and a guard for every symbol, so that division is one subtraction."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.guard = int.from_bytes(b"\x80" * n, "little")

    def encode(self, m: Monomial) -> int:
        return int.from_bytes(bytes(m), "little")

    def decode(self, code: int) -> Monomial:
        return tuple(code.to_bytes(self.n, "little"))

    def table(self, codes: Iterable[int]) -> Any:
        """Powers of monomials: an array, one row for each."""
        import numpy as np

        return np.frombuffer(b"".join(c.to_bytes(self.n, "little") for c in codes), dtype=np.uint8).reshape(-1, self.n)

    def quotients(self, tops: Iterable[int], bottoms: Sequence[int]) -> set[int]:
        """All a / b that are monomials."""
        guard = self.guard
        found = set()
        for a in tops:
            guarded = a | guard
            for b in bottoms:
                difference = guarded - b
                if difference & guard == guard:
                    found.add(difference ^ guard)
        return found
