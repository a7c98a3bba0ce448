"""A curve of logit equilibria, in labels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..games.normal_form import NormalForm
from ..games.tree import ExtensiveForm

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Branch"]


@dataclass(frozen=True, repr=False)
class Branch:
    """A curve of logit equilibria, by floats.

    Attributes
    ----------
    game : NormalForm or ExtensiveForm
    rationality : ndarray of float, shape (n_points,)
        The precision lambda, in 1 / utils; 0 is uniform play. It may fall between turning points.
    probabilities : mapping
        Player to action to ndarray of float, shape (n_points,); in a tree player to information set to action.
    regret : float
        What the player that does worst could gain at the last point, in utils.
    turning_points : tuple of float
        Values of the precision at which the curve turns back.
    stopped : str
        Why the curve ends: "arrived at a Nash equilibrium", "reached the rationality asked for", "bifurcation at ...", or
        "limit of ... points".
    """

    game: NormalForm | ExtensiveForm
    rationality: "np.ndarray"
    probabilities: Mapping[str, Mapping[str, Any]]
    regret: float
    turning_points: tuple[float, ...]
    stopped: str

    def __getitem__(self, player: str) -> dict[str, Any]:
        """The strategy of a player at the last point: action to probability; in a tree information set to action."""
        return self._at(self.probabilities[player], lambda chances: float(chances[-1]))

    def crossings(self, rationality: float) -> list[dict[str, dict[str, Any]]]:
        """Every profile on the curve at a precision, interpolated between neighbouring points."""
        found = []
        for k, (low, high) in enumerate(pairwise(self.rationality)):
            if low != high and min(low, high) <= rationality <= max(low, high) and not (k and low == rationality):
                found.append(self._at(self.probabilities, partial(_between, k, (rationality - low) / (high - low))))
        return found

    def _at(self, nested: Any, read: Callable[[Any], float]) -> dict[str, Any]:
        return {label: self._at(x, read) if isinstance(x, Mapping) else read(x) for label, x in nested.items()}

    def __repr__(self) -> str:
        parts = []
        for player in self.game.players:
            strategy = self[player]
            sets = strategy if isinstance(self.game, ExtensiveForm) else {"": strategy}
            for label, chances in sets.items():
                mixed = " + ".join(f"{x:.4g} {a}" for a, x in chances.items() if x > 1e-12)
                parts.append(f"{player}{f' ({label})' if label else ''}: {mixed}")
        size = f"{len(self.rationality)} points to rationality {self.rationality[-1]:.4g}"
        return f"<Branch of {size}: {'; '.join(parts)}; {self.stopped}>"


def _between(k: int, share: float, chances: Any) -> float:
    """A value between two neighbouring points."""
    return float((1 - share) * chances[k] + share * chances[k + 1])
