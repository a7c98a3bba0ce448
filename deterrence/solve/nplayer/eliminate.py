"""Elimination: from the equations of a support profile to charts and points.

A branch is a set of equations with the unknowns that were already expressed by others. In this order:

1. an equation with several factors splits the branch;
2. an equation in one unknown leaves finitely many values of it: rational ones are put in, an irrational one opens a
   number field, in which the rest is linear (`field.py`);
3. two equations in the same two unknowns leave finitely many values (`pairs.py`), or have a common factor;
4. a player with k unknowns that k equations contain linearly is expressed by the maximal minors of these equations, unless
   all the minors vanish, which is another branch with more equations;
5. an unknown that an equation contains linearly is expressed by the others, unless its coefficient vanishes too;
6. where no equation is left, the remaining unknowns are free: a chart.

Nothing else is tried: what does not fit is undecided, and said so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from .field import Spot, finish
from .intervals import outside
from .pairs import Zero, common_zeros
from .polynomials import collect, factors, kernel, may_vanish, simplify, strip, substitute, variables
from .ratios import cancelled, ratio_at
from .roots import roots_inside
from .system import System

__all__ = ["Chart", "Undecided", "eliminate"]

Poly = Any
#: Terms of a polynomial beyond which a branch is given up.
MOST_TERMS = 2_000
#: Degree of a number field beyond which exact numbers are too long to be of use.
MOST_DEGREE = 12
#: Sets of equations tried for one player.
MOST_CHOICES = 12


class Undecided(Exception):
    """The algebra at hand does not solve this branch."""


@dataclass(frozen=True)
class Chart:
    """Solutions expressed by free unknowns.

    Attributes
    ----------
    values : dict
        Unknown to numerator and denominator, in the free unknowns.
    free : tuple of int
        Unknowns that are free; none at a rational point.
    """

    values: dict[int, tuple[Poly, Poly]]
    free: tuple[int, ...]


@dataclass(frozen=True)
class _Branch:
    equations: tuple[Poly, ...]
    solved: tuple[tuple[int, Poly, Poly], ...] = ()  # each in unknowns that come later or stay free
    nonzero: tuple[Poly, ...] = ()  # solutions where one of these vanishes are in another branch, or are none
    tried: frozenset[int] = frozenset()  # players expressed by minors before

    def add(self, *equations: Poly) -> "_Branch":
        return replace(self, equations=(*self.equations, *equations))

    def put(self, values: dict[int, tuple[Poly, Poly]]) -> "_Branch":
        """Express unknowns by others, everywhere."""
        equations = tuple(_clean(substitute(e, values), self.nonzero) for e in self.equations)
        nonzero = tuple(_clean(substitute(f, values), ()) for f in self.nonzero)
        return replace(
            self,
            equations=equations,
            solved=self.solved + tuple((k, num, den) for k, (num, den) in values.items()),
            nonzero=tuple(f for f in nonzero if not f.is_ground),
        )


def _clean(p: Poly, nonzero: Sequence[Poly]) -> Poly:
    return simplify(strip(simplify(p), nonzero)) if p else p


def eliminate(system: System, equations: Sequence[Poly], check: Callable[[], None]) -> Iterator[Chart | Spot]:
    """All solutions of equations in a system's unknowns where probabilities are positive, and some where they are not.

    Parameters
    ----------
    system : System
    equations : sequence of Poly
    check : callable
        Called at every step; it may raise.

    Raises
    ------
    Undecided
    """
    search = _Search(system)
    todo = [_Branch(tuple(map(simplify, equations)))]
    while todo:
        check()
        for found in search.step(todo.pop()):
            if isinstance(found, _Branch):
                todo.append(found)
            else:
                yield found


class _Search:
    """One step on a branch: smaller branches and solutions."""

    def __init__(self, system: System) -> None:
        self.owner, self.one = system.unknowns.owner, system.unknowns.ring.one
        self.unknowns = tuple(k for block in system.blocks for k in block)
        self.blocks = [b for b in system.blocks if len(b) > 1]

    def step(self, branch: _Branch) -> list[_Branch | Chart | Spot]:
        equations = list(dict.fromkeys(e for e in branch.equations if e))
        if any(not may_vanish(e, self.owner) for e in equations):
            return []
        if any(len(e) > MOST_TERMS for e in equations):
            raise Undecided(f"a polynomial has more than {MOST_TERMS} terms")
        branch = replace(branch, equations=tuple(equations))
        if not equations:
            return self._chart(branch)
        for attempt in (self._split, self._one_unknown, self._two_unknowns, self._minors, self._linear):
            found = attempt(branch)
            if found is not None:
                return list(found)
        raise Undecided("equations in several unknowns that none of these enters linearly")

    # --- the steps ------------------------------------------------------------------------------------------------

    def _split(self, branch: _Branch) -> list[_Branch | Chart | Spot] | None:
        for e in branch.equations:
            parts = factors(e)
            if len(parts) > 1:
                return self._branches(branch, e, parts)
        return None

    def _branches(self, branch: _Branch, e: Poly, parts: Sequence[Poly]) -> list[_Branch | Chart | Spot]:
        """One branch per factor of an equation; what lies in an earlier one need not be found again."""
        left = tuple(other for other in branch.equations if other is not e)
        found: list[_Branch | Chart | Spot] = []
        before: tuple[Poly, ...] = ()
        for part in parts:
            if may_vanish(part, self.owner):
                others = tuple(_clean(other, before) for other in left)
                found.append(replace(branch, equations=(part, *others), nonzero=branch.nonzero + before))
            before = (*before, part)
        return found

    def _one_unknown(self, branch: _Branch) -> list[_Branch | Chart | Spot] | None:
        by_unknown: dict[int, Poly] = {}
        for e in branch.equations:
            found = variables(e)
            if len(found) == 1:
                k = found[0]
                by_unknown[k] = by_unknown[k].gcd(e) if k in by_unknown else e
        if not by_unknown:
            return None
        k, p = min(by_unknown.items(), key=lambda item: item[1].degrees()[item[0]])
        if p.is_ground:
            return []
        branch = replace(branch, equations=tuple(e for e in branch.equations if variables(e) != (k,)))
        zeros = [Zero(root, {k: ((1, 0), (1,))}) for root in roots_inside(p, k)]
        return [found for zero in zeros for found in self._at(branch, zero)]

    def _at(self, branch: _Branch, zero: Zero) -> list[_Branch | Chart | Spot]:
        """The branch where some unknowns are known numbers: rational ones, or elements of one field."""
        u = zero.root.rational
        if u is not None:
            one = self.one
            values = {}
            for k, (num, den) in zero.ratios.items():
                v = _horner(num, u) / _horner(den, u)
                if not 0 < v < 1:
                    return []
                values[k] = (one * v.numerator, one * v.denominator)
            return [branch.put(values)]
        if outside(zero.root, zero.ratios, branch.solved):
            return []
        degree = len(zero.root.coefficients) - 1
        if degree > MOST_DEGREE:
            raise Undecided(f"a number field of degree {degree}")
        spots = finish(zero, branch.equations, branch.solved, self.unknowns)
        if spots is None:
            raise Undecided("equations over a number field that are not linear")
        return list(spots)

    def _two_unknowns(self, branch: _Branch) -> list[_Branch | Chart | Spot] | None:
        groups: dict[tuple[int, ...], list[Poly]] = {}
        for e in branch.equations:
            found = variables(e)
            if len(found) == 2:
                groups.setdefault(found, []).append(e)
        pairs = [(pair, sorted(es, key=len)) for pair, es in groups.items() if len(es) > 1]
        if not pairs:
            return None
        pair, equations = min(pairs, key=lambda item: sum(map(len, item[1])))
        shared = equations[0].gcd(equations[1])
        if not shared.is_ground:
            rest = equations[0].exquo(shared)
            parts = [f for f in (shared, rest) if not f.is_ground]
            if len(parts) > 1:
                return self._branches(branch, equations[0], parts)
            # the first divides the second
            left = tuple(e for e in branch.equations if e is not equations[1])
            return [replace(branch, equations=left)]
        linear = self._linear(replace(branch, equations=tuple(equations)), among=branch)
        if linear is not None:
            return linear
        zeros = common_zeros(equations, pair)
        if zeros is None:
            raise Undecided("two equations in two unknowns whose solutions do not separate")
        branch = replace(branch, equations=tuple(e for e in branch.equations if e not in equations[:2]))
        return [found for zero in zeros for found in self._at(branch, zero)]

    def _minors(self, branch: _Branch) -> list[_Branch | Chart | Spot] | None:
        solved = {k for k, _, _ in branch.solved}
        for block in sorted(self.blocks, key=len, reverse=True):
            player = self.owner[block[0]]
            if player in branch.tried or solved & set(block):
                continue
            found = self._express(branch, block)
            if found is not None:
                return found
        return None

    def _express(self, branch: _Branch, block: tuple[int, ...]) -> list[_Branch | Chart | Spot] | None:
        linear = [e for e in branch.equations if max(sum(powers[k] for k in block) for powers in e.itermonoms()) == 1]
        linear.sort(key=lambda e: (len(set(variables(e)) - set(block)), len(e)))
        for number, chosen in enumerate(combinations(linear, len(block))):
            if number >= MOST_CHOICES:
                break
            minors = kernel(chosen, block)
            if any(minors):
                break
        else:
            return None
        if not any(minors):
            return None
        shared = minors[0]
        for m in minors[1:]:
            shared = shared.gcd(m)
        reduced = [m.exquo(shared) for m in minors] if not shared.is_ground else minors
        branch = replace(branch, tried=branch.tried | {self.owner[block[0]]})
        found: list[_Branch | Chart | Spot] = []
        if not shared.is_ground:
            found.append(branch.add(simplify(shared)))
        if not any(m and m.is_ground for m in reduced):
            found.append(branch.add(*(simplify(m) for m in reduced if m)))
        if all(reduced):  # an unknown whose minor is 0 would be 0, or infinite
            left = replace(
                branch,
                equations=tuple(e for e in branch.equations if not any(e is c for c in chosen)),
                nonzero=(*branch.nonzero, *(f for f in (reduced[0], shared) if not f.is_ground)),
            )
            found.append(left.put(dict(zip(block, ((m, reduced[0]) for m in reduced[1:]), strict=True))))
        return found

    def _linear(self, branch: _Branch, among: _Branch | None = None) -> list[_Branch | Chart | Spot] | None:
        """Express one unknown by others; the equation is sought in the first branch, and used in the second."""
        candidates = []
        for n, e in enumerate(branch.equations):
            for k in variables(e):
                if e.degrees()[k] == 1:
                    rest, coefficient = collect(e, k)
                    cost = (may_vanish(coefficient, self.owner), len(variables(e)), len(coefficient), len(e), n, k)
                    candidates.append((cost, e, k, rest, coefficient))
        if not candidates:
            return None
        _, e, k, rest, coefficient = min(candidates, key=lambda c: c[0])
        branch = among or branch
        shared = coefficient.gcd(rest)
        if not shared.is_ground:
            return self._branches(branch, e, [shared, e.exquo(shared)])
        left = replace(branch, equations=tuple(other for other in branch.equations if other is not e))
        found: list[_Branch | Chart | Spot] = []
        if may_vanish(coefficient, self.owner):
            found.append(left.add(simplify(coefficient), simplify(rest)))
        if not coefficient.is_ground:
            left = replace(left, nonzero=(*left.nonzero, coefficient))
        return [*found, left.put({k: (-rest, coefficient)})]

    def _chart(self, branch: _Branch) -> list[_Branch | Chart | Spot]:
        """Put the expressions into each other; nothing where a denominator vanishes, which is another branch."""
        values: dict[int, tuple[Poly, Poly]] = {}
        for k, num, den in reversed(branch.solved):
            top, bottom = ratio_at(num, den, values)
            if not bottom:
                return []
            values[k] = cancelled(top, bottom)
        return [Chart(values, tuple(k for k in self.unknowns if k not in values))]


def _horner(coefficients: Sequence[int], x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in coefficients:
        total = total * x + c
    return total
