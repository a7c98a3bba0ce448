"""Large trees with accidental ties: time goes with the number of nodes, not with nodes times extreme points."""

import random
from time import process_time

import deterrence as dt


def large(depth: int, ties: int, seed: int) -> tuple[dt.ExtensiveForm, int]:
    """A tree of two branches each, whose only ties are between ends that pay both players the same; how many are tied."""
    rng = random.Random(seed)
    players = dt.players("one two")
    tied = set(rng.sample(range(2 ** (depth - 1)), ties))
    numbers = iter(rng.sample(range(10**6), 2 ** (depth + 1)))

    def below(level: int, place: int) -> object:
        mover = players[level % 2]
        if level == depth - 1:
            first = dt.outcome("first", one=next(numbers), two=next(numbers))
            return mover.chooses(left=first, right=first if place in tied else other(numbers))
        return mover.chooses(left=below(level + 1, 2 * place), right=below(level + 1, 2 * place + 1))

    def other(row: object) -> object:
        return dt.outcome("second", one=next(numbers), two=next(numbers))

    return dt.ExtensiveForm(below(0, 0)), len(tied)  # type: ignore[arg-type]


def test_ties_that_change_nothing_else_cost_little() -> None:
    tree, ties = large(depth=12, ties=11, seed=4)
    start = process_time()
    eqs = dt.subgame_perfect(tree)
    taken = process_time() - start
    (piece,) = eqs.pieces
    assert eqs.complete
    assert (piece.dimension, len(tree.stages)) == (ties, 2**12 - 1)
    assert eqs.verify().points == 2**ties
    assert taken < 5  # point by point, 2,048 times 8,191 nodes, it takes minutes


def test_a_tie_that_others_care_about_is_found_in_a_large_tree() -> None:
    # the last mover is indifferent, player one is not: in with weight at least 1/2 on left, out with at most 1/2
    one, two = dt.players("one two")
    tie = two.chooses(left=dt.outcome("good", one=2, two=0), right=dt.outcome("bad", one=0, two=0))
    node = tie
    for level in range(300):  # a long path of moves that nobody leaves
        mover = (one, two)[level % 2]
        node = mover.chooses(on=node, off=dt.outcome("off", one=-1, two=-1))
    tree = dt.ExtensiveForm(one.chooses(out=dt.outcome("out", one=1, two=1), into=node))
    eqs = dt.subgame_perfect(tree)
    assert eqs.complete
    assert len(eqs) == 1
    assert sorted(piece.dimension for piece in eqs.pieces) == [1, 1, 1]
    assert str(dt.probability(eqs, "one:out")) == "[0, 1]"
    assert str(dt.probability(eqs, "left")) == "[0, 1]"


def test_many_pieces_share_what_they_have_in_common() -> None:
    one, two = dt.players("one two")

    def crossing(n: int) -> object:
        tie = two.chooses(left=dt.outcome("good", one=2, two=n), right=dt.outcome("bad", one=0, two=n))
        return one.chooses(out=dt.outcome("out", one=1, two=n), into=tie)

    tree = dt.ExtensiveForm(dt.nature({str(n): ("1/4", crossing(n)) for n in range(4)}))
    eqs = dt.subgame_perfect(tree)
    # each crossing on its own: out with left at most 1/2, in with at least 1/2, both at 1/2
    assert eqs.complete
    assert len(eqs) == 1
    assert len(eqs.pieces) == 3**4
    assert len({id(side.base) for piece in eqs.pieces for side in piece.sides}) == 2  # type: ignore[attr-defined]
