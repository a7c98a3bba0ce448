"""Renaming every label of a game renames the answer and changes nothing else."""

from random import Random

import pytest

import deterrence as dt
from tests.brute import bridge, draw

# words that models use, words that solvers might use, and awkward text
WORDS = [
    "probe", "refrain", "respond", "tolerate", "warn", "stay_silent", "clash", "deterred", "resolute", "irresolute", "defender",
    "challenger", "0", "1", "pooling", "payoff:x", "a > b", "émigré", "ведь", " ", "None", "m0", "t0", "nature", "sender",
    "receiver", "silence", "private", "public", "x" * 300, "a,b", "{}", "%s", "\\frac", "'", '"', "line\nbreak", "unanswered",
]  # fmt: skip


def _renaming(rng, labels):
    return dict(zip(labels, rng.sample(WORDS, len(labels)), strict=True))


def _renamed(mapping, *levels):
    """Rename the keys of nested mappings, level by level."""
    if not levels:
        return mapping
    return {levels[0][key]: _renamed(value, *levels[1:]) for key, value in mapping.items()}


def _plain(mapping):
    """Nested mappings as nested dicts, so that they compare by content."""
    return {key: _plain(value) for key, value in mapping.items()} if hasattr(mapping, "items") else mapping


@pytest.mark.parametrize("shard", range(4))
def test_signalling_games(shard):
    rng = Random(f"labels {shard}")
    for i in range(25):
        table = draw.signalling(rng, 2 + i % 2, (2, 2), 2)
        game = bridge.declare(table)
        players, types, messages = (_renaming(rng, x) for x in (game.players, game.types, game.messages))
        replies = _renaming(rng, sorted({a for row in game.replies.values() for a in row}))
        other = dt.SignallingGame(
            sender=players[game.sender],
            receiver=players[game.receiver],
            types={types[t]: p for t, p in game.prior.items()},
            messages=[messages[m] for m in game.messages],
            replies={messages[m]: [replies[a] for a in row] for m, row in game.replies.items()},
            payoffs={(types[t], messages[m], replies[a]): pair for (t, m, a), pair in game.payoffs.items()},
        )
        before, after = dt.perfect_bayesian(game), dt.perfect_bayesian(other)
        assert [c.subsets for c in before.components] == [c.subsets for c in after.components]
        assert [c.dimension for c in before.components] == [c.dimension for c in after.components]
        assert [f.shape for f in before.families] == [f.shape for f in after.families]
        for eq, twin in zip(before.extreme, after.extreme, strict=True):
            assert twin.vectors == eq.vectors
            assert twin.shape == eq.shape
            assert _plain(twin[other.sender]) == _renamed(_plain(eq[game.sender]), types, messages)
            assert _plain(twin[other.receiver]) == _renamed(_plain(eq[game.receiver]), messages, replies)
            assert _plain(twin.payoffs) == _renamed(_plain(eq.payoffs), players)
            assert _plain(twin.payoffs_by_type) == _renamed(_plain(eq.payoffs_by_type), types)
            for message, new in messages.items():
                beliefs = [_renamed(_plain(b), types) for b in eq.beliefs[message].vertices]
                assert [_plain(b) for b in twin.beliefs[new].vertices] == beliefs
        for refinement in ("d1", "intuitive_criterion", "undominated", "undefeated"):
            kept, twins = before.refine(refinement), after.refine(refinement)
            assert [c.subsets for c in kept.components] == [c.subsets for c in twins.components], refinement


@pytest.mark.parametrize("shard", range(4))
def test_normal_forms(shard):
    rng = Random(f"normal form labels {shard}")
    for _ in range(25):
        game = dt.NormalForm.from_arrays(draw.matrix(rng, 2, 2, 2), draw.matrix(rng, 2, 2, 2))
        players = _renaming(rng, game.players)
        actions = {player: _renaming(rng, game.actions[player]) for player in game.players}
        renaming = list(actions.values())
        other = dt.NormalForm(
            players=[players[p] for p in game.players],
            payoffs={
                tuple(names[a] for names, a in zip(renaming, cell, strict=True)): pair for cell, pair in game.payoffs.items()
            },
        )
        before, after = dt.nash(game), dt.nash(other)
        assert [c.subsets for c in before.components] == [c.subsets for c in after.components]
        assert [c.index for c in before.components] == [c.index for c in after.components]
        for eq, twin in zip(before.extreme, after.extreme, strict=True):
            assert _plain(twin.payoffs) == _renamed(_plain(eq.payoffs), players)
            for player, new in players.items():
                assert _plain(twin[new]) == _renamed(_plain(eq[player]), actions[player])
