"""A tree laid out flat: nodes in depth-first order, information sets, and what each player remembers.

Everything is iterative, so that depth costs no recursion. Checks that need the whole tree are made here, each error with the
path of the node.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import InvalidGame, did_you_mean
from ..exact import Number
from .moves import Choice, Outcome, Player, Subtree

__all__ = ["CHANCE", "LEAF", "InformationSet", "Layout", "lay_out"]

#: Owners of nodes at which nobody decides.
CHANCE, LEAF = -1, -2

#: Most nodes of a tree; one subtree used in many places counts every time.
MOST_NODES = 2_000_000

#: Nodes further from the root than this are named by their number, not by their whole path.
DEEPEST_NAME = 32


@dataclass(slots=True)
class InformationSet:
    """Nodes that look the same to the player who moves there."""

    label: str
    player: int
    actions: tuple[str, ...]
    nodes: list[int] = field(default_factory=list)
    #: The player's last move before it: (information set, action), by number; None if it is the first.
    after: tuple[int, int] | None = None


@dataclass
class Layout:
    """The arrays of a tree; node 0 is the root, and every node stands before its successors.

    ``sequences[node]`` has for each player its last move on the way to the node.
    """

    players: tuple[str, ...] = ()
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    branch: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    set_of: list[int] = field(default_factory=list)
    children: list[Sequence[int]] = field(default_factory=list)
    chances: dict[int, tuple[Number, ...]] = field(default_factory=dict)
    ends: dict[int, Outcome] = field(default_factory=dict)
    sets: list[InformationSet] = field(default_factory=list)
    sequences: list[tuple[tuple[int, int] | None, ...]] = field(default_factory=list)

    def path(self, node: int) -> str:
        """The path of a node for a message: ``root > probe > respond``; the middle of a long one is left out."""
        steps = []
        while node:
            steps.append(self.branch[node])
            node = self.parent[node]
        steps.append("root")
        steps.reverse()
        return " > ".join(steps if len(steps) <= 12 else [*steps[:5], "...", *steps[-6:]])

    def name(self, node: int) -> str:
        """The name of a node: ``root``, ``probe.respond``; a very deep one by its last move and its number."""
        if not node:
            return "root"
        if self.depth[node] > DEEPEST_NAME:
            return f"{self.branch[node]} (node {node})"
        steps = []
        while node:
            steps.append(self.branch[node])
            node = self.parent[node]
        return ".".join(reversed(steps))


def lay_out(root: Subtree) -> Layout:
    """Lay a tree out and check it.

    Raises
    ------
    InvalidGame
        Naming the path of the node and what to do.
    """
    layout = Layout()
    choices = _walk(root, layout)
    layout.players = _players(layout, choices)
    _complete(layout)
    _information_sets(layout, choices)
    _recall(layout)
    return layout


def _walk(root: Subtree, layout: Layout) -> dict[int, Choice]:
    """Number the nodes in depth-first order, first action first; nodes that look the same have one order of actions."""
    choices: dict[int, Choice] = {}
    first: dict[str, Choice] = {}
    todo: list[tuple[int, str, Subtree]] = [(-1, "", root)]
    while todo:
        parent, branch, subtree = todo.pop()
        node = len(layout.parent)
        if node >= MOST_NODES:
            raise InvalidGame(
                f"the tree has more than {MOST_NODES:,} nodes; one subtree used in many places counts each time"
            )
        layout.parent.append(parent)
        layout.depth.append(layout.depth[parent] + 1 if node else 0)
        layout.branch.append(branch)
        layout.owner.append(LEAF)
        layout.set_of.append(-1)
        layout.children.append(())
        if parent >= 0:
            layout.children[parent].append(node)  # type: ignore[attr-defined]
        if isinstance(subtree, Outcome):
            layout.ends[node] = subtree
            continue
        layout.children[node] = []
        if isinstance(subtree, Choice):
            choices[node] = subtree
            order = subtree if subtree.knowing is None else first.setdefault(subtree.knowing, subtree)
            same = subtree.actions.keys() == order.actions.keys()
            actions = [*(order if same else subtree).actions]
            todo += [(node, action, subtree.actions[action]) for action in reversed(actions)]
        else:
            layout.owner[node] = CHANCE
            layout.chances[node] = tuple(p for p, _ in subtree.branches.values())
            todo += [(node, label, below) for label, (_, below) in reversed(list(subtree.branches.items()))]
    return choices


def _players(layout: Layout, choices: dict[int, Choice]) -> tuple[str, ...]:
    """Movers in the order in which they were named together, then players who only have payoffs."""
    movers: dict[str, Player] = {}
    for node, choice in choices.items():
        known = movers.setdefault(choice.player.label, choice.player)
        if known.position != choice.player.position:
            raise InvalidGame(
                f"{layout.path(node)}: {choice.player.label!r} was named in two calls of dt.players(...), in different "
                "places; name all players of a game in one call"
            )
    ordered = sorted(movers.values(), key=lambda p: p.position)
    others = (label for end in layout.ends.values() for label in end.payoffs if label not in movers)
    return tuple(dict.fromkeys([*(p.label for p in ordered), *others]))


def _complete(layout: Layout) -> None:
    """Every outcome names every player."""
    wanted = set(layout.players)
    if not wanted:
        raise InvalidGame("the tree has no players; give every outcome a payoff for each, such as challenger=0")
    for node, end in layout.ends.items():
        if end.payoffs.keys() != wanted:
            missing = next(label for label in layout.players if label not in end.payoffs)
            near = did_you_mean(missing, set(end.payoffs))
            raise InvalidGame(
                f"{layout.path(node)}: outcome {end.name!r} has no payoff for {missing!r}{near}; every outcome names every "
                f"player ({', '.join(layout.players)})"
            )


def _information_sets(layout: Layout, choices: dict[int, Choice]) -> None:
    """Group the decision nodes to information sets."""
    number: dict[str, int] = {}
    index = {label: k for k, label in enumerate(layout.players)}
    for node, choice in choices.items():
        player, actions = index[choice.player.label], tuple(choice.actions)
        label = layout.name(node) if choice.knowing is None else choice.knowing
        k = number.setdefault(label, len(layout.sets))
        if k == len(layout.sets):
            layout.sets.append(InformationSet(label, player, actions))
        held = layout.sets[k]
        first = held.nodes[0] if held.nodes else node
        if node != first and (choice.knowing is None or choices[first].knowing is None):
            raise InvalidGame(
                f"two information sets would be called {label!r}: those at {layout.path(first)} and at {layout.path(node)}; "
                "give one of them another label with knowing="
            )
        if player != held.player:
            raise InvalidGame(
                f"{layout.path(node)}: information set {label!r} belongs to {layout.players[held.player]!r} (at "
                f"{layout.path(first)}), not to {choice.player.label!r}; give each player's sets labels of their own"
            )
        if actions != held.actions and set(actions) != set(held.actions):
            raise InvalidGame(
                f"{layout.path(node)}: actions {', '.join(actions)} in information set {label!r}, which has "
                f"{', '.join(held.actions)} at {layout.path(first)}; nodes that look the same offer the same actions"
            )
        held.nodes.append(node)
        layout.owner[node], layout.set_of[node] = player, k


def _recall(layout: Layout) -> None:
    """Perfect recall: all nodes of an information set follow the same moves of its player."""
    nothing: tuple[Any, ...] = (None,) * len(layout.players)
    layout.sequences = [nothing] * len(layout.parent)
    for node, children in enumerate(layout.children):
        before, k = layout.sequences[node], layout.set_of[node]
        if k < 0:
            for child in children:
                layout.sequences[child] = before
            continue
        held = layout.sets[k]
        i = held.player
        if node == held.nodes[0]:
            held.after = before[i]
        elif before[i] != held.after:
            raise InvalidGame(_forgets(layout, held, node))
        for a, child in enumerate(children):
            layout.sequences[child] = (*before[:i], (k, a), *before[i + 1 :])


def _forgets(layout: Layout, held: InformationSet, node: int) -> str:
    first, player = held.nodes[0], layout.players[held.player]
    moves = []
    for one in (first, node):
        last = layout.sequences[one][held.player]
        moves.append(
            "no move" if last is None else f"{layout.sets[last[0]].actions[last[1]]!r} at {layout.sets[last[0]].label!r}"
        )
    return (
        f"{player!r} would forget its own moves: the nodes {layout.path(first)} (after {moves[0]}) and {layout.path(node)} "
        f"(after {moves[1]}) share the information set {held.label!r}; recall must be perfect, so give them different labels"
    )
