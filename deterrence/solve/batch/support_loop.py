"""`supports` as a loop over games, for numba: the same formulae, but a pair is given up at the first impossible answer.

``a`` and ``b`` hold one game's payoffs as [mixing action, reply]: a those of the first player, transposed, which fix y;
b those of the second, which fix x. Answers are NO, MAYBE and YES, as in the masks of `supports`.
"""

from math import frexp, ldexp
from typing import Any

from .compiling import lean_if_possible
from .supports import ROUNDING, SAFE, SLACK, SMALL

__all__ = ["solve_by_supports_loop"]

NO, MAYBE, YES = 0, 1, 2
UNDECIDED, FIRST, SECOND = -1, -2, -3
LEAST, MOST = SAFE


@lean_if_possible
def _largest_gain(m: Any) -> float:
    """Largest difference between two replies; NaN or infinite where an entry is."""
    largest = 0.0
    for i in range(m.shape[0]):
        low = high = m[i, 0]
        for j in range(m.shape[1]):
            value = m[i, j]
            if value - value != 0.0:
                return float(value - value)
            low, high = min(low, value), max(high, value)
        largest = max(largest, high - low)
    if LEAST <= largest <= MOST or largest == 0.0 or largest - largest != 0.0:
        return float(largest)
    # by a power of two, where products of differences would overflow or vanish
    _, exponent = frexp(largest)
    for i in range(m.shape[0]):
        for j in range(m.shape[1]):
            m[i, j] = ldexp(m[i, j], -exponent)
    return ldexp(largest, -exponent)


@lean_if_possible
def _clear(rows: Any, row: int) -> None:
    for k in range(rows.shape[1]):
        rows[row, k] = 0.0


@lean_if_possible
def _pure(m: Any, i: int, j: int) -> int:
    answer = YES
    for k in range(m.shape[1]):
        if k != j:
            if m[i, k] > m[i, j]:
                return NO
            if m[i, k] == m[i, j]:
                answer = MAYBE
    return answer


@lean_if_possible
def _two(m: Any, i1: int, i2: int, j1: int, j2: int, bound: float) -> tuple[int, float, float]:
    """Answer and weights."""
    one, other = m[i1, j2] - m[i1, j1], m[i2, j2] - m[i2, j1]
    w1, w2 = abs(other), abs(one)
    if (one > 0 and other > 0) or (one < 0 and other < 0):
        return NO, w1, w2
    if w1 == 0 and w2 == 0:
        return MAYBE, w1, w2
    answer = MAYBE if w1 == 0 or w2 == 0 else YES
    for k in range(m.shape[1]):
        if k != j1 and k != j2:
            worth = w1 * (m[i1, k] - m[i1, j1]) + w2 * (m[i2, k] - m[i2, j1])
            if worth > SLACK * bound:
                return NO, w1, w2
            if worth >= -bound:
                answer = MAYBE
    return answer, w1, w2


@lean_if_possible
def _normal(m: Any, rows: Any, columns: Any) -> tuple[float, float, float]:
    """Weights against which three replies are worth the same, up to a common factor of either sign."""
    i1, i2, i3 = rows
    j1, j2, j3 = columns
    u1, u2, u3 = m[i1, j2] - m[i1, j1], m[i2, j2] - m[i2, j1], m[i3, j2] - m[i3, j1]
    v1, v2, v3 = m[i1, j3] - m[i1, j1], m[i2, j3] - m[i2, j1], m[i3, j3] - m[i3, j1]
    return u2 * v3 - u3 * v2, u3 * v1 - u1 * v3, u1 * v2 - u2 * v1


@lean_if_possible
def _mixed_signs(w: tuple[float, float, float], bound: float) -> bool:
    above = (w[0] > bound) | (w[1] > bound) | (w[2] > bound)
    below = (w[0] < -bound) | (w[1] < -bound) | (w[2] < -bound)
    return above & below


@lean_if_possible
def _three(
    m: Any, rows: Any, columns: Any, w: tuple[float, float, float], bound: float, largest: float
) -> tuple[int, float, float, float]:
    """Answer and weights, where signs do not exclude the mixture."""
    i1, i2, i3 = rows
    j1, j2, j3 = columns
    total = abs(w[0] + w[1] + w[2])
    w1, w2, w3 = abs(w[0]), abs(w[1]), abs(w[2])
    if total <= SMALL / ROUNDING * bound:
        return MAYBE, w1, w2, w3
    answer = MAYBE if w1 <= bound or w2 <= bound or w3 <= bound else YES
    bound *= largest
    for k in range(m.shape[1]):
        if k != j1 and k != j2 and k != j3:
            worth = w1 * (m[i1, k] - m[i1, j1]) + w2 * (m[i2, k] - m[i2, j1]) + w3 * (m[i3, k] - m[i3, j1])
            if worth > SLACK * bound:
                return NO, w1, w2, w3
            if worth >= -bound:
                answer = MAYBE
    return answer, w1, w2, w3


@lean_if_possible
def _pairs_of_one(a: Any, b: Any, best: Any, listed: Any, found: int, x: Any, y: Any) -> int:
    rows, columns = b.shape
    for i in range(rows):
        best[0, i] = b[i, 0]
        for j in range(1, columns):
            best[0, i] = max(best[0, i], b[i, j])
    for j in range(columns):
        best[1, j] = a[j, 0]
        for i in range(1, rows):
            best[1, j] = max(best[1, j], a[j, i])
    count = 0
    for i in range(rows):
        for j in range(columns):
            # as in `_candidates`, without a branch
            listed[count, 0], listed[count, 1] = i, j
            count += int((b[i, j] == best[0, i]) & (a[j, i] == best[1, j]))
    for k in range(count):
        i, j = listed[k, 0], listed[k, 1]
        if _pure(b, i, j) == MAYBE or _pure(a, j, i) == MAYBE:
            return -1
        _clear(x, found)
        _clear(y, found)
        x[found, i] = y[found, j] = 1.0
        found += 1
    return found


@lean_if_possible
def _candidates(a: Any, b: Any, listed: Any) -> int:
    """List the pairs of two that signs do not exclude, without branches: a wrong guess costs more than the arithmetic."""
    count = 0
    for i1 in range(b.shape[0]):
        for i2 in range(i1 + 1, b.shape[0]):
            for j1 in range(a.shape[0]):
                for j2 in range(j1 + 1, a.shape[0]):
                    # a product that vanishes though its factors do not lets the pair through to the careful answer
                    same_x = (b[i1, j2] - b[i1, j1]) * (b[i2, j2] - b[i2, j1]) > 0
                    same_y = (a[j1, i2] - a[j1, i1]) * (a[j2, i2] - a[j2, i1]) > 0
                    listed[count, 0], listed[count, 1], listed[count, 2], listed[count, 3] = i1, i2, j1, j2
                    count += 1 - int(same_x | same_y)
    return count


@lean_if_possible
def _pairs_of_two(a: Any, b: Any, listed: Any, bounds: tuple[float, float], found: int, x: Any, y: Any) -> int:
    for k in range(_candidates(a, b, listed)):
        i1, i2, j1, j2 = listed[k, 0], listed[k, 1], listed[k, 2], listed[k, 3]
        for_x, x1, x2 = _two(b, i1, i2, j1, j2, bounds[0])
        if for_x == NO:
            continue
        for_y, y1, y2 = _two(a, j1, j2, i1, i2, bounds[1])
        if for_y == NO:
            continue
        if for_x == MAYBE or for_y == MAYBE:
            return -1
        _clear(x, found)
        _clear(y, found)
        x[found, i1], x[found, i2] = x1 / (x1 + x2), x2 / (x1 + x2)
        y[found, j1], y[found, j2] = y1 / (y1 + y2), y2 / (y1 + y2)
        found += 1
    return found


@lean_if_possible
def _pairs_of_three(a: Any, b: Any, gains: tuple[float, float], rows: Any, columns: Any, found: int, x: Any, y: Any) -> int:
    for r in range(len(rows)):
        mine = rows[r, 0], rows[r, 1], rows[r, 2]
        for c in range(len(columns)):
            theirs = columns[c, 0], columns[c, 1], columns[c, 2]
            weights_x, weights_y = _normal(b, mine, theirs), _normal(a, theirs, mine)
            bound_x, bound_y = ROUNDING * gains[0] * gains[0], ROUNDING * gains[1] * gains[1]
            if _mixed_signs(weights_x, bound_x) | _mixed_signs(weights_y, bound_y):
                continue
            for_x, x1, x2, x3 = _three(b, mine, theirs, weights_x, bound_x, gains[0])
            for_y, y1, y2, y3 = _three(a, theirs, mine, weights_y, bound_y, gains[1])
            if for_x == NO or for_y == NO:
                continue
            if for_x == MAYBE or for_y == MAYBE:
                return -1
            _clear(x, found)
            _clear(y, found)
            total = x1 + x2 + x3
            x[found, mine[0]], x[found, mine[1]], x[found, mine[2]] = x1 / total, x2 / total, x3 / total
            total = y1 + y2 + y3
            y[found, theirs[0]], y[found, theirs[1]], y[found, theirs[2]] = y1 / total, y2 / total, y3 / total
            found += 1
    return found


@lean_if_possible
def _load(first: Any, second: Any, game: int, a: Any, b: Any) -> None:
    for i in range(b.shape[0]):
        for j in range(b.shape[1]):
            a[j, i] = first[game, i, j]
            b[i, j] = second[game, i, j]


@lean_if_possible
def _solve(a: Any, b: Any, best: Any, listed: Any, rows: Any, columns: Any, found: int, x: Any, y: Any) -> int:
    """Number of equilibria with those of one game, UNDECIDED, or which player's payoffs are not finite."""
    gains = _largest_gain(b), _largest_gain(a)
    if gains[0] - gains[0] != 0.0 or gains[1] - gains[1] != 0.0:
        return SECOND if gains[0] - gains[0] != 0.0 else FIRST
    found = _pairs_of_one(a, b, best, listed, found, x, y)
    if found >= 0:
        bounds = ROUNDING * gains[0] * gains[0], ROUNDING * gains[1] * gains[1]
        found = _pairs_of_two(a, b, listed, bounds, found, x, y)
    if found >= 0:
        found = _pairs_of_three(a, b, gains, rows, columns, found, x, y)
    return found


@lean_if_possible
def solve_by_supports_loop(
    first: Any, second: Any, a: Any, b: Any, best: Any, listed: Any, rows: Any, columns: Any, count: Any, x: Any, y: Any
) -> tuple[int, int]:
    """Equilibria of some games, one after another in x and y, with their numbers in count (-1: undecided).

    There is room for one game in a, b, best (its best payoffs) and listed (candidates). `rows` and `columns` are all sets of
    three. Returns the number of equilibria, and -1 or the number of a game that is not finite, as in `sign_loop`.
    """
    total, bad, game = 0, -1, 0
    while game < len(count) and bad < 0:
        _load(first, second, game, a, b)
        found = _solve(a, b, best, listed, rows, columns, total, x, y)
        if found < UNDECIDED:
            bad = 2 * game + int(found == SECOND)
        count[game] = found - total if found >= 0 else -1
        total = max(found, total)
        game += 1
    return total, bad
