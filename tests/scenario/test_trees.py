"""Trees in scenario files: what they mean, and where mistakes in them stand."""

from fractions import Fraction as F
from pathlib import Path

import pytest

import deterrence as dt

STANDOFF = (Path(__file__).parents[2] / "examples" / "standoff.toml").read_text(encoding="utf-8")


def test_the_standoff():
    scenario = dt.load(Path(__file__).parents[2] / "examples" / "standoff.toml")
    game = scenario.game
    assert scenario.kind == "tree"
    assert game.information_sets == {
        "challenger": {"root": ("refrain", "send"), "send.warn": ("go on", "turn back")},
        "defender": {"ships cross": ("warn", "let pass")},
    }
    assert game.payoff_numbers[game.cells["send.warn.go on",]] == (-1, -3)
    assert {p.name: str(p.domain) for p in game.all_parameters}["stray"] == "[0, 1]"
    # By hand. Sending is worth -1/2 when warned off and 2 when not, so it is as good as refraining at Pr(warn) = 4/5. Warning
    # strayed ships costs 1, not warning sent ones 2: (1 - s)/20 = 2 s at s = 1/41.
    mixed = min(dt.nash(game).extreme, key=lambda eq: eq["challenger"]["root"]["send"])
    assert mixed["challenger"]["root"]["send"] == F(1, 41)
    assert mixed["defender"]["ships cross"]["warn"] == F(4, 5)
    assert game.free("stray").parameters[0].name == "stray"
    assert scenario.at(stray=0).game.values["stray"] == 0


def test_a_tree_reads_back_equal(tmp_path):
    (pilot, tower) = dt.players("pilot tower")
    gamble = dt.outcome("", {"pilot": 1, "tower": -1}, weights={"crash": "1/3", "landing": "2/3"})
    down = dt.outcome("landing", pilot=0, tower="1/7")
    # the second branch of "a.b" reads like the path of the other node
    root = pilot.chooses(
        {
            "a": tower.chooses({"b": gamble, "c": down}, knowing="x"),
            "a.b": tower.chooses({"c": down, "b": down}, knowing="x"),
        }
    )
    game = dt.ExtensiveForm(root, title="Fog")
    dt.save(game, tmp_path / "fog.toml")
    again = dt.load(tmp_path / "fog.toml").game
    assert again == game
    assert again.title == "Fog"


CHANGES = {
    'players = ["challenger", "defender"]': {
        "players = []": "players are empty",
        'players = ["challenger"]': "2 payoffs for 1 players; write one for each of challenger",
    },
    'id = "weather"': {
        'id = "sent"': "two nodes have the id 'sent'",
        'id = "whether"': "no node has the id 'weather'; did you mean 'whether'?",
        'id = "weather"\npayoffs = [0, 0]': "node 'weather' must have exactly one of: a player, chance = true, payoffs",
    },
    'to = "sent"': {
        'to = "weather"': "node 'weather' is reached from 'start' already",
        'to = "start"': "node 'start' is reached as the root",
        'to = "quiet"': "no branch leads to node 'sent'",
    },
    'id = "warned"\nplayer = "challenger"': {
        'id = "warned"\nplayer = "challanger"': "no player 'challanger'; did you mean 'challenger'?",
        'id = "warned"': "node 'warned' must have exactly one of",
        'id = "warned"\nplayer = "challenger"\noutcome = "clash"': "node 'warned' has no payoffs; only ends have outcomes",
        'id = "warned"\nplayer = "challenger"\ninformation_set = ""': "an information set needs a label",
    },
    'probability = "1 - stray"': {
        'probability = "2"': "the probability of 'calm' is 2; it lies in [0, 1]",
        'probability = "stary"': "'stary' is not a parameter here",
    },
    ', probability = "1 - stray"': {"": "a branch of chance needs a probability"},
    '{ name = "go on", to = "clash" }': {
        '{ name = "go on", to = "clash", probability = 1 }': "only chance has probabilities",
        '{ name = "turn back", to = "clash" }': "actions name 'turn back' twice",
        '{ nome = "go on", to = "clash" }': "unknown key 'nome'; did you mean 'name'?",
    },
    'outcome = "false_alarm"': {
        "outcomes = { false_alarm = 2 }": "the weight of 'false_alarm' is 2; it lies in [0, 1]",
        'actions = [{ name = "x", to = "quiet" }]': "node 'cleared up' is an end, with payoffs, and has no actions",
        'information_set = "x"': "node 'cleared up' is no player's choice; only these have information sets",
    },
    "payoffs = [0, -1]": {"payoffs = [0]": "1 payoffs for 2 players"},
    'actions = [{ name = "go on", to = "clash" }, { name = "turn back", to = "retreat" }]': {
        "": "node 'warned' has no actions",
        "actions = []": "actions are empty",
    },
    'information_set = "ships cross"\nactions = [{ name = "warn", to = "warned"': {
        'information_set = "ships cross"\nactions = [{ name = "warm", to = "warned"': "nodes that look the same offer the same",
    },
}


@pytest.mark.parametrize("old, new", [(old, new) for old, changed in CHANGES.items() for new in changed])
def test_mistakes_have_a_place(tmp_path, old, new):
    assert STANDOFF.count(old) == 1
    path = tmp_path / "standoff.toml"
    path.write_text(STANDOFF.replace(old, new), encoding="utf-8")
    with pytest.raises(dt.ScenarioError) as caught:
        dt.load(path)
    said = str(caught.value)
    assert CHANGES[old][new] in said
    line, column = said.removeprefix(f"{path}:").split(":")[:2]
    assert int(line) > 5
    assert int(column) > 0


def test_numbers_that_do_not_sum_to_one(tmp_path):
    path = tmp_path / "standoff.toml"
    path.write_text(
        STANDOFF.replace('"1 - stray"', '"1/2"').replace('probability = "stray"', "probability = 0.4"), encoding="utf-8"
    )
    with pytest.raises(dt.ScenarioError, match=r"toml:39:11: the probabilities sum to 9/10"):
        dt.load(path)


def test_no_nodes(tmp_path):
    path = tmp_path / "none.toml"
    path.write_text('schema = 1\nkind = "tree"\nplayers = ["a"]\nnodes = []\n')
    with pytest.raises(dt.ScenarioError, match=r"toml:4:9: there are no nodes"):
        dt.load(path)
