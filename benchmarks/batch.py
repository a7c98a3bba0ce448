"""How fast the batch engine is, beside other solvers on the same games and beside the memory of the machine.

All times are processor time per game, medians of several rounds in which the methods take turns. Promises, as least and as
hoped for: 2x2 classes and mixing probabilities through the public function on NumPy arrays, 50,000 and 90,000 times as fast
as nashpy's support enumeration, 300 and 500 times quantecon's; with numba, 70% and 90% of the speed of a loop that only
reads the payoffs and writes the results; expanded to boxes, 80 and 130 times quantecon's; a million degenerate games on a
grid, 2,000 and 5,000 times Gambit's `enummixed` in floats; 3x3 games, 40 and 60 times quantecon's; with numba, 10, 50 and
150 times quantecon's vertex enumeration at 8x8, 12x12 and 16x16 (hoped for: 20, 100, 400); signalling games, 25,000 and
100,000 times Gambit's `enumpoly`. Memory for a stream: inputs, outputs and 64 MiB, whatever the number of games.

quantecon, pygambit and numba are optional; what is missing is named. Do not read much into a figure on a busy machine.

Run from the repository's root: ``python -m benchmarks.batch [--games 1000000] [--streamed 100000000]``.
"""

import argparse
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

import deterrence as dt
from benchmarks.batch_rivals import enummixed, nashpy_supports, quantecon_supports, quantecon_vertices
from benchmarks.rivals import limited
from deterrence.solve.batch.compiling import compiled_if_possible, numba_is_installed
from tests.brute.signalling import Game

ROUNDS = 7


def have(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def per_game(methods: dict[str, tuple[Callable[[], Any], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of processor time per game; the methods take turns."""
    times: dict[str, list[float]] = {name: [] for name in methods}
    for run, _ in methods.values():
        run()
    for _ in range(rounds):
        for name, (run, n_games) in methods.items():
            start = time.process_time()
            run()
            times[name].append((time.process_time() - start) / n_games)
    return {name: statistics.median(each) for name, each in times.items()}


def report(
    title: str, times: dict[str, float], ours: Sequence[str], promises: Sequence[tuple[str, str, float, float]]
) -> None:
    """Print the times, and for each promise (ours, rival, least, hoped for) the ratio."""
    print(f"\n{title}")
    for name, seconds in times.items():
        print(f"  {'*' if name in ours else ' '} {name:<44} {shown(seconds)}")
    for mine, rival, least, hope in promises:
        if mine in times and rival in times:
            ratio = times[rival] / times[mine]
            verdict = "MISSED" if ratio < least else "held" if ratio < hope else "held, and more"
            print(f"    {mine}: {ratio:,.3g} times {rival} (promised {least:,g}, hoped for {hope:,g}): {verdict}")
        else:
            print(f"    {mine} against {rival}: not measured, something is not installed")


def shown(seconds: float) -> str:
    return f"{1e9 * seconds:,.2f} ns" if seconds < 1e-6 else f"{1e6 * seconds:,.2f} us"


def integer_games(seed: int, n_games: int, n: int) -> Any:
    return np.random.default_rng(seed).integers(-1000, 1001, (2, n_games, n, n)).astype(float)


@compiled_if_possible
def _read_and_write(a: Any, b: Any, code: Any, q: Any, p: Any) -> None:
    """Touch the bytes and do nothing with them: the bound for any loop."""
    for k in range(len(code)):
        q[k] = a[k, 0, 0] + a[k, 0, 1] + a[k, 1, 0] + a[k, 1, 1]
        p[k] = b[k, 0, 0] + b[k, 0, 1] + b[k, 1, 0] + b[k, 1, 1]
        code[k] = 1


def two_by_two(n_games: int) -> None:
    first, second = integer_games(2024, n_games, 2)
    out = np.empty(n_games, np.uint8), np.empty(n_games), np.empty(n_games)
    copied = np.empty(81 * n_games // 16, np.uint8), np.empty(81 * n_games // 16, np.uint8)
    copied[0][:] = 1
    sample = slice(0, 150)
    methods: dict[str, tuple[Callable[[], Any], int]] = {
        "compact": (lambda: dt.batch.nash_2x2(first, second), n_games),
        "compact, out=": (lambda: dt.batch.nash_2x2(first, second, out=out), n_games),
        "expanded": (lambda: dt.batch.nash_2x2(first, second, out=out).boxes, n_games),
        # a copy reads and writes: together the 81 bytes that the compact form reads and writes
        "memcpy of as many bytes": (lambda: [np.copyto(copied[1], copied[0]) for _ in range(8)], n_games),
        "nashpy support_enumeration": (lambda: nashpy_supports(first[sample], second[sample]), 150),
    }
    if numba_is_installed():
        methods["compiled"] = (lambda: dt.batch.nash_2x2(first, second, out=out, compiled=True), n_games)
        methods["loop that reads and writes"] = (lambda: _read_and_write(first, second, *out), n_games)
    if have("quantecon"):
        methods["quantecon support_enumeration"] = quantecon_supports(first[:2000], second[:2000])
    times = per_game(methods)
    report(
        f"W1: {n_games:,} random 2x2 games",
        times,
        ["compact", "compact, out=", "expanded", "compiled"],
        [
            ("compact", "nashpy support_enumeration", 50_000, 90_000),
            ("compact", "quantecon support_enumeration", 300, 500),
            ("expanded", "quantecon support_enumeration", 80, 130),
            ("compiled", "loop that reads and writes", 0.7, 0.9),
        ],
    )


def degenerate_grid() -> None:
    c, r = np.meshgrid((np.arange(1000) - 500) / 250, np.arange(1000) / 250, indexing="ij")
    first, second = np.zeros((2, 1000, 1000, 2, 2))
    first[..., 0, 0], first[..., 0, 1] = -c, 1
    second[..., 0, 0], second[..., 0, 1] = -r, -1
    narrow = np.ascontiguousarray(first[:, :1]), np.ascontiguousarray(second[:1])
    sample = np.random.default_rng(1).integers(0, 1000, (150, 2)).T
    methods: dict[str, tuple[Callable[[], Any], int]] = {
        "payoffs in full": (lambda: dt.batch.nash_2x2(first, second), 10**6),
        "payoffs broadcast": (lambda: dt.batch.nash_2x2(*narrow), 10**6),
        "boxes": (lambda: dt.batch.nash_2x2(first, second).boxes, 10**6),
        "nashpy support_enumeration (incomplete)": (lambda: nashpy_supports(first[*sample], second[*sample]), 150),
    }
    if numba_is_installed():
        methods["compiled"] = (lambda: dt.batch.nash_2x2(first, second, compiled=True), 10**6)
    if have("pygambit"):
        methods["gambit enummixed, floats"] = (lambda: enummixed(first[*sample], second[*sample]), 150)
    report(
        "W2: a grid of 1,000 x 1,000 degenerate games",
        per_game(methods, 3),
        ["payoffs in full", "payoffs broadcast", "boxes", "compiled"],
        [("payoffs in full", "gambit enummixed, floats", 2000, 5000)],
    )


def three_by_three(n_games: int) -> None:
    first, second = integer_games(3, n_games, 3)
    methods: dict[str, tuple[Callable[[], Any], int]] = {
        "NumPy": (lambda: dt.batch.nash(first, second, compiled=False), n_games)
    }
    if numba_is_installed():
        methods["compiled"] = (lambda: dt.batch.nash(first, second, compiled=True), n_games)
    if have("quantecon"):
        methods["quantecon support_enumeration"] = quantecon_supports(first[:2000], second[:2000])
    best = "compiled" if numba_is_installed() else "NumPy"
    games = dt.batch.nash(first, second)
    report(
        f"3x3: {n_games:,} random games, {games.degenerate.mean():.2%} left to the exact solver",
        per_game(methods),
        ["NumPy", "compiled"],
        [(best, "quantecon support_enumeration", 40, 60)],
    )


def larger() -> None:
    if not numba_is_installed():
        print("\nlarger games: not measured, numba is not installed (the exact solver takes them)")
        return
    for n, n_games, least, hope in ((4, 500, 0, 0), (8, 100, 10, 20), (12, 20, 50, 100), (16, 2, 150, 400)):
        first, second = integer_games(n, n_games, n)
        methods: dict[str, tuple[Callable[[], Any], int]] = {
            "compiled": (lambda a=first, b=second: dt.batch.nash(a, b), n_games)  # type: ignore[misc]
        }
        if have("quantecon"):
            methods["quantecon vertex_enumeration"] = quantecon_vertices(first, second)
        undecided = dt.batch.nash(first, second).degenerate.mean()
        report(
            f"{n}x{n}: {n_games} random games, {undecided:.1%} left to the exact solver",
            per_game(methods, 3),
            ["compiled"],
            [("compiled", "quantecon vertex_enumeration", least, hope)] if least else [],
        )


def signalling(n_games: int) -> None:
    rng = np.random.default_rng(5)
    share = rng.integers(1, 100, n_games) / 100
    prior = np.stack([share, 1 - share], axis=-1)
    sender, receiver = rng.integers(-1000, 1001, (2, n_games, 2, 2, 2)).astype(float)
    games = dt.batch.perfect_bayesian(prior, sender, receiver)
    methods: dict[str, tuple[Callable[[], Any], int]] = {
        "compact": (lambda: dt.batch.perfect_bayesian(prior, sender, receiver), n_games),
        "strategies of all families": (lambda: dt.batch.perfect_bayesian(prior, sender, receiver).profiles, n_games),
        "dt.perfect_bayesian": (lambda: [games.equilibria(k) for k in range(50)], 50),
    }
    times = per_game(methods, 5)
    # it may hang, so it runs in a process of its own that can be killed
    rival = limited("gambit enumpoly", [_as_game(prior[k], sender[k], receiver[k]) for k in range(30)], 60)
    if rival:
        times[f"gambit enumpoly ({len(rival)} of 30 games)"] = statistics.median(rival)
    report(
        f"W4: {n_games:,} signalling games of 2x2x2, {games.degenerate.mean():.2%} left to the exact solver",
        times,
        ["compact", "strategies of all families"],
        [("compact", next(reversed(times)), 25_000, 100_000)]
        if rival
        else [("compact", "gambit enumpoly", 25_000, 100_000)],
    )


def _as_game(prior: Any, sender: Any, receiver: Any) -> Game:
    shares = [Fraction(round(100 * p), 100) for p in prior]
    return Game(shares, sender.astype(int).tolist(), receiver.astype(int).tolist())


STREAM = """
import resource, sys, time
import numpy as np
import deterrence as dt
n_games, chunk = int(sys.argv[1]), 2**20
rng = np.random.default_rng(1)
first, second = (rng.normal(size=(chunk, 2, 2)) for _ in range(2))
dt.batch.nash_2x2(first[:9], second[:9])
out = np.zeros(chunk, np.uint8), np.zeros(chunk), np.zeros(chunk)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start, several = time.process_time(), 0
for games in dt.batch.stream_2x2(((first, second) for _ in range(n_games // chunk + 1)), out=out):
    several += int((games.n_components > 1).sum())
seconds = time.process_time() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
extra = (after - before) / 1024
verdict = "held" if extra <= 64 else "MISSED"
print(f"  {n_games:,} games in {seconds:.1f} s; {extra:.1f} MiB beyond inputs and outputs (promised 64): {verdict}")
"""


def streamed(n_games: int) -> None:
    print(f"\nmemory, streamed in chunks of {2**20:,}")
    print(
        subprocess.run([sys.executable, "-c", STREAM, str(n_games)], check=True, capture_output=True, text=True).stdout,
        end="",
    )
    first = integer_games(9, 2**20, 2)
    print("  a whole array at once: " + ("held" if _peak(first) <= 64 else "MISSED"))


def _peak(games: Any) -> float:
    """MiB that one call takes beyond its outputs, as Python's allocator counts them."""
    import tracemalloc

    tracemalloc.start()
    found = dt.batch.nash_2x2(*games)
    peak = tracemalloc.get_traced_memory()[1] - sum(a.nbytes for a in (found.code, found.q, found.p))
    tracemalloc.stop()
    return float(peak / 2**20)


def main() -> None:
    """Print one section per workload."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=1_000_000, help="2x2 games; a tenth as many larger ones")
    parser.add_argument("--streamed", type=int, default=100_000_000, help="games streamed for the memory's sake")
    options = parser.parse_args()
    missing = [name for name in ("numba", "quantecon", "pygambit") if not have(name)]
    print("not installed: " + (", ".join(missing) or "nothing"))
    two_by_two(options.games)
    degenerate_grid()
    three_by_three(options.games // 5)
    larger()
    signalling(options.games // 5)
    streamed(options.streamed)


if __name__ == "__main__":
    main()
