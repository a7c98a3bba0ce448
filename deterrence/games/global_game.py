"""Global games: whether to act with others when everybody sees the state of the world a little differently."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame
from ..exact import exact, show

__all__ = ["GlobalGame"]


@dataclass(frozen=True, init=False)
class GlobalGame:
    """A finite coordination game with two actions under private signals.

    Acting gains player i ``gains[k] + slope * theta + resolve[i]`` over not acting when k of the others act. Each player
    sees theta with independent normal noise; theta is drawn from a normal prior, or from a flat one.

    Parameters
    ----------
    gains : sequence of number
        One for each number of others that act, not decreasing; so there is one player for each entry.
    slope : {1, -1}
        Whether a high theta speaks for acting or against it (theta is then a common cost).
    resolve : sequence of number, optional
        A gain of each player's own.
    prior : (mean, precision), optional
        Flat if left out.
    precision : number
        Of the signals: one over their variance.

    Raises
    ------
    InvalidGame
        For fewer than two players, gains that fall with the number of others, or precisions that are not positive.

    Examples
    --------
    Five allies, of whom three must respond for a benefit of 1; theta is what responding costs:

    >>> import deterrence as dt
    >>> game = dt.GlobalGame([0, 0, 1, 1, 1], slope=-1)
    >>> round(float(dt.cutoffs(game).values[0]), 9)
    0.6
    """

    gains: tuple[Fraction, ...]
    slope: int
    resolve: tuple[Fraction, ...]
    prior: tuple[Fraction, Fraction] | None
    precision: Fraction

    def __init__(
        self,
        gains: Sequence[Any],
        *,
        slope: int = 1,
        resolve: Sequence[Any] = (),
        prior: tuple[Any, Any] | None = None,
        precision: Any = 10**8,
    ) -> None:
        read = tuple(_number(g, f"gains[{k}]") for k, g in enumerate(gains))
        if len(read) < 2:
            raise InvalidGame(f"a global game has at least two players, one for each entry of gains; here {len(read)}")
        falls = next((k for k in range(1, len(read)) if read[k] < read[k - 1]), None)
        if falls is not None:
            raise InvalidGame(
                f"gains fall from {show(read[falls - 1])} to {show(read[falls])} at {falls} others; they may not"
            )
        if slope not in (1, -1):
            raise InvalidGame(f"slope is {slope!r}; allowed: 1 (a high theta speaks for acting) or -1 (against)")
        own = tuple(_number(r, f"resolve[{i}]") for i, r in enumerate(resolve)) or (Fraction(0),) * len(read)
        if len(own) != len(read):
            raise InvalidGame(f"resolve has {len(own)} entries for {len(read)} players; give one each")
        believed = None if prior is None else (_number(prior[0], "prior mean"), _positive(prior[1], "prior precision"))
        for name, value in zip(
            ("gains", "slope", "resolve", "prior", "precision"),
            (read, slope, own, believed, _positive(precision, "precision")),
            strict=True,
        ):
            object.__setattr__(self, name, value)

    @property
    def symmetric(self) -> bool:
        """Whether all have the same resolve."""
        return len(set(self.resolve)) == 1


def _number(value: Any, where: str) -> Fraction:
    try:
        read = exact(value)
    except ValueError as error:
        raise InvalidGame(f"{where}: {error}") from None
    if not isinstance(read, Fraction):
        raise InvalidGame(f"{where} is {read}, which still holds a parameter; give a number")
    return read


def _positive(value: Any, where: str) -> Fraction:
    read = _number(value, where)
    if read <= 0:
        raise InvalidGame(f"{where} is {show(read)}; it must be positive")
    return read
