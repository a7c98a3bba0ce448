"""Shares of plausible cases, Sobol indices, evidence: against integrals worked out by hand."""

import json
from math import log, pi

import numpy as np
import pytest
import sympy
from scipy import stats

import deterrence as dt
from deterrence.analysis.robustness_estimates import mean_of, share_interval
from deterrence.analysis.robustness_sobol import sobol_indices
from deterrence.cli.group import run

PROBE = {"clash_cost": 1, "tolerate_cost": 2, "respond_cost": 1}
#: With credibility and gain uniform on [0, 1]: Pr(credibility > gain / (1 + gain)) = E 1/(1 + gain) = ln 2.
SHARE = log(2)
#: Every equilibrium deters iff credibility > gain / (1 + gain), a variable of variance SHARE (1 - SHARE).
VARIANCE = SHARE * (1 - SHARE)
#: Given the gain its mean is 1 / (1 + gain): E of the square is 1/2.
FIRST_GAIN = (1 / 2 - SHARE**2) / VARIANCE
#: Given credibility m it is m / (1 - m) up to 1/2, then 1; the integral of the square is 3/2 - 2 ln 2 + 1/2.
FIRST_CREDIBILITY = (2 - 2 * log(2) - SHARE**2) / VARIANCE


@pytest.fixture(scope="module")
def probe():
    return dt.models.probe_game(**PROBE)


RANGES = {"credibility": (0, 1), "gain": ("1/1000000", 1)}


@pytest.mark.parametrize("method", ["quasi", "random"])
def test_share_of_deterred_cases(probe, method):
    found = dt.robustness(probe, RANGES, samples=4096, method=method, rng=3)
    (deters,) = [row for row in found.advice if row.criterion.measure == "deterred"]
    # three times the 95 % half width: a chance of one in 10^8 to miss
    assert abs(deters.full.value - SHARE) < 3 * deters.full.error
    assert 0 < deters.full.error < (0.02 if method == "random" else 0.008)
    assert deters.better is None
    assert np.array_equal(found.bands["game"]["deterred"][0] == 1, _deterred(found))


def _deterred(found):
    credibility, gain = found.values["credibility"], found.values["gain"]
    return credibility > gain / (1 + gain)


def test_sobol_indices_of_the_threshold(probe):
    found = dt.sensitivity(probe, RANGES, samples=2048, measures=["deterred"], rng=4)
    output = found["game: deterred, least"]
    assert abs(output.mean - SHARE) < 0.01
    exact = {"credibility": (FIRST_CREDIBILITY, 1 - FIRST_GAIN), "gain": (FIRST_GAIN, 1 - FIRST_CREDIBILITY)}
    for name, (first, total) in exact.items():
        index = output[name]
        assert abs(index.first.value - first) < 2 * index.first.error
        assert abs(index.total.value - total) < 2 * index.total.error
        assert index.first.error < 0.1


def test_sobol_indices_of_ishigami():
    """Ishigami and Homma (1990), a = 7, b = 1/10: the variance splits in closed form."""
    a, b = 7, 0.1
    spreads = [stats.uniform(-pi, 2 * pi) for _ in range(3)]

    class Named:
        def __init__(self, name, distribution):
            self.name, self.ppf = name, distribution.ppf

    def ishigami(x):
        return [np.sin(x["a"]) + a * np.sin(x["b"]) ** 2 + b * x["c"] ** 4 * np.sin(x["a"])]

    named = [Named(n, s) for n, s in zip("abc", spreads, strict=True)]
    ((mean, variance, indices),) = sobol_indices(ishigami, named, 4096, 5)
    v1, v2, v13 = (1 + b * pi**4 / 5) ** 2 / 2, a**2 / 8, 8 * b**2 * pi**8 / 225
    whole = v1 + v2 + v13
    assert abs(mean - a / 2) < 0.02
    assert abs(variance - whole) < 0.2
    for index, first, total in zip(indices, (v1, v2, 0), (v1 + v13, v2, v13), strict=True):
        assert abs(index.first.value - first / whole) < 2 * index.first.error
        assert abs(index.total.value - total / whole) < 2 * index.total.error
        assert index.total.error < 0.1


def test_an_output_that_never_varies(probe):
    found = dt.sensitivity(probe, {"credibility": ("9/10", 1), "gain": ("1/10", "1/5")}, samples=64, rng=1)
    output = found["game: deterred, least"]
    assert not output.varies
    assert output.ranked == ()
    assert "the same in all cases" in repr(found)
    json.dumps(found.to_dict(), allow_nan=False)


CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "leak": 0,
}  # fmt: skip


def test_a_public_warning_by_its_face_cost():
    """It binds, so it deters iff complying is cheaper than the clash (2): half of face costs in [0, 4]."""
    found = dt.robustness(
        dt.models.warning_channels(**CRISIS, warning_cost="1/1000"), {"face_cost": (0, 4)}, samples=1024, rng=2
    )
    row = next(r for r in found.advice if r.channel == "public" and r.criterion.measure == "deterred")
    assert abs(row.full.value - 1 / 2) < 0.002
    assert abs(row.better.value - 1 / 2) < 0.002
    assert row.backfires.value == 0
    assert 0 < row.backfires.high < 0.01
    assert found.table.loc[("public", row.criterion.name), "full"] == row.full.value
    assert "public" in repr(found)
    # knowing the face cost: the public warning is as good as silence where it fails, so nothing would change
    assert dt.value_of_knowing(found, "deterred")["face_cost"].value == 0


def test_value_of_knowing_what_decides():
    """Two channels, good on one half of the range each: knowing which half is worth 1/2."""

    def game(column):
        side = dt.Parameter("s", "the side that counts", "[0, 1]")
        return dt.NormalForm(
            ("a", "b"), {("go", "on"): (column, 0)}, outcomes={("go", "on"): {"good": column}}, parameters=[side]
        )

    s = sympy.Symbol("s", real=True)
    good = sympy.Piecewise((1, s > sympy.Rational(1, 2)), (0, True))
    games = {"right": game(good), "left": game(1 - good)}
    found = dt.robustness(games, {"s": (0, 1)}, samples=256, measures=["good"], rng=1)
    knowing = dt.value_of_knowing(found, "good")["s"]
    assert abs(knowing.value - 0.5) < 0.01


def test_a_history_rules_values_out(probe):
    found = dt.robustness(probe, RANGES, measures=["probe", "deterred"], rng=1)
    seen = dt.consistent(found, "game", {"probe": (10, 10)})
    # probing is certain below the threshold, possible nowhere above
    assert np.array_equal(seen.cases, ~_deterred(found))
    assert abs(seen.share.value - (1 - SHARE)) < 0.01
    assert seen.ranges["credibility"][1] <= 1 / 2
    # in a pure equilibrium a mixture of probes and none is seen at no value
    nothing = dt.consistent(found, "game", {"probe": (5, 10)})
    assert nothing.share.value == 0
    assert nothing.ranges["gain"] is None


def test_clopper_and_pearson():
    """With no success in n trials the upper end is 1 - (alpha / 2)^(1/n)."""
    assert share_interval(0, 10) == pytest.approx((0, 1 - 0.025 ** (1 / 10)))
    assert share_interval(10, 10) == pytest.approx((0.025 ** (1 / 10), 1))


def test_estimates_of_little():
    nothing = mean_of(np.array([1.0]), np.array([False]), 0)
    assert nothing.to_dict() == {"value": None, "low": None, "high": None}
    assert mean_of(np.array([2.0]), np.array([True]), 0).to_dict()["low"] is None


def test_distributions():
    """Quantiles by hand."""
    F = dt.Spread
    assert F("x", 0, 4).ppf(0.25) == 1
    assert F("x", 1, 100, "loguniform").ppf(0.5) == pytest.approx(10)
    assert F("x", 0, 2, "triang").ppf(0.5) == pytest.approx(1)
    assert F("x", 0, 4, "triangular", value=4).ppf(0.25) == pytest.approx(2)
    assert F("x", 0, 2, "beta(2, 2)").ppf(0.5) == pytest.approx(1)
    assert F("x", -1, 1, "norm(0, 5)").ppf([0, 0.5, 1]).tolist() == pytest.approx([-1, 0, 1])


@pytest.mark.parametrize(
    ("spread", "says"),
    [
        ((0, 1, "unifrom"), "did you mean 'uniform'"),
        ((0, 1, "norm"), r"write norm\(location, scale\)"),
        ((0, 1, "norm(0, -1)"), "scale"),
        ((0, 1, "loguniform"), "above 0"),
        ((0, 1, "???"), "unknown distribution"),
        ((0, 1, "norm(50, 0.1)"), "puts nothing"),
        ((1, 0), "ascend"),
        ((0, 2), "outside its domain"),
        (0.5, "write \\(least, most\\)"),
    ],
)
def test_bad_ranges(probe, spread, says):
    with pytest.raises(dt.InvalidParameter, match=says):
        dt.robustness(probe.at(gain=1), {"credibility": spread}, rng=1)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"ranges": {"credibilty": (0, 1)}}, "did you mean 'credibility'"),
        ({"ranges": {"credibility": (0, 1)}}, "no value and no range for gain"),
        ({"ranges": None}, "no parameter has a plausible range"),
        ({"samples": 1000}, "power of 2"),
        ({"samples": 1, "method": "random"}, "from 2 on"),
        ({"method": "quazi"}, "did you mean 'quasi'"),
        ({"measures": ["deterrd"]}, "did you mean 'deterred'"),
        ({"baseline": "silence"}, "no channel 'silence'"),
        ({"refine": "d2"}, "no refinement 'd2'"),
    ],
)
def test_bad_questions(probe, options, says):
    with pytest.raises(dt.InvalidParameter, match=says):
        dt.robustness(probe, **{"ranges": RANGES, "rng": 1, **options})


def test_more_bad_questions(probe):
    with pytest.raises(dt.UnsupportedGame, match="int"):
        dt.robustness({"x": 3}, RANGES, rng=1)
    with pytest.raises(dt.InvalidParameter, match="no game"):
        dt.robustness({}, RANGES, rng=1)
    with pytest.raises(dt.InvalidParameter, match="power of 2"):
        dt.sensitivity(probe, RANGES, samples=100, rng=1)
    found = dt.robustness(probe, RANGES, samples=256, measures=["probe"], rng=1)
    for channel, observed, says in (
        ("gam", {"probe": (1, 2)}, "did you mean 'game'"),
        ("game", {"prob": (1, 2)}, "did you mean 'probe'"),
        ("game", {"probe": (3, 2)}, "whole numbers"),
        ("game", {}, "observed maps"),
    ):
        with pytest.raises(dt.InvalidParameter, match=says):
            dt.consistent(found, channel, observed)
    with pytest.raises(dt.InvalidParameter, match="no measure"):
        dt.value_of_knowing(found, "peace")
    with pytest.raises(dt.InvalidParameter, match="did you mean"):
        dt.sensitivity(probe, RANGES, samples=64, measures=["deterred"], rng=1)["game: deterred, leas"]


def test_refined_sets_are_solved_exactly():
    games = dt.models.warning_channels(**CRISIS, warning_cost="1/1000")
    found = dt.robustness(games, {"face_cost": (0, 1)}, samples=256, refine="d1", measures=["deterred"], rng=1)
    least, most = found.bands["public"]["deterred"]
    assert found.refinements == ("d1",)
    assert (least == 1).all()
    assert (most == 1).all()


def test_the_command(capsys):
    arguments = ["robust", "examples/airspace.toml", "--samples", "256", "--seed", "1", "--indices"]
    assert run([*arguments, "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "deterrence.robustness"
    assert said["cases"] == 256
    assert {row["channel"] for row in said["advice"]} == {"silence", "private", "public"}
    assert said["sensitivity"]["outputs"]
    assert run(arguments) == 0
    assert "never worse" in capsys.readouterr().out
