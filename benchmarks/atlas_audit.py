"""Whether the regions and closed forms of derived atlases agree with the exact solver, region by region.

Promise: at 200 points a region, a third of them on its boundaries, no disagreement in which families there are, in the
strategies of each (both ways: every extreme equilibrium of the solver is one of the closed form, and every corner of the
closed form one of the solver's), nor in the replies off the path and the beliefs that justify them.

Run from the repository's root: ``python -m benchmarks.atlas_audit [GAME ...] [--points 200] [--generic]``;
without games, all of them, one after the other.
"""

import argparse
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, zip_longest
from typing import Any

import sympy

import deterrence as dt
from deterrence.analysis.atlas import Atlas
from deterrence.analysis.atlas_points import boundary_points, points_of
from deterrence.equilibria.equilibrium import Equilibrium
from deterrence.equilibria.piece import information_sets
from deterrence.errors import DeterrenceError
from deterrence.games.game import Game
from deterrence.solve.symbolic.families import clause_holds, records_of
from deterrence.solve.symbolic.profiles import Record
from deterrence.solve.symbolic.regimes import solved_at
from deterrence.solve.symbolic.solutions import solution_of
from deterrence.solve.symbolic.witnesses import Point, value

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
    "both": lambda: dt.models.warning_game("both").free(*OPEN),
}


@dataclass(frozen=True)
class Derived:
    """A record with the beliefs that the atlas prints for it."""

    record: Record
    beliefs: Mapping[str, Any]


class Closed:
    """The equilibria of one record at a point: a polytope of free probabilities, and everybody's strategies on it."""

    def __init__(self, game: Game, record: Record, point: Point) -> None:
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


class Believed:
    """The printed relations on the belief after an unsent message, at a point."""

    def __init__(self, relations: Iterable[sympy.Rel], game: dt.SignallingGame, values: dict[str, Fraction]) -> None:
        self.types = [sympy.Symbol(kind, real=True) for kind in game.types]
        self.gaps = []
        for r in relations:
            known = {x: sympy.Rational(str(values[x.name])) for x in r.free_symbols - set(self.types)}
            side = {">=": 1, "<=": -1}.get(r.rel_op, 0)
            self.gaps.append((sympy.Poly((r.lhs - r.rhs).subs(known), *self.types), side))

    def allows(self, belief: Sequence[Fraction]) -> bool:
        """Whether the relations hold."""
        gaps = [(gap(*(sympy.Rational(str(x)) for x in belief)), side) for gap, side in self.gaps]
        return all(gap * side >= 0 if side else not gap for gap, side in gaps)

    def ends(self) -> set[Fraction]:
        """Least and most probability of the first of two types."""
        tried = {Fraction(0), Fraction(1)}
        for gap, _ in self.gaps:
            low, high = Fraction(str(gap(0, 1))), Fraction(str(gap(1, 0)))
            tried |= {-low / (high - low)} if low != high else set()
        allowed = [x for x in tried if 0 <= x <= 1 and self.allows((x, 1 - x))]
        return {min(allowed), max(allowed)} if allowed else set()


def wrong_beliefs(game: Game, derived: Derived, one: Equilibrium, values: dict[str, Fraction]) -> str:
    """Where the printed beliefs differ from those that the solver says justify the same replies; empty if nowhere."""
    for m, used in derived.record.off_path:
        assert isinstance(game, dt.SignallingGame)
        message = game.messages[m]
        if {a for a, x in one[game.receiver][message].items() if x} != {game.replies[message][a] for a in used}:
            continue  # a corner that uses fewer replies is justified by more beliefs
        told = Believed(derived.beliefs[message], game, values)
        vertices = [[v[t] for t in game.types] for v in one.beliefs[message].vertices]
        if not all(map(told.allows, vertices)) or (len(game.types) == 2 and told.ends() != {v[0] for v in vertices}):
            return f"belief after {message}: the solver has {vertices}"
    return ""


def wrong_at(atlas: Atlas, records: dict[str, list[Derived]], point: Point) -> str:
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
        derived = [d for d in records[name] if clause_holds(d.record.context.literals, point, signs)]
        holding = [(Closed(atlas.game, d.record, point), d) for d in derived]
        for one in family.extreme:
            having = [d for closed, d in holding if closed.holds(one.flat)]
            if not having:
                return f"{name}: no closed form has {one.flat}"
            if said := next(filter(None, (wrong_beliefs(atlas.game, d, one, values) for d in having)), ""):
                return f"{name}: {said}"
        for profile in {p for closed, _ in holding for p in closed.corners()}:
            if not any(all(s.contains(x) for s, x in zip(piece.sides, profile, strict=True)) for piece in family.pieces):
                return f"{name}: the solver does not have {profile}"
    return ""


def spread(sources: Sequence[Iterator[Point]], count: int, known: Collection[Point] = ()) -> list[Point]:
    """At most so many new points, from every source in turn."""
    found: dict[Point, None] = {}
    for point in (p for row in zip_longest(*sources) for p in row if p is not None and p not in known):
        found[point] = None
        if len(found) == count:
            break
    return list(found)


def audit(name: str, game: Game, count: int, *, generic: bool = False) -> int:
    """Print one line a family, those on knife edges included unless only generic ones are asked for; return how many points
    disagree.
    """
    start = time.process_time()
    atlas = dt.atlas(game)
    simplifier = atlas._derivation.simplifier
    names = {f._derived.key: f.name for f in (*atlas.families, *atlas.knife_edges)}
    records: dict[str, list[Derived]] = {n: [] for n in names.values()}
    for key, pairs in records_of(game, atlas._derivation.oracle).items():
        if key in names:
            records[names[key]] = [Derived(r, solution_of(atlas._derivation, r, case).beliefs) for r, case in pairs]
    print(f"{name}: {len(atlas)} families, {len(atlas.knife_edges)} on knife edges", flush=True)
    total = wrong = 0
    for family in (*atlas.families, *(() if generic else atlas.knife_edges)):
        least = min(c.codimension for c in family.region.clauses)
        clauses = [c for c in family.region.clauses if c.codimension == least]
        edge = spread([boundary_points(simplifier, c, count) for c in clauses], count // 3)
        tried = edge + spread([points_of(simplifier, c.context, count) for c in clauses], count - len(edge), set(edge))
        said = [(p, w) for p in tried if (w := wrong_at(atlas, records, p))]
        total, wrong = total + len(tried), wrong + len(said)
        where = f" (where {least} equalities hold)" if least > 1 else ""
        print(f"  {len(tried):5} points, {len(edge)} on boundaries, {len(said)} disagree: {family.name}{where}", flush=True)
        for point, what in said[:2]:
            print(f"        {', '.join(map(str, point))}: {what}", flush=True)
    print(f"{name}: {total} points, {wrong} disagree; {time.process_time() - start:.0f} s of processor time", flush=True)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games", nargs="*", metavar="GAME", help=f"of {', '.join(GAMES)}")
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--generic", action="store_true", help="leave families that exist on knife edges only out")
    chosen = parser.parse_args()
    unknown = [n for n in chosen.games if n not in GAMES]
    if unknown:
        parser.error(f"no game {unknown[0]!r}; there are {', '.join(GAMES)}")
    print(
        "disagreements:",
        sum(audit(name, GAMES[name](), chosen.points, generic=chosen.generic) for name in chosen.games or GAMES),
    )


if __name__ == "__main__":
    main()
