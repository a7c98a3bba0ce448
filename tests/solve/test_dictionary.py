"""Dictionaries of small polytopes, by hand: which variables vanish with others, which rows go, which rule breaks ties."""

import pytest

from deterrence.solve.complementarity import Node, _branch
from deterrence.solve.dictionary import Dictionary


def never():
    raise AssertionError


def test_what_vanishes_with_a_variable_is_known():
    """a = 0, so b = a - d = 0 and d = 0, so c = d = 0; e = 1 + a stays."""
    a, b, c, d, e = range(5)
    face = Dictionary([c, b, e], [a, d], [[0, 0, 1], [0, 1, -1], [1, 1, 0]]).without(a, never)
    assert face is not None
    assert face.zeros == 1 << a | 1 << b | 1 << c | 1 << d
    assert face.basic == [e]


def test_rows_of_what_is_positive_go_unless_they_are_wanted():
    """x + y + z = 1 and p = 2 + x, which limits nothing; on the face z = 0 the vertices are those of a segment."""
    x, y, z, p = range(4)
    for wanted, kept in ((0b0111, False), (0b1111, True), (-1, True)):
        whole = Dictionary([z, p], [x, y], [[1, -1, -1], [2, 1, 0]], wanted=wanted)
        assert whole.status(p) < 0
        face = whole.without(z)
        assert face is not None
        assert (p in face.basic) == kept
        assert {vertex[0] for vertex in face.vertices()} == {1 << z | 1 << x, 1 << z | 1 << y}


def test_where_no_pivot_gains_the_smallest_variable_enters():
    """Bland's rule, by which nothing goes round in circles: both columns are stopped at once, and 3 is less than 5."""
    face = Dictionary([0, 1, 9], [5, 3], [[0, -1, 1], [0, 1, -1], [2, -1, -1]])
    assert face._entering(face.rows[2]) == face.free.index(3)


def test_of_rows_that_stop_a_column_together_the_wanted_one_leaves():
    """Both are 2 - t, so that t can grow to 2; a third stops it later."""
    face = Dictionary([0, 1, 2], [5], [[2, -1], [2, -1], [3, -1]])
    assert [face._leaving(0, preferred) for preferred in range(3)] == [0, 1, 0]


def test_a_walk_over_vertices_can_be_stopped():
    """The square has four vertices, and its walk four steps."""
    square = Dictionary([2, 3], [0, 1], [[1, -1, 0], [1, 0, -1]])
    steps = []
    assert {vertex[0] for vertex in square.vertices(lambda: steps.append(1))} == {0b0011, 0b0110, 0b1001, 0b1100}
    assert len(steps) == 4
    with pytest.raises(AssertionError):
        square.vertices(never)


def test_a_label_that_can_vanish_on_one_side_only_is_taken_first():
    """Label 0 is 1 + t on the first side, 1 - (label 1) on the second; label 1 can vanish on both."""
    first, second = Dictionary([0, 1], [5], [[1, 1], [1, -1]]), Dictionary([0], [1], [[1, -1]])
    (child,) = _branch(Node(first, second), 0b11, bool)
    assert child.first is first
    assert child.second.zeros == 0b01
