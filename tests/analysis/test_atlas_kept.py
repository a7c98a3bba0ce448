"""Derivations as data: pickled and copied, kept on disk, and derived anew where what was kept is damaged."""

import copy
import gzip
import json
import pickle
from pathlib import Path

import pytest
import sympy

import deterrence as dt
from deterrence.solve.symbolic import cache


def game():
    """Has strict and weak conditions, a continuum, knife edges and certificates; derived in a fraction of a second."""
    return dt.models.probe_game().free("credibility", "readiness_cost", "accident_rate")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DETERRENCE_CACHE", str(tmp_path / "kept"))
    monkeypatch.setattr(cache, "WORTH_KEEPING", 0)
    return tmp_path / "kept"


@pytest.fixture
def derivations(monkeypatch):
    """How often something was derived."""
    count = []
    derive = cache.derive
    monkeypatch.setattr(cache, "derive", lambda *a, **k: (count.append(a), derive(*a, **k))[1])
    return count


def told(atlas):
    return repr(atlas), atlas.to_dict(), atlas.certificates, atlas.undecided


def test_what_is_read_is_what_was_derived(folder, derivations):
    one, two = dt.atlas(game()), dt.atlas(game())
    assert len(derivations) == 1
    assert len(list(folder.iterdir())) == 1
    assert one == two
    assert told(one) == told(two)
    assert two.certificates
    assert all(c.check() for c in two.certificates)
    assert two.audit(9).disagreements == ()


def test_another_game_or_question_is_another_entry(folder, derivations):
    first = game()
    dt.atlas(first)
    dt.atlas(first, knife_edges=False)
    dt.atlas(first.at(gain=2))
    dt.atlas(first.at(gain=3))
    declared = [dt.Parameter("x", domain=d) for d in ("> 0", "real")]
    for p in declared:
        dt.atlas(dt.NormalForm(("one", "two"), {("a", "c"): (p.symbol, 0), ("b", "c"): (0, 0)}, parameters=[p]))
    assert len(derivations) == 6
    assert len(list(folder.iterdir())) == 6


def test_without_a_cache_nothing_is_written(folder, derivations, monkeypatch):
    dt.atlas(game(), cache=False)
    monkeypatch.setenv("DETERRENCE_CACHE", "off")
    dt.atlas(game())
    assert len(derivations) == 2
    assert not folder.exists()


def test_what_is_quickly_derived_is_not_kept(folder, monkeypatch):
    monkeypatch.setattr(cache, "WORTH_KEEPING", 1000)
    dt.atlas(game())
    assert not folder.exists()


def damages():
    def changed(data, **change):
        return gzip.compress(json.dumps({**data, **change}).encode())

    return {
        "cut off": lambda raw: raw[: len(raw) // 2],
        "empty": lambda raw: b"",
        "one byte wrong": lambda raw: raw[:-9] + bytes([raw[-9] ^ 255]) + raw[-8:],
        "not JSON": lambda raw: gzip.compress(b"cos\nsystem\n"),
        "another shape": lambda raw: gzip.compress(b"[1, 2]"),
        "a table is missing": lambda raw: changed(json.loads(gzip.decompress(raw)), atoms=[]),
        "a family is wrong": lambda raw: changed(json.loads(gzip.decompress(raw)), families=[[1]]),
    }


@pytest.mark.parametrize("name", damages())
def test_a_damaged_entry_is_derived_anew(name, folder, derivations):
    whole = dt.atlas(game())
    (entry,) = folder.iterdir()
    entry.write_bytes(damages()[name](entry.read_bytes()))
    assert told(dt.atlas(game())) == told(whole)
    assert len(derivations) == 2
    dt.atlas(game())  # and kept again
    assert len(derivations) == 2


def test_a_write_that_is_cut_off_leaves_nothing(folder, monkeypatch):
    def stops(self, target):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(KeyboardInterrupt):
        dt.atlas(game())
    assert list(folder.iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_said(folder, derivations):
    folder.write_text("a file where the folder would be")
    assert len(dt.atlas(game())) == len(dt.atlas(game()))
    assert len(derivations) == 2


@pytest.mark.parametrize(
    "platform, variables, expected",
    [
        ("linux", {"XDG_CACHE_HOME": "/x/cache"}, "/x/cache/deterrence"),
        ("linux", {}, "/home/somebody/.cache/deterrence"),
        ("darwin", {}, "/home/somebody/Library/Caches/deterrence"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/deterrence"),
        ("win32", {}, "/home/somebody/AppData/Local/deterrence"),
        ("linux", {"DETERRENCE_CACHE": "/elsewhere"}, "/elsewhere"),
    ],
)
def test_the_folder_is_the_platform_s(platform, variables, expected, monkeypatch):
    for name in ("DETERRENCE_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", "/home/somebody")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.folder() == Path(expected)


@pytest.mark.parametrize("way", [lambda x: pickle.loads(pickle.dumps(x)), copy.deepcopy])
def test_atlases_families_and_regions_can_be_pickled_and_copied(way):
    atlas = dt.atlas(game())
    again = way(atlas)
    assert again == atlas
    assert told(again) == told(atlas)
    assert way(atlas[0]) == atlas[0]
    assert way(atlas[0].region) == atlas[0].region
    assert hash(way(atlas[0].region)) == hash(atlas[0].region)
    assert way(atlas[0].region) != atlas[1].region


def test_a_set_that_says_when_can_be_pickled():
    values = {"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, "credibility": "1/2"}
    atlas = dt.atlas(dt.models.probe_game().free("credibility"))
    eqs = pickle.loads(pickle.dumps(atlas.at(**values)))
    assert [str(f.exists_when) for f in eqs.families] == [str(f.exists_when) for f in atlas.at(**values).families]


def test_a_piecewise_game_is_read_back_with_its_cases():
    x, y = sympy.symbols("x y")
    least = sympy.Min(x, y)
    payoffs = {("a", "c"): (least, 0), ("a", "d"): (0, least), ("b", "c"): (0, 1), ("b", "d"): (1, 0)}
    domains = [dt.Parameter(n, domain="> 0") for n in "xy"]
    pennies = dt.NormalForm(("one", "two"), payoffs, parameters=domains)
    assert told(dt.atlas(pennies)) == told(dt.atlas(pennies))
