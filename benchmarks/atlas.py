"""How long `dt.atlas` takes to derive and to simplify, and how fast a derived atlas is evaluated.

Promise, in processor time on one core: a channel of the warning game derived, knife edges included, in 2 s with flint
and 20 s without, both channels in 20 s and 5 minutes; simplified with proofs in 10 s and 5 minutes; over 10^6 points of a
channel masks at 1 microsecond a point, and with the bands of all measures at 10.

Run from the repository's root: ``python -m benchmarks.atlas [--large]``. ``--large`` adds the game with both channels, with
and without knife edges, and games with free payoffs, without.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
import sympy

import deterrence as dt
from deterrence.analysis.measures import measure_names
from deterrence.games.game import Game
from deterrence.solve.symbolic.cases import cases
from deterrence.solve.symbolic.context import Context
from deterrence.solve.symbolic.polynomials import ring_of
from deterrence.solve.symbolic.profiles import bimatrix_records, signalling_records
from deterrence.solve.symbolic.signs import Oracle

FREE = ("accident_rate", "reputation_cost", "leak", "defiance", "warning_cost", "forewarning_cost")


def engines() -> list[str]:
    try:
        import flint  # noqa: F401
    except ImportError:
        return ["sympy"]
    return ["flint", "sympy"]


def derivation(game: Game, engine: str, *, surfaces: bool) -> tuple[float, int]:
    """Seconds, and how many records of families there are before any is simplified."""
    start = time.process_time()
    ring = ring_of([p.name for p in game.parameters], engine)
    oracle = Oracle(ring, [p.interval for p in game.parameters], surfaces=surfaces)
    find = signalling_records if isinstance(game, dt.SignallingGame) else bimatrix_records
    count = sum(1 for case in cases(game, Context(oracle)) for _ in find(case))
    return time.process_time() - start, count


def free_payoffs(types: int, messages: int, replies: int) -> dt.SignallingGame:
    """A signalling game in which every payoff and the prior is a symbol."""
    prior = {f"t{t}": sympy.Symbol(f"p{t}", real=True) for t in range(types - 1)}
    prior[f"t{types - 1}"] = 1 - sum(prior.values())

    def payoffs(kind: str, message: str, reply: str) -> tuple[sympy.Symbol, ...]:
        return tuple(sympy.Symbol(f"{who}_{kind}_{message}_{reply}", real=True) for who in ("s", "r"))

    return dt.SignallingGame(
        "sender", "receiver", prior, [f"m{m}" for m in range(messages)], [f"a{a}" for a in range(replies)],
        payoffs=payoffs, parameters=[dt.Parameter(f"p{t}", "", "(0, 1)") for t in range(types - 1)],
    )  # fmt: skip


def games(*, large: bool) -> Iterator[tuple[str, Game, bool]]:
    yield "probe game", dt.models.probe_game().free("credibility", "readiness_cost", "accident_rate"), True
    yield "warning game, private", dt.models.warning_game("private").free(*FREE), True
    yield "warning game, public", dt.models.warning_game("public").free(*FREE), True
    if large:
        yield "warning game, both", dt.models.warning_game("both").free(*FREE), True
        yield "warning game, both, generic", dt.models.warning_game("both").free(*FREE), False
        for shape in ((2, 2, 2), (3, 2, 2), (2, 2, 3)):
            yield f"free payoffs {shape}", free_payoffs(*shape), False


def sweeps(count: int) -> tuple[int, list[float]]:
    """How many measures, and microseconds a point: masks, masks with the bands of all measures, the solver."""
    atlas = dt.atlas(dt.models.warning_game("public").free("accident_rate", "reputation_cost", "defiance", "warning_cost"))
    rng = np.random.default_rng(0)
    grid = {p.name: rng.uniform(0.05, 0.95, count).round(3) for p in atlas.game.parameters}
    measures = measure_names(atlas.game)
    found = []
    for chosen in ((), measures):
        start = time.process_time()
        atlas.sweep(grid, chosen)
        found.append((time.process_time() - start) / count * 1e6)
    start, few = time.process_time(), 200
    for k in range(few):
        dt.perfect_bayesian(atlas.game.at(**{n: float(v[k]) for n, v in grid.items()}))
    return len(measures), [*found, (time.process_time() - start) / few * 1e6]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true")
    chosen = parser.parse_args()
    print(f"{'game':32} {'engine':6} {'derived':>9} {'records':>8} {'whole':>9}  families (knife edges), undecided")
    for name, game, surfaces in games(large=chosen.large):
        for engine in engines():
            seconds, count = derivation(game, engine, surfaces=surfaces)
            start = time.process_time()
            atlas = dt.atlas(game, knife_edges=surfaces, engine=engine, cache=False)
            whole = time.process_time() - start
            found = f"{len(atlas)} ({len(atlas.knife_edges)}), {atlas.undecided}"
            print(f"{name:32} {engine:6} {seconds:8.2f}s {count:8} {whole:8.2f}s  {found}", flush=True)
    count, (masks, bands, solver) = sweeps(10**6)
    print(f"10^6 points of the warning game, compiling included, microseconds a point: masks {masks:.2f}, with the bands of")
    ratios = f"{solver / masks:.0f} and {solver / bands:.0f} times that"
    print(f"{count} measures {bands:.2f}; the solver {solver:.0f}, {ratios}")


if __name__ == "__main__":
    main()
