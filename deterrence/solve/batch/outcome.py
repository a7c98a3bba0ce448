"""One outcome of a signalling game from the types and the replies at each message, in floats; written for numba."""

from typing import Any

from .compiling import compiled_if_possible
from .small_systems import NONE, SOLVED, UNSURE, clear, solve_small
from .unsent_replies import list_corners

__all__ = ["FULL", "write_outcome"]

#: There is no room to write an outcome.
FULL = 3


@compiled_if_possible
def write_outcome(game: Any, masks: Any, chosen: Any, balanced: bool, counts: Any, found: Any, work: Any) -> int:
    """Write the outcome, with the corners of the replies after unsent messages, if there is one.

    Parameters
    ----------
    game : tuple of ndarrays
        The sender's payoffs, and the receiver's losses times the prior, by message, type and reply; last the number of sets
        of replies that some belief justifies, and these sets, by message.
    masks : ndarray of int
        By message and option: the types that send the message, and the best replies.
    chosen : ndarray of int
        The option at each message.
    balanced : bool
        Whether there are as many equations as unknowns. If not there is no outcome, unless by accident.
    counts : ndarray of int
        Its entries 1 and 2 count outcomes and corners.
    found : tuple of ndarrays
        Chances of the messages by type, of the replies by message, owners of corners, corners.
    work : tuple of ndarrays

    Returns
    -------
    int
        NONE, UNSURE, SOLVED or FULL.
    """
    sends, replies = found[0], found[1]
    here = counts[1]
    if here == len(sends):
        return FULL
    n = _number_edges(masks, chosen, work)
    state = _solve_sends(game[1], masks, chosen, n, sends[here], work)
    if state == NONE or not balanced:
        return state
    at_replies = _solve_replies(game[0], masks, chosen, n, replies[here], work)
    if at_replies == NONE:
        return NONE
    return _write_corners(game, masks, chosen, min(state, at_replies), counts, found, work)


@compiled_if_possible
def _number_edges(masks: Any, chosen: Any, work: Any) -> int:
    """Number what is unknown of the types' chances: all messages of a type but its first, which has the rest."""
    first, column = work[2], work[3]
    n = 0
    for t in range(len(first)):
        first[t] = -1
        for m in range(len(chosen)):
            if masks[m, chosen[m], 0] >> t & 1:
                column[t, m] = n
                if first[t] < 0:
                    first[t] = m
                else:
                    n += 1
    return n


@compiled_if_possible
def _solve_sends(losses: Any, masks: Any, chosen: Any, n: int, sends: Any, work: Any) -> int:
    """The types' chances of sending that make the best replies tie, and whether they do."""
    first, column, system, unknown, order = work[2:7]
    n_messages, n_types, n_replies = losses.shape
    rows = 0
    for m in range(n_messages):
        types, replies = masks[m, chosen[m], 0], masks[m, chosen[m], 1]
        base = _lowest(replies)
        for a in range(base + 1, n_replies):
            if not replies >> a & 1:
                continue
            for j in range(n + 1):
                system[rows, j] = 0.0
            scale = _scale(losses[m], types, base, a)
            for t in range(n_types):
                if types >> t & 1:
                    more = (losses[m, t, a] - losses[m, t, base]) / scale
                    if m != first[t]:
                        system[rows, column[t, m]] += more
                        continue
                    system[rows, n] -= more
                    for other in range(m + 1, n_messages):
                        if masks[other, chosen[other], 0] >> t & 1:
                            system[rows, column[t, other]] -= more
            rows += 1
    state = solve_small(system, rows, n, unknown, order)
    if state != SOLVED:
        return state
    for t in range(n_types):
        rest = 1.0
        for m in range(n_messages):
            sends[t, m] = 0.0
            if m != first[t] and masks[m, chosen[m], 0] >> t & 1:
                sends[t, m] = unknown[column[t, m]]
                rest -= sends[t, m]
                state = min(state, clear(sends[t, m]))
        sends[t, first[t]] = rest
        state = min(state, clear(rest))
    for m in range(n_messages):
        types, replies = masks[m, chosen[m], 0], masks[m, chosen[m], 1]
        base = _lowest(replies)
        for a in range(n_replies):
            if types and not replies >> a & 1:
                scale = _scale(losses[m], types, base, a)
                more = 0.0
                for t in range(n_types):
                    more += sends[t, m] * (losses[m, t, a] - losses[m, t, base]) / scale
                state = min(state, clear(more))
    return state


@compiled_if_possible
def _lowest(replies: int) -> int:
    """The first reply of a set."""
    a = 0
    while replies and not replies >> a & 1:
        a += 1
    return a


@compiled_if_possible
def _scale(losses: Any, types: int, base: int, a: int) -> float:
    """The largest difference that a reply makes to some types."""
    scale = 0.0
    for t in range(len(losses)):
        if types >> t & 1:
            scale = max(scale, abs(losses[t, a] - losses[t, base]))
    return scale if scale > 0.0 else 1.0


@compiled_if_possible
def _solve_replies(payoffs: Any, masks: Any, chosen: Any, n: int, replies: Any, work: Any) -> int:
    """The chances of replies that make each type's messages tie, and whether they keep it from the others."""
    first, column, system, unknown, order, worth, start = work[2:9]
    n_messages, n_types, n_replies = payoffs.shape
    k = 0
    for m in range(n_messages):
        start[m] = k
        for a in range(_lowest(masks[m, chosen[m], 1]) + 1, n_replies):
            k += masks[m, chosen[m], 1] >> a & 1
    for t in range(n_types):
        for m in range(first[t] + 1, n_messages):
            if masks[m, chosen[m], 0] >> t & 1:
                row = system[column[t, m]]
                for j in range(n + 1):
                    row[j] = 0.0
                _add_worth(row, payoffs[m, t], masks[m, chosen[m], 1], start[m], n, 1.0)
                _add_worth(row, payoffs[first[t], t], masks[first[t], chosen[first[t]], 1], start[first[t]], n, -1.0)
    state = solve_small(system, n, n, unknown, order)
    if state != SOLVED:
        return state
    for m in range(n_messages):
        mask, k, rest = masks[m, chosen[m], 1], start[m], 1.0
        for a in range(n_replies):
            replies[m, a] = 0.0
            if mask >> a & 1 and a > _lowest(mask):
                replies[m, a] = unknown[k]
                rest -= unknown[k]
                state = min(state, clear(unknown[k]))
                k += 1
        if mask:
            replies[m, _lowest(mask)] = rest
            state = min(state, clear(rest))
    for t in range(n_types):
        worth[t] = _worth(replies[first[t]], payoffs[first[t], t])
        for m in range(n_messages):
            types = masks[m, chosen[m], 0]
            if types and not types >> t & 1:
                state = min(state, clear(worth[t] - _worth(replies[m], payoffs[m, t])))
    return state


@compiled_if_possible
def _worth(replies: Any, payoffs: Any) -> float:
    """What a message pays that is answered like this."""
    worth = 0.0
    for a in range(len(payoffs)):
        worth += replies[a] * payoffs[a]
    return worth


@compiled_if_possible
def _add_worth(row: Any, payoffs: Any, replies: int, start: int, n: int, factor: float) -> None:
    """Add what a message pays a type to an equation, the first reply having the rest of the chances."""
    base, k = _lowest(replies), start
    row[n] -= factor * payoffs[base]
    for a in range(base + 1, len(payoffs)):
        if replies >> a & 1:
            row[k] += factor * (payoffs[a] - payoffs[base])
            k += 1


@compiled_if_possible
def _write_corners(game: Any, masks: Any, chosen: Any, state: int, counts: Any, found: Any, work: Any) -> int:
    """List the replies after unsent messages, and count the outcome if every unsent message has some."""
    payoffs, n_sets, sets = game[0], game[3], game[4]
    owner, corners = found[2], found[3]
    small, worth = (work[4], work[5], work[6]), work[7]
    end = counts[2]
    for m in range(len(chosen)):
        if masks[m, chosen[m], 0]:
            continue
        before, unsure = end, False
        for k in range(n_sets[m]):
            after = list_corners(payoffs[m], worth, sets[m, k], corners, end, small)
            if after > len(corners):
                return FULL
            unsure |= after < 0
            for row in range(end, after):
                owner[row, 0], owner[row, 1], owner[row, 2] = counts[1], m, k
            end = max(end, after)
        if unsure:
            state = UNSURE
        elif end == before:
            return NONE
    if state == SOLVED:
        counts[1] += 1
        counts[2] = end
    return state
