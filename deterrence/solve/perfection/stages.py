"""Stages that are not single moves: several players move without seeing each other, so their equilibria are `nash`'s.

A stage is solved with the subgames below it replaced by their values. Its equilibria come as realisation weights; a player
whose own moves exclude one of its information sets may do anything there, which is a choice of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ...games.moves import Player, Subtree, nature, outcome
from ...games.subgames import Stage
from ...games.tree import ExtensiveForm
from ...games.tree_layout import InformationSet
from ..nash import nash
from .cases import Block, Case, Numbering, unit
from .polynomials import Poly, combined, mixed
from .simultaneous import solve_by_supports

__all__ = ["solve_stage"]

#: An information set of the stage: its number, its actions, and where its weights stand in its player's row.
Held = tuple[int, int, int]
#: Everybody's payoffs where the stage ends; those of who moves in it are numbers.
Worth = Mapping[int, tuple[Poly, ...]]


def solve_stage(
    game: ExtensiveForm, stage: Stage, below: Sequence[Case], numbering: Numbering, missing: list[str]
) -> list[Case]:
    """All cases of a stage, given a case for every subgame below it; what is not covered goes to ``missing``."""
    layout = game.layout
    where = f"the subgame at {layout.path(stage.root)}"
    movers = sorted({layout.owner[n] for n in stage.nodes if layout.owner[n] >= 0})
    if any(p and list(p) != [()] for case in below for p in (case.values[i] for i in movers)):
        return list(solve_by_supports(game, stage, below, numbering, missing))
    worth = {cut: case.values for cut, case in zip(stage.cuts, below, strict=True)}
    if not all(isinstance(row[i].get((), Fraction(0)), Fraction) for row in worth.values() for i in movers):
        missing.append(f"{where}, with irrational payoffs below it, was not solved")
        return []
    small = ExtensiveForm(_subtree(game, stage, worth, movers))
    eqs = nash(small)
    # information sets of the small tree, which may come in another order, by their numbers in the whole one
    own = [[int(held.label) for held in small.layout.sets if held.player == n] for n in range(len(movers))]
    found: list[Case] = []
    for piece in eqs.pieces:
        sides = zip(own, piece.sides, strict=True) if piece.polytopal else ()
        ways = [way for sets, side in sides if (way := _ways(layout.sets, sets, side.vertices)) is not None]
        if len(ways) < len(movers):
            # no product of polytopes of behaviour, so that the conditions themselves are what describes it
            return list(solve_by_supports(game, stage, below, numbering, missing))
        found += _cases(game, stage, movers, worth, ways, below, numbering)
    if not eqs.complete:
        missing.append(f"{where}: {eqs.why}")
    return found


def _subtree(game: ExtensiveForm, stage: Stage, worth: Worth, movers: Sequence[int]) -> Subtree:
    """The stage as a tree of its own; information sets are called by their numbers."""
    layout = game.layout
    people = {i: Player(game.players[i], i) for i in movers}
    built: dict[int, Subtree] = {
        cut: outcome(payoffs={game.players[i]: row[i].get((), Fraction(0)) for i in movers}) for cut, row in worth.items()
    }
    for node in reversed(stage.nodes):
        children = [built.pop(c) for c in layout.children[node]]
        k = layout.set_of[node]
        if k < 0:
            branches = zip(game.chance_numbers[node], children, strict=True)
            built[node] = nature({str(n): pair for n, pair in enumerate(branches)})
        else:
            held = layout.sets[k]
            built[node] = people[held.player].chooses(dict(zip(held.actions, children, strict=True)), knowing=str(k))
    return built[stage.root]


#: Information sets that are chosen together, with the vertices of what is chosen.
Group = tuple[list[int], list[tuple[Any, ...]]]
#: The choices of a player: groups, and the information sets that its own moves exclude.
Way = tuple[list[Group], list[int]]


def _ways(sets: Sequence[InformationSet], own: Sequence[int], vertices: Sequence[tuple[Any, ...]]) -> list[Way] | None:
    """Cut a polytope of realisation weights into polytopes of behaviour; None where that cannot be done.

    One way for every list of information sets that the player's own moves exclude throughout; elsewhere the behaviour must
    be affine in the weights, or the same at every vertex that gets there.
    """
    spans, position = [], 0
    for k in own:
        spans.append(slice(position, position + len(sets[k].actions)))
        position += len(sets[k].actions)
    totals = [[sum(v[span], Fraction(0)) for span in spans] for v in vertices]
    patterns = {frozenset(h for h, t in enumerate(row) if not t) for row in totals}
    todo = list(patterns)
    while todo:
        one = todo.pop()
        for other in list(patterns):
            if one & other not in patterns:
                patterns.add(one & other)
                todo.append(one & other)
    found: list[Way] = []
    for excluded in sorted(patterns, key=lambda p: (len(p), sorted(p))):
        inside = [n for n, row in enumerate(totals) if all(not row[h] for h in excluded)]
        reached = [h for h in range(len(own)) if h not in excluded]
        rows = [_affine([(totals[n][h], vertices[n][spans[h]]) for n in inside]) for h in reached]
        chosen = [own[h] for h in reached]
        if all(row is not None for row in rows):
            together = [tuple(x for row in rows if row is not None for x in row[n]) for n in range(len(inside))]
            groups: list[Group] | None = [(chosen, together)]
        else:
            groups = _all_mixtures(sets, chosen, [[vertices[n][spans[h]] for h in reached] for n in inside])
        if groups is None:
            return None
        found.append((groups, [own[h] for h in sorted(excluded)]))
    return found


def _affine(at: Sequence[tuple[Any, tuple[Any, ...]]]) -> list[tuple[Any, ...]] | None:
    """The behaviour at one information set for every vertex (total, weights); None if it is not affine in the weights."""
    behaviour = [tuple(w / total for w in weights) if total else None for total, weights in at]
    known = {row for row in behaviour if row is not None}
    if len(known) > 1 and (None in behaviour or len({total for total, _ in at}) > 1):
        return None
    only = next(iter(known))
    return [only if row is None else row for row in behaviour]


def _all_mixtures(
    sets: Sequence[InformationSet], own: Sequence[int], vertices: Sequence[Sequence[tuple[Any, ...]]]
) -> list[Group] | None:
    """Information sets one by one, if the vertices are all pure plans over some actions: then any mixtures will do."""
    used = [sorted({a for rows in vertices for a, w in enumerate(rows[h]) if w}) for h in range(len(own))]
    plans: dict[tuple[int, int] | None, int] = {}
    for h in range(len(own) - 1, -1, -1):
        count = sum(plans.get((own[h], a), 1) for a in used[h])
        after = sets[own[h]].after
        key = after if after is not None and after[0] in own else None
        plans[key] = plans.get(key, 1) * count
    if len(vertices) != plans.get(None, 1) or any(w not in (0, 1) for rows in vertices for row in rows for w in row):
        return None
    return [([k], [unit(len(sets[k].actions), a) for a in actions]) for k, actions in zip(own, used, strict=True)]


def _cases(
    game: ExtensiveForm,
    stage: Stage,
    movers: Sequence[int],
    worth: Worth,
    ways: Sequence[list[Way]],
    below: Sequence[Case],
    numbering: Numbering,
) -> Iterator[Case]:
    """One case for every choice of a way per player."""
    for chosen in product(*ways):
        mixing, free = [], []
        for i, (groups, excluded) in zip(movers, chosen, strict=True):
            mixing += [_block(game, numbering, i, together, alternatives) for together, alternatives in groups]
            for k in excluded:
                n = len(game.layout.sets[k].actions)
                free.append(_block(game, numbering, i, [k], [unit(n, a) for a in range(n)]))
        values = _values(game, stage, worth, mixing)
        yield Case(values, (*mixing, *free), below=tuple(below))


def _block(
    game: ExtensiveForm, numbering: Numbering, player: int, sets: Sequence[int], alternatives: Sequence[tuple[Any, ...]]
) -> Block:
    at = tuple((k, a) for k in sets for a in range(len(game.layout.sets[k].actions)))
    if len(alternatives) == 1:
        return Block(-1, player, at, (alternatives[0],))
    return numbering.block(player, at, tuple(alternatives))


def _values(game: ExtensiveForm, stage: Stage, worth: Worth, mixing: Sequence[Block]) -> tuple[Poly, ...]:
    """Payoffs of a stage as polynomials in its free choices, one block's alternatives after the other."""
    layout = game.layout

    def at(chosen: Sequence[tuple[Any, ...]]) -> tuple[Poly, ...]:
        chances = {c: x for block, row in zip(mixing, chosen, strict=True) for c, x in zip(block.at, row, strict=True)}
        found: dict[int, tuple[Poly, ...]] = dict(worth)
        for node in reversed(stage.nodes):
            k = layout.set_of[node]
            zero = Fraction(0)
            row = (
                game.chance_numbers[node]
                if k < 0
                else [chances.get((k, a), zero) for a in range(len(layout.children[node]))]
            )
            pairs = [(x, found[c]) for x, c in zip(row, layout.children[node], strict=True) if x]
            found[node] = tuple(combined((x, v[j]) for x, v in pairs) for j in range(len(game.players)))
        return found[stage.root]

    def expand(chosen: tuple[tuple[Any, ...], ...]) -> list[Poly]:
        if len(chosen) == len(mixing):
            return list(at(chosen))
        block = mixing[len(chosen)]
        parts = [expand((*chosen, row)) for row in block.alternatives]
        if len(parts) == 1:
            return parts[0]
        return [mixed(block.number, list(column)) for column in zip(*parts, strict=True)]

    return tuple(combined([(Fraction(1), p)]) for p in expand(()))
