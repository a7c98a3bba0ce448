"""Bases: which actions are used at every information set, and which of its nodes are believed possible.

A basis belongs to a consistent assessment iff an integer labelling exists: a positive integer for every action that is not
used, 0 for those that are, so that the nodes believed possible are those of an information set whose paths have the least
sum (Kreps and Wilson 1982, lemma A1). The labels are the orders at which mistakes vanish. A branch of chance of probability
0 counts as a mistake of chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from ...games.tree import ExtensiveForm
from ..linear_program import maximise

__all__ = ["Basis", "Choices", "belief_bases", "supports"]

#: For each information set the actions that are used, in ascending order.
Supports = tuple[tuple[int, ...], ...]

#: A set of choices, by number.
Step = frozenset[int]


class Choices:
    """All choices of a tree by number, and what every path is made of.

    Attributes
    ----------
    number : dict
        (information set, action) to number; branches of chance with probability 0 have numbers after these.
    path : list of frozenset of int
        For each node the choices on its path; recall is perfect, so that none is made twice.
    nature : list of Fraction
        For each node the product of the positive chance probabilities on its path.
    """

    def __init__(self, game: ExtensiveForm) -> None:
        layout = game.layout
        self.game = game
        pairs = [(k, a) for k, held in enumerate(layout.sets) for a in range(len(held.actions))]
        self.number = {pair: n for n, pair in enumerate(pairs)}
        count = len(pairs)
        self.path: list[Step] = [frozenset()] * len(layout.parent)
        self.nature = [Fraction(1)] * len(layout.parent)
        for node, children in enumerate(layout.children):
            k = layout.set_of[node]
            for a, child in enumerate(children):
                self.path[child], self.nature[child] = self.path[node], self.nature[node]
                if k >= 0:
                    self.path[child] |= {self.number[k, a]}
                elif game.chance_numbers[node][a]:
                    self.nature[child] *= game.chance_numbers[node][a]
                else:
                    self.path[child] |= {count}
                    count += 1
        self.count = count

    def used(self, chosen: Supports) -> Step:
        """The choices that some supports use."""
        return frozenset(self.number[k, a] for k, support in enumerate(chosen) for a in support)


def supports(game: ExtensiveForm) -> Iterator[tuple[Supports | None, int]]:
    """Supports from the last information set up, without actions that are worse than another at every node.

    With each comes how many support profiles it settles; None where they are ruled out.
    """
    layout = game.layout
    held = layout.sets
    rest = [1]  # number of profiles of the sets before each
    for one in held:
        rest.append(rest[-1] * (2 ** len(one.actions) - 1))
    todo: list[Supports] = [()]
    while todo:
        chosen = todo.pop()
        left = len(held) - len(chosen)
        known = {left + n: support for n, support in enumerate(chosen)}
        worth = _ranges(game, known)
        if any(a not in _possible(game, k, worth) for k, support in known.items() for a in support):
            yield None, rest[left]
            continue
        if not left:
            yield chosen, 1
            continue
        actions = range(len(held[left - 1].actions))
        allowed = _possible(game, left - 1, worth)
        subsets = [s for n in range(1, len(allowed) + 1) for s in combinations(allowed, n)]
        if skipped := 2 ** len(actions) - 1 - len(subsets):
            yield None, skipped * rest[left - 1]
        todo += [(subset, *chosen) for subset in reversed(subsets)]


def _ranges(game: ExtensiveForm, known: dict[int, tuple[int, ...]]) -> list[list[tuple[Any, Any]]]:
    """For each node the least and most payoffs of all players that some supports leave possible."""
    layout, ends = game.layout, game.payoff_numbers
    found: list[list[tuple[Any, Any]]] = [[]] * len(layout.parent)
    players = range(len(game.players))
    for node in range(len(found) - 1, -1, -1):
        children = layout.children[node]
        if node in ends:
            found[node] = [(x, x) for x in ends[node]]
        elif (k := layout.set_of[node]) < 0:
            pairs = list(zip(game.chance_numbers[node], children, strict=True))
            found[node] = [
                (
                    sum((p * found[c][i][0] for p, c in pairs), Fraction(0)),
                    sum((p * found[c][i][1] for p, c in pairs), Fraction(0)),
                )
                for i in players
            ]
        else:
            below = [found[children[a]] for a in known.get(k, range(len(children)))]
            found[node] = [(min(b[i][0] for b in below), max(b[i][1] for b in below)) for i in players]
    return found


def _possible(game: ExtensiveForm, k: int, worth: list[list[tuple[Any, Any]]]) -> list[int]:
    """Actions of an information set that are not worse than some other at every node."""
    layout = game.layout
    held = layout.sets[k]
    i = held.player
    rows = [[worth[layout.children[n][a]][i] for n in held.nodes] for a in range(len(held.actions))]
    return [
        a
        for a, row in enumerate(rows)
        if not any(all(x[1] < y[0] for x, y in zip(row, better, strict=True)) for better in rows)
    ]


@dataclass(frozen=True)
class Basis:
    """A basis for which there is a labelling.

    Attributes
    ----------
    supports : tuple of tuple of int
    groups : tuple of tuple of (Step, tuple of int)
        For each information set the nodes that are believed possible, those together whose paths have the same unused
        choices: their relative weights are a matter of play.
    """

    supports: Supports
    groups: tuple[tuple[tuple[Step, tuple[int, ...]], ...], ...]

    @property
    def open(self) -> list[int]:
        """Information sets at which play alone does not fix the beliefs."""
        return [k for k, groups in enumerate(self.groups) if len(groups) > 1]


def belief_bases(choices: Choices, chosen: Supports) -> Iterator[Basis]:
    """The bases with some supports."""
    used = choices.used(chosen)
    unused = sorted(set(range(choices.count)) - used)
    options = []
    for held in choices.game.layout.sets:
        groups: dict[Step, list[int]] = {}
        for n in held.nodes:
            groups.setdefault(choices.path[n] - used, []).append(n)
        least = [step for step in groups if not any(other < step for other in groups)]
        options.append({step: tuple(groups[step]) for step in sorted(least, key=lambda s: groups[s])})
    contested = [k for k, found in enumerate(options) if len(found) > 1]
    todo: list[tuple[tuple[Step, ...], ...]] = [()]
    while todo:
        picked = todo.pop()
        if picked and not _labelled(unused, [options[k] for k in contested], picked):
            continue
        if len(picked) < len(contested):
            steps = list(options[contested[len(picked)]])
            todo += [(*picked, s) for n in range(len(steps), 0, -1) for s in combinations(steps, n)]
            continue
        of_set = dict(zip(contested, picked, strict=True))
        yield Basis(
            chosen, tuple(tuple((s, found[s]) for s in of_set.get(k, tuple(found))) for k, found in enumerate(options))
        )


def _labelled(unused: Sequence[int], options: Sequence[dict[Step, Any]], picked: Sequence[Sequence[Step]]) -> bool:
    """Whether positive labels give the picked paths of each information set the least sum, and no other of them.

    A rational labelling is an integer one times a positive number, so that gaps of at least 1 may be asked for.
    """
    place = {c: j for j, c in enumerate(unused)}
    equal, at_most = [], []

    def row(more: Step, less: Step) -> tuple[list[Fraction], Fraction]:
        """What the labels above 1 add to the difference of two sums, and the difference without them."""
        entries = [Fraction(0)] * len(unused)
        for c in more - less:
            entries[place[c]] += 1
        for c in less - more:
            entries[place[c]] -= 1
        return entries, Fraction(len(more) - len(less))

    for found, steps in zip(options, picked, strict=False):
        for step in found:
            if step in steps[1:]:
                entries, constant = row(steps[0], step)
                equal.append((entries, -constant))
            elif step not in steps:
                entries, constant = row(steps[0], step)
                at_most.append((entries, -constant - 1))
    return maximise([Fraction(0)] * len(unused), at_most, equal) is not None
