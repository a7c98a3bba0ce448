"""What can go wrong, in words.

Every error that a user can cause is a `DeterrenceError` and also the built-in kind that a caller expects. A message
says what was given, where, what is allowed, and what to type next.
"""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "DeterrenceError",
    "InvalidGame",
    "InvalidParameter",
    "LimitReached",
    "NotAnEquilibrium",
    "ScenarioError",
    "UnsupportedGame",
    "did_you_mean",
]


class DeterrenceError(Exception):
    """Any error that this package raises on purpose."""


class InvalidGame(DeterrenceError, ValueError):
    """A game whose declaration is incomplete or contradicts itself."""


class InvalidParameter(DeterrenceError, ValueError):
    """A parameter that does not exist, or a value outside its domain."""


class UnsupportedGame(DeterrenceError, NotImplementedError):
    """A valid game that this function does not cover; the message says which one does."""


class ScenarioError(DeterrenceError, ValueError):
    """A file that cannot be read as a scenario; the message has its position."""


class LimitReached(DeterrenceError, RuntimeError):
    """A stated limit on size, time or memory was reached before there was an answer."""


class NotAnEquilibrium(DeterrenceError, ArithmeticError):
    """The verifier refuted a reported equilibrium: always a fault of this package."""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Suggest the nearest of some names.

    Examples
    --------
    >>> did_you_mean("credibilty", ["credibility", "gain"])
    "; did you mean 'credibility'?"
    >>> did_you_mean("xyz", ["credibility"])
    ''
    """
    near = get_close_matches(str(name)[:100], [str(n) for n in names], n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
