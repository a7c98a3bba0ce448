"""From a chart to its parts: the conditions on its free unknowns, and which players they tie together.

Players whose strategies share no free unknown and no condition vary independently, so a chart is a product of parts, each
of some players: a polytope, an arc or a region. A condition on a product of factors in different unknowns is split into
the sign patterns that satisfy it, so that, say, (x - 1/2)(y - 1/2) >= 0 becomes two boxes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any

from .eliminate import Chart, Undecided
from .polynomials import may_vanish, signed_factors, variables, vertex_signs
from .ratios import Ratio, at, total
from .system import System

__all__ = ["Group", "groups"]

Poly = Any
#: Sign patterns of the conditions of one chart.
MOST_PATTERNS = 4_096


@dataclass(frozen=True)
class Group:
    """Players that vary together.

    Attributes
    ----------
    players : tuple of int
    free : tuple of int
        Their free unknowns; none for players whose strategy is fixed.
    coordinates : dict
        Player to used action to its probability, a ratio of polynomials in the free unknowns.
    positive : tuple of Poly
        What must be positive.
    weak : tuple of Poly
        What must not be negative.
    """

    players: tuple[int, ...]
    free: tuple[int, ...]
    coordinates: dict[int, dict[int, Ratio]]
    positive: tuple[Poly, ...]
    weak: tuple[Poly, ...]


@dataclass(frozen=True)
class _Condition:
    factors: tuple[Poly, ...]
    sign: int
    strict: bool


def groups(system: System, chart: Chart) -> Iterator[list[Group]]:
    """Every way to satisfy the conditions of a chart, as independent groups; nothing where it cannot be done."""
    coordinates = _coordinates(system, chart)
    owner = system.unknowns.owner
    conditions: list[_Condition] = []
    ratios = [(ratio, True) for row in coordinates.values() for ratio in row.values()]
    ratios += [(at(g, chart.values), False) for _, _, g in system.inequalities]
    for (num, den), strict in ratios:
        if not den:
            return
        read = _condition(num if den.is_ground else num * den, int(den.LC) if den.is_ground else 1, owner, strict)
        if read is False:
            return
        if isinstance(read, _Condition):
            conditions.append(read)
    if prod(2 ** (len(c.factors) - 1) for c in set(conditions)) > MOST_PATTERNS:
        raise Undecided("too many sign patterns of the conditions on one chart")
    for chosen in product(*(list(_choices(c)) for c in dict.fromkeys(conditions))):
        yield _grouped(system, chart, coordinates, [c for choice in chosen for c in choice])


def _coordinates(system: System, chart: Chart) -> dict[int, dict[int, Ratio]]:
    """Probability of every used action."""
    ring = system.unknowns.ring
    rows: dict[int, dict[int, Ratio]] = {}
    for i, (support, block) in enumerate(zip(system.profile, system.blocks, strict=True)):
        ratios = [chart.values.get(k, (ring.gens[k], ring.one)) for k in block]
        top, bottom = total(ratios, ring)
        rows[i] = dict(zip(support, [*ratios, (bottom - top, bottom)], strict=True))
    return rows


def _condition(p: Poly, sign: int, owner: Sequence[int], strict: bool) -> "_Condition | bool":
    """What is left of a condition on a polynomial: True or False where that is certain."""
    if not p:
        return not strict
    own, parts = signed_factors(p)
    sign = own if sign > 0 else -own
    left = []
    for f, exponent in parts:
        if exponent % 2 == 0:
            continue
        if may_vanish(f, owner):
            left.append(f)
        elif not _positive(f, owner):
            sign = -sign
    if not left:
        return sign > 0
    return _Condition(tuple(left), sign, strict)


def _positive(f: Poly, owner: Sequence[int]) -> bool:
    """The sign of a polynomial that has only one."""
    if max(f.degrees()) == 1:
        return vertex_signs(f, owner)[1]
    # in one unknown, without a root between 0 and 1
    return bool(sum(c * 2 ** (sum(f.degrees()) - sum(powers)) for powers, c in f.iterterms()) > 0)


def _choices(condition: _Condition) -> Iterator[list[tuple[Poly, bool]]]:
    """Polynomials that must be positive (strictly or not), for every sign pattern of the factors."""
    parts = condition.factors
    if len({variables(f) for f in parts}) == 1 and len(variables(parts[0])) == 1:
        p = parts[0].ring.one * condition.sign
        for f in parts:
            p = p * f
        yield [(p, condition.strict)]
        return
    for signs in product((1, -1), repeat=len(parts)):
        sign = condition.sign
        for s in signs:
            sign *= s
        if sign > 0:
            yield [(f * s, condition.strict) for f, s in zip(parts, signs, strict=True)]


def _grouped(
    system: System, chart: Chart, coordinates: dict[int, dict[int, Ratio]], conditions: Sequence[tuple[Poly, bool]]
) -> list[Group]:
    ties = [_used(row.values()) for row in coordinates.values()]
    ties += [set(variables(p)) for p, _ in conditions]
    bundles: list[set[int]] = []
    for tie in ties:
        touching = [b for b in bundles if b & tie]
        bundles = [b for b in bundles if b not in touching] + ([tie.union(*touching)] if tie else [])
    found = []
    for bundle in sorted(bundles, key=min):
        players = tuple(i for i, row in coordinates.items() if _used(row.values()) & bundle)
        found.append(
            Group(
                players,
                tuple(sorted(bundle)),
                {i: coordinates[i] for i in players},
                tuple(p for p, strict in conditions if strict and set(variables(p)) & bundle),
                tuple(p for p, strict in conditions if not strict and set(variables(p)) & bundle),
            )
        )
    fixed = [i for i, row in coordinates.items() if not _used(row.values())]
    return found + [Group((i,), (), {i: coordinates[i]}, (), ()) for i in fixed]


def _used(ratios: Iterable[Ratio]) -> set[int]:
    return {k for num, den in ratios for p in (num, den) for k in variables(p)}
