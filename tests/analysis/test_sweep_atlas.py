"""Maps that are read off an atlas say what the solvers say."""

from itertools import product
from pathlib import Path
from random import Random

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence.analysis.atlas_engine import AtlasEngine

AIRSPACE = Path(__file__).parents[2] / "examples" / "airspace.toml"


def same(one, other):
    """Two maps hold the same; families may be numbered otherwise, floats rounded otherwise."""

    def present(d):
        flags = zip(d.families.attrs["flag_meanings"].split(), np.atleast_1d(d.families.attrs["flag_masks"]), strict=True)
        return {name: ((d.families.values & mask) > 0).tolist() for name, mask in flags}

    assert present(one) == present(other)
    for name in set(one.data_vars) - {"families"}:
        np.testing.assert_allclose(one[name].values, other[name].values, rtol=1e-9, atol=1e-12)
    return True


def table(seed, n):
    """A random game in which a parameter moves some payoffs."""
    rng, x = Random(seed), sympy.Symbol("x", real=True)

    def payoff():
        return rng.randint(-3, 3) + rng.choice([0, 0, 1, -1]) * x

    cells = {(f"a{i}", f"b{j}"): (payoff(), payoff()) for i, j in product(range(n), repeat=2)}
    return dt.NormalForm(("row", "column"), cells, parameters=[dt.Parameter("x", "", "[-3, 3]")])


def signals(seed):
    """A random signalling game with three replies, in which a parameter moves a payoff and the prior."""
    rng, x = Random(seed), sympy.Symbol("x", real=True)
    cells = {c: [rng.randint(-9, 9), rng.randint(-9, 9)] for c in product("LH", "ms", "abc")}
    cells["L", "m", "a"][0] += x
    return dt.SignallingGame(
        "sender",
        "receiver",
        {"L": (1 + x) / 3, "H": (2 - x) / 3},
        ["m", "s"],
        ["a", "b", "c"],
        payoffs=cells,
        parameters=[dt.Parameter("x", "", "[0, 1]")],
    )


@pytest.mark.parametrize("game", [*(table(seed, 3) for seed in range(4)), signals(1), signals(2)])
def test_random_games(game):
    low, high = (0, 1) if isinstance(game, dt.SignallingGame) else (-3, 3)
    over = {"x": f"{low}:{high}:61"}  # knife edges among them
    read, solved = dt.sweep(dt.atlas(game), over), dt.sweep(game, over)
    assert same(read, solved)
    assert read.attrs["engine"] == '{"game": "atlas"}'
    assert read.attrs["cells_solved_exactly"] < solved.attrs["cells_solved_exactly"] == 61


def test_channels_of_which_one_has_an_atlas(tmp_path):
    games = dict(dt.load(AIRSPACE).games)
    over = {"credibility": "0:1:21", "audience_cost": "0:4:9"}
    wanted = dt.sweep(games, over, ["deterred", "payoff:defender"])
    games["public"] = dt.atlas(games["public"].free("credibility", "audience_cost"))
    assert same(dt.sweep(games, over, ["deterred", "payoff:defender"]), wanted)
    # what answers is no part of the question: a store that the one began, the other goes on with
    pytest.importorskip("zarr", reason="zarr is not installed, which stores need")
    store = tmp_path / "run.zarr"
    dt.sweep(dict(dt.load(AIRSPACE).games), over, ["deterred", "payoff:defender"], store=store)
    assert same(dt.sweep(games, over, ["deterred", "payoff:defender"], store=store), wanted)


def test_a_prior_that_is_none_is_said():
    game = dt.SignallingGame(
        "sender", "receiver", {"L": sympy.Symbol("x", real=True), "H": 1 - sympy.Symbol("x", real=True)}, ["m", "s"],
        ["a", "b"], payoffs=lambda t, m, a: [int(m == "m"), int((t == "L") == (a == "a"))],
        parameters=[dt.Parameter("x", "", "[-1, 2]")],
    )  # fmt: skip
    read = dt.sweep(dt.atlas(game), {"x": "-1:2:13"})
    assert same(read, dt.sweep(game, {"x": "-1:2:13"}))
    assert (read.undecided.values > 0).tolist() == [True] * 4 + [False] * 5 + [True] * 4


def test_an_atlas_that_says_otherwise_is_not_believed(monkeypatch):
    game = table(0, 2)
    found = dt.atlas(game)
    over, wanted = {"x": "-3:3:41"}, dt.sweep(game, {"x": "-3:3:41"})
    read = AtlasEngine.__init__

    def forget(self, *given):
        read(self, *given)
        self._bodies.popitem()

    monkeypatch.setattr(AtlasEngine, "__init__", forget)
    assert same(dt.sweep(found, over), wanted)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"refine": "undominated"}, "give the game itself"),
        ({"concept": dt.nash}, "give the game itself"),
        ({"games": dt.atlas(table(0, 2)).refine("undominated")}, "what undominated leaves"),
        ({"games": dt.atlas(dt.models.probe_game(gain=1, clash_cost=3).at(tolerate_cost=2, respond_cost=1).free("credibility")),
          "over": {"credibility": "0:1:5", "gain": "1:2:5"}}, r"derive it with gain free, dt.atlas\(game.free\('gain'\)\)"),
    ],
)  # fmt: skip
def test_atlases_that_cannot_answer(options, said):
    question = {"games": dt.atlas(table(0, 2)), "over": {"x": "-3:3:5"}} | options
    with pytest.raises(dt.UnsupportedGame, match=said):
        dt.sweep(**question)
