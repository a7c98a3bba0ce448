"""Games in normal form: every player chooses once, at the same time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from ..errors import InvalidGame
from ..exact import Number
from ..frozen import FrozenDict
from ..parameters import Parameter
from .game import Criterion, Game, outcome_order, read_cells, read_labels, read_number, read_weights

if TYPE_CHECKING:
    import nashpy

__all__ = ["NormalForm"]

Cell = tuple[str, ...]


class NormalForm(Game):
    """A finite game in normal form with labelled actions and exact payoffs.

    Parameters
    ----------
    players : sequence of str
        Labels of the players, in the order of the entries of a cell.
    payoffs : mapping or callable
        Cell (one action per player) to one payoff per player, in utils. Every cell needs an entry.
    outcomes : mapping or callable, optional
        Cell to ``{name: weight in [0, 1]}``; outcomes may overlap. A measure is the expectation of its weight.
    actions : mapping, optional
        Player to actions; by default the order in which the payoffs name them.
    parameters : sequence of Parameter, optional
        Meaning, domain and unit of the symbols in payoffs and weights.
    title : str, optional
    criteria : sequence of Criterion, optional
        What a comparison with another game should decide.
    undefined : str, optional
        What to tell the user where a payoff has no value.
    abbreviations : mapping, optional
        Names for expressions in the parameters, in which an `atlas` states its results.

    Raises
    ------
    InvalidGame
        When a cell is missing or malformed, a label is empty or repeated, or a payoff is no finite number.

    Examples
    --------
    >>> game = NormalForm(players=("challenger", "defender"),
    ...                   payoffs={("probe", "respond"): (-4, -1), ("probe", "tolerate"): (3, -2),
    ...                            ("refrain", "respond"): (0, 0), ("refrain", "tolerate"): (0, 0)})
    >>> game.actions["defender"]
    ('respond', 'tolerate')
    >>> game.payoffs["probe", "respond"]
    (Fraction(-4, 1), Fraction(-1, 1))
    """

    def __init__(
        self,
        players: Sequence[str],
        payoffs: Mapping[Any, Sequence[Any]] | Callable[..., Sequence[Any]],
        outcomes: Mapping[Any, Any] | Callable[..., Any] | None = None,
        actions: Mapping[str, Sequence[str]] | None = None,
        *,
        parameters: Iterable[Parameter] = (),
        title: str = "",
        criteria: Iterable[Criterion] = (),
        undefined: str = "",
        abbreviations: Mapping[str, Any] | None = None,
    ) -> None:
        self._players = read_labels(players, "players")
        self.actions: Mapping[str, tuple[str, ...]] = FrozenDict(self._read_actions(actions, payoffs))
        cells = list(product(*self.actions.values()))
        self.payoffs: Mapping[Cell, tuple[Number, ...]] = FrozenDict(
            {c: self._read_payoffs(c, p) for c, p in read_cells(payoffs, cells, "payoffs", complete=True).items()}
        )
        given = {} if outcomes is None else read_cells(outcomes, cells, "outcomes", complete=False)
        self.outcomes: Mapping[Cell, Mapping[str, Number]] = FrozenDict(
            {c: read_weights(given.get(c, {}), " / ".join(c)) for c in cells}
        )
        numbers = [n for row in self.payoffs.values() for n in row]
        numbers += [n for weights in self.outcomes.values() for n in weights.values()]
        self._declare(numbers, parameters, title, criteria, undefined, abbreviations)

    def _read_actions(self, actions: Any, payoffs: Any) -> dict[str, tuple[str, ...]]:
        if actions is not None:
            if not isinstance(actions, Mapping) or set(actions) != set(self._players):
                raise InvalidGame(f"actions must name exactly the players {', '.join(self._players)}")
            return {p: read_labels(actions[p], f"actions of {p!r}") for p in self._players}
        if not isinstance(payoffs, Mapping):
            if not callable(payoffs):
                raise InvalidGame(f"payoffs must be a mapping or a function of a cell, not {type(payoffs).__name__}")
            raise InvalidGame("payoffs given as a function need actions={player: (...)} too")
        for cell in payoffs:
            if not isinstance(cell, tuple) or len(cell) != len(self._players):
                raise InvalidGame(
                    f"payoffs: {cell!r} is not a cell; name one action for each of {len(self._players)} players"
                )
        return {
            p: read_labels(dict.fromkeys(cell[i] for cell in payoffs), f"actions of {p!r}")
            for i, p in enumerate(self._players)
        }

    def _read_payoffs(self, cell: Cell, given: Any) -> tuple[Number, ...]:
        where = " / ".join(cell)
        if isinstance(given, str) or not isinstance(given, Iterable):
            raise InvalidGame(f"payoffs at {where}: expected one per player, got {given!r}")
        row = tuple(given)
        if len(row) != len(self._players):
            raise InvalidGame(f"payoffs at {where}: {len(row)} given for {len(self._players)} players")
        return tuple(read_number(v, f"payoff of {p!r} at {where}") for p, v in zip(self._players, row, strict=True))

    @classmethod
    def from_arrays(
        cls,
        *arrays: Any,
        players: Sequence[str] | None = None,
        actions: Mapping[str, Sequence[str]] | Sequence[Sequence[str]] | None = None,
        title: str = "",
    ) -> "NormalForm":
        """Build a game from one payoff array per player.

        Parameters
        ----------
        *arrays : nested sequences or ndarrays, shape (n_actions_1, ..., n_actions_n)
            One per player; entries are read exactly, text such as "3/7" too.
        players : sequence of str, optional
            "player 1", "player 2", ... by default.
        actions : mapping or sequence of sequences of str, optional
            "action 1", "action 2", ... by default.
        title : str, optional

        Examples
        --------
        >>> NormalForm.from_arrays([[1, 0], [0, 1]], [[0, 1], [1, 0]]).actions["player 2"]
        ('action 1', 'action 2')
        """
        n = len(arrays)
        if not n:
            raise InvalidGame("no arrays given; pass one payoff array per player")
        names = read_labels(players if players is not None else [f"player {i + 1}" for i in range(n)], "players")
        if len(names) != n:
            raise InvalidGame(f"{len(names)} players named for {n} payoff arrays")
        shape = _shape(arrays[0], n)
        if isinstance(actions, Mapping):
            actions = [actions.get(p, ()) for p in names]
        labels = [[f"action {j + 1}" for j in range(size)] for size in shape] if actions is None else list(actions)
        if len(labels) != n or any(len(a) != size for a, size in zip(labels, shape, strict=True)):
            raise InvalidGame(f"actions do not match arrays of shape {shape}; give one label per row, column, ...")
        tables = [_flatten(array, shape, f"payoffs of {p!r}") for array, p in zip(arrays, names, strict=True)]
        cells = product(*labels)
        return cls(
            players=names,
            payoffs=dict(zip(cells, zip(*tables, strict=True), strict=True)),
            actions={p: tuple(a) for p, a in zip(names, labels, strict=True)},
            title=title,
        )

    @classmethod
    def from_nashpy(cls, game: "nashpy.Game", **labels: Any) -> "NormalForm":
        """Read a `nashpy.Game`; labels as in `from_arrays`."""
        from .interchange import arrays_of_nashpy

        return cls.from_arrays(*arrays_of_nashpy(game), **labels)

    def to_nashpy(self) -> "nashpy.Game":
        """The same two-player game for nashpy, in floats; labels, outcomes and exactness are lost."""
        from .interchange import nashpy_game

        return nashpy_game(self)

    @property
    def players(self) -> tuple[str, ...]:
        """Labels of the players."""
        return self._players

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of actions of each player."""
        return tuple(len(a) for a in self.actions.values())

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes, in the order of their first appearance."""
        return outcome_order(self.outcomes)

    @cached_property
    def numbers(self) -> tuple[tuple[Fraction, ...], ...]:
        """Payoffs as numbers: one row per cell (in the order of `payoffs`), one entry per player."""
        self.require_numbers()
        return tuple(tuple(self.evaluate(v) for v in row) for row in self.payoffs.values())

    def bimatrix(
        self,
        values: Mapping[str, Any] | None = None,
        number: Callable[[Fraction], Any] | None = None,
    ) -> tuple[list[list[Any]], list[list[Any]]]:
        """Payoffs of a two-player game as two matrices over the field in which the values are given.

        Rows are the first player's actions.
        """
        rows, columns = self.shape
        if values is None:
            cells = [row if number is None else tuple(map(number, row)) for row in self.numbers]
        else:
            cells = [tuple(self.evaluate(v, values, number) for v in row) for row in self.payoffs.values()]
        return tuple(  # type: ignore[return-value]
            [[cells[i * columns + j][player] for j in range(columns)] for i in range(rows)] for player in (0, 1)
        )

    def _check_numbers(self) -> None:
        _ = self.numbers
        self._check_weights()

    def _key(self) -> tuple[Any, ...]:
        outcomes = tuple(tuple(w.items()) for w in self.outcomes.values())
        return tuple(self.actions.items()), tuple(self.payoffs.items()), outcomes, tuple(sorted(self.values.items()))

    def __repr__(self) -> str:
        from ..present.text import game_text

        return game_text(self)


def _shape(array: Any, depth: int) -> tuple[int, ...]:
    """Sizes of nested sequences to a given depth."""
    sizes: list[int] = []
    for _ in range(depth):
        if isinstance(array, str) or not hasattr(array, "__len__"):
            raise InvalidGame(f"a payoff array has {len(sizes)} dimensions; {depth} players need {depth}")
        if not len(array):
            raise InvalidGame("a payoff array is empty; every player needs at least one action")
        sizes.append(len(array))
        array = array[0]
    if not isinstance(array, str) and hasattr(array, "__len__"):
        raise InvalidGame(f"a payoff array has more than {depth} dimensions; give one array per player")
    return tuple(sizes)


def _flatten(array: Any, shape: tuple[int, ...], where: str) -> list[Any]:
    """Entries in row-major order, the shape checked on the way."""
    if not shape:
        return [array]
    if isinstance(array, str) or not hasattr(array, "__len__") or len(array) != shape[0]:
        raise InvalidGame(f"{where}: the array does not have the shape of the others; every row needs {shape[0]} entries")
    return [entry for row in array for entry in _flatten(row, shape[1:], where)]
