"""How long all equilibria of n x n games take, beside lrsnash (exact and complete) and, where installed, others.

Promises, as ratios of processor time to lrsnash's, whole process, medians, from the declared game to the verified set: in
plain Python 0.7, 3 and 7 times as fast for n = 8, 12 and 16 with random payoffs within 1000, and 0.2 times for n = 8 with
payoffs 0, 1, 2; with numba 10, 25 and 100 times as fast for n = 10, 12 and 16, and 0.5 times for payoffs 0, 1, 2.

Run from the repository's root: ``python -m benchmarks.nash [--games 5] [--sizes 4 8 ...]``.
"""

import argparse
import importlib.util
import shutil
import statistics
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import deterrence as dt
from deterrence.solve.answer import answer
from deterrence.solve.bimatrix import bimatrix_faces
from deterrence.solve.limits import Limits

Matrix = list[list[Fraction]]
Solver = Callable[[Matrix, Matrix], tuple[float, int | None]]

#: Kind of payoffs and size: ratios promised in plain Python and with numba.
PROMISES = {
    ("within 1000", 8): (0.7, None),
    ("within 1000", 10): (None, 10),
    ("within 1000", 12): (3, 25),
    ("within 1000", 16): (7, 100),
    ("0..2", 8): (0.2, 0.5),
    ("0..2", 10): (None, 0.5),
}

PAYOFFS = {"within 1000": (-1000, 1000), "0..2": (0, 2)}


def games(size: int, kind: str, count: int) -> Iterator[tuple[Matrix, Matrix]]:
    """Draw games with integer payoffs."""
    rng = Random(f"{size} {kind}")
    for _ in range(count):
        rows, columns = (
            [[Fraction(rng.randint(*PAYOFFS[kind])) for _ in range(size)] for _ in range(size)] for _ in range(2)
        )
        yield rows, columns


def ours(compiled: bool) -> Solver:
    """What `dt.nash` does, in plain Python or with numba."""

    def solve(rows: Matrix, columns: Matrix) -> tuple[float, int]:
        game = dt.NormalForm.from_arrays(rows, columns)
        start = time.process_time()
        limits = Limits()
        eqs = answer(game, "nash", bimatrix_faces(*game.bimatrix(), limits, compiled=compiled), limits)
        spent = time.process_time() - start
        return spent, len(eqs.extreme)

    return solve


def lrsnash(rows: Matrix, columns: Matrix) -> tuple[float, int]:
    """Debian's lrslib."""
    import resource

    def block(matrix: Matrix) -> str:
        return "\n".join(" ".join(map(str, row)) for row in matrix)

    text = f"{len(rows)} {len(rows[0])}\n\n{block(rows)}\n\n{block(columns)}\n"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game"
        file.write_text(text, encoding="ascii")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run(["lrsnash", str(file)], capture_output=True, text=True, check=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = out.split("*Number of equilibria found: ")[1].split()[0]
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, int(found)


def quantecon_vertices(rows: Matrix, columns: Matrix) -> tuple[float, int]:
    """Vertex enumeration in floats; misses equilibria of games with ties."""
    import numpy as np
    from quantecon.game_theory import NormalFormGame, Player, vertex_enumeration

    a, b = np.array(rows, float), np.array(columns, float)
    start = time.process_time()
    found = vertex_enumeration(NormalFormGame([Player(a), Player(b.T.copy())]))
    return time.process_time() - start, len(found)


def nashpy_vertices(rows: Matrix, columns: Matrix) -> tuple[float, int | None]:
    """Vertex enumeration in floats; raises on some games with ties."""
    import nashpy
    import numpy as np

    game = nashpy.Game(np.array(rows, float), np.array(columns, float))
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            count: int | None = len(list(game.vertex_enumeration()))
        except Exception:  # whatever it raises, it has no answer
            count = None
    return time.process_time() - start, count


#: Name to solver, largest size that is tried, and whether it can run here.
SOLVERS: dict[str, tuple[Solver, int, bool]] = {
    "plain": (ours(compiled=False), 16, True),
    "numba": (ours(compiled=True), 24, importlib.util.find_spec("numba") is not None),
    "lrsnash": (lrsnash, 16, shutil.which("lrsnash") is not None),
    "quantecon": (quantecon_vertices, 12, importlib.util.find_spec("quantecon") is not None),
    "nashpy": (nashpy_vertices, 8, importlib.util.find_spec("nashpy") is not None),
}


def measure(size: int, kind: str, count: int) -> dict[str, tuple[float, list[int | None]]]:
    """Median seconds and numbers of equilibria; the solvers take turns, so that a busy moment hits all."""
    times: dict[str, list[float]] = {}
    found: dict[str, list[int | None]] = {}
    for rows, columns in games(size, kind, count):
        for name, (solve, largest, there) in SOLVERS.items():
            if there and size <= largest:
                spent, number = solve(rows, columns)
                times.setdefault(name, []).append(spent)
                found.setdefault(name, []).append(number)
    return {name: (statistics.median(t), found[name]) for name, t in times.items()}


def main() -> None:
    """Print one line per size and kind of payoffs."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--games", type=int, default=5)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2, 4, 6, 8, 10, 12, 14, 16, 20])
    given = parser.parse_args()
    for name, (solve, _, there) in SOLVERS.items():
        if there:
            solve(*next(games(3, "within 1000", 1)))  # imports and compilation do not count
        else:
            print(f"{name} is not installed")
    print("payoffs | n | " + " | ".join(f"{name}, ms" for name in SOLVERS) + " | lrsnash/plain | lrsnash/numba | remarks")
    for kind, largest in (("within 1000", 24), ("0..2", 10)):
        for size in given.sizes:
            if size <= largest:
                report(kind, size, measure(size, kind, given.games))


def report(kind: str, size: int, measured: dict[str, tuple[float, list[int | None]]]) -> None:
    cells = [f"{1000 * measured[name][0]:.3g}" if name in measured else "-" for name in SOLVERS]
    remarks = []
    promised = dict(zip(("plain", "numba"), PROMISES.get((kind, size), (None, None)), strict=True))
    for name in ("plain", "numba"):
        if name not in measured or "lrsnash" not in measured:
            cells.append("-")
            continue
        ratio = measured["lrsnash"][0] / measured[name][0]
        wanted = promised[name]
        cells.append(f"{ratio:.3g}" + (f" (promised {wanted})" if wanted else ""))
        if wanted and ratio < wanted:
            remarks.append(f"{name} MISSED")
    reference = measured.get("plain", measured.get("numba"))
    for name, (_, found) in measured.items():
        if reference is not None and found != reference[1]:
            remarks.append(f"{name} finds {found}, not {reference[1]}")
    print(f"{kind} | {size} | {' | '.join(cells)} | {'; '.join(remarks)}", flush=True)


if __name__ == "__main__":
    main()
