"""Every weak perfect Bayesian equilibrium of a small signalling game, from the definition.

(s, r) is an equilibrium iff each declared type, also one of prior 0, sends only messages that are best for it against r, and
each message's reply r[m] is a best reply to Bayes' posterior where the message has positive probability, and otherwise to some
one belief on the declared types: all of its replies to the same belief.

Fix a support for each type and for the receiver after each message. Then the sender's conditions are linear in r, the
receiver's linear in s, and what an unsent message needs is a matter of the support alone: the replies in it must be best to one
belief together. So the profile's equilibria are a product of a face of one best-reply polyhedron and a face of the other, and
the set is the union of these products. Conversely a convex product of equilibria lies in the product that belongs to the
supports inside it, so the maximal ones are maximal sets of vertices that are pairwise compatible, and whose replies to each
message are best to one belief together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from . import polyhedra
from .polyhedra import Vertex

Behaviour = tuple[tuple[Fraction, ...], ...]
Piece = tuple[frozenset[Behaviour], frozenset[Behaviour]]


@dataclass(frozen=True)
class Game:
    """Payoffs as ``sender[type][message][reply]`` and ``receiver[type][message][reply]``; the replies may differ by message."""

    prior: Sequence[Fraction]
    sender: Sequence[Sequence[Sequence[Fraction]]]
    receiver: Sequence[Sequence[Sequence[Fraction]]]

    @property
    def n_types(self) -> int:
        return len(self.prior)

    @property
    def n_replies(self) -> list[int]:
        return [len(row) for row in self.sender[0]]


def rational_sets(game: Game, message: int) -> list[int]:
    """List the maximal sets of replies to this message, as bit masks, that are best to one belief together."""
    replies = range(game.n_replies[message])
    expected = [[game.receiver[t][message][a] for t in range(game.n_types)] for a in replies]
    return _largest(belief.best for belief in polyhedra.vertices([game.n_types], [expected]))


def _largest(masks: Iterable[int]) -> list[int]:
    distinct = set(masks)
    return [mask for mask in distinct if not any(mask != other and mask & other == mask for other in distinct)]


def _receiver_vertices(game: Game) -> list[Vertex]:
    """Replies r, with the messages (t, m) that are best for each type against them."""
    sent = range(len(game.n_replies))
    levels = [[[x if m == chosen else 0 for m in sent for x in payoffs[m]] for chosen in sent] for payoffs in game.sender]
    return polyhedra.vertices(game.n_replies, levels)


def _sender_vertices(game: Game) -> list[Vertex]:
    """Messages s, with the replies (m, a) that are best against the weights prior x s of the types that send m."""
    sent = range(len(game.n_replies))
    weighted = [[[p * x for x in row] for row in rows] for p, rows in zip(game.prior, game.receiver, strict=True)]
    levels = [
        [[rows[m][a] if m == answered else 0 for rows in weighted for m in sent] for a in range(game.n_replies[answered])]
        for answered in sent
    ]
    return polyhedra.vertices([len(sent)] * game.n_types, levels)


def pieces(game: Game) -> list[Piece]:
    """List the maximal products of equilibria, each as (sender's vertices, receiver's vertices)."""
    offsets = [sum(game.n_replies[:m]) for m in range(len(game.n_replies))]
    senders, receivers = _sender_vertices(game), []
    for vertex in _receiver_vertices(game):
        neighbours = sum(1 << j for j, sender in enumerate(senders) if polyhedra.compatible(vertex, sender))
        if neighbours:
            receivers.append((vertex, neighbours))
    found = set()
    for chosen in product(*(rational_sets(game, m) for m in range(len(offsets)))):
        allowed = sum(mask << offset for mask, offset in zip(chosen, offsets, strict=True))
        rows = [i for i, (vertex, _) in enumerate(receivers) if not vertex.support & ~allowed]
        for replies, messages in polyhedra.maximal_products([receivers[i][1] for i in rows]):
            found.add((messages, frozenset(rows[i] for i in replies)))
    maximal = [
        (messages, replies)
        for messages, replies in found
        if not any((messages, replies) != (m, r) and messages <= m and replies <= r for m, r in found)
    ]
    return [
        (
            frozenset(_split(senders[j].point, [len(offsets)] * game.n_types) for j in messages),
            frozenset(_split(receivers[i][0].point, game.n_replies) for i in replies),
        )
        for messages, replies in maximal
    ]


def extreme_points(game: Game) -> set[tuple[Behaviour, Behaviour]]:
    """List the vertices of the maximal products."""
    return {pair for piece in pieces(game) for pair in product(*piece)}


def components(game: Game) -> frozenset[frozenset[Piece]]:
    """Group the maximal products into connected components."""
    return polyhedra.connected(pieces(game))


def contains(game: Game, messages: Behaviour, replies: Behaviour) -> bool:
    """Tell whether a profile is a weak perfect Bayesian equilibrium, by the definition."""
    for payoffs, sent in zip(game.sender, messages, strict=True):
        worth = [_dot(row, reply) for row, reply in zip(payoffs, replies, strict=True)]
        if any(p and x < max(worth) for p, x in zip(sent, worth, strict=True)):
            return False
    for m, reply in enumerate(replies):
        played = {a for a, p in enumerate(reply) if p}
        weights = [p * sent[m] for p, sent in zip(game.prior, messages, strict=True)]
        if any(weights):
            worth = [_dot(weights, [rows[m][a] for rows in game.receiver]) for a in range(len(reply))]
            if any(worth[a] < max(worth) for a in played):
                return False
        elif not any(all(mask >> a & 1 for a in played) for mask in rational_sets(game, m)):
            return False
    return all(min(row) >= 0 and sum(row) == 1 for row in (*messages, *replies))


def _dot(left, right) -> Fraction:
    return sum((x * y for x, y in zip(left, right, strict=True)), Fraction(0))


def _split(point: Sequence[Fraction], sizes: Sequence[int]) -> Behaviour:
    """Cut a point into one distribution per simplex."""
    entries = iter(point)
    return tuple(tuple(next(entries) for _ in range(size)) for size in sizes)
