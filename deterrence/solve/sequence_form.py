"""One equilibrium of a tree with two players by its sequence form, whose size is that of the tree.

Realisation plans x and y are best replies to each other iff some levels p and q, one per information set and one for the
start, bound what every sequence adds to them: E'p >= A y and F'q >= B'x, with equality where x or y has weight (Koller,
Megiddo and von Stengel 1996). If the payoffs add up to a constant these are two linear programs; else a linear
complementarity problem, in which Lemke's method ends at a solution once all payoffs are negative:

1. Add a variable to all rows, and let it enter; the row that is violated most leaves.
2. Let the twin of the variable that left enter; the row that limits it first leaves.
3. When the added variable leaves, the point is a solution; else go on with step 2.

Ties are broken as if every bound were larger by a different infinitesimal, in exact integers.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope, Vector
from ..equilibria.tree_piece import WeightPiece
from ..equilibria.verify import verify_pieces
from ..games.sequence_form import SequenceForm
from ..games.tree import ExtensiveForm
from .limits import Limits
from .linear_program import maximise

__all__ = ["one_equilibrium"]

Matrix = list[list[Fraction]]


def one_equilibrium(tree: ExtensiveForm, limits: Limits) -> EquilibriumSet:
    """One Nash equilibrium of a tree with two players, verified; none where a limit was reached first."""
    form = tree.sequence_form()
    found: list[Piece] = []
    with limits.stopping():
        plans = _plans(tree, form, limits)
        found.append(WeightPiece(tuple(Polytope((plan[1:],)) for plan in plans), layout=tree.layout))
    verify_pieces(tree, found, "nash")
    size = " x ".join(f"{n:,}" for n in form.shape)
    if found:
        limits.share = 1.0
        limits.report("done")
        why = f"only one equilibrium of this tree with {size} sequences was looked for, by the sequence form"
    else:
        why = f"{limits.stopped} before one equilibrium was found by the sequence form of {size} sequences"
    return EquilibriumSet.build(tree, "nash", found, complete=False, why=why)


def _plans(tree: ExtensiveForm, form: SequenceForm, limits: Limits) -> tuple[Vector, Vector]:
    """Realisation plans of both players, best replies to each other."""
    pairs = {cell: tuple(map(tree.evaluate, row)) for cell, row in form.payoffs.items()}
    games = [_dense(form, {cell: pair[i] for cell, pair in pairs.items()}) for i in (0, 1)]
    first, second = (_constraints(form, player) for player in form.players)
    if len({sum(tree.payoff_numbers[node]) for node in tree.payoff_numbers}) == 1:
        by_columns = [list(column) for column in zip(*games[1], strict=True)]
        limits.check("solving linear programs")
        return _safest(games[0], first, second), _safest(by_columns, second, first)
    # what every end pays is lowered until all payoffs are negative; that takes the same from every plan
    chances = {cell: tree.evaluate(p) for cell, p in form.chances.items()}
    costs = []
    for i in (0, 1):
        most = max(row[i] for row in tree.payoff_numbers.values()) + 1
        costs.append(_dense(form, {cell: most * p - pairs[cell][i] for cell, p in chances.items()}))
    return _lemke(costs, first, second, limits)


def _dense(form: SequenceForm, entries: dict[tuple[int, ...], Fraction]) -> Matrix:
    rows, columns = form.shape
    return [[entries.get((s, t), Fraction(0)) for t in range(columns)] for s in range(rows)]


def _constraints(form: SequenceForm, player: str) -> list[list[int]]:
    """The rows that make a plan, the first for the empty sequence; they add up to 1, 0, 0, ..."""
    width = len(form.sequences[player])
    rows = [{0: 1}, *form.plans[player]]
    return [[row.get(s, 0) for s in range(width)] for row in rows]


def _safest(payoffs: Matrix, mine: list[list[int]], theirs: list[list[int]]) -> Vector:
    """The plan that guarantees most when the other player wants the opposite.

    The other's best reply is replaced by its dual: levels of its information sets, each the difference of two variables.
    """
    n, h = len(payoffs), len(theirs)
    zero = Fraction(0)
    at_most = []
    for t in range(len(theirs[0])):
        levels = [Fraction(row[t]) for row in theirs]
        at_most.append(([*(-row[t] for row in payoffs), *levels, *(-x for x in levels)], zero))
    equal = [([*map(Fraction, row), *[zero] * (2 * h)], Fraction(int(r == 0))) for r, row in enumerate(mine)]
    objective = [zero] * (n + 2 * h)
    objective[n], objective[n + h] = Fraction(1), Fraction(-1)
    best = maximise(objective, at_most, equal)
    assert best is not None
    return best.point[:n]


def _lemke(
    costs: Sequence[Matrix], first: list[list[int]], second: list[list[int]], limits: Limits
) -> tuple[Vector, Vector]:
    """Plans x and y that are best replies to each other."""
    mine, theirs = (_whole(matrix) for matrix in costs)
    m, n, h, g = len(mine), len(mine[0]), len(first), len(second)
    size = m + n + 2 * h + 2 * g
    rows = []
    for s in range(m):
        p = [row[s] for row in first]
        rows.append([0, *[0] * m, *mine[s], *p, *(-x for x in p), *[0] * (2 * g)])
    for t in range(n):
        q = [row[t] for row in second]
        rows.append([0, *(row[t] for row in theirs), *[0] * n, *[0] * (2 * h), *q, *(-x for x in q)])
    for sign in (-1, 1):
        rows += [[-sign * int(r == 0), *(sign * x for x in row), *[0] * (size - m)] for r, row in enumerate(first)]
    for sign in (-1, 1):
        rows += [
            [-sign * int(r == 0), *[0] * m, *(sign * x for x in row), *[0] * (size - m - n)] for r, row in enumerate(second)
        ]
    values = _complementary([row[0] for row in rows], [row[1:] for row in rows], limits)
    return values[:m], values[m : m + n]


def _whole(matrix: Matrix) -> list[list[int]]:
    scale = lcm(*(x.denominator for row in matrix for x in row))
    return [[int(x * scale) for x in row] for row in matrix]


def _complementary(constant: list[int], matrix: list[list[int]], limits: Limits) -> Vector:
    """A point z >= 0 where w = constant + matrix z >= 0 and every product of twins is 0, by Lemke's method.

    Columns of the tableau are the constant, w, z, and the added variable.
    """
    n = len(constant)
    rows = [[b, *(int(i == k) for k in range(n)), *(-x for x in matrix[i]), -1] for i, b in enumerate(constant)]
    added, basic, den = 2 * n + 1, list(range(1, n + 1)), 1
    # with the later of two rows that are violated alike the infinitesimals stay positive
    i = min(range(n), key=lambda r: (constant[r], -r))
    if constant[i] >= 0:
        return (Fraction(0),) * n
    rows[i] = [-x for x in rows[i]]
    entering = added
    while True:
        limits.check("following a path to one equilibrium")
        size, pivot_row = rows[i][entering], rows[i]
        for k, row in enumerate(rows):
            if k == i:
                continue
            c = row[entering]
            if c:
                rows[k] = [(v * size - c * q) // den for v, q in zip(row, pivot_row, strict=True)]
            elif size != den:
                rows[k] = [v * size // den for v in row]
        leaving, basic[i], den = basic[i], entering, size
        if leaving == added:
            break
        entering = leaving + n if leaving <= n else leaving - n
        i = _limiting(rows, entering, n)
    at = {v: Fraction(row[0], den) for v, row in zip(basic, rows, strict=True)}
    return tuple(at.get(n + k, Fraction(0)) for k in range(1, n + 1))


def _limiting(rows: list[list[int]], column: int, n: int) -> int:
    """The row that limits a column first; the infinitesimals, whose terms are the columns of w, leave no ties."""
    tied = [i for i, row in enumerate(rows) if row[column] > 0]
    assert tied, "with negative payoffs no path ends in a ray"
    for k in range(n + 1):
        least = tied[0]
        for i in tied[1:]:
            if rows[i][k] * rows[least][column] < rows[least][k] * rows[i][column]:
                least = i
        tied = [i for i in tied if rows[i][k] * rows[least][column] == rows[least][k] * rows[i][column]]
        if len(tied) == 1:
            break
    return tied[0]
