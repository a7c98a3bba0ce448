"""Trees that a scenario file declares itself: a flat list of nodes, each branch leading to one by its id."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..exact import Number, show
from ..frozen import FrozenDict
from ..games.moves import Chance, Choice, Outcome, Player, Subtree, outcome
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from .custom import criteria_of, entries, labels_of, probability
from .positions import KeyPath, MisplacedError
from .quantities import known_name, placed

if TYPE_CHECKING:
    from .schema import TreeAction, TreeFile, TreeNode

__all__ = ["tree"]


def tree(file: "TreeFile", parameters: Sequence[Parameter]) -> ExtensiveForm:
    """The game of a file of kind "tree", its parameters free."""
    players = labels_of(("players",), file.players, "players")
    if not file.nodes:
        raise MisplacedError(("nodes",), "there are no nodes; write one [[nodes]] table for each, the root first")
    number = _numbers(file)
    order = _order(file, number)
    names = [p.name for p in parameters]
    built: dict[int, Subtree] = {}
    for i in reversed(order):
        node, path = file.nodes[i], ("nodes", i)
        if node.actions is None:
            built[i] = _end(path, node, names, players)
            continue
        below = {action.name: built[number[action.to]] for action in node.actions}
        if node.chance:
            chances = _chances(path, node.actions, names)
            built[i] = Chance(FrozenDict({label: (p, below[label]) for label, p in chances.items()}))
        else:
            known_name((*path, "player"), node.player, players, "no player", "players")
            mover = Player(str(node.player), players.index(str(node.player)))
            if node.information_set == "":
                raise MisplacedError((*path, "information_set"), "an information set needs a label; or leave the key out")
            built[i] = Choice(mover, FrozenDict(below), node.information_set)
    with placed(("nodes",), key=True):
        return ExtensiveForm(built[0], parameters=parameters, title=file.title, criteria=criteria_of(file))


def _numbers(file: "TreeFile") -> dict[str, int]:
    """Id to place in the list, the form of every node checked."""
    number: dict[str, int] = {}
    for i, node in enumerate(file.nodes):
        path: KeyPath = ("nodes", i)
        if node.id in number:
            raise MisplacedError((*path, "id"), f"two nodes have the id {node.id!r}; give each its own")
        number[node.id] = i
        moves = (node.player is not None) + node.chance
        if moves + (node.payoffs is not None) != 1:
            message = f"node {node.id!r} must have exactly one of: a player, chance = true, payoffs"
            raise MisplacedError((*path, "id"), message)
        _check_keys(path, node)
        if moves:
            labels_of((*path, "actions"), [action.name for action in node.actions or ()], "actions")
    return number


def _check_keys(path: KeyPath, node: "TreeNode") -> None:
    """Every key stands where it means something."""
    end = node.payoffs is not None
    if end and node.actions is not None:
        raise MisplacedError((*path, "actions"), f"node {node.id!r} is an end, with payoffs, and has no actions", key=True)
    if not end and node.actions is None:
        raise MisplacedError((*path, "id"), f"node {node.id!r} has no actions; write actions = [{{name = ..., to = ...}}]")
    for key, value in (("outcome", node.outcome), ("outcomes", node.outcomes)):
        if not end and value:
            raise MisplacedError((*path, key), f"node {node.id!r} has no payoffs; only ends have outcomes", key=True)
    if node.information_set is not None and node.player is None:
        message = f"node {node.id!r} is no player's choice; only these have information sets"
        raise MisplacedError((*path, "information_set"), message, key=True)
    for k, action in enumerate(node.actions or ()):
        if (action.probability is not None) != node.chance:
            message = "a branch of chance needs a probability" if node.chance else "only chance has probabilities"
            raise MisplacedError((*path, "actions", k), message)


def _order(file: "TreeFile", number: dict[str, int]) -> list[int]:
    """The nodes from the root on, each before its successors; every node but an end is reached exactly once."""
    order: list[int] = []
    reached = {0: ""}
    todo = [0]
    while todo:
        i = todo.pop()
        order.append(i)
        for k, action in enumerate(file.nodes[i].actions or ()):
            path: KeyPath = ("nodes", i, "actions", k, "to")
            if action.to not in number:
                known_name(path, action.to, number, "no node has the id", "ids")
            j = number[action.to]
            if j in reached:
                if j and file.nodes[j].payoffs is not None:
                    continue  # an end may be written once for many branches
                before = f"from {reached[j]!r} already" if j else "as the root"
                raise MisplacedError(path, f"node {action.to!r} is reached {before}; in a tree one branch leads to each")
            reached[j] = file.nodes[i].id
            todo.append(j)
    for i, node in enumerate(file.nodes):
        if i not in reached:
            raise MisplacedError(("nodes", i, "id"), f"no branch leads to node {node.id!r}; the first node is the root")
    return order


def _chances(path: KeyPath, actions: "Sequence[TreeAction]", names: Sequence[str]) -> dict[str, Number]:
    """Branch to probability, summing to 1 where they are numbers."""
    chances = {}
    for k, action in enumerate(actions):
        assert action.probability is not None
        where: KeyPath = (*path, "actions", k, "probability")
        chances[action.name] = probability(where, action.probability, names, f"the probability of {action.name!r}")
    numbers = [p for p in chances.values() if isinstance(p, Fraction)]
    if len(numbers) == len(chances) and sum(numbers) != 1:
        raise MisplacedError((*path, "actions"), f"the probabilities sum to {show(sum(numbers))}; they must sum to 1")
    return chances


def _end(path: KeyPath, node: "TreeNode", names: Sequence[str], players: Sequence[str]) -> Outcome:
    payoffs, outcomes = entries(path, node, names, players)
    with placed(path):
        weights = None if node.outcomes is None else outcomes
        return outcome(node.outcome, payoffs=dict(zip(players, payoffs, strict=True)), weights=weights)
