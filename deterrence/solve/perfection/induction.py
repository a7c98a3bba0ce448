"""Backward induction that branches on ties.

At a node whose player is indifferent whatever else is chosen, the case keeps the whole face of mixtures. Where the payoffs
depend on choices that are free below, there is one case for every set of actions that may be tied, with the conditions.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod

from ...games.subgames import Stage
from ...games.tree import ExtensiveForm
from ..limits import Limits
from .cases import Block, Case, Condition, Numbering, unit
from .polynomials import Poly, combined, constant, minus, mixed
from .stages import solve_stage

__all__ = ["Induction"]

#: Most cases that are kept at a node.
MOST_CASES = 2000

#: Most sets of tied actions at a node whose payoffs depend on free choices.
MOST_TIED = 10


ZERO = Fraction(0)


class Induction:
    """All cases of a tree, from its last subgames up.

    Parameters
    ----------
    game : ExtensiveForm
    limits : Limits
    """

    def __init__(self, game: ExtensiveForm, limits: Limits) -> None:
        self.game, self.limits = game, limits
        self.numbering = Numbering()
        self.missing: list[str] = []

    def cases(self) -> list[Case]:
        """The cases of the whole game."""
        ends = self.game.payoff_numbers
        known: dict[int, list[Case]] = {}
        found = self.game.stages
        for count, stage in enumerate(reversed(found)):
            self.limits.check("solving subgames")
            below = [[Case(tuple(map(constant, ends[cut])))] if cut in ends else known.pop(cut) for cut in stage.cuts]
            known[stage.root] = list(self._stage(stage, below)) if stage.nodes else below[0]
            self.limits.share = count / len(found)
        return known[0]

    def _stage(self, stage: Stage, below: list[list[Case]]) -> Iterator[Case]:
        """The cases of a subgame, given those of the subgames below it."""
        if prod(map(len, below)) > MOST_CASES:
            where = f"the subgame at {self.game.layout.path(stage.root)}"
            self.missing.append(f"{where} has more than {MOST_CASES:,} combinations of cases below it")
        found: list[Case] = []
        for chosen in islice(product(*below), MOST_CASES):
            if len(stage.nodes) > 1:
                found += solve_stage(self.game, stage, chosen, self.numbering, self.missing)
            elif stage.root in self.game.layout.chances:
                found.append(self._chance(stage.root, chosen))
            else:
                found += self._move(stage.root, chosen)
        return iter(found)

    def _chance(self, node: int, below: Sequence[Case]) -> Case:
        chances = self.game.chance_numbers[node]
        values = tuple(
            combined(zip(chances, column, strict=True)) for column in zip(*(case.values for case in below), strict=True)
        )
        return Case(values, below=tuple(below))

    def _move(self, node: int, below: Sequence[Case]) -> Iterator[Case]:
        """One player moves, and all that follows are subgames."""
        k = self.game.layout.set_of[node]
        player = self.game.layout.sets[k].player
        order = {child: place for place, child in enumerate(sorted(self.game.layout.children[node]))}
        below = [below[order[child]] for child in self.game.layout.children[node]]
        groups = _groups([case.values[player] for case in below])
        if all(not p or list(p) == [()] for p, _ in groups):
            # numbers only: the best actions, mixed in any way
            _, actions = max(groups, key=lambda g: g[0].get((), ZERO))
            yield self._mixing(k, actions, below, [])
            return
        if len(groups) > MOST_TIED:
            self.missing.append(f"{len(groups)} actions at {self.game.layout.path(node)} may be tied")
        for size in range(1, min(len(groups), MOST_TIED) + 1):
            for tied in combinations(groups, size):
                first = tied[0][0]
                conditions = [Condition(minus(first, p), equation=True) for p, _ in tied[1:]]
                used = {id(p) for p, _ in tied}
                conditions += [Condition(minus(first, p)) for p, _ in groups if id(p) not in used]
                kept = self.numbering.settled(conditions)
                if kept is not None:
                    yield self._mixing(k, sorted(a for _, actions in tied for a in actions), below, kept)

    def _mixing(self, k: int, actions: Sequence[int], below: Sequence[Case], conditions: list[Condition]) -> Case:
        """The player of an information set uses some actions, whatever the weights."""
        held = self.game.layout.sets[k]
        n = len(held.actions)
        units = tuple(unit(n, a) for a in actions)
        at = tuple((k, a) for a in range(n))
        if len(actions) == 1:
            block = Block(-1, held.player, at, units)
            return Case(below[actions[0]].values, (block,), tuple(conditions), tuple(below))
        block = self.numbering.block(held.player, at, units)
        columns = zip(*(below[a].values for a in actions), strict=True)
        values = tuple(mixed(block.number, list(column)) for column in columns)
        return Case(values, (block,), tuple(conditions), tuple(below))


def _groups(values: Sequence[Poly]) -> list[tuple[Poly, list[int]]]:
    """Actions whose payoffs are equal whatever is chosen below."""
    found: list[tuple[Poly, list[int]]] = []
    for action, p in enumerate(values):
        for known, actions in found:
            if known == p:
                actions.append(action)
                break
        else:
            found.append((p, [action]))
    return found
