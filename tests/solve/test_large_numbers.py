"""Payoffs and shapes on which other solvers go wrong: the right answer, or one sentence that says what to do."""

import json
from fractions import Fraction
from random import Random

import numpy as np
import pytest
import sympy

import deterrence as dt
from tests.brute import bimatrix, bridge, draw


def solve(rows, columns):
    return dt.nash(dt.NormalForm.from_arrays(rows, columns))


def points(rows, columns):
    return {eq.vectors for eq in solve(rows, columns).extreme}


def test_very_large_and_very_small_payoffs_together():
    """1e300 for the one choice, 1e-300 between the two others: the small difference decides."""
    rows = [["1e300", "0"], ["1e300", "1e-300"]]
    columns = [["0", "1e-300"], ["1e-300", "0"]]
    # against anything but the first column the second row is better by 1e-300; then the first column is best
    assert points(rows, columns) == {((0, 1), (1, 0)), ((Fraction(1, 2),) * 2, (1, 0))}
    assert bridge.structure(solve(rows, columns)) == bimatrix.components(
        *([[Fraction(x) for x in row] for row in matrix] for matrix in (rows, columns))
    )


@pytest.mark.parametrize("shape", [(3, 3), (6, 6)])
def test_games_of_mixed_magnitudes(shape):
    rng = Random(f"magnitudes {shape}")
    for _ in range(3):
        rows, columns = (
            [
                [rng.randint(-9, 9) * Fraction(10) ** rng.choice([300, 0, -300]) for _ in range(shape[1])]
                for _ in range(shape[0])
            ]
            for _ in "ab"
        )
        assert bridge.structure(solve(rows, columns)) == bimatrix.components(rows, columns)


def test_floats_of_such_sizes_are_read_exactly():
    assert points([[1e300, 0], [0, 1e-300]], [[1e-300, 0], [0, 1e300]]) == points(
        [["1e300", 0], [0, "1e-300"]], [["1e-300", 0], [0, "1e300"]]
    )
    (mixed,) = [x for x, _ in points([[1e300, 0], [0, 1e-300]], [[1e-300, 0], [0, 1e300]]) if 0 not in x]
    assert mixed == (1 - Fraction(1, 10**600 + 1), Fraction(1, 10**600 + 1))


def test_differences_of_1e_minus_17():
    """Beside 1, floats cannot hold them; text and Fractions can."""
    assert points([["1.00000000000000001", 0], [1, 0]], [[1, 0], [1, 0]]) == {((1, 0), (1, 0))}
    assert points([[Fraction(1) + Fraction(1, 10**17), 0], [1, 0]], [[1, 0], [1, 0]]) == {((1, 0), (1, 0))}
    assert points([[1.0 + 1e-17, 0], [1, 0]], [[1, 0], [1, 0]]) == {((1, 0), (1, 0)), ((0, 1), (1, 0))}


def test_results_longer_than_python_prints():
    """Python refuses to print integers of more than 4,300 digits; every way to show a result goes on."""
    long = 10**3999
    eqs = solve([[long + 1, 0], [0, long + 3]], [[0, long + 7], [long + 9, 0]])
    (eq,) = eqs.extreme
    assert eq["player 1"]["action 1"] == Fraction(long + 9, 2 * long + 16)
    payoff = Fraction((long + 1) * (long + 3), 2 * long + 4)
    assert eq.payoffs["player 1"] == payoff
    assert payoff.numerator > 10**4300
    assert eqs.complete
    assert eqs.verify().max_regret == 0
    for text in (repr(eqs), repr(eq), eqs.to_latex(), eqs._repr_html_(), json.dumps(eqs.to_dict())):
        assert text


@pytest.mark.parametrize("kind", [np.uint8, np.int8, np.uint16, np.int64, np.uint64, np.float32, np.float64])
def test_arrays_of_small_integers_do_not_wrap_around(kind):
    """200 + 100 or 0 - 1 would wrap around in 8 bits."""
    top = min(int(np.iinfo(kind).max), 2**63) if np.issubdtype(kind, np.integer) else 2**20
    rows, columns = [[top, 0], [0, top // 2]], [[0, top], [top // 2, 0]]
    eqs = solve(np.array(rows, kind), np.array(columns, kind))
    assert bridge.structure(eqs) == bimatrix.components(
        *([[Fraction(x) for x in row] for row in m] for m in (rows, columns))
    )
    assert len(eqs.extreme) == 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (1, 7), (7, 1)])
@pytest.mark.parametrize("largest", [0, 1, 100])
def test_narrow_and_constant_games(shape, largest):
    rng = Random(f"{shape} {largest}")
    for _ in range(5):
        rows, columns = (draw.matrix(rng, *shape, largest) for _ in "ab")
        eqs = solve(rows, columns)
        assert eqs.complete
        assert bridge.structure(eqs) == bimatrix.components(rows, columns), (rows, columns)
        assert sum(component.index for component in eqs) == 1


@pytest.mark.parametrize("size", [2, 5, 9])
def test_in_a_constant_game_everything_is_an_equilibrium(size):
    eqs = solve([[7] * size] * size, [[-3] * size] * size)
    assert len(eqs.pieces) == 1
    unit = {tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size)}
    assert all(set(side.vertices) == unit for side in eqs.pieces[0].sides)


@pytest.mark.parametrize("bad", [1j, 1 + 0j, np.complex128(1), "1+2j"])
def test_complex_numbers(bad):
    with pytest.raises(dt.InvalidGame, match=r"payoff of 'player 1' at action 1 / action 1: .*is not a number") as caught:
        solve([[bad, 0]], [[0, 0]])
    assert "\n" not in str(caught.value)


def test_arrays_of_complex_numbers():
    with pytest.raises(dt.InvalidGame, match="is not a number"):
        solve(np.array([[1j, 0]]), np.array([[0, 0]]))


def test_duplicated_names():
    with pytest.raises(dt.InvalidGame, match="players name 'a' twice"):
        dt.NormalForm.from_arrays([[1]], [[1]], players=("a", "a"))
    with pytest.raises(dt.InvalidGame, match="actions of 'b' name 'y' twice"):
        dt.NormalForm.from_arrays([[1, 2]], [[1, 2]], players=("a", "b"), actions=[["x"], ["y", "y"]])


def test_no_actions():
    with pytest.raises(dt.InvalidGame, match="every player needs at least one action"):
        solve([], [])


def test_one_player_takes_what_is_best():
    game = dt.NormalForm(players=("alone",), payoffs={("a",): (3,), ("b",): (5,), ("c",): (5,)})
    eqs = dt.nash(game)
    assert eqs.complete
    assert {eq.vectors for eq in eqs.extreme} == {((0, 1, 0),), ((0, 0, 1),)}
    assert len(eqs) == 1
    assert eqs[0].dimension == 1


def test_what_is_no_game_in_normal_form():
    with pytest.raises(dt.UnsupportedGame, match="nash takes a NormalForm or an ExtensiveForm, not list"):
        dt.nash([[1]])
    three = dt.NormalForm.from_arrays([[[sympy.Symbol("x")]]], [[[2]]], [[[3]]])
    with pytest.raises(dt.UnsupportedGame, match=r"free parameters \(x\); give them values: game.at"):
        dt.nash(three)
