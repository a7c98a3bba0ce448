"""Security levels: what a player can guarantee itself, and what the others can hold it to."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from ..errors import UnsupportedGame
from ..exact import show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from .linear_program import Constraint, maximise

__all__ = ["Security", "minmax"]


@dataclass(frozen=True)
class Security:
    """A player's security level; by duality it is also what the others, acting together, can hold it to.

    Attributes
    ----------
    player : str
    value : Fraction
    strategy : mapping
        A mixed strategy that guarantees the value.
    punishment : mapping
        The others' actions to probability: a joint draw that holds the player to the value.
    """

    player: str
    value: Fraction
    strategy: Mapping[str, Fraction]
    punishment: Mapping[tuple[str, ...], Fraction]

    def __repr__(self) -> str:
        return f"<{self.player}: {show(self.value)}>"


def minmax(game: NormalForm) -> Mapping[str, Security]:
    """Find every player's security level, exactly.

    Parameters
    ----------
    game : NormalForm
        Any number of players. With more than two, the others punish with one joint draw; independent draws may not be
        able to hold the player down as far.

    Returns
    -------
    mapping
        Player to Security.

    Raises
    ------
    UnsupportedGame
        While parameters are free, and for games of another kind.

    References
    ----------
    .. [1] J. von Neumann (1928), Zur Theorie der Gesellschaftsspiele, Mathematische Annalen 100, 295-320.

    Examples
    --------
    >>> import deterrence as dt
    >>> pennies = dt.NormalForm.from_arrays([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> dt.minmax(pennies)["player 1"].value
    Fraction(0, 1)
    """
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(f"minmax takes a NormalForm, not {type(game).__name__}")
    game.require_numbers()
    return FrozenDict({player: _security(game, i) for i, player in enumerate(game.players)})


def _security(game: NormalForm, i: int) -> Security:
    player = game.players[i]
    others = list(product(*(a for p, a in game.actions.items() if p != player)))
    payoffs = {cell: row[i] for cell, row in zip(game.payoffs, game.numbers, strict=True)}
    matrix = [[payoffs[(*other[:i], own, *other[i:])] for other in others] for own in game.actions[player]]
    value, strategy = _guarantee(matrix)
    _, punishment = _guarantee([[-u for u in column] for column in zip(*matrix, strict=True)])
    drawn = {other: p for other, p in zip(others, punishment, strict=True) if p}
    mixed = dict(zip(game.actions[player], strategy, strict=True))
    return Security(player, value, FrozenDict(mixed), FrozenDict(drawn))


def _guarantee(matrix: list[list[Fraction]]) -> tuple[Fraction, tuple[Fraction, ...]]:
    """The mixed row with the largest least payoff; the level is counted from the smallest entry, so that it is >= 0."""
    base = min(min(row) for row in matrix)
    n = len(matrix)
    level: list[Constraint] = [
        ([*(base - u for u in column), Fraction(1)], Fraction(0)) for column in zip(*matrix, strict=True)
    ]
    best = maximise([Fraction(0)] * n + [Fraction(1)], level, [([Fraction(1)] * n + [Fraction(0)], Fraction(1))])
    assert best is not None
    return best.value + base, best.point[:n]
