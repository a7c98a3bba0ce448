"""Play by stage games: in every state an equilibrium of the game with the values of the next states put in, over and over.

Where it settles it is an equilibrium, found in time that grows with the number of cells alone. It need not: where the
equilibrium has a player indifferent against a pure action of the other, stages go back and forth between two answers. Steps
then become shorter, and the average of late rounds shows who mixes where. For two players with at most two actions each.
"""

from typing import Any

import numpy as np

from ..limits import Limits
from .arrays import Arrays, Floats

__all__ = ["stage_play"]

#: Rounds, and after how many changes of mind a state keeps to its mixed equilibrium, where it has one.
ROUNDS, CHANGES = 1_000, 8
#: The part of the way to the new values that is gone: states that take turns in changing their minds come to rest.
SHARE = 0.3
#: Rounds after which steps become shorter, and the number in which they halve; the average is over rounds from LATE on.
LONG, HALVES, LATE = 200, 50, 500
#: Relative change of the values at which play has settled.
SETTLED = 1e-12


def stage_play(arrays: Arrays, limits: Limits, worth: list[Floats] | None = None) -> list[Floats] | None:
    """Strategies to which stage equilibria settle, or their average late in play; None where the game has another shape.

    Parameters
    ----------
    arrays : Arrays
    limits : Limits
        Looked at in every round.
    worth : list of ndarray of float, optional
        For both players the first values of the states; zero by default.

    Returns
    -------
    list of ndarray of float, or None
        For both players the probability of each slot.
    """
    if arrays.n_players != 2:
        return None
    counts = [np.bincount(s, minlength=arrays.n_states) for s in arrays.state_of_slot]
    if max(int(c.max()) for c in counts) > 2:
        return None
    firsts = [np.concatenate([[0], np.cumsum(c)[:-1]]) for c in counts]
    place = [arrays.picks[i] - firsts[i][arrays.state_of_cell] for i in (0, 1)]
    where = (arrays.state_of_cell, place[0], place[1])
    missing = np.ones((arrays.n_states, 2, 2), dtype=bool)
    missing[where] = False
    worth = [np.zeros(arrays.n_states), np.zeros(arrays.n_states)] if worth is None else worth
    chosen = np.zeros(arrays.n_states, dtype=int)
    changes = np.zeros(arrays.n_states, dtype=int)
    mixes = [np.zeros((arrays.n_states, 2)), np.zeros((arrays.n_states, 2))]
    total = [np.zeros((arrays.n_states, 2)), np.zeros((arrays.n_states, 2))]
    for number in range(ROUNDS):
        limits.check("playing stage games")
        later = arrays.later(np.stack(worth, axis=1))
        stage = []
        for i in (0, 1):
            table = np.full((arrays.n_states, 2, 2), -np.inf)
            table[where] = arrays.payoffs[i] + later[:, i]
            stage.append(table)
        new, mixes = _choose(stage[0], stage[1], missing, chosen, changes)
        changes += new != chosen
        settled = bool(np.all(new == chosen))
        chosen = new
        after = []
        for table in stage:
            known = np.where(missing, 0.0, table)
            after.append(np.einsum("sab,sa,sb->s", known, mixes[0], mixes[1]))
        moved = max(float(np.max(np.abs(a - b))) for a, b in zip(after, worth, strict=True))
        share = SHARE / (1 + max(0, number - LONG) / HALVES)
        worth = [b + share * (a - b) for a, b in zip(after, worth, strict=True)]
        if number >= LATE:
            total = [t + mix for t, mix in zip(total, mixes, strict=True)]
        if settled and moved <= SETTLED * (1 + max(float(np.max(np.abs(w))) for w in worth)):
            break
    else:
        mixes = [t / (ROUNDS - LATE) for t in total]
    slots = []
    for i in (0, 1):
        states = arrays.state_of_slot[i]
        slots.append(mixes[i][states, np.arange(len(states)) - firsts[i][states]])
    return slots


def _choose(one: Floats, two: Floats, missing: Any, last: Any, changes: Any) -> tuple[Any, list[Floats]]:
    """An equilibrium of every stage: that of the last round if it still is one; 4 stands for the mixed one."""
    n = len(one)
    best_one = (one >= one.max(axis=1, keepdims=True)) & ~missing
    best_two = (two >= two.max(axis=2, keepdims=True)) & ~missing
    pure = (best_one & best_two).reshape(n, 4)
    with np.errstate(invalid="ignore", divide="ignore"):
        column = (one[:, 1, 1] - one[:, 0, 1]) / (one[:, 0, 0] - one[:, 0, 1] - one[:, 1, 0] + one[:, 1, 1])
        row = (two[:, 1, 1] - two[:, 1, 0]) / (two[:, 0, 0] - two[:, 0, 1] - two[:, 1, 0] + two[:, 1, 1])
        mixed = (row > 0) & (row < 1) & (column > 0) & (column < 1) & ~missing.any(axis=(1, 2))
    total = np.where(pure, np.where(missing, 0.0, one + two).reshape(n, 4), -np.inf)
    first = np.argmax(total, axis=1)
    keeps = (last < 4) & pure[np.arange(n), np.minimum(last, 3)]
    chosen = np.where(keeps, last, np.where(pure.any(axis=1), first, 4))
    chosen = np.where(mixed & ((changes > CHANGES) | (~pure.any(axis=1))), 4, chosen)
    rows, columns = np.zeros((n, 2)), np.zeros((n, 2))
    k = np.arange(n)
    at = np.minimum(chosen, 3)
    rows[k, at // 2] = 1.0
    columns[k, at % 2] = 1.0
    use = (chosen == 4) & mixed
    rows[use] = np.stack([row, 1 - row], axis=1)[use]
    columns[use] = np.stack([column, 1 - column], axis=1)[use]
    return chosen, [rows, columns]
