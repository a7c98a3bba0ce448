"""Which member to probe, and which fronts to guard."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from ..errors import InvalidParameter
from ..exact import exact
from ..games.contest import WeakestLinkContest
from ..games.normal_form import NormalForm
from ..games.security_game import SecurityGame, Target
from ..parameters import Parameter
from .declaring import model
from .formulae import ClosedFormModel, bound, closed, whole

__all__ = ["PARAMETERS", "blotto", "member_to_probe", "weakest_link"]

PARAMETERS = (
    Parameter("stake_challenger", "what breaking one front is worth to the challenger", "> 0", "utils"),
    Parameter("stake_defender", "what holding all fronts is worth to the defender", "> 0", "utils"),
)


@model
def member_to_probe(members: Mapping[str, Sequence[Any]], guards: Any = 1) -> SecurityGame:
    """A challenger picks the member of an alliance that it probes; the alliance has too few forces for all.

    The alliance spreads its forces in public; the challenger sees the probabilities and probes the member that promises
    most. The best plan equalises what the challenger expects from the members that tempt it, so it guards those more that
    it has more to gain from, not those that the alliance values most.

    Parameters
    ----------
    members : mapping
        Name to four numbers: the challenger's payoff from probing it unguarded and guarded, then the alliance's.
    guards : number
        Coverage in all; it need not be whole.

    Returns
    -------
    SecurityGame
        For `coverage`.

    Raises
    ------
    InvalidParameter
        For a member with another number of payoffs than four.

    References
    ----------
    .. [1] C. Kiekintveld, M. Jain, J. Tsai, J. Pita, F. Ordonez and M. Tambe (2009), Computing optimal randomized resource
       allocations for massive security games, AAMAS.

    Examples
    --------
    >>> import deterrence as dt
    >>> members = {"north": (5, -2, -5, 0), "east": (4, -1, -4, 0), "south": (3, -1, -3, 0), "west": (1, -1, -1, 0)}
    >>> plan = dt.coverage(member_to_probe(members))
    >>> {name: round(float(c), 6) for name, c in plan.chances.items()}
    {'north': 0.409639, 'east': 0.373494, 'south': 0.216867, 'west': 0.0}
    """
    targets = {}
    for name, row in members.items():
        if len(tuple(row)) != 4:
            raise InvalidParameter(
                f"member {name!r} has {len(tuple(row))} payoffs; give four: the challenger's unguarded and guarded, then "
                "the alliance's"
            )
        challenger, guarded, alliance, safe = row
        targets[name] = Target(challenger, guarded, defender_open=alliance, defender_guarded=safe)
    return SecurityGame(targets, guards=guards)


@model
def weakest_link(fronts: int = 2, *, stake_challenger: Any = None, stake_defender: Any = None) -> ClosedFormModel:
    """The defender must hold every front; one gap is enough for the challenger.

    On each front the chances are shares of effort. The challenger attacks all fronts. If the defender's stake is less than
    fronts - 1 times the challenger's, it would rather give up, and the formulae end.

    Parameters
    ----------
    fronts : int
    stake_challenger, stake_defender : number, optional
        Positive, in utils.

    Returns
    -------
    ClosedFormModel
        ``front_held``, ``all_held``, ``attack`` and ``defence`` per front, ``payoff:challenger`` and ``payoff:defender``;
        ``game`` is a `WeakestLinkContest`.

    Notes
    -----
    A derivation of our own for the contest of [1]_.

    References
    ----------
    .. [1] D. J. Clark and K. A. Konrad (2007), Asymmetric conflict: weakest link against best shot, Journal of Conflict
       Resolution 51, 457-469.

    Examples
    --------
    >>> weakest_link(2, stake_challenger=1, stake_defender=3).numbers["payoff:defender"]
    Fraction(27, 32)
    """
    given = {"stake_challenger": stake_challenger, "stake_defender": stake_defender}
    n = whole(fronts, "fronts")
    p, values = bound(PARAMETERS, given)
    c, d = p.stake_challenger, p.stake_defender
    held = d / (c + d)
    attack, defence = (1 - held) * c * held**n, held * c * held**n
    forms = {
        "front_held": held,
        "all_held": held**n,
        "attack": attack,
        "defence": defence,
        "payoff:challenger": c * (1 - held**n) - n * attack,
        "payoff:defender": d * held**n - n * defence,
    }
    holds = {"stake_defender >= (fronts - 1) stake_challenger": d >= (n - 1) * c}

    def play(known: Any) -> WeakestLinkContest:
        return WeakestLinkContest(known["stake_challenger"], known["stake_defender"], fronts=n)

    return closed("Weakest link", p, values, forms, holds=holds, play=play)


@model
def blotto(fronts: int = 3, *, ratio: Any, units: int = 12) -> ClosedFormModel:
    """Two sides spread their forces over fronts that look alike; more forces win a front.

    The share of fronts that the weaker side can expect, where forces are divisible; and beside it the game in whole units,
    whose value is near and not equal to it.

    Parameters
    ----------
    fronts : int
        At least 3.
    ratio : number
        The weaker side's forces over the stronger side's, from 1 / (fronts - 1) to 1.
    units : int
        Units of the stronger side in the game with whole units.

    Returns
    -------
    ClosedFormModel
        ``weaker_share``; ``game`` is a `NormalForm`, in which sides choose how to split, and fronts are then shuffled.

    Raises
    ------
    InvalidParameter
        For a ratio outside that range.

    References
    ----------
    .. [1] O. Gross and R. Wagner (1950), A continuous Colonel Blotto game, RAND.
    .. [2] B. Roberson (2006), The Colonel Blotto game, Economic Theory 29, 1-24.

    Examples
    --------
    >>> blotto(3, ratio="3/4").numbers["weaker_share"]
    Fraction(3, 8)
    """
    n, stronger = whole(fronts, "fronts", least=3), whole(units, "units")
    share = Fraction(exact(ratio))
    if not Fraction(1, n - 1) <= share <= 1:
        raise InvalidParameter(f"ratio is {share}; allowed: 1/{n - 1} to 1 for {n} fronts")
    value = share / 2 if share * n >= 2 else Fraction(2, n) - 2 / (n * n * share)
    p, values = bound(PARAMETERS, {})
    weaker = whole(share * stronger, "ratio * units") if (share * stronger).denominator == 1 else None

    def play(known: Any) -> NormalForm:
        if weaker is None:
            raise InvalidParameter(f"ratio * units is {share * stronger}; choose units so that it is whole")
        return _split_game(n, weaker, stronger)

    return closed("Blotto", p, values, {"weaker_share": value}, play=play)


def _split_game(fronts: int, weaker: int, stronger: int) -> NormalForm:
    """Each picks how to split its units, and the fronts are dealt at random: the game is symmetric in the fronts."""
    own, theirs = (_splits(fronts, units) for units in (weaker, stronger))
    payoffs = {}
    for mine in own:
        for other in theirs:
            # every pairing of fronts is equally likely, so each pair of entries meets with the same chance
            won = sum(Fraction((a > b) - (a < b) + 1, 2) for a in mine for b in other)
            share = won / (fronts * fronts)
            payoffs[("-".join(map(str, mine)), "-".join(map(str, other)))] = (share, 1 - share)
    return NormalForm(players=("weaker", "stronger"), payoffs=payoffs, title="Blotto")


def _splits(fronts: int, units: int) -> list[tuple[int, ...]]:
    """Ways to split units over fronts, in falling order."""
    cuts = combinations_with_replacement(range(units + 1), fronts - 1)
    found = {tuple(sorted((b - a for a, b in zip((0, *cut), (*cut, units), strict=True)), reverse=True)) for cut in cuts}
    return sorted(found, reverse=True)
