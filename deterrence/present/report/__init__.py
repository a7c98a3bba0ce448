"""One page about a scenario that stands alone: story, assumptions, equilibria, thresholds, maps, limits."""

from .page import report

__all__ = ["report"]
