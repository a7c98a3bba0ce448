"""Continua of equilibria of three players that are no products of polytopes, worked out by hand."""

import json
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

import deterrence as dt
from deterrence.equilibria.piece import Piece
from deterrence.equilibria.polytope import Polytope
from deterrence.equilibria.verify import verify_pieces
from tests.brute.membership import has, holds

HALF = Fraction(1, 2)


def both(p):
    """From probabilities of action 0 to vectors."""
    return tuple((x, 1 - x) for x in p)


def surface(first, second):
    """Z wants action 0 iff first(x, y) > 0; X and Y are paid ``second`` for action 0 when Z does not take it."""
    return dt.NormalForm(
        players=("X", "Y", "Z"),
        actions=dict.fromkeys("XYZ", ("0", "1")),
        payoffs=lambda x, y, z: (
            second * (x == "0") * (z == "1"),
            second * (y == "0") * (z == "1"),
            first[x, y] * (z == "0"),
        ),
    )


def test_a_region_under_a_hyperbola():
    """Only Z cares, for 4xy - 1: both regions of the square, and the hyperbola times Z's mixtures, which joins them."""
    game = surface({("0", "0"): 3, ("0", "1"): -1, ("1", "0"): -1, ("1", "1"): -1}, 0)
    eqs = dt.nash(game)
    assert eqs.complete
    (component,) = eqs
    assert component.dimension == 2
    assert component.subsets is None
    assert component.index == 1
    mixed = [piece for piece in component.continua if len(piece.support["Z"]) == 2]
    (sheet,) = [piece for piece in mixed if len(piece.support["X"]) == 2]
    assert sheet.dimension == 2
    assert has(game, sheet, both((HALF, HALF, Fraction(1, 7))))
    assert not has(game, sheet, both((HALF, Fraction(1, 3), Fraction(1, 7))))
    above = [Fraction(1, 3), Fraction(3, 4), Fraction(1)]
    for x, y in product(above, repeat=2):
        for z in (Fraction(0), HALF, Fraction(1)):
            worth = 4 * x * y - 1
            expected = (z == 1 and worth >= 0) or (z == 0 and worth <= 0) or worth == 0
            assert holds(eqs, both((x, y, z))) == expected
    data = json.loads(json.dumps(component.to_dict()))
    assert data["subsets"] is None
    assert {piece["dimension"] for piece in data["continua"]} == {2}


def test_a_region_in_two_pieces():
    """Z takes action 0 where 2(2x-1)(2y-1) >= 1; elsewhere the others would leave. Two corners of the square remain."""
    game = surface({("0", "0"): 1, ("0", "1"): -3, ("1", "0"): -3, ("1", "1"): 1}, 5)
    eqs = dt.nash(game)
    assert [component.dimension for component in eqs] == [2, 2]
    assert [component.index for component in eqs] == [None, None]
    corners = [both((x, x, Fraction(1))) for x in (Fraction(0), Fraction(1))]
    assert [[c for c in corners if c in component.points] for component in eqs] == [[corners[1]], [corners[0]]]
    for x, y in product([Fraction(n, 8) for n in range(9)], repeat=2):
        assert holds(eqs, both((x, y, Fraction(1)))) == (2 * (2 * x - 1) * (2 * y - 1) >= 1)


def test_a_curve():
    """All are indifferent where y = z and (x + 1)(z + 1) = 2: a curve from one corner of the cube to another."""
    gains = [
        lambda x, y, z: y - z,
        lambda x, y, z: (x + 1) * (z + 1) - 2,
        lambda x, y, z: (x + 1) * (y + 1) - 2,
    ]
    game = dt.NormalForm(
        players=("X", "Y", "Z"),
        actions=dict.fromkeys("XYZ", ("0", "1")),
        payoffs=lambda *cell: tuple(
            g(*(int(a == "0") for a in cell)) * (own == "0") for g, own in zip(gains, cell, strict=True)
        ),
    )
    eqs = dt.nash(game)
    assert eqs.complete
    (curve,) = [piece for piece in eqs.pieces if not piece.polytopal]
    assert curve.dimension == 1
    assert set(curve.ends) == {both((1, 0, 0)), both((0, 1, 1))}
    assert has(game, curve, both((Fraction(1, 3), HALF, HALF)))
    assert not has(game, curve, both((Fraction(1, 3), HALF, Fraction(1, 3))))
    (component,) = [c for c in eqs if curve in c.pieces]
    assert component.dimension == 1


def mostly_z_cares(*worth):
    """Z gets ``worth[k]``, a function of the corners of the square, from action k; X and Y want action 0 unless k is 0."""
    return dt.NormalForm(
        players=("X", "Y", "Z"),
        actions={"X": ("0", "1"), "Y": ("0", "1"), "Z": tuple(map(str, range(len(worth))))},
        payoffs=lambda x, y, z: (
            (x == "0") * (z != "0"),
            (y == "0") * (z != "0"),
            worth[int(z)](int(x == "0"), int(y == "0")),
        ),
    )


def hyperbola(x, y):
    return 4 * x * y - 1


def test_a_curve_between_two_inequalities():
    """Z's action 0 pays 0 and the others 4xy - 1 and its negative, so it is best on a hyperbola only."""
    eqs = dt.nash(mostly_z_cares(lambda x, y: 0, hyperbola, lambda x, y: -hyperbola(x, y)))
    assert eqs.complete
    alone = [piece for piece in eqs.pieces if not piece.polytopal and piece.support["Z"] == ("0",)]
    assert [piece.dimension for piece in alone] == [1]
    first = (Fraction(1), Fraction(0), Fraction(0))
    assert has(eqs.game, alone[0], (*both((HALF, HALF)), first))
    assert not has(eqs.game, alone[0], (*both((HALF, Fraction(1, 3))), first))


def test_a_point_between_four_inequalities():
    """With 2x - 1 and its negative beside them, action 0 is best at one mixed point."""
    eqs = dt.nash(
        mostly_z_cares(
            lambda x, y: 0, hyperbola, lambda x, y: -hyperbola(x, y), lambda x, y: 2 * x - 1, lambda x, y: 1 - 2 * x
        )
    )
    first = (1, 0, 0, 0, 0)
    (component,) = [c for c in eqs if first in {point[2] for point in c.points}]
    assert component.points == ((*both((HALF, HALF)), first),)


def test_a_curve_that_crosses_a_segment():
    """X is indifferent where y = 5/11 or z = 1/3, Z where 9xy = 2: the segment x = 22/45, y = 5/11 crosses a curve."""
    gains = [lambda x, y, z: (11 * y - 5) * (3 * z - 1), lambda x, y, z: 0, lambda x, y, z: 9 * x * y - 2]
    eqs = dt.nash(
        dt.NormalForm(
            players=("X", "Y", "Z"),
            actions=dict.fromkeys("XYZ", ("0", "1")),
            payoffs=lambda *cell: tuple(
                g(*(int(a == "0") for a in cell)) * (own == "0") for g, own in zip(gains, cell, strict=True)
            ),
        )
    )
    curves = [piece for piece in eqs.pieces if not piece.polytopal and len(piece.support["Z"]) == 2]
    segment = both((Fraction(22, 45), Fraction(5, 11)))
    upright = [p for p in eqs.pieces if p.polytopal and len(p.sides[2].vertices) == 2]
    (crossed,) = [p for p in upright if tuple(s.vertices[0] for s in p.sides[:2]) == segment]
    (curve,) = [piece for piece in curves if has(eqs.game, piece, both((HALF, Fraction(4, 9), Fraction(1, 3))))]
    assert crossed.dimension == 1
    assert crossed.meets(curve)


def test_bands_over_a_continuum_are_refused():
    eqs = dt.nash(surface({("0", "0"): 3, ("0", "1"): -1, ("1", "0"): -1, ("1", "1"): -1}, 0))
    with pytest.raises(dt.UnsupportedGame, match="no product of polytopes"):
        dt.expected_payoff(eqs, "Z")
    kept = eqs.refine("undominated")
    assert {piece.support["Z"] for piece in kept.components[0].continua} == {("0",), ("1",), ("0", "1")}


def test_the_verifier_looks_at_points_of_a_continuum():
    eqs = dt.nash(surface({("0", "0"): 3, ("0", "1"): -1, ("1", "0"): -1, ("1", "1"): -1}, 0))
    (sheet,) = [p for p in eqs.pieces if not p.polytopal and all(len(used) == 2 for used in p.support.values())]
    found = verify_pieces(eqs.game, [sheet])
    # the sample, and then every other point that is known of the sheet
    assert (found.pieces, found.points) == (1, 1 + len(sheet.ends) + len(sheet.witnesses))
    assert sheet.ends
    assert sheet.witnesses
    for wrong in ({"witnesses": (both((HALF, Fraction(1, 3), HALF)),)}, {"ends": (both((1, 1, HALF)),)}):
        with pytest.raises(dt.NotAnEquilibrium, match=r"Z: . is used with regret"):
            verify_pieces(eqs.game, [replace(sheet, **wrong)])


def test_the_verifier_looks_at_irrational_points():
    """The game of Nau, Gomez Canovas and Hansen (2004), sec. 4, whose one equilibrium is irrational."""
    payoffs = {
        "000": (3, 0, 2), "001": (1, 0, 0), "010": (0, 2, 0), "011": (0, 1, 0),
        "100": (0, 1, 0), "101": (0, 3, 0), "110": (1, 0, 0), "111": (2, 0, 3),
    }  # fmt: skip
    game = dt.NormalForm(
        players=("X", "Y", "Z"), actions=dict.fromkeys("XYZ", ("0", "1")), payoffs=lambda *cell: payoffs["".join(cell)]
    )
    (piece,) = dt.nash(game).pieces
    verify_pieces(game, [piece])
    x, y, z = piece.sides
    near = Polytope((tuple(Fraction(round(float(p) * 10**9), 10**9) for p in z.vertices[0]),))
    with pytest.raises(dt.NotAnEquilibrium, match="is used with regret"):
        verify_pieces(game, [Piece((x, y, near))])


def test_text_of_a_continuum():
    eqs = dt.nash(surface({("0", "0"): 3, ("0", "1"): -1, ("1", "0"): -1, ("1", "1"): -1}, 0))
    assert "4*X:0*Y:0 - 1 = 0" in repr(eqs)
    assert "(a curved set of dimension 2)" in repr(eqs)
    assert "where 4*X:0*Y:0 - 1 = 0" in eqs._repr_html_()
    assert any("4*X:0*Y:0 - 1 = 0" in repr(piece) for piece in eqs[0].continua)
