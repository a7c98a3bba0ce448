"""Pictures of maps: what is drawn where, checked on the drawn data."""

import numpy as np
import pytest

import deterrence as dt

pytest.importorskip("matplotlib")


def game(**changed):
    return dt.models.probe_game(**{"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, **changed})


@pytest.fixture(scope="module")
def one():
    return dt.sweep({"a": game(), "b": game(gain=3)}, {"credibility": "0:1:101"}, ["deterred", "payoff:defender"])


@pytest.fixture(scope="module")
def two():
    return dt.sweep({"a": game()}, {"credibility": "1/100:99/100:50", "clash_cost": "1:5:41"}, ["deterred"])


def test_a_jump_is_a_jump(one):
    """p* is 1/4 for a, 1/2 for b: no line crosses it aslant."""
    ax = dt.plot_band(one)
    assert ax.get_ylabel() == "deterred, least to most"
    for line in ax.get_lines():
        x, y = line.get_xdata(), line.get_ydata()
        assert (x[0] == x[-1]) or (np.diff(y) == 0).all()
    bars = [line for line in ax.get_lines() if line.get_xdata()[0] == line.get_xdata()[-1] and np.ptp(line.get_ydata())]
    assert [float(bar.get_xdata()[0]) for bar in bars] == [0.25, 0.5]
    assert {text.get_text() for text in ax.get_legend().get_texts()} == {"a", "b"}


def test_other_measures(one):
    ax = dt.plot_band(one.isel(channel=0), "payoff:defender")
    # respond_cost is 1 and tolerate_cost 2: the defender gets mu - 2 below p*
    lowest = min(float(np.min(line.get_ydata())) for line in ax.get_lines())
    assert lowest == -2
    assert "payoff of defender" in ax.get_ylabel()


def test_thresholds_are_thin_lines_with_formulae(one):
    ax = dt.plot_band(one, thresholds={"a": dt.thresholds(game(), "credibility")})
    assert "gain/(clash_cost + gain)" in [text.get_text() for text in ax.texts]
    assert any(list(line.get_xdata()) == [0.25, 0.25] for line in ax.get_lines())


def test_regions_are_labelled_and_bounded(two):
    ax = dt.plot_regimes(two, thresholds=dt.thresholds(game().free("clash_cost"), "credibility"))
    letters = {t.get_text(): t.get_position() for t in ax.texts if len(t.get_text()) == 1}
    assert set(letters) == {"A", "B"}
    # A, the larger region, lies above p* = 1 / (1 + clash_cost)
    for letter, deterred in (("A", True), ("B", False)):
        mu, cost = letters[letter]
        assert (mu > 1 / (1 + cost)) == deterred
    (curve,) = ax.get_lines()
    shown = ~np.isnan(curve.get_xdata())
    assert shown.sum() > 30
    np.testing.assert_allclose(curve.get_xdata()[shown], 1 / (1 + curve.get_ydata()[shown]))
    explained = ax.figure.get_supxlabel()
    assert "B  challenger: probe; defender: respond" in explained
    assert ax.get_title(loc="left") == "a"


def test_cells_without_an_answer_are_white():
    crisis = {
        "credibility": "1/5", "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1,
        "commitment_gap": 2, "reputation_cost": "1/2", "leak": "1/10", "face_cost": "3/2", "warning_cost": "1/1000",
    }  # fmt: skip
    public = dt.models.warning_game("public", **crisis)
    found = dt.sweep(public, {"audience_cost": ["1", "3/2", "2"], "gain": [1, "3/2"]}, ["deterred"])
    mesh = dt.plot_regimes(found).collections[0]
    assert np.ma.getmaskarray(mesh.get_array()).tolist() == [[False, True, False]] * 2


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda one, two: dt.plot_band(two), "over 1 parameter; this one is over credibility, clash_cost"),
        (lambda one, two: dt.plot_regimes(one), "over 2 parameters; this one is over credibility"),
        (lambda one, two: dt.plot_band(one, "deterrd"), "did you mean 'deterred'"),
        (lambda one, two: dt.plot_regimes(two, "c"), "no channel 'c'"),
        (lambda one, two: dt.plot_regimes(two.isel(channel=0), "a"), "of one game"),
    ],
)
def test_bad_input(one, two, draw, said):
    with pytest.raises(dt.InvalidParameter, match=said):
        draw(one, two)


def test_a_scenario_is_a_star_in_a_box_of_what_is_plausible():
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    found = dt.sweep(game, over={"credibility": "0.05:0.95:10", "clash_cost": "1:5:9"}, measures=["deterred"])
    ax = dt.plot_regimes(found, marker={"credibility": "2/5", "clash_cost": 3}, box={"credibility": ("1/5", "3/5")})
    star = next(line for line in ax.get_lines() if line.get_marker() == "*")
    assert (star.get_xdata()[0], star.get_ydata()[0]) == (0.4, 3.0)
    (frame,) = [p for p in ax.patches if p.get_linestyle() == "--"]
    assert (frame.get_x(), frame.get_width()) == pytest.approx((0.2, 0.4))
    assert (frame.get_y(), frame.get_height()) == (1.0, 4.0)
    with pytest.raises(dt.InvalidParameter, match="no parameter 'gain'"):
        dt.plot_regimes(found, marker={"credibility": "2/5", "gain": 3})
    with pytest.raises(dt.InvalidParameter, match="'clash_cost' too"):
        dt.plot_regimes(found, marker={"credibility": "2/5"})
