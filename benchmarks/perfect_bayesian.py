"""How long `dt.perfect_bayesian` takes, validation and labels included, beside other ways to solve the same games.

Promise, in processor time per game: 2x2x2 (types x messages x replies) in 2 ms; 3x3x3 in 15 ms at the median and 100 ms at
worst; 4x4x4 in 0.3 s at the median and 2 s at worst; Spence's education game with 7 efforts and 3 wages in 2 s.
`dt.batch.perfect_bayesian`, compiled: 3x3x3 in 5 ms, hoped for 1 ms; 4x4x4 in 100 ms, hoped for 20 ms.

The brute force is that of the tests. Gambit's `enummixed`, where pygambit is installed, gives extreme Nash equilibria of
the same trees, not perfect Bayesian ones. Both are stopped after some seconds; "none" means that not one game was done.

Run from the repository's root: ``python -m benchmarks.perfect_bayesian [--seconds 20]``.
"""

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from random import Random

import numpy as np

import deterrence as dt
from benchmarks.rivals import RIVALS, limited
from tests.brute import bridge
from tests.brute.signalling import Game


@dataclass(frozen=True)
class Promise:
    """Seconds at the median and at worst; None where nothing is promised."""

    median: float | None
    worst: float | None


@dataclass(frozen=True)
class Row:
    """Some games of one kind, and what is promised of them."""

    name: str
    games: Sequence[Game]
    promise: Promise


def random_games(size: int, largest: int, count: int) -> list[Game]:
    """Draw games with as many types as messages and replies, and integer payoffs up to the largest in size."""
    rng = Random(f"{size} {largest}")

    def payoffs() -> list[list[list[Fraction]]]:
        return [[[Fraction(rng.randint(-largest, largest)) for _ in range(size)] for _ in range(size)] for _ in range(size)]

    games = []
    for _ in range(count):
        weights = [rng.randint(1, 9) for _ in range(size)]
        games.append(Game([Fraction(w, sum(weights)) for w in weights], payoffs(), payoffs()))
    return games


def spence(efforts: int, wages: Sequence[Fraction]) -> Game:
    """Education as a signal of productivity 1 or 2: effort e costs e / productivity, the receiver guesses the type."""
    productivity = [Fraction(1), Fraction(2)]
    sender = [[[w - Fraction(e, 2) / theta for w in wages] for e in range(efforts)] for theta in productivity]
    receiver = [[[-((w - theta) ** 2) for w in wages] for _ in range(efforts)] for theta in productivity]
    return Game([Fraction(1, 2)] * 2, sender, receiver)


def rows() -> list[Row]:
    """What is measured."""
    small, middle, large = Promise(0.002, None), Promise(0.015, 0.1), Promise(0.3, 2)
    found = []
    for size, count, promise in ((2, 200, small), (3, 100, middle), (4, 40, large)):
        for largest in (1000, 2):
            found.append(Row(f"{size}x{size}x{size}, payoffs within {largest}", random_games(size, largest, count), promise))
    return [
        *found,
        Row("Spence, 7 efforts, 3 wages", [spence(7, [Fraction(1), Fraction(3, 2), Fraction(2)])], Promise(2, 2)),
    ]


def measure(games: Sequence[Game]) -> list[float]:
    """Seconds of processor time for each game, from plain numbers to the verified set."""
    times = []
    for game in games:
        start = time.process_time()
        dt.perfect_bayesian(bridge.declare(game))
        times.append(time.process_time() - start)
    return times


def measure_batch(games: Sequence[Game]) -> tuple[list[float], float]:
    """Seconds of processor time for each game in compiled floats, and the share of games that these do not decide."""
    times, undecided = [], 0
    for game in games:
        arrays = [np.array(part, float) for part in (game.prior, game.sender, game.receiver)]
        start = time.process_time()
        undecided += int(dt.batch.perfect_bayesian(*arrays).degenerate)
        times.append(time.process_time() - start)
    return times, undecided / len(games)


def print_batches() -> None:
    """Print one line per size of random games without ties, mostly."""
    if find_spec("numba") is None:
        print("dt.batch.perfect_bayesian beyond 2x2x2 needs numba: pip install 'deterrence[fast]'")
        return
    print("dt.batch.perfect_bayesian | median (promised, hoped for) | worst | left to the exact solver")
    for size, count, promised, hoped in ((3, 200, 0.005, 0.001), (4, 60, 0.1, 0.02), (5, 5, None, None)):
        games = random_games(size, 1000, count)
        measure_batch(games[:1])  # compilation does not count
        times, undecided = measure_batch(games)
        median, name = statistics.median(times), f"{size}x{size}x{size}"
        print(
            f"{name} | {shown(median)} ({shown(promised)}, {shown(hoped)}) | {shown(max(times))} | {undecided:.1%}"
            + (" | MISSED" if median > (promised or median) else ""),
            flush=True,
        )


def shown(seconds: float | None) -> str:
    """A time for people."""
    if seconds is None:
        return "-"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


def rival(name: str, row: Row, ours: Sequence[float], seconds: float) -> str:
    """One rival's median, and its ratio to ours on the games that it finished."""
    times = limited(name, row.games, seconds)
    if times is None:
        return "not installed"
    if not times:
        return f"none in {seconds:g} s"
    ratio = sum(times) / sum(ours[: len(times)])
    return f"{shown(statistics.median(times))} ({len(times)} games, {ratio:.3g} times ours)"


def main() -> None:
    """Print one line per kind of game, then those of the batches."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=20, help="how long each rival may take for each row")
    seconds = parser.parse_args().seconds
    measure(random_games(2, 2, 3))  # imports do not count
    print("games | median (promised) | worst (promised) | " + " | ".join(RIVALS))
    for row in rows():
        ours = measure(row.games)
        median, worst = statistics.median(ours), max(ours)
        late = (median > (row.promise.median or median)) or (worst > (row.promise.worst or worst))
        print(
            f"{row.name} | {shown(median)} ({shown(row.promise.median)}) | {shown(worst)} ({shown(row.promise.worst)}) | "
            + " | ".join(rival(name, row, ours, seconds) for name in RIVALS)
            + (" | MISSED" if late else ""),
            flush=True,
        )
    print_batches()


if __name__ == "__main__":
    main()
