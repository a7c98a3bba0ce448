"""Which parameters matter only together: second-order Sobol indices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from ..errors import InvalidParameter
from .robustness import TOLERANCE
from .robustness_estimates import CONFIDENCE, Estimate
from .robustness_outputs import ByTitle, Varied
from .robustness_salib import evaluated, problem, salib
from .robustness_sobol import check_samples, study_outputs
from .robustness_study import read_study

__all__ = ["Interaction", "Interactions", "OutputPairs", "interactions", "second_order_indices"]

#: Bootstrap samples behind each interval: fewer than for first-order indices, since there are so many pairs.
RESAMPLES = 100


@dataclass(frozen=True)
class Interaction:
    """How much of an output's variance two parameters explain together, beyond what each explains alone."""

    names: tuple[str, str]
    share: Estimate

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"names": list(self.names), "share": self.share.to_dict()}


@dataclass(frozen=True)
class OutputPairs(Varied):
    """The second-order indices of one output; ``pairs["gain", "credibility"].share.value``, in either order.

    Attributes
    ----------
    title : str
        As in `Sensitivity`.
    mean, variance : float
    pairs : tuple of Interaction
        In the order of the parameters; all NaN where the output is the same in all cases.
    """

    pairs: tuple[Interaction, ...]

    @property
    def ranked(self) -> tuple[Interaction, ...]:
        """The pair that matters most first."""
        return tuple(sorted(self.pairs, key=lambda p: -p.share.value)) if self.varies else ()

    def __getitem__(self, names: tuple[str, str]) -> Interaction:
        return next(pair for pair in self.pairs if set(pair.names) == set(names))

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        pairs = [pair.to_dict() for pair in self.pairs]
        return {"title": self.title, "mean": self.mean, "variance": self.variance, "pairs": pairs}


@dataclass(frozen=True, repr=False)
class Interactions(ByTitle[OutputPairs]):
    """Second-order Sobol indices of several outputs; ``found["private: deters more often"]``.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    outputs : tuple of OutputPairs
    n_cases : int
        How many cases were solved.
    """

    schema = "deterrence.interactions"

    def __repr__(self) -> str:
        from ..present.robustness import interactions_text

        return interactions_text(self)


def interactions(
    what: Any,
    ranges: Mapping[str, Any] | None = None,
    *,
    samples: int = 512,
    measures: Iterable[str] | None = None,
    baseline: str | None = None,
    refine: str | Iterable[str] | None = None,
    rng: Any,
) -> Interactions:
    """Say which uncertain parameters matter only together: second-order Sobol indices of every measure and verdict.

    `sensitivity` tells what a parameter explains alone and with all its interactions; where these differ, the pairs say with
    which other parameter. Regimes make interactions: a high credibility matters only as far as the gain is not higher.

    Parameters
    ----------
    what, ranges, measures, baseline, refine
        As for `robustness`; at least two parameters must vary.
    samples : int
        A power of 2 from 64 on; 2 (number of parameters + 1) times as many cases are solved.
    rng : numpy.random.Generator or int

    Returns
    -------
    Interactions
        Outputs are those of `sensitivity`.

    Raises
    ------
    InvalidParameter
        As `sensitivity`; and where fewer than two parameters vary.
    ImportError
        Without SALib: ``pip install "deterrence[uq]"``.

    Notes
    -----
    Saltelli's design on scrambled Sobol points [1]_, by SALib; intervals by bootstrap. An undecided case counts as the mean.

    References
    ----------
    .. [1] A. Saltelli (2002), Making best use of model evaluations to compute sensitivity indices, Computer Physics
       Communications 145, 280-297.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, tolerate_cost=2, respond_cost=1)
    >>> found = dt.interactions(game, {"credibility": (0, 1), "gain": (0.001, 1)}, measures=["deterred"], rng=1)
    >>> round(found["game: deterred, least"]["gain", "credibility"].share.value, 1)
    0.3
    """
    study = read_study(what, ranges, measures, baseline, refine)
    titles: list[str] = []

    def outputs(values: Mapping[str, Any]) -> Any:
        found = study_outputs(study, values)
        titles[:] = list(found)
        return list(found.values())

    rows = second_order_indices(outputs, study.spreads, samples, rng)
    found = [OutputPairs(t, mean, variance, tuple(pairs)) for t, (mean, variance, pairs) in zip(titles, rows, strict=True)]
    return Interactions(study.names, tuple(found), 2 * samples * (len(study.spreads) + 1))


def second_order_indices(
    function: Callable[[Mapping[str, Any]], Any], spreads: Sequence[Any], samples: int, rng: Any
) -> list[tuple[float, float, list[Interaction]]]:
    """Mean, variance and second-order indices of each output of a function.

    Parameters
    ----------
    function : callable
        Takes a mapping of name to ndarray of shape (n_cases,); returns a sequence of outputs of that shape.
    spreads : sequence
        Anything with a ``name`` and quantiles ``ppf``, such as `Spread`; at least two.
    samples : int
        A power of 2 from 64 on.
    rng : numpy.random.Generator or int
    """
    import numpy as np

    check_samples(samples)
    names = [spread.name for spread in spreads]
    if len(names) < 2:
        raise InvalidParameter(
            f"only {', '.join(names)} varies; interactions are between two parameters: give a range of another one too"
        )
    generator = np.random.default_rng(rng)
    cube = problem(names)
    shares = salib("sample.sobol").sample(cube, samples, calc_second_order=True, seed=generator)
    analyze = salib("analyze.sobol").analyze
    found = []
    for row in evaluated(function, spreads, shares):
        mean, variance = float(row.mean()), float(row.var())
        second = halves = np.full((len(names), len(names)), np.nan)
        if variance > TOLERANCE**2:
            told = analyze(cube, row, calc_second_order=True, num_resamples=RESAMPLES, conf_level=CONFIDENCE, seed=generator)
            second, halves = told["S2"], told["S2_conf"]
        pairs = [
            Interaction(
                (names[i], names[j]),
                Estimate(*(float(second[i, j] + sign * halves[i, j]) for sign in (0, -1, 1))),
            )
            for i, j in combinations(range(len(names)), 2)
        ]
        found.append((mean, variance, pairs))
    return found
