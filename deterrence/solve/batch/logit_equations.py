"""Equations of logit equilibria of many two-player games at once, games along the last axis.

Unknown are log-odds against the first action, a[i] = log(x[i] / x[0]) and b[j] = log(y[j] / y[0]), and the precision:

    a = precision * u(y),    b = precision * v(x),

where u and v are what an action pays beyond the player's first one. Newton's method and the tangent need the same linear
system, in which the first player's unknowns are eliminated by hand. Where the first action becomes rare, odds against it
lose their digits; another action takes its place.
"""

from typing import Any, NamedTuple

import numpy as np

__all__ = ["LogitEquations", "LogitEquations2x2", "logit_equations"]


#: Log-odds beyond which another action becomes the first.
LIKELIER = 2.0


class Move(NamedTuple):
    """Where to go from some points: one Newton step, and the unit tangent of the curve there.

    Attributes
    ----------
    step, tangent : ndarrays of float, shape (n + m - 1, n_games)
        The tangent's direction follows the sign of a determinant, which is that of the branch all along it.
    """

    step: Any
    tangent: Any


class LogitEquations:
    """The equations of a batch of games of one size.

    Parameters
    ----------
    rows : ndarray of float, shape (n - 1, m, n_games)
        Payoff of the first player's actions beyond that of the first one.
    columns : ndarray of float, shape (m - 1, n, n_games)
        The second player's likewise.
    orders : tuple of two ndarrays of int, shapes (n, n_games) and (m, n_games)
        Each player's actions in the order in which they stand here.
    """

    def __init__(self, rows: Any, columns: Any, orders: tuple[Any, Any]) -> None:
        self.rows, self.columns, self.orders = rows, columns, orders

    def __getitem__(self, games: Any) -> "LogitEquations":
        """Some of the games."""
        first, second = self.orders
        return type(self)(self.rows[..., games], self.columns[..., games], (first[:, games], second[:, games]))

    def joined(self, other: "LogitEquations") -> "LogitEquations":
        """These games, then others."""
        mine, theirs = (self.rows, self.columns, *self.orders), (other.rows, other.columns, *other.orders)
        rows, columns, *orders = (np.concatenate(pair, axis=-1) for pair in zip(mine, theirs, strict=True))
        return type(self)(rows, columns, (orders[0], orders[1]))

    @property
    def size(self) -> int:
        """Number of unknowns, the precision included."""
        return len(self.rows) + len(self.columns) + 1

    def mixtures(self, point: Any) -> tuple[Any, Any]:
        """Mixed strategies, each of shape (n_actions, n_games)."""
        cut = len(self.rows)
        return _softmax(point[:cut]), _softmax(point[cut:-1])

    def ordered_mixtures(self, point: Any) -> list[Any]:
        """Mixed strategies with each player's actions in the order of the game."""
        found = []
        for mixture, order in zip(self.mixtures(point), self.orders, strict=True):
            sorted_back = np.empty_like(mixture)
            np.put_along_axis(sorted_back, order, mixture, axis=0)
            found.append(sorted_back)
        return found

    def put_likely_actions_first(self, *vectors: Any) -> bool:
        """Exchange first actions that have become rare, in place; the first vector holds points, all are changed alike.

        The equations change in the same way, so that the determinant keeps its sign. Tells whether there were any.
        """
        cut, any_changed = len(self.rows), False
        for player, part in enumerate((slice(cut), slice(cut, -1))):
            odds = vectors[0][part]
            if not len(odds) or not (changed := np.flatnonzero(odds.max(axis=0) > LIKELIER)).size:
                continue
            any_changed = True
            rival = odds[:, changed].argmax(axis=0)
            own, others = (self.rows, self.columns) if player == 0 else (self.columns, self.rows)
            for table in (own, *(v[part] for v in vectors)):
                gains = table[rival, ..., changed].T
                table[..., changed] -= gains
                table[rival, ..., changed] = -gains.T
            for table in (others.swapaxes(0, 1), self.orders[player]):
                first = table[0, ..., changed].copy()
                table[0, ..., changed] = table[rival + 1, ..., changed]
                table[rival + 1, ..., changed] = first
        return any_changed

    def regret(self, point: Any) -> Any:
        """What the player who does worst could gain."""
        x, y = self.mixtures(point)
        gains = (self.rows * y).sum(axis=1), (self.columns * x).sum(axis=1)
        shortfalls = [g.max(axis=0, initial=0) - (p[1:] * g).sum(axis=0) for g, p in zip(gains, (x, y), strict=True)]
        return np.maximum(*shortfalls)

    def jacobian(self, point: Any) -> Any:
        """Derivatives of the equations, shape (n_games, n + m - 2, n + m - 1)."""
        u, v, by_b, by_a = self._slopes(point)
        (n, m), size = by_b.shape[:2], self.size
        matrix = np.zeros((size - 1, size, point.shape[-1]))
        matrix[range(size - 1), range(size - 1)] = 1
        matrix[:n, n : n + m], matrix[n:, :n] = -point[-1] * by_b, -point[-1] * by_a
        matrix[:n, -1], matrix[n:, -1] = -u, -v
        return np.moveaxis(matrix, -1, 0)

    def move(self, point: Any, across: Any) -> Move:
        """Newton's step perpendicular to a direction, and the tangent, which needs no direction but is found by it."""
        u, v, by_b, by_a = self._slopes(point)
        n, m = by_b.shape[:2]
        precision, ahead = point[-1], across[:n]
        by_b, by_a = precision * by_b, precision * by_a
        first, second = point[:n] - precision * u, point[n:-1] - precision * v
        system, sides = np.empty((m + 1, m + 1, len(precision))), np.zeros((m + 1, 2, len(precision)))
        np.negative(np.einsum("ikg,kjg->ijg", by_a, by_b), out=system[:m, :m])
        system[range(m), range(m)] += 1
        system[:m, m] = -(v + (by_a * u).sum(axis=1))
        system[m, :m] = across[n:-1] + (ahead[:, None] * by_b).sum(axis=0)
        system[m, m] = across[-1] + (ahead * u).sum(axis=0)
        sides[:m, 0] = -second - (by_a * first).sum(axis=1)
        sides[m, 0] = (ahead * first).sum(axis=0)
        sides[m, 1] = 1
        solved, sign = _solve(system, sides)
        found = []
        for k in range(2):
            rest = solved[:, k]
            mine = (by_b * rest[:m]).sum(axis=1) + u * rest[m]
            found.append(np.concatenate([mine if k else mine - first, rest]))
        # by Cramer's rule the direction found has the sign of the determinant with `across` as the last row
        return Move(found[0], found[1] * (sign / np.sqrt((found[1] ** 2).sum(axis=0))))

    def _slopes(self, point: Any) -> tuple[Any, Any, Any, Any]:
        """u, v, and their derivatives by b and by a."""
        x, y = self.mixtures(point)
        u, v = (self.rows * y).sum(axis=1), (self.columns * x).sum(axis=1)
        return u, v, (self.rows[:, 1:] - u[:, None]) * y[1:], (self.columns[:, 1:] - v[:, None]) * x[1:]


class LogitEquations2x2(LogitEquations):
    """The same for 2x2 games, where all linear algebra is written out."""

    def put_likely_actions_first(self, *vectors: Any) -> bool:
        """Nothing: a player's only odds are as good against either action."""
        return False

    def move(self, point: Any, across: Any) -> Move:
        """By Cramer's rule."""
        a, b, precision = point
        u, v, by_b, by_a = (s.reshape(-1) for s in self._slopes(point))
        by_b *= precision
        by_a *= precision
        first, second = precision * u - a, precision * v - b
        # the cross product of the rows (1, -by_b, -u) and (-by_a, 1, -v): its sign is the determinant's
        tangent = np.stack([by_b * v + u, by_a * u + v, 1 - by_a * by_b])
        t_a, t_b, t_c = across
        # Cramer's rule: the determinant is the inner product of the cross product with the last row
        size = tangent[0] * t_a + tangent[1] * t_b + tangent[2] * t_c
        d_b = (second + by_a * first) * (t_c + t_a * u) - t_a * first * (v + by_a * u)
        d_c = -t_a * first * tangent[2] - (second + by_a * first) * (t_b + t_a * by_b)
        step = np.stack([d_b, d_b, d_c]) / size
        step[0] = first + by_b * step[1] + u * step[2]
        tangent /= np.sqrt(tangent[0] ** 2 + tangent[1] ** 2 + tangent[2] ** 2)
        return Move(step, tangent)

    def _slopes(self, point: Any) -> tuple[Any, Any, Any, Any]:
        (y0, y1), (x0, x1) = _two(point[1]), _two(point[0])
        against, others = self.rows[0], self.columns[0]
        u, v = against[0] * y0 + against[1] * y1, others[0] * x0 + others[1] * x1
        by_b, by_a = (against[1] - against[0]) * (y0 * y1), (others[1] - others[0]) * (x0 * x1)
        return u[None], v[None], by_b[None, None], by_a[None, None]

    def regret(self, point: Any) -> Any:
        """What the player who does worst could gain."""
        (y0, y1), (x0, x1) = _two(point[1]), _two(point[0])
        u, v = self.rows[0, 0] * y0 + self.rows[0, 1] * y1, self.columns[0, 0] * x0 + self.columns[0, 1] * x1
        return np.maximum(np.maximum(u * x0, -u * x1), np.maximum(v * y0, -v * y1))


def logit_equations(first: Any, second: Any) -> LogitEquations:
    """The equations of games with payoffs of shape (n_games, n, m)."""
    gains = first[:, 1:] - first[:, :1], np.swapaxes(second[:, :, 1:] - second[:, :, :1], 1, 2)
    rows, columns = (np.ascontiguousarray(np.moveaxis(g, 0, -1)) for g in gains)
    first_order, second_order = (np.repeat(np.arange(n)[:, None], len(first), axis=1) for n in first.shape[1:])
    kind = LogitEquations2x2 if first.shape[1:] == (2, 2) else LogitEquations
    return kind(rows, columns, (first_order, second_order))


def _two(odds: Any) -> tuple[Any, Any]:
    """Probabilities of the first and the second action, neither rounded to nothing where the other is near 1."""
    small = np.exp(-np.abs(odds))
    large = 1 / (1 + small)
    small *= large
    second = odds > 0
    return np.where(second, small, large), np.where(second, large, small)


def _softmax(odds: Any) -> Any:
    top = np.maximum(odds.max(axis=0), 0) if len(odds) else np.zeros(odds.shape[1:])
    weights = np.exp(np.concatenate([-top[None], odds - top]))
    return weights / weights.sum(axis=0)


def _solve(system: Any, sides: Any) -> tuple[Any, Any]:
    """Solve many small linear systems, shapes (k, k, n_games) and (k, r, n_games); also the determinants' signs.

    Gaussian elimination with partial pivoting, in place. Singular systems give infinities or NaN.
    """
    size, games = len(system), np.arange(system.shape[-1])
    sign = np.ones(len(games))
    for k in range(size):
        if k + 1 < size:
            chosen = k + np.abs(system[k:, k]).argmax(axis=0)
            for array in (system[:, k:], sides):
                row = array[chosen, :, games].T
                array[chosen, :, games] = array[k].T
                array[k] = row
            sign = np.where(chosen == k, sign, -sign)
        sign = sign * np.sign(system[k, k])
        factors = system[k + 1 :, k] / system[k, k]
        system[k + 1 :, k + 1 :] -= factors[:, None] * system[k, k + 1 :]
        sides[k + 1 :] -= factors[:, None] * sides[k]
    for k in reversed(range(size)):
        sides[k] -= (system[k, k + 1 :, None] * sides[k + 1 :]).sum(axis=0)
        sides[k] /= system[k, k]
    return sides, sign
