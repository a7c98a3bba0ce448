"""Two-player games of up to 5 actions with awkward payoffs: against a brute force, and under what must not matter."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

import deterrence as dt
from tests.brute import bimatrix, bridge, families

KINDS = list(product((*families.RANDOM, *families.DEGENERATE), families.UNITS))


def _nash(rows, columns):
    return bridge.structure(dt.nash(dt.NormalForm.from_arrays(rows, columns)))


def _image(structure, first, second):
    """Replace every vertex of each player's side of every piece by one or more."""
    return frozenset(
        frozenset(
            (frozenset(v for x in xs for v in first(x)), frozenset(v for y in ys for v in second(y))) for xs, ys in component
        )
        for component in structure
    )


@pytest.mark.parametrize("family, unit", KINDS)
def test_against_brute_force(family, unit):
    rng = Random(f"differential {family} {unit}")
    for i in range(140):
        rows, columns = families.draw(rng, family, unit)
        eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
        assert eqs.complete
        assert bridge.structure(eqs) == bimatrix.components(rows, columns), (rows, columns)
        if i % 20 == 0:
            assert sum(component.index for component in eqs.components) == 1, (rows, columns)


@pytest.mark.parametrize("family", [*families.RANDOM, *families.DEGENERATE])
def test_what_must_not_matter(family):
    rng = Random(f"invariance {family}")
    for _ in range(60):
        rows, columns = families.draw(rng, family, largest=4)
        n, m = len(rows), len(rows[0])
        expected = _nash(rows, columns)

        units = [Fraction(10) ** rng.choice([-300, -17, 17, 300]) for _ in "ab"]
        zeros = [[Fraction(rng.randint(-9, 9)) * rng.choice([1, 10**30]) for _ in range(size)] for size in (m, n)]
        scaled = (
            [[units[0] * v + zero for v, zero in zip(row, zeros[0], strict=True)] for row in rows],
            [[units[1] * v + zero for v in row] for row, zero in zip(columns, zeros[1], strict=True)],
        )
        assert _nash(*scaled) == expected, (rows, columns)

        first, second = rng.sample(range(n), n), rng.sample(range(m), m)
        moved = ([[matrix[i][j] for j in second] for i in first] for matrix in (rows, columns))
        assert _nash(*moved) == _image(
            expected,
            lambda x, first=first: [tuple(x[i] for i in first)],
            lambda y, second=second: [tuple(y[j] for j in second)],
        ), (rows, columns)

        exchanged = _nash(list(zip(*columns, strict=True)), list(zip(*rows, strict=True)))
        assert exchanged == frozenset(frozenset((ys, xs) for xs, ys in c) for c in expected), (rows, columns)

        # what one action got is shared between two in any way: the ends are all on the one, and all on the other
        twice = _nash([*rows, rows[0]], [*columns, columns[0]])
        assert twice == _image(expected, lambda x: {(*x, Fraction(0)), (Fraction(0), *x[1:], x[0])}, lambda y: [y]), (
            rows,
            columns,
        )

        worse = [v - 1 for v in rows[0]], [Fraction(rng.randint(-5, 5)) for _ in range(m)]
        dominated = _nash([*rows, worse[0]], [*columns, worse[1]])
        assert dominated == _image(expected, lambda x: [(*x, Fraction(0))], lambda y: [y]), (rows, columns)
