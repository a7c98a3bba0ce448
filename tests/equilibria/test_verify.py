"""The verifier refutes what is no equilibrium; each case is wrong in one way, and its right neighbour passes."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from deterrence.equilibria.piece import Piece
from deterrence.equilibria.polytope import Polytope
from deterrence.equilibria.verify import verify_pieces
from tests.brute import bridge, draw, signalling
from tests.equilibria.games import beer_quiche, guess, piece

PENNIES = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
MEETING = dt.NormalForm.from_arrays([[2, 0], [0, 1]], [[1, 0], [0, 2]])


def refute(game, wrong, match):
    with pytest.raises(dt.NotAnEquilibrium, match=match):
        verify_pieces(game, [wrong])


def test_says_what_it_checked():
    """Beer-quiche at 9/10 has two components, a segment each, by hand."""
    found = dt.perfect_bayesian(beer_quiche()).verify()
    assert (found.max_regret, found.pieces, found.points) == (0, 2, 4)


def test_matching_pennies():
    verify_pieces(PENNIES, [piece([("1/2", "1/2")], [("1/2", "1/2")])])
    # against (3/5, 2/5) the row player gets 1/5 from the first action, -1/5 from the second
    refute(PENNIES, piece([("1/2", "1/2")], [("3/5", "2/5")]), "player 1: action 2 is used with regret 2/5")


def test_a_product_of_equilibria_need_not_be_one():
    """Both meeting places are equilibria; any mix of them, product by product, is not."""
    verify_pieces(MEETING, [piece([(1, 0)], [(1, 0)]), piece([(0, 1)], [(0, 1)])])
    refute(MEETING, piece([(1, 0), (0, 1)], [(1, 0), (0, 1)]), "player 1")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([("1/2", "1/3")], r"\(1/2, 1/3\) is not a probability distribution"),
        ([("3/2", "-1/2")], "not a probability distribution"),
        ([("1/2", "1/2", 0)], "3 entries instead of 2"),
        ([(1,)], "1 entries instead of 2"),
    ],
)
def test_what_is_no_strategy(wrong, words):
    refute(PENNIES, piece(wrong, [("1/2", "1/2")]), words)
    refute(PENNIES, piece([("1/2", "1/2")], wrong), words)


@pytest.mark.parametrize("wrong", [("1/4", "1/4"), ("3/2", "-1/2")])
def test_what_is_no_strategy_is_none_where_nobody_cares(wrong):
    idle = dt.NormalForm.from_arrays([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    verify_pieces(idle, [piece([("1/4", "3/4")], [("1/2", "1/2")])])
    refute(idle, piece([wrong], [("1/2", "1/2")]), "not a probability distribution")
    refute(idle, piece([("1/2", "1/2")], [wrong]), "not a probability distribution")


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ((1, 0, "1/2", "1/3"), r"\(1/2, 1/3\) is not a probability distribution"),
        ((1, 0, 2, -1), "not a probability distribution"),
        ((1, 0, 1), "3 entries instead of 4"),
        ((1, 0, 1, 0, 0), "5 entries instead of 4"),
    ],
)
def test_what_is_no_behaviour_strategy(side, wrong, words):
    right = [[(1, 0, 1, 0)], [(0, 1, 1, 0)]]
    verify_pieces(beer_quiche(), [piece(*right)])
    refute(beer_quiche(), piece(*[[wrong] if k == side else right[k] for k in range(2)]), words)


def test_the_sender_regrets():
    """Duel after quiche with 2/5 only: the wimp gets 1 + 2 * 3/5 = 11/5 from quiche, 2 from beer."""
    verify_pieces(beer_quiche(), [piece([(1, 0, 1, 0)], [(0, 1, "1/2", "1/2"), (0, 1, 1, 0)])])
    refute(
        beer_quiche(),
        piece([(1, 0, 1, 0)], [(0, 1, "2/5", "3/5")]),
        "diner of type wimp: beer is used with regret 1/5",
    )
    # a segment that reaches too far is refuted although its other end is right
    refute(beer_quiche(), piece([(1, 0, 1, 0)], [(0, 1, 1, 0), (0, 1, "2/5", "3/5")]), "diner of type wimp")


def test_the_receiver_answers_the_posterior():
    """At 2/5 surly, pooled beer leaves 2/5: leaving costs 1/5. At 9/10, duelling costs 4/5."""
    refute(beer_quiche("2/5"), piece([(1, 0, 1, 0)], [(0, 1, 1, 0)]), "bully after beer: leave is used with regret 1/5")
    # the posterior, not the prior: when types separate, duelling after beer costs 1, weighted by 9/10
    refute(guess(), piece([(1, 0, 0, 1)], [(0, 1, 0, 0, 1, 0)]), "receiver after m0: guess t1 is used with regret 1/2")
    verify_pieces(guess(), [piece([(1, 0, 0, 1)], [(1, 0, 0, 0, 1, 0)])])


def test_the_semi_separating_wimp():
    """Beer-quiche at 2/5: beer with 2/3 makes the posterior after beer 1/2; anything else does not."""
    replies = [("1/2", "1/2", 1, 0)]
    verify_pieces(beer_quiche("2/5"), [piece([(1, 0, "2/3", "1/3")], replies)])
    refute(beer_quiche("2/5"), piece([(1, 0, "3/5", "2/5")], replies), "bully after beer")
    # still indifferent at these replies is the wimp, but who duels only sometimes after quiche gives something away
    replies = [("2/5", "3/5", "9/10", "1/10")]
    refute(beer_quiche("2/5"), piece([(1, 0, "2/3", "1/3")], replies), "bully after quiche: leave is used with regret 1/5")


def test_replies_must_be_rational_together():
    """Each guess is best for some belief, abstaining for others; no belief makes both guesses best."""
    pooling = [(1, 0, 1, 0)]

    def after_unsent(*replies):
        return piece(pooling, [(0, 0, 1, *reply) for reply in replies])

    verify_pieces(guess(), [after_unsent((1, 0, 0), (0, 0, 1)), after_unsent((0, 1, 0), (0, 0, 1))])
    refute(guess(), after_unsent(("1/2", "1/2", 0)), "receiver after m1: no belief justifies its replies together")
    # vertex by vertex all is well, in between it is not
    refute(guess(), after_unsent((1, 0, 0), (0, 1, 0)), "receiver after m1: no belief justifies its replies together")


def test_replies_must_be_rational_at_the_edge_too():
    """Where a piece contains points that send a message and points that do not, its replies need a belief there."""
    idle_sender = guess(("1/2", "1/2"))
    verify_pieces(idle_sender, [piece([(1, 0, 1, 0), (0, 1, 0, 1)], [(0, 0, 1, 0, 0, 1)])])
    refute(idle_sender, piece([(1, 0, 1, 0), (0, 1, 0, 1)], [(0, 0, 1, 1, 0, 0)]), "receiver after m1")


def test_perfect_bayesian_needs_a_signalling_game():
    horse = dt.models.selten_horse()
    with pytest.raises(dt.NotAnEquilibrium, match="checked on signalling games, and this tree is none"):
        verify_pieces(horse, [], "perfect_bayesian")
    assert verify_pieces(horse, [], "sequential").pieces == 0


def test_a_type_of_prior_zero_must_do_its_best():
    """A wimp that is not expected still prefers quiche when quiche is not punished; after it, any belief is possible."""
    game = beer_quiche(1)
    verify_pieces(game, [piece([(1, 0, 0, 1)], [(0, 1, 0, 1)])])
    refute(game, piece([(1, 0, 1, 0)], [(0, 1, 0, 1)]), "diner of type wimp: beer is used with regret 1")
    verify_pieces(game, [piece([(1, 0, 1, 0)], [(0, 1, 1, 0)])])


def test_three_players():
    """All want to meet at the same of two places: meeting is an equilibrium, being the odd one out is not."""
    together = [[[1, 0], [0, 0]], [[0, 0], [0, 1]]]
    game = dt.NormalForm.from_arrays(together, together, together)
    verify_pieces(game, [piece([(1, 0)], [(1, 0)], [(1, 0)])])
    refute(game, piece([(0, 1)], [(1, 0)], [(1, 0)]), "player 1: action 2 is used with regret 1")


@pytest.mark.parametrize("shard", range(2))
def test_perturbed_vertices(shard):
    """Shift one vertex of a true piece; the verdict is that of the definition, written apart, at every corner."""
    rng = Random(f"perturbed {shard}")
    refuted = 0
    for _ in range(60):
        table = draw.signalling(rng, 2, (2, 3), 2)
        game = bridge.declare(table)
        for true in dt.perfect_bayesian(game).pieces:
            side, sizes = rng.choice([(0, [2, 2]), (1, [2, 3])])
            old = rng.choice(true.sides[side].vertices)
            other = [x for size in sizes for x in _pure(rng, size)]
            moved = tuple(Fraction(9, 10) * x + Fraction(1, 10) * y for x, y in zip(old, other, strict=True))
            sides = [Polytope((moved,)) if k == side else s for k, s in enumerate(true.sides)]
            corners = dt.EquilibriumSet.build(game, "perfect_bayesian", [Piece(tuple(sides))])
            if all(signalling.contains(table, *eq.vectors) for eq in corners.extreme):
                continue
            refuted += 1
            with pytest.raises(dt.NotAnEquilibrium):
                corners.verify()
    assert refuted > 30


def _pure(rng, size):
    chosen = rng.randrange(size)
    return [Fraction(int(a == chosen)) for a in range(size)]
