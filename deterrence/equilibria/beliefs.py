"""Beliefs of the receiver: Bayes' rule where it applies, elsewhere the set that justifies the whole reply."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .polytope import Polytope, simplex

__all__ = ["BeliefSet", "jointly_rational", "justifying"]


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


def justifying(payoffs: Sequence[Sequence[Fraction]], support: Iterable[int]) -> Polytope | None:
    """Beliefs to which every reply of a support is a best reply.

    Parameters
    ----------
    payoffs : sequence of sequences, [type][reply]
        The receiver's payoffs after one message.
    support : iterable of int
        Replies that are used together.

    Returns
    -------
    Polytope or None
        None when no belief justifies them jointly.
    """
    used = list(support)
    first = used[0]
    part: Polytope | None = simplex(len(payoffs))
    for a in range(len(payoffs[0])):
        if a == first:
            continue
        gain = tuple(row[first] - row[a] for row in payoffs)
        part = part.clip(gain) if part is not None else None
        if a in used:
            part = part.clip(tuple(-g for g in gain)) if part is not None else None
    return part


def jointly_rational(payoffs: Sequence[Sequence[Fraction]], types: Sequence[int] | None = None) -> list[frozenset[int]]:
    """Maximal sets of replies that one belief justifies together.

    Parameters
    ----------
    payoffs : sequence of sequences, [type][reply]
    types : sequence of int, optional
        The belief is on these types only; on all by default.
    """
    rows = payoffs if types is None else [payoffs[t] for t in types]
    n = len(rows[0])
    found: list[frozenset[int]] = []
    todo = [frozenset((a,)) for a in range(n)]
    # Larger sets need every smaller one, so grow from single replies.
    level = [s for s in todo if justifying(rows, s) is not None]
    while level:
        larger = {s | {a} for s in level for a in range(n) if a not in s}
        grown = [s for s in larger if justifying(rows, s) is not None]
        found += [s for s in level if not any(s < g for g in grown)]
        level = grown
    return sorted(found, key=sorted)
