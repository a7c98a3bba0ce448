"""The fixed point of logit choice in a stochastic game, by Newton's method.

Unknowns are the values v of all actions. With P the logit choice probabilities and W what a state is worth to a player,
v = u(P) + discount T(P) W. The derivative couples an action to the others of its own state, through P, and to all states,
through W alone; so a step needs one linear system with a row per player and state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .arrays import Arrays, Floats

__all__ = ["Linear", "Point", "by_rationality", "fixed_point", "image"]

#: Steps of Newton's method, and halvings of one step.
MOST_STEPS, MOST_HALVINGS = 60, 8


@dataclass(frozen=True)
class Point:
    """Action values, choice probabilities and state values at some rationality."""

    values: list[Floats]
    mixes: list[Floats]
    worth: list[Floats]
    residual: float


def image(arrays: Arrays, values: Sequence[Floats], rationality: float, shocks: bool) -> tuple[list[Floats], Point]:
    """Where the map sends some action values, with the choices on the way."""
    mixes, worth = [], []
    for i, v in enumerate(values):
        mix, top = arrays.softmax(i, rationality * v)
        mixes.append(mix)
        worth.append(top / rationality if shocks else arrays.by_state(i, mix * v))
    new = [arrays.slot_values(i, mixes, worth[i]) for i in range(arrays.n_players)]
    gap = max(float(np.max(np.abs(a - b))) for a, b in zip(new, values, strict=True))
    return new, Point(list(values), mixes, worth, gap)


def fixed_point(
    arrays: Arrays, start: Sequence[Floats], rationality: float, *, shocks: bool, tolerance: float, steps: int = MOST_STEPS
) -> Point | None:
    """Newton's method with halved steps; None where it does not get there."""
    values = [np.array(v, dtype=float) for v in start]
    new, point = image(arrays, values, rationality, shocks)
    for _ in range(steps):
        scale = 1 + max(float(np.max(np.abs(v))) for v in values)
        if point.residual <= tolerance * scale:
            return Point(new, point.mixes, point.worth, point.residual)
        step = _step(arrays, point, new, rationality, shocks)
        if step is None:
            return None
        share = 1.0
        for _ in range(MOST_HALVINGS):
            tried = [v + share * s for v, s in zip(values, step, strict=True)]
            after, reached = image(arrays, tried, rationality, shocks)
            if np.isfinite(reached.residual) and reached.residual < point.residual * (1 - share / 4):
                break
            share /= 2
        else:
            return None
        values, new, point = tried, after, reached
    return None


class Linear:
    """The derivative I - A - B D of (action values - image) at a point, factored once."""

    def __init__(self, arrays: Arrays, point: Point, rationality: float, shocks: bool) -> None:
        from scipy.linalg import lu_factor

        self.arrays = arrays
        self.local = _Local(arrays, point, rationality)
        self.to_state = _to_state(arrays, point, rationality, shocks)
        players, n = range(arrays.n_players), arrays.n_states
        self.coupling = [self.local.solve_columns(i, _from_states(arrays, point, i)) for i in players]
        matrix = np.eye(n * arrays.n_players)
        for i in players:
            for j in players:
                matrix[i * n : (i + 1) * n, j * n : (j + 1) * n] -= self.to_state[i] @ self.coupling[j][i]
        if not np.all(np.isfinite(matrix)):
            raise np.linalg.LinAlgError("values out of range")
        self.factors = lu_factor(matrix, overwrite_a=True, check_finite=False)

    def solve(self, right: list[Floats]) -> list[Floats]:
        """Solve for a change of action values."""
        from scipy.linalg import lu_solve

        players, n = range(self.arrays.n_players), self.arrays.n_states
        base = self.local.solve(right)
        side = np.concatenate([self.to_state[i] @ base[i] for i in players])
        worth = lu_solve(self.factors, side, check_finite=False)
        for j in players:
            for i in players:
                base[i] = base[i] + self.coupling[j][i] @ worth[j * n : (j + 1) * n]
        return base


def _step(arrays: Arrays, point: Point, new: list[Floats], rationality: float, shocks: bool) -> list[Floats] | None:
    """Newton's step; None where there is none."""
    try:
        step = Linear(arrays, point, rationality, shocks).solve([a - b for a, b in zip(new, point.values, strict=True)])
    except (np.linalg.LinAlgError, ValueError):
        return None
    return step if all(np.all(np.isfinite(s)) for s in step) else None


def by_rationality(arrays: Arrays, point: Point) -> list[Floats]:
    """How the image moves with rationality, without shocks: choices sharpen, and states are worth more to who chooses."""
    sharper, worth = [], []
    for i, (v, mix, w) in enumerate(zip(point.values, point.mixes, point.worth, strict=True)):
        change = mix * (v - w[arrays.state_of_slot[i]])
        sharper.append(change)
        worth.append(arrays.by_state(i, change * v))
    found = []
    for i in range(arrays.n_players):
        later = arrays.payoffs[i] + arrays.moves @ point.worth[i]
        cells = (arrays.moves @ worth[i]) * arrays.weights(point.mixes, (i,))
        for j in range(arrays.n_players):
            if j != i:
                cells = cells + later * arrays.weights(point.mixes, (i, j)) * sharper[j][arrays.picks[j]]
        found.append(np.asarray(np.bincount(arrays.picks[i], cells, arrays.sizes[i]), dtype=float))
    return found


def _to_state(arrays: Arrays, point: Point, rationality: float, shocks: bool) -> list[Any]:
    """How a state's value moves with the values of its actions."""
    from scipy.sparse import csr_matrix

    found = []
    for i, (v, mix, worth) in enumerate(zip(point.values, point.mixes, point.worth, strict=True)):
        states = arrays.state_of_slot[i]
        slope = mix if shocks else mix * (1 + rationality * (v - worth[states]))
        found.append(csr_matrix((slope, (states, np.arange(len(v)))), shape=(arrays.n_states, len(v))))
    return found


def _from_states(arrays: Arrays, point: Point, i: int) -> Floats:
    """How a player's action values move with its state values: dense, shape (n_slots, n_states)."""
    from scipy.sparse import csr_matrix

    p = arrays.weights(point.mixes, (i,))
    pick = csr_matrix((p, (arrays.picks[i], np.arange(len(p)))), shape=(arrays.sizes[i], len(p)))
    return np.asarray((pick @ arrays.moves).todense())


class _Local:
    """I - A, block by block: in a state the values of a player's actions move with the others' choices there."""

    def __init__(self, arrays: Arrays, point: Point, rationality: float) -> None:
        self.arrays = arrays
        n = arrays.n_states
        counts = [np.bincount(s, minlength=n) for s in arrays.state_of_slot]
        self.offsets = np.cumsum([np.zeros(n, dtype=int), *counts], axis=0)  # where a player's actions stand in its state
        self.first = [np.concatenate([[0], np.cumsum(c)[:-1]]) for c in counts]
        self.width = int(self.offsets[-1].max())
        blocks = np.tile(np.eye(self.width), (n, 1, 1))
        for i in range(arrays.n_players):
            later = arrays.payoffs[i] + arrays.moves @ point.worth[i]
            for j in range(arrays.n_players):
                if j != i:
                    self._couple(blocks, i, j, later * arrays.weights(point.mixes, (i, j)), point.mixes[j], rationality)
        self.inverse = np.linalg.inv(blocks)

    def _place(self, i: int, slots: Any) -> Any:
        states = self.arrays.state_of_slot[i][slots]
        return self.offsets[i][states] + slots - self.first[i][states]

    def _couple(self, blocks: Floats, i: int, j: int, gains: Floats, mix: Floats, rationality: float) -> None:
        """Take the derivative of player i's action values by player j's out of the blocks."""
        arrays = self.arrays
        raw = np.zeros_like(blocks)
        mine, theirs = self._place(i, arrays.picks[i]), self._place(j, arrays.picks[j])
        np.add.at(raw, (arrays.state_of_cell, mine, theirs), gains)
        # choice probabilities move by rationality * (diag P - P P')
        dense = np.zeros((arrays.n_states, self.width))
        slots = np.arange(len(mix))
        dense[arrays.state_of_slot[j], self._place(j, slots)] = mix
        weighted = raw * dense[:, None, :]
        blocks -= rationality * (weighted - weighted.sum(axis=2, keepdims=True) * dense[:, None, :])

    def solve(self, right: list[Floats]) -> list[Floats]:
        """The inverse applied to one value per action."""
        packed = np.zeros((self.arrays.n_states, self.width))
        for i, values in enumerate(right):
            slots = np.arange(len(values))
            packed[self.arrays.state_of_slot[i], self._place(i, slots)] = values
        solved = np.einsum("kab,kb->ka", self.inverse, packed)
        return self._unpack(solved)

    def solve_columns(self, i: int, columns: Floats) -> list[Floats]:
        """The inverse applied to a matrix whose rows belong to player i's actions."""
        states, slots = self.arrays.state_of_slot[i], np.arange(len(columns))
        packed = np.zeros((self.arrays.n_states, self.width, columns.shape[1]))
        packed[states, self._place(i, slots)] = columns
        return self._unpack(np.einsum("kab,kbs->kas", self.inverse, packed, optimize=True))

    def _unpack(self, solved: Floats) -> list[Floats]:
        found = []
        for i, states in enumerate(self.arrays.state_of_slot):
            found.append(solved[states, self._place(i, np.arange(len(states)))])
        return found
