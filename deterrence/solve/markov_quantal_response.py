"""Logit quantal response in stochastic games: what the players do with private shocks to their payoffs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, UnsupportedGame
from ..frozen import FrozenDict
from ..games.stochastic import StochasticGame

if TYPE_CHECKING:
    import numpy as np

    from .markov.arrays import Floats

__all__ = ["MarkovResponse", "MarkovResponses", "markov_quantal_response"]

#: Relative residual of a fixed point.
TOLERANCE = 1e-13
#: Two fixed points whose probabilities differ by less are one.
SAME = 1e-7


@dataclass(frozen=True, repr=False)
class MarkovResponse:
    """One fixed point, in floats.

    Attributes
    ----------
    game : StochasticGame
    rationality : float
    probabilities : mapping
        Player to state to action to its probability.
    action_values : mapping
        Player to state to action to what it is worth, the shock apart.
    residual : float
        Largest difference between action values and what they lead to.
    start : str
        Where the search for it began.
    """

    game: StochasticGame
    rationality: float
    probabilities: Mapping[str, Mapping[str, Mapping[str, float]]]
    action_values: Mapping[str, Mapping[str, Mapping[str, float]]]
    residual: float
    start: str
    _chain: Any

    def __getitem__(self, player: str) -> Mapping[str, Mapping[str, float]]:
        return self.probabilities[player]

    @cached_property
    def invariant(self) -> Mapping[str, float]:
        """Long-run share of every state; where several are possible, the one reached from even chances."""
        import numpy as np

        n = len(self._chain)
        matrix = np.vstack([self._chain.T - np.eye(n), np.ones((1, n))])
        shares = np.linalg.lstsq(matrix, np.append(np.zeros(n), 1.0), rcond=None)[0]
        return FrozenDict(zip(self.game.states, map(float, shares), strict=True))

    def __repr__(self) -> str:
        lines = []
        for player, by_state in self.probabilities.items():
            for state, chances in by_state.items():
                text = ", ".join(f"{action} {p:.4f}" for action, p in chances.items())
                lines.append(f"  {player} in {state}: {text}")
        return "\n".join([f"Logit response at rationality {self.rationality:g}, from {self.start}", *lines])


@dataclass(frozen=True)
class MarkovResponses(Sequence[MarkovResponse]):
    """The fixed points that were found.

    Attributes
    ----------
    points : tuple of MarkovResponse
    complete : bool
        Always False: a search from given starts proves nothing about what it did not find.
    why : str
        From where, and how often, the search began.
    """

    points: tuple[MarkovResponse, ...]
    why: str
    complete: bool = False

    def __getitem__(self, index: Any) -> Any:
        return self.points[index]

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[MarkovResponse]:
        return iter(self.points)


def markov_quantal_response(
    game: StochasticGame,
    rationality: float = 1.0,
    *,
    start: Any = None,
    starts: int = 0,
    rng: "np.random.Generator | None" = None,
    private_shocks: bool = True,
) -> MarkovResponses:
    """Find logit quantal response equilibria of a stochastic game.

    In every period each player sees the state and a private shock to the payoff of each of its actions, drawn from the
    extreme-value distribution; action values then are ``v = u + discount * E ln sum exp v`` and choices are logit.

    Parameters
    ----------
    game : StochasticGame
    rationality : float, optional
        How little the shocks weigh, per util: choices are proportional to ``exp(rationality * v)``.
    start : mapping or sequence of float, optional
        Action values from which to search: player to state to action, or in one row, players, states and actions in order.
        By default all 0.
    starts : int, optional
        How many random starts to add; several equilibria may exist.
    rng : numpy.random.Generator, optional
        For random starts.
    private_shocks : bool, optional
        Whether players also enjoy their shocks, as in dynamic discrete games. Without, a state is worth the mean of its
        action values, as in the quantal response equilibrium of a matrix game.

    Returns
    -------
    MarkovResponses
        Those found, each once, the one from ``start`` first; never claimed to be all.

    Raises
    ------
    InvalidParameter
        For a start of another shape, or random starts without ``rng``.
    UnsupportedGame
        While the game has free parameters, for games of another kind, and where no search succeeds.

    Notes
    -----
    Newton's method on the fixed point, steps halved until the residual falls; Euler's constant is dropped, which shifts all
    values alike.

    References
    ----------
    .. [1] R. D. McKelvey and T. R. Palfrey (1995), Quantal response equilibria for normal form games, Games and Economic
       Behavior 10, 6-38.
    .. [2] C. Crisman-Cox and M. Gibilisco (2018), Audience costs and the dynamics of war and peace, American Journal of
       Political Science 62, 566-580.

    Examples
    --------
    >>> import deterrence as dt
    >>> both = {"crisis_value": "-1/2", "war_value": -1, "threat_cost": 1, "force_cost": 2, "audience_cost": 0}
    >>> game = dt.models.audience_cost_contest(
    ...     **{f"{name}_{n}": value for name, value in both.items() for n in (1, 2)},
    ...     joint_peace=-1, joint_crisis="-1/2", joint_war="-1/2", discount="1/2")
    >>> (point,) = dt.markov_quantal_response(game)
    >>> round(point["first"]["peace"]["nothing"], 8), round(point.invariant["peace"], 8)
    (0.76224611, 0.56722728)
    """
    if not isinstance(game, StochasticGame):
        raise UnsupportedGame(
            f"markov_quantal_response takes a StochasticGame, not {type(game).__name__}; for others use quantal_response"
        )
    game.require_numbers()
    if not isinstance(rationality, (int, float)) or isinstance(rationality, bool) or not 0 < rationality < float("inf"):
        raise InvalidParameter(f"rationality is {rationality!r}; give a positive number")
    if starts and rng is None:
        raise InvalidParameter(f"{starts} random starts need rng=numpy.random.default_rng(...)")
    from .markov.arrays import Arrays
    from .markov.logit import fixed_point

    arrays = Arrays.of(game)
    begins = [("the given values" if start is not None else "even choices", _read(game, start))]
    if rng is not None:
        spread = 1 + abs(arrays.payoffs).max() / (1 - float(game.factor))
        for k in range(starts):
            begins.append((f"random start {k + 1}", [rng.uniform(-spread, spread, size=n) for n in arrays.sizes]))
    found: list[MarkovResponse] = []
    mixes: list[Any] = []
    for name, values in begins:
        point = fixed_point(arrays, values, float(rationality), shocks=private_shocks, tolerance=TOLERANCE)
        if point is None or any(_same(point.mixes, other) for other in mixes):
            continue
        mixes.append(point.mixes)
        found.append(
            MarkovResponse(
                game,
                float(rationality),
                _labelled(game, point.mixes),
                _labelled(game, point.values),
                point.residual,
                name,
                arrays.chain(point.mixes),
            )
        )
    if not found:
        raise UnsupportedGame(
            f"no fixed point was reached from {len(begins)} starts; give start= nearer to one, starts= with rng=, or a "
            "smaller rationality"
        )
    return MarkovResponses(tuple(found), f"searched from {len(begins)} starts, of which {begins[0][0]} came first")


def _read(game: StochasticGame, start: Any) -> "list[Floats]":
    """Action values in one row per player; states without a choice have one value."""
    import numpy as np

    sizes = [[len(choices.get(p, ("",))) for choices in game.states.values()] for p in game.players]
    if start is None:
        return [np.zeros(sum(row)) for row in sizes]
    if isinstance(start, Mapping):
        rows = []
        for p in game.players:
            row: list[float] = []
            for state, choices in game.states.items():
                try:
                    row += [float(start[p][state][a]) for a in choices[p]] if p in choices else [0.0]
                except KeyError as missing:
                    raise InvalidParameter(f"start lacks {missing} ({p} in {state}); give every action a value") from None
            rows.append(np.array(row))
        return rows
    flat = np.asarray(start, dtype=float).ravel()
    if len(flat) != sum(map(sum, sizes)):
        raise InvalidParameter(f"start has {len(flat)} values; this game needs {sum(map(sum, sizes))}, players first")
    return list(np.split(flat, np.cumsum([sum(row) for row in sizes])[:-1]))


def _labelled(game: StochasticGame, rows: "Sequence[Floats]") -> FrozenDict:
    found: dict[str, Any] = {}
    for p, row in zip(game.players, rows, strict=True):
        start, by_state = 0, {}
        for state, choices in game.states.items():
            actions = choices.get(p, ("",))
            if p in choices:
                by_state[state] = FrozenDict(zip(actions, map(float, row[start : start + len(actions)]), strict=True))
            start += len(actions)
        found[p] = FrozenDict(by_state)
    return FrozenDict(found)


def _same(one: "Sequence[Floats]", other: "Sequence[Floats]") -> bool:
    return all(float(abs(a - b).max()) < SAME for a, b in zip(one, other, strict=True))
