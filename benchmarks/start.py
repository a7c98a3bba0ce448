"""How long it takes to start: the import, and the first command from cold.

Promise: `import deterrence` takes at most what `import numpy` takes and 0.05 s; ``deterrence compare
examples/airspace.toml`` takes at most 2 s of wall time from a cold start, on two cores.

Run from the repository's root: ``python -m benchmarks.start [--runs 7]``.
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

SCENARIO = Path(__file__).parents[1] / "examples" / "airspace.toml"


def wall(*arguments: str) -> float:
    """Seconds that one fresh interpreter takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print a line per promise; each is the median of some runs, bare interpreter included."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    commands = {
        "python": ("-c", "pass"),
        "import numpy": ("-c", "import numpy"),
        "import deterrence": ("-c", "import deterrence"),
        "compare": ("-m", "deterrence", "compare", str(SCENARIO)),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):  # in turns, so that a busy moment does not fall on one of them
        for name, command in commands.items():
            times[name].append(wall(*command))
    median = {name: statistics.median(t) for name, t in times.items()}
    print(f"python alone: {median['python']:.3f} s; import numpy: {median['import numpy']:.3f} s")
    for name, promised in (("import deterrence", median["import numpy"] + 0.05), ("compare", 2.0)):
        verdict = "kept" if median[name] <= promised else "MISSED"
        print(f"{name}: {median[name]:.3f} s (promised {promised:.3f} s): {verdict}; slowest {max(times[name]):.3f} s")


if __name__ == "__main__":
    main()
