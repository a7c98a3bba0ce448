"""Products of small polytopes, and the verifier that looks at their factors instead of their vertices."""

from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.equilibria.polytope import Polytope
from deterrence.equilibria.product_polytope import Factor, Product, clusters, differences
from deterrence.equilibria.tree_piece import BehaviourPiece, inside
from deterrence.equilibria.verify import verify_pieces

ONE, ZERO, HALF = Fraction(1), Fraction(0), Fraction(1, 2)
EITHER = ((ONE, ZERO), (ZERO, ONE))


def square() -> Product:
    return Product((ZERO, ZERO, ONE, ZERO, ZERO), [Factor((0, 3), EITHER), Factor((1, 4), EITHER)])


def test_vertices_come_from_the_factors() -> None:
    assert square().vertices == (
        (ONE, ONE, ONE, ZERO, ZERO),
        (ONE, ZERO, ONE, ZERO, ONE),
        (ZERO, ONE, ONE, ONE, ZERO),
        (ZERO, ZERO, ONE, ONE, ONE),
    )
    assert (square().count, square().dimension, square().support) == (4, 2, frozenset(range(5)))
    assert square().centre == (HALF, HALF, ONE, HALF, HALF)
    assert square().order[0] == square().vertices[0]


def test_what_it_says_is_what_a_polytope_of_its_vertices_says() -> None:
    triangle = Factor((0, 1, 2), ((ONE, ZERO, ZERO), (ZERO, ONE, ZERO), (ZERO, ZERO, ONE)))
    product = Product((ZERO,) * 4 + (ONE,), [triangle, Factor((3,), ((HALF,),))])
    plain = Polytope(product.vertices)
    assert (product.dimension, product.support, product.centre) == (plain.dimension, plain.support, plain.centre)
    assert product.count == plain.count == 3
    assert product.fixed == {3: HALF}


def test_differences_of_long_vectors() -> None:
    one = tuple(Fraction(n) for n in range(1000))
    other = (*one[:99], HALF, *one[100:-1], HALF)
    assert list(differences(one, other)) == [99, 999]
    assert list(differences(one, one)) == []


def test_products_are_compared_by_groups_of_factors() -> None:
    whole = square()
    diagonal = Product(whole.base, [Factor((0, 1, 3, 4), ((ONE, ZERO, ZERO, ONE), (ZERO, ONE, ONE, ZERO)))])
    assert len(list(clusters(whole, diagonal))) == 1  # the diagonal holds both sides of the square together
    assert len(list(clusters(whole, square()))) == 2
    segment, beyond = BehaviourPiece((diagonal,)), BehaviourPiece((whole,))
    assert inside(segment, beyond)
    assert not inside(beyond, segment)
    corner = BehaviourPiece((Product((ONE, ONE, ONE, ZERO, ZERO)),))
    assert not segment.meets(corner)
    assert corner.meets(beyond)
    assert inside(corner, beyond)
    assert not inside(beyond, corner)
    elsewhere = BehaviourPiece((Product((ONE, ONE, ZERO, ZERO, ZERO)),))
    assert not elsewhere.meets(beyond)
    assert BehaviourPiece((Polytope(diagonal.vertices),)).meets(beyond)  # with a polytope that is not written as a product


def tied_twice() -> dt.ExtensiveForm:
    """Player one gets 1/4 outside; inside, two is indifferent twice, and one gets 1 after go, go only."""
    one, two = dt.players("one two")
    nothing = dt.outcome("nothing", one=0, two=0)
    later = two.chooses(stop=nothing, go=dt.outcome("something", one=1, two=0))
    return dt.ExtensiveForm(one.chooses(out=dt.outcome("out", one="1/4", two=0), inside=two.chooses(stop=nothing, go=later)))


@pytest.mark.parametrize("apart", [True, False])
def test_the_verifier_looks_at_all_combinations_of_factors(apart: bool) -> None:
    game = tied_twice()
    going = [Factor((0, 1), EITHER), Factor((2, 3), EITHER)]
    if not apart:  # one factor over two subgames, without the corner at which player one would rather be outside
        rows = [(a + b) for a in EITHER for b in EITHER]
        going = [Factor((0, 1, 2, 3), tuple(rows))]
    piece = BehaviourPiece((Product((ZERO, ONE)), Product((ZERO,) * 4, going)))
    with pytest.raises(dt.NotAnEquilibrium, match="one at root: inside is used with regret 1/4"):
        verify_pieces(game, [piece], "subgame_perfect")
    if apart:
        stopping = [going[0], Factor((2, 3), (EITHER[0],))]
    else:
        stopping = [Factor((0, 1, 2, 3), tuple(row for row in going[0].rows if row[2]))]
    piece = BehaviourPiece((Product((ONE, ZERO)), Product((ZERO,) * 4, stopping)))
    assert verify_pieces(game, [piece, piece], "subgame_perfect").points == 4


def test_the_verifier_refuses_what_is_no_profile() -> None:
    game = tied_twice()
    with pytest.raises(dt.NotAnEquilibrium, match=r"\(1, 1\) is not a probability distribution"):
        verify_pieces(game, [BehaviourPiece((Product((ONE, ZERO)), Product((ONE, ONE, ONE, ZERO))))], "subgame_perfect")
    with pytest.raises(dt.NotAnEquilibrium, match="3 entries instead of 2"):
        verify_pieces(game, [BehaviourPiece((Product((ONE, ZERO, ZERO)), Product((ONE, ZERO, ONE, ZERO))))], "nash")


def test_the_verifier_finds_the_one_bad_piece_among_many() -> None:
    game = tied_twice()
    base = (ZERO, ONE, ZERO, ONE)
    good = [BehaviourPiece((Product((ZERO, ONE)), Product(base)))] * 5
    assert verify_pieces(game, good, "subgame_perfect").pieces == 5
    bad = BehaviourPiece((Product((ONE, ZERO)), Product(tuple(base))))
    with pytest.raises(dt.NotAnEquilibrium, match="out is used with regret 3/4"):
        verify_pieces(game, [*good, bad], "subgame_perfect")
