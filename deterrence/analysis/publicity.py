"""The best warning: how public should it be, if the defender can settle that beforehand?"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data, show
from ..games.game import Game
from .cells import DECIDED, has_measure, solve_cell
from .measures import measure_names
from .thresholds import Threshold, thresholds

if TYPE_CHECKING:
    import sympy

__all__ = ["BestPublicity", "Window", "best_publicity"]

#: Values tried between two thresholds; halvings of the distance to the best of them.
TRIED, HALVINGS = 9, 20
#: How close to a threshold a value just beside it lies, as a share of the stretch.
BESIDE = Fraction(1, 10**9)


@dataclass(frozen=True)
class Window:
    """A stretch of values on which a measure is at a bound in every equilibrium.

    Attributes
    ----------
    low, high : Fraction
    low_formula, high_formula : sympy.Expr or None
        The ends as functions of the other parameters; None at an end of the domain.
    low_closed, high_closed : bool
        Whether the ends belong to it.
    """

    low: Fraction
    high: Fraction
    low_formula: "sympy.Expr | None"
    high_formula: "sympy.Expr | None"
    low_closed: bool
    high_closed: bool

    def __str__(self) -> str:
        return f"{'[' if self.low_closed else '('}{show(self.low)}, {show(self.high)}{']' if self.high_closed else ')'}"


@dataclass(frozen=True, repr=False)
class BestPublicity:
    """The best value of a parameter that a player settles beforehand, such as how public a warning is.

    Attributes
    ----------
    parameter, objective : str
    value : Fraction
        The best value found.
    attained : bool
        False where it lies just beside a threshold that itself is worse: come as near as can be.
    least, most : Fraction
        The objective there, over all equilibria.
    tried : tuple of (value, least, most)
        Everything that was solved, in ascending order; least and most are None where the game has no value.
    edges : tuple of Threshold
        Where the families of equilibria change.
    domain : tuple of Fraction
    """

    parameter: str
    objective: str
    value: Fraction
    attained: bool
    least: Fraction
    most: Fraction
    tried: tuple[tuple[Fraction, Fraction | None, Fraction | None], ...]
    edges: tuple[Threshold, ...]
    domain: tuple[Fraction, Fraction]
    _game: Game
    _refinements: tuple[str, ...]

    def windows(self, measure: str, bound: Any) -> tuple[Window, ...]:
        """Where a measure equals a bound in every equilibrium, such as "bluff_called" 0 or "deterred" 1.

        Between two thresholds the families stay the same, and so does whether a probability is 0 or 1; one value decides.
        """
        if not has_measure(self._game, measure):
            known = measure_names(self._game)
            raise InvalidParameter(f"no measure {measure!r}{did_you_mean(measure, known)} (measures: {', '.join(known)})")
        if Fraction(bound) not in (0, 1):
            raise InvalidParameter(f"the bound is {bound!r}; windows are of measures that are 0 or 1 in every equilibrium")
        cuts = self._cuts

        def holds(value: Fraction) -> bool:
            band = _solve(self._game, self.parameter, value, measure, self._refinements)
            return band is not None and band[0] == band[1] == Fraction(bound)

        found: list[Window] = []
        for (low, low_formula), (high, high_formula) in pairwise(cuts):
            if not holds((low + high) / 2):
                continue
            if found and found[-1].high == low and found[-1].high_closed:
                last = found.pop()
                found.append(Window(last.low, high, last.low_formula, high_formula, last.low_closed, holds(high)))
            else:
                found.append(Window(low, high, low_formula, high_formula, holds(low), holds(high)))
        return tuple(found)

    @cached_property
    def _cuts(self) -> list[tuple[Fraction, Any]]:
        inner = [(_place(e.value), e.formula) for e in self.edges if self.domain[0] < e.value < self.domain[1]]
        return [(self.domain[0], None), *inner, (self.domain[1], None)]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "schema": "deterrence.best_value",
            "version": 1,
            "parameter": self.parameter,
            "objective": self.objective,
            "value": as_data(self.value),
            "attained": self.attained,
            "least": as_data(self.least),
            "most": as_data(self.most),
            "thresholds": [{"value": as_data(v), "formula": None if f is None else str(f)} for v, f in self._cuts[1:-1]],
        }

    def __repr__(self) -> str:
        band = show(self.least) if self.least == self.most else f"[{show(self.least)}, {show(self.most)}]"
        if self.attained:
            return f"<best {self.parameter} for {self.objective}: {show(self.value)}, where it is {band}>"
        return (
            f"<best {self.parameter} for {self.objective}: as near as can be to {float(self.value):.6g}, where it is {band}>"
        )


def best_publicity(
    game: Game,
    objective: str,
    parameter: str,
    *,
    refine: str | Sequence[str] | None = None,
    cautious: bool = True,
) -> BestPublicity:
    """Find the best value of a parameter that is settled before play and seen by all (Stackelberg in the policy).

    Parameters
    ----------
    game : Game
        With numbers for all other parameters.
    objective : str
        A measure that is to be large, such as "payoff:defender" or "deterred".
    parameter : str
        One whose domain has two ends, such as "publicity" of a warning that is leaked under control.
    refine : str or sequence of str, optional
        Refinements, applied in order at every value.
    cautious : bool
        Choose by the least over all equilibria, and by the most where that ties; or the other way round.

    Returns
    -------
    BestPublicity

    Raises
    ------
    InvalidParameter
        For a parameter or measure that the game does not have, or a domain without ends.
    UnsupportedGame
        While other parameters are free, and where the game has no value anywhere.

    Notes
    -----
    All thresholds are found exactly; the game is then solved exactly at each of them, just beside them, and at values
    between them, refined around the best. So jumps are never missed; a smooth optimum between two thresholds is met to
    10^-6 of the stretch if the objective has one peak there. Of equally good values the smallest is taken.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.warning_game("leak", credibility="1/5", gain=1, clash_cost=2, accident_rate="1/10",
    ...     loss_resolute=1, loss_irresolute=1, commitment_gap=2, reputation_cost="1/2", audience_cost=3, face_cost="5/2")
    >>> best = dt.best_publicity(game, "deterred", "publicity")
    >>> window, = best.windows("deterred", 1)
    >>> print(window, "=", window.low_formula, "to", window.high_formula)
    (1/2, 4/5) = (commitment_gap - reputation_cost)/audience_cost to clash_cost/face_cost
    """
    free, domain = _read(game, objective, parameter)
    names = (refine,) if isinstance(refine, str) else tuple(refine or ())
    edges = tuple(e for e in thresholds(free, parameter) if domain[0] <= e.value <= domain[1])
    cuts = sorted({*domain, *(_place(e.value) for e in edges)})
    tried: dict[Fraction, tuple[Fraction, Fraction] | None] = {}
    beside: set[Fraction] = set()

    def rank(value: Fraction) -> tuple[Fraction, Fraction] | None:
        if value not in tried:
            tried[value] = _solve(free, parameter, value, objective, names)
        band = tried[value]
        return None if band is None else (band if cautious else (band[1], band[0]))

    for value in cuts:
        rank(value)
    for low, high in pairwise(cuts):
        beside |= _between(rank, low, high)
    ranked = [(r, -value) for value in tried if (r := rank(value)) is not None]
    if not ranked:
        raise UnsupportedGame(f"the game has no value for any {parameter} that was tried; see dt.thresholds")
    value = -max(ranked)[1]
    band = tried[value]
    assert band is not None
    told = tuple((v, *(b if b is not None else (None, None))) for v, b in sorted(tried.items()))
    return BestPublicity(parameter, objective, value, value not in beside, *band, told, edges, domain, free, names)


def _between(rank: Any, low: Fraction, high: Fraction) -> set[Fraction]:
    """Try values between two thresholds; returns those just beside one."""
    width = high - low
    ends = {low + width * BESIDE, high - width * BESIDE}
    grid = [low + width * k / (TRIED + 1) for k in range(1, TRIED + 1)]
    known = [v for v in (*ends, *grid) if rank(v) is not None]
    if not known:
        return ends
    centre, step = max(known, key=lambda v: (rank(v), -v)), width / (TRIED + 1)
    if len({rank(v) for v in known}) == 1 or centre in ends:
        return ends
    for _ in range(HALVINGS):
        step /= 2
        near = [v for v in (centre - step, centre, centre + step) if low < v < high and rank(v) is not None]
        centre = max(near, key=lambda v: (rank(v), v == centre))
    return ends


def _solve(game: Game, parameter: str, value: Fraction, measure: str, names: Sequence[str]) -> Any:
    """The exact band of a measure; None where the game has no value or some equilibria may be missing."""
    cell = solve_cell(game, {parameter: value}, (measure,), names)
    return cell.bands[0] if cell.undecided == DECIDED else None


def _read(game: Any, objective: str, parameter: str) -> tuple[Game, tuple[Fraction, Fraction]]:
    if not isinstance(game, Game):
        raise UnsupportedGame(f"best_publicity takes a game, not {type(game).__name__}")
    known = {p.name: p for p in game.all_parameters}
    if parameter not in known:
        near = did_you_mean(parameter, known)
        raise InvalidParameter(f"the game has no parameter {parameter!r}{near} (parameters: {', '.join(known) or 'none'})")
    ends = known[parameter].interval
    if ends.least is None or ends.most is None:
        raise InvalidParameter(
            f"{parameter} has the domain {known[parameter].domain}; a best value is sought between two ends"
        )
    free = game.free(parameter)
    others = [p.name for p in free.parameters if p.name != parameter]
    if others:
        raise UnsupportedGame(f"no value for {', '.join(others)}; give one: game.at({others[0]}=...)")
    if not has_measure(free, objective):
        names = measure_names(free)
        raise InvalidParameter(f"no measure {objective!r}{did_you_mean(objective, names)} (measures: {', '.join(names)})")
    return free, (ends.least, ends.most)


def _place(value: Any) -> Fraction:
    """A threshold as a rational number; an irrational one to thirty digits, which tells it from its neighbours."""
    if isinstance(value, Fraction):
        return value
    import sympy

    return Fraction(str(sympy.N(value, 30)))
