"""Perfect Bayesian outcomes of batches of signalling games through `outcome_loop`, with a chance to hear an interrupt."""

from typing import Any, NamedTuple

import numpy as np

from .arrays import blocks
from .outcome_loop import FULL, PAUSED, UNDECIDED, prepare, search

__all__ = ["Outcome", "Outcomes", "covered", "families_as_outcomes", "find_outcomes", "no_outcomes"]

#: Games up to this size, as the product of the numbers of types, messages and replies, are searched. The tables of sets of
#: types and of replies, and of sets of messages, have as many entries as the powers of two.
_LARGEST, _MOST_BITS = 125, 12

#: Steps of the search between two returns to Python: about 0.1 s.
_EFFORT = 1_000_000

_ROOM = 64


class Outcome(NamedTuple):
    """What happens on the path, and every reply off it that supports this.

    Attributes
    ----------
    sends : ndarray of float, shape (types, messages)
        Probability of each message by type.
    replies : ndarray of float, shape (messages, replies)
        Probability of each reply; NaN after unsent messages.
    unsent : dict of int to list of ndarrays, shape (n_corners, replies)
        For each unsent message one or more polytopes, given by their corners: every point of them keeps all types away.
    """

    sends: Any
    replies: Any
    unsent: dict[int, list[Any]]


class Outcomes(NamedTuple):
    """Outcomes of all games, one after another, and the corners of their replies after unsent messages.

    Attributes
    ----------
    count : ndarray of int, shape (n_games,)
        Number of outcomes; -1 where floats do not decide.
    sends : ndarray of float, shape (n_outcomes, types, messages)
    replies : ndarray of float, shape (n_outcomes, messages, replies)
        NaN after unsent messages.
    owner : ndarray of int, shape (n_corners, 3)
        Outcome, message, and which of the sets of replies that some belief justifies together; in this order.
    corners : ndarray of float, shape (n_corners, replies)
    """

    count: Any
    sends: Any
    replies: Any
    owner: Any
    corners: Any

    def of_game(self, k: int) -> list[Outcome]:
        """Those of one game."""
        start = int(np.maximum(self.count[:k], 0).sum())
        return [self._outcome(i) for i in range(start, start + max(int(self.count[k]), 0))]

    def _outcome(self, i: int) -> Outcome:
        first, last = np.searchsorted(self.owner[:, 0], (i, i + 1))
        owner, corners = self.owner[first:last], self.corners[first:last]
        unsent: dict[int, list[Any]] = {}
        for m in np.flatnonzero(np.isnan(self.replies[i, :, 0])).tolist():
            own = owner[:, 1] == m
            unsent[m] = [corners[own & (owner[:, 2] == k)] for k in np.unique(owner[own, 2])]
        return Outcome(self.sends[i], self.replies[i], unsent)


class _Search:
    """Room for the search in games of one size."""

    def __init__(self, types: int, messages: int, replies: int) -> None:
        self.sizes = types, messages, replies
        masks = 1 << types, 1 << replies
        self.game = (
            np.empty((messages, types, replies)),
            np.empty((messages, types, replies)),
            np.empty(types),
            np.empty(messages, np.intp),
            np.empty((messages, masks[1]), np.intp),
        )
        most = masks[0] * masks[1]
        self.options = (
            np.empty(messages, np.intp),
            np.empty((messages, most, 2), np.intp),
            np.empty((messages, most, types)),
            np.empty((messages, most, types)),
        )
        self.state = (
            np.empty(3, np.intp),
            np.empty(messages, np.intp),
            np.empty((messages, types, 2)),
            np.zeros(1 << messages, np.intp),
            np.zeros(1 << messages, np.intp),
        )
        width = types * messages + replies + 2
        small = np.empty((messages * (types + replies) + 2, width)), np.empty(width), np.empty(width, np.intp)
        self.work = (
            np.empty(masks, bool),
            small,
            np.empty(types, np.intp),
            np.empty((types, messages), np.intp),
            *small,
            np.empty(types),
            np.empty(messages, np.intp),
        )
        self.found: tuple[Any, ...] = (
            np.empty((_ROOM, types, messages)),
            np.empty((_ROOM, messages, replies)),
            np.empty((4 * _ROOM, 3), np.intp),
            np.empty((4 * _ROOM, replies)),
        )

    def solve(self, prior: Any, sender: Any, receiver: Any) -> int:
        """Number of outcomes, written into the first rows of `found`; -1 where floats do not decide."""
        counts, chosen = self.state[:2]
        if not prepare(prior, sender, receiver, self.game, self.options, self.work):
            return -1
        counts[:], chosen[:] = 0, -1
        end = PAUSED
        while end in (PAUSED, FULL):
            end = search(self.game, self.options, self.state, _EFFORT, self.found, self.work)
            if end == FULL:
                self.found = tuple(np.concatenate([rows, np.empty_like(rows)]) for rows in self.found)
        # there is always an equilibrium
        return -1 if end == UNDECIDED or not counts[1] else int(counts[1])


def covered(types: int, messages: int, replies: int) -> bool:
    """Whether games of a size are searched."""
    return types * messages * replies <= _LARGEST and max(types + replies, messages) <= _MOST_BITS


def find_outcomes(prior: Any, sender: Any, receiver: Any) -> Outcomes:
    """Find the outcomes of a batch: arrays of shapes (..., types) and, twice, (..., types, messages, replies)."""
    shape, size = sender.shape[:-3], sender.shape[-3:]
    room = _Search(*size)
    parts: tuple[list[Any], ...] = tuple([rows[:0]] for rows in room.found)
    count: list[int] = []
    n_outcomes = 0
    for block in blocks(shape, 1024):
        wide = [np.array(array[block], dtype=np.float64, order="C") for array in (prior, sender, receiver)]
        games = [array.reshape(-1, *core) for array, core in zip(wide, (size[:1], size, size), strict=True)]
        for game in zip(*games, strict=True):
            count.append(room.solve(*game))
            if count[-1] > 0:
                ends = count[-1], count[-1], *[int(room.state[0][2])] * 2
                for part, rows, end in zip(parts, room.found, ends, strict=True):
                    part.append(rows[:end].copy())
                parts[2][-1][:, 0] += n_outcomes
                n_outcomes += count[-1]
    sends, replies, owner, corners = map(np.concatenate, parts)
    replies[(sends == 0).all(axis=1)] = np.nan
    return Outcomes(np.array(count, np.intp), sends, replies, owner, corners)


def no_outcomes(n_games: int, types: int, messages: int, replies: int) -> Outcomes:
    """The same where nothing is searched."""
    nothing = (np.empty((0, *size)) for size in ((types, messages), (messages, replies), (replies,)))
    sends, answers, corners = nothing
    return Outcomes(np.full(n_games, -1), sends, answers, np.empty((0, 3), np.intp), corners)


def families_as_outcomes(sends: Any, replies: Any) -> list[Outcome]:
    """Outcomes of a 2x2x2 game from its families: chances of the first message, and ends of those of the first reply."""
    found = []
    for first, ends in zip(sends, replies, strict=True):
        if np.isnan(first[0]):
            continue
        messages = np.stack([first, 1 - first], axis=-1)
        answers = np.stack([ends, 1 - ends], axis=-1)
        unsent = [m for m in (0, 1) if not messages[:, m].any()]
        on_path = answers[:, 0].copy()
        on_path[unsent] = np.nan
        found.append(Outcome(messages, on_path, {m: [np.unique(answers[m], axis=0)] for m in unsent}))
    return found
