"""Games that are no tables or trees, solved by the solver for their kind."""

from collections.abc import Callable
from typing import Any

from ..games.attrition import Attrition, OutsideAttrition, ValueAttrition
from ..games.contest import WeakestLinkContest
from ..games.cutoff_game import CutoffGame
from ..games.global_game import GlobalGame
from ..games.incentives import Incentives
from ..games.security_game import SecurityGame
from ..games.shock_signalling import ShockSignalling
from ..solve.attrition import attrition
from ..solve.contest import contest
from ..solve.coverage import coverage
from ..solve.cutoffs import cutoffs
from ..solve.incentive_range import incentive_range
from ..solve.shock_signalling import shock_signalling

__all__ = ["solved"]

_SOLVERS: dict[type, Callable[[Any], Any]] = {
    Attrition: attrition,
    CutoffGame: cutoffs,
    GlobalGame: cutoffs,
    Incentives: incentive_range,
    OutsideAttrition: attrition,
    SecurityGame: coverage,
    ShockSignalling: shock_signalling,
    ValueAttrition: attrition,
    WeakestLinkContest: contest,
}


def solved(game: Any) -> Any:
    """What the solver for a game's kind returns; anything else as it is.

    Examples
    --------
    >>> solved(Attrition((1, 1), waiting=(1, 1))).rates
    (Fraction(1, 1), Fraction(1, 1))
    >>> solved("game")
    'game'
    """
    solver = _SOLVERS.get(type(game))
    return game if solver is None else solver(game)
