"""Support profiles: which actions each player mixes, and which profiles can be left out at once.

On a support profile the players mix fully, so an action of a support that some other action weakly dominates there, once
strictly, cannot be a best reply (conditional dominance; Porter, Nudelman and Shoham 2008, for supports of pure strategies).
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, product
from math import comb, lcm

from ...games.normal_form import NormalForm

__all__ = ["Profile", "Supports", "Table"]

#: For each player the actions that are used, in ascending order.
Profile = tuple[tuple[int, ...], ...]


class Table:
    """Payoffs of some of a game's actions as integers, each player's in a unit of its own.

    ``payoffs[i][a][k]`` is what player i gets from its action a against the k-th choice of the others, in product order.
    """

    def __init__(self, game: NormalForm, kept: Profile) -> None:
        self.shape = tuple(len(actions) for actions in kept)
        index = [{a: k for k, a in enumerate(actions)} for actions in kept]
        rows: list[list[list[Fraction]]] = [[[] for _ in actions] for actions in kept]
        for cell, payoffs in zip(product(*(range(n) for n in game.shape)), game.numbers, strict=True):
            if all(a in known for a, known in zip(cell, index, strict=True)):
                for i, payoff in enumerate(payoffs):
                    rows[i][index[i][cell[i]]].append(payoff)
        self.payoffs = [_whole(by_action) for by_action in rows]

    def others(self, i: int) -> list[int]:
        """The players other than i."""
        return [j for j in range(len(self.shape)) if j != i]


def _whole(rows: list[list[Fraction]]) -> list[list[int]]:
    scale = lcm(*(x.denominator for row in rows for x in row))
    return [[int(x * scale) for x in row] for row in rows]


class Supports:
    """The support profiles of a game, small ones first, without those that conditional dominance excludes."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.count = 1
        for n in table.shape:
            self.count *= 2**n - 1
        self._better = [self._comparisons(i) for i in range(len(table.shape))]
        self._mask = lru_cache(maxsize=None)(self._mask_of)

    def _comparisons(self, i: int) -> list[list[int]]:
        """For two actions of a player, the bit mask of the others' choices against which the second pays more."""
        rows = self.table.payoffs[i]
        return [[sum(1 << k for k, (x, y) in enumerate(zip(a, b, strict=True)) if y > x) for b in rows] for a in rows]

    def _mask_of(self, i: int, used: Profile) -> int:
        """The others' choices that lie in their supports."""
        sizes = [self.table.shape[j] for j in self.table.others(i)]
        mask = 0
        for choice in product(*used):
            position = 0
            for size, a in zip(sizes, choice, strict=True):
                position = position * size + a
            mask |= 1 << position
        return mask

    def possible(self, profile: Profile) -> bool:
        """Whether no action of a support is dominated given the others' supports."""
        for i, support in enumerate(profile):
            met = self._mask(i, profile[:i] + profile[i + 1 :])
            better = self._better[i]
            for a in support:
                for b in range(self.table.shape[i]):
                    if better[a][b] & met and not better[b][a] & met:
                        return False
        return True

    def up_to(self, unknowns: int) -> int:
        """How many profiles have at most so many unknowns, which is the actions beyond each player's first."""
        counts = [1]  # by the number of unknowns
        for n in self.table.shape:
            longer = [0] * (len(counts) + n - 1)
            for k, count in enumerate(counts):
                for more in range(n):
                    longer[k + more] += count * comb(n, more + 1)
            counts = longer
        return sum(counts[: unknowns + 1])

    def __iter__(self) -> Iterator[Profile]:
        """All profiles by the number of actions that they use."""
        sizes = product(*(range(1, n + 1) for n in self.table.shape))
        for chosen in sorted(sizes, key=lambda s: (sum(s), s)):
            yield from product(*(combinations(range(n), k) for n, k in zip(self.table.shape, chosen, strict=True)))
