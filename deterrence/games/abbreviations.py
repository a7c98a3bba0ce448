"""Abbreviations: names that a model gives to expressions in its parameters, in which results are stated."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import InvalidGame, did_you_mean
from ..exact import Number, symbols_in
from ..frozen import FrozenDict
from ..parameters import check_name
from .game import read_number

__all__ = ["read_abbreviations"]


def read_abbreviations(given: Mapping[str, Any], parameters: Iterable[str]) -> Mapping[str, Number]:
    """Read names for expressions in parameters, and in abbreviations that come before them."""
    if not isinstance(given, Mapping):
        raise InvalidGame(f"abbreviations map each name to an expression, not {type(given).__name__}")
    known, found = set(parameters), dict[str, Number]()
    for name, expression in given.items():
        if check_name(name) in known:
            raise InvalidGame(f"abbreviation {name!r} is the name of a parameter; give it another name")
        found[name] = number = read_number(expression, f"abbreviation {name!r}")
        for symbol in sorted(symbols_in(number) - known - set(found)):
            near = did_you_mean(symbol, known)
            raise InvalidGame(f"abbreviation {name!r} holds {symbol!r}, which is no parameter of this game{near}")
    return FrozenDict(found)
