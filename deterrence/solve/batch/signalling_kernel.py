"""All perfect Bayesian equilibria of signalling games with two types, two messages and two replies, in closed form.

Let r0 and r1 be the probabilities of the first reply after the two messages. Type t gains G_t(r0, r1), which is linear in
both, from the first message over the second; the receiver gains d[t][m] from the first reply over the second if the
message m comes from type t for sure, and S[m] = sum_t prior[t] d[t][m] if both types send it. Where none of these numbers
is zero at the corners there are at most nine families, one slot each:

0, 1   separating: type 0 sends message 0 and type 1 message 1, or the other way round. The replies are pure: signs of d.
2, 3   pooling on message 0, or 1. The reply on the path is the sign of S. After the other message every reply that is best
       for some belief may come: a pure one, or any r in [0, 1] where the two d differ in sign; those that keep both types
       where they are form an interval.
4 - 7  one type mixes, the other sends m for sure: (mixing type, m) = (0, 0), (0, 1), (1, 0), (1, 1). After the message that
       only one type sends the reply is pure. After m the receiver mixes, so as to make the mixing type indifferent; that
       type mixes so as to make the receiver indifferent.
8      both types mix: the lines G_0 = 0 and G_1 = 0 cross inside the square, and both posteriors make the receiver
       indifferent.

Why there is nothing else: pure replies after a message that one type sends need d != 0, and a mixing type is indifferent at
no corner of the square. So a type that mixes alone meets a mixed reply after m, on an edge of the square; if both types mix
and one reply is pure, the lines meet on an edge. Ties of these kinds, and all comparisons that rounding leaves open, mark
the game as degenerate.
"""

from itertools import product
from typing import Any

import numpy as np

from .arrays import subtract

__all__ = ["CORNERS", "MIXES", "N_NUMBERS", "N_SLOTS", "profiles", "solve_block"]

N_SLOTS = 9

#: Numbers kept per game: intervals of slots 2 and 3; message 0 by the mixing type, and reply, of 4 to 7; both players' of 8.
N_NUMBERS = 16

#: (mixing type, message of the other) of the slots 4 to 7.
MIXES = tuple(product((0, 1), repeat=2))

CORNERS = MIXES

#: Relative bound on rounding errors of a sum of two products.
ROUNDING = 2.0**-46

#: Differences that cancel to less than this, relative to their terms, would leave few digits.
SMALL = 2.0**-20


class _Game:
    """Signs and edge points of a block of games; everything is an array over the games."""

    def __init__(self, prior: Any, sender: Any, receiver: Any) -> None:
        n = len(prior)
        self.prior = [prior[:, t].astype(np.float64) for t in (0, 1)]
        self.d = [[_minus(receiver[:, t, m, 0], receiver[:, t, m, 1], n) for m in (0, 1)] for t in (0, 1)]
        #: G[t][a, b]: gain from message 0 if its reply is a and the other message's is b
        self.gain = [{(a, b): _minus(sender[:, t, 0, a], sender[:, t, 1, b], n) for a, b in CORNERS} for t in (0, 1)]
        self.slopes = [[_minus(sender[:, t, m, 0], sender[:, t, m, 1], n) for m in (0, 1)] for t in (0, 1)]
        self.tie = (self.prior[0] <= 0) | (self.prior[1] <= 0)
        self.pooled = []
        for m in (0, 1):
            terms = [p * d[m] for p, d in zip(self.prior, self.d, strict=True)]
            total = terms[0] + terms[1]
            self.tie |= np.abs(total) <= SMALL * (np.abs(terms[0]) + np.abs(terms[1]))
            self.pooled.append(total > 0)
        self.likes = [[d > 0 for d in row] for row in self.d]
        self.up = [{corner: g > 0 for corner, g in row.items()} for row in self.gain]
        for numbers in (*self.d, *(row.values() for row in self.gain)):
            for number in numbers:
                self.tie |= number == 0
        self._edges()

    def _edges(self) -> None:
        """Where each type's gain changes sign on each edge of the square of replies, and where the two coincide."""
        # edge (m, a): the reply after the *other* message than m is a for sure, the reply after m varies
        self.crosses: list[dict[tuple[int, int], Any]] = [{}, {}]
        self.at: list[dict[tuple[int, int], Any]] = [{}, {}]
        for m, a in CORNERS:
            for t in (0, 1):
                first, second = (_corner(m, reply, a) for reply in (0, 1))
                self.crosses[t][m, a] = self.up[t][first] ^ self.up[t][second]
                low = self.gain[t][second]
                self.at[t][m, a] = low / (low - self.gain[t][first])
            same = np.abs(self.at[0][m, a] - self.at[1][m, a]) <= ROUNDING
            self.tie |= self.crosses[0][m, a] & self.crosses[1][m, a] & same


def _minus(left: Any, right: Any, n: int) -> Any:
    out = np.empty(n)
    subtract(left, right, out)
    return out


def _corner(m: int, reply: int, other: int) -> tuple[int, int]:
    return (reply, other) if m == 0 else (other, reply)


def _pick(first: Any, table: Any, second: Any) -> Any:
    """Entry of a 2x2 table of truth values by two truth values: True picks reply 0."""
    upper = (second & table[0, 0]) | (~second & table[0, 1])
    lower = (second & table[1, 0]) | (~second & table[1, 1])
    return (first & upper) | (~first & lower)


def _choose(which: Any, pair: dict[Any, Any], m: int) -> Any:
    """Values on the edge (m, a) where a = 0 if `which` holds, else 1."""
    return np.where(which, pair[m, 0], pair[m, 1])


def solve_block(prior: Any, sender: Any, receiver: Any, numbers: Any) -> tuple[Any, Any, Any]:
    """Families (bit mask), degenerate games, signs of the receiver; the mixing probabilities go into `numbers`.

    Parameters
    ----------
    prior, sender, receiver : ndarrays, shapes (n, 2), (n, 2, 2, 2), (n, 2, 2, 2)
        Payoffs are [type][message][reply].
    numbers : ndarray of float, shape (n, 16)
        Written to; what belongs to a slot that is not there means nothing.
    """
    game = _Game(prior, sender, receiver)
    mask = np.zeros(len(prior), np.uint16)
    for slot, found in enumerate(_separating(game)):
        mask |= found.astype(np.uint16) << slot
    for m in (0, 1):
        found, low, high = _pooling(game, m)
        mask |= found.astype(np.uint16) << (2 + m)
        numbers[:, 2 * m], numbers[:, 2 * m + 1] = low, high
    for k, (t, m) in enumerate(MIXES):
        found, sends, reply = _one_mixes(game, t, m)
        mask |= found.astype(np.uint16) << (4 + k)
        numbers[:, 4 + 2 * k], numbers[:, 5 + 2 * k] = sends, reply
    found, undecided, values = _both_mix(game)
    mask |= found.astype(np.uint16) << 8
    for k, value in enumerate(values):
        numbers[:, 12 + k] = value
    degenerate = game.tie | undecided
    mask[degenerate] = 0
    bits = [game.likes[0][0], game.likes[0][1], game.likes[1][0], game.likes[1][1], *game.pooled]
    answers = np.zeros(len(prior), np.uint8)
    for k, bit in enumerate(bits):
        answers |= bit.astype(np.uint8) << k
    return mask, degenerate, answers


def _separating(game: _Game) -> list[Any]:
    likes, up = game.likes, game.up
    straight = _pick(likes[0][0], up[0], likes[1][1]) & ~_pick(likes[0][0], up[1], likes[1][1])
    crossed = ~_pick(likes[1][0], up[0], likes[0][1]) & _pick(likes[1][0], up[1], likes[0][1])
    return [straight, crossed]


def _pooling(game: _Game, m: int) -> tuple[Any, Any, Any]:
    """Both send m; the interval is that of the reply after the other message."""
    other = 1 - m
    low, high = np.zeros(len(game.tie)), np.ones(len(game.tie))
    either = game.likes[0][other] ^ game.likes[1][other]
    # one reply is best whatever the belief
    low[~either & game.likes[0][other]] = 1.0
    high[~either & ~game.likes[0][other]] = 0.0
    found = np.ones(len(low), bool)
    for t in (0, 1):
        # which end of the edge keeps type t at m, by the reply on the path
        keeps = [
            np.where(game.pooled[m], game.up[t][_corner(other, end, 0)], game.up[t][_corner(other, end, 1)]) ^ bool(m)
            for end in (0, 1)
        ]
        at = _choose(game.pooled[m], game.at[t], other)
        found &= keeps[0] | keeps[1]
        low = np.where(keeps[0] & ~keeps[1], np.maximum(low, at), low)
        high = np.where(keeps[1] & ~keeps[0], np.minimum(high, at), high)
    return found & (low <= high), low, high


def _one_mixes(game: _Game, t: int, m: int) -> tuple[Any, Any, Any]:
    """Type t mixes, the other sends m: Pr(t sends message 0) and Pr(first reply after m)."""
    s, other = 1 - t, 1 - m
    alone = game.likes[t][other]  # the reply after the message that only t sends
    crosses, at = _choose(alone, game.crosses[t], m), _choose(alone, game.at[t], m)
    weights = [np.abs(game.prior[k] * game.d[k][m]) for k in (t, s)]
    receiver = (game.likes[t][m] ^ game.likes[s][m]) & ~(game.pooled[m] ^ game.likes[t][m])
    # the other type's gain where t is indifferent
    ends = [np.where(alone, game.up[s][_corner(m, end, 0)], game.up[s][_corner(m, end, 1)]) for end in (0, 1)]
    beyond = at > _choose(alone, game.at[s], m)
    gains = np.where(ends[0] ^ ends[1], ~(ends[0] ^ beyond), ends[0])
    sends = weights[1] / weights[0]
    return crosses & receiver & (gains ^ bool(m)), sends if m == 0 else 1 - sends, at


def _both_mix(game: _Game) -> tuple[Any, Any, tuple[Any, Any, Any, Any]]:
    """Whether there is such an equilibrium, whether rounding leaves that open, and s0, s1, r0, r1."""
    sizes = [[np.abs(d) for d in row] for row in game.d]
    n1 = np.abs(game.prior[0] * sizes[0][1] - game.prior[1] * sizes[1][1])
    n0 = np.abs(game.prior[1] * sizes[1][0] - game.prior[0] * sizes[0][0])
    likes, pooled = game.likes, game.pooled
    receiver = (likes[0][0] ^ likes[1][0]) & (likes[0][1] ^ likes[1][1])
    receiver &= ~((pooled[1] ^ likes[0][1]) ^ (pooled[0] ^ likes[1][0]))
    s0 = n1 * sizes[1][0] / (n1 * sizes[1][0] + n0 * sizes[1][1])
    s1 = n1 * sizes[0][0] / (n1 * sizes[0][0] + n0 * sizes[0][1])
    # G_t = c + u r0 - v r1
    (c0, u0, v0), (c1, u1, v1) = ((game.gain[t][1, 1], *game.slopes[t]) for t in (0, 1))
    unit = np.maximum(np.maximum(np.abs(c0), np.abs(u0)), np.abs(v0))
    unit = unit * np.maximum(np.maximum(np.abs(c1), np.abs(u1)), np.abs(v1))
    error = ROUNDING * unit
    det = u1 * v0 - u0 * v1
    tops = [v1 * c0 - v0 * c1, u1 * c0 - u0 * c1]
    size, known = np.abs(det), np.abs(det) > error
    inside, outside = size > SMALL * unit, np.zeros(len(size), bool)
    for top in tops:
        signed = np.where(det > 0, top, -top)
        inside &= (signed > error) & (signed < size - error)
        outside |= (known & ((signed < -error) | (signed > size + error))) | (~known & (np.abs(top) > 3 * error))
    return receiver & inside, receiver & ~inside & ~outside, (s0, s1, tops[0] / det, tops[1] / det)


def profiles(mask: Any, answers: Any, numbers: Any) -> tuple[Any, Any]:
    """Strategies of all slots: Pr(message 0) by type, and least and most of Pr(reply 0) after each message.

    Returns
    -------
    sends : ndarray of float, shape (n, 9, 2)
    replies : ndarray of float, shape (n, 9, 2, 2)
        NaN in slots that are not there.
    """
    n = len(mask)
    sends, replies = np.full((n, N_SLOTS, 2), np.nan), np.full((n, N_SLOTS, 2, 2), np.nan)
    bits = [((answers >> k) & 1).astype(np.float64) for k in range(6)]
    likes, pooled = (bits[:2], bits[2:4]), bits[4:]
    for slot, first in ((0, 0), (1, 1)):
        # the type that sends message 0 is `first`
        sends[:, slot, first], sends[:, slot, 1 - first] = 1.0, 0.0
        for m in (0, 1):
            replies[:, slot, m, :] = likes[first if m == 0 else 1 - first][m][:, None]
    for m in (0, 1):
        sends[:, 2 + m, :] = 1.0 - m
        replies[:, 2 + m, m, :] = pooled[m][:, None]
        replies[:, 2 + m, 1 - m, :] = numbers[:, 2 * m : 2 * m + 2]
    for k, (t, m) in enumerate(MIXES):
        sends[:, 4 + k, t], sends[:, 4 + k, 1 - t] = numbers[:, 4 + 2 * k], 1.0 - m
        replies[:, 4 + k, m, :] = numbers[:, 5 + 2 * k, None]
        replies[:, 4 + k, 1 - m, :] = likes[t][1 - m][:, None]
    sends[:, 8, :], replies[:, 8, :, :] = numbers[:, 12:14], numbers[:, 14:16, None]
    absent = ((mask[:, None] >> np.arange(N_SLOTS, dtype=np.uint16)) & 1) == 0
    sends[absent] = np.nan
    replies[absent] = np.nan
    return sends, replies
