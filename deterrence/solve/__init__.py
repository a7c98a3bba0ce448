"""How equilibria are found: game to equilibrium set, one solution concept per file."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["batch"])
