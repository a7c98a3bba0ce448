"""How the cells of a map are solved: by a closed form in floats where one covers the game, exactly otherwise.

A closed form answers with a code per cell; a table of codes says which families and how many components there are. Cells
where rounding could decide, and all games that no closed form covers, go to the exact solver one by one.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .cells import Name, has_measure
from .measures import measure_weights
from .vectorised import Compiled, fixed, is_zero, switches

__all__ = ["Answer", "ClosedForm", "Engine", "Exact"]

#: How far rounding may push the weight of an outcome out of [0, 1].
WEIGHT_TOLERANCE = 1e-12


#: Place of a cell to the exact values of the parameters there.
Exact = Callable[[tuple[int, ...]], Mapping[str, Fraction]]


class Answer(NamedTuple):
    """What a closed form says of some cells.

    Attributes
    ----------
    code : ndarray of int
        Row of the engine's table.
    near : ndarray of bool
        Cells left to the exact solver.
    bands : list of (least, most), or None where the game lacks the measure
        One per measure.
    """

    code: Any
    near: Any
    bands: list[Any]


class Engine(ABC):
    """What solves arrays of cells of one game: `families` and `n_components` by code, and `solve`."""

    label = ""
    #: Number of codes.
    n_codes = 0

    @abstractmethod
    def families(self, code: int) -> tuple[Name, ...]:
        """Families of the equilibria with a code."""

    @abstractmethod
    def n_components(self, code: int) -> int:
        """Number of connected components with a code."""

    @abstractmethod
    def solve(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...], exact: Exact) -> Answer:
        """Solve cells.

        Parameters
        ----------
        arrays : sequence of ndarray
            One per name; they broadcast to the shape.
        largest : sequence of float
            The largest size of each.
        shape : tuple of int
        exact : callable
            Place of a cell to the exact values of the parameters there.
        """


class ClosedForm(Engine):
    """A closed form in the numbers of a game, which are compiled to functions of the parameters.

    Parameters
    ----------
    game : Game
        Only the parameters `names` are free.
    names : sequence of str
    measures : sequence of str
    """

    #: Shape of the table of cells.
    core: tuple[int, ...] = ()

    def __init__(self, game: Any, names: Sequence[str], measures: Sequence[str]) -> None:
        self.game, self.names = game, tuple(names)
        self.values: dict[str, Fraction] = {k: v for k, v in game.known.items() if k not in names}
        self.weights = [self._weights(m) if has_measure(game, m) else None for m in measures]
        flat = {
            (k, cell): self.fixed(w)
            for k, weights in enumerate(self.weights)
            for cell, w in (weights or {}).items()
            if not isinstance(w, Fraction)
        }
        shares = {
            ("share", cell, name): self.fixed(weight)
            for cell, weights in game.outcomes.items()
            for name, weight in weights.items()
            if not isinstance(weight, Fraction)
        }
        self._shares = tuple(shares)
        numbers, guards = self._numbers()
        self.structural_tie = any(is_zero(guard) for guard in guards)
        expressions = {**numbers, **flat, **shares}
        self.compiled = Compiled(self.names, expressions, [*guards, *switches(expressions.values())])

    def fixed(self, value: Any) -> Any:
        """A number with the values that are not varied put in."""
        return fixed(value, self.values)

    def _weights(self, measure: str) -> dict[Any, Any]:
        """What a measure is worth in every cell."""
        given = measure_weights(self.game, measure)
        return {cell: given.get(cell, Fraction(0)) for cell in self.game.payoffs}

    @abstractmethod
    def _numbers(self) -> tuple[dict[Any, Any], list[Any]]:
        """What the closed form reads, and the signs that it asks for."""

    def table(self, k: int, values: Mapping[Any, Any], shape: tuple[int, ...]) -> Any:
        """Weights of the measure k as an array (..., *cells), or only (*cells) where no parameter matters."""
        import numpy as np

        weights = self.weights[k]
        assert weights is not None
        cells = [values[k, cell] if (k, cell) in values else float(w) for cell, w in weights.items()]
        if all(np.ndim(v) == 0 for v in cells):
            return np.array([float(v) for v in cells]).reshape(self.core)
        wide = np.empty((*shape, len(cells)))
        for i, value in enumerate(cells):
            wide[..., i] = value
        return wide.reshape(*shape, *self.core)

    def evaluate(self, arrays: Sequence[Any], largest: Sequence[float], shape: tuple[int, ...]) -> tuple[Any, Any]:
        """Values of the game's numbers, and where the exact solver must decide."""
        import numpy as np

        values, near = self.compiled(arrays, largest)
        near = np.array(np.broadcast_to(near, shape))
        for key in self._shares:
            # outside [0, 1] the game has no value, which the exact solver will say
            weight = np.asarray(values[key])
            near |= ~((weight > -WEIGHT_TOLERANCE) & (weight < 1 + WEIGHT_TOLERANCE))
        return values, near
