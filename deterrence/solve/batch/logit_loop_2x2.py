"""`logit_loop` for 2x2 games, where arrays of two entries would cost more than the arithmetic: all vectors are tuples."""

from math import exp, inf, sqrt
from typing import Any

from ..quantal_response import ARRIVED, SMALL_STEP, STRAIGHT
from .compiling import compiled_if_possible
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

__all__ = ["follow_loop_2x2"]


@compiled_if_possible
def _two(odds: float) -> tuple[float, float]:
    small = exp(-abs(odds))
    large = 1 / (1 + small)
    return (small * large, large) if odds > 0 else (large, small * large)


@compiled_if_possible
def _along(point: Any, length: float, direction: Any) -> Any:
    return (
        point[0] + length * direction[0],
        point[1] + length * direction[1],
        point[2] + length * direction[2],
    )


@compiled_if_possible
def _inner(one: Any, other: Any) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]  # type: ignore[no-any-return]


@compiled_if_possible
def _regret(game: Any, point: Any) -> float:
    a0, a1, b0, b1 = game
    x0, x1 = _two(point[0])
    y0, y1 = _two(point[1])
    u, v = a0 * y0 + a1 * y1, b0 * x0 + b1 * x1
    return max(u * x0, -u * x1, v * y0, -v * y1)  # type: ignore[no-any-return]


@compiled_if_possible
def _move(game: Any, point: Any, across: Any) -> tuple[Any, Any]:
    """As `LogitEquations2x2.move`."""
    a0, a1, b0, b1 = game
    x0, x1 = _two(point[0])
    y0, y1 = _two(point[1])
    u, v, precision = a0 * y0 + a1 * y1, b0 * x0 + b1 * x1, point[2]
    by_b, by_a = precision * (a1 - a0) * y0 * y1, precision * (b1 - b0) * x0 * x1
    first, second = precision * u - point[0], precision * v - point[1]
    cross = by_b * v + u, by_a * u + v, 1 - by_a * by_b
    size, both = _inner(cross, across), second + by_a * first
    d_b = (both * (across[2] + across[0] * u) - across[0] * first * cross[1]) / size
    d_c = (-across[0] * first * cross[2] - both * (across[1] + across[0] * by_b)) / size
    length = sqrt(_inner(cross, cross))
    return (first + by_b * d_b + u * d_c, d_b, d_c), (cross[0] / length, cross[1] / length, cross[2] / length)


@compiled_if_possible
def _follow(game: Any, goal: float, max_points: int) -> tuple[int, int, Any]:
    """Why one branch ended, its number of turning points, and its last point."""
    here, upwards = (0.0, 0.0, 0.0), (0.0, 0.0, 1.0)
    if goal == 0:
        return REACHED_CODE, 0, here
    if goal == inf and _regret(game, here) <= ARRIVED:
        return ARRIVED_CODE, 0, here
    _, tangent = _move(game, here, upwards)
    ahead, newton, points, turns, last = FIRST, 0, 1, 0, False
    guess = _along(here, ahead, tangent)
    while True:
        step, turned = _move(game, guess, upwards if last else tangent)
        far = max(abs(step[0]), abs(step[1]), abs(step[2]))
        failed = not (abs(step[0]) <= FAR and abs(step[1]) <= FAR and abs(step[2]) <= FAR)
        newton += 1
        near = not failed and far <= (CLOSE_AT_END * (1 + 1e-4 * abs(guess[2])) if last else CLOSE)
        if near and (
            last or _inner(tangent, turned) >= (STRAIGHTER if min(abs(turned[2]), abs(tangent[2])) < FLAT else STRAIGHT)
        ):
            there = _along(guess, 1.0, step)
            if last:
                return REACHED_CODE, turns, there
            if there[2] >= goal:
                start = here if goal - here[2] < there[2] - goal else there
                guess, last, newton = (start[0], start[1], goal), True, 0
                continue
            turns += int((turned[2] < 0) != (tangent[2] < 0))
            here, tangent, points = there, turned, points + 1
            if newton <= 4:
                ahead *= 2.0 if newton <= 2 else 1.5
            ahead = min(ahead, LONGEST * (1 + abs(here[2])))
            if goal == inf and _regret(game, here) <= ARRIVED:
                return ARRIVED_CODE, turns, here
            if points >= max_points:
                return LIMIT_CODE, turns, here
        elif near or failed or newton > PATIENCE:
            ahead, last = ahead / 2, False
            if ahead < SMALL_STEP:
                return LEFT, turns, here
        else:
            guess = _along(guess, 1.0, step)
            continue
        newton = 0
        guess = _along(here, ahead, tangent)


@compiled_if_possible
def follow_loop_2x2(first: Any, second: Any, goals: Any, max_points: int, ends: Any) -> None:
    """As `logit_loop.follow_loop`."""
    x, y, precision, regret, stopped, turning_points = ends
    for g in range(len(first)):
        a, b = first[g], second[g]
        game = a[1, 0] - a[0, 0], a[1, 1] - a[0, 1], b[0, 1] - b[0, 0], b[1, 1] - b[1, 0]
        stopped[g], turning_points[g], end = _follow(game, goals[g], max_points)
        x[0, g], x[1, g] = _two(end[0])
        y[0, g], y[1, g] = _two(end[1])
        precision[g], regret[g] = end[2], _regret(game, end)
