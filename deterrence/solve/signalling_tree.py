"""Perfect Bayesian equilibria of a signalling game as those of the tree that it was recognised in."""

from dataclasses import replace
from functools import partial

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.signalling_pieces import to_tree
from ..equilibria.verify import verify_pieces
from ..errors import UnsupportedGame
from ..games.signalling import SignallingGame
from ..games.tree import ExtensiveForm

__all__ = ["back_to_the_tree"]


def back_to_the_tree(tree: ExtensiveForm, eqs: EquilibriumSet) -> EquilibriumSet:
    """The same equilibria, probabilities in the order of the tree's players and information sets."""
    game = eqs.game
    assert isinstance(game, SignallingGame)
    pieces = [to_tree(tree, game, piece) for piece in eqs.pieces]
    verify_pieces(tree, pieces, eqs.concept)
    found = EquilibriumSet.build(tree, eqs.concept, pieces, complete=eqs.complete, why=eqs.why)
    removed = tuple(replace(one, game=tree, piece=to_tree(tree, game, one.piece)) for one in eqs.removed)
    return replace(found, refinements=eqs.refinements, removed=removed, _refined=partial(_refined, tree, eqs))


def _refined(tree: ExtensiveForm, eqs: EquilibriumSet, name: str) -> EquilibriumSet:
    """What a refinement leaves in the signalling game, as equilibria of the tree."""
    left = eqs.refine(name)
    if any(piece.open_at for piece in left.pieces):
        raise UnsupportedGame(
            f"what {name} leaves of this tree is not closed, which is only told of its signalling game; use "
            f"perfect_bayesian(tree.signalling()).refine({name!r})"
        )
    return back_to_the_tree(tree, left)
