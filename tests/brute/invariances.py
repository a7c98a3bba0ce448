"""What must not matter to the equilibria of a two-player game, and what it does to their vertices.

Each entry of `INVARIANCES` takes a game and its answer, and gives another game and the answer it must have. An answer is a
set of components, each a set of pieces, each one set of vertices per player.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from .families import Matrix

Vertices = frozenset
Answer = frozenset
#: Payoff matrices by player; with a third player, one matrix for each of its actions.
Changed = tuple[list, ...]


def _image(answer: Answer, *moves: Callable) -> Answer:
    """Replace every vertex of each player's side of every piece by one or more."""
    return frozenset(
        frozenset(
            tuple(frozenset(v for x in side for v in move(x)) for side, move in zip(piece, moves, strict=True))
            for piece in c
        )
        for c in answer
    )


def _same(x):
    return [x]


def units(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """Each player in other units."""
    factors = [Fraction(10) ** rng.choice([-300, -17, 17, 300]) * rng.randint(1, 9) for _ in "ab"]
    return tuple([[f * v for v in row] for row in m] for f, m in zip(factors, (rows, columns), strict=True)), answer


def constants(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """A constant for every action of the other player."""
    by_column, by_row = ([Fraction(rng.randint(-9, 9)) * rng.choice([1, 10**30]) for _ in m] for m in (rows[0], rows))
    first = [[v + c for v, c in zip(row, by_column, strict=True)] for row in rows]
    return (first, [[v + c for v in row] for row, c in zip(columns, by_row, strict=True)]), answer


def order(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """Actions in another order."""
    first, second = (rng.sample(range(n), n) for n in (len(rows), len(rows[0])))
    moved = tuple([[m[i][j] for j in second] for i in first] for m in (rows, columns))
    return moved, _image(answer, lambda x: [tuple(x[i] for i in first)], lambda y: [tuple(y[j] for j in second)])


def players(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """The players change places."""
    exchanged = tuple([list(column) for column in zip(*m, strict=True)] for m in (columns, rows))
    return exchanged, frozenset(frozenset((ys, xs) for xs, ys in c) for c in answer)


def twin(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """An action is there twice: what it got is shared in any way, at the ends all on the one or all on the other."""
    k = rng.randrange(len(rows))

    def shared(x):
        return {(*x, Fraction(0)), (*x[:k], Fraction(0), *x[k + 1 :], x[k])}

    return ([*rows, rows[k]], [*columns, columns[k]]), _image(answer, shared, _same)


def dominated(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """One more action, always worse than another: nobody takes it."""
    worse = [v - rng.randint(1, 9) for v in rng.choice(rows)]
    whatever = [Fraction(rng.randint(-5, 5)) for _ in worse]
    return ([*rows, worse], [*columns, whatever]), _image(answer, lambda x: [(*x, Fraction(0))], _same)


def dummy(rng: Random, rows: Matrix, columns: Matrix, answer: Answer) -> tuple[Changed, Answer]:
    """A third player who matters to nobody and does not care: it may do anything."""
    size = rng.choice([1, 2])
    idle = rng.randint(-9, 9)
    three = tuple([[[v] * size for v in row] for row in m] for m in (rows, columns))
    anything = frozenset(tuple(Fraction(int(i == k)) for i in range(size)) for k in range(size))
    return (*three, [[[idle] * size for _ in row] for row in rows]), frozenset(
        frozenset((*piece, anything) for piece in c) for c in answer
    )


INVARIANCES = {f.__name__: f for f in (units, constants, order, players, twin, dominated, dummy)}
