"""The 81 classes of 2x2 games, each with its equilibria.

With the four payoff differences

    a1 = A[0, 0] - A[1, 0]    the first player's gain from action 0 against the second's action 0
    a2 = A[0, 1] - A[1, 1]    ... against the second's action 1
    b1 = B[0, 0] - B[0, 1]    the second player's gain from action 0 against the first's action 0
    b2 = B[1, 0] - B[1, 1]    ... against the first's action 1

the set of equilibria depends on nothing but the four signs, except for where the mixing probabilities lie: the first
player is indifferent where the second plays action 0 with probability q = a2 / (a2 - a1), the second where the first
does with p = b2 / (b2 - b1). Every set is a union of at most three boxes with corners in {0, p, 1} x {0, q, 1}.

The table is derived here from the definition, not typed: best replies are constant on the five cells {0}, (0, q), {q},
(q, 1), {1} of a player's mixing probability, so the equilibria are a set of cells of a 5 x 5 board, and the boxes are
the maximal ones inside it.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["FAMILIES", "MAX_BOXES", "N_CLASSES", "Classes", "classes", "signs_of"]

N_CLASSES = 81
MAX_BOXES = 3

_SUPPORTS: tuple[tuple[int, ...], ...] = ((0,), (1,), (0, 1))

#: Support profiles, in the order of the bits of a family mask: actions used by the first player, by the second.
FAMILIES: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = tuple(
    (mine, theirs) for mine in _SUPPORTS for theirs in _SUPPORTS
)

#: Cells of a mixing probability, in ascending order: 0, between, the indifference point, between, 1.
_CELLS = range(5)
_CORNERS = (0, 2, 4)
_NEVER, _SOMETIMES, _ALWAYS = 0, 2, 4

Cell = tuple[int, int]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Classes:
    """One row per class.

    Attributes
    ----------
    corner : ndarray of float, shape (81, 3, 2, 2)
        [class, box, player, least or most]: probability of the player's action 0; NaN where there is no such box.
    interior : ndarray of bool, shape (81, 3, 2, 2)
        Where the corner is the indifference point (p for the first player, q for the second) and not the number above.
    both_mix : ndarray of bool, shape (81, 3)
        Where the box is the point (p, q).
    mixes, one_mixes : ndarray of bool, shape (81,)
        Whether some box has a corner at p or q; whether a box does that is not the point (p, q).
    component : ndarray of uint8, shape (81, 3)
        Number of the component to which the box belongs; 255 where there is no such box.
    n_boxes, n_components : ndarray of uint8, shape (81,)
    families : ndarray of uint16, shape (81,)
        Bit k: whether some equilibrium has the supports `FAMILIES[k]`.
    tied : ndarray of bool, shape (81,)
        Whether some payoff difference is zero.
    """

    corner: NDArray[np.float64]
    interior: NDArray[np.bool_]
    both_mix: NDArray[np.bool_]
    mixes: NDArray[np.bool_]
    one_mixes: NDArray[np.bool_]
    component: NDArray[np.uint8]
    n_boxes: NDArray[np.uint8]
    n_components: NDArray[np.uint8]
    families: NDArray[np.uint16]
    tied: NDArray[np.bool_]


def signs_of(code: int) -> tuple[int, int, int, int]:
    """Signs of a1, a2, b1, b2 in a class.

    >>> signs_of(0), signs_of(40), signs_of(80)
    ((-1, -1, -1, -1), (0, 0, 0, 0), (1, 1, 1, 1))
    """
    return code // 27 - 1, code // 9 % 3 - 1, code // 3 % 3 - 1, code % 3 - 1


@cache
def classes() -> Classes:
    """The table, derived on first use."""
    shape = (N_CLASSES, MAX_BOXES, 2, 2)
    corner, interior = np.full(shape, np.nan), np.zeros(shape, bool)
    component = np.full(shape[:2], 255, np.uint8)
    n_boxes, n_components = np.zeros(N_CLASSES, np.uint8), np.zeros(N_CLASSES, np.uint8)
    families = np.zeros(N_CLASSES, np.uint16)
    for code in range(N_CLASSES):
        cells = _equilibria(*signs_of(code))
        boxes = _maximal_boxes(cells)
        n_boxes[code] = len(boxes)
        for k, box in enumerate(boxes):
            ends = np.reshape(box, (2, 2))
            corner[code, k] = ends / 4
            interior[code, k] = ends == 2
        component[code, : len(boxes)] = groups = _components(boxes)
        n_components[code] = 1 + max(groups)
        families[code] = _family_mask(cells)
    tied = np.array([0 in signs_of(code) for code in range(N_CLASSES)])
    both_mix: NDArray[np.bool_] = np.asarray(interior.all(axis=(2, 3)))
    mixes: NDArray[np.bool_] = np.asarray(interior.any(axis=(1, 2, 3)))
    one_mixes: NDArray[np.bool_] = np.asarray((interior & ~both_mix[:, :, None, None]).any(axis=(1, 2, 3)))
    table = Classes(corner, interior, both_mix, mixes, one_mixes, component, n_boxes, n_components, families, tied)
    for array in vars(table).values():
        array.flags.writeable = False
    return table


def _gains(at_zero: int, at_one: int) -> list[int]:
    """Signs of the gain from action 0 on the five cells of the other's probability of action 0.

    The gain is linear: `at_one` where the other surely plays action 0, `at_zero` where never. Without an indifference
    point strictly inside, the three middle cells are alike.
    """
    if at_zero * at_one < 0:
        return [at_zero, at_zero, 0, at_one, at_one]
    middle = at_zero or at_one
    return [at_zero, middle, middle, middle, at_one]


def _equilibria(a1: int, a2: int, b1: int, b2: int) -> set[Cell]:
    first, second = _gains(a2, a1), _gains(b2, b1)

    def best(cell: int, gain: int) -> bool:
        return gain == 0 or cell == (_ALWAYS if gain > 0 else _NEVER)

    return {(x, y) for x, y in product(_CELLS, repeat=2) if best(x, first[y]) and best(y, second[x])}


def _maximal_boxes(cells: set[Cell]) -> list[Box]:
    """Maximal closed boxes inside a set of cells, those with larger probabilities first."""
    spans = [(low, high) for low in _CORNERS for high in _CORNERS if low <= high]
    inside = [
        (*x, *y)
        for x, y in product(spans, repeat=2)
        if all(cell in cells for cell in product(range(x[0], x[1] + 1), range(y[0], y[1] + 1)))
    ]
    largest = [box for box in inside if not any(box != other and _within(box, other) for other in inside)]

    # in the order in which an equilibrium set has its pieces: by each side's vertices, of which a point has one
    def vertices(box: Box) -> list[list[int]]:
        return [sorted(set(ends), reverse=True) for ends in (box[:2], box[2:])]

    return sorted(largest, key=vertices, reverse=True)


def _within(box: Box, other: Box) -> bool:
    return other[0] <= box[0] and box[1] <= other[1] and other[2] <= box[2] and box[3] <= other[3]


def _components(boxes: list[Box]) -> list[int]:
    """Number of the component of each box, counted in order of appearance; boxes that share a point hang together."""
    label = list(range(len(boxes)))
    for i, j in product(range(len(boxes)), repeat=2):
        (a, b, c, d), (e, f, g, h) = boxes[i], boxes[j]
        if max(a, e) <= min(b, f) and max(c, g) <= min(d, h):
            old, new = max(label[i], label[j]), min(label[i], label[j])
            label = [new if name == old else name for name in label]
    names = list(dict.fromkeys(label))
    return [names.index(name) for name in label]


def _family_mask(cells: set[Cell]) -> int:
    kind: dict[int, Any] = {_ALWAYS: (0,), _NEVER: (1,)}
    return sum(1 << k for k in {FAMILIES.index((kind.get(x, (0, 1)), kind.get(y, (0, 1)))) for x, y in cells})
