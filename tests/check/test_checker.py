"""The stand-alone checker: run as a stranger runs it, and on certificates written by hand."""

import ast
import importlib.util
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

import deterrence
from tests.check import hand, truth

CHECKER = Path(deterrence.__file__).with_name("check.py")


def load():
    """The checker as a module that knows nothing of the package."""
    spec = importlib.util.spec_from_file_location("checker", CHECKER)
    module = importlib.util.module_from_spec(spec)
    sys.modules["checker"] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


checker = load()


def checked(document):
    """Exit code and message for a document."""
    try:
        return 0, checker.confirm(document, checker.Work())
    except checker.Refuted as error:
        return 1, str(error)
    except ValueError as error:
        return 2, str(error)


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKER), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def foreign(source):
    """Modules that a program imports and that Python does not bring."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." if node.level else node.module.split(".")[0])
    return names - sys.stdlib_module_names


# --- the program --------------------------------------------------------------------------------------------------


def test_it_is_short_and_needs_only_python():
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert foreign(source) == set()


def test_foreign_modules_are_seen():
    assert foreign("import json, numpy.linalg\nfrom .exact import show\nfrom deterrence import nash") == {
        "numpy",
        ".",
        "deterrence",
    }


@pytest.mark.parametrize("document", [hand.deterred(), hand.pennies()], ids=["vertices", "tree"])
def test_a_true_certificate_is_confirmed(tmp_path, document):
    path = tmp_path / "true.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = run(path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "confirmed" in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_false_one_is_refuted_in_one_line(tmp_path):
    document = hand.deterred()
    document["strategies"][1][1]["strategy"] = ["2/5", "3/5"]
    path = tmp_path / "false.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = run(path)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == f"{path}: refuted: strategies[1][1]: these are not its labels\n"


def test_what_cannot_be_read_is_2(tmp_path):
    for arguments in ([tmp_path / "missing.json"], [tmp_path], [], ["a", "b"]):
        done = run(*arguments)
        assert (done.returncode, done.stderr) == (2, "")
        assert "unreadable" in done.stdout


UNREADABLE = {
    "empty": b"",
    "text": b"hello",
    "not UTF-8": b"\xff\xfe\x00",
    "cut short": json.dumps(hand.DETERRED).encode()[:-1],
    "a list": b"[]",
    "null": b"null",
    "deep": b"[" * 100_000,
    "a key twice": json.dumps(hand.DETERRED).replace('"version": 1', '"version": 1, "version": 1').encode(),
    "not a number": json.dumps(hand.DETERRED).replace('"version": 1', '"version": NaN').encode(),
    "other version": json.dumps(hand.DETERRED).replace('"version": 1', '"version": 2').encode(),
    "version 1.0": json.dumps(hand.DETERRED).replace('"version": 1', '"version": 1.0').encode(),
    "version true": json.dumps(hand.DETERRED).replace('"version": 1', '"version": true').encode(),
    "other concept": json.dumps(hand.DETERRED).replace('"nash"', '"correlated"').encode(),
    "other form": json.dumps(hand.DETERRED).replace('"vertices"', '"tree"').encode(),
    "an extra key": json.dumps({**hand.DETERRED, "note": 1}).encode(),
    "a huge integer": json.dumps(hand.DETERRED).replace('"index": 1', '"index": 1' + "0" * 5000).encode(),
    "a huge number": json.dumps(hand.DETERRED).replace('"-4"', '"' + "9" * 5000 + '"').encode(),
    "a float": json.dumps(hand.DETERRED).replace('"-4"', "-4.0").encode(),
    "text for a number": json.dumps(hand.DETERRED).replace('"-4"', '"four"').encode(),
    "division by zero": json.dumps(hand.DETERRED).replace('"-4"', '"4/0"').encode(),
    "an action twice": json.dumps(hand.DETERRED).replace('"probe"', '"refrain"').encode(),
    "three players": json.dumps(hand.DETERRED).replace('"challenger"', '"challenger", "ally"').encode(),
    "a ragged matrix": json.dumps(hand.DETERRED).replace('["-4", "3"]', '["-4"]').encode(),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(tmp_path, capsys, content):
    path = tmp_path / "file.json"
    path.write_bytes(content)
    assert checker.main([str(path)]) == 2
    out = capsys.readouterr().out
    assert out.startswith(f"{path}: unreadable: ")
    assert out.count("\n") == 1


def ones(m, n):
    """The certificate of a game in which nobody cares, with nothing filled in."""
    document = hand.deterred()
    document["game"]["actions"] = [[f"{side}{k}" for k in range(size)] for side, size in (("a", m), ("b", n))]
    document["game"]["payoffs"] = [[["1"] * n for _ in range(m)] for _ in range(2)]
    for key in ("equilibria", "subsets", "components"):
        document[key] = []
    document["strategies"] = document["bases"] = [[], []]
    return document


def wide_numbers():
    document = ones(30, 30)
    document["game"]["payoffs"] = [
        [[f"1/{10**3999 + 60 * k + 2 * i + 1}" for i in range(30)] for k in range(30 * p, 30 * p + 30)] for p in range(2)
    ]
    return document


def wide_strategies():
    document = ones(40, 2)
    entry = {"strategy": [f"1/{10**3999 + 2 * k + 1}" for k in range(40)], "labels": []}
    document["strategies"] = [[entry] * 50, []]
    return document


def a_large_game():
    document = ones(200, 200)
    document["bases"] = [[list(range(200))], [list(range(200, 400))]]
    return document


@pytest.mark.parametrize("make", [lambda: ones(200, 200), wide_numbers, wide_strategies, a_large_game])
def test_hostile_files_take_bounded_time(make):
    document = make()
    start = time.process_time()
    assert checked(document)[0] in (1, 2)
    assert time.process_time() - start < 15


def test_the_limit_on_steps_is_what_stops():
    with pytest.raises(ValueError, match="more than 1000000000 steps; certify a smaller game"):
        checker.confirm(hand.deterred(), checker.Work(10))


# --- what it refutes ----------------------------------------------------------------------------------------------


def lose(*path):
    def change(document):
        for key in path[:-1]:
            document = document[key]
        del document[path[-1]]

    return change


def put(value, *path):
    def change(document):
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = value

    return change


REFUTED = [
    (put("-2", "game", "payoffs", 0, 0, 0), "strategies[1][1]: these are not its labels"),
    (put("-7/2", "game", "payoffs", 1, 0, 0), "bases: [1, 3] is missing"),
    (put(["3/14", "4/14"], "strategies", 1, 1, "strategy"), "strategies[1][1]: no probability distribution"),
    (put(["0", "2"], "strategies", 0, 0, "strategy"), "strategies[0][0]: no probability distribution"),
    (put(["2", "-1"], "strategies", 1, 0, "strategy"), "strategies[1][0]: these are not its labels"),
    (put([0, 2], "strategies", 0, 0, "labels"), "strategies[0][0]: these are not its labels"),
    (put([0, 2, 3, 3], "strategies", 0, 0, "labels"), "strategies[0][0].labels: an entry is repeated"),
    (put([0, 2, 3, 9], "strategies", 0, 0, "labels"), "there is nothing of this number"),
    (put([0, 0], "equilibria", 1), "equilibria: an entry is repeated"),
    (put([1, 0], "equilibria", 1), "there is nothing of this number"),
    (lose("equilibria", 1), "strategies: one is in no equilibrium"),
    (put([[0], [0]], "subsets", 0), "subsets: these are not the maximal products"),
    (lose("subsets", 0), "subsets: these are not the maximal products"),
    (put([[[0], [0, 1]], [[0], [1, 0]]], "subsets"), "subsets: these are not the maximal products of equilibria, each once"),
    (put(0, "components", 0, "index"), r"components[0]: the index is 1"),
    (lose("components", 0), "components: they are others"),
    (lose("bases", 0, 3), "bases: [2, 3] is missing"),
    (lose("bases", 0, 0), "bases[0]: the first basis is missing"),
    (put([1, 3], "bases", 0, 3), "bases: [2, 3] is missing"),
    (put([[0, 1], [1, 2], [0, 3], [2, 3], [1, 3]], "bases", 0), "bases[0]: the first basis is missing, one is repeated, or"),
    (put([[0, 1], [1, 2], [0, 3], [2, 3], [3, 2]], "bases", 0), "bases[0]: the first basis is missing, one is repeated, or"),
    (put([[2, 1], [1, 2], [0, 3], [2, 3]], "bases", 0), "bases[0]: the first basis is missing, one is repeated, or"),
]


@pytest.mark.parametrize("change, message", REFUTED, ids=[f"{k}" for k in range(len(REFUTED))])
def test_refuted(change, message):
    document = hand.deterred()
    change(document)
    code, said = checked(document)
    assert code == 1
    assert message in said
    assert not truth.holds(document)


def test_a_missing_equilibrium_is_found():
    """The forgery is consistent: one endpoint of the segment is gone from everything but the bases."""
    document = hand.deterred()
    del document["strategies"][1][1], document["equilibria"][1]
    document["subsets"] = [[[0], [0]]]
    assert checked(document) == (1, "equilibria: 1 are missing")


def test_an_equilibrium_that_is_not_extreme_is_refuted():
    document = hand.deterred()
    document["strategies"][1].append({"strategy": ["1/2", "1/2"], "labels": [1]})
    document["equilibria"].append([0, 2])
    document["subsets"] = [[[0], [0, 1, 2]]]
    assert checked(document) == (1, "equilibria: one is not extreme")


def test_a_strategy_in_two_entries_is_refuted():
    document = hand.deterred()
    document["strategies"][1].append({"strategy": ["6/14", "8/14"], "labels": [1, 0]})
    document["equilibria"].append([0, 2])
    document["subsets"] = [[[0], [0, 1, 2]]]
    assert checked(document) == (1, "strategies[1]: a strategy is repeated, or not extreme")


def test_a_pair_that_is_no_equilibrium_is_refuted():
    """`heads` beside the equilibrium of matching pennies, whose tree leads elsewhere."""
    document = hand.pennies()
    document["strategies"][0].append({"strategy": ["1", "0"], "labels": [1, 3]})
    document["equilibria"].append([1, 0])
    document["subsets"] = [[[0, 1], [0]]]
    assert checked(document) == (1, "equilibria[1]: an action is used that is not a best reply")


LEAF = ("tree", 2, 2, 1, 1)  # where the mixed equilibrium of matching pennies stands


@pytest.mark.parametrize(
    "change, message",
    [
        (put(1, *LEAF), "there is nothing of this number"),
        (put("origin", *LEAF), "tree: the origin is elsewhere"),
        (put({"first": ["-1", "-1"]}, *LEAF), "tree: multipliers prove nothing"),
        (put({"first": ["1", "-1"]}, "tree", 1, 2, 1, 1), "tree: multipliers prove nothing"),
        (put({"second": ["1", "-2"]}, "tree", 1, 2, 1, 1), "tree: multipliers prove nothing"),
        (put(0, "tree", 1, 2, 1, 1), "tree: equilibrium 0 is not the one at this leaf"),
        (put(0, "tree", 2, 0), "tree: label 0 is decided twice on one path"),
        (put({"first": ["-1", "-1"]}, "tree"), "tree: multipliers prove nothing"),
    ],
)
def test_a_tree_is_refuted(change, message):
    document = hand.pennies()
    change(document)
    code, said = checked(document)
    assert code == 1
    assert message in said
    assert not truth.holds(document)


def test_a_tree_without_an_equilibrium_is_refuted():
    document = hand.pennies()
    document["strategies"], document["equilibria"] = [[], []], []
    document["subsets"], document["components"] = [], []
    assert checked(document)[0] == 1


@pytest.mark.parametrize(
    "change",
    [
        put([[3, 2], [3, 0], [2, 1], [0, 1]], "bases", 0),  # order says nothing
        put([[0, 1], [0, 0]], "equilibria"),
        put(["6/14", "4/7"], "strategies", 1, 1, "strategy"),
        put(["anything", "else"], "game", "actions", 0),
        put([["6", "3"], ["10", "0"]], "game", "payoffs", 0),  # a constant added to what `respond` leaves the first player
    ],
)
def test_the_same_in_other_words_is_confirmed(change):
    document = hand.deterred()
    change(document)
    assert checked(document)[0] == 0
    assert truth.holds(document)
