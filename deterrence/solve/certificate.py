"""Certificates: all that a stranger needs to confirm, without this package, that a set of equilibria is right and complete.

The document is checked by ``deterrence/check.py``, which shares no code with the solvers. Its format and the reasons why it
proves what it claims stand in the documentation under "Certificates".
"""

from typing import Any

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.polytope import Vector
from ..errors import InvalidParameter, LimitReached, UnsupportedGame
from ..exact import MAX_DIGITS, show
from ..games.normal_form import NormalForm
from .best_reply import BestReplies, both_sides, most_bases
from .search_tree import NotIsolated, search_tree

__all__ = ["certificate"]

#: Sizes by the most bases that both polytopes can have: 10 x 10 has at most 8,008, 12 x 12 at most 49,504.
BASES_BY_CHOICE, BASES_AT_MOST = 10_000, 50_000


def certificate(eqs: EquilibriumSet, form: str | None = None) -> dict[str, Any]:
    """State a complete set of Nash equilibria of a two-player game, with what proves that nothing is missing.

    Parameters
    ----------
    eqs : EquilibriumSet
        As `nash` gives it.
    form : {"vertices", "tree"}, optional
        The kind of proof. By default the lists of vertices for games up to about 10 x 10, and above that the tree of a
        search, which needs isolated equilibria.

    Returns
    -------
    dict
        Ready for JSON.

    Raises
    ------
    UnsupportedGame
        When a tree is asked for, or needed for the size, and some equilibrium is degenerate.
    LimitReached
        When a number has more digits than the checker reads.
    """
    if form not in (None, "vertices", "tree"):
        raise InvalidParameter(f"form is 'vertices' or 'tree', not {form!r}; leave it out for the one that fits the size")
    game = eqs.game
    assert isinstance(game, NormalForm)
    sides = both_sides(game)
    strategies: tuple[list[Vector], list[Vector]] = ([], [])
    for player, listed in enumerate(strategies):
        listed += dict.fromkeys(v for piece in eqs.pieces for v in piece.sides[player].vertices)
    number = [{vector: k for k, vector in enumerate(listed)} for listed in strategies]
    points = [point for component in eqs.components for point in component.points]
    masks = [[side.labels(v) for v in listed] for side, listed in zip(sides, strategies, strict=True)]
    equilibria = [[number[0][x], number[1][y]] for x, y in points]
    return {
        "schema": "deterrence.certificate",
        "version": 1,
        "concept": "nash",
        **_proof(game, sides, {(masks[0][i], masks[1][j]): k for k, (i, j) in enumerate(equilibria)}, form),
        "game": _game(game),
        "strategies": [
            [{"strategy": list(map(_text, v)), "labels": _bits(zeros)} for v, zeros in zip(listed, labels, strict=True)]
            for listed, labels in zip(strategies, masks, strict=True)
        ],
        "equilibria": equilibria,
        "subsets": [
            [[number[player][v] for v in side.vertices] for player, side in enumerate(piece.sides)] for piece in eqs.pieces
        ],
        "components": _components(eqs),
    }


def _proof(
    game: NormalForm, sides: tuple[BestReplies, BestReplies], equilibria: dict[tuple[int, int], int], form: str | None
) -> dict[str, Any]:
    """Why nothing is missing."""
    most = most_bases(game.shape)
    if form == "tree" or (form is None and most > BASES_BY_CHOICE):
        try:
            return {"form": "tree", "tree": search_tree(sides, equilibria)}
        except NotIsolated:
            if form == "tree":
                raise UnsupportedGame(
                    "a tree proves only sets of isolated, nondegenerate equilibria, and this game has others; "
                    "call certificate(form='vertices')"
                ) from None
    if most > BASES_AT_MOST:
        size = " x ".join(map(str, game.shape))
        raise UnsupportedGame(
            f"some equilibrium of this {size} game is degenerate, so that only lists of vertices could prove the set "
            f"complete, and they may have {most} entries; certificates hold {BASES_AT_MOST}, enough for 12 x 12. "
            "Drop dominated actions, or call verify(), which checks all that was found"
        )
    return {"form": "vertices", "bases": [list(map(list, side.bases())) for side in sides]}


def _game(game: NormalForm) -> dict[str, Any]:
    return {
        "players": list(game.players),
        "actions": [list(actions) for actions in game.actions.values()],
        "payoffs": [[list(map(_text, row)) for row in matrix] for matrix in game.bimatrix()],
    }


def _components(eqs: EquilibriumSet) -> list[dict[str, Any]]:
    found, start = [], 0
    for component in eqs.components:
        end = start + len(component.pieces)
        found.append({"subsets": list(range(start, end)), "index": component.index})
        start = end
    return found


def _bits(mask: int) -> list[int]:
    return [k for k in range(mask.bit_length()) if mask >> k & 1]


def _text(number: Any) -> str:
    text = show(number)
    if max(map(len, text.lstrip("-").split("/"))) > MAX_DIGITS:
        raise LimitReached(
            f"a number of this certificate has more than {MAX_DIGITS} digits, which the checker does not read; "
            "round the payoffs, or use verify()"
        )
    return text
