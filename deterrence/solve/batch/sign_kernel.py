"""Class code and mixing probabilities of 2x2 games: the part that runs at the speed of memory.

Twice the same formulae: for NumPy in blocks with no temporary arrays beyond the cache, and as plain expressions for any
other library that follows the array API standard.
"""

import sys
from typing import Any

import numpy as np

from ...errors import InvalidGame
from .arrays import BLOCK, blocks, difference, is_numpy, subtract

__all__ = ["classify", "overflow"]

#: Entries of A whose differences are a1 and a2, and of B whose differences are b1 and b2.
ENTRIES = ((((0, 0), (1, 0)), ((0, 1), (1, 1))), (((0, 0), (0, 1)), ((1, 0), (1, 1))))


def overflow(name: str, index: Any) -> InvalidGame:
    """Say what is wrong with a game whose payoff differences are not finite."""
    where = f" of game {tuple(int(i) for i in index)}" if len(index) else ""
    return InvalidGame(
        f"{name}: the payoffs{where} are not finite, or their differences overflow; leave such games out, or divide all of "
        f"{name} by a power of two such as 2.0**10, which changes no equilibrium"
    )


def classify(xp: Any, payoffs: tuple[Any, Any], shape: tuple[int, ...], tolerance: float, out: Any = None) -> Any:
    """Code, q, p and near ties of a batch.

    Parameters
    ----------
    xp : namespace
    payoffs : tuple of two arrays, shapes (..., 2, 2)
        Their batch axes broadcast to `shape`.
    shape : tuple of int
    tolerance : float
        Relative to the largest payoff of the player in the game.
    out : tuple of three ndarrays, optional
        NumPy only: where to write code, q and p.
    """
    if is_numpy(xp):
        return _in_blocks(payoffs, shape, tolerance, out)
    with np.errstate(all="ignore"):  # for libraries that are NumPy inside
        return _expressions(xp, payoffs, shape, tolerance)


def _expressions(xp: Any, payoffs: tuple[Any, Any], shape: tuple[int, ...], tolerance: float) -> Any:
    code, mixing, near = None, [], None
    for name, array, pairs in zip("AB", payoffs, ENTRIES, strict=True):
        d1, d2 = (difference(xp, array[..., *one], array[..., *other]) for one, other in pairs)
        slope = d2 - d1
        if not bool(xp.all(xp.isfinite(slope))):
            raise overflow(name, ())
        sized = xp.where(slope == 0, xp.ones_like(slope), slope)
        mixing.append(xp.where(slope == 0, xp.full_like(slope, xp.nan), d2 / sized))
        for d in (d1, d2):
            digit = xp.astype(d >= 0, xp.uint8) + xp.astype(d > 0, xp.uint8)
            code = digit if code is None else xp.asarray(3, dtype=xp.uint8) * code + digit
        if tolerance:
            numbers = xp.astype(array, xp.float64)
            bound = tolerance * xp.max(xp.abs(numbers), axis=(-2, -1))
            close = ((d1 != 0) & (xp.abs(d1) <= bound)) | ((d2 != 0) & (xp.abs(d2) <= bound))
            near = close if near is None else near | close
    if near is None:
        near = xp.zeros(shape, dtype=xp.bool)
    return tuple(xp.broadcast_to(result, shape) for result in (code, *mixing, near))


def _in_blocks(payoffs: tuple[Any, Any], shape: tuple[int, ...], tolerance: float, out: Any) -> Any:
    code, q, p = out if out is not None else (np.empty(shape, np.uint8), np.empty(shape), np.empty(shape))
    near = np.zeros(shape, bool) if tolerance else np.broadcast_to(np.False_, shape)
    views = [np.broadcast_to(array, (*shape, 2, 2)) for array in payoffs]
    targets = [code, q, p, near]
    if not shape:
        views, targets, shape = [view[None] for view in views], [target[None] for target in targets], (1,)
    work = _Workspace()
    with np.errstate(all="ignore"):
        for block in blocks(shape):
            first, second = (view[block] for view in views)
            _one_block(work, (first, second), [target[block] for target in targets], tolerance, block)
    return code, q, p, near


class _Workspace:
    """Buffers for one block: the two differences of a game side by side, their slope, truth values, two digits in one."""

    def __init__(self) -> None:
        self.differences, self.slope = np.empty((BLOCK, 2)), np.empty(BLOCK)
        self.bits, self.pairs = np.empty((2, BLOCK, 2), np.uint8), np.empty(BLOCK, np.uint16)

    def of(self, shape: tuple[int, ...]) -> tuple[Any, Any, Any, Any, Any]:
        n = int(np.prod(shape))
        x, y = (b[:n].reshape(*shape, 2) for b in self.bits)
        return self.differences[:n].reshape(*shape, 2), self.slope[:n].reshape(shape), x, y, self.pairs[:n].reshape(shape)


#: A number that brings 3 first + second of two bytes in a row to the upper byte, in the machine's order of bytes.
_COMBINE = 3 * 256 + 1 if sys.byteorder == "little" else 256 + 3


def _one_block(work: _Workspace, payoffs: tuple[Any, Any], targets: list[Any], tolerance: float, block: Any) -> None:
    code, near = targets[0], targets[3]
    d, slope, x, y, pairs = work.of(code.shape)
    for player, array in enumerate(payoffs):
        _differences(player, array, d)
        np.subtract(d[..., 1], d[..., 0], out=slope)
        # one pass that is finite whenever all entries are, unless it overflows itself
        if not np.isfinite(slope.sum()) and not np.isfinite(slope).all():
            bad = np.argwhere(~np.isfinite(slope))[0]
            raise overflow("AB"[player], [*block[:-1], (block[-1].start or 0) + bad[0], *bad[1:]])
        np.divide(d[..., 1], slope, out=targets[1 + player])
        np.greater_equal(d, 0, out=x.view(bool))
        np.greater(d, 0, out=y.view(bool))
        np.add(x, y, out=x)
        digits = x.view(np.uint16)[..., 0]
        np.multiply(digits, _COMBINE, out=digits)
        np.right_shift(digits, 8, out=digits)
        if player == 0:
            np.multiply(digits, 9, out=pairs)
        else:
            np.add(pairs, digits, out=code, casting="unsafe")
        if tolerance:
            bound = tolerance * np.abs(array.astype(np.float64)).max(axis=(-2, -1))
            for k in (0, 1):
                near |= (d[..., k] != 0) & (np.abs(d[..., k]) <= bound)


def _differences(player: int, array: Any, d: Any) -> None:
    """Both differences of every game."""
    if player:
        subtract(array[..., 0], array[..., 1], d)
    elif array.dtype == np.float64 and array.dtype.isnative and array.strides[-2:] == (16, 8):
        # each row as one number of two parts: one pass with long strides instead of two
        rows = array.view(np.complex128)[..., 0]
        np.subtract(rows[..., 0], rows[..., 1], out=d.view(np.complex128)[..., 0])
    else:
        for k in (0, 1):
            subtract(array[..., 0, k], array[..., 1, k], d[..., k])
