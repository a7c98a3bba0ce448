"""Solving a sample again, exactly."""

from fractions import Fraction
from itertools import product
from math import gcd, prod
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InvalidParameter, NotAnEquilibrium
from .classes import classes, signs_of
from .sign_kernel import ENTRIES

if TYPE_CHECKING:
    from ...equilibria.equilibrium_set import EquilibriumSet
    from .bimatrix import BatchNash
    from .signalling import BatchPerfectBayesian
    from .two_by_two import Nash2x2

__all__ = ["AUDIT_TOLERANCE", "audit_2x2", "audit_outcomes", "audit_points", "audit_profiles", "sample"]

#: Largest error of a mixing probability; rounding alone stays below 1e-15.
AUDIT_TOLERANCE = 1e-13

#: Multiples of this share of a whole, taken modulo the whole, are spread evenly and fall into no pattern.
GOLDEN = (5**0.5 - 1) / 2

#: Largest error of a probability of a game larger than 2x2.
POINT_TOLERANCE = 1e-9


def sample(shape: tuple[int, ...], size: Any, rng: Any) -> list[tuple[int, ...]]:
    """Places of distinct games of a batch: drawn at random, or without ``rng`` spread over the batch."""
    if isinstance(size, bool) or not isinstance(size, Integral) or size < 0:
        raise InvalidParameter(f"audit is {size!r}; give the number of games to solve again, such as audit=1000")
    total = prod(shape)
    count = min(int(size), total)
    if rng is None:
        step = next((s for s in range(max(round(total * GOLDEN), 1), 2 * total + 2) if gcd(s, total) == 1), 1)
        return [_place(k * step % total, shape) for k in range(count)]
    try:
        generator = np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise InvalidParameter(f"rng is {rng!r}; give a whole number or numpy.random.default_rng(1)") from None
    drawn: Any = generator.choice(total, size=count, replace=False) if total else ()
    return [_place(int(k), shape) for k in drawn]


def _place(k: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(int(i) for i in np.unravel_index(k, shape))


def audit_2x2(found: "Nash2x2", size: int, rng: Any) -> None:
    """Compare a random sample with the exact solver; raise on any difference."""
    for place in sample(found.shape, size, rng):
        eqs = found.equilibria(place)
        code = int(found.code[place])
        exact = [
            side
            for payoffs, pairs in zip(found.game(place).bimatrix(), ENTRIES, strict=True)
            for side in _signs(payoffs, pairs)
        ]
        if tuple(exact) != signs_of(code):
            raise NotAnEquilibrium(f"audit: game {place} has the class code {code}, but the signs {exact}")
        boxes = _boxes(code, float(found.p[place]), float(found.q[place]))
        if not _same(boxes, eqs) or int(classes().n_components[code]) != len(eqs.components):
            raise NotAnEquilibrium(f"audit: game {place} does not have the equilibria that the batch says; please report it")


def audit_points(found: "BatchNash", size: int, rng: Any) -> None:
    """Compare a random sample of the games that were decided in floats with the exact solver; raise on a difference."""
    for place in sample(found.shape, size, rng):
        if found.degenerate[place]:
            continue
        listed = [[float(p) for side in point for p in side] for point in found.points(place)]
        exact = [[p for side in eq.vectors for p in side] for eq in found.equilibria(place).extreme]
        if not _matched(listed, exact):
            raise NotAnEquilibrium(f"audit: game {place} has {len(exact)} equilibria, not the {len(listed)} of the batch")


def audit_profiles(found: "BatchPerfectBayesian", size: int, rng: Any) -> None:
    """Compare a random sample of the games solved in closed form with the exact solver; raise on a difference."""
    for place in sample(found.shape, size, rng):
        if found.degenerate[place]:
            continue
        eqs = found.equilibria(place)
        sends, replies = found.profiles
        listed = [
            [*(p for end in sender for p in (end, end)), *(p for ends in receiver for p in ends)]
            for sender, receiver in zip(sends[place].tolist(), replies[place].tolist(), strict=True)
            if sender[0] == sender[0]
        ]
        # a strategy's first entries at each information set; the sets have two actions each
        exact = [
            [p for side in piece.sides for k in (0, 2) for p in _ends([v[k:] for v in side.vertices])]
            for piece in eqs.pieces
        ]
        if not _matched(listed, exact):
            raise NotAnEquilibrium(f"audit: game {place} does not have the equilibria that the batch says; please report it")


def audit_outcomes(found: "BatchPerfectBayesian", size: int, rng: Any) -> None:
    """Compare a random sample of the games that were searched in floats with the exact solver; raise on a difference."""
    for place in sample(found.shape, size, rng):
        if found.degenerate[place]:
            continue
        n_replies = found.sender.shape[-1]
        exact = [_summary(piece.sides, n_replies) for piece in found.equilibria(place).pieces]
        listed = []
        for sends, replies, unsent in found.outcomes(place):
            for choice in product(*(unsent.get(m, [replies[m : m + 1]]) for m in range(len(replies)))):
                listed.append(
                    [*sends.reshape(-1), *(x for corners in choice for x in (*corners.mean(axis=0), len(corners)))]
                )
        if len(exact) != len(listed) or not _matched(listed, exact):
            raise NotAnEquilibrium(f"audit: game {place} does not have the equilibria that the batch says; please report it")


def _summary(sides: Any, n_replies: int) -> list[Fraction]:
    """Of a piece without ties: what is sent, and for each message the mean and the number of the corners of its replies."""
    (sends,), replies = (side.vertices for side in sides)
    found = list(sends)
    for start in range(0, len(replies[0]), n_replies):
        corners = {vertex[start : start + n_replies] for vertex in replies}
        found += [sum(column, Fraction(0)) / len(corners) for column in zip(*corners, strict=True)]
        found.append(Fraction(len(corners)))
    return found


def _matched(listed: list[list[float]], exact: list[list[Fraction]]) -> bool:
    """Whether each exact point has a partner of its own."""
    left = list(listed)
    for point in exact:
        near = [p for p in left if all(abs(Fraction(a) - b) <= POINT_TOLERANCE for a, b in zip(p, point, strict=True))]
        if not near:
            return False
        left.remove(near[0])
    return not left


def _signs(payoffs: Any, pairs: Any) -> list[int]:
    differences = [payoffs[i][j] - payoffs[k][n] for (i, j), (k, n) in pairs]
    return [(d > 0) - (d < 0) for d in differences]


def _boxes(code: int, p: float, q: float) -> list[list[float]]:
    table = classes()
    corners = table.corner[code, : table.n_boxes[code]]
    mixing = np.array([p, q])[None, :, None]
    return np.where(table.interior[code, : len(corners)], mixing, corners).reshape(-1, 4).tolist()


def _same(boxes: list[list[float]], eqs: "EquilibriumSet") -> bool:
    # the order of the table: a mixing probability may be rounded to that of another box, so numbers cannot sort the boxes
    ordered = sorted(eqs.pieces, key=lambda piece: [side.vertices for side in piece.sides], reverse=True)
    exact = [[end for side in piece.sides for end in _ends(side.vertices)] for piece in ordered]
    return len(exact) == len(boxes) and all(
        all(abs(Fraction(mine) - theirs) <= AUDIT_TOLERANCE for mine, theirs in zip(box, other, strict=True))
        for box, other in zip(boxes, exact, strict=True)
    )


def _ends(vertices: Any) -> list[Fraction]:
    first = [vertex[0] for vertex in vertices]
    return [min(first), max(first)]
