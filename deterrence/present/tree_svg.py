"""Trees as SVG: stands alone, runs nothing, escapes every label, and takes the colour of the page's text."""

from html import escape
from typing import Any

from ..games.tree import ExtensiveForm
from .plots import COLOURS
from .tree_picture import FONT, GAP, Branch, Link, TreeNode, tree_picture

__all__ = ["tree_svg"]

#: Opacity of what is not played, and its width against what is.
FADED, THIN, BOLD = 0.55, 1.0, 2.6


def tree_svg(game: ExtensiveForm, equilibrium: Any = None) -> str:
    """The picture of a tree as an SVG element.

    Parameters
    ----------
    game : ExtensiveForm
    equilibrium : Equilibrium or AgentResponse, optional
        Drawn on the tree: probabilities on the branches, what is played in bold.

    Returns
    -------
    str

    Raises
    ------
    UnsupportedGame, InvalidParameter
        As for `plot_tree`.

    Examples
    --------
    >>> import deterrence as dt
    >>> one = dt.players("one")[0]
    >>> tree = dt.ExtensiveForm(one.chooses(stay=dt.outcome("peace", one=1), go=dt.outcome("war & ruin", one=0)))
    >>> tree_svg(tree).count("war &amp; ruin (0)")
    1
    """
    picture = tree_picture(game, equilibrium)
    head = 3 * FONT
    size = f"{picture.width:.0f} {picture.height + head:.0f}"
    title = ": ".join(filter(None, (picture.title, picture.legend)))
    width, height = size.split()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(title)}" font-family="DejaVu Sans, Verdana, sans-serif" font-size="{FONT:g}" '
        f'fill="currentColor" style="max-width:none">',
        _text(GAP, 1.5 * FONT, title, "start"),
        f'<g transform="translate(0 {head:g})">',
        *map(_link, picture.links),
        *(_branch(b, picture.solved) for b in picture.branches),
        *(_node(n, picture.solved) for n in picture.nodes),
        "</g></svg>",
    ]
    return "\n".join(parts)


def _link(link: Link) -> str:
    (x, y), (x2, y2) = link.first, link.last
    middle = f"{(x + x2) / 2 + 2 * link.bend:.1f} {(y + y2) / 2:.1f}"
    look = f'fill="none" stroke="currentColor" stroke-dasharray="{link.dash:g} 3"'
    return f'<path d="M{x:.1f} {y:.1f}Q{middle} {x2:.1f} {y2:.1f}" {look}/>'


def _branch(branch: Branch, solved: bool) -> str:
    bold = solved and branch.played
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in branch.points)
    (bend, y) = branch.points[1]
    look = f'stroke-width="{BOLD if bold else THIN:g}"' + ("" if branch.played else f' opacity="{FADED:g}"')
    line = f'<path d="M{path}" fill="none" stroke="currentColor" stroke-linejoin="round" {look}/>'
    return line + _text(bend + GAP, y - 0.4 * FONT, branch.text, "start", bold=bold)


def _node(node: TreeNode, solved: bool) -> str:
    bold = solved and node.played
    if node.owner == -2:
        return _text(node.x + GAP, node.y + 0.35 * FONT, node.text, "start", bold=bold)
    label = _text(node.x - GAP, node.y + 1.2 * FONT, node.text, "end", bold=bold)
    if node.owner < 0:
        corner = f'x="{node.x - 3.5:.1f}" y="{node.y - 3.5:.1f}"'
        return f'<rect {corner} width="7" height="7" fill="white" stroke="currentColor"/>{label}'
    colour = COLOURS[node.owner % len(COLOURS)]
    return f'<circle cx="{node.x:.1f}" cy="{node.y:.1f}" r="4" fill="{colour}" stroke="currentColor"/>{label}'


def _text(x: float, y: float, text: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(text)}</text>' if text else ""
