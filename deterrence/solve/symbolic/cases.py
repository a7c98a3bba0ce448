"""Games whose payoffs are polynomials: every Min, Max, Abs, Piecewise and division split into cases.

Payoffs are evaluated over quotients of polynomials. Where a comparison depends on a sign that is not known, the evaluation
is repeated once for each sign, and the sign joins the case's context.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from typing import Any, TypeVar

from ...errors import InvalidGame, InvalidParameter
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from .context import Context
from .signs import NEGATIVE, POSITIVE, ZERO

__all__ = ["Case", "Explorer", "Quotient", "branches", "cases", "field_of", "valueless"]

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """A game with polynomials for payoffs, and where its payoffs are these.

    ``prior`` is empty in a normal form. Payoffs are up to positive factors and are [type][message][reply], or [row][column];
    each type's own, and each player's, are comparable.
    """

    context: Context
    prior: tuple[Any, ...]
    first: Any
    second: Any


_SIGNS = {POSITIVE: 1, ZERO: 0, NEGATIVE: -1}


class Explorer:
    """Answers comparisons; where both answers are possible it takes one and notes the others."""

    def __init__(self, context: Context, decided: tuple[int, ...], memory: "dict[Any, Any] | None" = None) -> None:
        self.context, self.decided, self.taken = context, decided, 0
        #: Ways in which earlier explorers of the same question could choose, by the choices before.
        self.memory = {} if memory is None else memory
        self.others: list[tuple[int, ...]] = []
        self.path: list[int] = []
        #: The context before each choice.
        self.trail: list[Context] = []

    def sign(self, p: Any) -> int:
        """Sign of a polynomial in this case."""
        mask = self.context.mask(p)
        if mask in _SIGNS:
            return _SIGNS[mask]
        before = tuple(self.path)
        options = self.memory.get(before)
        if options is None:
            options = self.memory[before] = [(_SIGNS[c.mask(p)], c) for c in self.context.split(p)]
        at = len(self.path)
        if at < len(self.decided):
            choice = self.decided[at]
        else:
            choice = 0
            self.others += [(*self.path, k) for k in range(1, len(options))]
        self.path.append(choice)
        self.trail.append(self.context)
        sign: int
        sign, self.context = options[choice]
        return sign


@total_ordering
class Quotient:
    """A quotient of polynomials whose denominator is positive in this case."""

    __hash__ = None  # type: ignore[assignment]
    __slots__ = ("bottom", "explorer", "top")

    def __init__(self, explorer: Explorer, top: Any, bottom: Any) -> None:
        self.explorer, self.top, self.bottom = explorer, top, bottom

    def __add__(self, other: "Quotient") -> "Quotient":
        if self.bottom == other.bottom:
            return Quotient(self.explorer, self.top + other.top, self.bottom)
        return Quotient(self.explorer, self.top * other.bottom + other.top * self.bottom, self.bottom * other.bottom)

    def __neg__(self) -> "Quotient":
        return Quotient(self.explorer, -self.top, self.bottom)

    def __sub__(self, other: "Quotient") -> "Quotient":
        return self + -other

    def __mul__(self, other: "Quotient") -> "Quotient":
        return Quotient(self.explorer, self.top * other.top, self.bottom * other.bottom)

    def __truediv__(self, other: "Quotient") -> "Quotient":
        sign = self.explorer.sign(other.top)
        if not sign:
            raise ZeroDivisionError
        return Quotient(self.explorer, self.top * other.bottom * sign, self.bottom * other.top * sign)

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Quotient)
        return self.explorer.sign((self - other).top) == 0

    def __lt__(self, other: "Quotient") -> bool:
        return self.explorer.sign((self - other).top) < 0


def cases(game: Game, context: Context) -> Iterator[Case]:
    """Every case in which the game has a value.

    In a signalling game each prior probability is 0 or positive throughout a case: messages that only types of prior 0 send
    are off the path.
    """
    for _, found in branches(context, lambda explorer: _evaluated(game, explorer)):
        if found is not None:
            yield found


def valueless(game: Game, context: Context) -> Iterator[Context]:
    """Where the game has no value: knife edges that it leaves open, poles, priors out of range."""
    return (where for where, found in branches(context, lambda explorer: _evaluated(game, explorer)) if found is None)


def branches(context: Context, evaluated: Callable[[Explorer], T]) -> Iterator[tuple[Context, T | None]]:
    """Evaluate once for every way in which the comparisons can come out; None where there is no value."""
    todo: list[tuple[int, ...]] = [()]
    memory: dict[Any, Any] = {}
    while todo:
        explorer = Explorer(context, todo.pop(), memory)
        found: T | None
        try:
            found = evaluated(explorer)
        except (InvalidGame, InvalidParameter, ZeroDivisionError):
            found = None  # no value here: a knife edge that the model leaves open, a pole
        todo += explorer.others
        yield explorer.context, found


def _evaluated(game: Game, explorer: Explorer) -> Case | None:
    ring = explorer.context.ring
    values, number = field_of(game, explorer)
    if isinstance(game, NormalForm):
        first, second = game.bimatrix(values, number)
        return Case(explorer.context, (), _cleared(ring, first), _cleared(ring, second))
    assert isinstance(game, SignallingGame)
    table = game.table(values, number)
    prior = _cleared(ring, list(table.prior))
    for p in prior:
        if explorer.sign(p) < 0:
            return None
    sender = [_cleared(ring, row) for row in table.sender]
    return Case(explorer.context, tuple(prior), sender, _cleared(ring, table.receiver))


def field_of(game: Game, explorer: Explorer) -> tuple[Mapping[str, Quotient], Callable[[Fraction], Quotient]]:
    """A game's parameters as quotients of polynomials, and what turns a number into one."""
    ring = explorer.context.ring
    free = {p.name for p in game.parameters}

    def number(value: Fraction) -> Quotient:
        return Quotient(explorer, ring.constant(value.numerator), ring.constant(value.denominator))

    return {n: Quotient(explorer, ring.gens[n], ring.one) if n in free else number(v) for n, v in game.known.items()}, number


def _cleared(ring: Any, nested: Any) -> Any:
    """Nested quotients times their common denominator."""
    bottoms: list[Any] = []

    def visit(x: Any) -> None:
        if isinstance(x, Quotient):
            if not any(b == x.bottom for b in bottoms):
                bottoms.append(x.bottom)
        else:
            for y in x:
                visit(y)

    visit(nested)
    common = ring.one
    for b in bottoms:
        common = common * ring.quotient(b, ring.gcd(common, b))

    def clear(x: Any) -> Any:
        return x.top * ring.quotient(common, x.bottom) if isinstance(x, Quotient) else [clear(y) for y in x]

    return clear(nested)
