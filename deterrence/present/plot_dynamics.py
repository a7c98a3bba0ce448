"""Phase portraits: paths of the dynamics of 2x2 games in the unit square."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..analysis.trajectory import Trajectory
from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, UnsupportedGame
from .plots import COLOURS, _axes, _equilibria

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_dynamics"]

#: Shares of a path's length at which an arrow shows its direction.
ARROWS = (0.15, 0.55)


def plot_dynamics(
    trajectories: Trajectory | Sequence[Trajectory],
    ax: "Axes | None" = None,
    *,
    equilibria: EquilibriumSet | None = None,
    **kwargs: Any,
) -> "Axes":
    """Draw paths of the dynamics of a 2x2 game in the unit square.

    Across: the probability that the first player takes its first action; up: the same of the second. A path starts at a
    hollow marker, arrows show its direction, and it ends at a cross.

    Parameters
    ----------
    trajectories : Trajectory or sequence of Trajectory
        All of one game with two players and two actions each.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it. What `plot_best_replies` drew can be drawn on.
    equilibria : EquilibriumSet, optional
        Drawn below the paths: points as markers, segments as thick lines, the square filled.
    **kwargs
        Passed to the lines of the paths (``Axes.plot``).

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGame
        For other games.
    InvalidParameter
        For no trajectory, or trajectories or equilibria of different games.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    >>> ax = dt.plot_dynamics(dt.replicator(game), equilibria=dt.nash(game))
    >>> ax.get_ylabel()
    'Pr(defender: respond)'
    """
    paths = [trajectories] if isinstance(trajectories, Trajectory) else trajectories
    if not isinstance(paths, Sequence) or not all(isinstance(path, Trajectory) for path in paths):
        raise InvalidParameter(f"plot_dynamics takes a Trajectory or a list of them, not {type(trajectories).__name__}")
    if not paths:
        raise InvalidParameter("no trajectory given; plot_dynamics draws at least one, such as replicator(game)")
    game = paths[0].game
    if any(path.game != game for path in paths) or (equilibria is not None and equilibria.game != game):
        raise InvalidParameter("trajectories and equilibria are of different games; draw one game at a time")
    if game.shape != (2, 2):
        raise UnsupportedGame("plot_dynamics draws games in normal form with two players and two actions each")
    labelled = ax is not None and bool(ax.get_xlabel())
    ax = _axes(ax, (5.6, 5.2))
    kinds = list(dict.fromkeys(path.dynamics for path in paths))
    for k, path in enumerate(paths):
        first = path.dynamics not in [p.dynamics for p in paths[:k]]
        style = {"color": COLOURS[(2 + kinds.index(path.dynamics)) % len(COLOURS)], "linewidth": 1.2, "zorder": 5, **kwargs}
        _path(ax, path, style, path.dynamics if first else None)
    if equilibria is not None:
        _equilibria(ax, equilibria)
    if not labelled:
        ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal")
        for axis, (player, actions) in zip((ax.xaxis, ax.yaxis), game.actions.items(), strict=True):
            axis.set_label_text(f"Pr({player}: {actions[0]})", parse_math=False)
        ax.spines[["top", "right"]].set_visible(False)
    legend = ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False, fontsize="small")
    for text in legend.get_texts():
        text.set_parse_math(False)
    return ax


def _path(ax: "Axes", path: Trajectory, style: dict[str, Any], label: str | None) -> None:
    import numpy as np

    xs, ys = (next(iter(chances.values())) for chances in path.probabilities.values())
    (line,) = ax.plot(xs, ys, label=label, **style)
    colour = line.get_color()
    own: dict[str, Any] = {"color": colour, "linestyle": "none", "clip_on": False, "zorder": line.get_zorder() + 1}
    ax.plot(xs[:1], ys[:1], marker="o", markersize=5, markerfacecolor="white", **own)
    ax.plot(xs[-1:], ys[-1:], marker="x", markersize=6, markeredgewidth=1.6, **own)
    gone = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(xs), np.diff(ys)))])
    for share in ARROWS if gone[-1] > 0.05 else ():
        k = int(np.searchsorted(gone, share * gone[-1]))
        # an arrow needs two points that differ
        ahead = int(np.searchsorted(gone, gone[k - 1] + 1e-3))
        arrow = {"arrowstyle": "-|>", "color": colour, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 11}
        ax.annotate("", xy=(xs[ahead], ys[ahead]), xytext=(xs[k - 1], ys[k - 1]), arrowprops=arrow, zorder=line.get_zorder())
