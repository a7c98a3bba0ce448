"""What must not change an answer: the units and zero of utility, the order of labels, who is called first, and names."""

from fractions import Fraction
from random import Random

import pytest

import deterrence as dt
from tests.brute import bridge, draw
from tests.brute.signalling import Game

SHARDS = range(8)
POWERS = [Fraction(10) ** k for k in (-300, -17, 17, 300)]


def _signalling_games(seed, count):
    rng = Random(seed)
    shapes = [(2, (2, 2)), (2, (2, 2, 2)), (3, (2, 2)), (2, (3, 2))]
    for i in range(count):
        n_types, n_replies = shapes[i % len(shapes)]
        yield rng, draw.signalling(rng, n_types, n_replies, 2)


def _bimatrix_games(seed, count):
    rng = Random(seed)
    for _ in range(count):
        yield rng, draw.matrix(rng, 2, 2, 2), draw.matrix(rng, 2, 2, 2)


def _solve(table):
    return bridge.structure(dt.perfect_bayesian(bridge.declare(table)))


def _nash(rows, columns):
    return bridge.structure(dt.nash(dt.NormalForm.from_arrays(rows, columns)))


def _constant(rng):
    return Fraction(rng.randint(-99, 99), rng.randint(1, 9)) * rng.choice([1, *POWERS])


def _image(structure, first, second):
    """Move every vertex of each player's side of every piece."""
    return frozenset(
        frozenset((frozenset(map(first, x)), frozenset(map(second, y))) for x, y in component) for component in structure
    )


@pytest.mark.parametrize("shard", SHARDS)
def test_units_and_zeros_of_a_signalling_game(shard):
    """Each type may have its own unit and zero; the receiver one unit, and a zero for every type and message."""
    for rng, table in _signalling_games(f"units {shard}", 63):
        unit = rng.choice(POWERS)
        sender = [
            [[scale * x + zero for x in row] for row in rows]
            for rows in table.sender
            for scale, zero in [(rng.choice(POWERS), _constant(rng))]
        ]
        receiver = [[[unit * x + zero for x in row] for row in rows for zero in [_constant(rng)]] for rows in table.receiver]
        assert _solve(Game(table.prior, sender, receiver)) == _solve(table), table


@pytest.mark.parametrize("shard", SHARDS)
def test_units_and_zeros_of_a_bimatrix_game(shard):
    """Each player may have a unit, and a zero for every action of the other player."""
    for rng, rows, columns in _bimatrix_games(f"units {shard}", 125):
        u, v = rng.choice(POWERS), rng.choice(POWERS)
        row_zeros, column_zeros = ([_constant(rng), _constant(rng)] for _ in range(2))
        new_rows = [[u * x + zero for x, zero in zip(row, row_zeros, strict=True)] for row in rows]
        new_columns = [[v * x + zero for x in row] for row, zero in zip(columns, column_zeros, strict=True)]
        assert _nash(new_rows, new_columns) == _nash(rows, columns), (rows, columns)


@pytest.mark.parametrize("shard", SHARDS)
def test_order_of_types_messages_and_replies(shard):
    for rng, table in _signalling_games(f"order {shard}", 63):
        types = rng.sample(range(table.n_types), table.n_types)
        messages = rng.sample(range(len(table.n_replies)), len(table.n_replies))
        replies = [rng.sample(range(n), n) for n in table.n_replies]

        def reorder(payoffs, types=types, messages=messages, replies=replies):
            return [[[payoffs[t][m][a] for a in replies[m]] for m in messages] for t in types]

        def sender(s, types=types, messages=messages):
            return tuple(tuple(s[t][m] for m in messages) for t in types)

        def receiver(r, messages=messages, replies=replies):
            return tuple(tuple(r[m][a] for a in replies[m]) for m in messages)

        reordered = Game([table.prior[t] for t in types], reorder(table.sender), reorder(table.receiver))
        assert _solve(reordered) == _image(_solve(table), sender, receiver), table


@pytest.mark.parametrize("shard", SHARDS)
def test_order_of_actions_and_of_players(shard):
    for rng, rows, columns in _bimatrix_games(f"order {shard}", 125):
        first, second = (rng.sample(range(2), 2) for _ in range(2))
        moved = [[[matrix[i][j] for j in second] for i in first] for matrix in (rows, columns)]
        expected = _image(
            _nash(rows, columns),
            lambda x, first=first: tuple(x[i] for i in first),
            lambda y, second=second: tuple(y[j] for j in second),
        )
        assert _nash(*moved) == expected, (rows, columns)
        exchanged = _nash(list(zip(*columns, strict=True)), list(zip(*rows, strict=True)))
        mirror = frozenset(frozenset((y, x) for x, y in component) for component in _nash(rows, columns))
        assert exchanged == mirror, (rows, columns)


@pytest.mark.parametrize("shard", SHARDS)
def test_a_message_that_is_never_best_changes_nothing(shard):
    """It is never sent, and as the receiver does not care what it replies, every reply is possible."""
    for _, table in _signalling_games(f"dominated {shard}", 25):
        worst = min(x for rows in table.sender for row in rows for x in row) - 1
        corners = [(Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))]
        extended = Game(
            table.prior,
            [[*rows, [worst] * 2] for rows in table.sender],
            [[*rows, [Fraction(0)] * 2] for rows in table.receiver],
        )
        expected = frozenset(
            frozenset(
                (
                    frozenset(tuple((*sent, Fraction(0)) for sent in s) for s in senders),
                    frozenset((*r, corner) for r in receivers for corner in corners),
                )
                for senders, receivers in component
            )
            for component in _solve(table)
        )
        assert _solve(extended) == expected, table
