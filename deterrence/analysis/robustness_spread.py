"""What is thought plausible of a parameter: a range, and how its values are spread over it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..errors import InvalidParameter, did_you_mean
from ..exact import exact, show
from ..parameters import Parameter

__all__ = ["Spread", "read_spreads"]

_CALL = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:\(([^()]*)\))?\s*\Z")
_ALIASES = {"": "uniform", "normal": "norm", "triangular": "triang", "log-uniform": "loguniform", "lognormal": "lognorm"}

#: Less than this share of a distribution in a range is none: its quantiles there would be rounding.
SMALLEST = 1e-9


@dataclass(frozen=True)
class Spread:
    """A plausible range of a parameter, and the distribution over it.

    Attributes
    ----------
    name, unit : str
    least, most : Fraction
    distribution : str
        A name of ``scipy.stats``, with numbers in brackets where it takes some. "uniform" (the default), "loguniform" and
        "triang" (with its peak at the value in the file, or else in the middle) need none. One of finite support, such as
        "beta(2, 5)", is stretched over the range; one of infinite support takes all its numbers, location and scale last,
        such as "norm(0.2, 0.05)", and is cut off at the ends of the range.
    value : Fraction or None
        The value held most likely.
    """

    name: str
    least: Fraction
    most: Fraction
    distribution: str = "uniform"
    value: Fraction | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        if not self.least < self.most:
            raise InvalidParameter(
                f"the range of {self.name} is [{show(self.least)}, {show(self.most)}]; its ends must ascend and differ"
            )
        try:
            ends = self.ppf([0.0, 0.5, 1.0])
            frozen, cut = self._frozen()
        except (TypeError, ValueError) as error:
            raise InvalidParameter(f"{self.name}: {error}") from None
        nothing = cut and not frozen.cdf(float(self.most)) - frozen.cdf(float(self.least)) > SMALLEST
        if nothing or not float(self.least) <= ends[0] <= ends[1] <= ends[2] <= float(self.most):
            raise InvalidParameter(f"{self.name}: {self.distribution!r} puts nothing into {self.interval}")

    @property
    def interval(self) -> str:
        """The range, as text."""
        return f"[{show(self.least)}, {show(self.most)}]"

    def ppf(self, shares: Any) -> Any:
        """Quantiles: the values below which these shares of the plausible cases lie.

        Parameters
        ----------
        shares : array_like of float in [0, 1]

        Returns
        -------
        ndarray of float
        """
        import numpy as np

        low, high = float(self.least), float(self.most)
        frozen, cut = self._frozen()
        u = np.asarray(shares, float)
        if cut:
            below, above = frozen.cdf(low), frozen.cdf(high)
            u = below + u * (above - below)
        # rounding must not leave the range, which may end where the domain does
        return np.clip(frozen.ppf(u), low, high)

    def _frozen(self) -> tuple[Any, bool]:
        """The distribution of scipy, and whether it is cut off at the ends of the range."""
        from scipy import stats

        read = _CALL.match(self.distribution or "uniform")
        name = _ALIASES.get(read[1].lower(), read[1]) if read else self.distribution
        known = [k for k in dir(stats) if isinstance(getattr(stats, k), stats.rv_continuous)]
        if read is None or name not in known:
            near = did_you_mean(str(name), [*known, *filter(None, _ALIASES)])
            raise ValueError(
                f"unknown distribution {self.distribution!r}{near}; write a name of scipy.stats, such as 'uniform', "
                "'triang', 'loguniform', 'beta(2, 5)' or 'norm(0.2, 0.05)'"
            )
        family = getattr(stats, name)
        numbers = [float(Fraction(exact(text.strip()))) for text in (read[2] or "").split(",") if text.strip()]
        low, high = float(self.least), float(self.most)
        if name == "loguniform":
            if low <= 0:
                raise ValueError(f"'loguniform' needs a range above 0, not {self.interval}")
            return family(low, high), False
        if name == "triang" and not numbers:
            peak = self.value if self.value is not None else (self.least + self.most) / 2
            numbers = [min(1.0, max(0.0, float((peak - self.least) / (self.most - self.least))))]
        if len(numbers) == family.numargs:
            start, end = family(*numbers).support()
            if _finite(start, end):
                scale = (high - low) / (end - start)
                return family(*numbers, loc=low - start * scale, scale=scale), False
        if len(numbers) != family.numargs + 2:
            shapes = [s.strip() for s in (family.shapes or "").split(",") if s.strip()]
            needed = ", ".join([*shapes, "location", "scale"])
            raise ValueError(f"{self.distribution!r} needs its numbers: write {name}({needed})")
        if numbers[-1] <= 0:
            raise ValueError(f"the scale of {self.distribution!r} is not positive")
        return family(*numbers[:-2], loc=numbers[-2], scale=numbers[-1]), True


def _finite(*ends: float) -> bool:
    """Whether all ends are finite."""
    from math import isfinite

    return all(map(isfinite, ends))


def read_spreads(
    games: Mapping[str, Any], quantities: Mapping[str, Any], given: Mapping[str, Any] | None
) -> tuple[Spread, ...]:
    """What is plausible: of the file, with what is given in its place, or beside it.

    Parameters
    ----------
    games : mapping of str to Game
        Or anything else with parameters.
    quantities : mapping
        Parameters of the scenario, with ``.range``, ``.distribution`` and ``.value``; empty for bare games.
    given : mapping, optional
        Parameter to ``(least, most)`` or ``(least, most, distribution)``; a `Spread` is taken as it is.

    Raises
    ------
    InvalidParameter
        For a name that is no parameter, a range that leaves the domain, an unknown distribution, or no range at all.
    """
    known = {p.name: p for game in games.values() for p in game.all_parameters}
    for name in given or {}:
        if name not in known:
            raise InvalidParameter(
                f"no parameter {name!r}{did_you_mean(name, known)} to vary (parameters: {', '.join(known) or 'none'})"
            )
    found = []
    for name, parameter in known.items():
        quantity = quantities.get(name)
        if given is not None and name in given:
            found.append(_given(parameter, given[name], quantity))
        elif quantity is not None and quantity.range is not None and quantity.range[0] < quantity.range[1]:
            least, most = quantity.range
            found.append(Spread(name, least, most, quantity.distribution or "uniform", quantity.value, quantity.unit))
    if not found:
        example = next(iter(known), "name")
        raise InvalidParameter(
            f"no parameter has a plausible range (parameters: {', '.join(known) or 'none'}); in a file write "
            f'[parameters.{example}] range = ["1/10", "3/10"], in Python ranges={{{example!r}: ("1/10", "3/10")}}'
        )
    varied = {spread.name for spread in found}
    for name, game in games.items():
        free = [p.name for p in game.parameters if p.name not in varied]
        if free:
            raise InvalidParameter(
                f"{name}: no value and no range for {', '.join(free)}; give ranges={{{free[0]!r}: (least, most)}} or a value"
            )
    return tuple(found)


def _given(parameter: Parameter, entry: Any, quantity: Any) -> Spread:
    if isinstance(entry, Spread):
        least, most, distribution = entry.least, entry.most, entry.distribution
    else:
        parts = tuple(entry) if isinstance(entry, tuple | list) else ()
        if len(parts) not in (2, 3):
            raise InvalidParameter(
                f"the range of {parameter.name} is {entry!r}; write (least, most) or (least, most, 'distribution')"
            )
        least, most, distribution = parts[0], parts[1], str(parts[2]) if len(parts) == 3 else "uniform"
    ends = parameter.check(least), parameter.check(most)
    value = quantity.value if quantity is not None else None
    return Spread(parameter.name, *ends, distribution, value, parameter.unit)
