"""Symmetric equilibria: by hand, against all equilibria of the same game, and against one polynomial for two actions."""

from fractions import Fraction
from itertools import pairwise, product
from math import prod
from random import Random

import pytest

import deterrence as dt


def symmetric(n_players, n_actions, payoff):
    """A symmetric game; ``payoff(own, counts)`` by how many of the others choose each action."""
    actions = [f"a{k}" for k in range(n_actions)]

    def row(cell):
        numbers = [actions.index(a) for a in cell]
        return [
            payoff(own, tuple((numbers[:i] + numbers[i + 1 :]).count(k) for k in range(n_actions)))
            for i, own in enumerate(numbers)
        ]

    cells = product(actions, repeat=n_players)
    return dt.NormalForm(players=[f"p{i}" for i in range(n_players)], payoffs={cell: row(cell) for cell in cells})


def drawn(rng, n_players, n_actions, largest):
    """A payoff for every own action and every number of others at each action."""
    table = {}
    return symmetric(n_players, n_actions, lambda *key: table.setdefault(key, rng.randint(-largest, largest)))


def shared(eqs):
    """The strategies that all players share, in the extreme equilibria."""
    for eq in eqs.extreme:
        first, *others = eq.vectors
        assert all(other == first for other in others)
    return {eq.vectors[0] for eq in eqs.extreme}


@pytest.mark.parametrize("n_players", [2, 3, 5, 8])
def test_volunteers(n_players):
    """Whoever speaks up pays 1; everybody has 2 if anybody does: the others' silence has a chance of 1/2."""
    game = symmetric(n_players, 2, lambda own, counts: 2 * (own == 0 or counts[0] > 0) - (own == 0))
    eqs = dt.symmetric_nash(game)
    assert eqs.complete
    assert eqs.concept == "symmetric_nash"
    (eq,) = eqs.extreme
    silent = eq["p0"]["a1"]
    assert prod([silent] * (n_players - 1)) == Fraction(1, 2)
    assert len({eq[p]["a1"] for p in game.players}) == 1
    assert eqs.verify().max_regret == 0


@pytest.mark.parametrize("largest", [1, 9])
def test_two_players_have_the_diagonal_of_all_equilibria(largest):
    """For two players: where the two sides of a maximal set of equilibria overlap."""
    rng = Random(f"diagonal {largest}")
    for _ in range(30):
        game = drawn(rng, 2, 3, largest)
        expected = set()
        for piece in dt.nash(game).pieces:
            mine, theirs = piece.described(game).sides
            overlap = mine.clip_all(theirs.facets)
            if overlap is not None:
                expected |= set(overlap.vertices)
        found = dt.symmetric_nash(game)
        assert found.complete
        assert shared(found) <= expected, game.payoffs
        # overlaps of different sets may touch in a face of a larger one, whose corners are on it but no corners of it
        for point in expected - shared(found):
            assert any(_holds(piece, point) for piece in found.pieces), (game.payoffs, point)


def _holds(piece, point):
    return not piece.polytopal and piece.shape.contains((point, point))


@pytest.mark.parametrize("largest", [1, 2, 50])
@pytest.mark.parametrize("n_players", [3, 4])
def test_two_actions_are_one_polynomial(n_players, largest):
    """The gain of the first action has a sign at every rational x; between equilibria nothing changes."""
    rng = Random(f"polynomial {n_players} {largest}")
    for _ in range(12):
        game = drawn(rng, n_players, 2, largest)
        eqs = dt.symmetric_nash(game)
        assert eqs.complete

        def gain(x, game=game):
            total = Fraction(0)
            for others in product((0, 1), repeat=n_players - 1):
                chance = Fraction(1)
                for k in others:
                    chance *= 1 - x if k else x
                names = [f"a{k}" for k in others]
                total += chance * (game.payoffs["a0", *names][0] - game.payoffs["a1", *names][0])
            return total

        if any(eq.dimension for eq in eqs):
            assert all(gain(Fraction(k, 7)) == 0 for k in range(8))
            continue
        known = shared(eqs)
        assert ((0, 1) in known) == (gain(Fraction(0)) <= 0)
        assert ((1, 0) in known) == (gain(Fraction(1)) >= 0)
        inner = sorted(x for x, _ in known if 0 < x < 1)
        marks = [Fraction(k, 60) for k in range(61)]
        for low, high in pairwise(marks):
            inside = [x for x in inner if low < x < high]
            if gain(low) * gain(high) < 0:
                assert inside, (game.payoffs, low)
            if low > 0:
                assert (gain(low) == 0) == (low in inner)


@pytest.mark.parametrize("largest", [1, 20])
def test_three_players_against_all_equilibria(largest):
    rng = Random(f"three {largest}")
    for _ in range(8):
        game = drawn(rng, 3, 2, largest)
        found = dt.symmetric_nash(game)
        everything = dt.nash(game)
        assert found.complete
        assert everything.complete
        alike = {eq.vectors[0] for eq in everything.extreme if len(set(eq.vectors)) == 1}
        if not any(piece.dimension for piece in everything.pieces):
            assert shared(found) == alike, game.payoffs


def test_a_constant_game():
    """Any strategy may be shared: a triangle, whatever the number of players."""
    eqs = dt.symmetric_nash(symmetric(3, 3, lambda own, counts: 5))
    assert eqs.complete
    (component,) = eqs
    assert component.dimension == 2
    assert shared(eqs) == {(1, 0, 0), (0, 1, 0), (0, 0, 1)}


def test_a_curve_of_shared_strategies():
    """The third action pays more than the others where x0 x1 < 1/9, and less where it is more: a hyperbola."""

    def payoff(own, counts):
        # of two others, one at each of the first two actions has the chance 2 x0 x1
        return 0 if own < 2 else 2 - 9 * (counts[0] == counts[1] == 1)

    game = symmetric(3, 3, payoff)
    eqs = dt.symmetric_nash(game)
    assert eqs.complete
    curve = next(piece for piece in eqs.pieces if not piece.polytopal and len(piece.support["p0"]) == 3)
    assert curve.dimension == 1
    for point in (curve.sample, *curve.witnesses):
        x, y, _ = point[0]
        assert x * y == Fraction(1, 9)
        assert point[0] == point[1] == point[2]
    # without the third action the first two are as good, and the third no better on a segment of that edge
    (edge,) = (p for p in eqs.pieces if not p.polytopal and len(p.support["p0"]) == 2)
    assert [point[0][0] * point[0][1] for point in edge.ends] == [Fraction(1, 9)] * 2
    assert len(eqs) == 2
    assert shared(eqs) >= {(0, 0, 1)}


def test_what_is_not_symmetric():
    with pytest.raises(dt.UnsupportedGame, match=r"symmetric_nash needs a symmetric game: .* do not mirror each other"):
        dt.symmetric_nash(dt.NormalForm.from_arrays([[1, 0], [0, 2]], [[1, 0], [0, 3]]))
    with pytest.raises(dt.UnsupportedGame, match="the actions of 'defender' are not those of 'challenger'"):
        dt.symmetric_nash(dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1))
    with pytest.raises(dt.UnsupportedGame, match="takes a NormalForm"):
        dt.symmetric_nash(dt.models.warning_game())
    with pytest.raises(dt.InvalidParameter, match="time_limit"):
        dt.symmetric_nash(symmetric(2, 2, lambda own, counts: own), time_limit=-1)


def test_a_limit_says_what_was_not_looked_at():
    game = symmetric(3, 3, lambda own, counts: 0 if own < 2 else 2 - 9 * (counts[0] == counts[1] == 1))
    eqs = dt.symmetric_nash(game, time_limit=1e-9)
    assert not eqs.complete
    assert shared(eqs) == {(0, 0, 1)}
    assert "of 7 supports 4, those with the most actions, were not looked at because the time limit" in eqs.why


def test_past_a_limit_pure_equilibria_are_all_there_among_all_equilibria_too():
    """Three players who want to meet; both meeting places are equilibria."""
    meet = [[[int(i == j == k) for k in (0, 1)] for j in (0, 1)] for i in (0, 1)]
    eqs = dt.nash(dt.NormalForm.from_arrays(meet, meet, meet), time_limit=1e-9)
    assert "pure equilibria are all there" in eqs.why
    assert {((1, 0),) * 3, ((0, 1),) * 3} <= {eq.vectors for eq in eqs.extreme}
