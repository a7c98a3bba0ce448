"""Rationalizable actions: what is left when nobody ever uses an action that is never a best reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from ..errors import UnsupportedGame
from ..exact import integers
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from .linear_program import Constraint, maximise

__all__ = ["Elimination", "Rationalizable", "rationalizable"]


@dataclass(frozen=True)
class Elimination:
    """One action that was left out, and the mixed strategy that does strictly better against all that remained.

    Attributes
    ----------
    player, action : str
    by : mapping
        Action to probability.
    round : int
        Counted from 1.
    """

    player: str
    action: str
    by: Mapping[str, Fraction]
    round: int


@dataclass(frozen=True)
class Rationalizable:
    """The actions that survive, and why the others do not.

    Attributes
    ----------
    actions : mapping
        Player to the actions that survive.
    eliminated : tuple of Elimination
        In order.
    """

    actions: Mapping[str, tuple[str, ...]]
    eliminated: tuple[Elimination, ...]


def rationalizable(game: NormalForm) -> Rationalizable:
    """Eliminate strictly dominated actions, also those dominated by mixed ones, until none is left.

    With beliefs that may be correlated an action is a best reply to something iff it is not strictly dominated by a mixed
    strategy, so what survives is what common knowledge of rationality allows (Pearce 1984). All dominated actions go in
    the same round; the order does not matter.

    Parameters
    ----------
    game : NormalForm
        Any number of players.

    Returns
    -------
    Rationalizable

    Raises
    ------
    UnsupportedGame
        While parameters are free, and for games of another kind.

    References
    ----------
    .. [1] D. G. Pearce (1984), Rationalizable strategic behavior and the problem of perfection, Econometrica 52, 1029-1050.

    Examples
    --------
    >>> import deterrence as dt
    >>> dilemma = dt.NormalForm.from_arrays([[2, 0], [3, 1]], [[2, 3], [0, 1]])
    >>> dict(dt.rationalizable(dilemma).actions)
    {'player 1': ('action 2',), 'player 2': ('action 2',)}
    """
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(f"rationalizable takes a NormalForm, not {type(game).__name__}")
    game.require_numbers()
    cells = list(product(*(range(n) for n in game.shape)))
    # only differences of a player's own payoffs matter, so each may be counted in units in which they are integers
    payoffs = dict(
        zip(cells, zip(*(integers(list(column)) for column in zip(*game.numbers, strict=True)), strict=True), strict=True)
    )
    left = [list(range(n)) for n in game.shape]
    eliminated: list[Elimination] = []
    done, number = False, 0
    while not done:
        number += 1
        gone = [
            (i, action, by)
            for i, actions in enumerate(left)
            for action in actions
            if (by := _dominating(payoffs, left, i, action)) is not None
        ]
        for i, action, by in gone:
            names = game.actions[game.players[i]]
            mixture = FrozenDict({names[a]: p for a, p in by.items()})
            eliminated.append(Elimination(game.players[i], names[action], mixture, number))
            left[i].remove(action)
        done = not gone
    survivors = {p: tuple(game.actions[p][a] for a in actions) for p, actions in zip(game.players, left, strict=True)}
    return Rationalizable(FrozenDict(survivors), tuple(eliminated))


def _dominating(
    payoffs: Mapping[tuple[int, ...], Sequence[int]], left: list[list[int]], i: int, action: int
) -> dict[int, Fraction] | None:
    """A mixture of the player's other actions that does strictly better whatever the others do, with the largest margin."""
    rivals = [a for a in left[i] if a != action]
    if not rivals:
        return None
    others = list(product(*(actions for k, actions in enumerate(left) if k != i)))

    def gain(rival: int, other: tuple[int, ...]) -> int:
        cells = [(*other[:i], own, *other[i:]) for own in (rival, action)]
        return payoffs[cells[0]][i] - payoffs[cells[1]][i]

    gains = [[gain(rival, other) for rival in rivals] for other in others]
    pure = next((k for k in range(len(rivals)) if all(row[k] > 0 for row in gains)), None)
    if pure is not None:
        return {rivals[pure]: Fraction(1)}
    if _is_best_reply(gains):
        return None
    n = len(rivals)
    margin: list[Constraint] = [([*(Fraction(-g) for g in row), Fraction(1)], Fraction(0)) for row in gains]
    best = maximise([Fraction(0)] * n + [Fraction(1)], margin, [([Fraction(1)] * n + [Fraction(0)], Fraction(1))])
    # the margin is a variable >= 0: infeasible means that every mixture loses somewhere
    if best is None or best.value == 0:
        return None
    return {rival: p for rival, p in zip(rivals, best.point, strict=False) if p}


def _is_best_reply(gains: Sequence[Sequence[int]]) -> bool:
    """Whether an action, over which its rivals gain this much, is best against something that is quick to try.

    Then no mixture dominates it, and no linear program is needed: the others' pure choices, and even mixes of two.
    """
    if any(max(row) <= 0 for row in gains):
        return True
    return any(all(a + b <= 0 for a, b in zip(one, other, strict=True)) for one, other in combinations(gains, 2))
