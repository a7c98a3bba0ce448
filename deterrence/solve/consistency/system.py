"""The polynomial system of a basis: local best replies, and consistency as binomial equations.

Unknown are the mixtures at every information set and, where play alone does not fix the beliefs, the shares of its groups
of nodes: how likely the mistakes are that lead there. Every information set counts as an agent, and so does every such
belief. Weights of nodes are shares times what is played on the way, without the factors that all nodes of a group have in
common, or all of the information set where its shares are tied to others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import gcd, lcm
from typing import Any

from ..nplayer.supports import Profile
from ..nplayer.system import Poly, System, Unknowns
from .bases import Basis, Choices, Step

__all__ = ["Agents", "BasisSystem", "relations"]


class Agents:
    """Whoever chooses in a basis: information sets, then beliefs that are open.

    Attributes
    ----------
    beliefs : list of int
        The information sets whose beliefs are unknown.
    """

    def __init__(self, choices: Choices, basis: Basis) -> None:
        self.choices, self.basis = choices, basis
        self.beliefs = basis.open
        self.first = len(choices.game.layout.sets)

    @cached_property
    def actions(self) -> dict[str, tuple[str, ...]]:
        """Label of every agent to what it chooses between."""
        layout = self.choices.game.layout
        found = {held.label: held.actions for held in layout.sets}
        for k in self.beliefs:
            names = tuple(" or ".join(layout.name(n) for n in nodes) for _, nodes in self.basis.groups[k])
            found[f"belief at {layout.sets[k].label}"] = names
        return found

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of choices of each."""
        sets = self.choices.game.layout.sets
        return (*(len(held.actions) for held in sets), *(len(self.basis.groups[k]) for k in self.beliefs))

    @cached_property
    def profile(self) -> Profile:
        """The supports of all agents; every group of a basis has a positive share."""
        return (*self.basis.supports, *(tuple(range(len(self.basis.groups[k]))) for k in self.beliefs))

    @cached_property
    def ties(self) -> list[dict[tuple[int, int], int]]:
        """Exponents of the shares, by belief and group, whose products must be 1."""
        pairs, rows = [], []
        for n, k in enumerate(self.beliefs):
            (start, _), *others = self.basis.groups[k]
            for g, (step, _) in enumerate(others, 1):
                pairs.append(((n, g), (n, 0)))
                rows.append(dict.fromkeys(step - start, 1) | dict.fromkeys(start - step, -1))
        found = []
        for relation in relations(rows):
            tie: dict[tuple[int, int], int] = {}
            for (more, less), r in zip(pairs, relation, strict=True):
                tie[more] = tie.get(more, 0) + r
                tie[less] = tie.get(less, 0) - r
            found.append({pair: e for pair, e in tie.items() if e})
        return found

    def factors(self, k: int) -> list[list[tuple[int, Fraction, Step]]]:
        """For each group of an information set its nodes: number, chance and used choices that make up the weight."""
        used = self.choices.used(self.basis.supports)
        tied = k in self.beliefs and any(n == self.beliefs.index(k) for tie in self.ties for n, _ in tie)
        groups = self.basis.groups[k]
        everywhere = frozenset.intersection(*(self.choices.path[n] & used for _, nodes in groups for n in nodes))
        found = []
        for _, nodes in groups:
            shared = everywhere if tied else frozenset.intersection(*(self.choices.path[n] & used for n in nodes))
            least = Fraction(1) if tied or len(nodes) > 1 else self.choices.nature[nodes[0]]
            found.append([(n, self.choices.nature[n] / least, (self.choices.path[n] & used) - shared) for n in nodes])
        return found


def relations(rows: Sequence[dict[int, int]]) -> list[list[int]]:
    """A basis of the integer combinations of some rows that vanish."""
    found = []
    reduced: list[tuple[int, dict[int, Fraction], list[Fraction]]] = []
    for n, row in enumerate(rows):
        left = {c: Fraction(x) for c, x in row.items()}
        made = [Fraction(int(m == n)) for m in range(len(rows))]
        for column, pivot, source in reduced:
            if x := left.get(column, Fraction(0)):
                for c, y in pivot.items():
                    left[c] = left.get(c, Fraction(0)) - x * y
                made = [a - x * b for a, b in zip(made, source, strict=True)]
        left = {c: x for c, x in left.items() if x}
        if left:
            column, x = next(iter(left.items()))
            reduced.append((column, {c: y / x for c, y in left.items()}, [a / x for a in made]))
            continue
        whole = [int(a * lcm(*(b.denominator for b in made))) for a in made]
        found.append([a // gcd(*whole) for a in whole])
    return found


@lru_cache(maxsize=256)
def _unknowns(shape: tuple[int, ...]) -> Unknowns:
    return Unknowns(shape)


@dataclass(frozen=True)
class BasisSystem(System):
    """Equations and inequalities of one basis.

    Attributes
    ----------
    agents : Agents
    """

    agents: Agents

    @classmethod
    def of(cls, agents: Agents) -> "BasisSystem":
        """The system of some agents."""
        return cls(_unknowns(agents.shape), agents.profile, agents)

    @cached_property
    def equations(self) -> list[Poly]:
        """Differences between used actions, and ties between shares, which must vanish."""
        found = [gains[a] for k, gains in enumerate(self._gains) for a in self.agents.basis.supports[k][:-1]]
        return [e for e in (*self._binomials(), *found) if e]

    @cached_property
    def inequalities(self) -> list[tuple[int, int, Poly]]:
        """Information set, unused action, and what is lost by it, which must not be negative."""
        return [
            (k, a, -gain)
            for k, gains in enumerate(self._gains)
            for a, gain in enumerate(gains)
            if a not in self.agents.basis.supports[k]
        ]

    def _mix(self, agent: int, a: int) -> Poly:
        """The probability with which an agent takes one of its used actions."""
        *others, last = self.profile[agent]
        if a != last:
            return self.unknowns.variable(self.unknowns.position[agent, a])
        ring = self.unknowns.ring
        return ring.one - sum((self._mix(agent, b) for b in others), ring.zero)

    @cached_property
    def _mixes(self) -> dict[int, Poly]:
        number, supports = self.agents.choices.number, self.agents.basis.supports
        return {number[k, a]: self._mix(k, a) for k, support in enumerate(supports) for a in support}

    def _binomials(self) -> list[Poly]:
        ring, first = self.unknowns.ring, self.agents.first
        found = []
        for tie in self.agents.ties:
            sides = [ring.one, ring.one]
            for (n, g), exponent in tie.items():
                sides[exponent < 0] *= self._mix(first + n, g) ** abs(exponent)
            found.append(sides[0] - sides[1])
        return found

    @cached_property
    def _gains(self) -> list[list[Poly]]:
        """For each information set what its actions get more than the last used one, times a positive integer."""
        game = self.agents.choices.game
        sets, children = game.layout.sets, game.layout.children
        worth: list[list[tuple[Any, int]]] = [self._values(i) for i in range(len(game.players))]
        found = []
        for k, held in enumerate(sets):
            weights = self._weights(k)
            rows = []
            for a in range(len(held.actions)):
                terms = []
                for node, weight, scale in weights:
                    mine, theirs = children[node][a], children[node][self.agents.basis.supports[k][-1]]
                    terms += [(weight, scale, worth[held.player][mine]), (-weight, scale, worth[held.player][theirs])]
                rows.append(self._sum(terms) if a != self.agents.basis.supports[k][-1] else self.unknowns.ring.zero)
            found.append(rows)
        return found

    def _sum(self, terms: Sequence[tuple[Poly, int, tuple[Poly, int]]]) -> Poly:
        """A sum of products over denominators, times what makes it whole."""
        common = lcm(*(scale * bottom for _, scale, (_, bottom) in terms))
        total = self.unknowns.ring.zero
        for weight, scale, (value, bottom) in terms:
            total += weight * value * (common // (scale * bottom))
        return total

    def _weights(self, k: int) -> list[tuple[int, Poly, int]]:
        """Weights of the nodes believed possible: node, numerator, denominator."""
        ring, agents = self.unknowns.ring, self.agents
        found = []
        for g, nodes in enumerate(agents.factors(k)):
            share = self._mix(agents.first + agents.beliefs.index(k), g) if k in agents.beliefs else ring.one
            for node, chance, step in nodes:
                weight = share * chance.numerator
                for c in step:
                    weight = weight * self._mixes[c]
                found.append((node, weight, chance.denominator))
        return found

    def _values(self, player: int) -> list[tuple[Poly, int]]:
        """What a player expects at every node: numerator and denominator."""
        game, ring = self.agents.choices.game, self.unknowns.ring
        layout, number = game.layout, self.agents.choices.number
        found: list[tuple[Poly, int]] = [(ring.zero, 1)] * len(layout.parent)
        for node in range(len(found) - 1, -1, -1):
            if node in game.payoff_numbers:
                x = game.payoff_numbers[node][player]
                found[node] = ring.one * x.numerator, x.denominator
                continue
            children, k = layout.children[node], layout.set_of[node]
            if k >= 0:
                parts = [(self._mixes[number[k, a]], 1, found[children[a]]) for a in self.agents.basis.supports[k]]
            else:
                chances = zip(game.chance_numbers[node], children, strict=True)
                parts = [(ring.one * p.numerator, p.denominator, found[c]) for p, c in chances if p]
            common = lcm(*(scale * bottom for _, scale, (_, bottom) in parts))
            total = ring.zero
            for weight, scale, (value, bottom) in parts:
                total += weight * value * (common // (scale * bottom))
            found[node] = total, common
        return found
