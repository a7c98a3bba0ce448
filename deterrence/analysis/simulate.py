"""Histories under an equilibrium: what would be seen, run by run, with how sure the frequencies are."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING, Any

from ..equilibria.equilibrium import Equilibrium
from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import InvalidParameter, UnsupportedGame
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from ..solve.reputation import ReputationEquilibrium

if TYPE_CHECKING:
    import numpy as np
    import xarray

__all__ = ["simulate"]

#: Standard errors to either side of a frequency that its error bar has.
SIGMAS = 1.96


def simulate(
    model: Any, equilibrium: Any, runs: int = 1000, rng: "np.random.Generator | None" = None, *, periods: int | None = None
) -> "xarray.Dataset":
    """Draw histories of a game under one equilibrium.

    Parameters
    ----------
    model : NormalForm, SignallingGame, ExtensiveForm, StochasticGame or ReputationGame
        The game; a model with a ``game`` stands for that.
    equilibrium : Equilibrium, ReputationEquilibrium, or mapping
        One equilibrium of it: of a set choose one, such as ``eqs.extreme[0]`` or ``family.sample``. For a stochastic game
        also a `MarkovPoint`, a `MarkovResponse`, or player to state to action to its probability.
    runs : int, optional
        How many histories.
    rng : numpy.random.Generator
        Where chance comes from; there is no default, so that a result can be had again.
    periods : int, optional
        For a stochastic game, how many periods a history has: 20 by default.

    Returns
    -------
    xarray.Dataset
        One entry per run (and period) of who did what, types, beliefs and states, and a 0 or 1 per outcome. The attribute
        ``frequencies`` maps an outcome to its simulated frequency, the half-width of its 95% interval, and, in a game that
        is played once, the probability that was computed.

    Raises
    ------
    InvalidParameter
        For a number of runs or periods below 1, no ``rng``, or an equilibrium of another game.
    UnsupportedGame
        For a set instead of one equilibrium, and for other games.

    Examples
    --------
    >>> import numpy as np
    >>> import deterrence as dt
    >>> game = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> (eq,) = dt.nash(game).extreme
    >>> drawn = dt.simulate(game, eq, 400, np.random.default_rng(1))
    >>> dict(drawn.sizes), abs(float((drawn["player 1"] == "action 1").mean()) - 0.5) < 0.1
    ({'run': 400}, True)
    """
    runs = _count(runs, "runs")
    if rng is None:
        raise InvalidParameter("simulate needs rng=numpy.random.default_rng(...), so that its histories can be drawn again")
    if isinstance(equilibrium, EquilibriumSet):
        raise UnsupportedGame("simulate takes one equilibrium, not a set; choose one, such as eqs.extreme[0]")
    game = model if not hasattr(model, "game") else model.game
    if isinstance(equilibrium, ReputationEquilibrium):
        _same(game, equilibrium.game)
        return _visits(equilibrium, runs, rng)
    if isinstance(game, StochasticGame):
        return _over_time(game, equilibrium, runs, rng, 20 if periods is None else _count(periods, "periods"))
    if isinstance(equilibrium, Equilibrium) and isinstance(game, NormalForm | SignallingGame | ExtensiveForm):
        _same(game, equilibrium.game)
        return _once(game, equilibrium, runs, rng)
    raise UnsupportedGame(
        f"simulate takes one equilibrium of a game, as a solver returns it, not {type(equilibrium).__name__} of "
        f"{type(game).__name__}"
    )


def _count(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InvalidParameter(f"{name} is {value!r}; give a whole number of at least 1")
    return value


def _same(game: Any, other: Any) -> None:
    if game != other:
        raise InvalidParameter("the equilibrium belongs to another game; pass its own: simulate(eq.game, eq, ...)")


def _frequencies(drawn: Mapping[str, Any], computed: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Frequency and the half-width of its interval by name; runs are independent, periods of one run are not."""
    found = {}
    for name, values in drawn.items():
        by_run = values.mean(axis=tuple(range(1, values.ndim))) if values.ndim > 1 else values
        n = len(by_run)
        error = SIGMAS * float(by_run.std()) / sqrt(n)
        found[name] = {"simulated": float(by_run.mean()), "error": error}
        if name in computed:
            found[name]["computed"] = float(computed[name])
    return found


# --- games that are played once -----------------------------------------------------------------------------------


def _once(game: Any, eq: Equilibrium, runs: int, rng: "np.random.Generator") -> "xarray.Dataset":
    """Draw cells with their probabilities."""
    import numpy as np
    import xarray

    cells = list(eq.reached)
    chances = np.array([float(p) for p in eq.reached.values()])
    picked = rng.choice(len(cells), size=runs, p=chances / chances.sum())
    variables: dict[str, Any] = {}
    names = [*(["type"] if isinstance(game, SignallingGame) else []), *game.players]
    if isinstance(game, ExtensiveForm):
        names = ["end"]
    for k, name in enumerate(names):
        variables[name] = ("run", np.array([cells[c][k] for c in picked], dtype=object).astype(str))
    drawn = {}
    computed = {}
    for outcome in game.outcome_names:
        weight = {
            cell: game.evaluate(game.outcomes[cell][outcome]) if outcome in game.outcomes[cell] else Fraction(0)
            for cell in cells
        }
        share = np.array([float(weight[cell]) for cell in cells])
        drawn[outcome] = (rng.random(runs) < share[picked]).astype(np.int8)
        computed[outcome] = sum((p * weight[cell] for cell, p in eq.reached.items()), Fraction(0))
        variables[outcome] = ("run", drawn[outcome])
    if isinstance(game, SignallingGame):
        for kind in game.types:
            belief = {m: float(eq.beliefs[m].vertices[0][kind]) for m in game.messages if eq.beliefs[m].on_path}
            variables[f"belief_{kind}"] = ("run", np.array([belief[cells[c][1]] for c in picked]))
    dataset = xarray.Dataset(variables, coords={"run": np.arange(1, runs + 1)})
    dataset.attrs = {"title": game.title or type(game).__name__, "runs": runs, "frequencies": _frequencies(drawn, computed)}
    return dataset


# --- games over time ----------------------------------------------------------------------------------------------


def _over_time(
    game: StochasticGame, equilibrium: Any, runs: int, rng: "np.random.Generator", periods: int
) -> "xarray.Dataset":
    """Draw states and actions period by period, all runs at once."""
    import numpy as np
    import xarray

    game.require_numbers()
    strategy = _strategy(game, equilibrium)
    states = list(game.states)
    now = rng.choice(len(states), size=runs, p=_plain(game.first))
    shape = (runs, periods)
    seen = np.zeros(shape, dtype=int)
    acts = {p: np.full(shape, "", dtype=object) for p in game.players}
    drawn = {name: np.zeros(shape, dtype=np.int8) for name in game.outcome_names}
    inner = {states.index(s) for s in game.same_period}
    for t in range(periods):
        seen[:, t] = now
        moving = np.ones(runs, dtype=bool)
        while moving.any():
            for k in np.unique(now[moving]):
                here = np.flatnonzero(moving & (now == k))
                cells = game.cells(states[k])
                chances = _plain([_product(strategy, game.players, cell) for cell in cells])
                picked = rng.choice(len(cells), size=len(here), p=chances)
                for c in np.unique(picked):
                    rows = here[picked == c]
                    _record(game, cells[c], rows, t, acts, drawn, rng)
                    now[rows] = rng.choice(len(states), size=len(rows), p=_next(game, cells[c], states))
            moving &= np.isin(now, list(inner))
    variables: dict[str, Any] = {"state": (("run", "period"), np.array(states, dtype=object)[seen].astype(str))}
    variables |= {p: (("run", "period"), rows.astype(str)) for p, rows in acts.items()}
    variables |= {name: (("run", "period"), rows) for name, rows in drawn.items()}
    dataset = xarray.Dataset(variables, coords={"run": np.arange(1, runs + 1), "period": np.arange(1, periods + 1)})
    dataset.attrs = {"title": game.title or "Stochastic game", "runs": runs, "frequencies": _frequencies(drawn, {})}
    return dataset


def _strategy(game: StochasticGame, equilibrium: Any) -> Mapping[str, Any]:
    if isinstance(equilibrium, Equilibrium):
        _same(game, equilibrium.game)
        return equilibrium.profile
    given = getattr(equilibrium, "probabilities", equilibrium)
    try:
        return {p: {s: dict(given[p][s]) for s, c in game.states.items() if p in c} for p in game.players}
    except (KeyError, TypeError, IndexError):
        raise InvalidParameter(
            f"the strategies of {', '.join(game.players)} must be player to state to action to its probability"
        ) from None


def _product(strategy: Mapping[str, Any], players: Sequence[str], cell: tuple[str, ...]) -> float:
    total = 1.0
    for player, action in zip(players, cell[1:], strict=True):
        if action:
            total *= float(strategy[player][cell[0]][action])
    return total


def _plain(chances: Sequence[Any]) -> Any:
    import numpy as np

    row = np.array([float(p) for p in chances])
    return row / row.sum()


def _next(game: StochasticGame, cell: tuple[str, ...], states: Sequence[str]) -> Any:
    return _plain([game.evaluate(game.transitions[cell].get(s, Fraction(0))) for s in states])


def _record(
    game: StochasticGame,
    cell: tuple[str, ...],
    rows: Any,
    t: int,
    acts: dict[str, Any],
    drawn: dict[str, Any],
    rng: "np.random.Generator",
) -> None:
    for player, action in zip(game.players, cell[1:], strict=True):
        if action:
            acts[player][rows, t] = action
    for name, weight in game.outcomes[cell].items():
        drawn[name][rows, t] |= (rng.random(len(rows)) < float(game.evaluate(weight))).astype(drawn[name].dtype)


def _visits(eq: ReputationEquilibrium, runs: int, rng: "np.random.Generator") -> "xarray.Dataset":
    """Draw hosts and visitors; beliefs are exact until they are written down."""
    import numpy as np
    import xarray

    game, n = eq.game, eq.periods
    committed = rng.random(runs) < float(game.prior)
    belief = np.zeros((runs, n))
    out, met, yielded = game.outcomes
    drawn = {name: np.zeros((runs, n), dtype=np.int8) for name in game.outcomes}
    for run in range(runs):
        p, owed = game.prior, None
        for t, remaining in enumerate(range(n, 0, -1)):
            belief[run, t] = float(p)
            enters, later = eq.visit(remaining, p, owed)
            if rng.random() >= enters:
                drawn[out][run, t] = 1
                owed = later
                continue
            responds = eq.resists(remaining, p)
            resisted = committed[run] or rng.random() < responds
            drawn[met if resisted else yielded][run, t] = 1
            if rng.random() >= game.visibility:
                owed = later
            elif resisted:
                mixed = 0 < responds < 1
                p, owed = eq.posterior(remaining, p), (1 / game.visibility if mixed else later)
            else:
                p, owed = Fraction(0), None
    computed = {name: ends[0] for name, ends in eq.measures().items() if name in drawn}
    variables: dict[str, Any] = {"belief": (("run", "period"), belief), "committed": ("run", committed)}
    variables |= {name: (("run", "period"), rows) for name, rows in drawn.items()}
    dataset = xarray.Dataset(
        variables,
        coords={"run": np.arange(1, runs + 1), "period": np.arange(1, n + 1), "remaining": ("period", np.arange(n, 0, -1))},
    )
    dataset.attrs = {"title": "Reputation", "runs": runs, "frequencies": _frequencies(drawn, computed)}
    return dataset
