"""What a kill leaves of a stored map, and whether the same call mends it.

A sweep into a store is killed (SIGKILL) as it is about to open or rename its n-th file below the store; then the same call
goes on. Each store must end with the same bytes as that of a run that nobody killed. Moments are counted, not timed, so
that every run of this program meets the same ones; they are drawn at random from all of a run.

Run from the repository's root: ``python -m benchmarks.sweep_killed [--kills 100] [--seed 1]``.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

OVER = {"credibility": "0:1:41", "clash_cost": "1:5:25"}
MEASURES = ["deterred", "payoff:defender"]


def run(store: Path) -> None:
    """A sweep into eleven small blocks."""
    import deterrence as dt
    import deterrence.analysis.sweep

    sys.modules["deterrence.analysis.sweep"].CELLS = 100  # type: ignore[attr-defined]
    game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    dt.sweep(game, OVER, MEASURES, store=store, workers=1)


def run_until(store: Path, moment: int) -> int:
    """A sweep that ends its process as it turns to its file number `moment`; returns how many files there were."""
    files = 0

    def watch(event: str, given: tuple[object, ...]) -> None:
        nonlocal files
        if event in ("open", "os.rename") and str(given[0]).startswith(str(store)):
            files += 1
            if files == moment:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    run(store)
    return files


def kill(folder: Path, moments: Iterable[int]) -> list[int]:
    """Kill a run at each moment, in ``folder/<moment>``; how many files those runs turned to that came to their end."""
    given = [sys.executable, "-m", "benchmarks.sweep_killed", "--child", str(folder), *map(str, moments)]
    done = subprocess.run(given, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    return [int(line) for line in done.stdout.split()]


def child(folder: Path, moments: Iterable[int]) -> None:
    """Fork once for each moment: what is slow is imported once, and no thread runs yet."""
    import xarray  # noqa: F401
    import zarr  # noqa: F401

    import deterrence  # noqa: F401

    for moment in moments:
        process = os.fork()
        if not process:
            files = run_until(folder / str(moment), moment)
            os.write(1, f"{files}\n".encode())
            os._exit(0)
        os.waitpid(process, 0)


def contents(store: Path) -> dict[str, bytes]:
    """Every file of a store, as bytes."""
    return {str(f.relative_to(store)): f.read_bytes() for f in store.rglob("*") if f.is_file()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(Path(given.child[0]), map(int, given.child[1:]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (files,) = kill(folder, [0])
        whole = contents(folder / "0")
        moments = random.Random(given.seed).sample(range(1, files + 1), min(given.kills, files))
        ended = kill(folder, moments)
        differ = []
        for moment in moments:
            run(folder / str(moment))
            if contents(folder / str(moment)) != whole:
                differ.append(moment)
    print(f"a run turns to {files} files; killed at {len(moments)} of them ({len(ended)} were not stopped)")
    print(
        f"after going on {len(moments) - len(differ)} of {len(moments)} stores have the bytes of a whole run {differ or ''}"
    )


if __name__ == "__main__":
    main()
