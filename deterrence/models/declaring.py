"""How a model turns its arguments into symbols and values."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar

from ..errors import InvalidParameter, did_you_mean
from ..exact import is_symbolic
from ..games.game import Criterion
from ..parameters import Parameter

__all__ = ["DETERRENCE", "bind", "model", "probability"]

P = ParamSpec("P")
R = TypeVar("R")

#: What a comparison of deterrence games should decide.
DETERRENCE = (
    Criterion("deters more often", "deterred", "more"),
    Criterion("clashes less", "clash", "less"),
    Criterion("raises the defender's payoff", "payoff:defender", "more"),
    Criterion("bluff-proof", "bluff_called", "never"),
)


def probability(name: str, meaning: str, *, below_one: bool = False, default: Any = None) -> Parameter:
    """A parameter that is a probability."""
    return Parameter(name, meaning, "[0, 1)" if below_one else "[0, 1]", "probability", default)


def model(function: Callable[P, R]) -> Callable[P, R]:
    """Refuse arguments that the model does not have, naming the nearest."""
    known = inspect.signature(function).parameters

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        for name in kwargs:
            if name not in known:
                allowed = ", ".join(known)
                raise InvalidParameter(
                    f"{function.__name__} has no parameter {name!r}{did_you_mean(name, known)} (parameters: {allowed})"
                )
        return function(*args, **kwargs)

    return checked


def bind(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> tuple[SimpleNamespace, dict[str, Any]]:
    """Symbols to write payoffs with, and the values of the parameters that have one.

    Parameters
    ----------
    parameters : sequence of Parameter
        What the model declares.
    given : mapping
        Argument to number, sympy expression, or None for "left out".

    Returns
    -------
    (namespace, dict)
        The namespace has one sympy expression per parameter: its symbol, or the expression given for it.
    """
    names, values = {}, {}
    for p in parameters:
        value: Any = given.get(p.name)
        if value is None:
            value = p.default
        if is_symbolic(value) and value.free_symbols:
            names[p.name] = value
            continue
        names[p.name] = p.symbol
        if value is not None:
            values[p.name] = p.check(value)
    return SimpleNamespace(**names), values
