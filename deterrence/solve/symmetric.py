"""Symmetric equilibria of symmetric games: everybody plays the same mixed strategy.

With one strategy x for all, an action's payoff is a polynomial in x of one degree less than there are players, and a support
is one set of actions instead of one for each player. So there are few supports, and few unknowns.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations, combinations_with_replacement
from math import factorial, prod
from typing import Any

from ..equilibria.continuum import Continuum
from ..equilibria.equilibrium_set import EquilibriumSet
from ..equilibria.piece import Piece
from ..equilibria.polytope import Polytope
from ..equilibria.verify import verify_pieces
from ..errors import UnsupportedGame
from ..games.normal_form import NormalForm
from ..games.symmetry import asymmetry
from .limits import Limits, Progress
from .nash import DEFAULT_SECONDS
from .nplayer.bodies import Body
from .nplayer.eliminate import Undecided
from .nplayer.engine import largest, solve_support
from .nplayer.layout import Layout, single
from .nplayer.parts import Arc, Hull, Part, Region
from .nplayer.supports import Supports, Table
from .nplayer.system import StageSystem, Unknowns
from .rationalizable import rationalizable

__all__ = ["symmetric_nash"]


def symmetric_nash(
    game: NormalForm,
    *,
    time_limit: float | None = None,
    memory_limit: float | None = None,
    progress: Progress | None = None,
) -> EquilibriumSet:
    """Find every symmetric Nash equilibrium of a symmetric game: those in which all play the same mixed strategy.

    There is always one [1]_. They are what a single population can play against itself.

    Parameters
    ----------
    game : NormalForm
        Any number of players with the same actions, whose payoffs do not depend on who is who.
    time_limit : float, optional
        In seconds, 60 by default; ``math.inf`` for none.
    memory_limit : float, optional
        In bytes: how much the process may grow.
    progress : callable, optional
        Called now and then with the share of the search that is done, in [0, 1], and a message.

    Returns
    -------
    EquilibriumSet
        Complete when all *symmetric* equilibria are there; ``why`` names every support that was not decided. Irrational
        numbers are exact, too. Where a continuum of strategies can be shared, it is a `Continuum`, as all players move
        together. No indices.

    Raises
    ------
    UnsupportedGame
        For a game that is not symmetric, while parameters are free, and for games of another kind.
    InvalidParameter
        For a limit that is no positive number.

    Notes
    -----
    Support by support, by the elimination that `nash` uses for several players. Two actions are one polynomial in one
    unknown, whatever the number of players.

    References
    ----------
    .. [1] J. F. Nash (1951), Non-cooperative games, Annals of Mathematics 54, 286-295, theorem 2.

    Examples
    --------
    Five states share a secret benefit of 16 if anybody speaks up, at a cost of 1. The others' silence must be worth that
    risk, ``(1 - x)^4 = 1/16``:

    >>> import deterrence as dt
    >>> from itertools import product
    >>> states = [f"state {k}" for k in range(5)]
    >>> cells = list(product(("speak", "keep quiet"), repeat=5))
    >>> gains = {c: [16 * ("speak" in c) - (own == "speak") for own in c] for c in cells}
    >>> eqs = dt.symmetric_nash(dt.NormalForm(players=states, payoffs=gains))
    >>> [str(eq["state 0"]["speak"]) for eq in eqs.extreme]
    ['1/2']
    """
    if not isinstance(game, NormalForm):
        raise UnsupportedGame(f"symmetric_nash takes a NormalForm, not {type(game).__name__}")
    game.require_numbers()
    reason = asymmetry(game)
    if reason:
        raise UnsupportedGame(f"symmetric_nash needs a symmetric game: {reason}; nash takes games that are not")
    limits = Limits(DEFAULT_SECONDS if time_limit is None else time_limit, memory_limit, progress)
    alone, why = _search(game, limits)
    pieces = [_for_all(game, piece) for piece in largest(alone)]
    verify_pieces(game, pieces)
    limits.report("done")
    return EquilibriumSet.build(game, "symmetric_nash", pieces, complete=not why, why=why)


def _search(game: NormalForm, limits: Limits) -> tuple[list[Piece], str]:
    """Pieces of strategies that all can share, as if there were one player; and what was not decided."""
    player = game.players[0]
    actions = game.actions[player]
    survivors = rationalizable(game).actions[player]
    kept = tuple(k for k, action in enumerate(actions) if action in survivors)
    alone = NormalForm(players=(player,), payoffs={(a,): (0,) for a in actions}, actions={player: actions})
    layout, unknowns = Layout(alone, (kept,)), Unknowns((len(kept),))
    everybody = (kept,) * len(game.players)
    table = Table(game, everybody)
    supports = Supports(table)
    todo = [s for size in range(1, len(kept) + 1) for s in combinations(range(len(kept)), size)]
    pieces: list[Piece] = []
    undecided = []
    examined = 0
    with limits.stopping():
        for support in todo:
            mine = limits if len(support) > 1 else Limits()  # pure equilibria are all found, whatever the limits
            mine.check("solving supports")
            if supports.possible((support,) * len(game.players)):
                try:
                    pieces += solve_support(_Diagonal(unknowns, (support,), table), layout, mine)
                except Undecided as reason:
                    undecided.append(f"{' or '.join(actions[kept[a]] for a in support)} ({reason})")
            examined += 1
            limits.share = examined / len(todo)
    reasons = []
    if undecided:
        reasons.append(f"symmetric equilibria with these supports were not all found: {'; '.join(undecided)}")
    if examined < len(todo):
        reasons.append(
            f"of {len(todo)} supports {len(todo) - examined}, those with the most actions, were not looked at because "
            f"{limits.stopped}; pure equilibria are all there"
        )
    return pieces, ". ".join(reasons)


class _Diagonal(StageSystem):
    """The equations of a support that all players share; its profile is that of one player."""

    @cached_property
    def _mix(self) -> dict[int, Any]:
        """The probability of every action of the support, as a polynomial."""
        (support,) = self.profile
        known = {a: self.unknowns.variable(self.unknowns.position[0, a]) for a in support[:-1]}
        return {**known, support[-1]: self.unknowns.ring.one - sum(known.values())}

    def _gain(self, i: int, a: int, b: int) -> Any:
        """What a player gets more from a than from b when all others mix alike, as a polynomial of higher degree."""
        (support,) = self.profile
        rows, size, n_others = self.table.payoffs[i], self.table.shape[0], len(self.table.shape) - 1
        total = self.unknowns.ring.zero
        for choice in combinations_with_replacement(support, n_others):
            position = 0
            for c in choice:
                position = position * size + c
            gain = rows[a][position] - rows[b][position]
            if gain:
                # by symmetry only the numbers of those who choose each action matter
                counts = [choice.count(c) for c in support]
                ways = factorial(n_others) // prod(map(factorial, counts))
                term = self.unknowns.ring.one * (gain * ways)
                for c, count in zip(support, counts, strict=True):
                    term = term * self._mix[c] ** count
                total = total + term
        return total


def _for_all(game: NormalForm, alone: Piece) -> Piece:
    """A piece of one player's strategies, shared by all players."""
    n = len(game.players)
    if alone.polytopal and (not alone.dimension or n == 1):
        return Piece(alone.sides * n)
    body = Body(tuple(_shared(part, n) for part in Body.of(alone).parts))
    own, equations, inequalities = _conditions(game, alone)
    return Continuum(
        tuple(single(v) for v in body.sample),
        support=dict.fromkeys(game.players, own),
        equations=equations,
        inequalities=inequalities,
        size=alone.dimension,
        ends=body.ends,
        witnesses=body.inner,
        shape=body,
    )


def _shared(part: Part, n: int) -> Part:
    """A part of one player's strategies as a part of n equal ones."""
    everybody = tuple(range(n))
    if not isinstance(part, Hull):
        assert isinstance(part, Arc | Region)
        return replace(part, players=everybody, coordinates=part.coordinates * n)
    size = part.sizes[0]
    rest = (Fraction(0),) * (size * (n - 1))
    facets = [(*f, *rest) for f in part.body.facets]
    for j in range(1, n):
        for k in range(size):
            equal = [Fraction(0)] * (size * n)
            equal[k], equal[j * size + k] = Fraction(1), Fraction(-1)
            facets += [tuple(equal), tuple(-x for x in equal)]
    return Hull(everybody, (size,) * n, Polytope(tuple(v * n for v in part.body.vertices), tuple(facets)))


def _conditions(game: NormalForm, alone: Piece) -> tuple[tuple[str, ...], tuple[Any, ...], tuple[Any, ...]]:
    """Actions that are used, what vanishes and what is not negative, in symbols."""
    import sympy

    player, *others = game.players
    labels = game.actions[player]

    def symbol(who: str, action: str) -> Any:
        return sympy.Symbol(f"{who}:{action}", real=True)

    if isinstance(alone, Continuum):
        used = alone.support[player]
        equations, inequalities = list(alone.equations), list(alone.inequalities)
    else:
        (side,) = alone.sides
        used = tuple(a for k, a in enumerate(labels) if k in side.support)
        equations, inequalities = _linear(side, [symbol(player, a) for a in labels])
    equations += [symbol(other, a) - symbol(player, a) for other in others for a in used]
    return used, tuple(equations), tuple(inequalities)


def _linear(side: Polytope, symbols: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """The functionals of a polytope as equations, where both signs are there, and inequalities."""
    import sympy

    known = set(side.facets)
    equations, inequalities = [], []
    for facet in side.facets:
        text = sum(
            (sympy.Rational(f.numerator, f.denominator) * s for f, s in zip(facet, symbols, strict=True)), sympy.S.Zero
        )
        negative = tuple(-f for f in facet)
        if negative not in known:
            inequalities.append(text)
        elif facet > negative:
            equations.append(text)
    return equations, inequalities
