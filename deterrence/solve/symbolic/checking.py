"""Whether closed forms of families are equilibria: by identities, and from the definition at points of their regions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...equilibria.verify import Verification
from ...errors import NotAnEquilibrium
from ...games.game import Game
from .atlas_family import AtlasFamily
from .identities import identities, vanishes
from .regimes import solved_at

__all__ = ["SymbolicVerification", "verify_families"]


@dataclass(frozen=True)
class SymbolicVerification(Verification):
    """What was checked of families in closed form.

    Attributes
    ----------
    proved : int
        Conditions (of indifference, of Bayes' rule, of probabilities) that reduce to zero whatever the parameters.
    at_points : tuple of str
        Those that do not, as where payoffs have cases: they hold at every point that was tried.
    """

    proved: int
    at_points: tuple[str, ...]


def verify_families(game: Game, families: Iterable[AtlasFamily]) -> SymbolicVerification:
    """Check every family: its conditions as identities, and all that it is at a point of each clause of its region.

    What makes its closed form an equilibrium is reduced to zero where that is possible.

    There the solver on numbers, every piece of whose answer passed the definition of equilibrium, must have the family, and
    each probability of the closed form that depends on no free one must be the family's in all of its equilibria.

    Raises
    ------
    NotAnEquilibrium
        Naming the family and the point.
    """
    count = points = proved = 0
    left: dict[str, None] = {}
    for family in families:
        count += 1
        by_form: dict[str, list[tuple[str, Any]]] = {}
        for values, solution in family.witnessed:
            points += 1
            if solution.key not in by_form:
                conditions = list(identities(game, solution))
                by_form[solution.key] = [(what, x) for what, x in conditions if not vanishes(x)]
                proved += len(conditions) - len(by_form[solution.key])
            for what, expression in by_form[solution.key]:
                _zero_at(expression, what, values, family)
                left[f"{family.name}: {what}"] = None
            eqs = solved_at(game, values)
            eqs.verify()
            same = [f for f in eqs.families if f.name == family.name]
            shown = ", ".join(f"{n}={v}" for n, v in values.items())
            if not same:
                raise NotAnEquilibrium(f"the family {family.name!r} does not exist at {shown}")
            for wrong in _differing(solution.strategies, same[0], values, family):
                raise NotAnEquilibrium(f"the family {family.name!r} has another probability of {wrong} at {shown}")
    return SymbolicVerification(Fraction(0), count, points, proved, tuple(left))


def _zero_at(expression: Any, what: str, values: Mapping[str, Fraction], family: AtlasFamily) -> None:
    """Refuse what is a number at some values, and not zero."""
    value = expression.xreplace(_numbers(values))
    if not value.free_symbols and value != 0:
        shown = ", ".join(f"{n}={v}" for n, v in values.items())
        raise NotAnEquilibrium(f"the family {family.name!r} at {shown}: it is not so that {what}")


def _numbers(values: Mapping[str, Fraction]) -> dict[Any, Any]:
    import sympy

    return {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()}


def _differing(strategies: Mapping[str, Any], at: Any, values: Mapping[str, Fraction], family: AtlasFamily) -> Iterable[str]:
    """Actions on the path whose closed form is a number at the values, and not the one that the equilibria have."""
    import sympy

    known = _numbers(values)
    for player, by_set in strategies.items():
        plain = not isinstance(next(iter(by_set.values()), None), Mapping)
        for where, chances in [(None, by_set)] if plain else by_set.items():
            if not plain and where not in family.supports[player]:
                continue  # off the path: one reply of many
            for action, formula in chances.items():
                value = sympy.sympify(formula).xreplace(known)
                if value.free_symbols:
                    continue
                expected = Fraction(int(value.p), int(value.q))
                for eq in at.extreme:
                    chance = eq[player][action] if plain else eq[player][where][action]
                    if chance != expected:
                        yield action
