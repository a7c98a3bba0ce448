"""Broken files of Gambit's: each gives an error with a place, or the game that its bytes spell."""

import time
from random import Random

import pytest

import deterrence as dt
from deterrence.scenario.gambit.efg import read_efg
from deterrence.scenario.gambit.nfg import read_nfg
from tests.scenario.gambit_texts import EFGS, NFGS
from tests.scenario.spelling import mutants, seen_efg, seen_nfg, spell_efg, spell_nfg

KINDS = [(read_efg, spell_efg, seen_efg, text) for text in EFGS] + [(read_nfg, spell_nfg, seen_nfg, text) for text in NFGS]


def judge(data, read, spell, seen):
    """Whether the text was read; raises AssertionError where that, or what was read, is not what it spells."""
    text = data.decode("utf-8-sig")
    try:
        wanted = spell(text)
    except ValueError:
        wanted = None
    if wanted is None:
        with pytest.raises(dt.ScenarioError, match=r"\Ax\.efg:[0-9]+:[0-9]+: \S"):
            read(text, "x.efg")
        return False
    assert seen(read(text, "x.efg").game) == wanted
    return True


@pytest.mark.parametrize("read, spell, seen, text", KINDS)
def test_every_prefix(read, spell, seen, text):
    data = text.encode()
    last = data.rstrip().rfind(b" ") + 1  # where the last token starts
    for k in range(len(data) + 1):
        done = judge(data[:k], read, spell, seen)
        assert not done or k > last, k
    assert done


@pytest.mark.parametrize("read, spell, seen, text", KINDS)
def test_mutants(read, spell, seen, text):
    rng, times, done = Random(text), [], 0
    for data in mutants(text.encode(), rng, 500):
        try:
            data.decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        start = time.process_time()
        done += judge(data, read, spell, seen)
        times.append(time.process_time() - start)
    assert 10 < done < 400
    assert sorted(times)[len(times) // 2] < 0.01  # both readers together
    assert max(times) < 5


def test_text_that_is_not_utf8_has_a_place(tmp_path):
    path = tmp_path / "x.efg"
    path.write_bytes(b'EFG 2 R "\xff"')
    with pytest.raises(dt.ScenarioError, match=r"x\.efg:1:10: the file is not UTF-8 text"):
        dt.load(path)


@pytest.mark.parametrize("unit", ["{ ", '"', '\\"', 'p "" 1 1 "s" { "x" } 0\n', 't "" 0\n', "1/3 ", "\0"])
def test_a_hundred_thousand_times_the_same(unit):
    for head, read, spell, seen in (
        ('EFG 2 R "" { "a" }\n', read_efg, spell_efg, seen_efg),
        ('NFG 1 R "" { "a" } { 3 } ', read_nfg, spell_nfg, seen_nfg),
    ):
        assert not judge((head + unit * 100_000).encode(), read, spell, seen)
