"""Pictures: bands per channel, and best replies in the unit square. They draw what was solved, and never show.

Colours are told apart by the colour-blind, and everything that they say is said by position, hatch or words too.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..analysis.comparison import Comparison
from ..analysis.measures import Band
from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import DeterrenceError, InvalidParameter, UnsupportedGame, did_you_mean
from ..games.normal_form import NormalForm
from .numbers import decimal
from .verdicts import criteria, grouped, measure_title, refinements_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLOURS", "MissingMatplotlib", "plot_best_replies", "plot_compare"]

#: Petroff's six colours.
COLOURS = ("#5790fc", "#f89c20", "#e42536", "#964a8b", "#9c9ca1", "#7a21dd")

#: Largest number that is drawn.
LARGEST = 10**100

#: Labels are any text, also with the signs of mathematical typesetting.
_PLAIN: dict[str, Any] = {"parse_math": False}

#: Payoffs further from 0 than this would dwarf the probabilities beside them, and are drawn on request only.
LARGE_PAYOFF = 5


class MissingMatplotlib(DeterrenceError, ImportError):
    """matplotlib is not installed."""


def _axes(ax: "Axes | None", size: tuple[float, float]) -> "Axes":
    """The axes to draw on: those given, or new ones that no window belongs to."""
    if ax is not None:
        return ax
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise MissingMatplotlib('pictures need matplotlib, which is not installed; pip install "deterrence[plot]"') from None
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def plot_compare(
    comparison: Comparison, measures: Sequence[str] | None = None, ax: "Axes | None" = None, **kwargs: Any
) -> "Axes":
    """Draw the band of each measure for each channel.

    A light, hatched bar runs from the least to the most over all equilibria, a solid one over it shows what the
    refinements leave, and a single value is a marker. Every bar is labelled with its numbers.

    Parameters
    ----------
    comparison : Comparison
    measures : sequence of str, optional
        By default those that the games' criteria ask about, or else the outcomes; payoffs beyond `LARGE_PAYOFF` are
        left out, since all measures share one axis.
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
        For a measure that no channel has.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> games = {c: dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1, credibility=c)
    ...          for c in ("1/10", "9/10")}
    >>> ax = plot_compare(dt.compare(games), measures=["deterred"])  # doctest: +SKIP
    """
    names = _chosen(comparison, measures)
    channels = comparison.channels
    step = len(channels) + 1.2
    ax = _axes(ax, (7.5, 1.1 + 0.27 * step * len(names)))
    shown: list[float] = [0.0]
    for i, name in enumerate(names):
        top = -i * step
        ax.text(
            0.0,
            top + 0.85,
            measure_title(name),
            transform=ax.get_yaxis_transform(),
            fontweight="bold",
            va="center",
            **_PLAIN,
        )
        for k, channel in enumerate(channels):
            measured = comparison.bands[channel].get(name)
            if measured is None:
                continue
            final = measured.refined if comparison.refinements else None
            _bar(ax, top - k, measured.unrefined, final, k, kwargs)
            shown += [float(x) for x in (*measured.unrefined, *(final or ()))]
    ax.set_yticks([-i * step - k for i in range(len(names)) for k in range(len(channels))], list(channels) * len(names))
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    ax.set_ylim(-(len(names) - 1) * step - len(channels) + 0.3, 1.4)
    # room at the right for the labels
    low, high = min(shown), max(shown)
    width = (high - low) or 1.0
    ax.set_xlim(low - 0.04 * width, high + 0.45 * width)
    ax.set_xticks([tick for tick in ax.get_xticks() if low <= tick <= high])
    ax.axvline(0, color="black", linewidth=0.8)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.set_title(_title(comparison), fontsize="medium", loc="left")
    return ax


def _title(comparison: Comparison) -> str:
    if not comparison.refinements:
        return "least to most over all equilibria"
    return f"hatched: all equilibria; solid: {refinements_text(comparison)}"


def _chosen(comparison: Comparison, measures: Sequence[str] | None) -> list[str]:
    known = [name for names in grouped(comparison).values() for name in names]
    if measures is None:
        asked = list(dict.fromkeys(c.measure for c in criteria(comparison) if c.measure in known))
        asked = asked or grouped(comparison).get("outcomes", known)
        small = [name for name in asked if not name.startswith("payoff:") or _largest(comparison, name) <= LARGE_PAYOFF]
        return small or asked
    for name in measures:
        if name not in known:
            raise InvalidParameter(f"no measure {name!r}{did_you_mean(name, known)} (measures: {', '.join(known)})")
        if _largest(comparison, name) > LARGEST:
            raise UnsupportedGame(
                f"{name!r} takes values beyond {float(LARGEST):g}, which cannot be drawn; print it instead"
            )
    return list(measures)


def _largest(comparison: Comparison, name: str) -> Fraction:
    return max(abs(end) for bands in comparison.bands.values() if name in bands for end in bands[name].unrefined)


def _bar(ax: "Axes", y: float, band: Band, final: Band | None, k: int, kwargs: dict[str, Any]) -> None:
    """One channel's value of one measure: bars or markers, then the numbers in words."""
    colour = COLOURS[k % len(COLOURS)]
    least, most = map(float, band)
    solid = final if final is not None else band
    if not band.single and final is not None and final != band:
        style = {"height": 0.7, "facecolor": "none", "edgecolor": colour, "hatch": "////", "linewidth": 0.8, **kwargs}
        ax.barh(y, most - least, left=least, **style)
    if not solid.single:
        style = {"height": 0.7, "facecolor": colour, "edgecolor": "black", "linewidth": 0.8, **kwargs}
        ax.barh(y, float(solid.most - solid.least), left=float(solid.least), **style)
    else:
        at = float(solid.least)
        ax.plot([at], [y], marker="o", markersize=7, markeredgecolor="black", color=colour, clip_on=False, zorder=3)
    text = _words(band)
    if final is not None and final != band:
        text = f"{_words(final)}   (all: {text})"
    right = max(most, float(solid.most))
    ax.annotate(text, (right, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize="small", **_PLAIN)


def _words(band: Band) -> str:
    return decimal(band.least) if band.single else f"{decimal(band.least)} to {decimal(band.most)}"


def plot_best_replies(eqs: EquilibriumSet, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw both best-reply correspondences of a 2x2 game in the unit square, and its equilibria on them.

    Across: the probability that the first player takes its first action; up: the same of the second. Where the
    correspondences meet, points are markers, segments thick lines, and the whole square is filled.

    Parameters
    ----------
    eqs : EquilibriumSet
        Of a game in normal form with two players and two actions each.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the lines of the correspondences (``Axes.plot``).

    Returns
    -------
    Axes

    Raises
    ------
    UnsupportedGame
        For other games.
    ImportError
        Without matplotlib: ``pip install "deterrence[plot]"``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> ax = plot_best_replies(dt.nash(game))
    >>> ax.get_xlabel()
    'Pr(challenger: probe)'
    """
    game = eqs.game
    if not isinstance(game, NormalForm) or game.shape != (2, 2):
        raise UnsupportedGame("plot_best_replies draws games in normal form with two players and two actions each")
    first, second = game.bimatrix()
    ax = _axes(ax, (5.6, 5.2))
    by_second = _correspondence(first[0][0] - first[1][0], first[0][1] - first[1][1])
    by_first = _correspondence(second[0][0] - second[0][1], second[1][0] - second[1][1])
    players = game.players
    style = {"linewidth": 2.0, "solid_capstyle": "butt", "zorder": 4, **kwargs}
    own = [
        {"color": colour, "linestyle": line, "label": f"best replies of {player}"}
        for colour, line, player in zip(COLOURS, ("-", "--"), players, strict=False)
    ]
    _draw(ax, [(x, y) for y, x in by_second], own[0], style)
    _draw(ax, by_first, own[1], style)
    _equilibria(ax, eqs)
    (row, _), (column, _) = game.actions.values()
    ax.set(xlim=(-0.04, 1.04), ylim=(-0.04, 1.04), aspect="equal")
    ax.set_xlabel(f"Pr({players[0]}: {row})", parse_math=False)
    ax.set_ylabel(f"Pr({players[1]}: {column})", parse_math=False)
    legend = ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, frameon=False, fontsize="small")
    for text in legend.get_texts():
        text.set_parse_math(False)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


Corner = tuple[Fraction, Fraction]


def _correspondence(at_one: Fraction, at_zero: Fraction) -> list[Corner]:
    """Corners of a path (other's probability, own probability); the square when the player is always indifferent.

    ``at_one`` and ``at_zero`` are what the first action gains over the second where the other surely takes its first
    action, and where it surely does not.
    """
    zero, one = Fraction(0), Fraction(1)
    if at_one == at_zero == 0:
        return [(zero, zero), (one, zero), (one, one), (zero, one)]
    low, high = Fraction(at_zero > 0), Fraction(at_one > 0)
    if at_zero == 0:
        return [(zero, 1 - high), (zero, high), (one, high)]
    if at_one == 0:
        return [(zero, low), (one, low), (one, 1 - low)]
    if low == high:
        return [(zero, low), (one, high)]
    turn = at_zero / (at_zero - at_one)
    return [(zero, low), (turn, low), (turn, high), (one, high)]


def _draw(ax: "Axes", path: list[Corner], own: dict[str, Any], style: dict[str, Any]) -> None:
    xs, ys = ([float(c[k]) for c in path] for k in (0, 1))
    if len(path) == 4 and len({*path}) == 4 and _is_square(path):
        ax.fill(xs, ys, facecolor=own["color"], alpha=0.25, hatch="..", edgecolor=own["color"], label=own["label"])
    else:
        ax.plot(xs, ys, **{**own, **style})


def _is_square(path: list[Corner]) -> bool:
    return {(Fraction(a), Fraction(b)) for a in (0, 1) for b in (0, 1)} == set(path)


def _equilibria(ax: "Axes", eqs: EquilibriumSet) -> None:
    """Pieces by their dimension, each labelled once where it ends."""
    style: dict[str, Any] = {"color": "black", "zorder": 3, "clip_on": False}
    label: str | None = "equilibria"
    for piece in eqs.pieces:
        ends = [sorted({v[0] for v in side.vertices}) for side in piece.sides]
        xs, ys = ([float(e[0]), float(e[-1])] for e in ends)
        if piece.dimension == 2:
            ax.fill([xs[0], xs[1], xs[1], xs[0]], [ys[0], ys[0], ys[1], ys[1]], color="black", alpha=0.35, label=label)
        elif piece.dimension == 1:
            ax.plot(xs, ys, linewidth=6, solid_capstyle="round", label=label, **style)
        else:
            ax.plot(xs[:1], ys[:1], marker="o", markersize=10, linestyle="none", label=label, **style)
        label = None
    for x, y in sorted({(point[0][0], point[1][0]) for piece in eqs.pieces for point in piece.points}):
        if eqs.pieces and not (x.denominator == 1 and y.denominator == 1):
            place: dict[str, Any] = {"xytext": (-10 if x == 1 else 10, 8), "ha": "right" if x == 1 else "left"}
            ax.annotate(f"({decimal(x)}, {decimal(y)})", (float(x), float(y)), textcoords="offset points", **place)
