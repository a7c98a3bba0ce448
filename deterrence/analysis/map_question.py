"""The question of a map as data, so that a store knows what it answers."""

from collections.abc import Mapping
from typing import Any

from ..exact import show
from .blocks import Question
from .cells import concept_name
from .map_output import package_version

__all__ = ["ask", "differences"]


def ask(question: Question, block: tuple[int, ...], *, several: bool) -> dict[str, Any]:
    """The question as data: two runs with the same are the same run."""
    varied = frozenset(axis.name for axis in question.axes)
    return {
        "program": package_version(),
        "measures": list(question.measures),
        "refinements": list(question.refinements),
        "axes": {axis.name: axis.describe() for axis in question.axes},
        "concept": concept_name(question.concept),
        "games": {name: _game(game, varied) for name, game in question.games.items()},
        "block": list(block),
        "channel": several,
    }


def _game(game: Any, varied: frozenset[str]) -> dict[str, Any]:
    def written(numbers: Any) -> Any:
        return [show(n) for n in numbers]

    cells = {" / ".join(cell): written(row) for cell, row in game.payoffs.items()}
    weights = {
        " / ".join(cell): {name: show(w) for name, w in weights.items()}
        for cell, weights in game.outcomes.items()
        if weights
    }
    prior = {t: show(p) for t, p in getattr(game, "prior", {}).items()}
    values = {name: show(v) for name, v in sorted(game.values.items()) if name not in varied}
    return {"players": list(game.players), "prior": prior, "payoffs": cells, "outcomes": weights, "values": values}


def differences(old: Any, new: Any) -> list[str]:
    """What differs between two questions, in words; at most three things."""
    kept = ("block", "channel")
    there, now = ({key: value for key, value in question.items() if key not in kept} for question in (old, new))
    found = _differences(there, now)
    if old.get("channel") != new.get("channel"):
        found.append(f"{_asked(old)} was asked about there and {_asked(new)} now")
    if not found and old != new:
        # what is asked is the same: only the work is divided in another way
        found = ["the store is divided into blocks of another size"]
    return found[:3]


def _asked(question: Mapping[str, Any]) -> str:
    return "a mapping of games" if question.get("channel") else "one game"


def _differences(old: Any, new: Any, path: str = "") -> list[str]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        found: list[str] = []
        for key in dict.fromkeys([*old, *new]):
            here = f"{path} > {key}" if path else str(key)
            if key not in old or key not in new:
                found.append(f"{here} is only {'asked now' if key in new else 'in the store'}")
            else:
                found += _differences(old[key], new[key], here)
        # a digest tells values apart that have the same ends and the same number; where these differ it adds nothing
        digest = f"{path} > sha256 is "
        plain = [text for text in found if not text.startswith(digest)]
        return plain if plain or not found else [f"{path} has other values between the same ends"]
    if old == new:
        return []
    return [f"{path} is {_short(old)} there and {_short(new)} now"]


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return (text if len(text) <= 60 else text[:57] + "...") or "nothing"
