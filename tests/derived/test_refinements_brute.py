"""Refinements against their definitions: what is left of an equilibrium set, point by point.

Between two points of the receiver's polytope the verdict of a test can change only where some type's payoff meets a level
that can be written down. So segments are tested at all these points and between them, which finds isolated survivors,
missing ends and survivors that are too large. Nothing here looks at how the package cuts.
"""

from fractions import Fraction
from itertools import combinations, pairwise, product
from random import Random

import pytest

import deterrence as dt
from tests.brute import bridge, draw, signalling
from tests.brute.linear import in_hull
from tests.brute.refinements import NAMES, Refinements

N_SHARDS = 4
SIZES = {"2x2x2": (2, (2, 2)), "2x3x2": (2, (2, 2, 2)), "3x2x2": (3, (2, 2)), "2x2x3": (2, (3, 3))}
GAMES_PER_SHARD = 21


def _flat(behaviour):
    return [x for row in behaviour for x in row]


def _mixture(points, weights):
    """Mix strategies, distribution by distribution."""
    total = Fraction(sum(weights))
    return tuple(
        tuple(
            sum((w * x for w, x in zip(weights, column, strict=True)), Fraction(0)) / total
            for column in zip(*rows, strict=True)
        )
        for rows in zip(*points, strict=True)
    )


def _centre(points):
    return _mixture(points, [1] * len(points))


def _random_point(rng, points):
    weights = [0]
    while not any(weights):
        weights = [rng.randint(0, 2) for _ in points]
    return _mixture(points, weights)


class Survivors:
    """What a refinement of the package left: pieces by their vertices, with the points of each that it does not have."""

    def __init__(self, refined):
        self.pieces = [
            (piece, sorted(senders), sorted(receivers))
            for component in refined
            for (senders, receivers), piece in zip(component.subsets, component.pieces, strict=True)
        ]

    def hold(self, messages, replies):
        """Whether some piece has this point."""
        point = tuple(_flat(messages)), tuple(_flat(replies))
        return any(
            piece.attains(point) and in_hull(map(_flat, senders), point[0]) and in_hull(map(_flat, receivers), point[1])
            for piece, senders, receivers in self.pieces
        )


def _turning_points(oracle, messages, start, end):
    """Shares of the segment at which a verdict may change, with its ends, and points between them."""
    game = oracle.game
    sent = oracle.sent(messages)
    lines = {t: [(oracle._earns(t, m, start[m]), oracle._earns(t, m, end[m])) for m in sent] for t in oracle.types}
    shares = {Fraction(0), Fraction(1)}

    def meet(f, g):
        """Where two linear functions, given by their values at both ends, are equal."""
        gap, other = f[0] - g[0], f[1] - g[1]
        if gap != other and 0 < gap / (gap - other) < 1:
            shares.add(gap / (gap - other))

    for t in oracle.types:
        for f, g in combinations(lines[t], 2):
            meet(f, g)
    for m, n in enumerate(game.n_replies):
        if m in sent:
            continue
        for t, f in [(k, line) for k in oracle.types for line in lines[k]]:
            for u in game.sender[t][m]:
                meet(f, (u, u))
            for _, seen in oracle.rivals().get(m, ()):
                for reply in seen:
                    meet(f, (oracle._earns(t, m, reply),) * 2)
        for (a, b), (t, k) in product(combinations(range(n), 2), combinations(oracle.types, 2)):
            mine, theirs = game.sender[t][m], game.sender[k][m]
            if mine[a] != mine[b] and theirs[a] != theirs[b]:
                for f, g in product(lines[t], lines[k]):
                    meet(
                        tuple((x - mine[b]) / (mine[a] - mine[b]) for x in f),
                        tuple((x - theirs[b]) / (theirs[a] - theirs[b]) for x in g),
                    )
    ordered = sorted(shares)
    return ordered + [(x + y) / 2 for x, y in pairwise(ordered)]


def _samples(rng, oracle, piece):
    """Points of a piece: along segments of replies, against a few strategies of the sender."""
    senders, receivers = (sorted(side) for side in piece)
    for _ in range(2):
        messages = rng.choice([rng.choice(senders), _centre(senders), _random_point(rng, senders)])
        ends = [rng.choice([rng.choice(receivers), _random_point(rng, receivers)]) for _ in range(2)]
        if ends[0] == ends[1]:
            yield messages, ends[0]
            continue
        shares = _turning_points(oracle, messages, *ends)
        for share in rng.sample(shares, min(len(shares), 12)):
            yield messages, _mixture(ends, [1 - share, share])


@pytest.mark.parametrize("shard", range(N_SHARDS))
@pytest.mark.parametrize("size", SIZES)
def test_every_refinement_of_random_games(size, shard):
    n_types, n_replies = SIZES[size]
    rng = Random(f"refinements {size} {shard}")
    for _ in range(GAMES_PER_SHARD):
        table = draw.signalling(rng, n_types, n_replies, rng.choice([1, 2, 3]))
        oracle = Refinements(table)
        eqs = dt.perfect_bayesian(bridge.declare(table))
        whole = signalling.pieces(table)
        samples = [point for piece in whole for point in _samples(rng, oracle, piece)]
        for name in NAMES:
            left = Survivors(eqs.refine(name))
            corners = {point for _, *sides in left.pieces for point in product(*sides)}
            centres = [tuple(map(_centre, sides)) for _, *sides in left.pieces]
            for point in {*corners, *centres, *samples}:
                assert left.hold(*point) == oracle.survives(name, *point), (name, table, point)
            for point in corners:
                assert signalling.contains(table, *point), (name, table, point)
            assert all(oracle.survives(name, *point) for point in centres), (name, table)
