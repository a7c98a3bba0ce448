"""The numbers of a scenario file: exact values, with what the file says about them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..errors import DeterrenceError, did_you_mean
from ..exact import Number, exact, show
from ..parameters import Interval, Parameter, check_name
from .expressions import ExpressionError, read_expression
from .positions import KeyPath, MisplacedError

__all__ = [
    "Quantity",
    "check_range",
    "declared",
    "known_name",
    "placed",
    "read_formula",
    "read_option",
    "read_quantities",
    "read_value",
]


@dataclass(frozen=True)
class Quantity:
    """A parameter as a scenario gives it.

    Attributes
    ----------
    name : str
    value : Fraction or None
        None leaves it a symbol.
    range : tuple of two Fractions, or None
        The least and most value thought plausible.
    unit, source, distribution, meaning, domain : str
        What the file says, or else the model.
    """

    name: str
    value: Fraction | None = None
    range: tuple[Fraction, Fraction] | None = None
    unit: str = ""
    source: str = ""
    distribution: str = ""
    meaning: str = ""
    domain: str = "real"


@contextmanager
def placed(path: KeyPath, *, key: bool = False) -> Iterator[None]:
    """Say where in the file an error arose."""
    try:
        yield
    except ExpressionError as error:
        raise MisplacedError(path, error.problem, key=key, index=error.column - 1) from error
    except DeterrenceError as error:
        raise MisplacedError(path, str(error), key=key) from error


def known_name(path: KeyPath, name: Any, known: Iterable[str], problem: str, plural: str, *, key: bool = False) -> None:
    """Refuse a name that does not exist, suggesting the nearest and listing what there is."""
    names = list(known)
    if name not in names:
        near = did_you_mean(str(name), names)
        raise MisplacedError(path, f"{problem} {name!r}{near} ({plural}: {', '.join(names) or 'none'})", key=key)


def read_formula(path: KeyPath, given: int | Decimal | str, names: Sequence[str]) -> Number:
    """A number, or an expression in the given names."""
    with placed(path):
        if isinstance(given, str):
            return read_expression(given, names)
        try:
            return exact(given)
        except ValueError as error:
            raise MisplacedError(path, str(error)) from None


def read_value(path: KeyPath, given: int | Decimal | str, parameter: Parameter) -> Fraction:
    """A number in a parameter's domain."""
    number = read_formula(path, given, ())
    with placed(path):
        return parameter.check(number)


def declared(entries: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """The parameters that a file declares itself."""
    found = []
    for name, entry in entries.items():
        path: KeyPath = ("parameters", name)
        domain = _said(entry, "domain") or "real"
        with placed(path, key=True):
            check_name(name)
        with placed((*path, "domain")):
            Interval.read(domain)
        found.append(Parameter(name, _said(entry, "meaning"), domain, _said(entry, "unit")))
    return tuple(found)


def read_quantities(entries: Mapping[str, Any], known: Sequence[Parameter], owner: str) -> dict[str, Quantity]:
    """Check the [parameters] of a file against the parameters that there are.

    Parameters
    ----------
    entries : mapping
        Name to a number, or to a table as the schema has it.
    known : sequence of Parameter
    owner : str
        Whose parameters these are, for error messages.
    """
    by_name = {p.name: p for p in known}
    read = {}
    for name, entry in entries.items():
        path: KeyPath = ("parameters", name)
        known_name(path, name, by_name, f"{owner} has no parameter", "parameters", key=True)
        parameter = by_name[name]
        short = isinstance(entry, int | Decimal | str)
        given = entry if short else entry.value
        where = path if short else (*path, "value")
        read[name] = Quantity(
            name,
            None if given is None else read_value(where, given, parameter),
            None if short or entry.range is None else _range((*path, "range"), entry.range, parameter),
            _said(entry, "unit") or parameter.unit,
            _said(entry, "source"),
            _said(entry, "distribution"),
            parameter.meaning,
            parameter.domain,
        )
    return read


def read_option(given: Any) -> Any:
    """An option as a file would have it: a whole number or a list may stand in text, as a command line gives it.

    Examples
    --------
    >>> read_option("12"), read_option("1/4, 1/3"), read_option("agents"), read_option(3)
    (12, ['1/4', '1/3'], 'agents', 3)
    """
    if isinstance(given, list | tuple):
        return [show(part) if isinstance(part, Fraction) else part for part in given]
    if not isinstance(given, str):
        return show(given) if isinstance(given, Fraction) else given
    if "," in given:
        return [part.strip() for part in given.split(",")]
    return int(given) if given.isdecimal() and len(given) <= 50 else given


def check_range(path: KeyPath, value: Fraction | None, quantity: Quantity) -> None:
    """A value lies in the range of its parameter."""
    if value is not None and quantity.range is not None and not quantity.range[0] <= value <= quantity.range[1]:
        least, most = map(show, quantity.range)
        raise MisplacedError(path, f"{quantity.name} = {show(value)} lies outside its own range [{least}, {most}]")


def _range(path: KeyPath, given: Sequence[Any], parameter: Parameter) -> tuple[Fraction, Fraction]:
    least, most = (read_value((*path, k), end, parameter) for k, end in enumerate(given))
    if least > most:
        raise MisplacedError(path, f"the range of {parameter.name} is [{show(least)}, {show(most)}]; write the least first")
    return least, most


def _said(entry: Any, what: str) -> str:
    return str(getattr(entry, what, "")) if not isinstance(entry, int | Decimal | str) else ""
