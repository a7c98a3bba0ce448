"""Conflict spirals that start by accident, and how long doubt lasts."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed

__all__ = ["PARAMETERS", "FadingEvidence", "conflict_spiral"]

PARAMETERS = (
    Parameter("bad_share", "prior probability that the other side is always hostile", "(0, 1)", "probability"),
    Parameter("tolerance", "largest belief at which a hostile act is answered peacefully", "(0, 1)", "probability"),
    Parameter("misperception", "probability that a peaceful act looks hostile", "(0, 1)", "probability"),
)


@dataclass(frozen=True)
class FadingEvidence:
    """A hostile act is evidence of a hostile kind, and less so the longer ago a fresh start was.

    Attributes
    ----------
    prior, tolerance, error : Fraction
    """

    prior: Fraction
    tolerance: Fraction
    error: Fraction

    def walk(self, most: int = 100_000) -> tuple[int | None, Fraction]:
        """Play it round by round: the first round in which a hostile act is forgiven, and the hostile share before it.

        None where the spiral never ends, or not within `most` rounds.
        """
        hostile, seen, rounds = Fraction(0), Fraction(0), 0
        if self.prior >= self.tolerance:
            return None, Fraction(1)
        exact = self.error.denominator < 10_000
        for rounds in range(most):
            belief = self.prior / (self.prior + (1 - self.prior) * hostile)
            if rounds and belief <= self.tolerance:
                return rounds, seen / rounds
            seen += hostile
            # a hostile act is answered in kind; a peaceful one is misperceived now and then
            hostile = hostile + (1 - hostile) * self.error
            if not exact or hostile.denominator > 10**60:
                hostile, seen = Fraction(float(hostile)), Fraction(float(seen))
        return None, Fraction(1)


@model
def conflict_spiral(*, bad_share: Any = None, tolerance: Any = None, misperception: Any = None) -> ClosedFormModel:
    """Two sides answer in kind; one misreading starts a spiral that only doubt can end.

    Two groups move in turns and see only the other's last act, and how long ago a fresh start was. A side answers a hostile
    act peacefully once it is likely enough that the act was an answer to a misperception, and not of a hostile kind: after
    `rounds` rounds. If hostile kinds are at least as likely as the tolerance, the trap is permanent.

    Parameters
    ----------
    bad_share, tolerance, misperception : number, optional
        Probabilities in (0, 1).

    Returns
    -------
    ClosedFormModel
        ``rounds`` until a fresh start, ``hostile_share`` of time between two peaceful sides, ``hostile_share_limit`` for
        rare misperceptions; ``game`` is a `FadingEvidence`, which plays it round by round.

    References
    ----------
    .. [1] D. Acemoglu and A. Wolitzky (2014), Cycles of conflict: an economic model, American Economic Review 104,
       1350-1367.

    Examples
    --------
    >>> conflict_spiral(bad_share=".1", tolerance=".5", misperception=".1").numbers["rounds"]
    Fraction(2, 1)
    >>> conflict_spiral(bad_share=".1", tolerance=".5", misperception=".1").game.walk()
    (2, Fraction(1, 20))
    """
    import sympy

    p, values = bound(PARAMETERS, locals())
    x = p.bad_share / (1 - p.bad_share) * (1 - p.tolerance) / p.tolerance
    rounds = sympy.ceiling(sympy.log(1 - x) / sympy.log(1 - p.misperception))
    k = -sympy.log(1 - x)
    forms = {
        "rounds": rounds,
        "hostile_share": 1 - (1 - (1 - p.misperception) ** rounds) / (rounds * p.misperception),
        "hostile_share_limit": 1 - (1 - sympy.exp(-k)) / k,
    }
    holds = {"bad_share < tolerance (else the trap is permanent)": p.bad_share < p.tolerance}
    return closed("Conflict spiral", p, values, forms, holds=holds, play=_evidence)


def _evidence(values: Any) -> FadingEvidence:
    return FadingEvidence(values["bad_share"], values["tolerance"], values["misperception"])
