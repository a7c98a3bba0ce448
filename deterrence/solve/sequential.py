"""Sequential equilibria of trees: all of them, exactly."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ..equilibria.assessment import AssessedContinuum, AssessedPiece, Assessment
from ..equilibria.equilibrium import Equilibrium
from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope, Vector
from ..equilibria.signalling_pieces import from_tree
from ..equilibria.tree_piece import BehaviourPiece, inside
from ..equilibria.verify import verify_pieces
from ..errors import UnsupportedGame
from ..games.signalling import SignallingGame
from ..games.signalling_tree import information_set_names
from ..games.tree import ExtensiveForm
from .consistency.assessments import Solution, solutions, to_piece
from .consistency.bases import Basis, Choices, belief_bases, supports
from .consistency.system import Agents, BasisSystem
from .limits import Limits, Progress
from .markov.bernstein import contradictory
from .nplayer.eliminate import Undecided
from .perfect_bayesian import perfect_bayesian
from .subgame_perfect import subgame_perfect

__all__ = ["sequential"]

#: Time limit, in seconds, where the caller sets none.
DEFAULT_SECONDS = 60.0
#: Bases that are named when they are left undecided.
MOST_NAMED = 20


def sequential(
    game: ExtensiveForm,
    *,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every sequential equilibrium of a tree.

    At every information set, reached or not, each action that is used is best given beliefs about where one is, and the
    beliefs are limits of those that Bayes' rule gives when every action is taken by mistake with small probabilities
    (consistency). Weaker than trembling-hand perfection, stronger than subgame perfection.

    Parameters
    ----------
    game : ExtensiveForm
        Payoffs in utils. Within reach: trees with up to about seven information sets, more where actions are dominated
        or whoever moves knows the moves before.
    time_limit : float, optional
        In seconds, 60 by default; ``math.inf`` for none.
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the support profiles that are done, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        Strategies; ``eq.beliefs[label]`` of an extreme equilibrium has the beliefs at an information set that go with it,
        by node: the smallest convex set that has them. ``complete`` is True when every basis (the actions used at every
        information set, the nodes believed possible) was solved or proved empty; otherwise ``why`` counts and names those
        not covered, and says what stopped the search. Pieces that are no products of polytopes are `Continuum`; which of
        these hang together is decided by sufficient tests.
        With free parameters the families, each with its formulae and the region where it exists, of a tree that is a
        signalling game (``game`` of the answer) or in which every move is seen.

    Raises
    ------
    UnsupportedGame
        For games of another kind; while parameters are free, for trees that are no signalling games and in which some moves
        are not seen.

    Notes
    -----
    Trees that are signalling games go through `perfect_bayesian`, those of perfect information through `subgame_perfect`,
    which give the same. Otherwise supports are enumerated from the last information set up; for each, the nodes believed
    possible are those of the least sums of an integer labelling [1]_, a linear program each. Within such a basis
    consistency is a finite list of binomial equations, one for every integer relation between the mistakes on the paths of
    the nodes believed possible; with the local best-reply conditions they are solved by elimination, resultants and number
    fields. A branch of chance of probability 0 counts as a mistake of chance.

    References
    ----------
    .. [1] D. M. Kreps and R. Wilson (1982), Sequential equilibria, Econometrica 50, 863-894.

    Examples
    --------
    Selten's horse (1975): in one of its two components of Nash equilibria the second player would not do what it threatens.

    >>> import deterrence as dt
    >>> one, two, three = dt.players("one two three")
    >>> def ends(left, right):
    ...     return three.chooses(knowing="last", left=dt.outcome("", one=left[0], two=left[1], three=left[2]),
    ...                          right=dt.outcome("", one=right[0], two=right[1], three=right[2]))
    >>> horse = dt.ExtensiveForm(one.chooses(
    ...     down=ends((0, 0, 0), (3, 2, 2)),
    ...     across=two.chooses(down=ends((0, 0, 1), (4, 4, 0)), across=dt.outcome("", one=1, two=1, three=1))))
    >>> len(dt.nash(horse)), len(dt.sequential(horse))
    (2, 1)
    >>> for eq in dt.sequential(horse).extreme:
    ...     low, high = eq.beliefs["last"].band("down")
    ...     print(eq["three"]["last"]["right"], f"[{low}, {high}]")
    0 [0, 1/3]
    1/4 [1/3, 1/3]
    """
    if not isinstance(game, ExtensiveForm):
        raise UnsupportedGame(
            f"sequential takes an ExtensiveForm, not {type(game).__name__}; for a NormalForm use nash, for a SignallingGame "
            "perfect_bayesian, which are its sequential equilibria, or sequential(game.tree())"
        )
    if game.parameters:
        return _with_symbols(game)
    seconds = DEFAULT_SECONDS if time_limit is None else time_limit
    if game.perfect_information:
        found = subgame_perfect(game, time_limit=seconds, memory_limit=memory_limit, progress=progress)
        return replace(found, concept="sequential")
    known = game.signalling()
    if known is not None:
        eqs = perfect_bayesian(game, time_limit=seconds, memory_limit=memory_limit, progress=progress)
        return _with_posteriors(game, known, eqs)
    limits = Limits(seconds, memory_limit, progress)
    search = _Search(game, limits)
    search.run()
    pieces = _largest(list(map(to_piece, search.found)))
    verify_pieces(game, pieces, "sequential")
    why = search.why
    limits.report("done")
    return EquilibriumSet.build(game, "sequential", pieces, complete=not why, why=why)


def _with_symbols(game: ExtensiveForm) -> EquilibriumSet:
    """Families of equilibria where another concept that agrees derives them."""
    from .symbolic.answer import renamed

    if not game.perfect_information and game.signalling() is None:
        names = ", ".join(p.name for p in game.parameters)
        example = ", ".join(f"{p.name}=..." for p in game.parameters[:3])
        raise UnsupportedGame(
            f"the game still has free parameters ({names}), and families of sequential equilibria are derived for trees "
            "that are signalling games, and for those in which every move is seen. Give the parameters values: "
            f"sequential(game.at({example}))"
        )
    return renamed(perfect_bayesian(game), "sequential")


@dataclass
class _Search:
    """The search through all bases, and what it did not cover."""

    game: ExtensiveForm
    limits: Limits
    found: list[Solution] = field(default_factory=list)
    undecided: list[tuple[Basis, str]] = field(default_factory=list)
    done: int = 0
    at: Basis | None = None

    def run(self) -> None:
        """Solve every basis."""
        choices = Choices(self.game)
        count = self._count
        with self.limits.stopping():
            for chosen, settled in supports(self.game):
                self.limits.check("solving supports")
                for basis in belief_bases(choices, chosen) if chosen is not None else ():
                    self.at = basis
                    self._solve(choices, basis)
                self.done += settled
                self.limits.share = self.done / count

    def _solve(self, choices: Choices, basis: Basis) -> None:
        self.limits.check("solving bases")
        system = BasisSystem.of(Agents(choices, basis))
        unknowns = [k for block in system.blocks for k in block]
        gains = [g for *_, g in system.inequalities]
        if any(e.is_ground for e in system.equations) or any(g and g.is_ground and g.LC < 0 for g in gains):
            return
        if contradictory(system.equations, gains, unknowns):
            return
        try:
            self.found += solutions(system, self.limits)
        except (Undecided, ArithmeticError) as reason:
            self.undecided.append((basis, str(reason)))

    @property
    def _count(self) -> int:
        count = 1
        for held in self.game.layout.sets:
            count *= 2 ** len(held.actions) - 1
        return count

    @property
    def why(self) -> str:
        """What was not covered; nothing when all was."""
        reasons = []
        if self.undecided:
            names = [f"{self._name(basis)} ({reason})" for basis, reason in self.undecided[:MOST_NAMED]]
            more = f"; and {len(self.undecided) - len(names)} more" if len(self.undecided) > len(names) else ""
            reasons.append(f"the algebra did not decide {len(self.undecided)} bases: {'; '.join(names)}{more}")
        if self.limits.stopped:
            last = f", the first of them {self._name(self.at)}" if self.at else ""
            reasons.append(
                f"{self._count - self.done:,} of {self._count:,} support profiles were not covered{last}: "
                f"{self.limits.stopped}. Give sequential a larger time_limit or memory_limit"
            )
        return ". ".join(reasons)

    def _name(self, basis: Basis) -> str:
        """A basis by labels: the actions used, and the nodes believed possible where play leaves them open."""
        layout = self.game.layout
        used = [
            f"{held.label}: {' or '.join(held.actions[a] for a in support)}"
            for held, support in zip(layout.sets, basis.supports, strict=True)
        ]
        for k in basis.open:
            nodes = " or ".join(layout.name(n) for _, group in basis.groups[k] for n in group)
            used.append(f"at {layout.sets[k].label} believing in {nodes}")
        return ", ".join(used)


def _with_posteriors(game: ExtensiveForm, known: SignallingGame, eqs: EquilibriumSet) -> EquilibriumSet:
    """Perfect Bayesian equilibria of a signalling tree with their beliefs; with two stages these are consistent."""
    pieces: list[Piece] = []
    for piece in eqs.pieces:
        points = dict.fromkeys((*piece.points, piece.centre))
        found = [one for point in points for one in _assessments(game, known, point)]
        pieces.append(AssessedPiece(piece.sides, piece.open_at, piece.gaps, assessments=tuple(found)))
    verify_pieces(game, pieces, "sequential")
    return EquilibriumSet.build(game, "sequential", pieces, complete=eqs.complete, why=eqs.why)


def _assessments(game: ExtensiveForm, known: SignallingGame, point: tuple[Vector, ...]) -> Iterator[Assessment]:
    """The beliefs that go with a profile, one message's varied at a time."""
    flat = from_tree(game, known, BehaviourPiece(tuple(Polytope((v,)) for v in point))).points[0]
    after = Equilibrium(known, flat).beliefs
    names, layout = information_set_names(game, known), game.layout
    message_at = {names[m, 1]: m for m in known.messages}
    sends = {n: layout.branch[n] for n in layout.children[0]}
    choices: list[list[tuple[Fraction, ...]]] = []
    for held in layout.sets:
        if held.label not in message_at:
            choices.append([(Fraction(1),)])
            continue
        vertices = after[message_at[held.label]].vertices
        choices.append([tuple(v[sends[layout.parent[n]]] for n in held.nodes) for v in vertices])
    first = tuple(rows[0] for rows in choices)
    yield Assessment(point, first)
    for k, rows in enumerate(choices):
        for row in rows[1:]:
            yield Assessment(point, (*first[:k], row, *first[k + 1 :]))


def _largest(pieces: list[Piece]) -> list[Piece]:
    """Pieces of strategies that lie in no other; what a piece that goes knows of beliefs stays with the others."""
    kept: list[Piece] = []
    for piece in sorted((p for p in pieces if p.polytopal), key=lambda p: -p.dimension):
        if not any(inside(piece, other) for other in kept):
            kept.append(piece)
    for piece in sorted((p for p in pieces if not p.polytopal), key=lambda p: -p.dimension):
        if piece.dimension or not any(other.meets(piece) for other in kept):
            kept.append(piece)
    return [_with_beliefs(piece, pieces) for piece in kept]


def _with_beliefs(piece: Piece, pieces: Sequence[Piece]) -> Piece:
    """A piece with the beliefs that any piece has at its points."""
    assert isinstance(piece, AssessedPiece | AssessedContinuum)
    mine = {a.flat for a in piece.assessments}
    found = dict.fromkeys(piece.assessments)
    for other in pieces:
        assert isinstance(other, AssessedPiece | AssessedContinuum)
        found |= dict.fromkeys(a for a in other.assessments if a.flat in mine)
    return replace(piece, assessments=tuple(found))
