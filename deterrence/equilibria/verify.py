"""The verifier: the definition of equilibrium, in exact arithmetic.

It shares nothing with the solvers. A piece is a product of polytopes; it consists of equilibria iff

- for every player, each action that some vertex of its side uses is best against every choice of vertices of the
  others (then the used actions have equal, maximal payoffs at every vertex, and payoffs are multilinear); and
- in a signalling game, after every message, the replies used anywhere on the piece are justified together: by Bayes'
  rule at every vertex of the sender's side that sends it, and by one belief on the declared types in any case.

Of a continuum that is no product of polytopes, its sample, its known ends and some more of its points are checked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from operator import mul
from typing import Any

from ..errors import NotAnEquilibrium
from ..exact import integers, show
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.stochastic import StochasticGame
from ..games.tree import ExtensiveForm
from .beliefs import justifying
from .continuum import Continuum
from .piece import Piece
from .polytope import Polytope, Vector
from .signalling_pieces import from_tree
from .verify_markov import MarkovDefinition
from .verify_sequential import SequentialDefinition
from .verify_tree import TreeDefinition

__all__ = ["Verification", "verify_pieces"]


@dataclass(frozen=True)
class Verification:
    """What the verifier found: always a maximum regret of exactly 0, for anything else raises.

    Attributes
    ----------
    max_regret : Fraction
        Largest gain of any player from any deviation, over all checked points.
    pieces, points : int
        How many pieces, and how many of their extreme points, were checked.
    """

    max_regret: Fraction
    pieces: int
    points: int


def verify_pieces(game: Game, pieces: Iterable[Piece], concept: str = "") -> Verification:
    """Check pieces against the definition.

    Parameters
    ----------
    game : Game
    pieces : iterable of Piece
    concept : str
        Of a tree: "nash", "subgame_perfect", "perfect_bayesian" or "sequential"; other games have one definition each.

    Returns
    -------
    Verification

    Raises
    ------
    NotAnEquilibrium
        Naming the player, the information set and the regret.
    """
    definition: _Signalling | _TwoPlayers | _Simultaneous | TreeDefinition | SequentialDefinition | MarkovDefinition
    if isinstance(game, SignallingGame):
        definition = _Signalling(game)
    elif isinstance(game, ExtensiveForm) and concept in ("perfect_bayesian", "sequential") and not game.perfect_information:
        known = game.signalling()
        if known is not None:
            return verify_pieces(known, [from_tree(game, known, piece) for piece in pieces])
        if concept == "perfect_bayesian":
            raise NotAnEquilibrium("perfect Bayesian equilibrium is checked on signalling games, and this tree is none")
        definition = SequentialDefinition(game)
    elif isinstance(game, ExtensiveForm):
        definition = TreeDefinition(game, concept)
    elif isinstance(game, StochasticGame):
        definition = MarkovDefinition(game)
    else:
        assert isinstance(game, NormalForm)
        definition = _TwoPlayers(game) if len(game.players) == 2 else _Simultaneous(game)
    checked = points = 0
    pieces = tuple(pieces)
    if isinstance(definition, TreeDefinition):
        definition.check(pieces)
    for piece in pieces:
        if not isinstance(definition, TreeDefinition):
            definition.check(piece)
        checked += 1
        points += prod(side.count for side in piece.sides)
        if isinstance(piece, Continuum) and not isinstance(definition, SequentialDefinition):  # which has checked them
            for point in (*piece.ends, *piece.witnesses):
                if not isinstance(definition, TreeDefinition):
                    definition.check(Piece(tuple(Polytope((vector,)) for vector in point)))
                points += 1
    return Verification(Fraction(0), checked, points)


def _check_length(vector: Vector, size: int) -> None:
    if len(vector) != size:
        raise NotAnEquilibrium(f"a strategy has {len(vector)} entries instead of {size}")


def _check_distribution(chances: Vector) -> None:
    if sum(chances) != 1 or any(x < 0 for x in chances):
        raise NotAnEquilibrium(f"({', '.join(map(show, chances))}) is not a probability distribution")


@dataclass(frozen=True)
class _Choice:
    """What each alternative pays at one information set, and which pay most."""

    payoffs: tuple[Fraction, ...]
    best: frozenset[int]

    @classmethod
    def of(cls, payoffs: Iterable[Fraction]) -> "_Choice":
        row = tuple(payoffs)
        return cls(row, _most(row))

    def check(self, used: frozenset[int], labels: Sequence[str], where: str) -> None:
        if not used <= self.best:
            action = min(used - self.best)
            regret = show(max(self.payoffs) - self.payoffs[action])
            raise NotAnEquilibrium(f"{where}: {labels[action]} is used with regret {regret}")


class _TwoPlayers:
    """The definition for two players in normal form.

    Payoffs against a strategy are compared as integers, positive multiples of them, once for every strategy.
    """

    def __init__(self, game: NormalForm) -> None:
        self.game = game
        rows, columns = game.shape
        first, second = (integers([row[i] for row in game.numbers]) for i in (0, 1))
        #: for each player one row per own action, one entry per action of the other
        self.payoffs = (
            [first[i * columns : (i + 1) * columns] for i in range(rows)],
            [second[j::columns] for j in range(columns)],
        )
        self.best: tuple[dict[Vector, frozenset[int]], dict[Vector, frozenset[int]]] = ({}, {})

    def check(self, piece: Piece) -> None:
        for i in (0, 1):
            for against in piece.sides[1 - i].vertices:
                if not piece.sides[i].support <= self._best(i, against):
                    _Simultaneous(self.game).check(piece)  # says the same in utils
                    raise AssertionError("two ways to check the same definition disagree")

    def _best(self, i: int, against: Vector) -> frozenset[int]:
        """The actions of player i that pay most against a strategy of the other."""
        known = self.best[i].get(against)
        if known is None:
            _check_length(against, self.game.shape[1 - i])
            *weights, one = integers([*against, Fraction(1)])
            if sum(weights) != one or min(weights) < 0:
                _check_distribution(against)
            worth = [sum(map(mul, row, weights)) for row in self.payoffs[i]]
            known = self.best[i][against] = _most(worth)
        return known


class _Simultaneous:
    """The definition for a game in normal form."""

    def __init__(self, game: NormalForm) -> None:
        self.game = game
        self.cells = list(product(*(range(n) for n in game.shape)))

    def check(self, piece: Piece) -> None:
        for side, size in zip(piece.sides, self.game.shape, strict=True):
            for vector in side.vertices:
                _check_length(vector, size)
                _check_distribution(vector)
        for i, (player, actions) in enumerate(self.game.actions.items()):
            others = [[None] if k == i else side.vertices for k, side in enumerate(piece.sides)]
            for choice in product(*others):
                _Choice.of(self._payoffs(i, choice)).check(piece.sides[i].support, actions, player)

    def _payoffs(self, i: int, choice: Sequence[Vector | None]) -> list[Fraction]:
        """What each action gets player i when the others mix as chosen."""
        payoffs = [Fraction(0)] * self.game.shape[i]
        for cell, row in zip(self.cells, self.game.numbers, strict=True):
            p = row[i]
            for k, vector in enumerate(choice):
                if vector is not None:
                    p *= vector[cell[k]]
            payoffs[cell[i]] += p
        return payoffs


class _Signalling:
    """The definition for a signalling game.

    Payoffs are compared as integers, positive multiples of them, once for every strategy, for many pieces share it.
    """

    def __init__(self, game: SignallingGame) -> None:
        self.game, self.table = game, game.numbers
        sizes = [len(game.replies[m]) for m in game.messages]
        self.spans = [slice(sum(sizes[:m]), sum(sizes[: m + 1])) for m in range(len(sizes))]
        #: for each type all its payoffs, reply by reply of one message after another
        self.sender = [integers([u for row in rows for u in row]) for rows in self.table.sender]
        #: for each message one row per reply, one entry per type: payoffs weighted by the prior
        self.receiver = []
        for m, size in enumerate(sizes):
            weighted = [p * u for p, rows in zip(self.table.prior, self.table.receiver, strict=True) for u in rows[m]]
            whole = integers(weighted)
            self.receiver.append([whole[a::size] for a in range(size)])
        self.messages: dict[Vector, list[frozenset[int]]] = {}  # by the receiver's strategy, for each type
        self.replies: dict[Vector, list[frozenset[int] | None]] = {}  # by the sender's, for each message that it sends
        self.justified: dict[tuple[int, frozenset[int]], bool] = {}

    def check(self, piece: Piece) -> None:
        senders, receivers = piece.sides
        n = len(self.spans)
        sent = [frozenset(i - t * n for i in senders.support if 0 <= i - t * n < n) for t in range(len(self.table.prior))]
        answered = [frozenset(i - s.start for i in receivers.support if s.start <= i < s.stop) for s in self.spans]
        messages = [self._messages(vertex) for vertex in receivers.vertices]
        replies = [self._replies(vertex) for vertex in senders.vertices]
        for vertex, best in zip(receivers.vertices, messages, strict=True):
            for t, used in enumerate(sent):
                if not used <= best[t]:
                    self._refute_message(t, vertex, used)
        for vertex, answers in zip(senders.vertices, replies, strict=True):
            for m, used in enumerate(answered):
                answer = answers[m]
                if answer is not None and not used <= answer:
                    self._refute_reply(m, vertex, used)
        for m, used in enumerate(answered):
            # where the message is sent somewhere, Bayes' rule has just given one belief for all of these replies
            if all(answers[m] is None for answers in replies):
                self._check_justified(m, used)

    def _messages(self, replies: Vector) -> list[frozenset[int]]:
        """For each type, the messages that pay most against these replies."""
        known = self.messages.get(replies)
        if known is None:
            _check_length(replies, self.spans[-1].stop)
            *weights, one = integers([*replies, Fraction(1)])
            if min(weights) < 0 or any(sum(weights[span]) != one for span in self.spans):
                for span in self.spans:
                    _check_distribution(replies[span])
            paid = [list(map(mul, weights, row)) for row in self.sender]
            known = self.messages[replies] = [_most([sum(row[span]) for span in self.spans]) for row in paid]
        return known

    def _replies(self, sends: Vector) -> list[frozenset[int] | None]:
        """For each message, the replies that pay most, weighted by how often each type sends it; None if it is not sent."""
        known = self.replies.get(sends)
        if known is None:
            n, prior = len(self.spans), self.table.prior
            _check_length(sends, n * len(prior))
            *weights, one = integers([*sends, Fraction(1)])
            if min(weights) < 0 or any(sum(weights[t * n : (t + 1) * n]) != one for t in range(len(prior))):
                for t in range(len(prior)):
                    _check_distribution(sends[t * n : (t + 1) * n])
            known = self.replies[sends] = [
                _most([sum(map(mul, weights[m::n], row)) for row in rows]) if any(map(mul, prior, weights[m::n])) else None
                for m, rows in enumerate(self.receiver)
            ]
        return known

    def _check_justified(self, m: int, used: frozenset[int]) -> None:
        """Some one belief on the declared types must make all replies used after a message best together."""
        if (m, used) not in self.justified:
            rows = [row[m] for row in self.table.receiver]
            certain = any(used <= _most(row) for row in rows)  # that it is one type
            self.justified[m, used] = certain or justifying(rows, sorted(used)) is not None
        if not self.justified[m, used]:
            where = f"{self.game.receiver} after {self.game.messages[m]}"
            raise NotAnEquilibrium(f"{where}: no belief justifies its replies together")

    def _refute_message(self, t: int, replies: Vector, used: frozenset[int]) -> None:
        """Say in utils what a type loses."""
        paid = (_dot(replies[span], row) for span, row in zip(self.spans, self.table.sender[t], strict=True))
        _Choice.of(paid).check(used, self.game.messages, f"{self.game.sender} of type {self.game.types[t]}")
        raise AssertionError("two ways to check the same definition disagree")

    def _refute_reply(self, m: int, sends: Vector, used: frozenset[int]) -> None:
        """Say in utils, weighted by the chance of the message, what the receiver loses."""
        weights = tuple(p * x for p, x in zip(self.table.prior, sends[m :: len(self.spans)], strict=True))
        columns = zip(*(row[m] for row in self.table.receiver), strict=True)
        name = self.game.messages[m]
        paid = (_dot(weights, column) for column in columns)
        _Choice.of(paid).check(used, self.game.replies[name], f"{self.game.receiver} after {name}")
        raise AssertionError("two ways to check the same definition disagree")


def _most(worth: Sequence[Any]) -> frozenset[int]:
    """Where the largest entries are."""
    most = max(worth)
    return frozenset(a for a, x in enumerate(worth) if x == most)


def _dot(chances: Vector, payoffs: Vector) -> Fraction:
    return sum((x * u for x, u in zip(chances, payoffs, strict=True) if x), Fraction(0))
