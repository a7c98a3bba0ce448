"""The compiled search over labels: what `deterrence.solve.complementarity` does, as far as floats can prove it.

A node is a slot of arrays: for each side a table with its basic and free variables and the mask of its zeros, then the masks
of labels that another branch has, and the share of the search. The last slot in use is the next to be looked at.
"""

from typing import Any

from ..batch.compiling import compiled_if_possible
from .dictionary import DONE, EMPTY, UNSURE, is_positive, shares, without

__all__ = ["run"]


@compiled_if_possible
def run(nodes: Any, sides: Any, used: int, n_steps: int, leaves: Any, unsure: Any, work: Any) -> Any:
    """Go on for some steps, or until there is no room for what is found.

    Parameters
    ----------
    nodes : tuple of ndarrays
        By slot: table, basic and free variables of the first side and of the second, masks, and shares of the search.
    sides : tuple of ndarrays
        Payoffs and labels of the first side and of the second.
    used : int
        How many slots are in use.
    n_steps : int
    leaves : ndarray of int, shape (n, 2)
        Filled with the zeros of both sides wherever every label is decided.
    unsure : tuple of ndarrays
        Filled with the masks and the shares of nodes that the exact search has to see to.
    work : tuple of ndarrays

    Returns
    -------
    tuple of int
        Slots in use, number of leaves, number of unsure nodes.
    """
    masks, share = nodes[6], nodes[7]
    everything = (1 << len(work[1])) - 1
    n_leaves = n_unsure = 0
    for _ in range(n_steps):
        if used == 0 or n_leaves == len(leaves) or n_unsure + 2 > len(unsure[1]):
            break
        p = used - 1
        pending = everything & ~(masks[p, 0] | masks[p, 1])
        if pending == 0:
            leaves[n_leaves] = masks[p, :2]
            n_leaves += 1
            used -= 1
            continue
        state, label, on_first, on_second = _decide(nodes, sides, p, pending, work)
        if state == DONE:
            used, n_unsure = _branch(nodes, sides, p, label, on_first, on_second, unsure, n_unsure, work)
        else:
            used -= 1
            if state == UNSURE:
                n_unsure = _put_aside(masks, share, p, unsure, n_unsure)
    return used, n_leaves, n_unsure


@compiled_if_possible
def _decide(nodes: Any, sides: Any, p: int, pending: int, work: Any) -> Any:
    """Which label is next, and on which sides it can be zero; what cannot be is proved."""
    t0, basic0, free0, t1, basic1, free1, masks, _ = nodes
    c0, labels0, c1, labels1 = sides
    reach, one, two, multipliers = work
    if not shares(t0[p], basic0[p], free0[p], masks[p, 0], reach, one):
        return UNSURE, -1, False, False
    if not shares(t1[p], basic1[p], free1[p], masks[p, 1], reach, two):
        return UNSURE, -1, False, False
    label = _choose(pending, one, two)
    on_first, on_second = one[label] >= 0.0, two[label] >= 0.0
    if not on_first and not _proved(t0[p], basic0[p], free0[p], masks[p, 0], label, c0, labels0, multipliers):
        return UNSURE, label, True, True
    if not on_second and not _proved(t1[p], basic1[p], free1[p], masks[p, 1], label, c1, labels1, multipliers):
        return UNSURE, label, True, True
    return (DONE if on_first or on_second else EMPTY), label, on_first, on_second


@compiled_if_possible
def _branch(
    nodes: Any, sides: Any, p: int, label: int, on_first: bool, on_second: bool, unsure: Any, n_unsure: int, work: Any
) -> Any:
    """Replace a node by those in which a label is zero on the second side, and on the first; slots and unsure nodes used."""
    t0, basic0, free0, t1, basic1, free1, masks, share = nodes
    c0, labels0, c1, labels1 = sides
    multipliers = work[3]
    bit = 1 << label
    q = p
    if on_first and on_second:
        q = p + 1
        share[p] /= 2
        _copy(nodes, p, q)
        masks[p, 2] |= bit  # the first branch has everything on which the first side vanishes
    used = p
    if on_second:
        state = without(t1[p], basic1[p], free1[p], masks[p, 1], label, c1, labels1, multipliers)
        masks[p, 1] |= bit
        if state == DONE:
            used = p + 1
        elif state == UNSURE:
            n_unsure = _put_aside(masks, share, p, unsure, n_unsure)
    if on_first:
        state = without(t0[q], basic0[q], free0[q], masks[q, 0], label, c0, labels0, multipliers)
        masks[q, 0] |= bit
        if state == DONE:
            if used < q:
                _copy(nodes, q, used)
            used += 1
        elif state == UNSURE:
            n_unsure = _put_aside(masks, share, q, unsure, n_unsure)
    return used, n_unsure


@compiled_if_possible
def _copy(nodes: Any, here: int, there: int) -> None:
    t0, basic0, free0, t1, basic1, free1, masks, share = nodes
    t0[there], basic0[there], free0[there] = t0[here], basic0[here], free0[here]
    t1[there], basic1[there], free1[there] = t1[here], basic1[here], free1[here]
    masks[there], share[there] = masks[here], share[here]


@compiled_if_possible
def _put_aside(masks: Any, share: Any, p: int, unsure: Any, n_unsure: int) -> int:
    unsure[0][n_unsure] = masks[p]
    unsure[1][n_unsure] = share[p]
    return n_unsure + 1


@compiled_if_possible
def _choose(pending: int, one: Any, two: Any) -> int:
    """A label that can be zero on one side at most, else the one that is hardest to drive to zero."""
    chosen, least = -1, 3.0
    for label in range(len(one)):
        if pending >> label & 1:
            if one[label] < 0.0 or two[label] < 0.0:
                return label
            if one[label] + two[label] < least:
                chosen, least = label, one[label] + two[label]
    return chosen


@compiled_if_possible
def _proved(t: Any, basic: Any, free: Any, zeros: int, label: int, payoffs: Any, labels: Any, work: Any) -> bool:
    for i in range(len(basic)):
        if basic[i] == label:
            return bool(is_positive(t, basic, free, zeros, i, payoffs, labels, work))
    return False
