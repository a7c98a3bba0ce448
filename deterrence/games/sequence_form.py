"""The sequence form of a tree: what a player can do as sequences of own moves, as many as there are actions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..exact import Number
from ..frozen import FrozenDict
from .reduced_form import chances_on_paths

if TYPE_CHECKING:
    from .tree import ExtensiveForm

__all__ = ["SequenceForm", "sequence_form"]

#: A player's last move: (information set, action), by number; None before the first.
Move = tuple[int, int] | None


@dataclass(frozen=True)
class SequenceForm:
    """A tree in sequence form; see `ExtensiveForm.sequence_form`.

    A realisation plan gives every sequence of a player the probability with which the player makes all its moves. The
    empty sequence has 1, and at every information set the sequences that go on there add up to the one that leads there.

    Attributes
    ----------
    sequences : mapping
        Player to its sequences, the empty one first, each as (information set, action) for every move.
    plans : mapping
        Player to the equations of a realisation plan, one row per information set: sequence to coefficient, adding up to 0.
    payoffs : mapping
        One sequence per player to what the ends where they lead pay each player, times the probability of chance; where
        nothing ends, there is no entry.
    chances : mapping
        The same for the probability of chance itself.
    """

    players: tuple[str, ...]
    sequences: Mapping[str, tuple[tuple[tuple[str, str], ...], ...]]
    plans: Mapping[str, tuple[Mapping[int, int], ...]]
    payoffs: Mapping[tuple[int, ...], tuple[Number, ...]]
    chances: Mapping[tuple[int, ...], Number]

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of sequences of every player."""
        return tuple(len(self.sequences[player]) for player in self.players)


def sequence_form(tree: "ExtensiveForm") -> SequenceForm:
    """Read the sequences of a tree off its information sets and ends."""
    layout = tree.layout
    numbers: list[dict[Move, int]] = [{None: 0} for _ in tree.players]
    spelt: list[list[tuple[tuple[str, str], ...]]] = [[()] for _ in tree.players]
    plans: list[list[Mapping[int, int]]] = [[] for _ in tree.players]
    for k, held in enumerate(layout.sets):
        mine, words = numbers[held.player], spelt[held.player]
        before = mine[held.after]
        row = {before: -1}
        for a, action in enumerate(held.actions):
            mine[k, a] = len(words)
            row[len(words)] = 1
            words.append((*words[before], (held.label, action)))
        plans[held.player].append(FrozenDict(row))
    payoffs: dict[tuple[int, ...], tuple[Number, ...]] = {}
    chances: dict[tuple[int, ...], Number] = {}
    reach = chances_on_paths(layout)
    for node, end in layout.ends.items():
        if reach[node] != 0:
            cell = tuple(mine[last] for mine, last in zip(numbers, layout.sequences[node], strict=True))
            known = payoffs.get(cell, (Fraction(0),) * len(tree.players))
            shares = (reach[node] * end.payoffs[player] for player in tree.players)
            payoffs[cell] = tuple(x + y for x, y in zip(known, shares, strict=True))
            chances[cell] = chances.get(cell, Fraction(0)) + reach[node]
    return SequenceForm(
        tree.players,
        FrozenDict({player: tuple(words) for player, words in zip(tree.players, spelt, strict=True)}),
        FrozenDict({player: tuple(rows) for player, rows in zip(tree.players, plans, strict=True)}),
        FrozenDict(payoffs),
        FrozenDict(chances),
    )
