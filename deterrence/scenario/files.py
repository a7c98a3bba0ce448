"""Files: a crisis written in TOML or for Gambit, read into games and written back."""

import copy
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from os import PathLike
from pathlib import Path
from typing import Any

from ..errors import DeterrenceError, InvalidParameter, ScenarioError
from ..exact import show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.tree import ExtensiveForm
from ..parameters import read_values
from .build import build, check_ranges, model_options, model_parameters, takes_when_indifferent
from .places import check_format, place_of, text_of
from .positions import MisplacedError, Positions, broken_toml, error_at
from .quantities import Quantity, read_option
from .writing import document_of, to_toml, write_aside

__all__ = ["Scenario", "load", "save"]


@dataclass(frozen=True)
class Scenario:
    """A crisis as a file describes it, with the games that it stands for.

    Attributes
    ----------
    title, narrative : str
    kind : {"model", "normal_form", "signalling", "tree"}
    model : str or None
        Name of the model, for kind "model".
    parameters : mapping of str to Quantity
        The parameters in the file: ``.value``, ``.range``, ``.unit``, ``.source``, ``.distribution``.
    channels : tuple of str
        Names of the games; ``("game",)`` where the file names no channels.
    baseline : str
        The channel that others are compared with.
    refine : tuple of str
        Refinements that the file asks for.
    vary : tuple of str
        Parameters whose thresholds are reported.
    games : mapping of str to game
        One for each channel: a game, or a `ClosedFormModel`, which has measures.
    path : Path or None
        Where it was read.
    notes : tuple of str
        What the reader of a file of Gambit's changed or doubts, such as a last number that may be cut off.

    Examples
    --------
    >>> scenario = load("examples/airspace.toml")
    >>> scenario.channels, scenario.parameters["credibility"].value
    (('silence', 'private', 'public'), Fraction(1, 5))
    >>> scenario.at(credibility="3/10").games["private"].values["credibility"]
    Fraction(3, 10)
    """

    title: str
    narrative: str = field(repr=False)
    kind: str
    model: str | None
    parameters: Mapping[str, Quantity] = field(hash=False)
    channels: tuple[str, ...]
    baseline: str
    refine: tuple[str, ...]
    vary: tuple[str, ...]
    games: Mapping[str, Any] = field(repr=False, hash=False)
    path: Path | None = field(default=None, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
    _document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def document(self) -> dict[str, Any]:
        """What the file says, and what `save` writes: tables and lists of the caller's own."""
        if self._document:
            return copy.deepcopy(dict(self._document))
        said = {"title": self.title, "narrative": self.narrative}
        return {**document_of(self.game), **{key: text for key, text in said.items() if text}}

    @property
    def options(self) -> Mapping[str, Any]:
        """Arguments of the model that are no parameters, as the file gives them."""
        return FrozenDict({name: _plain(value) for name, value in self._document.get("options", {}).items()})

    @property
    def game(self) -> Any:
        """The game, where there is just one.

        Raises
        ------
        ScenarioError
            Where there are several, naming the channels.
        """
        if len(self.games) > 1:
            names = ", ".join(self.channels)
            raise ScenarioError(f"this scenario has one game for each channel ({names}); write .games[{self.channels[0]!r}]")
        return next(iter(self.games.values()))

    def at(self, **values: Any) -> "Scenario":
        """The same scenario with other parameter values, in every channel that does not set its own.

        A value may lie outside the range that the file thinks plausible, not outside the parameter's domain. Where the
        model asks for it, ``when_indifferent`` may be given too, and so may its options.

        Raises
        ------
        InvalidParameter
            For an unknown name, a value outside its domain, or a parameter that every channel sets for itself.
        """
        document = self.document
        if "when_indifferent" in values and self.model is not None and takes_when_indifferent(self.model):
            document["when_indifferent"] = values.pop("when_indifferent")
        for name in model_options(self.model) if self.model is not None else ():
            if name in values:
                document.setdefault("options", {})[name] = read_option(values.pop(name))
        own = {p.name: p for game in self.games.values() for p in game.all_parameters}
        known = own.values() if self.model is None else model_parameters(self.model)
        read = read_values(known, values, "this scenario")
        entries = document.setdefault("parameters", {})
        tables = document.get("channels")
        for name, value in read.items():
            if isinstance(tables, dict) and all(name in table for table in tables.values()):
                raise InvalidParameter(
                    f"every channel sets {name!r} for itself; change it in the file, under [channels.NAME]"
                )
            if isinstance(entries.get(name), dict):
                entries[name]["value"] = show(value)
            else:
                entries[name] = show(value)
        try:
            return read_document(document, self.path, ranges=False)
        except MisplacedError as error:
            cause = error.__cause__
            raise cause if isinstance(cause, DeterrenceError) else InvalidParameter(error.message) from None


def load(path: str | PathLike[str]) -> Scenario:
    """Read a scenario file, or a game in one of Gambit's formats.

    Parameters
    ----------
    path : str or path-like
        A ``.toml`` file, or an ``.efg`` (tree) or ``.nfg`` (table) of Gambit's.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        When it cannot be read: what is wrong, with file, line and column, and what is allowed.

    Examples
    --------
    >>> load("examples/airspace.toml").title
    'Airspace probes'
    """
    where = place_of(path)
    check_format(where, "read")
    text = text_of(where)
    if where.suffix.lower() != ".toml":
        return _of_gambit(where, text)
    text = text.replace("\r\n", "\n")
    try:
        document = _toml(text)
    except (ValueError, RecursionError) as error:
        offset, message = broken_toml(text, error)
        raise error_at(where, text, offset, message) from None
    if not document:
        raise ScenarioError(f"{where} is empty; a scenario starts with schema = 1 and model = '...' or kind = '...'")
    try:
        return read_document(document, where)
    except MisplacedError as error:
        raise error_at(where, text, Positions(text).find(error), error.message) from None


def save(obj: "Scenario | NormalForm | SignallingGame | ExtensiveForm", path: str | PathLike[str]) -> None:
    """Write a scenario or a game as a file that reads back equal.

    A scenario file is read back and compared before anything is written. Files are written aside and moved into place, so
    that a file of that name is either the old or the new one, never half of it.

    Parameters
    ----------
    obj : Scenario, NormalForm, SignallingGame or ExtensiveForm
    path : str or path-like
        A ``.toml`` file; for a game, or a scenario of one game, also an ``.efg`` (trees, and signalling games as trees) or
        an ``.nfg`` (games in normal form), in which parameters stand as their values. An existing file is replaced.

    Raises
    ------
    ScenarioError
        When it cannot be written there, or not without loss: Gambit's formats know no free parameters, no irrational
        numbers and no weights of outcomes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> scenario = load("examples/airspace.toml")
    >>> with TemporaryDirectory() as folder:
    ...     save(scenario.at(gain=2), folder + "/bolder.toml")
    ...     load(folder + "/bolder.toml").parameters["gain"].value
    Fraction(2, 1)
    """
    where = place_of(path)
    check_format(where, "written")
    if not isinstance(obj, Scenario | NormalForm | SignallingGame | ExtensiveForm):
        raise ScenarioError(
            f"cannot save {type(obj).__name__}; save takes a Scenario, a NormalForm, a SignallingGame or an ExtensiveForm"
        )
    if where.suffix.lower() != ".toml":
        from .gambit.objects import gambit_text

        game, comment = (obj.game, obj.narrative) if isinstance(obj, Scenario) else (obj, "")
        write_aside(where, gambit_text(game, where.suffix.lower(), comment))
        return
    document = obj.document if isinstance(obj, Scenario) else document_of(obj)
    text = to_toml(document)
    try:
        again = read_document(_toml(text), where)
    except MisplacedError as error:
        raise ScenarioError(f"this cannot be written as a scenario: {error.message}") from None
    if (again if isinstance(obj, Scenario) else again.game) != obj:
        raise ScenarioError("this cannot be written as a scenario without loss: what is read back differs from it")
    write_aside(where, text)


def read_document(document: dict[str, Any], path: Path | None = None, *, ranges: bool = True) -> Scenario:
    """A scenario from the content of its file.

    Raises
    ------
    MisplacedError
        With the key path of the first mistake.
    """
    from .schema import ModelFile, read_form

    file = read_form(document)
    parts = build(file)
    if ranges:
        check_ranges(parts)
    return Scenario(
        title=file.title,
        narrative=file.narrative,
        kind=file.kind,
        model=file.model if isinstance(file, ModelFile) else None,
        parameters=FrozenDict(parts.parameters),
        channels=tuple(parts.games),
        baseline=parts.baseline,
        refine=parts.refine,
        vary=parts.vary,
        games=FrozenDict(parts.games),
        path=path,
        _document=copy.deepcopy(document),
    )


def _of_gambit(path: Path, text: str) -> Scenario:
    """A scenario of the one game in a file of Gambit's; its comment is the narrative."""
    from .gambit.efg import read_efg
    from .gambit.nfg import read_nfg

    tree = path.suffix.lower() == ".efg"
    game, comment, notes = read_efg(text, str(path)) if tree else read_nfg(text, str(path))
    return Scenario(
        title=game.title,
        narrative=comment,
        kind="tree" if tree else "normal_form",
        model=None,
        parameters=FrozenDict(),
        channels=("game",),
        baseline="game",
        refine=(),
        vary=(),
        games=FrozenDict(game=game),
        path=path,
        notes=notes,
    )


def _plain(value: Any) -> Any:
    """A number as it was written."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    return str(value) if isinstance(value, Decimal) else value


def _toml(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=_decimal)


def _decimal(literal: str) -> Decimal | str:
    """Exactly what is written; where Decimal has no room for it, the text, which the readers of numbers refuse."""
    try:
        return Decimal(literal.replace("_", ""))
    except InvalidOperation:
        return literal
