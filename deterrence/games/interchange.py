"""Games as other tools hold them: the one place that speaks to nashpy."""

from typing import TYPE_CHECKING, Any

from ..errors import UnsupportedGame

if TYPE_CHECKING:
    from .normal_form import NormalForm

__all__ = ["arrays_of_nashpy", "nashpy_game"]


def arrays_of_nashpy(game: Any) -> tuple[Any, Any]:
    """Payoff arrays of a `nashpy.Game`."""
    first, second = game.payoff_matrices
    return first, second


def nashpy_game(game: "NormalForm") -> Any:
    """A `nashpy.Game` with the payoffs as floats."""
    import nashpy

    if len(game.players) != 2:
        raise UnsupportedGame(f"nashpy has two-player games only; this one has {len(game.players)} players")
    first, second = game.bimatrix()
    return nashpy.Game([[float(v) for v in row] for row in first], [[float(v) for v in row] for row in second])
