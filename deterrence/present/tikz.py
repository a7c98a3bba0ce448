r"""Trees as TikZ pictures, for LaTeX documents that load ``tikz``."""

import re
from typing import Any

from ..games.tree import ExtensiveForm
from .latex import escape_latex
from .tree_picture import GAP, Branch, Link, TreeNode, tree_picture

__all__ = ["to_tikz"]

#: The sign of a negative number.
_MINUS = re.compile(r"(?<=[(, ])-(?=\d)")


def to_tikz(tree: ExtensiveForm, equilibrium: Any = None) -> str:
    r"""A tree as a TikZ picture, and an equilibrium on it.

    It needs ``\usepackage{tikz}`` and nothing else. What is drawn is as in `plot_tree`, in black and grey.

    Parameters
    ----------
    tree : ExtensiveForm
        With up to 500 ends.
    equilibrium : Equilibrium or AgentResponse, optional
        Of this tree; what is played with positive probability is bold.

    Returns
    -------
    str
        A ``tikzpicture`` environment.

    Raises
    ------
    UnsupportedGame
        For a game that is no tree, or a tree that is too large to draw.
    InvalidParameter
        For an equilibrium of another game.

    Examples
    --------
    >>> import deterrence as dt
    >>> one = dt.players("one")[0]
    >>> print(dt.to_tikz(dt.ExtensiveForm(one.chooses(stay=dt.outcome("peace", one=1), go=dt.outcome("war", one=0)))))
    \begin{tikzpicture}[x=1pt,y=-1pt,font=\scriptsize,inner sep=0pt]
    \draw (26.8,36) -- (52.8,21) -- (85.2,21);
    \node[anchor=base west] at (57.8,18) {stay};
    \draw (26.8,36) -- (52.8,51) -- (85.2,51);
    \node[anchor=base west] at (57.8,48) {go};
    \filldraw (26.8,36) circle (2);
    \node[anchor=north east] at (21.8,39) {one};
    \node[anchor=west] at (90.2,21) {peace (1)};
    \node[anchor=west] at (90.2,51) {war (0)};
    \end{tikzpicture}
    """
    picture = tree_picture(tree, equilibrium)
    lines = [r"\begin{tikzpicture}[x=1pt,y=-1pt,font=\scriptsize,inner sep=0pt]"]
    lines += map(_link, picture.links)
    for branch in picture.branches:
        lines += _branch(branch, picture.solved)
    for node in picture.nodes:
        lines += _node(node, picture.solved)
    return "\n".join([*lines, r"\end{tikzpicture}"])


def _at(x: float, y: float) -> str:
    return f"({x:.5g},{y:.5g})"


def _link(link: Link) -> str:
    (x, y), (x2, y2) = link.first, link.last
    # a cubic curve whose handles lie four thirds of the bend aside has that bend in its middle
    handles = [(x + (x2 - x) * t + 4 / 3 * link.bend, y + (y2 - y) * t) for t in (1 / 3, 2 / 3)]
    dashes = f"dash pattern=on {link.dash:g}pt off 3pt"
    return rf"\draw[{dashes}] {_at(x, y)} .. controls {_at(*handles[0])} and {_at(*handles[1])} .. {_at(x2, y2)};"


def _text(text: str, bold: bool) -> str:
    shown = _MINUS.sub("$-$", escape_latex(text)).replace("…", r"\ldots{}").replace("  ", r"\enspace ")
    return rf"{{\bfseries {shown}}}" if bold else f"{{{shown}}}"


def _branch(branch: Branch, solved: bool) -> list[str]:
    bold = solved and branch.played
    look = "[very thick]" if bold else "" if branch.played else "[gray]"
    grey = "" if branch.played else ",gray"
    (bend, y) = branch.points[1]
    return [
        rf"\draw{look} {' -- '.join(_at(*p) for p in branch.points)};",
        rf"\node[anchor=base west{grey}] at {_at(bend + GAP, y - 3)} {_text(branch.text, bold)};",
    ]


def _node(node: TreeNode, solved: bool) -> list[str]:
    bold = solved and node.played
    grey = "" if node.played else ",gray"
    if node.owner == -2:
        return [rf"\node[anchor=west{grey}] at {_at(node.x + GAP, node.y)} {_text(node.text, bold)};"]
    shape = (
        rf"\filldraw[fill=white] {_at(node.x - 2.5, node.y - 2.5)} rectangle {_at(node.x + 2.5, node.y + 2.5)};"
        if node.owner < 0
        else rf"\filldraw {_at(node.x, node.y)} circle (2);"
    )
    return [shape, rf"\node[anchor=north east{grey}] at {_at(node.x - GAP, node.y + 3)} {_text(node.text, bold)};"]
