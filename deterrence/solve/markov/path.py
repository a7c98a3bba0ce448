"""The logit path of a stochastic game by pseudo-arclength continuation, turning points included."""

import math
from typing import Any

import numpy as np

from .arrays import Arrays, Floats
from .logit import Linear, Point, by_rationality, image

__all__ = ["LogitPath"]

#: The first rationality, in units of one over the range of payoffs.
FIRST = 0.05
#: Lengths of a step: first, smallest, largest; one unit is a change of all action values by the range of payoffs.
LENGTH, SHORTEST, LONGEST = 0.2, 1e-8, 8.0
#: Newton steps of a corrector, and its relative residual.
MOST_STEPS, TOLERANCE = 6, 1e-7
#: Least cosine between the tangents of neighbouring points: sharper turns are jumps to another branch, and are refused.
STRAIGHT = 0.5


class LogitPath:
    """A point that moves along the path.

    Attributes
    ----------
    point : Point
    rationality : float
    turns : int
        How often rationality has begun to fall, or to grow again.
    """

    def __init__(self, arrays: Arrays, spread: float) -> None:
        self.arrays, self.spread = arrays, spread
        self.sizes = np.cumsum(arrays.sizes)[:-1]
        self.weight = spread
        start = np.zeros(sum(arrays.sizes) + 1)
        start[-1] = math.log(FIRST / spread)
        found = self._correct(start, None)
        if found is None:
            raise ArithmeticError("the logit path cannot be entered")
        self.x, self.point = found
        self.tangent = self._tangent(self.x, self.point, None)
        self.length, self.turns = LENGTH, 0

    @property
    def rationality(self) -> float:
        """Where on the path this is."""
        return math.exp(self.x[-1])

    def advance(self) -> bool:
        """One step along the path; False where no step, however short, succeeds."""
        while self.length >= SHORTEST:
            ahead = self.x + self.length * self._unscaled(self.tangent)
            found = self._correct(ahead, self.tangent)
            if found is not None:
                tangent = self._tangent(*found, self.tangent)
                if tangent is not None and float(tangent @ self.tangent) >= STRAIGHT:
                    self.turns += int(tangent[-1] * self.tangent[-1] < 0)
                    self.x, self.point = found
                    self.tangent = tangent
                    self.length = min(LONGEST, self.length * 1.6)
                    return True
            self.length /= 3
        return False

    def _unscaled(self, t: Floats) -> Floats:
        """From unit-free directions to action values and the logarithm of rationality."""
        out = t * self.weight
        out[-1] = t[-1]
        return out

    def _apart(self, x: Floats) -> list[Floats]:
        return list(np.split(x[:-1], self.sizes))

    def _linear(self, x: Floats, point: Point) -> tuple[Linear, Floats]:
        """The derivative by action values, and the image's derivative by the logarithm of rationality."""
        rationality = math.exp(x[-1])
        slope = np.concatenate(by_rationality(self.arrays, point)) * rationality
        return Linear(self.arrays, point, rationality, False), slope

    def _correct(self, x: Floats, tangent: Floats | None) -> tuple[Floats, Point] | None:
        """Newton's method across the tangent; at fixed rationality where there is none yet."""
        x = x.copy()
        start = x.copy()
        for step in range(MOST_STEPS + 1):
            values = self._apart(x)
            new, point = image(self.arrays, values, math.exp(x[-1]), False)
            if not math.isfinite(point.residual):
                return None
            if point.residual <= TOLERANCE * (self.spread + float(np.max(np.abs(x[:-1])))):
                return x, point
            if step == MOST_STEPS:
                return None
            gap = np.concatenate(new) - x[:-1]
            try:
                linear, slope = self._linear(x, point)
            except (np.linalg.LinAlgError, ValueError):
                return None
            plain = np.concatenate(linear.solve(self._apart(np.append(gap, 0.0))))
            if tangent is None:
                x[:-1] += plain
                continue
            moved = np.concatenate(linear.solve(self._apart(np.append(slope, 0.0))))
            along = tangent[:-1] / self.weight
            off = float(along @ (x[:-1] - start[:-1]) + tangent[-1] * (x[-1] - start[-1]))
            change = -(off + float(along @ plain)) / (tangent[-1] + float(along @ moved))
            if not math.isfinite(change) or abs(change) > 3:
                return None
            x[:-1] += plain + change * moved
            x[-1] += change
        return None

    def _tangent(self, x: Floats, point: Point, before: Floats | None) -> Any:
        """The unit direction of the path, pointing on."""
        try:
            linear, slope = self._linear(x, point)
        except (np.linalg.LinAlgError, ValueError):
            return None
        direction = np.append(np.concatenate(linear.solve(self._apart(np.append(slope, 0.0)))) / self.weight, 1.0)
        norm = float(np.linalg.norm(direction))
        if not math.isfinite(norm):
            return None
        direction /= norm
        return -direction if before is not None and float(direction @ before) < 0 else direction
