"""The verifier for stochastic games: in no state does a player gain by acting otherwise once, which is enough."""

from collections.abc import Sequence

from ..errors import NotAnEquilibrium
from ..exact import show
from ..games.stochastic import StochasticGame
from .markov_play import one_shot, state_values, strategies
from .piece import Piece
from .polytope import Vector

__all__ = ["MarkovDefinition"]


class MarkovDefinition:
    """The definition for stationary strategies: one-shot deviations are unprofitable in every state.

    On a piece, whoever mixes differently at its points is indifferent there, so that its extreme points decide.

    Parameters
    ----------
    game : StochasticGame
    """

    def __init__(self, game: StochasticGame) -> None:
        self.game = game

    def check(self, piece: Piece) -> None:
        """Raise unless all extreme points are equilibria."""
        for point in piece.points:
            self._check_point(point)

    def _check_point(self, point: Sequence[Vector]) -> None:
        game = self.game
        for player, vector in zip(game.players, point, strict=True):
            wanted = sum(len(actions) for actions in game.information_sets[player].values())
            if len(vector) != wanted:
                raise NotAnEquilibrium(f"a strategy of {player} has {len(vector)} entries instead of {wanted}")
        rows = strategies(game, point)
        for state, here in zip(game.states, rows, strict=True):
            for chances in here:
                if sum(chances) != 1 or any(x < 0 for x in chances):
                    raise NotAnEquilibrium(
                        f"in {state}: ({', '.join(map(show, chances))}) is not a probability distribution"
                    )
        worth = state_values(game, rows)
        for k, (state, choices) in enumerate(game.states.items()):
            for i, player in enumerate(game.players):
                if player not in choices:
                    continue
                payoffs = one_shot(game, rows, worth, i, k)
                most = max(payoffs)
                for action, x, payoff in zip(choices[player], rows[k][i], payoffs, strict=True):
                    if x and payoff != most:
                        where = f"{player} in {state}"
                        raise NotAnEquilibrium(f"{where}: {action} is used with regret {show(most - payoff)}")
