"""One equilibrium, exactly, from the labels that it must have."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from ..complementarity import Face, FacePair

__all__ = ["LARGEST", "MOST_LABELS", "Side", "isolated"]

#: Integers up to here, and labels up to that number, fit the compiled search.
LARGEST, MOST_LABELS = 2**50, 62


@dataclass(frozen=True)
class Side:
    """One polytope, {x >= 0 : worth of every reply <= 1}, in positive integers.

    Attributes
    ----------
    payoffs : sequence of sequences of int
        One row per reply, one entry per mixed action, in units of their own.
    labels : sequence of int
        Of the mixed actions, then of the replies.
    """

    payoffs: Sequence[Sequence[int]]
    labels: Sequence[int]


def isolated(sides: tuple[Side, Side], zeros: tuple[int, int], labels: int) -> FacePair | tuple[()] | None:
    """The pair of vertices at which exactly these labels are 0.

    Returns
    -------
    pair of Face, empty tuple or None
        Empty when there is no such pair; None when it is not isolated or has more zeros, which this cannot tell apart.
    """
    faces = []
    for side, mask in zip(sides, zeros, strict=True):
        face = _vertex(side, mask, labels)
        if not isinstance(face, Face):
            return face
        faces.append(face)
    return faces[0], faces[1]


def _vertex(side: Side, mask: int, labels: int) -> Face | tuple[()] | None:
    n_free = len(side.payoffs[0])
    used = [k for k in range(n_free) if not mask >> side.labels[k] & 1]
    best = [r for r in range(len(side.payoffs)) if mask >> side.labels[n_free + r] & 1]
    if not used and not best:
        return ()  # the pair of zeros
    if len(used) != len(best):
        return None
    values = _solve([[*[side.payoffs[r][k] for k in used], 1] for r in best])
    if values is None or 0 in values:
        return None
    *values, one = values
    if one < 0:
        values, one = [-v for v in values], -one
    if min(values) < 0:
        return ()
    for r, row in enumerate(side.payoffs):
        worth = sum(map(mul, map(row.__getitem__, used), values))
        if worth > one:
            return ()
        if worth == one and r not in best:
            return None
    vertex = mask, {side.labels[k]: v for k, v in zip(used, values, strict=True)}, sum(values)
    return Face((vertex,), labels)


def _solve(rows: list[list[int]]) -> list[int] | None:
    """Numerators of the solution, and the denominator; None where there is not just one (Bareiss 1968)."""
    n = len(rows)
    previous = 1
    for k in range(n):
        i = next((i for i in range(k, n) if rows[i][k]), None)
        if i is None:
            return None
        rows[k], rows[i] = rows[i], rows[k]
        pivot_row = rows[k]
        p = pivot_row[k]
        for i in range(n):
            if i != k:
                row = rows[i]
                c = row[k]
                rows[i] = [(v * p - c * q) // previous for v, q in zip(row, pivot_row, strict=True)]
        previous = p
    return [*[row[n] for row in rows], previous]
