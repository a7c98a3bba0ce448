"""The verifier for sequential equilibria: no profitable deviation at any information set, and consistent beliefs.

It shares nothing with the solver. Labels of mistakes are looked for as a point inside a cone, and the beliefs are compared
node by node with what strategies and mistakes make of them.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..errors import NotAnEquilibrium
from ..exact import show
from ..games.tree import ExtensiveForm
from .assessment import Assessment
from .piece import Piece
from .polytope import simplex
from .tree_play import play, values

__all__ = ["SequentialDefinition"]


class SequentialDefinition:
    """The definition of Kreps and Wilson (1982) for a tree.

    Parameters
    ----------
    game : ExtensiveForm
    """

    def __init__(self, game: ExtensiveForm) -> None:
        self.game = game
        self.checked: set[Assessment] = set()

    def check(self, piece: Piece) -> None:
        """Raise unless every extreme point of a piece comes with an assessment, and all are sequential equilibria."""
        known = getattr(piece, "assessments", ())
        flats = {a.flat for a in known}
        for point in piece.points:
            if tuple(point) not in flats:
                raise NotAnEquilibrium("a sequential equilibrium has no beliefs")
        for assessment in known:
            if assessment not in self.checked:
                self._check_assessment(assessment)
                self.checked.add(assessment)

    def _check_assessment(self, one: Assessment) -> None:
        game, layout = self.game, self.game.layout
        rows = play(game, one.flat)
        worth = values(game, rows)
        for held, belief in zip(layout.sets, one.beliefs, strict=True):
            for chances in (rows[held.nodes[0]], belief):
                if sum(chances) != 1 or any(x < 0 for x in chances):
                    raise NotAnEquilibrium(f"at {held.label}: ({', '.join(map(show, chances))}) is no distribution")
            payoffs = []
            for a in range(len(held.actions)):
                pairs = zip(belief, held.nodes, strict=True)
                payoffs.append(sum((m * worth[layout.children[n][a]][held.player] for m, n in pairs if m), Fraction(0)))
            for action, x, payoff in zip(held.actions, rows[held.nodes[0]], payoffs, strict=True):
                regrets = [other - payoff for other in payoffs]
                if x and any(r > 0 for r in regrets):
                    where = f"{game.players[held.player]} at {held.label}"
                    raise NotAnEquilibrium(f"{where}: {action} is used with regret {show(max(regrets))}")
        self._check_consistent(one, rows)

    def _check_consistent(self, one: Assessment, rows: Sequence[Sequence[Any]]) -> None:
        """Beliefs must be the limits of those of strategies without zeros."""
        layout = self.game.layout
        mistakes: list[list[tuple[int, int]]] = [[] for _ in rows]  # (information set or -1 - node, branch)
        weight: list[Any] = [Fraction(1)] * len(rows)
        for node, children in enumerate(layout.children):
            for a, child in enumerate(children):
                x, k = rows[node][a], layout.set_of[node]
                missed = [] if x else [(k, a) if k >= 0 else (-1 - node, a)]
                mistakes[child] = mistakes[node] + missed
                weight[child] = weight[node] * x if x else weight[node]
        names = sorted({m for found in mistakes for m in found})
        vector = [tuple(found.count(m) for m in names) for found in mistakes]
        ratios, differences, later = [], [], []
        for held, belief in zip(layout.sets, one.beliefs, strict=True):
            believed = [n for n, m in zip(held.nodes, belief, strict=True) if m]
            at = dict(zip(held.nodes, belief, strict=True))
            first = believed[0]
            for n in held.nodes:
                if n == first:
                    continue
                difference = tuple(x - y for x, y in zip(vector[n], vector[first], strict=True))
                if at[n]:
                    ratios.append((at[n] * weight[first], at[first] * weight[n]))
                    differences.append(difference)
                else:
                    later.append(difference)
        if not _labels(len(names), differences, later):
            raise NotAnEquilibrium("no order of mistakes makes just these nodes possible")
        for relation in _relations(differences):
            left: Any = Fraction(1)
            right: Any = Fraction(1)
            for exponent, (top, bottom) in zip(relation, ratios, strict=True):
                for _ in range(abs(exponent)):
                    left, right = (left * top, right * bottom) if exponent > 0 else (left * bottom, right * top)
            if left != right:
                raise NotAnEquilibrium("beliefs at different information sets explain the same mistakes differently")


def _labels(count: int, equal: Sequence[tuple[int, ...]], more: Sequence[tuple[int, ...]]) -> bool:
    """Whether positive labels make some sums 0 and others positive: those at the middle of the cone, if any do."""
    if not count:
        return not any(any(row) for row in equal) and not more
    signs = [tuple(map(Fraction, row)) for row in more]
    zeros = [tuple(sign * Fraction(x) for x in row) for row in equal for sign in (1, -1)]
    part = simplex(count).clip_all([row for row in zeros if any(row)])
    part = part.clip_all([row for row in signs if any(row)]) if part is not None else None
    if part is None:
        return False
    middle = part.centre
    return all(middle) and all(sum(x * y for x, y in zip(row, middle, strict=True)) > 0 for row in signs)


def _relations(rows: Sequence[tuple[int, ...]]) -> list[list[int]]:
    """Integer combinations of some rows that vanish, by elimination on [rows | identity]."""
    table = [[Fraction(x) for x in (*row, *(int(i == k) for k in range(len(rows))))] for i, row in enumerate(rows)]
    width = len(rows[0]) if rows else 0
    start = 0
    for column in range(width):
        pivot = next((i for i in range(start, len(table)) if table[i][column]), None)
        if pivot is None:
            continue
        table[start], table[pivot] = table[pivot], table[start]
        for i in range(start + 1, len(table)):
            factor = table[i][column] / table[start][column]
            table[i] = [x - factor * y for x, y in zip(table[i], table[start], strict=True)]
        start += 1
    found = []
    for row in table[start:]:
        scale = 1
        for x in row[width:]:
            scale *= x.denominator // _common(scale, x.denominator)
        found.append([int(x * scale) for x in row[width:]])
    return found


def _common(a: int, b: int) -> int:
    while b:
        a, b = b, a % b
    return a
