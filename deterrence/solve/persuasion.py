"""What to reveal of a fact: the best a sender can do by choosing how its audience learns (Bayesian persuasion)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidParameter
from ..exact import exact, show
from ..frozen import FrozenDict
from .linear_program import Constraint, maximise

__all__ = ["Persuasion", "persuasion"]


@dataclass(frozen=True)
class Persuasion:
    """The best policy of revealing a fact that is true or false.

    Attributes
    ----------
    value : Fraction
        The sender's expected payoff.
    posteriors : mapping
        Belief that the fact is true, to the probability with which the audience comes to hold it.
    prior : Fraction
    """

    value: Fraction
    posteriors: Mapping[Fraction, Fraction]
    prior: Fraction

    def message_if(self, posterior: Fraction, *, true: bool) -> Fraction:
        """Probability that the audience comes to hold a belief, given whether the fact is true."""
        weight = self.posteriors.get(posterior, Fraction(0)) * (posterior if true else 1 - posterior)
        return weight / (self.prior if true else 1 - self.prior)

    def measures(self) -> dict[str, tuple[Fraction, Fraction]]:
        """The sender's payoff; what `compare` takes."""
        return {"value": (self.value, self.value)}


def persuasion(prior: Any, values: Mapping[Any, Any]) -> Persuasion:
    """Find the best way to split a prior into posteriors, exactly: the concave closure of the sender's payoff.

    For a fact that is true or false, where the payoff at each belief is known and there is no game to be written down. For a
    game, whose receiver's replies make that payoff, and for any number of types, use `persuade`.

    Parameters
    ----------
    prior : number
        Probability that the fact is true, in (0, 1).
    values : mapping
        Belief to the sender's payoff there, at every belief where the payoff bends or jumps; between two of them it must be
        linear or smaller, and 0 and 1 must be among them. At a jump give the larger value.

    Returns
    -------
    Persuasion

    Raises
    ------
    InvalidParameter
        For a prior or beliefs outside their range, or where the beliefs 0 and 1 are missing.

    References
    ----------
    .. [1] E. Kamenica and M. Gentzkow (2011), Bayesian persuasion, American Economic Review 101, 2590-2615.

    Examples
    --------
    A challenger stays out once it believes with probability 1/2 that the defender is resolute; the prior is 1/5:

    >>> import deterrence as dt
    >>> best = dt.persuasion("1/5", {0: 0, "1/2": 1, 1: 1})
    >>> best.value, best.message_if(Fraction(1, 2), true=False)
    (Fraction(2, 5), Fraction(1, 4))
    """
    start = Fraction(exact(prior))
    table = {Fraction(exact(b)): Fraction(exact(v)) for b, v in values.items()}
    if not 0 < start < 1:
        raise InvalidParameter(f"the prior is {show(start)}; allowed: more than 0 and less than 1")
    if not {Fraction(0), Fraction(1)} <= set(table) or min(table) < 0 or max(table) > 1:
        raise InvalidParameter(
            f"beliefs are {', '.join(map(show, sorted(table)))}; they lie in [0, 1], and 0 and 1 are needed"
        )
    beliefs = sorted(table)
    base = min(table.values())
    equal: list[Constraint] = [([Fraction(1)] * len(beliefs), Fraction(1)), (beliefs, start)]
    best = maximise([table[b] - base for b in beliefs], [], equal)
    assert best is not None
    split = {b: w for b, w in zip(beliefs, best.point, strict=True) if w}
    return Persuasion(best.value + base, FrozenDict(split), start)
