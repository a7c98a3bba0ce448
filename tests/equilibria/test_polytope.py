"""Cutting and joining polytopes, on shapes that one can draw."""

from fractions import Fraction

import pytest

from deterrence.equilibria.polytope import Polytope, cells, merge, rank, simplex, value
from tests.equilibria.games import vector

TRIANGLE = simplex(3)
A, B, C = TRIANGLE.vertices
HALVES = vector(1, -1, 0)  # a >= b
QUARTER = vector("-1/4", "3/4", "-1/4")  # b >= 1/4, for the coordinates sum to 1
#: The square of two coins: heads or tails for each.
SQUARE = Polytope(
    tuple(vector(x, 1 - x, y, 1 - y) for x in (1, 0) for y in (1, 0)),
    tuple(vector(*(int(i == k) for i in range(4))) for k in range(4)),
)


def corners(part):
    return None if part is None else set(part.vertices)


def test_value():
    assert value(HALVES, vector("1/2", "1/3", "1/6")) == Fraction(1, 6)


def test_split_a_triangle():
    below, on, above = TRIANGLE.split(HALVES)
    middle = vector("1/2", "1/2", 0)
    assert corners(below) == {B, C, middle}
    assert corners(on) == {C, middle}
    assert corners(above) == {A, C, middle}
    assert [part.dimension for part in (below, on, above)] == [2, 1, 2]


def test_split_beside_a_polytope():
    positive = vector(1, 1, 1)
    below, on, above = TRIANGLE.split(positive)
    assert (below, on) == (None, None)
    assert above is TRIANGLE
    assert TRIANGLE.clip(tuple(-x for x in positive)) is None
    assert TRIANGLE.clip(positive) is TRIANGLE


def test_a_cut_crosses_edges_only():
    """The diagonal of a square is no edge: a cut parallel to a side gives two new corners, not four."""
    below, on, above = SQUARE.split(vector(1, -1, 0, 0))
    assert corners(on) == {vector("1/2", "1/2", 1, 0), vector("1/2", "1/2", 0, 1)}
    assert len(below.vertices) == len(above.vertices) == 4
    assert SQUARE.adjacent(SQUARE.vertices[0], SQUARE.vertices[1])
    assert not SQUARE.adjacent(SQUARE.vertices[0], SQUARE.vertices[3])


def test_clip_all():
    part = TRIANGLE.clip_all([HALVES, QUARTER])
    assert corners(part) == {vector("1/2", "1/2", 0), vector("3/4", "1/4", 0), vector("1/4", "1/4", "1/2")}
    assert part.contains(part.centre)
    assert not part.contains(A)
    # b at least 1/4 and a at least 3/4 leave one point; with c at least 1/4 too, none
    tight = [QUARTER, vector("1/4", "-3/4", "-3/4")]
    assert corners(TRIANGLE.clip_all(tight)) == {vector("3/4", "1/4", 0)}
    assert TRIANGLE.clip_all([*tight, vector("-1/4", "-1/4", "3/4")]) is None


def test_faces():
    assert corners(TRIANGLE.face([0])) == {B, C}
    assert corners(TRIANGLE.face([0, 1])) == {C}
    assert TRIANGLE.face([0, 1, 2]) is None
    assert TRIANGLE.face([]) is TRIANGLE
    assert not TRIANGLE.face([0]).contains(A)
    assert TRIANGLE.face([0]).support == {1, 2}


def test_cells():
    """Two lines that cross inside the triangle: 4 areas, 4 segments of lines, and the crossing."""
    parts = cells(TRIANGLE, [HALVES, QUARTER])
    assert sorted(p.dimension for p in parts) == [0] + [1] * 4 + [2] * 4
    assert [p.vertices for p in parts if p.dimension == 0] == [(vector("1/4", "1/4", "1/2"),)]


def test_merge_puts_together_what_was_cut():
    cuts = [HALVES, QUARTER]
    (whole,) = merge(cells(TRIANGLE, cuts), cuts)
    assert corners(whole) == {A, B, C}


def test_merge_keeps_what_is_not_convex():
    """Three of four areas around a crossing have a dent."""
    cuts = [HALVES, QUARTER]
    areas = [p for p in cells(TRIANGLE, cuts) if p.dimension == 2]
    three = merge(areas[:3], cuts)
    assert len(three) == 2
    dent = areas[3].centre
    assert all(any(p.contains(area.centre) for p in three) for area in areas[:3])
    assert not any(p.contains(dent) for p in three)


def test_merge_minds_the_gap():
    """Two halves whose common border belongs to neither stay apart."""
    below, on, above = TRIANGLE.split(HALVES)
    assert len(merge([below, above], [HALVES])) == 1
    assert len(merge([below, above], [HALVES], gaps=[on])) == 2


def test_merge_drops_what_lies_inside():
    below, on, _ = TRIANGLE.split(HALVES)
    assert merge([on, below], [HALVES]) == [below]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [([], 0), ([(0, 0)], 0), ([(1, 2), (2, 4)], 1), ([(1, 2), (2, 3)], 2), ([(0, 1), (0, 2), (1, 0)], 2)],
)
def test_rank(rows, expected):
    assert rank([vector(*row) for row in rows]) == expected
