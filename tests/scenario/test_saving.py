"""What is written reads back equal, and a failed write leaves what was there."""

import os
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deterrence as dt

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
FILES = sorted(EXAMPLES.glob("*.toml"))


def load(name):
    return dt.load(EXAMPLES / f"{name}.toml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenarios_read_back_equal(tmp_path, path):
    scenario = dt.load(path)
    dt.save(scenario, tmp_path / "again.toml")
    again = dt.load(tmp_path / "again.toml")
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert list(again.parameters) == list(scenario.parameters)
    assert (scenario.path, again.path) == (path, tmp_path / "again.toml")


@pytest.mark.parametrize("free", [False, True])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_games_read_back_equal(tmp_path, path, free):
    for game in dt.load(path).games.values():
        if isinstance(game, dt.ExtensiveForm | dt.StochasticGame | dt.models.ClosedFormModel):
            continue  # trees have a test of their own; stochastic games and formulae are saved by their model
        game = game.free(*game.values) if free else game
        dt.save(game, tmp_path / "game.toml")
        again = dt.load(tmp_path / "game.toml").game
        assert again == game
        assert again.title == game.title
        assert again.criteria == game.criteria
        assert again.all_parameters == tuple(dt.Parameter(p.name, p.meaning, p.domain, p.unit) for p in game.all_parameters)


LABELS = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=5)
NUMBERS = st.fractions(max_denominator=99) | st.sampled_from([F(10**30), F(1, 10**30)])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_the_labels_and_numbers(tmp_path_factory, data):
    players = data.draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
    actions = {p: data.draw(st.lists(LABELS, min_size=1, max_size=2, unique=True)) for p in players}
    game = dt.NormalForm(
        players,
        lambda *cell: [data.draw(NUMBERS) for _ in players],
        lambda *cell: data.draw(st.dictionaries(LABELS, st.fractions(0, 1, max_denominator=9), max_size=2)),
        actions,
    )
    path = tmp_path_factory.mktemp("labels") / "game.toml"
    dt.save(game, path)
    assert dt.load(path).game == game


def test_a_game_beyond_the_language_of_files_is_refused(tmp_path):
    import sympy

    x = dt.Parameter("x").symbol
    for payoff in (sympy.sin(x), x ** sympy.Rational(1, 3), (x + 1) ** 1000):
        with pytest.raises(dt.ScenarioError, match="cannot be written as a scenario"):
            dt.save(dt.NormalForm(["a"], {("b",): [payoff]}), tmp_path / "game.toml")
    with pytest.raises(dt.ScenarioError, match="save takes a Scenario"):
        dt.save(3, tmp_path / "game.toml")
    with pytest.raises(dt.ScenarioError, match=r"'\\ud800' is not a character of UTF-8"):
        dt.save(dt.NormalForm(["\ud800"], {("b",): [1]}), tmp_path / "game.toml")
    assert not list(tmp_path.iterdir())


def test_files_are_replaced_whole_and_keep_their_mode(tmp_path):
    path = tmp_path / "crisis.toml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    dt.save(load("beer_quiche"), link)
    assert link.is_symlink()
    assert dt.load(path) == load("beer_quiche")
    assert path.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["crisis.toml", "link.toml"]


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "crisis.toml"
    dt.save(load("beer_quiche"), path)
    before = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(dt.ScenarioError, match="No space left"):
        dt.save(load("brinkmanship"), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["crisis.toml"]


def test_places_that_cannot_be_written(tmp_path):
    for place, words in {
        tmp_path: "is a folder",
        tmp_path / "nowhere" / "x.toml": "cannot write",
        tmp_path / "x.txt": r"files of format '.txt' are not written \(formats: .toml, .efg, .nfg\)",
        "a\0b.toml": "cannot write",
    }.items():
        with pytest.raises(dt.ScenarioError, match=words):
            dt.save(load("beer_quiche"), place)


def test_gambit_takes_games_only():
    with pytest.raises(dt.ScenarioError, match="int is no game that Gambit's files hold; give a NormalForm"):
        dt.to_pygambit(3)
