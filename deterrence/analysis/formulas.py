"""Formulae of thresholds: the solver's conditions, solved for the parameter.

At a threshold some polynomial that the solver asked about changes its sign. Asked about with all parameters as symbols,
it is a condition in all of them; solved for one it is a formula, which is then confirmed: near the game's own values
of the others, the families change where the formula says.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..games.game import Game
from ..parameters import Parameter
from ..solve.symbolic.regimes import Regime, conditions, families_at, key_of
from ..solve.symbolic.ring import Unlucky

if TYPE_CHECKING:
    import sympy

__all__ = ["formula_of", "samples"]

#: Conditions with more terms than this are not factored.
MAX_TERMS = 200
#: How far from the threshold, and how far from the other parameters' values, a formula is confirmed.
NEAR, NUDGE = Fraction(1, 10**12), Fraction(1, 10**5)
#: Sample values of free parameters for which thresholds are looked for.
N_SAMPLES = 24


def formula_of(game: Game, name: str, around: tuple[Regime, Regime, Regime]) -> "sympy.Expr | None":
    """The threshold between two regimes as a function of the other parameters that are not at their default."""
    names = tuple(
        p.name for p in game.all_parameters if p.name == name or (p.name in game.values and p.default != game.values[p.name])
    )
    if names == (name,):
        return None
    left, here, right = around
    # At the values themselves parameters may be equal by accident; a little beside them they are not.
    moved = _moved(game, name, names)
    for regime in (left, right):
        assert regime.sample is not None
        try:
            asked = conditions(game, {**game.known, **moved, name: regime.sample}, names)
        except Unlucky:
            continue
        for candidate in _candidates(game, name, asked, here):
            if _confirmed(game, name, moved, candidate):
                return candidate
    return None


def _moved(game: Game, name: str, names: Sequence[str]) -> dict[str, Fraction]:
    """Values of the other parameters, each moved a little by a share of its own."""
    moved = {}
    for k, p in enumerate(p for p in game.all_parameters if p.name in names and p.name != name):
        value = game.values[p.name]
        step = value * NUDGE * (k + 1) / len(names)
        moved[p.name] = value + step if value + step in p.interval else value - step
    return moved


def _candidates(game: Game, name: str, asked: Sequence[Any], here: Regime) -> Iterator["sympy.Expr"]:
    """Solutions of the conditions that vanish at the threshold, simple ones first."""
    import sympy

    x = sympy.Symbol(name, real=True)
    root = here.low
    assert root is not None
    known = {
        sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in game.known.items() if n != name
    }
    seen: set[Any] = set()
    for raw in sorted(asked, key=len):
        if len(raw) > MAX_TERMS or not raw.degree(raw.ring.gens[raw.ring.symbols.index(sympy.Symbol(name))]):
            continue
        for factor, _ in raw.factor_list()[1]:
            if factor in seen:
                continue
            seen.add(factor)
            expression = factor.as_expr(*(sympy.Symbol(str(s), real=True) for s in raw.ring.symbols))
            polynomial = sympy.Poly(expression.xreplace(known), x)
            if polynomial.degree() < 1 or not _vanishes(polynomial, root):
                continue
            in_x = sympy.Poly(expression, x)
            if in_x.degree() <= 2:
                for solution in sympy.roots(in_x) if in_x.degree() == 2 else [-in_x.nth(0) / in_x.nth(1)]:
                    if solution.xreplace(known).equals(root.expression):
                        yield sympy.factor(solution) if in_x.degree() == 1 else solution


def _vanishes(polynomial: Any, root: Any) -> bool:
    import sympy

    minimal = sympy.Poly(root.coefficients, *polynomial.gens)
    return bool(sympy.rem(polynomial, minimal).is_zero)


def _confirmed(game: Game, name: str, moved: Mapping[str, Fraction], formula: "sympy.Expr") -> bool:
    """Whether the families change where the formula says when the other parameters have moved a little."""
    import sympy

    at = formula.xreplace({sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in moved.items()})
    if not at.is_real:
        return False
    centre = Fraction(int(at.p), int(at.q)) if at.is_Rational else Fraction(str(sympy.N(at, 40)))
    there = game.at(**moved)
    below, above = (key_of(families_at(there, {name: centre + step})) for step in (-NEAR, NEAR))
    middle = key_of(families_at(there, {name: centre})) if at.is_Rational else above
    return not below == middle == above


def samples(parameters: Sequence[Parameter]) -> Iterator[Mapping[str, Fraction]]:
    """A fixed set of values spread over the domains of some parameters (Halton's sequence)."""
    primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71]
    for i in range(1, N_SAMPLES + 1):
        yield {p.name: _inside(p, _radical_inverse(i, primes[k % len(primes)])) for k, p in enumerate(parameters)}


def _radical_inverse(i: int, base: int) -> Fraction:
    result, scale = Fraction(0), Fraction(1)
    while i:
        i, digit = divmod(i, base)
        scale /= base
        result += digit * scale
    return result


def _inside(parameter: Parameter, share: Fraction) -> Fraction:
    """A value inside a domain; share is in (0, 1)."""
    low, high = parameter.interval.least, parameter.interval.most
    if low is not None and high is not None:
        return low + share * (high - low)
    if low is not None:
        return low + 2 * share / (1 - share)
    if high is not None:
        return high - 2 * share / (1 - share)
    return (2 * share - 1) / (share * (1 - share))
