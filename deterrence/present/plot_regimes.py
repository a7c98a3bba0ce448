"""A picture of a map over two parameters: which families of equilibria exist where, or what they amount to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..analysis.map_output import BITS, family_names
from ..analysis.thresholds import Threshold
from ..errors import InvalidParameter, did_you_mean
from .plot_sweep import _parameters, _title
from .plot_verdicts import Area, verdict_regions
from .plots import COLOURS, _axes

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

__all__ = ["plot_regimes"]

_HATCHES = ("", "//", "..", "\\\\", "xx", "++", "oo", "--")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: What decides the colours.
_BY = ("families", "verdict")

#: Regions of a smaller share of the picture are not labelled in place.
SMALLEST = 0.002


def plot_regimes(
    dataset: "xarray.Dataset",
    channel: str | None = None,
    ax: "Axes | None" = None,
    *,
    colour: str = "families",
    measure: str | None = None,
    best: int = 1,
    baseline: str | None = None,
    thresholds: Sequence[Threshold] = (),
    marker: Mapping[str, Any] | None = None,
    box: Mapping[str, tuple[Any, Any]] | None = None,
    **kwargs: Any,
) -> "Axes":
    """Draw which families of equilibria exist where, over two parameters, or what they amount to.

    Cells with the same families make a region, with a colour, a hatch and a letter; or cells with the same verdict on a
    measure, with a word. Both are explained below the picture. Cells without an answer are white.

    Parameters
    ----------
    dataset : xarray.Dataset
        A map over two parameters, as `sweep` returns it; of others, choose values first: ``dataset.isel(gain=0)``.
    channel : str, optional
        Which game, where the map has several; the first by default.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    colour : {"families", "verdict"}
        What makes a region. A verdict says whether a measure is at its best in every equilibrium, in some, in none, or at
        its worst in all; and, where the map has several channels, whether this one backfires: worse than the baseline for
        every pair of equilibria.
    measure : str, optional
        Of the verdict; the map's first probability by default.
    best : {1, 0}
        The value of the measure that is hoped for: 0 for one such as "clash".
    baseline : str, optional
        Channel with which the verdict compares; the map's first by default.
    thresholds : sequence of Threshold, optional
        Boundaries to be drawn from their formulae, as `thresholds` gives them along one of the two parameters while the
        other is free: ``dt.thresholds(game.free("gain"), "credibility")``. They are drawn where the map changes.
    marker : mapping, optional
        Where a scenario stands: both parameters to their values; a star.
    box : mapping, optional
        Parameter to the least and most thought plausible: a dashed box around the star. A parameter left out reaches over
        the whole map.
    **kwargs
        Passed to the map (``Axes.pcolormesh``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For a map that is not over two parameters, a channel or a measure that it does not have, or a marker at other
        parameters.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> found = dt.sweep(game, over={"credibility": "0.01:0.99:50", "clash_cost": "1:5:41"}, measures=["deterred"])
    >>> ax = dt.plot_regimes(found, thresholds=dt.thresholds(game.free("clash_cost"), "credibility"))
    >>> ax.get_xlabel(), ax.get_ylabel()
    ('credibility (probability)', 'clash cost (utils)')
    """
    if colour not in _BY:
        raise InvalidParameter(f"colour is {colour!r}{did_you_mean(colour, _BY)} (allowed: {', '.join(_BY)})")
    across, up = _parameters(dataset, 2, "plot_regimes")
    part, title = _chosen(dataset, channel)
    if colour == "verdict":
        regions, areas = verdict_regions(dataset, part, (across, up), measure=measure, best=best, baseline=baseline)
    else:
        regions, areas = _regions(part, across, up)
    ax = _axes(ax, (7.0, 5.6))
    x, y = part[across].values, part[up].values
    _fill(ax, x, y, regions, areas, kwargs)
    for k, area in enumerate(areas):
        _label(ax, x, y, regions == k, area.mark)
    for threshold in thresholds:
        _boundary(ax, threshold, (across, up), (x, y), regions)
    if marker is not None:
        _scenario(ax, (across, up), marker, box or {}, ((float(x[0]), float(x[-1])), (float(y[0]), float(y[-1]))))
    ax.set_xlabel(_title(part, across), parse_math=False)
    ax.set_ylabel(_title(part, up), parse_math=False)
    if title:
        ax.set_title(title, loc="left", fontsize="medium", parse_math=False)
    lines = [_explained(area) for k, area in enumerate(areas) if (regions == k).any()]
    ax.figure.supxlabel("\n".join(lines), x=0.02, ha="left", fontsize="x-small", parse_math=False)
    return ax


def _scenario(ax: "Axes", axes: tuple[str, str], marker: Mapping[str, Any], box: Mapping[str, Any], whole: Any) -> None:
    """A star where a scenario stands, and a box of what is plausible around it."""
    from matplotlib.patches import Rectangle

    for name in (*marker, *box):
        if name not in axes:
            raise InvalidParameter(
                f"the map has no parameter {name!r}{did_you_mean(name, axes)} (it has {' and '.join(axes)})"
            )
    missing = [name for name in axes if name not in marker]
    if missing:
        raise InvalidParameter(f"the marker needs a value of {missing[0]!r} too")
    if box:
        spans = [[_float(v) for v in box.get(name, ends)] for name, ends in zip(axes, whole, strict=True)]
        (left, right), (low, high) = spans
        style: dict[str, Any] = {"fill": False, "linestyle": "--", "linewidth": 1.4, "edgecolor": "black", "zorder": 5}
        ax.add_patch(Rectangle((left, low), right - left, high - low, **style))
    x, y = (_float(marker[name]) for name in axes)
    ax.plot([x], [y], marker="*", markersize=13, color="white", markeredgecolor="black", linestyle="none", zorder=6)


def _float(value: Any) -> float:
    """A number as parameters are given: "2/5", 0.4, Fraction(2, 5)."""
    return float(Fraction(value))


def _chosen(dataset: "xarray.Dataset", channel: str | None) -> tuple["xarray.Dataset", str]:
    if "channel" not in dataset.dims:
        if channel is not None:
            raise InvalidParameter(f"channel is {channel!r}, but this map is of one game; leave channel out")
        return dataset, ""
    known = [str(c) for c in dataset["channel"].values]
    name = known[0] if channel is None else channel
    if name not in known:
        raise InvalidParameter(f"no channel {name!r} in this map{did_you_mean(name, known)} (channels: {', '.join(known)})")
    return dataset.isel(channel=known.index(name)), name


def _regions(part: "xarray.Dataset", across: str, up: str) -> tuple[Any, list[Area]]:
    """Number of each cell's region, -1 where undecided, and how each is shown; the largest region first."""
    import numpy as np

    words = sorted((str(k) for k in part if str(k).startswith("families")), key=lambda k: (len(k), k))
    decided = part["undecided"].transpose(up, across).values != 1
    masks = np.stack([part[k].transpose(up, across).values for k in words], axis=-1)[decided]
    flat, where, counts = np.unique(masks, axis=0, return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    regions = np.full(decided.shape, -1)
    regions[decided] = rank[where.reshape(-1)]
    names, areas = family_names(part), []
    for number, k in enumerate(order):
        families = [names[w * BITS + b] for w, word in enumerate(flat[k].tolist()) for b in range(BITS) if word >> b & 1]
        style = COLOURS[number % len(COLOURS)], _HATCHES[number % len(_HATCHES)]
        areas.append(Area(_letter(number), _families(families), *style))
    return regions, areas


def _fill(ax: "Axes", x: Any, y: Any, regions: Any, areas: Sequence[Area], kwargs: Any) -> None:
    import numpy as np
    from matplotlib.colors import ListedColormap

    colours = [area.colour for area in areas] or ["white"]
    shown = np.ma.masked_equal(regions, -1)
    style = {"cmap": ListedColormap(colours), "vmin": -0.5, "vmax": len(colours) - 0.5, "alpha": 0.55, **kwargs}
    ax.pcolormesh(x, y, shown, shading="nearest", **style)
    if min(len(x), len(y)) < 2:
        return
    # cells reach half a step beyond the outermost values
    wide = [np.concatenate([[1.5 * v[0] - 0.5 * v[1]], v[1:-1], [1.5 * v[-1] - 0.5 * v[-2]]]) for v in (x, y)]
    for k, area in enumerate(areas):
        if area.hatch and (regions == k).any():
            # an outline at half height runs along the cells, and is filled with the hatch alone
            found = ax.contourf(*wide, (regions == k).astype(float), [0.5, 1.5], colors="none", hatches=[area.hatch])
            found.set_edgecolor("0.45")
            found.set_linewidth(0)


def _letter(k: int) -> str:
    return _LETTERS[k] if k < len(_LETTERS) else f"{_LETTERS[k % len(_LETTERS)]}{k // len(_LETTERS)}"


def _label(ax: "Axes", x: Any, y: Any, inside: Any, mark: str) -> None:
    """A letter or a word at the place that is farthest from the region's boundary."""
    import numpy as np
    from scipy import ndimage

    if inside.sum() < max(1, SMALLEST * inside.size):
        return
    depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
    j, i = np.unravel_index(int(depth.argmax()), depth.shape)
    shape = "circle,pad=0.25" if len(mark) < 3 else "round,pad=0.25"
    box = {"boxstyle": shape, "facecolor": "white", "edgecolor": "0.3", "linewidth": 0.6}
    ax.text(float(x[i]), float(y[j]), mark, ha="center", va="center", fontsize="small", bbox=box, parse_math=False)


def _boundary(ax: "Axes", threshold: Threshold, axes: tuple[str, str], values: tuple[Any, Any], regions: Any) -> None:
    """A threshold's formula as a curve, where the map changes across it."""
    import numpy as np
    import sympy

    formula = threshold.formula if hasattr(threshold.value, "numerator") else threshold.value
    formula = sympy.sympify(formula if formula is not None else threshold.value)
    if threshold.parameter not in axes:
        return
    along = axes.index(threshold.parameter)
    other = axes[1 - along]
    known = {
        s: sympy.Rational(*threshold.game.known[s.name].as_integer_ratio()) for s in formula.free_symbols if s.name != other
    }
    curve = sympy.lambdify(sympy.Symbol(other, real=True), formula.subs(known), modules="numpy")
    with np.errstate(all="ignore"):
        found = np.broadcast_to(np.asarray(curve(values[1 - along]), dtype=float), values[1 - along].shape)
    rows = regions if along == 0 else regions.T
    place = np.searchsorted(values[along], np.nan_to_num(found, nan=-np.inf))
    low, high = np.clip(place - 2, 0, rows.shape[1] - 1), np.clip(place + 1, 0, rows.shape[1] - 1)
    every = np.arange(len(rows))
    real = (place > 0) & (place < rows.shape[1]) & (rows[every, low] != rows[every, high])
    shown = np.where(real, found, np.nan)
    if not real.any():
        return
    pair = (shown, values[1]) if along == 0 else (values[0], shown)
    ax.plot(*pair, color="black", linewidth=1.0, zorder=4)
    k = every[real][len(every[real]) // 2]
    text = f"{threshold.parameter.replace('_', ' ')} = {formula}"
    left = float(pair[0][k]) < (float(values[0][0]) + float(values[0][-1])) / 2  # text runs inwards
    ax.annotate(
        text if len(text) <= 60 else text[:57] + "...",
        (float(pair[0][k]), float(pair[1][k])),
        xytext=(5, 5) if left else (-5, 5),
        ha="left" if left else "right",
        textcoords="offset points",
        fontsize="x-small",
        bbox={"facecolor": "white", "alpha": 0.75, "linewidth": 0, "pad": 1},
        parse_math=False,
    )


def _families(families: Sequence[tuple[str, str | None]]) -> str:
    """Families in words."""
    phrases = [f"{shape.replace('_', '-')}: {name}" if shape else name for name, shape in families]
    return "  |  ".join(phrases or ["no equilibrium is left"])


def _explained(area: Area) -> str:
    """What a mark stands for."""
    import textwrap

    return "\n".join(textwrap.wrap(f"{area.mark}  {area.meaning}", 118, subsequent_indent="     "))
