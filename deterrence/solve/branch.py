"""A curve of logit equilibria, in labels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, UnsupportedGame
from ..games.normal_form import NormalForm
from ..games.tree import ExtensiveForm

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Branch", "above_the_least", "read_rationality"]


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


def read_rationality(rationality: Any) -> float:
    """The precision as a float; what is no number, negative or infinite is refused."""
    try:
        precision = float(rationality)
    except (TypeError, ValueError, OverflowError):
        precision = -1.0
    if isinstance(rationality, bool) or not 0 <= precision < float("inf"):
        raise InvalidParameter(f"rationality is {rationality!r}; give a number >= 0, in 1 / utils")
    return precision


def above_the_least(rows: Iterable[Sequence[Fraction]]) -> list[list[float]]:
    """Payoffs, one row for each outcome, above each player's least: taken exactly and rounded after.

    Logit replies depend on differences alone, so a large constant in a payoff costs no precision.
    """
    rows = list(rows)
    least = [min(column) for column in zip(*rows, strict=True)]
    try:
        return [[float(u - low) for u, low in zip(row, least, strict=True)] for row in rows]
    except OverflowError:
        raise UnsupportedGame("payoffs differ by more than a float can hold; divide them by a common factor") from None


def _between(k: int, share: float, chances: Any) -> float:
    """A value between two neighbouring points."""
    return float((1 - share) * chances[k] + share * chances[k + 1])
