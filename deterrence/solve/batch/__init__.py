"""Many small games at once, in floats and at the speed of memory, with the exact solvers behind them.

Every function takes arrays with any number of batch axes in front and returns a compact result that expands when asked;
``result.equilibria(index)`` is the exact `EquilibriumSet` of one game.
"""

from .bimatrix import BatchNash, nash
from .expand import Bands, Boxes
from .logit import BatchQuantalResponse, quantal_response
from .outcomes import Outcome
from .signalling import BatchPerfectBayesian, Profiles, perfect_bayesian
from .two_by_two import FAMILIES, Nash2x2, nash_2x2, stream_2x2

__all__ = [
    "FAMILIES",
    "Bands",
    "BatchNash",
    "BatchPerfectBayesian",
    "BatchQuantalResponse",
    "Boxes",
    "Nash2x2",
    "Outcome",
    "Profiles",
    "nash",
    "nash_2x2",
    "perfect_bayesian",
    "quantal_response",
    "stream_2x2",
]
