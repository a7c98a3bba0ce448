"""Where everything stands in the picture of a tree, whatever it is drawn with: from left to right, one row for each end.

Every end has a row of its own and every node stands halfway between its first and its last successor, so that nodes of the
same depth are at least a row apart. A branch first slants to its row, beside all other slants of its column, and then runs
level under its label. Lengths are points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

from ..equilibria.equilibrium import Equilibrium
from ..errors import InvalidParameter, UnsupportedGame
from ..games.tree import ExtensiveForm
from ..solve.agent_quantal_response import AgentResponse
from .numbers import decimal, short
from .payoffs import settled

__all__ = ["MOST_ENDS", "Branch", "Link", "TreeNode", "TreePicture", "tree_picture"]

#: How far apart links of different information sets pass, and how long their dashes are.
LANE, DASHES = 6.5, (4.0, 8.0, 2.0)
#: Most ends of a tree that is drawn.
MOST_ENDS = 500
#: Size of letters, width of an average one, height of a row, width of a slant, and space around texts.
FONT, LETTER, ROW, SLANT, GAP = 9.0, 5.6, 30.0, 26.0, 5.0
#: Longest text, in letters, that is not cut.
LONGEST = 42


@dataclass(frozen=True)
class TreeNode:
    """A point of the tree: whose move it is, or what it pays.

    ``text`` stands beside an end and below any other node; ``owner`` is the player's place, -1 for chance, -2 for an end.
    """

    x: float
    y: float
    text: str
    owner: int
    played: bool


@dataclass(frozen=True)
class Branch:
    """The way from one node to the next by way of its bend: what it is called, and whether it is played."""

    points: tuple[tuple[float, float], ...]
    text: str
    played: bool


@dataclass(frozen=True)
class Link:
    """Two nodes that look the same to whoever moves there.

    ``bend`` is how far the link keeps away from the nodes between, and ``dash`` how long its dashes are, so that links of
    different information sets that pass each other can be told apart.
    """

    first: tuple[float, float]
    last: tuple[float, float]
    bend: float
    dash: float


@dataclass(frozen=True)
class TreePicture:
    """All that is drawn of a tree, in points, y growing downwards.

    ``legend`` says whose payoffs the numbers are, in which order.
    """

    width: float
    height: float
    nodes: tuple[TreeNode, ...]
    branches: tuple[Branch, ...]
    links: tuple[Link, ...]
    title: str
    legend: str
    solved: bool


def tree_picture(game: ExtensiveForm, equilibrium: Any = None) -> TreePicture:
    """Lay the picture of a tree out.

    Raises
    ------
    UnsupportedGame
        For a game that is no tree, or has more than `MOST_ENDS` ends.
    InvalidParameter
        For an equilibrium of another game.
    """
    if not isinstance(game, ExtensiveForm):
        raise UnsupportedGame(
            f"a tree is drawn from an ExtensiveForm, not from {type(game).__name__}; draw a signalling game by game.tree()"
        )
    if len(game.layout.ends) > MOST_ENDS:
        raise UnsupportedGame(
            f"the tree has {len(game.layout.ends)} ends, and at most {MOST_ENDS} are drawn; draw a part as a tree of its own"
        )
    chances = _chances(game, equilibrium)
    played = _played(game, chances) if equilibrium is not None else [True] * len(game.layout.parent)
    labels = _branch_texts(game, chances)
    texts = [_node_text(game, node) for node in range(len(played))]
    rows, columns = _rows(game), _columns(game, labels, texts)
    layout = game.layout
    at = [(columns[layout.depth[n]], ROW * (rows[n] + 0.7)) for n in range(len(played))]
    nodes = tuple(TreeNode(*at[n], texts[n], layout.owner[n], played[n]) for n in range(len(played)))
    branches = tuple(
        Branch((at[p], (at[p][0] + SLANT, at[n][1]), at[n]), labels[n], played[n]) for n, p in enumerate(layout.parent) if n
    )
    width = max(
        x + (_width(t) + 3 * GAP if n in layout.ends else GAP) for n, ((x, _), t) in enumerate(zip(at, texts, strict=True))
    )
    return TreePicture(
        width,
        ROW * (len(layout.ends) + 0.4),
        nodes,
        branches,
        _links(game, at),
        game.title,
        f"payoffs ({', '.join(game.players)})",
        equilibrium is not None,
    )


def _chances(game: ExtensiveForm, equilibrium: Any) -> dict[int, Sequence[Any]]:
    """Probabilities at every chance node, and where there is an equilibrium at every decision."""
    layout = game.layout
    found: dict[int, Sequence[Any]] = {n: [settled(game, p) for p in row] for n, row in layout.chances.items()}
    if equilibrium is None:
        return found
    if not isinstance(equilibrium, Equilibrium | AgentResponse):
        hint = "; give one of its extreme equilibria, such as eqs.extreme[0]" if hasattr(equilibrium, "extreme") else ""
        raise InvalidParameter(f"equilibrium is a {type(equilibrium).__name__}, not an Equilibrium of the tree{hint}")
    if equilibrium.game != game:
        raise InvalidParameter("the equilibrium is one of another game; solve the tree that is drawn, with the same values")
    for held in layout.sets:
        at: Mapping[str, Any] = (
            equilibrium[game.players[held.player]][held.label]
            if isinstance(equilibrium, Equilibrium)
            else equilibrium[held.label]
        )
        for node in held.nodes:
            found[node] = [at[layout.branch[child]] for child in layout.children[node]]
    return found


def _played(game: ExtensiveForm, chances: Mapping[int, Sequence[Any]]) -> list[bool]:
    """Which nodes are reached with positive probability."""
    found = [True] * len(game.layout.parent)
    for node, children in enumerate(game.layout.children):
        for child, p in zip(children, chances.get(node, ()), strict=True):
            found[child] = found[node] and p != 0
    return found


def _branch_texts(game: ExtensiveForm, chances: Mapping[int, Sequence[Any]]) -> list[str]:
    layout = game.layout
    found = list(map(_clip, layout.branch))
    for node, row in chances.items():
        for child, p in zip(layout.children[node], row, strict=True):
            shown = _clip(decimal(Fraction(p)) if isinstance(p, float) else short(p), 14)
            found[child] = f"{_clip(layout.branch[child], LONGEST - 14)}  {shown}"
    return found


def _node_text(game: ExtensiveForm, node: int) -> str:
    layout = game.layout
    if node in layout.ends:
        end = layout.ends[node]
        pays = ", ".join(_clip(short(settled(game, end.payoffs[player])), 20) for player in game.players)
        return f"{_clip(end.name)} ({pays})".lstrip()
    if (k := layout.set_of[node]) < 0:
        return "nature"
    held, player = layout.sets[k], game.players[layout.sets[k].player]
    return _clip(player if held.label == layout.name(node) else f"{player}: {held.label}")


def _clip(text: str, longest: int = LONGEST) -> str:
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _width(text: str) -> float:
    """About how wide a text is; letters of East Asia are twice as wide."""
    return LETTER * sum(1.7 if east_asian_width(c) in "WF" else 1.25 if c in "mwMW" else 1.0 for c in text)


def _rows(game: ExtensiveForm) -> list[float]:
    layout = game.layout
    found = [0.0] * len(layout.parent)
    for row, end in enumerate(sorted(layout.ends)):
        found[end] = row
    for node in reversed(range(len(found))):
        if layout.children[node]:
            found[node] = (found[layout.children[node][0]] + found[layout.children[node][-1]]) / 2
    return found


def _columns(game: ExtensiveForm, labels: Sequence[str], texts: Sequence[str]) -> list[float]:
    """Where each depth stands: as far from the one before as the longest texts over and under the branches need."""
    layout = game.layout
    wide = [0.0] * (max(layout.depth) + 1)
    for node, depth in enumerate(layout.depth):
        under = 0.0 if node in layout.ends else _width(texts[node])
        wide[depth] = max(wide[depth], under, _width(labels[node]) if node else 0.0)
    found = [wide[0] + 2 * GAP]
    for width in wide[1:]:
        found.append(found[-1] + SLANT + width + 2 * GAP)
    return found


def _links(game: ExtensiveForm, at: Sequence[tuple[float, float]]) -> tuple[Link, ...]:
    """Between neighbours of an information set; around whatever else stands between them in its column."""
    layout = game.layout
    found = []
    lanes: dict[float, int] = {}
    for held in (held for held in layout.sets if len(held.nodes) > 1):
        nodes = sorted(held.nodes, key=lambda n: at[n][1])
        column = at[nodes[0]][0]
        lane = lanes[column] = lanes.get(column, -1) + 1
        for first, last in pairwise(nodes):
            low, high = at[first][1], at[last][1]
            apart = any(at[first][0] == x and low < y < high for x, y in at)
            found.append(Link(at[first], at[last], LANE * (1 + lane % 3) if apart else 0.0, DASHES[lane % len(DASHES)]))
    return tuple(found)
