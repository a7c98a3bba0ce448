"""No weakly dominated strategies.

A strategy is undominated, also by mixed ones, iff it is a best reply to something that gives weight to everything the
others may do (Pearce 1984). The undominated mixed strategies are a union of closed faces: those whose supports are
best replies together. In a signalling game this is asked type by type and message by message.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ..beliefs import grow, jointly_rational
from ..piece import Piece, information_sets
from ..polytope import Polytope

if TYPE_CHECKING:
    from ..equilibrium_set import EquilibriumSet, Removed

__all__ = ["largest", "trembling_hand", "undominated", "undominated_supports"]


def undominated(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Keep the equilibria in which nobody uses a weakly dominated strategy."""
    from ..equilibrium_set import Removed

    game = eqs.game
    allowed = undominated_supports(game)
    kept: list[Piece] = []
    removed = []
    for piece in eqs.pieces:
        piece = piece.described(game)
        sides = [_faces(side, sets) for side, sets in zip(piece.sides, allowed, strict=True)]
        left = [Piece(choice, piece.open_at, piece.gaps) for choice in product(*sides)]
        if not piece.polytopal and left:
            left = [piece]  # all of a continuum has one support, that of the sample which stands for it here
        if [p.key for p in left] != [piece.key]:
            removed.append(Removed(game, piece, "undominated", _reason(game, piece, allowed), not left))
        kept += left
    return largest(kept), removed


def trembling_hand(eqs: "EquilibriumSet") -> tuple[list[Piece], list["Removed"]]:
    """Keep the trembling-hand perfect equilibria of two players: with two, these are the undominated ones.

    Selten (1975) defines them; van Damme (1991, theorem 3.2.2) shows the equivalence, which fails for three players.
    """
    kept, removed = undominated(eqs)
    return kept, [replace(one, refinement="trembling_hand") for one in removed]


def undominated_supports(game: Game) -> list[list[tuple[range, list[frozenset[int]]]]]:
    """For each player and information set: its span of coordinates, and the maximal undominated supports in it."""
    if isinstance(game, SignallingGame):
        table = game.numbers
        by_type = [_undominated_messages(rows) for rows in table.sender]
        by_message = [jointly_rational([row[m] for row in table.receiver], full=True) for m in range(len(game.messages))]
        found = [by_type, by_message]
    else:
        assert isinstance(game, NormalForm)
        found = []
        cells = list(product(*(range(n) for n in game.shape)))
        for i, size in enumerate(game.shape):
            # rows are what the others may do, columns the player's own actions
            rows: dict[tuple[int, ...], list[Fraction]] = {}
            for cell, payoffs in zip(cells, game.numbers, strict=True):
                rows.setdefault(cell[:i] + cell[i + 1 :], [Fraction(0)] * size)[cell[i]] = payoffs[i]
            found.append([jointly_rational(list(rows.values()), full=True)])
    spans = []
    for sets, supports in zip(information_sets(game), found, strict=True):
        start, of_player = 0, []
        for (_, actions), maximal in zip(sets, supports, strict=True):
            of_player.append((range(start, start + len(actions)), maximal))
            start += len(actions)
        spans.append(of_player)
    return spans


def _undominated_messages(payoffs: Sequence[Sequence[Fraction]]) -> list[frozenset[int]]:
    """Maximal undominated supports of one type; payoffs are [message][reply].

    Against mixed replies with full support a message earns anything strictly between its least and most payoff, each
    message independently, or its constant. A support is undominated iff some level can be earned by all its messages
    and need not be exceeded by the others.
    """
    least = [min(row) for row in payoffs]
    most = [max(row) for row in payoffs]

    def admissible(support: frozenset[int]) -> bool:
        fixed = {least[m] for m in support if least[m] == most[m]}
        if len(fixed) > 1:
            return False
        others = [m for m in range(len(payoffs)) if m not in support]
        above = [least[m] for m in support if least[m] < most[m]] + [least[m] for m in others if least[m] < most[m]]
        at_least = [least[m] for m in others if least[m] == most[m]]
        below = [most[m] for m in support if least[m] < most[m]]
        if fixed:
            (level,) = fixed
            return all(level > x for x in above) and all(level >= x for x in at_least) and all(level < x for x in below)
        return all(x < y for x in above + at_least for y in below)

    return grow(range(len(payoffs)), admissible)


def _faces(side: Polytope, allowed: list[tuple[range, list[frozenset[int]]]]) -> list[Polytope]:
    """The faces of a polytope on which every information set uses an allowed support."""
    faces = [side]
    for span, supports in allowed:
        cut = [face.face(i for k, i in enumerate(span) if k not in support) for face in faces for support in supports]
        present = {frozenset(f.vertices): f for f in cut if f is not None}
        faces = [f for key, f in present.items() if not any(key < other for other in present)]
    return faces


def largest(given: Iterable[Piece]) -> list[Piece]:
    """Drop pieces that lie in others; what lies in a half-open piece may still be what it lacks."""
    pieces = list(given)
    keys = [piece.key for piece in pieces]
    kept = []
    for i, (piece, key) in enumerate(zip(pieces, keys, strict=True)):
        larger = [
            (bool(pieces[j].open_at), j)
            for j, other in enumerate(keys)
            if j != i and all(mine <= theirs for mine, theirs in zip(key, other, strict=True))
        ]
        same = (bool(piece.open_at), i)
        if not any((rank < same) if keys[rank[1]] == key else not rank[0] for rank in larger):
            kept.append(piece)
    return kept


def _reason(game: Game, piece: Piece, allowed: list[list[tuple[range, list[frozenset[int]]]]]) -> str:
    reasons = []
    for player, sets, side, spans in zip(game.players, information_sets(game), piece.sides, allowed, strict=True):
        for (label, actions), (span, supports) in zip(sets, spans, strict=True):
            used = [k for k, i in enumerate(span) if i in side.support]
            bad = [k for k in used if not any(k in s for s in supports)]
            where = f"{player}{f' ({label})' if label is not None else ''}"
            if bad:
                reasons.append(f"{where}: {' and '.join(actions[k] for k in bad)} is weakly dominated")
            elif not any(set(used) <= s for s in supports):
                reasons.append(f"{where}: mixtures of {' and '.join(actions[k] for k in used)} are weakly dominated")
    return "; ".join(reasons)
