"""A scenario file whose form is right, to games: what its words mean."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from .. import models
from ..games.game import Game
from ..games.signalling import SignallingGame
from ..parameters import Parameter
from .positions import KeyPath, MisplacedError
from .quantities import Quantity, check_range, declared, known_name, placed, read_quantities, read_value

if TYPE_CHECKING:
    from .schema import ModelFile, ScenarioFile

__all__ = [
    "Parts",
    "build",
    "check_ranges",
    "known_models",
    "model_options",
    "model_parameters",
    "takes_when_indifferent",
]

#: Refinements of one kind of game only; "undominated" is for all.
_OF_NORMAL_FORMS = ("risk_dominance", "payoff_dominance", "trembling_hand", "iterated_dominance")
_OF_MESSAGES = ("intuitive_criterion", "d1", "undefeated")


#: What a scenario can hold: games, and models that are their formulae.
_KINDS = (Game, models.ClosedFormModel)


@dataclass(frozen=True)
class Parts:
    """What a file amounts to; `own` has the values that a channel sets for itself."""

    parameters: dict[str, Quantity]
    games: dict[str, Any]
    own: dict[str, Mapping[str, Fraction]]
    baseline: str
    refine: tuple[str, ...]
    vary: tuple[str, ...]


@dataclass(frozen=True)
class _Variant:
    """One channel of a file: where it stands, which of the model's channels it is, the values of its own."""

    path: KeyPath
    channel: str
    values: Mapping[str, Fraction]


_Built: TypeAlias = tuple[dict[str, Quantity], dict[str, Any], dict[str, _Variant]]


def known_models() -> dict[str, Callable[..., Game | models.ClosedFormModel]]:
    """Name to each model that gives a game; after these, to each that gives formulae with measures.

    Examples
    --------
    >>> {'escalation_ladder', 'probe_game', 'successive_probes', 'warning_game'} <= set(known_models())
    True
    """
    found = {name: getattr(models, name) for name in models.__all__}
    returned = {name: inspect.signature(function).return_annotation for name, function in found.items()}
    kinds = {name: kind for name, kind in returned.items() if isinstance(kind, type)}
    return {name: found[name] for one in _KINDS for name, kind in kinds.items() if issubclass(kind, one)}


def build(file: "ScenarioFile") -> Parts:
    """Build the games of a file.

    Raises
    ------
    MisplacedError
        For a name that does not exist, a value outside its domain, or a game that is incomplete.
    """
    if file.kind == "model":
        quantities, games, variants = _from_model(file)
    else:
        quantities, games, variants = _from_tables(file)
    own = {name: variant.values for name, variant in variants.items()}
    return Parts(quantities, games, own, _baseline(file, games), _refine(file, games), _vary(file, quantities, games))


def check_ranges(parts: Parts) -> None:
    """Every value, also of one channel, lies in the range that the file gives its parameter."""
    for name, quantity in parts.parameters.items():
        check_range(("parameters", name, "value"), quantity.value, quantity)
        for channel, values in parts.own.items():
            check_range(("channels", channel, name), values.get(name), quantity)


def model_parameters(name: str) -> tuple[Parameter, ...]:
    """All parameters that a model takes."""
    function = known_models()[name]
    declared: tuple[Parameter, ...] = getattr(sys.modules[function.__module__], "PARAMETERS", ())
    taken = inspect.signature(function).parameters
    return tuple(p for p in declared if p.name in taken)


def model_options(name: str) -> dict[str, Any]:
    """Arguments of a model that are no parameters, with their defaults; without one, `inspect.Parameter.empty`."""
    aside = {p.name for p in model_parameters(name)} | {"channel", "when_indifferent"}
    return {n: a.default for n, a in inspect.signature(known_models()[name]).parameters.items() if n not in aside}


def takes_when_indifferent(name: str) -> bool:
    """Whether a model asks what a defender does that is indifferent about honouring its warning."""
    return "when_indifferent" in inspect.signature(known_models()[name]).parameters


def _from_model(file: "ModelFile") -> _Built:
    known = known_models()
    known_name(("model",), file.model, known, "no model", "models")
    function = known[file.model]
    arguments = inspect.signature(function).parameters
    parameters = model_parameters(file.model)
    channels = tuple(sys.modules[function.__module__].CHANNELS) if "channel" in arguments else ()
    quantities = read_quantities(file.parameters, parameters, file.model)
    options = _options(file, function)
    options |= {name: q.value for name, q in quantities.items() if q.value is not None}
    if file.when_indifferent is not None:
        if not takes_when_indifferent(file.model):
            raise MisplacedError(("when_indifferent",), f"{file.model} does not take when_indifferent", key=True)
        options["when_indifferent"] = file.when_indifferent
    variants = _variants(file, parameters, channels, file.model)
    games = {}
    for name, variant in variants.items():
        channel = {"channel": variant.channel} if channels and variant.channel else {}
        with placed(variant.path):
            games[name] = function(**channel, **{**options, **variant.values})
    return quantities, games, variants


def _options(file: "ModelFile", function: Callable[..., Any]) -> dict[str, Any]:
    """The arguments of a model that are no parameters, checked by the model itself."""
    known = model_options(file.model)
    for name in file.options:
        known_name(("options", name), name, known, f"{file.model} has no option", "options", key=True)
    missing = [name for name, default in known.items() if default is inspect.Parameter.empty and name not in file.options]
    if missing:
        message = f"{file.model} needs {', '.join(missing)}; write {missing[0]} = ... in a table [options]"
        raise MisplacedError(("options",) if file.options else ("model",), message)
    if file.options:
        with placed(("options", *file.options) if len(file.options) == 1 else ("options",)):
            function(**file.options)
    return dict(file.options)


def _from_tables(file: Any) -> _Built:
    from .custom import normal_form, signalling
    from .trees import tree

    parameters = declared(file.parameters)
    quantities = read_quantities(file.parameters, parameters, "this file")
    kinds: dict[str, Callable[..., Game]] = {"normal_form": normal_form, "signalling": signalling, "tree": tree}
    game = kinds[file.kind](file, parameters)
    common = {name: q.value for name, q in quantities.items() if q.value is not None}
    variants = _variants(file, parameters, (), "this file")
    games = {}
    for name, variant in variants.items():
        with placed(variant.path):
            games[name] = game.at(**{**common, **variant.values})
    return quantities, games, variants


def _variants(
    file: "ScenarioFile", parameters: Sequence[Parameter], channels: Sequence[str], owner: str
) -> dict[str, _Variant]:
    """The channels of a file by name; without any there is one game, called "game"."""
    given = file.channels
    if given is None:
        return {"game": _Variant(("model",) if channels else ("parameters",), "", {})}
    if not given:
        raise MisplacedError(("channels",), "channels are empty; name at least one, or leave the key out")
    if isinstance(given, Mapping):
        return {name: _table_variant(name, table, parameters, channels, owner) for name, table in given.items()}
    if not channels:
        message = f"{owner} knows no channels by name; write tables [channels.NAME] of the parameter values that differ"
        raise MisplacedError(("channels",), message)
    variants: dict[str, _Variant] = {}
    for k, name in enumerate(given):
        path: KeyPath = ("channels", k)
        known_name(path, name, channels, f"{owner} has no channel", "channels")
        if name in variants:
            raise MisplacedError(path, f"channel {name!r} is named twice")
        variants[name] = _Variant(path, name, {})
    return variants


def _table_variant(
    name: str, table: Mapping[str, Any], parameters: Sequence[Parameter], channels: Sequence[str], owner: str
) -> _Variant:
    """``[channels.NAME]``: NAME is the model's channel unless the key `channel` says another."""
    path: KeyPath = ("channels", name)
    own = dict(table)
    channel = own.pop("channel", name) if channels else ""
    if channels:
        where = (*path, "channel") if "channel" in table else path
        known_name(where, channel, channels, f"{owner} has no channel", "channels", key="channel" not in table)
    by_name = {p.name: p for p in parameters}
    values = {}
    for key, value in own.items():
        known_name((*path, key), key, by_name, f"{owner} has no parameter", "parameters", key=True)
        values[key] = read_value((*path, key), value, by_name[key])
    return _Variant(path, channel, values)


def _baseline(file: "ScenarioFile", games: Mapping[str, Any]) -> str:
    if file.baseline is None:
        return "silence" if "silence" in games else next(iter(games))
    known_name(("baseline",), file.baseline, games, "the baseline must be one of the channels, not", "channels")
    return file.baseline


def _refine(file: "ScenarioFile", games: Mapping[str, Any]) -> tuple[str, ...]:
    names = (file.refine,) if isinstance(file.refine, str) else tuple(file.refine or ())
    if names and not all(isinstance(game, Game) for game in games.values()):
        raise MisplacedError(("refine",), "this model gives measures, not sets of equilibria to refine; leave refine out")
    signalling = all(isinstance(game, SignallingGame) for game in games.values())
    for k, name in enumerate(names):
        if name != "undominated" and (name in _OF_NORMAL_FORMS) == signalling:
            path: KeyPath = ("refine",) if isinstance(file.refine, str) else ("refine", k)
            kind, here = ("games in normal form", _OF_MESSAGES) if signalling else ("signalling games", _OF_NORMAL_FORMS)
            allowed = ", ".join(map(repr, ("undominated", *here)))
            raise MisplacedError(path, f"{name} is defined for {kind} only (allowed here: {allowed})")
    return names


def _vary(file: "ScenarioFile", quantities: Mapping[str, Quantity], games: Mapping[str, Any]) -> tuple[str, ...]:
    known = dict.fromkeys(p.name for game in games.values() for p in game.all_parameters)
    if not all(isinstance(game, Game) for game in games.values()):
        if file.vary:
            raise MisplacedError(
                ("vary",), "this model has formulae in place of thresholds; leave vary out, or write vary = []"
            )
        return ()
    if file.vary is None:
        return tuple(name for name in known if name in quantities)[:1]
    for k, name in enumerate(file.vary):
        known_name(("vary", k), name, known, "no parameter", "parameters")
    return tuple(file.vary)
