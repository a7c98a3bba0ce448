"""Beliefs of the receiver: Bayes' rule where it applies, elsewhere the set that justifies the whole reply."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .polytope import Polytope, simplex

__all__ = ["BeliefSet", "grow", "jointly_rational", "justifying"]


@dataclass(frozen=True)
class BeliefSet:
    """The beliefs that go with an equilibrium after one message.

    Attributes
    ----------
    vertices : tuple of mappings
        Type to probability; the set is their convex hull. One vertex where Bayes' rule applies.
    on_path : bool
        Whether the message is sent with positive probability.
    """

    vertices: tuple[Mapping[str, Fraction], ...]
    on_path: bool

    def band(self, name: str) -> tuple[Fraction, Fraction]:
        """Least and most probability of a type."""
        chances = [v[name] for v in self.vertices]
        return min(chances), max(chances)


def justifying(
    payoffs: Sequence[Sequence[Fraction]], support: Iterable[int], among: Polytope | None = None
) -> Polytope | None:
    """Beliefs to which every reply of a support is a best reply.

    Parameters
    ----------
    payoffs : sequence of sequences, [type][reply]
        The receiver's payoffs after one message.
    support : iterable of int
        Replies that are used together.
    among : Polytope, optional
        Admissible beliefs; all by default.

    Returns
    -------
    Polytope or None
        None when no belief justifies them jointly.
    """
    used = list(support)
    first = used[0]
    part = simplex(len(payoffs)) if among is None else among
    for a in range(len(payoffs[0])):
        if a == first:
            continue
        gain = tuple(row[first] - row[a] for row in payoffs)
        cut = part.split(gain)[1] if a in used else part.clip(gain)
        if cut is None:
            return None
        part = cut
    return part


def jointly_rational(
    payoffs: Sequence[Sequence[Fraction]], among: Polytope | None = None, *, full: bool = False
) -> list[frozenset[int]]:
    """Maximal sets of replies that one belief justifies together.

    Parameters
    ----------
    payoffs : sequence of sequences, [type][reply]
    among : Polytope, optional
        Admissible beliefs; all by default.
    full : bool
        Whether the belief must put weight on every type, which is what makes a reply undominated.
    """

    def rational(replies: frozenset[int]) -> bool:
        part = justifying(payoffs, sorted(replies), among)
        return part is not None and (not full or all(part.centre))

    return grow(range(len(payoffs[0])), rational)


def grow(items: Iterable[int], admissible: Callable[[frozenset[int]], bool]) -> list[frozenset[int]]:
    """Maximal admissible sets, where every subset of an admissible set is admissible."""
    items = list(items)
    level = [s for s in (frozenset((i,)) for i in items) if admissible(s)]
    found: list[frozenset[int]] = []
    while level:
        larger = {s | {i} for s in level for i in items if i not in s}
        grown = [s for s in larger if admissible(s)]
        found += [s for s in level if not any(s < g for g in grown)]
        level = grown
    return sorted(found, key=sorted)
