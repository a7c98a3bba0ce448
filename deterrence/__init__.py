"""Deterrence as games: write the crisis, get every equilibrium with proof, see what a warning changes.

Names are loaded on first use, so importing this package is quick and loads neither scipy nor sympy.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__version__ = "0.1.0"
