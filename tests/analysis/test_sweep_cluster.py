"""Maps solved by the workers of a dask scheduler, one of which dies."""

import os
import signal
from pathlib import Path

import pytest

import deterrence as dt
from deterrence.cli import cluster as cli_cluster
from deterrence.cli.group import run

distributed = pytest.importorskip(
    "distributed", reason='dask.distributed is not installed; pip install "deterrence[cluster]"'
)
pytest.importorskip("zarr", reason="zarr is not installed, which stores need")

OVER = {"credibility": "0:1:41", "clash_cost": "1:5:25"}
AIRSPACE = str(Path(__file__).parents[2] / "examples" / "airspace.toml")

pytestmark = pytest.mark.filterwarnings("ignore")  # what dask says when a worker dies


def game():
    return dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)


def contents(store):
    return {str(f.relative_to(store)): f.read_bytes() for f in Path(store).rglob("*") if f.is_file()}


@pytest.fixture(scope="module")
def workers():
    """A scheduler with two workers, each a process of its own that is begun again when it dies."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster


def test_a_worker_that_is_killed_in_mid_run(tmp_path, workers, monkeypatch):
    monkeypatch.setattr("deterrence.analysis.sweep.CELLS", 100)
    dt.sweep(game(), OVER, ["deterred"], store=tmp_path / "whole.zarr", workers=1)
    killed = []
    with distributed.Client(workers) as client:

        def kill(share, text):
            # the first block is written, others are under way or wait
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        dt.sweep(game(), OVER, ["deterred"], store=tmp_path / "run.zarr", executor=client.get_executor(), progress=kill)
        client.wait_for_workers(2, timeout=60)
        assert killed[0] not in client.run(os.getpid).values()
    assert contents(tmp_path / "run.zarr") == contents(tmp_path / "whole.zarr")


def test_the_command_takes_a_scheduler(tmp_path, workers, capsys):
    store = tmp_path / "run.zarr"
    question = ("sweep", AIRSPACE, "--over", "credibility=0:1:21", "--refine", "none", "--measure", "deterred")
    assert run((*question, "--store", str(store), "--scheduler", workers.scheduler_address)) == 0
    assert run((*question, "--store", str(tmp_path / "here.zarr"))) == 0
    assert contents(store) == contents(tmp_path / "here.zarr")
    assert run((*question, "--store", str(store), "--scheduler", workers.scheduler_address, "--workers", "2")) == 2
    assert "leave out --workers or --scheduler" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
def test_no_scheduler(tmp_path, address, capsys, monkeypatch):
    monkeypatch.setattr(cli_cluster, "PATIENCE", 1)
    question = ("sweep", AIRSPACE, "--over", "credibility=0:1:21", "--store", str(tmp_path / "run.zarr"))
    assert run((*question, "--scheduler", address)) == 2
    assert f"--scheduler: none answers at {address!r}" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
