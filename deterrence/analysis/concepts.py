"""The solution concept that goes with a kind of game."""

from collections.abc import Callable
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame

__all__ = ["concept_of"]


def concept_of(game: Game) -> Callable[..., EquilibriumSet]:
    """`perfect_bayesian` for signalling games, `markov_perfect` for stochastic ones, `nash` for tables and trees.

    Examples
    --------
    >>> from deterrence import models
    >>> concept_of(models.probe_game()).__name__, concept_of(models.repeated_probing()).__name__
    ('nash', 'markov_perfect')
    """
    found: Any
    if isinstance(game, SignallingGame):
        from ..solve.perfect_bayesian import perfect_bayesian as found
    elif isinstance(game, StochasticGame):
        from ..solve.markov_perfect import markov_perfect as found
    else:
        from ..solve.nash import nash as found
    return found  # type: ignore[no-any-return]
