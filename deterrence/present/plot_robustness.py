"""Pictures of what matters: a tornado of ranges, and bars of Sobol indices."""

from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from .plots import COLOURS, _axes
from .verdicts import measure_title

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..analysis.robustness import Robustness
    from ..analysis.robustness_sobol import Sensitivity

__all__ = ["plot_sobol", "plot_tornado"]

#: Share of the cases at either end of a parameter's range that a tornado averages over.
TAIL = 0.25


def plot_tornado(found: "Robustness", channel: str, measure: str, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw how far each parameter moves a measure: its mean where the parameter is low, and where it is high.

    Means are over the quarter of the plausible cases with the lowest (highest) values of the parameter, all others
    varying; the measure is the middle of its band over all equilibria. The widest bar is on top; a line marks the mean
    over all cases.

    Parameters
    ----------
    found : Robustness
    channel, measure : str
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the bars (``Axes.barh``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For a channel or measure that the study does not have.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)
    >>> found = dt.robustness(game, {"credibility": (0, 1), "gain": ("1/100", 1)}, rng=1)
    >>> ax = dt.plot_tornado(found, "game", "deterred")
    >>> [label.get_text().split()[0] for label in ax.get_yticklabels()]
    ['credibility', 'gain']
    """
    import numpy as np

    if channel not in found.channels or measure not in found.bands[channel]:
        raise InvalidParameter(
            f"no measure {measure!r} of channel {channel!r} (channels: {', '.join(found.channels)}; "
            f"measures: {', '.join(found.study.measures)})"
        )
    ax = _axes(ax, (7.0, 0.9 + 0.42 * len(found.spreads)))
    least, most = found.bands[channel][measure]
    middle = (least + most) / 2
    mean = float(np.nanmean(middle))
    rows: list[tuple[Any, float, float]] = []
    for spread in found.spreads:
        values = found.values[spread.name]
        low, high = np.quantile(values, [TAIL, 1 - TAIL])
        rows.append((spread, float(np.nanmean(middle[values <= low])), float(np.nanmean(middle[values >= high]))))
    rows.sort(key=lambda row: -abs(row[2] - row[1]))
    places = np.arange(len(rows))
    for side, name, hatch in ((1, "low", ""), (2, "high", "///")):
        ends = [row[side] for row in rows]
        widths = [end - mean for end in ends]
        style = {"color": COLOURS[side - 1], "edgecolor": "white", "hatch": hatch, "height": 0.7, **kwargs}
        ax.barh(places, widths, left=mean, label=f"parameter {name}", **style)
    ax.axvline(mean, color="0.2", linewidth=0.9)
    ax.set_yticks(places)
    ax.set_yticklabels([_label(row[0]) for row in rows], parse_math=False)
    ax.invert_yaxis()
    title = measure_title(measure)
    ax.set_xlabel(f"mean of {title} (middle of its band over all equilibria)", parse_math=False)
    ax.set_title(f"{channel}: what moves {title}", loc="left", fontsize="medium", parse_math=False)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize="small", loc="lower right")
    return ax


def plot_sobol(found: "Sensitivity", output: str, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw the Sobol indices of an output: first order and total, with their intervals.

    Parameters
    ----------
    found : Sensitivity
    output : str
        Title of the output, such as "private: deters more often".
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the bars (``Axes.barh``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For an output that is not there, or is the same in all cases.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)
    >>> ranges = {"credibility": (0, 1), "gain": ("1/100", 1)}
    >>> ax = dt.plot_sobol(dt.sensitivity(game, ranges, samples=256, measures=["deterred"], rng=1), "game: deterred, least")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['credibility', 'gain']
    """
    import numpy as np

    chosen = found[output]
    if not chosen.varies:
        raise InvalidParameter(f"{output!r} is the same in all cases, so nothing matters for it")
    ax = _axes(ax, (7.0, 1.1 + 0.5 * len(found.names)))
    places = np.arange(len(chosen.ranked))
    for k, (kind, name, hatch) in enumerate(
        (("first", "first order: alone", ""), ("total", "total: with interactions", "///"))
    ):
        estimates = [getattr(index, kind) for index in chosen.ranked]
        values = np.array([e.value for e in estimates])
        errors = np.clip([[e.value - e.low for e in estimates], [e.high - e.value for e in estimates]], 0, None)
        style = {"color": COLOURS[k], "edgecolor": "white", "hatch": hatch, "height": 0.38, **kwargs}
        ax.barh(places + (k - 0.5) * 0.4, values, xerr=errors, label=name, error_kw={"elinewidth": 0.9}, **style)
    ax.set_xlim(0, 1)
    ax.set_yticks(places)
    ax.set_yticklabels([index.name.replace("_", " ") for index in chosen.ranked], parse_math=False)
    ax.invert_yaxis()
    ax.set_xlabel("share of the variance, with 95 % intervals")
    ax.set_title(f"What matters for {output}", loc="left", fontsize="medium", parse_math=False)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False, fontsize="small", loc="lower right")
    return ax


def _label(spread: Any) -> str:
    unit = f" {spread.unit}" if spread.unit else ""
    return f"{spread.name.replace('_', ' ')} [{float(spread.least):g}, {float(spread.most):g}]{unit}"
