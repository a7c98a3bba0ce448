"""Which messages to allow: a sender that settles beforehand what may be said at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data
from ..games.signalling import SignallingGame
from .cells import has_measure, solved
from .comparison import answer
from .measures import Band, measure_names, probability
from .publicity import best_publicity

__all__ = ["BestMessages", "MessageSet", "best_messages", "restricted"]

#: Games with more messages have too many sets to be tried unasked.
MAX_MESSAGES = 6


@dataclass(frozen=True)
class MessageSet:
    """What a set of messages leads to.

    Attributes
    ----------
    messages : tuple of str
    value : Fraction or None
        The best value of the parameter that is settled with the set; None where no parameter was asked for, or the set does
        not depend on it.
    attained : bool
        False where that value lies just beside a threshold that itself is worse.
    band : Band or None
        The objective over all equilibria; None where they are not all known, or a refinement leaves none.
    verdict : str or None
        Whether the objective is larger than under the baseline: "yes" for every pair of equilibria, "no" for none, or
        "depends on which equilibrium". None for the baseline itself, and where there is no band.
    """

    messages: tuple[str, ...]
    value: Fraction | None
    attained: bool
    band: Band | None
    verdict: str | None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "messages": list(self.messages),
            "value": None if self.value is None else as_data(self.value),
            "attained": self.attained,
            "band": None if self.band is None else self.band.to_dict(),
            "verdict": self.verdict,
        }


@dataclass(frozen=True, repr=False)
class BestMessages:
    """Sets of messages, each with all that may come of it.

    Attributes
    ----------
    objective : str
    parameter : str or None
        Settled together with the set.
    sets : tuple of MessageSet
        Small sets first; the first of all is the baseline.
    best : MessageSet
        The one to allow; of equally good ones the smallest.
    """

    objective: str
    parameter: str | None
    sets: tuple[MessageSet, ...]
    best: MessageSet

    @property
    def baseline(self) -> MessageSet:
        """With which the others are compared."""
        return self.sets[0]

    def __getitem__(self, messages: str | Iterable[str]) -> MessageSet:
        wanted = {messages} if isinstance(messages, str) else set(messages)
        for one in self.sets:
            if set(one.messages) == wanted:
                return one
        known = "; ".join(", ".join(one.messages) for one in self.sets)
        raise InvalidParameter(f"no set of {', '.join(sorted(wanted))} was tried (sets: {known})")

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "schema": "deterrence.best_messages",
            "version": 1,
            "objective": self.objective,
            "parameter": self.parameter,
            "sets": [one.to_dict() for one in self.sets],
            "best": list(self.best.messages),
        }

    def __repr__(self) -> str:
        from ..present.messages import message_sets_text

        return message_sets_text(self)


def best_messages(
    game: SignallingGame,
    objective: str | None = None,
    parameter: str | None = None,
    *,
    always: Iterable[str] | None = None,
    sets: Iterable[Iterable[str]] | None = None,
    refine: str | Sequence[str] | None = None,
    cautious: bool = True,
) -> BestMessages:
    """Find which of the messages of a game its sender had better allow itself, if it can settle that beforehand.

    More messages are no gain for sure: where a warning can be sent, not to send one says something too. Each set is the game
    that is left when the other messages are forbidden; all its equilibria are found. What is settled is only what may be
    said; who settled what it says as each type would do better still, see `persuade`.

    Parameters
    ----------
    game : SignallingGame
        With numbers for all parameters, but for `parameter`.
    objective : str, optional
        A measure that is to be large, such as "deterred"; by default the sender's payoff.
    parameter : str, optional
        Settled together with the set, such as the publicity of one of the warnings: its best value is found for each set
        that depends on it, see `best_publicity`.
    always : sequence of str, optional
        Messages that cannot be forbidden; by default the first, as a rule silence. They are the baseline.
    sets : sequence of sequences of str, optional
        The sets to be tried, the baseline first; by default all that hold what cannot be forbidden.
    refine : str or sequence of str, optional
        Refinements, applied in order to the equilibria of each set.
    cautious : bool
        Choose by the least over all equilibria, and by the most where that ties; or the other way round.

    Returns
    -------
    BestMessages

    Raises
    ------
    InvalidParameter
        For a message, measure or parameter that the game does not have.
    UnsupportedGame
        For other games, while other parameters are free, for more than 6 messages without `sets`, and where the equilibria
        of no set are known completely.

    Examples
    --------
    Where complying in full view costs the challenger more than a clash, a public warning deters nobody. A private one that
    leaks enough binds the defender, and that the public one is forbidden is no loss:

    >>> import deterrence as dt
    >>> game = dt.models.warning_game("both", credibility="1/5", gain=1, clash_cost=2, accident_rate="1/10",
    ...     loss_resolute=1, loss_irresolute=1, commitment_gap=2, reputation_cost="1/2", audience_cost=3, face_cost="5/2",
    ...     warning_cost="1/1000", leak="3/5")
    >>> dt.best_messages(game, "deterred")
    deterred, by the messages that are allowed:
      stay_silent                                  0
      stay_silent, warn_privately                  1  larger: yes  (best)
      stay_silent, warn_publicly                   0  larger: no
      stay_silent, warn_privately, warn_publicly   1  larger: yes
    """
    names = (refine,) if isinstance(refine, str) else tuple(refine or ())
    goal, tried = _read(game, objective, parameter, always, sets)
    found: list[MessageSet] = []
    for messages in tried:
        part = restricted(game, messages)
        value, attained, band = _settled(part, goal, parameter, names, cautious)
        base = found[0].band if found else None
        verdict = answer("more", band - base) if band is not None and base is not None else None
        found.append(MessageSet(messages, value, attained, band, verdict))
    known = [(one, one.band) for one in found if one.band is not None]
    if not known:
        raise UnsupportedGame(
            "for no set of messages are all equilibria known (or a refinement left none); ask dt.perfect_bayesian of one "
            "of them for the reason"
        )
    ends = {one.messages: (band.least, band.most) if cautious else (band.most, band.least) for one, band in known}
    best = max((one for one, _ in known), key=lambda one: (ends[one.messages], -len(one.messages)))
    return BestMessages(goal, parameter, tuple(found), best)


def restricted(game: SignallingGame, messages: Sequence[str]) -> SignallingGame:
    """The game in which only some of the messages can be sent.

    Parameters
    ----------
    game : SignallingGame
    messages : sequence of str
        In any order; they keep that of the game.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.warning_game("both", credibility="1/5", gain=1, clash_cost=2)
    >>> restricted(game, ["warn_publicly", "stay_silent"]).messages
    ('stay_silent', 'warn_publicly')
    """
    kept = [m for m in game.messages if m in set(messages)]
    cells = [cell for cell in game.payoffs if cell[1] in kept]
    part = SignallingGame(
        game.sender,
        game.receiver,
        dict(game.prior),
        kept,
        {m: game.replies[m] for m in kept},
        payoffs={cell: game.payoffs[cell] for cell in cells},
        outcomes={cell: game.outcomes[cell] for cell in cells},
        parameters=game.all_parameters,
        title=game.title,
        criteria=game.criteria,
        undefined=game._undefined,
    )
    return part.at(**game.values)


def _settled(
    part: SignallingGame, goal: str, parameter: str | None, names: Sequence[str], cautious: bool
) -> tuple[Fraction | None, bool, Band | None]:
    """The best value of the parameter, whether it is attained, and the band of the objective there."""
    if parameter is not None and any(p.name == parameter for p in part.free(parameter).parameters):
        try:
            best = best_publicity(part, goal, parameter, refine=names, cautious=cautious)
        except UnsupportedGame:
            return None, True, None
        return best.value, best.attained, Band(best.least, best.most)
    # a parameter that the set does not feel may have any value
    eqs = solved(part, names)
    return None, True, probability(eqs, goal) if eqs.complete and eqs.components else None


def _read(
    game: Any, objective: str | None, parameter: str | None, always: Iterable[str] | None, sets: Any
) -> tuple[str, list[tuple[str, ...]]]:
    """The objective, and the sets to be tried; everything is checked before any work starts."""
    if not isinstance(game, SignallingGame):
        raise UnsupportedGame(
            f"best_messages takes a SignallingGame, not {type(game).__name__}; of a tree take tree.signalling()"
        )
    others = [p.name for p in (game if parameter is None else game.free(parameter)).parameters if p.name != parameter]
    if others:
        raise UnsupportedGame(f"no value for {', '.join(others)}; give one: game.at({others[0]}=...)")
    goal = f"payoff:{game.sender}" if objective is None else objective
    if not has_measure(game, goal):
        known = measure_names(game)
        raise InvalidParameter(f"no measure {goal!r}{did_you_mean(goal, known)} (measures: {', '.join(known)})")
    if sets is not None:
        return goal, [_known(game, one) for one in sets] or [game.messages]
    kept = _known(game, game.messages[:1] if always is None else always, empty=True)
    if len(game.messages) > MAX_MESSAGES:
        raise UnsupportedGame(
            f"{len(game.messages)} messages have too many sets to be tried; name those of interest: "
            f"sets=[{list(game.messages[:1])}, {list(game.messages[:2])}, ...]"
        )
    more = [m for m in game.messages if m not in kept]
    chosen = [{*kept, *added} for size in range(len(more) + 1) for added in combinations(more, size)]
    return goal, [tuple(m for m in game.messages if m in one) for one in chosen if one]


def _known(game: SignallingGame, messages: Any, *, empty: bool = False) -> tuple[str, ...]:
    """Some messages of the game, in its order."""
    given = [messages] if isinstance(messages, str) else list(messages)
    for name in given:
        if name not in game.messages:
            near = did_you_mean(str(name), game.messages)
            raise InvalidParameter(f"no message {name!r}{near} (messages: {', '.join(game.messages)})")
    if not given and not empty:
        raise InvalidParameter(
            f"a set of messages is empty; something is always said (messages: {', '.join(game.messages)})"
        )
    return tuple(m for m in game.messages if m in given)
