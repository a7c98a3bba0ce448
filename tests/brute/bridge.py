"""From the brute force's games to the package's, and from the package's answers back."""

from __future__ import annotations

import deterrence as dt

from .signalling import Game

Structure = frozenset[frozenset[tuple[frozenset, ...]]]


def structure(eqs: dt.EquilibriumSet) -> Structure:
    """The whole answer: components as a partition of pieces, pieces as one set of vertices per player."""
    return frozenset(map(pieces, eqs.components))


def pieces(component: dt.Component) -> frozenset[tuple[frozenset, ...]]:
    """One component's pieces."""
    return frozenset(tuple(map(frozenset, sides)) for sides in component.subsets)


def declare(game: Game) -> dt.SignallingGame:
    """Declare a game with labels t0, t1, ..., m0, ..., a0, ..."""
    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={f"t{t}": p for t, p in enumerate(game.prior)},
        messages=[f"m{m}" for m in range(len(game.n_replies))],
        replies={f"m{m}": [f"a{a}" for a in range(n)] for m, n in enumerate(game.n_replies)},
        payoffs={
            (f"t{t}", f"m{m}", f"a{a}"): (game.sender[t][m][a], game.receiver[t][m][a])
            for t in range(game.n_types)
            for m, n in enumerate(game.n_replies)
            for a in range(n)
        },
    )
