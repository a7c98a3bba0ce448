"""Wars of attrition in continuous time: two sides wait, and the first to give in loses the prize."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame
from ..exact import exact, show

__all__ = ["Attrition", "OutsideAttrition", "ValueAttrition"]


@dataclass(frozen=True, init=False)
class Attrition:
    """Both sides know each other's stakes; each may be of a kind that never gives in.

    While both wait, side i pays ``waiting[i]`` per unit of time, and with rate `hazard` the stand-off ends in a disaster
    that costs it ``disaster[i]``. The side that gives in gets 0, the other one its prize.

    Parameters
    ----------
    prizes : (number, number)
        Positive, in utils.
    waiting : (number, number)
        At least 0, in utils per unit of time.
    disaster : (number, number)
        At least 0, in utils.
    hazard : number
        At least 0, per unit of time.
    stubborn : (number, number)
        Probability in [0, 1) that a side never gives in.

    Raises
    ------
    InvalidGame
        For numbers outside their ranges, or a side to which waiting costs nothing.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.attrition(dt.Attrition((2, 1), disaster=(1, 3), hazard=1)).rates
    (Fraction(3, 1), Fraction(1, 2))
    """

    prizes: tuple[Fraction, Fraction]
    waiting: tuple[Fraction, Fraction]
    disaster: tuple[Fraction, Fraction]
    hazard: Fraction
    stubborn: tuple[Fraction, Fraction]

    def __init__(
        self,
        prizes: Sequence[Any],
        *,
        waiting: Sequence[Any] = (0, 0),
        disaster: Sequence[Any] = (0, 0),
        hazard: Any = 0,
        stubborn: Sequence[Any] = (0, 0),
    ) -> None:
        set_all(
            self,
            prizes=pair(prizes, "prizes", positive=True),
            waiting=pair(waiting, "waiting"),
            disaster=pair(disaster, "disaster"),
            hazard=at_least_0(hazard, "hazard"),
            stubborn=pair(stubborn, "stubborn"),
        )
        for i, share in enumerate(self.stubborn):
            if share >= 1:
                raise InvalidGame(f"stubborn[{i}] is {show(share)}; a probability below 1 is allowed")
            if self.loss(i) <= 0:
                raise InvalidGame(f"waiting costs side {i + 1} nothing; give it waiting > 0, or disaster > 0 and hazard > 0")

    def loss(self, i: int) -> Fraction:
        """What a unit of time costs a side while both wait."""
        return self.waiting[i] + self.hazard * self.disaster[i]


@dataclass(frozen=True, init=False)
class ValueAttrition:
    """Each side knows only its own value of the prize; time is measured so that the hazard of disaster is 1.

    Parameters
    ----------
    cdf : sympy.Expr
        Distribution function of a value, in the symbol `value`.
    value : sympy.Symbol
    most : number
        Largest value; the least is 0.
    disaster : number
        What the disaster costs each side, positive, in utils.

    Raises
    ------
    InvalidGame
        For numbers outside their ranges, or a function that does not go from 0 to 1.

    Examples
    --------
    >>> import sympy
    >>> v = sympy.Symbol("v")
    >>> ValueAttrition(v, v, 1, disaster=2).disaster
    Fraction(2, 1)
    """

    cdf: Any
    value: Any
    most: Fraction
    disaster: Fraction

    def __init__(self, cdf: Any, value: Any, most: Any, *, disaster: Any) -> None:
        import sympy

        top, cost = at_least_0(most, "most"), at_least_0(disaster, "disaster")
        if not top or not cost:
            raise InvalidGame("the largest value and the cost of disaster must be positive")
        ends = [sympy.sympify(cdf).subs(value, sympy.Rational(*x.as_integer_ratio())) for x in (Fraction(0), top)]
        if ends != [0, 1]:
            raise InvalidGame(
                f"the distribution function is {ends[0]} at 0 and {ends[1]} at {show(top)}; it must be 0 and 1"
            )
        set_all(self, cdf=sympy.sympify(cdf), value=value, most=top, disaster=cost)


@dataclass(frozen=True, init=False)
class OutsideAttrition:
    """Giving in costs more the longer one waited, and either side may end the stand-off by attacking.

    The value of an attack to side i is private, uniform on ``[-worst[i], 0]``. Giving in at time t costs ``rates[i] * t``.

    Parameters
    ----------
    prizes : (number, number)
    rates : (number, number)
        How fast the cost of giving in grows.
    worst : (number, number)
        The largest loss that an attack may mean.

    Raises
    ------
    InvalidGame
        For numbers that are not positive.

    Examples
    --------
    >>> OutsideAttrition((1, 1), rates=(3, "1/2"), worst=(2, 2)).rates
    (Fraction(3, 1), Fraction(1, 2))
    """

    prizes: tuple[Fraction, Fraction]
    rates: tuple[Fraction, Fraction]
    worst: tuple[Fraction, Fraction]

    def __init__(self, prizes: Sequence[Any], *, rates: Sequence[Any], worst: Sequence[Any]) -> None:
        set_all(
            self,
            prizes=pair(prizes, "prizes", positive=True),
            rates=pair(rates, "rates", positive=True),
            worst=pair(worst, "worst", positive=True),
        )


def set_all(target: object, **fields: Any) -> None:
    """Fill a frozen dataclass."""
    for name, value in fields.items():
        object.__setattr__(target, name, value)


def at_least_0(value: Any, where: str) -> Fraction:
    """Read a number that is not negative."""
    try:
        read = exact(value)
    except ValueError as error:
        raise InvalidGame(f"{where}: {error}") from None
    if not isinstance(read, Fraction):
        raise InvalidGame(f"{where} is {read}, which still holds a parameter; give a number")
    if read < 0:
        raise InvalidGame(f"{where} is {show(read)}; it must be at least 0")
    return read


def pair(values: Sequence[Any], where: str, *, positive: bool = False) -> tuple[Fraction, Fraction]:
    """Read a number for each side."""
    if isinstance(values, str) or not isinstance(values, Sequence) or len(values) != 2:
        raise InvalidGame(f"{where} is {values!r}; give two numbers, one for each side")
    first, second = (at_least_0(v, f"{where}[{i}]") for i, v in enumerate(values))
    if positive and not (first and second):
        raise InvalidGame(f"{where} must be positive, here {show(first)} and {show(second)}")
    return first, second
