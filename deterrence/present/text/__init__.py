"""What a terminal shows: games, equilibria, comparisons, explanations and thresholds as plain text."""

from .comparison import comparison_text
from .equilibria import component_text, equilibria_text
from .explain import explain_text
from .formulae import formulae_text
from .games import game_text
from .thresholds import thresholds_text

__all__ = [
    "comparison_text",
    "component_text",
    "equilibria_text",
    "explain_text",
    "formulae_text",
    "game_text",
    "thresholds_text",
]
