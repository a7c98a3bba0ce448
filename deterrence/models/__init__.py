"""The field's stories as games: functions whose signature is their list of parameters.

An argument left out stays a symbol, or takes its documented default. `closed_forms` gives the formulae that the
literature or a short derivation states for a model, as sympy expressions in its parameters.
"""

from .ambiguous import ambiguous_incursion
from .closed import closed_forms
from .probe import probe_game
from .warning import warning_channels, warning_game

__all__ = ["ambiguous_incursion", "closed_forms", "probe_game", "warning_channels", "warning_game"]
