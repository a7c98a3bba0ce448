"""Where maps are stored: room on the disk, other writers, URLs, many families, and concepts."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import sympy

import deterrence as dt
from deterrence.analysis.map_output import family_names, write_block
from deterrence.analysis.map_place import MissingZarr, Place
from deterrence.analysis.map_store import Store, open_map

pytest.importorskip("zarr", reason="zarr is not installed, which stores need")

OVER = {"credibility": "0:1:41", "clash_cost": "1:5:25"}
MEASURES = ["deterred", "payoff:defender"]


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr("deterrence.analysis.sweep.CELLS", 100)


def game(**changed):
    return dt.models.probe_game(**{"gain": 1, "clash_cost": 3, "tolerate_cost": 2, "respond_cost": 1, **changed})


@contextmanager
def small_disk(folder, size):
    """A disk of so many KiB; it takes the rights of an administrator."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("no right to mount a small disk, so that none can be filled here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(path):
    """Take what room there is."""
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def test_a_disk_that_fills_in_mid_run(tmp_path, small_blocks):
    plain = dt.sweep(game(), OVER, MEASURES)
    with small_disk(tmp_path / "disk", 1000) as disk:
        store, other, shares = disk / "run.zarr", disk / "other", []

        def watch(share, text):
            shares.append(share)
            if len(shares) == 4:
                fill(other)

        with pytest.raises(dt.LimitReached, match=r"run\.zarr: no room left; what was written stays. Make room and run"):
            dt.sweep(game(), OVER, MEASURES, store=store, progress=watch)
        assert len(shares) == 4
        with pytest.raises(dt.InvalidParameter, match="7 of 11 blocks are not done"):
            open_map(store)
        # still full: said before any work
        with pytest.raises(dt.LimitReached):
            dt.sweep(game(), OVER, MEASURES, store=store, progress=watch)
        assert len(shares) == 4
        other.unlink()
        found = dt.sweep(game(), OVER, MEASURES, store=store, progress=watch)
        assert len(shares) == 11
        assert found.load().equals(plain)


def test_no_room_is_said_before_any_work(tmp_path, small_blocks, monkeypatch):
    monkeypatch.setattr(Place, "free", lambda self: 50_000)
    with pytest.raises(dt.LimitReached, match=r"will take about 0\.\d MiB and 0\.0 MiB are free there; make room"):
        dt.sweep(game(), OVER, MEASURES, store=tmp_path / "run.zarr")
    assert list(tmp_path.iterdir()) == []


def test_a_map_that_fits_when_compressed_is_not_refused(tmp_path, monkeypatch):
    over = {"credibility": "1/999:998/999:500", "clash_cost": "1:5:1000"}
    raw = 500 * 1000 * 43
    monkeypatch.setattr(Place, "free", lambda self: raw // 10)
    dt.sweep(game(), over, MEASURES, store=tmp_path / "run.zarr")
    taken = sum(f.stat().st_size for f in (tmp_path / "run.zarr").rglob("*") if f.is_file())
    assert taken < raw // 10


def test_one_writer_under_any_name(tmp_path, small_blocks, monkeypatch):
    """By a link, by a URL, and by the operating system alone, as from another process."""
    (tmp_path / "run.zarr").mkdir()
    (tmp_path / "link.zarr").symlink_to(tmp_path / "run.zarr")
    shares = []

    def second(share, text):
        shares.append(share)
        for name in (tmp_path / "link.zarr", f"file://{tmp_path}/run.zarr"):
            with pytest.raises(dt.InvalidParameter, match="another sweep is writing"):
                dt.sweep(game(), OVER, MEASURES, store=name)
        with monkeypatch.context() as patch:
            patch.setattr("deterrence.analysis.map_place._WRITTEN", set())
            with pytest.raises(dt.InvalidParameter, match="another sweep is writing"):
                dt.sweep(game(), OVER, MEASURES, store=tmp_path / "run.zarr")

    dt.sweep(game(), {"credibility": "0:1:5"}, store=tmp_path / "run.zarr", progress=second)
    assert shares == [1]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["link.zarr", "run.zarr"]


def test_a_lock_that_was_taken_away(tmp_path, monkeypatch):
    """Who opens a lock file that its holder removes just then takes the next one."""
    place, flocks = Place(tmp_path / "run.zarr"), []
    import fcntl

    plain = fcntl.flock

    def flock(file, how):
        flocks.append(how)
        plain(file, how)
        if len(flocks) == 1:
            (tmp_path / ".run.zarr.lock").unlink()

    monkeypatch.setattr(fcntl, "flock", flock)
    with place.alone():
        assert len(flocks) == 2
        assert (tmp_path / ".run.zarr.lock").exists()


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), OSError(30, "Read-only file system")])
def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch, error):
    plain = Path.open

    def refused(self, *given, **more):
        if self.name == ".run.zarr.lock":
            raise error
        return plain(self, *given, **more)

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(dt.InvalidParameter, match=f"{error.strerror}; name a store that you may write to"):
        dt.sweep(game(), OVER, MEASURES, store=tmp_path / "run.zarr")


def test_other_faults_of_a_disk_are_not_hidden(tmp_path):
    with pytest.raises(OSError, match="broken"), Place(tmp_path / "run.zarr").writing():
        raise OSError(5, "broken")


def test_what_is_no_place():
    with pytest.raises(dt.InvalidParameter, match="store is 3; give a folder"):
        dt.sweep(game(), OVER, store=3)


def test_a_url(small_blocks):
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed, which stores behind a URL need")
    url, shares = "memory://deterrence/run.zarr", []

    class Stopped(Exception):
        pass

    def stop(share, text):
        shares.append(share)
        with pytest.raises(dt.InvalidParameter, match="another sweep is writing"):
            dt.sweep(game(), OVER, MEASURES, store=url)
        if len(shares) == 4:
            raise Stopped

    with pytest.raises(Stopped):
        dt.sweep(game(), OVER, MEASURES, store=url, progress=stop)
    with pytest.raises(dt.InvalidParameter, match="7 of 11 blocks are not done"):
        open_map(url)
    found = dt.sweep(game(), OVER, MEASURES, store=url)
    assert found.load().equals(dt.sweep(game(), OVER, MEASURES))
    with pytest.raises(dt.InvalidParameter, match="another question"):
        dt.sweep(game(), OVER, ["clash"], store=url)
    with fsspec.open("memory://deterrence/letters/letter.txt", "w") as file:
        file.write("dear")
    with pytest.raises(dt.InvalidParameter, match="is not a map that sweep wrote"):
        dt.sweep(game(), OVER, store="memory://deterrence/letters")
    with fsspec.open("memory://deterrence/letters/letter.txt") as file:
        assert file.read() == b"dear"
    with pytest.raises(dt.InvalidParameter, match=r"nowhere://run\.zarr: Protocol not known.* name a folder"):
        dt.sweep(game(), OVER, store="nowhere://run.zarr")


def test_a_url_without_what_reaches_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingZarr, match="install what fsspec needs"):
        dt.sweep(game(), OVER, store="s3://bucket/run.zarr")


def test_a_file_url_is_a_folder(tmp_path, small_blocks):
    dt.sweep(game(), OVER, MEASURES, store=f"file://{tmp_path}/run.zarr")
    assert open_map(tmp_path / "run.zarr").load().equals(dt.sweep(game(), OVER, MEASURES))


class Many:
    """Blocks that meet ten new families each, so that masks are added in mid-run; twelve blocks, 120 families."""

    blocks, families = 12, 10

    @classmethod
    def part(cls, number):
        from deterrence.analysis.blocks import Part

        sets = [((f"family {cls.families * number + k}", None), ("common", None)) for k in range(cls.families)]
        kinds = np.arange(cls.families, dtype=np.int32)
        count = np.full(cls.families, 2, np.uint16)
        return Part(kinds, count, np.zeros(cls.families, np.uint8), [], sets)

    @classmethod
    def write(cls, output, numbers):
        for number in numbers:
            region = (slice(cls.families * number, cls.families * (number + 1)),)
            write_block(output, number, region, {"game": cls.part(number)})


def question():
    from deterrence.analysis.blocks import Question
    from deterrence.analysis.grids import read_axes

    games = {"game": game()}
    size = Many.blocks * Many.families
    return Question(games, read_axes({"credibility": f"0:1:{size}"}, games), (), ())


def check_many(found):
    names = family_names(found)
    assert len(names) == 121
    assert list(json.loads(found["families_1"].attrs["names"])) == [list(n) for n in names[63:126]]
    masks = [found[f"families_{k}"].values for k in range(2)]
    for cell in range(120):
        present = {names[bit] for bit in range(121) if masks[bit // 63][cell] >> bit % 63 & 1}
        assert present == {(f"family {cell}", None), ("common", None)}
    assert "families" not in found


def test_more_families_than_one_mask_holds(tmp_path):
    with Store(tmp_path / "run.zarr", question(), (10,), several=False) as output:
        Many.write(output, range(12))
        check_many(output.dataset())


@pytest.mark.parametrize("stop", ["_array", "_drop_single", "put"])
def test_stopped_as_masks_are_added(tmp_path, monkeypatch, stop):
    """The sixty-fourth family comes in the seventh block; what was written of it is written again."""
    plain = getattr(Store, stop)

    def failing(self, *given):
        if stop == "_array" and given[0] == "families_1":
            raise RuntimeError("stopped")
        if stop == "_drop_single" and self._words > 1:
            raise RuntimeError("stopped")
        found = plain(self, *given)
        if stop == "put" and self._words > 1:
            raise RuntimeError("stopped")
        return found

    with monkeypatch.context() as patch, Store(tmp_path / "run.zarr", question(), (10,), several=False) as output:
        patch.setattr(Store, stop, failing)
        with pytest.raises(RuntimeError, match="stopped"):
            Many.write(output, range(12))
    with Store(tmp_path / "run.zarr", question(), (10,), several=False) as output:
        assert output.done == set(range(6))
        Many.write(output, range(6, 12))
        check_many(output.dataset())
    with Store(tmp_path / "whole.zarr", question(), (10,), several=False) as output:
        Many.write(output, range(12))
        output.dataset()
    for file in (tmp_path / "whole.zarr").rglob("*"):
        if file.is_file():
            assert file.read_bytes() == (tmp_path / "run.zarr" / file.relative_to(tmp_path / "whole.zarr")).read_bytes()
    assert not (tmp_path / "run.zarr" / "families").exists()


def admissible(game):
    """Equilibria in strategies that nothing dominates weakly."""
    return dt.nash(game).refine("undominated")


def test_a_concept(tmp_path):
    over = {"credibility": "0:1:5"}
    plain, own = (dt.sweep(game(), over, ["deterred"], concept=concept) for concept in (None, dt.nash))
    assert own.deterred_least.equals(plain.deterred_least)
    assert own.deterred_most.equals(plain.deterred_most)
    assert json.loads(own.attrs["engine"]) == {"game": "exact solver"}
    assert own.attrs["concept"] == "deterrence.solve.nash.nash"
    assert plain.attrs["concept"] == "the game's own"
    found = dt.sweep(game(), over, ["deterred"], concept=admissible)
    assert found.equals(dt.sweep(game(), over, ["deterred"], refine="undominated"))
    dt.sweep(game(), over, ["deterred"], concept=dt.nash, store=tmp_path / "run.zarr")
    with pytest.raises(dt.InvalidParameter, match=r"concept is deterrence\.solve\.nash\.nash there and .*admissible now"):
        dt.sweep(game(), over, ["deterred"], concept=admissible, store=tmp_path / "run.zarr")


def test_a_concept_for_trees():
    """An empty threat deters in some Nash equilibrium; in subgame perfect ones the threat must be worth carrying out."""
    challenger, defender = dt.players("challenger defender")
    fight = sympy.Symbol("fight", real=True)
    reply = defender.chooses(
        fight=dt.outcome("clash", challenger=-1, defender=fight), give_way=dt.outcome("loss", challenger=1, defender=0)
    )
    tree = dt.ExtensiveForm(challenger.chooses(stay=dt.outcome("deterred", challenger=0, defender=2), move=reply))
    over = {"fight": [-1, 0, 1]}
    assert dt.sweep(tree, over, ["deterred"]).deterred_most.values.tolist() == [1, 1, 1]
    found = dt.sweep(tree, over, ["deterred"], concept=dt.subgame_perfect)
    assert found.deterred_most.values.tolist() == [0, 1, 1]
    assert found.deterred_least.values.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("concept", "said"), [(3, "concept is 3; give a function"), (lambda game: None, "a module defines")]
)
def test_bad_concepts(concept, said):
    with pytest.raises(dt.InvalidParameter, match=said):
        dt.sweep(game(), {"credibility": "0:1:5"}, concept=concept)
