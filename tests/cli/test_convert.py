"""Games of other formats on the command line."""

from pathlib import Path

import pytest

import deterrence as dt
from deterrence.cli.group import run
from tests.scenario.gambit_texts import GOLDEN

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_a_tree_goes_from_format_to_format(tmp_path, capsys):
    tree, table, again = tmp_path / "s.efg", tmp_path / "s.nfg", tmp_path / "s.toml"
    assert run(["convert", str(EXAMPLES / "standoff.toml"), str(tree)]) == 0
    assert tree.read_text().split('"\n\n', 1)[1] == GOLDEN.split('""\n\n', 1)[1]
    assert run(["convert", str(tree), str(again)]) == 0
    assert dt.load(again).game == dt.load(tree).game
    capsys.readouterr()
    assert run(["convert", str(tree), str(table)]) == 0
    assert "outcomes with weights are left out" in capsys.readouterr().err
    # calm seas but for one ship in twenty, which is warned off at a cost of 1
    assert dt.load(table).game.payoffs["refrain", "warn"] == (
        0,
        -dt.load(EXAMPLES / "standoff.toml").parameters["stray"].value,
    )


def test_commands_read_these_files(tmp_path, capsys):
    path = tmp_path / "s.efg"
    path.write_text(GOLDEN.rstrip("\n"))
    for command in ("solve", "validate", "explain"):
        assert run([command, str(path)]) == 0
        assert "warn" in capsys.readouterr().out


def test_doubts_go_to_standard_error(tmp_path, capsys):
    path = tmp_path / "t.nfg"
    path.write_text('NFG 1 R "t" { "a" } { 2 } 1 2')
    assert run(["solve", str(path)]) == 0
    said = capsys.readouterr()
    assert "the last number touches the end of the file" in said.err
    assert "touches" not in said.out


def test_one_game_is_picked(tmp_path, capsys):
    airspace, out = str(EXAMPLES / "airspace.toml"), tmp_path / "a.nfg"
    assert run(["convert", airspace, str(out)]) == 2
    assert "has 3 games; pick one with --channel, such as silence" in capsys.readouterr().err
    assert run(["convert", airspace, str(out), "--channel", "silence", "--set", "gain=2"]) == 0
    assert dt.load(out).game.players == dt.load(airspace).games["silence"].players
    assert run(["convert", airspace, str(tmp_path / "a.efg"), "--channel", "silence"]) == 2
    assert "would be lost" in capsys.readouterr().err


@pytest.mark.parametrize("plain", [True, False])
def test_outcomes_of_a_table(tmp_path, plain, capsys):
    game = dt.NormalForm(["a"], {("x",): [1]}, {("x",): {"war": 1 if plain else "1/2"}})
    dt.save(game, tmp_path / "g.toml")
    assert run(["convert", str(tmp_path / "g.toml"), str(tmp_path / "g.nfg")]) == 0
    assert dict(dt.load(tmp_path / "g.nfg").game.outcomes["x",]) == ({"war": 1} if plain else {})
