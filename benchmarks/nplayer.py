"""How long games with three or four players take, and whether nothing is missing.

Promises: regular games with payoffs up to 999 take 50 ms (2x2x2), 100 ms (3x3x2), 0.5 s (2x2x2x2) and 2 s (3x3x3) in the
median; every set is complete, passes the verifier, and its indices add up to 1. Games full of ties are timed too: there no
index need be known, so those of regular games are counted.

Run from the repository's root: ``python -m benchmarks.nplayer [--games 20]``. With python-flint installed sympy computes
with its integers; ``SYMPY_GROUND_TYPES=python`` turns that off.
"""

import argparse
import sys
import time
from itertools import product
from random import Random
from statistics import median

import deterrence as dt

#: Shape to the promised seconds.
PROMISED = {(2, 2, 2): 0.05, (2, 2, 3): 0.05, (3, 3, 2): 0.1, (2, 2, 2, 2): 0.5, (3, 3, 3): 2.0}
VALUES = {"up to 999": range(-999, 1000), "0 or 1": (0, 1), "-1, 0 or 1": (-1, 0, 1)}


def main() -> int:
    """Print a table; the exit code is 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=20)
    games = parser.parse_args().games
    from sympy.external.gmpy import GROUND_TYPES

    dt.nash(draw(Random(0), (2, 2, 2), VALUES["up to 999"]))  # loads sympy
    print(f"integers: {GROUND_TYPES}; seconds per game, median and most; {games} games each")
    broken = False
    for shape, promised in PROMISED.items():
        for name, values in VALUES.items():
            times, incomplete, regular, wrong, curved = measure(shape, values, games)
            late = name == "up to 999" and median(times) > promised
            broken = broken or late or bool(wrong) or (name == "up to 999" and incomplete > 0)
            print(
                f"{'x'.join(map(str, shape)):8} {name:11} {median(times):8.4f} {max(times):8.4f}"
                f"  {'LATE' if late else 'in time' if name == 'up to 999' else '':8}"
                f"incomplete {incomplete}, sums of indices right {regular - wrong} of {regular}, curved sets: {curved}"
            )
    return int(broken)


def measure(shape, values, games):
    """Times, and how many sets are incomplete, regular, have wrong indices, or have a continuum that is no polytope."""
    times, incomplete, regular, wrong, curved = [], 0, 0, 0, 0
    for seed in range(games):
        game = draw(Random(f"{shape} {list(values)[:3]} {seed}"), shape, values)
        start = time.perf_counter()
        eqs = dt.nash(game)
        times.append(time.perf_counter() - start)
        eqs.verify()
        incomplete += not eqs.complete
        curved += any(component.continua for component in eqs)
        if eqs.complete and all(len(c.pieces) == 1 and c.dimension == 0 for c in eqs):
            indices = [component.index for component in eqs]
            regular += None not in indices
            wrong += None not in indices and sum(i for i in indices if i is not None) != 1
    return times, incomplete, regular, wrong, curved


def draw(rng, shape, values):
    """A game with payoffs drawn from some values."""
    actions = {f"player {i + 1}": [f"action {a + 1}" for a in range(n)] for i, n in enumerate(shape)}
    cells = product(*actions.values())
    return dt.NormalForm(tuple(actions), {cell: [rng.choice(values) for _ in shape] for cell in cells}, actions=actions)


if __name__ == "__main__":
    sys.exit(main())
