"""How the search for one equilibrium of a stochastic game grows with the number of states.

Random games of two players with two actions a state, in which every pair of actions leads to a few states (``--leads``), or
to all (``--leads 0``). Each line: states, seconds of processor time, the proved bound on regret as a share of the range of
payoffs over ``1 - discount``, and the power of the number of states by which the time grew since the line before. Promise: a
game of 1,000 states in under 60 s.

Run from the repository's root: ``python -m benchmarks.markov [--states 10 100 1000] [--leads 3] [--limit 200]``.
"""

import argparse
import math
import random
import time
from fractions import Fraction

import deterrence as dt


def game(n_states: int, leads: int, seed: int = 1) -> dt.StochasticGame:
    """A random game; payoffs from -9 to 9, discount 9/10."""
    rng = random.Random(seed)
    names = [f"s{k}" for k in range(n_states)]

    def moves(*_: str) -> dict[str, Fraction]:
        chosen = rng.sample(names, min(leads, n_states)) if leads else names
        weights = [rng.randint(1, 5) for _ in chosen]
        return {s: Fraction(w, sum(weights)) for s, w in zip(chosen, weights, strict=True)}

    states = {s: {"a": ("x", "y"), "b": ("u", "v")} for s in names}
    payoffs = lambda *_: (rng.randint(-9, 9), rng.randint(-9, 9))  # noqa: E731
    return dt.StochasticGame(("a", "b"), states, payoffs, moves, discount="9/10")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", nargs="+", type=int, default=[10, 100, 1000])
    parser.add_argument("--leads", type=int, default=3)
    parser.add_argument("--limit", type=float, default=200, help="seconds for one game")
    given = parser.parse_args()
    before: tuple[int, float] | None = None
    for n in given.states:
        built = game(n, given.leads)
        start = time.process_time()
        try:
            found = dt.markov_point(built, time_limit=given.limit)
        except (dt.LimitReached, dt.UnsupportedGame) as error:
            print(f"{n:>6,} states: not found ({error})")
            continue
        taken = time.process_time() - start
        share = found.regret / (18 / (1 - 0.9))
        grew = (
            "" if before is None else f"; time grew by the power {math.log(taken / before[1]) / math.log(n / before[0]):.1f}"
        )
        missed = "; MISSED (60 s)" if n == 1000 and taken > 60 else ""
        print(f"{n:>6,} states: {taken:8.2f} s, regret at most {share:.1g} of the range{grew}{missed}", flush=True)
        before = n, taken


if __name__ == "__main__":
    main()
