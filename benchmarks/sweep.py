"""How fast maps are solved and written, and how much memory that takes.

Each line is a run of its own in a new process: cells per second of processor time (a cell of a map with several channels
counts once per channel), and the peak memory over that of the imported program. Beside them stand the seconds that NumPy
needs to write as many bytes plainly, until they are on the disk. Promises: a map of the probe game takes at most 5 times
as long as that; at most 10 microseconds per channel and cell of the warning game; a peak of at most ``memory`` over that of
the imported program, whatever the size of the map; a cell of a large map costs at most 1.2 times what one of 1,000,000 does.

With ``--audit`` so many cells of each stored map, drawn at random, are solved again by exact arithmetic; any difference ends
the program. With ``--loops`` so many cells of the probe game are solved one by one by nashpy and by Gambit (``--gambit``
names a Python that has pygambit 17), games ready made; what they take for a whole map is scaled from that. Stores need zarr.
Do not read much into a figure on a busy machine.

Run from the repository's root: ``python -m benchmarks.sweep [--cells 10000000] [--memory 256MiB] [--audit 1000] [--loops
200] [--only probe store]``.
"""

import argparse
import importlib.util
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np


def question(kind: str, cells: int) -> tuple[object, dict[str, object], list[str]]:
    """Games, axes and measures; the axes avoid knife edges, on which a map is exact and slow."""
    import deterrence as dt

    if kind == "probe":
        n = math.isqrt(cells)
        game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
        over = {"credibility": np.linspace(0.0013, 0.9987, n), "clash_cost": np.linspace(0.51, 5.003, n)}
        return game, over, ["probe", "deterred"]
    n = math.isqrt(cells // 3)
    games = dict(dt.load("examples/airspace.toml").games)
    over = {"credibility": np.linspace(0.0503, 0.4003, n), "audience_cost": np.linspace(1.0001, 5.0003, n)}
    return games, over, ["deterred", "clash"]


def child(kind: str, cells: int, store: str, memory: str, audit: int) -> None:
    """One run; prints what it took."""
    import xarray  # noqa: F401 - so that its size counts as the program's

    import deterrence as dt

    games, over, measures = question(kind, cells)
    dt.sweep(games, {name: values[:2] for name, values in over.items()}, measures)  # type: ignore[index, arg-type]
    before, wall, processor = _peak(), time.perf_counter(), time.process_time()
    found = dt.sweep(games, over, measures, store=store or None, memory=memory)  # type: ignore[arg-type]
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    count = math.prod(found["n_components"].shape)
    size = sum(v.dtype.itemsize for v in found.data_vars.values())
    peak = _peak() - before
    if store and audit:
        # nothing is left to be solved but the sample
        dt.sweep(games, over, measures, store=store, memory=memory, audit=audit, rng=1)  # type: ignore[arg-type]
    print(json.dumps({"cells": count, "bytes": count * size, "wall": wall, "cpu": processor, "peak": peak}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


#: What another Python does with tables of payoffs: seconds of processor time to solve them one by one, games ready made.
LOOPS = {
    "nashpy": """
import json, sys, time, warnings
import nashpy
warnings.simplefilter("ignore")
games = [nashpy.Game(a, b) for a, b in json.load(sys.stdin)]
start = time.process_time()
for game in games:
    list(game.support_enumeration())
print(time.process_time() - start)
""",
    "pygambit": """
import json, sys, time
import numpy, pygambit
games = [pygambit.StrategicGame.from_arrays(numpy.array(a), numpy.array(b)) for a, b in json.load(sys.stdin)]
start = time.process_time()
for game in games:
    pygambit.nash.enummixed_solve(game, rational=False)
print(time.process_time() - start)
""",
}


def loops(sample: int, gambit: str) -> dict[str, float]:
    """Seconds per cell of the probe game in a loop over each peer that is installed."""
    import deterrence as dt

    rng, tables = np.random.default_rng(1), []
    for credibility, cost in rng.uniform((0.0013, 0.51), (0.9987, 5.003), (sample, 2)).tolist():
        game = dt.models.probe_game(credibility=credibility, gain=1, clash_cost=cost, tolerate_cost=2, respond_cost=1)
        tables.append([table.tolist() for table in np.array(game.numbers, dtype=float).T.reshape(2, *game.shape)])
    taken = {}
    for name, program in LOOPS.items():
        python = gambit if name == "pygambit" else sys.executable
        done = subprocess.run([python, "-c", program], input=json.dumps(tables), capture_output=True, text=True)
        if done.returncode:
            print(f"a loop over {name}: not run ({done.stderr.strip().splitlines()[-1]})")
        else:
            taken[name] = float(done.stdout) / sample
    return taken


def plain_write(size: int, folder: str) -> float:
    """Seconds that NumPy needs to write so many bytes."""
    block, path = np.random.default_rng(1).random(2**20), Path(folder) / "plain.bin"
    start = time.perf_counter()
    with path.open("wb") as file:
        for _ in range(-(-size // block.nbytes)):
            block.tofile(file)
        file.flush()
        os.fsync(file.fileno())
    taken = time.perf_counter() - start
    path.unlink()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=10_000_000)
    parser.add_argument("--memory", default="256MiB")
    parser.add_argument("--audit", type=int, default=0)
    parser.add_argument("--loops", type=int, default=0)
    parser.add_argument("--gambit", default=sys.executable, help="a Python that has pygambit")
    parser.add_argument("--only", nargs="+", choices=["probe", "warning", "memory", "store"], default=[])
    parser.add_argument("--child", nargs=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        kind, cells, store, memory, audit = given.child
        child(kind, int(cells), store, memory, int(audit))
        return
    peers = loops(given.loops, given.gambit) if given.loops else {}
    stored = importlib.util.find_spec("zarr") is not None
    if not stored:
        print("zarr is not installed: no stores")
    for kind, where in product(("probe", "warning"), ("memory", "store")[: 1 + stored]):
        if not all(one in (kind, where) for one in given.only):
            continue
        with tempfile.TemporaryDirectory() as folder:
            path, memory = (f"{folder}/run.zarr", given.memory) if where == "store" else ("", "64GiB")
            command = [sys.executable, "-m", "benchmarks.sweep", "--child", kind, str(given.cells), path, memory]
            done = json.loads(subprocess.run([*command, str(given.audit)], check=True, stdout=subprocess.PIPE).stdout)
            taken = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
            write = plain_write(done["bytes"], folder)
        each = done["cpu"] / done["cells"] * 1e6
        print(
            f"{kind:8} to {where:6} {done['cells']:>12,} cells: {1e6 / each:>12,.0f} a second of processor time, "
            f"{each:.3f} us each; {done['wall']:.1f} s in all, plain write of {done['bytes'] / 1e6:,.0f} MB {write:.2f} s; "
            f"{taken / 1e6:,.1f} MB on the disk; {done['peak']:.0f} MiB above the program"
        )
        for name, seconds in peers.items() if kind == "probe" else ():
            print(
                f"  a loop over {name}: {seconds * 1e6:,.0f} us a cell in a sample of {given.loops}, scaled "
                f"{seconds * done['cells'] / 3600:,.1f} hours for this map: {seconds * 1e6 / each:,.0f} times as long"
            )


if __name__ == "__main__":
    main()
