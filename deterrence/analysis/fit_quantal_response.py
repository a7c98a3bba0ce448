"""How rational were they? The precision of a logit equilibrium that explains observed play best."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import InvalidParameter, LimitReached, did_you_mean
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from ..solve.quantal_response import quantal_response

__all__ = ["QuantalFit", "fit_quantal_response"]

#: Precisions, in units of the reciprocal payoff range, at which the search starts.
GRID = (0.0, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0, 40.0, 80.0)


@dataclass(frozen=True)
class QuantalFit:
    """The best precision on the principal branch.

    Attributes
    ----------
    rationality : float
        In 1 / utils.
    log_likelihood : float
    chances : mapping
        Player to action to fitted probability.
    """

    rationality: float
    log_likelihood: float
    chances: Mapping[str, Mapping[str, float]] = field(hash=False)


def fit_quantal_response(game: NormalForm, counts: Mapping[str, Mapping[str, Any]]) -> QuantalFit:
    """Fit the precision of logit play to counts of actions by maximum likelihood.

    Parameters
    ----------
    game : NormalForm
    counts : mapping
        Player to action to how often it was seen; counts need not be whole.

    Returns
    -------
    QuantalFit

    Raises
    ------
    InvalidParameter
        For counts of players or actions that do not exist, or that are negative.

    Notes
    -----
    Precisions on a grid, then Brent's method around the best of them, along the principal branch.

    References
    ----------
    .. [1] R. D. McKelvey and T. R. Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic
       Behavior 10, 6-38.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.NormalForm.from_arrays([[4, 0], [0, 1]], [[0, 4], [4, 0]])
    >>> seen = dt.quantal_response(game, 0.5)  # as if observed frequencies were those of precision 1/2
    >>> round(dt.fit_quantal_response(game, {player: seen[player] for player in game.players}).rationality, 4)
    0.5
    """
    from scipy.optimize import minimize_scalar

    seen = _read(game, counts)

    def loss(precision: float) -> float:
        try:
            return -_likelihood(game, precision, seen)
        except LimitReached:
            return float("inf")

    values = [float(v) for row in game.numbers for v in row]
    unit = 1 / ((max(values) - min(values)) or 1.0)
    tried = [(loss(unit * x), k) for k, x in enumerate(GRID)]
    best = min(tried)[1]
    low, high = GRID[max(0, best - 1)] * unit, GRID[min(len(GRID) - 1, best + 1)] * unit
    found = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-10 * (high + unit)})
    precision = float(found.x) if found.fun <= min(tried)[0] else GRID[best] * unit
    branch = quantal_response(game, precision)
    chances = {player: FrozenDict(branch[player]) for player in game.players}
    return QuantalFit(precision, -loss(precision), FrozenDict(chances))


def _read(game: NormalForm, counts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    seen: dict[str, dict[str, float]] = {}
    for player, by_action in counts.items():
        if player not in game.players:
            raise InvalidParameter(f"there is no player {player!r}{did_you_mean(player, game.players)}")
        for action, number in by_action.items():
            if action not in game.actions[player]:
                near = did_you_mean(action, game.actions[player])
                raise InvalidParameter(f"{player!r} has no action {action!r}{near}")
            if not float(number) >= 0:
                raise InvalidParameter(f"the count of {action!r} is {number!r}; it must be at least 0")
            seen.setdefault(player, {})[action] = float(number)
    return seen


def _likelihood(game: NormalForm, precision: float, seen: Mapping[str, Mapping[str, float]]) -> float:
    from math import log

    branch = quantal_response(game, precision)
    return sum(
        number * log(max(branch[player][action], 1e-300))
        for player, by_action in seen.items()
        for action, number in by_action.items()
        if number
    )
