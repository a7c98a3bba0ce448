"""Pictures of maps: bands along one parameter, regions of equilibrium families over two."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..analysis.map_output import variable
from ..analysis.thresholds import Threshold
from ..errors import InvalidParameter, did_you_mean
from .plots import COLOURS, _axes
from .verdicts import measure_title

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

__all__ = ["plot_band"]

_LINES = ("-", "--", "-.", ":")
_HATCHES = ("", "//", "\\\\", "..", "xx", "++")


def plot_band(
    dataset: "xarray.Dataset",
    measure: str | None = None,
    ax: "Axes | None" = None,
    *,
    thresholds: Mapping[str, Sequence[Threshold]] | Sequence[Threshold] = (),
    **kwargs: Any,
) -> "Axes":
    """Draw a measure along one parameter: from its least to its most over all equilibria.

    Where the families of equilibria change between two neighbouring values, the band is broken, so that a jump is seen as a
    jump; a value at which they differ from both sides is a vertical bar with markers.

    Parameters
    ----------
    dataset : xarray.Dataset
        A map over one parameter, as `sweep` returns it; of others, choose values first: ``dataset.isel(gain=0)``.
    measure : str, optional
        The first of the map by default.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    thresholds : mapping of channel to thresholds, or sequence of Threshold, optional
        Thin lines with their formulae, from `thresholds`.
    **kwargs
        Passed to the areas (``Axes.fill_between``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For a map over more than one parameter, or a measure that it does not have.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> found = dt.sweep(game, over={"credibility": "0:1:101"}, measures=["deterred"])
    >>> ax = dt.plot_band(found, thresholds=dt.thresholds(game, "credibility"))
    >>> ax.get_xlabel()
    'credibility (probability)'
    """
    name = _measure(dataset, measure)
    (axis,) = _parameters(dataset, 1, "plot_band")
    ax = _axes(ax, (7.0, 4.4))
    x = dataset[axis].values
    channels = [str(c) for c in dataset["channel"].values] if "channel" in dataset.dims else [None]
    for k, channel in enumerate(channels):
        part = dataset if channel is None else dataset.isel(channel=k)
        least, most = (part[f"{variable(name)}_{end}"].transpose(axis).values for end in ("least", "most"))
        style: dict[str, Any] = {"color": COLOURS[k % len(COLOURS)], "linestyle": _LINES[k % len(_LINES)], "zorder": 3}
        area = {"color": style["color"], "alpha": 0.18, "hatch": _HATCHES[k % len(_HATCHES)], "linewidth": 0, **kwargs}
        label = channel
        for run in _runs(part, axis):
            if len(x[run]) == 1:
                ends = [float(least[run][0]), float(most[run][0])]
                ax.plot([x[run][0]] * 2, ends, marker="_", markersize=8, label=label, **style)
            else:
                ax.fill_between(x[run], least[run], most[run], **area)
                ax.plot(x[run], least[run], label=label, **style)
                ax.plot(x[run], most[run], **style)
            label = None
    _draw_thresholds(ax, thresholds, (float(x[0]), float(x[-1])))
    ax.set_xlabel(_title(dataset, axis), parse_math=False)
    ax.set_ylabel(f"{measure_title(name)}, least to most", parse_math=False)
    ax.spines[["top", "right"]].set_visible(False)
    if channels != [None]:
        legend = ax.legend(
            loc="lower right", frameon=False, fontsize="small", bbox_to_anchor=(1.0, 1.0), ncols=len(channels)
        )
        for text in legend.get_texts():
            text.set_parse_math(False)
    return ax


def _measure(dataset: "xarray.Dataset", name: str | None) -> str:
    """The measure that is asked for, as it was named in the sweep."""
    titles = [str(v.attrs.get("long_name", "")) for k, v in dataset.items() if str(k).endswith("_least")]
    known = [title.removesuffix(", least over all equilibria") for title in titles]
    if not known:
        raise InvalidParameter("this data set has no measures; give what dt.sweep returned")
    if name is None:
        return known[0]
    if name not in known:
        raise InvalidParameter(f"no measure {name!r} in this map{did_you_mean(name, known)} (measures: {', '.join(known)})")
    return name


def _parameters(dataset: "xarray.Dataset", number: int, function: str) -> list[str]:
    dims = [str(d) for d in dataset["n_components"].dims if d != "channel"] if "n_components" in dataset else []
    if len(dims) != number:
        example = dims[-1] if dims else "name"
        raise InvalidParameter(
            f"{function} draws a map over {number} parameter{'s' if number > 1 else ''}; this one is over "
            f"{', '.join(dims) or 'none'}. Choose values of the others first, such as dataset.isel({example}=0)"
        )
    return dims


def _title(dataset: "xarray.Dataset", axis: str) -> str:
    attrs = dataset[axis].attrs
    return str(attrs.get("long_name", axis)) + (f" ({attrs['units']})" if attrs.get("units") else "")


def _runs(part: "xarray.Dataset", axis: str) -> Iterator[slice]:
    """Stretches of neighbouring values with the same families."""
    import numpy as np

    masks = [part[k].transpose(axis).values for k in part if str(k).startswith("families")]
    masks += [part["n_components"].transpose(axis).values, part["undecided"].transpose(axis).values]
    changes = np.flatnonzero(np.any([m[1:] != m[:-1] for m in masks], axis=0)) + 1
    ends = [0, *changes.tolist(), len(masks[0])]
    return (slice(a, b) for a, b in pairwise(ends))


def _draw_thresholds(ax: "Axes", given: Any, shown: tuple[float, float]) -> None:
    """Thin lines, each formula once."""
    listed = [t for found in given.values() for t in found] if isinstance(given, Mapping) else list(given)
    drawn: dict[Any, str] = {}
    for threshold in listed:
        value = float(threshold.value)
        if shown[0] <= value <= shown[1]:
            formula = threshold.formula
            drawn.setdefault(round(value, 12), str(threshold.value) if formula is None else str(formula))
    for value, formula in sorted(drawn.items()):
        ax.axvline(value, color="0.35", linewidth=0.8, zorder=2)
        text = formula if len(formula) <= 42 else formula[:39] + "..."
        ax.annotate(
            text,
            (value, 0.98),
            xycoords=ax.get_xaxis_transform(),
            xytext=(-3, 0),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="top",
            fontsize="x-small",
            color="0.25",
            parse_math=False,
        )
