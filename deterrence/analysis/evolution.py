"""Evolutionary stability: what a population that plays an equilibrium of a symmetric game does about rare mutants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..equilibria.polytope import Polytope, Vector
from ..errors import LimitReached, UnsupportedGame
from ..exact import show
from ..frozen import FrozenDict
from ..games.normal_form import NormalForm
from ..games.symmetry import asymmetry
from ..solve.nash import nash
from .copositive import lowest
from .motion import check_game

__all__ = ["Stability", "evolutionary_stability"]

#: Actions used, and best replies.
Stratum = tuple[frozenset[int], frozenset[int]]

_WORDS = {1: "evolutionarily stable", 0: "neutrally stable", -1: "neither"}


@dataclass(frozen=True)
class Stability:
    """Symmetric equilibria that use the same actions and have the same best replies, and whether they are stable.

    Attributes
    ----------
    verdict : str
        "evolutionarily stable", "neutrally stable" (weaker), or "neither".
    reason : str
    strategy : mapping
        Action to probability: the equilibrium, or the middle of the set where there are many.
    vertices : tuple of mappings
        Extreme points of the set's closure; just one for a single equilibrium.
    used : tuple of str
        Actions of positive probability.
    best_replies : tuple of str
        All actions that are best against it.
    invader : mapping or None
        A mutant that does better against itself than the strategy does against it, or as well where the verdict is
        "neutrally stable"; None for "evolutionarily stable".
    """

    verdict: str
    reason: str
    strategy: Mapping[str, Fraction]
    vertices: tuple[Mapping[str, Fraction], ...]
    used: tuple[str, ...]
    best_replies: tuple[str, ...]
    invader: Mapping[str, Fraction] | None


def evolutionary_stability(game: NormalForm) -> tuple[Stability, ...]:
    """Say of every symmetric equilibrium of a symmetric two-player game whether it is evolutionarily stable, exactly.

    A strategy x is evolutionarily stable iff it is an equilibrium and, for every other strategy y that is as good against x,
    x is better against y than y is against itself [1]_. It is neutrally stable if it is never worse there. All symmetric
    equilibria are covered, also continua: the verdict depends only on the actions used and on those that are best replies.

    Parameters
    ----------
    game : NormalForm
        Two players with the same actions, whose payoffs do not depend on who is who.

    Returns
    -------
    tuple of Stability
        In the order of the equilibria; empty where the game has equilibria that are not symmetric only.

    Raises
    ------
    UnsupportedGame
        While parameters are free, and for games that are not symmetric or have other than two players.
    LimitReached
        When not all equilibria could be found in time, or too many actions that are not used are best replies.

    Notes
    -----
    The condition is that a quadratic form is positive on a cone, which is decided in exact arithmetic by completing squares
    and a test of copositivity [2]_. Stable strategies are asymptotically stable in the replicator dynamics of a single
    population; the converse fails.

    References
    ----------
    .. [1] J. Maynard Smith and G. R. Price (1973), The logic of animal conflict, Nature 246, 15-18.
    .. [2] J. Haigh (1975), Game theory and evolution, Advances in Applied Probability 7, 8-11; his condition is sharpened
       to copositivity by A. Abakuks (1980), Journal of Applied Probability 17, 559-562.

    Examples
    --------
    Hawks and doves over a prize of 2 when a fight costs 4:

    >>> import deterrence as dt
    >>> fight = [[-1, 2], [0, 1]]
    >>> labels = [("hawk", "dove")] * 2
    >>> game = dt.NormalForm.from_arrays(fight, list(zip(*fight)), actions=labels)
    >>> for found in dt.evolutionary_stability(game):
    ...     print(found.strategy["hawk"], found.verdict)
    1/2 evolutionarily stable
    """
    check_game(game, "evolutionary_stability")
    if len(game.players) != 2:
        raise UnsupportedGame(f"evolutionary_stability covers two players; this game has {len(game.players)}")
    why = asymmetry(game)
    if why:
        raise UnsupportedGame(f"evolutionary_stability needs a symmetric game: {why}")
    payoffs, _ = game.bimatrix()
    found: dict[Stratum, list[Vector]] = {}
    eqs = nash(game, method="all")
    if not eqs.complete:
        raise LimitReached(f"not all equilibria were found: {eqs.why}")
    for whole in eqs.pieces:
        mine, theirs = whole.described(game).sides
        diagonal = mine.clip_all(theirs.facets)
        if diagonal is not None:
            for stratum, vertices in _strata(payoffs, diagonal):
                found.setdefault(stratum, vertices)
    return tuple(_judge(game, payoffs, stratum, vertices) for stratum, vertices in found.items())


def _strata(payoffs: Sequence[Sequence[Fraction]], part: Polytope) -> Iterable[tuple[Stratum, list[Vector]]]:
    """Split symmetric equilibria by what is used and what is best: a mixture uses all they use, and shares what is best."""
    single = {v: (frozenset(i for i, x in enumerate(v) if x), _best(payoffs, v)) for v in part.vertices}
    strata = list(dict.fromkeys(single.values()))
    for used, best in strata:  # grows on the way
        for more, fewer in dict.fromkeys(single.values()):
            if (both := (used | more, best & fewer)) not in strata:
                strata.append(both)
    for used, best in strata:
        yield (used, best), [v for v, (mine, replies) in single.items() if mine <= used and replies >= best]


def _best(payoffs: Sequence[Sequence[Fraction]], strategy: Vector) -> frozenset[int]:
    against = [sum((u * x for u, x in zip(row, strategy, strict=True) if x), Fraction(0)) for row in payoffs]
    most = max(against)
    return frozenset(i for i, u in enumerate(against) if u == most)


def _judge(game: NormalForm, payoffs: Sequence[Sequence[Fraction]], stratum: Stratum, vertices: list[Vector]) -> Stability:
    """Mutants y = x + z have z >= 0 where x is 0, and use best replies only: what x gains on them is -z'Az."""
    used, best = stratum
    middle = Polytope(tuple(vertices)).centre
    k = min(used)
    others = sorted(best - {k})

    def bend(i: int, j: int) -> Fraction:
        return payoffs[i][k] + payoffs[k][j] - payoffs[i][j] - payoffs[k][k]

    form = [[(bend(i, j) + bend(j, i)) / 2 for j in others] for i in others]
    sign, direction = lowest(form, [i not in used for i in others])
    actions = game.actions[game.players[0]]
    invader = None
    if sign <= 0:
        steps = dict(zip(others, direction, strict=True))
        steps[k] = -sum(direction, Fraction(0))
        size = min(middle[i] / -z for i, z in steps.items() if z < 0)
        invader = _labelled(actions, tuple(x + size * steps.get(i, 0) for i, x in enumerate(middle)))
    return Stability(
        verdict=_WORDS[sign],
        reason=_reason(sign, invader, bool(others)),
        strategy=_labelled(actions, middle),
        vertices=tuple(_labelled(actions, v) for v in vertices),
        used=tuple(a for i, a in enumerate(actions) if i in used),
        best_replies=tuple(a for i, a in enumerate(actions) if i in best),
        invader=invader,
    )


def _labelled(actions: tuple[str, ...], vector: Vector) -> Mapping[str, Fraction]:
    return FrozenDict(zip(actions, vector, strict=True))


def _reason(sign: int, invader: Mapping[str, Fraction] | None, contested: bool) -> str:
    if invader is None:
        return (
            "better against every other best reply than that is against itself"
            if contested
            else "its only best reply is itself"
        )
    mutant = " + ".join(a if x == 1 else f"{show(x)} {a}" for a, x in invader.items() if x)
    return f"{mutant} does {'better' if sign < 0 else 'as well'} against itself"
