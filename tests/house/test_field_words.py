"""Solvers and analysis know nothing of the field: no model's name, label or parameter stands in their code."""

import ast

import pytest

import deterrence as dt
from deterrence.models.warning import CHANNELS
from tests.house.source import docstrings, files, module, tree

MODELS = ("probe_game", "ambiguous_incursion", "warning_game", "warning_channels")


def words() -> frozenset[str]:
    """Every label of the models' games, with the names of models, channels and parameters."""
    games = [dt.models.probe_game(), dt.models.ambiguous_incursion()]
    games += [dt.models.warning_game(channel) for channel in CHANNELS]
    found = {*MODELS, *CHANNELS}
    for game in games:
        found |= {*game.players, *game.outcome_names, *(p.name for p in game.all_parameters)}
        found |= {label for cell in game.payoffs for label in cell}
    return frozenset(found)


def mentioned(source: ast.Module) -> set[str]:
    """Field words that are string constants of some code, or a part of one such as "outcome:clash"; docstrings aside."""
    aside = {id(d) for d in docstrings(source)}
    texts = [
        node.value
        for node in ast.walk(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside
    ]
    return words() & {word.strip() for text in texts for word in text.split(":")}


@pytest.mark.parametrize("path", [*files("solve"), *files("analysis"), *files("present")], ids=module)
def test_no_field_words(path):
    assert mentioned(tree(path)) == set()


def test_the_words_are_those_of_the_models():
    assert {"probe", "refrain", "warn", "resolute", "clash", "silence", "credibility", "warning_game"} <= words()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("if action == 'probe':\n    pass", {"probe"}),
        ("x = eq['defender']", {"defender"}),
        ("x = {'outcome:clash': 1}", {"clash"}),
        ("match x:\n    case 'warn' | ' silence':\n        pass", {"warn", "silence"}),
        ("def f():\n    'A docstring may speak of a challenger.'\n    return 'clash'", {"clash"}),
        ("'The probe game.'\nx = 'a sentence may say that someone gains or may warn'", set()),
    ],
)
def test_a_field_word_is_seen(code, found):
    assert mentioned(ast.parse(code)) == found
