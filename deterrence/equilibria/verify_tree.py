"""The verifier for trees: no player gains by changing its whole strategy, in the game or in any subgame."""

from collections.abc import Sequence
from typing import Any

from ..errors import NotAnEquilibrium
from ..exact import show
from ..games.subgames import Stage
from ..games.tree import ExtensiveForm
from .piece import Piece
from .polytope import Vector
from .tree_play import Play, play, replies, values, whole

__all__ = ["TreeDefinition"]


class TreeDefinition:
    """The definition for a tree.

    Payoffs are multilinear in the players' strategies on a piece, so it suffices to look at its extreme points.

    Parameters
    ----------
    game : ExtensiveForm
    concept : str
        "nash": in the whole game; otherwise in every subgame.
    """

    def __init__(self, game: ExtensiveForm, concept: str) -> None:
        self.game = game
        self.stages: Sequence[Stage] = [whole(game)] if concept == "nash" else game.stages

    def check(self, piece: Piece) -> None:
        """Raise unless all extreme points are equilibria."""
        for point in piece.points:
            self._check_point(point)

    def _check_point(self, point: Sequence[Vector]) -> None:
        game, layout = self.game, self.game.layout
        for i, vector in enumerate(point):
            wanted = sum(len(held.actions) for held in layout.sets if held.player == i)
            if len(vector) != wanted:
                raise NotAnEquilibrium(f"a strategy has {len(vector)} entries instead of {wanted}")
        rows = play(game, point)
        for k, held in enumerate(layout.sets):
            chances = rows[held.nodes[0]]
            if sum(chances) != 1 or any(x < 0 for x in chances):
                raise NotAnEquilibrium(
                    f"at {held.label}: ({', '.join(map(show, chances))}) is not a probability distribution (set {k})"
                )
        worth = values(game, rows)
        for stage in self.stages:
            if len(stage.nodes) == 1 and stage.root not in game.chance_numbers:
                self._check_move(stage.root, rows, worth)
                continue
            for i in {layout.owner[n] for n in stage.nodes if layout.owner[n] >= 0}:
                regret = replies(game, stage, i, rows, worth).best - worth[stage.root][i]
                if regret:
                    where = f"in the subgame at {layout.path(stage.root)}"
                    raise NotAnEquilibrium(f"{game.players[i]} gains {show(regret)} {where} by another strategy")

    def _check_move(self, node: int, rows: Play, worth: list[Any]) -> None:
        """A single move: every action that is used pays most."""
        layout = self.game.layout
        held = layout.sets[layout.set_of[node]]
        payoffs = [worth[child][held.player] for child in layout.children[node]]
        most = max(payoffs)
        for action, x, payoff in zip(held.actions, rows[node], payoffs, strict=True):
            if x and payoff != most:
                where = f"{self.game.players[held.player]} at {layout.path(node)}"
                raise NotAnEquilibrium(f"{where}: {action} is used with regret {show(most - payoff)}")
