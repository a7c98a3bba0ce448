"""Every kind of mistake in a scenario file, with its line and column counted by hand."""

import subprocess
import sys
import tomllib

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

import deterrence as dt
from deterrence.scenario.positions import Positions

WARNING = 'schema = 1\nmodel = "warning_game"\n'
PROBE = 'schema = 1\nmodel = "probe_game"\n'
TABLE = 'schema = 1\nkind = "normal_form"\nplayers = ["a", "b"]\n[actions]\na = ["x"]\nb = ["y", "z"]\n'
CELL = '[[cells]]\nactions = ["x", "y"]\npayoffs = [1, 2]\n'
SENDER = 'schema = 1\nkind = "signalling"\nsender = "s"\nreceiver = "r"\nmessages = ["m"]\nreplies = ["a"]\n'
TYPE = "[types]\nt = 1\n"
END = "[[cells]]\ntype='t'\nmessage='m'\nreply='a'\npayoffs=[0, 0]\n"
KNIFE_EDGE = (
    WARNING + 'channels = ["silence", "private"]\n[parameters]\ncredibility = 0.5\ngain = 1\nclash_cost = 1\n'
    "loss_resolute = 1\nloss_irresolute = 1\nface_cost = 1\naudience_cost = 1\nreputation_cost = 2\ncommitment_gap = 2\n"
)

# text, line, column, words of the message
MISTAKES = [
    # TOML itself
    ("schema = 1\nmodel = \n", 2, 9, "this is not TOML: invalid value"),
    ('schema = 1\ntitle = "abc\n', 2, 13, "this is not TOML"),
    ("schema = 1\nschema = 1\n", 2, 11, "this is not TOML: cannot overwrite a value"),
    ("[parameters", 1, 12, "this is not TOML"),
    ("a = " + "[" * 100_000, 1, 1, "nested too deeply"),
    ("schema = " + "9" * 5_000, 1, 10, "a number is too long"),
    # what kind of file it is
    ('model = "probe_game"\n', 1, 1, "the key 'schema' is missing; write schema = 1"),
    ('title = "x"\nshcema = 1\n', 2, 1, "did you mean it by 'shcema'?"),
    ("schema = 2\n", 1, 10, "schema 2 is not known here; this version reads schema = 1"),
    ("schema = true\n", 1, 10, "schema True is not known here"),
    ('schema = 1\ntitle = "x"\n', 1, 1, "names neither a model nor a kind"),
    ('schema = 1\nmodle = "probe_game"\n', 2, 1, "unknown key 'modle'; did you mean 'model'?"),
    ('schema = 1\nkind = "trees"\n', 2, 8, "'trees'; did you mean 'tree'? (kinds: model, normal_form, signalling, tree)"),
    ('schema = 1\nkind = "signaling"\n', 2, 8, "did you mean 'signalling'?"),
    ("schema = 1\nkind = 3\n", 2, 8, "no kind of scenario 3"),
    ('schema = 1\nmodel = "warnig_game"\n', 2, 9, "no model 'warnig_game'; did you mean 'warning_game'?"),
    ('schema = 1\nmodel = "closed_forms"\n', 2, 9, "no model 'closed_forms'"),
    # keys and their types
    (WARNING + "titl = 'x'\n", 3, 1, "unknown key 'titl'; did you mean 'title'?"),
    (WARNING + "\n  # a comment\n  titl = 'x'\n", 5, 3, "unknown key 'titl'"),
    (WARNING + "[parameter.gain]\n", 3, 2, "unknown key 'parameter'; did you mean 'parameters'?"),
    (WARNING + "title = 3\n", 3, 9, "expected text in quotes, not '3'"),
    (WARNING + "channels = 3\n", 3, 12, "expected a list in square brackets, not '3'"),
    (WARNING + 'channels = ["silence", 3]\n', 3, 24, "expected text in quotes, not '3'"),
    (WARNING + "parameters = 3\n", 3, 14, "expected a table, not '3'"),
    (WARNING + "refine = 'd2'\n", 3, 10, "'d2' is not allowed here (allowed: 'undominated', "),
    (WARNING + 'refine = ["d1", "intuitive"]\n', 3, 17, "did you mean 'intuitive_criterion'?"),
    (WARNING + 'when_indifferent = "honor"\n', 3, 20, "did you mean 'honour'?"),
    # channels, baseline, vary, refine
    (WARNING + 'channels = ["silence", "privat"]\n', 3, 24, "has no channel 'privat'; did you mean 'private'?"),
    (WARNING + 'channels = ["public", "public"]\n', 3, 23, "channel 'public' is named twice"),
    (WARNING + "channels = []\n", 3, 12, "channels are empty"),
    (WARNING + "[channels.secret]\nleak = 1\n", 3, 11, "warning_game has no channel 'secret'"),
    (WARNING + '[channels.secret]\nchannel = "privat"\n', 4, 11, "did you mean 'private'?"),
    (WARNING + "[channels.private]\nleek = 1\n", 4, 1, "has no parameter 'leek'; did you mean 'leak'?"),
    (WARNING + "[channels.private]\nleak = 2\n", 4, 8, "parameter 'leak' is 2, outside its domain [0, 1]"),
    (WARNING + 'channels = ["public"]\nbaseline = "silence"\n', 4, 12, "the baseline must be one of the channels"),
    (WARNING + 'vary = ["gain", "credibilty"]\n', 3, 17, "did you mean 'credibility'?"),
    (PROBE + 'channels = ["public"]\n', 3, 12, "probe_game knows no channels by name"),
    (PROBE + 'refine = "d1"\n', 3, 10, "d1 is defined for signalling games only"),
    (PROBE + 'refine = ["undominated", "d1"]\n', 3, 26, "d1 is defined for signalling games only"),
    (WARNING + 'refine = "risk_dominance"\n', 3, 10, "risk_dominance is defined for games in normal form only"),
    (PROBE + 'when_indifferent = "honour"\n', 3, 1, "probe_game does not take when_indifferent"),
    (KNIFE_EDGE, 3, 24, "pass when_indifferent='honour'"),
    # parameters
    (WARNING + "[parameters]\ncredibilty = 1\n", 4, 1, "has no parameter 'credibilty'; did you mean 'credibility'?"),
    (WARNING + "[parameters.credibilty]\nvalue = 1\n", 3, 13, "did you mean 'credibility'?"),
    (WARNING + "parameters.credibilty.value = 1\n", 3, 12, "did you mean 'credibility'?"),
    (WARNING + "[parameters]\ncredibility = 1.5\n", 4, 15, "is 3/2, outside its domain [0, 1]"),
    (WARNING + "[parameters.credibility]\nvalue = '-1/2'\n", 4, 9, "is -1/2, outside its domain [0, 1]"),
    (WARNING + "[parameters]\ncredibility = true\n", 4, 15, "expected a number"),
    (WARNING + "[parameters]\ncredibility = nan\n", 4, 15, "not finite"),
    (WARNING + "[parameters]\ngain = inf\n", 4, 8, "not finite"),
    (WARNING + "[parameters]\ngain = 1979-05-27\n", 4, 8, "expected a number"),
    (WARNING + "[parameters]\ngain = 1e99999999999999999999\n", 4, 8, "the power of ten"),
    (WARNING + "[parameters]\ngain = { valew = 1 }\n", 4, 10, "unknown key 'valew'; did you mean 'value'?"),
    (WARNING + "[parameters.gain]\nvalue = '1/x'\n", 4, 12, "'x' is not a parameter here"),
    (WARNING + "[parameters.gain]\nvalue = '1/0'\n", 4, 10, "divides by zero"),
    (WARNING + "[parameters.gain]\nvalue = 3\nrange = [1, 2]\n", 4, 9, "gain = 3 lies outside its own range [1, 2]"),
    (WARNING + "[parameters.gain]\nvalue = 3\nrange = [1]\n", 5, 9, "expected a list of two: [least, most]"),
    (WARNING + "[parameters.gain]\nrange = [5, 1]\n", 4, 9, "the range of gain is [5, 1]; write the least first"),
    (WARNING + "[parameters.gain]\nrange = [\n  1,\n  -1,\n]\n", 6, 3, "is -1, outside its domain > 0"),
    (
        WARNING + "[channels.public]\nleak = 0.5\n[parameters.leak]\nrange = [0, 0.1]\n",
        4,
        8,
        "leak = 1/2 lies outside its own range [0, 1/10]",
    ),
    (PROBE + "[parameters.gain]\nmeaning = 'x'\n", 4, 1, "unknown key 'meaning'"),
    (TABLE + "[parameters]\n'a b' = 1\n" + CELL, 8, 1, "'a b' cannot name a parameter"),
    (TABLE + "[parameters]\nlambda = 1\n" + CELL, 8, 1, "'lambda' cannot name a parameter"),
    (TABLE + "[parameters.g]\ndomain = '> q'\n" + CELL, 8, 10, "'> q' is not a domain"),
    (TABLE + "[parameters.g]\ndomain = '[1, 0]'\n" + CELL, 8, 10, "the domain '[1, 0]' is empty"),
    (
        TABLE.replace("[actions]", "parameters = { g = 1, h = { } }\n[actions]")
        + CELL.replace("2", "'max(h, sqrt(g - 5))'")
        + CELL.replace('"y"', '"z"'),
        4,
        14,
        "at these values an expression is not a real number",
    ),
    # games of one's own
    ('schema = 1\nkind = "normal_form"\n', 1, 1, "the key 'players' is missing here"),
    (TABLE + "[[cells]]\nactions = ['x', 'y']\n", 7, 3, "the key 'payoffs' is missing here"),
    (TABLE.replace("[actions]", "cells = 1\n[actions]"), 4, 9, "expected a list"),
    (TABLE.replace('"b"]', '"a"]') + CELL, 3, 11, "players name 'a' twice"),
    (TABLE + "c = ['y']\n" + CELL, 7, 1, "no player 'c' (players: a, b)"),
    (TABLE.replace("b = ", "# ") + CELL, 4, 2, "the actions of player 'b' are missing"),
    (TABLE.replace('["x"]', "[]") + CELL, 5, 5, "actions of 'a' are empty"),
    (TABLE + CELL, 7, 3, "the cell x / z is missing; every cell needs a [[cells]] table"),
    (TABLE + CELL + CELL, 11, 11, "the cell x / y is given twice"),
    (TABLE + CELL.replace('"y"', '"q"'), 8, 17, "'b' has no action 'q' (actions: y, z)"),
    (TABLE + CELL.replace(', "y"', ""), 8, 11, "1 actions for 2 players"),
    (TABLE + CELL.replace(", 2", ""), 9, 11, "1 payoffs for 2 players; write one for each of a, b"),
    (TABLE + CELL.replace("2", "nan"), 9, 15, "not finite"),
    (TABLE + CELL.replace("2", '"1 + gian"'), 9, 20, "'gian' is not a parameter here"),
    (TABLE + CELL.replace("2", '"os.system(1)"'), 9, 16, "only functions may be called"),
    (TABLE + CELL.replace("2", '"x.real"'), 9, 16, "attribute is no part of an expression"),
    (TABLE + CELL.replace("2", '"""\n  1 +\n  1/0"""'), 11, 3, "divides by zero"),
    (TABLE + CELL.replace("2", "'''1 + gian'''"), 9, 22, "'gian' is not a parameter here"),
    (TABLE + CELL.replace("2", '"\\u0031 + gian"'), 9, 25, "'gian' is not a parameter here"),
    (TABLE + CELL + "outcomes = { war = 2 }\n", 10, 20, "the weight of 'war' is 2; it lies in [0, 1]"),
    (TABLE + CELL + "outcomes = { war = 1, '' = 1 }\n", 10, 23, "an outcome needs a name"),
    (SENDER.replace('"r"', '"s"') + TYPE + END, 4, 12, "sender and receiver are both 's'"),
    (SENDER + "[types]\nt = '1/2'\n", 1, 1, "the key 'cells' is missing here"),
    (SENDER + "cells = []\n[types]\nt = 1\n", 7, 1, "the cell t / m / a is missing"),
    (SENDER + "cells = []\n[types]\nt = 1.5\n", 9, 5, "the prior of type 't' is 3/2; it lies in [0, 1]"),
    (SENDER + TYPE.replace("1", "'1/2'") + END, 7, 2, "sum to 1/2; they must sum to 1"),
    (SENDER + TYPE + END.replace("'t'", "'u'"), 10, 6, "no type 'u' (types: t)"),
    (SENDER + TYPE + END.replace("'m'", "'n'"), 11, 9, "no message 'n' (messages: m)"),
    (SENDER + TYPE + END.replace("'a'", "'b'"), 12, 7, "'m' has no reply 'b' (replies: a)"),
    (
        SENDER.replace('["a"]', '{ m = ["a"], n = ["b"] }') + "cells = []\n[types]\nt = 1\n",
        6,
        24,
        "no message 'n' (messages: m)",
    ),
    (SENDER.replace('["a"]', "{ }") + "cells = []\n[types]\nt = 1\n", 6, 1, "the replies to message 'm' are missing"),
]


def message_of(path):
    with pytest.raises(dt.ScenarioError) as caught:
        dt.load(path)
    return str(caught.value)


@pytest.mark.parametrize("text, line, column, words", MISTAKES, ids=lambda value: ascii(value)[-50:])
def test_mistakes_are_shown_where_they_stand(tmp_path, text, line, column, words):
    path = tmp_path / "crisis.toml"
    path.write_text(text, encoding="utf-8")
    message = message_of(path)
    assert message.startswith(f"{path}:{line}:{column}: ")
    first, shown, caret = message.split("\n")
    assert words in first
    # the caret stands under the place in the line that is printed above it
    assert shown.split(" | ", 1)[1][:100] == text.split("\n")[line - 1][:100]
    assert caret.index("^") - shown.index(" | ") - len(" | ") == column - 1


def test_every_line_ending_and_a_byte_order_mark_are_read(tmp_path):
    path = tmp_path / "crisis.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (WARNING + "\ntitl = 'x'\n").replace("\n", "\r\n").encode())
    assert message_of(path).startswith(f"{path}:4:1: ")


def test_long_lines_are_shown_around_the_place(tmp_path):
    path = tmp_path / "crisis.toml"
    path.write_text(TABLE + CELL.replace("2", '"' + "1 + " * 100 + 'gian"'), encoding="utf-8")
    first, shown, caret = message_of(path).split("\n")
    # 9 lines; 'payoffs = [1, "' has 15 characters, then 400 of the sum
    assert first.startswith(f"{path}:9:416: ")
    assert shown[caret.index("^") :].startswith("gian")
    assert len(shown) < 130


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "airspace.toml").write_bytes(b"schema = 1\ntitle = '\xc3\xa9t\xe9'\n")
    (tmp_path / "empty.toml").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "comment.toml").write_text("# nothing\n", encoding="utf-8")
    (tmp_path / "crisis.txt").write_text("EFG 2 R", encoding="utf-8")
    for name, words in {
        "airspcae.toml": "there is no file {}; did you mean 'airspace'?",
        "nowhere/crisis.toml": "there is no file {}",
        "": "{} is a folder; name a scenario file in it",
        # a quote and two letters before it: column 9 + 3
        "airspace.toml": "{}:2:12: the file is not UTF-8 text",
        "empty.toml": "{} is empty; such a file starts with schema = 1",
        "comment.toml": "{} is empty; a scenario starts with schema = 1",
        "crisis.txt": "{}: files of format '.txt' are not read (formats: .toml, .efg, .nfg)",
        "crisis": "{}: files of format '(none)' are not read (formats: .toml, .efg, .nfg)",
    }.items():
        assert message_of(tmp_path / name).startswith(words.format(tmp_path / name))
    # an ending alone is no likeness
    assert message_of(tmp_path / "zz.toml") == f"there is no file {tmp_path / 'zz.toml'}"
    assert "embedded null" in message_of("a\0b.toml")


def test_files_that_are_too_large(tmp_path):
    path = tmp_path / "crisis.toml"
    with path.open("wb") as stream:
        stream.truncate(4_000_001)
    assert "larger than 4000000 bytes" in message_of(path)


def test_errors_come_without_a_traceback_of_others(tmp_path):
    """What went wrong inside is not chained to the message."""
    path = tmp_path / "crisis.toml"
    path.write_text(WARNING + "[parameters]\ngain = '1/0'\n", encoding="utf-8")
    code = "import sys, deterrence as dt; dt.load(sys.argv[1])"
    ran = subprocess.run([sys.executable, "-c", code, path], check=False, capture_output=True, text=True)
    assert ran.stderr.count("Traceback") == 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80) | st.binary(max_size=80))
def test_no_file_raises_anything_else(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("fuzz") / "crisis.toml"
    data = content.encode() if isinstance(content, str) else content
    for start in (b"", WARNING.encode(), TABLE.encode()):
        path.write_bytes(start + data)
        try:
            dt.load(path)
        except dt.ScenarioError:
            continue


# --- the position index -----------------------------------------------------------------------------------------------

KEYS = st.text(max_size=6) | st.sampled_from(["a", "b-c", "d.e", "é", '"', "#", "[x]"])
SCALARS = st.integers(-9, 9) | st.booleans() | st.text(max_size=12) | st.sampled_from(['"""', "a # b", "'''", "\\", "x\ny"])
TREES = st.recursive(
    SCALARS, lambda part: st.lists(part, max_size=3) | st.dictionaries(KEYS, part, max_size=3), max_leaves=9
)


def paths_in(value, path=()):
    if path:
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths_in(inner, (*path, key))


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(KEYS, TREES, max_size=4), st.booleans())
def test_positions_in_whatever_a_writer_writes(document, multiline):
    text = tomli_w.dumps(document, multiline_strings=multiline)
    document = tomllib.loads(text)
    places = Positions(text)
    for path, value in paths_in(document):
        assert path in places.values or path in places.keys
        if path in places.values:
            _is_written_at(text, places.values[path], value)
        if isinstance(path[-1], str):
            _is_key_at(text, places.keys[path], path[-1])


def _is_written_at(text, start, value):
    """Some stretch of the text from there on is the value."""
    for end in range(start + 1, len(text) + 1):
        try:
            read = tomllib.loads(f"v = {text[start:end]}\n")["v"]
        except tomllib.TOMLDecodeError:
            continue
        if read == value:
            return
    raise AssertionError(f"{value!r} is not written at {start} of {text!r}")


def _is_key_at(text, start, key):
    for end in range(start + 1, len(text) + 1):
        try:
            read = tomllib.loads(f"{text[start:end]} = 0\n")
        except tomllib.TOMLDecodeError:
            continue
        if read == {key: 0}:
            return
    raise AssertionError(f"{key!r} is not written at {start} of {text!r}")
