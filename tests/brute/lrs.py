"""lrsnash, an independent exact solver (lrslib 0.7 or later), as a second oracle where it is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

__all__ = ["extreme_points", "path"]

Point = tuple[Fraction, ...]


def path() -> str | None:
    """Where the program is."""
    return shutil.which("lrsnash")


def extreme_points(rows: Sequence[Sequence[int]], columns: Sequence[Sequence[int]]) -> set[tuple[Point, Point]]:
    """All extreme equilibria of a game with whole payoffs.

    It prints blocks: some lines of the second player (a 2, the strategy, what the first player gets), then those of the
    first player (a 1, ...) that go with each of them.
    """
    program = path()
    assert program is not None
    blocks = ["\n".join(" ".join(map(str, row)) for row in matrix) for matrix in (rows, columns)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game"
        file.write_text(f"{len(rows)} {len(rows[0])}\n\n" + "\n\n".join(blocks) + "\n", encoding="ascii")
        done = subprocess.run([program, str(file)], capture_output=True, text=True, check=True, timeout=60)
    found: set[tuple[Point, Point]] = set()
    seconds: list[Point] = []
    before = ""
    for line in done.stdout.splitlines():
        who, *numbers = line.split() or [""]
        if who in ("1", "2") and all(re.fullmatch(r"-?\d+(/\d+)?", x) for x in numbers):
            strategy = tuple(map(Fraction, numbers[:-1]))
            if who == "2":
                seconds = [*seconds, strategy] if before == "2" else [strategy]
            else:
                found |= {(strategy, y) for y in seconds}
            before = who
    (count,) = re.findall(r"Number of equilibria found: (\d+)", done.stdout)
    assert int(count) == len(found), done.stdout
    return found
