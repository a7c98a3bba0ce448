"""The most that warnings could achieve: the best policy of a sender that can commit itself to one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any

from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data, show
from ..frozen import FrozenDict
from ..games.signalling import SignallingGame
from .linear_program import Constraint, maximise

__all__ = ["BestPolicy", "PersuasionBound", "persuade"]


@dataclass(frozen=True)
class BestPolicy:
    """What to say, by type, and what the receiver then does.

    Attributes
    ----------
    value : Fraction
        Of the objective.
    policy : mapping
        ``policy[type][message, reply]``: probability that this type sends the message in the version that recommends the
        reply, which the receiver then does best to follow.
    posteriors : mapping
        ``posteriors[message, reply][type]``: what the receiver then believes.
    """

    value: Fraction
    policy: Mapping[str, Mapping[tuple[str, str], Fraction]]
    posteriors: Mapping[tuple[str, str], Mapping[str, Fraction]]

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        policy = {t: {" / ".join(s): as_data(p) for s, p in row.items()} for t, row in self.policy.items()}
        beliefs = {" / ".join(s): {t: as_data(p) for t, p in row.items()} for s, row in self.posteriors.items()}
        return {"value": as_data(self.value), "policy": policy, "posteriors": beliefs}


@dataclass(frozen=True, repr=False)
class PersuasionBound:
    """Upper bounds on what the messages of a game achieve in any equilibrium.

    Attributes
    ----------
    objective, base : str
    nothing : tuple of Fraction
        Least and most of the objective where only the base message exists: the receiver learns nothing.
    mediated : BestPolicy
        The best without commitment, where messages only inform: the sender tells a mediator its type, truthfully since no
        lie pays, and the mediator recommends a reply. No equilibrium of cheap talk does better.
    informing : BestPolicy
        The best where messages only inform: all payoffs are those of the base message.
    binding : BestPolicy
        The best where the messages also do what they do in the game, such as binding the sender. Every equilibrium of the
        game is such a policy, so none does better.
    """

    objective: str
    base: str
    nothing: tuple[Fraction, Fraction]
    mediated: BestPolicy
    informing: BestPolicy
    binding: BestPolicy

    def share(self, value: Any) -> Fraction | None:
        """How much of the attainable gain over saying nothing a value is; None where nothing can be gained.

        Saying nothing counts at its best for the sender.
        """
        room = self.binding.value - self.nothing[1]
        return (Fraction(value) - self.nothing[1]) / room if room else None

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "schema": "deterrence.persuasion",
            "version": 1,
            "objective": self.objective,
            "base": self.base,
            "nothing": [as_data(v) for v in self.nothing],
            "mediated": self.mediated.to_dict(),
            "informing": self.informing.to_dict(),
            "binding": self.binding.to_dict(),
        }

    def __repr__(self) -> str:
        least, most = map(show, self.nothing)
        silent = least if least == most else f"[{least}, {most}]"
        return (
            f"<{self.objective}: {silent} with no message, at most {show(self.informing.value)} by informing, "
            f"{show(self.binding.value)} by all that the messages do>"
        )


def persuade(game: SignallingGame, objective: str | None = None, *, base: str | None = None) -> PersuasionBound:
    """Find the best that a sender could do if it could commit itself to what it says as each type.

    In an equilibrium every type says what suits it then, so warnings are doubted. A sender that could commit itself to a
    policy would do better (Bayesian persuasion). Its value bounds what any equilibrium attains. For a fact that is true or
    false, and a payoff known as a function of the audience's belief, `persuasion` asks the same without a game.

    Parameters
    ----------
    game : SignallingGame
        With numbers for all parameters.
    objective : str, optional
        An outcome or a reply, whose probability is to be as large as can be, or "payoff:player"; by default the sender's
        payoff.
    base : str, optional
        The message whose payoffs hold where messages only inform; by default the first, as a rule silence.

    Returns
    -------
    PersuasionBound

    Raises
    ------
    UnsupportedGame
        For other games than signalling games, and while parameters are free.
    InvalidParameter
        For an objective or a message that the game does not have.

    Notes
    -----
    A linear program in exact arithmetic over the joint probability of type, message and recommended reply: each reply
    must be a best one given its message and recommendation (the revelation principle, as in [1]_, Proposition 1). With
    two types and informing messages its value is the concave closure of the objective at the prior. Where the receiver
    is indifferent it does what suits the sender. A program has types x messages x replies variables. That of a mediator
    (communication equilibrium [2]_) has one more condition for each type and lie: none pays.

    References
    ----------
    .. [1] E. Kamenica and M. Gentzkow (2011), Bayesian persuasion, American Economic Review 101, 2590-2615.
    .. [2] F. Forges (1986), An approach to communication equilibria, Econometrica 54, 1375-1385.

    Examples
    --------
    >>> import deterrence as dt
    >>> crisis = dict(credibility="1/5", gain=1, clash_cost=2, loss_resolute=1, loss_irresolute=1, commitment_gap=2)
    >>> game = dt.models.warning_game("private", **crisis, reputation_cost="1/2", audience_cost=3, face_cost=0)
    >>> dt.persuade(game, "deterred")
    <deterred: 0 with no message, at most 3/5 by informing, 3/5 by all that the messages do>

    All of that needs commitment: both types would tell a mediator whatever makes the challenger refrain.

    >>> dt.persuade(game, "deterred").mediated.value
    Fraction(0, 1)
    """
    if not isinstance(game, SignallingGame):
        raise UnsupportedGame(
            f"persuade takes a SignallingGame, not {type(game).__name__}; of a tree take tree.signalling()"
        )
    game.require_numbers()
    start = game.messages[0] if base is None else base
    if start not in game.messages:
        near = did_you_mean(start, game.messages)
        raise InvalidParameter(f"no message {start!r} for the base{near} (messages: {', '.join(game.messages)})")
    goal = f"payoff:{game.sender}" if objective is None else objective
    weights = _weights(game, goal)
    silent = _silence(game, weights, start)
    informing = _best(game, weights, (start,))
    mediated = _best(game, weights, (start,), _truth(game, start))
    return PersuasionBound(goal, start, silent, mediated, informing, _best(game, weights, game.messages))


def _weights(game: SignallingGame, objective: str) -> dict[tuple[str, str, str], Fraction]:
    """What the objective is worth in each cell."""
    replies = tuple(dict.fromkeys(a for m in game.messages for a in game.replies[m]))
    known = (*game.outcome_names, *replies, *(f"payoff:{p}" for p in game.players))
    if objective not in known:
        raise InvalidParameter(
            f"no objective {objective!r}{did_you_mean(objective, known)} (objectives: {', '.join(known)})"
        )
    if objective.startswith("payoff:"):
        side = game.players.index(objective.removeprefix("payoff:"))
        return {cell: game.evaluate(pair[side]) for cell, pair in game.payoffs.items()}
    if objective in game.outcome_names:
        return {cell: game.evaluate(game.outcomes[cell].get(objective, Fraction(0))) for cell in game.payoffs}
    return {cell: Fraction(cell[2] == objective) for cell in game.payoffs}


def _prior(game: SignallingGame) -> dict[str, Fraction]:
    return dict(zip(game.types, game.numbers.prior, strict=True))


def _silence(
    game: SignallingGame, weights: Mapping[tuple[str, str, str], Fraction], message: str
) -> tuple[Fraction, Fraction]:
    """Least and most of the objective over the best replies at the prior."""
    prior = _prior(game)
    worth = {a: sum(p * _receiver(game, t, message, a) for t, p in prior.items()) for a in game.replies[message]}
    best = max(worth.values())
    found = [sum((p * weights[t, message, a] for t, p in prior.items()), Fraction(0)) for a, w in worth.items() if w == best]
    return min(found), max(found)


def _receiver(game: SignallingGame, kind: str, message: str, reply: str) -> Fraction:
    worth: Fraction = game.evaluate(game.payoffs[kind, message, reply][1])
    return worth


def _truth(game: SignallingGame, message: str) -> list[Constraint]:
    """No type gains by reporting another; types that never occur report nothing."""
    prior = {t: p for t, p in _prior(game).items() if p}
    found: list[Constraint] = []
    for kind, other in permutations(prior, 2):
        worth = {a: game.evaluate(game.payoffs[kind, message, a][0]) for a in game.replies[message]}
        share = {kind: -1 / prior[kind], other: 1 / prior[other]}
        gains = [share.get(t, Fraction(0)) * worth[a] for t in game.types for a in game.replies[message]]
        found.append((gains, Fraction(0)))
    return found


def _best(
    game: SignallingGame,
    weights: Mapping[tuple[str, str, str], Fraction],
    messages: tuple[str, ...],
    truthful: Sequence[Constraint] = (),
) -> BestPolicy:
    """The program over joint probabilities of type, message and recommended reply."""
    prior = _prior(game)
    cells = [(t, m, a) for t in game.types for m in messages for a in game.replies[m]]
    zero = Fraction(0)
    obeyed: list[Constraint] = []
    for m in messages:
        for a in game.replies[m]:
            for other in game.replies[m]:
                if other != a:
                    gains = [
                        _receiver(game, t, m, other) - _receiver(game, t, m, a) if (n, b) == (m, a) else zero
                        for t, n, b in cells
                    ]
                    obeyed.append((gains, zero))
    types: list[Constraint] = [([Fraction(t == kind) for t, _, _ in cells], prior[kind]) for kind in game.types]
    best = maximise([weights[cell] for cell in cells], [*obeyed, *truthful], types)
    assert best is not None  # saying nothing satisfies all conditions
    joint = dict(zip(cells, best.point, strict=True))
    policy = {
        kind: FrozenDict({(m, a): p / prior[kind] for (t, m, a), p in joint.items() if t == kind and p})
        for kind in game.types
        if prior[kind]
    }
    posteriors = {}
    for m in messages:
        for a in game.replies[m]:
            total = sum((joint[t, m, a] for t in game.types), zero)
            if total:
                posteriors[m, a] = FrozenDict({t: joint[t, m, a] / total for t in game.types})
    return BestPolicy(best.value, FrozenDict(policy), FrozenDict(posteriors))
