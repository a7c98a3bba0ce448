"""Regions by verdict: each cell's colour against what is worked out by hand."""

import numpy as np
import pytest

import deterrence as dt

CRISIS = {
    "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
    "commitment_gap": 2, "reputation_cost": "1/2", "audience_cost": 3, "warning_cost": "1/1000", "leak": "1/10",
}  # fmt: skip


@pytest.fixture(scope="module")
def channels():
    over = {"credibility": "0.01:0.59:30", "face_cost": "0.05:2.95:30"}
    measures = ["deterred", "clash", "payoff:defender"]
    return dt.sweep(dt.models.warning_channels(**CRISIS), over=over, measures=measures)


def shown(ax):
    """Number of the verdict in each cell, face costs upwards."""
    return np.ma.filled(ax.collections[0].get_array().astype(int), -1)


def words(ax):
    return {text.get_text() for text in ax.texts}


def test_a_public_warning_by_verdict(channels):
    """It binds the irresolute, so it deters below p* = 1/3 wherever complying (face cost < 2) beats the clash.

    Above p* silence deters too, but where the warning works, not to warn may be taken for weakness. Beyond a face cost of 2
    nobody complies, and credibility alone decides.
    """
    ax = dt.plot_regimes(channels, "public", colour="verdict")
    mu, face = np.meshgrid(channels.credibility.values, channels.face_cost.values)
    expected = np.where(face < 2, np.where(mu < 1 / 3, 0, 1), np.where(mu < 1 / 3, 3, 0))
    assert np.array_equal(shown(ax), expected)
    assert words(ax) == {"every", "some", "none"}
    assert "some  deterred = 1 in some equilibrium, not in all" in ax.figure.get_supxlabel()
    assert "backfires" not in ax.figure.get_supxlabel()


def test_what_is_feared(channels):
    """Everybody's commitment clashes at the accident rate 1/10, silence with the resolute alone: worse below that share."""
    ax = dt.plot_regimes(channels, "public", colour="verdict", measure="clash", best=0)
    mu, face = np.meshgrid(channels.credibility.values, channels.face_cost.values)
    assert np.array_equal(shown(ax) == 4, (mu < 0.1) & (face < 2))
    assert words(ax) == {"part", "backfires"}
    assert "backfires  more than under silence, whichever equilibria are played" in ax.figure.get_supxlabel()
    # to a friend of clashes the same channel backfires between the accident rate and p*
    friend = dt.plot_regimes(channels, "public", colour="verdict", measure="clash", baseline="silence")
    assert np.array_equal(shown(friend) == 4, (mu > 0.1) & (mu < 1 / 3) & (face < 2))


def test_a_map_of_one_game_has_no_baseline():
    probe = dt.models.probe_game(gain=1, tolerate_cost=2, respond_cost=1)
    found = dt.sweep(probe, over={"credibility": "0.05:0.95:10", "clash_cost": "0.5:5:10"}, measures=["deterred"])
    ax = dt.plot_regimes(
        found, colour="verdict", thresholds=dt.thresholds(probe.at(clash_cost=3).free("clash_cost"), "credibility")
    )
    mu, cost = np.meshgrid(found.credibility.values, found.clash_cost.values)
    threshold = 1 / (1 + cost)
    assert np.array_equal(shown(ax), np.where(mu > threshold + 1e-9, 0, np.where(mu < threshold - 1e-9, 3, 1)))
    assert len(ax.get_lines()) == 1
    found["undecided"][3, 4] = 1
    assert (shown(dt.plot_regimes(found, colour="verdict")) == -1).sum() == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"colour": "verdicts"}, "did you mean 'verdict'"),
        ({"measure": "detered"}, "did you mean 'deterred'"),
        ({"measure": "payoff:defender"}, "no probability 'payoff:defender'"),
        ({"best": 2}, "allowed: 1 for what is hoped for"),
        ({"baseline": "silent"}, "did you mean 'silence'"),
    ],
)
def test_bad_input(channels, options, says):
    with pytest.raises(dt.InvalidParameter, match=says):
        dt.plot_regimes(channels, "public", **{"colour": "verdict", **options})
