"""Crawford and Sobel (1982), Strategic information transmission, Econometrica 50, 1431-1451: the uniform-quadratic example.

A sender knows t, uniform on [0, 1]; a receiver that hears its cheap talk chooses y and gets -(y - t)^2, the sender
-(y - t - b)^2. Equilibria are partitions with boundaries t_i = i/N + 2 b i (i - N); there is one of N parts iff
2 N (N - 1) b < 1; the receiver gets -1/(12 N^2) - b^2 (N^2 - 1)/3, and the sender b^2 less.

The boundaries are found twice: as cutoffs of the marginal type on the continuum, and as equilibria of a signalling game with n
equally likely types in the middle of n equal parts, whose losses are smaller by 1/(12 n^2) than on the continuum.
"""

import math
from fractions import Fraction
from itertools import pairwise

import pytest
import sympy

import deterrence as dt

F = Fraction


def boundaries(parts, bias):
    return [F(i, parts) + 2 * bias * i * (i - parts) for i in range(parts + 1)]


def receives(parts, bias):
    return -F(1, 12 * parts**2) - bias**2 * F(parts**2 - 1, 3)


def partition(first, parts, bias):
    """All boundaries but the last, given the first: each marginal type is indifferent between its two neighbouring parts."""
    found, ahead = [sympy.Integer(0), first], sympy.Symbol("ahead")
    for _ in range(parts - 2):
        low, here = found[-2:]
        (after,) = (
            root
            for root in sympy.solve(((low + here) / 2 - here - bias) ** 2 - ((here + ahead) / 2 - here - bias) ** 2, ahead)
            if sympy.expand(root - low) != 0  # the same part twice
        )
        found.append(sympy.expand(after))
    return found


def cutoffs(parts, bias):
    """First boundaries at which the type on the last one, too, is indifferent; beside them all boundaries as functions of it."""
    first, bias = sympy.Symbol("first", real=True), sympy.Rational(bias)
    ends = [*partition(first, parts, bias), sympy.Integer(1)]
    low, last = ends[-3:-1]
    gain = sympy.expand(((last + 1) / 2 - last - bias) ** 2 - ((low + last) / 2 - last - bias) ** 2)
    losses = sum((b - a) ** 3 for a, b in pairwise(ends)) / 12
    game = dt.CutoffGame(gain, first, 0, sympy.Rational(1, parts), measures={"receiver": -losses}, corners=False)
    return dt.cutoffs(game), [sympy.Lambda(first, end) for end in ends]


@pytest.mark.parametrize(
    ("bias", "expected", "worth"),
    [
        ("1/5", ["0", "1/10", "1"], -0.06083333),
        ("1/10", ["0", "3/10", "1"], -0.03083333),
        ("1/20", ["0", "2/15", "7/15", "1"], -0.01592593),
        ("1/50", ["0", "1/25", "4/25", "9/25", "16/25", "1"], -0.00653333),
    ],
)
def test_the_most_informative_partition(bias, expected, worth):
    parts, bias = len(expected) - 1, F(bias)
    found, ends = cutoffs(parts, bias)
    assert found.complete
    (first,) = found.values
    assert [str(end(first)) for end in ends] == expected
    assert [F(str(end(first))) for end in ends] == boundaries(parts, bias)
    assert found.measures()["receiver"] == (receives(parts, bias),) * 2
    assert float(receives(parts, bias)) == pytest.approx(worth, abs=1e-8)
    # and there is none of one part more
    assert parts == -(-(math.sqrt(1 + 2 / bias) - 1) // 2)
    more, ends = cutoffs(parts + 1, bias)
    assert more.complete
    assert not any(all(a < b for a, b in pairwise(end(v) for end in ends)) for v in more.values)


def test_at_a_bias_of_a_quarter_nothing_is_said():
    """The lower of two parts shrinks to a point."""
    found, _ = cutoffs(2, F(1, 4))
    assert found.values == (0,)


def talk(n, bias):
    """Types in the middle of n equal parts, two messages, and every mean of neighbouring types as a reply."""
    types = [F(2 * k + 1, 2 * n) for k in range(n)]
    return dt.SignallingGame(
        "sender", "receiver", {str(t): F(1, n) for t in types}, ("low", "high"), [str(F(k, 2 * n)) for k in range(1, 2 * n)],
        payoffs=lambda t, m, y: (-((F(y) - F(t) - bias) ** 2), -((F(y) - F(t)) ** 2)),
    )  # fmt: skip


@pytest.mark.parametrize(("n", "bias"), [(4, F(1, 8)), (5, F(3, 20)), (6, F(1, 6))])
def test_two_parts_among_finitely_many_types(n, bias):
    """Their boundary 1/2 - 2 b lies between two types."""
    game = talk(n, bias)
    found = dt.perfect_bayesian(game)
    assert found.complete
    boundary = boundaries(2, bias)[1]
    told = [eq for eq in found.extreme if all(eq["sender"][t]["low"] == (F(t) < boundary) for t in game.types)]
    assert told
    receiver = receives(2, bias) + F(1, 12 * n**2)
    for eq in told:
        assert eq["receiver"]["low"][str(boundary / 2)] == 1
        assert eq["receiver"]["high"][str((1 + boundary) / 2)] == 1
        assert (eq.payoffs["receiver"], eq.payoffs["sender"]) == (receiver, receiver - bias**2)
    # babbling is always one as well: the mean for everybody
    assert min(eq.payoffs["receiver"] for eq in found.extreme) == -F(n**2 - 1, 12 * n**2)
