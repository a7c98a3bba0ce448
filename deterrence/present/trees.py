"""Trees as indented lines: who moves, what every branch leads to, what it pays."""

from collections.abc import Iterator

from ..games.tree import ExtensiveForm
from .numbers import full, short
from .payoffs import settled

__all__ = ["tree_lines"]

#: Most lines of a tree that are drawn.
MOST_LINES = 60


def tree_lines(game: ExtensiveForm, most: int = MOST_LINES) -> list[str]:
    r"""A tree, one node a line, each branch below its node and further in.

    Examples
    --------
    >>> import deterrence as dt
    >>> one, two = dt.players("one two")
    >>> end = dt.outcome("peace", one=1, two="1/2")
    >>> tree = dt.ExtensiveForm(one.chooses(out=end, go=two.chooses(left=end, right=end, knowing="went")))
    >>> print("\n".join(tree_lines(tree)))
    one
      out: peace (1, 1/2)
      go: two, knowing went
        left: peace (1, 1/2)
        right: peace (1, 1/2)
    """
    lines: list[str] = []
    for line in _lines(game):
        if len(lines) >= most:
            lines.append(f"... {len(game.layout.parent) - most} nodes more")
            break
        lines.append(line)
    return lines


def _lines(game: ExtensiveForm) -> Iterator[str]:
    layout = game.layout
    todo = [(0, "")]
    while todo:
        node, lead = todo.pop()
        indent = "  " * layout.depth[node]
        if node in layout.ends:
            end = layout.ends[node]
            payoffs = ", ".join(short(settled(game, end.payoffs[player])) for player in game.players)
            yield f"{indent}{lead}{end.name + ' ' if end.name else ''}({payoffs})"
            continue
        k = layout.set_of[node]
        if k < 0:
            yield f"{indent}{lead}nature"
            leads = [
                f"{layout.branch[c]} ({full(settled(game, p))}): "
                for c, p in zip(layout.children[node], layout.chances[node], strict=True)
            ]
        else:
            held = layout.sets[k]
            knowing = f", knowing {held.label}" if held.label != layout.name(node) else ""
            yield f"{indent}{lead}{game.players[held.player]}{knowing}"
            leads = [f"{layout.branch[c]}: " for c in layout.children[node]]
        todo += reversed(list(zip(layout.children[node], leads, strict=True)))
