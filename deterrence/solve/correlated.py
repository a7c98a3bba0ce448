"""Correlated equilibria: what a mediator whom everybody may ignore can bring about."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from ..equilibria.polytope import Functional, simplex, value
from ..errors import InvalidParameter, NotAnEquilibrium, UnsupportedGame, did_you_mean
from ..exact import as_data, exact, show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from .linear_program import maximise

__all__ = ["CorrelatedSet", "correlated"]

Cell = tuple[str, ...]

#: Games with more cells than this do not list the vertices of their set.
MAX_CELLS = 16


@dataclass(frozen=True, repr=False)
class CorrelatedSet:
    """All correlated equilibria of a game, a polytope, and the one that is best for an objective.

    Attributes
    ----------
    game : NormalForm
    objective : mapping
        Cell to weight.
    optimum : Fraction
        Largest expected weight over the set.
    distribution : mapping
        Cell to probability in an equilibrium that attains it; cells of probability 0 are left out.
    """

    game: NormalForm
    objective: Mapping[Cell, Fraction]
    optimum: Fraction
    distribution: Mapping[Cell, Fraction]

    def band(self, measure: str | Mapping[Cell, Any]) -> tuple[Fraction, Fraction]:
        """Least and most of a measure, or of given weights, over all correlated equilibria."""
        weights = _weights(self.game, measure)
        negative = {cell: -w for cell, w in weights.items()}
        return -_best(self.game, negative)[0], _best(self.game, weights)[0]

    @cached_property
    def extreme(self) -> tuple[Mapping[Cell, Fraction], ...]:
        """Vertices of the set, in games of at most 16 cells.

        Raises
        ------
        UnsupportedGame
            For larger games, whose sets can have very many.
        """
        cells = list(self.game.payoffs)
        if len(cells) > MAX_CELLS:
            raise UnsupportedGame(
                f"the vertices are listed for games of at most {MAX_CELLS} cells; this one has {len(cells)}"
            )
        part = simplex(len(cells)).clip_all(_obedience(self.game))
        assert part is not None  # Nash equilibria exist, and each is a correlated equilibrium
        return tuple(_sparse(cells, vertex) for vertex in sorted(part.vertices, reverse=True))

    def verify(self) -> None:
        """Check the distribution against the definition: nobody gains by departing from any recommendation.

        Raises
        ------
        NotAnEquilibrium
            If somebody does: a fault of this package.
        """
        point = tuple(self.distribution.get(cell, Fraction(0)) for cell in self.game.payoffs)
        if sum(point) != 1 or min(point) < 0 or any(value(f, point) < 0 for f in _obedience(self.game)):
            raise NotAnEquilibrium("the distribution is not a correlated equilibrium")

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "schema": "deterrence.correlated",
            "version": 1,
            "optimum": as_data(self.optimum),
            "distribution": [{"cell": list(c), "probability": as_data(p)} for c, p in self.distribution.items()],
        }

    def __repr__(self) -> str:
        cells = ", ".join(f"{show(p)} {'/'.join(cell)}" for cell, p in self.distribution.items())
        return f"<CorrelatedSet: optimum {show(self.optimum)} at {cells}>"


def correlated(game: NormalForm, objective: str | Mapping[Cell, Any] | None = None) -> CorrelatedSet:
    """Find the correlated equilibrium that is best for a linear objective, exactly.

    A mediator draws a cell and tells each player its own action only; the distribution is an equilibrium iff nobody ever
    gains by doing something else. The set contains every Nash equilibrium, so that its bands bound what any pre-play
    communication can achieve.

    Parameters
    ----------
    game : NormalForm
        Any number of players.
    objective : str or mapping, optional
        An outcome, "payoff:player", or a weight for each cell (missing cells weigh 0); by default the sum of payoffs.

    Returns
    -------
    CorrelatedSet

    Raises
    ------
    UnsupportedGame
        While parameters are free, and for games of another kind.
    InvalidParameter
        For an objective that the game does not have.

    References
    ----------
    .. [1] R. J. Aumann (1974), Subjectivity and correlation in randomized strategies, Journal of Mathematical Economics 1,
       67-96.

    Examples
    --------
    Aumann's game of chicken: a mediator raises the sum of payoffs to 21/2.

    >>> import deterrence as dt
    >>> game = dt.NormalForm.from_arrays([[6, 2], [7, 0]], [[6, 7], [2, 0]])
    >>> dt.correlated(game).optimum
    Fraction(21, 2)
    """
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(f"correlated takes a NormalForm, not {type(game).__name__}")
    game.require_numbers()
    if objective is None:
        weights = {cell: sum(row, Fraction(0)) for cell, row in zip(game.payoffs, game.numbers, strict=True)}
    else:
        weights = _weights(game, objective)
    optimum, distribution = _best(game, weights)
    found = CorrelatedSet(game, FrozenDict(weights), optimum, distribution)
    found.verify()
    return found


def _best(game: NormalForm, weights: Mapping[Cell, Fraction]) -> tuple[Fraction, Mapping[Cell, Fraction]]:
    cells = list(game.payoffs)
    obedient = [(tuple(-f for f in row), Fraction(0)) for row in _obedience(game)]
    total = [(tuple(Fraction(1) for _ in cells), Fraction(1))]
    best = maximise([weights[c] for c in cells], obedient, total)
    assert best is not None  # Nash equilibria exist, and each is a correlated equilibrium
    return best.value, _sparse(cells, best.point)


def _sparse(cells: list[Cell], point: tuple[Fraction, ...]) -> Mapping[Cell, Fraction]:
    return FrozenDict({cell: p for cell, p in zip(cells, point, strict=True) if p})


def _obedience(game: NormalForm) -> list[Functional]:
    """For each player, recommendation and deviation: what obeying gains, as a functional of the distribution."""
    cells = list(product(*(range(n) for n in game.shape)))
    number = {cell: k for k, cell in enumerate(cells)}
    rows = []
    for i, size in enumerate(game.shape):
        for told, instead in product(range(size), repeat=2):
            if told != instead:
                row = [Fraction(0)] * len(cells)
                for cell in cells:
                    if cell[i] == told:
                        other = number[(*cell[:i], instead, *cell[i + 1 :])]
                        row[number[cell]] = game.numbers[number[cell]][i] - game.numbers[other][i]
                rows.append(tuple(row))
    return [row for row in rows if any(row)]


def _weight(given: Any, cell: Cell) -> Fraction:
    try:
        weight = exact(given)
    except ValueError as error:
        raise InvalidParameter(f"weight of {cell!r}: {error}") from None
    if not isinstance(weight, Fraction):
        raise InvalidParameter(f"weight of {cell!r}: {weight} is not a number; give a number such as '3/10'")
    return weight


def _weights(game: NormalForm, measure: str | Mapping[Cell, Any]) -> dict[Cell, Fraction]:
    if isinstance(measure, Mapping):
        for cell in measure:
            if cell not in game.payoffs:
                near = did_you_mean(str(cell), map(str, game.payoffs))
                raise InvalidParameter(f"the objective names the cell {cell!r}, which the game does not have{near}")
        return {cell: _weight(measure.get(cell, 0), cell) for cell in game.payoffs}
    if not isinstance(measure, str):
        raise InvalidParameter(
            f"the objective is {measure!r}; give a measure such as 'payoff:{game.players[0]}', or a mapping of cells to "
            "weights"
        )
    player = measure.removeprefix("payoff:")
    if measure.startswith("payoff:") and player in game.players:
        i = game.players.index(player)
        return {cell: row[i] for cell, row in zip(game.payoffs, game.numbers, strict=True)}
    if measure in game.outcome_names:
        return {cell: Fraction(game.evaluate(w.get(measure, Fraction(0)))) for cell, w in game.outcomes.items()}
    known = [*game.outcome_names, *(f"payoff:{p}" for p in game.players)]
    raise InvalidParameter(f"no measure {measure!r}{did_you_mean(measure, known)} (measures: {', '.join(known)})")
