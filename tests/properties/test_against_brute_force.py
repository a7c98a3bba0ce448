"""The solvers against the definition: nothing missing, nothing spurious, on thousands of small games full of ties.

Whole structures are compared: the maximal pieces by their vertices, and the components they form. Small integer payoffs
make ties in nearly every game; priors may be 0.
"""

from hashlib import sha256
from itertools import product
from random import Random

import pytest

import deterrence as dt
from tests.brute import bimatrix, bridge, draw, polyhedra, signalling

N_SHARDS = 8

SIZES = {  # types, replies to each message, games per shard
    "2x2x2": (2, (2, 2), 80),
    "2x3x2": (2, (2, 2, 2), 80),
    "3x2x2": (3, (2, 2), 80),
    "2x(2,1,3)": (2, (2, 1, 3), 10),
    "3x3x3": (3, (3, 3, 3), 13),
}


@pytest.mark.parametrize("shard", range(N_SHARDS))
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("largest", [1, 3])
def test_signalling_games(size, largest, shard):
    n_types, n_replies, n_games = SIZES[size]
    rng = Random(f"{size} {largest} {shard}")
    for _ in range(n_games):
        table = draw.signalling(rng, n_types, n_replies, largest)
        eqs = dt.perfect_bayesian(bridge.declare(table))
        assert bridge.structure(eqs) == signalling.components(table), table
        assert {eq.vectors for eq in eqs.extreme} == signalling.extreme_points(table), table
        assert all(signalling.contains(table, *eq.vectors) for eq in eqs.extreme), table
        assert eqs.complete, table


@pytest.mark.parametrize("shard", range(N_SHARDS))
def test_dimension_of_components(shard):
    """A component is as large as the largest product of polytopes in it."""
    rng = Random(f"dimension {shard}")
    for _ in range(25):
        table = draw.signalling(rng, 2, (2, 2, 2), 1)
        for component in dt.perfect_bayesian(bridge.declare(table)).components:
            sides = [[[sum(point, ()) for point in side] for side in piece] for piece in component.subsets]
            assert component.dimension == max(sum(map(polyhedra.dimension, piece)) for piece in sides), table


@pytest.mark.parametrize("shard", range(2 * N_SHARDS))
def test_two_by_two_games(shard):
    rng = Random(f"2x2 {shard}")
    for _ in range(20_000 // (2 * N_SHARDS)):
        rows, columns = (draw.matrix(rng, 2, 2, 2) for _ in range(2))
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert bridge.structure(eqs) == bimatrix.components(rows, columns), (rows, columns)
        assert {eq.vectors for eq in eqs.extreme} == bimatrix.extreme_points(rows, columns), (rows, columns)
        assert all(bimatrix.contains(rows, columns, *eq.vectors) for eq in eqs.extreme), (rows, columns)
        assert eqs.complete, (rows, columns)


@pytest.mark.parametrize("shard", range(N_SHARDS))
def test_index_of_components(shard):
    """A component's index is the sum over the equilibria near it after a tiny generic change of payoffs."""
    rng = Random(f"index {shard}")
    for _ in range(250):
        rows, columns = (draw.matrix(rng, 2, 2, 2) for _ in range(2))
        for component in dt.nash(dt.NormalForm.from_arrays(rows, columns)).components:
            assert component.index == bimatrix.index(rows, columns, bridge.pieces(component), rng), (rows, columns)


@pytest.mark.parametrize("shard", range(N_SHARDS))
@pytest.mark.parametrize("size", [(2, 3), (3, 3), (4, 4), (1, 4)])
def test_larger_bimatrix_games(size, shard):
    rng = Random(f"{size} {shard}")
    for _ in range(25):
        rows, columns = (draw.matrix(rng, *size, rng.choice([1, 2, 5])) for _ in range(2))
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert bridge.structure(eqs) == bimatrix.components(rows, columns), (rows, columns)
        assert all(bimatrix.contains(rows, columns, *eq.vectors) for eq in eqs.extreme), (rows, columns)


FAMILIES = {  # shape, payoffs: digest of all extreme equilibria; games by number of these, of maximal Nash subsets, of components
    (2, 2, (0, 1)): (
        "9b43951661f23e0d3318580d1146c70c3ebb29fe75896414fd45fd9d40cea9d1",
        {1: 30, 2: 96, 3: 98, 4: 32},
        {1: 126, 2: 112, 3: 18},
        {1: 222, 2: 32, 3: 2},
    ),
    (2, 2, (0, 1, 2)): (
        "3dbc2906e6c1d5f3abfdd7c83335631690ab25cb5376e1d3c38cbfa9b5cd5c32",
        {1: 1782, 2: 2592, 3: 1782, 4: 405},
        {1: 4131, 2: 1944, 3: 486},
        {1: 5427, 2: 972, 3: 162},
    ),
    (2, 3, (0, 1)): (
        "16dd7e2c4293c13d65fcd8c726e76cd4f277292038c653fc4c1fc2fe4bbdff81",
        {1: 234, 2: 768, 3: 1220, 4: 1176, 5: 522, 6: 152, 7: 24},
        {1: 1258, 2: 2052, 3: 678, 4: 108},
        {1: 3370, 2: 696, 3: 30},
    ),
}


def _line(eqs):
    """One game's extreme equilibria in ascending order, such as ``0,1|1,0;1,0|1/2,1/2``."""
    points = sorted(eq.vectors for eq in eqs.extreme)
    return ";".join("|".join(",".join(map(str, vector)) for vector in point) for point in points) + "\n"


@pytest.mark.parametrize("family", FAMILIES, ids=str)
def test_every_small_game_with_few_payoffs(family):
    """Whole families, against digests and histograms that other solvers reproduced."""
    n_rows, n_columns, values = family
    digest, *expected = FAMILIES[family]
    found = sha256()
    counts = {}, {}, {}
    for payoffs in product(values, repeat=2 * n_rows * n_columns):
        cells = [list(payoffs[i : i + n_columns]) for i in range(0, len(payoffs), n_columns)]
        eqs = dt.nash(dt.NormalForm.from_arrays(cells[:n_rows], cells[n_rows:]))
        found.update(_line(eqs).encode())
        sizes = len(eqs.extreme), sum(len(c.subsets) for c in eqs.components), len(eqs.components)
        for count, size in zip(counts, sizes, strict=True):
            count[size] = count.get(size, 0) + 1
    assert list(counts) == expected
    assert found.hexdigest() == digest
