"""Ids and the functions that recompute them."""

from collections.abc import Callable
from typing import Any

__all__ = ["HANDLERS", "Compute", "recomputes"]

Compute = Callable[[dict[str, Any]], dict[str, Any]]

#: Id to the function from a case's parameters to its results.
HANDLERS: dict[str, Compute] = {}


def recomputes(*names: str) -> Callable[[Compute], Compute]:
    """Register a function for some ids; a case's name after a colon is left out."""

    def register(function: Compute) -> Compute:
        for name in names:
            if name in HANDLERS:
                raise ValueError(f"{name!r} is registered twice")
            HANDLERS[name] = function
        return function

    return register
