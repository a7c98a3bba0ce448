"""The reduced normal form of a tree, with the way back to behaviour.

A strategy is a player's choices at the information sets that its own moves do not exclude. What an equilibrium of the table
says about the tree is the weight of every sequence of own moves, which is linear in the mixed strategy (Kuhn's theorem gives
the behaviour strategy with the same weights).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Self

from ..errors import UnsupportedGame
from ..exact import Number
from ..frozen import FrozenDict
from .normal_form import NormalForm

if TYPE_CHECKING:
    from .tree import ExtensiveForm
    from .tree_layout import Layout

__all__ = ["ReducedForm", "behaviour_of_weights", "chances_on_paths", "has_table", "reduced_form"]

#: Most cells of a reduced normal form, and most strategies of a player.
MOST_CELLS = 1_000_000

#: Label of the strategy of a player who never moves.
NO_MOVE = "(no move)"

#: A strategy: information set to action, by number.
Plan = Mapping[int, int]


class ReducedForm(NormalForm):
    """A game in normal form that was reduced from a tree; see `ExtensiveForm.normal_form`.

    Attributes
    ----------
    tree : ExtensiveForm
    strategies : mapping
        Player to strategy's label to the choices it makes, information set to action; information sets that it excludes
        are left out.
    """

    tree: "ExtensiveForm"
    strategies: Mapping[str, Mapping[str, Mapping[str, str]]]
    _plans: tuple[tuple[Plan, ...], ...]

    def weights(self, player: int, mixed: Sequence[Any]) -> tuple[Any, ...]:
        """Realisation weights: the total weight of the strategies that make all own moves up to an action.

        Information set by information set in the tree's order, like a behaviour strategy; linear in the mixed strategy.
        """
        found: dict[tuple[int, int], Any] = {}
        for plan, x in zip(self._plans[player], mixed, strict=True):
            if x:
                for choice in plan.items():
                    found[choice] = found[choice] + x if choice in found else x
        sets = self.tree.layout.sets
        own = [k for k, held in enumerate(sets) if held.player == player]
        return tuple(found.get((k, a), Fraction(0)) for k in own for a in range(len(sets[k].actions)))

    def behaviour(self, equilibrium: Any) -> dict[str, dict[str, dict[str, Any]]]:
        """Behaviour strategies that play like an equilibrium (or any profile) of this table.

        Parameters
        ----------
        equilibrium : Equilibrium or mapping
            Player to strategy's label to probability.

        Returns
        -------
        dict
            Player to information set to action to probability. Where a player's own moves exclude an information set,
            nothing is said about it, and its actions have equal probabilities.

        Examples
        --------
        >>> import deterrence as dt
        >>> one, two = dt.players("one two")
        >>> a, b = dt.outcome("a", one=1, two=0), dt.outcome("b", one=0, two=1)
        >>> table = dt.ExtensiveForm(one.chooses(go=two.chooses(left=a, right=b), out=b)).normal_form()
        >>> table.behaviour(dt.nash(table).extreme[0])["two"]["go"]["right"]
        Fraction(1, 1)
        """
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for i, player in enumerate(self.players):
            mixed = tuple(equilibrium[player][label] for label in self.actions[player])
            row = behaviour_of_weights(self.tree.layout, i, self.weights(i, mixed))
            chances = iter(row)
            found[player] = {
                label: {a: next(chances) for a in actions} for label, actions in self.tree.information_sets[player].items()
            }
        return found

    def _with_values(self, values: Mapping[str, Fraction]) -> Self:
        changed = super()._with_values(values)
        changed.__dict__["tree"] = self.tree._with_values(values)
        return changed

    @cached_property
    def sequential_moves(self) -> bool:
        """Whether some player has a move after another move of its own."""
        return any(held.after is not None for held in self.tree.layout.sets)


def behaviour_of_weights(layout: "Layout", player: int, weights: Sequence[Any]) -> tuple[Any, ...]:
    """The behaviour strategy with some realisation weights; equal chances where the player's own moves exclude a set."""
    found: list[Any] = []
    position = 0
    for held in layout.sets:
        if held.player != player:
            continue
        n = len(held.actions)
        row = weights[position : position + n]
        position += n
        total = sum(row, Fraction(0))
        found += [w / total for w in row] if total else [Fraction(1, n)] * n
    return tuple(found)


def reduced_form(tree: "ExtensiveForm") -> ReducedForm:
    """Build the table of a tree."""
    layout = tree.layout
    plans = _plans(tree)
    if prod(map(len, plans)) > MOST_CELLS:
        size = " x ".join(f"{len(p):,}" for p in plans)
        raise UnsupportedGame(
            f"the reduced normal form of this tree would be {size}, more than {MOST_CELLS:,} cells; "
            "subgame_perfect works on the tree itself"
        )
    labels = [_labels(layout, own) for own in plans]
    actions = dict(zip(tree.players, labels, strict=True))
    payoffs, outcomes = _cells(tree, plans)
    cells = list(product(*labels))
    table = ReducedForm(
        players=tree.players,
        payoffs=dict(zip(cells, payoffs, strict=True)),
        outcomes=dict(zip(cells, outcomes, strict=True)),
        actions=actions,
        parameters=tree.all_parameters,
        title=tree.title,
        criteria=tree.criteria,
    )
    strategies = {
        player: FrozenDict({label: _spelt(layout, plan) for label, plan in zip(names, own, strict=True)})
        for player, names, own in zip(tree.players, labels, plans, strict=True)
    }
    table.__dict__.update(tree=tree, strategies=FrozenDict(strategies), _plans=plans, _undefined=tree._undefined)
    return table._with_values(tree.values)


def has_table(tree: "ExtensiveForm") -> bool:
    """Whether the reduced normal form is small enough to be written down: its strategies are counted, not listed."""
    layout = tree.layout
    later: list[dict[tuple[int, int] | None, int]] = [{} for _ in tree.players]
    for k in range(len(layout.sets) - 1, -1, -1):
        held = layout.sets[k]
        mine = later[held.player]
        count = sum(mine.get((k, a), 1) for a in range(len(held.actions)))
        mine[held.after] = min(mine.get(held.after, 1) * count, MOST_CELLS + 1)
    counts = [mine.get(None, 1) for mine in later]
    return prod(counts) <= MOST_CELLS and max(counts, default=1) <= MOST_CELLS // 10


def _plans(tree: "ExtensiveForm") -> tuple[tuple[Plan, ...], ...]:
    """Each player's strategies, built from its last information sets up."""
    layout = tree.layout
    after: list[dict[tuple[int, int] | None, list[int]]] = [{} for _ in tree.players]
    for k, held in enumerate(layout.sets):
        after[held.player].setdefault(held.after, []).append(k)
    #: for each information set the ways to play from it on
    below: list[list[Plan]] = [[] for _ in layout.sets]
    for k in range(len(layout.sets) - 1, -1, -1):
        held = layout.sets[k]
        for a in range(len(held.actions)):
            later = [below[j] for j in after[held.player].get((k, a), ())]
            _check_size(tree, held.player, len(below[k]) + prod(map(len, later)))
            below[k] += [_joined(({k: a}, *chosen)) for chosen in product(*later)]
    found = []
    for i in range(len(tree.players)):
        first = [below[k] for k in after[i].get(None, ())]
        _check_size(tree, i, prod(map(len, first)))
        found.append(tuple(_joined(chosen) for chosen in product(*first)))
    return tuple(found)


def _check_size(tree: "ExtensiveForm", player: int, count: int) -> None:
    if count > MOST_CELLS // 10:
        raise UnsupportedGame(
            f"{tree.players[player]!r} has more than {MOST_CELLS // 10:,} strategies in this tree; "
            "subgame_perfect works on the tree itself"
        )


def _joined(parts: Iterable[Plan]) -> Plan:
    return {k: a for part in parts for k, a in part.items()}


def _labels(layout: "Layout", plans: Sequence[Plan]) -> tuple[str, ...]:
    """Strategies by their actions; by information sets too where that would be ambiguous."""
    short = tuple(", ".join(layout.sets[k].actions[a] for k, a in sorted(plan.items())) or NO_MOVE for plan in plans)
    if len(set(short)) == len(short):
        return short
    long = tuple(", ".join(f"{k}: {a}" for k, a in _spelt(layout, plan).items()) for plan in plans)
    return long if len(set(long)) == len(long) else tuple(f"{text} ({n})" for n, text in enumerate(long, 1))


def _spelt(layout: "Layout", plan: Plan) -> Mapping[str, str]:
    return FrozenDict({layout.sets[k].label: layout.sets[k].actions[a] for k, a in sorted(plan.items())})


def _cells(tree: "ExtensiveForm", plans: Sequence[Sequence[Plan]]) -> tuple[list[Any], list[dict[str, Number]]]:
    """Expected payoffs and outcomes of every cell: each end adds to the cells whose strategies lead there."""
    layout = tree.layout
    making: list[dict[tuple[int, int], list[int]]] = [{} for _ in plans]
    for found, own in zip(making, plans, strict=True):
        for s, plan in enumerate(own):
            for choice in plan.items():
                found.setdefault(choice, []).append(s)
    steps = [prod(len(p) for p in plans[i + 1 :]) for i in range(len(plans))]
    count = prod(map(len, plans))
    payoffs: list[list[Number]] = [[Fraction(0)] * len(plans) for _ in range(count)]
    outcomes: list[dict[str, Number]] = [{} for _ in range(count)]
    reach = chances_on_paths(layout)
    for node, end in layout.ends.items():
        p = reach[node]
        if p == 0:
            continue
        shares = [p * end.payoffs[player] for player in tree.players]
        choices = [
            range(len(own)) if last is None else found[last]
            for own, found, last in zip(plans, making, layout.sequences[node], strict=True)
        ]
        for chosen in product(*choices):
            cell = sum(s * step for s, step in zip(chosen, steps, strict=True))
            row = payoffs[cell]
            for i, share in enumerate(shares):
                row[i] = row[i] + share
            for name, weight in end.weights.items():
                outcomes[cell][name] = outcomes[cell].get(name, Fraction(0)) + p * weight
    return payoffs, outcomes


def chances_on_paths(layout: "Layout") -> list[Any]:
    """For every node the product of the chance probabilities on its path."""
    reach: list[Any] = [Fraction(1)] * len(layout.parent)
    for node, children in enumerate(layout.children):
        chances = layout.chances.get(node)
        for k, child in enumerate(children):
            reach[child] = reach[node] if chances is None else reach[node] * chances[k]
    return reach
