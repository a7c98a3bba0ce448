"""Screening and second-order indices: against Ishigami's function and the probe game's threshold, worked out by hand."""

import json
import sys
from math import log, pi, sqrt

import numpy as np
import pytest
from scipy import stats

import deterrence as dt
from deterrence.analysis.robustness_interactions import second_order_indices
from deterrence.analysis.robustness_salib import MissingSALib
from deterrence.analysis.robustness_screening import morris_effects
from deterrence.cli.group import run

A, B = 7, 0.1


class Named:
    def __init__(self, name):
        self.name, self.ppf = name, stats.uniform(-pi, 2 * pi).ppf


NAMED = [Named(name) for name in "abc"]


def ishigami(x):
    return [np.sin(x["a"]) + A * np.sin(x["b"]) ** 2 + B * x["c"] ** 4 * np.sin(x["a"])]


def test_second_order_of_ishigami():
    """Only the first and the third parameter interact: 8 b^2 pi^8 / 225 of the variance."""
    ((mean, variance, pairs),) = second_order_indices(ishigami, NAMED, 4096, 5)
    v13 = 8 * B**2 * pi**8 / 225
    whole = (1 + B * pi**4 / 5) ** 2 / 2 + A**2 / 8 + v13
    assert abs(mean - A / 2) < 0.02
    assert abs(variance - whole) < 0.2
    for pair in pairs:
        exact = v13 / whole if pair.names == ("a", "c") else 0
        assert abs(pair.share.value - exact) < 2 * pair.share.error
        assert 0 < pair.share.error < 0.1


def test_screening_of_ishigami():
    """Effects of moves by 2/3 between the levels -pi, -pi/3, pi/3, pi, by hand.

    sin^2 is 0 at the outer and 3/4 at the inner levels, so the second parameter has 7 * (3/4) / (2/3) either way. sin rises
    by sqrt(3)/2 on both moves, times 1 + b c^4; and c^4 differs by pi^4 (1 - 1/81), times b |sin a|, which is 0 or sqrt(3)/2.
    """
    (effects,) = morris_effects(ishigami, NAMED, 2000, 5)
    fourth = pi**4 * (1 + 1 / 81) / 2
    exact = (1.5 * sqrt(3) / 2 * (1 + B * fourth), 1.5 * A * 3 / 4, 1.5 * B * sqrt(3) / 4 * pi**4 * (1 - 1 / 81))
    first, second, third = effects
    for effect, size in zip(effects, exact, strict=True):
        assert abs(effect.size.value - size) < max(2 * effect.size.error, 1e-9)
    assert first.mean == pytest.approx(first.size.value)  # it always rises
    assert abs(second.mean) < 0.7
    assert second.deviation == pytest.approx(1.5 * A * 3 / 4, rel=0.01)
    assert abs(third.mean) < 0.7


PROBE = {"clash_cost": 1, "tolerate_cost": 2, "respond_cost": 1}
RANGES = {"credibility": (0, 1), "gain": ("1/1000000", 1)}


def test_the_threshold_is_an_interaction():
    """Deterred iff credibility > gain / (1 + gain): what both explain alone is short of all by their interaction."""
    share = log(2)
    variance = share * (1 - share)
    alone = (1 / 2 - share**2) / variance, (2 - 2 * log(2) - share**2) / variance
    found = dt.interactions(dt.models.probe_game(**PROBE), RANGES, samples=2048, measures=["deterred"], rng=4)
    pair = found["game: deterred, least"]["gain", "credibility"]
    assert set(pair.names) == {"credibility", "gain"}
    assert abs(pair.share.value - (1 - sum(alone))) < 2 * pair.share.error
    assert pair.share.error < 0.15
    assert found.n_cases == 2048 * 6
    assert repr(found).splitlines()[-1].endswith(" and ".join(pair.names))
    json.dumps(found.to_dict(), allow_nan=False)
    again = dt.interactions(dt.models.probe_game(**PROBE), RANGES, samples=2048, measures=["deterred"], rng=4)
    assert again.to_dict() == found.to_dict()  # the same seed draws the same cases


def test_the_same_in_all_cases():
    ranges = {"credibility": ("9/10", 1), "gain": ("1/10", "1/5")}
    pairs = dt.interactions(dt.models.probe_game(**PROBE), ranges, samples=64, measures=["deterred"], rng=1)
    output = pairs["game: deterred, least"]
    assert not output.varies
    assert output.ranked == ()
    assert np.isnan(output.pairs[0].share.value)
    screened = dt.screening(dt.models.probe_game(**PROBE), ranges, trajectories=8, measures=["deterred"], rng=1)
    assert set(screened.inert) == {"credibility", "gain"}
    assert "nothing moved it" in repr(screened)


def test_what_does_not_matter():
    """The loss from tolerating, 2 to 3 beside 1 for responding, decides nothing; the others move the threshold."""
    game = dt.models.probe_game(clash_cost=1, respond_cost=1)
    found = dt.screening(
        game, {**RANGES, "tolerate_cost": (2, 3)}, trajectories=64, measures=["deterred", "payoff:defender"], rng=2
    )
    deterred = found["game: deterred, least"]
    assert deterred.inert == ("tolerate_cost",)
    assert deterred.ranked[0].name == "credibility"
    assert deterred["credibility"].mean > 0 > deterred["gain"].mean
    assert found.inert == ()  # it moves the defender's payoff
    assert found.n_cases == 64 * 4
    assert "not moved by tolerate_cost" in repr(found)
    said = found.to_dict()
    assert said["outputs"][0]["effects"]["gain"]["mean"] < 0
    json.dumps(said, allow_nan=False)
    # the same seed draws the same cases
    again = dt.screening(
        game, {**RANGES, "tolerate_cost": (2, 3)}, trajectories=64, measures=["deterred", "payoff:defender"], rng=2
    )
    assert again.to_dict() == said


def test_bad_questions(monkeypatch):
    game = dt.models.probe_game(**PROBE)
    with pytest.raises(dt.InvalidParameter, match="trajectories is 1; give a whole number from 2 on"):
        dt.screening(game, RANGES, trajectories=1, rng=1)
    with pytest.raises(dt.InvalidParameter, match="power of 2"):
        dt.interactions(game, RANGES, samples=100, rng=1)
    with pytest.raises(dt.InvalidParameter, match="only credibility varies"):
        dt.interactions(game.at(gain=1), {"credibility": (0, 1)}, samples=64, rng=1)
    found = dt.screening(game, RANGES, trajectories=2, measures=["deterred"], rng=1)
    pairs = dt.interactions(game, RANGES, samples=64, measures=["deterred"], rng=1)
    for result in (found, pairs):
        with pytest.raises(dt.InvalidParameter, match="did you mean 'game: deterred, least'"):
            result["game: deterred, leas"]
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(MissingSALib, match=r'pip install "deterrence\[uq\]"'):
        dt.screening(game, RANGES, rng=1)
    assert issubclass(MissingSALib, dt.DeterrenceError)


def test_the_command(capsys):
    arguments = ["robust", "examples/airspace.toml", "--samples", "256", "--seed", "1"]
    assert run([*arguments, "--interactions", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["interactions"]["schema"] == "deterrence.interactions"
    assert "screening" not in said
    assert run([*arguments, "--screening"]) == 0
    assert "Effects of a whole range" in capsys.readouterr().out
