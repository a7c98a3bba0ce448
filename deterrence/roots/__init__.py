"""All roots of a function of one unknown on an interval, with certified brackets."""

from .enclosure import enclosure
from .search import Implicit, Root, Roots, all_roots, normal_cdf, normal_quantile

__all__ = ["Implicit", "Root", "Roots", "all_roots", "enclosure", "normal_cdf", "normal_quantile"]
