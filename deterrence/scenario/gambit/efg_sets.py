"""Information sets and outcomes of an ``.efg`` file: defined where they first stand, referred to by number afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ...exact import show
from ...frozen import FrozenDict
from ...games.moves import Outcome
from .tokens import TEXT, Reader

if TYPE_CHECKING:
    from .efg_nodes import Move

__all__ = ["HeldSet", "Outcomes", "Sets"]

Payoffs = tuple[Fraction, ...]


@dataclass(slots=True, eq=False)
class HeldSet:
    """An information set, or a chance move where ``player`` is -1; ``first`` is the number of its first node."""

    player: int
    name: str
    actions: tuple[str, ...]
    probabilities: Payoffs = ()
    first: int = 0
    label: str = ""


class Sets:
    """The information sets of a file, by player and number."""

    def __init__(self, reader: Reader, players: tuple[str, ...], notes: dict[str, None]) -> None:
        self.reader, self.players, self.notes = reader, players, notes
        self.known: dict[tuple[int, int], HeldSet] = {}
        self.names: dict[tuple[int, str], int] = {}

    def player_set(self, nodes: "Sequence[Move | Outcome]") -> HeldSet:
        """Read player, number and, unless they are known, name and actions of an information set."""
        reader = self.reader
        start = reader.start
        player = reader.count("the number of the player")
        if not 1 <= player <= len(self.players):
            reader.fail(f"there is no player {player}; players are numbered from 1 to {len(self.players)}", start)
        start = reader.start
        number = reader.count("the number of the information set")
        held = self.known.get((player - 1, number))
        if reader.kind != TEXT and held is not None:
            return held
        what = f"information set {number} of {self.players[player - 1]!r}"
        name = reader.text_token(f"the name of {what}, which was not defined before,")
        actions = reader.labels(f"the actions of {what}", "", self.notes)
        if held is not None:
            if (held.name, held.actions) != (name, actions):
                reader.fail(f"{what} was defined with another name or other actions before", start)
            return held
        if name and self.names.setdefault((player - 1, name), number) != number:
            reader.fail(f"two information sets of {self.players[player - 1]!r} are called {name!r}; rename one", start)
        held = self.known[player - 1, number] = HeldSet(player - 1, name, actions, first=len(nodes))
        return held

    def chance_set(self) -> HeldSet:
        """Read number and, unless they are known, name, branches and probabilities of a chance move."""
        reader = self.reader
        start = reader.start
        number = reader.count("the number of the chance move")
        held = self.known.get((-1, number))
        if reader.kind != TEXT and held is not None:
            return held
        what = f"chance move {number}"
        name = reader.text_token(f"the name of {what}, which was not defined before,")
        here = reader.start
        reader.mark("{", f"before the branches of {what}")
        labels, chances = [], []
        while not reader.at("}"):
            labels.append(reader.text_token(f"a branch of {what}, or '}}',"))
            place = reader.start
            chances.append(reader.number(f"the probability of {labels[-1]!r}"))
            if not 0 <= chances[-1] <= 1:
                reader.fail(f"the probability of {labels[-1]!r} is {show(chances[-1])}; probabilities lie in [0, 1]", place)
        reader.advance()
        actions = reader.usable(labels, here, f"the branches of {what}", "", self.notes)
        if sum(chances) != 1:
            reader.fail(f"the probabilities of {what} sum to {show(sum(chances))}; they must sum to 1", here)
        found = HeldSet(-1, name, actions, tuple(chances))
        if held is None:
            self.known[-1, number] = found
        elif (held.name, held.actions, held.probabilities) != (name, actions, found.probabilities):
            reader.fail(f"{what} was defined with another name or other branches before", start)
        return found if held is None else held

    def settle_labels(self, notes: dict[str, None]) -> None:
        """Give every set a label of its own; sets without a name are named later, by their path."""
        owners: dict[str, int] = {}
        named = [held for held in self.known.values() if held.player >= 0 and held.name]
        for held in named:
            owners[held.name] = owners.get(held.name, 0) + 1
        taken = {name for name, count in owners.items() if count == 1}
        for held in named:
            held.label = held.name
            if owners[held.name] > 1:
                held.label = free_label(f"{self.players[held.player]}: {held.name}", taken)
                notes[f"several players have an information set {held.name!r}; they are called PLAYER: {held.name}"] = None
                taken.add(held.label)


def free_label(wanted: str, taken: set[str]) -> str:
    """A label that is not taken: the one wanted, or that with a number."""
    label, k = wanted, 2
    while label in taken:
        label, k = f"{wanted} ({k})", k + 1
    return label


class Outcomes:
    """The outcomes of a file by number, and the ends that they make."""

    def __init__(self, reader: Reader, players: tuple[str, ...], notes: dict[str, None]) -> None:
        self.reader, self.players, self.notes = reader, players, notes
        self.nothing: Payoffs = (Fraction(0),) * len(players)
        self.known: dict[int, tuple[str, Payoffs]] = {0: ("", self.nothing)}
        self.ends: dict[int | tuple[int, Payoffs], Outcome] = {}

    def _read(self) -> int:
        """The number of the outcome that stands next, defined here or before."""
        reader = self.reader
        start = reader.start
        number = reader.count("the number of the outcome, 0 for none")
        if reader.kind == TEXT:
            if not number:
                reader.fail("outcome 0 stands for none and has no name; number outcomes from 1")
            name = reader.text_token("the name of the outcome")
            reader.mark("{", f"before the payoffs of outcome {number}")
            found = name, reader.payoffs(self.players)
            if self.known.setdefault(number, found) != found:
                reader.fail(f"outcome {number} was defined with another name or other payoffs before", start)
        elif number not in self.known:
            if reader.at("{"):
                reader.fail(f'outcome {number} has payoffs but no name; write a name in quotes before them, "" for none')
            reader.fail(f"outcome {number} is not defined before; write its name in quotes and its payoffs in braces", start)
        return number

    def end(self, before: Payoffs) -> Outcome:
        """The end of the game that stands next."""
        number = self._read()
        key = number if before is self.nothing else (number, before)
        found = self.ends.get(key)
        if found is None:
            name, own = self.known[number]
            total = own if before is self.nothing else tuple(a + b for a, b in zip(before, own, strict=True))
            weights = FrozenDict({name: Fraction(1)} if name else {})
            found = Outcome(name, FrozenDict(zip(self.players, total, strict=True)), weights)
            self.ends[key] = found
        return found

    def on_the_way(self, before: Payoffs) -> Payoffs:
        """The payoffs up to here, with those of the outcome at this node."""
        number = self._read()
        if not number:
            return before
        name, own = self.known[number]
        if name:
            self.notes[f"the name of an outcome before the end is not kept, only its payoffs: {name!r}"] = None
        return tuple(a + b for a, b in zip(before, own, strict=True))
