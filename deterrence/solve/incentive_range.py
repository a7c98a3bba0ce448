"""Where, along one number, no deviation from a profile pays."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..errors import UnsupportedGame
from ..exact import exact
from ..games.incentives import Incentives
from ..roots import all_roots

__all__ = ["IncentiveRange", "incentive_range"]


@dataclass(frozen=True)
class IncentiveRange:
    """Where a profile is an equilibrium.

    Attributes
    ----------
    game : Incentives
    intervals : tuple of (least, most)
        Closed intervals of the unknown; a point is an interval of no length. Empty where some deviation always pays.
    thresholds : mapping
        Deviation to the values at which it gains exactly nothing.
    complete : bool
    why : str
    """

    game: Incentives
    intervals: tuple[tuple[Any, Any], ...]
    thresholds: dict[str, tuple[Any, ...]]
    complete: bool = True
    why: str = ""

    @property
    def least(self) -> Any:
        """Least value at which no deviation pays, or None."""
        return self.intervals[0][0] if self.intervals else None

    @property
    def most(self) -> Any:
        """Largest value at which no deviation pays, or None."""
        return self.intervals[-1][1] if self.intervals else None

    def measures(self) -> dict[str, tuple[Any, Any]]:
        """The least and largest value of the unknown; what `compare` takes."""
        return {str(self.game.unknown): (self.least, self.most)} if self.intervals else {}


def incentive_range(game: Incentives) -> IncentiveRange:
    """Find every value of the unknown at which no deviation gains anything.

    Parameters
    ----------
    game : Incentives

    Returns
    -------
    IncentiveRange
        Thresholds with certified brackets; ``complete`` is False where a gain only touches zero.

    Raises
    ------
    UnsupportedGame
        For another kind of game.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> found = incentive_range(Incentives({"early": x - sympy.Rational(3, 4), "late": (x - 1) * (1 - 4 * x)}, x))
    >>> found.intervals
    ((Fraction(0, 1), Fraction(1, 4)),)
    """
    if not isinstance(game, Incentives):
        raise UnsupportedGame(f"incentive_range takes Incentives, not {type(game).__name__}")
    thresholds: dict[str, tuple[Any, ...]] = {}
    reasons: list[str] = []
    for name, gain in game.gains.items():
        if not gain.has(game.unknown):
            thresholds[name] = ()
            continue
        found = all_roots(gain, game.unknown, game.least, game.most)
        thresholds[name] = found.values
        reasons += [] if found.complete else [f"{name}: {found.why}"]
    ends = [exact(game.least), exact(game.most)]
    met: set[Any] = {value for values in thresholds.values() for value in values}
    cuts = sorted({*ends, *met}, key=float)
    middles = [(a, b, _holds(game, _middle(a, b), {})) for a, b in pairwise(cuts)]
    intervals: list[tuple[Any, Any]] = []
    for a, b, holds in middles:
        if holds and intervals and intervals[-1][1] == a:
            intervals[-1] = (intervals[-1][0], b)
        elif holds:
            intervals.append((a, b))
    alone = [c for c in cuts if all(not a <= c <= b for a, b in intervals) and _holds(game, c, thresholds)]
    intervals = sorted([*intervals, *((c, c) for c in alone)], key=lambda ends: float(ends[0]))
    return IncentiveRange(game, tuple(intervals), thresholds, not reasons, "; ".join(reasons))


def _middle(a: Any, b: Any) -> Fraction:
    return (Fraction(a) + Fraction(b)) / 2


def _holds(game: Incentives, value: Any, thresholds: dict[str, tuple[Any, ...]]) -> bool:
    """Whether no deviation pays; at one of its own thresholds a deviation gains nothing by definition."""
    import sympy

    at = sympy.Rational(*Fraction(value).as_integer_ratio())
    return all(
        value in thresholds.get(name, ()) or not bool(gain.subs(game.unknown, at) > 0) for name, gain in game.gains.items()
    )
