"""`deterrence sweep`, `plot` and `export`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pandas
import pytest

from deterrence.analysis.map_store import open_map
from deterrence.cli.group import run

AIRSPACE = str(Path(__file__).parents[2] / "examples" / "airspace.toml")
PLAIN = ("--refine", "none", "--measure", "deterred")


@pytest.fixture
def store(tmp_path):
    pytest.importorskip("zarr")
    return str(tmp_path / "run.zarr")


def test_one_parameter(store, tmp_path, capsys):
    question = ("sweep", AIRSPACE, "--over", "credibility=0:1:21", *PLAIN, "--store", store)
    assert run(question) == 0
    assert run(question) == 0  # done already
    found = open_map(store)
    assert dict(found.sizes) == {"channel": 3, "credibility": 21}
    # the challenger probes in silence below gain / (gain + clash_cost) = 1/3
    assert found.deterred_most.sel(channel="silence").values.tolist() == [0.0] * 7 + [1.0] * 14
    pytest.importorskip("matplotlib")
    assert run(("plot", store, str(tmp_path / "run.png"), "--measure", "deterred")) == 0
    assert (tmp_path / "run.png").read_bytes().startswith(b"\x89PNG")
    assert run(("export", store, str(tmp_path / "run.csv"))) == 0
    assert len(pandas.read_csv(tmp_path / "run.csv")) == 63
    assert (tmp_path / "run.csv.dictionary.csv").exists()
    capsys.readouterr()
    assert run(("sweep", AIRSPACE, "--over", "credibility=0:1:22", *PLAIN, "--store", store)) == 2
    assert "axes > credibility > values is 21 there and 22 now" in capsys.readouterr().err


def test_the_range_of_the_file_and_two_parameters(store, tmp_path):
    # the file's range of credibility is 1/20 to 2/5
    over = ("--over", "credibility=8", "--over", "face_cost=0:3:4", "--set", "gain=3/2")
    assert run(("sweep", AIRSPACE, *over, *PLAIN, "--store", store)) == 0
    found = open_map(store)
    assert found.credibility.values.tolist() == [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]
    assert '"gain": "3/2"' in found.attrs["parameters"]
    pytest.importorskip("matplotlib")
    assert run(("plot", store, str(tmp_path / "run.svg"), "--channel", "public")) == 0
    verdict = ("--channel", "public", "--measure", "deterred", "--feared")
    assert run(("plot", store, str(tmp_path / "verdict.svg"), *verdict)) == 0
    assert (tmp_path / "verdict.svg").read_text().count("path") > 20
    assert run(("plot", store, str(tmp_path / "run.svg"), "--feared")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--over", "credibilty=0:1:5"), "did you mean 'credibility'"),
        (("--over", "credibility=0:2:5"), "outside its domain"),
        (("--over", "credibilty=5"), "the file has no parameter"),
        (("--over", "defiance=5"), "--over: the file has no parameter"),
        ((), "say what to vary"),
        (("--over", "credibility"), "is not name=value"),
        (("--over", "credibility=0:1:5", "--measure", "detered"), "did you mean 'deterred'"),
        (("--over", "credibility=0:1:5", "--refine", "d2"), "no refinement 'd2'"),
    ],
)
def test_bad_input(arguments, said, tmp_path, capsys):
    assert run(("sweep", AIRSPACE, *arguments, "--store", str(tmp_path / "run.zarr"))) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["plot", "export"])
def test_no_store(command, tmp_path, capsys):
    pytest.importorskip("zarr")
    assert run((command, str(tmp_path / "none.zarr"), str(tmp_path / "out.txt"))) == 2
    assert capsys.readouterr().err.startswith("deterrence: ")


def test_a_scheduler_needs_dask(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    arguments = ("--over", "credibility=0:1:5", "--store", str(tmp_path / "run.zarr"), "--scheduler", "tcp://node1:8786")
    assert run(("sweep", AIRSPACE, *arguments)) == 2
    assert 'pip install "deterrence[cluster]"' in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed, so that no export can be read with it")
def test_r_reads_an_export(store, tmp_path):
    assert run(("sweep", AIRSPACE, "--over", "credibility=0:1:21", *PLAIN, "--store", store)) == 0
    assert run(("export", store, str(tmp_path / "run.csv"))) == 0
    script = Path(AIRSPACE).with_name("read_map.R")
    read = subprocess.run(["Rscript", str(script), str(tmp_path / "run.csv")], check=True, capture_output=True, text=True)
    # 14 of the 21 values lie above gain / (gain + clash_cost) = 1/3, below which the challenger probes in silence
    assert "  silence  0.6666667" in read.stdout
    table = pandas.read_csv(tmp_path / "run.csv")
    seen = int((table["families"] & 1 != 0).sum())
    assert f"{seen:6}  pooling: resolute: stay_silent, irresolute: stay_silent; stay_silent: refrain" in read.stdout
