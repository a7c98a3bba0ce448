"""Trees in Gambit's format: what is read, what is written, what is refused."""

from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deterrence as dt
from deterrence import models
from deterrence.scenario.gambit.efg import read_efg
from deterrence.scenario.gambit.efg_writing import efg_text
from tests.scenario.gambit_texts import EFG
from tests.scenario.spelling import seen_efg, spell_efg

HEAD = 'EFG 2 R "t" { "a" "b" }\n'


def test_every_kind_of_node(tmp_path):
    path = tmp_path / "crisis.efg"
    path.write_bytes(b"\xef\xbb\xbf" + EFG.encode())
    scenario = dt.load(path)
    game = scenario.game
    assert (scenario.kind, scenario.title, scenario.narrative) == ("tree", 'A "small" crisis', "what may stand in a file")
    assert game.title == scenario.title
    assert game.information_sets["challenger"] == {"enter": ("out", "in"), "calm.in.yield": ("a", "b")}
    assert game.information_sets["defender"] == {"sees ships": ("fight", "yield")}
    # the entry's payoff of -1 is added at every end below it
    ends = {name: tuple(payoffs) for (name,), payoffs in game.payoffs.items()}
    assert ends == {
        "calm.out": (0, 0),
        "calm.in.fight": (-3, -10),
        "calm.in.yield.a": (F(-2, 3), 2),
        "calm.in.yield.b": (-1, 0),
        "storm.fight": (-2, -10),
        "storm.yield": (0, 0),
    }
    assert game.outcome_names == ("status quo", "war", "peace")
    assert next(iter(game.layout.chances.values())) == (F(9, 10), F(1, 10))
    assert scenario.notes == ("the name of an outcome before the end is not kept, only its payoffs: 'entry'",)
    assert seen_efg(game) == spell_efg(EFG)


def test_written_and_read_again(tmp_path):
    game = read_efg(EFG).game
    dt.save(game, tmp_path / "again.efg")
    assert not (tmp_path / "again.efg").read_bytes().startswith(b"\xef\xbb\xbf")
    assert dt.load(tmp_path / "again.efg").game == game
    scenario = dt.load(tmp_path / "again.efg")
    dt.save(scenario, tmp_path / "again.toml")
    assert dt.load(tmp_path / "again.toml").game == game
    dt.save(dt.load(tmp_path / "again.toml"), tmp_path / "third.efg")
    assert (tmp_path / "third.efg").read_text() == (tmp_path / "again.efg").read_text()


LABEL = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=4) | st.sampled_from(
    ["\\", '"', '\\"', "a\\b", "\\\\x"]
)
NUMBER = st.fractions(max_denominator=50) | st.just(F(10**40, 3))


@st.composite
def trees(draw):
    labels = draw(st.lists(LABEL, min_size=1, max_size=3, unique=True))
    who = dt.players(labels)

    def end():
        return dt.outcome(draw(st.just("") | LABEL), payoffs={p: draw(NUMBER) for p in labels})

    def below(depth):
        kind = draw(st.sampled_from(["end", "chance", "choice", "hidden"])) if depth else "end"
        names = draw(st.lists(LABEL, min_size=2, max_size=2, unique=True))
        if kind == "end":
            return end()
        if kind == "chance":
            p = draw(st.fractions(0, 1, max_denominator=9))
            return dt.nature({names[0]: (p, below(depth - 1)), names[1]: (1 - p, below(depth - 1))})
        mover = draw(st.sampled_from(who))
        if kind == "choice" or len(who) < 2:
            return mover.chooses({name: below(depth - 1) for name in names})
        # another player moves without knowing how; its actions may stand in another order at the second node
        other = who[(mover.position + 1) % len(who)]
        first, second = ({"l": end(), "r": end()}, draw(st.permutations(["l", "r"])))
        knowing = f"set {draw(st.integers(0, 10**9))}"
        return mover.chooses(
            {
                names[0]: other.chooses(first, knowing=knowing),
                names[1]: other.chooses({a: end() for a in second}, knowing=knowing),
            }
        )

    root = below(3)
    try:
        return dt.ExtensiveForm(root, title=draw(st.just("") | LABEL))
    except dt.InvalidGame:  # two paths that read the same, from labels with points
        return dt.ExtensiveForm(end())


@settings(max_examples=120, deadline=None)
@given(trees(), LABEL)
def test_writing_and_reading_is_the_identity(game, comment):
    text = efg_text(game, comment)
    file = read_efg(text)
    assert file.game == game
    assert (file.game.title, file.comment, file.notes) == (game.title, comment, ())
    assert seen_efg(file.game) == spell_efg(text)


def test_every_corpus_example_and_model_survives(tmp_path):
    scenario = dt.load(Path(__file__).parents[2] / "examples" / "standoff.toml")
    dt.save(scenario, tmp_path / "standoff.efg")
    again = dt.load(tmp_path / "standoff.efg")
    assert (again.title, again.narrative) == (scenario.title, scenario.narrative)
    # parameters became numbers; the equilibria are the same
    assert [eq.vectors for eq in dt.nash(again.game).extreme] == [eq.vectors for eq in dt.nash(scenario.game).extreme]
    beer = dt.load(Path(__file__).parents[2] / "examples" / "beer_quiche.toml").game
    dt.save(beer, tmp_path / "beer.efg")
    found = dt.load(tmp_path / "beer.efg").game.signalling()
    assert found.numbers == beer.numbers
    assert list(found.prior.values()) == [beer.evaluate(p) for p in beer.prior.values()]
    assert (found.messages, found.replies) == (beer.messages, beer.replies)


def test_labels_that_the_format_leaves_open():
    text = (
        'EFG 2 R "" { "" "b" }\np "" 1 1 "x" { "" "d" } 0\np "" 2 7 "x" { "l" } 0\nt "" 0\n'
        'p "" 2 3 "" { "l" "r" } 0\nt "" 0\nt "" 0'
    )
    file = read_efg(text)
    assert file.game.players == ("player 1", "b")
    assert file.game.information_sets["player 1"] == {"player 1: x": ("1", "d")}
    assert file.game.information_sets["b"] == {"b: x": ("l",), "d": ("l", "r")}
    assert [note.split()[0] for note in file.notes] == ["the", "the", "the", "several"]
    assert file.notes[2].startswith("the last number touches the end of the file")
    # a set may already be called like the path of another
    taken = read_efg(HEAD + 'p "" 1 1 "" { "l" "r" } 0\np "" 2 1 "root" { "x" } 0\nt "" 0\nt "" 0\n').game
    assert list(taken.information_sets["a"]) == ["root (2)"]
    third = read_efg(HEAD + 'p "" 2 1 "s" { "x" } 0\nt "" 0\n')
    assert third.game.players == ("b", "a")
    assert third.notes == ("players who never move stand last: b, a",)


def test_trees_of_any_depth():
    deep = 100_000
    line = 'p "" 1 {k} "" {{ "stop" "go" }} 0\nt "" 1 "end" {{ 1 2 }}\n'
    text = HEAD + "".join(line.format(k=k + 1) for k in range(deep)) + 't "" 1\n'
    game = read_efg(text).game
    assert len(game.layout.parent) == 2 * deep + 1
    assert len(game.information_sets["a"]) == deep
    assert efg_text(game).count("\n") == text.count("\n") + 2  # an empty comment stands in lines of its own


MISTAKES = {
    "": "1:1: the file ends where 'EFG', with which",
    "NFG 1": "1:1: expected 'EFG', with which such a file starts, found 'NFG'",
    "EFG 3": "1:5: expected the version of the format, 2",
    'EFG 2 R "t" { }': "1:13: the players are empty",
    'EFG 2 R "t" { "a" "a" }': "1:13: the players name 'a' twice",
    'EFG 2 R "t" { "a" x }': "1:19: expected one of the players, or '}', in quotes, found 'x'",
    'EFG 2 R "t': "1:9: the quotes that open here are never closed",
    HEAD: "2:1: the file ends where a node",
    HEAD + "q": "2:1: expected a node, which starts with 'p', 'c' or 't', found 'q'",
    HEAD + "t 1": "2:3: expected the name of the node in quotes",
    HEAD + 't "" x': "2:6: expected the number of the outcome, 0 for none, a whole number, found 'x'",
    HEAD + 't "" 1': "2:6: outcome 1 is not defined before",
    HEAD + 't "" 1 { 1 2 }': "2:8: outcome 1 has payoffs but no name",
    HEAD + 't "" 0 "o" { 1 2 }': "2:8: outcome 0 stands for none",
    HEAD + 't "" 1 "o" { 1 }': "2:16: expected the payoff of 'b', a number, found '}'",
    HEAD + 't "" 1 "o" { 1 2 3 }': "2:18: expected '}' after the payoffs of 2 players",
    HEAD + 't "" 1 "o" { 1 2/0 }': "2:16: the payoff of 'b': '2/0' divides by zero",
    HEAD + 't "" 1 "o" { 1 2.5/3 }': "2:16: expected the payoff of 'b', a number such as",
    HEAD + 't "" 1 "o" { 1 1e9999 }': "2:16: the payoff of 'b': the power of ten",
    HEAD + 't "" 0\nt "" 0\n': "3:1: there is text after the tree; remove it",
    HEAD + 'p "" 3 1 "s" { "x" } 0': "2:6: there is no player 3; players are numbered from 1 to 2",
    HEAD + 'p "" 1 1 0': "2:10: expected the name of information set 1 of 'a', which was not defined before",
    HEAD + 'p "" 1 1 "s" { } 0': "2:14: the actions of information set 1 of 'a' are empty",
    HEAD + 'p "" 1 1 "s" { "x" "x" } 0': "2:14: the actions of information set 1 of 'a' name 'x' twice",
    HEAD + 'p "" 1 1 "s" { "x" } 0\np "" 1 2 "s" { "x" } 0': "3:8: two information sets of 'a' are called 's'",
    HEAD + 'p "" 1 1 "s" { "x" } 0\np "" 1 1 "s" { "y" } 0': "3:8: information set 1 of 'a' was defined with another name",
    HEAD + 'p "" 1 1 "s" { "x" } 0\np "" 1 1 0\nt "" 0\n': "3:1: 'a' would forget its own moves",
    HEAD + 'p "" 1 1 "s" { "x" "y" } 1 "o" { 1 2 }\nt "" 1 "o" { 1 3 }': "3:6: outcome 1 was defined with another name",
    HEAD + 'c "" 1 0': "2:8: expected the name of chance move 1",
    HEAD + 'c "" 1 "" { "x" 1/2 "y" 1/3 } 0': "2:11: the probabilities of chance move 1 sum to 5/6",
    HEAD + 'c "" 1 "" { "x" 3/2 "y" -1/2 } 0': "2:17: the probability of 'x' is 3/2",
    HEAD + 'c "" 1 "" { "x" 1 } 0\nc "" 1 "" { "y" 1 } 0': "3:6: chance move 1 was defined with another name",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_have_a_place(tmp_path, text):
    path = tmp_path / "crisis.efg"
    path.write_text(text or "\n", encoding="utf-8")
    with pytest.raises(dt.ScenarioError) as caught:
        dt.load(path) if text else read_efg(text, str(path))
    assert str(caught.value).startswith(f"{path}:{MISTAKES[text]}")


def test_too_many_nodes(monkeypatch):
    monkeypatch.setattr("deterrence.scenario.gambit.efg.MOST_NODES", 3)
    with pytest.raises(dt.ScenarioError, match=r"efg:4:1: the tree has more than 3 nodes"):
        read_efg('EFG 2 R "t" { "a" } c "" 1 "" { "x" 1/2 "y" 1/2 } 0\nt "" 0\nc "" 1 0\nt "" 0\nt "" 0\n')


@pytest.mark.parametrize("gone", ["", "   \n"])
def test_empty_files(tmp_path, gone):
    path = tmp_path / "x.efg"
    path.write_text(gone)
    with pytest.raises(dt.ScenarioError, match=r"x.efg is empty; such a file starts with EFG 2 R"):
        dt.load(path)


def test_what_would_be_lost_is_refused(tmp_path):
    (one,) = dt.players("one")
    x = dt.Parameter("x").symbol
    end = dt.outcome("end", one=0)
    path = tmp_path / "x.efg"

    def refused(game, message):
        with pytest.raises(dt.ScenarioError, match=message):
            dt.save(game, path)
        assert not path.exists()

    refused(dt.ExtensiveForm(one.chooses(a=end, b=dt.outcome("", one=x))), r"still has free parameters \(x\)")
    import sympy

    root = dt.ExtensiveForm(one.chooses(a=end, b=dt.outcome("", one=sympy.sqrt(x)))).at(x=4)
    dt.save(root, path)
    assert dt.load(path).game.payoffs["b",] == (2,)
    path.unlink()
    weights = dt.outcome("", {"one": 1}, weights={"war": F(1, 2), "peace": F(1, 2)})
    refused(
        dt.ExtensiveForm(one.chooses(a=end, b=weights)), r"weights of the outcomes at root > b \(war = 1/2, peace = 1/2\)"
    )
    two_names = dt.outcome("peace", {"one": 1}, weights={"war": 1})
    refused(dt.ExtensiveForm(one.chooses(a=end, b=two_names)), r"the name 'peace' of the end at root > b would be lost")
    refused(models.probe_game(), r"an .efg file holds trees, and this game is a table; save it as .nfg")
    refused(dt.load(Path(__file__).parents[2] / "examples" / "airspace.toml"), r"one game for each channel")
    with pytest.raises(dt.ScenarioError, match=r"an .nfg file holds tables, and this game is a tree"):
        dt.save(dt.ExtensiveForm(one.chooses(a=end, b=end)), tmp_path / "x.nfg")
