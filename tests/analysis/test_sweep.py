"""Maps over parameter grids: against closed forms worked by hand, against the exact solver, and on bad input."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence.analysis import blocks
from deterrence.analysis.grids import read_axes
from deterrence.analysis.map_audit import audit_map
from deterrence.analysis.map_output import family_names
from deterrence.analysis.sweep import _read

CRISIS = {
    "gain": 1, "clash_cost": 2, "accident_rate": "1/10", "loss_resolute": 1, "loss_irresolute": 1, "commitment_gap": 2,
    "reputation_cost": "1/2", "audience_cost": 3, "leak": "1/10", "face_cost": "3/2", "warning_cost": "1/1000",
}  # fmt: skip


def probe_game(**changed):
    return dt.models.probe_game(**{"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, **changed})


def families_at(dataset, **place):
    mask = int(dataset["families"].isel(place))
    return {name for k, name in enumerate(family_names(dataset)) if mask >> k & 1}


def test_probe_game_by_hand():
    """The threat deters from p* = 1 / (1 + 3) on, and exactly there both happen."""
    found = dt.sweep(probe_game(), {"credibility": "0:1:101"}, ["deterred", "payoff:defender"])
    mu = found.credibility.values
    np.testing.assert_array_equal(found.deterred_least, mu > 0.25)
    np.testing.assert_array_equal(found.deterred_most, mu >= 0.25)
    # below, the incursion is answered with probability mu: -2 + mu (2 - 1)
    np.testing.assert_allclose(found.payoff_defender_least, np.where(mu <= 0.25, -2 + mu, 0), atol=1e-15)
    assert (found.n_components == 1).all()
    assert (found.undecided == 0).all()
    assert families_at(found, credibility=50) == {
        ("challenger: refrain; defender: respond", None),
        ("challenger: refrain; defender: respond or tolerate", None),
    }


def test_a_tie_that_was_typed_is_a_tie():
    """p* = 1 / (1 + 2) is a third: met by fractions, missed by the float nearest to it, from which both sides follow."""
    game = probe_game(clash_cost=2)
    exact = dt.sweep(game, {"credibility": [0, "1/3", 1]}, ["deterred"])
    assert exact.deterred_least.values[1] == 0
    assert exact.deterred_most.values[1] == 1
    # 1/3 as a float is printed 0.3333333333333333, which is less than a third
    below = dt.sweep(game, {"credibility": np.array([0.0, 1 / 3, 1.0])}, ["deterred"])
    assert below.deterred_most.values[1] == 0


def test_near_ties_follow_exact_arithmetic():
    """Within 1e-14 of p*, where floats cannot tell, the exact difference decides."""
    values = [Fraction(1, 4) - Fraction(1, 10**15), Fraction(1, 4), Fraction(1, 4) + Fraction(1, 10**15)]
    found = dt.sweep(probe_game(), {"credibility": values}, ["deterred"])
    assert found.deterred_least.values.tolist() == [0, 0, 1]
    assert found.deterred_most.values.tolist() == [0, 1, 1]


def test_one_message_by_hand():
    """In silence the challenger probes iff credibility < gain / (gain + clash_cost) = 1/3."""
    game = dt.models.warning_game("silence", **CRISIS)
    found = dt.sweep({"only": game}, {"credibility": "0:1:31", "gain": [1, 2]}, ["probe", "clash", "payoff:challenger"])
    mu, gain = np.meshgrid(found.credibility, found.gain, indexing="ij")
    probes = mu < gain / (gain + 2) - 1e-12
    tie = np.isclose(mu, gain / (gain + 2))
    assert tie.any()
    np.testing.assert_array_equal(found.probe_most[0], probes | tie)
    np.testing.assert_array_equal(found.probe_least[0], probes & ~tie)
    # resolute defenders answer: always what is avoidable, and a tenth anyway
    np.testing.assert_allclose(found.clash_most[0], mu * np.where(probes | tie, 1, 0.1), atol=1e-14)
    np.testing.assert_allclose(found.payoff_challenger_most[0], np.where(probes, (1 - mu) * gain - 2 * mu, 0), atol=1e-14)


def test_the_private_warning_of_the_catalogue():
    game = dt.models.warning_game("private", **CRISIS)
    found = dt.sweep(game, {"credibility": [0.2]}, ["deterred"])
    # the case worked out by hand beside the model: deterred in [0, 89/345]
    assert float(found.deterred_least[0]) == 0
    assert float(found.deterred_most[0]) == pytest.approx(89 / 345, rel=1e-12)


@pytest.mark.parametrize(
    "over", [{"credibility": "0:1:9", "audience_cost": "0:4:9"}, {"leak": "0:1:6", "face_cost": "0:4:9"}]
)
def test_channels_against_the_exact_solver(over):
    games = dt.models.warning_channels(credibility="1/5", **CRISIS)
    found = dt.sweep(games, over, audit=40, rng=5)
    assert found.families.dims == ("channel", *over)
    assert found.channel.values.tolist() == ["silence", "public", "private"]


def test_random_two_by_two_games_against_the_exact_solver():
    x, y = sympy.symbols("x y", real=True)
    rng = np.random.default_rng(3)
    for k in range(4):
        a = rng.integers(-2, 3, (8, 3)).tolist()
        cells = [p + q * x + r * y + (x * y if k % 2 else sympy.Min(x, y) - 1) for p, q, r in a]
        rows = [cells[:2], cells[2:4]], [cells[4:6], cells[6:]]
        game = dt.NormalForm.from_arrays(*rows)
        dt.sweep(game, {"x": "-2:2:9", "y": "-2:2:9"}, audit=25, rng=k)


def test_random_signalling_games_against_the_exact_solver():
    x, y = sympy.symbols("x y", real=True)
    rng = np.random.default_rng(8)
    for seed in range(3):
        a = rng.integers(-9, 10, (2, 2, 2, 2, 3)).tolist()
        game = dt.SignallingGame(
            sender="s", receiver="r", types={"0": "2/5", "1": "3/5"}, messages=("0", "1"), replies=("0", "1"),
            payoffs=lambda t, m, r, a=a: [p + q * x + s * y for p, q, s in a[int(t)][int(m)][int(r)]],
        )  # fmt: skip
        found = dt.sweep(game, {"x": "-1:1:9", "y": "-1:1:8"}, ["payoff:s", "payoff:r"], audit=25, rng=seed)
        assert "closed form" in found.attrs["engine"]
        assert found.attrs["cells_solved_exactly"] < 15


def test_the_audit_sees_a_wrong_cell():
    question = _read(probe_game(), {"credibility": "0:1:5"}, ["deterred"], None)
    right = dt.sweep(probe_game(), {"credibility": "0:1:5"}, ["deterred"])
    audit_map(question, right, 5, 1, several=False)
    for name, wrong in (("deterred_least", 0.5), ("families", 0), ("n_components", 2), ("undecided", 1)):
        spoilt = right.copy(deep=True)
        spoilt[name][2] = wrong
        with pytest.raises(dt.NotAnEquilibrium, match="credibility = 1/2"):
            audit_map(question, spoilt, 5, 1, several=False)


def test_a_knife_edge_that_the_model_leaves_open_is_flagged():
    """Breaking a public warning costs 1/2 + audience_cost, which at 3/2 is the commitment gap of 2."""
    game = dt.models.warning_game("public", credibility="1/5", **CRISIS)
    found = dt.sweep(game, {"audience_cost": ["1", "3/2", "2"]}, ["deterred"])
    assert found.undecided.values.tolist() == [0, 1, 0]
    assert np.isnan(found.deterred_least.values).tolist() == [False, True, False]
    assert found.families.values[1] == 0


def test_a_game_is_constant_along_an_axis_that_it_lacks():
    x = sympy.Symbol("x", real=True)
    games = {
        "with": dt.NormalForm.from_arrays([[x, 0], [0, 1]], [[1, 0], [0, 1]]),
        "without": dt.NormalForm.from_arrays([[3, 0], [0, 1]], [[1, 0], [0, 1]]),
    }
    found = dt.sweep(games, {"x": [1, 2, 3]}, ["payoff:player 1"])
    least = found["payoff_player 1_least"]
    # the mixed equilibrium makes player 2 indifferent, and is worth x / (x + 1)
    np.testing.assert_allclose(least.sel(channel="with"), [1 / 2, 2 / 3, 3 / 4])
    np.testing.assert_allclose(least.sel(channel="without"), 3 / 4)


def test_a_measure_that_a_game_lacks_is_nan():
    games = dt.models.warning_channels(credibility="1/5", **CRISIS)
    found = dt.sweep(games, {"gain": [1, 2]}, ["warn"])
    assert np.isnan(found.warn_most.sel(channel="silence")).all()
    assert not np.isnan(found.warn_most.sel(channel="public")).any()


def test_refined_maps_are_refined():
    """D1 leaves the private warning's bluffing equilibrium alone: 89/345 (see the comparison of the channels)."""
    game = dt.models.warning_game("private", **CRISIS)
    found = dt.sweep(game, {"credibility": ["1/5"]}, ["deterred"], refine="d1")
    assert float(found.deterred_least[0]) == pytest.approx(89 / 345, rel=1e-12)
    assert found.attrs["refinements"] == "d1"
    assert "exact solver" in found.attrs["engine"]


def test_larger_games_go_to_the_exact_solver():
    x = sympy.Symbol("x", real=True)
    game = dt.NormalForm.from_arrays([[1, 0, x], [0, 1, 0], [0, 0, 0]], [[1, 0, 0], [0, 1, 0], [0, 0, -1]])
    found = dt.sweep(game, {"x": ["-1", "2"]}, ["payoff:player 1"])
    assert found.attrs["cells_solved_exactly"] == 2
    assert found.n_components.values.tolist() == [3, 3]


def test_what_a_map_says_of_itself():
    found = dt.sweep(probe_game(), {"credibility": "0:1:3"}, ["deterred"])
    assert found.credibility.attrs["units"] == "probability"
    assert found.credibility.attrs["domain"] == "[0, 1]"
    assert found.families.attrs["flag_masks"].tolist() == [2**k for k in range(len(family_names(found)))]
    assert len(found.families.attrs["flag_meanings"].split()) == len(family_names(found))
    assert '"gain": "1"' in found.attrs["parameters"]
    assert "2x2" in found.attrs["engine"]


def test_blocks_and_threads_do_not_matter(monkeypatch):
    games = dt.models.warning_channels(credibility="1/5", **CRISIS)
    over = {"credibility": "0:1:23", "audience_cost": "0:4:19"}
    whole = dt.sweep(games, over, ["deterred"])
    monkeypatch.setattr("deterrence.analysis.sweep.CELLS", 60)
    monkeypatch.setattr(blocks, "AT_A_TIME", 17)
    for workers in (1, 2):
        cut = dt.sweep(games, over, ["deterred"], workers=workers)
        for name in ("deterred_least", "deterred_most", "n_components", "undecided"):
            np.testing.assert_array_equal(cut[name], whole[name])
        for place in ((0, 3, 4), (1, 7, 7), (2, 22, 0)):
            at = dict(zip(("channel", "credibility", "audience_cost"), place, strict=True))
            assert families_at(cut, **at) == families_at(whole, **at)


def test_blocks_cover_the_grid_once():
    shape, block = (5, 7, 9), blocks.block_shape((5, 7, 9), 30)
    assert block == (1, 3, 9)
    count = np.zeros(shape, int)
    for region in blocks.regions(shape, block):
        count[region] += 1
    assert (count == 1).all()
    assert blocks.n_blocks(shape, block) == 15


def test_even_values_are_exact():
    (axis,) = read_axes({"credibility": "1/20:2/5:8"}, {"game": probe_game()})
    assert [axis.exact(k) for k in range(8)] == [Fraction(k + 1, 20) for k in range(8)]
    assert axis.floats.tolist() == [(k + 1) / 20 for k in range(8)]


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"credibilty": [0.1]}, "did you mean 'credibility'"),
        ({"credibility": [0.1, 1.5]}, "outside its domain"),
        ({"credibility": []}, "has no values"),
        ({"credibility": [0.2, 0.1]}, "must ascend"),
        ({"credibility": [0.1, 0.1]}, "must ascend"),
        ({"credibility": [0.1, float("nan")]}, "finite"),
        ({"credibility": np.array([0.1, np.nan])}, "finite"),
        ({"credibility": np.zeros((2, 2))}, "2 dimensions"),
        ({"credibility": "0:1"}, "from:to:number"),
        ({"credibility": "1:0:5"}, "ascend"),
        ({"credibility": 0.5}, "sequence of values"),
        ({"credibility": [sympy.Symbol("x")]}, "symbols"),
        ({}, "at least one entry"),
        ([1], "at least one entry"),
    ],
)
def test_bad_axes(over, said):
    with pytest.raises(dt.InvalidParameter, match=said):
        dt.sweep(probe_game(), over)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measures": ["deterrd"]}, "did you mean 'deterred'"),
        ({"refine": "d2"}, "no refinement 'd2'"),
        ({"memory": "lots"}, "such as '2GiB'"),
        ({"memory": "100"}, "more than memory"),
        ({"workers": 0}, "from 1 on"),
        ({"audit": -3}, "audit is -3; give the number"),
        ({"measures": ["deterred", "deterred"]}, "one at a time"),
    ],
)
def test_bad_options(options, said):
    with pytest.raises(dt.InvalidParameter, match=said):
        dt.sweep(probe_game(), {"credibility": "0:1:101"}, **options)


def test_other_bad_input():
    with pytest.raises(dt.UnsupportedGame, match="no value for gain"):
        dt.sweep(probe_game().free("gain"), {"credibility": [0.5]})
    with pytest.raises(dt.UnsupportedGame, match="sweep takes games"):
        dt.sweep({"a": 3}, {"credibility": [0.5]})
    x = sympy.Symbol("channel", real=True)
    with pytest.raises(dt.InvalidParameter, match="another name"):
        dt.sweep(dt.NormalForm.from_arrays([[x, 0], [0, 1]], [[1, 0], [0, 1]]), {"channel": [1]})
