"""Perfect Bayesian equilibria of a signalling game as those of the tree that it was recognised in."""

from dataclasses import replace
from functools import partial

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.signalling_pieces import to_tree
from ..equilibria.verify import verify_pieces
from ..games.signalling import SignallingGame
from ..games.tree import ExtensiveForm
from .tree_refined import refined_through

__all__ = ["back_to_the_tree"]


def back_to_the_tree(tree: ExtensiveForm, eqs: EquilibriumSet) -> EquilibriumSet:
    """The same equilibria, probabilities in the order of the tree's players and information sets."""
    game = eqs.game
    assert isinstance(game, SignallingGame)
    pieces = [to_tree(tree, game, piece) for piece in eqs.pieces]
    verify_pieces(tree, pieces, eqs.concept)
    found = EquilibriumSet.build(tree, eqs.concept, pieces, complete=eqs.complete, why=eqs.why)
    removed = tuple(replace(one, game=tree, piece=to_tree(tree, game, one.piece)) for one in eqs.removed)
    again = partial(back_to_the_tree, tree)
    refined = partial(refined_through, eqs, again, "signalling game", "perfect_bayesian(tree.signalling())")
    return replace(found, refinements=eqs.refinements, removed=removed, _refined=refined)
