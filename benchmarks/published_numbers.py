"""Recompute published and derived numbers from the public API, and say which are off.

    python benchmarks/published_numbers.py tests/papers/dynamic_models.json

The file is a list of cases ``{"id", "params", "results", "tol"}``. Each case is recomputed by a solver where there is one,
and by a closed form only where there is none. What is off is printed, then a last line ``N of M within tolerance``.
Cases that need data which the package does not hold are named and not counted.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it runs from a clone, too
from benchmarks.published import handler

#: Ids that need data: they are named, and not counted.
NEED_DATA = ("J1", "J3", "J4")
NEED_DATA_EXACTLY = ("J2.sanctions_cmle",)


def needs_data(name: str) -> bool:
    """Tell whether an id stands for an estimate from data."""
    return name.startswith(NEED_DATA) or name in NEED_DATA_EXACTLY


def faults(case: Any) -> list[str]:
    """What is off in a case; nothing if all its results are within tolerance."""
    if not isinstance(case, dict):
        return ["a case is an object with id, params, results and tol"]
    compute = handler(str(case.get("id")))
    if compute is None:
        return ["the id is unknown"]
    results = case.get("results")
    if not isinstance(results, dict) or not results:
        return ["there are no results to compare with"]
    try:
        tol = float(case.get("tol", 1e-9))
        found = compute(numbers(case.get("params", {})))
        return [line for key, expected in results.items() for line in compared(key, found, expected, tol)]
    except Exception as error:
        return [f"{type(error).__name__}: {error}"]


def numbers(value: Any) -> Any:
    """Parameters in which a number may be written as a string, such as "1/3"; other strings stay what they are."""
    if isinstance(value, dict):
        return {key: numbers(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [numbers(entry) for entry in value]
    if isinstance(value, str):
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            return value
    return value


def compared(key: str, found: dict[str, Any], expected: Any, tol: float) -> list[str]:
    """What is off in one result."""
    if key not in found:
        return [f"{key} is not computed"]
    expected = numbers(expected)
    return [] if close(found[key], expected, tol) else [f"{key} is {shown(found[key])}, not {shown(expected)}"]


def close(found: Any, expected: Any, tol: float) -> bool:
    """Compare numbers, and lists of them entry by entry; None stands for "there is none"."""
    if isinstance(expected, list | tuple):
        same = isinstance(found, list | tuple) and len(found) == len(expected)
        return same and all(close(f, e, tol) for f, e in zip(found, expected, strict=True))
    if found is None or expected is None or isinstance(expected, str | dict) or isinstance(found, list | tuple):
        return bool(found == expected)
    if float(found) == float(expected):
        return True
    return abs(float(found) - float(expected)) <= tol


def shown(value: Any) -> str:
    """A number or list of numbers, short."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(shown, value)) + "]"
    return str(value) if value is None or isinstance(value, str | dict) else f"{float(value):.12g}"


def main(path: str) -> int:
    """Recompute a file's cases."""
    cases = json.loads(Path(path).read_text(encoding="utf-8"))
    right = counted = 0
    if not isinstance(cases, list):
        raise ValueError("it holds no list")
    for k, case in enumerate(cases, 1):
        name = str(case.get("id") if isinstance(case, dict) else None)
        if needs_data(name):
            print(f"case {k}, {name}: not covered, it needs data")
            continue
        counted += 1
        wrong = faults(case)
        right += not wrong
        for line in wrong:
            print(f"case {k}, {name}: {line}")
    print(f"{right} of {counted} within tolerance")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__)
        sys.exit(2)
    try:
        sys.exit(main(sys.argv[1]))
    except (OSError, ValueError) as problem:
        print(f"{sys.argv[1]} cannot be read as a list of cases: {problem}", file=sys.stderr)
        sys.exit(1)
