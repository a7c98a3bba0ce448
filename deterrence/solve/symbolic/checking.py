"""Whether the closed forms of families are equilibria: evaluated at points of their regions, from the definition."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from ...equilibria.verify import Verification
from ...errors import NotAnEquilibrium
from ...games.game import Game
from .atlas_family import AtlasFamily
from .regimes import solved_at

__all__ = ["verify_families"]


def verify_families(game: Game, families: Iterable[AtlasFamily]) -> Verification:
    """Check every family at a point of each clause of its region.

    There the solver on numbers, every piece of whose answer passed the definition of equilibrium, must have the family, and
    each probability of the closed form that depends on no free one must be the family's in all of its equilibria.

    Raises
    ------
    NotAnEquilibrium
        Naming the family and the point.
    """
    count = points = 0
    for family in families:
        count += 1
        for values, solution in family.witnessed:
            points += 1
            eqs = solved_at(game, values)
            eqs.verify()
            same = [f for f in eqs.families if f.name == family.name]
            shown = ", ".join(f"{n}={v}" for n, v in values.items())
            if not same:
                raise NotAnEquilibrium(f"the family {family.name!r} does not exist at {shown}")
            for wrong in _differing(solution.strategies, same[0], values, family):
                raise NotAnEquilibrium(f"the family {family.name!r} has another probability of {wrong} at {shown}")
    return Verification(Fraction(0), count, points)


def _differing(strategies: Mapping[str, Any], at: Any, values: Mapping[str, Fraction], family: AtlasFamily) -> Iterable[str]:
    """Actions on the path whose closed form is a number at the values, and not the one that the equilibria have."""
    import sympy

    known = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in values.items()}
    for player, by_set in strategies.items():
        plain = not isinstance(next(iter(by_set.values())), Mapping)
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
