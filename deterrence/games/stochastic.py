"""Stochastic games: what the players do decides not only what they get but what situation they are in next."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

from ..errors import InvalidGame, did_you_mean
from ..exact import Number, show
from ..frozen import FrozenDict
from ..parameters import Parameter
from .game import Criterion, Game, outcome_order, read_cells, read_labels, read_number, read_weights

__all__ = ["StochasticGame", "Tables"]

#: A state, then one action for every player in game order; a player without a choice there has "".
Cell = tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    """A stochastic game in numbers: the cells of every state in order, with what they pay and where they lead.

    Attributes
    ----------
    payoffs : tuple of tuples of Fraction
        One row per cell, one entry per player.
    moves : tuple of dict
        One per cell: number of the next state to its probability, zeros left out.
    cells_of : tuple of range
        For every state the numbers of its cells.
    """

    payoffs: tuple[tuple[Fraction, ...], ...]
    moves: tuple[dict[int, Fraction], ...]
    cells_of: tuple[range, ...]


class StochasticGame(Game):
    """A finite discounted stochastic game with labelled states and actions and exact numbers.

    In every period the players see the state and choose at the same time; the cell they choose pays them and draws the state
    of the next period. A player's payoff is the sum over all periods, a period's payoff counting `discount` times that of
    the period before.

    Parameters
    ----------
    players : sequence of str
    states : mapping
        State to ``{player: actions}``. A player who has nothing to choose in a state is left out there; a state in which
        nobody has is ``{}``.
    payoffs : mapping or callable
        Cell to one payoff per player, in utils per period. A cell is the state followed by one action for every player who
        chooses there; a state in which nobody does may be written by its label alone. Every cell needs an entry, those of
        absorbing states too. In the game's own tables, and for a function, the others' action is "".
    transitions : mapping or callable
        Cell to ``{state: probability}``, or to the label of the one state that follows. Cells that are left out stay where
        they are.
    discount : number
        In [0, 1); may hold parameters.
    same_period : sequence of str, optional
        States that are reached within the same period, so that going there is not discounted: a reply that is chosen after
        a move was seen. Play must not be able to go round in them.
    start : str or mapping, optional
        The first state, or ``{state: probability}``; by default the first one listed.
    outcomes : mapping or callable, optional
        Cell to ``{name: weight in [0, 1]}``. A measure is the expectation of its weight over all periods, a period counting
        ``(1 - discount) * discount**t``; so are actions counted.
    parameters, title, criteria, undefined
        As in `NormalForm`.

    Raises
    ------
    InvalidGame
        When a cell is missing or malformed, probabilities do not add up to 1, a label is empty or repeated, or the discount
        factor lies outside [0, 1).

    Examples
    --------
    A red line is probed until one day a response leads to war:

    >>> game = StochasticGame(
    ...     players=("challenger", "defender"),
    ...     states={"peace": {"challenger": ("probe", "refrain"), "defender": ("respond", "tolerate")}, "war": {}},
    ...     payoffs={("peace", "probe", "respond"): (-2, "-3/2"), ("peace", "probe", "tolerate"): (1, "-6/5"),
    ...              ("peace", "refrain", "respond"): (0, 0), ("peace", "refrain", "tolerate"): (0, 0), "war": (0, 0)},
    ...     transitions={("peace", "probe", "respond"): {"war": "1/10", "peace": "9/10"}},
    ...     discount="9/10")
    >>> game.states["peace"]["challenger"], game.states["war"]
    (('probe', 'refrain'), {})
    """

    def __init__(
        self,
        players: Sequence[str],
        states: Mapping[str, Mapping[str, Sequence[str]]],
        payoffs: Mapping[Any, Sequence[Any]] | Callable[..., Sequence[Any]],
        transitions: Mapping[Any, Any] | Callable[..., Any],
        *,
        discount: Any,
        same_period: Sequence[str] = (),
        start: Any = None,
        outcomes: Mapping[Any, Any] | Callable[..., Any] | None = None,
        parameters: Iterable[Parameter] = (),
        title: str = "",
        criteria: Iterable[Criterion] = (),
        undefined: str = "",
    ) -> None:
        self._players = read_labels(players, "players")
        self.states: Mapping[str, Mapping[str, tuple[str, ...]]] = FrozenDict(self._read_states(states))
        cells = [cell for state in self.states for cell in self.cells(state)]
        given = read_cells(self._long(payoffs), cells, "payoffs", complete=True)
        self.payoffs: Mapping[Cell, tuple[Number, ...]] = FrozenDict({c: self._read_row(c, given[c]) for c in cells})
        led = read_cells(self._long(transitions), cells, "transitions", complete=False)
        self.transitions: Mapping[Cell, Mapping[str, Number]] = FrozenDict(
            {c: self._read_move(led.get(c, c[0]), " / ".join(filter(None, c))) for c in cells}
        )
        self.discount = read_number(discount, "discount")
        self.same_period = self._read_same_period(same_period)
        self.start: Mapping[str, Number] = self._read_move(next(iter(self.states)) if start is None else start, "start")
        known = {} if outcomes is None else read_cells(self._long(outcomes), cells, "outcomes", complete=False)
        self.outcomes: Mapping[Cell, Mapping[str, Number]] = FrozenDict(
            {c: read_weights(known.get(c, {}), " / ".join(filter(None, c))) for c in cells}
        )
        numbers = [n for row in self.payoffs.values() for n in row]
        numbers += [n for table in (self.transitions, self.outcomes) for row in table.values() for n in row.values()]
        self._declare([*numbers, self.discount, *self.start.values()], parameters, title, criteria, undefined)
        self._check_plain()

    # --- reading ----------------------------------------------------------------------------------------------

    def _read_states(self, states: Any) -> dict[str, Mapping[str, tuple[str, ...]]]:
        if not isinstance(states, Mapping):
            raise InvalidGame(f"states must be a mapping of state to {{player: actions}}, not {type(states).__name__}")
        found: dict[str, Mapping[str, tuple[str, ...]]] = {}
        for state in read_labels(states, "states"):
            choices = states[state]
            if not isinstance(choices, Mapping) or not set(choices) <= set(self._players):
                raise InvalidGame(
                    f"state {state!r} must map players ({', '.join(self._players)}) to their actions, got {choices!r}"
                )
            found[state] = FrozenDict(
                {p: read_labels(choices[p], f"actions of {p!r} in {state!r}") for p in self._players if p in choices}
            )
        return found

    def _long(self, given: Any) -> Any:
        """Cells as they are kept: players without a choice may be left out of what is given."""
        if not isinstance(given, Mapping):
            return given
        found = {}
        for key, entry in given.items():
            state, *actions = (key,) if isinstance(key, str) else tuple(key)
            choices = self.states.get(state, {})
            if len(actions) == len(choices) < len(self._players):
                left = iter(actions)
                actions = [next(left) if p in choices else "" for p in self._players]
            found[state, *actions] = entry
        return found

    def _read_row(self, cell: Cell, given: Any) -> tuple[Number, ...]:
        where = " / ".join(filter(None, cell))
        if isinstance(given, str) or not isinstance(given, Iterable):
            raise InvalidGame(f"payoffs at {where}: expected one per player, got {given!r}")
        row = tuple(given)
        if len(row) != len(self._players):
            raise InvalidGame(f"payoffs at {where}: {len(row)} given for {len(self._players)} players")
        return tuple(read_number(v, f"payoff of {p!r} at {where}") for p, v in zip(self._players, row, strict=True))

    def _read_move(self, given: Any, where: str) -> Mapping[str, Number]:
        if isinstance(given, str):
            given = {given: 1}
        if not isinstance(given, Mapping) or not given:
            raise InvalidGame(f"transitions at {where}: expected a state or {{state: probability}}, got {given!r}")
        for state in given:
            if state not in self.states:
                raise InvalidGame(f"transitions at {where}: no state {state!r}{did_you_mean(str(state), self.states)}")
        return FrozenDict({s: read_number(p, f"probability of {s!r} at {where}") for s, p in given.items()})

    def _read_same_period(self, given: Any) -> tuple[str, ...]:
        if isinstance(given, str):
            given = (given,)
        inner = tuple(given)
        for state in inner:
            if state not in self.states:
                raise InvalidGame(f"same_period: no state {state!r}{did_you_mean(str(state), self.states)}")
        after = {s: {t for c in self.cells(s) for t in self.transitions[c] if t in inner} for s in inner}
        while after:
            free = [s for s, nexts in after.items() if not nexts & set(after)]
            if not free:
                raise InvalidGame(
                    f"same_period: play may go round in {', '.join(after)} within one period; leave one of them out"
                )
            for s in free:
                del after[s]
        return inner

    def _check_plain(self) -> None:
        """What can be said of probabilities and of the discount factor while parameters are free."""
        if isinstance(self.discount, Fraction):
            _check_discount(self.discount)
        for cell, row in (*self.transitions.items(), (("start",), self.start)):
            where = " / ".join(filter(None, cell))
            for state, p in row.items():
                if isinstance(p, Fraction) and not 0 <= p <= 1:
                    raise InvalidGame(f"probability of {state!r} at {where} is {show(p)}; probabilities lie in [0, 1]")
            if all(isinstance(p, Fraction) for p in row.values()):
                total: Any = sum(row.values())
            else:
                import sympy

                total = sympy.simplify(sum(_rational(p) if isinstance(p, Fraction) else p for p in row.values()))
                if total.free_symbols:
                    raise InvalidGame(f"probabilities at {where} add up to {total}, which is not 1 for all parameters")
            if total != 1:
                raise InvalidGame(f"probabilities at {where} add up to {show(total)}; they must add up to 1")

    # --- what every game says -----------------------------------------------------------------------------------

    def cells(self, state: str) -> list[Cell]:
        """The cells of a state, the last player's action changing fastest."""
        choices = self.states[state]
        return [(state, *actions) for actions in product(*(choices.get(p, ("",)) for p in self._players))]

    @property
    def players(self) -> tuple[str, ...]:
        """Labels of the players."""
        return self._players

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes, in the order of their first appearance."""
        return outcome_order(self.outcomes)

    @property
    def information_sets(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each player the states in which it chooses, with its actions."""
        return FrozenDict({p: FrozenDict({s: c[p] for s, c in self.states.items() if p in c}) for p in self._players})

    @cached_property
    def numbers(self) -> Tables:
        """Payoffs and transitions as numbers."""
        self.require_numbers()
        place = {state: k for k, state in enumerate(self.states)}
        rows = tuple(tuple(self.evaluate(v) for v in row) for row in self.payoffs.values())
        moves = tuple(
            {place[s]: p for s, value in row.items() if (p := self.evaluate(value))} for row in self.transitions.values()
        )
        ranges, first = [], 0
        for state in self.states:
            size = len(self.cells(state))
            ranges.append(range(first, first + size))
            first += size
        return Tables(rows, moves, tuple(ranges))

    @cached_property
    def factor(self) -> Fraction:
        """The discount factor as a number."""
        self.require_numbers()
        return Fraction(self.evaluate(self.discount))

    @cached_property
    def first(self) -> tuple[Fraction, ...]:
        """Probability of every state in the first period."""
        self.require_numbers()
        return tuple(Fraction(self.evaluate(self.start.get(s, Fraction(0)))) for s in self.states)

    @cached_property
    def factors(self) -> tuple[Fraction, ...]:
        """For every state, how much it counts to get there: the discount factor, or 1 within the same period."""
        return tuple(Fraction(1) if s in self.same_period else self.factor for s in self.states)

    def _check_numbers(self) -> None:
        _check_discount(self.factor)
        for cell, row in self.transitions.items():
            for state, value in row.items():
                # plain numbers were looked at before
                if not isinstance(value, Fraction) and not 0 <= (p := self.evaluate(value)) <= 1:
                    where = " / ".join(filter(None, cell))
                    raise InvalidGame(f"probability of {state!r} at {where} is {show(p)}; probabilities lie in [0, 1]")
        _ = self.numbers, self.first
        self._check_weights()

    def _key(self) -> tuple[Any, ...]:
        return (
            tuple(self.states.items()),
            tuple(self.payoffs.items()),
            tuple(self.transitions.items()),
            tuple(self.outcomes.items()),
            self.discount,
            self.same_period,
            self.start,
            tuple(sorted(self.values.items())),
        )

    def __repr__(self) -> str:
        from ..present.text import game_text

        return game_text(self)


def _rational(value: Fraction) -> Any:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def _check_discount(value: Fraction) -> None:
    if not 0 <= value < 1:
        raise InvalidGame(
            f"the discount factor is {show(value)}; it lies in [0, 1): payoffs of later periods must count less"
        )
