"""Undefeated equilibria, after Mailath, Okuno-Fujiwara and Postlewaite (1993)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, combinations
from typing import TYPE_CHECKING

from ...games.signalling import SignallingGame
from ..beliefs import jointly_rational
from ..piece import Piece
from ..polytope import Functional, Polytope, cells, simplex, value
from .offpath import Levels, OffPath, Part, combine, crossing, cut_pieces, settle

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["undefeated"]

#: A rival outcome at a message: the types that send it there, and the vertices of the payoffs that types can have.
Rival = tuple[frozenset[int], tuple[Levels, ...]]


def undefeated(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Leave out an outcome if another one explains an unsent message, and the types that send it there prefer it.

    An outcome with payoffs v is defeated at message m by one that sends m, if with K the types of positive prior that
    send m there: all of K get at least as much there, some (J) get more, and no reply to m that is best for a belief
    consistent with that (the prior on J, at most as much on the rest of K) keeps every type from gaining over v.
    Rivals are all outcomes of the set that is refined. Mailath, Okuno-Fujiwara and Postlewaite (1993), Journal of
    Economic Theory 60, 241-276.
    """
    assert isinstance(eqs.game, SignallingGame)
    rivals = _rivals(OffPath(eqs.game), eqs.pieces)

    def survive(context: OffPath, senders: Polytope, receivers: Polytope, unsent: list[int]) -> tuple[list[Part], list[str]]:
        survivors: list[Part] = []
        reasons: list[str] = []
        for region, v in context.levels(senders, receivers):
            changing = len({tuple(value(f, y) for f in v) for y in region.vertices}) > 1
            cuts = (
                crossing((f for m in unsent for r in rivals[m] for f in _breaks(context, m, r, v)), region)
                if changing
                else []
            )
            kept: list[Polytope] = []
            gaps: list[Polytope] = []
            for cell in cells(region, cuts):
                levels = tuple(value(f, cell.centre) for f in v)
                beaten = _defeat(context, unsent, rivals, levels)
                (gaps if beaten else kept).append(cell)
                reasons += [beaten] if beaten else []
            survivors += settle(kept, cuts, gaps, "not where it touches defeated outcomes")
        return survivors, reasons

    return cut_pieces(eqs, "undefeated", survive, always=True)


def _rivals(context: OffPath, pieces: Sequence[Piece]) -> list[list[Rival]]:
    """For each message the ways in which some outcome sends it."""
    found: list[dict[Rival, None]] = [{} for _ in range(context.n_messages)]
    for piece in pieces:
        senders, receivers = piece.sides
        for m in range(context.n_messages):
            single = {frozenset(t for t in context.likely if v[t * context.n_messages + m]) for v in senders.vertices}
            groups = {frozenset().union(*some) for some in _subsets(single)} - {frozenset()}
            for region, v in context.levels(senders, receivers) if groups else ():
                payoffs = tuple(sorted({tuple(value(f, y) for f in v) for y in region.vertices}))
                for group in groups:
                    found[m][group, payoffs] = None
    return [list(rivals) for rivals in found]


def _subsets(items: set[frozenset[int]]) -> Iterator[tuple[frozenset[int], ...]]:
    listed = sorted(items, key=sorted)
    return chain.from_iterable(combinations(listed, n) for n in range(1, len(listed) + 1))


def _defeat(context: OffPath, unsent: list[int], rivals: list[list[Rival]], levels: Levels) -> str:
    """Why an outcome with these payoffs is defeated, or "" if it is not."""
    for m in unsent:
        for senders, payoffs in rivals[m]:
            for better in _better(senders, payoffs, levels):
                if not _deterred(context, m, senders, better, levels):
                    names = " and ".join(context.game.types[t] for t in sorted(better))
                    return f"another equilibrium sends {context.game.messages[m]} and pays {names} more"
    return ""


def _better(senders: frozenset[int], payoffs: tuple[Levels, ...], levels: Levels) -> Iterator[frozenset[int]]:
    """Sets of types J that some of the rival's payoffs make better off, the others of K being even."""
    for size in range(len(senders), 0, -1):
        for chosen in combinations(sorted(senders), size):
            gains: list[Functional] = [tuple(p[t] - levels[t] for p in payoffs) for t in sorted(senders)]
            even = [tuple(-g for g in gain) for t, gain in zip(sorted(senders), gains, strict=True) if t not in chosen]
            part = simplex(len(payoffs)).clip_all(gains + even)
            if part is None:
                continue
            mixed = part.centre
            if all(sum(x * (p[t] - levels[t]) for x, p in zip(mixed, payoffs, strict=True)) > 0 for t in chosen):
                yield frozenset(chosen)


def _replies(context: OffPath, message: int, senders: frozenset[int], better: frozenset[int]) -> list[frozenset[int]]:
    """Replies to the beliefs that go with K and J."""
    types = sorted(senders)
    first = min(better)
    facets: list[Functional] = []
    for t in types:
        # b_t / prior_t <= b_first / prior_first, with equality on J
        row = [Fraction(0)] * len(types)
        row[types.index(first)] += context.prior[t]
        row[types.index(t)] -= context.prior[first]
        facets.append(tuple(row))
        if t in better:
            facets.append(tuple(-x for x in row))
    beliefs = simplex(len(types)).clip_all(facets)
    assert beliefs is not None
    return jointly_rational([context.receiver[t][message] for t in types], beliefs)


def _deterred(context: OffPath, message: int, senders: frozenset[int], better: frozenset[int], levels: Levels) -> bool:
    """Whether some admissible reply keeps every type of positive prior at or below its payoff."""
    for replies in _replies(context, message, senders, better):
        used = sorted(replies)
        losses = [tuple(levels[t] - context.sender[t][message][a] for a in used) for t in context.likely]
        if simplex(len(used)).clip_all(losses) is not None:
            return True
    return False


def _breaks(context: OffPath, message: int, rival: Rival, v: list[Functional]) -> Iterator[Functional]:
    """Functionals of the replies along which a verdict may change: projections of the two systems behind it."""
    senders, payoffs = rival
    one = context.one()
    gains = [
        ([p[t] - payoffs[-1][t] for p in payoffs[:-1]], combine((payoffs[-1][t], one), (-1, v[t]))) for t in sorted(senders)
    ]
    yield from _project(_weights(len(payoffs), one) + gains + [([-x for x in w], combine((-1, f))) for w, f in gains])
    for chosen in _subsets({frozenset((t,)) for t in senders}):
        for replies in _replies(context, message, senders, frozenset().union(*chosen)):
            *used, last = sorted(replies)
            losses = []
            for t in context.likely:
                u = context.sender[t][message]
                losses.append(([u[last] - u[a] for a in used], combine((1, v[t]), (-u[last], one))))
            yield from _project(_weights(len(used) + 1, one) + losses)


Row = tuple[list[Fraction], Functional]


def _weights(n: int, one: Functional) -> list[Row]:
    """Mixing weights of n points, the last one implied: each is >= 0."""
    unit = [[Fraction(int(i == k)) for i in range(n - 1)] for k in range(n - 1)]
    zero = combine((0, one))
    return [(row, zero) for row in unit] + [([Fraction(-1)] * (n - 1), one)]


def _project(rows: list[Row]) -> list[Functional]:
    """Fourier-Motzkin elimination of the weights from inequalities ``weights + functional >= 0``."""
    width = len(rows[0][0])
    for k in range(width):
        up = [r for r in rows if r[0][k] > 0]
        down = [r for r in rows if r[0][k] < 0]
        rows = [r for r in rows if r[0][k] == 0]
        for w, f in up:
            for x, g in down:
                a, b = -x[k], w[k]
                rows.append(([a * p + b * q for p, q in zip(w, x, strict=True)], combine((a, f), (b, g))))
    return list(dict.fromkeys(f for _, f in rows if any(f)))
