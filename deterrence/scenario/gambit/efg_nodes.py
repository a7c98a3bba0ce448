"""The nodes of an ``.efg`` file, put together to a tree."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...frozen import FrozenDict
from ...games.moves import Chance, Choice, Outcome, Player, Subtree
from ...games.tree_layout import DEEPEST_NAME
from .efg_sets import HeldSet, free_label

__all__ = ["Move", "build"]


@dataclass(slots=True, eq=False)
class Move:
    """A node at which a player or chance moves; ``start`` is its place in the text."""

    held: HeldSet
    start: int


def build(nodes: Sequence[Move | Outcome], players: Sequence[str]) -> Subtree:
    """The subtree of the first node, from all nodes in depth-first order."""
    _name_by_path(nodes)
    movers = [Player(label, k) for k, label in enumerate(players)]
    ready: list[Subtree] = []
    for node in reversed(nodes):
        if isinstance(node, Outcome):
            ready.append(node)
            continue
        held = node.held
        below = [ready.pop() for _ in held.actions]
        if held.player >= 0:
            ready.append(Choice(movers[held.player], FrozenDict(zip(held.actions, below, strict=True)), held.label))
        else:
            pairs = zip(held.probabilities, below, strict=True)
            ready.append(Chance(FrozenDict(zip(held.actions, pairs, strict=True))))
    return ready[0]


def _name_by_path(nodes: Sequence[Move | Outcome]) -> None:
    """Call information sets without a name like `ExtensiveForm` calls them: by the path of their first node."""
    moves = [node.held for node in nodes if isinstance(node, Move) and node.held.player >= 0]
    if all(held.label for held in moves):
        return
    taken = {held.label for held in moves}
    steps: list[str] = []
    # for every open node: its branches that are still to come, the last one first
    to_come: list[list[str]] = []
    for k, node in enumerate(nodes):
        if isinstance(node, Move):
            if node.held.player >= 0 and not node.held.label:
                deep = len(steps) > DEEPEST_NAME
                path = f"{steps[-1]} (node {k})" if deep else ".".join(steps) or "root"
                node.held.label = free_label(path, taken)
                taken.add(node.held.label)
            to_come.append(list(reversed(node.held.actions)))
        else:
            del steps[-1:]
            while to_come and not to_come[-1]:
                to_come.pop()
                del steps[-1:]
            if not to_come:
                return
        steps.append(to_come[-1].pop())
