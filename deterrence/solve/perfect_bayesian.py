"""Perfect Bayesian equilibria of signalling games: all of them, exactly.

A pair of behaviour strategies (s, r) is a weak perfect Bayesian equilibrium iff

(i)   for every message m, sent or not, r[m] is a best reply to one belief on the declared types;
(ii)  s[t][m] = 0 or m is best for type t;
(iii) r[m][a] = 0 or a is best against the weights prior[t] s[t][m] (empty where all of these are 0).

(ii) and (iii) are complementary labels between the sender's polytope (s, and one level of the receiver's cost per
message) and the receiver's (r, and one level of cost per type). (i) restricts faces of the receiver's polytope: the
replies used at a message must lie in a maximal jointly rational set.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..errors import UnsupportedGame
from ..games.signalling import SignallingGame, SignallingTable
from ..games.tree import ExtensiveForm
from .answer import answer
from .complementarity import FacePair, complementary_faces
from .dictionary import Dictionary
from .limits import Limits, Progress
from .scaling import common_scale
from .signalling_tree import back_to_the_tree
from .subgame_perfect import subgame_perfect

__all__ = ["perfect_bayesian", "signalling_faces"]


def perfect_bayesian(
    game: SignallingGame | ExtensiveForm,
    *,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every perfect Bayesian equilibrium of a finite signalling game.

    Perfect Bayesian means: every declared type, also one of prior 0, sends a best message; every reply is a best reply
    to a belief, which is Bayes' rule after a message of positive probability and any one belief on the declared types
    after the others. With two stages this is sequential equilibrium. The set is a finite union of products of two
    polytopes; the maximal ones are the pieces of the result, merged into connected components.

    Parameters
    ----------
    game : SignallingGame or ExtensiveForm
        Any numbers of types, messages and replies; payoffs in utils. A tree must be a signalling game, or of perfect
        information (then beliefs are trivial, and these are the subgame-perfect equilibria).
    time_limit : float, optional
        In seconds; none by default. Past it the answer comes back with what was found, within a second.
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the search that is done, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        Complete unless a limit was reached, which ``why`` then says. Replies and beliefs after unsent messages are sets.
        Of a signalling game with free parameters the families, each with its formulae and the region where it exists: see
        `atlas`, which derives them. Of a tree they are those of its signalling game, ``game`` of the answer, or, where every
        move is seen, its subgame-perfect ones.

    Raises
    ------
    UnsupportedGame
        For games of another kind, and where payoffs are no rational functions.
    LimitReached
        While parameters are free, for too many support profiles.

    Notes
    -----
    Label backtracking in exact integer pivoting (see `deterrence.solve.complementarity`). What costs time is the
    output: a game with many unsent messages has many extreme points. Every piece is verified from the definition
    before it is returned.

    References
    ----------
    .. [1] D. Fudenberg and J. Tirole (1991), Game Theory, MIT Press, ch. 8.
    .. [2] D. Avis, G. Rosenberg, R. Savani and B. von Stengel (2010), Enumeration of Nash equilibria for two-player
       games, Economic Theory 42, 9-37.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.warning_game(channel="private", credibility="1/5", gain=1, clash_cost=2, accident_rate="1/10",
    ...     loss_resolute=1, loss_irresolute=1, commitment_gap=2, reputation_cost="1/2", audience_cost=3, leak="1/10",
    ...     face_cost="3/2", warning_cost="1/1000")
    >>> eqs = dt.perfect_bayesian(game)
    >>> [family.shape for family in eqs.families], eqs.complete
    (['pooling', 'semi_separating'], True)
    """
    if isinstance(game, ExtensiveForm):
        limited: dict[str, Any] = {"time_limit": time_limit, "memory_limit": memory_limit, "progress": progress}
        if game.perfect_information:
            from .symbolic.answer import renamed

            return renamed(subgame_perfect(game, **limited), "perfect_bayesian")
        known = game.signalling()
        if known is None:
            raise UnsupportedGame(
                "this tree is no signalling game (chance draws a type, one player sees it and sends a message, another sees "
                "the message only and replies) and not of perfect information; use sequential, which asks for beliefs that "
                "mistakes can explain, subgame_perfect, or nash"
            )
        found = perfect_bayesian(known, **limited)
        return found if game.parameters else back_to_the_tree(game, found)
    if not isinstance(game, SignallingGame):
        raise UnsupportedGame(
            f"perfect_bayesian takes a SignallingGame, not {type(game).__name__}; for a NormalForm use nash"
        )
    if game.parameters:
        from .symbolic.answer import symbolic_set

        return symbolic_set(game, "perfect_bayesian")
    limits = Limits(time_limit, memory_limit, progress)
    return answer(game, "perfect_bayesian", signalling_faces(game.numbers, limits), limits)


def signalling_faces(table: SignallingTable, limits: Limits | None = None) -> list[FacePair]:
    """Maximal pairs of faces of the two polytopes; labels are (type, message), then (message, reply)."""
    sender_costs, receiver_costs = _costs(table.sender), _costs(table.receiver)
    n_types, n_messages = len(table.prior), len(table.sender[0])
    sizes = [len(table.sender[0][m]) for m in range(n_messages)]
    n_sends = n_types * n_messages
    offsets = [n_sends + sum(sizes[:m]) for m in range(n_messages)]
    n_labels = n_sends + sum(sizes)
    first = _sender_polytope(table.prior, receiver_costs, sizes, offsets, n_labels)
    second = _receiver_polytope(sender_costs, sizes, offsets, n_labels)
    rational = []
    for m in range(n_messages):
        sets = _rational_sets([receiver_costs[t][m] for t in range(n_types)])
        rational.append([sum(1 << offsets[m] + a for a in replies) for replies in sets])
        for a in range(sizes[m]):
            if not any(mask >> offsets[m] + a & 1 for mask in rational[m]) and second is not None:
                # a reply that no belief justifies is never used
                second = second.without(offsets[m] + a)  # type: ignore[assignment]
    messages = [sum(1 << offsets[m] + a for a in range(sizes[m])) for m in range(n_messages)]

    def restrict(face: Dictionary) -> Iterator[Dictionary]:
        choices = []
        for at_message, sets in zip(messages, rational, strict=True):
            used = at_message & ~face.zeros
            fits = any(used & ~allowed == 0 for allowed in sets)
            choices.append([at_message] if fits else sets)
        for chosen in product(*choices):
            cut: Dictionary | None = face
            for at_message, allowed in zip(messages, chosen, strict=True):
                for label in _bits(at_message & ~allowed):
                    cut = cut.without(label) if cut is not None else None
            if cut is not None:
                yield cut

    return complementary_faces(first, second, n_labels, restrict, limits)


def _costs(payoffs: Any) -> list[list[list[Any]]]:
    """Payoffs [type][message][reply] as costs >= 0, each type's differences kept over all messages and replies."""
    costs = []
    for rows in payoffs:
        most = rows[0][0]
        for row in rows:
            for value in row:
                if value > most:
                    most = value
        costs.append([[most - value for value in row] for row in rows])
    return costs


def _sender_polytope(prior: Any, costs: Any, sizes: list[int], offsets: list[int], n_labels: int) -> Dictionary:
    """s[t][m] >= 0 summing to 1, and levels K[m] <= sum_t prior[t] s[t][m] cost[t][m][a] for every reply a."""
    types, n_messages = range(len(prior)), len(sizes)
    free = [t * n_messages + m for t in types for m in range(1, n_messages)]
    column = {v: j for j, v in enumerate(free, 1)}
    width = 1 + len(free) + n_messages
    basic, rows = [], []
    for t in types:
        row = [0] * width
        row[0] = 1
        for m in range(1, n_messages):
            row[column[t * n_messages + m]] = -1
        basic.append(t * n_messages)
        rows.append(row)
    for m, size in enumerate(sizes):
        weights = common_scale([prior[t] * costs[t][m][a] for t in types for a in range(size)])
        for a in range(size):
            row = [0] * width
            row[1 + len(free) + m] = -1
            for t in types:
                w = weights[t * size + a]
                if m:
                    row[column[t * n_messages + m]] = w
                else:
                    row[0] = row[0] + w
                    for other in range(1, n_messages):
                        row[column[t * n_messages + other]] = -w
            basic.append(offsets[m] + a)
            rows.append(row)
    return Dictionary(basic, [*free, *range(n_labels, n_labels + n_messages)], rows)


def _receiver_polytope(costs: Any, sizes: list[int], offsets: list[int], n_labels: int) -> Dictionary:
    """r[m][a] >= 0 summing to 1, and levels V[t] <= sum_a r[m][a] cost[t][m][a] for every message m."""
    n_types, n_messages = len(costs), len(sizes)
    free = [offsets[m] + a for m in range(n_messages) for a in range(1, sizes[m])]
    column = {v: j for j, v in enumerate(free, 1)}
    width = 1 + len(free) + n_types
    basic, rows = [], []
    for m, size in enumerate(sizes):
        row = [0] * width
        row[0] = 1
        for a in range(1, size):
            row[column[offsets[m] + a]] = -1
        basic.append(offsets[m])
        rows.append(row)
    for t in range(n_types):
        weights = common_scale([c for m in range(n_messages) for c in costs[t][m]])
        k = 0
        for m, size in enumerate(sizes):
            row = [0] * width
            row[1 + len(free) + t] = -1
            row[0] = weights[k]
            for a in range(1, size):
                row[column[offsets[m] + a]] = weights[k + a] - weights[k]
            k += size
            basic.append(t * n_messages + m)
            rows.append(row)
    return Dictionary(basic, [*free, *range(n_labels, n_labels + n_types)], rows)


def _rational_sets(costs: Any) -> list[list[int]]:
    """Maximal sets of replies that are jointly best for some belief; costs are [type][reply] of one message.

    They are the maximal tight sets at the vertices of {(belief, K) : K <= expected cost of every reply}.
    """
    n_types, n_replies = len(costs), len(costs[0])
    scaled = common_scale([c for row in costs for c in row])
    width = n_types + 1
    # variables: replies' slacks, then beliefs, then the level
    rows = [[1, *[-1] * (n_types - 1), 0]]
    for a in range(n_replies):
        base = scaled[a]
        rows.append([base, *[scaled[t * n_replies + a] - base for t in range(1, n_types)], -1])
    basic = [n_replies, *range(n_replies)]
    free = [*range(n_replies + 1, n_replies + n_types), n_replies + n_types]
    assert len(rows[0]) == width
    tight = {vertex[0] & (1 << n_replies) - 1 for vertex in Dictionary(basic, free, rows).vertices()}
    largest = [mask for mask in tight if mask and not any(mask != other and mask & other == mask for other in tight)]
    return [list(_bits(mask)) for mask in sorted(largest)]


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
