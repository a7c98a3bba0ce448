"""All perfect Bayesian outcomes of a signalling game of any size in floats, written for numba.

Choose for every message the set T of types that send it (none: it is not sent) and the set A of replies that are best to it.
Then both players' equations are linear: the types' chances of sending make the replies of A tie, and the chances of replies
make the messages of each type tie. Call |T| - |A| + 1 the *net* of a message that is sent.

Take an equilibrium, keep its replies, and go to an extreme point of the types' chances to which these replies are best.
There the chances follow from their equations, so that these are no fewer than the unknowns, also among the messages of any
set: the nets of some messages add up to no more than the number of types that send any of them. This, and bounds on what
each type gets, end most branches of the search, which decides one message after the other.

- If the nets of all messages add up to less than the number of types, there are more equations than unknowns; if these agree
  after all, the game is *undecided*.
- Else the chances of messages and of replies have one solution each, or none. If some chance, some loss by another reply or
  some loss by another message is not clearly positive, nor anything clearly negative, the game is undecided, too.

In a game that is decided every equilibrium has the chances of such a solution. For if it were not the extreme point itself,
it would send more messages, from types to which these are worth no less: a tie at a message that is sent at the extreme
point, or a reply to an unsent one that just keeps away more types than a corner of its polytope can. Both are noticed. What
may vary are the replies after unsent messages. That rounding stays below the tolerance is tested, not proven.
"""

from typing import Any

from .belief_cells import find_cells
from .compiling import compiled_if_possible
from .outcome import FULL, write_outcome
from .small_systems import TOLERANCE, UNSURE, count_bits

__all__ = ["DONE", "FULL", "PAUSED", "UNDECIDED", "prepare", "search"]

DONE, UNDECIDED, PAUSED = 0, 1, 2

#: Steps of the search that take as long as a leaf.
LEAF = 20


@compiled_if_possible
def prepare(prior: Any, sender: Any, receiver: Any, game: Any, options: Any, work: Any) -> bool:
    """Fill the arrays of one game; False where floats do not decide it."""
    payoffs, losses, _, n_sets, sets = game
    n_types, n_messages, n_replies = sender.shape
    for t in range(n_types):
        if not prior[t] > 0.0:
            return False
        least = most = sender[t, 0, 0]
        for m in range(n_messages):
            for a in range(n_replies):
                least, most = min(least, sender[t, m, a]), max(most, sender[t, m, a])
        for m in range(n_messages):
            for a in range(n_replies):
                payoffs[m, t, a] = (sender[t, m, a] - least) / (most - least) if most > least else 0.0
    for m in range(n_messages):
        largest = 0.0
        for t in range(n_types):
            best = _end(receiver[t, m], -1, True)
            for a in range(n_replies):
                losses[m, t, a] = best - receiver[t, m, a]
                largest = max(largest, losses[m, t, a])
        for t in range(n_types):
            for a in range(n_replies):
                losses[m, t, a] /= largest if largest > 0.0 else 1.0
        n_sets[m] = find_cells(losses[m], work[0], sets[m], work[1])
        if n_sets[m] < 0:
            return False
        _list_options(m, game, options, work[0])
        for t in range(n_types):
            for a in range(n_replies):
                losses[m, t, a] *= prior[t]
    return True


@compiled_if_possible
def _list_options(m: int, game: Any, options: Any, cells: Any) -> None:
    """What may happen at a message: masks of types and replies, and bounds on what each type gets.

    The first option is that nobody sends it.
    """
    payoffs, _, least, n_sets, sets = game
    n_options, masks, low, high = options
    n_types = payoffs.shape[1]
    n_options[m] = 0
    ever = 0
    for k in range(n_sets[m]):
        ever |= sets[m, k]
    for t in range(n_types):
        worst = _end(payoffs[m, t], ever, False)
        least[t] = worst if m == 0 else max(least[t], worst)
    for types in range(cells.shape[0]):
        for replies in range(cells.shape[1]):
            if cells[types, replies] or (types == 0 and replies == 0):
                k = n_options[m]
                masks[m, k, 0], masks[m, k, 1] = types, replies
                for t in range(n_types):
                    low[m, k, t] = _end(payoffs[m, t], replies, False) if types else 0.0
                    high[m, k, t] = _end(payoffs[m, t], replies, True) if types >> t & 1 else 1.0
                n_options[m] += 1


@compiled_if_possible
def _end(row: Any, mask: int, most: bool) -> float:
    """The least or the largest of some entries of a row."""
    found, end = False, 0.0
    for a in range(len(row)):
        if mask >> a & 1 and (not found or (row[a] > end) == most):
            found, end = True, row[a]
    return end


@compiled_if_possible
def search(game: Any, options: Any, state: Any, budget: int, found: Any, work: Any) -> int:
    """Go on from a state; return how it ended.

    Parameters
    ----------
    game, options : tuples of ndarrays
        From `prepare`.
    state : tuple of ndarrays
        Number of messages decided, of outcomes and of corners found; the option tried at each message; the bounds so far;
        for each subset of the messages the types that send them and the sum of nets.
    budget : int
        Steps until it pauses.
    found : tuple of ndarrays
        Filled with outcomes, and with corners of the replies after unsent messages.
    work : tuple of ndarrays
    """
    counts, chosen, bounds, unions, nets = state
    n_options = options[0]
    n_messages, n_types = len(chosen), game[0].shape[1]
    while counts[0] >= 0:
        if budget <= 0:
            return PAUSED
        budget -= 1
        m = counts[0]
        chosen[m] += 1
        if chosen[m] == n_options[m]:
            chosen[m] = -1
            counts[0] -= 1
            continue
        if not _fits(m, chosen[m], n_types, options, bounds, unions, nets, game[2]):
            continue
        if m + 1 < n_messages:
            counts[0] += 1
            continue
        budget -= LEAF
        balanced = nets[-1] == n_types
        answer = write_outcome(game, options[1], chosen, balanced, counts, found, work)
        if answer == UNSURE:
            return UNDECIDED
        if answer == FULL:
            chosen[m] -= 1
            return FULL
    return DONE


@compiled_if_possible
def _fits(m: int, k: int, n_types: int, options: Any, bounds: Any, unions: Any, nets: Any, least: Any) -> bool:
    """Whether an option goes with those of the messages before it; writes the bounds and sums that include it."""
    _, masks, low, high = options
    n_messages = masks.shape[0]
    types, replies = masks[m, k, 0], masks[m, k, 1]
    net = count_bits(types) - count_bits(replies) + 1 if types else 0
    size = 1 << m
    for subset in range(size):
        unions[size | subset] = unions[subset] | types
        nets[size | subset] = nets[subset] + net
        if types and nets[size | subset] > count_bits(unions[size | subset]):
            return False
    missing = n_types - count_bits(unions[2 * size - 1])
    if missing and (m + 1 == n_messages or nets[2 * size - 1] == n_types):
        return False
    for t in range(n_types):
        bounds[m, t, 0] = max(low[m, k, t], bounds[m - 1, t, 0] if m else least[t])
        bounds[m, t, 1] = min(high[m, k, t], bounds[m - 1, t, 1] if m else 1.0)
        if bounds[m, t, 0] > bounds[m, t, 1] + TOLERANCE:
            return False
    return True
