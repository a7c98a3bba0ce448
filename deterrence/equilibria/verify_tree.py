"""The verifier for trees: no player gains by changing its whole strategy, in the game or in any subgame.

Payoffs are multilinear in the players' strategies on a piece, so it suffices to look at its extreme points. They are looked
at together, subgame by subgame from the last one up: what was found for the part of a profile that lies in a subgame holds
for all profiles that share it, so that many pieces of a large tree cost little more than one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from ..errors import NotAnEquilibrium
from ..exact import show
from ..games.subgames import Stage
from ..games.tree import ExtensiveForm
from .continuum import Continuum
from .piece import Piece
from .product_polytope import Factor, Product, differences
from .tree_play import replies, whole

__all__ = ["TreeDefinition"]

#: Everybody's payoffs, one entry for every way in which a subgame may be played.
Values = tuple[tuple[Any, ...], ...]
#: The factors of all players that lie in one stage.
Local = tuple[tuple[int, Factor], ...]


@dataclass(frozen=True)
class _Worth:
    """What a subgame is worth: to most profiles, and to those (by number) that differ in it."""

    common: Values
    special: Mapping[int, Values]


class TreeDefinition:
    """The definition for a tree.

    Parameters
    ----------
    game : ExtensiveForm
    concept : str
        "nash": in the whole game; otherwise in every subgame.
    """

    def __init__(self, game: ExtensiveForm, concept: str) -> None:
        self.game = game
        self.stages: Sequence[Stage] = [whole(game)] if concept == "nash" else game.stages
        layout = game.layout
        at_node = {n: s for s, stage in enumerate(self.stages) for n in stage.nodes}
        self.stage_of = [at_node[held.nodes[0]] for held in layout.sets]
        self.start: list[int] = []  # where a set's probabilities stand in its player's strategy
        self.set_at: list[list[int]] = [[] for _ in game.players]  # position in the strategy: information set
        for k, held in enumerate(layout.sets):
            self.start.append(len(self.set_at[held.player]))
            self.set_at[held.player] += [k] * len(held.actions)

    def check(self, pieces: Iterable[Piece]) -> None:
        """Raise unless all extreme points of some pieces are equilibria."""
        plays = [play for piece in pieces for play in self._plays(piece)]
        if not plays:
            return
        bases = [side.base for side in plays[0]]
        local: list[dict[int, Local]] = [{} for _ in self.stages]
        for q, play in enumerate(plays):
            for i, side in enumerate(play):
                for factor in self._against(side, bases[i]):
                    mine = local[self.stage_of[self.set_at[i][factor.positions[0]]]]
                    mine[q] = (*mine.get(q, ()), (i, factor))
        ends = self.game.payoff_numbers
        worth: dict[int, _Worth] = {}
        for stage, mine in zip(reversed(self.stages), reversed(local), strict=True):
            below = [_Worth((ends[c],), {}) if c in ends else worth.pop(c) for c in stage.cuts]
            worth[stage.root] = self._stage(stage, bases, mine, below, len(plays)) if stage.nodes else below[0]

    def _plays(self, piece: Piece) -> Iterator[tuple[Product, ...]]:
        """A piece as products none of whose factors reaches over several stages."""
        for i, side in enumerate(piece.sides):
            width = len(side.base) if isinstance(side, Product) else len(side.vertices[0])
            if width != len(self.set_at[i]):
                raise NotAnEquilibrium(f"a strategy has {width} entries instead of {len(self.set_at[i])}")
        if not all(isinstance(side, Product) for side in piece.sides):
            points = list(piece.points)
            if isinstance(piece, Continuum):
                points += [piece.sample, *piece.ends, *piece.witnesses]
            for point in points:
                yield tuple(map(Product, point))
            return
        apart = [list(self._apart(i, side)) for i, side in enumerate(piece.sides) if isinstance(side, Product)]
        yield from product(*apart)

    def _apart(self, player: int, side: Product) -> Iterator[Product]:
        far = [f for f in side.factors if len({self.stage_of[self.set_at[player][p]] for p in f.positions}) > 1]
        near = [f for f in side.factors if f not in far]
        for chosen in product(*(f.rows for f in far)):
            pairs = [(p, x) for f, row in zip(far, chosen, strict=True) for p, x in zip(f.positions, row, strict=True)]
            yield Product(side.base, (*near, *(Factor((p,), ((x,),)) for p, x in pairs)))

    def _against(self, side: Product, base: Sequence[Any]) -> Iterator[Factor]:
        """The factors of a side, and one for every coordinate that differs from another base."""
        yield from side.factors
        free = {p for factor in side.factors for p in factor.positions}
        for p in differences(side.base, base):
            if p not in free:
                yield Factor((p,), ((side.base[p],),))

    def _stage(
        self, stage: Stage, bases: Sequence[Any], local: Mapping[int, Local], below: Sequence[_Worth], count: int
    ) -> _Worth:
        """What a stage is worth to all profiles, each way to play it and the subgames below it checked once."""
        special = set(local).union(*(worth.special for worth in below))
        known: dict[Any, Values] = {}
        found: dict[int, Values] = {}
        for q in special:
            mine, values = local.get(q, ()), [worth.special.get(q, worth.common) for worth in below]
            key = mine, tuple(map(id, values))
            if key not in known:
                known[key] = self._check(stage, bases, mine, values)
            found[q] = known[key]
        common = self._check(stage, bases, (), [worth.common for worth in below]) if len(special) < count else ()
        return _Worth(common, found)

    def _check(self, stage: Stage, bases: Sequence[Any], local: Local, below: Sequence[Values]) -> Values:
        """Check a stage against every way to play the subgames below it, and say what it may be worth."""
        found: dict[tuple[Any, ...], None] = {}
        worth = dict(zip(stage.cuts, below, strict=True))
        sets = dict.fromkeys(k for n in stage.nodes if (k := self.game.layout.set_of[n]) >= 0)
        for chosen in product(*(factor.rows for _, factor in local)):
            over = {
                (i, p): x
                for (i, factor), row in zip(local, chosen, strict=True)
                for p, x in zip(factor.positions, row, strict=True)
            }
            rows = {k: self._row(k, bases, over) for k in sets}
            if len(stage.nodes) == 1:
                found.update(dict.fromkeys(self._move(stage.root, rows, worth)))
            else:
                found.update(dict.fromkeys(self._moves(stage, rows, worth)))
        return tuple(found)

    def _row(self, k: int, bases: Sequence[Any], over: Mapping[tuple[int, int], Any]) -> tuple[Any, ...]:
        held, start = self.game.layout.sets[k], self.start[k]
        i, span = held.player, range(start, start + len(held.actions))
        row = tuple(over.get((i, p), bases[i][p]) for p in span) if over else tuple(bases[i][start : span.stop])
        if sum(row) != 1 or min(row) < 0:
            text = ", ".join(map(show, row))
            raise NotAnEquilibrium(f"at {held.label}: ({text}) is not a probability distribution (set {k})")
        return row

    def _move(self, node: int, rows: Mapping[int, Sequence[Any]], worth: Mapping[int, Values]) -> Iterable[tuple[Any, ...]]:
        """A single move: every action that is used pays most, whatever happens later."""
        layout = self.game.layout
        below = [worth[child] for child in layout.children[node]]
        k = layout.set_of[node]
        if k < 0:
            return _means(self.game.chance_numbers[node], below)
        held, row = layout.sets[k], rows[k]
        i = held.player
        for a, action in enumerate(held.actions):
            if row[a]:
                least = min(v[i] for v in below[a])
                most = max((v[i] for b, values in enumerate(below) if b != a for v in values), default=least)
                if most > least:
                    where = f"{self.game.players[i]} at {layout.path(node)}"
                    raise NotAnEquilibrium(f"{where}: {action} is used with regret {show(most - least)}")
        return _means(row, below)

    def _moves(
        self, stage: Stage, rows: Mapping[int, Sequence[Any]], worth: Mapping[int, Values]
    ) -> Iterator[tuple[Any, ...]]:
        """Several moves: no player gains by changing all of its own."""
        game, layout = self.game, self.game.layout
        at = {n: rows[k] if (k := layout.set_of[n]) >= 0 else game.chance_numbers[n] for n in stage.nodes}
        movers = sorted({layout.owner[n] for n in stage.nodes if layout.owner[n] >= 0})
        for chosen in product(*worth.values()):
            below = dict(zip(worth, chosen, strict=True))
            found = dict(below)
            for node in reversed(stage.nodes):
                (found[node],) = _means(at[node], [(found[c],) for c in layout.children[node]])
            for i in movers:
                regret = replies(game, stage, i, at, below).best - found[stage.root][i]
                if regret:
                    where = f"in the subgame at {layout.path(stage.root)}"
                    raise NotAnEquilibrium(f"{game.players[i]} gains {show(regret)} {where} by another strategy")
            yield found[stage.root]


def _means(row: Sequence[Any], below: Sequence[Values]) -> Iterable[tuple[Any, ...]]:
    """Mean payoffs with some weights, for every way to play what has weight."""
    used = [(x, values) for x, values in zip(row, below, strict=True) if x]
    if len(used) == 1 and used[0][0] == 1:
        return used[0][1]
    weights = [x for x, _ in used]
    return [
        tuple(
            sum((x * y for x, y in zip(weights, column, strict=True)), Fraction(0)) for column in zip(*chosen, strict=True)
        )
        for chosen in product(*(values for _, values in used))
    ]
