"""Files of Gambit's: the time and memory of a large tree, and what broken files do.

``python benchmarks/formats.py large`` reads and writes an ``.efg`` of a million nodes: promised are 30 s and 2 GiB.
``python benchmarks/formats.py mutants --count 100000`` breaks files by cuts, flipped bits and swapped tokens; a second
reader, in the tests, decides what each spells. Promised are no crash, a median under 5 ms, at most 5 s and 512 MiB.

Times are processor time. Run from the repository's root.
"""

import argparse
import contextlib
import resource
import time
from random import Random

from deterrence.scenario.gambit.efg import read_efg
from deterrence.scenario.gambit.efg_writing import efg_text
from tests.scenario.gambit_texts import EFGS, NFGS
from tests.scenario.spelling import mutants
from tests.scenario.test_gambit_mutants import KINDS, judge


def binary_tree(depth: int) -> str:
    """A tree of 2 ** (depth + 1) - 1 nodes in which two players move in turn, each knowing everything."""
    lines, count, todo = ['EFG 2 R "large" { "a" "b" }'], [0, 0], [depth]
    while todo:
        left = todo.pop()
        if not left:
            k = len(lines)
            lines.append(f't "" {k} "o{k % 7}" {{ {k % 13}, {k % 11} }}')
            continue
        player = left % 2
        count[player] += 1
        lines.append(f'p "" {player + 1} {count[player]} "s{player}.{count[player]}" {{ "l" "r" }} 0')
        todo += [left - 1, left - 1]
    return "\n".join(lines) + "\n"


def peak() -> float:
    """Most memory that this process held, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def large(depth: int) -> None:
    """Read and write one large tree."""
    text = binary_tree(depth)
    start = time.process_time()
    game = read_efg(text).game
    read = time.process_time()
    written = efg_text(game)
    print(f"{2 ** (depth + 1) - 1:,} nodes, {len(text) / 1e6:.1f} MB")
    print(f"read in {read - start:.1f} s, written in {time.process_time() - read:.1f} s, peak {peak():.2f} GiB")
    assert written.count("\n") == text.count("\n") + 2


def broken(count: int) -> None:
    """Read mutants of every kind of file in turn."""
    rng, times, done, total = Random(0), [], 0, 0
    for kind in KINDS:
        read, text = kind[0], kind[3]
        for data in mutants(text.encode(), rng, count // len(EFGS + NFGS)):
            total += 1
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
            start = time.process_time()
            with contextlib.suppress(ValueError):
                read(text, "x")
            times.append(time.process_time() - start)
            done += judge(data, *kind[:3])
    times.sort()
    print(f"{total:,} mutants, {len(times):,} of them text; {done:,} spell a game and were read as it, all others refused")
    print(f"median {times[len(times) // 2] * 1e3:.2f} ms, worst {times[-1] * 1e3:.1f} ms, peak {peak() * 1024:.0f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["large", "mutants"])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--depth", type=int, default=19)
    given = parser.parse_args()
    if given.what == "large":
        large(given.depth)
    else:
        broken(given.count)
