"""Trees as matplotlib pictures, with an equilibrium on them."""

from typing import TYPE_CHECKING, Any

from ..games.tree import ExtensiveForm
from .plots import _PLAIN, COLOURS, _axes
from .tree_picture import FONT, GAP, TreePicture, tree_picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_tree"]

#: Points in an inch, and room over the tree for its title.
INCH, HEAD = 72.0, 24.0
#: Widths of lines that are played and that are not, and the grey of the latter.
BOLD, THIN, GREY = 2.4, 0.9, "0.45"


def plot_tree(tree: ExtensiveForm, equilibrium: Any = None, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw a tree from left to right, and an equilibrium on it.

    Dashed lines link the nodes of an information set, probabilities stand on the branches, and payoffs at the ends. With an
    equilibrium, what is played with positive probability is bold. Players are told apart by name and colour, chance is a
    square.

    Parameters
    ----------
    tree : ExtensiveForm
        With up to 500 ends; it reads well up to about 60. Free parameters are drawn as their formulae.
    equilibrium : Equilibrium or AgentResponse, optional
        Of this tree, such as ``dt.subgame_perfect(tree).extreme[0]``.
    ax : Axes, optional
        A new figure of the size that the tree needs by default; ``ax.figure`` has it. Texts have the same size in any axes,
        and may overlap in small ones.
    **kwargs
        Passed to the branches (``Axes.plot``).

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGame
        For a game that is no tree, or a tree that is too large to draw.
    InvalidParameter
        For an equilibrium of another game.

    Examples
    --------
    >>> import deterrence as dt
    >>> challenger, defender = dt.players("challenger defender")
    >>> tree = dt.ExtensiveForm(challenger.chooses(
    ...     refrain=dt.outcome("status_quo", challenger=0, defender=0),
    ...     probe=defender.chooses(
    ...         tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
    ...         respond=dt.outcome("clash", challenger=-1, defender=-2))))
    >>> ax = dt.plot_tree(tree, dt.subgame_perfect(tree).extreme[0])
    >>> [text.get_text() for text in ax.texts if text.get_weight() == "bold"][:2]
    ['probe  1', 'tolerate  1']
    """
    picture = tree_picture(tree, equilibrium)
    ax = _axes(ax, (max(picture.width / INCH, 2.5), (picture.height + HEAD) / INCH))
    _lines(picture, ax, kwargs)
    _nodes(picture, ax)
    ax.set_xlim(0, picture.width)
    ax.set_ylim(picture.height, 0)
    ax.set_axis_off()
    title = ": ".join(filter(None, (picture.title, picture.legend)))
    ax.set_title(title, fontsize=FONT + 0.5, loc="left", **_PLAIN)
    return ax


def _lines(picture: TreePicture, ax: "Axes", kwargs: Any) -> None:
    for link in picture.links:
        (x, y), (x2, y2) = link.first, link.last
        # a parabola by its ends and the middle
        steps = [k / 12 for k in range(13)]
        bent = [x + t * (x2 - x) + 4 * t * (1 - t) * link.bend for t in steps]
        dashes = (0, (link.dash, 3))
        ax.plot(bent, [y + t * (y2 - y) for t in steps], color="black", linestyle=dashes, linewidth=1, zorder=1)
    for branch in picture.branches:
        bold = picture.solved and branch.played
        look = {"color": "black" if branch.played else GREY, "linewidth": BOLD if bold else THIN, "zorder": 2, **kwargs}
        ax.plot(*zip(*branch.points, strict=True), solid_joinstyle="round", **look)
        (bend, y) = branch.points[1]
        ax.text(bend + GAP, y - 0.3 * FONT, branch.text, **_style(branch.played, bold, "left", "baseline"))


def _nodes(picture: TreePicture, ax: "Axes") -> None:
    for node in picture.nodes:
        bold = picture.solved and node.played
        if node.owner == -2:
            ax.text(node.x + GAP, node.y, node.text, **_style(node.played, bold, "left", "center"))
            continue
        shape, colour = ("s", "white") if node.owner < 0 else ("o", COLOURS[node.owner % len(COLOURS)])
        ax.scatter([node.x], [node.y], s=38, marker=shape, facecolor=colour, edgecolor="black", linewidth=0.9, zorder=3)
        ax.text(node.x - GAP, node.y + 0.35 * FONT, node.text, **_style(node.played, bold, "right", "top"))


def _style(played: bool, bold: bool, across: str, along: str) -> dict[str, Any]:
    return {
        "fontsize": FONT - 1,
        "color": "black" if played else "0.35",
        "weight": "bold" if bold else "normal",
        "ha": across,
        "va": along,
        "zorder": 4,
        **_PLAIN,
    }
