"""A strategy profile whose deviations pay more or less as one number moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import InvalidGame
from ..frozen import FrozenDict

if TYPE_CHECKING:
    import sympy

__all__ = ["Incentives"]


@dataclass(frozen=True)
class Incentives:
    """What each deviation from a profile gains, as a function of one unknown.

    Parameters
    ----------
    gains : mapping
        Deviation's name to sympy expression, in utils. The profile is an equilibrium where none is positive.
    unknown : sympy.Symbol
    least, most : number
        Range of the unknown.

    Raises
    ------
    InvalidGame
        Where a gain holds another symbol.

    Examples
    --------
    A threat of disaster with risk q stops a side that gains 2 by going on, loses 8 in a disaster and 4 by giving way:

    >>> import deterrence as dt
    >>> import sympy
    >>> q = sympy.Symbol("q")
    >>> dt.incentive_range(Incentives({"go on": 2 * (1 - q) - 8 * q + 4}, q)).intervals
    ((Fraction(3, 5), Fraction(1, 1)),)
    """

    gains: Mapping[str, Any]
    unknown: "sympy.Symbol"
    least: Any = 0
    most: Any = 1

    def __post_init__(self) -> None:
        import sympy

        object.__setattr__(self, "gains", FrozenDict({k: sympy.sympify(g) for k, g in self.gains.items()}))
        for name, gain in self.gains.items():
            other = gain.free_symbols - {self.unknown}
            if other:
                raise InvalidGame(
                    f"the gain from {name!r} still holds {', '.join(map(str, other))}; only {self.unknown} may"
                )
