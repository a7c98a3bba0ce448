"""Security games: several targets, and too few guards for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidGame
from ..exact import exact, show
from ..frozen import FrozenDict

__all__ = ["SecurityGame", "Target"]


@dataclass(frozen=True, init=False)
class Target:
    """What an attack on one target means to both sides, with and without a guard there.

    Parameters
    ----------
    attacker_open, attacker_guarded : number
        The attacker's payoff; it gains strictly less where a guard is.
    defender_open, defender_guarded : number
        The defender's payoff; it loses nothing by having a guard there.

    Raises
    ------
    InvalidGame
        Where a guard would help the attacker or hurt the defender.

    Examples
    --------
    >>> Target(5, -2, defender_open=-5, defender_guarded=0).attacker_open
    Fraction(5, 1)
    """

    attacker_open: Fraction
    attacker_guarded: Fraction
    defender_open: Fraction
    defender_guarded: Fraction

    def __init__(self, attacker_open: Any, attacker_guarded: Any, *, defender_open: Any, defender_guarded: Any) -> None:
        given = (attacker_open, attacker_guarded, defender_open, defender_guarded)
        names = ("attacker_open", "attacker_guarded", "defender_open", "defender_guarded")
        for name, value in zip(names, given, strict=True):
            try:
                object.__setattr__(self, name, Fraction(exact(value)))
            except (TypeError, ValueError) as error:
                raise InvalidGame(f"{name}: {error}") from None
        if self.attacker_open <= self.attacker_guarded or self.defender_open > self.defender_guarded:
            raise InvalidGame(
                f"a guard must hurt the attacker and not the defender; here the attacker gets {show(self.attacker_open)} "
                f"without and {show(self.attacker_guarded)} with one, the defender {show(self.defender_open)} and "
                f"{show(self.defender_guarded)}"
            )


@dataclass(frozen=True, init=False)
class SecurityGame:
    """A defender spreads guards over targets in public; an attacker, who knows the probabilities, picks one target.

    Parameters
    ----------
    targets : mapping
        Name to Target.
    guards : number
        How much coverage there is in all; it need not be whole.

    Raises
    ------
    InvalidGame
        For no target, or coverage below 0.

    Examples
    --------
    >>> SecurityGame({"A": Target(1, 0, defender_open=-1, defender_guarded=0)}, guards="1/2").guards
    Fraction(1, 2)
    """

    targets: Mapping[str, Target]
    guards: Fraction

    players = ("attacker", "defender")

    def __init__(self, targets: Mapping[str, Target], *, guards: Any) -> None:
        if not targets:
            raise InvalidGame("a security game needs at least one target")
        total = Fraction(exact(guards))
        if total < 0:
            raise InvalidGame(f"guards is {show(total)}; it must be at least 0")
        object.__setattr__(self, "targets", FrozenDict(targets))
        object.__setattr__(self, "guards", total)
