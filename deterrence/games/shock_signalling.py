"""Crisis signalling in which every payoff at the moment of choice has a private normal shock."""

from dataclasses import dataclass
from typing import Any

from ..errors import InvalidGame
from ..exact import exact

__all__ = ["ShockSignalling"]


@dataclass(frozen=True, init=False)
class ShockSignalling:
    """A challenges or not, B resists or gives way, A fights or backs down; each choice has private shocks.

    Parameters
    ----------
    status_quo, concession, fight, back_down : number
        A's payoffs if it does not challenge, if B gives way, if it fights, and if it backs down.
    give_way, unfought, fought : number
        B's payoffs if it gives way, if it resists and A backs down, and if they fight.

    Raises
    ------
    InvalidGame
        For what is not a number.

    Examples
    --------
    >>> ShockSignalling(fight="-1.9", back_down="-1.2", fought="-2.9").concession
    1.0
    """

    status_quo: float
    concession: float
    fight: float
    back_down: float
    give_way: float
    unfought: float
    fought: float

    def __init__(
        self,
        *,
        fight: Any,
        back_down: Any,
        fought: Any,
        status_quo: Any = 0,
        concession: Any = 1,
        give_way: Any = 0,
        unfought: Any = 1,
    ) -> None:
        given = {
            "status_quo": status_quo,
            "concession": concession,
            "fight": fight,
            "back_down": back_down,
            "give_way": give_way,
            "unfought": unfought,
            "fought": fought,
        }
        for name, value in given.items():
            try:
                object.__setattr__(self, name, float(exact(value)))
            except (TypeError, ValueError) as error:
                raise InvalidGame(f"{name}: {error}") from None
