"""Tables in Gambit's ``.nfg`` format, with payoffs or with outcomes in their body, read and written."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import product
from math import prod
from typing import NamedTuple

from ...games.normal_form import NormalForm
from .tokens import TEXT, Reader, quoted
from .writing import number_of, plain_name, written

__all__ = ["nfg_text", "read_nfg"]

#: Most cells of a table that is read.
MOST_CELLS = 2_000_000

Payoffs = tuple[Fraction, ...]


class NfgFile(NamedTuple):
    """What a file says."""

    game: NormalForm
    comment: str
    notes: tuple[str, ...]


def read_nfg(text: str, place: str = "nfg") -> NfgFile:
    """Read the text of an ``.nfg`` file.

    Raises
    ------
    ScenarioError
        With line and column of the first mistake.

    Examples
    --------
    >>> file = read_nfg('NFG 1 R "Chicken" { "A" "B" } { 2 2 } 0 0 7 2 2 7 6 6')
    >>> file.game.payoffs["2", "1"]
    (Fraction(7, 1), Fraction(2, 1))
    >>> file.notes
    ('the last number touches the end of the file; if the file was cut off, it may lack digits',)
    """
    notes: dict[str, None] = {}
    reader = Reader(text, place)
    title = reader.header("NFG", "1")
    players = reader.labels("the players", "player ", notes)
    actions, lists = _actions(reader, players, notes)
    comment = reader.text_token("the comment") if reader.kind == TEXT else ""
    cells = [cell[::-1] for cell in product(*(actions[p] for p in reversed(players)))]
    outcomes: dict[tuple[str, ...], dict[str, int]] = {}
    if lists and reader.at("{"):
        names, payoffs = _outcome_body(reader, players, cells)
        outcomes = {cell: {name: 1} for cell, name in zip(cells, names, strict=True) if name}
    else:
        payoffs = [
            tuple(reader.number(f"the payoff of {player!r} at {' / '.join(cell)}") for player in players) for cell in cells
        ]
    reader.finish("the last cell of the table", notes)
    game = NormalForm(players, dict(zip(cells, payoffs, strict=True)), outcomes, actions, title=title)
    return NfgFile(game, comment, tuple(notes))


def _actions(reader: Reader, players: tuple[str, ...], notes: dict[str, None]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Player to strategies, which are listed or only counted, and which of the two."""
    start = reader.start
    reader.mark("{", "before the strategies")
    lists = reader.at("{")
    found: list[tuple[str, ...]] = []
    size = 1
    while not reader.at("}"):
        here = reader.start
        if lists:
            found.append(reader.labels("the strategies", "", notes))
        else:
            count = reader.count("the number of strategies of a player")
            size *= count
            _check_size(reader, size, here)
            found.append(tuple(str(k + 1) for k in range(count)))
        if not found[-1]:
            reader.fail("a player has 0 strategies; every player needs at least one", here)
    if len(found) != len(players):
        reader.fail(f"strategies of {len(found)} players for {len(players)} players; write one entry for each", start)
    reader.advance()
    _check_size(reader, prod(map(len, found)), start)
    return dict(zip(players, found, strict=True)), lists


def _check_size(reader: Reader, size: int, start: int) -> None:
    if size > MOST_CELLS:
        reader.fail(f"the table has more than {MOST_CELLS:,} cells, too large to be read", start)


def _outcome_body(reader: Reader, players: tuple[str, ...], cells: list[tuple[str, ...]]) -> tuple[list[str], list[Payoffs]]:
    """The list of outcomes, then the number of one for each cell; 0 is nothing."""
    reader.advance()
    names, payoffs = [""], [(Fraction(0),) * len(players)]
    while not reader.at("}"):
        reader.mark("{", "before an outcome")
        names.append(reader.text_token("the name of an outcome"))
        if reader.at(","):
            reader.advance()
        payoffs.append(reader.payoffs(players))
    reader.advance()
    chosen = []
    for cell in cells:
        here = reader.start
        k = reader.count(f"the outcome at {' / '.join(cell)}")
        if k >= len(names):
            reader.fail(f"there is no outcome {k}; {len(names) - 1} are listed, and 0 stands for none", here)
        chosen.append(k)
    return [names[k] for k in chosen], [payoffs[k] for k in chosen]


def nfg_text(game: NormalForm, comment: str = "") -> str:
    """A game as the text of an ``.nfg`` file.

    Raises
    ------
    ScenarioError
        When something would be lost: free parameters, irrational payoffs, or weights of outcomes.

    Examples
    --------
    >>> print(nfg_text(NormalForm.from_arrays([[1, "1/2"]], [[0, 3]])))
    NFG 1 R "" { "player 1" "player 2" }
    { { "action 1" }
    { "action 1" "action 2" } }
    ""
    <BLANKLINE>
    1 0
    1/2 3
    <BLANKLINE>
    """
    lists = "\n".join("{ " + " ".join(map(quoted, labels)) + " }" for labels in game.actions.values())
    head = f"NFG 1 R {quoted(game.title)} {{ {' '.join(map(quoted, game.players))} }}\n{{ {lists} }}\n{quoted(comment)}\n\n"
    with written("table"):
        rows = list(_rows(game))
    if not any(name for name, _ in rows):
        return head + "\n".join(" ".join(row) for _, row in rows) + "\n"
    number: dict[tuple[str, tuple[str, ...]], int] = {}
    order = [str(number.setdefault(row, len(number) + 1)) for row in rows]
    listed = "\n".join(f"{{ {quoted(name)} {', '.join(row)} }}" for name, row in number)
    return f"{head}{{\n{listed}\n}}\n{' '.join(order)}\n"


def _rows(game: NormalForm) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Outcome and payoffs of the cells as text, the first player's strategies changing fastest."""
    game.require_numbers()
    for reverse in product(*reversed([*game.actions.values()])):
        cell = reverse[::-1]
        where = partial(" / ".join, cell)
        yield plain_name(game.outcomes[cell], where), tuple(number_of(game, p, where) for p in game.payoffs[cell])
