"""Stages of several moves whose payoffs depend on how ties below are broken: support by support, with conditions.

What a tie leaves free is a choice like those of the stage itself, so that for fixed supports all best-reply conditions are
polynomials in these choices together, each choice in at most the first power.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from math import prod

from ...games.subgames import Stage
from ...games.tree import ExtensiveForm
from .cases import Block, Case, Condition, Numbering, unit
from .polynomials import Poly, combined, minus, mixed

__all__ = ["moves_once", "solve_by_supports"]

#: Most support profiles of a stage.
MOST_PROFILES = 1000


def moves_once(game: ExtensiveForm, stage: Stage) -> bool:
    """Whether nobody moves twice on a path of a stage: then every information set is optimised by itself."""
    layout = game.layout
    inside = {layout.set_of[n] for n in stage.nodes if layout.set_of[n] >= 0}
    return not any(after is not None and after[0] in inside for after in (layout.sets[k].after for k in inside))


def solve_by_supports(
    game: ExtensiveForm, stage: Stage, below: Sequence[Case], numbering: Numbering, missing: list[str]
) -> Iterator[Case]:
    """All cases of a stage in which nobody moves twice, given a case for every subgame below it."""
    layout = game.layout
    inside = sorted({layout.set_of[n] for n in stage.nodes if layout.set_of[n] >= 0})
    sizes = [len(layout.sets[k].actions) for k in inside]
    if prod(2**n - 1 for n in sizes) > MOST_PROFILES:
        missing.append(
            f"the subgame at {layout.path(stage.root)}, whose payoffs depend on how ties below it are broken, has more than "
            f"{MOST_PROFILES:,} support profiles"
        )
        return
    worth = {cut: case.values for cut, case in zip(stage.cuts, below, strict=True)}
    for supports in product(*map(_subsets, sizes)):
        blocks = {k: _block(game, numbering, k, used) for k, used in zip(inside, supports, strict=True)}
        used_at = dict(zip(inside, supports, strict=True))
        conditions: list[Condition] = []
        for k, size in zip(inside, sizes, strict=True):
            player = layout.sets[k].player
            pays = [_values(game, stage, worth, blocks, {**used_at, k: (a,)}, player) for a in range(size)]
            first = pays[used_at[k][0]]
            conditions += [Condition(minus(first, pays[a]), equation=True) for a in used_at[k][1:]]
            conditions += [Condition(minus(first, pays[a])) for a in range(size) if a not in used_at[k]]
        kept = numbering.settled(conditions)
        if kept is not None:
            values = tuple(_values(game, stage, worth, blocks, used_at, i) for i in range(len(game.players)))
            yield Case(values, tuple(blocks.values()), tuple(kept), tuple(below))


def _subsets(size: int) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(range(size), n) for n in range(1, size + 1)))


def _block(game: ExtensiveForm, numbering: Numbering, k: int, used: Sequence[int]) -> Block:
    held = game.layout.sets[k]
    n = len(held.actions)
    at, units = tuple((k, a) for a in range(n)), tuple(unit(n, a) for a in used)
    return numbering.block(held.player, at, units) if len(used) > 1 else Block(-1, held.player, at, units)


def _values(
    game: ExtensiveForm,
    stage: Stage,
    worth: Mapping[int, tuple[Poly, ...]],
    blocks: Mapping[int, Block],
    used_at: Mapping[int, tuple[int, ...]],
    player: int,
) -> Poly:
    """One player's payoff when some actions are used; a block gives the weights where there are several."""
    layout = game.layout
    found: dict[int, Poly] = {cut: row[player] for cut, row in worth.items()}
    for node in reversed(stage.nodes):
        children, k = layout.children[node], layout.set_of[node]
        if k < 0:
            chances = game.chance_numbers[node]
            found[node] = combined((p, found[c]) for p, c in zip(chances, children, strict=True))
        else:
            parts = [found[children[a]] for a in used_at[k]]
            found[node] = parts[0] if len(parts) == 1 else mixed(blocks[k].number, parts)
    return found[stage.root]
