"""Other ways to solve the same signalling games, each run in a process of its own that can be killed.

Gambit's solvers may not hear an interrupt, and a brute force may need hours, so neither runs in the benchmark itself.
"""

import importlib.util
import multiprocessing
import time
from collections.abc import Callable, Sequence
from io import StringIO
from multiprocessing.connection import Connection

from tests.brute import signalling

__all__ = ["RIVALS", "SMALL_RIVALS", "limited"]


def brute_force(game: signalling.Game) -> int:
    """The oracle of the tests: number of extreme equilibria."""
    return len(signalling.extreme_points(game))


def enummixed(game: signalling.Game) -> int:
    """Gambit's exact enumeration of extreme *Nash* equilibria of the tree, which need not be perfect Bayesian."""
    import pygambit

    tree = pygambit.read_efg(StringIO(_efg(game)))
    return len(pygambit.nash.enummixed_solve(tree, rational=True).equilibria)


def enumpoly(game: signalling.Game) -> int:
    """Gambit's isolated Nash equilibria of the tree, by polynomial systems; it hangs on some games."""
    import pygambit

    return len(pygambit.nash.enumpoly_solve(pygambit.read_efg(StringIO(_efg(game)))).equilibria)


#: Name in the table to the solver, and the module without which it cannot run.
RIVALS: dict[str, tuple[Callable[[signalling.Game], int], str | None]] = {
    "brute force": (brute_force, None),
    "gambit enummixed": (enummixed, "pygambit"),
}


#: Rivals that are measured on small games only.
SMALL_RIVALS: dict[str, tuple[Callable[[signalling.Game], int], str | None]] = {"gambit enumpoly": (enumpoly, "pygambit")}


def limited(name: str, games: Sequence[signalling.Game], seconds: float) -> list[float] | None:
    """Time one rival on some games.

    Returns
    -------
    list of float, or None
        Seconds of processor time per game for those finished in time; None where the rival is not installed.
    """
    _, module = (RIVALS | SMALL_RIVALS)[name]
    if module is not None and importlib.util.find_spec(module) is None:
        return None
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(name, list(games), there), daemon=True)
    worker.start()
    there.close()
    times: list[float] = []
    try:
        if here.poll(60):
            here.recv()  # started: imports do not count
        end = time.perf_counter() + seconds
        while len(times) < len(games) and here.poll(max(0.0, end - time.perf_counter())):
            times.append(here.recv())
    except EOFError:
        pass
    worker.kill()
    worker.join()
    return times


def _work(name: str, games: list[signalling.Game], results: Connection) -> None:
    solve, _ = (RIVALS | SMALL_RIVALS)[name]
    solve(signalling.Game([1], [[[0, 0]]], [[[0, 1]]]))
    results.send("ready")
    for game in games:
        start = time.process_time()
        solve(game)
        results.send(time.process_time() - start)


def _efg(game: signalling.Game) -> str:
    """The game as a tree in Gambit's format."""
    lines = ['EFG 2 R "signalling game" { "sender" "receiver" }', f'c "" 1 "" {{ {_chances(game)} }} 0']
    outcome = 0
    for t in range(game.n_types):
        lines.append(f'p "" 1 {t + 1} "" {{ {_labels("m", len(game.n_replies))} }} 0')
        for m, n_replies in enumerate(game.n_replies):
            lines.append(f'p "" 2 {m + 1} "" {{ {_labels("a", n_replies)} }} 0')
            for a in range(n_replies):
                outcome += 1
                lines.append(f't "" {outcome} "" {{ {game.sender[t][m][a]}, {game.receiver[t][m][a]} }}')
    return "\n".join(lines) + "\n"


def _chances(game: signalling.Game) -> str:
    return " ".join(f'"t{t}" {p}' for t, p in enumerate(game.prior))


def _labels(letter: str, count: int) -> str:
    return " ".join(f'"{letter}{i}"' for i in range(count))
