"""How large certificates are, and how long the stand-alone checker takes.

Promise, in processor time of the checker: vertex form at 10 x 10 in 2 s, degenerate games included; tree form at 16 x 16 in
1 s. Games are random integers within 1000, those called degenerate within 1; in the last row everybody wants to meet at one
of ten places, which makes 1,023 equilibria.

Run from the repository's root: ``python -m benchmarks.certificate [--games 3]``.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

import deterrence as dt
from deterrence import check


def random_game(seed: int, size: int, largest: int) -> dt.NormalForm:
    """Draw payoffs from the integers up to the largest in size."""
    rng = Random(f"{seed} {size} {largest}")
    first, second = ([[rng.randint(-largest, largest) for _ in range(size)] for _ in range(size)] for _ in range(2))
    return dt.NormalForm.from_arrays(first, second)


def meeting(size: int) -> dt.NormalForm:
    """One point for both where they meet."""
    unit = [[int(i == j) for j in range(size)] for i in range(size)]
    return dt.NormalForm.from_arrays(unit, unit)


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Processor time, and the result."""
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def row(name: str, games: Iterable[dt.NormalForm], form: str, promised: float | None) -> str:
    """One line: medians over some games, and the slowest check."""
    written, sizes, checked = [], [], []
    for game in games:
        eqs = dt.nash(game)
        for component in eqs:
            _ = component.index  # known before, so that writing is timed alone
        seconds, text = timed(lambda eqs=eqs: json.dumps(eqs.certificate(form), separators=(",", ":")))
        written.append(seconds)
        sizes.append(len(text) / 1024)
        checked.append(timed(lambda text=text: check.confirm(json.loads(text), check.Work()))[0])
    kept = "" if promised is None else f" (promised {promised:g} s: {'kept' if max(checked) <= promised else 'MISSED'})"
    return (
        f"{name} | {form} | {statistics.median(sizes):.0f} KiB | {statistics.median(written):.3f} s | "
        f"{statistics.median(checked):.3f} s, slowest {max(checked):.3f} s{kept}"
    )


def main() -> None:
    """Print a line per kind of game."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=3, help="how many of each kind")
    seeds = range(parser.parse_args().games)
    print("games | form | size | written in | checked in")
    for size, promised in ((8, None), (10, 2.0)):
        print(row(f"{size} x {size}", (random_game(s, size, 1000) for s in seeds), "vertices", promised), flush=True)
        print(row(f"{size} x {size} degenerate", (random_game(s, size, 1) for s in seeds), "vertices", promised), flush=True)
    for size, promised in ((12, None), (14, None), (16, 1.0)):
        print(row(f"{size} x {size}", (random_game(s, size, 1000) for s in seeds), "tree", promised), flush=True)
    print(row("10 x 10 meeting places", [meeting(10)], "vertices", 2.0))


if __name__ == "__main__":
    main()
