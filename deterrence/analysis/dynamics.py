"""Dynamics in which strategies that pay better gain ground: replicator, logit, best replies and fictitious play.

All of them stand still at Nash equilibria (the logit at quantal response equilibria), and none need lead to one. They say
which equilibria players may learn, not which ones there are.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from ..errors import InvalidParameter
from ..exact import integers
from ..games.normal_form import NormalForm
from ..solve.branch import read_rationality
from .motion import Field, check_game, ending, exact_gains, integrate, read_duration, read_start, split
from .trajectory import Trajectory

__all__ = ["fictitious_play", "logit_dynamics", "replicator"]


def replicator(
    game: NormalForm,
    start: Mapping[str, Any] | None = None,
    duration: float = 20.0,
    *,
    single_population: bool = False,
    points: int = 1001,
) -> Trajectory:
    """Follow the replicator dynamics: an action grows at the rate by which it pays more than the average.

    There is one large population per player, whose members are matched at random with those of the others. What is not
    played at the start is never played.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    start : mapping, optional
        Player to action to probability; actions left out have 0. An `Equilibrium` may be given. Even chances by default.
    duration : float
        In 1 / utils.
    single_population : bool
        For symmetric games: all players are drawn from one population, and ``start`` maps actions to probabilities.
    points : int
        How many points of time are returned, evenly spaced.

    Returns
    -------
    Trajectory
        In a single population all players have the same probabilities.

    Raises
    ------
    InvalidParameter
        For a start that is no mixed strategy of every player, or a duration that is not positive.
    UnsupportedGame
        While parameters are free, for games of another kind, and for a single population in a game that is not symmetric.

    Notes
    -----
    The scores log x(t) - log x(0) are integrated, not the probabilities x, so that no probability leaves [0, 1] or is
    rounded to 0 by the method.

    References
    ----------
    .. [1] P. D. Taylor and L. B. Jonker (1978), Evolutionary stable strategies and game dynamics, Mathematical Biosciences
       40, 145-156.
    .. [2] J. Hofbauer and K. Sigmund (1998), Evolutionary games and population dynamics, Cambridge University Press.

    Examples
    --------
    >>> import deterrence as dt
    >>> dilemma = dt.NormalForm.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> path = dt.replicator(dilemma, start={"player 1": {"action 1": "9/10", "action 2": "1/10"},
    ...                                      "player 2": {"action 1": "1/2", "action 2": "1/2"}})
    >>> round(path.final["player 1"]["action 2"], 6)
    1.0
    """
    import numpy as np

    check_game(game, "replicator")
    length = read_duration(duration, points)
    given = read_start(game, start, single_population)
    field = Field(game)
    moving = 1 if single_population else len(game.players)
    with np.errstate(divide="ignore"):
        first = [np.log([float(x) for x in p]) for p in given[:moving]]

    def strategies(scores: Any) -> list[Any]:
        grown = []
        for x, y in zip(first, split(scores, game.shape[:moving]), strict=True):
            logs = x + y
            weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
            grown.append(weights / weights.sum(axis=-1, keepdims=True))
        return grown * len(game.players) if single_population else grown

    def rates(mixed: list[Any]) -> list[Any]:
        payoffs = [field.expected(mixed, i) for i in range(moving)]
        return [u - x @ u for x, u in zip(mixed, payoffs, strict=False)]

    times, scores, early = integrate(
        lambda _, state: np.concatenate(rates(strategies(state))), np.zeros(sum(game.shape[:moving])), length, points
    )
    paths = strategies(scores)
    last = [p[-1] for p in paths]
    speed = max(float(np.max(np.abs(x * rate))) for x, rate in zip(last, rates(last), strict=False))
    return field.trajectory("replicator", times, paths, ending(times[-1], speed / field.scale, early))


def logit_dynamics(
    game: NormalForm,
    rationality: float,
    start: Mapping[str, Any] | None = None,
    duration: float = 20.0,
    *,
    points: int = 1001,
) -> Trajectory:
    """Follow the logit dynamics: everybody drifts towards the logit answer to what the others do.

    A share of each population that is proportional to time revises its action, and then takes each action with a
    probability proportional to exp(rationality * its expected payoff). Its rest points are the quantal response equilibria.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    rationality : float
        Precision lambda >= 0, in 1 / utils.
    start : mapping, optional
        Player to action to probability; actions left out have 0. An `Equilibrium` may be given. Even chances by default.
    duration : float
        In units in which an e-fold of the population revises.
    points : int
        How many points of time are returned, evenly spaced.

    Returns
    -------
    Trajectory

    Raises
    ------
    InvalidParameter
        For a negative or infinite precision, a start that is no mixed strategy, or a duration that is not positive.
    UnsupportedGame
        While parameters are free, and for games of another kind.

    References
    ----------
    .. [1] D. Fudenberg and D. K. Levine (1998), The theory of learning in games, MIT Press.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> path = dt.logit_dynamics(game, rationality=2, duration=40)
    >>> abs(path.final["challenger"]["probe"] - dt.quantal_response(game, rationality=2)["challenger"]["probe"]) < 1e-6
    True
    """
    import numpy as np

    check_game(game, "logit_dynamics")
    length = read_duration(duration, points)
    precision = read_rationality(rationality)
    field = Field(game)
    first = np.array([float(x) for p in read_start(game, start) for x in p])

    def velocity(_: float, state: Any) -> Any:
        mixed = split(state, game.shape)
        answers = []
        for i in range(len(mixed)):
            payoffs = field.expected(mixed, i)
            weights = np.exp(precision * (payoffs - payoffs.max()))
            answers.append(weights / weights.sum())
        return np.concatenate(answers) - state

    times, states, early = integrate(velocity, first, length, points)
    speed = float(np.max(np.abs(velocity(0.0, states[-1]))))
    return field.trajectory("logit", times, split(states, game.shape), ending(times[-1], speed, early))


def fictitious_play(game: NormalForm, steps: int, start: Mapping[str, Any] | None = None, *, rng: Any = None) -> Trajectory:
    """Play repeatedly, each time the best reply to how often the others have done what so far.

    Parameters
    ----------
    game : NormalForm
        Any number of players; each takes the others to be independent.
    steps : int
        How often the game is played.
    start : mapping, optional
        What is expected before anything was played, which counts as one observation: player to action to probability.
        Even chances by default.
    rng : numpy.random.Generator or int, optional
        Chooses among several best replies. Without it the first one in the order of the game is taken.

    Returns
    -------
    Trajectory
        The frequencies so far, with the first expectation among them, after 0, 1, ... plays. Its time counts plays.

    Raises
    ------
    InvalidParameter
        For a number of steps that is not positive, or a start that is no mixed strategy of every player.
    UnsupportedGame
        While parameters are free, and for games of another kind.

    Notes
    -----
    Best replies are compared in exact arithmetic, so that a tie is a tie. Frequencies converge to equilibrium in zero-sum
    games [1]_ and in 2x2 games, not in all games [2]_.

    References
    ----------
    .. [1] J. Robinson (1951), An iterative method of solving a game, Annals of Mathematics 54, 296-301.
    .. [2] L. S. Shapley (1964), Some topics in two-person games, Annals of Mathematics Studies 52, 1-28.

    Examples
    --------
    >>> import deterrence as dt
    >>> pennies = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> path = dt.fictitious_play(pennies, 2000)
    >>> round(path.final["player 1"]["action 1"], 1)
    0.5
    """
    import numpy as np

    check_game(game, "fictitious_play")
    if not isinstance(steps, int) or steps < 1:
        raise InvalidParameter(f"steps is {steps!r}; give a whole number of at least 1")
    try:
        generator = None if rng is None else np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise InvalidParameter(f"rng is {rng!r}; give a numpy.random.Generator or a whole number") from None
    counts = _Counts(game, read_start(game, start))
    rows = [counts.frequencies()]
    for _ in range(steps):
        best = [counts.best_replies(i) for i in range(len(game.players))]
        counts.add([b[0] if generator is None or len(b) == 1 else int(generator.choice(b)) for b in best])
        rows.append(counts.frequencies())
    mixed = split(np.array(rows), game.shape)
    return Field(game).trajectory("fictitious play", np.arange(steps + 1.0), mixed, f"played {steps} times")


class _Counts:
    """What everybody was seen to do, in whole numbers: one observation of a player counts as its `unit`."""

    def __init__(self, game: NormalForm, start: list[tuple[Fraction, ...]]) -> None:
        # a player's payoffs and counts may each be scaled: neither changes which reply is best
        self.counts = [integers(list(p)) for p in start]
        self.units = [sum(c) for c in self.counts]
        self.observations = 1
        self.gains = []
        for i, table in enumerate(exact_gains(game)):
            cells = list(product(*(range(n) for k, n in enumerate(game.shape) if k != i)))
            whole = iter(integers([u for row in table for u in row]))
            self.gains.append([[(cell, u) for cell in cells if (u := next(whole))] for _ in table])

    def best_replies(self, i: int) -> list[int]:
        """All actions that are best against the frequencies so far."""
        others = [c for k, c in enumerate(self.counts) if k != i]
        payoffs = [
            sum(u * prod(c[a] for c, a in zip(others, cell, strict=True)) for cell, u in row) for row in self.gains[i]
        ]
        most = max(payoffs)
        return [a for a, u in enumerate(payoffs) if u == most]

    def add(self, actions: list[int]) -> None:
        """Observe one play."""
        self.observations += 1
        for count, unit, action in zip(self.counts, self.units, actions, strict=True):
            count[action] += unit

    def frequencies(self) -> list[float]:
        """Shares of the observations, the players' in a row."""
        return [c / (unit * self.observations) for count, unit in zip(self.counts, self.units, strict=True) for c in count]
