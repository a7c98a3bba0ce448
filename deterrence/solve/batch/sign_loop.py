"""`sign_kernel` as a loop over games, for numba."""

from math import isfinite
from typing import Any

from .compiling import compiled_if_possible

__all__ = ["classify_loop"]


@compiled_if_possible
def _digit(difference: float) -> int:
    return int(difference >= 0) + int(difference > 0)


@compiled_if_possible
def classify_loop(a: Any, b: Any, code: Any, q: Any, p: Any) -> int:
    """Write code, q and p of games in doubles; return the number of the first game that overflows, or -1.

    Even numbers mean that it is in the first player's payoffs (2 k for game k), odd ones in the second's (2 k + 1).
    """
    bad = False
    for k in range(a.shape[0]):
        a1, a2 = a[k, 0, 0] - a[k, 1, 0], a[k, 0, 1] - a[k, 1, 1]
        b1, b2 = b[k, 0, 0] - b[k, 0, 1], b[k, 1, 0] - b[k, 1, 1]
        rise, climb = a2 - a1, b2 - b1
        code[k] = 27 * _digit(a1) + 9 * _digit(a2) + 3 * _digit(b1) + _digit(b2)
        q[k] = a2 / rise
        p[k] = b2 / climb
        bad = bad | (rise - rise != 0.0) | (climb - climb != 0.0)
    if not bad:
        return -1
    for k in range(a.shape[0]):
        if not isfinite((a[k, 0, 1] - a[k, 1, 1]) - (a[k, 0, 0] - a[k, 1, 0])):
            return 2 * k
        if not isfinite((b[k, 1, 0] - b[k, 1, 1]) - (b[k, 0, 0] - b[k, 0, 1])):
            return 2 * k + 1
    return -1
