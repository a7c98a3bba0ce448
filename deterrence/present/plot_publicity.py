"""A picture of how public a warning should be."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from .plot_sweep import _draw_thresholds
from .plots import COLOURS, _axes
from .verdicts import measure_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..analysis.publicity import BestPublicity, Window

__all__ = ["plot_publicity"]


def plot_publicity(
    best: "BestPublicity", ax: "Axes | None" = None, *, windows: Sequence["Window"] = (), **kwargs: Any
) -> "Axes":
    """Draw the objective along the publicity of a warning, its thresholds with their formulae, and the best value.

    Between two thresholds the least and the most are drawn as lines with the area between them; at a threshold, where they
    may jump, as markers.

    Parameters
    ----------
    best : BestPublicity
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    windows : sequence of Window, optional
        Stretches to be shaded, from ``best.windows(...)``.
    **kwargs
        Passed to the area (``Axes.fill_between``).

    Returns
    -------
    Axes

    Raises
    ------
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> ax = dt.plot_publicity(dt.best_publicity(game, "deterred", "credibility"))
    >>> ax.get_xlabel()
    'credibility'
    """
    ax = _axes(ax, (7.0, 4.4))
    colour = COLOURS[0]
    edges = sorted({*best.domain, *(e.value for e in best.edges)})
    for low, high in pairwise(edges):
        run = [
            (float(v), float(a), float(b)) for v, a, b in best.tried if low < v < high and a is not None and b is not None
        ]
        if run:
            x, least, most = zip(*run, strict=True)
            ax.fill_between(x, least, most, **{"color": colour, "alpha": 0.2, "linewidth": 0, **kwargs})
            ax.plot(x, least, color=colour, linestyle="-", zorder=3)
            ax.plot(x, most, color=colour, linestyle="--", zorder=3)
    for value, least_at, most_at in best.tried:
        if value in edges and least_at is not None and most_at is not None:
            ax.plot(
                [float(value)] * 2, [float(least_at), float(most_at)], color=colour, marker="o", markersize=3.5, linewidth=1
            )
    for window in windows:
        ax.axvspan(float(window.low), float(window.high), facecolor="0.88", hatch="..", edgecolor="0.75", zorder=0)
    where = "" if best.attained else "near "
    ax.plot(
        float(best.value), float(best.least), marker="*", markersize=13, color=COLOURS[2], markeredgecolor="black", zorder=5
    )
    ax.set_title(
        f"The best {best.parameter}: {where}{float(best.value):.4g} (star)", loc="left", fontsize="medium", parse_math=False
    )
    _draw_thresholds(ax, best.edges, (float(best.domain[0]), float(best.domain[1])))
    ax.set_xlabel(best.parameter.replace("_", " "), parse_math=False)
    ax.set_ylabel(f"{measure_title(best.objective)}: least (line), most (dashes)", parse_math=False)
    ax.spines[["top", "right"]].set_visible(False)
    return ax
