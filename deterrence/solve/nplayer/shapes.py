"""The parts of a group of players: polytope, arcs or regions, decided exactly."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from ...equilibria.polytope import Polytope
from ..symbolic.algebraic import Algebraic
from ..symbolic.root import Root, between
from .charts import Group
from .eliminate import Undecided
from .layout import Layout, single
from .parts import Arc, Hull, Part, Region, number
from .polynomials import line
from .ratios import Ratio
from .regions import Unsettled, inner_point, opposites, two_sides
from .roots import roots_between
from .system import System

__all__ = ["Tight", "parts_of"]

Poly = Any


class Tight(Exception):
    """A group without inner points: wherever its conditions hold, one of these polynomials vanishes."""

    def __init__(self, polynomials: Sequence[Poly]) -> None:
        super().__init__()
        self.polynomials = polynomials


def parts_of(system: System, layout: Layout, group: Group) -> list[list[Part]]:
    """The ways to satisfy a group's conditions, each as parts; none where they contradict each other.

    Raises
    ------
    Tight
        Where the conditions hold only on a set of smaller dimension.
    Undecided
    """
    if not group.free or _affine(group):
        parts = _hull(system, layout, group)
    elif len(group.free) == 1:
        parts = _arcs(system, layout, group)
    else:
        parts = _regions(system, layout, group)
    return [_singles(p) if isinstance(p, Hull) and len(p.players) > 1 and not p.dimension else [p] for p in parts]


def _singles(point: Hull) -> list[Part]:
    """A point of several players as one part for each."""
    return [
        Hull((i,), (size,), single(vector)) for i, size, vector in zip(point.players, point.sizes, point.sample, strict=True)
    ]


def _affine(group: Group) -> bool:
    ratios = [ratio for row in group.coordinates.values() for ratio in row.values()]
    if not all(den.is_ground for _, den in ratios):
        return False
    return all(
        sum(powers) <= 1 for p in (*group.positive, *group.weak, *(n for n, _ in ratios)) for powers in p.itermonoms()
    )


def _hull(system: System, layout: Layout, group: Group) -> list[Part]:
    """Cut the product of the players' faces by the expressions of unknowns that are not free, and by the inequalities."""
    sizes = tuple(layout.game.shape[i] for i in group.players)
    if not group.free:
        (i,) = group.players
        vector = layout.vector(i, {a: _fraction(ratio) for a, ratio in group.coordinates[i].items()})
        return [Hull(group.players, sizes, single(vector))]
    faces = [layout.face(i, system.profile[i]) for i in group.players]
    body = faces[0] if len(faces) == 1 else _product(faces, sizes)
    equations = []
    for i in group.players:
        for a, (num, den) in group.coordinates[i].items():
            k = system.unknowns.position[i, a]
            if k not in group.free and a != system.profile[i][-1]:
                equations.append(num - den * system.unknowns.variable(k))
    cuts = []
    for p in equations:
        row = _functional(system, layout, group, p)
        cuts += [row, tuple(-x for x in row)]
    cuts += [_functional(system, layout, group, p) for p in group.weak]
    part = body.clip_all(cuts)
    if part is None:
        return []
    starts = [sum(sizes[:n]) for n in range(len(sizes))]
    wanted = {s + layout.kept[i][a] for i, s in zip(group.players, starts, strict=True) for a in system.profile[i]}
    return [Hull(group.players, sizes, part)] if part.support == wanted else []


def _functional(system: System, layout: Layout, group: Group, p: Poly) -> tuple[Fraction, ...]:
    """An affine polynomial as a functional on the players' strategies in a row; the constant goes to the first."""
    weights: dict[int, dict[int, Fraction]] = {i: {} for i in group.players}
    constant = Fraction(0)
    for powers, c in p.iterterms():
        if any(powers):
            i, a = system.unknowns.pairs[powers.index(1)]
            weights[i][a] = Fraction(int(c))
        else:
            constant = Fraction(int(c))
    rows = [layout.functional(i, weights[i], constant if n == 0 else Fraction(0)) for n, i in enumerate(group.players)]
    return tuple(x for row in rows for x in row)


def _product(faces: list[Polytope], sizes: tuple[int, ...]) -> Polytope:
    """The product of some polytopes as one polytope."""
    vertices = [tuple(x for v in choice for x in v) for choice in product(*(f.vertices for f in faces))]
    facets = []
    for n, face in enumerate(faces):
        before, after = sum(sizes[:n]), sum(sizes[n + 1 :])
        facets += [(Fraction(0),) * before + f + (Fraction(0),) * after for f in face.facets]
    return Polytope(tuple(vertices), tuple(facets))


def _fraction(ratio: Ratio) -> Fraction:
    num, den = ratio
    return Fraction(int(num.LC) if num else 0, int(den.LC))


# --- one free unknown ---------------------------------------------------------------------------------------------


def _arcs(system: System, layout: Layout, group: Group) -> list[Part]:
    """Intervals and single values of the unknown on which the conditions hold."""
    (k,) = group.free
    positive, weak = ([line(p, k) for p in ps] for ps in (group.positive, group.weak))
    ends = [Root.of(Fraction(0)), Root.of(Fraction(1))]
    marks = sorted({root for p in (*positive, *weak) for root in roots_between(p)})
    marks = [ends[0], *marks, ends[1]]
    found: list[Part] = []
    start: Root | None = None
    inside: list[Fraction] = []
    for n, (low, high) in enumerate(pairwise(marks)):
        x = between(low, high)
        if n and start is None and _holds(positive, weak, number(low)) and not _holds(positive, weak, x):
            found += _fixed(layout, group, k, number(low))
        if _holds(positive, weak, x):
            start = start or low
            inside += [x, between(low, high, 1), between(low, high, 2)]
            if high is marks[-1] or not _holds(positive, weak, number(high)):
                found.append(_arc(system, layout, group, k, (start, high), tuple(inside)))
                start, inside = None, []
        elif start is not None:
            found.append(_arc(system, layout, group, k, (start, low), tuple(inside)))
            start, inside = None, []
    return found


def _holds(positive: list[tuple[int, ...]], weak: list[tuple[int, ...]], x: Any) -> bool:
    return all(_sign(p, x) > 0 for p in positive) and all(_sign(p, x) >= 0 for p in weak)


def _sign(p: tuple[int, ...], x: Any) -> int:
    if isinstance(x, Algebraic):
        return Algebraic.polynomial(x.root, p).sign()
    total = Fraction(0)
    for c in p:
        total = total * x + c
    return (total > 0) - (total < 0)


def _line(p: Poly, k: int) -> tuple[int, ...]:
    return line(p, k) if p else (0,)


def _fixed(layout: Layout, group: Group, k: int, t: Any) -> list[Part]:
    """Strategies at one value of the unknown, all players in one part."""
    coordinates = _lines(layout, group, k)
    root = Root.of(t) if isinstance(t, Fraction) else t.root
    point = Arc(group.players, coordinates, (0, 0), root, root, ()).point(t)
    sizes = tuple(layout.game.shape[i] for i in group.players)
    bodies = [single(v) for v in point]
    return [Hull(group.players, sizes, bodies[0] if len(bodies) == 1 else _product(bodies, sizes))]


def _lines(layout: Layout, group: Group, k: int) -> tuple[tuple[tuple[tuple[int, ...], tuple[int, ...]], ...], ...]:
    """Every action's probability as a ratio of polynomials in the unknown."""
    rows = []
    for i in group.players:
        row: list[Any] = [((0,), (1,))] * layout.game.shape[i]
        for a, (num, den) in group.coordinates[i].items():
            row[layout.kept[i][a]] = (_line(num, k), _line(den, k))
        rows.append(tuple(row))
    return tuple(rows)


def _arc(
    system: System, layout: Layout, group: Group, k: int, ends: tuple[Root, Root], inside: tuple[Fraction, ...]
) -> Part:
    i, a = system.unknowns.pairs[k]
    at = group.players.index(i), layout.kept[i][a]
    arc = Arc(group.players, _lines(layout, group, k), at, *ends, inside)
    rational = all(root.rational is not None for root in ends)
    straight = all(len(num) <= 2 and len(den) == 1 for row in arc.coordinates for num, den in row)
    if not (rational and straight and len(group.players) == 1):
        return arc
    # a segment: conditions that are not affine may cut one out
    sample = arc.sample[0]
    one, other = (v[0] for v in arc.ends)
    low, high = (number(root) for root in ends)
    facets = list(layout.face(i, system.profile[i]).facets)
    for b, x in enumerate(sample):
        # on the line: (x_b - one_b) (other - one)_at = (x_at - low) (other - one)_b
        if b != at[1] and (other[b] != one[b] or x):
            row = [Fraction(0)] * len(sample)
            row[b] += high - low
            row[at[1]] -= other[b] - one[b]
            constant = one[b] * (high - low) - low * (other[b] - one[b])
            facets += [tuple(y - constant for y in row), tuple(constant - y for y in row)]
    unit = [Fraction(int(b == at[1])) for b in range(len(sample))]
    facets += [tuple(u - low for u in unit), tuple(high - u for u in unit)]
    return Hull(group.players, (len(sample),), Polytope((one, other), tuple(facets)))


# --- more free unknowns -------------------------------------------------------------------------------------------


def _regions(system: System, layout: Layout, group: Group) -> list[Part]:
    found: list[Part] = []
    blocks = tuple(tuple(k for k in system.blocks[i] if k in group.free) for i in group.players)
    blocks = tuple(b for b in blocks if b)
    one = system.unknowns.ring.one
    bounds = tuple(one - sum(map(system.unknowns.variable, b)) for b in blocks if len(b) > 1)
    plain_group = all(k in group.free for i in group.players for k in system.blocks[i])
    for side in two_sides(group) if plain_group else [group]:
        positive = (*side.positive, *bounds)
        try:
            inner = inner_point(group.free, blocks, (*positive, *side.weak))
        except Unsettled:
            raise Undecided("a region in which no point, and no proof that there is none, was found") from None
        if inner is None:
            continue
        rows = []
        for i in group.players:
            row: list[Any] = [(one * 0, one)] * layout.game.shape[i]
            for a, ratio in group.coordinates[i].items():
                row[layout.kept[i][a]] = ratio
            rows.append(tuple(row))
        places = []
        for k in group.free:
            i, a = system.unknowns.pairs[k]
            places.append((k, group.players.index(i), layout.kept[i][a]))
        found.append(Region(group.players, tuple(places), tuple(rows), positive, side.weak, inner, blocks))
    if not found and group.weak:
        raise Tight(opposites(group.weak)[:1] or group.weak)
    return found
