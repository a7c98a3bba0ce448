"""Pareto dominance among points and segments of payoffs.

A segment of payoffs is given by its two ends; a point is a segment whose ends are the same. Along a segment that is not a
point somebody's payoff rises and somebody else's falls, so that no point of it dominates another one of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

__all__ = ["Payoffs", "Run", "Segment", "between", "dominating", "survivors"]

Payoffs = tuple[Fraction, ...]
Segment = tuple[Payoffs, Payoffs]
#: Coefficients a, b, c of a line a s + b t = c.
Line = tuple[Fraction, Fraction, Fraction]


@dataclass(frozen=True)
class Run:
    """A part of a segment that nothing dominates: shares of the way, and whether its ends belong to it."""

    low: Fraction
    high: Fraction
    has_low: bool = True
    has_high: bool = True


def between(segment: Segment, share: Fraction) -> Payoffs:
    """The point of a segment after a share of the way."""
    return tuple(x + share * (y - x) for x, y in zip(*segment, strict=True))


def dominating(rival: Segment, point: Payoffs) -> Payoffs | None:
    """A point of the rival at which nobody gets less than at a point and somebody more; None if there is none."""
    low, high = Fraction(0), Fraction(1)
    for start, end, least in zip(*rival, point, strict=True):
        if start == end:
            if start < least:
                return None
        elif start < end:
            low = max(low, (least - start) / (end - start))
        else:
            high = min(high, (least - start) / (end - start))
    if high < low:
        return None
    # a rival that moves is at the point at most once
    better = (between(rival, share) for share in ((low + high) / 2, low))
    return next((b for b in better if b != point), None)


def survivors(segment: Segment, rivals: Sequence[Segment]) -> tuple[list[Run], Payoffs | None]:
    """Parts of a segment that no rival dominates, and payoffs that dominate some of the rest.

    The answer can change only where a rival begins or ceases to have points that are as good for everybody.
    """
    breaks = {Fraction(0), Fraction(1)}
    if segment[0] != segment[1]:
        breaks |= {t for rival in rivals for t in _breaks(segment, rival) if 0 < t < 1}
    ends = sorted(breaks)
    better: Payoffs | None = None

    def survives(t: Fraction) -> bool:
        nonlocal better
        point = between(segment, t)
        found = next((b for rival in rivals if (b := dominating(rival, point)) is not None), None)
        better = better or found
        return found is None

    at = [survives(t) for t in ends]
    inside = [survives(_inside(low, high)) for low, high in pairwise(ends)]
    return _runs(ends, at, [*inside, False]), better


def _inside(low: Fraction, high: Fraction) -> Fraction:
    """A rational number between two of [0, 1], found by comparisons: they may be irrational, of different fields."""
    bottom, top = Fraction(0), Fraction(1)
    while True:
        middle = (bottom + top) / 2
        if middle <= low:
            bottom = middle
        elif middle >= high:
            top = middle
        else:
            return middle


def _runs(ends: Sequence[Fraction], at: Sequence[bool], after: Sequence[bool]) -> list[Run]:
    """Join points, and the open intervals after them, that survive."""
    runs: list[Run] = []
    begun: tuple[Fraction, bool] | None = None
    for end, here, on in zip(ends, at, after, strict=True):
        if begun is not None and not (here and on):
            runs.append(Run(begun[0], end, begun[1], here))
            begun = None
        elif begun is None and here and not on:
            runs.append(Run(end, end))
        if begun is None and on:
            begun = end, here
    return runs


def _breaks(segment: Segment, rival: Segment) -> Iterable[Fraction]:
    """Shares of the segment at which "the rival pays as much" holds for two players, or for one at an end of the rival."""
    zero, one = Fraction(0), Fraction(1)
    lines: list[Line] = [(one, zero, zero), (one, zero, one)]
    for (x, y), (start, end) in zip(zip(*segment, strict=True), zip(*rival, strict=True), strict=True):
        lines.append((end - start, x - y, x - start))
    for (a, b, c), (d, e, f) in combinations(lines, 2):
        determinant = a * e - d * b
        if determinant:
            yield (a * f - d * c) / determinant
