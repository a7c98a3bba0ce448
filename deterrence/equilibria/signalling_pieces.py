"""Pieces of a signalling game as pieces of the tree that it was recognised in, and back."""

from ..games.signalling import SignallingGame
from ..games.signalling_tree import information_set_names
from ..games.tree import ExtensiveForm
from .piece import Piece, information_sets
from .polytope import Polytope
from .tree_piece import BehaviourPiece

__all__ = ["from_tree", "to_tree"]


def to_tree(tree: ExtensiveForm, game: SignallingGame, piece: Piece) -> Piece:
    """A piece with its probabilities in the order of the tree's players and information sets."""
    sides = [_arranged(side, _order(tree, game, i)) for i, side in enumerate(piece.sides)]
    return BehaviourPiece(tuple(reversed(sides)) if tree.players != game.players else tuple(sides))


def from_tree(tree: ExtensiveForm, game: SignallingGame, piece: Piece) -> Piece:
    """A piece with its probabilities in the order of the signalling game."""
    own = tuple(reversed(piece.sides)) if tree.players != game.players else piece.sides
    sides = []
    for i, side in enumerate(own):
        order = _order(tree, game, i)
        sides.append(_arranged(side, sorted(range(len(order)), key=order.__getitem__)))
    return Piece(tuple(sides))


def _order(tree: ExtensiveForm, game: SignallingGame, player: int) -> list[int]:
    """Where each of a player's probabilities in the tree stands in the signalling game."""
    names = information_set_names(tree, game)
    position, at = 0, {}
    for label, actions in information_sets(game)[player]:
        assert label is not None
        for action in actions:
            at[names[label, player], action] = position
            position += 1
    sets = tree.information_sets[game.players[player]]
    return [at[label, action] for label, actions in sets.items() for action in actions]


def _arranged(side: Polytope, order: list[int]) -> Polytope:
    return Polytope(tuple(tuple(v[k] for k in order) for v in side.vertices))
