"""Other solvers on batches of small games, one game at a time as they want it; their game objects are built beforehand."""

from collections.abc import Callable
from typing import Any

__all__ = ["enummixed", "nashpy_supports", "quantecon_supports", "quantecon_vertices"]


def nashpy_supports(first: Any, second: Any) -> list[Any]:
    """Support enumeration by nashpy, which misses equilibria of degenerate and of some other games."""
    import warnings

    import nashpy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [list(nashpy.Game(a, b).support_enumeration()) for a, b in zip(first, second, strict=True)]


def _quantecon(first: Any, second: Any) -> list[Any]:
    from quantecon.game_theory import NormalFormGame, Player

    return [NormalFormGame([Player(a), Player(b.T.copy())]) for a, b in zip(first, second, strict=True)]


def quantecon_supports(first: Any, second: Any) -> tuple[Callable[[], Any], int]:
    """Support enumeration by quantecon: what to run, and the number of games."""
    from quantecon.game_theory import support_enumeration

    games = _quantecon(first, second)
    return lambda: [support_enumeration(game) for game in games], len(games)


def quantecon_vertices(first: Any, second: Any) -> tuple[Callable[[], Any], int]:
    """Vertex enumeration by quantecon: what to run, and the number of games."""
    from quantecon.game_theory import vertex_enumeration

    games = _quantecon(first, second)
    return lambda: [vertex_enumeration(game) for game in games], len(games)


def enummixed(first: Any, second: Any) -> list[Any]:
    """Gambit's extreme equilibria in floats."""
    import pygambit

    # the class had another name before version 17
    kind = getattr(pygambit, "StrategicGame", pygambit.Game)
    return [
        pygambit.nash.enummixed_solve(kind.from_arrays(a, b), rational=False).equilibria
        for a, b in zip(first, second, strict=True)
    ]
