"""The words in which a tree is written: players who choose, nature that draws, outcomes that end the game.

Every word builds an immutable subtree from smaller ones, so that a tree has the shape of the code that writes it. What
only the whole tree can tell (who forgets what, whose payoff is missing) is checked by `ExtensiveForm`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..errors import InvalidGame
from ..exact import Number
from ..frozen import FrozenDict
from .game import read_labels, read_number, read_weights

__all__ = ["Chance", "Choice", "Outcome", "Player", "Subtree", "nature", "outcome", "players"]


# Subtrees are compared by identity: comparing deep ones entry by entry would need deep recursion.
@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """An end of the game; see `outcome`."""

    name: str
    payoffs: Mapping[str, Number]
    weights: Mapping[str, Number]

    def __repr__(self) -> str:
        return f"<outcome {self.name!r}>"


@dataclass(frozen=True, eq=False, slots=True)
class Choice:
    """A decision node with its subtrees; see `Player.chooses`."""

    player: "Player"
    actions: "Mapping[str, Subtree]"
    knowing: str | None = None

    def __repr__(self) -> str:
        return f"<{self.player.label} chooses {' or '.join(self.actions)}>"


@dataclass(frozen=True, eq=False, slots=True)
class Chance:
    """A chance node with its probabilities and subtrees; see `nature`."""

    branches: "Mapping[str, tuple[Number, Subtree]]"

    def __repr__(self) -> str:
        return f"<nature draws {' or '.join(self.branches)}>"


Subtree: TypeAlias = Outcome | Choice | Chance


@dataclass(frozen=True)
class Player:
    """A player of a tree.

    Parameters
    ----------
    label : str
    position : int
        Place among the players that were named together.
    """

    label: str
    position: int = 0

    def chooses(
        self, actions: "Mapping[str, Subtree] | None" = None, knowing: str | None = None, **by_name: "Subtree"
    ) -> Choice:
        """A decision of this player.

        Parameters
        ----------
        actions : mapping of str to subtree, optional
            For actions that are no Python names, or are called ``actions`` or ``knowing``.
        knowing : str, optional
            Label of the information set. Nodes with one label look the same to the player; a node without one is known
            exactly, and its information set is named by its path.
        **by_name : subtree
            Action to what follows.

        Returns
        -------
        Choice

        Raises
        ------
        InvalidGame
            Without an action, for an action given twice, and for what is no subtree.

        Examples
        --------
        >>> import deterrence as dt
        >>> (defender,) = dt.players("defender")
        >>> defender.chooses(respond=dt.outcome("clash", defender=-1), tolerate=dt.outcome("capitulation", defender=-2))
        <defender chooses respond or tolerate>
        """
        what = f"{self.label}.chooses(...)"
        if actions is not None and not isinstance(actions, Mapping):
            raise InvalidGame(f"{what}: actions must map each action to a subtree, not {actions!r}")
        given = _together(actions or {}, by_name, what)
        if not given:
            raise InvalidGame(f"{what} has no actions; name at least one, such as respond=dt.outcome(...)")
        read_labels(given, f"actions of {what}")
        if knowing is not None and (not isinstance(knowing, str) or not knowing):
            raise InvalidGame(f"{what}: knowing={knowing!r} is no label; use non-empty text")
        for action, subtree in given.items():
            _check_subtree(subtree, f"action {action!r} of {what}")
        return Choice(self, FrozenDict(given), knowing)


def players(labels: str | Iterable[str]) -> tuple[Player, ...]:
    """Name the players of a tree.

    Parameters
    ----------
    labels : str or iterable of str
        Text is cut at spaces; labels that hold spaces are given as a list.

    Returns
    -------
    tuple of Player
        In the order given, which is their order in the game.

    Raises
    ------
    InvalidGame
        For labels that are empty or repeated.

    Examples
    --------
    >>> import deterrence as dt
    >>> challenger, defender = dt.players("challenger defender")
    >>> defender.label
    'defender'
    """
    read = read_labels(labels.split() if isinstance(labels, str) else labels, "players")
    return tuple(Player(label, k) for k, label in enumerate(read))


def nature(branches: "Mapping[str, tuple[Any, Subtree]] | None" = None, **by_name: "tuple[Any, Subtree]") -> Chance:
    """A chance move.

    Parameters
    ----------
    branches : mapping of str to (probability, subtree), optional
        For branches that are no Python names.
    **by_name : (probability, subtree)
        Branch to its probability and what follows. Probabilities may be symbols; 0 is allowed.

    Returns
    -------
    Chance

    Raises
    ------
    InvalidGame
        Without a branch, and for what is no pair of a number and a subtree.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.nature(accident=("1/10", dt.outcome("clash", pilot=-1)), nothing=("9/10", dt.outcome("peace", pilot=0)))
    <nature draws accident or nothing>
    """
    if branches is not None and not isinstance(branches, Mapping):
        raise InvalidGame(f"nature(...): branches must map each branch to (probability, subtree), not {branches!r}")
    given = _together(branches or {}, by_name, "nature(...)")
    if not given:
        raise InvalidGame("nature(...) has no branches; name at least one, such as accident=('1/10', dt.outcome(...))")
    read_labels(given, "branches of nature(...)")
    read = {}
    for branch, pair in given.items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise InvalidGame(f"branch {branch!r} of nature(...) must be (probability, subtree), not {pair!r}")
        _check_subtree(pair[1], f"branch {branch!r} of nature(...)")
        read[branch] = read_number(pair[0], f"probability of branch {branch!r} of nature(...)"), pair[1]
    return Chance(FrozenDict(read))


def outcome(
    name: str = "", /, payoffs: Mapping[str, Any] | None = None, weights: Mapping[str, Any] | None = None, **by_player: Any
) -> Outcome:
    """An end of the game.

    Parameters
    ----------
    name : str
        What happened, a measure of the game: its probability. Several ends may share a name.
    payoffs : mapping of str to number, optional
        For players that are no Python names.
    weights : mapping of str to number in [0, 1], optional
        Weights of several names instead of the one, for ends that already hold an expectation.
    **by_player : number
        Payoff of every player, in utils; may hold symbols.

    Returns
    -------
    Outcome

    Raises
    ------
    InvalidGame
        For a payoff that is no number.

    Examples
    --------
    >>> import deterrence as dt
    >>> dt.outcome("clash", challenger=-3, defender="-1/2").payoffs["defender"]
    Fraction(-1, 2)
    """
    if not isinstance(name, str):
        raise InvalidGame(f"an outcome's name must be text, not {name!r}; payoffs are given by player")
    if payoffs is not None and not isinstance(payoffs, Mapping):
        raise InvalidGame(f"outcome {name!r}: payoffs must map each player to a number, not {payoffs!r}")
    given = _together(payoffs or {}, by_player, f"outcome {name!r}")
    read = {player: read_number(value, f"payoff of {player!r} at outcome {name!r}") for player, value in given.items()}
    shares = read_weights(weights if weights is not None else ({name: 1} if name else {}), f"outcome {name!r}")
    if not name and len(shares) == 1 and next(iter(shares.values())) == 1:
        name = next(iter(shares))
    return Outcome(name, FrozenDict(read), shares)


def _together(mapping: Mapping[str, Any], by_name: Mapping[str, Any], what: str) -> dict[str, Any]:
    for label in by_name:
        if label in mapping:
            raise InvalidGame(f"{what} names {label!r} twice, in the mapping and by name")
    return {**mapping, **by_name}


def _check_subtree(subtree: Any, where: str) -> None:
    if not isinstance(subtree, Outcome | Choice | Chance):
        raise InvalidGame(
            f"{where} leads to {subtree!r}, which is no subtree; use dt.outcome(...), player.chooses(...) or dt.nature(...)"
        )
