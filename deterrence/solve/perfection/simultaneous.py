"""Stages of several moves whose payoffs depend on how ties below are broken: support by support, with conditions.

What a tie leaves free is a choice like those of the stage itself, so that for fixed supports all best-reply conditions are
polynomials in these choices together, each choice in at most the first power. A player who moves twice is held to its whole
plans, so that its own mixtures do not occur in its own conditions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod

from ...games.subgames import Stage
from ...games.tree import ExtensiveForm
from .cases import Block, Case, Condition, Numbering, unit
from .polynomials import Poly, combined, minus, mixed

__all__ = ["solve_by_supports"]

#: Most support profiles of a stage.
MOST_PROFILES = 1000

#: For every information set of a player that its own moves do not exclude, the actions that it uses there.
Support = Mapping[int, tuple[int, ...]]


def solve_by_supports(
    game: ExtensiveForm, stage: Stage, below: Sequence[Case], numbering: Numbering, missing: list[str]
) -> Iterator[Case]:
    """All cases of a stage, given a case for every subgame below it."""
    layout = game.layout
    inside = sorted({layout.set_of[n] for n in stage.nodes if layout.set_of[n] >= 0})
    own = [[k for k in inside if layout.sets[k].player == i] for i in range(len(game.players))]
    plans = [_supports(game, sets) for sets in own]
    if prod(map(len, plans)) > MOST_PROFILES:
        missing.append(
            f"the subgame at {layout.path(stage.root)}, whose payoffs depend on how ties below are broken or in which later "
            f"mixtures depend on earlier ones, has more than {MOST_PROFILES:,} support profiles"
        )
        return
    worth = {cut: case.values for cut, case in zip(stage.cuts, below, strict=True)}
    for chosen in product(*plans):
        used = {k: actions for plan in chosen for k, actions in plan.items()}
        blocks = {k: _block(game, numbering, k, used.get(k)) for k in inside}
        pays = _Payoffs(game, stage, worth, blocks, {k: used.get(k, (0,)) for k in inside})
        conditions = [
            c for i, (sets, plan) in enumerate(zip(own, chosen, strict=True)) for c in _best(game, pays, i, sets, plan)
        ]
        kept = numbering.settled(conditions)
        if kept is not None:
            values = tuple(pays.of(i) for i in range(len(game.players)))
            yield Case(values, tuple(blocks.values()), tuple(kept), tuple(below))


def _supports(game: ExtensiveForm, own: Sequence[int]) -> list[Support]:
    """What a player may use at its information sets in a stage; those that its moves exclude are left out."""
    found: list[Support] = [{}]
    for k in own:
        after, subsets = game.layout.sets[k].after, _subsets(len(game.layout.sets[k].actions))
        longer: list[Support] = []
        for plan in found:
            excluded = after is not None and after[0] in own and after[1] not in plan.get(after[0], ())
            longer += [plan] if excluded else [{**plan, k: used} for used in subsets]
        found = longer[: MOST_PROFILES + 1]
    return found


def _best(game: ExtensiveForm, pays: "_Payoffs", player: int, own: Sequence[int], support: Support) -> Iterator[Condition]:
    """That all plans within a player's support are best, one information set after the other.

    An action that is used earns as much as the first that is, both followed by first ones. One that is not earns no more,
    whatever the player would do later, at information sets that it excludes.
    """
    sets = game.layout.sets
    first = {k: support.get(k, (0,))[0] for k in own}
    for k, used in support.items():
        plan, before = {**first, k: used[0]}, sets[k].after
        while before is not None and before[0] in first:
            plan[before[0]] = before[1]
            before = sets[before[0]].after
        most = pays.of(player, plan)
        for a in used[1:]:
            yield Condition(minus(most, pays.of(player, {**plan, k: a})), equation=True)
        for a in range(len(sets[k].actions)):
            if a in used:
                continue
            later = [j for j in own if _follows(game, j, k, a)]
            for chosen in product(*(range(len(sets[j].actions)) for j in later)):
                yield Condition(minus(most, pays.of(player, {**plan, k: a, **dict(zip(later, chosen, strict=True))})))


def _follows(game: ExtensiveForm, j: int, k: int, action: int) -> bool:
    """Whether a player gets to an information set only after some action at an earlier one."""
    before = game.layout.sets[j].after
    while before is not None and before[0] != k:
        before = game.layout.sets[before[0]].after
    return before == (k, action)


def _subsets(size: int) -> list[tuple[int, ...]]:
    return list(chain.from_iterable(combinations(range(size), n) for n in range(1, size + 1)))


def _block(game: ExtensiveForm, numbering: Numbering, k: int, used: Sequence[int] | None) -> Block:
    """The choice at an information set; anything where a player's own moves exclude it."""
    held = game.layout.sets[k]
    n = len(held.actions)
    at, units = tuple((k, a) for a in range(n)), tuple(unit(n, a) for a in (range(n) if used is None else used))
    return numbering.block(held.player, at, units) if len(units) > 1 else Block(-1, held.player, at, units)


@dataclass(frozen=True, eq=False)
class _Payoffs:
    """Payoffs of a stage when some actions are used; a block gives the weights where there are several."""

    game: ExtensiveForm
    stage: Stage
    worth: Mapping[int, tuple[Poly, ...]]
    blocks: Mapping[int, Block]
    used: Mapping[int, tuple[int, ...]]

    def of(self, player: int, plan: Mapping[int, int] | None = None) -> Poly:
        """One player's payoff; with a plan, if it takes these actions for sure."""
        layout, plan = self.game.layout, plan or {}
        found: dict[int, Poly] = {cut: row[player] for cut, row in self.worth.items()}
        for node in reversed(self.stage.nodes):
            children, k = layout.children[node], layout.set_of[node]
            if k < 0:
                chances = self.game.chance_numbers[node]
                found[node] = combined((p, found[c]) for p, c in zip(chances, children, strict=True))
            else:
                parts = [found[children[a]] for a in ((plan[k],) if k in plan else self.used[k])]
                found[node] = parts[0] if len(parts) == 1 else mixed(self.blocks[k].number, parts)
        return found[self.stage.root]
