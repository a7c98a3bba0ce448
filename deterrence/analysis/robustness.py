"""How robust is the advice: in what share of all plausible cases does it hold?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, did_you_mean
from ..frozen import FrozenDict
from ..games.game import Criterion
from .robustness_estimates import Estimate, mean_of
from .robustness_points import Points
from .robustness_spread import Spread
from .robustness_study import Study, read_study

if TYPE_CHECKING:
    import pandas

__all__ = ["Advice", "Robustness", "robustness"]

#: Two measures that are equal but for rounding.
TOLERANCE = 1e-9
#: Independently scrambled sequences of a quasi-Monte Carlo sample: their spread is the sampling error.
REPLICATES = 16
METHODS = ("quasi", "random")


@dataclass(frozen=True)
class Advice:
    """How often a channel does what a criterion asks, over all plausible cases.

    Attributes
    ----------
    channel : str
    criterion : Criterion
    least, most : Estimate
        Mean of the measure's least and of its most over all equilibria.
    full, possibly_full : Estimate
        Share of cases in which every equilibrium, or some, has the measure at its best: 1 where more is better, 0 where less
        is; None for payoffs, and for measures of formulae that leave [0, 1].
    better, never_worse, may_backfire, backfires : Estimate or None
        Share of cases in which the channel is strictly better than the baseline for every pair of equilibria; worse for no
        pair; worse for some pair; worse for every pair. None for the baseline itself.
    """

    channel: str
    criterion: Criterion
    least: Estimate
    most: Estimate
    full: Estimate | None
    possibly_full: Estimate | None
    better: Estimate | None
    never_worse: Estimate | None
    may_backfire: Estimate | None
    backfires: Estimate | None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        shares = {k: getattr(self, k) for k in _SHARES}
        said = {k: None if e is None else e.to_dict() for k, e in shares.items()}
        return {"channel": self.channel, "criterion": self.criterion.name, "measure": self.criterion.measure, **said}


_SHARES = ("least", "most", "full", "possibly_full", "better", "never_worse", "may_backfire", "backfires")


@dataclass(frozen=True, repr=False, eq=False)
class Robustness:
    """A sample of all plausible cases, each solved completely.

    Attributes
    ----------
    spreads : tuple of Spread
        What was thought plausible of each parameter.
    values : mapping of str to ndarray
        Parameter to its value in each case.
    bands : mapping
        ``bands[channel][measure]``: least and most over all equilibria, two ndarrays with one entry for each case.
    undecided : mapping of str to ndarray of bool
        Cases that a channel's game leaves open; they count in no share.
    baseline, method : str
    refinements : tuple of str
    replicates : int
        Number of independent parts of the sample, one after the other; 0 for a random sample.
    """

    study: Study
    values: Mapping[str, Any]
    points: Points
    method: str
    replicates: int

    @property
    def spreads(self) -> tuple[Spread, ...]:
        """What was thought plausible."""
        return self.study.spreads

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the games."""
        return tuple(self.study.games)

    @property
    def baseline(self) -> str:
        """The channel with which the others are compared."""
        return self.study.baseline

    @property
    def refinements(self) -> tuple[str, ...]:
        """Applied in order; empty if none was asked for."""
        return self.study.refinements

    @property
    def bands(self) -> Mapping[str, Mapping[str, tuple[Any, Any]]]:
        """Least and most, by channel and measure."""
        return self.points.bands

    @property
    def undecided(self) -> Mapping[str, Any]:
        """Cases without an answer, by channel."""
        return self.points.undecided

    @property
    def n_cases(self) -> int:
        """Size of the sample."""
        return len(next(iter(self.values.values())))

    def is_share(self, measure: str) -> bool:
        """Whether no case has a measure below 0 or above 1: what formulae measure need not be a probability."""
        ends = [end for bands in self.bands.values() if measure in bands for end in bands[measure]]
        return not any(((end < -TOLERANCE) | (end > 1 + TOLERANCE)).any() for end in ends)

    @cached_property
    def advice(self) -> tuple[Advice, ...]:
        """One row for each channel and criterion."""
        return tuple(
            self._advice(channel, criterion)
            for channel in self.study.games
            for criterion in self.study.criteria
            if self.study.has(channel, criterion.measure)
        )

    def _advice(self, channel: str, criterion: Criterion) -> Advice:
        least, most = self.bands[channel][criterion.measure]
        worth_more = criterion.sense == "more"
        worst, best = (least, most) if worth_more else (-most, -least)
        ideal = 1 if worth_more else 0
        known = ~self.undecided[channel]

        def share(cases: Any, among: Any = known) -> Estimate:
            return mean_of(cases, among, self.replicates)

        paired: list[Estimate | None] = [None] * 4
        base = self.bands[self.baseline].get(criterion.measure)
        # whether a measure is zero needs no baseline
        if criterion.sense != "never" and channel != self.baseline and base is not None:
            base_worst, base_best = base if worth_more else (-base[1], -base[0])
            both = known & ~self.undecided[self.baseline]
            gains, losses = worst - base_best, best - base_worst
            cases = (gains > TOLERANCE, gains >= -TOLERANCE, gains < -TOLERANCE, losses < -TOLERANCE)
            paired = [share(c, both) for c in cases]
        bounded = not criterion.measure.startswith("payoff:") and self.is_share(criterion.measure)
        full = share(worst > ideal - TOLERANCE) if bounded else None
        possibly = share(best > ideal - TOLERANCE) if bounded else None
        return Advice(channel, criterion, share(least), share(most), full, possibly, *paired)

    @cached_property
    def table(self) -> "pandas.DataFrame":
        """`advice` with one row per channel and criterion, and a column of shares with one of sampling errors for each."""
        import pandas

        rows = []
        for row in self.advice:
            line: dict[str, Any] = {"channel": row.channel, "criterion": row.criterion.name}
            for key in _SHARES:
                estimate = getattr(row, key)
                line[key] = float("nan") if estimate is None else estimate.value
                line[f"{key}_error"] = float("nan") if estimate is None else estimate.error
            rows.append(line)
        return pandas.DataFrame(rows).set_index(["channel", "criterion"]) if rows else pandas.DataFrame()

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        from ..exact import as_data

        spreads = {
            s.name: {"range": [as_data(s.least), as_data(s.most)], "distribution": s.distribution, "unit": s.unit}
            for s in self.spreads
        }
        return {
            "schema": "deterrence.robustness",
            "version": 1,
            "baseline": self.baseline,
            "refinements": list(self.refinements),
            "method": self.method,
            "cases": self.n_cases,
            "undecided": {c: int(found.sum()) for c, found in self.undecided.items()},
            "parameters": spreads,
            "advice": [row.to_dict() for row in self.advice],
        }

    def __repr__(self) -> str:
        from ..present.robustness import robustness_text

        return robustness_text(self)

    def _repr_html_(self) -> str:
        from ..present.robustness import robustness_html

        return robustness_html(self)


def robustness(
    what: Any,
    ranges: Mapping[str, Any] | None = None,
    *,
    samples: int = 4096,
    method: str = "quasi",
    measures: Iterable[str] | None = None,
    baseline: str | None = None,
    refine: str | Iterable[str] | None = None,
    rng: Any,
) -> Robustness:
    """Solve a crisis in a sample of all plausible cases, and say how often each channel does what is hoped.

    Parameters are drawn from their plausible ranges, all independently; each case is solved completely, for every channel.

    Parameters
    ----------
    what : Scenario, Game, or mapping of name to Game
        A scenario brings the ranges and distributions of its parameters, its baseline and its channels. Models of formulae
        may stand for games: their measures are taken at every case.
    ranges : mapping, optional
        Parameter to ``(least, most)`` or ``(least, most, distribution)``, in place of the file's or beside them; for
        distributions see `Spread`.
    samples : int
        Number of cases; a power of 2 from 256 on for "quasi".
    method : {"quasi", "random"}
        Scrambled Sobol points (quasi-Monte Carlo), in 16 independent parts from which the sampling error is read; or
        independent random cases.
    measures : sequence of str, optional
        By default those that the games' criteria ask for and every outcome.
    baseline : str, optional
        By default the scenario's, or the first game.
    refine : str or sequence of str, optional
        Refinements; every case is then solved exactly, which takes about a millisecond for each channel.
    rng : numpy.random.Generator or int
        Draws the sample.

    Returns
    -------
    Robustness

    Raises
    ------
    InvalidParameter
        For a name that is no parameter, a range outside the domain, an unknown distribution, parameters without a range or a
        value, an unknown measure, baseline or method, or a number of samples that does not serve.

    Notes
    -----
    Shares come with an interval that holds the true one with probability 95 %: for "random", Clopper and Pearson's for
    shares and Student's for means; for "quasi", Student's from the 16 parts [1]_, and Clopper and Pearson's where all
    cases agree on 0 or 1.

    References
    ----------
    .. [1] A. B. Owen (1997), Monte Carlo variance of scrambled net quadrature, SIAM Journal on Numerical Analysis 34,
       1884-1910.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> found = dt.robustness(game, {"credibility": (0, 1)}, rng=1)
    >>> deters = found.advice[0]
    >>> deters.criterion.measure, abs(deters.full.value - 0.75) < 0.01
    ('deterred', True)
    """
    import numpy as np

    study = read_study(what, ranges, measures, baseline, refine)
    _check(samples, method)
    generator = np.random.default_rng(rng)
    size = len(study.spreads)
    if method == "random":
        shares, replicates = generator.random((samples, size)), 0
    else:
        from scipy.stats import qmc

        replicates = REPLICATES
        parts = [qmc.Sobol(size, rng=child).random(samples // replicates) for child in generator.spawn(replicates)]
        shares = np.concatenate(parts)
    values, points = study.points(shares)
    return Robustness(study, FrozenDict(values), points, method, replicates)


def _check(samples: Any, method: Any) -> None:
    if method not in METHODS:
        raise InvalidParameter(f"no method {method!r}{did_you_mean(method, METHODS)} (methods: {', '.join(METHODS)})")
    whole = isinstance(samples, int) and not isinstance(samples, bool)
    if method == "quasi" and not (whole and samples >= 256 and samples & (samples - 1) == 0):
        raise InvalidParameter(f"samples is {samples!r}; give a power of 2 from 256 on, such as 4096, or method='random'")
    if not whole or samples < 2:
        raise InvalidParameter(f"samples is {samples!r}; give a whole number from 2 on")
