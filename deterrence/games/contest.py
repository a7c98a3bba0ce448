"""Contests on several fronts, where chances are shares of effort."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame
from ..exact import exact, show

__all__ = ["WeakestLinkContest"]


@dataclass(frozen=True, init=False)
class WeakestLinkContest:
    """A defender must hold every front, an attacker needs one.

    A front is held with probability defence / (defence + attack), independently of the others; effort costs its amount.

    Parameters
    ----------
    attacker_prize, defender_prize : number
        Positive, in utils.
    fronts : int

    Raises
    ------
    InvalidGame
        For prizes that are not positive, or no front.

    Examples
    --------
    >>> WeakestLinkContest(1, 3, fronts=2).payoffs(1, 3)
    (-1.5625, -4.3125)
    """

    attacker_prize: Fraction
    defender_prize: Fraction
    fronts: int

    players = ("attacker", "defender")

    def __init__(self, attacker_prize: Any, defender_prize: Any, *, fronts: int) -> None:
        for name, value in (("attacker_prize", attacker_prize), ("defender_prize", defender_prize)):
            read = Fraction(exact(value))
            if read <= 0:
                raise InvalidGame(f"{name} is {show(read)}; it must be positive")
            object.__setattr__(self, name, read)
        if fronts < 1:
            raise InvalidGame(f"fronts is {fronts}; give at least 1")
        object.__setattr__(self, "fronts", int(fronts))

    def payoffs(self, attack: float, defence: float) -> tuple[float, float]:
        """Payoffs of the attacker and the defender where each spends the same on every front."""
        held = (defence / (defence + attack)) ** self.fronts if attack else 1.0
        return (
            float(self.attacker_prize) * (1 - held) - self.fronts * attack,
            float(self.defender_prize) * held - self.fronts * defence,
        )
