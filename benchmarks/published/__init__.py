"""How each published case is recomputed: one function for each id, in modules by family."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from .registry import HANDLERS

__all__ = ["handler"]


def handler(name: str) -> Callable[[dict[str, Any]], dict[str, Any]] | None:
    """The function for an id, from its parameters to its results; what follows a colon names the case only."""
    _load()
    return HANDLERS.get(name) or HANDLERS.get(name.partition(":")[0])


@cache
def _load() -> None:
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in ("__init__", "registry"):
            import_module(f".{path.stem}", __package__)
