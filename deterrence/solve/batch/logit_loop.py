"""`logit_tracer` as a loop over games, for numba.

Whatever is unusual (steps that become tiny, as at a bifurcation) is left to NumPy, which follows such a branch again.
"""

from typing import Any

import numpy as np

from ..quantal_response import ARRIVED, SMALL_STEP, STRAIGHT
from .compiling import compiled_if_possible
from .logit_equations import LIKELIER
from .logit_tracer import (
    ARRIVED_CODE,
    CLOSE,
    CLOSE_AT_END,
    FAR,
    FIRST,
    FLAT,
    LEFT,
    LIMIT_CODE,
    LONGEST,
    PATIENCE,
    REACHED_CODE,
    STRAIGHTER,
)

__all__ = ["follow_loop"]


@compiled_if_possible
def _mix(odds: Any, mixture: Any) -> None:
    top = 0.0
    for k in range(len(odds)):
        top = max(top, odds[k])
    total = mixture[0] = np.exp(-top)
    for k in range(len(odds)):
        mixture[k + 1] = np.exp(odds[k] - top)
        total += mixture[k + 1]
    for k in range(len(mixture)):
        mixture[k] /= total


@compiled_if_possible
def _gains(table: Any, mixture: Any, gains: Any) -> None:
    for i in range(len(gains)):
        gain = 0.0
        for j in range(len(mixture)):
            gain += table[i, j] * mixture[j]
        gains[i] = gain


@compiled_if_possible
def _shortfall(gains: Any, mixture: Any) -> float:
    best = mean = 0.0
    for k in range(len(gains)):
        best = max(best, gains[k])
        mean += mixture[k + 1] * gains[k]
    return best - mean


@compiled_if_possible
def _eliminate(system: Any, size: int) -> float:
    """Solve for the last two columns in place; the sign of the determinant."""
    sign = 1.0
    for k in range(size):
        chosen = k
        for i in range(k + 1, size):
            if abs(system[i, k]) > abs(system[chosen, k]):
                chosen = i
        if chosen != k:
            sign = -sign
            for j in range(k, size + 2):
                system[k, j], system[chosen, j] = system[chosen, j], system[k, j]
        if system[k, k] < 0:
            sign = -sign
        for i in range(k + 1, size):
            factor = system[i, k] / system[k, k]
            if factor != 0:
                for j in range(k + 1, size + 2):
                    system[i, j] -= factor * system[k, j]
    for k in range(size - 1, -1, -1):
        for side in range(size, size + 2):
            value = system[k, side]
            for j in range(k + 1, size):
                value -= system[k, j] * system[j, side]
            system[k, side] = value / system[k, k]
    return sign


@compiled_if_possible
def _move(game: Any, point: Any, across: Any, step: Any, tangent: Any, work: Any) -> None:
    """As `LogitEquations.move`."""
    rows, columns, x, y, u, v = game
    system, by_b, by_a = work
    n, m, precision = len(u), len(v), point[-1]
    first = step  # its first entries hold the first player's equations until they are overwritten
    for i in range(n):
        first[i] = point[i] - precision * u[i]
        for j in range(m):
            by_b[i, j] = precision * (rows[i, j + 1] - u[i]) * y[j + 1]
            by_a[j, i] = precision * (columns[j, i + 1] - v[j]) * x[i + 1]
    for j in range(m + 1):
        for k in range(m + 3):
            system[j, k] = 0.0
    for j in range(m):
        last, side = v[j], precision * v[j] - point[n + j]
        for i in range(n):
            factor = by_a[j, i]
            last += factor * u[i]
            side -= factor * first[i]
            for k in range(m):
                system[j, k] -= factor * by_b[i, k]
        system[j, j] += 1
        system[j, m], system[j, m + 1] = -last, side
        system[m, j] = across[n + j]
    system[m, m], system[m, m + 2] = across[n + m], 1.0
    for i in range(n):
        for j in range(m):
            system[m, j] += across[i] * by_b[i, j]
        system[m, m] += across[i] * u[i]
        system[m, m + 1] += across[i] * first[i]
    sign = _eliminate(system, m + 1)
    length = 0.0
    for i in range(n):
        mine, theirs = -first[i], 0.0
        for j in range(m):
            mine += by_b[i, j] * system[j, m + 1]
            theirs += by_b[i, j] * system[j, m + 2]
        step[i], tangent[i] = mine + u[i] * system[m, m + 1], theirs + u[i] * system[m, m + 2]
        length += tangent[i] ** 2
    for j in range(m + 1):
        step[n + j], tangent[n + j] = system[j, m + 1], system[j, m + 2]
        length += tangent[n + j] ** 2
    length = sign * np.sqrt(length)
    for k in range(len(tangent)):
        tangent[k] /= length


@compiled_if_possible
def _exchange(own: Any, others: Any, order: Any, here: Any, tangent: Any) -> bool:
    """As `LogitEquations.put_likely_actions_first`, for one player of one game; tangents keep no length."""
    rival = 0
    for k in range(len(here)):
        if here[k] > here[rival]:
            rival = k
    if len(here) == 0 or here[rival] <= LIKELIER:
        return False
    for j in range(own.shape[1]):
        gain = own[rival, j]
        for i in range(len(own)):
            own[i, j] -= gain
        own[rival, j] = -gain
    for vector in (here, tangent):
        odds = vector[rival]
        for i in range(len(vector)):
            vector[i] -= odds
        vector[rival] = -odds
    for i in range(len(others)):
        others[i, 0], others[i, rival + 1] = others[i, rival + 1], others[i, 0]
    order[0], order[rival + 1] = order[rival + 1], order[0]
    return True


@compiled_if_possible
def _look(game: Any, point: Any) -> float:
    """Set the mixtures and gains at a point; the regret there."""
    rows, columns, x, y, u, v = game
    _mix(point[: len(u)], x)
    _mix(point[len(u) : -1], y)
    _gains(rows, y, u)
    _gains(columns, x, v)
    return max(_shortfall(u, x), _shortfall(v, y))


@compiled_if_possible
def _moved(game: Any, point: Any, across: Any, step: Any, tangent: Any, work: Any) -> float:
    """Length of the Newton step from a point at which one has looked; FAR or more where there is none."""
    _move(game, point, across, step, tangent, work)
    longest = 0.0
    for k in range(len(step)):
        if not abs(step[k]) <= FAR:
            return 2 * FAR
        longest = max(longest, abs(step[k]))
    return longest


@compiled_if_possible
def _inner(one: Any, other: Any) -> float:
    total = 0.0
    for k in range(len(one)):
        total += one[k] * other[k]
    return total


@compiled_if_possible
def _rebase(game: Any, orders: Any, here: Any, tangent: Any) -> None:
    rows, columns, _, _, u, _ = game
    first = _exchange(rows, columns, orders[0], here[: len(u)], tangent[: len(u)])
    second = _exchange(columns, rows, orders[1], here[len(u) : -1], tangent[len(u) : -1])
    if first or second:
        tangent /= np.sqrt(_inner(tangent, tangent))


@compiled_if_possible
def _follow(game: Any, orders: Any, vectors: Any, work: Any, goal: float, max_points: int) -> tuple[int, int]:
    """Follow one branch; why it ended, and its number of turning points."""
    here, guess, step, turned, tangent, upwards = vectors
    here[:] = upwards[:] = 0.0
    upwards[-1] = 1.0
    worst = _look(game, here)
    if goal == 0:
        return REACHED_CODE, 0
    if goal == np.inf and worst <= ARRIVED:
        return ARRIVED_CODE, 0
    _moved(game, here, upwards, step, tangent, work)
    ahead, newton, points, turns, last = FIRST, 0, 1, 0, False
    guess[:] = here + ahead * tangent
    while True:
        _look(game, guess)
        far = _moved(game, guess, upwards if last else tangent, step, turned, work)
        newton += 1
        near = far <= (CLOSE_AT_END * (1 + 1e-4 * abs(guess[-1])) if last else CLOSE)
        if near and (
            last or _inner(tangent, turned) >= (STRAIGHTER if min(abs(turned[-1]), abs(tangent[-1])) < FLAT else STRAIGHT)
        ):
            guess += step
            if last:
                here[:] = guess
                return REACHED_CODE, turns
            if guess[-1] >= goal:
                if goal - here[-1] < guess[-1] - goal:
                    guess[:] = here
                guess[-1], last, newton = goal, True, 0
                continue
            turns += (turned[-1] < 0) != (tangent[-1] < 0)
            here[:] = guess
            tangent[:] = turned
            points += 1
            if newton <= 4:
                ahead *= 2.0 if newton <= 2 else 1.5
            ahead = min(ahead, LONGEST * (1 + abs(here[-1])))
            if goal == np.inf and _look(game, here) <= ARRIVED:
                return ARRIVED_CODE, turns
            if points >= max_points:
                return LIMIT_CODE, turns
            _rebase(game, orders, here, tangent)
        elif near or far > FAR or newton > PATIENCE:
            ahead, last = ahead / 2, False
            if ahead < SMALL_STEP:
                return LEFT, turns
        else:
            guess += step
            continue
        newton = 0
        guess[:] = here + ahead * tangent


@compiled_if_possible
def follow_loop(first: Any, second: Any, goals: Any, max_points: int, ends: Any) -> None:
    """Follow the branches of games with payoffs of shape (n_games, n, m), and write down the `Ends`."""
    x_end, y_end, precision, regret, stopped, turning_points = ends
    n, m = first.shape[1] - 1, first.shape[2] - 1
    game = np.empty((n, m + 1)), np.empty((m, n + 1)), np.empty(n + 1), np.empty(m + 1), np.empty(n), np.empty(m)
    size = n + m + 1
    vectors = np.empty(size), np.empty(size), np.empty(size), np.empty(size), np.empty(size), np.empty(size)
    work = np.empty((m + 1, m + 3)), np.empty((n, m)), np.empty((m, n))
    orders = np.arange(n + 1), np.arange(m + 1)
    for g in range(len(first)):
        for i in range(n + 1):
            orders[0][i] = i
        for j in range(m + 1):
            orders[1][j] = j
        for i in range(n):
            for j in range(m + 1):
                game[0][i, j] = first[g, i + 1, j] - first[g, 0, j]
        for j in range(m):
            for i in range(n + 1):
                game[1][j, i] = second[g, i, j + 1] - second[g, i, 0]
        stopped[g], turning_points[g] = _follow(game, orders, vectors, work, goals[g], max_points)
        here = vectors[0]
        regret[g], precision[g] = _look(game, here), here[-1]
        for i in range(n + 1):
            x_end[orders[0][i], g] = game[2][i]
        for j in range(m + 1):
            y_end[orders[1][j], g] = game[3][j]
