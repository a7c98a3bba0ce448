"""From class code and mixing probabilities to boxes, counts and bands, only when they are asked for."""

from typing import Any, NamedTuple

import numpy as np

from .arrays import blocks, is_numpy
from .classes import MAX_BOXES, classes

__all__ = ["Bands", "Boxes", "band_2x2", "boxes_2x2", "look_up"]


class Bands(NamedTuple):
    """Least and most of a measure over all equilibria of each game.

    Attributes
    ----------
    least, most : ndarray of float
    """

    least: Any
    most: Any


class Boxes(NamedTuple):
    """Maximal convex pieces of the equilibrium sets of a batch of 2x2 games.

    Attributes
    ----------
    bounds : ndarray of float, shape (..., 3, 2, 2)
        [box, player, least or most]: probability of the player's first action; NaN where there is no such box.
    count : ndarray of uint8, shape (...)
        How many boxes there are: 1 to 3.
    component : ndarray of uint8, shape (..., 3)
        Number of the connected component to which the box belongs; 255 where there is no such box.
    """

    bounds: Any
    count: Any
    component: Any


def look_up(xp: Any, table: Any, code: Any) -> Any:
    """Rows of a table of classes, for each game."""
    if is_numpy(xp):
        return table.take(code, axis=0)
    device = getattr(code, "device", None)
    here = xp.asarray(table) if device is None else xp.asarray(table, device=device)
    rows = xp.take(here, xp.reshape(xp.astype(code, xp.int64), (-1,)), axis=0)
    return xp.reshape(rows, (*code.shape, *table.shape[1:]))


def boxes_2x2(xp: Any, code: Any, q: Any, p: Any) -> Boxes:
    """Corners of the boxes of each game."""
    table = classes()
    if is_numpy(xp):
        bounds = np.empty((code.size, MAX_BOXES, 2, 2))
        flat = code.reshape(-1), p.reshape(-1), q.reshape(-1)
        for block in blocks(flat[0].shape):
            _write_boxes(bounds[block], *(array[block] for array in flat))
        bounds = bounds.reshape(*code.shape, MAX_BOXES, 2, 2)
    else:
        corner, interior = (look_up(xp, t, code) for t in (table.corner, table.interior))
        mixing = xp.stack([p, q], axis=-1)[..., None, :, None]
        bounds = xp.where(interior, mixing, corner)
    return Boxes(bounds, look_up(xp, table.n_boxes, code), look_up(xp, table.component, code))


def _write_boxes(bounds: Any, code: Any, p: Any, q: Any) -> None:
    """Corners of one block of games in a row, [game, box, player, end]: from the table, then the mixing probabilities."""
    table, rows = classes(), code.astype(np.intp)
    np.take(table.corner, rows, axis=0, out=bounds, mode="clip")
    games = np.flatnonzero(table.mixes.take(rows))
    kinds, mixing = rows.take(games), (p.take(games), q.take(games))
    for k in range(MAX_BOXES):
        inner = np.flatnonzero(table.both_mix[:, k].take(kinds))
        at = games.take(inner)
        for player in (0, 1):
            points = mixing[player].take(inner)
            for end in (0, 1):
                # one axis at a time: an index with several axes would be slow
                bounds[:, k, player, end][at] = points
    # ties, which few games have
    others = np.flatnonzero(table.one_mixes.take(kinds))
    if others.size:
        for k, player, end in np.ndindex(MAX_BOXES, 2, 2):
            inner = others[table.interior[:, k, player, end].take(kinds[others])]
            bounds[:, k, player, end][games[inner]] = mixing[player][inner]


def _fill_box(k: int, bounds: Any, rows: Any, mixing: tuple[Any, Any]) -> None:
    """Corners of the k-th box, [player, end, game]; NaN where there is none."""
    table = classes()
    for player, end in np.ndindex(2, 2):
        column = bounds[player, end]
        np.take(table.corner[:, k, player, end], rows, out=column, mode="clip")
        inner = np.flatnonzero(table.interior[:, k, player, end].take(rows))
        column[inner] = mixing[player][inner]


def band_2x2(xp: Any, code: Any, q: Any, p: Any, weights: Any) -> Bands:
    """Least and most of sum x_i w_ij y_j over the boxes: it is bilinear, so they are at corners."""
    if not is_numpy(xp):
        bounds = boxes_2x2(xp, code, q, p).bounds
        values = [
            _expectation(bounds[..., 0, i], bounds[..., 1, j], weights[..., None, :, :]) for i in (0, 1) for j in (0, 1)
        ]
        nowhere = xp.isnan(values[0])
        least, most = values[0], values[0]
        for value in values[1:]:
            least, most = xp.minimum(least, value), xp.maximum(most, value)
        infinity = xp.asarray(xp.inf, dtype=least.dtype)
        return Bands(
            xp.min(xp.where(nowhere, infinity, least), axis=-1), xp.max(xp.where(nowhere, -infinity, most), axis=-1)
        )
    if not code.shape:
        return Bands(*(part[0] for part in band_2x2(xp, code[None], q[None], p[None], weights)))
    if weights.ndim == 2:
        return _settled(code, q, p, weights)
    least, most = np.empty(code.shape), np.empty(code.shape)
    wide = np.broadcast_to(weights, (*code.shape, 2, 2))
    for block in blocks(code.shape):
        kinds, mine, theirs = (array[block].reshape(-1) for array in (code, p, q))
        part = wide[block].reshape(-1, 2, 2)
        for target, values in zip((least, most), _band(kinds, mine, theirs, part), strict=True):
            target[block] = values.reshape(target[block].shape)
    return Bands(least, most)


def _settled(code: Any, q: Any, p: Any, weights: Any) -> Bands:
    """The same where all games have the same weights: most classes then have one band, whatever their mixing."""
    table = classes()
    worths = np.array([_worths(table, mixing, weights) for mixing in np.ndindex(2, 2)])
    # a corner's worth is linear in either mixing: if it is the same at the four ends, it is the same everywhere
    moves = ((worths != worths[0]) & ~np.isnan(worths)).any(axis=(0, 2, 3, 4))
    least, most = (end(worths[0], axis=(1, 2, 3)).take(code) for end in (np.nanmin, np.nanmax))
    left = np.nonzero(moves.take(code))
    if left[0].size:
        for block in blocks(left[0].shape):
            part = tuple(axis[block[0]] for axis in left)
            least[part], most[part] = _band(code[part], p[part], q[part], weights)
    return Bands(least, most)


def _worths(table: Any, mixing: tuple[int, ...], weights: Any) -> Any:
    """What each corner of each box of each class is worth, [class, box, end of x, end of y]."""
    x, y = (np.where(table.interior[:, :, k], mixing[k], table.corner[:, :, k]) for k in (0, 1))
    return _expectation(x[..., :, None], y[..., None, :], weights)


def _band(code: Any, p: Any, q: Any, weights: Any) -> tuple[Any, Any]:
    rows, box = code.astype(np.intp), np.empty((2, 2, len(code)))
    _fill_box(0, box, rows, (p, q))
    least, most = _corners(box, weights)
    # few games have more than one box
    several = np.flatnonzero(classes().n_boxes.take(rows) > 1)
    kinds, mixing, box = rows[several], (p[several], q[several]), np.empty((2, 2, len(several)))
    own = weights if weights.ndim == 2 else weights[several]
    for k in range(1, MAX_BOXES):
        _fill_box(k, box, kinds, mixing)
        low, high = _corners(box, own)
        # fmin and fmax pass over the NaN of a box that is not there
        least[several] = np.fmin(least[several], low)
        most[several] = np.fmax(most[several], high)
    return least, most


def _corners(box: Any, weights: Any) -> tuple[Any, Any]:
    """Least and most over the four corners of a box per game."""
    (x_low, x_high), (y_low, y_high) = box
    least = most = _expectation(x_low, y_low, weights)
    for x, y in ((x_low, y_high), (x_high, y_low), (x_high, y_high)):
        value = _expectation(x, y, weights)
        least, most = np.minimum(least, value), np.maximum(most, value)
    return least, most


def _expectation(x: Any, y: Any, weights: Any) -> Any:
    # written so that a pure profile gives its weight exactly
    first = y * weights[..., 0, 0] + (1 - y) * weights[..., 0, 1]
    second = y * weights[..., 1, 0] + (1 - y) * weights[..., 1, 1]
    return x * first + (1 - x) * second
