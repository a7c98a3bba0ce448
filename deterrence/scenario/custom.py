"""Games that a scenario file declares itself: labels and payoff expressions to a game."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ..exact import Number, show
from ..games.game import Criterion, read_labels
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..parameters import Parameter
from .positions import KeyPath, MisplacedError
from .quantities import known_name, placed, read_formula

if TYPE_CHECKING:
    from .schema import NormalFormCell, NormalFormFile, OwnFile, SignallingCell, SignallingFile, TreeNode

__all__ = ["criteria_of", "entries", "labels_of", "normal_form", "probability", "signalling"]

Cell = tuple[str, ...]


def normal_form(file: "NormalFormFile", parameters: Sequence[Parameter]) -> NormalForm:
    """The game of a file of kind "normal_form", its parameters free."""
    players = labels_of(("players",), file.players, "players")
    for player in file.actions:
        known_name(("actions", player), player, players, "no player", "players", key=True)
    for player in players:
        if player not in file.actions:
            raise MisplacedError(("actions",), f"the actions of player {player!r} are missing", key=True)
    actions = {p: labels_of(("actions", p), file.actions[p], f"actions of {p!r}") for p in players}
    names = [p.name for p in parameters]
    payoffs: dict[Cell, tuple[Number, ...]] = {}
    outcomes: dict[Cell, dict[str, Number]] = {}
    for i, given in enumerate(file.cells):
        path: KeyPath = ("cells", i, "actions")
        if len(given.actions) != len(players):
            raise MisplacedError(path, f"{len(given.actions)} actions for {len(players)} players; name one for each")
        for j, (player, action) in enumerate(zip(players, given.actions, strict=True)):
            known_name((*path, j), action, actions[player], f"{player!r} has no action", "actions")
        cell = _new(tuple(given.actions), payoffs, path)
        payoffs[cell], outcomes[cell] = entries(("cells", i), given, names, players)
    _complete(product(*actions.values()), payoffs)
    with placed(("cells",), key=True):
        return NormalForm(
            players, payoffs, outcomes, actions, parameters=parameters, title=file.title, criteria=criteria_of(file)
        )


def signalling(file: "SignallingFile", parameters: Sequence[Parameter]) -> SignallingGame:
    """The game of a file of kind "signalling", its parameters free."""
    if file.sender == file.receiver:
        raise MisplacedError(("receiver",), f"sender and receiver are both {file.sender!r}; give them different labels")
    types = labels_of(("types",), file.types, "types")
    messages = labels_of(("messages",), file.messages, "messages")
    replies = _replies(file, messages)
    names = [p.name for p in parameters]
    prior = {t: probability(("types", t), p, names, f"the prior of type {t!r}") for t, p in file.types.items()}
    payoffs: dict[Cell, tuple[Number, ...]] = {}
    outcomes: dict[Cell, dict[str, Number]] = {}
    for i, given in enumerate(file.cells):
        path: KeyPath = ("cells", i)
        known_name((*path, "type"), given.type, types, "no type", "types")
        known_name((*path, "message"), given.message, messages, "no message", "messages")
        known_name((*path, "reply"), given.reply, replies[given.message], f"{given.message!r} has no reply", "replies")
        cell = _new((given.type, given.message, given.reply), payoffs, path)
        payoffs[cell], outcomes[cell] = entries(("cells", i), given, names, (file.sender, file.receiver))
    _complete(((t, m, a) for t in types for m in messages for a in replies[m]), payoffs)
    with placed(("types",), key=True):
        return SignallingGame(
            file.sender,
            file.receiver,
            prior,
            messages,
            replies,
            payoffs=payoffs,  # type: ignore[arg-type]
            outcomes=outcomes,  # type: ignore[arg-type]
            parameters=parameters,
            title=file.title,
            criteria=criteria_of(file),
        )


def _replies(file: "SignallingFile", messages: Sequence[str]) -> dict[str, tuple[str, ...]]:
    given = file.replies
    if not isinstance(given, Mapping):
        return dict.fromkeys(messages, labels_of(("replies",), given, "replies"))
    for message in given:
        known_name(("replies", message), message, messages, "no message", "messages", key=True)
    for message in messages:
        if message not in given:
            raise MisplacedError(("replies",), f"the replies to message {message!r} are missing", key=True)
    return {m: labels_of(("replies", m), given[m], f"replies to {m!r}") for m in messages}


def labels_of(path: KeyPath, given: Iterable[str], what: str) -> tuple[str, ...]:
    """Labels, each used once."""
    with placed(path):
        return read_labels(given, what)


def _new(cell: Cell, cells: Mapping[Cell, object], path: KeyPath) -> Cell:
    if cell in cells:
        raise MisplacedError(path, f"the cell {' / '.join(cell)} is given twice; write it once")
    return cell


def _complete(wanted: Iterable[Cell], cells: Mapping[Cell, object]) -> None:
    for cell in wanted:
        if cell not in cells:
            raise MisplacedError(
                ("cells",), f"the cell {' / '.join(cell)} is missing; every cell needs a [[cells]] table", key=True
            )


def entries(
    path: KeyPath, given: "NormalFormCell | SignallingCell | TreeNode", names: Sequence[str], players: Sequence[str]
) -> tuple[tuple[Number, ...], dict[str, Number]]:
    """Payoffs and outcomes of one cell, or of one end."""
    if len(given.payoffs or ()) != len(players):
        count = len(given.payoffs or ())
        message = f"{count} payoffs for {len(players)} players; write one for each of {', '.join(players)}"
        raise MisplacedError((*path, "payoffs"), message)
    payoffs = tuple(read_formula((*path, "payoffs", j), payoff, names) for j, payoff in enumerate(given.payoffs or ()))
    outcomes = {}
    for name, weight in (given.outcomes or {}).items():
        where: KeyPath = (*path, "outcomes", name)
        if not name:
            raise MisplacedError(where, "an outcome needs a name", key=True)
        outcomes[name] = probability(where, weight, names, f"the weight of {name!r}")
    return payoffs, outcomes


def probability(path: KeyPath, given: int | Decimal | str, names: Sequence[str], what: str) -> Number:
    """A number in [0, 1], or an expression."""
    number = read_formula(path, given, names)
    if isinstance(number, Fraction) and not 0 <= number <= 1:
        raise MisplacedError(path, f"{what} is {show(number)}; it lies in [0, 1]")
    return number


def criteria_of(file: "OwnFile") -> tuple[Criterion, ...]:
    """What a comparison should decide."""
    return tuple(Criterion(c.name, c.measure, c.sense) for c in file.criteria)
