"""Tables in Gambit's format: both bodies, what is written, what is refused."""

from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import deterrence as dt
from deterrence import models
from deterrence.scenario.gambit.nfg import nfg_text, read_nfg
from tests.scenario.gambit_texts import COUNTED_NFG, NFGS, OUTCOME_NFG, PAYOFF_NFG
from tests.scenario.spelling import seen_nfg, spell_nfg
from tests.scenario.test_efg import LABEL, NUMBER


def test_payoffs_in_the_body(tmp_path):
    path = tmp_path / "chicken.nfg"
    path.write_text(PAYOFF_NFG, encoding="utf-8")
    scenario = dt.load(path)
    game = scenario.game
    assert (scenario.kind, scenario.title, scenario.narrative, scenario.notes) == ("normal_form", "Chicken", "comment", ())
    assert game.actions == {"A": ("swerve", "straight"), "B": ("swerve", "straight", "both \\")}
    # the first player's strategies change fastest
    assert game.payoffs["straight", "swerve"] == (7, 2)
    assert game.payoffs["swerve", "straight"] == (2, 7)
    assert game.payoffs["swerve", "both \\"] == (F(1, 2), 100)
    assert game.payoffs["straight", "both \\"] == (F(1, 3), F(-1, 3))


def test_strategies_that_are_only_counted():
    game = read_nfg(COUNTED_NFG).game
    assert game.actions == {"A": ("1", "2"), "B": ("1",)}
    assert game.payoffs["2", "1"] == (3, 4)


def test_outcomes_in_the_body():
    game = read_nfg(OUTCOME_NFG).game
    assert game.payoffs["u", "l"] == (1, 1)
    assert game.payoffs["d", "l"] == (2, 3)
    assert game.payoffs["u", "r"] == (-5, -5)
    assert game.payoffs["d", "r"] == (0, 0)
    assert [dict(w) for w in game.outcomes.values()] == [{"peace": 1}, {"war": 1}, {}, {}]


@pytest.mark.parametrize("text", NFGS)
def test_a_second_reader_agrees(text):
    file = read_nfg(text)
    assert seen_nfg(file.game) == spell_nfg(text)
    assert read_nfg(nfg_text(file.game, file.comment)).game == file.game


@st.composite
def tables(draw):
    players = draw(st.lists(LABEL, min_size=1, max_size=3, unique=True))
    actions = {p: draw(st.lists(LABEL, min_size=1, max_size=3, unique=True)) for p in players}
    named = draw(st.booleans())
    return dt.NormalForm(
        players,
        lambda *cell: [draw(NUMBER) for _ in players],
        lambda *cell: {draw(LABEL): 1} if named and draw(st.booleans()) else {},
        actions,
        title=draw(st.just("") | LABEL),
    )


@settings(max_examples=100, deadline=None)
@given(tables(), st.just("") | LABEL)
def test_writing_and_reading_is_the_identity(game, comment):
    text = nfg_text(game, comment)
    file = read_nfg(text)
    assert file.game == game
    assert (file.game.title, file.comment, file.notes) == (game.title, comment, ())
    assert seen_nfg(game) == spell_nfg(text)


def test_a_last_number_at_the_end_of_the_file_is_doubted():
    whole = PAYOFF_NFG.rstrip()
    assert read_nfg(whole + "\n").notes == ()
    assert "may lack digits" in read_nfg(whole).notes[0]
    # the same file without its last digit is another game, which only the note tells
    assert "may lack digits" in read_nfg('NFG 1 R "" { "a" } { 1 } 1').notes[0]
    assert read_nfg('NFG 1 R "" { "a" } { 1 } 1').game.payoffs["1",] == (1,)


HEAD = 'NFG 1 R "t" { "a" "b" } '
MISTAKES = {
    "NFG 2": "1:5: expected the version of the format, 1",
    HEAD + "x": "1:25: expected '{' before the strategies, found 'x'",
    HEAD + "{ 2 x }": "1:29: expected the number of strategies of a player, a whole number",
    HEAD + "{ 2 0 }": "1:29: a player has 0 strategies",
    HEAD + "{ 2 }": "1:25: strategies of 1 players for 2 players",
    HEAD + "{ 2000 2000 }": "1:32: the table has more than 2,000,000 cells",
    HEAD + "{ 999999999 0 }": "1:27: the table has more than 2,000,000 cells",
    HEAD + '{ { "x" } { } }': "1:35: the strategies are empty",
    HEAD + '{ { "x" "x" } { "y" } }': "1:27: the strategies name 'x' twice",
    HEAD + "{ 1 1 } 1": "1:34: the file ends where the payoff of 'b' at 1 / 1",
    HEAD + "{ 1 1 } 1 2 3": "1:37: there is text after the last cell of the table",
    HEAD + "{ 1 1 } 1 , 2": "1:35: expected the payoff of 'b' at 1 / 1, a number, found ','",
    HEAD + '{ { "x" } { "y" } } { { "o" 1 2 } } 2': "1:61: there is no outcome 2; 1 are listed, and 0 stands for none",
    HEAD + '{ { "x" } { "y" } } { { "o" 1 2 } }': "1:60: the file ends where the outcome at x / y",
    HEAD + '{ { "x" } { "y" } } { 1 2 } 1': "1:47: expected '{' before an outcome",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_mistakes_have_a_place(tmp_path, text):
    path = tmp_path / "x.nfg"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(dt.ScenarioError) as caught:
        dt.load(path)
    assert str(caught.value).startswith(f"{path}:{MISTAKES[text]}")


def test_what_would_be_lost_is_refused(tmp_path):
    path = tmp_path / "x.nfg"
    with pytest.raises(dt.ScenarioError, match=r"still has free parameters"):
        dt.save(models.probe_game(), path)
    game = dt.NormalForm(["a"], {("x",): [1]}, {("x",): {"war": "1/2"}})
    with pytest.raises(dt.ScenarioError, match=r"the weights of the outcomes at x \(war = 1/2\) would be lost"):
        dt.save(game, path)
    assert not path.exists()


def test_an_irrational_payoff_is_named(tmp_path):
    import sympy

    x = dt.Parameter("x").symbol
    game = dt.NormalForm(["a"], {("x",): [sympy.log(x)]})
    with pytest.raises(dt.DeterrenceError, match=r"not rational"):
        dt.save(game.at(x=2), tmp_path / "x.nfg")


def test_models_with_values_keep_their_equilibria(tmp_path):
    model = models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    game = dt.NormalForm(model.players, model.payoffs, parameters=model.all_parameters).at(**model.values)
    dt.save(game, tmp_path / "probe.nfg")
    again = dt.load(tmp_path / "probe.nfg").game
    assert again.numbers == game.numbers
    assert [eq.vectors for eq in dt.nash(again).extreme] == [eq.vectors for eq in dt.nash(game).extreme]


def test_lost_files_have_neighbours(tmp_path):
    (tmp_path / "probe.nfg").write_text(COUNTED_NFG)
    with pytest.raises(dt.ScenarioError, match=r"did you mean 'probe'"):
        dt.load(Path(tmp_path, "prob.nfg"))
