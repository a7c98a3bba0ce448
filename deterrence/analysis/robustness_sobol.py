"""What matters: Sobol indices of each measure, and of the verdict itself."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidParameter
from .robustness import TOLERANCE
from .robustness_estimates import CONFIDENCE, Estimate
from .robustness_outputs import ByTitle, Varied
from .robustness_study import Study, read_study

__all__ = ["Index", "Output", "Sensitivity", "check_samples", "sensitivity", "sobol_indices", "study_outputs"]

#: Bootstrap samples behind each interval.
RESAMPLES = 200


@dataclass(frozen=True)
class Index:
    """How much of an output's variance a parameter explains: alone (first), or with all its interactions (total)."""

    name: str
    first: Estimate
    total: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"first": self.first.to_dict(), "total": self.total.to_dict()}


@dataclass(frozen=True)
class Output(Varied):
    """The indices of one output.

    Attributes
    ----------
    title : str
        A measure of a channel (its least or its most over all equilibria), or a verdict: 1 where it is "yes", else 0.
    mean, variance : float
    indices : tuple of Index
        In the order of the parameters; all NaN where the output is the same in all cases.
    """

    indices: tuple[Index, ...]

    @property
    def ranked(self) -> tuple[Index, ...]:
        """The parameter that matters most first, by total index."""
        return tuple(sorted(self.indices, key=lambda i: -i.total.value)) if self.varies else ()

    def __getitem__(self, name: str) -> Index:
        return next(index for index in self.indices if index.name == name)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        indices = {i.name: i.to_dict() for i in self.indices}
        return {"title": self.title, "mean": self.mean, "variance": self.variance, "indices": indices}


@dataclass(frozen=True, repr=False)
class Sensitivity(ByTitle[Output]):
    """Sobol indices of several outputs; ``found["private: deters more often"]["credibility"].total.value``.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    outputs : tuple of Output
    n_cases : int
        How many cases were solved.
    """

    schema = "deterrence.sensitivity"

    def __repr__(self) -> str:
        from ..present.robustness import sensitivity_text

        return sensitivity_text(self)

    def _repr_html_(self) -> str:
        from ..present.robustness import sensitivity_html

        return sensitivity_html(self)


def sensitivity(
    what: Any,
    ranges: Mapping[str, Any] | None = None,
    *,
    samples: int = 1024,
    measures: Iterable[str] | None = None,
    baseline: str | None = None,
    refine: str | Iterable[str] | None = None,
    rng: Any,
) -> Sensitivity:
    """Say which of the uncertain parameters matter, for every measure and for the verdicts.

    The first-order index of a parameter is the share of an output's variance that would go if it were known; the total index
    what would remain if all others were. Outputs are the least and the most of each measure of each channel, and for each
    criterion whether its verdict is "yes": that every equilibrium of the channel beats every one of the baseline.

    Parameters
    ----------
    what, ranges, measures, baseline, refine
        As for `robustness`.
    samples : int
        A power of 2 from 64 on; (number of parameters + 2) times as many cases are solved.
    rng : numpy.random.Generator or int

    Returns
    -------
    Sensitivity

    Raises
    ------
    InvalidParameter
        As `robustness`; and for a number of samples that is no power of 2.

    Notes
    -----
    Saltelli's design on scrambled Sobol points with the estimators of [1]_, by ``scipy.stats.sobol_indices``; intervals by
    bootstrap. An undecided case counts as the mean.

    References
    ----------
    .. [1] A. Saltelli et al. (2010), Variance based sensitivity analysis of model output, Computer Physics
       Communications 181, 259-270.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)
    >>> found = dt.sensitivity(game, {"credibility": (0, 1), "gain": (0.001, 1)}, measures=["deterred"], rng=1)
    >>> [index.name for index in found["game: deterred, least"].ranked]
    ['credibility', 'gain']
    """
    study = read_study(what, ranges, measures, baseline, refine)
    titles: list[str] = []

    def outputs(values: Mapping[str, Any]) -> Any:
        found = study_outputs(study, values)
        titles[:] = list(found)
        return list(found.values())

    indices = sobol_indices(outputs, study.spreads, samples, rng)
    found = [Output(t, mean, variance, tuple(row)) for t, (mean, variance, row) in zip(titles, indices, strict=True)]
    return Sensitivity(study.names, tuple(found), samples * (len(study.spreads) + 2))


def study_outputs(study: Study, values: Mapping[str, Any]) -> dict[str, Any]:
    """Title to the output in each case; NaN where it is undecided."""
    import numpy as np

    points = study.solve(values)
    found = {}
    for channel, by_measure in points.bands.items():
        for measure, (least, most) in by_measure.items():
            if not np.isnan(least).all():
                found[f"{channel}: {measure}, least"], found[f"{channel}: {measure}, most"] = least, most
    for channel in study.games:
        for criterion in study.criteria:
            mine, base = points.bands[channel][criterion.measure], points.bands[study.baseline][criterion.measure]
            if criterion.sense == "never":
                yes = mine[1] <= TOLERANCE
            elif channel == study.baseline:
                continue
            else:
                yes = mine[0] - base[1] > TOLERANCE if criterion.sense == "more" else mine[1] - base[0] < -TOLERANCE
            open_case = points.undecided[channel] | points.undecided[study.baseline]
            found[f"{channel}: {criterion.name}"] = np.where(open_case, np.nan, yes.astype(float))
    return found


def check_samples(samples: Any) -> None:
    """Refuse what is no power of 2 from 64 on."""
    if not isinstance(samples, int) or isinstance(samples, bool) or samples < 64 or samples & (samples - 1):
        raise InvalidParameter(f"samples is {samples!r}; give a power of 2 from 64 on, such as 1024")


def sobol_indices(
    function: Callable[[Mapping[str, Any]], Any], spreads: Sequence[Any], samples: int, rng: Any
) -> list[tuple[float, float, list[Index]]]:
    """Mean, variance and indices of each output of a function.

    Parameters
    ----------
    function : callable
        Takes a mapping of name to ndarray of shape (n_cases,); returns a sequence of outputs of that shape.
    spreads : sequence
        Anything with a ``name`` and quantiles ``ppf``, such as `Spread`.
    samples : int
        A power of 2 from 64 on.
    rng : numpy.random.Generator or int
    """
    import numpy as np
    from scipy import stats

    check_samples(samples)
    names = [spread.name for spread in spreads]
    generator = np.random.default_rng(rng)

    def evaluate(x: Any) -> Any:
        # scipy may ask for several designs at once: parameters first, then any shape
        flat = x.reshape(len(names), -1)
        out = np.array([np.asarray(o, float) for o in function(dict(zip(names, flat, strict=True)))])
        means = np.array([np.nanmean(o) if not np.isnan(o).all() else 0.0 for o in out])
        out = np.where(np.isnan(out), means[:, None], out)
        return out.reshape(len(out), *x.shape[1:])

    a_and_b = stats.qmc.Sobol(2 * len(names), rng=generator).random(samples)
    halves = [np.array([s.ppf(a_and_b[:, k + half]) for k, s in enumerate(spreads)]) for half in (0, len(names))]
    f_a, f_b = (evaluate(x) for x in halves)
    f_ab = np.stack(
        [evaluate(np.where((np.arange(len(names)) == k)[:, None], halves[1], halves[0])) for k in range(len(names))]
    )
    both = np.concatenate([f_a, f_b], axis=1)
    means, variances = both.mean(axis=1), both.var(axis=1)
    varying = np.flatnonzero(variances > TOLERANCE**2)
    nothing = Estimate(*(float("nan"),) * 3)
    found = [
        (float(m), float(v), [Index(name, nothing, nothing) for name in names])
        for m, v in zip(means, variances, strict=True)
    ]
    if len(varying):
        design: Any = {"f_A": f_a[varying], "f_B": f_b[varying], "f_AB": f_ab[:, varying]}
        result = stats.sobol_indices(func=design, n=samples)
        # scipy drops the axis of outputs or of parameters where there is one
        shape = len(varying), len(names)
        first_order, total_order = np.reshape(result.first_order, shape), np.reshape(result.total_order, shape)
        spread = _bootstrap(design, samples, generator)
        for row, k in enumerate(varying.tolist()):
            found[k] = (
                *found[k][:2],
                [
                    Index(
                        name,
                        Estimate(float(first_order[row, i]), *map(float, spread[0][:, row, i])),
                        Estimate(float(total_order[row, i]), *map(float, spread[1][:, row, i])),
                    )
                    for i, name in enumerate(names)
                ],
            )
    return found


def _bootstrap(design: Mapping[str, Any], samples: int, rng: Any) -> tuple[Any, Any]:
    """Quantiles of both indices over resampled cases."""
    import warnings

    import numpy as np
    from scipy import stats

    first, total = [], []
    shape = len(design["f_A"]), len(design["f_AB"])
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for _ in range(RESAMPLES):
            rows = rng.integers(0, samples, samples)
            drawn = stats.sobol_indices(func=_rows(design, rows), n=samples)
            first.append(np.reshape(drawn.first_order, shape))
            total.append(np.reshape(drawn.total_order, shape))
    ends = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
    return np.nanquantile(first, ends, axis=0), np.nanquantile(total, ends, axis=0)


def _rows(design: Mapping[str, Any], rows: Any) -> Any:
    return {key: values[..., rows] for key, values in design.items()}
