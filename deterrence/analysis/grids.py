"""The values that an axis of a map takes: floats for the engines, each with the exact number that it stands for."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidParameter, did_you_mean
from ..exact import exact, show
from ..parameters import Parameter

__all__ = ["RESERVED", "Axis", "read_axes"]

#: Names that a map uses itself.
RESERVED = ("channel", "families", "n_components", "undecided")


@dataclass(frozen=True)
class Axis:
    """One axis of a map: a parameter and its values in ascending order.

    Attributes
    ----------
    parameter : Parameter
    floats : ndarray of float, shape (n,)
    exacts : tuple of Fraction, or None
        What the floats stand for; None where each stands for the decimal that prints it.
    ends : tuple of Fraction, or None
        Least and most of evenly spaced values, which are worked out when they are asked for.
    """

    parameter: Parameter
    floats: Any
    exacts: tuple[Fraction, ...] | None = None
    ends: tuple[Fraction, Fraction] | None = None

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.parameter.name

    def exact(self, index: int) -> Fraction:
        """The value that one float stands for."""
        if self.exacts is not None:
            return self.exacts[index]
        if self.ends is not None:
            low, high = self.ends
            return low + (high - low) * index / (len(self.floats) - 1)
        return Fraction(repr(float(self.floats[index])))

    def describe(self) -> dict[str, Any]:
        """What tells this axis from another, ready for JSON."""
        ends = [show(self.exact(0)), show(self.exact(len(self.floats) - 1))]
        digest = hashlib.sha256(self.floats.tobytes())
        if self.exacts is not None:
            digest.update(" ".join(map(str, self.exacts)).encode())
        return {"from": ends[0], "to": ends[1], "values": len(self.floats), "sha256": digest.hexdigest()[:16]}


def read_axes(over: Any, games: Mapping[str, Any]) -> tuple[Axis, ...]:
    """Read ``{name: grid}``: every name a parameter of some game, every value in its domain."""
    if not isinstance(over, Mapping) or not over:
        raise InvalidParameter("over= takes {parameter: values} with at least one entry, such as {name: '0:1:101'}")
    known: dict[str, Parameter] = {}
    for game in games.values():
        for p in game.all_parameters:
            known.setdefault(p.name, p)
    axes = []
    for name, grid in over.items():
        if name not in known:
            raise InvalidParameter(
                f"over: no game has a parameter {name!r}{did_you_mean(name, known)} "
                f"(parameters: {', '.join(known) or 'none'})"
            )
        if name in RESERVED:
            raise InvalidParameter(f"over: {name!r} is what a map calls a part of itself; give the parameter another name")
        axes.append(_axis(known[name], grid))
        for game in games.values():
            for p in game.all_parameters:
                if p.name == name:
                    _check_domain(p, axes[-1])
    return tuple(axes)


def _axis(parameter: Parameter, grid: Any) -> Axis:
    import numpy as np

    name = parameter.name
    if isinstance(grid, str):
        return _even(parameter, grid)
    if isinstance(grid, Mapping) or not (isinstance(grid, Iterable) or hasattr(grid, "__array__")):
        raise InvalidParameter(f"over: {name} is {grid!r}; give a sequence of values, or text such as '0:1:101'")
    if isinstance(grid, np.ndarray) and grid.dtype.kind in "iuf":
        if grid.ndim != 1:
            raise InvalidParameter(f"over: {name} has {grid.ndim} dimensions; give its values in one row")
        floats, exacts = grid.astype(np.float64), None
        if not np.isfinite(floats).all():
            raise InvalidParameter(f"over: {name} holds values that are not finite; leave them out")
    else:
        try:
            read = [exact(value) for value in grid]
        except ValueError as error:
            raise InvalidParameter(f"over: {name}: {error}") from None
        if not all(isinstance(value, Fraction) for value in read):
            raise InvalidParameter(f"over: {name} holds symbols; give numbers")
        exacts = tuple(value for value in read if isinstance(value, Fraction))
        floats = np.array([float(value) for value in exacts])
    if not len(floats):
        raise InvalidParameter(f"over: {name} has no values; give at least one")
    steps = np.diff(floats)
    if not (steps > 0).all():
        k = int(np.argmin(steps > 0))
        raise InvalidParameter(
            f"over: the values of {name} must ascend, each once; {float(floats[k])!r} comes before "
            f"{float(floats[k + 1])!r}. Sort them first"
        )
    return Axis(parameter, floats, exacts)


def _even(parameter: Parameter, text: str) -> Axis:
    """Evenly spaced values, as in "0:1:101": from 0 to 1, 101 of them, each exact."""
    import numpy as np

    name, parts = parameter.name, text.split(":")
    try:
        low, high = (exact(part) for part in parts[:2])
        count = int(parts[2])
        whole = len(parts) == 3 and isinstance(low, Fraction) and isinstance(high, Fraction)
    except (ValueError, IndexError):
        whole = False
    if not whole:
        raise InvalidParameter(
            f"over: {name} is {text!r}; write from:to:number, such as 0:1:101, or give a sequence of values"
        )
    assert isinstance(low, Fraction)
    assert isinstance(high, Fraction)
    if not low < high or count < 2:
        raise InvalidParameter(f"over: {name} is {text!r}; it must ascend and have at least 2 values, as 0:1:101")
    top = math.lcm(low.denominator, high.denominator) * (count - 1)
    # in whole numbers, so that each float is the nearest to its exact value
    start, step = int(low * top), int((high - low) * top) // (count - 1)
    if max(abs(start), abs(start + step * (count - 1)), top) < 2**53:
        floats = (start + step * np.arange(count, dtype=np.int64)) / float(top)
    else:
        floats = np.array([float(low + (high - low) * k / (count - 1)) for k in range(count)])
    if not (np.diff(floats) > 0).all():
        raise InvalidParameter(f"over: {name} is {text!r}, whose values are closer than floats can tell; give fewer")
    return Axis(parameter, floats, None, (low, high))


def _check_domain(parameter: Parameter, axis: Axis) -> None:
    """Values ascend, so that the ends decide."""
    for index in (0, len(axis.floats) - 1):
        try:
            parameter.check(axis.exact(index))
        except InvalidParameter as error:
            raise InvalidParameter(f"over: {error}") from None
