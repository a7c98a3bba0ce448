"""How fast branches of logit equilibria are followed, beside Gambit's `logit_solve` on the same games.

All times are processor time per game; each branch goes to a regret of 1e-8 of the payoff range. Promises, as least and as
hoped for: 200 and 700 times as fast as Gambit at 2x2, 40 and 75 times at 10x10. numba is optional. Gambit runs in a process
of its own, by the interpreter named (its versions differ a good deal); where that has no pygambit, only our times are
printed.

Run from the repository's root: ``python -m benchmarks.quantal_response [--gambit /path/to/python]``.
"""

import argparse
import json
import statistics
import subprocess
import sys
from typing import Any

import numpy as np

import deterrence as dt
from benchmarks.batch import integer_games, per_game, report
from deterrence.solve.batch.compiling import numba_is_installed

GAMBIT = """
import json, sys, time
import numpy as np
import pygambit
kind = getattr(pygambit, "StrategicGame", getattr(pygambit, "Game", None))
games = [kind.from_arrays(np.array(a), np.array(b)) for a, b in json.load(sys.stdin)]
pygambit.nash.logit_solve(games[0])
times = []
for game in games:
    start = time.process_time()
    pygambit.nash.logit_solve(game)
    times.append(time.process_time() - start)
print(json.dumps(times))
"""


def gambit(python: str, first: Any, second: Any) -> float | None:
    """Median seconds per game; None where there is no pygambit."""
    given = json.dumps([(a.tolist(), b.tolist()) for a, b in zip(first.astype(int), second.astype(int), strict=True)])
    run = subprocess.run([python, "-c", GAMBIT], input=given, capture_output=True, text=True, check=False)
    if run.returncode:
        print(f"{python}: {run.stderr.strip().splitlines()[-1]}")
        return None
    return statistics.median(json.loads(run.stdout))


def main() -> None:
    """Print one section per size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gambit", default=sys.executable, help="a Python that has pygambit")
    options = parser.parse_args()
    for n, n_games, n_rivals, least, hope in ((2, 20_000, 100, 200, 700), (10, 300, 12, 40, 75)):
        first, second = integer_games(n, n_games, n)
        ways = {"NumPy": False, **({"compiled": True} if numba_is_installed() else {})}
        times = per_game(
            {
                name: ((lambda c=c, a=first, b=second: dt.batch.quantal_response(a, b, compiled=c)), n_games)
                for name, c in ways.items()
            },
            3,
        )
        rival = gambit(options.gambit, first[:n_rivals], second[:n_rivals])
        if rival is not None:
            times["gambit logit_solve"] = rival
        games = dt.batch.quantal_response(first, second)
        stopped = np.bincount(games.stopped, minlength=4)
        report(
            f"W5: {n_games:,} random {n}x{n} games, {stopped[2]} at a bifurcation, {stopped[3]} given up",
            times,
            list(ways),
            [(name, "gambit logit_solve", least, hope) for name in ways],
        )


if __name__ == "__main__":
    main()
