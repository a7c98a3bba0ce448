"""The equilibria of games at scattered parameter values: closed forms in floats where they are safe, else exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..frozen import FrozenDict
from .cells import DECIDED, Cell, solve_cell
from .closed_forms import engine_for
from .robustness_formulae import formula_cell, is_formulae
from .vectorised import fixed

__all__ = ["Points", "PointSolver", "decimal"]

#: Points that a closed form works on at a time.
AT_A_TIME = 32_768


@dataclass(frozen=True)
class Points:
    """Measures at scattered parameter values.

    Attributes
    ----------
    bands : mapping
        ``bands[game][measure]`` is a pair of ndarrays of float, shape (n_points,): the least and the most over all
        equilibria; NaN where undecided, or where the game lacks the measure.
    undecided : mapping of str to ndarray of bool
        Points at which a game has no value, or may have more equilibria than were found.
    """

    bands: Mapping[str, Mapping[str, tuple[Any, Any]]]
    undecided: Mapping[str, Any]


class PointSolver:
    """Some games with what is worked out once: their closed forms.

    Parameters
    ----------
    games : mapping of str to Game
        Or a model of formulae, which is asked for its measures at every point.
    names : mapping of str to sequence of str
        For each game, which of its parameters vary.
    measures, refinements : sequence of str
        Refined sets are found by the exact solver alone.
    """

    def __init__(
        self,
        games: Mapping[str, Any],
        names: Mapping[str, Sequence[str]],
        measures: Sequence[str],
        refinements: Sequence[str] = (),
    ) -> None:
        self.games, self.measures, self.refinements = games, tuple(measures), tuple(refinements)
        self.names = {channel: _felt(game, names[channel]) for channel, game in games.items()}
        self.engines = {
            channel: engine_for(game.free(*self.names[channel]), self.names[channel], self.measures)
            if self.names[channel] and not refinements and not is_formulae(game)
            else None
            for channel, game in games.items()
        }

    def __call__(self, values: Mapping[str, Any]) -> Points:
        """Solve every game at the points whose coordinates are given by parameter, each an ndarray of float."""
        bands, undecided = {}, {}
        for channel in self.games:
            bands[channel], undecided[channel] = self._solve(channel, values)
        return Points(FrozenDict(bands), FrozenDict(undecided))

    def _solve(self, channel: str, values: Mapping[str, Any]) -> tuple[Mapping[str, tuple[Any, Any]], Any]:
        import numpy as np

        names, engine = self.names[channel], self.engines[channel]
        n = len(next(iter(values.values())))
        found = np.full((len(self.measures), 2, n), np.nan)
        left, undecided = np.ones(n, bool), np.zeros(n, bool)
        largest = [float(np.max(np.abs(values[name]))) for name in names]
        for start in range(0, n if engine is not None else 0, AT_A_TIME):
            assert engine is not None
            part = slice(start, min(start + AT_A_TIME, n))
            arrays = [values[name][part] for name in names]

            def exactly(place: tuple[int, ...], start: int = start) -> dict[str, Fraction]:
                return _at(names, values, start + place[0])

            answer = engine.solve(arrays, largest, (part.stop - start,), exactly)
            left[part] = answer.near
            for k, band in enumerate(answer.bands):
                if band is not None:
                    found[k, 0, part], found[k, 1, part] = band
        remembered: dict[tuple[Fraction, ...], Any] = {}
        for i in np.flatnonzero(left).tolist():
            here = _at(names, values, i)
            key = tuple(here.values())
            if key not in remembered:
                remembered[key] = self._exactly(channel, here)
            cell = remembered[key]
            undecided[i] = cell.undecided != DECIDED
            for k, exact in enumerate(cell.bands):
                found[k, :, i] = (np.nan, np.nan) if exact is None else (float(exact[0]), float(exact[1]))
        return FrozenDict({m: (found[k, 0], found[k, 1]) for k, m in enumerate(self.measures)}), undecided

    def _exactly(self, channel: str, here: Mapping[str, Fraction]) -> Cell:
        game = self.games[channel]
        if is_formulae(game):
            return formula_cell(game, here, self.measures)
        return solve_cell(game, here, self.measures, self.refinements)


def _felt(game: Any, names: Sequence[str]) -> tuple[str, ...]:
    """Which of some parameters matter, the others' values being put in: a weight of zero silences what it multiplies."""
    if is_formulae(game):
        return tuple(names)
    free = game.free(*names)
    values = {k: v for k, v in free.known.items() if k not in names}
    felt = {s.name for number in free._expressions for s in fixed(number, values).free_symbols}
    return tuple(name for name in names if name in felt)


def _at(names: Sequence[str], values: Mapping[str, Any], i: int) -> dict[str, Fraction]:
    """A float stands for the decimal that prints it."""
    return {name: decimal(values[name][i]) for name in names}


def decimal(value: Any) -> Fraction:
    """The decimal that prints a float."""
    return Fraction(repr(float(value)))
