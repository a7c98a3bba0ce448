"""Robustness of models of formulae: their measures at every case, against closed forms."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

import deterrence as dt
from deterrence.cli.group import run
from deterrence.games.game import Criterion

TEN_PROBES = Path(__file__).parents[2] / "examples" / "reputation.toml"


@pytest.fixture(scope="module")
def risk():
    return dt.models.cumulative_risk(encounters=2)


def test_every_case_has_the_closed_form(risk):
    """Two encounters at risk p: an accident with probability 1 - (1 - p)^2, on average 2/3 for p uniform on [0, 1]."""
    found = dt.robustness(risk, {"accident_risk": (0, 1)}, samples=256, measures=["accident"], rng=1)
    p = found.values["accident_risk"]
    least, most = found.bands["game"]["accident"]
    assert np.allclose(least, 1 - (1 - p) ** 2, atol=1e-12)
    assert (least == most).all()
    assert least.mean() == pytest.approx(2 / 3, abs=0.01)
    assert not found.undecided["game"].any()


def test_two_channels_that_share_a_parameter(risk):
    """The criteria of the models are decided in every case, and all of the variance is the one parameter's."""
    criterion = Criterion("fewer accidents", "accident", "less")
    channels = {
        "few": dataclasses.replace(risk, criteria=(criterion,)),
        "many": dataclasses.replace(dt.models.cumulative_risk(encounters=3), criteria=(criterion,)),
    }
    ranges = {"accident_risk": ("1/10", "1/2")}
    found = dt.robustness(channels, ranges, samples=256, rng=1)
    # a third encounter adds p (1 - p)^2 > 0, in every case
    assert found.study.measures == ("accident",)
    row = next(row for row in found.advice if row.channel == "many")
    assert (row.better.value, row.backfires.value) == (0, 1)
    matters = dt.sensitivity(channels, ranges, samples=64, rng=1)
    (index,) = matters["many: accident, least"].ranked
    assert index.first.value == pytest.approx(1, abs=0.05)


def test_ten_probes(capsys):
    """A public warning is answered for sure where the cost of a broken word is 4/5 and the stake at least 1/2."""
    found = dt.robustness(dt.load(TEN_PROBES), samples=256, measures=["first:resists", "horizon"], rng=1)
    # the public channel: (stake + 4/5) / (1 - 4/5) >= 6.5 > 1, so its horizon is one probe; visibility 1/5 in private
    assert (found.bands["public"]["horizon"][0] == 1).all()
    stake = found.values["stake"]
    assert np.allclose(found.bands["private"]["horizon"][0], np.ceil(5 / stake))
    assert run(["robust", str(TEN_PROBES), "--samples", "256"]) == 0
    told = capsys.readouterr().out
    assert "answers the first probe more often" in told
    assert "first:worth = 1" not in told


def test_refusals(risk):
    with pytest.raises(dt.UnsupportedGame, match="not sets of equilibria to refine"):
        dt.robustness(risk, {"accident_risk": (0, 1)}, refine="d1", rng=1)
    with pytest.raises(dt.InvalidParameter, match="no measure 'accidnt'; did you mean 'accident'"):
        dt.robustness(risk, {"accident_risk": (0, 1)}, measures="accidnt", rng=1)
    with pytest.raises(dt.UnsupportedGame, match="is a int"):
        dt.robustness(3, rng=1)


def test_cases_in_which_the_formulae_do_not_hold(risk):
    """With a condition p < 3/4 a quarter of the cases is left open; with p < 0 there is nothing to ask about."""
    p = risk.declared[0].symbol
    open_above = dataclasses.replace(risk, holds={"a risk below 3/4": p < 0.75})
    found = dt.robustness(open_above, {"accident_risk": (0, 1)}, samples=256, measures=["accident"], rng=1)
    assert (found.undecided["game"] == (found.values["accident_risk"] >= 0.75)).all()
    never = dataclasses.replace(risk, holds={"a risk below 0": p < 0})
    with pytest.raises(dt.UnsupportedGame, match="no value in the middle of its ranges"):
        dt.robustness(never, {"accident_risk": (0, 1)}, samples=256, rng=1)
