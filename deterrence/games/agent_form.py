"""The agent normal form of a tree: every information set is decided by an agent of its own."""

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from ..errors import UnsupportedGame
from ..exact import Number
from .normal_form import NormalForm
from .reduced_form import MOST_CELLS, chances_on_paths

if TYPE_CHECKING:
    from .tree import ExtensiveForm

__all__ = ["agent_form"]


def agent_form(tree: "ExtensiveForm") -> NormalForm:
    """Build the table of a tree's agents."""
    layout = tree.layout
    if not layout.sets:
        raise UnsupportedGame("nobody moves in this tree, so that it has no agents; its outcome is that of chance alone")
    shape = [len(held.actions) for held in layout.sets]
    if prod(shape) > MOST_CELLS:
        raise UnsupportedGame(
            f"the agent normal form of this tree would have {prod(shape):,} cells, more than {MOST_CELLS:,}; "
            "subgame_perfect and agent_quantal_response work on the tree itself"
        )
    owners = [held.player for held in layout.sets]
    steps = [prod(shape[k + 1 :]) for k in range(len(shape))]
    payoffs: list[list[Number]] = [[Fraction(0)] * len(shape) for _ in range(prod(shape))]
    outcomes: list[dict[str, Number]] = [{} for _ in range(prod(shape))]
    reach = chances_on_paths(layout)
    for node, end in layout.ends.items():
        if reach[node] == 0:
            continue
        shares: list[Any] = [reach[node] * end.payoffs[player] for player in tree.players]
        made = _made(tree, node)
        for chosen in product(*([made[k]] if k in made else range(n) for k, n in enumerate(shape))):
            cell = sum(a * step for a, step in zip(chosen, steps, strict=True))
            for k, i in enumerate(owners):
                payoffs[cell][k] = payoffs[cell][k] + shares[i]
            for name, weight in end.weights.items():
                outcomes[cell][name] = outcomes[cell].get(name, Fraction(0)) + reach[node] * weight
    names = [f"{tree.players[held.player]}: {held.label}" for held in layout.sets]
    cells = list(product(*(held.actions for held in layout.sets)))
    game = NormalForm(
        players=names,
        payoffs=dict(zip(cells, map(tuple, payoffs), strict=True)),
        outcomes=dict(zip(cells, outcomes, strict=True)),
        parameters=tree.all_parameters,
        title=tree.title,
    )
    return game._with_values(tree.values)


def _made(tree: "ExtensiveForm", node: int) -> dict[int, int]:
    """The choices on the way to a node."""
    layout, found = tree.layout, {}
    while node:
        before = layout.parent[node]
        if (k := layout.set_of[before]) >= 0:
            found[k] = layout.children[before].index(node)
        node = before
    return found
