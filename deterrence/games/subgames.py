"""The subgames of a tree, cut into stages: what is left of each when the subgames below it are replaced by their values."""

from dataclasses import dataclass, field

from .tree_layout import Layout

__all__ = ["Stage", "stages"]


@dataclass(slots=True)
class Stage:
    """A subgame without the proper subgames below it.

    Attributes
    ----------
    root : int
    nodes : list of int
        In depth-first order, the root first; without the cuts.
    cuts : list of int
        Ends of the game, and roots of the subgames below, where the stage ends.
    """

    root: int
    nodes: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)


def stages(layout: Layout) -> list[Stage]:
    """The stages of all subgames, in depth-first order of their roots; the first is the whole game's.

    The subtree below a node is a subgame if every information set that it meets lies inside it. An end of the game alone
    is left out, unless it is all there is.
    """
    count = len(layout.parent)
    last = list(range(count))  # largest node of the subtree
    low, high = list(range(count)), list(range(count))  # range of the information sets that the subtree meets
    for node in range(count - 1, -1, -1):
        k = layout.set_of[node]
        if k >= 0:
            nodes = layout.sets[k].nodes
            low[node], high[node] = min(low[node], nodes[0]), max(high[node], nodes[-1])
        parent = layout.parent[node]
        if parent >= 0:
            last[parent] = max(last[parent], last[node])
            low[parent], high[parent] = min(low[parent], low[node]), max(high[parent], high[node])
    found: list[Stage] = []
    stage_of: list[int] = [0] * count
    for node in range(count):
        parent = layout.parent[node]
        is_end = node in layout.ends
        if is_end and parent >= 0:
            found[stage_of[parent]].cuts.append(node)
        elif low[node] >= node and high[node] <= last[node]:
            if parent >= 0:
                found[stage_of[parent]].cuts.append(node)
            stage_of[node] = len(found)
            found.append(Stage(node, [] if is_end else [node], [node] if is_end else []))
        else:
            stage_of[node] = stage_of[parent]
            found[stage_of[node]].nodes.append(node)
    return found
