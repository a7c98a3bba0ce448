"""Reputation games: visitors come one after the other to a host who may be of a kind that always resists."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame
from ..exact import exact, show
from .game import Criterion, read_labels

__all__ = ["ReputationGame"]


@dataclass(frozen=True, init=False)
class ReputationGame:
    """A host meets short-lived visitors in a known number of periods.

    In each period a visitor enters or stays out; if it enters, the host resists or yields. A committed host always resists;
    a flexible one does as it likes. What the host did is seen by all later visitors with probability `visibility`, and else
    by none of them; whether a visitor entered is seen anyway.

    Parameters
    ----------
    prior : number
        Probability in [0, 1] that the host is committed.
    entered : (number, number)
        What a visitor gets that enters and is yielded to (positive), and resisted (negative), in utils. Staying out gives 0.
    host : (number, number, number)
        What the flexible host gets in a period in which the visitor stays out, is yielded to, and is resisted, in utils;
        the first exceeds the second.
    periods : int
        At least 1.
    visibility : number, optional
        In [0, 1].
    outcomes : (str, str, str), optional
        What to call a period in which the visitor stays out, is resisted, and is yielded to.
    players : (str, str), optional
        What to call the visitors and the host.
    criteria : sequence of Criterion, optional
        What a comparison should decide, in the measures of `ReputationEquilibrium.measures`.

    Raises
    ------
    InvalidGame
        For numbers outside these ranges, or a parameter without a value.

    Examples
    --------
    >>> game = ReputationGame("1/20", entered=("3/10", "-7/10"), host=(2, 0, -1), periods=6)
    >>> game.doubt, game.stakes
    (Fraction(3, 10), Fraction(2, 1))
    """

    prior: Fraction
    entered: tuple[Fraction, Fraction]
    host: tuple[Fraction, Fraction, Fraction]
    periods: int
    visibility: Fraction
    outcomes: tuple[str, str, str]
    players: tuple[str, str]
    criteria: tuple[Criterion, ...]

    def __init__(
        self,
        prior: Any,
        *,
        entered: Any,
        host: Any,
        periods: int,
        visibility: Any = 1,
        outcomes: tuple[str, str, str] = ("stays_out", "resisted", "yielded"),
        players: tuple[str, str] = ("visitor", "host"),
        criteria: Iterable[Criterion] = (),
    ) -> None:
        if not isinstance(periods, int) or isinstance(periods, bool) or periods < 1:
            raise InvalidGame(f"periods is {periods!r}; give a whole number of at least 1")
        object.__setattr__(self, "periods", periods)
        object.__setattr__(self, "outcomes", read_labels(outcomes, "outcomes"))
        object.__setattr__(self, "players", read_labels(players, "players"))
        object.__setattr__(self, "criteria", tuple(criteria))
        for name, wanted in (("outcomes", 3), ("players", 2)):
            if len(getattr(self, name)) != wanted:
                raise InvalidGame(f"{name} are {getattr(self, name)!r}; give {wanted} labels")
        object.__setattr__(self, "prior", _share(prior, "prior"))
        object.__setattr__(self, "visibility", _share(visibility, "visibility"))
        gain, loss = (_number(x, "entered") for x in entered)
        if not gain > 0 > loss:
            raise InvalidGame(
                f"entered is ({show(gain)}, {show(loss)}); a visitor gains if yielded to and loses if resisted"
            )
        out, yielded, resisted = (_number(x, "host") for x in host)
        if not out > yielded:
            raise InvalidGame(
                f"host is ({show(out)}, {show(yielded)}, {show(resisted)}); it prefers to be left alone to yielding"
            )
        object.__setattr__(self, "entered", (gain, loss))
        object.__setattr__(self, "host", (out, yielded, resisted))

    @property
    def doubt(self) -> Fraction:
        """The probability of resistance at which a visitor is indifferent."""
        gain, loss = self.entered
        return gain / (gain - loss)

    @property
    def stakes(self) -> Fraction | None:
        """What a deterred visitor is worth to the host, in units of the cost of resisting; None if that costs nothing."""
        out, yielded, resisted = self.host
        return (out - yielded) / (yielded - resisted) if yielded > resisted else None


def _number(value: Any, what: str) -> Fraction:
    try:
        read = exact(value)
    except ValueError as error:
        raise InvalidGame(f"{what}: {error}") from None
    if not isinstance(read, Fraction):
        raise InvalidGame(f"{what} is {read}; give every parameter a value")
    return read


def _share(value: Any, what: str) -> Fraction:
    read = _number(value, what)
    if not 0 <= read <= 1:
        raise InvalidGame(f"{what} is {show(read)}; it lies in [0, 1]")
    return read
