"""What all dynamics share: where they start, what moves them, and the integration of smooth ones."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

from ..equilibria.equilibrium import Equilibrium
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import exact, show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from ..games.symmetry import asymmetry
from .trajectory import Trajectory

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Field", "check_game", "ending", "exact_gains", "integrate", "read_duration", "read_start", "split"]

#: Probabilities that sum to 1 within this (floats such as three thirds do) are rescaled to sum to 1.
SUM_TOLERANCE = Fraction(1, 10**9)
#: Relative and absolute error allowed in one step of the integration.
PRECISION = 1e-10
#: Steps after which the integration gives up.
MAX_STEPS = 100_000
#: No probability changes faster than this, per unit of time in which payoffs differ by 1: at rest.
REST = 1e-9


def check_game(game: Any, function: str) -> None:
    """Dynamics are of games in normal form, in numbers."""
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(f"{function} takes a NormalForm, not {type(game).__name__}")
    game.require_numbers()


def read_start(game: NormalForm, start: Any, single: bool = False) -> list[tuple[Fraction, ...]]:
    """A mixed strategy per player, exact; even chances where nothing is given.

    In a single population the start is one strategy, which all players share.
    """
    if single:
        why = asymmetry(game)
        if why:
            raise UnsupportedGame(f"a single population needs a symmetric game: {why}; leave out single_population")
    if start is None:
        return [tuple(Fraction(1, n) for _ in range(n)) for n in game.shape]
    if isinstance(start, Equilibrium):
        start = _of_equilibrium(game, start, single)
    if not isinstance(start, Mapping):
        raise InvalidParameter(f"start must be a mapping by labels, not {type(start).__name__}; {_example(game, single)}")
    if single:
        one = read_strategy(game, game.players[0], start)
        return [one for _ in game.players]
    for player in start:
        if player not in game.players:
            near = did_you_mean(player, game.players)
            raise InvalidParameter(f"start names {player!r}, who does not play{near}; {_example(game, single)}")
    for player in game.players:
        if player not in start:
            raise InvalidParameter(f"start lacks {player!r}; {_example(game, single)}")
    return [read_strategy(game, player, start[player]) for player in game.players]


def _of_equilibrium(game: NormalForm, eq: Equilibrium, single: bool) -> Mapping[str, Any]:
    """An equilibrium's strategies in rational numbers: the middle of the enclosure where one is irrational."""
    middles = [[(low + high) / 2 for low, high in bounds] for bounds in eq.enclosures]
    labelled = {p: dict(zip(eq[p], chances, strict=True)) for p, chances in zip(eq.game.players, middles, strict=True)}
    if not single:
        return labelled
    shared, *others = labelled.values()
    if any(other != shared for other in others):
        raise InvalidParameter(
            "a single population has one strategy, but in this equilibrium the players' strategies differ"
        )
    return shared


def read_strategy(game: NormalForm, player: str, given: Any) -> tuple[Fraction, ...]:
    """The probabilities of one player's actions; those left out are 0."""
    actions = game.actions[player]
    if not isinstance(given, Mapping):
        raise InvalidParameter(f"start of {player!r} must map actions to probabilities, not {given!r}")
    chances = dict.fromkeys(actions, Fraction(0))
    for action, chance in given.items():
        if action not in chances:
            near = did_you_mean(action, actions)
            raise InvalidParameter(f"start of {player!r}: no action {action!r}{near} (actions: {', '.join(actions)})")
        try:
            number = exact(chance)
        except ValueError as error:
            raise InvalidParameter(f"start of {player!r} at {action!r}: {error}") from None
        if not isinstance(number, Fraction) or not 0 <= number <= 1:
            raise InvalidParameter(f"start of {player!r} at {action!r}: {chance} is not a probability in [0, 1]")
        chances[action] = number
    total = sum(chances.values(), Fraction(0))
    if abs(total - 1) > SUM_TOLERANCE:
        raise InvalidParameter(f"start of {player!r}: the probabilities sum to {show(total)}, not to 1")
    return tuple(p / total for p in chances.values())


def _example(game: NormalForm, single: bool) -> str:
    one = "{" + f"{game.actions[game.players[0]][0]!r}: 1" + "}"
    return f"for example start={one if single else '{' + f'{game.players[0]!r}: {one}, ...' + '}'}"


def read_duration(duration: Any, points: int) -> float:
    """How long to follow the path."""
    try:
        length = float(duration)
    except (TypeError, ValueError, OverflowError):
        length = -1.0
    if not 0 < length < float("inf"):
        raise InvalidParameter(f"duration is {duration!r}; give a positive number")
    if not isinstance(points, int) or points < 2:
        raise InvalidParameter(f"points is {points!r}; give a whole number of at least 2")
    return length


def exact_gains(game: NormalForm) -> list[list[list[Fraction]]]:
    """Payoffs by player, own action and cell of the others, counted from the player's worst action in that cell.

    Nothing that moves the players depends on more than these differences.
    """
    cells = list(product(*(range(n) for n in game.shape)))
    found = []
    for i, n in enumerate(game.shape):
        columns: dict[tuple[int, ...], list[Fraction]] = {}
        for cell, row in zip(cells, game.numbers, strict=True):
            columns.setdefault(cell[:i] + cell[i + 1 :], [Fraction(0)] * n)[cell[i]] = row[i]
        least = {other: min(column) for other, column in columns.items()}
        found.append([[column[a] - least[other] for other, column in columns.items()] for a in range(n)])
    return found


class Field:
    """Expected payoffs in floats.

    This is the one conversion: differences of payoffs are taken exactly and rounded after, so that a large constant in a
    payoff costs no precision.
    """

    def __init__(self, game: NormalForm) -> None:
        import numpy as np

        self.game, shape = game, game.shape
        try:
            gains = [np.array([[float(u) for u in row] for row in table]) for table in exact_gains(game)]
        except OverflowError:
            raise UnsupportedGame("payoffs differ by more than a float can hold; divide them by a common factor") from None
        self.tables = [g.reshape(shape[i], *shape[:i], *shape[i + 1 :]) for i, g in enumerate(gains)]
        self.scale = max(float(g.max()) for g in gains) or 1.0

    def expected(self, mixed: Sequence["np.ndarray"], i: int) -> "np.ndarray":
        """Payoff of each action of a player, up to a constant."""
        table = self.tables[i]
        for k in reversed(range(len(mixed))):
            if k != i:
                table = table @ mixed[k]
        return table

    def slopes(self, mixed: Sequence["np.ndarray"], i: int, k: int) -> "np.ndarray":
        """Payoff of each action of player i against each action of player k, the rest mixing."""
        import numpy as np

        table = np.moveaxis(self.tables[i], k + 1 if k < i else k, 1)
        for j in reversed([j for j in range(len(mixed)) if j not in (i, k)]):
            table = table @ mixed[j]
        return table

    def trajectory(self, dynamics: str, time: "np.ndarray", mixed: Sequence["np.ndarray"], stopped: str) -> Trajectory:
        """A path from arrays of shape (n_points, n_actions), one per player."""
        last = [m[-1] for m in mixed]
        regret = 0.0
        for i, p in enumerate(last):
            payoffs = self.expected(last, i)
            regret = max(regret, float(payoffs.max() - p @ payoffs))
        labelled = {
            player: FrozenDict({a: m[:, k] for k, a in enumerate(actions)})
            for (player, actions), m in zip(self.game.actions.items(), mixed, strict=True)
        }
        return Trajectory(self.game, dynamics, time, FrozenDict(labelled), regret, stopped)


def integrate(
    velocity: Callable[[float, "np.ndarray"], "np.ndarray"], state: "np.ndarray", duration: float, points: int
) -> tuple["np.ndarray", "np.ndarray", str]:
    """Follow a smooth flow: times, states, and why it stopped early ("" if it did not).

    Dormand and Prince's method of order 8, through scipy.
    """
    import numpy as np
    from scipy.integrate import DOP853

    times = np.linspace(0.0, duration, points)
    rows = [state]
    with np.errstate(over="ignore", invalid="ignore"):  # huge payoffs: the solver gives up, which is told below
        solver = DOP853(velocity, 0.0, state, duration, rtol=PRECISION, atol=PRECISION)
        for _ in range(MAX_STEPS):
            solver.step()
            if solver.status == "failed":
                break
            inside = times[len(rows) : int(np.searchsorted(times, solver.t, side="right"))]
            if len(inside):
                rows.extend(solver.dense_output()(inside).T)
            if solver.status == "finished":
                return times, np.array(rows), ""
    why = "steps became too small" if solver.status == "failed" else f"limit of {MAX_STEPS} steps"
    return times[: len(rows)], np.array(rows), f"{why} at time {solver.t:g}; ask for a shorter duration"


def ending(time: float, speed: float, early: str = "") -> str:
    """In words: when the path ends, and whether it still moves; or why it ends before its time."""
    return early or f"time {time:g}, {'at rest' if speed < REST else 'still moving'}"


def split(flat: "np.ndarray", sizes: Sequence[int]) -> list["np.ndarray"]:
    """Cut a row, or the columns of a table, into the players' parts."""
    ends = [sum(sizes[:k]) for k in range(len(sizes) + 1)]
    return [flat[..., a:b] for a, b in pairwise(ends)]
