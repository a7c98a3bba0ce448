"""Pictures of robustness show the numbers that they are given."""

from fractions import Fraction

import pytest

import deterrence as dt

RANGES = {"credibility": (0, 1), "gain": ("1/100", 1)}


@pytest.fixture(scope="module")
def probe():
    return dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)


def test_tornado(probe):
    """The measure is 1 wherever credibility > 1/2, so the bar of the highest quarter ends at 1."""
    found = dt.robustness(probe, RANGES, samples=8192, measures=["deterred"], rng=1)
    ax = dt.plot_tornado(found, "game", "deterred")
    low, high = (bars.patches[0] for bars in ax.containers)
    assert high.get_x() + high.get_width() == pytest.approx(1)
    # below 1/4: deterred iff gain < m / (1 - m), on average 4 (ln(4/3) - 1/4) but for gains below 1/100, left out
    assert low.get_x() + low.get_width() == pytest.approx((0.1507 - 0.01) / 0.99, abs=0.02)
    with pytest.raises(dt.InvalidParameter, match="channels: game"):
        dt.plot_tornado(found, "gam", "deterred")


def test_sobol(probe):
    found = dt.sensitivity(probe, RANGES, samples=64, measures=["deterred"], rng=1)
    output = found["game: deterred, least"]
    ax = dt.plot_sobol(found, output.title)
    assert [p.get_width() for p in ax.containers[1].patches] == pytest.approx([i.first.value for i in output.ranked])
    narrow = dt.sensitivity(probe, {"credibility": ("9/10", 1), "gain": ("1/10", "1/5")}, samples=64, rng=1)
    with pytest.raises(dt.InvalidParameter, match="same in all cases"):
        dt.plot_sobol(narrow, output.title)


def test_publicity():
    """Credibility deters from p* = 1/4 on; the star stands just beside it, with its window shaded."""
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    best = dt.best_publicity(game, "deterred", "credibility")
    (window,) = best.windows("deterred", 1)
    assert (window.low, window.high, window.low_closed, window.high_closed) == (Fraction(1, 4), 1, False, True)
    ax = dt.plot_publicity(best, windows=[window])
    stars = [line for line in ax.lines if line.get_marker() == "*"]
    assert stars[0].get_xdata()[0] == pytest.approx(0.25)
    assert stars[0].get_ydata()[0] == 1


def test_screening(probe):
    """A point stands at the size and the deviation of each effect; what moves nothing stands together, at the origin."""
    pytest.importorskip("SALib")
    ranges = {**RANGES, "clash_cost": (1, 2), "tolerate_cost": (2, 3), "respond_cost": ("1/2", 1)}
    found = dt.screening(probe, ranges, measures=["deterred"], rng=1)
    output = found["game: deterred, least"]
    assert output.inert == ("tolerate_cost", "respond_cost")
    ax = dt.plot_screening(found, output.title)
    points = ax.containers[0].lines[0].get_xydata()
    assert points.tolist() == [[e.size.value, e.deviation] for e in output.ranked]
    told = {label.get_text(): label.xy for label in ax.texts}
    assert told["tolerate cost\nrespond cost"] == (0, 0)
    assert told["credibility"] == pytest.approx(
        (output["credibility"].size.value, output["credibility"].deviation), abs=0.02
    )
    with pytest.raises(dt.InvalidParameter, match="no output 'deterred'"):
        dt.plot_screening(found, "deterred")


def test_interactions(probe):
    pytest.importorskip("SALib")
    ranges = {**RANGES, "clash_cost": (1, 2)}
    found = dt.interactions(probe, ranges, samples=64, measures=["deterred"], rng=1)
    output = found["game: deterred, least"]
    ax = dt.plot_interactions(found, output.title)
    columns = [label.get_text().replace(" ", "_") for label in ax.get_xticklabels()]
    rows = [label.get_text().replace(" ", "_") for label in ax.get_yticklabels()]
    told = {frozenset((columns[t.get_position()[0]], rows[t.get_position()[1]])): float(t.get_text()) for t in ax.texts}
    assert told == {frozenset(p.names): pytest.approx(p.share.value, abs=0.0051) for p in output.pairs}
    narrow = dt.interactions(probe, {"credibility": ("9/10", 1), "gain": ("1/10", "1/5")}, samples=64, rng=1)
    with pytest.raises(dt.InvalidParameter, match="same in all cases"):
        dt.plot_interactions(narrow, output.title)
