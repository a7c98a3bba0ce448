"""Whether `dt.nash` finds exactly what a brute force finds, on very many small games.

Promise: 100,000 random games and 100,000 full of ties, of 2 to 5 actions a side, with payoffs scaled by 10^10 and 10^-10,
moved by 10^15, and above 2^31 and 2^63: not one equilibrium missing, not one spurious; the same maximal pieces, the same
components. The indices of the components of every tenth game add up to 1. The tests do the same on 5,000 games.

Run from the repository's root: ``python -m benchmarks.differential [--games 200000] [--seed 0] [--seconds 480]``.
"""

import argparse
import sys
import time
from random import Random

import deterrence as dt
from tests.brute import bimatrix, bridge, families

#: The indices of one game in so many are worked out.
EVERY = 10


def wrong(rows: families.Matrix, columns: families.Matrix, *, with_index: bool) -> str:
    """What differs for one game; empty if nothing does."""
    eqs = dt.nash(dt.NormalForm.from_arrays(rows, columns))
    if not eqs.complete:
        return f"incomplete: {eqs.why}"
    if bridge.structure(eqs) != bimatrix.components(rows, columns):
        return "another set of equilibria"
    if with_index and (total := sum(component.index for component in eqs.components)) != 1:
        return f"the indices add up to {total}"
    return ""


def main() -> int:
    """Print one line per family; the exit code is 1 if any game differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this long")
    given = parser.parse_args()
    kinds = [(f, u) for names in (families.RANDOM, families.DEGENERATE) for f in names for u in families.UNITS]
    share = {
        f: given.games / 2 / len(names) / len(families.UNITS)
        for names in (families.RANDOM, families.DEGENERATE)
        for f in names
    }
    start = time.perf_counter()
    done = differ = 0
    print("family | payoffs | games | indices | differ | seed")
    for family, unit in kinds:
        seed = f"{given.seed} {family} {unit}"
        rng = Random(seed)
        count = bad = 0
        # every family gets its share of what time is left
        deadline = start + given.seconds * (kinds.index((family, unit)) + 1) / len(kinds)
        while count < round(share[family]) and time.perf_counter() < deadline:
            rows, columns = families.draw(rng, family, unit)
            fault = wrong(rows, columns, with_index=count % EVERY == 0)
            count += 1
            if fault:
                bad += 1
                print(f"{fault}: {rows}, {columns}", file=sys.stderr)
        print(f"{family} | {unit} | {count} | {-(-count // EVERY)} | {bad} | {seed!r}", flush=True)
        done, differ = done + count, differ + bad
    print(f"{done} games in {time.perf_counter() - start:.0f} s: {differ} differ (promised: 0)")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
