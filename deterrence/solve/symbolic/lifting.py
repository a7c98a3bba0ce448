"""Terms that are no rational functions, such as exp(x): found, and parameters put in their places.

A family's conditions hold between the parameters and the terms, whatever these are; so they are derived with the terms as
parameters of their own. What links a term to the parameters in it, beyond its sign, is not used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ...exact import Number, symbols_in
from ...games.game import Game
from ...games.normal_form import NormalForm
from ...games.signalling import SignallingGame
from ...parameters import Parameter

__all__ = ["StandIn", "lifted", "odd_terms"]


@dataclass(frozen=True)
class StandIn(Parameter):
    """A parameter that stands for a term.

    Attributes
    ----------
    term : sympy.Expr
    """

    term: Any = None


def odd_terms(number: Number) -> Iterator[Any]:
    """The largest parts of a number that are not built by + - * /, integer powers, Min, Max, Abs and Piecewise."""
    if not isinstance(number, Fraction):
        yield from _odd(number)


def _odd(node: Any) -> Iterator[Any]:
    import sympy

    if node.is_Symbol or node.is_Rational or isinstance(node, sympy.logic.boolalg.BooleanAtom):
        return
    kinds = (
        sympy.Add, sympy.Mul, sympy.Min, sympy.Max, sympy.Abs, sympy.Piecewise, sympy.And, sympy.Or, sympy.Not,
        sympy.core.relational.Relational, sympy.functions.elementary.piecewise.ExprCondPair,
    )  # fmt: skip
    if node.is_Pow and node.exp.is_Integer:
        yield from _odd(node.base)
    elif isinstance(node, kinds):
        for part in node.args:
            yield from _odd(part)
    else:
        yield node


def lifted(game: Game) -> Game:
    """The same game with a `StandIn` for every term that is no rational function; the game itself where there is none."""
    if not isinstance(game, NormalForm | SignallingGame):
        return game
    numbers = [n for row in game.payoffs.values() for n in row]
    numbers += game.prior.values() if isinstance(game, SignallingGame) else []
    terms = list(dict.fromkeys(term for n in numbers for term in odd_terms(n)))
    if not terms:
        return game
    taken = {p.name for p in game.all_parameters}
    stand_ins = []
    for term in terms:
        name = _name(term, taken)
        taken.add(name)
        stand_ins.append(StandIn(name, f"stands for {term}", _domain(term), term=term))
    places = {p.term: p.symbol for p in stand_ins}

    def changed(number: Number) -> Number:
        return number if isinstance(number, Fraction) else number.xreplace(places)

    payoffs = {cell: tuple(map(changed, row)) for cell, row in game.payoffs.items()}
    shared: dict[str, Any] = {
        "payoffs": payoffs, "outcomes": game.outcomes, "parameters": [*game.all_parameters, *stand_ins],
        "title": game.title, "criteria": game.criteria,
    }  # fmt: skip
    if isinstance(game, SignallingGame):
        prior = {kind: changed(p) for kind, p in game.prior.items()}
        return SignallingGame(game.sender, game.receiver, prior, game.messages, game.replies, **shared).at(**game.values)
    return NormalForm(game.players, actions=game.actions, **shared).at(**game.values)


def _domain(term: Any) -> str:
    """What is known of a term's sign; a root that is a payoff is real, and so not negative."""
    if term.is_positive:
        return "> 0"
    return ">= 0" if term.is_nonnegative or (term.is_Pow and term.exp.is_Rational and term.exp.q % 2 == 0) else "real"


def _name(term: Any, taken: set[str]) -> str:
    """A name that says what it stands for, such as exp_x."""
    kind = "root" if term.is_Pow and term.exp.is_Rational else type(term).__name__.lower()
    base = "_".join([kind, *sorted(symbols_in(term))])[:56].rstrip("_")
    return next(n for n in (base, *(f"{base}_{k}" for k in range(2, 9999))) if n not in taken)
