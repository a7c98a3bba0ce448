"""Whether `dt.perfect_bayesian` finds what a brute force finds on random games with three types, messages and replies.

Promise: on 500 games with small integer payoffs, where ties are the rule, and some priors of 0, not one equilibrium is
missing and not one is spurious. The tests do the same on 100 games and on many smaller ones.

Run from the repository's root: ``python -m benchmarks.brute_force_3x3x3 [--games 500]``.
"""

import argparse
import sys
import time
from random import Random

import deterrence as dt
from tests.brute import bridge, draw, signalling

SIZE = 3, (3, 3, 3)


def main() -> int:
    """Print one line; the exit code is 1 if any game differs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=500)
    games = parser.parse_args().games
    rng = Random("brute force 3x3x3")
    ours = brute = 0.0
    wrong = 0
    for i in range(games):
        table = draw.signalling(rng, *SIZE, largest=1 + i % 3)
        start = time.perf_counter()
        found = bridge.structure(dt.perfect_bayesian(bridge.declare(table)))
        middle = time.perf_counter()
        expected = signalling.components(table)
        ours, brute = ours + middle - start, brute + time.perf_counter() - middle
        if found != expected:
            wrong += 1
            print("differs:", table, file=sys.stderr)
    print(
        f"{games} games: {wrong} differ (promised: 0); perfect_bayesian {ours:.1f} s, brute force {brute:.1f} s, "
        f"{brute / ours:.1f} times as long"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
