"""The regimes of a game along one parameter: open intervals and points on which its families are the same.

At a sample the solver runs on polynomials in the parameter and remembers each sign that it asked for. Up to the nearest
root of one of these polynomials on either side, it would have done the same. Beyond that root another sample is taken,
and so on until the domain is covered; at the roots themselves the game is solved exactly, irrational ones included.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...equilibria.equilibrium_set import EquilibriumSet
from ...equilibria.family import Family, families_of
from ...errors import DeterrenceError, InvalidGame, InvalidParameter
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...games.tree import ExtensiveForm
from ..bimatrix import bimatrix_faces
from ..complementarity import FacePair
from ..nash import nash
from ..perfect_bayesian import perfect_bayesian, signalling_faces
from ..strategies import pieces_of
from ..subgame_perfect import subgame_perfect
from .algebraic import Algebraic
from .ring import Signs, Unlucky
from .root import Root, between, real_roots

__all__ = ["Regime", "conditions", "families_at", "key_of", "regimes", "solved_at"]

Key = frozenset[tuple[str, str | None]] | None

#: How many samples are tried where earlier ones lie on a boundary by accident.
ATTEMPTS = 50


@dataclass(frozen=True)
class Regime:
    """A point, or an open interval, of one parameter's domain.

    Attributes
    ----------
    low, high : Root or None
        Ends of the interval, the same for a point; None is no bound.
    sample : Fraction or None
        A value inside; None at an irrational point.
    families : tuple of Family, or None
        None where the game has no value: outside a prior's range, or on a knife edge that the model leaves open.
    """

    low: Root | None
    high: Root | None
    sample: Fraction | None
    families: tuple[Family, ...] | None

    @property
    def key(self) -> Key:
        """What tells regimes apart."""
        return key_of(self.families)


def key_of(families: tuple[Family, ...] | None) -> Key:
    """Names and shapes of families: what tells one list of them from another."""
    return None if families is None else frozenset((f.name, f.shape) for f in families)


def regimes(game: Game, name: str) -> list[Regime]:
    """Regimes of a game whose only free parameter is the given one, in ascending order.

    Neighbours alternate between intervals and points; two that follow each other may have the same families. Ends of
    the domain are not among the points.
    """
    domain = next(p for p in game.all_parameters if p.name == name).interval
    low = Root.of(domain.least) if domain.least is not None else None
    high = Root.of(domain.most) if domain.most is not None else None
    found: list[Regime] = []
    todo: list[Any] = [(low, high)]
    while todo:
        task = todo.pop()
        if isinstance(task, Regime):
            found.append(task)
            continue
        if isinstance(task, Root):
            found.append(_at(game, name, task))
            continue
        left, right = task
        sample, asked = _sample(game, name, left, right)
        here = Root.of(sample)
        roots = {root for raw in asked for root in real_roots(tuple(map(int, raw.to_dense())))}
        inside = [r for r in roots if (left is None or left < r) and (right is None or r < right)]
        lower = max((r for r in inside if r < here), default=None)
        upper = min((r for r in inside if here < r), default=None)
        # the stack is last in, first out: the rest on the right first
        if upper is not None:
            todo += [(upper, right), upper]
        families = families_at(game, {name: sample})
        todo.append(Regime(lower or left, upper or right, sample, families))
        if lower is not None:
            todo += [lower, (left, lower)]
    return found


def families_at(game: Game, values: Mapping[str, Fraction], refinement: str = "") -> tuple[Family, ...] | None:
    """Families at some values, of what a refinement leaves if there is one; None where the game has no value."""
    try:
        eqs = solved_at(game, values)
        return (eqs.refine(refinement) if refinement else eqs).families
    except (InvalidGame, InvalidParameter):
        return None


def solved_at(game: Game, values: Mapping[str, Any]) -> EquilibriumSet:
    """The equilibria at values of all free parameters; of a tree the subgame-perfect ones.

    Raises
    ------
    InvalidParameter
        For values outside their domain, or at which the game has no value.
    UnsupportedGame
        While some parameter is free.
    """
    at = game.at(**values)
    at.require_numbers()
    if isinstance(at, ExtensiveForm):
        return subgame_perfect(at)
    eqs: EquilibriumSet = perfect_bayesian(at) if isinstance(at, SignallingGame) else nash(at)  # type: ignore[arg-type]
    return eqs


def conditions(game: Game, sample: Mapping[str, Fraction], names: tuple[str, ...]) -> list[Any]:
    """Polynomials in some parameters whose signs decide what the solver does at a sample.

    Raises
    ------
    Unlucky
        When one of them vanishes there by accident.
    """
    signs = Signs({n: sample[n] for n in names})
    values = {n: signs.parameter(n) if n in names else v for n, v in sample.items()}
    try:
        faces, prior = _faces(game, values, signs.number)
        _ask_whether_types_differ(game, faces)
        for chance in prior:
            bool(chance)
    except InvalidParameter:
        pass  # no value here, and the signs asked for so far say why
    return list(signs.asked)


def _sample(game: Game, name: str, low: Root | None, high: Root | None) -> tuple[Fraction, list[Any]]:
    for attempt in range(ATTEMPTS):
        sample = between(low, high, attempt)
        try:
            return sample, conditions(game, {**game.known, name: sample}, (name,))
        except Unlucky:
            continue
    raise DeterrenceError(f"no sample found between {low} and {high}")


def _at(game: Game, name: str, root: Root) -> Regime:
    if root.rational is not None:
        return Regime(root, root, root.rational, families_at(game, {name: root.rational}))

    def number(value: Fraction) -> Algebraic:
        return Algebraic.number(root, value)

    values = {**game.known, name: Algebraic.generator(root)}
    try:
        faces, prior = _faces(game, values, number)
    except InvalidParameter:
        return Regime(root, root, None, None)
    pieces = pieces_of(game, faces, lambda top, bottom: number(Fraction(0)) + top / (number(Fraction(0)) + bottom))
    return Regime(root, root, None, families_of(game, pieces, prior=prior))


def _faces(game: Game, values: Mapping[str, Any], number: Any) -> tuple[list[FacePair], tuple[Any, ...]]:
    """Solve over another field: pairs of faces, and the prior (empty in a normal form)."""
    if isinstance(game, SignallingGame):
        table = game.table(values, number)
        return signalling_faces(table), table.prior
    assert isinstance(game, NormalForm)
    return bimatrix_faces(*game.bimatrix(values, number)), ()


def _ask_whether_types_differ(game: Game, faces: list[FacePair]) -> None:
    """Whether two types send alike decides the shape of a family, so these signs matter too."""
    if not isinstance(game, SignallingGame):
        return
    n = len(game.messages)
    for face, _ in faces:
        for _, values, _ in face.vertices:
            for t in range(1, len(game.types)):
                for m in range(n):
                    _ = values.get(t * n + m, 0) == values.get(m, 0)
