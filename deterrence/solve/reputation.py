"""Sequential equilibrium of reputation games, by backward induction over beliefs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..errors import InvalidParameter, UnsupportedGame
from ..exact import exact, show
from ..frozen import FrozenDict
from ..games.game import Criterion
from ..games.reputation import ReputationGame

__all__ = ["Period", "ReputationEquilibrium", "reputation"]


@dataclass(frozen=True)
class Period:
    """What happens in one period, on the path from the prior.

    Attributes
    ----------
    remaining : int
        Periods to come, this one included.
    enters : Fraction
        Probability that the visitor enters.
    resisted : Fraction
        Probability that it enters and is resisted.
    beliefs : mapping
        Belief that the host is committed, at the start of the period, to its probability.
    """

    remaining: int
    enters: Fraction
    resisted: Fraction
    beliefs: Mapping[Fraction, Fraction]


@dataclass(frozen=True)
class ReputationEquilibrium:
    """The equilibrium of a reputation game with a number of periods.

    Beliefs at which the visitor is indifferent are met exactly: they are rational numbers, and compared as such.

    Attributes
    ----------
    game : ReputationGame
    thresholds : tuple of Fraction
        With n periods remaining, the n-th entry: a visitor enters at a belief below it and stays out above.
    """

    game: ReputationGame
    thresholds: tuple[Fraction, ...]

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return len(self.thresholds)

    def value(self, remaining: int, belief: object) -> tuple[Fraction, Fraction]:
        """What the flexible host expects from the remaining periods, in utils: least and most.

        They differ at a belief that is a threshold, where it matters how visitors who are indifferent break their ties.
        """
        n, p = self._remaining(remaining), self._belief(belief)
        out, yielded, resisted = self.game.host
        if self.game.stakes is None:
            return n * out, n * out
        least, most = (n * yielded + (yielded - resisted) * worth for worth in self._worth(n, p))
        return least, most

    def resists(self, remaining: int, belief: object) -> Fraction:
        """Probability that the flexible host resists an entry."""
        return _resists(self.game, self.thresholds[: self._remaining(remaining) - 1], self._belief(belief))

    def resistance(self, remaining: int, belief: object) -> Fraction:
        """Probability that an entry is resisted, by either kind of host."""
        p = self._belief(belief)
        return p + (1 - p) * self.resists(remaining, p)

    def gain(self, remaining: int, belief: object) -> tuple[Fraction, Fraction]:
        """What resisting an entry gains a flexible host over yielding to it, in utils: least and most, as for `value`."""
        n, p = self._remaining(remaining), self._belief(belief)
        _, yielded, resisted = self.game.host
        often = self.resists(n, p)
        if 0 < often < 1:
            return Fraction(0), Fraction(0)  # it mixes because it is indifferent
        if self.game.stakes is None:
            return resisted - yielded, resisted - yielded
        # what is not seen changes nothing, and whoever is seen to yield is left alone no more
        cost = yielded - resisted
        least, most = (cost * (self.game.visibility * x - 1) for x in self._worth(n - 1, self.posterior(n, p)))
        # at a belief that is a threshold, visitors break their ties so that what the host does is best
        return (max(Fraction(0), least), most) if often else (least, min(Fraction(0), most))

    def posterior(self, remaining: int, belief: object) -> Fraction:
        """Belief after resistance that was seen; after yielding it is 0, and without an entry it stays."""
        p = self._belief(belief)
        total = self.resistance(remaining, p)
        return p / total if total else p

    def enters(self, remaining: int, belief: object) -> Fraction:
        """Probability that the visitor enters; at a threshold, `stays_out_at_threshold` says how it breaks its tie."""
        n, p = self._remaining(remaining), self._belief(belief)
        threshold = self.thresholds[n - 1]
        if self.game.stakes is None:
            return Fraction(0)
        if p != threshold:
            return Fraction(int(p < threshold))
        return 1 - self.stays_out_at_threshold(n)

    def stays_out_at_threshold(self, remaining: int) -> Fraction:
        """Probability with which a visitor who is exactly indifferent stays out.

        It leaves the host, who mixed one period before to bring the belief there, indifferent about having done so. Where
        responses are seen only sometimes, visitors after a longer way there may do otherwise; `path` follows them.
        """
        n = self._remaining(remaining)
        if self.game.stakes is None or not self.game.visibility:
            return Fraction(1)
        return self._tie(n, 1 / self.game.visibility)[0]

    def _tie(self, n: int, owed: Fraction) -> tuple[Fraction, Fraction]:
        """At a threshold: how often the visitor stays out, and what the host is owed after, so that it is owed this now."""
        stakes, visible = self.game.stakes, self.game.visibility
        assert stakes is not None
        least, most = self._worth(n - 1, self.thresholds[n - 1])
        after = max(least, min(most, owed - stakes))
        stays = (owed - (1 - visible) * after) / (stakes + visible * after)
        return max(Fraction(0), min(Fraction(1), stays)), after

    @cached_property
    def path(self) -> tuple[Period, ...]:
        """Period by period what happens, from the prior on."""
        # a belief that mixing brought about comes with what the host is owed there
        now: dict[tuple[Fraction, Fraction | None], Fraction] = {(self.game.prior, None): Fraction(1)}
        found = []
        for n in range(self.periods, 0, -1):
            entered = resisted = Fraction(0)
            beliefs: dict[Fraction, Fraction] = {}
            after: dict[tuple[Fraction, Fraction | None], Fraction] = {}
            for (p, owed), weight in now.items():
                enters, later = self.visit(n, p, owed)
                r = self.resistance(n, p)
                beliefs[p] = beliefs.get(p, Fraction(0)) + weight
                entered += weight * enters
                resisted += weight * enters * r
                seen = weight * enters * self.game.visibility
                mixed = 0 < self.resists(n, p) < 1
                for state, chance in (
                    ((p, later), weight - seen),
                    ((self.posterior(n, p), 1 / self.game.visibility if mixed else later), seen * r),
                    ((Fraction(0), None), seen * (1 - r)),
                ):
                    if chance:
                        after[state] = after.get(state, Fraction(0)) + chance
            found.append(Period(n, entered, resisted, FrozenDict(beliefs)))
            now = after
        return tuple(found)

    def visit(self, n: int, p: Fraction, owed: Fraction | None) -> tuple[Fraction, Fraction | None]:
        """How often the visitor enters, and what the host is owed after the period if nothing new is seen."""
        stakes = self.game.stakes
        if stakes is None or owed is None:
            return self.enters(n, p), None
        if p == self.thresholds[n - 1]:
            stays, after = self._tie(n, owed)
            return 1 - stays, after
        return (Fraction(0), owed - stakes) if p > self.thresholds[n - 1] else (Fraction(1), None)

    def measures(self) -> dict[str, tuple[Fraction, Fraction]]:
        """What `compare` takes: expected shares of the periods by outcome, and what the flexible host expects.

        ``first:`` and the name of the first outcome is the probability that the very first visitor stays out;
        ``first:resists`` how likely a flexible host resists it if it enters, ``first:worth`` what that gains over yielding.
        """
        n = self.periods
        entered = sum((period.enters for period in self.path), Fraction(0))
        resisted = sum((period.resisted for period in self.path), Fraction(0))
        out, met, yielded = self.game.outcomes
        found = {
            out: 1 - entered / n,
            met: resisted / n,
            yielded: (entered - resisted) / n,
            f"first:{out}": 1 - self.path[0].enters,
        }
        found["first:resists"] = self.resists(n, self.game.prior)
        bands = {name: (value, value) for name, value in found.items()}
        return bands | {
            "first:worth": self.gain(n, self.game.prior),
            f"payoff:{self.game.players[1]}": self.value(n, self.game.prior),
        }

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What a comparison should decide: the game's."""
        return self.game.criteria

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """What periods are called: the game's."""
        return self.game.outcomes

    def _worth(self, n: int, p: Fraction) -> tuple[Fraction, Fraction]:
        """What the host expects beyond yielding for ever, in units of the cost of resisting: least and most over ties.

        The stakes for every period whose threshold lies below the belief, and up to as much for one that equals it.
        """
        stakes = self.game.stakes
        assert stakes is not None
        if not p:
            return Fraction(0), Fraction(0)
        below = sum(1 for t in self.thresholds[:n] if t < p)
        equal = sum(1 for t in self.thresholds[:n] if t == p)
        return stakes * below, stakes * (below + equal)

    def _belief(self, belief: object) -> Fraction:
        try:
            p = exact(belief)
        except ValueError as error:
            raise InvalidParameter(f"belief: {error}") from None
        if not isinstance(p, Fraction) or not 0 <= p <= 1:
            raise InvalidParameter(f"belief is {show(p)}; it is a probability in [0, 1]")
        return p

    def _remaining(self, remaining: int) -> int:
        if not isinstance(remaining, int) or not 1 <= remaining <= self.periods:
            raise InvalidParameter(f"remaining is {remaining!r}; this equilibrium has 1 to {self.periods} periods")
        return remaining


def reputation(game: ReputationGame) -> ReputationEquilibrium:
    """Find the sequential equilibrium of a reputation game with a number of periods.

    Parameters
    ----------
    game : ReputationGame

    Returns
    -------
    ReputationEquilibrium
        Thresholds of belief, strategies and values at every belief and number of remaining periods, and the path.

    Raises
    ------
    UnsupportedGame
        For anything but a `ReputationGame`.

    Notes
    -----
    Backward induction over beliefs [1]_. With values of one period fewer at hand, a flexible host resists for sure if being
    believed as much as now makes up for its cost, and else mixes so that resistance brings the belief to the lowest one that
    does; a visitor enters while that makes resistance unlikely enough. Values are step functions of the belief, whose steps
    are the thresholds. The equilibrium is the one in which beliefs never fall after resistance; with one period only, or no
    cost of resisting, it is unique. With visibility 1 it is the one of [1]_, section 3; with less it is derived here.

    References
    ----------
    .. [1] D. M. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic Theory 27, 253-279.

    Examples
    --------
    A fifth probe from the end is deterred by a small chance that the host is committed; the last but one is not:

    >>> eq = reputation(ReputationGame("1/20", entered=("3/10", "-7/10"), host=(2, 0, -1), periods=6))
    >>> [str(t) for t in eq.thresholds[:3]], eq.resists(2, "1/20")
    (['3/10', '9/100', '27/1000'], Fraction(7, 57))
    >>> [round(float(period.enters), 6) for period in eq.path]
    [0.0, 0.0, 0.0, 0.0, 1.0, 0.916667]
    """
    if not isinstance(game, ReputationGame):
        raise UnsupportedGame(f"reputation takes a ReputationGame, not {type(game).__name__}")
    thresholds: tuple[Fraction, ...] = ()
    for _ in range(game.periods):
        thresholds += (_threshold(game, thresholds),)
    return ReputationEquilibrium(game, thresholds)


def _threshold(game: ReputationGame, later: tuple[Fraction, ...]) -> Fraction:
    """The belief at which a visitor is indifferent, from the thresholds of the periods to come."""
    if game.stakes is None:
        return Fraction(0)  # resisting costs nothing: every kind does
    target = _target(game, later)
    # below the target an entry is resisted with probability belief / target
    return game.doubt if target is None else game.doubt * target


def _target(game: ReputationGame, later: tuple[Fraction, ...]) -> Fraction | None:
    """The lowest belief at which the future makes up for the cost of resisting; None if there is none."""
    if game.stakes is None:
        return Fraction(0)
    if not game.visibility:
        return None
    needed = 1 / (game.stakes * game.visibility)  # periods of deterrence that make up for resisting once
    ordered = sorted(later)
    return next((p for k, p in enumerate(ordered, 1) if k >= needed), None)


def _resists(game: ReputationGame, later: tuple[Fraction, ...], belief: Fraction) -> Fraction:
    """How often the flexible host resists: so that the belief reaches the target."""
    target = _target(game, later)
    if target is None or (not belief and game.stakes is not None):
        return Fraction(0)
    if belief >= target:
        return Fraction(1)
    return (1 - target) * belief / ((1 - belief) * target)
