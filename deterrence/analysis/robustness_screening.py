"""Which parameters do not matter at all: Morris's screening, for when there are many of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import InvalidParameter
from .robustness import TOLERANCE
from .robustness_estimates import CONFIDENCE, Estimate
from .robustness_outputs import ByTitle
from .robustness_salib import evaluated, problem, salib
from .robustness_sobol import study_outputs
from .robustness_study import read_study

__all__ = ["Effect", "Screened", "Screening", "morris_effects", "screening"]

#: Values of each parameter that are tried: the ends of its range, and the quantiles at one and two thirds.
LEVELS = 4


@dataclass(frozen=True)
class Effect:
    """How far a parameter moves an output, taken over its whole range, the others standing anywhere.

    Attributes
    ----------
    name : str
    mean : float
        Mean effect with its sign.
    size : Estimate
        Mean of the absolute effects: 0 for a parameter that does not matter.
    deviation : float
        Standard deviation of the effects: 0 where the parameter acts alone, along a straight line.
    """

    name: str
    mean: float
    size: Estimate
    deviation: float

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"mean": self.mean, "size": self.size.to_dict(), "deviation": self.deviation}


@dataclass(frozen=True)
class Screened:
    """The effects on one output.

    Attributes
    ----------
    title : str
        As in `Sensitivity`.
    effects : tuple of Effect
        In the order of the parameters.
    """

    title: str
    effects: tuple[Effect, ...]

    @property
    def ranked(self) -> tuple[Effect, ...]:
        """The parameter that moves the output most first."""
        return tuple(sorted(self.effects, key=lambda e: -e.size.value))

    @property
    def inert(self) -> tuple[str, ...]:
        """Parameters that moved the output nowhere."""
        return tuple(e.name for e in self.effects if e.size.value <= TOLERANCE)

    def __getitem__(self, name: str) -> Effect:
        return next(effect for effect in self.effects if effect.name == name)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"title": self.title, "effects": {e.name: e.to_dict() for e in self.effects}}


@dataclass(frozen=True, repr=False)
class Screening(ByTitle[Screened]):
    """Effects on several outputs; ``found["private: deterred, most"]["credibility"].size.value``.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    outputs : tuple of Screened
    n_cases : int
        How many cases were solved.
    """

    schema = "deterrence.screening"

    @property
    def inert(self) -> tuple[str, ...]:
        """Parameters that moved no output anywhere; they may be given any value of their range."""
        return tuple(name for name in self.names if all(name in output.inert for output in self.outputs))

    def __repr__(self) -> str:
        from ..present.robustness import screening_text

        return screening_text(self)


def screening(
    what: Any,
    ranges: Mapping[str, Any] | None = None,
    *,
    trajectories: int = 64,
    measures: Iterable[str] | None = None,
    baseline: str | None = None,
    refine: str | Iterable[str] | None = None,
    rng: Any,
) -> Screening:
    """Sort the parameters that matter from those that do not, with few cases (Morris).

    From random places, one parameter after the other is moved by two thirds of its range; the change of an output, over the
    length of the move, is an elementary effect. Effects that are all 0 mark a parameter that can be left at any value; it
    needs no place in `sensitivity`, which asks for many more cases.

    Parameters
    ----------
    what, ranges, measures, baseline, refine
        As for `robustness`.
    trajectories : int
        Random places, from 2 on; (number of parameters + 1) times as many cases are solved.
    rng : numpy.random.Generator or int

    Returns
    -------
    Screening
        Outputs are those of `sensitivity`.

    Raises
    ------
    InvalidParameter
        As `robustness`; and for a number of trajectories that does not serve.
    ImportError
        Without SALib: ``pip install "deterrence[uq]"``.

    Notes
    -----
    Trajectories of [1]_ on four levels, the quantiles 0, 1/3, 2/3 and 1 of each spread, and the mean of absolute effects of
    [2]_, by SALib; intervals by bootstrap. An undecided case counts as the mean. That a parameter moved nothing here is no
    proof: `atlas` has the formulae.

    References
    ----------
    .. [1] M. D. Morris (1991), Factorial sampling plans for preliminary computational experiments, Technometrics 33,
       161-174.
    .. [2] F. Campolongo, J. Cariboni and A. Saltelli (2007), An effective screening design for sensitivity analysis of large
       models, Environmental Modelling & Software 22, 1509-1518.

    Examples
    --------
    What the defender loses by tolerating decides nothing as long as it is more than what responding costs:

    >>> import deterrence as dt
    >>> game = dt.models.probe_game(clash_cost=1, respond_cost=1)
    >>> ranges = {"credibility": (0, 1), "gain": ("1/100", 1), "tolerate_cost": (2, 3)}
    >>> dt.screening(game, ranges, measures=["deterred"], rng=1).inert
    ('tolerate_cost',)
    """
    study = read_study(what, ranges, measures, baseline, refine)
    titles: list[str] = []

    def outputs(values: Mapping[str, Any]) -> Any:
        found = study_outputs(study, values)
        titles[:] = list(found)
        return list(found.values())

    effects = morris_effects(outputs, study.spreads, trajectories, rng)
    found = tuple(Screened(title, tuple(row)) for title, row in zip(titles, effects, strict=True))
    return Screening(study.names, found, trajectories * (len(study.spreads) + 1))


def morris_effects(
    function: Callable[[Mapping[str, Any]], Any], spreads: Sequence[Any], trajectories: int, rng: Any
) -> list[list[Effect]]:
    """Elementary effects on each output of a function.

    Parameters
    ----------
    function : callable
        Takes a mapping of name to ndarray of shape (n_cases,); returns a sequence of outputs of that shape.
    spreads : sequence
        Anything with a ``name`` and quantiles ``ppf``, such as `Spread`.
    trajectories : int
        From 2 on.
    rng : numpy.random.Generator or int
    """
    import numpy as np

    if not isinstance(trajectories, int) or isinstance(trajectories, bool) or trajectories < 2:
        raise InvalidParameter(f"trajectories is {trajectories!r}; give a whole number from 2 on, such as 64")
    generator = np.random.default_rng(rng)
    names = [spread.name for spread in spreads]
    cube = problem(names)
    shares = salib("sample.morris").sample(cube, trajectories, num_levels=LEVELS, seed=generator)
    analyze = salib("analyze.morris").analyze
    found = []
    for row in evaluated(function, spreads, shares):
        told = analyze(cube, shares, row, num_levels=LEVELS, conf_level=CONFIDENCE, seed=generator)
        sizes, halves = np.asarray(told["mu_star"], float), np.asarray(told["mu_star_conf"], float)
        found.append(
            [
                Effect(
                    name,
                    float(told["mu"][k]),
                    Estimate(float(sizes[k]), max(0.0, float(sizes[k] - halves[k])), float(sizes[k] + halves[k])),
                    float(told["sigma"][k]),
                )
                for k, name in enumerate(names)
            ]
        )
    return found
