"""Signalling games: a sender of private type sends a message, a receiver replies."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InvalidGame
from ..exact import Number, show
from ..frozen import FrozenDict
from ..parameters import Parameter
from .game import Criterion, Game, outcome_order, read_cells, read_labels, read_number, read_weights

if TYPE_CHECKING:
    from .tree import ExtensiveForm

__all__ = ["SignallingGame", "SignallingTable"]

Cell = tuple[str, str, str]


@dataclass(frozen=True)
class SignallingTable:
    """A signalling game as plain tables over any ordered field, indexed [type][message][reply].

    ``prior[t]`` is the probability of type t; ``sender`` and ``receiver`` are payoffs.
    """

    prior: tuple[Any, ...]
    sender: tuple[tuple[tuple[Any, ...], ...], ...]
    receiver: tuple[tuple[tuple[Any, ...], ...], ...]


class SignallingGame(Game):
    """A finite sender-receiver game with labelled types, messages and replies, and exact payoffs.

    Nature draws the sender's type; the sender sees it and sends a message; the receiver sees the message, not the
    type, and replies.

    Parameters
    ----------
    sender, receiver : str
        Labels of the two players.
    types : mapping of str to number
        Type to prior probability. Probabilities 0 and 1 are allowed; they sum to 1.
    messages : sequence of str
        The same for every type.
    replies : sequence of str, or mapping of message to sequence of str
        The receiver's replies; a mapping where they differ by message.
    payoffs : mapping or callable
        ``(type, message, reply)`` to ``(sender's payoff, receiver's payoff)``, in utils.
    outcomes : mapping or callable, optional
        ``(type, message, reply)`` to ``{name: weight in [0, 1]}``; outcomes may overlap.
    parameters, title, criteria, undefined, abbreviations
        As for `NormalForm`.

    Raises
    ------
    InvalidGame
        When a cell is missing or malformed, a prior lies outside [0, 1] or they do not sum to 1, or a label is empty
        or repeated.

    Examples
    --------
    >>> game = SignallingGame(sender="defender", receiver="challenger",
    ...     types={"resolute": "1/5", "irresolute": "4/5"}, messages=("warn", "stay_silent"), replies=("refrain", "probe"),
    ...     payoffs=lambda t, m, a: (0 if a == "refrain" else -1, 0 if a == "refrain" else (-2 if t == "resolute" else 1)))
    >>> game.prior["resolute"], game.replies["warn"]
    (Fraction(1, 5), ('refrain', 'probe'))
    """

    def __init__(
        self,
        sender: str,
        receiver: str,
        types: Mapping[str, Any],
        messages: Sequence[str],
        replies: Sequence[str] | Mapping[str, Sequence[str]],
        *,
        payoffs: Mapping[Cell, Sequence[Any]] | Callable[[str, str, str], Sequence[Any]],
        outcomes: Mapping[Cell, Any] | Callable[[str, str, str], Any] | None = None,
        parameters: Iterable[Parameter] = (),
        title: str = "",
        criteria: Iterable[Criterion] = (),
        undefined: str = "",
        abbreviations: Mapping[str, Any] | None = None,
    ) -> None:
        self.sender, self.receiver = read_labels((sender, receiver), "players")
        if not isinstance(types, Mapping):
            raise InvalidGame(f"types must map each type to its prior probability, not {types!r}")
        self.types = read_labels(types, "types")
        self.prior: Mapping[str, Number] = FrozenDict({t: read_number(p, f"prior of {t!r}") for t, p in types.items()})
        self.messages = read_labels(messages, "messages")
        self.replies: Mapping[str, tuple[str, ...]] = FrozenDict(self._read_replies(replies))
        cells = [(t, m, a) for t in self.types for m in self.messages for a in self.replies[m]]
        self.payoffs: Mapping[Cell, tuple[Number, Number]] = FrozenDict(
            {c: _read_payoffs(c, p) for c, p in read_cells(payoffs, cells, "payoffs", complete=True).items()}
        )
        given = {} if outcomes is None else read_cells(outcomes, cells, "outcomes", complete=False)
        self.outcomes: Mapping[Cell, Mapping[str, Number]] = FrozenDict(
            {c: read_weights(given[c], " / ".join(c)) if c in given else _NO_OUTCOME for c in cells}
        )
        numbers = [*self.prior.values(), *(n for pair in self.payoffs.values() for n in pair)]
        numbers += [n for weights in self.outcomes.values() for n in weights.values()]
        if all(isinstance(p, Fraction) for p in self.prior.values()):
            _check_prior(self.prior)
        self._declare(numbers, parameters, title, criteria, undefined, abbreviations)

    def _read_replies(self, replies: Any) -> dict[str, tuple[str, ...]]:
        if not isinstance(replies, Mapping):
            same = read_labels(replies, "replies")
            return dict.fromkeys(self.messages, same)
        if set(replies) != set(self.messages):
            raise InvalidGame(f"replies must name exactly the messages {', '.join(self.messages)}")
        return {m: read_labels(replies[m], f"replies to {m!r}") for m in self.messages}

    @property
    def players(self) -> tuple[str, ...]:
        """The sender and the receiver."""
        return self.sender, self.receiver

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Names of the outcomes, in the order of their first appearance."""
        return outcome_order(self.outcomes)

    def table(
        self,
        values: Mapping[str, Any] | None = None,
        number: Callable[[Fraction], Any] | None = None,
    ) -> SignallingTable:
        """The game as tables over the field in which the values are given."""

        def side(player: int) -> tuple[tuple[tuple[Any, ...], ...], ...]:
            return tuple(
                tuple(
                    tuple(self.evaluate(self.payoffs[t, m, a][player], values, number) for a in self.replies[m])
                    for m in self.messages
                )
                for t in self.types
            )

        prior = tuple(self.evaluate(p, values, number) for p in self.prior.values())
        return SignallingTable(prior, side(0), side(1))

    @cached_property
    def numbers(self) -> SignallingTable:
        """The game as tables of Fractions.

        Raises
        ------
        UnsupportedGame
            While parameters are free.
        """
        self.require_numbers()
        return self.table()

    def tree(self) -> "ExtensiveForm":
        """The same game as a tree; types label the sender's information sets, messages the receiver's.

        Examples
        --------
        >>> import deterrence as dt
        >>> game = dt.SignallingGame("a", "b", {"high": "1/2", "low": "1/2"}, ("warn", "quiet"), ("stop", "go"),
        ...                          payoffs=lambda t, m, r: (0, 0))
        >>> list(game.tree().information_sets["b"])
        ['warn', 'quiet']
        """
        from .signalling_tree import tree_of

        return tree_of(self)

    def _check_numbers(self) -> None:
        _check_prior(dict(zip(self.types, self.numbers.prior, strict=True)))
        self._check_weights()

    def _key(self) -> tuple[Any, ...]:
        outcomes = tuple(tuple(w.items()) for w in self.outcomes.values())
        shape = (self.sender, self.receiver, tuple(self.prior.items()), tuple(self.replies.items()))
        return (*shape, tuple(self.payoffs.items()), outcomes, tuple(sorted(self.values.items())))

    def __repr__(self) -> str:
        from ..present.text import game_text

        return game_text(self)


_NO_OUTCOME: Mapping[str, Number] = FrozenDict()


def _read_payoffs(cell: Cell, given: Any) -> tuple[Number, Number]:
    try:
        first, second = given
    except (TypeError, ValueError):
        where = " / ".join(cell)
        raise InvalidGame(f"payoffs at {where}: expected (sender's, receiver's), got {given!r}") from None
    if type(first) is int and type(second) is int:
        return Fraction(first), Fraction(second)
    where = " / ".join(cell)
    return read_number(first, f"sender's payoff at {where}"), read_number(second, f"receiver's payoff at {where}")


def _check_prior(prior: Mapping[str, Fraction]) -> None:
    for name, p in prior.items():
        if not 0 <= p <= 1:
            raise InvalidGame(f"the prior of type {name!r} is {show(p)}; probabilities lie in [0, 1]")
    if sum(prior.values()) != 1:
        total = show(sum(prior.values()))
        raise InvalidGame(f"the priors of {', '.join(map(repr, prior))} sum to {total}; they must sum to 1")
