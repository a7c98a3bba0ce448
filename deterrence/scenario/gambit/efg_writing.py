"""Trees written in Gambit's ``.efg`` format."""

from functools import partial

from ...errors import ScenarioError
from ...games.tree import ExtensiveForm
from ...games.tree_layout import CHANCE, LEAF
from .tokens import quoted
from .writing import number_of, plain_name, written

__all__ = ["efg_text"]


def efg_text(game: ExtensiveForm, comment: str = "") -> str:
    """A tree as the text of an ``.efg`` file.

    Parameters that have a value are written as numbers. What an information set and an outcome are stands
    wherever they appear, not only at first: Gambit reads either, OpenSpiel only this.

    Raises
    ------
    ScenarioError
        When something would be lost: free parameters, irrational payoffs, or weights of outcomes.

    Examples
    --------
    >>> import deterrence as dt
    >>> (pilot,) = dt.players("pilot")
    >>> root = pilot.chooses(stay=dt.outcome("peace", pilot=0), cross=dt.outcome("", pilot="1/2"))
    >>> print(efg_text(dt.ExtensiveForm(root)))
    EFG 2 R "" { "pilot" }
    ""
    <BLANKLINE>
    p "" 1 1 "root" { "stay" "cross" } 0
    t "" 1 "peace" { 0 }
    t "" 2 "" { 1/2 }
    <BLANKLINE>
    """
    layout = game.layout
    lines = [f"EFG 2 R {quoted(game.title)} {{ {' '.join(map(quoted, game.players))} }}", quoted(comment), ""]
    with written("tree"):
        game.require_numbers()
        numbers = _set_numbers(game)
        outcomes: dict[str, int] = {}
        known: dict[int, str] = {}
        chances = 0
        todo = [0]
        while todo:
            node = todo.pop()
            children = layout.children[node]
            todo += reversed(children)
            if layout.owner[node] == LEAF:
                outcome = _outcome(game, node)
                # the last end has a number of its own: cut off after it, the file cannot pass for one with a reference there
                number = outcomes.setdefault(outcome, len(outcomes) + 1) if todo else len(outcomes) + 1
                lines.append(f't "" {number} {outcome}')
            elif layout.owner[node] == CHANCE:
                chances += 1
                lines.append(f'c "" {chances} "" {{ {_branches(game, node)} }} 0')
            else:
                k = layout.set_of[node]
                if k not in known:
                    held = layout.sets[k]
                    known[k] = f"{numbers[k]} {quoted(held.label)} {{ {' '.join(map(quoted, held.actions))} }}"
                lines.append(f'p "" {layout.owner[node] + 1} {known[k]} 0')
    return "\n".join(lines) + "\n"


def _set_numbers(game: ExtensiveForm) -> list[int]:
    """The number of every information set among its player's."""
    count = [0] * len(game.players)
    numbers = []
    for held in game.layout.sets:
        count[held.player] += 1
        numbers.append(count[held.player])
    return numbers


def _branches(game: ExtensiveForm, node: int) -> str:
    layout = game.layout
    pairs = zip(layout.children[node], layout.chances[node], strict=True)
    return " ".join(f"{quoted(layout.branch[child])} {number_of(game, p, partial(layout.path, node))}" for child, p in pairs)


def _outcome(game: ExtensiveForm, node: int) -> str:
    """Name and payoffs of an end."""
    end = game.layout.ends[node]
    where = partial(game.layout.path, node)  # a path is as long as the tree is deep: made for a message only
    name = plain_name(end.weights, where)
    if name != (end.name or name):
        counts = repr(name) if name else "nothing"
        raise ScenarioError(f"the name {end.name!r} of the end at {where()} would be lost; it counts as {counts}")
    payoffs = ", ".join(number_of(game, end.payoffs[player], where) for player in game.players)
    return f"{quoted(name)} {{ {payoffs} }}"
