"""Reputation over repeated entries: closed forms, published numbers, and every one-shot deviation."""

from fractions import Fraction
from math import ceil

import pytest

import deterrence as dt


def game(a, b, prior, periods, psi=1, cost=0):
    b = Fraction(b)
    return dt.ReputationGame(prior, entered=(b, b - 1), host=(a, -Fraction(cost), -1), periods=periods, visibility=psi)


@pytest.mark.parametrize(
    "a, b, prior, probes, resisted, value",
    [
        ("2", "3/10", "1/20", [0, 0, 0, 0, 1, 0.916667], [0, 0, 0, 0, 0.166667, 0.025], 16),
        ("3", "1/2", "1/10", [0, 0, 0, 1, 0.866667, 0.955556], [0, 0, 0, 0.4, 0.133333, 0.077778], 21),
        ("3/2", "2/5", "1/50", [0, 0, 1, 0.791667, 0.972222, 0.974074], [0, 0, 0.3125, 0.041667, 0.038889, 0.009630], 9),
    ],
)
def test_paths_and_values_of_the_catalogue(a, b, prior, probes, resisted, value):
    path = dt.reputation(game(a, b, prior, 6)).path
    assert [float(p.enters) for p in path] == pytest.approx(probes, abs=1e-6)
    assert [float(p.resisted) for p in path] == pytest.approx(resisted, abs=1e-6)
    assert [p.remaining for p in path] == [6, 5, 4, 3, 2, 1]
    assert dt.reputation(game(a, b, prior, 10)).value(10, prior) == (value, value)


@pytest.mark.parametrize(
    "a, b, psi",
    [("2", "3/10", "1"), ("2", "3/10", "2/5"), ("2", "3/10", "1/5"), ("6/5", "2/5", "3/10"), ("5/2", "1/2", "1/3")],
)
def test_thresholds_have_their_closed_form(a, b, psi):
    horizon = ceil(1 / (Fraction(a) * Fraction(psi)))
    found = dt.reputation(game(a, b, 0, 9, psi)).thresholds
    assert found == tuple(Fraction(b) ** ceil(Fraction(n, horizon)) for n in range(1, 10))
    crisis = dt.models.successive_probes(probes=9, stake=a, resistance_needed=b, credibility=0, visibility=psi)
    assert crisis.numbers["threshold"] == found[-1]
    assert crisis.numbers["horizon"] == horizon


@pytest.mark.parametrize("psi", ["1", "2/5"])
@pytest.mark.parametrize("a, b", [("2", "3/10"), ("3", "1/2")])
def test_nobody_gains_by_acting_otherwise_once(a, b, psi):
    """On a grid of beliefs that holds every threshold, values follow from the strategies and no act is better."""
    a, b, psi = Fraction(a), Fraction(b), Fraction(psi)
    eq = dt.reputation(game(a, b, "1/10", 6, psi))
    grid = sorted({Fraction(k, 20) for k in range(1, 20)} | set(eq.thresholds))
    for n in range(1, 7):
        for p in grid:

            def later(q, n=n):
                return eq.value(n - 1, q) if n > 1 else (Fraction(0), Fraction(0))

            r, reached = eq.resists(n, p), eq.posterior(n, p)
            least, most = later(reached)
            assert r == 0 or psi * most >= 1
            assert r == 1 or psi * least <= 1
            gain = b - eq.resistance(n, p)
            assert p <= eq.thresholds[n - 1] or gain <= 0
            assert p >= eq.thresholds[n - 1] or gain >= 0
            if 0 < r < 1:  # Bayes' rule
                assert reached == p / (p + (1 - p) * r)
            if p not in eq.thresholds:
                enter, (now, _) = eq.enters(n, p), later(p)
                resist, tolerate = psi * most - 1 + (1 - psi) * now, (1 - psi) * now
                expected = (1 - enter) * (a + now) + enter * (tolerate if r < 1 else resist)
                assert eq.value(n, p) == (expected, expected)


def test_the_visitor_at_a_threshold_stays_out_with_one_over_the_stakes():
    eq = dt.reputation(game(2, "3/10", "1/20", 6))
    assert eq.stays_out_at_threshold(2) == Fraction(1, 2)
    assert eq.enters(2, "9/100") == Fraction(1, 2)
    assert eq.enters(2, "91/1000") == 0


def test_a_full_audience_cost_commits():
    eq = dt.reputation(game(2, "3/10", "1/1000", 5, cost=1))
    assert set(eq.thresholds) == {0}
    assert [p.enters for p in eq.path] == [0] * 5
    assert eq.resists(1, 0) == 1
    assert eq.value(5, 0) == (10, 10)


@pytest.mark.parametrize(
    "given, first",
    [
        ({"visibility": "1/5"}, 13),
        ({"visibility": "1/2"}, 7),
        ({}, 4),
        ({"audience_cost": "4/5", "visibility": "1/5"}, 4),
        ({"audience_cost": 1}, 1),
    ],
)
def test_how_many_probes_must_be_left_for_deterrence(given, first):
    crisis = dt.models.successive_probes(probes=20, stake="3/2", resistance_needed="2/5", credibility="1/20", **given)
    thresholds = dt.reputation(crisis.game).thresholds
    assert next(n for n, t in enumerate(thresholds, 1) if t < Fraction(1, 20)) == first


def test_unseen_responses_buy_nothing():
    eq = dt.reputation(game(2, "3/10", "1/5", 5, psi=0))
    assert set(eq.thresholds) == {Fraction(3, 10)}
    assert eq.resists(5, "1/5") == 0
    assert dt.models.successive_probes(probes=5, stake=2, resistance_needed="3/10", credibility="1/5", visibility=0).numbers[
        "threshold"
    ] == Fraction(3, 10)


def test_channels_are_compared():
    crises = dt.models.successive_probes_channels(
        probes=10, stake="3/2", resistance_needed="2/5", credibility="1/20", private_visibility="1/5", audience_cost="4/5"
    )
    comparison = dt.compare({name: dt.reputation(m.game) for name, m in crises.items()}, baseline="private")
    assert comparison.bands["public"]["first:deterred"].unrefined.least == 1
    assert comparison.bands["private"]["first:deterred"].unrefined.most == 0


@pytest.mark.parametrize(
    "given, words",
    [
        ({"prior": 2}, r"prior is 2; it lies in \[0, 1\]"),
        ({"prior": "x"}, "prior"),
        ({"entered": (-1, -1)}, "gains if yielded to"),
        ({"host": (0, 0, -1)}, "prefers to be left alone"),
        ({"periods": 0}, "periods is 0"),
        ({"visibility": -1}, "visibility"),
        ({"outcomes": ("a", "a", "b")}, "twice"),
    ],
)
def test_bad_games(given, words):
    with pytest.raises(dt.InvalidGame, match=words):
        dt.ReputationGame(**{"prior": "1/10", "entered": (1, -1), "host": (1, 0, -1), "periods": 3, **given})


def test_bad_questions():
    eq = dt.reputation(game(2, "3/10", "1/20", 3))
    for ask in (lambda: eq.value(4, 0), lambda: eq.enters(0, 0), lambda: eq.resists(1, 2), lambda: eq.resists(1, "x")):
        with pytest.raises(dt.InvalidParameter):
            ask()
    with pytest.raises(dt.UnsupportedGame, match="takes a ReputationGame"):
        dt.reputation(dt.models.probe_game())
