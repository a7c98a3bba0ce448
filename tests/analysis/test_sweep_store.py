"""Maps in stores: what is written, going on after a kill, and refusals before any work."""

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import xarray

import deterrence as dt
from deterrence.analysis.map_export import export_map
from deterrence.analysis.map_output import family_names
from deterrence.analysis.map_place import MissingZarr
from deterrence.analysis.map_store import open_map

OVER = {"credibility": "0:1:41", "clash_cost": "1:5:25"}
#: As many values of credibility, between the same ends.
OTHER = [0, 0.03, *(k / 40 for k in range(2, 41))]
MEASURES = ["deterred", "payoff:defender"]


@pytest.fixture
def zarr():
    return pytest.importorskip("zarr")


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr("deterrence.analysis.sweep.CELLS", 100)


def game(**changed):
    return dt.models.probe_game(**{"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, **changed})


def contents(store):
    """Every file of a store that holds data, as bytes."""
    root = Path(store)
    return {str(f.relative_to(root)): f.read_bytes() for f in root.rglob("*") if f.is_file()}


def test_a_store_holds_the_map(tmp_path, zarr, small_blocks):
    stored = dt.sweep({"one": game(), "other": game(gain=2)}, OVER, MEASURES, store=tmp_path / "run.zarr")
    plain = dt.sweep({"one": game(), "other": game(gain=2)}, OVER, MEASURES)
    again = xarray.open_zarr(tmp_path / "run.zarr", consolidated=False, chunks=None)
    for found in (stored, again, open_map(tmp_path / "run.zarr")):
        assert found.load().equals(plain)
        assert found.attrs == plain.attrs
        assert family_names(found) == family_names(plain)
        assert found.credibility.attrs == plain.credibility.attrs
    assert not list(tmp_path.glob(".*"))


def test_workers_and_executors_give_the_same_bytes(tmp_path, zarr, small_blocks):
    dt.sweep(game(), OVER, MEASURES, store=tmp_path / "1.zarr", workers=1)
    expected = contents(tmp_path / "1.zarr")
    with ThreadPoolExecutor(8) as threads, ProcessPoolExecutor(2, get_context("forkserver")) as processes:
        for name, executor in (("threads", threads), ("processes", processes)):
            dt.sweep(game(), OVER, MEASURES, store=tmp_path / name, executor=executor)
            assert contents(tmp_path / name) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system, by which the runs to be killed are begun")
def test_killed_and_gone_on(tmp_path, zarr, small_blocks):
    """Wherever a run is killed, the same call ends with the store of a run that was not."""
    from benchmarks.sweep_killed import contents, kill

    (files,) = kill(tmp_path, [0])
    whole = contents(tmp_path / "0")
    dt.sweep(game(), OVER, MEASURES, store=tmp_path / "whole.zarr")
    assert contents(tmp_path / "whole.zarr") == whole
    # before there is anything, while the bookkeeping is laid out, among the blocks, at the very end
    moments = [1, 2, 7, 60, 61, 200, files - 1, files]
    assert kill(tmp_path, moments) == []
    for moment in moments:
        dt.sweep(game(), OVER, MEASURES, store=tmp_path / str(moment))
        assert contents(tmp_path / str(moment)) == whole


def test_gone_on_from_every_block(tmp_path, zarr, small_blocks, monkeypatch):
    """Stopped by an error in any block, between the data of a block and its marker too."""
    from deterrence.analysis.map_store import Store

    dt.sweep(game(), OVER, MEASURES, store=tmp_path / "whole.zarr")
    expected = contents(tmp_path / "whole.zarr")
    for place, method in enumerate(("put", "mark")):
        for stop in (0, 3, 10):
            plain, count = getattr(Store, method), iter(range(1000))

            def failing(self, *given, plain=plain, count=count, stop=stop):
                if next(count) == stop:
                    raise RuntimeError("stopped")
                plain(self, *given)

            store = tmp_path / f"{place}-{stop}.zarr"
            with monkeypatch.context() as patch:
                patch.setattr(Store, method, failing)
                with pytest.raises(RuntimeError, match="stopped"):
                    dt.sweep(game(), OVER, MEASURES, store=store)
            with pytest.raises(dt.InvalidParameter, match="blocks are not done"):
                open_map(store)
            done = []
            dt.sweep(game(), OVER, MEASURES, store=store, progress=lambda share, text, done=done: done.append(share))
            assert len(done) == 11 - stop
            assert done[-1] == 1
            assert contents(store) == expected


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"measures": ["clash"]}, "measures is deterred, payoff:defender there and clash now"),
        ({"over": {"credibility": "0:1:42", "clash_cost": "1:5:25"}}, "axes > credibility > values is 41 there and 42 now"),
        ({"games": game(gain=2)}, "games > game > values > gain is 1 there and 2 now"),
        ({"over": {"credibility": OTHER, "clash_cost": "1:5:25"}}, "axes > credibility has other values between"),
        ({"games": {"game": game()}}, "one game was asked about there and a mapping of games now. Name"),
        ({"refine": "undominated"}, "refinements is nothing there and undominated now"),
    ],
)
def test_another_question_is_refused(tmp_path, zarr, changed, said):
    question = {"games": game(), "over": OVER, "measures": MEASURES}
    dt.sweep(**question, store=tmp_path / "run.zarr")
    before = contents(tmp_path / "run.zarr")
    with pytest.raises(dt.InvalidParameter, match="another question: .*" + said):
        dt.sweep(**{**question, **changed}, store=tmp_path / "run.zarr")
    assert contents(tmp_path / "run.zarr") == before


def test_blocks_of_another_size_are_refused_in_words(tmp_path, zarr, monkeypatch):
    dt.sweep(game(), OVER, MEASURES, store=tmp_path / "run.zarr")
    monkeypatch.setattr("deterrence.analysis.sweep.CELLS", 100)
    with pytest.raises(dt.InvalidParameter, match="divided into blocks of another size"):
        dt.sweep(game(), OVER, MEASURES, store=tmp_path / "run.zarr")


def test_bad_stores(tmp_path, zarr):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name in ("full", "file"):
        with pytest.raises(dt.InvalidParameter, match="is not a map that sweep wrote"):
            dt.sweep(game(), OVER, store=tmp_path / name)
    with pytest.raises(dt.InvalidParameter, match="there is no folder"):
        dt.sweep(game(), OVER, store=tmp_path / "no" / "run.zarr")
    with pytest.raises(dt.InvalidParameter, match="there is no"):
        open_map(tmp_path / "none.zarr")
    assert (tmp_path / "full" / "letter.txt").read_text(encoding="utf-8") == "dear"
    store = tmp_path / "run.zarr"
    dt.sweep(game(), OVER, MEASURES, store=store)
    head = store / "_run" / "zarr.json"
    text = head.read_text(encoding="utf-8")
    data = json.loads(text)
    data["attributes"]["version"] = 99
    head.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(dt.InvalidParameter, match="version 99"):
        dt.sweep(game(), OVER, MEASURES, store=store)
    head.write_text(text[: len(text) // 2], encoding="utf-8")
    with pytest.raises(dt.InvalidParameter, match=r"is damaged; name another store$"):
        dt.sweep(game(), OVER, MEASURES, store=store)


def test_one_writer_at_a_time(tmp_path, zarr, small_blocks):
    store, refused = tmp_path / "run.zarr", []

    def second(share, text):
        with pytest.raises(dt.InvalidParameter, match="another sweep is writing") as error:
            dt.sweep(game(), OVER, MEASURES, store=store)
        refused.append(error)

    dt.sweep(game(), OVER, MEASURES, store=store, progress=second)
    assert len(refused) == 11


def test_a_full_disk_is_said_and_gone_on_from(tmp_path, zarr, small_blocks, monkeypatch):
    import errno

    store = tmp_path / "run.zarr"
    plain, count = zarr.Array.__setitem__, iter(range(1000))

    def full(self, where, value):
        if next(count) == 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        plain(self, where, value)

    with monkeypatch.context() as patch:
        patch.setattr(zarr.Array, "__setitem__", full)
        with pytest.raises(dt.LimitReached, match="no room left; what was written stays"):
            dt.sweep(game(), OVER, MEASURES, store=store)
    assert dt.sweep(game(), OVER, MEASURES, store=store).load().equals(dt.sweep(game(), OVER, MEASURES))


def test_without_zarr(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "zarr", None)
    with pytest.raises(MissingZarr, match=r"deterrence\[sweep\]"):
        dt.sweep(game(), OVER, store=tmp_path / "run.zarr")


def test_csv_has_every_cell_and_a_dictionary(tmp_path, monkeypatch):
    import pandas

    monkeypatch.setattr("deterrence.analysis.map_export.ROWS", 60)
    found = dt.sweep({"one": game(), "other": game(gain=2)}, OVER, ["deterred"])
    data, words = export_map(found, tmp_path / "run.csv")
    table = pandas.read_csv(data)
    assert len(table) == 2 * 41 * 25
    # p* = gain / (gain + clash_cost)
    gain = np.where(table["channel"] == "one", 1, 2)
    far = np.abs(table["credibility"] - gain / (gain + table["clash_cost"])) > 1e-9
    expected = table["credibility"] > gain / (gain + table["clash_cost"])
    assert (table["deterred_most"] == expected)[far].all()
    text = words.read_text(encoding="utf-8")
    assert "probability that a defender who chose to respond does so,probability" in text
    assert "= challenger: probe; defender: respond;" in text


def test_bad_exports(tmp_path):
    found = dt.sweep(game(), {"credibility": "0:1:3"}, ["deterred"])
    with pytest.raises(dt.InvalidParameter, match="should end in"):
        export_map(found, tmp_path / "run.xlsx")
    with pytest.raises(dt.InvalidParameter, match="there is no folder"):
        export_map(found, tmp_path / "no" / "run.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("ending", "needs"), [(".nc", "h5py"), (".parquet", "pyarrow")])
def test_other_formats(tmp_path, ending, needs):
    pytest.importorskip(needs)
    if ending == ".nc":
        pytest.importorskip("h5netcdf")
    import pandas

    found = dt.sweep({"one": game()}, {"credibility": "0:1:5"}, ["deterred"])
    path = export_map(found, tmp_path / f"run{ending}")[0]
    if ending == ".nc":
        with xarray.open_dataset(path, engine="h5netcdf") as again:
            assert again.deterred_most.values.tolist() == [[0, 1, 1, 1, 1]]
            assert family_names(again) == family_names(found)
    else:
        assert pandas.read_parquet(path)["deterred_most"].tolist() == [0, 1, 1, 1, 1]
