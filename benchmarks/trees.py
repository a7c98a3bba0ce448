"""How long trees take: backward induction on many nodes, all sequential equilibria, one equilibrium by the sequence form.

Promises: subgame-perfect equilibria of 10^5 nodes in 5 s; all sequential equilibria of signalling games of two stages agree
with the perfect Bayesian ones; every set is verified. Times are processor time.

Run from the repository's root: ``python -m benchmarks.trees [--games 20]``.
"""

import argparse
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from random import Random
from statistics import median
from typing import Any

import deterrence as dt

#: Promised seconds for backward induction on 10^5 nodes.
PROMISED = 5.0
F = Fraction


def main() -> int:
    """Print a table; the exit code is 1 if a promise is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=20)
    games = parser.parse_args().games
    rng = Random(1)
    tree = binary(rng, 16)
    eqs, seconds = timed(lambda: dt.subgame_perfect(tree))
    print(f"subgame_perfect, {len(tree.layout.parent):,} nodes: {seconds:.2f} s, complete: {eqs.complete}")
    good = seconds < PROMISED and eqs.complete
    times = []
    for _ in range(games):
        game = signalling(rng).tree()
        eqs, seconds = timed(lambda game=game: dt.sequential(game))
        times.append(seconds)
        good &= {p.key for p in eqs.pieces} == {p.key for p in dt.perfect_bayesian(game).pieces}
    print(f"sequential, signalling trees: median {median(times):.3f} s, worst {max(times):.3f} s")
    for name, tree in {"half Kuhn poker": kuhn(half=True), "two-sided crisis": crisis()}.items():
        eqs, seconds = timed(lambda tree=tree: dt.sequential(tree, time_limit=60))
        dimensions = [piece.dimension for piece in eqs.pieces]
        print(f"sequential, {name}: {seconds:.2f} s, dimensions {dimensions}, complete: {eqs.complete} {eqs.why[:120]}")
    tree = kuhn(half=False)
    eqs, seconds = timed(lambda: dt.nash(tree, method="one"))
    value = eqs.extreme[0].payoffs[tree.players[0]]
    print(f"one equilibrium of Kuhn poker by its sequence form: {seconds:.2f} s, value {value} (known: -1/18)")
    return 0 if good and value == F(-1, 18) else 1


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """What a function returns, and the processor time that it took."""
    start = time.process_time()
    found = run()
    return found, time.process_time() - start


def binary(rng: Random, depth: int) -> dt.ExtensiveForm:
    """A full binary tree of perfect information."""
    one, two = dt.players("one two")

    def node(left: int) -> Any:
        if not left:
            return dt.outcome(one=rng.randint(-(10**6), 10**6), two=rng.randint(-(10**6), 10**6))
        return (one, two)[left % 2].chooses(a=node(left - 1), b=node(left - 1))

    return dt.ExtensiveForm(node(depth))


def signalling(rng: Random) -> dt.SignallingGame:
    """A random game with two types, messages and replies."""
    p = F(rng.randint(1, 9), 10)
    return dt.SignallingGame(
        sender="one",
        receiver="two",
        types={"a": p, "b": 1 - p},
        messages=("m", "n"),
        replies=("x", "y"),
        payoffs={cell: (rng.randint(-9, 9), rng.randint(-9, 9)) for cell in product("ab", "mn", "xy")},
    )


def kuhn(*, half: bool) -> dt.ExtensiveForm:
    """Kuhn's poker; in half of it the first player may only bet or give up its stake."""
    one, two = dt.players("one two")

    def end(x: int) -> Any:
        return dt.outcome(one=x, two=-x)

    def deal(i: int, j: int) -> Any:
        sign = 1 if i > j else -1
        answer = two.chooses(fold=end(1), call=end(2 * sign), knowing=f"two {j} bet")
        if half:
            return one.chooses(check=end(sign), bet=answer, knowing=f"one {i}")
        again = one.chooses(fold=end(-1), call=end(2 * sign), knowing=f"one {i} check bet")
        passed = two.chooses(check=end(sign), bet=again, knowing=f"two {j} check")
        return one.chooses(check=passed, bet=answer, knowing=f"one {i}")

    deals = {f"{i}{j}": (F(1, 6), deal(i, j)) for i in range(3) for j in range(3) if i != j}
    return dt.ExtensiveForm(dt.nature(deals))


def crisis() -> dt.ExtensiveForm:
    """A challenger and a defender of two types each: probe, respond, escalate."""
    challenger, defender = dt.players("challenger defender")

    def pair(hard: int, firm: int) -> Any:
        war = dt.outcome("war", challenger=-1 if hard else -4, defender=-1 if firm else -4)
        back = dt.outcome("backdown", challenger=-2, defender=1)
        last = challenger.chooses(escalate=war, back_down=back, knowing=f"challenger {hard} answered")
        answer = defender.chooses(
            respond=last, tolerate=dt.outcome("capitulation", challenger=2, defender=-2), knowing=f"defender {firm}"
        )
        return challenger.chooses(
            probe=answer, refrain=dt.outcome("status_quo", challenger=0, defender=0), knowing=f"challenger {hard}"
        )

    chances = {(1, 1): F(1, 6), (1, 0): F(1, 3), (0, 1): F(1, 6), (0, 0): F(1, 3)}
    return dt.ExtensiveForm(dt.nature({f"{h}{f}": (p, pair(h, f)) for (h, f), p in chances.items()}))


if __name__ == "__main__":
    sys.exit(main())
