"""Gambit and OpenSpiel read what is written here, and Gambit finds the same equilibria."""

import importlib.util
import sys
import types
from fractions import Fraction as F
from pathlib import Path
from random import Random

import pytest

import deterrence as dt
from deterrence.scenario.gambit.efg import read_efg
from deterrence.scenario.gambit.efg_writing import efg_text
from tests.scenario.gambit_texts import GOLDEN

needs_pygambit = pytest.mark.skipif(
    importlib.util.find_spec("pygambit") is None,
    reason="pygambit is not installed: Gambit is NOT asked (pip install pygambit==17.0.0b2)",
)


def test_the_golden_file():
    # loaded once by OpenSpiel 2.0.2 (two players, six actions) and by pygambit 17.0.0b2
    game = dt.load(Path(__file__).parents[2] / "examples" / "standoff.toml").game
    assert efg_text(game) == GOLDEN


def test_every_prefix_of_the_golden_file_is_refused():
    for k in range(len(GOLDEN.rstrip())):
        with pytest.raises(dt.ScenarioError):
            read_efg(GOLDEN[:k])
    assert read_efg(GOLDEN).notes == ()


def test_without_pygambit_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(dt.UnsupportedGame, match=r"pip install pygambit"):
        dt.to_pygambit(dt.NormalForm.from_arrays([[1]], [[0]]))


class Table:
    """What a table of pygambit's can do that is needed."""

    def to_nfg(self):
        return 'NFG 1 R "t" { "a" "b" } { 1 2 } 1 2 3 4\n'


class ExtensiveGame:
    """A tree of version 17."""

    def to_efg(self):
        return GOLDEN


class Old(ExtensiveGame, Table):
    """A game of version 16, which says itself whether it has a tree."""

    def __init__(self, is_tree):
        self.is_tree = is_tree


def test_objects_of_either_version_are_read():
    for table in (Table(), Old(is_tree=False)):
        assert dt.from_pygambit(table).payoffs["1", "2"] == (F(3), F(4))
    for tree in (ExtensiveGame(), Old(is_tree=True)):
        assert dt.from_pygambit(tree).title == "Standoff at sea"


def test_objects_are_made_by_reading_text(monkeypatch):
    texts = []
    fake = types.SimpleNamespace(read_efg=lambda s: texts.append(s.read()) or "tree", read_nfg=lambda s: 1 // 0)
    monkeypatch.setitem(sys.modules, "pygambit", fake)
    game = dt.load(Path(__file__).parents[2] / "examples" / "standoff.toml").game
    assert dt.to_pygambit(game) == "tree"
    assert texts == [GOLDEN]
    with pytest.raises(dt.UnsupportedGame, match=r"pygambit refuses this game: .*zero"):
        dt.to_pygambit(dt.NormalForm.from_arrays([[1]], [[0]]))


@needs_pygambit
def test_objects_go_there_and_back():
    game = dt.from_pygambit(dt.to_pygambit(dt.load(Path(__file__).parents[2] / "examples" / "standoff.toml").game))
    assert efg_text(game) == GOLDEN


@needs_pygambit
def test_random_trees_have_the_same_extreme_equilibria():
    from benchmarks.gambit_trees import Gambit, differs, random_tree

    rng, gambit = Random(5), Gambit()
    games = [random_tree(rng, 2, most=6) for _ in range(20)]
    answers = [gambit.solve(efg_text(game), "enummixed") for game in games]
    gambit.close()
    said = [differs(game, points) for game, points in zip(games, answers, strict=True) if points is not None]
    assert said == [""] * 20
