"""Games that are no tables or trees, solved by the solver for their kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..games.attrition import Attrition, OutsideAttrition, ValueAttrition
from ..games.contest import WeakestLinkContest
from ..games.cutoff_game import CutoffGame
from ..games.global_game import GlobalGame
from ..games.incentives import Incentives
from ..games.reputation import ReputationGame
from ..games.security_game import SecurityGame
from ..games.shock_signalling import ShockSignalling
from ..solve.attrition import attrition
from ..solve.contest import contest
from ..solve.coverage import coverage
from ..solve.cutoffs import cutoffs
from ..solve.incentive_range import incentive_range
from ..solve.reputation import reputation
from ..solve.shock_signalling import shock_signalling

__all__ = ["Played", "solved"]

_SOLVERS: dict[type, Callable[[Any], Any]] = {
    Attrition: attrition,
    CutoffGame: cutoffs,
    GlobalGame: cutoffs,
    Incentives: incentive_range,
    OutsideAttrition: attrition,
    ReputationGame: reputation,
    SecurityGame: coverage,
    ShockSignalling: shock_signalling,
    ValueAttrition: attrition,
    WeakestLinkContest: contest,
}


@dataclass(frozen=True)
class Played:
    """A model's formulae, and what the solver found for the game beside them."""

    model: Any
    answer: Any

    def measures(self) -> Mapping[str, tuple[Any, Any]]:
        """The measures of both; what the formulae say comes last."""
        return {**self.answer.measures(), **self.model.measures()}


def solved(game: Any) -> Any:
    """What the solver for a game's kind returns, for models whose game says more than their formulae; else the game itself.

    Examples
    --------
    >>> solved(Attrition((1, 1), waiting=(1, 1))).rates
    (Fraction(1, 1), Fraction(1, 1))
    >>> solved("game")
    'game'
    """
    if getattr(game, "plays_out", False):
        return Played(game, solved(game.game))
    solver = _SOLVERS.get(type(game))
    return game if solver is None else solver(game)
