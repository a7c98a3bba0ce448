"""What a profile of behaviour strategies does in a tree: who is reached, what it pays, what a deviation would pay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..frozen import FrozenDict
from ..games.subgames import Stage
from ..games.tree import ExtensiveForm
from .polytope import Vector

__all__ = [
    "Play",
    "Replies",
    "alternatives",
    "on_the_path",
    "play",
    "probabilities",
    "reached_ends",
    "reached_nodes",
    "replies",
    "tree_payoffs",
    "values",
    "whole",
]

Play = list[Sequence[Any]]


def probabilities(game: ExtensiveForm, flat: Sequence[Vector]) -> list[tuple[Any, ...]]:
    """For every information set of the tree, the probabilities of its actions."""
    positions = [0] * len(game.players)
    found = []
    for held in game.layout.sets:
        start = positions[held.player]
        positions[held.player] += len(held.actions)
        found.append(tuple(flat[held.player][start : start + len(held.actions)]))
    return found


def play(game: ExtensiveForm, flat: Sequence[Vector]) -> Play:
    """For every node the probabilities of its branches."""
    by_set = probabilities(game, flat)
    chances, set_of = game.chance_numbers, game.layout.set_of
    return [by_set[k] if (k := set_of[n]) >= 0 else chances.get(n, ()) for n in range(len(set_of))]


def reached_ends(game: ExtensiveForm, flat: Sequence[Vector]) -> dict[int, Any]:
    """Probability of every end that is reached, by number."""
    return {node: p for node, p in reached_nodes(game, flat).items() if node in game.layout.ends}


def reached_nodes(game: ExtensiveForm, flat: Sequence[Vector]) -> dict[int, Any]:
    """Probability of every node that is reached, by number."""
    by_set = probabilities(game, flat)
    layout, found = game.layout, {}
    todo: list[tuple[int, Any]] = [(0, Fraction(1))]
    while todo:
        node, p = todo.pop()
        found[node] = p
        if node in layout.ends:
            continue
        k = layout.set_of[node]
        row = by_set[k] if k >= 0 else game.chance_numbers[node]
        todo += [(child, p * x) for child, x in zip(layout.children[node], row, strict=True) if x]
    return dict(sorted(found.items()))


def values(game: ExtensiveForm, rows: Play) -> list[Any]:
    """Expected payoffs of all players at every node."""
    layout, ends = game.layout, game.payoff_numbers
    found: list[Any] = [None] * len(rows)
    for node in range(len(rows) - 1, -1, -1):
        if node in ends:
            found[node] = ends[node]
            continue
        used = [(x, found[c]) for x, c in zip(rows[node], layout.children[node], strict=True) if x]
        if len(used) == 1 and used[0][0] == 1:
            found[node] = used[0][1]
        else:
            found[node] = tuple(sum((x * v[i] for x, v in used), Fraction(0)) for i in range(len(game.players)))
    return found


def on_the_path(game: ExtensiveForm, supports: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """The part of the players' supports that is played with positive probability."""
    layout = game.layout
    starts, widths = [], [0] * len(game.players)
    for held in layout.sets:
        starts.append(widths[held.player])
        widths[held.player] += len(held.actions)
    found: list[set[int]] = [set() for _ in game.players]
    todo = [0]
    while todo:
        node = todo.pop()
        k = layout.set_of[node]
        if k < 0:
            chances = game.chance_numbers.get(node, ())
            todo += [child for child, p in zip(layout.children[node], chances, strict=True) if p]
            continue
        i = layout.owner[node]
        for a, child in enumerate(layout.children[node]):
            if starts[k] + a in supports[i]:
                found[i].add(starts[k] + a)
                todo.append(child)
    return tuple(map(frozenset, found))


@dataclass(frozen=True)
class Replies:
    """One player's best replies in a stage, given the others' behaviour and the values below.

    Attributes
    ----------
    best : number
        What the best reply gets from the root on.
    at : dict
        Information set to (probability that the others and chance lead there, value of each action with the best play
        later), both for a player who does its best to reach it.
    """

    best: Any
    at: dict[int, tuple[Any, list[Any]]]


def replies(
    game: ExtensiveForm,
    stage: Stage,
    player: int,
    rows: Play | Mapping[int, Sequence[Any]],
    worth: list[Any] | Mapping[int, Any],
) -> Replies:
    """Best replies by the sequence form: ends add to the player's last move before them, sets to the move before."""
    layout = game.layout
    inside: set[int] = set()
    reach: dict[int, Any] = {stage.root: Fraction(1)}
    reached: dict[int, Any] = {}
    gains: dict[tuple[int, int] | None, Any] = {}
    for node in stage.nodes:
        if node not in reach:
            continue
        p, k = reach[node], layout.set_of[node]
        if layout.owner[node] == player:
            inside.add(k)
            reached[k] = reached.get(k, Fraction(0)) + p
            reach.update((child, p) for child in layout.children[node])
        else:
            reach.update((c, p * x) for c, x in zip(layout.children[node], rows[node], strict=True) if x)
    for cut in stage.cuts:
        if cut in reach:
            last = layout.sequences[cut][player]
            key = last if last is not None and last[0] in inside else None
            gains[key] = gains.get(key, Fraction(0)) + reach[cut] * worth[cut][player]
    at = {}
    for k in sorted(inside, reverse=True):
        held = layout.sets[k]
        row = [gains.get((k, a), Fraction(0)) for a in range(len(held.actions))]
        at[k] = reached[k], row
        key = held.after if held.after is not None and held.after[0] in inside else None
        gains[key] = gains.get(key, Fraction(0)) + max(row)
    return Replies(gains.get(None, Fraction(0)), at)


def whole(game: ExtensiveForm) -> Stage:
    """The tree as one stage, its subgames not cut off."""
    count = range(len(game.layout.parent))
    return Stage(0, [n for n in count if n not in game.layout.ends], list(game.layout.ends))


def tree_payoffs(game: ExtensiveForm, flat: Sequence[Vector]) -> FrozenDict:
    """Expected payoff of every player."""
    ends = reached_ends(game, flat).items()
    return FrozenDict(
        {
            player: sum((p * game.payoff_numbers[node][i] for node, p in ends), Fraction(0))
            for i, player in enumerate(game.players)
        }
    )


def alternatives(game: ExtensiveForm, flat: Sequence[Vector]) -> list[tuple[str, str, tuple[str, ...], list[Any], Any]]:
    """What every action pays in the smallest subgame around it, the player playing its best later.

    By player and information set: labels, actions, payoffs, and the probabilities with which they are taken. Information
    sets that the other players and chance never let happen in that subgame are left out.
    """
    rows = play(game, flat)
    worth = values(game, rows)
    chances = probabilities(game, flat)
    found = []
    for stage in game.stages:
        for i in sorted({game.layout.owner[n] for n in stage.nodes if game.layout.owner[n] >= 0}):
            for k, (reach, payoffs) in replies(game, stage, i, rows, worth).at.items():
                if reach:
                    held = game.layout.sets[k]
                    row = [x / reach for x in payoffs]
                    found.append((i, k, (game.players[i], held.label, held.actions, row, chances[k])))
    return [row for *_, row in sorted(found, key=lambda one: one[:2])]
