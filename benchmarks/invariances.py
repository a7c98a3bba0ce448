"""Two-player games under everything that must not matter: units, constants, the order of actions and of players, an action
that is there twice, one that is strictly dominated, and a third player who matters to nobody.

Whole answers are compared: components, maximal sets of equilibria, their vertices. Promise: 0 differences. The tests hold a
sample of the same.

Run from the repository's root: ``python -m benchmarks.invariances [--games 10000] [--seed 0] [--workers 2]``.
"""

import argparse
import itertools
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from random import Random

import deterrence as dt
from tests.brute import bridge, families
from tests.brute.invariances import INVARIANCES

KINDS = [*families.RANDOM, *families.DEGENERATE]


def check(seed: str) -> Counter[str]:
    """One game: how many comparisons were made of each kind, and which failed."""
    rng = Random(seed)
    rows, columns = families.draw(rng, KINDS[rng.randrange(len(KINDS))], largest=4)
    counts: Counter[str] = Counter()
    eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
    answer = bridge.structure(eqs)
    counts["indices do not add up to 1"] += sum(component.index or 0 for component in eqs) != 1
    for name, change in INVARIANCES.items():
        changed, expected = change(rng, rows, columns, answer)
        found = dt.nash(dt.NormalForm.from_arrays(*changed))
        counts[name] += 1
        if bridge.structure(found) != expected or not found.complete:
            counts["differences"] += 1
            print(f"DIFFERS under {name}, seed {seed!r}: {rows} {columns}", flush=True)
    return counts


def main() -> None:
    """Print the number of comparisons of each kind and of differences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=10_000)
    parser.add_argument("--seed", default="0")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    start = time.monotonic()
    seeds = [f"{given.seed} {k}" for k in range(given.games)]
    with ProcessPoolExecutor(given.workers) as pool:
        total = sum(itertools.chain([Counter()], pool.map(check, seeds, chunksize=25)), Counter[str]())
    for name in (*INVARIANCES, "differences", "indices do not add up to 1"):
        print(f"{name}: {total[name]:,}")
    print(f"{given.games:,} games, seeds {seeds[0]!r} to {seeds[-1]!r}, {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
