"""What evidence says of the parameters, and what knowing one would be worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, did_you_mean
from ..frozen import FrozenDict
from .robustness import TOLERANCE, Robustness
from .robustness_estimates import CONFIDENCE, Estimate, share_interval
from .robustness_sources import check_measure, chosen_channel, source_of

if TYPE_CHECKING:
    import xarray

__all__ = ["Consistent", "consistent", "value_of_knowing"]

#: Classes of equal probability into which a parameter's values are cut.
CLASSES = 16


@dataclass(frozen=True, eq=False, repr=False)
class Consistent:
    """The cases that an observed history does not rule out.

    Attributes
    ----------
    channel : str
        Empty for a map of one game.
    observed : mapping
        Measure to the interval of its probability.
    cases : ndarray of bool, or xarray.DataArray of bool
        Of a sample, one entry for each case; of a map, its cells with their coordinates.
    share : Estimate
        Of all plausible cases; of a map, of its cells, without a sampling error.
    ranges : mapping
        Parameter to the least and most of its values among the consistent cases; None where there are none.
    undecided : int
        Cases that the model leaves open; they are counted as ruled out.
    """

    channel: str
    observed: Mapping[str, tuple[float, float]]
    cases: Any
    share: Estimate
    ranges: Mapping[str, tuple[float, float] | None]
    undecided: int

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON; the cases themselves are left out."""
        return {
            "schema": "deterrence.consistent",
            "version": 1,
            "channel": self.channel,
            "observed": {measure: list(ends) for measure, ends in self.observed.items()},
            "cases": int(self.cases.sum()),
            "share": self.share.to_dict(),
            "ranges": {name: None if span is None else list(span) for name, span in self.ranges.items()},
            "undecided": self.undecided,
        }

    def __repr__(self) -> str:
        from ..present.robustness import consistent_text

        return consistent_text(self)


def consistent(
    found: "Robustness | xarray.Dataset",
    channel: str | None,
    observed: Mapping[str, Any],
    *,
    confidence: float = CONFIDENCE,
) -> Consistent:
    """Say which parameter values an observed history is consistent with.

    A case is consistent if in some equilibrium each measure lies where the observations put it. Which equilibrium was played
    is not assumed, so the answer is a set of values, not a point (partial identification).

    Parameters
    ----------
    found : Robustness or xarray.Dataset
        A sample of plausible cases; or a map, as `sweep` returns it or as it lies in a store, which is read backwards: from
        what was seen to the cells in which it may be seen.
    channel : str or None
        The channel under which the history happened; None where there is only one game.
    observed : mapping
        Measure to ``(times, trials)``, two whole numbers, such as {"probe": (2, 10)}.
    confidence : float
        With this probability all intervals of the measures hold their true values.

    Returns
    -------
    Consistent

    Raises
    ------
    InvalidParameter
        For an unknown channel or measure, one that is no probability, and counts that are none.

    Notes
    -----
    Clopper and Pearson's intervals, each at 1 - (1 - confidence) / number of measures (Bonferroni); a case stays if all its
    bands meet them. Measures are looked at one by one, so equilibria that fit each of them need not be the same. The ranges
    of a map end at values of its grid; what lies between two of them was not looked at. They are hulls: whether a value in
    the middle is ruled out is seen from ``cases``.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> found = dt.robustness(game, {"credibility": (0, 1)}, measures=["probe"], rng=1)
    >>> most = dt.consistent(found, None, {"probe": (10, 10)}).ranges["credibility"][1]
    >>> round(most, 2)
    0.25

    A map read backwards; ten probes of ten are certain up to the threshold 1/(1 + clash_cost), and ruled out beyond:

    >>> cells = dt.sweep(game, over={"credibility": "0.05:0.95:19", "clash_cost": "1:5:9"}, measures=["probe"])
    >>> dt.consistent(cells, None, {"probe": (10, 10)})
    <consistent with probe in [0.692, 1]: 48 of 171 cells; credibility in [0.05, 0.5], clash_cost in [1, 5]>
    """
    source = source_of(found)
    name = chosen_channel(source, channel)
    if not observed or not 0 < confidence < 1:
        raise InvalidParameter(
            "observed maps measures to (times, trials), such as {'probe': (2, 10)}; confidence lies in (0, 1)"
        )
    intervals: dict[str, tuple[float, float]] = {}
    for measure, counts in observed.items():
        check_measure(source, measure)
        low, high = share_interval(*_counts(measure, counts), 1 - (1 - confidence) / len(observed))
        intervals[measure] = low, high
    wide = {m: (low - TOLERANCE, high + TOLERANCE) for m, (low, high) in intervals.items()}
    return Consistent(name, FrozenDict(intervals), *source.ask(name, wide))


def _counts(measure: str, given: Any) -> tuple[int, int]:
    pair = tuple(given) if isinstance(given, tuple | list) else ()
    whole = len(pair) == 2 and all(isinstance(k, int) and not isinstance(k, bool) for k in pair)
    if not whole or not 0 <= pair[0] <= pair[1] or pair[1] == 0:
        raise InvalidParameter(
            f"{measure} is {given!r}; write (times, trials), whole numbers with 0 <= times <= trials, trials > 0"
        )
    return pair[0], pair[1]


def value_of_knowing(found: Robustness, measure: str, *, cautious: bool = True) -> dict[str, Estimate]:
    """What it would be worth to know a parameter before choosing the channel.

    The channel with the largest expected measure is chosen, once without knowledge, once for each value of a parameter; the
    gain is the expected value of partial perfect information, in the measure's unit.

    Parameters
    ----------
    found : Robustness
    measure : str
        What is to be large, such as "deterred" or "payoff:defender".
    cautious : bool
        Count on the least over all equilibria; otherwise on the most.

    Returns
    -------
    dict of str to Estimate
        Parameter to the value of knowing it; the interval is from the parts of the sample.

    Raises
    ------
    InvalidParameter
        For a measure that some channel lacks.

    Notes
    -----
    Each parameter's values are cut into 16 classes of equal probability, and the best channel chosen in each; so what a
    finer knowledge would add is left out, and chance within classes makes the estimate too large by a little.

    Examples
    --------
    >>> import deterrence as dt
    >>> games = dt.models.warning_channels(credibility="1/5", gain=1, clash_cost=2, loss_resolute=1, loss_irresolute=1,
    ...     commitment_gap=2, reputation_cost=3, audience_cost=3, warning_cost="1/1000")
    >>> found = dt.robustness(games, {"face_cost": (0, 4)}, samples=256, rng=1)
    >>> round(dt.value_of_knowing(found, "deterred")["face_cost"].value, 6)
    0.0
    """
    import numpy as np

    lacking = [c for c in found.channels if measure not in found.bands[c] or np.isnan(found.bands[c][measure][0]).all()]
    if lacking:
        known = list(found.bands[found.baseline])
        near = did_you_mean(measure, known)
        raise InvalidParameter(f"{lacking[0]} has no measure {measure!r} here{near} (measures: {', '.join(known)})")
    worth = np.array([found.bands[c][measure][0 if cautious else 1] for c in found.channels])
    known_cases = ~np.isnan(worth).any(axis=0)
    answers = {}
    for spread in found.spreads:
        edges = spread.ppf(np.arange(1, CLASSES) / CLASSES)
        classes = np.searchsorted(edges, found.values[spread.name])
        whole = _gain(worth, classes, known_cases)
        parts = np.array_split(np.arange(found.n_cases), found.replicates or 16)
        # leaving out one part at a time: the jackknife
        others = [_gain(worth, classes, known_cases & ~np.isin(np.arange(found.n_cases), part)) for part in parts]
        half = 2.13 * float(np.sqrt((len(parts) - 1) * np.var(others)))
        answers[spread.name] = Estimate(whole, max(0.0, whole - half), whole + half)
    return answers


def _gain(worth: Any, classes: Any, cases: Any) -> float:
    """Expected best by class, less the best without knowledge."""
    import numpy as np

    if not cases.any():
        return float("nan")
    sums = np.array([np.bincount(classes[cases], weights=w[cases], minlength=CLASSES) for w in worth])
    total = int(cases.sum())
    return max(0.0, float(sums.max(axis=0).sum() - sums.sum(axis=1).max()) / total)
