"""Games and scenarios to TOML text, and text to a file in one step."""

import os
import shutil
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..errors import ScenarioError
from ..exact import Number, show
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.tree import ExtensiveForm

__all__ = ["document_of", "expression_text", "to_toml", "write_aside"]

#: Integers that every reader of TOML keeps.
_LARGEST_INTEGER = 2**63


def expression_text(number: Number) -> str:
    """A number in the language of `read_expression`.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x", real=True)
    >>> expression_text(sympy.Min(x, 1 - x) / 2), expression_text(sympy.Piecewise((1, x > 0), (0, True)))
    ('min(x, 1 - x)/2', 'piecewise((1, x > 0), 0)')
    """
    return show(number) if isinstance(number, Fraction) else str(_printer().doprint(number))


@cache
def _printer() -> Any:
    from sympy.printing.str import StrPrinter

    class Printer(StrPrinter):  # type: ignore[misc]
        def _call(self, name: str, arguments: Any) -> str:
            return f"{name}({', '.join(self._print(a) for a in arguments)})"

        def _print_Min(self, node: Any) -> str:  # noqa: N802
            return self._call("min", sorted(node.args, key=lambda a: a.sort_key()))

        def _print_Max(self, node: Any) -> str:  # noqa: N802
            return self._call("max", sorted(node.args, key=lambda a: a.sort_key()))

        def _print_Abs(self, node: Any) -> str:  # noqa: N802
            return self._call("abs", node.args)

        def _print_Piecewise(self, node: Any) -> str:  # noqa: N802
            cases = [
                self._print(value) if condition == True else f"({self._print(value)}, {self._print(condition)})"  # noqa: E712
                for value, condition in node.args
            ]
            return f"piecewise({', '.join(cases)})"

        def _print_And(self, node: Any) -> str:  # noqa: N802
            return " and ".join(f"({self._print(c)})" for c in sorted(node.args, key=lambda c: c.sort_key()))

        def _print_Or(self, node: Any) -> str:  # noqa: N802
            return " or ".join(f"({self._print(c)})" for c in sorted(node.args, key=lambda c: c.sort_key()))

        def _print_Relational(self, node: Any) -> str:  # noqa: N802
            return f"{self._print(node.lhs)} {node.rel_op} {self._print(node.rhs)}"

    return Printer()


def _value(number: Number) -> int | str:
    if isinstance(number, Fraction) and number.denominator == 1 and abs(number.numerator) < _LARGEST_INTEGER:
        return int(number)
    return expression_text(number)


def document_of(game: Game) -> dict[str, Any]:
    """A game as the content of a scenario file; only its `undefined` message is not kept.

    Raises
    ------
    ScenarioError
        For kinds of games that scenario files do not hold.
    """
    document: dict[str, Any] = {"schema": 1, "title": game.title}
    if isinstance(game, NormalForm):
        actions = {player: list(labels) for player, labels in game.actions.items()}
        document |= {"kind": "normal_form", "players": list(game.players), "actions": actions}
    elif isinstance(game, ExtensiveForm):
        document |= {"kind": "tree", "players": list(game.players)}
    elif isinstance(game, SignallingGame):
        by_message = {message: list(labels) for message, labels in game.replies.items()}
        same = len(set(game.replies.values())) == 1
        document |= {"kind": "signalling", "sender": game.sender, "receiver": game.receiver}
        document |= {"messages": list(game.messages), "types": {t: _value(p) for t, p in game.prior.items()}}
        document |= {"replies": by_message[game.messages[0]] if same else by_message}
    else:
        raise ScenarioError(f"{type(game).__name__} cannot be written as a scenario")
    document["parameters"] = {p.name: _parameter(game, p) for p in game.all_parameters}
    if game.criteria:
        document["criteria"] = [{"name": c.name, "measure": c.measure, "sense": c.sense} for c in game.criteria]
    if isinstance(game, ExtensiveForm):
        document["nodes"] = _nodes(game)
    else:
        document["cells"] = [_cell(game, cell) for cell in game.payoffs]
    return document


def _nodes(game: ExtensiveForm) -> list[dict[str, Any]]:
    """The nodes of a tree, each called by its path; where two paths read the same, by its number too."""
    layout = game.layout
    ids: dict[str, int] = {}
    for node in range(len(layout.parent)):
        name = layout.name(node)
        while name in ids:
            name = f"{name} (node {node})"
        ids[name] = node
    name_of = list(ids)
    found = []
    for node, children in enumerate(layout.children):
        table: dict[str, Any] = {"id": name_of[node]}
        actions: list[dict[str, Any]] = [{"name": layout.branch[c], "to": name_of[c]} for c in children]
        if node in layout.ends:
            end = layout.ends[node]
            single = {end.name: 1} if end.name else {}
            table |= {"outcome": end.name} if end.name else {}
            table |= {} if end.weights == single else {"outcomes": {name: _value(w) for name, w in end.weights.items()}}
            table["payoffs"] = [_value(end.payoffs[player]) for player in game.players]
        elif node in layout.chances:
            chances = layout.chances[node]
            table |= {"chance": True}
            table["actions"] = [a | {"probability": _value(p)} for a, p in zip(actions, chances, strict=True)]
        else:
            held = layout.sets[layout.set_of[node]]
            label = {} if held.label == layout.name(node) and len(held.nodes) == 1 else {"information_set": held.label}
            table |= {"player": game.players[held.player], **label, "actions": actions}
        found.append(table)
    return found


def _parameter(game: Game, parameter: Any) -> dict[str, Any]:
    said = {"meaning": parameter.meaning, "unit": parameter.unit}
    table: dict[str, Any] = {key: text for key, text in said.items() if text} | {"domain": parameter.domain}
    if parameter.name in game.values:
        table["value"] = _value(game.values[parameter.name])
    return table


def _cell(game: Any, cell: tuple[str, ...]) -> dict[str, Any]:
    labels = {"actions": list(cell)} if isinstance(game, NormalForm) else dict(zip(_SIGNALLING_CELL, cell, strict=True))
    table: dict[str, Any] = {**labels, "payoffs": [_value(payoff) for payoff in game.payoffs[cell]]}
    if game.outcomes[cell]:
        table["outcomes"] = {name: _value(weight) for name, weight in game.outcomes[cell].items()}
    return table


_SIGNALLING_CELL = ("type", "message", "reply")


def to_toml(document: Mapping[str, Any]) -> str:
    """TOML text; parameters become tables, which keep their order."""
    import tomli_w

    parameters = {
        name: entry if isinstance(entry, dict) else {"value": entry}
        for name, entry in document.get("parameters", {}).items()
    }
    return tomli_w.dumps({**document, "parameters": parameters}, multiline_strings=True)


def write_aside(path: Path, text: str) -> None:
    """Write a file in its folder under another name, then move it into place.

    Raises
    ------
    ScenarioError
        When the folder does not exist or cannot be written to.
    """
    try:
        target = Path(os.path.realpath(path))  # a link stays a link
        aside = target.with_name(f".{target.name}.{token_hex(4)}.partial")
        data = text.encode("utf-8")
        try:
            with aside.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                shutil.copymode(target, aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except UnicodeEncodeError as error:
        raise ScenarioError(f"cannot write {path}: {error.object[error.start]!a} is not a character of UTF-8") from None
    except (OSError, ValueError) as error:
        raise ScenarioError(f"cannot write {path}: {error}") from None
