"""Games small enough to solve by hand, and pieces written out in numbers."""

from fractions import Fraction

import deterrence as dt
from deterrence.equilibria.piece import Piece
from deterrence.equilibria.polytope import Polytope


def vector(*numbers):
    """A strategy as a plain vector of exact numbers."""
    return tuple(Fraction(x) for x in numbers)


def piece(*sides):
    """A piece from one list of vectors per player."""
    return Piece(tuple(Polytope(tuple(vector(*v) for v in side)) for side in sides))


def beer_quiche(strong="9/10"):
    """Cho and Kreps (1987): a wimpish or surly sender breakfasts, the receiver may duel."""

    def payoffs(kind, breakfast, reply):
        preferred = breakfast == ("beer" if kind == "surly" else "quiche")
        duel = reply == "duel"
        return int(preferred) + 2 * (not duel), duel * (1 if kind == "wimp" else -1)

    return dt.SignallingGame(
        sender="diner",
        receiver="bully",
        types={"surly": strong, "wimp": 1 - Fraction(strong)},
        messages=("beer", "quiche"),
        replies=("duel", "leave"),
        payoffs=payoffs,
    )


def guess(prior=("1/2", "1/2"), n_messages=2):
    """The sender of type t0 or t1 does not care; the receiver gets 1 for guessing the type and 3/4 for abstaining."""
    worth = {("t0", "guess t0"): 1, ("t1", "guess t1"): 1}
    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types=dict(zip(("t0", "t1"), prior, strict=True)),
        messages=[f"m{m}" for m in range(n_messages)],
        replies=("guess t0", "guess t1", "abstain"),
        payoffs=lambda t, m, a: (0, Fraction(3, 4) if a == "abstain" else worth.get((t, a), 0)),
    )


def idle(n_types, n_messages, prior):
    """Nothing depends on anything: every profile is an equilibrium."""
    return dt.SignallingGame(
        sender="sender",
        receiver="receiver",
        types={f"t{t}": p for t, p in zip(range(n_types), prior, strict=True)},
        messages=[f"m{m}" for m in range(n_messages)],
        replies=("a",),
        payoffs=lambda t, m, a: (0, 0),
    )
