"""Subgame-perfect equilibria of trees: all of them, exactly."""

from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.tree_piece import inside
from ..equilibria.verify import verify_pieces
from ..errors import UnsupportedGame
from ..games.tree import ExtensiveForm
from .limits import Limits, Progress
from .perfection.induction import Induction
from .perfection.pieces import Assembly

__all__ = ["subgame_perfect"]


def subgame_perfect(
    game: ExtensiveForm,
    *,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every subgame-perfect equilibrium of a tree.

    A profile of behaviour strategies that is a Nash equilibrium in every subgame. Ties branch: a player who is indifferent
    may mix in any way, and what others do before it may depend on how. Full profiles are listed, so that equilibria which
    differ only where their own player's play excludes it count separately.

    Parameters
    ----------
    game : ExtensiveForm
        Payoffs in utils.
    time_limit : float, optional
        In seconds; none by default.
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the subgames that are solved, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        Pieces are products of polytopes wherever the conditions on the mixtures are linear. Where they are not, a piece is a
        `Continuum` (support, equations, inequalities, dimension, exact points) and ``subsets`` of its component is None.
        ``complete`` is False when some subgame was not solved, or some conditions were not decided; ``why`` names them.
        Of a tree with free parameters the families, each with its formulae and, in ``exists_when``, the region where it
        exists; those that need a tie between payoffs come last, as ``knife_edges``. ``at(...)`` gives the set at values.

    Raises
    ------
    UnsupportedGame
        For games of another kind; while parameters are free, for moves that are not seen by who moves later, and where
        payoffs are no rational functions.
    LimitReached
        While parameters are free, for too many ways in which the moves can be best.

    Notes
    -----
    Backward induction from the last subgames up, without recursion; linear in the number of nodes where nothing is tied, and
    nearly so where ties are few: equilibria share what they have in common. Subgames that are not single moves are solved by
    `nash`, the subgames below them replaced by their values; where these depend on how a tie is broken, or a player's later
    mixture depends on an earlier one, support by support, the tied choices free. Conditions with several products of
    mixtures may stay undecided. Which parts of continua hang together is decided by sufficient tests.

    With free parameters every difference of payoffs whose sign is not known branches; where payoffs are products of what
    several ties leave free, ``why`` names the node.

    References
    ----------
    .. [1] R. Selten (1965), Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit, Zeitschrift fuer die
       gesamte Staatswissenschaft 121, 301-324.

    Examples
    --------
    A bluff that would not be carried out deters in a Nash equilibrium, but not in a subgame-perfect one:

    >>> import deterrence as dt
    >>> challenger, defender = dt.players("challenger defender")
    >>> tree = dt.ExtensiveForm(challenger.chooses(
    ...     refrain=dt.outcome("status_quo", challenger=0, defender=0),
    ...     probe=defender.chooses(
    ...         tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
    ...         respond=dt.outcome("clash", challenger=-1, defender=-2))))
    >>> [str(dt.probability(solve(tree), "probe")) for solve in (dt.nash, dt.subgame_perfect)]
    ['[0, 1]', '1']

    With a symbol for the cost of the clash to the defender:

    >>> import sympy
    >>> tree = dt.ExtensiveForm(challenger.chooses(
    ...     refrain=dt.outcome("status_quo", challenger=0, defender=0),
    ...     probe=defender.chooses(
    ...         tolerate=dt.outcome("capitulation", challenger=1, defender=-1),
    ...         respond=dt.outcome("clash", challenger=-1, defender=-sympy.Symbol("cost", real=True)))))
    >>> [(family.name, family.exists_when) for family in dt.subgame_perfect(tree).families[:2]]
    [('root: probe; probe: tolerate', cost >= 1), ('root: refrain', cost <= 1)]
    """
    if not isinstance(game, ExtensiveForm):
        raise UnsupportedGame(
            f"subgame_perfect takes an ExtensiveForm, not {type(game).__name__}; for a NormalForm use nash, for a "
            "SignallingGame perfect_bayesian"
        )
    if game.parameters:
        from .perfection.families import families_of_tree

        return families_of_tree(game)
    limits = Limits(time_limit, memory_limit, progress)
    induction = Induction(game, limits)
    pieces: list[Piece] = []
    with limits.stopping():
        assembly = Assembly(game, induction.numbering.sizes, induction.missing)
        for case in induction.cases():
            limits.check("collecting equilibria")
            pieces += assembly.pieces(case)
    pieces = _largest(pieces)
    verify_pieces(game, pieces, "subgame_perfect")
    reasons = list(dict.fromkeys(induction.missing))
    if limits.stopped:
        reasons.append(f"{limits.stopped}. Give subgame_perfect a larger time_limit or memory_limit")
    return EquilibriumSet.build(game, "subgame_perfect", pieces, complete=not reasons, why="; ".join(reasons))


def _largest(pieces: list[Piece]) -> list[Piece]:
    """Pieces that do not lie in other products of polytopes."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: -p.dimension):
        if not any(inside(piece, other) for other in kept):
            kept.append(piece)
    return kept
