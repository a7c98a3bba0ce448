"""What stationary strategies do in a stochastic game: where play is, what it is worth, what a deviation would pay."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from ..games.stochastic import StochasticGame
from .polytope import Vector

__all__ = ["alternatives", "frequencies", "one_shot", "solve_linear", "state_values", "strategies"]

#: For every state one row of probabilities per player; (1,) for a player without a choice there.
Rows = list[list[tuple[Any, ...]]]


def strategies(game: StochasticGame, flat: Sequence[Vector]) -> Rows:
    """For every state, each player's probabilities there."""
    positions = [0] * len(game.players)
    found: Rows = []
    for choices in game.states.values():
        row = []
        for i, player in enumerate(game.players):
            size = len(choices.get(player, ()))
            row.append(tuple(flat[i][positions[i] : positions[i] + size]) if size else (Fraction(1),))
            positions[i] += size
        found.append(row)
    return found


def _cell_chances(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Probability of every cell of a state."""
    found: list[Any] = []
    for chances in product(*rows):
        p: Any = Fraction(1)
        for x in chances:
            p = p * x if p and x else Fraction(0)
        found.append(p)
    return found


def _chain(game: StochasticGame, rows: Rows) -> tuple[list[dict[int, Any]], list[list[Any]]]:
    """For every state the probabilities of the next and the expected payoffs of the period."""
    table = game.numbers
    moves, gains = [], []
    for cells, here in zip(table.cells_of, rows, strict=True):
        after: dict[int, Any] = {}
        gain: list[Any] = [Fraction(0)] * len(game.players)
        for cell, p in zip(cells, _cell_chances(here), strict=True):
            if p:
                for k, q in table.moves[cell].items():
                    after[k] = after.get(k, Fraction(0)) + p * q
                gain = [g + p * u for g, u in zip(gain, table.payoffs[cell], strict=True)]
        moves.append(after)
        gains.append(gain)
    return moves, gains


def state_values(game: StochasticGame, rows: Rows) -> list[list[Any]]:
    """What play from every state on is worth to each player: (I - discount P) v = u."""
    moves, gains = _chain(game, rows)
    return solve_linear([_discounted(game, k, row) for k, row in enumerate(moves)], gains)


def _discounted(game: StochasticGame, k: int, row: dict[int, Any]) -> dict[int, Any]:
    """A row of I - discount P."""
    left = {j: -game.factors[j] * p for j, p in row.items()}
    left[k] = left.get(k, Fraction(0)) + 1
    return left


def frequencies(game: StochasticGame, flat: Sequence[Vector]) -> dict[tuple[str, ...], Any]:
    """How often every cell happens that ever does, a period counting (1 - discount) discount**t."""
    rows = strategies(game, flat)
    moves, _ = _chain(game, rows)
    columns: list[dict[int, Any]] = [{} for _ in moves]
    for k, row in enumerate(moves):
        for j, x in _discounted(game, k, row).items():
            columns[j][k] = x
    weights = solve_linear(columns, [[(1 - game.factor) * p] for p in game.first])
    found = {}
    for state, here, (weight,) in zip(game.states, rows, weights, strict=True):
        for cell, p in zip(game.cells(state), _cell_chances(here), strict=True):
            if weight and p:
                found[cell] = weight * p
    return found


def one_shot(game: StochasticGame, rows: Rows, worth: Sequence[Sequence[Any]], i: int, k: int) -> list[Any]:
    """What each action of player i pays in the k-th state, if everything later goes on as planned."""
    table = game.numbers
    here = rows[k]
    size = len(here[i])
    payoffs: list[Any] = [Fraction(0)] * size
    mine = [tuple(Fraction(1) for _ in row) if j == i else row for j, row in enumerate(here)]
    picks = product(*(range(len(row)) for row in here))
    for cell, p, pick in zip(table.cells_of[k], _cell_chances(mine), picks, strict=True):
        if p:
            later: Any = sum((game.factors[j] * q * worth[j][i] for j, q in table.moves[cell].items()), Fraction(0))
            payoffs[pick[i]] = payoffs[pick[i]] + p * (table.payoffs[cell][i] + later)
    return payoffs


def alternatives(game: StochasticGame, flat: Sequence[Vector]) -> list[tuple[str, str, tuple[str, ...], list[Any], Any]]:
    """What every action pays where it can be taken, all else as planned: player, state, actions, payoffs, chances."""
    rows = strategies(game, flat)
    worth = state_values(game, rows)
    return [
        (player, state, choices[player], one_shot(game, rows, worth, i, k), rows[k][i])
        for i, player in enumerate(game.players)
        for k, (state, choices) in enumerate(game.states.items())
        if player in choices
    ]


def solve_linear(matrix: Sequence[dict[int, Any]], right: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """Solve a square system with sparse rows that is diagonally dominant, exactly, by Gaussian elimination."""
    rows = [dict(row) for row in matrix]
    sides: list[list[Any]] = [list(row) for row in right]
    for k in range(len(rows)):
        pivot = rows[k][k]
        for m in range(k + 1, len(rows)):
            if (x := rows[m].pop(k, None)) is None:
                continue
            ratio = x / pivot
            for j, y in rows[k].items():
                if j > k:
                    rows[m][j] = rows[m].get(j, Fraction(0)) - ratio * y
            sides[m] = [a - ratio * b for a, b in zip(sides[m], sides[k], strict=True)]
    for k in range(len(rows) - 1, -1, -1):
        for j, y in rows[k].items():
            if j > k:
                sides[k] = [a - y * b for a, b in zip(sides[k], sides[j], strict=True)]
        sides[k] = [a / rows[k][k] for a in sides[k]]
    return sides
