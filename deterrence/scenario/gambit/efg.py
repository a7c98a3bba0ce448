"""Trees in Gambit's ``.efg`` format, read node by node.

A node is announced before its successors, in depth-first order. What is read is first a flat list, from which the
subtrees are put together from the last one back, so that depth costs no recursion.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import NamedTuple, NoReturn

from ...errors import InvalidGame
from ...games.moves import Outcome
from ...games.tree import ExtensiveForm
from .efg_nodes import Move, build
from .efg_sets import Outcomes, Sets
from .tokens import TEXT, WORD, Reader

__all__ = ["read_efg"]

#: Most nodes of a tree that is read.
MOST_NODES = 2_000_000

Payoffs = tuple[Fraction, ...]


class EfgFile(NamedTuple):
    """What a file says."""

    game: ExtensiveForm
    comment: str
    notes: tuple[str, ...]


def read_efg(text: str, place: str = "efg") -> EfgFile:
    """Read the text of an ``.efg`` file.

    Payoffs of outcomes add up along the path. An information set without a name is called by the path of its first node;
    where two players have sets of one name, each is called ``player: name``.

    Raises
    ------
    ScenarioError
        With line and column of the first mistake.

    Examples
    --------
    >>> file = read_efg('''EFG 2 R "Entry" { "entrant" "incumbent" } "no one stays out"
    ... p "" 1 1 "enter?" { "out" "in" } 1 "fee" { -1 0 }
    ... t "" 2 "monopoly" { 1, 5 }
    ... p "" 2 1 "reply" { "fight" "share" } 0
    ... t "" 3 "war" { -2 -.5 }
    ... t "" 4 "duopoly" { 3 2 }
    ... ''')
    >>> file.game.information_sets["incumbent"], file.game.payoffs["in.fight",]
    ({'reply': ('fight', 'share')}, (Fraction(-3, 1), Fraction(-1, 2)))
    """
    with _uncollected():
        return _read(text, place)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cyclic garbage: a large tree makes millions of objects, and none is in a cycle."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _read(text: str, place: str) -> EfgFile:
    notes: dict[str, None] = {}
    reader = Reader(text, place)
    title = reader.header("EFG", "2")
    players = reader.labels("the players", "player ", notes)
    comment = reader.text_token("the comment") if reader.kind == TEXT else ""
    start = reader.start
    nodes, sets = _nodes(reader, players, notes)
    reader.finish("the tree", notes)
    sets.settle_labels(notes)
    try:
        game = ExtensiveForm(build(nodes, players), title=title)
    except InvalidGame as error:
        _refuse_tree(reader, nodes, start, str(error))
    if game.players != players:
        notes[f"players who never move stand last: {', '.join(game.players)}"] = None
    return EfgFile(game, comment, tuple(notes))


def _nodes(reader: Reader, players: tuple[str, ...], notes: dict[str, None]) -> tuple[list[Move | Outcome], Sets]:
    """All nodes in depth-first order; ends with the payoffs of the whole path."""
    sets, outcomes = Sets(reader, players, notes), Outcomes(reader, players, notes)
    nodes: list[Move | Outcome] = []
    # for every open node: how many branches are still to come, and the payoffs on the way to them
    left, carried = [1], [outcomes.nothing]
    while left:
        left[-1] -= 1
        before = carried[-1]
        if not left[-1]:
            left.pop()
            carried.pop()
        if len(nodes) >= MOST_NODES:
            reader.fail(f"the tree has more than {MOST_NODES:,} nodes, too many to be read")
        start = reader.start
        if reader.kind != WORD or reader.value not in ("p", "c", "t"):
            reader.expected("a node, which starts with 'p', 'c' or 't'")
        kind = reader.value
        reader.advance()
        if reader.kind != TEXT:
            reader.expected("the name of the node in quotes")
        reader.advance()
        if kind == "t":
            nodes.append(outcomes.end(before))
            continue
        held = sets.chance_set() if kind == "c" else sets.player_set(nodes)
        nodes.append(Move(held, start))
        left.append(len(held.actions))
        carried.append(outcomes.on_the_way(before))
    return nodes, sets


def _refuse_tree(reader: Reader, nodes: list[Move | Outcome], start: int, message: str) -> NoReturn:
    """Refuse a tree that breaks a rule of the whole, at the first node whose player forgets its own moves."""
    after: dict[int, object] = {}
    # of every node that is still to come: each player's last move on the way to it
    to_come: list[dict[int, object]] = [{}]
    for node in nodes:
        before = to_come.pop()
        if isinstance(node, Move):
            i = node.held.player
            if i >= 0 and after.setdefault(id(node.held), before.get(i)) != before.get(i):
                reader.fail(message, node.start)
            branches = reversed(range(len(node.held.actions)))
            to_come += [{**before, i: (id(node.held), a)} if i >= 0 else before for a in branches]
    reader.fail(message, start)
