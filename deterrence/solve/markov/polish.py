"""From a logit point to an equilibrium of the game itself: supports read off, their equations solved by Newton's method."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arrays import Arrays, Floats

__all__ = ["polished", "regret_bound"]

#: Actions played with less probability are not in the support.
RARE = 1e-4
#: Steps of Newton's method.
MOST_STEPS = 30
#: Relative change at which Newton's method has arrived.
SMALL = 1e-13


def polished(arrays: Arrays, mixes: Sequence[Floats], rare: float = RARE) -> list[Floats] | None:
    """Mixtures over the supports of some mixtures that make all their actions equally good; None where that fails.

    Parameters
    ----------
    arrays : Arrays
    mixes : sequence of ndarray of float
        For every player the probability of each slot.
    rare : float
        Actions played with no more probability are left out.
    """
    used = [mix > rare for mix in mixes]
    now = []
    for i, (mix, keep) in enumerate(zip(mixes, used, strict=True)):
        kept = np.where(keep, mix, 0.0)
        now.append(kept / arrays.by_state(i, kept)[arrays.state_of_slot[i]])
    references = [_references(arrays, i, keep, mix) for i, (keep, mix) in enumerate(zip(used, now, strict=True))]
    free = [np.flatnonzero(keep & ~ref) for keep, ref in zip(used, references, strict=True)]
    if not any(map(len, free)):
        return now
    for _ in range(MOST_STEPS):
        try:
            step = _step(arrays, now, references, free)
        except np.linalg.LinAlgError:
            return None
        for j, (change, where) in enumerate(zip(step, free, strict=True)):
            whole = np.zeros(arrays.sizes[j])
            whole[where] = change
            whole -= np.where(references[j], arrays.by_state(j, whole)[arrays.state_of_slot[j]], 0.0)
            now[j] = now[j] + whole
        if not all(np.all((m > -0.5) & (m < 1.5)) for m in now):
            return None  # nan too
        if all(np.all(np.abs(change) < SMALL) for change in step):
            break
    if any(np.any(m < 0) for m in now):
        return None
    return [m / arrays.by_state(i, m)[arrays.state_of_slot[i]] for i, m in enumerate(now)]


def _step(arrays: Arrays, now: Sequence[Floats], references: Sequence[Any], free: Sequence[Any]) -> list[Floats]:
    """Newton's step for the free probabilities of all players, from the gains of their actions over the reference."""
    players = range(arrays.n_players)
    starts = np.cumsum([0, *map(len, free)])
    matrix = np.zeros((starts[-1], starts[-1]))
    gains = []
    for i in players:
        # as long as all used actions are equally good, the values are those of the policy that takes the references
        pure = [m if j != i else references[i].astype(float) for j, m in enumerate(now)]
        worth = arrays.policy_values(i, pure)
        states = arrays.state_of_slot[i][free[i]]
        gains.append(arrays.slot_values(i, list(now), worth)[free[i]] - worth[states])
        if not len(free[i]):
            continue
        later = arrays.payoffs[i] + arrays.moves @ worth
        others = [j for j in players if j != i and len(free[j])]
        by_state = [_slopes(arrays, i, j, later, pure, free[j], references[j], rows="state") for j in others]
        if not others:
            continue
        moved = np.linalg.solve(arrays.policy_matrix(pure), np.hstack(by_state))
        follow = _following(arrays, i, now)[free[i]] @ moved - moved[states]
        column = 0
        for j in others:
            own = _slopes(arrays, i, j, later, now, free[j], references[j], rows="slot")[free[i]]
            matrix[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = own + follow[:, column : column + len(free[j])]
            column += len(free[j])
    step = np.linalg.solve(matrix, -np.concatenate(gains))
    return [step[starts[j] : starts[j + 1]] for j in players]


def _following(arrays: Arrays, i: int, now: Sequence[Floats]) -> Any:
    """Where each action of a player leads, discounted; sparse, shape (n_slots, n_states)."""
    from scipy.sparse import csr_matrix

    p = arrays.weights(list(now), (i,))
    return csr_matrix((p, (arrays.picks[i], np.arange(len(p)))), shape=(arrays.sizes[i], len(p))) @ arrays.moves


def _references(arrays: Arrays, i: int, keep: Any, mix: Floats) -> Any:
    """In every state the action that is played most."""
    best = np.full(arrays.n_states, -1.0)
    np.maximum.at(best, arrays.state_of_slot[i], mix)
    candidates = np.flatnonzero(keep & (mix == best[arrays.state_of_slot[i]]))
    found = np.zeros(len(mix), dtype=bool)
    _, first = np.unique(arrays.state_of_slot[i][candidates], return_index=True)
    found[candidates[first]] = True
    return found


def _slopes(
    arrays: Arrays, i: int, j: int, later: Floats, mixes: Sequence[Floats], free: Any, reference: Any, rows: str
) -> Floats:
    """How player i's payoffs, by state or by own action, move with player j's free probabilities."""
    from scipy.sparse import csr_matrix

    weights = later * arrays.weights(list(mixes), (j,) if rows == "state" else (i, j))
    keys = arrays.state_of_cell if rows == "state" else arrays.picks[i]
    n = arrays.n_states if rows == "state" else arrays.sizes[i]
    full = csr_matrix((weights, (keys, arrays.picks[j])), shape=(n, arrays.sizes[j])).tocsc()
    partner = np.zeros(arrays.n_states, dtype=int)
    where = np.flatnonzero(reference)
    partner[arrays.state_of_slot[j][where]] = where
    return np.asarray((full[:, free] - full[:, partner[arrays.state_of_slot[j][free]]]).todense())


def regret_bound(arrays: Arrays, mixes: Sequence[Floats]) -> float:
    """A bound on what any player can gain in any state by any change of strategy, rounding included.

    With approximate values V of the play, V' of the best reply is at most V + (V* - V) where one step of improvement bounds
    the rest: if no action gains more than g over V, and V misses its own equation by at most r, nobody gains more than
    (g + r) / (1 - discount).
    """
    eps = float(np.finfo(float).eps)
    worst = 0.0
    factor = float(arrays.game.factor)
    inner = len(arrays.game.same_period)
    for i in range(arrays.n_players):
        worth = arrays.policy_values(i, list(mixes))
        value = arrays.slot_values(i, list(mixes), worth)
        own = arrays.by_state(i, mixes[i] * value)
        residual = float(np.max(np.abs(own - worth)))
        gain = float(np.max(value - worth[arrays.state_of_slot[i]]))
        # every number is a sum of at most `terms` products of at most n_players + 2 factors, each rounded
        terms = int(np.max(np.bincount(arrays.picks[i]))) + int(np.max(np.diff(arrays.moves.indptr))) + arrays.n_players + 4
        size = float(np.max(np.abs(arrays.payoffs[i]))) + float(np.max(np.abs(worth)))
        rounding = 4 * terms * eps * size
        worst = max(worst, (max(gain, 0.0) + residual + 3 * rounding) * (1 + inner) / (1 - factor))
    return worst
