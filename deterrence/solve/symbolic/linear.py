"""Linear systems whose coefficients are polynomials: elimination that branches where a sign is not known.

Equations by fraction-free Gauss-Jordan elimination, inequalities by Fourier and Motzkin's.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from .context import Context
from .polynomials import Ring
from .signs import NEGATIVE, POSITIVE, ZERO

__all__ = ["Form", "Row", "Solution", "System", "Variable", "put", "rows_of", "without"]

Variable = tuple[Any, ...]


@dataclass(frozen=True)
class Form:
    """An affine form: coefficients by variable, and a constant."""

    ring: Ring
    slopes: Mapping[Variable, Any]
    start: Any

    def __add__(self, other: "Form") -> "Form":
        slopes = dict(self.slopes)
        for v, c in other.slopes.items():
            slopes[v] = slopes[v] + c if v in slopes else c
        return Form(self.ring, {v: c for v, c in slopes.items() if not self.ring.is_zero(c)}, self.start + other.start)

    def __mul__(self, factor: Any) -> "Form":
        slopes = {v: c * factor for v, c in self.slopes.items()}
        return Form(self.ring, {v: c for v, c in slopes.items() if not self.ring.is_zero(c)}, self.start * factor)

    def __neg__(self) -> "Form":
        return Form(self.ring, {v: -c for v, c in self.slopes.items()}, -self.start)

    def __sub__(self, other: "Form") -> "Form":
        return self + -other

    def simplified(self, context: Context, *, keep_sign: bool) -> "Form":
        """Common factors of known sign taken out; with `keep_sign` those that are positive, up to sign."""
        entries = [*self.slopes.values(), self.start]
        entries = [e for e in entries if not self.ring.is_zero(e)]
        if not entries:
            return self
        factored = [self.ring.factors(e) for e in entries]
        common = dict(factored[0][1])
        for _, factors in factored[1:]:
            powers = dict(factors)
            common = {a: min(k, powers[a]) for a, k in common.items() if a in powers}
        divisor = self.ring.one
        for atom, power in common.items():
            p = self.ring.polynomial(atom)
            mask = context.mask(p)
            if mask == POSITIVE or (mask == NEGATIVE and not keep_sign):
                for _ in range(power):
                    divisor = divisor * p
            elif mask == NEGATIVE:
                for _ in range(power):
                    divisor = divisor * -p
        if divisor == self.ring.one:
            return self
        slopes = {v: self.ring.quotient(c, divisor) for v, c in self.slopes.items()}
        start = self.start if self.ring.is_zero(self.start) else self.ring.quotient(self.start, divisor)
        return Form(self.ring, slopes, start)


@dataclass(frozen=True)
class Solution:
    """One branch of a system's solution.

    Attributes
    ----------
    context : Context
        Where it is the solution, and where it is not empty.
    values : mapping
        Solved variable to (form in the free variables, positive denominator).
    bounds : tuple of (Form, relation)
        What the free variables satisfy.
    """

    context: Context
    values: Mapping[Variable, tuple[Form, Any]]
    bounds: tuple[tuple[Form, str], ...]


@dataclass
class System:
    """Equations and inequalities in some variables."""

    equations: list[Form] = field(default_factory=list)
    inequalities: list[tuple[Form, str]] = field(default_factory=list)

    def solve(self, context: Context) -> Iterator[Solution]:
        """Branches that cover every case in which there is a solution."""
        yield from _eliminate(context, self.equations, {}, self.inequalities)


def _eliminate(
    context: Context,
    equations: Sequence[Form],
    solved: Mapping[Variable, tuple[Form, Any]],
    inequalities: Sequence[tuple[Form, str]],
) -> Iterator[Solution]:
    pivot = None
    cost = (2, 0)
    rest = []
    for k, row in enumerate(equations):
        if not row.slopes:
            continue
        for v, c in row.slopes.items():
            mask = context.mask(c)
            if mask == ZERO:
                continue
            here = (0 if mask in (POSITIVE, NEGATIVE) else 1, len(c))
            if here < cost:
                cost, pivot = here, (k, v, mask)
    if pivot is None:
        yield from _settle(context, equations, solved, inequalities)
        return
    k, v, mask = pivot
    row = equations[k]
    slope = row.slopes[v]
    if mask not in (POSITIVE, NEGATIVE):
        for branch in context.split(slope):
            yield from _eliminate(branch, equations, solved, inequalities)
        return
    if mask == NEGATIVE:
        row, slope = -row, -slope
    # v = form / slope
    form = -Form(row.ring, {w: c for w, c in row.slopes.items() if w != v}, row.start)
    rest = [put(e, v, form, slope, context, keep_sign=False) for j, e in enumerate(equations) if j != k]
    values = {}
    for w, (old, bottom) in solved.items():
        values[w] = (put(old, v, form, slope, None), bottom * slope) if v in old.slopes else (old, bottom)
    values[v] = (form, slope)
    changed = [(put(f, v, form, slope, context), relation) for f, relation in inequalities]
    yield from _eliminate(context, rest, values, changed)


def put(form: Form, v: Variable, top: Form, bottom: Any, context: Context | None, *, keep_sign: bool = True) -> Form:
    """Put top / bottom for a variable, times bottom."""
    slope = form.slopes.get(v)
    if slope is None:
        return form
    rest = Form(form.ring, {w: c for w, c in form.slopes.items() if w != v}, form.start)
    found: Form = rest * bottom + top * slope
    return found if context is None else found.simplified(context, keep_sign=keep_sign)


def _settle(
    context: Context,
    equations: Sequence[Form],
    solved: Mapping[Variable, tuple[Form, Any]],
    inequalities: Sequence[tuple[Form, str]],
) -> Iterator[Solution]:
    """No variable is left in the equations: their constants must be 0."""
    todo = [context]
    for row in equations:
        todo = [new for c in todo for new in c.assume(row.start, "=")]
    for branch in todo:
        for final, bounds in _project(branch, inequalities):
            yield Solution(final, solved, bounds)


def _project(
    context: Context, inequalities: Sequence[tuple[Form, str]]
) -> Iterator[tuple[Context, tuple[tuple[Form, str], ...]]]:
    """Contexts in which the inequalities have a solution, with what is left of them."""
    rows = [(f.simplified(context, keep_sign=True), relation) for f, relation in inequalities]
    free = sorted({v for f, _ in rows for v in f.slopes})
    bounds = tuple((f, relation) for f, relation in rows if f.slopes)
    for branch in _motzkin(context, rows_of(rows), free, 0):
        yield branch, bounds


@dataclass(frozen=True)
class Row:
    """An inequality, and the numbers of those that it was put together from."""

    form: Form
    relation: str
    sources: frozenset[int]


def rows_of(inequalities: Iterable[tuple[Form, str]]) -> list[Row]:
    """Inequalities from which nothing was eliminated yet."""
    return [Row(f, relation, frozenset([k])) for k, (f, relation) in enumerate(inequalities)]


def _motzkin(context: Context, rows: Sequence[Row], free: Sequence[Variable], done: int) -> Iterator[Context]:
    moving = [row for row in rows if row.form.slopes]
    todo = [context]
    for row in rows:
        if not row.form.slopes:
            todo = [new for c in todo for new in c.assume(row.form.start, row.relation)]
    for c in todo:
        if not free:
            yield c
        else:
            yield from _drop(c, moving, free, done)


def _drop(context: Context, rows: Sequence[Row], free: Sequence[Variable], done: int) -> Iterator[Context]:
    """Eliminate one variable: the one whose coefficients have known signs, as far as possible."""

    def unknown(v: Variable) -> tuple[int, int]:
        masks = [context.mask(row.form.slopes[v]) for row in rows if v in row.form.slopes]
        doubtful = sum(m not in (POSITIVE, NEGATIVE, ZERO) for m in masks)
        return doubtful, masks.count(POSITIVE) * masks.count(NEGATIVE)

    v = min(free, key=unknown)
    for branch, rest in without(context, rows, v, done):
        yield from _motzkin(branch, rest, [w for w in free if w != v], done + 1)


def without(context: Context, rows: Sequence[Row], v: Variable, done: int) -> Iterator[tuple[Context, list[Row]]]:
    """What inequalities say of the other variables, by contexts in which the signs of its coefficients are known.

    After ``done`` other eliminations a row that was put together from more than ``done + 2`` follows from rows that were put
    together from some of these (Kohler 1967), and is left out.
    """
    lower: list[Row] = []
    upper: list[Row] = []
    rest: list[Row] = []
    for row in rows:
        f = row.form
        slope = f.slopes.get(v)
        mask = ZERO if slope is None else context.mask(slope)
        if mask == ZERO:
            rest.append(replace(row, form=Form(f.ring, {w: c for w, c in f.slopes.items() if w != v}, f.start)))
        elif mask in (POSITIVE, NEGATIVE):
            (lower if mask == POSITIVE else upper).append(row)
        else:
            for branch in context.split(slope):
                yield from without(branch, rows, v, done)
            return
    for low, high in product(lower, upper):
        sources = low.sources | high.sources
        if len(sources) <= done + 2:
            both = (low.form * -high.form.slopes[v] + high.form * low.form.slopes[v]).simplified(context, keep_sign=True)
            rest.append(Row(both, ">" if ">" in (low.relation, high.relation) else ">=", sources))
    yield context, rest
