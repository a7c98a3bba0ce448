"""Pictures of what screening and interactions found: effects as points, and pairs as a matrix."""

from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter
from .plots import COLOURS, _axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..analysis.robustness_interactions import Interactions
    from ..analysis.robustness_screening import Screening

__all__ = ["plot_interactions", "plot_screening"]


def plot_screening(found: "Screening", output: str, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw the elementary effects on an output: how large, and how much they differ from place to place.

    A parameter at the origin moves nothing. One far to the right matters; one above the dashed line, where the deviation
    exceeds the size, acts in some places only, or together with others. Parameters at the same point share a label.

    Parameters
    ----------
    found : Screening
    output : str
        Title of the output, such as "private: deterred, most".
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the points (``Axes.errorbar``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For an output that is not there.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, respond_cost=1)
    >>> ranges = {"credibility": (0, 1), "gain": ("1/100", 1), "tolerate_cost": (2, 3)}
    >>> ax = dt.plot_screening(dt.screening(game, ranges, measures=["deterred"], rng=1), "game: deterred, least")
    >>> sorted(label.get_text() for label in ax.texts)
    ['credibility', 'gain', 'tolerate cost']
    """
    import numpy as np

    effects = found[output].ranked
    ax = _axes(ax, (6.4, 4.6))
    sizes, deviations = np.array([e.size.value for e in effects]), np.array([e.deviation for e in effects])
    errors = np.clip([sizes - [e.size.low for e in effects], [e.size.high for e in effects] - sizes], 0, None)
    style = {"fmt": "o", "color": COLOURS[0], "ecolor": "0.6", "elinewidth": 0.9, **kwargs}
    ax.errorbar(sizes, deviations, xerr=errors, **style)
    reach = 1.15 * max(float((sizes + errors[1]).max()), float(deviations.max())) or 1.0
    ax.plot([0, reach], [0, reach], color="0.5", linewidth=0.9, linestyle="--", zorder=0)
    together: dict[tuple[float, float], list[str]] = {}
    for effect, size, deviation in zip(effects, sizes.tolist(), deviations.tolist(), strict=True):
        spot = round(size / reach, 2), round(deviation / reach, 2)
        together.setdefault(spot, []).append(effect.name.replace("_", " "))
    for (x, y), names in together.items():
        ax.annotate(
            "\n".join(names),
            (x * reach, y * reach),
            (5, 5),
            textcoords="offset points",
            fontsize="small",
            va="bottom",
            parse_math=False,
        )
    ax.set_xlim(-0.02 * reach, reach)
    ax.set_ylim(-0.02 * reach, reach)
    ax.set_xlabel("size: mean absolute effect, with 95 % intervals")
    ax.set_ylabel("deviation of the effects")
    ax.set_title(f"What moves {output}", loc="left", fontsize="medium", parse_math=False)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def plot_interactions(found: "Interactions", output: str, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw the second-order Sobol indices of an output as a matrix: a cell for each pair of parameters.

    The darker a cell, the more the two explain together beyond what each explains alone; its number is the index.

    Parameters
    ----------
    found : Interactions
    output : str
        Title of the output, such as "private: deters more often".
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the cells (``Axes.imshow``).

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
    >>> pairs = dt.interactions(game, {"credibility": (0, 1), "gain": (0.001, 1)}, measures=["deterred"], rng=1)
    >>> len(dt.plot_interactions(pairs, "game: deterred, least").texts)
    1
    """
    import numpy as np

    chosen = found[output]
    if not chosen.varies:
        raise InvalidParameter(f"{output!r} is the same in all cases, so nothing matters for it")
    names = found.names
    n = len(names)
    # a row for every parameter but the first, a column for every one but the last: the lower triangle
    shares = np.full((n - 1, n - 1), np.nan)
    for pair in chosen.pairs:
        first, second = sorted(map(names.index, pair.names))
        shares[second - 1, first] = pair.share.value
    ax = _axes(ax, (2.6 + 0.75 * n, 1.6 + 0.55 * n))
    # an estimate below zero is sampling error: it is as white as zero
    top = max(float(np.nanmax(shares)), 0.01)
    ax.imshow(shares, **{"cmap": "Greys", "vmin": 0, "vmax": 1.25 * top, "aspect": "auto", **kwargs})
    for row, column in zip(*np.nonzero(~np.isnan(shares)), strict=True):
        value = float(shares[row, column])
        ink = "white" if value > 0.7 * top else "black"
        ax.text(column, row, f"{value:.2f}".replace("-0.00", "0.00"), ha="center", va="center", color=ink, fontsize="small")
    titles = [name.replace("_", " ") for name in names]
    ax.set_xticks(range(n - 1))
    ax.set_xticklabels(titles[:-1], rotation=30, ha="right", parse_math=False)
    ax.set_yticks(range(n - 1))
    ax.set_yticklabels(titles[1:], parse_math=False)
    ax.set_title(f"What matters together for {output}", loc="left", fontsize="medium", parse_math=False)
    ax.spines[:].set_visible(False)
    return ax
