"""Pictures of play over time: simulated histories, reputations against thresholds, ladders, alliances."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, did_you_mean
from ..games.tree import ExtensiveForm
from ..solve.reputation import ReputationEquilibrium
from .plots import COLOURS, _axes

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

__all__ = ["plot_cohesion", "plot_history", "plot_ladder", "plot_reputation"]

_HATCHES = ("", "//", "..", "\\\\", "xx", "++")
#: Width and height of a new figure, in inches.
SIZE = (6.4, 4.0)
#: Belief paths that are drawn.
MOST_PATHS = 60


def plot_history(dataset: "xarray.Dataset", variable: str | None = None, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw how often each value of a variable is seen, period by period, over all simulated runs.

    Parameters
    ----------
    dataset : xarray.Dataset
        Histories with periods, as `simulate` returns them.
    variable : str, optional
        A state, a player's action, or several outcomes at once where it is left out.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the areas (``Axes.stackplot``).

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        For histories without periods, or a variable that they do not have.

    Examples
    --------
    >>> import numpy as np
    >>> import deterrence as dt
    >>> crisis = dt.models.successive_probes(probes=6, stake=2, resistance_needed="3/10", credibility="1/20")
    >>> drawn = dt.simulate(crisis, dt.reputation(crisis.game), 50, np.random.default_rng(0))
    >>> dt.plot_history(drawn).get_xlabel()
    'period'
    """
    if "period" not in dataset.dims:
        raise InvalidParameter("plot_history needs histories with periods; simulate a stochastic or a reputation game")
    shares = _shares(dataset, variable)
    ax = _axes(ax, SIZE)
    periods = [int(t) for t in dataset["period"].values]
    edges = [periods[0] - 0.5, *(t + 0.5 for t in periods)]
    below = [0.0] * len(periods)
    for k, (name, share) in enumerate(shares.items()):
        top = [a + b for a, b in zip(below, share, strict=True)]
        style = {
            "facecolor": COLOURS[k % len(COLOURS)],
            "hatch": _HATCHES[k % len(_HATCHES)],
            "edgecolor": "white",
            **kwargs,
        }
        ax.fill_between(edges, [*below, below[-1]], [*top, top[-1]], step="post", label=name, **style)
        below = top
    ax.set_xlim(edges[0], edges[-1])
    ax.set_ylim(0, 1)
    ax.set_xlabel("period")
    ax.set_ylabel("share of runs")
    ax.set_title(f"{dataset.attrs['title']}: {variable or 'what happened'} in {dataset.attrs['runs']} runs")
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)
    return ax


def _shares(dataset: "xarray.Dataset", variable: str | None) -> dict[str, list[float]]:
    outcomes = list(dataset.attrs["frequencies"])
    if variable is None:
        return {name: [float(x) for x in dataset[name].mean("run").values] for name in outcomes}
    if variable not in dataset or "period" not in dataset[variable].dims:
        known = [str(name) for name in dataset.data_vars if "period" in dataset[name].dims]
        raise InvalidParameter(f"no variable {variable!r}{did_you_mean(variable, known)} over periods ({', '.join(known)})")
    values = dataset[variable]
    if variable in outcomes:
        return {variable: [float(x) for x in values.mean("run").values]}
    labels = list(dict.fromkeys(str(x) for x in values.values.ravel()))
    return {label or "nothing": [float(x) for x in (values == label).mean("run").values] for label in sorted(labels)}


def plot_reputation(
    equilibrium: ReputationEquilibrium, histories: "xarray.Dataset | None" = None, ax: "Axes | None" = None, **kwargs: Any
) -> "Axes":
    """Draw the belief that deters against the number of periods that remain, with the beliefs of simulated histories.

    Parameters
    ----------
    equilibrium : ReputationEquilibrium
    histories : xarray.Dataset, optional
        From `simulate`; each run's belief is a thin line.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the line of thresholds.

    Returns
    -------
    Axes

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = dt.models.successive_probes(probes=6, stake=2, resistance_needed="3/10", credibility="1/20")
    >>> dt.plot_reputation(dt.reputation(crisis.game)).get_yscale()
    'log'
    """
    ax = _axes(ax, SIZE)
    n = equilibrium.periods
    remaining = list(range(n, 0, -1))
    thresholds = [float(equilibrium.thresholds[k - 1]) for k in remaining]
    positive = [t for t in (*thresholds, float(equilibrium.game.prior)) if t > 0]
    floor = min(positive, default=0.01) / 3
    ax.set_yscale("log")
    ax.set_ylim(floor, 1.05)
    if histories is not None:
        beliefs = histories["belief"].values
        for row in beliefs[:MOST_PATHS]:
            ax.plot(remaining, [max(float(x), floor) for x in row], color="#9c9ca1", linewidth=0.6, alpha=0.6, zorder=1)
    style = {"color": COLOURS[0], "linewidth": 2, "marker": "o", **kwargs}
    ax.plot(remaining, thresholds, label="visitors stay out above", zorder=3, **style)
    ax.axhline(
        float(equilibrium.game.prior), color=COLOURS[2], linestyle="--", linewidth=1.2, label="belief at the start", zorder=2
    )
    ax.set_xlim(n + 0.3, 0.7)
    ax.set_xlabel("periods that remain")
    ax.set_ylabel("belief that the host always resists")
    ax.set_title("Reputation and the belief that deters")
    ax.legend(frameon=False)
    return ax


def plot_ladder(equilibria: EquilibriumSet, ax: "Axes | None" = None, **kwargs: Any) -> "Axes":
    """Draw how likely each information set of a tree is reached: how far up a ladder anyone goes.

    Parameters
    ----------
    equilibria : EquilibriumSet
        Of a tree, such as an escalation ladder.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    **kwargs
        Passed to the bars (``Axes.barh``).

    Returns
    -------
    Axes
        One bar per information set from the least to the most over all equilibria, a black mark where they agree.

    Raises
    ------
    InvalidParameter
        For equilibria of other games.

    Examples
    --------
    >>> import deterrence as dt
    >>> ladder = dt.models.escalation_ladder(stake_challenger=1, stake_defender=1, backdown_cost_challenger="1/5",
    ...     backdown_cost_defender="1/5", disaster_cost_challenger=4, disaster_cost_defender=4)
    >>> [t.get_text() for t in dt.plot_ladder(dt.subgame_perfect(ladder)).get_yticklabels()][:2]
    ['rung 1', 'rung 2']
    """
    game = equilibria.game
    if not isinstance(game, ExtensiveForm):
        raise InvalidParameter(f"plot_ladder takes equilibria of a tree, not of a {type(game).__name__}")
    ax = _axes(ax, SIZE)
    labels = [held.label for held in game.layout.sets]
    bands = []
    for held in game.layout.sets:
        inside = _ends_below(game, held.nodes)
        chances = [sum((float(p) for (end,), p in eq.reached.items() if end in inside), 0.0) for eq in equilibria.extreme]
        bands.append((min(chances), max(chances)))
    for k, (least, most) in enumerate(bands):
        style = {"color": COLOURS[0], "height": 0.6, **kwargs}
        ax.barh(k, least, **style)
        if most > least:
            ax.barh(k, most - least, left=least, **{**style, "alpha": 0.35, "hatch": "//"})
        ax.text(most + 0.01, k, f"{least:.3g}" if most == least else f"{least:.3g} to {most:.3g}", va="center", fontsize=9)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_xlim(0, 1.15)
    ax.set_xlabel("probability of being reached")
    ax.set_title(game.title or "How far it goes")
    return ax


def _ends_below(game: ExtensiveForm, nodes: Sequence[int]) -> set[str]:
    """Labels of the ends that can be reached from some nodes."""
    layout = game.layout
    cell_of = {node: cell for (cell,), node in game.cells.items()}
    found, todo = set(), list(nodes)
    while todo:
        node = todo.pop()
        if node in layout.ends:
            found.add(cell_of[node])
        else:
            todo += layout.children[node]
    return found


def plot_cohesion(
    chances: Mapping[str, Mapping[Any, Any]], ax: "Axes | None" = None, *, needed: float | None = None, **kwargs: Any
) -> "Axes":
    """Draw how an alliance's response depends on one thing, such as how many must respond, by channel or by ally.

    Parameters
    ----------
    chances : mapping
        Label (a channel, an ally) to a mapping from the value on the axis to a probability, or to its least and most.
    ax : Axes, optional
        A new figure by default; ``ax.figure`` has it.
    needed : float, optional
        A level to compare with, drawn as a thin line: the probability of a response that deters.
    **kwargs
        Passed to the lines.

    Returns
    -------
    Axes

    Raises
    ------
    InvalidParameter
        When nothing is given.

    Examples
    --------
    >>> import deterrence as dt
    >>> nobody = {n: dt.models.volunteers(["1/4"] * n).numbers["nobody"] for n in (2, 3, 4)}
    >>> dt.plot_cohesion({"nobody responds": nobody}).get_ylabel()
    'probability'
    """
    if not chances or not all(chances.values()):
        raise InvalidParameter("plot_cohesion needs at least one label with values: {'private': {2: 0.4, 3: 0.3}}")
    ax = _axes(ax, SIZE)
    for k, (label, by_value) in enumerate(chances.items()):
        values = [float(x) for x in by_value]
        ends = [tuple(map(float, y)) if isinstance(y, Sequence) else (float(y), float(y)) for y in by_value.values()]
        style = {
            "color": COLOURS[k % len(COLOURS)],
            "marker": "osD^v<"[k % 6],
            "linestyle": ("-", "--", "-.", ":")[k % 4],
            **kwargs,
        }
        ax.plot(values, [most for _, most in ends], label=label, **style)
        if any(least < most for least, most in ends):
            low, high = [least for least, _ in ends], [most for _, most in ends]
            ax.fill_between(values, low, high, color=str(style["color"]), alpha=0.2)
    if needed is not None:
        ax.axhline(needed, color="black", linewidth=0.8, linestyle=":")
        ax.annotate("needed", (1, needed), xycoords=("axes fraction", "data"), va="bottom", ha="right", fontsize=9)
    ax.set_ylim(-0.02, 1.02)
    ax.set_ylabel("probability")
    ax.set_title("Cohesion")
    ax.legend(frameon=False)
    return ax
