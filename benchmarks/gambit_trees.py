"""Random trees solved here and by Gambit, which is given them as ``.efg``.

``python benchmarks/gambit_trees.py --count 2000`` draws two-player trees (3 to 12 information sets, chance moves, ties; at
most 16 reduced strategies a side) and compares the extreme equilibria of the reduced form; ``--players 3`` asks whether what
Gambit's polynomial solver finds lies in the set found here. Needs pygambit 17, in a process of its own that may be
killed: its polynomial solver hangs on some games.
"""

import argparse
import json
import subprocess
import sys
import threading
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import deterrence as dt
from deterrence.scenario.gambit.efg_writing import efg_text

#: What the other process does with each line, an ``.efg`` and the name of a solver in JSON.
WORKER = """
import io, json, sys
import pygambit
for line in sys.stdin:
    text, solver = json.loads(line)
    game = pygambit.read_efg(io.StringIO(text))
    if solver == "enummixed":
        found, number = pygambit.nash.enummixed_solve(game, rational=True).equilibria, str
    else:
        found, number = pygambit.nash.enumpoly_solve(game, use_strategic=True).equilibria, float
    print(json.dumps([[[number(x) for _, x in p[player]] for player in game.players] for p in found]), flush=True)
"""

Points = set[tuple[tuple[Fraction, ...], ...]]


def random_tree(rng: Random, players: int, most: int = 16) -> dt.ExtensiveForm:
    """A tree of 3 to 12 information sets with chance moves, hidden moves and ties."""
    labels = [f"p{k + 1}" for k in range(players)]
    who = dt.players(labels)
    while True:
        budget = [rng.randint(3, 12)]
        root = _subtree(rng, who, labels, budget, depth=0)
        try:
            game = dt.ExtensiveForm(root)
        except dt.InvalidGame:
            continue
        movers = {held.player for held in game.layout.sets}
        if len(movers) == players and 3 <= len(game.layout.sets) <= 12 and max(game.normal_form().shape) <= most:
            return game


def _subtree(rng, who, labels, budget, depth):  # type: ignore[no-untyped-def]
    def end():  # type: ignore[no-untyped-def]
        return dt.outcome(payoffs={p: rng.randint(-3, 3) for p in labels})

    if budget[0] <= 0 or depth > 4 or (depth and rng.random() < 0.25):
        return end()
    if rng.random() < 0.2:
        p = Fraction(rng.randint(1, 4), 5)
        sides = [_subtree(rng, who, labels, budget, depth + 1) for _ in range(2)]
        return dt.nature({"h": (p, sides[0]), "t": (1 - p, sides[1])})
    budget[0] -= 1
    mover = rng.choice(who)
    names = ["a", "b", "c"][: rng.randint(2, 3)]
    if rng.random() < 0.4 and budget[0] > 0:
        budget[0] -= 1
        other = rng.choice([w for w in who if w is not mover])
        label = f"hidden {rng.random()}"
        replies = ["l", "r"]
        return mover.chooses({n: other.chooses({r: end() for r in replies}, knowing=label) for n in names})
    return mover.chooses({n: _subtree(rng, who, labels, budget, depth + 1) for n in names})


class Gambit:
    """pygambit in another process, which is started again after it was killed for not answering."""

    def __init__(self, python: str = sys.executable, seconds: float = 20) -> None:
        self.python, self.seconds, self.process = python, seconds, None

    def solve(self, text: str, solver: str) -> "list[list[list[str | float]]] | None":
        """Points that Gambit finds; None where it fails or takes too long."""
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(
                [self.python, "-c", WORKER], stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
            )
        process = self.process
        timer = threading.Timer(self.seconds, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps([text, solver]) + "\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if not answer:
            process.kill()
            process.wait()
            self.process = None
            return None
        return json.loads(answer)

    def close(self) -> None:
        """End the other process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process.stdin.close()
            self.process.stdout.close()
            self.process = None


def differs(game: dt.ExtensiveForm, points: "list[list[list[str | float]]]") -> str:
    """What Gambit and this package say differently of a two-player tree; empty where they agree.

    The extreme equilibria of the reduced form are compared one by one. `dt.nash(game)` counts those that play alike once: it
    may not have more extreme points than there are plays among them, and each has the payoffs of one of them.
    """
    table = game.normal_form()
    theirs = {tuple(tuple(Fraction(x) for x in v) for v in p) for p in points}
    ours = {tuple(eq.vectors) for eq in dt.nash(table).extreme}
    if ours != theirs:
        return f"{len(ours - theirs)} here only, {len(theirs - ours)} in Gambit only"
    plays = {tuple(table.weights(i, v) for i, v in enumerate(p)) for p in theirs}
    through = dt.nash(game).extreme
    if not 0 < len(through) <= len(plays):
        return f"{len(through)} through the tree, {len(plays)} plays in Gambit"
    values = {tuple(expected(table, p)) for p in theirs}
    wrong = [eq for eq in through if tuple(eq.payoffs[p] for p in game.players) not in values]
    return f"{len(wrong)} through the tree with other payoffs" if wrong else ""


def expected(table: dt.NormalForm, profile: "tuple[tuple[Fraction, ...], ...]") -> list[Fraction]:
    """Expected payoffs of a mixed profile."""
    totals = [Fraction(0)] * len(profile)
    for cell, row in zip(product(*(range(len(v)) for v in profile)), table.numbers, strict=True):
        weight = prod((v[k] for v, k in zip(profile, cell, strict=True)), start=Fraction(1))
        totals = [t + weight * x for t, x in zip(totals, row, strict=True)]
    return totals


def two_players(count: int, gambit: Gambit) -> int:
    """Compare random trees of two players."""
    rng, faults, silent, sets = Random(1), 0, 0, 0
    for k in range(count):
        game = random_tree(rng, 2)
        points = gambit.solve(efg_text(game), "enummixed")
        if points is None:
            silent += 1
            continue
        sets += len(points)
        said = differs(game, points)
        if said:
            faults += 1
            print(f"tree {k}: {said}\n{efg_text(game)}")
    print(f"{count} trees of two players, {sets} extreme equilibria: {faults} differ; Gambit gave no answer for {silent}")
    return faults


def many_players(count: int, players: int, gambit: Gambit) -> int:
    """Ask whether what Gambit finds lies in the set found here: near an extreme point, or within a piece's bounds."""
    rng, outside, silent, open_sets, asked = Random(2), 0, 0, 0, 0
    for k in range(count):
        game = random_tree(rng, players, most=3)
        points = gambit.solve(efg_text(game), "enumpoly")
        eqs = dt.nash(game.normal_form(), time_limit=20)
        if points is None or not eqs.complete:
            silent += points is None
            open_sets += not eqs.complete
            continue
        for point in points:
            asked += 1
            if not any(near(piece, point) for piece in eqs.pieces):
                outside += 1
                print(f"tree {k}: {point}\n{efg_text(game)}")
    print(
        f"{count} trees of {players} players: {asked} equilibria of Gambit's, {outside} of them outside the set here; no "
        f"answer from Gambit for {silent}, set not complete here for {open_sets}"
    )
    return outside


def near(piece: object, point: "list[list[float]]") -> bool:
    """Whether a point in floats lies within the least and most of every probability of a piece."""
    bounds = piece.bounds() if hasattr(piece, "bounds") else None  # type: ignore[attr-defined]
    flat = [x for v in point for x in v]
    corners = [[float(x) for v in p for x in (v if isinstance(v, tuple) else (v,))] for p in getattr(piece, "points", ())]
    if bounds is None and corners:
        bounds = [(min(column), max(column)) for column in zip(*corners, strict=True)]
    return bounds is not None and all(low - 1e-6 <= x <= high + 1e-6 for x, (low, high) in zip(flat, bounds, strict=True))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--players", type=int, default=2)
    parser.add_argument("--gambit", default=sys.executable, help="a Python that has pygambit")
    parser.add_argument("--seconds", type=float, default=20, help="how long Gambit may take for one tree")
    given = parser.parse_args()
    asked = Gambit(given.gambit, given.seconds)
    wrong = two_players(given.count, asked) if given.players == 2 else many_players(given.count, given.players, asked)
    asked.close()
    sys.exit(bool(wrong))
