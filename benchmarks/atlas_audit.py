"""Whether the regions and closed forms of derived atlases agree with the exact solver, region by region.

Promise: at 200 points a region, a third of them on its boundaries, no disagreement in which families there are, in the
strategies of each on the path (both ways: every extreme equilibrium of the solver is one of the closed form, and every
corner of the closed form one of the solver's), nor in the replies off the path.

Run from the repository's root: ``python -m benchmarks.atlas_audit [GAME ...] [--points 200]``; without
games, all of them, one after the other.
"""

import argparse
import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import sympy

import deterrence as dt
from deterrence.analysis.atlas import Atlas
from deterrence.analysis.atlas_points import points_of
from deterrence.equilibria.piece import information_sets
from deterrence.errors import DeterrenceError
from deterrence.games.game import Game
from deterrence.solve.symbolic.families import clause_holds, records_of
from deterrence.solve.symbolic.profiles import Record
from deterrence.solve.symbolic.regimes import solved_at
from deterrence.solve.symbolic.simplify import Clause
from deterrence.solve.symbolic.witnesses import value

OPEN = ("accident_rate", "reputation_cost", "leak", "defiance", "warning_cost", "forewarning_cost")


def breakfast() -> dt.SignallingGame:
    share = dt.Parameter("share", "of the strong", "(0, 1)")
    fright, taste = (dt.Parameter(n, domain="> 0") for n in ("fright", "taste"))

    def payoffs(kind: str, meal: str, reply: str) -> tuple[sympy.Expr, int]:
        liked = int(meal == {"strong": "beer", "weak": "quiche"}[kind])
        return taste.symbol * liked + fright.symbol * int(reply == "walk"), (1 if kind == "weak" else -1) * (reply == "duel")

    types = {"strong": share.symbol, "weak": 1 - share.symbol}
    return dt.SignallingGame("sender", "receiver", types, ("beer", "quiche"), ("duel", "walk"), payoffs=payoffs,
                             parameters=[share, fright, taste])  # fmt: skip


def threats() -> dt.SignallingGame:
    domains = {"share": "(0, 1)", "resisted": "(0, 1)", "war": "< 0", "face_cost": ">= 0", "audience_cost": ">= 0",
               "easy": "(0, 1)", "marginal": "(0, 1)"}  # fmt: skip
    known = {n: dt.Parameter(n, domain=d) for n, d in domains.items()}
    s, w, war, face, audience, easy, marginal = (p.symbol for p in known.values())
    concede = {"low": easy, "high": easy + marginal * (1 - easy)}

    def payoffs(kind: str, message: str, cutoff: str) -> tuple[sympy.Expr | int, sympy.Expr | int]:
        if message == "quiet":
            return 0, 1
        own, theirs = (war, w) if kind == "resolute" else (-audience, 1)
        return concede[cutoff] + (1 - concede[cutoff]) * own, -face if cutoff == "high" else theirs

    replies = {"quiet": ("wait",), "threaten": ("low", "high")}
    types = {"resolute": s, "irresolute": 1 - s}
    return dt.SignallingGame("threatener", "target", types, tuple(replies), replies, payoffs=payoffs,
                             parameters=list(known.values()))  # fmt: skip


GAMES = {
    "probe": lambda: dt.models.probe_game().free("credibility", "readiness_cost", "accident_rate"),
    "breakfast": breakfast,
    "threats": threats,
    "silence": lambda: dt.models.warning_game("silence").free("accident_rate"),
    "private": lambda: dt.models.warning_game("private").free(*OPEN),
    "public": lambda: dt.models.warning_game("public").free(*(n for n in OPEN if n != "leak")),
}


def points(atlas: Atlas, clause: Clause, count: int) -> Iterator[tuple[Fraction, ...]]:
    """Points of a clause, two thirds inside it and a third where one of its conditions holds with equality."""
    simplifier = atlas._derivation.simplifier
    weak = [x for x in clause.literals if x.relation != "="]
    yield from points_of(simplifier, clause.context, count - (count // 3 if weak else 0))
    for literal in weak:
        rest = simplifier.context(clause.literals - {literal})
        for edge in rest.assume(rest.polynomial(literal), "=") if rest is not None else ():
            yield from points_of(simplifier, edge, max(count // 3 // len(weak), 1))


class Closed:
    """The equilibria of one record at a point: a polytope of free probabilities, and everybody's strategies on it."""

    def __init__(self, game: Game, record: Record, point: tuple[Fraction, ...]) -> None:
        def at(p: object) -> Fraction:
            return value(record.context.ring.atom(p), point)

        self.forms = {
            place: ({v: at(c) / at(bottom) for v, c in form.slopes.items()}, at(form.start) / at(bottom))
            for place, (form, bottom) in record.values.items()
        }
        rows = [({v: at(c) for v, c in form.slopes.items()}, at(form.start)) for form, _ in record.bounds]
        self.rows = [row for row in rows if any(row[0].values())]
        self.free = sorted({v for slopes, _ in (*self.rows, *self.forms.values()) for v in slopes})
        self.places = [
            [(k, i, a) for i, (_, actions) in enumerate(information_sets(game)[k]) for a in range(len(actions))]
            for k in range(2)
        ]

    def strategies(self, free: dict[object, Fraction]) -> tuple[tuple[Fraction, ...], ...]:
        """Both players' strategies, as a piece holds them."""

        def chance(place: tuple[int, int, int]) -> Fraction:
            slopes, start = self.forms.get(place, ({}, Fraction(0)))
            return start + sum((c * free[v] for v, c in slopes.items()), Fraction(0))

        return tuple(tuple(map(chance, places)) for places in self.places)

    def allowed(self, free: dict[object, Fraction]) -> bool:
        """Whether free probabilities lie in the closure."""
        return all(start + sum(c * free[v] for v, c in slopes.items()) >= 0 for slopes, start in self.rows)

    def holds(self, profile: tuple[tuple[Fraction, ...], ...]) -> bool:
        """Whether a profile is in the closure."""
        known = {
            place: x
            for places, side in zip(self.places, profile, strict=True)
            for place, x in zip(places, side, strict=True)
        }
        free = {v: known[v] for v in self.free}
        return self.strategies(free) == profile and self.allowed(free)

    def corners(self) -> Iterator[tuple[tuple[Fraction, ...], ...]]:
        """Corners of the closure: as many bounds as there are free probabilities hold with equality."""
        for rows in combinations(self.rows, len(self.free)):
            matrix = sympy.Matrix([[sympy.Rational(str(s.get(v, Fraction(0)))) for v in self.free] for s, _ in rows])
            if self.free and not matrix.det():
                continue
            ends = sympy.Matrix([sympy.Rational(str(-start)) for _, start in rows])
            solved = matrix.LUsolve(ends) if self.free else ()
            free = {v: Fraction(int(x.p), int(x.q)) for v, x in zip(self.free, solved, strict=True)}
            if self.allowed(free):
                yield self.strategies(free)


def wrong_at(atlas: Atlas, records: dict[str, list[Record]], point: tuple[Fraction, ...]) -> str:
    """What the atlas and the solver disagree on at a point; empty if nothing."""
    values = dict(zip(atlas._derivation.ring.names, point, strict=True))
    try:
        found = {f.name: f for f in solved_at(atlas.game, values).families}
    except DeterrenceError:
        found = {}  # the game has no value here
    mine = {f.name for f in atlas.holding(**values)}
    if mine != set(found):
        return f"families: {sorted(mine ^ set(found))}"
    signs: dict[object, int] = {}
    for name, family in found.items():
        holding = [Closed(atlas.game, r, point) for r in records[name] if clause_holds(r.context.literals, point, signs)]
        for profile in {p for piece in family.pieces for p in piece.points}:
            if not any(c.holds(profile) for c in holding):
                return f"{name}: no closed form has {profile}"
        for profile in {p for c in holding for p in c.corners()}:
            if not any(all(s.contains(x) for s, x in zip(piece.sides, profile, strict=True)) for piece in family.pieces):
                return f"{name}: the solver does not have {profile}"
    return ""


def audit(name: str, game: Game, count: int) -> int:
    """Print one line a family; return how many points disagree."""
    start = time.process_time()
    atlas = dt.atlas(game)
    names = {f._derived.key: f.name for f in (*atlas.families, *atlas.knife_edges)}
    records: dict[str, list[Record]] = {n: [] for n in names.values()}
    for key, pairs in records_of(game, atlas._derivation.oracle).items():
        if key in names:
            records[names[key]] = [record for record, _ in pairs]
    print(f"{name}: {len(atlas)} families, {len(atlas.knife_edges)} on knife edges", flush=True)
    total = wrong = 0
    for family in (*atlas.families, *atlas.knife_edges):
        clauses = [c for c in family.region.clauses if not c.on_surface] or [
            c for c in family.region.clauses if c.codimension == 1
        ]
        each = -(-count // max(len(clauses), 1))
        tried = list(dict.fromkeys(p for c in clauses for p in points(atlas, c, each)))
        said = [(p, w) for p in tried if (w := wrong_at(atlas, records, p))]
        total, wrong = total + len(tried), wrong + len(said)
        print(f"  {len(tried):5} points, {len(said)} disagree: {family.name}", flush=True)
        for point, what in said[:2]:
            print(f"        {', '.join(map(str, point))}: {what}", flush=True)
    print(f"{name}: {total} points, {wrong} disagree; {time.process_time() - start:.0f} s of processor time", flush=True)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games", nargs="*", metavar="GAME", help=f"of {', '.join(GAMES)}")
    parser.add_argument("--points", type=int, default=200)
    chosen = parser.parse_args()
    unknown = [n for n in chosen.games if n not in GAMES]
    if unknown:
        parser.error(f"no game {unknown[0]!r}; there are {', '.join(GAMES)}")
    print("disagreements:", sum(audit(name, GAMES[name](), chosen.points) for name in chosen.games or GAMES))


if __name__ == "__main__":
    main()
