"""Commitment: what a leader gains by binding itself to a mixed strategy before the other moves (Stackelberg)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data, show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from .linear_program import Constraint, maximise

__all__ = ["Commitment", "stackelberg"]


@dataclass(frozen=True)
class Commitment:
    """The best commitment of a leader.

    Attributes
    ----------
    leader, follower : str
    value : Fraction
        The leader's payoff.
    strategy : mapping
        The leader's action to probability; for the weak value the limit of commitments that come arbitrarily near.
    reply : str
        The follower's action.
    follower_value : Fraction
    attained : bool
        Whether the commitment itself yields the value however the follower breaks ties.
    """

    leader: str
    follower: str
    value: Fraction
    strategy: Mapping[str, Fraction]
    reply: str
    follower_value: Fraction
    attained: bool

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "leader": self.leader,
            "follower": self.follower,
            "value": as_data(self.value),
            "strategy": {a: as_data(p) for a, p in self.strategy.items()},
            "reply": self.reply,
            "follower_value": as_data(self.follower_value),
            "attained": self.attained,
        }

    def __repr__(self) -> str:
        mix = " + ".join(a if p == 1 else f"{show(p)} {a}" for a, p in self.strategy.items() if p)
        return f"<{self.leader} commits to {mix}; {self.follower} replies {self.reply}; value {show(self.value)}>"


def stackelberg(game: NormalForm, leader: str, *, ties: str = "strong") -> Commitment:
    """Find the leader's best commitment to a mixed strategy in a two-player game, exactly.

    Parameters
    ----------
    game : NormalForm
    leader : str
        The player that commits; the other one sees the mixed strategy and replies best.
    ties : {"strong", "weak"}
        How the follower breaks ties: in the leader's favour, or against it. The weak value is a supremum, which a
        commitment close by attains up to any margin.

    Returns
    -------
    Commitment

    Raises
    ------
    InvalidParameter
        For an unknown leader or rule.
    UnsupportedGame
        While parameters are free, and for games with other than two players.

    Notes
    -----
    One linear program for each reply (Conitzer and Sandholm 2006). Weakly, only replies that are best on a
    full-dimensional set of commitments count, each with the worst of the replies that the follower cannot tell from it
    (von Stengel and Zamir 2010).

    References
    ----------
    .. [1] V. Conitzer and T. Sandholm (2006), Computing the optimal strategy to commit to, EC 2006, 82-90.
    .. [2] B. von Stengel and S. Zamir (2010), Leadership games with convex strategy sets, Games and Economic Behavior 69,
       446-457.

    Examples
    --------
    A defender who can bind itself to respond with probability 1/4 deters although responding costs more than tolerating.

    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=1, respond_cost=2)
    >>> commitment = dt.stackelberg(game, leader="defender")
    >>> commitment.value, commitment.strategy["respond"] >= Fraction(1, 4), commitment.reply
    (Fraction(0, 1), True, 'refrain')
    """
    if not isinstance(game, NormalForm) or len(game.players) != 2:
        raise UnsupportedGame("stackelberg takes a NormalForm of two players")
    if leader not in game.players:
        raise InvalidParameter(
            f"no player {leader!r}{did_you_mean(leader, game.players)} (players: {', '.join(game.players)})"
        )
    if ties not in ("strong", "weak"):
        raise InvalidParameter(f"ties is {ties!r}; allowed: 'strong', 'weak'")
    mine, theirs = _from_the_leader(game, leader)
    candidates = _strong(mine, theirs) if ties == "strong" else _weak(mine, theirs)
    value, strategy, reply = max(candidates, key=lambda c: c[0])
    follower = next(p for p in game.players if p != leader)
    gets = _expected(theirs, strategy)
    best = [j for j, g in enumerate(gets) if g == max(gets)]
    worst = min(_expected(mine, strategy)[j] for j in best)
    return Commitment(
        leader,
        follower,
        value,
        FrozenDict(zip(game.actions[leader], strategy, strict=True)),
        game.actions[follower][reply],
        max(gets),
        worst == value,
    )


Matrix = list[list[Fraction]]
#: The leader's value, its strategy and the follower's reply.
Candidate = tuple[Fraction, tuple[Fraction, ...], int]


def _from_the_leader(game: NormalForm, leader: str) -> tuple[Matrix, Matrix]:
    """Both payoff matrices as [leader's action][follower's action], the leader's first."""
    first, second = game.bimatrix()
    if game.players[0] == leader:
        return first, second
    return [list(c) for c in zip(*second, strict=True)], [list(c) for c in zip(*first, strict=True)]


def _expected(matrix: Matrix, strategy: Sequence[Fraction]) -> list[Fraction]:
    return [sum((x * u for x, u in zip(strategy, column, strict=True)), Fraction(0)) for column in zip(*matrix, strict=True)]


def _best_against(theirs: Matrix, reply: int) -> list[Constraint]:
    """Commitments to which a reply is best: no other one gains."""
    return [(tuple(row[k] - row[reply] for row in theirs), Fraction(0)) for k in range(len(theirs[0])) if k != reply]


def _strong(mine: Matrix, theirs: Matrix) -> list[Candidate]:
    mixed: list[Constraint] = [([Fraction(1)] * len(mine), Fraction(1))]
    found = []
    for reply in range(len(mine[0])):
        best = maximise([row[reply] for row in mine], _best_against(theirs, reply), mixed)
        if best is not None:
            found.append((best.value, best.point, reply))
    return found


def _weak(mine: Matrix, theirs: Matrix) -> list[Candidate]:
    n = len(mine)
    found = []
    for reply in range(len(mine[0])):
        alike = [k for k in range(len(mine[0])) if all(row[k] == row[reply] for row in theirs)]
        if not _full_dimensional(theirs, reply, alike):
            continue
        # maximise v, written as the difference of two variables, with v <= payoff against each reply that is alike
        best_against = [([*row, Fraction(0), Fraction(0)], bound) for row, bound in _best_against(theirs, reply)]
        level = [([*(-row[k] for row in mine), Fraction(1), Fraction(-1)], Fraction(0)) for k in alike]
        mixed: list[Constraint] = [([Fraction(1)] * n + [Fraction(0)] * 2, Fraction(1))]
        goal = [Fraction(0)] * n + [Fraction(1), Fraction(-1)]
        best = maximise(goal, best_against + level, mixed)
        assert best is not None
        point = best.point[:n]
        worst = min(alike, key=lambda k: _expected(mine, point)[k])
        found.append((best.value, point, worst))
    return found


def _full_dimensional(theirs: Matrix, reply: int, alike: Sequence[int]) -> bool:
    """Whether a reply is strictly better than all that differ from it at some fully mixed commitment."""
    n = len(theirs)
    margin = [
        ([*(row[k] - row[reply] for row in theirs), Fraction(1)], Fraction(0))
        for k in range(len(theirs[0]))
        if k not in alike
    ]
    mixing = [([*(Fraction(-(i == k)) for i in range(n)), Fraction(1)], Fraction(0)) for k in range(n)]
    best = maximise([Fraction(0)] * n + [Fraction(1)], margin + mixing, [([Fraction(1)] * n + [Fraction(0)], Fraction(1))])
    return best is not None and best.value > 0
