"""From a solution over a number field to an equilibrium, or to polytopes of players who stay free."""

from typing import Any

from ...equilibria.polytope import Functional, Polytope
from .bodies import Body
from .eliminate import Undecided
from .field import Spot, Terms, put, terms_of
from .layout import Layout, single
from .parts import Hull, Part, plain
from .system import System

__all__ = ["spot_body"]


def spot_body(system: System, layout: Layout, spot: Spot) -> Body | None:
    """Cut the faces of the players who are not fixed by what is left of equations and inequalities; None if nothing is left.

    Raises
    ------
    Undecided
        Where a condition ties several of these players together.
    """
    fixed = {k: plain(x) for k, x in spot.values.items()}
    parts: dict[int, Part] = {}
    for i, (support, block) in enumerate(zip(system.profile, system.blocks, strict=True)):
        if all(k in fixed for k in block):
            weights = [fixed[k] for k in block]
            weights.append(1 - sum(weights))
            if any(not w > 0 for w in weights):
                return None
            vector = layout.vector(i, dict(zip(support, map(plain, weights), strict=True)))
            parts[i] = Hull((i,), (len(vector),), single(vector))
    cuts: dict[int, list[Functional]] = {i: [] for i in range(len(system.profile)) if i not in parts}
    for condition, equal in _conditions(system, spot, fixed):
        unknowns = {k for powers in condition for k, exponent in enumerate(powers) if exponent}
        owners = {system.unknowns.owner[k] for k in unknowns}
        if not owners:
            if not next(iter(condition.values())) >= 0:
                return None
            continue
        if len(owners) > 1 or max(map(sum, condition)) > 1:
            raise Undecided("irrational conditions that tie several players together")
        (i,) = owners
        row = _functional(system, layout, i, condition)
        cuts[i] += [row, tuple(-x for x in row)] if equal else [row]
    for i, functionals in cuts.items():
        support = system.profile[i]
        body = layout.face(i, support).clip_all(functionals)
        if body is None or body.support != {layout.kept[i][a] for a in support}:
            return None
        vertices = tuple(tuple(map(plain, v)) for v in body.vertices)
        parts[i] = Hull((i,), (len(vertices[0]),), Polytope(vertices, body.facets))
    return Body(tuple(parts[i] for i in sorted(parts)))


def _conditions(system: System, spot: Spot, fixed: dict[int, Any]) -> list[tuple[Terms, bool]]:
    """What must vanish (True) or not be negative, in the unknowns that are not fixed."""
    found: list[tuple[Terms, bool]] = []
    n = len(system.unknowns.pairs)
    for k, expression in spot.links.items():
        own = tuple(int(j == k) for j in range(n))
        found.append(({own: 1, **{powers: -c for powers, c in expression.items()}}, True))
    for k in fixed:
        if any(j not in fixed for j in system.blocks[system.unknowns.owner[k]]):
            # the player is not fixed, but this action's probability is
            found.append(({tuple(int(j == k) for j in range(n)): 1, (0,) * n: -fixed[k]}, True))
    certain = {k: v for k, v in fixed.items() if all(j in fixed for j in system.blocks[system.unknowns.owner[k]])}
    for _, _, g in system.inequalities:
        terms = put(terms_of(g), certain)
        if terms:
            found.append((terms, False))
    return found


def _functional(system: System, layout: Layout, i: int, condition: Terms) -> Functional:
    weights = {}
    constant: Any = 0
    for powers, c in condition.items():
        if any(powers):
            weights[system.unknowns.pairs[powers.index(1)][1]] = c
        else:
            constant = c
    return layout.functional(i, weights, constant)
