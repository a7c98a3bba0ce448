"""Thresholds: where, along one parameter, the list of equilibrium families changes, and the formula of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..equilibria.family import Family
from ..errors import InvalidParameter, UnsupportedGame, did_you_mean
from ..exact import as_data
from ..games.game import Game
from ..games.normal_form import NormalForm
from ..games.signalling import SignallingGame
from ..games.tree import ExtensiveForm
from ..parameters import Parameter
from ..solve.symbolic.regimes import Regime, regimes
from .formulas import formula_of, samples

if TYPE_CHECKING:
    import sympy

__all__ = ["Threshold", "thresholds"]


@dataclass(frozen=True)
class Threshold:
    """A value of a parameter at which the families of equilibria change.

    Attributes
    ----------
    game : Game
        The game with values for all other parameters.
    parameter : str
    value : Fraction or sympy.Expr
        Exact; an expression where it is irrational, or where other parameters are free.
    below, at, above : tuple of Family, or None
        Families just below, at and just above. None where the game has no value there: a prior out of range, or a
        knife edge that the model leaves open.
    """

    game: Game
    parameter: str
    value: Any
    below: tuple[Family, ...] | None
    at: tuple[Family, ...] | None
    above: tuple[Family, ...] | None
    _regimes: tuple[Regime, Regime, Regime]

    @cached_property
    def formula(self) -> "sympy.Expr | None":
        """The value as a function of the game's other parameters, from the conditions that the solver met.

        Parameters that stand at their default are replaced by it. None where the condition has no solution in radicals
        of degree 2, and where the payoffs hold no other parameter.
        """
        return formula_of(self.game, self.parameter, self._regimes)

    @property
    def appear(self) -> tuple[Family, ...]:
        """Families above that are not below."""
        return _without(self.above, self.below)

    @property
    def vanish(self) -> tuple[Family, ...]:
        """Families below that are not above."""
        return _without(self.below, self.above)

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        sides = {"below": self.below, "at": self.at, "above": self.above}
        return {
            "parameter": self.parameter,
            "value": as_data(self.value),
            "formula": None if self.formula is None else str(self.formula),
            **{side: None if fs is None else [f.to_dict() for f in fs] for side, fs in sides.items()},
        }

    def __repr__(self) -> str:
        return f"<{self.parameter} = {as_data(self.value)['exact']}>"


def thresholds(game: Game, name: str) -> tuple[Threshold, ...]:
    """Find where the list of equilibrium families changes along one parameter, exactly.

    Parameters
    ----------
    game : Game
        A signalling game, or a two-player game in normal form, whose payoffs and priors are rational in the parameter
        (piecewise too). Whether the parameter has a value does not matter.
    name : str
        The parameter; its whole domain is searched, the ends left out.

    Returns
    -------
    tuple of Threshold
        In ascending order. Each has the families below, at and above, and the formula of its value. Where other
        parameters are free, the value is the formula, and there is one entry for each formula that was met at a fixed
        set of sample values of the others; the families are those of such a sample.

    Raises
    ------
    InvalidParameter
        For a parameter that the game does not have, and where the game has no value at any value of the parameter.
    UnsupportedGame
        For games that are not covered: trees, more than two players, or payoffs such as ``sqrt`` of the parameter.

    Notes
    -----
    The solver runs on polynomials in the parameter whose signs are those at a sample, and remembers each sign that it
    asks for. Until one of these polynomials changes its sign the equilibria keep their structure, so the real roots
    nearest to the samples cut the domain into regimes. Irrational roots are exact algebraic numbers. With numbers for
    the other parameters nothing can be missed; with free parameters a formula that holds only in a small region can.

    Examples
    --------
    >>> import deterrence as dt
    >>> game = dt.models.probe_game(gain=1, clash_cost=3, tolerate_cost=2, respond_cost=1)
    >>> (threshold,) = dt.thresholds(game, "credibility")
    >>> threshold.value, threshold.formula
    (Fraction(1, 4), gain/(clash_cost + gain))
    >>> [family.supports["challenger"] for family in threshold.above]
    [('refrain',), ('refrain',)]
    """
    _require_game(game)
    known = {p.name: p for p in game.all_parameters}
    if name not in known:
        allowed = ", ".join(known) or "none"
        raise InvalidParameter(f"this game has no parameter {name!r}{did_you_mean(name, known)} (parameters: {allowed})")
    if isinstance(game, ExtensiveForm):
        raise UnsupportedGame(f"thresholds are not taken on trees; ask thresholds(tree.normal_form(), {name!r})")
    if not isinstance(game, NormalForm | SignallingGame):
        raise UnsupportedGame(f"thresholds are taken on tables and signalling games, not on a {type(game).__name__}")
    if isinstance(game, NormalForm) and len(game.players) != 2:
        raise UnsupportedGame(f"thresholds cover two-player games; this one has {len(game.players)} players")
    free = game.free(name)
    for parameter in free.parameters:
        part = free.irrational_in(parameter.name)
        if part is not None:
            raise UnsupportedGame(
                f"thresholds need payoffs that are rational in the parameter (piecewise too), and {part} is not rational in "
                f"{parameter.name}; make it a parameter of its own"
            )
    others = [p for p in free.parameters if p.name != name]
    if others:
        return tuple(_symbolic(free, name, others))
    if not free.parameters:
        return ()
    found = regimes(free, name)
    if all(regime.families is None for regime in found):
        free.at(**{name: found[0].sample})  # raises, and says why the game has no value
    return tuple(_between(free, name, found))


def _require_game(game: Any) -> None:
    if not isinstance(game, Game):
        raise UnsupportedGame(f"thresholds takes a game, not {type(game).__name__}; of an EquilibriumSet write eqs.game")


def _between(game: Game, name: str, found: Sequence[Regime]) -> Iterator[Threshold]:
    """The points at which neighbouring regimes differ."""
    for (left, here), (_, right) in pairwise(pairwise(found)):
        is_point = here.low is not None and here.low == here.high
        if is_point and not left.key == here.key == right.key:
            root = here.low
            assert root is not None
            value = root.expression if root.rational is None else root.rational
            yield Threshold(game, name, value, left.families, here.families, right.families, (left, here, right))


def _symbolic(game: Game, name: str, others: Sequence[Parameter]) -> list[Threshold]:
    """One threshold for each formula met at the samples, in the order in which they are met most."""
    met: dict[Any, list[Threshold]] = {}
    for values in samples(others):
        there = game.at(**values)
        for threshold in _between(there, name, regimes(there, name)):
            if threshold.formula is not None:
                met.setdefault(threshold.formula, []).append(threshold)
    common = sorted(met.items(), key=lambda item: (-len(item[1]), str(item[0])))
    return [_restated(formula, found[0]) for formula, found in common]


def _restated(formula: Any, threshold: Threshold) -> Threshold:
    t = threshold
    return Threshold(t.game, t.parameter, formula, t.below, t.at, t.above, t._regimes)


def _without(one: tuple[Family, ...] | None, other: tuple[Family, ...] | None) -> tuple[Family, ...]:
    names = {(f.name, f.shape) for f in other or ()}
    return tuple(f for f in one or () if (f.name, f.shape) not in names)
