"""The form of a scenario file: one pydantic model per kind, which is also the JSON Schema for editors.

What the words in a file mean (which parameters a model has, which cells a game needs) is checked where games are built.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from ..errors import ScenarioError, did_you_mean
from .positions import KeyPath, MisplacedError

__all__ = ["KINDS", "ModelFile", "NormalFormFile", "ScenarioFile", "SignallingFile", "TreeFile", "json_schema", "read_form"]


def _number(given: Any) -> int | Decimal | str:
    if isinstance(given, bool) or not isinstance(given, int | Decimal | str):
        raise PydanticCustomError("number", "expected a number, or an expression in quotes such as '1/5'")
    return given


Number: TypeAlias = Annotated[
    int | Decimal | str,
    PlainValidator(_number),
    WithJsonSchema(
        {"type": ["integer", "number", "string"], "description": "A number; in quotes, a ratio or an expression"}
    ),
]


Weights: TypeAlias = dict[str, Number]
OfAll: TypeAlias = Literal["undominated", "intuitive_criterion", "d1", "undefeated"]
OfTables: TypeAlias = Literal["risk_dominance", "payoff_dominance", "trembling_hand", "iterated_dominance"]
Refinement: TypeAlias = Literal[OfAll, OfTables]
ListOrTables: TypeAlias = Annotated[
    Annotated[list[str], Tag("list")] | Annotated[dict[str, Weights], Tag("table")],
    Discriminator(lambda given: "table" if isinstance(given, dict) else "list"),
]
ListOrLists: TypeAlias = Annotated[
    Annotated[list[str], Tag("list")] | Annotated[dict[str, list[str]], Tag("table")],
    Discriminator(lambda given: "table" if isinstance(given, dict) else "list"),
]


class Table(BaseModel):
    """A TOML table whose keys are all known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, data: Any) -> Any:
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in data if isinstance(data, dict) else ():
            if key not in known:
                text = f"unknown key {key!r}{did_you_mean(key, known)} (keys here: {', '.join(known)})"
                raise PydanticCustomError("unknown_key", "{text}", {"text": text, "key": key})
        return data


class ModelParameter(Table):
    """One parameter of a model."""

    value: Number | None = Field(None, description="Its value, read exactly; left out, the parameter stays a symbol")
    range: list[Number] | None = Field(
        None, description="[least, most]: the values thought plausible", min_length=2, max_length=2
    )
    unit: str = Field("", description="A label such as 'probability' or 'utils'")
    source: str = Field("", description="Where the value comes from, in one line")
    distribution: str = Field("", description="How plausible values are spread over the range, such as 'uniform'")


class OwnParameter(ModelParameter):
    """One parameter of a game that the file declares itself."""

    meaning: str = Field("", description="What it stands for, in one line")
    domain: str = Field("real", description="Admissible values: 'real', '> 0', '>= 0', '[0, 1]', '[0, 1)', ...")


def _short_or(table: Any) -> Any:
    return Annotated[
        Annotated[Number, Tag("short")] | Annotated[table, Tag("table")],
        Discriminator(lambda given: "table" if isinstance(given, dict | BaseModel) else "short"),
    ]


def _one_or_many(kind: Any) -> Any:
    either = Annotated[kind, Tag("single")] | Annotated[list[kind], Tag("list")]
    return Annotated[either, Discriminator(lambda given: "list" if isinstance(given, list) else "single")]


class File(Table):
    """What scenario files of every kind may say."""

    schema_version: Literal[1] = Field(alias="schema", description="Version of this format; always 1")
    title: str = Field("", description="One line")
    narrative: str = Field("", description="The story in a few sentences, and what the numbers rest on")
    channels: ListOrTables | None = Field(
        None,
        description="The variants to compare: names that the model knows, or tables [channels.NAME] of parameter values",
    )
    baseline: str | None = Field(
        None, description="The channel that others are compared with; 'silence' if there is one, else the first"
    )
    refine: _one_or_many(Refinement) | None = Field(None, description="Refinements, in this order")  # type: ignore[valid-type]
    vary: list[str] | None = Field(
        None, description="Parameters whose thresholds are reported; the first parameter of the file if left out"
    )


class ModelFile(File):
    """A scenario built on one of the models of the package."""

    kind: Literal["model"] = Field("model", description="Kind of scenario; may be left out where `model` is given")
    model: str = Field(description="Name of the model, such as 'warning_game' (deterrence models lists them)")
    when_indifferent: Literal["honour", "renege"] | None = Field(
        None, description="What a defender does that is indifferent about honouring its warning, if the model asks"
    )
    options: dict[str, _one_or_many(Number)] = Field(  # type: ignore[valid-type]
        {}, description="Other arguments of the model, such as a number of rounds or of allies; they hold for every channel"
    )
    parameters: dict[str, _short_or(ModelParameter)] = Field(  # type: ignore[valid-type]
        {}, description="Parameters of the model: a value, or a table with value, range, unit, source, distribution"
    )


class Question(Table):
    """A question that a comparison of channels answers."""

    name: str = Field(description="The claim, such as 'clashes less'")
    measure: str = Field(description="What decides it: an outcome, an action, or 'payoff:PLAYER'")
    sense: Literal["more", "less", "never"] = Field(description="Whether it should be more, less, or zero")


class OwnFile(File):
    """What files that declare a game themselves may say."""

    parameters: dict[str, _short_or(OwnParameter)] = Field(  # type: ignore[valid-type]
        {}, description="Names that expressions may use: a value, or a table with value, range, meaning, domain, ..."
    )
    criteria: list[Question] = Field([], description="What a comparison of channels should decide")


class NormalFormCell(Table):
    """One cell of a payoff table."""

    actions: list[str] = Field(description="One action for each player, in the order of `players`")
    payoffs: list[Number] = Field(description="One payoff for each player: numbers, or expressions in quotes")
    outcomes: Weights = Field({}, description="What happens here: name to weight in [0, 1]")


class NormalFormFile(OwnFile):
    """A game in which every player chooses once, at the same time."""

    kind: Literal["normal_form"] = Field(description="Kind of scenario")
    players: list[str] = Field(description="Labels of the players")
    actions: dict[str, list[str]] = Field(description="Player to the labels of its actions")
    cells: list[NormalFormCell] = Field(description="One [[cells]] table for every combination of actions")


class SignallingCell(Table):
    """One end of a signalling game."""

    type: str = Field(description="The sender's type")
    message: str = Field(description="What it sent")
    reply: str = Field(description="What the receiver did")
    payoffs: list[Number] = Field(description="[sender's, receiver's]: numbers, or expressions in quotes")
    outcomes: Weights = Field({}, description="What happens here: name to weight in [0, 1]")


class SignallingFile(OwnFile):
    """A game in which a sender of private type sends a message and a receiver replies."""

    kind: Literal["signalling"] = Field(description="Kind of scenario")
    sender: str = Field(description="Label of the player who has a type and sends a message")
    receiver: str = Field(description="Label of the player who replies")
    types: dict[str, Number] = Field(description="The sender's types, each with its prior probability")
    messages: list[str] = Field(description="Labels of the messages")
    replies: ListOrLists = Field(description="Labels of the replies; [replies] MESSAGE = [...] where they differ")
    cells: list[SignallingCell] = Field(description="One [[cells]] table for every type, message and reply")


class TreeAction(Table):
    """One branch of a node."""

    name: str = Field(description="Label of the action, or of the branch of a chance move")
    to: str = Field(description="The `id` of the node to which it leads")
    probability: Number | None = Field(None, description="Of a branch of chance: a number, or an expression in quotes")


class TreeNode(Table):
    """One node of a tree: a player's choice, a chance move, or an end."""

    id: str = Field(description="What `to` calls it; the first node is the root")
    player: str | None = Field(None, description="Who chooses here")
    information_set: str | None = Field(
        None, description="Nodes with one label look the same to the player; left out, the player knows where it is"
    )
    chance: bool = Field(False, description="true where chance moves")
    actions: list[TreeAction] | None = Field(None, description="What can be done here: [{name = '...', to = '...'}, ...]")
    outcome: str = Field("", description="At an end: what happened")
    outcomes: Weights | None = Field(None, description="Or several outcomes: name to weight in [0, 1]")
    payoffs: list[Number] | None = Field(None, description="At an end: one payoff for each player, in their order")


class TreeFile(OwnFile):
    """A game of several moves, written as a flat list of nodes."""

    kind: Literal["tree"] = Field(description="Kind of scenario")
    players: list[str] = Field(description="Labels of the players")
    nodes: list[TreeNode] = Field(description="One [[nodes]] table for every node, the root first")


ScenarioFile: TypeAlias = ModelFile | NormalFormFile | SignallingFile | TreeFile

KINDS: dict[str, type[ModelFile] | type[NormalFormFile] | type[SignallingFile] | type[TreeFile]] = {
    "model": ModelFile,
    "normal_form": NormalFormFile,
    "signalling": SignallingFile,
    "tree": TreeFile,
}


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of scenario files of one kind, for editors.

    Parameters
    ----------
    kind : {"model", "normal_form", "signalling", "tree"}

    Raises
    ------
    ScenarioError
        For any other kind.

    Examples
    --------
    >>> schema = json_schema("signalling")
    >>> schema["title"], schema["properties"]["sender"]["type"]
    ('deterrence scenario: signalling', 'string')
    """
    if kind not in KINDS:
        raise ScenarioError(f"no kind of scenario {kind!r}{did_you_mean(kind, KINDS)} (kinds: {', '.join(KINDS)})")
    schema = KINDS[kind].model_json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"deterrence scenario: {kind}",
    }


def read_form(document: dict[str, Any]) -> ScenarioFile:
    """Check the form of a file.

    Raises
    ------
    MisplacedError
        For the first mistake found, with its key path.
    """
    kind = _kind(document)
    try:
        return KINDS[kind].model_validate(document)
    except ValidationError as error:
        raise _misplaced(error.errors(include_url=False)[0], document) from None


def _kind(document: dict[str, Any]) -> str:
    version = document.get("schema")
    if version is None:
        near = next((key for key in document if did_you_mean(key, ["schema"])), None)
        hint = f"; did you mean it by {near!r}?" if near else ""
        raise MisplacedError((near,) if near else (), f"the key 'schema' is missing; write schema = 1{hint}", key=True)
    if version != 1 or isinstance(version, bool):
        raise MisplacedError(("schema",), f"schema {version!r} is not known here; this version reads schema = 1")
    kind = document.get("kind", "model" if "model" in document else None)
    kinds = ", ".join(KINDS)
    if kind is None:
        known = [f.alias or name for form in KINDS.values() for name, f in form.model_fields.items()]
        for key in document:
            near_text = did_you_mean(key, ["kind", "model"])
            if near_text and key not in known:
                raise MisplacedError((key,), f"unknown key {key!r}{near_text}", key=True)
        raise MisplacedError((), f"the file names neither a model nor a kind; write model = '...' or kind = one of {kinds}")
    if not isinstance(kind, str) or kind not in KINDS:
        near_text = did_you_mean(kind, KINDS) if isinstance(kind, str) else ""
        raise MisplacedError(("kind",), f"no kind of scenario {kind!r}{near_text} (kinds: {kinds})")
    return kind


_EXPECTED = {
    "string_type": "expected text in quotes",
    "list_type": "expected a list in square brackets",
    "dict_type": "expected a table",
    "model_type": "expected a table",
}


def _misplaced(error: ErrorDetails, document: Any) -> MisplacedError:
    """One of pydantic's errors in the words of a file; parts of its path that are not in the file are dropped."""
    path: KeyPath = ()
    at: Any = document
    for part in error["loc"]:
        if (isinstance(at, dict) and part in at) or (isinstance(at, list) and isinstance(part, int) and part < len(at)):
            path, at = (*path, part), at[part]  # type: ignore[index]
    kind = error["type"]
    if kind == "unknown_key":
        return MisplacedError((*path, error["ctx"]["key"]), error["msg"], key=True)
    if kind == "missing":
        return MisplacedError(path, f"the key {error['loc'][-1]!r} is missing here", key=True)
    if kind == "literal_error":
        wanted = error["ctx"]["expected"]
        near = did_you_mean(at, wanted.replace("'", "").replace(" or ", ", ").split(", ")) if isinstance(at, str) else ""
        return MisplacedError(path, f"{at!r} is not allowed here{near} (allowed: {wanted})")
    message = _EXPECTED.get(kind, error["msg"])
    if kind in ("too_short", "too_long"):
        message = "expected a list of two: [least, most]"
    return MisplacedError(path, f"{message}, not {str(at)[:40]!r}" if kind in _EXPECTED else message)
