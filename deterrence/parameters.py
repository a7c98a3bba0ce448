"""Parameters: what a symbol in a payoff stands for, and which values it may take."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from .errors import InvalidParameter, did_you_mean
from .exact import exact, show

if TYPE_CHECKING:
    import sympy

__all__ = ["Interval", "Parameter", "by_name", "check_name", "read_values"]

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_BOUND = r"[+-]?[0-9]{1,50}(?:\.[0-9]{1,50}|/[1-9][0-9]{0,49})?"
_FUNCTIONS = frozenset({"exp", "log", "sqrt", "abs", "min", "max", "piecewise"})


def check_name(name: str) -> str:
    """Return a parameter's name, or say why it cannot be one.

    Names end up in compiled code, so they are plain: a letter, then letters, digits and underscores.
    """
    if not isinstance(name, str) or not _NAME.match(name):
        raise InvalidParameter(
            f"{str(name)[:70]!r} cannot name a parameter: "
            "use a letter, then letters, digits or underscores, at most 64 in all"
        )
    if iskeyword(name) or name in _FUNCTIONS:
        raise InvalidParameter(f"{name!r} cannot name a parameter: it is a word of the language; try {name + '_'!r}")
    return name


@dataclass(frozen=True)
class Interval:
    """A set of admissible values; None is no bound."""

    least: Fraction | None = None
    most: Fraction | None = None
    least_open: bool = False
    most_open: bool = False

    @classmethod
    def read(cls, text: str) -> "Interval":
        """Read "real", "> 0", ">= 0", "[0, 1)" and the like."""
        body = text.replace(" ", "") if isinstance(text, str) else ""
        if body == "real":
            return cls()
        half = re.fullmatch(rf"(>=|>|<=|<)({_BOUND})", body)
        if half:
            bound, is_open = Fraction(half[2]), len(half[1]) == 1
            return cls(bound, None, is_open) if half[1][0] == ">" else cls(None, bound, False, is_open)
        both = re.fullmatch(rf"([\[(])({_BOUND}),({_BOUND})([\])])", body)
        if not both:
            raise InvalidParameter(f"{text!r} is not a domain; write 'real', '> 0', '>= 0' or an interval such as '[0, 1)'")
        found = cls(Fraction(both[2]), Fraction(both[3]), both[1] == "(", both[4] == ")")
        if Fraction(both[2]) not in found and Fraction(both[2]) >= Fraction(both[3]):
            raise InvalidParameter(f"the domain {text!r} is empty; the smaller bound comes first")
        return found

    def __contains__(self, value: Fraction) -> bool:
        above = self.least is None or (value > self.least if self.least_open else value >= self.least)
        below = self.most is None or (value < self.most if self.most_open else value <= self.most)
        return above and below


@dataclass(frozen=True)
class Parameter:
    """A named quantity in a game's payoffs or priors.

    Parameters
    ----------
    name : str
        A letter, then letters, digits and underscores.
    meaning : str
        One line for a reader.
    domain : str
        Admissible values: "real", "> 0", ">= 0", "[0, 1]", "[0, 1)", ...
    unit : str
        A label such as "probability" or "utils".
    default : number, optional
        The value that a model uses when none is given.

    Examples
    --------
    >>> credibility = Parameter("credibility", "prior that the defender is resolute", "[0, 1]", "probability")
    >>> str(credibility), credibility.check("3/10")
    ('credibility', Fraction(3, 10))
    """

    name: str
    meaning: str = ""
    domain: str = "real"
    unit: str = ""
    default: Any = None

    def __post_init__(self) -> None:
        check_name(self.name)
        _ = self.interval
        if self.default is not None:
            object.__setattr__(self, "default", self.check(self.default))

    def __str__(self) -> str:
        return self.name

    @cached_property
    def interval(self) -> Interval:
        """The domain as bounds."""
        return Interval.read(self.domain)

    @property
    def symbol(self) -> "sympy.Symbol":
        """The sympy symbol that stands for it in expressions."""
        import sympy

        return sympy.Symbol(self.name, real=True)

    def check(self, value: Any) -> Fraction:
        """Read a value, exactly.

        Raises
        ------
        InvalidParameter
            When it is not a number, or lies outside the domain.
        """
        try:
            number = exact(value)
        except ValueError as error:
            raise InvalidParameter(f"parameter {self.name!r}: {error}") from None
        if not isinstance(number, Fraction):
            raise InvalidParameter(f"parameter {self.name!r}: {number} is not a number; give a number such as '3/10'")
        if number not in self.interval:
            raise InvalidParameter(
                f"parameter {self.name!r} is {show(number)}, outside its domain {self.domain}"
                + (f" ({self.meaning})" if self.meaning else "")
            )
        return number


def by_name(parameters: Iterable[Parameter]) -> dict[str, Parameter]:
    """Declared parameters by name; one that is declared twice must have one domain."""
    found: dict[str, Parameter] = {}
    for p in parameters:
        before = found.setdefault(p.name, p)
        if before.interval != p.interval:
            raise InvalidParameter(
                f"parameter {p.name!r} is declared twice, with the domains {before.domain} and {p.domain}; declare it once"
            )
        found[p.name] = p
    return found


def read_values(parameters: Iterable[Parameter], values: Mapping[str, Any], what: str) -> dict[str, Fraction]:
    """Check values given by name against the parameters that they are for."""
    known = {p.name: p for p in parameters}
    for name in values:
        if name not in known:
            allowed = ", ".join(known) or "none"
            raise InvalidParameter(f"{what} has no parameter {name!r}{did_you_mean(name, known)} (parameters: {allowed})")
    return {name: known[name].check(value) for name, value in values.items()}
