"""A map read backwards: which cells an observed history leaves, counted by hand."""

import json
from fractions import Fraction

import numpy as np
import pytest
import sympy
import xarray

import deterrence as dt
from deterrence.analysis import robustness_sources
from deterrence.cli.group import run

#: Probed for sure where credibility < 1 / (1 + clash_cost), anything at that threshold, never above.
PROBE = {"gain": 1, "tolerate_cost": 2, "respond_cost": 1}
OVER = {"credibility": "0.05:0.95:19", "clash_cost": "1:5:9"}


@pytest.fixture(scope="module")
def cells():
    return dt.sweep(dt.models.probe_game(**PROBE), over=OVER, measures=["probe", "payoff:defender"])


def below(strictly=False):
    """Cells up to the threshold, in exact arithmetic."""
    grid = [[(Fraction(k, 20), 1 + Fraction(c, 2)) for c in range(9)] for k in range(1, 20)]
    return np.array([[mu * (1 + c) < 1 if strictly else mu * (1 + c) <= 1 for mu, c in row] for row in grid])


@pytest.mark.parametrize("at_a_time", [1, 40, 10**6])
def test_the_cells_that_are_left(cells, monkeypatch, at_a_time):
    monkeypatch.setattr(robustness_sources, "AT_A_TIME", at_a_time)
    seen = dt.consistent(cells, None, {"probe": (10, 10)})
    assert seen.cases.dims == ("credibility", "clash_cost")
    assert np.array_equal(seen.cases.values, below())
    assert seen.ranges == {"credibility": (0.05, 0.5), "clash_cost": (1, 5)}
    assert seen.share.value == seen.share.low == below().mean()
    assert seen.undecided == 0
    assert seen.channel == ""
    # what a slice leaves: at a clash cost of 3 the threshold is 1/4
    assert float(seen.cases.sel(clash_cost=3).idxmin()) == pytest.approx(0.3)


def test_a_mixture_is_seen_on_the_threshold_alone(cells):
    """50 of 100 probes fit no cell but those whose equilibria are a continuum from never to always."""
    seen = dt.consistent(cells, None, {"probe": (50, 100)})
    assert np.array_equal(seen.cases.values, below() & ~below(strictly=True))
    assert seen.cases.sum() > 2
    assert dt.consistent(cells.isel(credibility=[18]), None, {"probe": (50, 100)}).ranges["clash_cost"] is None


def test_the_channel_of_the_history(tmp_path):
    """Bluffs were called under the private channel; silence has none, so that no cell fits there."""
    crisis = {
        "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
        "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "warning_cost": "1/1000",
    }  # fmt: skip
    games = dt.models.warning_channels(**crisis)
    over = {"leak": "0:1:5", "face_cost": "0.5:3:6"}
    dt.sweep(games, over=over, measures=["bluff_called"], store=tmp_path / "run.zarr")
    with xarray.open_zarr(tmp_path / "run.zarr", consolidated=False) as found:
        seen = dt.consistent(found, "private", {"bluff_called": (3, 10)})
        # a warning binds iff 1/2 + 3 leak > 2, and then no bluff is called; at a leak of 1/2 that is undecided
        assert float(seen.cases.where(seen.cases.leak > 0.5, drop=True).sum()) == 0
        assert seen.undecided == 6
        assert "6 more are undecided" in repr(seen)
        assert seen.ranges["leak"] == (0, 0.25)
        nothing = dt.consistent(found, "silence", {"bluff_called": (3, 10)})
        assert nothing.ranges["leak"] is None
        assert "no value is left" in repr(nothing)
        with pytest.raises(dt.InvalidParameter, match="did you mean 'private'"):
            dt.consistent(found, "privat", {"bluff_called": (3, 10)})
        with pytest.raises(dt.InvalidParameter, match="needs a channel under which"):
            dt.consistent(found, None, {"bluff_called": (3, 10)})


def test_bad_questions(cells):
    with pytest.raises(dt.InvalidParameter, match="is no probability"):
        dt.consistent(cells, None, {"payoff:defender": (1, 2)})
    with pytest.raises(dt.InvalidParameter, match=r"no measure 'deterred' here.*probe, payoff:defender"):
        dt.consistent(cells, None, {"deterred": (1, 2)})
    with pytest.raises(dt.InvalidParameter, match="of one game; write None"):
        dt.consistent(cells, "private", {"probe": (1, 2)})
    for wrong in (sympy.Symbol("x"), xarray.Dataset()):
        with pytest.raises(dt.InvalidParameter, match=r"a result of dt\.robustness or a map of dt\.sweep"):
            dt.consistent(wrong, None, {"probe": (1, 2)})


AIRSPACE = ("robust", "examples/airspace.toml", "--samples", "256", "--seed", "1")


def test_the_command(capsys):
    """Silence lets a challenger probe for sure or not at all, so five probes of ten fit no case."""
    assert run([*AIRSPACE, "--seen", "probe=5/10", "--seen", "clash=0/10", "--under", "silence", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)["consistent"]
    assert said["schema"] == "deterrence.consistent"
    assert said["observed"]["probe"][0] > 0.1
    assert said["cases"] == 0
    assert said["ranges"]["credibility"] is None
    assert run([*AIRSPACE, "--seen", "probe=10/10", "--under", "silence"]) == 0
    assert "<silence: consistent with probe in [0.692, 1]" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--seen", "probe"), "write for example --seen probe=2/10"),
        (("--seen", "probe=2"), "'probe=2' is not MEASURE=TIMES/TRIALS"),
        (("--seen", "probe=-1/2"), "'probe=-1/2' is not MEASURE=TIMES/TRIALS"),
        (("--seen", "probe=3/2", "--under", "silence"), "0 <= times <= trials"),
        (("--seen", "prob=1/2", "--under", "silence"), "did you mean 'probe'"),
        (("--seen", "probe=1/2"), "needs a channel under which it happened (channels: silence, private, public)"),
        (("--under", "silence"), "--under goes with a history"),
    ],
)
def test_bad_arguments(arguments, says, capsys):
    assert run([*AIRSPACE, *arguments]) == 2
    assert says in capsys.readouterr().err
